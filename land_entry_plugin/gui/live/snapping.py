# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cursor snaps to, said beside it: which patch or parcel, its edge or its corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import NULL, QgsFeatureRequest, QgsPointLocator
from qgis.PyQt.QtGui import QColor

from land_entry_plugin.gui.live.hatches import Labels
from land_entry_plugin.gui.result_view import short_code
from land_entry_plugin.gui.words import say

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgsMapCanvas

_COLOUR, _BELOW_PX = QColor("#C2185B"), 22
# What tells a feature to a surveyor, the most telling first: 图斑编号, 宗地代码, 界址点号, 标识码.
_NUMBERS = ("TBBH", "ZDDM", "parcel_id", "JZDH", "BSM")
_KINDS = {
    QgsPointLocator.Type.Vertex: "snap_corner",
    QgsPointLocator.Type.Edge: "snap_edge",
    QgsPointLocator.Type.MiddleOfSegment: "snap_middle",
    QgsPointLocator.Type.Centroid: "snap_centroid",
    QgsPointLocator.Type.Area: "snap_area",
}


class SnapLabel:
    """The word beside the cursor."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._item: Labels | None = None
        self._named: tuple[str, int, str] = ("", -1, "")
        self.text = ""

    def show_match(self, match: QgsPointLocator.Match) -> None:
        """Say what a place on the map was snapped to; nothing where it was not."""
        if not match.isValid() or match.layer() is None:
            self.clear()
            return
        kind = say(_KINDS.get(match.type(), "snap_edge"))
        self.text = say("snapped", what=self._name(match.layer(), match.featureId()), kind=kind)
        if self._item is None:
            self._item = Labels(self._canvas)
            self._item.setZValue(91)
        self._item.labels = [(match.point(), self.text, _COLOUR, _BELOW_PX)]
        self._item.updateCanvas()

    def clear(self) -> None:
        """Say nothing."""
        self.text = ""
        if self._item is not None:
            self._canvas.scene().removeItem(self._item)
            self._item = None

    def _name(self, layer: QgsVectorLayer, feature_id: int) -> str:
        """Return what a feature is called; asked once for the moves along it."""
        if self._named[:2] != (layer.id(), feature_id):
            self._named = (layer.id(), feature_id, snapped_name(layer, feature_id))
        return self._named[2]


def snapped_name(layer: QgsVectorLayer, feature_id: int) -> str:
    """Return layer and number of a feature."""
    names = layer.fields().names()
    field = next((name for name in _NUMBERS if name in names), None)
    if field is None:
        return layer.name()
    request = QgsFeatureRequest(feature_id).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([field], layer.fields())
    feature = next(layer.getFeatures(request), None)
    number = feature[field] if feature is not None else None
    return layer.name() if number in (None, NULL, "") else f"{layer.name()} {short_code(str(number))}"
