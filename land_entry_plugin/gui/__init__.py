# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's window inside QGIS: the dock, its steps, and what it shows on the map."""
