# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the texts of the parcel map stand: none covers another, the boundary, or the edge of the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsPointXY

from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.figures import area
from land_entry_plugin.sheets.paper_box import PaperBox, TakenPaper
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.sheets.map_frame import MapFrame

# Number 3.2 mm off on the bisector, length 2.4 mm off the edge; further places where these are taken.
_NUMBER_DISTANCES_MM = (3.2, 2.7, 3.9, 5.0, 6.5, 8.5, 11.0)
_NUMBER_TURNS_DEG = (0, 20, -20, 40, -40, 60, -60, 85, -85, 110, -110)
_LEADER_FROM_MM = 4.6
_LENGTH_DISTANCES_MM = (2.4, 2.0, 3.0)
_ALONG_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7)
_SIZES_PT = (8.0, 7.0, 6.0)
# Above this many points not all numbers find room in any size.
_MANY_POINTS = 100
_FRACTION_SIZES_PT = (11.0, 9.0, 7.5)
_NAME_SIZES_PT = (9.0, 8.0, 7.0)
_SAME_NAME_APART_MM = 32.0
_FRAME_MARGIN_MM = 0.7
_BOX_HEIGHT_EM = 1.2
_POINT_MM = 1.1
_LEADER_ROOM_MM = 0.3


@dataclass(frozen=True)
class PlacedText:
    """A text of the map and its box in the frame."""

    text: str
    box: PaperBox
    style: TextStyle
    kind: str


@dataclass(frozen=True)
class _Fraction:
    """Number over class code, and the area beside them."""

    name: str
    code: str
    figure: str
    style: TextStyle

    @property
    def left(self) -> float:
        return max(self.style.width_mm(self.name), self.style.width_mm(self.code)) + 1.2

    @property
    def right(self) -> float:
        return self.style.width_mm(self.figure) + 1.2

    @property
    def height(self) -> float:
        return 2 * self.style.line_height_mm + 0.6

    def box(self, x: float, y: float) -> PaperBox:
        return PaperBox(x, y, self.left + self.right + 3.0, self.height + 0.6)


