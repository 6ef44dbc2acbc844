# SPDX-License-Identifier: GPL-2.0-or-later
"""Word documents from templates that belong to the user: looked over, filled, written whole."""
