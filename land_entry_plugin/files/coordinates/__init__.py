# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate files: boundary points as text, tables, KML and DXF, in and out."""
