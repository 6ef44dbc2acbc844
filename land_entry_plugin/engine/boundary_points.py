# SPDX-License-Identifier: GPL-2.0-or-later
"""Boundary points (界址点): numbered from the north-west, clockwise, on through the inner rings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.rounding import half_up, recorded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

# Points of neighbouring parcels nearer than this are one point: coordinates on sheets are kept to the millimetre.
SAME_POINT_M = 0.001


@dataclass(frozen=True)
class NumberedRing:
    """One ring of a parcel.

    Attributes
    ----------
    names : tuple of str
        ``J1``, ``J2`` ... in order.
    points : ndarray, shape (len(names), 2)
        Easting and northing in metres, not closed.
    is_hole : bool
    part : int
        Which part of the parcel the ring belongs to, from 0.
    """

    names: tuple[str, ...]
    points: np.ndarray
    is_hole: bool
    part: int

    @cached_property
    def edges(self) -> np.ndarray:
        """Vectors (n, 2) from each point to the next."""
        return np.roll(self.points, -1, axis=0) - self.points

    @cached_property
    def edge_lengths_m(self) -> np.ndarray:
        """Plane lengths of the edges that start at each point."""
        return np.hypot(*self.edges.T)

    @cached_property
    def printed_lengths_m(self) -> tuple[Decimal, ...]:
        """The same as sheets print them: made of what records keep, so that a sum of printed lengths is one."""
        return tuple(half_up(recorded(length)) for length in self.edge_lengths_m.tolist())


def numbered_rings(geometry: shapely.Geometry) -> list[NumberedRing]:
    """Return the rings of a parcel with numbered boundary points.

    Outer rings run clockwise from the point nearest the north-west corner of their extent, inner rings
    counter-clockwise; the numbers go on from ring to ring, parts in order from north to south, then west to east. A
    point that is stored twice in a row is one.
    """
    rings, count = [], 0
    for points, is_hole, part in _rings(geometry):
        names = tuple(f"J{count + i}" for i in range(1, len(points) + 1))
        rings.append(NumberedRing(names, points, is_hole, part))
        count += len(points)
    return rings


def numbered_parcels(
    geometries: Sequence[shapely.Geometry], *, shared_numbers: bool = False, same_point_m: float = SAME_POINT_M
) -> list[list[NumberedRing]]:
    """Return the rings of several parcels with numbered boundary points.

    Parameters
    ----------
    geometries : sequence of shapely polygons
        In one plane, metres.
    shared_numbers : bool
        False numbers every parcel from J1. True numbers the points of all of them once, parcels from north to south,
        then west to east, and a point that several rings share keeps the number it got first.
    same_point_m : float
        Points that are not farther apart are shared.
    """
    if not shared_numbers:
        return [numbered_rings(geometry) for geometry in geometries]
    rings = [_rings(geometry) for geometry in geometries]
    north_west = [
        (-shapely.bounds(geometry)[3], shapely.bounds(geometry)[0]) if of_parcel else (0.0, 0.0)
        for geometry, of_parcel in zip(geometries, rings, strict=True)
    ]
    order = sorted(range(len(rings)), key=lambda i: north_west[i])
    points = [ring for i in order for ring, _, _ in rings[i]]
    numbers = iter(_shared_numbers(np.concatenate(points), same_point_m) if points else ())
    result: list[list[NumberedRing]] = [[] for _ in rings]
    for i in order:
        result[i] = [
            NumberedRing(tuple(f"J{next(numbers)}" for _ in ring), ring, is_hole, part)
            for ring, is_hole, part in rings[i]
        ]
    return result


def _shared_numbers(points: np.ndarray, same_point_m: float) -> list[int]:
    """Return a number from 1 for every point (n, 2), the same for points at one place, in the order of the points."""
    places = shapely.points(points)
    one, other = shapely.STRtree(places).query(places, predicate="dwithin", distance=same_point_m)
    first = np.arange(len(points))
    # chains of near points end at one number after as many rounds as the longest chain has links
    while True:
        nearest = first.copy()
        np.minimum.at(nearest, one, first[other])
        if (nearest == first).all():
            break
        first = nearest
    numbers = np.cumsum(first == np.arange(len(points)))
    return [int(number) for number in numbers[first]]


def _rings(geometry: shapely.Geometry) -> list[tuple[np.ndarray, bool, int]]:
    """Return the rings of a parcel in order: points, whether it is a hole, part."""
    parts = [part for part in shapely.get_parts(geometry) if not shapely.is_empty(part)]
    parts.sort(key=lambda part: (-part.bounds[3], part.bounds[0]))
    rings = []
    for number, part in enumerate(parts):
        holes = sorted(part.interiors, key=lambda hole: (-hole.bounds[3], hole.bounds[0]))
        for is_hole, ring in [(False, part.exterior), *((True, hole) for hole in holes)]:
            rings.append((_from_north_west(shapely.get_coordinates(ring), clockwise=not is_hole), is_hole, number))
    return rings


def _from_north_west(closed: np.ndarray, *, clockwise: bool) -> np.ndarray:
    """Return the points of a closed ring in the wanted direction, beginning nearest its north-west corner."""
    points = closed[:-1][(closed[1:] != closed[:-1]).any(axis=1)]
    if not len(points):
        return closed[:1]
    x, y = (points - points[0]).T
    signed = np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
    if (signed < 0) != clockwise and signed != 0:
        points = points[::-1]
    corner = np.array([points[:, 0].min(), points[:, 1].max()])
    distance = np.round(np.hypot(*(points - corner).T), 4)
    # of points equally near the northern one, so that it does not matter where the ring begins in its file
    start = np.lexsort((points[:, 0], -points[:, 1], distance))[0]
    return np.roll(points, -int(start), axis=0)
