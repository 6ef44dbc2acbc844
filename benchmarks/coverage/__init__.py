# SPDX-License-Identifier: GPL-2.0-or-later
"""Seeded land surveys of any size: gap-free patches, parcels on them, control lines."""
