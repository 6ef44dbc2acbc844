# SPDX-License-Identifier: GPL-2.0-or-later
"""Between QGIS and the engine: layers, versions, the self-test."""
