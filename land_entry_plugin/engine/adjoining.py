# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies along each part of each edge of a parcel, looked for across gaps of drawing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.directions import left_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.engine.boundary_points import NumberedRing

# Neighbours are looked for as far off as the drawings of two layers part: a pixel or two of the survey's imagery.
NEIGHBOUR_GAP_M = 2.0
# Looked at beside the boundary, at a quarter of the gap, at half of it, and at its end.
_SHARES_OF_GAP = (0.025, 0.25, 0.5, 1.0)
# Inside the boundary, to tell what only juts out of the parcel.
_INSIDE = -1
# A part of an edge shorter than this share of the gap is the end of a neighbour that is drawn a little off.
_LEAST_SHARE_OF_GAP = 0.5
# Places on an edge nearer than this are one.
_SAME_PLACE_M = 0.01


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


@dataclass(frozen=True)
class EdgePart:
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


# Where one feature lies beside an edge: from, to (metres along the edge), which distance, which feature.
_Hit = tuple[float, float, int, int]


def adjoining(
    rings: Sequence[NumberedRing], parcel: shapely.Geometry, features: Features, *, gap_m: float = NEIGHBOUR_GAP_M
) -> list[EdgePart]:
    """Return the parts of all edges of a parcel, ring by ring, each with what adjoins it.

    Parameters
    ----------
    rings : sequence of NumberedRing
        Of ``parcel``: outer rings clockwise, inner ones counter-clockwise.
    parcel : shapely polygon or multipolygon
        Valid, metres. What lies beyond another part of it is no neighbour.
    features : Features
    gap_m : float
        How far off a neighbour may lie.

    Returns
    -------
    list of EdgePart
        The parts of an edge follow each other without gap; neighbours of one edge that is straight change where they
        change on the ground, but not within half the gap of its ends.
    """
    if not rings:
        return []
    starts, vectors = np.concatenate([ring.points for ring in rings]), np.concatenate([ring.edges for ring in rings])
    lengths = np.hypot(*vectors.T)
    hits = _hits(starts, vectors, lengths, np.append(features.geometry, parcel), gap_m)
    choose = _Choice(features, own=len(features.geometry))
    parts, number = [], 0
    # a loop: edges are few, and each is cut in its own places
    for ring_number, ring in enumerate(rings):
        for edge in range(len(ring.names)):
            for start, end, feature, ground in _edge_parts(hits[number], float(lengths[number]), choose, gap_m):
                parts.append(EdgePart(ring_number, edge, start, end, feature, ground))
            number += 1
    return parts


def _hits(
    starts: np.ndarray, vectors: np.ndarray, lengths: np.ndarray, shapes: np.ndarray, gap_m: float
) -> defaultdict[int, list[_Hit]]:
    """Return where shapes lie beside edges, by edge: on lines beside each at several distances."""
    along = vectors / np.maximum(lengths, 1e-9)[:, None]
    distances = [share * gap_m for share in _SHARES_OF_GAP] + [-gap_m]
    ends = np.stack([starts, starts + vectors], axis=1)
    outward = left_of(along)[:, None, :]
    probes = shapely.linestrings(np.concatenate([ends + d * outward for d in distances]))
    probe, shape = shapely.STRtree(shapes).query(probes, predicate="intersects")
    edge, number = probe % len(starts), probe // len(starts)
    number = np.where(number == len(_SHARES_OF_GAP), _INSIDE, number)
    shapely.prepare(shapes[np.unique(shape)])
    whole = shapely.contains(shapes[shape], probes[probe])
    found: defaultdict[int, list[_Hit]] = defaultdict(list)
    for e, d, s in zip(edge[whole].tolist(), number[whole].tolist(), shape[whole].tolist(), strict=True):
        found[e].append((0.0, float(lengths[e]), d, s))
    partly = np.flatnonzero(~whole)
    pieces, origin = shapely.get_parts(
        shapely.intersection(probes[probe[partly]], shapes[shape[partly]]), return_index=True
    )
    is_line = shapely.get_dimensions(pieces) == 1
    pieces, origin = pieces[is_line], partly[origin[is_line]]
    points, of_piece = shapely.get_coordinates(pieces, return_index=True)
    if len(points):
        at = np.einsum("ij,ij->i", points - starts[edge[origin[of_piece]]], along[edge[origin[of_piece]]])
        first = np.flatnonzero(np.diff(of_piece, prepend=-1) > 0)
        low, high = np.minimum.reduceat(at, first), np.maximum.reduceat(at, first)
        for i, a, b in zip(origin.tolist(), low.tolist(), high.tolist(), strict=True):
            found[int(edge[i])].append((a, b, int(number[i]), int(shape[i])))
    return found


