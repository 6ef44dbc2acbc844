# SPDX-License-Identifier: GPL-2.0-or-later
"""Drawing and cutting parcels on the map, with what it comes to at every moment."""
