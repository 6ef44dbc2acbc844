# SPDX-License-Identifier: GPL-2.0-or-later
"""Where shapes lie beside edges: on lines parallel to each edge, outside and inside of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.directions import left_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a border comes this near to a line or to its middle, GEOS says what lies on the line.
_TOUCH_M = 1e-6
_LEAST_LENGTH_M = 1e-9
# So many pairs of an edge and a side are looked at at a time.
_PAIRS_AT_A_TIME = 1_000_000


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
    sides = _Sides.of(shapes, parcel)
    edge, side = _close(edges.parcel, lines[[distances_m.argmin(), distances_m.argmax()]], parcel[sides.shape], sides)
    holding = _holding(edges, lines[distances_m.argmax()].mean(axis=1), shapes, parcel)
    return Hits.together(list(_hits(edges, along, lines, distances_m, edge, side, sides, holding, shapes)))


@dataclass(frozen=True)
class _Sides:
    """Sides of shapes, those near one parcel after those near another.

    Attributes
    ----------
    starts, ends : ndarray, shape (s, 2)
    shape : ndarray of int, shape (s,)
        Of which shape each is a side.
    """

    starts: np.ndarray
    ends: np.ndarray
    shape: np.ndarray

    @classmethod
    def of(cls, shapes: np.ndarray, parcel: np.ndarray) -> _Sides:
        parts, of_part = shapely.get_parts(shapes, return_index=True)
        rings, of_ring = shapely.get_rings(parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        # no side goes from the last corner of a ring to the first of the next
        first = np.flatnonzero(ring[1:] == ring[:-1])
        shape = of_part[of_ring][ring[first]]
        order = np.argsort(parcel[shape], kind="stable")
        first, shape = first[order], shape[order]
        return cls(points[first], points[first + 1], shape)


def _close(
    of_edge: np.ndarray, outermost: np.ndarray, of_side: np.ndarray, sides: _Sides
) -> tuple[np.ndarray, np.ndarray]:
    """Return edges and sides whose boxes touch, pair by pair.

    Parameters
    ----------
    of_edge : ndarray of int, shape (e,)
        The parcel of each edge, ascending.
    outermost : ndarray, shape (2, e, 2, 2)
        The outermost lines beside each edge, which make its box.
    of_side : ndarray of int, shape (s,)
        The parcel of each side, ascending.
    sides : _Sides
    """
    corners = np.concatenate([outermost[:, :, 0], outermost[:, :, 1]])
    (west, south), (east, north) = corners.min(axis=0).T - _TOUCH_M, corners.max(axis=0).T + _TOUCH_M
    side_west, side_south = np.ascontiguousarray(np.minimum(sides.starts, sides.ends).T)
    side_east, side_north = np.ascontiguousarray(np.maximum(sides.starts, sides.ends).T)
    edge, side = [], []
    # a loop: all edges of a parcel beside all sides near it, but not more at a time than memory allows
    begins = np.flatnonzero(np.diff(of_edge, prepend=-1))
    for begin, end in pairwise([*begins.tolist(), len(of_edge)]):
        low, high = np.searchsorted(of_side, [of_edge[begin], of_edge[begin] + 1])
        own = slice(low, high)
        step = max(1, _PAIRS_AT_A_TIME // max(1, high - low))
        for first in range(begin, end, step):
            few = slice(first, min(first + step, end))
            touch = (west[few, None] <= side_east[own]) & (east[few, None] >= side_west[own])
            touch &= (south[few, None] <= side_north[own]) & (north[few, None] >= side_south[own])
            pair = np.flatnonzero(touch)
            edge.append(first + pair // (high - low))
            side.append(low + pair % (high - low))
    return np.concatenate(edge), np.concatenate(side)


def _holding(edges: Edges, places: np.ndarray, shapes: np.ndarray, parcel: np.ndarray) -> np.ndarray:
    """Return which shapes hold the place (e, 2) of which edges, as numbers: edge times count of shapes plus shape."""
    points = shapely.points(places)
    edge, shape = shapely.STRtree(shapes).query(points)
    own = edges.parcel[edge] == parcel[shape]
    edge, shape = edge[own], shape[own]
    shapely.prepare(shapes)
    holds = shapely.intersects(shapes[shape], points[edge])
    shapely.destroy_prepared(shapes)
    return edge[holds] * len(shapes) + shape[holds]


def _hits(
    edges: Edges,
    along: np.ndarray,
    lines: np.ndarray,
    distances_m: np.ndarray,
    edge: np.ndarray,
    side: np.ndarray,
    sides: _Sides,
    holding: np.ndarray,
    shapes: np.ndarray,
) -> Iterator[Hits]:
    """Yield where shapes lie on the lines beside edges, of which sides (k,) come near edges (k,).

    Seen from the edge, ``u`` is along it and ``v`` outwards. Whether the middle of the outermost line is in a shape is
    known (``holding``). That of another line lies as this one does if an even number of the shape's sides is between;
    from its middle on a line is in and out by turns.
    """
    lengths, starts, ways = edges.lengths_m[edge], edges.starts[edge], along[edge]
    u0, v0 = _seen(sides.starts[side], starts, ways)
    u1, v1 = _seen(sides.ends[side], starts, ways)
    # not both ends of a side beyond one end of the lines, or one of the outermost
    near = (np.maximum(u0, u1) >= -_TOUCH_M) & (np.minimum(u0, u1) <= lengths + _TOUCH_M)
    low, high = np.minimum(v0, v1), np.maximum(v0, v1)
    near &= (high >= distances_m.min() - _TOUCH_M) & (low <= distances_m.max() + _TOUCH_M)
    edge, side, lengths = edge[near], side[near], lengths[near]
    u0, v0, u1, v1, low, high = u0[near], v0[near], u1[near], v1[near], low[near], high[near]

    keys = edge * len(shapes) + sides.shape[side]
    pairs = np.unique(np.append(holding, keys))
    pair = np.searchsorted(pairs, keys)
    edge_of, shape_of = pairs // len(shapes), pairs % len(shapes)
    lines_count = len(distances_m)
    holds = np.isin(pairs, holding)
    is_in, doubtful = _at_middle(pair, u0, v0, u1, v1, lengths / 2, holds, distances_m)

    at, line = np.nonzero((low[:, None] <= distances_m + _TOUCH_M) & (high[:, None] >= distances_m - _TOUCH_M))
    distance, group = distances_m[line], pair[at] * lines_count + line
    # a corner on the line, or a side along it
    doubtful[group[(np.abs(v0[at] - distance) <= _TOUCH_M) | (np.abs(v1[at] - distance) <= _TOUCH_M)]] = True
    crosses = ((v0[at] > distance) != (v1[at] > distance)) & ~doubtful[group]
    at, line, group = at[crosses], line[crosses], group[crosses]
    of_edge, of_side = edge[at], side[at]
    share, where = _crossings(lines[line, of_edge], sides.starts[of_side], sides.ends[of_side])
    where_m = np.einsum("ij,ij->i", where - edges.starts[of_edge], along[of_edge])
    on_line = (share > 0) & (share < 1)
    group, where_m = group[on_line], where_m[on_line]
    order = np.lexsort((where_m, group))
    group, where_m = group[order], where_m[order]
    ends = np.repeat(edges.lengths_m[edge_of], lines_count)
    middle = ends / 2
    doubtful[group[np.abs(where_m - middle[group]) <= _TOUCH_M]] = True

    before_middle = np.bincount(group[where_m < middle[group]], minlength=len(is_in))
    is_in ^= before_middle % 2 == 1
    begins, ends, of = _inside(group, where_m, is_in, ends)
    sure = ~doubtful[of]
    begins, ends, of = begins[sure], ends[sure], of[sure]
    yield Hits(edge_of[of // lines_count], shape_of[of // lines_count], of % lines_count, begins, ends)
    open_still = np.flatnonzero(doubtful)
    if len(open_still):
        of_pair, line = open_still // lines_count, open_still % lines_count
        yield _exact_hits(edges, along, lines, edge_of[of_pair], shape_of[of_pair], line, shapes)


def _seen(points: np.ndarray, starts: np.ndarray, ways: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far from starts points (k, 2) lie along ways of length 1, and how far to the left of them."""
    x, y = points[:, 0] - starts[:, 0], points[:, 1] - starts[:, 1]
    return x * ways[:, 0] + y * ways[:, 1], y * ways[:, 0] - x * ways[:, 1]


