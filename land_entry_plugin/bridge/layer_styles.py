# SPDX-License-Identifier: GPL-2.0-or-later
"""Styles for layers that are open: the office's own where it has one, else ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProviderRegistry

from land_entry_plugin.bridge.profile import style_folders
from land_entry_plugin.files.styles import style_path
from land_entry_plugin.roles.recognition import recognise

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

# Layers of ours are told by their fields: what a screening, a cut and an overlay add.
_OURS = {
    "removed": {"parcel_id", "reason", "rule_id", "nothing_left"},
    "overlaps": {"parcel_id", "role", "category", "sliver"},
    "parcels": {"parcel_id", "verdict"},
}
# 界址点号
_NUMBER = "JZDH"
_SHARED_STYLE = {"land_use_history": "land_use"}


def style_of(layer: QgsVectorLayer) -> str | None:
    """Return the name of the style that a layer is to have, None where it is nothing that we know."""
    names = layer.fields().names()
    if layer.geometryType() == Qgis.GeometryType.Point:
        return "boundary_points" if _NUMBER in names else None
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        return None
    for style, fields in _OURS.items():
        if fields <= set(names):
            return style
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    match = recognise(str(uri.get("layerName") or layer.name()), names)
    if match is None:
        return None
    style = _SHARED_STYLE.get(match.role, match.role)
    return style if style_path(style, style_folders()).exists() else None


def chosen_style(style: str) -> Path:
    """Return the file of a style: the office's own where it has one."""
    return style_path(style, style_folders())


def apply_style(layer: QgsVectorLayer) -> bool:
    """Style a layer by what it is; False where it is nothing that we know."""
    style = style_of(layer)
    if style is None:
        return False
    _, worked = layer.loadNamedStyle(str(chosen_style(style)))
    layer.triggerRepaint()
    layer.emitStyleChanged()
    return worked
