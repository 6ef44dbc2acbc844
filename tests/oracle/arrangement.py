# SPDX-License-Identifier: GPL-2.0-or-later
"""Overlay of polygons by slabs, in exact rational arithmetic.

All corners and all crossings of edges cut the plane into upright slabs. Within a slab no two edges cross, so the edges
are ordered from below, and between two neighbours lies a trapezoid (a cell) that every shape covers wholly or not at
all. The area of a cell is its width times its height in the middle: exact. Only sums of areas and lengths of
boundaries are floats.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from oracle.model import Shape, bounds, edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SQUARE_MM = 1e-6  # m2
MM = 1e-3  # m


@dataclass(frozen=True, eq=False)
class Edge:
    """An edge from left to right; ``turn`` is +1 where its ring runs that way, else -1."""

    x0: int
    y0: int
    x1: int
    y1: int
    shape: int
    ring: tuple[int, int]  # part, ring in it (0 is the shell)
    turn: int

    def at(self, x: Fraction | int) -> Fraction:
        """Return the height over ``x``."""
        dx, p, q = self.x1 - self.x0, x.numerator, x.denominator
        return Fraction(self.y0 * dx * q + (p - self.x0 * q) * (self.y1 - self.y0), dx * q)

    @cached_property
    def stretch(self) -> float:
        """Return length by width."""
        return math.hypot(1.0, (self.y1 - self.y0) / (self.x1 - self.x0))


@dataclass(frozen=True, eq=False)
class Cell:
    """A trapezoid between two edges in a slab, and the shapes that cover it."""

    slab: int
    left: Fraction | int
    right: Fraction | int
    low: Edge
    high: Edge
    low_middle: Fraction
    high_middle: Fraction
    labels: frozenset[int]

    @cached_property
    def area_m2(self) -> float:
        return float((self.right - self.left) * (self.high_middle - self.low_middle)) * SQUARE_MM

    @cached_property
    def at_left(self) -> tuple[Fraction, Fraction]:
        return self.low.at(self.left), self.high.at(self.left)

    @cached_property
    def at_right(self) -> tuple[Fraction, Fraction]:
        return self.low.at(self.right), self.high.at(self.right)

    def length_m(self, edge: Edge) -> float:
        return float(self.right - self.left) * edge.stretch * MM


@dataclass(frozen=True)
class Region:
    """A connected part: joined where cells share a boundary that is longer than a point."""

    area_m2: float
    perimeter_m: float


def _directed_edges(shape: Shape, number: int) -> Iterable[Edge]:
    for part_number, part in enumerate(shape):
        for ring_number, ring in enumerate(part):
            key = (part_number, ring_number)
            for (ax, ay), (bx, by) in edges(ring):
                if ax < bx:
                    yield Edge(ax, ay, bx, by, number, key, 1)
                elif ax > bx:
                    yield Edge(bx, by, ax, ay, number, key, -1)


def crossing(one: Edge, other: Edge) -> Fraction | None:
    """Return where two edges that are not parallel meet, as x; None where they do not."""
    rx, ry = one.x1 - one.x0, one.y1 - one.y0
    sx, sy = other.x1 - other.x0, other.y1 - other.y0
    turn = rx * sy - ry * sx
    if turn == 0:
        return None
    qx, qy = other.x0 - one.x0, other.y0 - one.y0
    t, u = qx * sy - qy * sx, qx * ry - qy * rx
    if turn < 0:
        turn, t, u = -turn, -t, -u
    if not (0 <= t <= turn and 0 <= u <= turn) or (t in (0, turn) and u in (0, turn)):
        return None
    return Fraction(one.x0 * turn + t * rx, turn)


class Winding:
    """How often the rings of a shape run round a place, counted edge by edge from below."""

    def __init__(self) -> None:
        self.rings: dict[tuple[int, int], int] = {}
        self.is_odd = False

    def pass_edge(self, edge: Edge) -> None:
        self.rings[edge.ring] = self.rings.get(edge.ring, 0) + edge.turn
        self.is_odd = not self.is_odd

    @property
    def is_within(self) -> bool:
        """Whether a shell runs round the place and none of its holes does."""
        parts = {part for (part, ring), count in self.rings.items() if ring == 0 and count}
        return bool(parts - {part for (part, ring), count in self.rings.items() if ring and count})

    @property
    def covers(self) -> bool:
        """Whether one of the two readings of a ring, that by parity or that by winding, covers the place."""
        return self.is_odd or self.is_within


class Arrangement:
    """The cells of a window (a shape), each with the shapes that cover it."""

    def __init__(self, window: Shape, shapes: Sequence[Shape]) -> None:
        self.cells = list(_cells(window, shapes))

    def area(self, chosen: Callable[[frozenset[int]], bool]) -> float:
        """Return the area in m2 of the cells whose labels are chosen."""
        return math.fsum(cell.area_m2 for cell in self.cells if chosen(cell.labels))

    def regions(self, chosen: Callable[[frozenset[int]], bool]) -> list[Region]:
        """Return the connected parts of the cells whose labels are chosen."""
        return _regions([cell for cell in self.cells if chosen(cell.labels)])


def _cells(window: Shape, shapes: Sequence[Shape]) -> Iterable[Cell]:
    west, south, east, north = bounds(window)
    active: list[Edge] = []
    below: list[Edge] = []
    for number, shape in enumerate((window, *shapes), start=-1):
        for edge in _directed_edges(shape, number):
            if edge.x1 <= west or edge.x0 >= east or (number >= 0 and min(edge.y0, edge.y1) >= north):
                continue  # it lies beside or above the window
            (below if max(edge.y0, edge.y1) <= south and number >= 0 else active).append(edge)
    cuts = {x for edge in (*active, *below) for x in (edge.x0, edge.x1) if west <= x <= east}
    cuts |= {west, east}
    active.sort(key=lambda edge: edge.x0)
    for i, one in enumerate(active):
        low, high = min(one.y0, one.y1), max(one.y0, one.y1)
        for other in active[i + 1 :]:
            if other.x0 > one.x1:
                break
            if max(other.y0, other.y1) < low or min(other.y0, other.y1) > high:
                continue
            x = crossing(one, other)
            if x is not None and west < x < east:
                cuts.add(x)
    ordered = sorted(cuts)
    for slab, (left, right) in enumerate(itertools.pairwise(ordered)):
        yield from _slab(slab, left, right, active, below)


def _slab(slab: int, left: Fraction | int, right: Fraction | int, active: list[Edge], below: list[Edge]):
    windings: dict[int, Winding] = defaultdict(Winding)
    for edge in below:
        if edge.x0 <= left and edge.x1 >= right:
            windings[edge.shape].pass_edge(edge)
    covering = {number for number, winding in windings.items() if winding.covers}
    middle = Fraction(left + right) / 2
    stack = sorted(
        ((edge.at(middle), i, edge) for i, edge in enumerate(active) if edge.x0 <= left and edge.x1 >= right),
        key=lambda item: item[:2],
    )
    for (low_middle, _, low), (high_middle, _, high) in itertools.pairwise(stack):
        winding = windings[low.shape]
        winding.pass_edge(low)
        (covering.add if winding.covers else covering.discard)(low.shape)
        if -1 in covering and low_middle < high_middle:
            yield Cell(slab, left, right, low, high, low_middle, high_middle, frozenset(covering - {-1}))


def _regions(cells: list[Cell]) -> list[Region]:
    group = list(range(len(cells)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    areas = [cell.area_m2 for cell in cells]
    perimeters = [cell.length_m(cell.low) + cell.length_m(cell.high) for cell in cells]
    for i, (lower, upper) in enumerate(itertools.pairwise(cells)):
        if lower.slab == upper.slab and lower.high_middle == upper.low_middle:
            group[root(i)] = root(i + 1)
            perimeters[i] -= lower.length_m(lower.high)
            perimeters[i + 1] -= upper.length_m(upper.low)
    by_slab: dict[int, list[int]] = defaultdict(list)
    for i, cell in enumerate(cells):
        by_slab[cell.slab].append(i)
        for low, high in (cell.at_left, cell.at_right):
            perimeters[i] += float(high - low) * MM
    for slab, members in by_slab.items():
        for i in members:
            low, high = cells[i].at_right
            for j in by_slab.get(slab + 1, ()):
                other_low, other_high = cells[j].at_left
                common = min(high, other_high) - max(low, other_low)
                if common > 0:
                    group[root(i)] = root(j)
                    perimeters[i] -= float(common) * MM
                    perimeters[j] -= float(common) * MM
    members_of: dict[int, list[int]] = defaultdict(list)
    for i in range(len(cells)):
        members_of[root(i)].append(i)
    return [
        Region(math.fsum(areas[i] for i in members), math.fsum(perimeters[i] for i in members))
        for members in members_of.values()
    ]


def twice_ring_area(points: Sequence[tuple[int, int]]) -> int:
    """Return twice the area inside a ring by the shoelace formula, in mm2."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges(tuple(points))))


