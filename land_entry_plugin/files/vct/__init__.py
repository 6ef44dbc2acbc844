# SPDX-License-Identifier: GPL-2.0-or-later
"""VCT, the national exchange format (GB/T 17798, editions of 1999 and 2007), read."""
