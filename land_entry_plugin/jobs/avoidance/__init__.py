# SPDX-License-Identifier: GPL-2.0-or-later
"""Cutting conflicts off parcels: one parcel at once, and what a run of many gives."""
