# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing provider ``landentry`` and its thin algorithms."""
