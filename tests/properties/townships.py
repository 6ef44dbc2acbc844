# SPDX-License-Identifier: GPL-2.0-or-later
"""Townships drawn on the millimetre grid, by hypothesis or from a seed."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Protocol, TypeVar

from hypothesis import strategies as st
from oracle.arrangement import is_broken, twice_ring_area
from oracle.model import (
    BASIC_FARMLAND,
    LAND_USE,
    LINES,
    RED_LINE,
    URBAN,
    Patch,
    Point,
    Ring,
    Shape,
    Township,
    Zone,
    bounds,
    rectangle,
    simple,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
M = 1000  # mm

CODES = (
    "0601", "0601", "0601", "0601", "0601", "0601", "05H1", "1201", "1003", "0702", "0102", "0101", "0103K",
    "0301", "0201K", "1006", "1107", "0404", "1206", "1101", None, " ", "9999", "0601X",
)  # fmt: skip
OWNERS = ("30", "30", "30", "30", "30", "31", "40", "20", "10", None)
FACTORS = (0.0, 0.0, 0.0, 0.0, 0.12, 0.5, None, 0.51, -0.1, 12.34)
# what lies on the one and on the other side of every limit
OFFSETS = (0, 0, 0, 1, -1, 2, 3, -3, 4, 6, -6, 10, -10, 90, 500, -500, 990, 1010, -1010, 2000, 5000)
WIDTHS = (3, 4, 6, 10, 50, 500, 990, 1010, 2000)
ZONES = (
    ("410", "城镇集中建设区"), ("410", "城镇集中建设区"), ("01", None), ("420", None), (None, "特别用途区"),
    ("410", "特别用途区"), ("999", "某区"), (None, None),
)  # fmt: skip


class Chooser(Protocol):
    """Where the choices come from."""

    def integer(self, least: int, most: int) -> int: ...
    def one_of(self, options: Sequence[T]) -> T: ...


class Drawn:
    """Choices by hypothesis: they shrink."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def integer(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def one_of(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))


