# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of a parcel on its sheet: frame, layers, texts, north arrow, scale, corners, coordinate system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsBasicNumericFormat,
    QgsCoordinateReferenceSystem,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
)
from qgis.PyQt.QtCore import QRectF

from land_entry_plugin.cadastre.paper_box import PaperBox
from land_entry_plugin.cadastre.sentences import projection
from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.canvas import Align, Canvas
from land_entry_plugin.sheets.form import Line, draw_lines
from land_entry_plugin.sheets.map_labels import MapLabels, own_labels, with_names
from land_entry_plugin.sheets.map_layers import map_layers
from land_entry_plugin.sheets.ruled_lines import lines_path
from land_entry_plugin.sheets.text_style import Styles, TextStyle, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProject

    from land_entry_plugin.sheets.map_frame import MapFrame
    from land_entry_plugin.sheets.map_paper import MapLine

MAP_LINE_MM = 0.35
_CORNER_PT = 6.5
_CORNER_MARGIN_MM = 1.0
_ARROW_MM = (4.5, 10.0)
_SCALE_ROW_MM = 7.0
_CAPTION_GAP_MM = 0.8
_LONGEST_BAR_MM = 42.0
_LINE_ROOM_MM = 0.4
_THIN_MM = 0.1
# Longer lists of what found no room on the map of a summary are left to its table of boundary points.
FEW_NAMED = 6


@dataclass(frozen=True)
class ParcelMap:
    """A map whose texts have found their places."""

    parcel: dict[str, Any]
    frame: MapFrame
    labels: MapLabels
    styles: Styles
    caption: tuple[Line, ...]
    extra: tuple[MapLine, ...] = ()

    @property
    def width(self) -> float:
        """Return the width on paper."""
        return self.frame.width

    @property
    def height(self) -> float:
        """Return the height on paper, caption and scale included."""
        return self.frame.height + under_map_mm(self.caption)

    def draw(self, canvas: Canvas, page: int, x: float, y: float, project: QgsProject) -> None:
        """Draw the map with everything that belongs to it."""
        item = self._map(canvas, page, x, y, project)
        # one picture: a polyline item each would make the layout slow
        path = lines_path(self.frame.width, self.frame.height, [*self.extra, *self.labels.lines], _THIN_MM)
        canvas.picture(page, path, x, y, self.frame.width, self.frame.height)
        for one in self.labels.placed:
            canvas.rotated_text(
                page,
                (x + one.box.x, y + one.box.y),
                (one.box.width, one.box.height),
                one.box.angle,
                one.text,
                one.style,
            )
        self._north_arrow(canvas, page, x, y)
        for text_x, text_y, align, lines in corner_texts(self.frame, self._corner_style):
            canvas.text(page, x + text_x, y + text_y, lines, self._corner_style, align, on_white=True)
        bottom = y + self.frame.height
        canvas.text(page, x, bottom + 1.4, [f"1:{self.frame.scale}"], self.styles.heading)
        self._scale_bar(canvas, page, x + self.frame.width, bottom + 0.6, item)
        draw_lines(canvas, page, x, bottom + _SCALE_ROW_MM + _CAPTION_GAP_MM, self.caption)

    @property
    def _corner_style(self) -> TextStyle:
        return corner_style(self.styles)

    def _map(self, canvas: Canvas, page: int, x: float, y: float, project: QgsProject) -> QgsLayoutItemMap:
        layers = map_layers(self.parcel)
        project.addMapLayers(layers, False)
        item = QgsLayoutItemMap(canvas.layout)
        canvas.place(item, page, x, y, self.frame.width, self.frame.height)
        item.setCrs(QgsCoordinateReferenceSystem(self.parcel["geometry"]["crs"]))
        item.setLayers(layers)
        item.setKeepLayerSet(True)
        item.setExtent(self.frame.rectangle)
        # the scale that is printed is the scale that is drawn
        item.setScale(self.frame.scale)
        item.setBackgroundEnabled(False)
        item.setFrameEnabled(False)
        canvas.rectangle(page, QRectF(x, y, self.frame.width, self.frame.height), MAP_LINE_MM)
        return item

    def _north_arrow(self, canvas: Canvas, page: int, x: float, y: float) -> None:
        middle, top = x + 5.0, y + 1.2
        style = self.styles.heading
        canvas.text(
            page, middle, top, ["北"], TextStyle(style.family, style.size_pt, bold=True, halo=True), Align.CENTRE
        )
        top += style.line_height_mm + 0.2
        half, bottom = _ARROW_MM[0] / 2, top + _ARROW_MM[1] - 2
        notch = (middle, bottom - 2)
        canvas.polygon(page, [(middle, top), (middle - half, bottom), notch], "#000000", 0.15)
        canvas.polygon(page, [(middle, top), (middle + half, bottom), notch], "#FFFFFF", 0.15)

    def _scale_bar(self, canvas: Canvas, page: int, right: float, y: float, item: QgsLayoutItemMap) -> None:
        step = _bar_step(self.frame.scale)
        bar = QgsLayoutItemScaleBar(canvas.layout)
        bar.setLinkedMap(item)
        bar.setStyle("Single Box")
        bar.setUnits(Qgis.DistanceUnit.Meters)
        bar.setMapUnitsPerScaleBarUnit(1)
        bar.setUnitLabel("m")
        bar.setNumberOfSegmentsLeft(0)
        bar.setNumberOfSegments(4)
        bar.setUnitsPerSegment(step)
        bar.setHeight(1.2)
        bar.setLabelBarSpace(0.6)
        bar.setBoxContentSpace(0.3)
        bar.setTextFormat(self._corner_style.text_format())
        bar.setNumericFormat(_plain_numbers())
        canvas.layout.addLayoutItem(bar)
        bar.update()
        width, height = bar.rect().width(), bar.rect().height()
        canvas.place(bar, page, right - width, y, width, height)


