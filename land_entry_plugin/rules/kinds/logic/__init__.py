# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks made of other rules."""
