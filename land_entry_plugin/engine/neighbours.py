# SPDX-License-Identifier: GPL-2.0-or-later
"""The neighbours of a parcel: stretches by side, runs of edges, and where the neighbour changes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.directions import SIDES, bearings_deg, left_of, side_numbers
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from land_entry_plugin.engine.adjoining import EdgePart
    from land_entry_plugin.engine.boundary_points import NumberedRing

# A jog no longer than this, between longer stretches that face one way, faces that way too.
JOG_M = 2.0
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Stretch:
    """A part of a ring on one side of a parcel along one neighbour.

    Attributes
    ----------
    ring : int
    side : str
        ``north``, ``east``, ``south`` or ``west``: where it faces, out of the parcel.
    parts : tuple of EdgePart
    first_point, last_point : str
        Boundary points at its ends, or the nearest beyond them.
    after_first_m, before_last_m : float
        How far from these points it begins and ends; 0 but for neighbours that change within an edge.
    length_m : Decimal
        The sum of the edges as printed; parts of an edge add up to it.
    """

    ring: int
    side: str
    parts: tuple[EdgePart, ...]
    first_point: str
    last_point: str
    after_first_m: float
    before_last_m: float
    length_m: Decimal


@dataclass(frozen=True)
class Run:
    """Edges that follow each other and adjoin the same: one row of the table of signatures.

    Attributes
    ----------
    ring : int
    points : tuple of str
        From its first boundary point to its last.
    edges : tuple of int
    parts : tuple of EdgePart
        Of one neighbour, or of one edge that several neighbours adjoin.
    length_m : Decimal
        The sum of the edges as printed.
    """

    ring: int
    points: tuple[str, ...]
    edges: tuple[int, ...]
    parts: tuple[EdgePart, ...]
    length_m: Decimal

    @property
    def is_closed(self) -> bool:
        """Whether it goes all around a ring."""
        return self.points[0] == self.points[-1]


@dataclass(frozen=True)
class Change:
    """Where one neighbour ends and the next begins.

    Attributes
    ----------
    ring : int
    point : str
        The boundary point there, or the one before it.
    after_point_m : float
    place : tuple of float
        Easting and northing.
    bearing_deg : float
        Out of the parcel.
    """

    ring: int
    point: str
    after_point_m: float
    place: tuple[float, float]
    bearing_deg: float


def printed_lengths(parts: Sequence[EdgePart], rings: Sequence[NumberedRing]) -> list[Decimal]:
    """Return lengths of all parts of edges, rounded so that the parts of an edge add up to it as printed."""
    lengths = []
    for (ring, edge), of_edge in groupby(parts, key=lambda part: (part.ring, part.edge)):
        own = list(of_edge)
        left = rings[ring].printed_lengths_m[edge]
        for part in own[:-1]:
            lengths.append(half_up(part.length_m))
            left -= lengths[-1]
        lengths.append(left)
    return lengths


def facing(ring: NumberedRing, jog_m: float = JOG_M) -> list[str]:
    """Return which side of the parcel every edge of a ring faces, out of the parcel."""
    sides = side_numbers(bearings_deg(left_of(ring.edges)))
    lengths = ring.edge_lengths_m
    result = sides.copy()
    found = _cyclic_runs([int(side) for side in sides])
    sums = [float(lengths[run].sum()) for run in found]
    for i, run in enumerate(found):
        before, after = i - 1, (i + 1) % len(found)
        is_jog = round(sums[i], 3) <= jog_m and sums[i] < min(sums[before], sums[after])
        if is_jog and sides[found[before][0]] == sides[found[after][0]]:
            result[run] = sides[found[before][0]]
    return [SIDES[side] for side in result]


def stretches(
    rings: Sequence[NumberedRing], parts: Sequence[EdgePart], key: Callable[[int | None], Hashable]
) -> list[Stretch]:
    """Return the parts of edges joined by side and neighbour, in the order of the boundary.

    Parameters
    ----------
    rings : sequence of NumberedRing
    parts : sequence of EdgePart
        Of these rings.
    key : function
        Which neighbour a feature is: features of one key are one neighbour.
    """
    printed = printed_lengths(parts, rings)
    result = []
    for number, ring in enumerate(rings):
        own = [i for i, part in enumerate(parts) if part.ring == number]
        sides = facing(ring)
        kinds = [(sides[parts[i].edge], key(parts[i].feature)) for i in own]
        for positions in _cyclic_runs(kinds):
            chosen = [parts[own[k]] for k in positions]
            first, last = chosen[0], chosen[-1]
            result.append(
                Stretch(
                    ring=number,
                    side=sides[first.edge],
                    parts=tuple(chosen),
                    first_point=ring.names[first.edge],
                    last_point=ring.names[(last.edge + 1) % len(ring.names)],
                    after_first_m=first.start_m,
                    before_last_m=float(ring.edge_lengths_m[last.edge]) - last.end_m,
                    length_m=sum((printed[own[k]] for k in positions), _NOTHING),
                )
            )
    return result


def runs(rings: Sequence[NumberedRing], parts: Sequence[EdgePart], key: Callable[[int | None], Hashable]) -> list[Run]:
    """Return the edges joined by neighbour, whatever side they face: every edge is in one run."""
    result = []
    for number, ring in enumerate(rings):
        of_edge: list[list[EdgePart]] = [[] for _ in ring.names]
        for part in parts:
            if part.ring == number:
                of_edge[part.edge].append(part)
        told = [tuple(one for one, _ in groupby(key(part.feature) for part in own)) for own in of_edge]
        # an edge that several adjoin is a run of its own
        kinds = [(edge if len(own) > 1 else -1, own) for edge, own in enumerate(told)]
        for edges in _cyclic_runs(kinds):
            names = [ring.names[edge] for edge in edges] + [ring.names[(edges[-1] + 1) % len(ring.names)]]
            length = sum((ring.printed_lengths_m[edge] for edge in edges), _NOTHING)
            own_parts = tuple(part for edge in edges for part in of_edge[edge])
            result.append(Run(number, tuple(names), tuple(edges), own_parts, length))
    return result


def changes(
    rings: Sequence[NumberedRing], parts: Sequence[EdgePart], key: Callable[[int | None], Hashable]
) -> list[Change]:
    """Return where the neighbour changes, in the order of the boundary."""
    result = []
    for number, ring in enumerate(rings):
        own = [part for part in parts if part.ring == number]
        lengths = np.maximum(ring.edge_lengths_m, 1e-9)
        outward = left_of(ring.edges) / lengths[:, None]
        for before, part in zip([own[-1], *own[:-1]], own, strict=True):
            if key(before.feature) == key(part.feature):
                continue
            normal = outward[part.edge] + outward[before.edge]
            if np.hypot(*normal) < 1e-6:
                # a spike: straight on
                normal = -ring.edges[part.edge]
            east, north = ring.points[part.edge] + part.start_m / lengths[part.edge] * ring.edges[part.edge]
            bearing = float(bearings_deg(normal[None, :])[0])
            result.append(Change(number, ring.names[part.edge], part.start_m, (float(east), float(north)), bearing))
    return result


def _cyclic_runs(kinds: Sequence[Hashable]) -> list[list[int]]:
    """Return runs of positions of equal kind around a ring; one that goes on over the start comes first."""
    found = [[i for i, _ in run] for _, run in groupby(enumerate(kinds), key=lambda pair: pair[1])]
    if len(found) > 1 and kinds[0] == kinds[-1]:
        found = [found[-1] + found[0], *found[1:-1]]
    return found