def _at_middle(
    pair: np.ndarray,
    u0: np.ndarray,
    v0: np.ndarray,
    u1: np.ndarray,
    v1: np.ndarray,
    middle_m: np.ndarray,
    holds: np.ndarray,
    distances_m: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return by pair and line, one after another, whether its middle is in the shape, and whether that is in doubt.

    Parameters
    ----------
    pair : ndarray of int, shape (k,)
        To which pair of edge and shape each side belongs.
    u0, v0, u1, v1 : ndarray, shape (k,)
        Where it begins and ends.
    middle_m : ndarray, shape (k,)
    holds : ndarray of bool, shape (p,)
        Whether the shape of each pair holds the middle of the outermost line.
    distances_m : ndarray, shape (d,)
    """
    passes = np.flatnonzero((u0 > middle_m) != (u1 > middle_m))
    u0, v0, u1, v1, middle_m = u0[passes], v0[passes], u1[passes], v1[passes], middle_m[passes]
    across = (v0 + (middle_m - u0) / (u1 - u0) * (v1 - v0))[:, None]
    count = len(holds) * len(distances_m)
    group = pair[passes][:, None] * len(distances_m) + np.arange(len(distances_m))
    is_between = (across > distances_m) & (across <= distances_m.max())
    sides_between = np.bincount(group[is_between], minlength=count)
    doubtful = np.zeros(count, dtype=bool)
    is_near = np.abs(across - distances_m) <= _TOUCH_M
    # with the outermost line all are in doubt
    doubtful[group[is_near | is_near[:, [distances_m.argmax()]]]] = True
    return np.repeat(holds, len(distances_m)) ^ (sides_between % 2 == 1), doubtful


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
