# SPDX-License-Identifier: GPL-2.0-or-later
"""The entry plan (入市方案) of a parcel as data, from its record, the officers' answers and the rule pack."""
