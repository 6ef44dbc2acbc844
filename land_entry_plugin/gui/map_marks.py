# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock shows on the map: evidence that flashes and stays, with tags that say which patch it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QPointF, QRectF, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from land_entry_plugin.gui.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsProject

FLASH, CASING = QColor("#FFE600"), QColor("#111111")
_FLASH_PX, _CASING_PX = 3, 6
_PULSE_MS, _PULSES = 200, 6
_ROOM = 1.5
_LEAST_M = 30.0
MOST_TAGS = 6


@dataclass(frozen=True)
class Mark:
    """A shape on the map and what its tag says: a bold line and a plain one."""

    geometry: QgsGeometry
    title: str = ""
    text: str = ""


class Tags(QgsMapCanvasItem):
    """The tags of some marks, each with a line to its place."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.tags: list[tuple[QgsPointXY, str, str]] = []

    def show_tags(self, tags: list[tuple[QgsPointXY, str, str]]) -> None:
        """Show tags at places of the map."""
        self.tags = tags
        self.updateCanvas()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def updatePosition(self) -> None:
        self.setPos(0, 0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self.tags:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = QFont(self._canvas.font())
        bold = QFont(plain)
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        taken: list[QRectF] = []
        for place, title, text in self.tags:
            point = self.toCanvasCoordinates(place)
            width = max(metrics.horizontalAdvance(title), QFontMetrics(plain).horizontalAdvance(text)) + 16
            box = self._free_place(point, width, 2 * metrics.height() + 8, taken)
            taken.append(box)
            painter.setPen(QPen(CASING, 1.2))
            painter.drawLine(point, QPointF(min(max(point.x(), box.left()), box.right()), box.center().y()))
            painter.setBrush(QColor(255, 255, 255))
            painter.drawRoundedRect(box, 3, 3)
            half = box.height() / 2
            painter.setPen(CASING)
            for font, line, top in ((bold, title, box.top()), (plain, text, box.top() + half - 2)):
                painter.setFont(font)
                painter.drawText(QRectF(box.left(), top, box.width(), half), Qt.AlignmentFlag.AlignCenter, line)

    def _free_place(self, point: QPointF, width: float, height: float, taken: list[QRectF]) -> QRectF:
        """Return where a tag lies on no other: over its place, else further off."""
        room = self.boundingRect()
        places = [(dx, dy) for dy in (-1.6, 1.6, -2.8, 2.8, -4.0, 4.0) for dx in (0.0, -0.6, 0.6)]
        for dx, dy in places:
            box = QRectF(point.x() + dx * width - width / 2, point.y() + dy * height - height / 2, width, height)
            box.moveLeft(min(max(box.left(), 4), max(room.width() - width - 4, 4)))
            if room.contains(box) and not any(box.intersects(other) for other in taken):
                return box
        return QRectF(4, 4 + len(taken) * (height + 4), width, height)


class MapMarks:
    """Marks on one canvas; they stay until others come, or until they are cleared."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, warn: Callable[[str], None]) -> None:
        self._canvas, self._project, self._warn = canvas, project, warn
        self._bands: list[QgsRubberBand] = []
        self._tags: Tags | None = None
        self._timer = QTimer()
        self._timer.setInterval(_PULSE_MS)
        self._timer.timeout.connect(self._pulse)
        self._pulses_left = 0
        self.shown: list[Mark] = []

    def show(self, marks: Sequence[Mark], crs: QgsCoordinateReferenceSystem) -> None:
        """Flash marks, given in a CRS, three times; then they stay."""
        self.clear()
        to_map = self._to_map(crs)
        tags: list[tuple[QgsPointXY, str, str]] = []
        for mark in marks:
            geometry = QgsGeometry(mark.geometry)
            if geometry.isEmpty():
                continue
            geometry.transform(to_map)
            self.shown.append(Mark(geometry, mark.title, mark.text))
            for width, colour in ((_CASING_PX, CASING), (_FLASH_PX, FLASH)):
                band = QgsRubberBand(self._canvas, geometry.type())
                band.setWidth(width)
                band.setStrokeColor(colour)
                fill = QColor(FLASH)
                fill.setAlpha(70 if colour == FLASH else 0)
                band.setFillColor(fill)
                band.setToGeometry(geometry, None)
                self._bands.append(band)
            if mark.title and len(tags) < MOST_TAGS:
                tags.append((geometry.pointOnSurface().asPoint(), mark.title, mark.text))
        if tags:
            self._tags = Tags(self._canvas)
            self._tags.setZValue(100)
            self._tags.show_tags(tags)
        self._pulses_left = _PULSES
        if self._bands:
            self._timer.start()

    @property
    def is_flashing(self) -> bool:
        """Whether marks are still pulsing."""
        return self._timer.isActive()

    def zoom_to(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Show a shape, given in a CRS, with some room around it."""
        if not geometry.isEmpty():
            self.zoom_to_box(geometry.boundingBox(), crs)

    def zoom_to_box(self, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Show a box, given in a CRS, with some room around it; say so where it lies nowhere on the map."""
        if box.isNull():
            return
        try:
            there = self._to_map(crs).transformBoundingBox(box)
        except QgsCsException:
            self._warn(say("not_on_the_map", crs=crs.authid()))
            return
        self._canvas.setExtent(_with_room(there))
        self._canvas.refresh()

    def sees(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> bool:
        """Return whether a shape lies in the map that is shown, and not as a speck."""
        box, shown = self._to_map(crs).transformBoundingBox(geometry.boundingBox()), self._canvas.extent()
        return shown.contains(box) and box.width() > shown.width() / 60

    def clear(self) -> None:
        """Take all marks off the map."""
        self._timer.stop()
        scene = self._canvas.scene()
        for item in (*self._bands, self._tags):
            if item is not None:
                scene.removeItem(item)
        self._bands, self._tags, self.shown = [], None, []

    def close(self) -> None:
        """Take all off the map for good."""
        self.clear()
        self._timer.deleteLater()

    def _to_map(self, crs: QgsCoordinateReferenceSystem) -> QgsCoordinateTransform:
        return QgsCoordinateTransform(crs, self._canvas.mapSettings().destinationCrs(), self._project)

    def _pulse(self) -> None:
        self._pulses_left -= 1
        is_on = self._pulses_left % 2 == 0
        for band in self._bands:
            band.setVisible(is_on)
        if self._pulses_left <= 0:
            self._timer.stop()


def _with_room(box: QgsRectangle) -> QgsRectangle:
    box = QgsRectangle(box)
    # in degrees a speck is a speck too: the canvas cannot show less than its own limit
    if box.width() > 1e-6 or box.height() > 1e-6:
        box.scale(_ROOM)
    else:
        box.grow(_LEAST_M)
    return box
