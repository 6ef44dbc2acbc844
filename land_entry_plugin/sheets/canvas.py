# SPDX-License-Identifier: GPL-2.0-or-later
"""A print layout as paper to draw on, in millimetres from the upper left corner of a page."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemPolygon,
    QgsLayoutItemPolyline,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLineSymbol,
    QgsPrintLayout,
)
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QPolygonF

from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0
LEFT_MM, RIGHT_MM, TOP_MM, BOTTOM_MM = 25.0, 20.0, 15.0, 13.0
WIDTH_MM = PAGE_WIDTH_MM - LEFT_MM - RIGHT_MM
FRAME_LINE_MM, RULE_LINE_MM = 0.4, 0.15
# So that QGIS, which measures once more, never breaks a line that is broken already.
_SLACK_MM = 0.5
TEXT_WIDENED = 1.01


class Align(Enum):
    """Where a line stands in its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


_QT_ALIGN = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class Canvas:
    """Draws on the pages of a layout.

    Attributes
    ----------
    open_places : Counter of str
        How often 待补 was printed, by the part that was being drawn.
    """

    def __init__(self, layout: QgsPrintLayout) -> None:
        self.layout = layout
        self.open_places: Counter[str] = Counter()
        self._part, self._shift_x = "", 0.0
        layout.initializeDefaults()
        self.set_paper(0, "A4")

    @contextmanager
    def drawing(self, part: str, shift_x: float = 0.0) -> Iterator[None]:
        """Name what is drawn inside by its part of the page, and move it to the right by so many millimetres."""
        before = self._part, self._shift_x
        self._part, self._shift_x = part, shift_x
        try:
            yield
        finally:
            self._part, self._shift_x = before

    @contextmanager
    def shifted(self, shift_x: float) -> Iterator[None]:
        """Move what is drawn inside to the right by so many millimetres."""
        with self.drawing(self._part, shift_x):
            yield

    def set_paper(self, page: int, paper: str) -> None:
        """Set the size of a page, upright."""
        item = self.layout.pageCollection().page(page)
        item.setPageSize(paper, QgsLayoutItemPage.Orientation.Portrait)
        self.layout.pageCollection().reflow()

    def set_size(self, page: int, size: QgsLayoutSize) -> None:
        """Set the size of a page."""
        self.layout.pageCollection().page(page).setPageSize(size)
        self.layout.pageCollection().reflow()

    @property
    def page_count(self) -> int:
        """Return how many pages there are."""
        return self.layout.pageCollection().pageCount()

    def add_page(self) -> int:
        """Return the number of a new page, counted from 0."""
        page = QgsLayoutItemPage(self.layout)
        page.setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
        self.layout.pageCollection().addPage(page)
        return self.page_count - 1

    def middle_of(self, page: int) -> tuple[float, float]:
        """Return the middle of a page."""
        size = self.layout.pageCollection().page(page).pageSize()
        return size.width() / 2, size.height() / 2

    def _origin(self, page: int) -> QPointF:
        return self.layout.pageCollection().page(page).pos() + QPointF(self._shift_x, 0.0)

    def _add(self, item: QgsLayoutItem) -> None:
        item.setId(self._part)
        self.layout.addLayoutItem(item)

    def place(self, item: QgsLayoutItem, page: int, x: float, y: float, width: float, height: float) -> None:
        """Add an item, unless it is there already, and give it its upper left corner and size."""
        item.attemptResize(QgsLayoutSize(width, height, Qgis.LayoutUnit.Millimeters))
        item.attemptMove(QgsLayoutPoint(x + self._shift_x, y, Qgis.LayoutUnit.Millimeters), True, False, page)
        if item.scene() is None:
            self._add(item)

    def text(
        self,
        page: int,
        x: float,
        y: float,
        lines: list[str],
        style: TextStyle,
        align: Align = Align.LEFT,
        *,
        on_white: bool = False,
        pitch_mm: float | None = None,
    ) -> None:
        """Set lines whose left end, middle or right end (by ``align``) is at ``x`` and whose top is at ``y``.

        They are ``pitch_mm`` apart where that is given, else as the style has it.
        """
        self.count_open(lines)
        width = max(style.width_mm(line) for line in lines) * TEXT_WIDENED + _SLACK_MM
        left = {Align.LEFT: x, Align.CENTRE: x - width / 2, Align.RIGHT: x - width}[align]
        label = self._label(lines, style, align)
        label.setBackgroundEnabled(on_white)
        pitch = style.line_height_mm
        if pitch_mm is not None:
            pitch = pitch_mm
            text_format = label.textFormat()
            text_format.setLineHeight(pitch)
            label.setTextFormat(text_format)
        self.place(label, page, left, y, width, (len(lines) - 1) * pitch + style.line_height_mm)

    def count_open(self, lines: list[str]) -> None:
        """Take note of the places that read 待补."""
        self.open_places[self._part] += sum(line.startswith(MISSING) for line in lines)

    def rotated_text(
        self,
        page: int,
        centre: tuple[float, float],
        size: tuple[float, float],
        angle: float,
        text: str,
        style: TextStyle,
    ) -> QgsLayoutItemLabel:
        """Set one or more lines around a point, turned clockwise by ``angle`` degrees, and return them."""
        label = self._label(text.split("\n"), style, Align.CENTRE)
        label.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        self.place(label, page, centre[0] - size[0] / 2, centre[1] - size[1] / 2, *size)
        if angle:
            label.setReferencePoint(QgsLayoutItem.ReferencePoint.Middle)
            label.setItemRotation(angle)
        return label

    def _label(self, lines: list[str], style: TextStyle, align: Align) -> QgsLayoutItemLabel:
        label = QgsLayoutItemLabel(self.layout)
        label.setTextFormat(style.text_format())
        # QGIS evaluates [% ... %]; in a name it is a name
        label.setText("\n".join(lines).replace("[%", "[%'[%'%]"))
        label.setMarginX(0)
        label.setMarginY(0)
        label.setHAlign(_QT_ALIGN[align])
        label.setVAlign(Qt.AlignmentFlag.AlignTop)
        return label

    def line(self, page: int, points: list[tuple[float, float]], width: float, color: str = "#000000") -> None:
        """Draw a line."""
        origin = self._origin(page)
        polyline = QgsLayoutItemPolyline(QPolygonF([origin + QPointF(x, y) for x, y in points]), self.layout)
        polyline.setSymbol(
            QgsLineSymbol.createSimple(
                {"line_color": color, "line_width": str(width), "line_width_unit": "MM", "capstyle": "square"}
            )
        )
        self._add(polyline)

    def polygon(self, page: int, points: list[tuple[float, float]], fill: str, width: float) -> None:
        """Draw a polygon with a black edge."""
        origin = self._origin(page)
        polygon = QgsLayoutItemPolygon(QPolygonF([origin + QPointF(x, y) for x, y in points]), self.layout)
        polygon.setSymbol(
            QgsFillSymbol.createSimple({"color": fill, "outline_color": "#000000", "outline_width": str(width)})
        )
        self._add(polygon)

    def rectangle(
        self, page: int, rect: QRectF, width: float = FRAME_LINE_MM, symbol: QgsFillSymbol | None = None
    ) -> None:
        """Draw a frame, empty or filled by a symbol."""
        shape = QgsLayoutItemShape(self.layout)
        shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        shape.setSymbol(
            symbol
            or QgsFillSymbol.createSimple(
                {"style": "no", "outline_color": "#000000", "outline_width": str(width), "joinstyle": "miter"}
            )
        )
        self.place(shape, page, rect.x(), rect.y(), rect.width(), rect.height())

    def disc(self, page: int, x: float, y: float, diameter: float) -> None:
        """Draw a white disc without an edge around a point."""
        shape = QgsLayoutItemShape(self.layout)
        shape.setShapeType(QgsLayoutItemShape.Shape.Ellipse)
        shape.setSymbol(QgsFillSymbol.createSimple({"color": "#FFFFFF", "outline_style": "no"}))
        self.place(shape, page, x - diameter / 2, y - diameter / 2, diameter, diameter)

    def picture(self, page: int, svg_path: str, x: float, y: float, width: float, height: float) -> None:
        """Draw a vector picture."""
        picture = QgsLayoutItemPicture(self.layout)
        picture.setPicturePath(svg_path, Qgis.PictureFormat.SVG)
        picture.setResizeMode(QgsLayoutItemPicture.ResizeMode.Stretch)
        self.place(picture, page, x, y, width, height)
