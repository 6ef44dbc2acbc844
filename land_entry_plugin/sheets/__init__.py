# SPDX-License-Identifier: GPL-2.0-or-later
"""Survey sheets as QGIS print layouts, made from the record alone."""