def is_broken(shape: Shape) -> bool:
    """Return whether edges of a shape cross or lie on each other, or a ring touches itself."""
    all_edges = [
        (part_number, ring_number, a, b)
        for part_number, part in enumerate(shape)
        for ring_number, ring in enumerate(part)
        for a, b in edges(ring)
    ]
    for i, (part, ring, a, b) in enumerate(all_edges):
        for other_part, other_ring, c, d in all_edges[i + 1 :]:
            if max(c[0], d[0]) < min(a[0], b[0]) or min(c[0], d[0]) > max(a[0], b[0]):
                continue
            if max(c[1], d[1]) < min(a[1], b[1]) or min(c[1], d[1]) > max(a[1], b[1]):
                continue
            if _faulty_meeting(a, b, c, d, same_ring=(part, ring) == (other_part, other_ring)):
                return True
    return False


def _side(a, b, p) -> int:
    turn = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    return (turn > 0) - (turn < 0)


def _faulty_meeting(a, b, c, d, *, same_ring: bool) -> bool:
    sides = (_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b))
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    if sides[0] == sides[1] == 0:
        axis = 0 if a[0] != b[0] else 1
        low, high = sorted((a[axis], b[axis]))
        other_low, other_high = sorted((c[axis], d[axis]))
        common = min(high, other_high) - max(low, other_low)
        return common > 0 or (common == 0 and same_ring and b != c and a != d)
    if not same_ring or b == c or a == d:
        return False
    return any(
        side == 0 and min(s[0], e[0]) <= p[0] <= max(s[0], e[0]) and min(s[1], e[1]) <= p[1] <= max(s[1], e[1])
        for side, s, e, p in ((sides[0], a, b, c), (sides[1], a, b, d), (sides[2], c, d, a), (sides[3], c, d, b))
    )


