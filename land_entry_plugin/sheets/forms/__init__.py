# SPDX-License-Identifier: GPL-2.0-or-later
"""The forms of the cadastral survey, one a file."""