@dataclass
class MapLabels:
    """Finds room for the texts of one map.

    Attributes
    ----------
    placed : list of PlacedText
    lines : list of pairs of points
        Leaders from numbers to their points, and the bar of the fraction.
    without_number, without_length : list of str
        What found no room: the sheet says so, and the table of boundary points has it.
    """

    frame: MapFrame
    parcel: dict[str, Any]
    song: str
    hei: str
    reserved: list[PaperBox] = field(default_factory=list)
    placed: list[PlacedText] = field(default_factory=list)
    lines: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)
    without_number: list[str] = field(default_factory=list)
    without_length: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shape = self.frame.on_paper(self.parcel["geometry"]["wkt"])
        self.rings = [
            [(point, self.frame.point_on_paper(point["y_m"], point["x_m"])) for point in ring["points"]]
            for ring in self.parcel["cadastre"]["rings"]
        ]
        self.points = [at for ring in self.rings for _, at in ring]
        self.taken = TakenPaper()
        for box in [*self.reserved, *(PaperBox(x, y, _POINT_MM, _POINT_MM) for x, y in self.points)]:
            self.taken.add(box)
        self.outline = QgsGeometry.createGeometryEngine(self.shape.constGet())
        self.outline.prepareGeometry()

    def place_all(self) -> MapLabels:
        """Find room, the most important first."""
        self._numbers()
        self._lengths()
        self._fraction()
        self._names()
        return self

    def _style(self, family: str, size: float) -> TextStyle:
        return TextStyle(family, size, halo=True)

    def _box(self, text: str, style: TextStyle, x: float, y: float, angle: float = 0.0) -> PaperBox:
        lines = text.split("\n")
        width = max(style.width_mm(line) for line in lines) + 0.6
        # QGIS breaks what is wider than its box: one per cent and a half millimetre to spare
        height = (len(lines) - 1) * style.line_height_mm + style.em_mm * _BOX_HEIGHT_EM
        return PaperBox(x, y, width * 1.01, height, angle)

    def _free(self, box: PaperBox) -> bool:
        return box.inside(self.frame.width, self.frame.height, _FRAME_MARGIN_MM) and self.taken.is_free(box)

    def _on_parcel(self, box: PaperBox) -> bool:
        shape = box.geometry()
        return self.outline.intersects(shape.constGet())

    def _in_parcel(self, box: PaperBox) -> bool:
        shape = box.geometry()
        return self.outline.contains(shape.constGet())

    def _take(self, text: str, box: PaperBox, style: TextStyle, kind: str) -> None:
        self.placed.append(PlacedText(text, box, style, kind))
        self.taken.add(box)

    # boundary point numbers

    def _numbers(self) -> None:
        for ring in self.rings:
            for i, (point, at) in enumerate(ring):
                outward = self._outward(ring[i - 1][1], at, ring[(i + 1) % len(ring)][1])
                sizes = _SIZES_PT if len(self.points) <= _MANY_POINTS else _SIZES_PT[1:2]
                if not any(self._number(point["name"], at, outward, size) for size in sizes):
                    self.without_number.append(point["name"])

    def _outward(self, before: tuple[float, float], at: tuple[float, float], after: tuple[float, float]) -> float:
        """Return the direction of the bisector that leads out of the parcel, radians."""
        to_before = math.atan2(before[1] - at[1], before[0] - at[0])
        to_after = math.atan2(after[1] - at[1], after[0] - at[0])
        bisector = to_before + ((to_after - to_before) % (2 * math.pi)) / 2
        step = 0.05
        inside = self.shape.contains(QgsPointXY(at[0] + step * math.cos(bisector), at[1] + step * math.sin(bisector)))
        return bisector + math.pi if inside else bisector

    def _number(self, name: str, at: tuple[float, float], outward: float, size: float) -> bool:
        style = self._style(self.hei, size)
        for distance in _NUMBER_DISTANCES_MM:
            for turn in _NUMBER_TURNS_DEG:
                direction = outward + math.radians(turn)
                x, y = at[0] + distance * math.cos(direction), at[1] + distance * math.sin(direction)
                box = self._box(name, style, x, y)
                if not self._free(box) or self._on_parcel(box):
                    continue
                if distance < _LEADER_FROM_MM and self._is_nearest(at, x, y):
                    self._take(name, box, style, "number")
                    return True
                if distance >= _LEADER_FROM_MM and self._leader(at, box):
                    self._take(name, box, style, "number")
                    return True
        return False

    def _is_nearest(self, at: tuple[float, float], x: float, y: float) -> bool:
        mine = math.hypot(x - at[0], y - at[1])
        return all(math.hypot(x - other[0], y - other[1]) > mine + 0.3 for other in self.points if other != at)

    def _leader(self, at: tuple[float, float], box: PaperBox) -> bool:
        """Draw a thin line from a point to its number, unless it would cross something."""
        length = math.hypot(box.x - at[0], box.y - at[1])
        unit = ((box.x - at[0]) / length, (box.y - at[1]) / length)
        reach = min(
            box.width / 2 / abs(unit[0]) if unit[0] else math.inf,
            box.height / 2 / abs(unit[1]) if unit[1] else math.inf,
        )
        start = (at[0] + 0.8 * unit[0], at[1] + 0.8 * unit[1])
        end = (box.x - reach * unit[0], box.y - reach * unit[1])
        line = PaperBox.along(start, end, 0.3)
        # points so near that they touch are no obstacle: the line begins beyond them
        near = [
            PaperBox(x, y, _POINT_MM, _POINT_MM)
            for x, y in self.points
            if math.hypot(x - at[0], y - at[1]) < 1.5 * _POINT_MM
        ]
        if not self.taken.is_free(line, near) or self._on_parcel(line):
            return False
        self.taken.add(line)
        self.lines.append((start, end))
        return True

    # edge lengths

    def _lengths(self) -> None:
        for ring in self.rings:
            for i, (point, start) in enumerate(ring):
                following, end = ring[(i + 1) % len(ring)]
                text = str(half_up(point["edge_m"]))
                if not any(self._length(text, start, end, size) for size in _SIZES_PT):
                    self.without_length.append(f"{point['name']}–{following['name']} {text}")

    def _length(self, text: str, start: tuple[float, float], end: tuple[float, float], size: float) -> bool:
        style = self._style(self.song, size)
        along = math.hypot(end[0] - start[0], end[1] - start[1])
        if along < style.width_mm(text) + 0.8:
            return False
        unit = ((end[0] - start[0]) / along, (end[1] - start[1]) / along)
        angle = math.degrees(math.atan2(unit[1], unit[0]))
        # never upside down: read from below or from the right
        upright = (angle + 90) % 180 - 90
        upright = -90.0 if upright == 90 else upright
        # outer rings run clockwise and inner ones the other way, so the parcel is on the right (y points down)
        sides = ((-unit[1], unit[0]), (unit[1], -unit[0]))
        for inside in (True, False):
            normal = sides[0] if inside else sides[1]
            for distance in _LENGTH_DISTANCES_MM:
                for share in _ALONG_SHARES:
                    middle = (start[0] + share * along * unit[0], start[1] + share * along * unit[1])
                    x, y = middle[0] + distance * normal[0], middle[1] + distance * normal[1]
                    box = self._box(text, style, x, y, upright)
                    if self._free(box) and (self._in_parcel(box) if inside else not self._on_parcel(box)):
                        self._take(text, box, style, "length")
                        return True
        return False

    # the fraction in the middle: short code over land class, area at the right

    def _fraction(self) -> None:
        code = self.parcel["cadastre"]["label"]["denominator"]["value"] or "—"
        name = short_parcel_code(self.parcel["parcel_id"])
        figure = area(self.parcel["measures"]["area_plane_m2"])
        for size in _FRACTION_SIZES_PT:
            fraction = _Fraction(name, code, figure, TextStyle(self.hei, size, halo=True))
            for x, y in self._places(self.shape):
                whole = fraction.box(x, y)
                if self._free(whole) and self._in_parcel(whole):
                    self._set_fraction(fraction, x, y)
                    return
        # a parcel too narrow has it beside, with a line that leads to it
        fraction = _Fraction(name, code, figure, TextStyle(self.hei, _FRACTION_SIZES_PT[-1], halo=True))
        around = PaperBox(self.frame.width / 2, self.frame.height / 2, self.frame.width, self.frame.height).geometry()
        on_edge = self.shape.pointOnSurface().asPoint()
        at = (on_edge.x(), on_edge.y())
        places = sorted(self._places(around), key=lambda place: math.hypot(place[0] - at[0], place[1] - at[1]))
        for x, y in places:
            whole = fraction.box(x, y)
            start = (x, y + whole.height / 2 if at[1] > y else y - whole.height / 2)
            leader = PaperBox.along(start, at, _LEADER_ROOM_MM)
            if self._free(whole) and not self._on_parcel(whole) and self.taken.is_free(leader):
                self._set_fraction(fraction, x, y)
                self.lines.append((start, at))
                self.taken.add(leader)
                return

    def _set_fraction(self, fraction: _Fraction, x: float, y: float) -> None:
        left_x = x - (fraction.right + 1.5) / 2
        quarter = fraction.height / 4 + 0.1
        style = fraction.style
        for text, text_x, text_y in (
            (fraction.name, left_x, y - quarter),
            (fraction.code, left_x, y + quarter),
            (fraction.figure, x + (fraction.left + 1.5) / 2, y),
        ):
            self.placed.append(PlacedText(text, self._box(text, style, text_x, text_y), style, "fraction"))
        self.lines.append(((left_x - fraction.left / 2, y), (left_x + fraction.left / 2, y)))
        self.taken.add(fraction.box(x, y))

    # names of neighbours

    def _names(self) -> None:
        seen: list[tuple[str, float, float]] = []
        around = []
        for one in self.parcel["cadastre"]["map"]["neighbours"]:
            visible = self.frame.on_paper(one["wkt"]).intersection(
                PaperBox(self.frame.width / 2, self.frame.height / 2, self.frame.width, self.frame.height).geometry()
            )
            around.append((one["label"], visible.difference(self.shape)))
        # the largest first: they have the most room and say the most
        for label, visible in sorted(around, key=lambda pair: -pair[1].area()):
            if not visible.isEmpty():
                self._name(label.removeprefix("宗地 "), visible, seen)

    def _name(self, label: str, visible: QgsGeometry, seen: list[tuple[str, float, float]]) -> None:
        label = short_parcel_code(label)
        forms = [label, label.replace("（", "\n（", 1)] if "（" in label else [label]
        turns = [0.0, *self._lie(visible)]
        places = [
            (x, y)
            for x, y in self._places(visible)
            if not any(name == label and math.hypot(x - a, y - b) < _SAME_NAME_APART_MM for name, a, b in seen)
        ]
        room = QgsGeometry.createGeometryEngine(visible.constGet())
        room.prepareGeometry()
        for size in _NAME_SIZES_PT:
            style = self._style(self.song, size)
            for text in forms:
                for angle in turns:
                    for x, y in places:
                        box = self._box(text, style, x, y, angle)
                        shape = box.geometry()
                        if self._free(box) and room.contains(shape.constGet()):
                            self._take(text, box, style, "name")
                            seen.append((label, x, y))
                            return

    def _lie(self, shape: QgsGeometry) -> list[float]:
        """Return the direction in which a long shape such as a road lies, clockwise on paper and upright."""
        _, _, _, width, height = shape.orientedMinimumBoundingBox()
        box = shape.orientedMinimumBoundingBox()[0].asPolygon()
        if not box or min(width, height) <= 0:
            return []
        corners = box[0]
        sides = [(corners[i + 1].x() - corners[i].x(), corners[i + 1].y() - corners[i].y()) for i in (0, 1)]
        dx, dy = max(sides, key=lambda side: math.hypot(*side))
        angle = (math.degrees(math.atan2(dy, dx)) + 90) % 180 - 90
        return [angle] if abs(angle) > 1 else []

    def _places(self, shape: QgsGeometry) -> Iterable[tuple[float, float]]:
        """Yield where a text may stand in a shape: its roomiest place first, then a grid."""
        roomiest = shape.poleOfInaccessibility(0.5)[0].asPoint() if shape.area() else None
        if roomiest is not None:
            yield roomiest.x(), roomiest.y()
        extent = shape.boundingBox()
        middle = roomiest or extent.center()
        columns, rows = (max(2, min(14, int(size / 3))) for size in (extent.width(), extent.height()))
        grid: Sequence[tuple[float, float]] = [
            (
                extent.xMinimum() + (i + 0.5) * extent.width() / columns,
                extent.yMinimum() + (j + 0.5) * extent.height() / rows,
            )
            for i in range(columns)
            for j in range(rows)
        ]
        yield from sorted(grid, key=lambda at: math.hypot(at[0] - middle.x(), at[1] - middle.y()))
