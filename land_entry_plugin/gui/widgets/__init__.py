# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of the dock that several steps use: they show what they are told and emit signals."""
