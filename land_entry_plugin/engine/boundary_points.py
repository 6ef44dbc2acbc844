# SPDX-License-Identifier: GPL-2.0-or-later
"""Boundary points (界址点): numbered from the north-west, clockwise, on through the inner rings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely


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

    @property
    def edge_lengths_m(self) -> np.ndarray:
        """Plane lengths of the edges that start at each point."""
        return np.hypot(*(np.roll(self.points, -1, axis=0) - self.points).T)


def numbered_rings(geometry: shapely.Geometry) -> list[NumberedRing]:
    """Return the rings of a parcel with numbered boundary points.

    Outer rings run clockwise from the point nearest the north-west corner of their extent, inner rings
    counter-clockwise; the numbers go on from ring to ring, parts in order from north to south, then west to east.
    """
    parts = [part for part in shapely.get_parts(geometry) if not shapely.is_empty(part)]
    parts.sort(key=lambda part: (-part.bounds[3], part.bounds[0]))
    rings, next_number = [], 1
    for number, part in enumerate(parts):
        holes = sorted(part.interiors, key=lambda hole: (-hole.bounds[3], hole.bounds[0]))
        for is_hole, ring in [(False, part.exterior), *((True, hole) for hole in holes)]:
            points = _from_north_west(shapely.get_coordinates(ring), clockwise=not is_hole)
            names = tuple(f"J{next_number + i}" for i in range(len(points)))
            rings.append(NumberedRing(names, points, is_hole, number))
            next_number += len(points)
    return rings


def _from_north_west(closed: np.ndarray, *, clockwise: bool) -> np.ndarray:
    """Return the points of a closed ring in the wanted direction, beginning nearest its north-west corner."""
    points = closed[:-1]
    x, y = (points - points[0]).T
    signed = np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
    if (signed < 0) != clockwise and signed != 0:
        points = points[::-1]
    corner = np.array([points[:, 0].min(), points[:, 1].max()])
    distance = np.hypot(*(points - corner).T)
    return np.roll(points, -int(np.argmin(np.round(distance, 4))), axis=0)
