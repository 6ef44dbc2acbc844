# SPDX-License-Identifier: GPL-2.0-or-later
"""Townships as plain data: every coordinate is a whole number of millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field

Point = tuple[int, int]
Ring = tuple[Point, ...]  # open: the last corner is joined to the first
Part = tuple[Ring, ...]  # the shell, then its holes
Shape = tuple[Part, ...]

BASIC_FARMLAND = "basic_farmland"
RED_LINE = "ecological_red_line"
URBAN = "urban_boundary"
LAND_USE = "land_use"
LINES = (BASIC_FARMLAND, RED_LINE, URBAN)


@dataclass(frozen=True)
class Patch:
    """One feature of the land survey."""

    shape: Shape
    code: str | None
    owner: str | None = "30"
    kcxs: float | None = 0.0


@dataclass(frozen=True)
class Zone:
    """One feature of the urban boundary."""

    shape: Shape
    code: str | None = "410"
    name: str | None = "城镇集中建设区"


@dataclass(frozen=True)
class Township:
    """What a screening is given; a layer that is None was not given.

    Attributes
    ----------
    one_package : bool
        Whether the lines came in the package of the land survey.
    year : int or None
        Data year of the land survey; screened in November 2026, so 2025 is the last completed one.
    complete : frozenset of str
        Roles that the user states to be complete.
    """

    parcels: tuple[Shape, ...]
    patches: tuple[Patch, ...] | None
    basic_farmland: tuple[Shape, ...] | None = ()
    ecological_red_line: tuple[Shape, ...] | None = ()
    urban_boundary: tuple[Zone, ...] | None = ()
    admin_area: Shape | None = None
    one_package: bool = True
    year: int | None = 2025
    complete: frozenset[str] = field(default_factory=frozenset)


def rectangle(x: int, y: int, width: int, height: int) -> Shape:
    """Return a rectangle by its lower left corner."""
    return (((((x, y), (x + width, y), (x + width, y + height), (x, y + height)),)),)


def simple(*points: Point) -> Shape:
    """Return a polygon of one ring."""
    return ((tuple(points),),)


def bounds(shape: Shape) -> tuple[int, int, int, int]:
    """Return the least and the greatest coordinates."""
    xs = [x for part in shape for ring in part for x, _ in ring]
    ys = [y for part in shape for ring in part for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def edges(ring: Ring) -> list[tuple[Point, Point]]:
    """Return the edges of a ring without those of no length."""
    return [(a, b) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True) if a != b]