def doubtful_m2(shape: Shape) -> tuple[float, float]:
    """Return how much area of a shape depends on how its rings are read, and how much it covers at most.

    Read by parity, by winding, or by the shoelace formula.
    """
    if not is_broken(shape):
        return 0.0, 0.0
    either, both, winding = [], [], []
    for is_odd, is_within, area_m2 in _read_both_ways(shape):
        either += [area_m2] if is_odd or is_within else []
        both += [area_m2] if is_odd and is_within else []
        winding += [area_m2] if is_within else []
    shoelace = sum(
        twice_ring_area(ring) * (1 if number == 0 else -1) for part in shape for number, ring in enumerate(part)
    )
    by_shoelace = abs(shoelace) / 2 * SQUARE_MM
    at_most = math.fsum(either)
    return max(at_most - math.fsum(both), abs(math.fsum(winding) - by_shoelace)), at_most


def _read_both_ways(shape: Shape) -> Iterable[tuple[bool, bool, float]]:
    """Yield for every cell of one shape whether parity and winding cover it, and its area in m2."""
    active = list(_directed_edges(shape, 0))
    cuts: set[Fraction | int] = {x for edge in active for x in (edge.x0, edge.x1)}
    for i, one in enumerate(active):
        cuts |= {x for other in active[i + 1 :] if (x := crossing(one, other)) is not None}
    ordered = sorted(cuts)
    for left, right in itertools.pairwise(ordered):
        middle = Fraction(left + right) / 2
        winding = Winding()
        stack = sorted(
            ((edge.at(middle), i, edge) for i, edge in enumerate(active) if edge.x0 <= left and edge.x1 >= right),
            key=lambda item: item[:2],
        )
        for (low, _, edge), (high, _, _) in itertools.pairwise(stack):
            winding.pass_edge(edge)
            yield winding.is_odd, winding.is_within, float((right - left) * (high - low)) * SQUARE_MM


def convex_hull(shape: Shape) -> Shape:
    """Return the convex hull of the corners; nothing where they lie on one line."""
    points = sorted({point for part in shape for ring in part for point in ring})

    def chain(ordered: list[tuple[int, int]]) -> list[tuple[int, int]]:
        kept: list[tuple[int, int]] = []
        for point in ordered:
            while len(kept) > 1 and _side(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    ring = (*chain(points), *chain(points[::-1]))
    return ((ring,),) if len(ring) > 2 else ()
