# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of parcels: a file a parcel and format, what they are called, what they are made from."""
