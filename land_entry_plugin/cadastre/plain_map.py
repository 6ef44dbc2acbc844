# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel map without QGIS: shapes in millimetres of paper, and texts that cover neither each other nor a point."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.ops import polylabel

from land_entry_plugin.cadastre.figures import area
from land_entry_plugin.cadastre.map_window import MapWindow, document_window
from land_entry_plugin.cadastre.paper_box import PaperBox, Place, TakenPaper, outward, upright_deg
from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.rounding import half_up

# Width of a text in millimetres at a size in points.
Measure = Callable[[str, float], float]
MM_PER_POINT = 25.4 / 72
_POINT_MM, _MARGIN_MM, _STUB_MM = 1.1, 0.7, 6.0
_LINE_HEIGHT = 1.25
ARROW, CORNER_MM = PaperBox(5.0, 9.0, 8.0, 16.0), (21.0, 7.0)
# Off a point on the bisector, and turned; from the first farther one on with a line that leads back.
_NUMBER_MM, _TURNS_DEG, _LEADER_FROM_MM = (
    (3.2, 2.7, 3.9, 5.0, 6.5, 8.5, 11.0),
    (0, 20, -20, 40, -40, 60, -60, 85, -85),
    4.6,
)
_LENGTH_MM, _SHARES = (2.4, 2.0, 3.0), (0.5, 0.4, 0.6, 0.3, 0.7)
_TEXT_PT, _FRACTION_PT, _NAME_PT = (8.0, 7.0, 6.0), (11.0, 9.0, 7.5, 6.5), (9.0, 8.0, 7.0)
_SAME_NAME_MM, _LEAST_AREA_MM2 = 32.0, 6.0


@dataclass(frozen=True)
class PlainText:
    """A text of the map: its middle, size and turn are those of its box."""

    text: str
    box: PaperBox
    size_pt: float
    kind: str


