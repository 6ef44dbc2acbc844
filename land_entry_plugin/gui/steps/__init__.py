# SPDX-License-Identifier: GPL-2.0-or-later
"""The four steps of the dock: data, screen, results, deliver."""