class _Choice:
    """Says which of the features beside one place adjoins it."""

    def __init__(self, features: Features, own: int) -> None:
        self.rank, self.divides = features.rank.tolist(), features.divides.tolist()
        self.is_ground = features.is_ground.tolist()
        self.own = own
        self.last = len(_SHARES_OF_GAP) - 1
        # most edges of a parcel have the same beside them
        self.made: dict[frozenset[tuple[int, int]], tuple[int | None, int | None]] = {}

    def __call__(self, beside: Iterable[tuple[int, int]]) -> tuple[int | None, int | None]:
        """Return neighbour and ground of (distance, feature) pairs, None where there is none."""
        pairs = frozenset(beside)
        if pairs not in self.made:
            self.made[pairs] = self._choose(pairs)
        return self.made[pairs]

    def _choose(self, beside: frozenset[tuple[int, int]]) -> tuple[int | None, int | None]:
        seen: defaultdict[int, list[int]] = defaultdict(list)
        for distance, feature in beside:
            seen[feature].append(distance)
        # what lies beyond another part of the parcel is not its neighbour here
        blocked = min((d for d in seen.pop(self.own, ()) if d != _INSIDE), default=self.last + 1)
        outside = {f: sorted(d for d in at if _INSIDE < d < blocked) for f, at in seen.items()}
        outside = {f: at for f, at in outside.items() if at}
        jutting = {
            f
            for f, at in outside.items()
            if _INSIDE in seen[f] and at[-1] < min(self.last, blocked - 1) and not self.divides[f]
        }
        who = self._nearest({f: at for f, at in outside.items() if f not in jutting} or outside)
        ground = {f: at for f, at in outside.items() if self.is_ground[f]}
        return who, self._nearest({f: at for f, at in ground.items() if f not in jutting} or ground)

    def _nearest(self, outside: dict[int, list[int]]) -> int | None:
        if not outside:
            return None
        best = min(outside, key=lambda f: (self.rank[f], outside[f][0], f))
        between = [
            f
            for f, at in outside.items()
            if self.divides[f] and self.rank[f] > self.rank[best] and at[0] < outside[best][0] >= at[-1]
        ]
        return min(between, key=lambda f: (outside[f][0], f)) if between else best


_Part = tuple[float, float, int | None, tuple[tuple[int, float], ...]]


def _edge_parts(hits: list[_Hit], length_m: float, choose: _Choice, gap_m: float) -> list[_Part]:
    """Return the parts of one edge: start, end, neighbour, ground."""
    places = _places([end for hit in hits for end in hit[:2]], length_m)
    parts: list[_Part] = []
    for start, end in pairwise(places):
        middle = (start + end) / 2
        who, ground = choose((distance, f) for a, b, distance, f in hits if a <= middle <= b)
        parts.append((start, end, who, () if ground is None else ((ground, end - start),)))
    return _without_short(_joined(parts), _LEAST_SHARE_OF_GAP * gap_m)


def _places(ends: list[float], length_m: float) -> list[float]:
    """Return where the neighbours of an edge may change, with its two ends."""
    places = [0.0]
    for place in sorted(ends):
        if place - places[-1] > _SAME_PLACE_M and length_m - place > _SAME_PLACE_M:
            places.append(place)
    return [*places, length_m]


def _joined(parts: list[_Part]) -> list[_Part]:
    """Return parts with those of one neighbour that follow each other made one."""
    result: list[_Part] = []
    for part in parts:
        if result and result[-1][2] == part[2]:
            before = result.pop()
            result.append((before[0], part[1], part[2], _with_ground(before[3], part[3])))
        else:
            result.append(part)
    return result


def _with_ground(
    one: tuple[tuple[int, float], ...], other: tuple[tuple[int, float], ...]
) -> tuple[tuple[int, float], ...]:
    """Return two lists of ground as one, each row once."""
    lengths = dict(one)
    for row, length in other:
        lengths[row] = lengths.get(row, 0.0) + length
    return tuple(lengths.items())


def _without_short(parts: list[_Part], least_m: float) -> list[_Part]:
    """Return parts of which the short ones went to the longer of those beside them."""
    while len(parts) > 1:
        i = min(range(len(parts)), key=lambda k: (parts[k][1] - parts[k][0], k))
        if parts[i][1] - parts[i][0] >= least_m:
            break
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(parts)]
        # somebody rather than nobody, then the longer
        k = max(beside, key=lambda k: (parts[k][2] is not None, parts[k][1] - parts[k][0], -k))
        low, high = min(i, k), max(i, k)
        whole = (parts[low][0], parts[high][1], parts[k][2], parts[k][3])
        parts = _joined([*parts[:low], whole, *parts[high + 1 :]])
    return parts
