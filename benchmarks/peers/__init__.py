# SPDX-License-Identifier: GPL-2.0-or-later
"""What else cuts parcels with a land survey; each script is a fresh process: SURVEY PARCELS FOLDER."""
