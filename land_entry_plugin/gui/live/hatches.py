# SPDX-License-Identifier: GPL-2.0-or-later
"""What a shape hits, hatched on the map by outcome; only the worst has a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsCoordinateTransform, QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsProject

# On the map, which is light whatever the window is.
_COLOURS = {"prohibited": "#A3161A", "undetermined": "#76818F", "review": "#C67E00", "eligible": "#005F73"}
_BRUSHES = {
    "prohibited": Qt.BrushStyle.DiagCrossPattern,
    "undetermined": Qt.BrushStyle.Dense6Pattern,
    "review": Qt.BrushStyle.BDiagPattern,
    "eligible": Qt.BrushStyle.NoBrush,
}
_EDGE_PX = 2


@dataclass(frozen=True)
class Hatch:
    """A shape on the map: in which verdict's colours, and the label that it has, if any."""

    geometry: QgsGeometry
    verdict: str
    label: str = ""


class Labels(QgsMapCanvasItem):
    """Words on the map, with a white edge."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.labels: list[tuple[QgsPointXY, str, QColor]] = []

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def updatePosition(self) -> None:
        self.setPos(0, 0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self._canvas.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        metrics = QFontMetrics(font)
        for place, text, colour in self.labels:
            point = self.toCanvasCoordinates(place)
            path = QPainterPath()
            path.addText(point.x() - metrics.horizontalAdvance(text) / 2, point.y() + metrics.ascent() / 2, font, text)
            painter.strokePath(path, QPen(QColor("white"), 4))
            painter.fillPath(path, colour)


class Hatches:
    """Hatched shapes on one canvas."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject) -> None:
        self._canvas, self._project = canvas, project
        self._bands: list[QgsRubberBand] = []
        self._labels: Labels | None = None
        self.shown: list[Hatch] = []

    def show(self, hatches: Sequence[Hatch], crs: QgsCoordinateReferenceSystem) -> None:
        """Show shapes, given in a CRS, in the place of the earlier ones; the first lies on top."""
        self.clear()
        to_map = QgsCoordinateTransform(crs, self._canvas.mapSettings().destinationCrs(), self._project)
        labels = []
        for hatch in reversed(hatches):
            geometry = QgsGeometry(hatch.geometry)
            geometry.transform(to_map)
            band = QgsRubberBand(self._canvas, Qgis.GeometryType.Polygon)
            colour = QColor(_COLOURS[hatch.verdict])
            band.setStrokeColor(colour)
            band.setSecondaryStrokeColor(QColor(255, 255, 255, 200))
            band.setFillColor(colour)
            band.setBrushStyle(_BRUSHES[hatch.verdict])
            band.setWidth(_EDGE_PX)
            band.setToGeometry(geometry, None)
            self._bands.append(band)
            if hatch.label:
                labels.append((geometry.pointOnSurface().asPoint(), hatch.label, colour))
        if labels:
            self._labels = Labels(self._canvas)
            self._labels.setZValue(90)
            self._labels.labels = labels
            self._labels.updateCanvas()
        self.shown = list(hatches)

    def clear(self) -> None:
        """Take them off the map."""
        scene = self._canvas.scene()
        for item in (*self._bands, self._labels):
            if item is not None:
                scene.removeItem(item)
        self._bands, self._labels, self.shown = [], None, []
