# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies along each part of each edge of a parcel, looked for across gaps of drawing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from land_entry_plugin.engine.beside import Edges, hits_beside
from land_entry_plugin.engine.lies import edges_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.engine.beside import Hits
    from land_entry_plugin.engine.boundary_points import NumberedRing

# Neighbours are looked for as far off as the drawings of two layers part: a pixel or two of the survey's imagery.
NEIGHBOUR_GAP_M = 2.0
# Looked at beside the boundary, at a quarter of the gap, at half of it, and at its end.
_SHARES_OF_GAP = (0.025, 0.25, 0.5, 1.0)
_LAST = len(_SHARES_OF_GAP) - 1
# Inside the boundary, to tell what only juts out of the parcel.
_INSIDE = _LAST + 1
# Of the distances at which something lies beside a place, a bit each: the least and the greatest.
_OUTSIDE = 1 << _INSIDE
_LEAST = np.array([_INSIDE, *((bits & -bits).bit_length() - 1 for bits in range(1, _OUTSIDE))])
_GREATEST = np.array([-1, *(bits.bit_length() - 1 for bits in range(1, _OUTSIDE))])
# A part of an edge shorter than this share of the gap is the end of a neighbour that is drawn a little off.
_LEAST_SHARE_OF_GAP = 0.5
# Places on an edge nearer than this are one.
_SAME_PLACE_M = 0.01


# Begin and end, neighbour, ground.
_Part = tuple[float, float, int | None, tuple[tuple[int, float], ...]]


@dataclass(frozen=True)
class Features:
    """What may adjoin a parcel.

    Attributes
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        In the parcel's plane.
    rank : ndarray of int, shape (n,)
        Of what lies within the gap the lowest rank adjoins, and of one rank the nearest.
    divides : ndarray of bool, shape (n,)
        What adjoins even before a better rank if it lies between (a road, a ditch), and however little of it lies
        outside the parcel.
    is_ground : ndarray of bool, shape (n,)
        What also says which ground lies behind a boundary.
    """

    geometry: np.ndarray
    rank: np.ndarray
    divides: np.ndarray
    is_ground: np.ndarray


class EdgePart(NamedTuple):
    """A part of an edge along one neighbour.

    Attributes
    ----------
    ring, edge : int
        Position of the ring, and of the edge in it.
    start_m, end_m : float
        From the edge's first point.
    feature : int or None
        Row of the neighbour; None where nothing lies within the gap.
    ground : tuple of (int, float)
        Rows of the ground behind the boundary with their lengths, in the order of the boundary.
    """

    ring: int
    edge: int
    start_m: float
    end_m: float
    feature: int | None
    ground: tuple[tuple[int, float], ...] = ()

    @property
    def length_m(self) -> float:
        return self.end_m - self.start_m


def adjoining(
    rings: Sequence[Sequence[NumberedRing]],
    parcels: np.ndarray,
    features: Sequence[Features],
    *,
    gap_m: float = NEIGHBOUR_GAP_M,
) -> list[list[EdgePart]]:
    """Return the parts of all edges of parcels, ring by ring, each with what adjoins it.

    Parameters
    ----------
    rings : sequence of sequences of NumberedRing, one a parcel
        Outer rings clockwise, inner ones counter-clockwise.
    parcels : ndarray of shapely polygons or multipolygons, shape (p,)
        Valid, metres. What lies beyond another part of a parcel is no neighbour.
    features : sequence of Features, one a parcel
    gap_m : float
        How far off a neighbour may lie.

    Returns
    -------
    list of list of EdgePart
        The parts of an edge follow each other without gap; neighbours of one edge that is straight change where they
        change on the ground, but not within half the gap of its ends.
    """
    edges = _edges(rings)
    result: list[list[EdgePart]] = [[] for _ in rings]
    if not len(edges.starts):
        return result
    near = _Near.of(parcels, features, gap_m)
    distances = np.array([*(share * gap_m for share in _SHARES_OF_GAP), -gap_m])
    hits = hits_beside(edges, near.shapes, near.parcel, distances)
    own, begins, ends = _pieces(edges, hits.edge, hits.begin_m, hits.end_m)
    who, ground = _chosen(own, (begins + ends) / 2, hits, near)
    # pieces of an edge that follow each other along one neighbour are one part of it
    first = np.flatnonzero((np.diff(own, prepend=-1) != 0) | (np.diff(who, prepend=-2) != 0))
    begins_of, ends_of = begins[first], ends[np.append(first[1:], len(own)) - 1]
    neighbours = [None if row < 0 else row for row in who[first].tolist()]
    behind = list(zip(ground.tolist(), (ends - begins).tolist(), strict=True))
    grounds = [
        _each_once((row, length) for row, length in behind[begin:end] if row >= 0)
        for begin, end in pairwise([*first.tolist(), len(own)])
    ]
    parts: list[_Part] = list(zip(begins_of.tolist(), ends_of.tolist(), neighbours, grounds, strict=True))
    places = [
        (i, ring, edge) for i, of in enumerate(rings) for ring, one in enumerate(of) for edge in range(len(one.names))
    ]
    # every edge has a part
    of_edges = np.flatnonzero(np.diff(own[first], prepend=-1))
    least_m = _LEAST_SHARE_OF_GAP * gap_m
    has_short = np.logical_or.reduceat(ends_of - begins_of < least_m, of_edges).tolist()
    spans = pairwise([*of_edges.tolist(), len(parts)])
    for (parcel, ring, edge), (begin, end), is_short in zip(places, spans, has_short, strict=True):
        of_edge = parts[begin:end]
        if is_short:
            of_edge = _without_short(of_edge, least_m)
        result[parcel] += [EdgePart(ring, edge, *part) for part in of_edge]
    return result


