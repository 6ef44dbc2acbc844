# SPDX-License-Identifier: GPL-2.0-or-later
"""Where shapes lie beside edges: on lines parallel to each edge, outside and inside of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.directions import left_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a border comes this near to a line or to its middle, GEOS says what lies on the line.
_TOUCH_M = 1e-6
_LEAST_LENGTH_M = 1e-9
# What lies farther than this from all lines beside a parcel's edges need not be known corner by corner.
_FAR_M = 1.0
# So many corners are looked at at a time: what fits into the processor's cache.
_CORNERS_AT_A_TIME = 40_000


@dataclass(frozen=True)
class Edges:
    """Edges of parcels.

    Attributes
    ----------
    parcel : ndarray of int, shape (e,)
        Ascending.
    starts, vectors : ndarray, shape (e, 2)
        First point, and the way from it to the second; the parcel is on the right.
    lengths_m : ndarray, shape (e,)
    """

    parcel: np.ndarray
    starts: np.ndarray
    vectors: np.ndarray
    lengths_m: np.ndarray

    @property
    def along(self) -> np.ndarray:
        """Directions (e, 2) of length 1."""
        return self.vectors / np.maximum(self.lengths_m, _LEAST_LENGTH_M)[:, None]


@dataclass(frozen=True)
class Hits:
    """Where shapes lie on the lines beside edges.

    Attributes
    ----------
    edge, shape : ndarray of int, shape (h,)
    line : ndarray of int, shape (h,)
        Which of the lines beside the edge.
    begin_m, end_m : ndarray, shape (h,)
        From the edge's first point along the edge.
    """

    edge: np.ndarray
    shape: np.ndarray
    line: np.ndarray
    begin_m: np.ndarray
    end_m: np.ndarray

    @classmethod
    def together(cls, several: list[Hits]) -> Hits:
        """Return several as one."""
        return cls(*(np.concatenate([getattr(one, name) for one in several]) for name in cls.__dataclass_fields__))


def hits_beside(edges: Edges, shapes: np.ndarray, parcel: np.ndarray, distances_m: np.ndarray) -> Hits:
    """Return where shapes lie on lines beside edges.

    Parameters
    ----------
    edges : Edges
    shapes : ndarray of shapely polygons or multipolygons, shape (n,)
        Valid.
    parcel : ndarray of int, shape (n,)
        Each shape is looked for beside the edges of one parcel only.
    distances_m : ndarray, shape (d,)
        Of the lines from their edges, outwards; the lines are as long as the edges.
    """
    along = edges.along
    ends = np.stack([edges.starts, edges.starts + edges.vectors], axis=1)
    outward = left_of(along)[:, None, :]
    # shape (d, e, 2, 2): line, edge, first and last point, easting and northing
    lines = np.stack([ends + distance * outward for distance in distances_m])
    low, high = _boxes(lines[[distances_m.argmin(), distances_m.argmax()]])
    edge, shape = _near(edges, low, high, shapes, parcel)
    if not len(edge):
        return Hits(edge, shape, edge, np.empty(0), np.empty(0))
    corners = _Corners.of(shapes).near(*_around_parcels(edges, low, high, parcel))
    found = []
    for few in _portions(corners.counts[shape]):
        found += list(_hits(edges, along, lines, distances_m, edge[few], shape[few], shapes, corners))
    return Hits.together(found)


def _boxes(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the boxes of the outermost lines (2, e, 2, 2) beside each edge: south-west and north-east, (e, 2) each."""
    one, other = lines.min(axis=0), lines.max(axis=0)
    return np.minimum(one[:, 0], one[:, 1]) - _TOUCH_M, np.maximum(other[:, 0], other[:, 1]) + _TOUCH_M


