# SPDX-License-Identifier: GPL-2.0-or-later
"""``python -m land_entry_plugin``: the jobs without QGIS."""
