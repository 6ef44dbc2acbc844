# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies along each stretch of a parcel's boundary, and on which side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from land_entry_plugin.engine.boundary_points import NumberedRing

# Who adjoins is looked up on a line this far outside the boundary: beyond the gaps and slivers of drawing.
PROBE_DISTANCE_M = 0.5
SIDES = ("north", "east", "south", "west")


@dataclass(frozen=True)
class Stretch:
    """A run of edges on one side of a parcel along one neighbour.

    Attributes
    ----------
    side : str
        ``north``, ``east``, ``south`` or ``west``, by the direction that the stretch faces.
    feature : int or None
        Row number of the adjoining feature; None where nothing is known.
    first_point, last_point : str
        Boundary point names.
    length_m : float
    """

    side: str
    feature: int | None
    first_point: str
    last_point: str
    length_m: float


def stretches(ring: NumberedRing, features: np.ndarray, tree: shapely.STRtree) -> list[Stretch]:
    """Return who adjoins the edges of an outer ring, in the ring's order.

    Parameters
    ----------
    ring : NumberedRing
        Clockwise, metres.
    features : ndarray of shapely polygons, shape (n,)
        The neighbours, in the parcel's plane.
    tree : STRtree
        Over ``features``.
    """
    points, following = ring.points, np.roll(ring.points, -1, axis=0)
    direction = (following - points) / np.maximum(ring.edge_lengths_m, 1e-9)[:, None]
    outward = np.column_stack([-direction[:, 1], direction[:, 0]])
    probes = shapely.linestrings(np.stack([points, following], axis=1) + PROBE_DISTANCE_M * outward[:, None, :])
    edge, feature = tree.query(probes, predicate="intersects")
    length = shapely.length(shapely.intersection(probes[edge], features[feature]))
    sides = [SIDES[int(((np.degrees(np.arctan2(x, y)) + 45) % 360) // 90)] for x, y in outward]
    result: list[Stretch] = []
    # a loop: runs of edges are built one after the other
    for i, name in enumerate(ring.names):
        mine = edge == i
        longest = feature[mine][np.lexsort((feature[mine], -length[mine]))[:1]]
        who = int(longest[0]) if len(longest) and length[mine].max() > 0 else None
        last, edge_length = ring.names[(i + 1) % len(ring.names)], float(ring.edge_lengths_m[i])
        if result and (result[-1].side, result[-1].feature) == (sides[i], who):
            before = result.pop()
            result.append(Stretch(before.side, who, before.first_point, last, before.length_m + edge_length))
        else:
            result.append(Stretch(sides[i], who, name, last, edge_length))
    return _joined_at_the_start(result)


def _joined_at_the_start(runs: list[Stretch]) -> list[Stretch]:
    """Return the runs with the last joined to the first where they are one."""
    if len(runs) > 1 and (runs[0].side, runs[0].feature) == (runs[-1].side, runs[-1].feature):
        first, last = runs[0], runs[-1]
        whole = Stretch(first.side, first.feature, last.first_point, first.last_point, first.length_m + last.length_m)
        return [whole, *runs[1:-1]]
    return runs
