# SPDX-License-Identifier: GPL-2.0-or-later
"""The neighbours of a parcel: stretches by side, runs of edges, and where the neighbour changes."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from land_entry_plugin.engine.cyclic import cyclic_runs
from land_entry_plugin.engine.directions import bearing_deg
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from land_entry_plugin.engine.adjoining import EdgePart
    from land_entry_plugin.engine.boundary_points import NumberedRing
    from land_entry_plugin.engine.lies import Lie

_NOTHING = Decimal(0)
_LEAST_LENGTH_M = 1e-9


class Stretch(NamedTuple):
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


class Run(NamedTuple):
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


class Change(NamedTuple):
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


class Adjoining:
    """The rings of a parcel, how they lie, and the parts of their edges, each with the neighbour that it has.

    Parameters
    ----------
    rings : sequence of NumberedRing
    lies : sequence of Lie
        Of the rings.
    parts : sequence of EdgePart
        Of the rings' edges, in order.
    key : function
        Which neighbour a feature is: features of one key are one neighbour.
    """

    def __init__(
        self,
        rings: Sequence[NumberedRing],
        lies: Sequence[Lie],
        parts: Sequence[EdgePart],
        key: Callable[[int | None], Hashable],
    ) -> None:
        self.rings, self.lies = rings, lies
        keys = {row: key(row) for row in {part.feature for part in parts}}
        # parts and neighbours of each edge of each ring
        self.parts: list[list[list[EdgePart]]] = [[[] for _ in ring.names] for ring in rings]
        for part in parts:
            self.parts[part.ring][part.edge].append(part)
        self.keys = [[[keys[part.feature] for part in of_edge] for of_edge in of_ring] for of_ring in self.parts]
        # the same of each ring, edge after edge
        self.all_parts = [[part for of_edge in of_ring for part in of_edge] for of_ring in self.parts]
        self.all_keys = [[key for of_edge in of_ring for key in of_edge] for of_ring in self.keys]


def printed_lengths(parts: Sequence[EdgePart], length: Decimal) -> list[Decimal]:
    """Return lengths of the parts of an edge, rounded so that they add up to it as printed."""
    lengths = []
    for part in parts[:-1]:
        lengths.append(half_up(part.length_m))
        length -= lengths[-1]
    return [*lengths, length]


def stretches(found: Adjoining) -> list[Stretch]:
    """Return the parts of edges joined by side and neighbour, in the order of the boundary."""
    result = []
    for number, (ring, lie) in enumerate(zip(found.rings, found.lies, strict=True)):
        parts = found.all_parts[number]
        printed = [
            length
            for of_edge, whole in zip(found.parts[number], lie.printed_lengths_m, strict=True)
            for length in ([whole] if len(of_edge) == 1 else printed_lengths(of_edge, whole))
        ]
        kinds = [(side, key) for side, of_edge in zip(lie.sides, found.keys[number], strict=True) for key in of_edge]
        for positions in cyclic_runs(kinds):
            chosen = [parts[i] for i in positions]
            first, last = chosen[0], chosen[-1]
            result.append(
                Stretch(
                    ring=number,
                    side=lie.sides[first.edge],
                    parts=tuple(chosen),
                    first_point=ring.names[first.edge],
                    last_point=ring.names[(last.edge + 1) % len(ring.names)],
                    after_first_m=first.start_m,
                    before_last_m=lie.lengths_m[last.edge] - last.end_m,
                    length_m=sum((printed[i] for i in positions), _NOTHING),
                )
            )
    return result


def runs(found: Adjoining) -> list[Run]:
    """Return the edges joined by neighbour, whatever side they face: every edge is in one run."""
    result = []
    for number, (ring, lie) in enumerate(zip(found.rings, found.lies, strict=True)):
        of_edge = found.parts[number]
        told = [tuple(own) if len(own) == 1 else _one_after_another(own) for own in found.keys[number]]
        # an edge that several adjoin is a run of its own
        kinds = [(edge if len(own) > 1 else -1, own) for edge, own in enumerate(told)]
        for edges in cyclic_runs(kinds):
            names = [ring.names[edge] for edge in edges] + [ring.names[(edges[-1] + 1) % len(ring.names)]]
            length = sum((lie.printed_lengths_m[edge] for edge in edges), _NOTHING)
            own_parts = tuple([part for edge in edges for part in of_edge[edge]])
            result.append(Run(number, tuple(names), tuple(edges), own_parts, length))
    return result


def _one_after_another(keys: list[Hashable]) -> tuple[Hashable, ...]:
    """Return keys without those that repeat the one before."""
    return tuple([key for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]])


def changes(found: Adjoining) -> list[Change]:
    """Return where the neighbour changes, in the order of the boundary."""
    result = []
    for number, (ring, lie) in enumerate(zip(found.rings, found.lies, strict=True)):
        own, keys = found.all_parts[number], found.all_keys[number]
        for i, part in enumerate(own):
            if keys[i - 1] == keys[i]:
                continue
            normal = _outward(lie, part.edge, own[i - 1].edge)
            (x, y), (east, north) = lie.points[part.edge], lie.edges[part.edge]
            along = part.start_m / max(lie.lengths_m[part.edge], _LEAST_LENGTH_M)
            place = x + along * east, y + along * north
            result.append(Change(number, ring.names[part.edge], part.start_m, place, bearing_deg(*normal)))
    return result


def _outward(lie: Lie, *edges: int) -> tuple[float, float]:
    """Return the direction out of the parcel between two edges: east, north."""
    east = north = 0.0
    for edge in edges:
        length = max(lie.lengths_m[edge], _LEAST_LENGTH_M)
        east, north = east - lie.edges[edge][1] / length, north + lie.edges[edge][0] / length
    if math.hypot(east, north) < 1e-6:
        # a spike: straight on
        return -lie.edges[edges[0]][0], -lie.edges[edges[0]][1]
    return east, north
