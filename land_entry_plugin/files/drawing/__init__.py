# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map as a drawing: how it is styled, where its texts stand, the DXF file."""