class Seeded:
    """Choices from a seed: the same on every machine."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def integer(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def one_of(self, options: Sequence[T]) -> T:
        return self.random.choice(options)


class Mosaic:
    """A tessellation that is split again and again."""

    def __init__(self, choose: Chooser) -> None:
        self.choose = choose
        self.x, self.y = choose.integer(-50 * M, 50 * M), choose.integer(-50 * M, 50 * M)
        self.width, self.height = choose.integer(120 * M, 260 * M), choose.integer(120 * M, 260 * M)
        ((self.outline,),) = rectangle(self.x, self.y, self.width, self.height)
        self.cells: list[list[Point]] = [list(self.outline)]

    def split(self) -> None:
        """Cut a cell in two; a neighbour gets the new corners, or is left with a T-junction."""
        choose = self.choose
        cell = choose.one_of(self.cells)
        count = len(cell)
        first = choose.integer(0, count - 1)
        second = (first + choose.integer(1, count - 1)) % count
        first, second = min(first, second), max(first, second)
        is_straight = choose.integer(0, 1)
        share = choose.integer(1, 99)
        p = _between(cell[first], cell[(first + 1) % count], share)
        q = _between(cell[second], cell[(second + 1) % count], 100 - share if is_straight else choose.integer(1, 99))
        one = [p, *cell[first + 1 : second + 1], q]
        other = [q, *cell[second + 1 :], *cell[: first + 1], p]
        self._replace(cell, [one, other], [(first, p), (second, q)])

    def shave(self) -> None:
        """Cut a thin patch off a cell along one of its edges."""
        choose = self.choose
        cell = choose.one_of(self.cells)
        count = len(cell)
        i = choose.integer(0, count - 1)
        cell_turned = cell[i:] + cell[:i]
        a, b = cell_turned[0], cell_turned[1]
        width = choose.one_of(WIDTHS)
        p = _ahead(a, cell_turned[-1], width)
        q = _ahead(b, cell_turned[2 % count], width)
        strip = [a, b, q, p]
        rest = [p, q, *cell_turned[2:]]
        self._replace(cell, [strip, rest], [((i + 1) % count, q), ((i - 1) % count, p)])

    def _replace(self, cell: list[Point], halves: list[list[Point]], corners: list[tuple[int, Point]]) -> None:
        if any(_is_degenerate(half) for half in halves):
            return
        if self.choose.integer(0, 3):  # else a T-junction
            for edge, corner in corners:
                a, b = cell[edge], cell[(edge + 1) % len(cell)]
                for neighbour in self.cells:
                    if neighbour is not cell:
                        _insert(neighbour, b, a, corner)
        at = next(i for i, one in enumerate(self.cells) if one is cell)
        self.cells[at : at + 1] = halves


def _between(a: Point, b: Point, hundredths: int) -> Point:
    return a[0] + round((b[0] - a[0]) * hundredths / 100), a[1] + round((b[1] - a[1]) * hundredths / 100)


def _ahead(a: Point, b: Point, distance: int) -> Point:
    """Return the point ``distance`` from ``a`` on the way to ``b``, on the grid."""
    length = max(abs(b[0] - a[0]), abs(b[1] - a[1]))
    share = min(1.0, distance / length) if length else 0.0
    return a[0] + round((b[0] - a[0]) * share), a[1] + round((b[1] - a[1]) * share)


def _is_degenerate(ring: Sequence[Point]) -> bool:
    return (
        len(set(ring)) < 3 or len(set(ring)) != len(ring) or not twice_ring_area(ring) or is_broken(((tuple(ring),),))
    )


def _insert(ring: list[Point], a: Point, b: Point, corner: Point) -> None:
    """Put a corner between two that follow each other."""
    for i, point in enumerate(ring):
        if point == a and ring[(i + 1) % len(ring)] == b and corner not in (a, b):
            ring.insert(i + 1, corner)
            return


# marks that deliveries leave on rings: they change no area


def _with_duplicate(ring: Ring, i: int) -> Ring:
    return (*ring[: i + 1], *ring[i:])


def _with_collinear(ring: Ring, i: int) -> Ring:
    a, b = ring[i], ring[(i + 1) % len(ring)]
    middle = ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)
    on_line = (b[0] - a[0]) * (middle[1] - a[1]) == (b[1] - a[1]) * (middle[0] - a[0])
    return (*ring[: i + 1], middle, *ring[i + 1 :]) if on_line and middle not in (a, b) else ring


def _with_spike(ring: Ring, i: int) -> Ring:
    a, before = ring[i], ring[i - 1]
    tip = (a[0] + (a[0] - before[0]) // 3 + 7 * M, a[1] + 3 * M)
    return (*ring[: i + 1], tip, *ring[i:])


def _with_pocket(ring: Ring, i: int) -> Ring:
    """Return the ring with a hole that hangs on one of its corners."""
    a = ring[i]
    centre = (sum(x for x, _ in ring) // len(ring), sum(y for _, y in ring) // len(ring))
    p, q = _between(a, centre, 60), _between(a, _between(centre, ring[(i + 1) % len(ring)], 30), 60)
    pocket = (*ring[: i + 1], q, p, *ring[i:])
    is_pocket = twice_ring_area(pocket) == twice_ring_area(ring) - twice_ring_area((a, p, q))
    return pocket if is_pocket and twice_ring_area((a, p, q)) else ring


def _island(cell: Ring, size_percent: int) -> Ring:
    """Return a smaller ring inside a convex one."""
    centre = (sum(x for x, _ in cell) // len(cell), sum(y for _, y in cell) // len(cell))
    return tuple(_between(centre, corner, size_percent) for corner in cell)


def township(choose: Chooser, *, is_full: bool = False) -> Township:
    """Return a township; with ``is_full`` every required layer is given and the extent is known."""
    mosaic = Mosaic(choose)
    for _ in range(choose.integer(0, 7)):
        (mosaic.shave if choose.integer(0, 2) == 2 else mosaic.split)()
    rings = [tuple(cell) for cell in mosaic.cells]
    parcels = _parcels(choose, mosaic, rings)
    is_calm = bool(choose.integer(0, 2))
    patches = _patches(choose, rings, is_calm=is_calm)
    anchor = bounds(choose.one_of(parcels))
    lines: dict[str, list[Shape]] = {
        role: [_line(choose, anchor) for _ in range(max(0, choose.integer(-2, 1 if is_calm else 2)))]
        for role in (BASIC_FARMLAND, RED_LINE)
    }
    zones = [Zone(_line(choose, anchor), *choose.one_of(ZONES)) for _ in range(max(0, choose.integer(-1, 2)))]
    admin = choose.one_of(("wide", "wide", "township", "beside", None))
    if is_full:
        admin = "wide"
    areas = {
        "wide": rectangle(-2000 * M, -2000 * M, 4000 * M, 4000 * M),
        "township": ((mosaic.outline,),),
        "beside": _line(choose, anchor, is_wide=True),
        None: None,
    }
    missing = set() if is_full else {r for r in (LAND_USE, *LINES) if choose.integer(0, 11) == 11}
    complete = frozenset() if is_full else frozenset(r for r in LINES if choose.integer(0, 5) == 5)
    return Township(
        parcels=tuple(parcels),
        patches=None if LAND_USE in missing else tuple(patches),
        basic_farmland=None if BASIC_FARMLAND in missing else tuple(lines[BASIC_FARMLAND]),
        ecological_red_line=None if RED_LINE in missing else tuple(lines[RED_LINE]),
        urban_boundary=None if URBAN in missing else tuple(zones),
        admin_area=areas[admin],
        one_package=bool(choose.integer(0, 4)),
        complete=complete,
        year=2025 if is_full else choose.one_of((*[2025] * 12, 2024, 2022, None)),
    )


def _patches(choose: Chooser, rings: list[Ring], *, is_calm: bool) -> list[Patch]:
    main = choose.one_of(CODES[:8])
    one_in = 6 if is_calm else 2  # how often a patch may differ from the others
    patches = []

    def attributes() -> tuple:
        if choose.integer(1, one_in) < one_in:
            return "30", 0.0
        return choose.one_of(OWNERS), choose.one_of(FACTORS)

    def code() -> str | None:
        return main if choose.integer(1, one_in) < one_in else choose.one_of(CODES)

    for ring in rings:
        shape: Shape = ((ring,),)
        mark = choose.integer(0, 31 if is_calm else 15)
        corner = choose.integer(0, len(ring) - 1)
        if mark in (10, 11):
            island = _island(ring, choose.one_of((5, 30, 60)))
            if not _is_degenerate(island) and not is_broken(((ring, island),)):
                shape = ((ring, island),)
                if mark == 10:
                    patches.append(Patch(((island,),), choose.one_of(CODES), *attributes()))
        elif 12 <= mark <= 15:
            marked = (_with_duplicate, _with_collinear, _with_spike, _with_pocket)[mark - 12]
            shape = ((marked(ring, corner),),)
        patches.append(Patch(shape, code(), *attributes()))
    extra = choose.integer(0, 29 if is_calm else 9)
    if extra == 6:  # a gap
        patches.pop(choose.integer(0, len(patches) - 1))
    elif extra == 7:  # delivered twice
        patches.append(choose.one_of(patches))
    elif extra == 8:  # on others
        patches.append(Patch(_somewhere(choose, bounds(patches[0].shape)), choose.one_of(CODES), *attributes()))
    elif extra == 9:  # a bow-tie on others
        x0, y0, x1, y1 = bounds(patches[0].shape)
        bow_tie = simple((x0, y0), (x1, y1), (x1, choose.integer(y0 - 9 * M, y1 - 1)), (x0, y1))
        patches.append(Patch(bow_tie, choose.one_of(CODES), *attributes()))
    return patches or [Patch(((rings[0],),), main)]


def _parcels(choose: Chooser, mosaic: Mosaic, rings: list[Ring]) -> list[Shape]:
    parcels = []
    for _ in range(choose.integer(1, 3)):
        kind = choose.integer(0, 9)
        ring = choose.one_of(rings)
        shape: Shape = _somewhere(choose, bounds(((ring,),)))
        if kind <= 2:  # along the borders of a patch, or a little off
            x0, y0, x1, y1 = bounds(((ring,),))
            west, south, east, north = (choose.one_of(OFFSETS) for _ in range(4))
            shape = rectangle(x0 - west, y0 - south, max(x1 - x0 + west + east, M), max(y1 - y0 + south + north, M))
        elif kind == 3:  # a patch
            shape = ((ring,),)
        elif kind == 4:  # with a hole
            ((outer,),) = shape
            shape = ((outer, _island(outer, choose.one_of((10, 50, 90)))),)
        elif kind == 5:  # two parts, which may touch in a corner
            x0, y0, x1, y1 = bounds(shape)
            gap = choose.one_of((0, 1, 5 * M))
            shape = (*rectangle(x0, y0, 30 * M, 40 * M), *rectangle(x0 + 30 * M + gap, y0 + 40 * M, 25 * M, 20 * M))
        elif kind == 6:  # across the township border
            shape = rectangle(mosaic.x - choose.one_of((1, 6, 600, 9 * M)), mosaic.y + 10 * M, 60 * M, 50 * M)
        elif kind == 7 and choose.integer(0, 2) == 2:  # broken
            x0, y0, x1, y1 = bounds(shape)
            shape = simple((x0, y0), (x1, y1), (x1, y0), (x0, y1))
        parcels.append(shape)
    return parcels


def _somewhere(choose: Chooser, around: tuple[int, int, int, int]) -> Shape:
    """Return a quadrangle of 5 m to 100 m that lies at odds with the axes or along them."""
    x = choose.integer(around[0] - 5 * M, around[2] - M)
    y = choose.integer(around[1] - 5 * M, around[3] - M)
    width, height = choose.integer(5 * M, 100 * M), choose.integer(5 * M, 100 * M)
    if choose.integer(0, 1):
        return rectangle(x, y, width, height)
    lean, rise = choose.integer(-height, height), choose.integer(-4 * M, 30 * M)
    return simple((x, y), (x + width, y + rise), (x + width + lean, y + height + rise), (x + lean, y + height))


def _line(choose: Chooser, anchor: tuple[int, int, int, int], *, is_wide: bool = False) -> Shape:
    """Return a polygon of a line layer: beside a parcel by an offset, over it, or anywhere near."""
    x0, y0, x1, y1 = anchor
    kind = 0 if is_wide else choose.integer(0, 4)
    offset = choose.one_of(OFFSETS)
    reach = 300 * M
    if kind <= 2:  # to the west, with its border ``offset`` inside the parcel
        length = y1 - y0 + 2 * reach if is_wide else choose.one_of((1, 5, 1000, 12 * M, reach))
        return rectangle(x0 - reach, y0 - (reach if is_wide else 0), reach + offset, length)
    if kind == 3:  # around the parcel, or a little less
        return rectangle(x0 - offset, y0 - offset, max(x1 - x0 + 2 * offset, M), max(y1 - y0 + 2 * offset, M))
    return _somewhere(choose, anchor)


@st.composite
def townships(draw: st.DrawFn, *, is_full: bool = False) -> Township:
    """Townships for hypothesis."""
    return township(Drawn(draw), is_full=is_full)


def seeded(seed: int) -> Township:
    """Return the township of a seed."""
    return township(Seeded(seed))


def plots(choose: Chooser) -> tuple[Shape, Shape]:
    """Return two strips side by side along a slanting line; only one has corners on it between its ends.

    The corners lie on the line exactly. Each strip is thinner than a metre, both together are not.
    """
    dx, dy, count = choose.integer(100, 400), choose.integer(30, 300), choose.integer(60, 120)
    x, y = choose.integer(0, 9 * M), choose.integer(0, 9 * M)
    length = math.hypot(dx, dy)
    width = choose.integer(550, 950)
    off_x, off_y = round(-dy / length * width), round(dx / length * width)
    start, end = (x, y), (x + dx * count, y + dy * count)
    between = sorted({choose.integer(1, count - 1) for _ in range(choose.integer(1, 5))}, reverse=True)
    one = simple(start, end, (end[0] - off_x, end[1] - off_y), (start[0] - off_x, start[1] - off_y))
    corners = [(x + dx * i, y + dy * i) for i in between]
    other = simple(end, *corners, start, (start[0] + off_x, start[1] + off_y), (end[0] + off_x, end[1] + off_y))
    return one, other
