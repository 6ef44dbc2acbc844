# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks of layers: what lies on a parcel, and what covers it."""
