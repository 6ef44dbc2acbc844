# SPDX-License-Identifier: GPL-2.0-or-later
"""The border of a shape of many vertices, of which only what is near a window has to be looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

# So many edges that follow each other are looked at as one first.
_STRETCH = 32
# What is left out begins so far off a window: GEOS looks a few steps of the grid beyond the extents of what it cuts.
_MARGIN_M = 1.0
_SIDES = 4


@dataclass(frozen=True)
class Border:
    """The rings of a valid polygon or multipolygon, in stretches of edges that follow each other.

    Attributes
    ----------
    points : ndarray, shape (n, 2)
        Of all rings, one after another, each closed.
    ring : ndarray of int, shape (n,)
        Of which ring each point is, ascending.
    polygon : ndarray of int, shape (r,)
        Of which polygon each ring is, ascending; the first ring of a polygon is its shell.
    tops : ndarray of int
        The points by which GEOS sees which way round a ring goes: where an edge rises to the northernmost of it, or
        falls from there.
    begins, ends : ndarray of int, shape (s,)
        The points where each stretch begins and ends; the next one of the ring begins where it ends.
    extents : ndarray, shape (4, s)
        West, south, east and north of each stretch.
    """

    points: np.ndarray
    ring: np.ndarray
    polygon: np.ndarray
    tops: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    extents: np.ndarray

    @classmethod
    def of(cls, shape: shapely.Geometry) -> Border:
        rings, polygon = shapely.get_rings(shapely.get_parts(shape), return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        x, y = np.ascontiguousarray(points.T)
        counts = shapely.get_num_coordinates(rings)
        first = np.cumsum(counts) - counts
        number = np.arange(len(points)) - np.repeat(first, counts)
        begins = np.flatnonzero((number % _STRETCH == 0) & (number < np.repeat(counts, counts) - 1))
        # the last point of a ring is where its last stretch ends
        ends = np.append(begins[1:], len(points))
        is_last = np.diff(ring[begins], append=-1) != 0
        ends[is_last] -= 1
        low, high = (
            [of_both(of.reduceat(values, begins), values[ends]) for values in (x, y)]
            for of, of_both in ((np.minimum, np.minimum), (np.maximum, np.maximum))
        )
        is_top = y == shapely.bounds(rings)[:, 3][ring]
        turns = np.flatnonzero((is_top[1:] != is_top[:-1]) & (ring[1:] == ring[:-1]))
        tops = np.union1d(turns, turns + 1)
        return cls(points, ring, polygon, tops, begins, ends, np.array([*low, *high]))

    def is_near(self, bounds: np.ndarray) -> bool:
        """Return whether an edge may lie in a window (west, south, east, north)."""
        return not self._sides(bounds).all()

    def holds(self, place: np.ndarray) -> bool:
        """Return whether a place (2,) that lies in the extent of no stretch is inside."""
        x, y = place
        northings = self.points[:, 1]
        # eastwards the border is crossed as often as a stretch there begins south of the place and ends north of it
        is_beyond = self.extents[0] > x
        crossed = (northings[self.begins[is_beyond]] > y) != (northings[self.ends[is_beyond]] > y)
        return bool(np.count_nonzero(crossed) % 2)

    def around(self, bounds: np.ndarray) -> shapely.Geometry:
        """Return a shape that is the same for what has these bounds, with shorter ways where it is not near.

        Stretches on one side of the window are left out but for their ends, so that every place in the window is gone
        round as often as before. The window holds the whole of all edges that come near, for so much is looked at by
        GEOS, which leaves out what lies beyond in the same way; there the border may cross itself.
        """
        index = _ranges(self.begins, self.ends, self._sides(bounds) == 0)
        touching = index[(_outside(self.points[index], bounds) & _outside(self.points[index + 1], bounds)) == 0]
        corners = np.concatenate([self.points[touching], self.points[touching + 1], bounds.reshape(2, 2)])
        x, y = corners.T
        window = np.array([x.min(), y.min(), x.max(), y.max()]) + np.array([-1, -1, 1, 1]) * _MARGIN_M
        sides = self._sides(window)
        ring = self.ring[self.begins]
        is_first = np.diff(ring, prepend=-1) != 0
        # a ring on one side of the window goes round nothing in it
        counts = np.bitwise_and.reduceat(sides, np.flatnonzero(is_first)) == 0
        is_kept = is_first | (np.diff(sides, prepend=0) != 0)
        last = self.ends[np.append(is_first[1:], True)]
        chosen = np.concatenate([self.begins[is_kept], last, self.tops, _ranges(self.begins, self.ends, sides == 0)])
        chosen = np.unique(chosen[counts[self.ring[chosen]]])
        if not len(chosen):
            return shapely.Polygon()
        own_ring = np.unique(self.ring[chosen], return_inverse=True)[1]
        rings = shapely.linearrings(self.points[chosen], indices=own_ring)
        polygons = shapely.polygons(rings, indices=np.unique(self.polygon[counts], return_inverse=True)[1])
        return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)

    def _sides(self, window: np.ndarray) -> np.ndarray:
        """Return on which sides of a window all of each stretch lies (a bit each), 0 where it may meet the window."""
        west, south, east, north = self.extents
        return _bits(east < window[0], north < window[1], west > window[2], south > window[3])


def _outside(points: np.ndarray, window: np.ndarray) -> np.ndarray:
    """Return on which sides of a window points (n, 2) lie."""
    x, y = points.T
    return _bits(x < window[0], y < window[1], x > window[2], y > window[3])


def _bits(*is_beyond: np.ndarray) -> np.ndarray:
    result = is_beyond[0].view(np.uint8).copy()
    for bit in range(1, _SIDES):
        result |= is_beyond[bit].view(np.uint8) << np.uint8(bit)
    return result


def _ranges(begins: np.ndarray, ends: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return the points of chosen stretches but the last of each."""
    begins, counts = begins[chosen], (ends - begins)[chosen]
    return np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
