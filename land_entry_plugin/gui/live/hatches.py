# SPDX-License-Identifier: GPL-2.0-or-later
"""What a shape hits, hatched on the map by outcome; only the worst has a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsCoordinateTransform, QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsProject

# On the map, which is light whatever the window is.
_COLOURS = {"prohibited": "#A3161A", "undetermined": "#76818F", "review": "#C67E00", "eligible": "#005F73"}
_COLOURS |= {"kept": "#005F73", "old": "#000000"}
_BRUSHES = {
    "prohibited": Qt.BrushStyle.DiagCrossPattern,
    "undetermined": Qt.BrushStyle.Dense6Pattern,
    "review": Qt.BrushStyle.BDiagPattern,
    "eligible": Qt.BrushStyle.NoBrush,
    "kept": Qt.BrushStyle.SolidPattern,
    "old": Qt.BrushStyle.NoBrush,
}
# What stays of a parcel that is cut, and its old boundary.
KEPT, OLD = "kept", "old"
_KEPT_FILL, _EDGE_PX, _POINT_PX = QColor(92, 160, 172, 120), 2, 7
# So far above its place the words on what stays leave the symbol and the words of the parcel's verdict free.
_ABOVE_PX = -28


@dataclass(frozen=True)
class Hatch:
    """A shape on the map: in which verdict's colours, and the label that it has, if any.

    Of what stays of an earlier shape the points are shown: hollow where they are old, filled where they are new.
    """

    geometry: QgsGeometry
    verdict: str
    label: str = ""
    earlier: QgsGeometry | None = None


class Labels(QgsMapCanvasItem):
    """Words on the map, with a white edge."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        # each with how far under its place it stands, in pixels
        self.labels: list[tuple[QgsPointXY, str, QColor, int]] = []

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
        for place, text, colour, below_px in self.labels:
            point = self.toCanvasCoordinates(place)
            left, base = point.x() - metrics.horizontalAdvance(text) / 2, point.y() + metrics.ascent() / 2
            path = QPainterPath()
            path.addText(left, base + below_px, font, text)
            painter.strokePath(path, QPen(QColor("white"), 4))
            painter.fillPath(path, colour)


def swatch(kind: str, size: QSize) -> QPixmap:
    """Return a piece of what a kind of shape looks like on the map, for a legend."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.white)
    painter = QPainter(pixmap)
    colour = QColor(_COLOURS[kind])
    painter.setBrush(QBrush(_KEPT_FILL if kind == KEPT else colour, _BRUSHES[kind]))
    painter.setPen(QPen(colour, _EDGE_PX))
    painter.drawRect(1, 1, size.width() - 2, size.height() - 2)
    painter.end()
    return pixmap


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
            band.setFillColor(_KEPT_FILL if hatch.verdict == KEPT else colour)
            band.setBrushStyle(_BRUSHES[hatch.verdict])
            band.setWidth(_EDGE_PX)
            band.setToGeometry(geometry, None)
            if hatch.verdict == OLD:
                band.setLineStyle(Qt.PenStyle.DashLine)
            self._bands.append(band)
            if hatch.earlier is not None:
                self._show_points(hatch, to_map)
            if hatch.label:
                below_px = _ABOVE_PX if hatch.verdict == KEPT else 0
                labels.append((geometry.pointOnSurface().asPoint(), hatch.label, colour, below_px))
        if labels:
            self._labels = Labels(self._canvas)
            self._labels.setZValue(90)
            self._labels.labels = labels
            self._labels.updateCanvas()
        self.shown = list(hatches)

    def _show_points(self, hatch: Hatch, to_map: QgsCoordinateTransform) -> None:
        old = {(point.x(), point.y()) for point in hatch.earlier.vertices()} if hatch.earlier else set()
        for is_old in (True, False):
            band = QgsRubberBand(self._canvas, Qgis.GeometryType.Point)
            colour = QColor(_COLOURS[hatch.verdict])
            band.setIcon(QgsRubberBand.IconType.ICON_CIRCLE if is_old else QgsRubberBand.IconType.ICON_FULL_BOX)
            band.setIconSize(_POINT_PX)
            band.setStrokeColor(colour)
            band.setFillColor(QColor("white") if is_old else colour)
            band.setWidth(_EDGE_PX)
            for point in hatch.geometry.vertices():
                if ((point.x(), point.y()) in old) is is_old:
                    band.addPoint(to_map.transform(QgsPointXY(point)))
            self._bands.append(band)

    def clear(self) -> None:
        """Take them off the map."""
        scene = self._canvas.scene()
        for item in (*self._bands, self._labels):
            if item is not None:
                scene.removeItem(item)
        self._bands, self._labels, self.shown = [], None, []