def _near(
    edges: Edges, low: np.ndarray, high: np.ndarray, shapes: np.ndarray, parcel: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return edges and shapes whose boxes touch, pair by pair."""
    edge, shape = shapely.STRtree(shapes).query(shapely.box(*low.T, *high.T))
    own = edges.parcel[edge] == parcel[shape]
    return edge[own], shape[own]


def _around_parcels(
    edges: Edges, low: np.ndarray, high: np.ndarray, parcel: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the boxes of all lines beside the edges of some parcels (n,), and a little more, from those of each."""
    begins = np.flatnonzero(np.diff(edges.parcel, prepend=-1))
    count = max(int(edges.parcel[-1]), int(parcel.max())) + 1
    lows, highs = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    lows[edges.parcel[begins]] = np.minimum.reduceat(low, begins) - _FAR_M
    highs[edges.parcel[begins]] = np.maximum.reduceat(high, begins) + _FAR_M
    return lows[parcel], highs[parcel]


@dataclass(frozen=True)
class _Corners:
    """The corners of shapes, those that close a ring too.

    Attributes
    ----------
    x, y : ndarray, shape (c,)
    is_last : ndarray of bool, shape (c,)
        Of a ring: no side begins there.
    begins, counts : ndarray of int, shape (n,)
        Where the corners of each shape begin, and how many there are.
    """

    x: np.ndarray
    y: np.ndarray
    is_last: np.ndarray
    begins: np.ndarray
    counts: np.ndarray

    def points(self, corner: np.ndarray) -> np.ndarray:
        return np.column_stack([self.x[corner], self.y[corner]])

    @classmethod
    def of(cls, shapes: np.ndarray) -> _Corners:
        parts, of_part = shapely.get_parts(shapes, return_index=True)
        rings, of_ring = shapely.get_rings(parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        counts = np.bincount(of_part[of_ring][ring], minlength=len(shapes))
        x, y = np.ascontiguousarray(points.T)
        return cls(x, y, np.diff(ring, append=-1) != 0, np.cumsum(counts) - counts, counts)

    def near(self, low: np.ndarray, high: np.ndarray) -> _Corners:
        """Return corners without most of those outside the bounds of each shape, (n, 2) each.

        Of corners that follow each other on one side of the bounds the first and the last stay: what leads past the
        bounds there does so with fewer corners too, and inside nothing changes.
        """
        counts = self.counts
        # one side of the bounds each, also of what lies beyond two of them
        aside = np.select(
            [
                self.x < np.repeat(low[:, 0], counts),
                self.x > np.repeat(high[:, 0], counts),
                self.y < np.repeat(low[:, 1], counts),
                self.y > np.repeat(high[:, 1], counts),
            ],
            [1, 2, 3, 4],
        )
        kept = np.ones(len(aside), dtype=bool)
        kept[1:-1] = (aside[1:-1] == 0) | (aside[1:-1] != aside[:-2]) | (aside[1:-1] != aside[2:])
        # where rings begin and end
        kept |= self.is_last
        kept[1:] |= self.is_last[:-1]
        of_shape = np.repeat(np.arange(len(counts)), counts)
        counts = np.bincount(of_shape[kept], minlength=len(counts))
        return _Corners(self.x[kept], self.y[kept], self.is_last[kept], np.cumsum(counts) - counts, counts)


def _portions(counts: np.ndarray) -> Iterator[slice]:
    """Yield portions of pairs that have about so many corners as are looked at at a time."""
    ends = np.cumsum(counts)
    begin = 0
    while begin < len(counts):
        done = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + _CORNERS_AT_A_TIME, side="right")))
        yield slice(begin, end)
        begin = end


