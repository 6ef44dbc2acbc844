# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks of numbers and dates: conditions, amounts, votes, intervals, terms, totals over parcels."""
