# SPDX-License-Identifier: GPL-2.0-or-later
"""Boundary points (界址点): numbered from the north-west, clockwise, on through the inner rings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice, pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    # Points (n, 2), whether it is a hole, part.
    _Ring = tuple[np.ndarray, bool, int]

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


def numbered_rings(geometry: shapely.Geometry) -> list[NumberedRing]:
    """Return the rings of a parcel with numbered boundary points.

    Outer rings run clockwise from the point nearest the north-west corner of their extent, inner rings
    counter-clockwise; the numbers go on from ring to ring, parts in order from north to south, then west to east. A
    point that is stored twice in a row is one.
    """
    return numbered_parcels([geometry])[0]


def numbered_parcels(
    geometries: Sequence[shapely.Geometry] | np.ndarray,
    *,
    shared_numbers: bool = False,
    same_point_m: float = SAME_POINT_M,
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
    rings = _rings(geometries)
    if not shared_numbers:
        return [_numbered(of_parcel, count(1)) for of_parcel in rings]
    north_west = [
        (-shapely.bounds(geometry)[3], shapely.bounds(geometry)[0]) if of_parcel else (0.0, 0.0)
        for geometry, of_parcel in zip(geometries, rings, strict=True)
    ]
    order = sorted(range(len(rings)), key=lambda i: north_west[i])
    points = [ring for i in order for ring, _, _ in rings[i]]
    numbers = iter(_shared_numbers(np.concatenate(points), same_point_m) if points else ())
    result: list[list[NumberedRing]] = [[] for _ in rings]
    for i in order:
        result[i] = _numbered(rings[i], numbers)
    return result


def _numbered(rings: list[_Ring], numbers: Iterator[int]) -> list[NumberedRing]:
    """Return rings with names for their points, as the numbers come."""
    return [
        NumberedRing(tuple([f"J{number}" for number in islice(numbers, len(points))]), points, is_hole, part)
        for points, is_hole, part in rings
    ]


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


def _rings(geometries: Sequence[shapely.Geometry] | np.ndarray) -> list[list[_Ring]]:
    """Return the rings of each parcel in order: points, whether it is a hole, part."""
    parts, parcel = shapely.get_parts(np.array(geometries, dtype=object), return_index=True)
    parts, parcel = parts[~shapely.is_empty(parts)], parcel[~shapely.is_empty(parts)]
    order = _from_north(parts, parcel)
    parts, parcel = parts[order], parcel[order]
    part = np.arange(len(parts)) - np.searchsorted(parcel, parcel)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    is_hole = np.diff(of_part, prepend=-1) == 0
    order = _from_north(rings, is_hole, of_part)
    rings, of_part, is_hole = rings[order], of_part[order], is_hole[order]
    points, first = _from_north_west(rings, is_hole)
    result: list[list[_Ring]] = [[] for _ in geometries]
    own = zip(parcel[of_part].tolist(), is_hole.tolist(), part[of_part].tolist(), pairwise(first.tolist()), strict=True)
    for i, hole, number, (begin, end) in own:
        result[i].append((points[begin:end], hole, number))
    return result


def _from_north(shapes: np.ndarray, *groups: np.ndarray) -> np.ndarray:
    """Return the order of shapes from north to south, then west to east, within groups; the last group comes first."""
    bounds = shapely.bounds(shapes)
    return np.lexsort((bounds[:, 0], -bounds[:, 3], *groups))


def _from_north_west(rings: np.ndarray, is_hole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of rings, outer ones clockwise, each from the point nearest its north-west corner.

    Returns
    -------
    ndarray, shape (n, 2)
        Not closed, ring after ring.
    ndarray of int, shape (len(rings) + 1,)
        Where each ring begins, and the end.
    """
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return points, np.zeros(1, dtype=int)
    is_kept = np.append((ring[1:] == ring[:-1]) & (points[1:] != points[:-1]).any(axis=1), False)
    begins = np.flatnonzero(np.diff(ring, prepend=-1))
    # a ring that is one point over and over keeps that
    is_kept[begins[np.bincount(ring[is_kept], minlength=len(rings)) == 0]] = True
    points, ring = points[is_kept], ring[is_kept]
    counts = np.bincount(ring, minlength=len(rings))
    begins = np.cumsum(counts) - counts
    number = np.arange(len(points)) - begins[ring]
    following = begins[ring] + (number + 1) % counts[ring]
    x, y = (points - points[begins][ring]).T
    signed = np.add.reduceat(x * y[following] - x[following] * y, begins)
    turned = ((signed < 0) == is_hole) & (signed != 0)
    points = points[begins[ring] + np.where(turned[ring], counts[ring] - 1 - number, number)]
    corner = np.column_stack([np.minimum.reduceat(points[:, 0], begins), np.maximum.reduceat(points[:, 1], begins)])
    distance = np.round(np.hypot(*(points - corner[ring]).T), 4)
    # of points equally near the northern one, so that it does not matter where the ring begins in its file
    start = number[np.lexsort((points[:, 0], -points[:, 1], distance, ring))[begins]]
    return points[begins[ring] + (number + start[ring]) % counts[ring]], np.append(begins, len(points))