def _hits(
    edges: Edges,
    along: np.ndarray,
    lines: np.ndarray,
    distances_m: np.ndarray,
    edge: np.ndarray,
    shape: np.ndarray,
    shapes: np.ndarray,
    corners: _Corners,
) -> Iterator[Hits]:
    """Yield where shapes lie on the lines beside edges, pairs (k,) of edge and shape.

    Seen from the edge, ``u`` is along it and ``v`` outwards. A line at the distance ``d`` is in the shape at its middle
    if an odd number of the shape's sides lie beyond (``v > d``) there; from the middle on it is in and out by turns.
    """
    counts = corners.counts[shape]
    pair = np.repeat(np.arange(len(shape)), counts)
    at = np.arange(len(pair)) + np.repeat(corners.begins[shape] - (np.cumsum(counts) - counts), counts)
    starts, ways, lengths = edges.starts[edge], along[edge], edges.lengths_m[edge]
    x, y = corners.x[at] - np.repeat(starts[:, 0], counts), corners.y[at] - np.repeat(starts[:, 1], counts)
    way_x, way_y = np.repeat(ways[:, 0], counts), np.repeat(ways[:, 1], counts)
    u, v = x * way_x + y * way_y, y * way_x - x * way_y
    # no side goes from the last corner of a ring to the first of the next
    has_side = ~corners.is_last[at[:-1]]
    count, lines_count = len(edge), len(distances_m)
    is_in, doubtful = _at_middle(pair, u, v, has_side, np.repeat(lengths / 2, counts), count, distances_m)

    # sides that come near the lines: not both ends of them beyond one end of the lines, or one of the outermost
    near = has_side
    for is_beyond in (
        u < -_TOUCH_M,
        u > np.repeat(lengths + _TOUCH_M, counts),
        v < distances_m.min() - _TOUCH_M,
        v > distances_m.max() + _TOUCH_M,
    ):
        near = near & ~(is_beyond[:-1] & is_beyond[1:])
    first = np.flatnonzero(near)
    low, high = np.minimum(v[first], v[first + 1]), np.maximum(v[first], v[first + 1])
    side, line = np.nonzero((low[:, None] <= distances_m + _TOUCH_M) & (high[:, None] >= distances_m - _TOUCH_M))
    first = first[side]
    v0, v1 = v[first], v[first + 1]
    distance = distances_m[line]
    group = pair[first] * lines_count + line
    # a corner on the line, or a side along it
    doubtful[group[(np.abs(v0 - distance) <= _TOUCH_M) | (np.abs(v1 - distance) <= _TOUCH_M)]] = True

    crosses = ((v0 > distance) != (v1 > distance)) & ~doubtful[group]
    first, line, group = first[crosses], line[crosses], group[crosses]
    of_edge = edge[pair[first]]
    share, where = _crossings(lines[line, of_edge], corners.points(at[first]), corners.points(at[first + 1]))
    where_m = np.einsum("ij,ij->i", where - edges.starts[of_edge], along[of_edge])
    on_line = (share > 0) & (share < 1)
    group, where_m = group[on_line], where_m[on_line]
    order = np.lexsort((where_m, group))
    group, where_m = group[order], where_m[order]
    middle = np.repeat(lengths / 2, lines_count)
    doubtful[group[np.abs(where_m - middle[group]) <= _TOUCH_M]] = True

    before_middle = np.bincount(group[where_m < middle[group]], minlength=count * lines_count)
    is_in ^= before_middle % 2 == 1
    begins, ends, of = _inside(group, where_m, is_in, np.repeat(lengths, lines_count))
    sure = ~doubtful[of]
    begins, ends, of = begins[sure], ends[sure], of[sure]
    yield Hits(edge[of // lines_count], shape[of // lines_count], of % lines_count, begins, ends)
    open_still = np.flatnonzero(doubtful)
    if len(open_still):
        of_pair, line = open_still // lines_count, open_still % lines_count
        yield _exact_hits(edges, along, lines, edge[of_pair], shape[of_pair], line, shapes)


def _at_middle(
    pair: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    has_side: np.ndarray,
    middle_m: np.ndarray,
    count: int,
    distances_m: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return by pair and line, one after another, whether its middle is in the shape, and whether that is in doubt."""
    is_beyond = u > middle_m
    first = np.flatnonzero(has_side & (is_beyond[:-1] != is_beyond[1:]))
    across = v[first] + (middle_m[first] - u[first]) / (u[first + 1] - u[first]) * (v[first + 1] - v[first])
    group = pair[first][:, None] * len(distances_m) + np.arange(len(distances_m))
    sides_beyond = np.bincount(group[across[:, None] > distances_m], minlength=count * len(distances_m))
    doubtful = np.zeros(count * len(distances_m), dtype=bool)
    doubtful[group[np.abs(across[:, None] - distances_m) <= _TOUCH_M]] = True
    return sides_beyond % 2 == 1, doubtful


def _crossings(lines: np.ndarray, one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where lines (n, 2, 2) cross the sides from one point (n, 2) to another: share of the line, and place."""
    origin, way = lines[:, 0], lines[:, 1] - lines[:, 0]
    side, from_origin = other - one, one - origin
    across = way[:, 0] * side[:, 1] - way[:, 1] * side[:, 0]
    share = (from_origin[:, 0] * side[:, 1] - from_origin[:, 1] * side[:, 0]) / across
    return share, origin + share[:, None] * way


def _inside(
    group: np.ndarray, where_m: np.ndarray, is_in: np.ndarray, lengths_m: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the stretches of lines that lie in a shape: begin, end, which line.

    Parameters
    ----------
    group : ndarray of int, shape (c,)
        The line of each crossing, ascending.
    where_m : ndarray, shape (c,)
        Where on the line, ascending.
    is_in : ndarray of bool, shape (g,)
        Whether each line begins in the shape.
    lengths_m : ndarray, shape (g,)
    """
    counts = np.bincount(group, minlength=len(is_in))
    firsts = np.cumsum(counts) - counts
    # where the line ends, or the next crossing is
    following = lengths_m[group]
    is_last = np.diff(group, append=-1) != 0
    following[~is_last] = where_m[1:][~is_last[:-1]]
    number = np.arange(len(group)) - firsts[group]
    goes_in = is_in[group] ^ (number % 2 == 0)
    from_start = np.flatnonzero(is_in)
    first_end = lengths_m[from_start]
    crossed = counts[from_start] > 0
    first_end[crossed] = where_m[firsts[from_start[crossed]]]
    return (
        np.concatenate([np.zeros(len(from_start)), where_m[goes_in]]),
        np.concatenate([first_end, following[goes_in]]),
        np.concatenate([from_start, group[goes_in]]),
    )


def _exact_hits(
    edges: Edges,
    along: np.ndarray,
    lines: np.ndarray,
    edge: np.ndarray,
    shape: np.ndarray,
    line: np.ndarray,
    shapes: np.ndarray,
) -> Hits:
    """Return the same of lines that touch corners or sides, cut by GEOS: (k,) edges, shapes and lines beside them."""
    pieces, origin = shapely.get_parts(
        shapely.intersection(shapely.linestrings(lines[line, edge]), shapes[shape]), return_index=True
    )
    is_line = (shapely.get_dimensions(pieces) == 1) & ~shapely.is_empty(pieces)
    pieces, origin = pieces[is_line], origin[is_line]
    points, of_piece = shapely.get_coordinates(pieces, return_index=True)
    own = edge[origin[of_piece]]
    at = np.einsum("ij,ij->i", points - edges.starts[own], along[own])
    first = np.flatnonzero(np.diff(of_piece, prepend=-1) > 0)
    if not len(first):
        return Hits(origin, origin, origin, at, at)
    return Hits(
        edge[origin], shape[origin], line[origin], np.minimum.reduceat(at, first), np.maximum.reduceat(at, first)
    )