@dataclass
class PlainMap:
    """A map whose texts have found their places; millimetres from the upper left corner, y downwards.

    Attributes
    ----------
    window : MapWindow
    width, height : float
    shape : shapely geometry
        The parcel.
    around : list of (kind, shape)
        What lies around: ``parcel``, ``water``, ``road`` or ``patch``.
    points : list of Place
    texts : list of PlainText
    lines : list of pairs of Place
        Leaders, stubs, the bar of the fraction.
    left_out : list of str
        What found no room.
    """

    window: MapWindow
    width: float
    height: float
    shape: Any
    around: list[tuple[str, Any]]
    points: list[Place]
    texts: list[PlainText] = field(default_factory=list)
    lines: list[tuple[Place, Place]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def plain_map(parcel: dict[str, Any], measure: Measure) -> PlainMap:
    """Return the map of a parcel with a shape; what stands in the corners of its frame is added by who draws it."""
    window = document_window(np.asarray(shapely.bounds(shapely.from_wkt(parcel["geometry"]["wkt"]))))
    maker = _Maker(parcel, window, measure)
    maker.place()
    return maker.result


class _Maker:
    """A map while it is made."""

    def __init__(self, parcel: dict[str, Any], window: MapWindow, measure: Measure) -> None:
        self.parcel, self.measure = parcel, measure
        west, south, east, north = window.bounds
        self.origin, self.factor = (west, north), 1000 / window.scale
        cadastre = parcel["cadastre"]
        self.rings = [
            [(point, self.on_paper(point["y_m"], point["x_m"])) for point in ring["points"]]
            for ring in cadastre["rings"]
        ]
        around = [(_kind(one), self.shape_on_paper(one["wkt"])) for one in cadastre["map"]["neighbours"]]
        self.result = PlainMap(
            window,
            (east - west) * self.factor,
            (north - south) * self.factor,
            self.shape_on_paper(parcel["geometry"]["wkt"]),
            around,
            [at for ring in self.rings for _, at in ring],
        )
        shapely.prepare(self.result.shape)
        self.taken = TakenPaper()
        for x, y in self.result.points:
            self.taken.add(PaperBox(x, y, _POINT_MM, _POINT_MM))
        # north arrow, and the coordinates of two corners
        wide, high = CORNER_MM
        right, bottom = self.result.width - wide / 2, self.result.height - high / 2
        for box in (ARROW, PaperBox(wide / 2, bottom, wide, high), PaperBox(right, high / 2, wide, high)):
            self.taken.add(box)

    def place(self) -> None:
        """Set all texts: those of the parcel first."""
        self._stubs()
        for ring in self.rings:
            for i, (point, at) in enumerate(ring):
                self._number(point["name"], at, ring[i - 1][1], ring[(i + 1) % len(ring)][1])
        for ring in self.rings:
            for i, (point, at) in enumerate(ring):
                self._length(point, at, ring[(i + 1) % len(ring)])
        self._fraction()
        self._names()

    def on_paper(self, easting: float, northing: float) -> Place:
        """Return where a point of the plane lies."""
        return (easting - self.origin[0]) * self.factor, (self.origin[1] - northing) * self.factor

    def shape_on_paper(self, wkt: str) -> Any:
        """Return a shape in millimetres; moved first, since large coordinates would cost the millimetres."""

        def moved(places: np.ndarray) -> np.ndarray:
            return (places - np.asarray(self.origin)) * np.array([self.factor, -self.factor])

        return shapely.transform(shapely.force_2d(shapely.from_wkt(wkt)), moved)

    def _box(self, text: str, size: float, x: float, y: float, angle: float = 0.0) -> PaperBox:
        return PaperBox(x, y, self.measure(text, size) + 0.8, size * MM_PER_POINT * _LINE_HEIGHT, angle)

    def _is_free(self, box: PaperBox) -> bool:
        return box.inside(self.result.width, self.result.height, _MARGIN_MM) and self.taken.is_free(box)

    def _on_parcel(self, box: PaperBox) -> bool:
        return bool(shapely.intersects(self.result.shape, shapely.Polygon(box.corners)))

    def _in_parcel(self, box: PaperBox) -> bool:
        return bool(shapely.contains_properly(self.result.shape, shapely.Polygon(box.corners)))

    def _take(self, text: str, box: PaperBox, size: float, kind: str) -> None:
        self.result.texts.append(PlainText(text, box, size, kind))
        self.taken.add(box)

    def _stubs(self) -> None:
        """Draw the short lines that lead out where the neighbour changes."""
        for stub in self.parcel["cadastre"]["stubs"]:
            x, y = self.on_paper(stub["y_m"], stub["x_m"])
            bearing = math.radians(stub["bearing_deg"])
            end = (x + _STUB_MM * math.sin(bearing), y - _STUB_MM * math.cos(bearing))
            if 0 < end[0] < self.result.width and 0 < end[1] < self.result.height:
                self.result.lines.append(((x, y), end))
                self.taken.add_line((x, y), end, 0.4)

    def _number(self, name: str, at: Place, before: Place, after: Place) -> None:
        """Set the number of a point outside, farther off with a line that leads back; else inside."""
        out = outward(before, at, after, lambda x, y: bool(shapely.contains_xy(self.result.shape, x, y)))
        for size in _TEXT_PT:
            for distance in _NUMBER_MM:
                for turn in _TURNS_DEG:
                    direction = out + math.radians(turn)
                    x, y = at[0] + distance * math.cos(direction), at[1] + distance * math.sin(direction)
                    box = self._box(name, size, x, y)
                    if not self._is_free(box) or self._on_parcel(box):
                        continue
                    if distance >= _LEADER_FROM_MM and not self._leader(at, box):
                        continue
                    self._take(name, box, size, "number")
                    return
        for size in _TEXT_PT:
            for distance in _NUMBER_MM[:3]:
                direction = out + math.pi
                box = self._box(
                    name, size, at[0] + distance * math.cos(direction), at[1] + distance * math.sin(direction)
                )
                if self._is_free(box) and self._in_parcel(box):
                    self._take(name, box, size, "number")
                    return
        self.result.left_out.append(name)

    def _leader(self, at: Place, box: PaperBox) -> bool:
        """Draw a thin line from a point to its number, unless it would cross something."""
        start, end = box.leader(at)
        line = PaperBox.along(start, end, 0.3)
        if not self.taken.is_free(line, [PaperBox(*at, _POINT_MM, _POINT_MM)]) or self._on_parcel(line):
            return False
        self.result.lines.append((start, end))
        self.taken.add_line(start, end, 0.3)
        return True

    def _length(self, point: dict[str, Any], start: Place, following: tuple[dict[str, Any], Place]) -> None:
        """Set the length of an edge along it, inside before outside, never upside down."""
        end = following[1]
        along = math.hypot(end[0] - start[0], end[1] - start[1])
        text = str(half_up(point["edge_m"]))
        for size in _TEXT_PT:
            if along < self.measure(text, size) + 0.8:
                continue
            unit = ((end[0] - start[0]) / along, (end[1] - start[1]) / along)
            angle = upright_deg(*unit)
            for is_inside in (True, False):
                # outer rings run clockwise and inner ones the other way: the parcel is on the right
                normal = (-unit[1], unit[0]) if is_inside else (unit[1], -unit[0])
                for distance in _LENGTH_MM:
                    for share in _SHARES:
                        x = start[0] + share * along * unit[0] + distance * normal[0]
                        y = start[1] + share * along * unit[1] + distance * normal[1]
                        box = self._box(text, size, x, y, angle)
                        if self._is_free(box) and (self._in_parcel(box) if is_inside else not self._on_parcel(box)):
                            self._take(text, box, size, "length")
                            return
        self.result.left_out.append(f"{point['name']}–{following[0]['name']} {text}")

    def _fraction(self) -> None:
        """Set number over class code, and the area beside it, in the middle of the parcel."""
        code = self.parcel["cadastre"]["label"]["denominator"]["value"] or "—"
        name = short_parcel_code(self.parcel["parcel_id"] or "") or "—"
        figure = area(self.parcel["cadastre"]["areas"]["plane_m2"])
        places = list(_places(self.result.shape))
        for size in _FRACTION_PT:
            left = max(self.measure(name, size), self.measure(code, size)) + 1.2
            right, high = self.measure(figure, size) + 1.2, 2 * size * MM_PER_POINT * _LINE_HEIGHT + 0.6
            for x, y in places:
                whole = PaperBox(x, y, left + right + 1.5, high)
                if not self._is_free(whole) or not self._in_parcel(whole):
                    continue
                self.taken.add(whole)
                middle = x - (right + 1.5) / 2
                for text, text_x, text_y in (
                    (name, middle, y - high / 4),
                    (code, middle, y + high / 4),
                    (figure, x + (left + 1.5) / 2, y),
                ):
                    box = self._box(text, size, text_x, text_y)
                    self.result.texts.append(PlainText(text, box, size, "fraction"))
                self.result.lines.append(((middle - left / 2, y), (middle + left / 2, y)))
                return
        self.result.left_out.append(f"{name} / {code}　{figure} m²")

    def _names(self) -> None:
        """Set the names of what lies around, the largest first."""
        frame = shapely.box(0, 0, self.result.width, self.result.height)
        neighbours = self.parcel["cadastre"]["map"]["neighbours"]
        pairs = list(zip(neighbours, (shape for _, shape in self.result.around), strict=True))
        parcels = [shape for one, shape in pairs if one["kind"] == "parcel"]
        covered = shapely.union_all([self.result.shape, *parcels])
        visible = []
        for one, shape in pairs:
            # a field under a parcel is not named in the parcel
            seen = shapely.difference(
                shapely.intersection(shape, frame), self.result.shape if one["kind"] == "parcel" else covered
            )
            if seen.area > _LEAST_AREA_MM2 and one["label"]:
                visible.append((short_parcel_code(one["label"].removeprefix("宗地 ")), seen))
        placed: list[tuple[str, float, float]] = []
        for label, seen in sorted(visible, key=lambda pair: -pair[1].area):
            self._name(label, seen, placed)

    def _name(self, label: str, seen: Any, placed: list[tuple[str, float, float]]) -> None:
        places = [
            (x, y)
            for x, y in _places(seen)
            if not any(name == label and math.hypot(x - a, y - b) < _SAME_NAME_MM for name, a, b in placed)
        ]
        for size in _NAME_PT:
            for angle in (0.0, *_lie(seen)):
                for x, y in places:
                    box = self._box(label, size, x, y, angle)
                    if self._is_free(box) and shapely.contains(seen, shapely.Polygon(box.corners)):
                        self._take(label, box, size, "name")
                        placed.append((label, x, y))
                        return


def _kind(neighbour: dict[str, Any]) -> str:
    code = neighbour["code"] or ""
    if neighbour["kind"] == "parcel":
        return "parcel"
    return {"11": "water", "10": "road"}.get(code[:2], "patch")


def _places(shape: Any) -> Iterator[Place]:
    """Yield where a text may stand in a shape: its roomiest place first, then a grid."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    if largest.geom_type != "Polygon" or largest.area <= 0:
        return
    middle = polylabel(largest, 0.5)
    yield middle.x, middle.y
    left, top, right, bottom = shape.bounds
    columns, rows = (max(2, min(14, int(size / 3))) for size in (right - left, bottom - top))
    grid = [
        (left + (i + 0.5) * (right - left) / columns, top + (j + 0.5) * (bottom - top) / rows)
        for i in range(columns)
        for j in range(rows)
    ]
    yield from sorted(grid, key=lambda at: math.hypot(at[0] - middle.x, at[1] - middle.y))


def _lie(shape: Any) -> list[float]:
    """Return the direction in which a long shape such as a road lies, clockwise on paper and upright."""
    box = shapely.minimum_rotated_rectangle(shape)
    if box.geom_type != "Polygon":
        return []
    corners = list(box.exterior.coords)
    sides = [(corners[i + 1][0] - corners[i][0], corners[i + 1][1] - corners[i][1]) for i in range(2)]
    return [upright_deg(*max(sides, key=lambda side: math.hypot(*side)))]