def _each_once(ground: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    """Return rows of the ground and their lengths in metres, each row once."""
    lengths: dict[int, float] = {}
    for row, length in ground:
        lengths[row] = lengths.get(row, 0.0) + length
    return tuple(lengths.items())


def _edges(rings: Sequence[Sequence[NumberedRing]]) -> Edges:
    """Return the edges of all rings, parcel by parcel."""
    points = [ring.points for of_parcel in rings for ring in of_parcel]
    if not points:
        return Edges(np.empty(0, dtype=int), np.empty((0, 2)), np.empty((0, 2)), np.empty(0))
    counts = np.array([len(one) for one in points])
    parcel = np.repeat([i for i, of_parcel in enumerate(rings) for _ in of_parcel], counts)
    starts = np.concatenate(points)
    vectors = edges_of(starts, np.cumsum(counts) - counts)
    return Edges(parcel, starts, vectors, np.hypot(*vectors.T))


@dataclass(frozen=True)
class _Near:
    """What lies near enough to some parcels to adjoin them, and the parcels themselves.

    Attributes
    ----------
    shapes : ndarray of shapely polygons, shape (n,)
    parcel : ndarray of int, shape (n,)
        Near which parcel each lies.
    row : ndarray of int, shape (n,)
        Which of the features of its parcel; -1 for the parcel itself.
    rank, divides, is_ground : ndarray, shape (n,)
        Of the features.
    """

    shapes: np.ndarray
    parcel: np.ndarray
    row: np.ndarray
    rank: np.ndarray
    divides: np.ndarray
    is_ground: np.ndarray

    @classmethod
    def of(cls, parcels: np.ndarray, features: Sequence[Features], gap_m: float) -> _Near:
        counts = np.array([len(one.geometry) for one in features])
        shapes, rank, divides, is_ground = (
            np.concatenate([getattr(one, name) for one in features])
            for name in ("geometry", "rank", "divides", "is_ground")
        )
        parcel = np.repeat(np.arange(len(parcels)), counts)
        row = np.arange(len(parcel)) - np.repeat(np.cumsum(counts) - counts, counts)
        bounds, around = shapely.bounds(shapes), shapely.bounds(parcels)[parcel]
        reach = gap_m + _SAME_PLACE_M
        near = ((bounds[:, :2] <= around[:, 2:] + reach) & (bounds[:, 2:] >= around[:, :2] - reach)).all(axis=1)
        none = np.zeros(len(parcels), dtype=int)
        return cls(
            np.append(shapes[near], parcels),
            np.append(parcel[near], np.arange(len(parcels))),
            np.append(row[near], none - 1),
            np.append(rank[near], none),
            np.append(divides[near], none != 0),
            np.append(is_ground[near], none != 0),
        )


def _pieces(
    edges: Edges, edge: np.ndarray, begin_m: np.ndarray, end_m: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return edges cut where what lies beside them begins or ends: edge, begin and end of every piece, in order."""
    lengths = edges.lengths_m
    of, at = np.append(edge, edge), np.append(begin_m, end_m)
    inner = (at > _SAME_PLACE_M) & (lengths[of] - at > _SAME_PLACE_M)
    of, at = of[inner], at[inner]
    order = np.lexsort((at, of))
    cuts: list[int] = []
    before, last = -1, 0.0
    # a loop: whether a place counts depends on which one before it did
    for i, own, place in zip(order.tolist(), of[order].tolist(), at[order].tolist(), strict=True):
        if own != before:
            before, last = own, 0.0
        if place - last > _SAME_PLACE_M:
            cuts.append(i)
            last = place
    # a cut begins a piece and ends the one before
    own = np.append(np.arange(len(lengths)), of[cuts])
    begins = np.append(np.zeros(len(lengths)), at[cuts])
    order = np.lexsort((begins, own))
    own, begins = own[order], begins[order]
    is_last = np.diff(own, append=-1) != 0
    return own, begins, np.where(is_last, lengths[own], np.append(begins[1:], 0.0))


def _chosen(own: np.ndarray, middle_m: np.ndarray, hits: Hits, near: _Near) -> tuple[np.ndarray, np.ndarray]:
    """Return which feature adjoins each piece (k,) of an edge, and which is the ground behind it; -1 for none.

    Parameters
    ----------
    own : ndarray of int, shape (k,)
        The edge of each piece, ascending; every edge has one.
    middle_m : ndarray, shape (k,)
    hits : Hits
    near : _Near
    """
    firsts = np.searchsorted(own, hits.edge)
    counts = np.searchsorted(own, hits.edge, side="right") - firsts
    hit = np.repeat(np.arange(len(hits.edge)), counts)
    piece = np.arange(len(hit)) + np.repeat(firsts - (np.cumsum(counts) - counts), counts)
    there = (hits.begin_m[hit] <= middle_m[piece]) & (middle_m[piece] <= hits.end_m[hit])
    hit, piece = hit[there], piece[there]
    # by piece and shape the distances at which it lies there, a bit each
    shape = hits.shape[hit]
    order = np.lexsort((shape, piece))
    hit, piece, shape = hit[order], piece[order], shape[order]
    first = np.flatnonzero((np.diff(piece, prepend=-1) != 0) | (np.diff(shape, prepend=-1) != 0))
    if not len(first):
        return np.full(len(own), -1), np.full(len(own), -1)
    bits = np.bitwise_or.reduceat(1 << hits.line[hit], first)
    piece, shape = piece[first], shape[first]
    # what lies beyond another part of the parcel is not its neighbour here
    is_own = near.row[shape] < 0
    blocked = np.full(len(own), _INSIDE)
    blocked[piece[is_own]] = _LEAST[bits[is_own] & (_OUTSIDE - 1)]
    outside = bits & ((1 << blocked[piece]) - 1)
    is_there = ~is_own & (outside > 0)
    piece, shape, bits, outside = piece[is_there], shape[is_there], bits[is_there], outside[is_there]
    beside = _Beside(piece, near.row[shape], _LEAST[outside], _GREATEST[outside], near.rank[shape], near.divides[shape])
    juts = (bits >= _OUTSIDE) & (beside.greatest < np.minimum(_LAST, blocked[piece] - 1)) & ~beside.divides
    is_ground = near.is_ground[shape]
    return (
        _nearest(beside.where(~_unless_all(juts, piece)), len(own)),
        _nearest(beside.where(is_ground).where(~_unless_all(juts[is_ground], piece[is_ground])), len(own)),
    )


class _Beside(NamedTuple):
    """Features beside pieces of edges, ordered by piece and then by row.

    Attributes
    ----------
    piece, row : ndarray of int, shape (n,)
    least, greatest : ndarray of int, shape (n,)
        The distances, numbered from the nearest, at which a feature lies.
    rank, divides : ndarray, shape (n,)
    """

    piece: np.ndarray
    row: np.ndarray
    least: np.ndarray
    greatest: np.ndarray
    rank: np.ndarray
    divides: np.ndarray

    def where(self, chosen: np.ndarray) -> _Beside:
        return _Beside(*(column[chosen] for column in self))


def _unless_all(is_so: np.ndarray, piece: np.ndarray) -> np.ndarray:
    """Return what is so without the pieces of which all is so."""
    others = np.zeros(piece.max(initial=-1) + 1, dtype=bool)
    others[piece[~is_so]] = True
    return is_so & others[piece]


def _nearest(beside: _Beside, count: int) -> np.ndarray:
    """Return the row of what adjoins each piece: of the lowest rank the nearest, or what divides it from the piece."""
    best = _first_of_each(beside, np.lexsort((beside.row, beside.least, beside.rank, beside.piece)), count)
    rank, least = (np.append(column, -1)[best][beside.piece] for column in (beside.rank, beside.least))
    between = beside.divides & (beside.rank > rank) & (beside.least < least) & (beside.greatest <= least)
    dividing = beside.where(between)
    divider = _first_of_each(dividing, np.lexsort((dividing.row, dividing.least, dividing.piece)), count)
    return np.where(divider >= 0, np.append(dividing.row, -1)[divider], np.append(beside.row, -1)[best])


def _first_of_each(beside: _Beside, order: np.ndarray, count: int) -> np.ndarray:
    """Return the position of the first in an order by piece of each piece, -1 where it has none."""
    result = np.full(count, -1)
    piece = beside.piece[order]
    is_first = np.diff(piece, prepend=-1) != 0
    result[piece[is_first]] = order[is_first]
    return result


def _joined(parts: list[_Part]) -> list[_Part]:
    """Return parts with those of one neighbour that follow each other made one."""
    result: list[_Part] = []
    for _, group in groupby(parts, key=itemgetter(2)):
        own = list(group)
        if len(own) == 1:
            result += own
            continue
        ground = _each_once(row for part in own for row in part[3])
        result.append((own[0][0], own[-1][1], own[0][2], ground))
    return result


def _without_short(parts: list[_Part], least_m: float) -> list[_Part]:
    """Return parts of which the short ones went to the longer of those beside them."""
    while len(parts) > 1:
        lengths = [end - begin for begin, end, _, _ in parts]
        i = lengths.index(min(lengths))
        if lengths[i] >= least_m:
            break
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(parts)]
        # somebody rather than nobody, then the longer, then the first
        k = max(beside, key=lambda k: (parts[k][2] is not None, lengths[k]))
        low, high = min(i, k), max(i, k)
        whole = (parts[low][0], parts[high][1], parts[k][2], parts[k][3])
        parts = _joined([*parts[:low], whole, *parts[high + 1 :]])
    return parts