def _plain_numbers() -> QgsBasicNumericFormat:
    numbers = QgsBasicNumericFormat()
    numbers.setShowThousandsSeparator(False)
    return numbers


def _bar_step(scale: int) -> int:
    """Return the metres of one of four segments: 1, 2 or 5 and zeros, as long as fits."""
    longest = _LONGEST_BAR_MM / 4 * scale / 1000
    steps = [base * 10**power for power in range(6) for base in (1, 2, 5)]
    return max([step for step in steps if step <= longest], default=1)


def corner_style(styles: Styles) -> TextStyle:
    """Return how the coordinates of the corners are set."""
    return TextStyle(styles.small.family, _CORNER_PT, halo=True)


def corner_texts(frame: MapFrame, style: TextStyle) -> list[tuple[float, float, Align, list[str]]]:
    """Return the coordinates of the lower left and the upper right corner, and where they stand in the frame."""
    west, south, east, north = frame.extent
    height = 2 * style.line_height_mm
    margin = _CORNER_MARGIN_MM
    return [
        (margin, frame.height - height - margin, Align.LEFT, [f"X {half_up(south)}", f"Y {half_up(west)}"]),
        (frame.width - margin, margin, Align.RIGHT, [f"X {half_up(north)}", f"Y {half_up(east)}"]),
    ]


def under_map_mm(caption: Sequence[Line]) -> float:
    """Return how much stands under the frame: scale, bar, caption."""
    return _SCALE_ROW_MM + _CAPTION_GAP_MM + sum(one.style.line_height_mm for one in caption)


def own_map_labels(parcel: dict[str, Any], frame: MapFrame, styles: Styles, extra: Sequence[MapLine] = ()) -> MapLabels:
    """Return the texts of the parcel itself in the lowest frame that its maps of one scale have."""
    return own_labels(parcel, frame, styles, _reserved(frame, styles, extra))


def map_caption(
    parcel: dict[str, Any], labels: MapLabels, styles: Styles, most_named: int | None = None
) -> tuple[Line, ...]:
    """Return the coordinate system, and what found no room on the map: by name, if there are not too many."""
    texts = [projection(parcel)]
    for what, measure, names in (("点号", "个", labels.without_number), ("边长", "条", labels.without_length)):
        if names and (most_named is None or len(names) <= most_named):
            texts.append(f"图上未注{what}：{'、'.join(names)}。")
        elif names:
            texts.append(f"图上未注{what} {len(names)} {measure}，见界址点坐标表。")
    width = labels.frame.width - 1
    return tuple(Line(line, styles.small) for text in texts for line in wrap(text, styles.small, width))


def parcel_map(
    parcel: dict[str, Any],
    frame: MapFrame,
    styles: Styles,
    own: MapLabels,
    extra: Sequence[MapLine] = (),
    *,
    most_named: int | None = None,
) -> ParcelMap:
    """Return the map of a parcel in a frame, with ``extra`` lines that no text covers.

    Parameters
    ----------
    own : MapLabels
        The texts of the parcel in a frame of the same scale that is no higher.
    most_named : int or None
        Longer lists of what has no room are numbers only.
    """
    labels = with_names(own, parcel, frame, styles, _reserved(frame, styles, extra))
    return ParcelMap(parcel, frame, labels, styles, map_caption(parcel, own, styles, most_named), tuple(extra))


def _reserved(frame: MapFrame, styles: Styles, extra: Sequence[MapLine]) -> list[PaperBox]:
    """Return where no text may stand: the arrow, the coordinates of the corners, lines."""
    style = corner_style(styles)
    taken = [PaperBox(5.0, 8.5, 8.0, 15.5), *(PaperBox.along(start, end, _LINE_ROOM_MM) for start, end in extra)]
    for x, y, align, lines in corner_texts(frame, style):
        width, height = max(style.width_mm(line) for line in lines) + 1.6, len(lines) * style.line_height_mm + 0.6
        left = x - 0.4 if align is Align.LEFT else x - width + 0.4
        taken.append(PaperBox(left + width / 2, y + height / 2, width, height))
    return taken
