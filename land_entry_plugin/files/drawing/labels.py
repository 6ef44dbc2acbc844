# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the texts of a drawing stand: none over another, over a boundary point, or across the boundary."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import affinity

from land_entry_plugin.cadastre.paper_box import PaperBox, Place, outward, upright_deg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from land_entry_plugin.engine.boundary_points import NumberedRing

# Heights of CAD texts are those of capitals: a Chinese character is about one and a half of them wide.
_WIDE, _NARROW, _HIGH = 1.5, 0.85, 1.7
_TURNS_DEG = (0, 25, -25, 50, -50, 75, -75, 100, -100)
_NUMBER_OFF_MM = (1.0, 1.8, 3.0, 5.0, 8.0, 12.0, 17.0)
_LEADER_FROM_MM = 3.0
# Above this many points numbers stand at the first of these distances or not at all.
_MANY_POINTS, _NEAR_ONES = 120, 4
_LENGTH_OFF_MM = 0.5
# So near to a corner it is asked on which side the parcel lies.
_CORNER_MM = 0.02
_SMALLER = (1.0, 0.85, 0.7)
_GRID = 9


@dataclass(frozen=True)
class Label:
    """A text of the drawing, around a place.

    Attributes
    ----------
    text, kind : str
    at : tuple of float
        Its middle, in the plane.
    height : float
        Of capitals, metres.
    angle_deg : float
        Counter-clockwise.
    """

    text: str
    kind: str
    at: Place
    height: float
    angle_deg: float = 0.0


def text_width(text: str, height: float) -> float:
    """Return about how wide a text is."""
    return height * sum(_WIDE if ord(character) > 0x2E80 else _NARROW for character in text)


def text_box(label: Label) -> shapely.Polygon:
    """Return the box that a text needs."""
    x, y = label.at
    half, high = text_width(label.text, label.height) / 2, label.height * _HIGH / 2
    box = shapely.box(x - half, y - high, x + half, y + high)
    return affinity.rotate(box, label.angle_deg, origin=label.at) if label.angle_deg else box


