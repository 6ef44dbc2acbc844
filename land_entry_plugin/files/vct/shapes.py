# SPDX-License-Identifier: GPL-2.0-or-later
"""From pieces and lines to shapes: rings are joined by where lines meet, holes and parts told by how rings lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.curves import straightened
from land_entry_plugin.engine.nesting import nested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.vct.objects import Piece

# Half of the last of four decimals; in degrees about a millimetre.
_SAME_M, _SAME_DEG = 5e-5, 1e-8


class OpenRing(Exception):  # noqa: N818 told as an InputError by who knows the line
    """Lines that make no ring."""


def chain_of(pieces: Sequence[Piece]) -> np.ndarray:
    """Return the points (n, 2) of pieces one after the other, arcs straightened."""
    return np.concatenate([_arc(piece.points) if piece.is_arc else piece.points for piece in pieces])


def _arc(points: np.ndarray) -> np.ndarray:
    """Return the points of an arc through three points."""
    start, middle, end = points
    (ax, ay), (bx, by) = middle - start, end - middle
    chord = end - start
    turn = ax * by - ay * bx
    # the angle over the chord that the middle sees is half of what the arc leaves of a full turn
    if not turn or not chord.any():
        return points
    half = np.arctan2(turn, ax * bx + ay * by)
    bulge = np.tan(half / 2)
    arc = straightened(np.array([start, end]), np.array([bulge, 0.0]))
    return np.vstack([arc, end])


def rings_of(chains: Sequence[np.ndarray | None], *, in_degrees: bool, closes: bool) -> list[np.ndarray]:
    """Return the rings (n, 2), not closed, that chains make; None stands where a ring ends.

    A ring ends where it is back at its start. Chains that do not meet in their order are joined as they fit. Where it
    ``closes`` of itself, a chain alone may lack the point that does.

    Raises
    ------
    OpenRing
        Where chains make no ring.
    """
    limit = _SAME_DEG if in_degrees else _SAME_M
    rings: list[np.ndarray] = []
    group: list[np.ndarray] = []
    for chain in [*chains, None]:
        if chain is not None:
            group.append(chain)
        elif group:
            rings += _in_order(group, limit) or _as_they_fit(group, limit, closes=closes and len(group) == 1)
            group = []
    return rings


def _in_order(chains: Sequence[np.ndarray], limit: float) -> list[np.ndarray] | None:
    """Return the rings of chains of which each begins where the one before ends; None where one does not."""
    rings, current = [], None
    for chain in chains:
        if current is None:
            current = [chain]
        elif np.abs(current[-1][-1] - chain[0]).max() <= limit:
            current.append(chain[1:])
        else:
            return None
        if len(current[-1]) and np.abs(current[-1][-1] - current[0][0]).max() <= limit:
            ring = np.concatenate(current)
            if len(ring) > 3:
                rings.append(ring[:-1])
                current = None
    return rings if current is None else None


def _as_they_fit(chains: Sequence[np.ndarray], limit: float, *, closes: bool) -> list[np.ndarray]:
    lines = [chain for chain in chains if len(chain) > 1 and (chain != chain[0]).any()]
    if not lines:
        raise OpenRing
    merged = shapely.get_parts(
        shapely.line_merge(shapely.multilinestrings([shapely.linestrings(one) for one in lines]))
    )
    rings = []
    for line in merged:
        points = shapely.get_coordinates(line)
        closed = np.abs(points[0] - points[-1]).max() <= limit
        if not closed and not (closes and len(merged) == 1):
            raise OpenRing
        rings.append(points[:-1] if closed else points)
    if not rings or any(len(ring) < 3 for ring in rings):
        raise OpenRing
    return rings


def polygon_of(rings: Sequence[np.ndarray]) -> shapely.Geometry:
    """Return the polygon of rings, in whatever order they stand: a ring in a ring is a hole, one in a hole a part."""
    parts = [shapely.Polygon(rings[nest.shell], [rings[hole] for hole in nest.holes]) for nest in nested(rings)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