@dataclass
class LabelPlaces:
    """Finds places for texts, one after the other.

    Attributes
    ----------
    shape : shapely polygon or multipolygon
        The parcel.
    window : shapely polygon
        What the drawing shows.
    metres_per_mm : float
        At the scale of the drawing.
    points : sequence of tuple
        The boundary points, whose rings stay free.
    point_mm : float
    around : shapely geometry
        Lines of what lies around, which texts avoid where they can.
    """

    shape: shapely.Geometry
    window: shapely.Polygon
    metres_per_mm: float
    points: Sequence[Place]
    point_mm: float
    around: shapely.Geometry
    placed: list[Label] = field(default_factory=list)
    leaders: list[tuple[Place, Place]] = field(default_factory=list)

    def __post_init__(self) -> None:
        shapely.prepare(self.shape)
        shapely.prepare(self.around)
        self.inside = self.window.buffer(-self.metres_per_mm)
        shapely.prepare(self.inside)
        self._boundary = self.shape.boundary
        shapely.prepare(self._boundary)
        rings = shapely.points(np.array(self.points)).tolist() if len(self.points) else []
        self._taken: list[shapely.Geometry] = []
        self._bounds = np.empty((0, 4))
        self._radius = self.point_mm / 2 * self.metres_per_mm
        for ring in rings:
            self.take(ring.buffer(self._radius))

    def take(self, box: shapely.Geometry) -> None:
        """Keep a place free."""
        self._taken.append(box)
        self._bounds = np.vstack([self._bounds, box.bounds])

    def is_taken(self, box: shapely.Geometry) -> bool:
        """Return whether something covers a part of a box."""
        west, south, east, north = box.bounds
        low, high = self._bounds[:, :2], self._bounds[:, 2:]
        near = np.flatnonzero(((low < (east, north)) & (high > (west, south))).all(axis=1))
        return any(self._taken[i].intersects(box) for i in near)

    def is_free(self, box: shapely.Geometry) -> bool:
        """Return whether a box lies in the window, covers nothing, and does not lie across the boundary."""
        return self.inside.contains(box) and not self._boundary.intersects(box) and not self.is_taken(box)

    def first_free(self, candidates: Iterator[Label], *, is_strict: bool = False) -> Label | None:
        """Set the first text that is free and clear of lines around, else, if not strict, the first that is free."""
        second = None
        for label in candidates:
            box = text_box(label)
            if self.is_free(box):
                if not self.around.intersects(box):
                    return self._set(label, box)
                second = second or (None if is_strict else label)
        return self._set(second, text_box(second)) if second is not None else None

    def _set(self, label: Label, box: shapely.Polygon) -> Label:
        self.placed.append(label)
        self.take(box)
        return label

    def number(self, name: str, ring: Sequence[Place], i: int, height: float) -> Label | None:
        """Set the number of a boundary point outside, near it, else farther off with a line that leads back."""
        at, before, after = ring[i], ring[i - 1], ring[(i + 1) % len(ring)]
        out = outward(before, at, after, self._holds, _CORNER_MM * self.metres_per_mm)
        # so many lines that lead back would be read by nobody
        distances = _NUMBER_OFF_MM if len(self.points) <= _MANY_POINTS else _NUMBER_OFF_MM[:_NEAR_ONES]
        for off in distances:
            has_leader = off >= _LEADER_FROM_MM
            labels = self._beside(name, at, out, off, height)
            label = self.first_free(one for one in labels if not has_leader or self._leads(at, one))
            if label is None:
                continue
            if has_leader:
                self.leaders.append((at, _nearest_on(text_box(label), at)))
                self.take(self._leader(at, label))
            return label
        return None

    def _leader(self, at: Place, label: Label) -> shapely.LineString:
        """Return the line from the ring of a point to its number."""
        end = _nearest_on(text_box(label), at)
        share = 1.5 * self._radius / math.dist(at, end)
        start = at[0] + share * (end[0] - at[0]), at[1] + share * (end[1] - at[1])
        return shapely.LineString([start, end])

    def _leads(self, at: Place, label: Label) -> bool:
        """Return whether the line to a number runs through nothing."""
        leader = self._leader(at, label)
        return not self._boundary.intersects(leader) and not self.is_taken(leader)

    def _holds(self, x: float, y: float) -> bool:
        return bool(self.shape.contains(shapely.Point(x, y)))

    def _beside(self, name: str, at: Place, outward: float, off_mm: float, height: float) -> Iterator[Label]:
        width = text_width(name, height)
        for turn in _TURNS_DEG:
            direction = outward + math.radians(turn)
            cos, sin = math.cos(direction), math.sin(direction)
            # from the point to the middle of a box whose edge is so far off
            reach = off_mm * self.metres_per_mm + PaperBox(0.0, 0.0, width, height * _HIGH).reach((cos, sin))
            label = Label(name, "number", (at[0] + reach * cos, at[1] + reach * sin), height)
            leader = shapely.LineString([at, _nearest_on(text_box(label), at)])
            middle = shapely.line_interpolate_point(leader, 0.5, normalized=True)
            if not self.shape.contains(shapely.Point(label.at)) and not self.shape.contains(middle):
                yield label

    def length(self, text: str, start: Place, end: Place, height: float) -> Label | None:
        """Set the length of an edge along it, outside before inside; none where it is longer than the edge."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        edge = math.hypot(dx, dy)
        if edge < text_width(text, height):
            return None
        angle = _upright(dx, dy)
        off = _LENGTH_OFF_MM * self.metres_per_mm + height * _HIGH / 2
        sides = []
        for sign in (1, -1):
            step = (-dy / edge * off * sign, dx / edge * off * sign)
            middle = ((start[0] + end[0]) / 2 + step[0], (start[1] + end[1]) / 2 + step[1])
            sides.append((self.shape.contains(shapely.Point(middle)), step))
        sides.sort(key=lambda side: side[0])
        places = (
            Label(text, "length", (start[0] + share * dx + step[0], start[1] + share * dy + step[1]), height, angle)
            for _, step in sides
            for share in (0.5, 0.4, 0.6, 0.3, 0.7)
        )
        return self.first_free(places)

    def name(self, text: str, shape: shapely.Geometry, height: float) -> Label | None:
        """Set a name in a shape, along it or upright, at its roomiest place or on a grid; smaller where need be."""
        angles = dict.fromkeys((0.0, _lie(shape)))
        for share in _SMALLER:
            labels = (Label(text, "name", at, height * share, turn) for at in roomy_places(shape) for turn in angles)
            inside = (label for label in labels if shape.contains(shapely.Point(label.at)))
            label = self.first_free(inside, is_strict=True)
            if label is not None:
                return label
        return None

    def block(self, width: float, height: float) -> Place | None:
        """Keep a place for several texts in the parcel and return its middle."""
        for x, y in roomy_places(self.shape):
            box = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self.shape.contains(box) and self.is_free(box):
                self.take(box)
                return x, y
        return None

    def block_beside(self, width: float, height: float) -> Place | None:
        """Keep a place for several texts beside the parcel, with a line that leads there, and return its middle."""
        anchor = next(roomy_places(self.shape))
        far = math.hypot(*np.ptp(np.array(self.window.exterior.coords), axis=0))
        for off in np.arange(width, far, width / 2):
            for turn in range(0, 360, 15):
                x = anchor[0] + off * math.cos(math.radians(turn))
                y = anchor[1] + off * math.sin(math.radians(turn))
                box = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
                if self.is_free(box) and not self.shape.intersects(box):
                    self.leaders.append((anchor, _nearest_on(box, anchor)))
                    self.take(box)
                    return x, y
        return None


def roomy_places(shape: shapely.Geometry) -> Iterator[Place]:
    """Yield where a text may stand in a shape, the roomiest place first."""
    circle = shapely.maximum_inscribed_circle(max(shapely.get_parts(shape), key=shapely.area))
    x, y = shapely.get_coordinates(circle)[0]
    yield float(x), float(y)
    west, south, east, north = shape.bounds
    columns = np.linspace(west, east, _GRID + 2)[1:-1]
    rows = np.linspace(south, north, _GRID + 2)[1:-1]
    grid = [(float(column), float(row)) for column in columns for row in rows]
    yield from sorted(grid, key=lambda at: math.hypot(at[0] - x, at[1] - y))


def _lie(shape: shapely.Geometry) -> float:
    """Return the direction in which a long shape such as a road lies, counter-clockwise and upright."""
    around = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    sides = np.diff(around[:3], axis=0)
    return _upright(*max(sides.tolist(), key=lambda side: math.hypot(*side), default=(1.0, 0.0)))


def _upright(dx: float, dy: float) -> float:
    """Return the direction in which a text along a line is read, counter-clockwise: y points up here, on paper down."""
    return -upright_deg(dx, -dy)


def _nearest_on(box: shapely.Polygon, at: Place) -> Place:
    line = shapely.shortest_line(shapely.Point(at), box)
    x, y = shapely.get_coordinates(line)[-1]
    return float(x), float(y)


def corners(ring: NumberedRing) -> list[Place]:
    """Return the corners of a ring as pairs."""
    return [(float(x), float(y)) for x, y in ring.points]
