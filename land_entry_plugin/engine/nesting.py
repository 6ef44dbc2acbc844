# SPDX-License-Identifier: GPL-2.0-or-later
"""Which ring is a hole and which a part: by where the rings lie, even-odd, never by their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Nest:
    """An outer ring and the holes directly in it, by their positions in the list of rings."""

    shell: int
    holes: tuple[int, ...]


def nested(rings: Sequence[np.ndarray]) -> list[Nest]:
    """Return outer rings with their holes, both in the order given.

    A ring in an even number of others is a part (an island where it lies in a hole), in an odd number a hole of the
    smallest that holds it.

    Parameters
    ----------
    rings : sequence of ndarray, shape (n, 2)
        Not closed, at least three points each.
    """
    if len(rings) == 1:
        return [Nest(0, ())]
    polygons = shapely.polygons([shapely.linearrings(ring) for ring in rings])
    areas = shapely.area(polygons)
    inside = _inner_points(polygons)
    # holds[i, j]: ring i lies in the larger ring j; an inner point is enough, since rings do not cross
    holds = shapely.intersects(polygons[None, :], inside[:, None]) & (areas[None, :] > areas[:, None])
    depth = holds.sum(axis=1)
    holes: dict[int, list[int]] = {int(i): [] for i in np.flatnonzero(depth % 2 == 0)}
    for i in np.flatnonzero(depth % 2 == 1):
        around = np.flatnonzero(holds[i] & (depth == depth[i] - 1))
        # rings that cross may leave none of the depth above: then any that holds it
        around = around if len(around) else np.flatnonzero(holds[i] & (depth % 2 == 0))
        if len(around):
            holes[int(around[np.argmin(areas[around])])].append(int(i))
        else:
            holes[int(i)] = []
    return [Nest(shell, tuple(holes[shell])) for shell in sorted(holes)]


def _inner_points(polygons: np.ndarray) -> np.ndarray:
    """Return a point in each ring; one of its corners where it crosses itself beyond help."""
    sound = shapely.is_valid(polygons)
    result = shapely.point_on_surface(np.where(sound, polygons, None))
    for i in np.flatnonzero(~sound):
        mended = shapely.make_valid(polygons[i], method="structure", keep_collapsed=False)
        is_lost = mended.is_empty
        result[i] = shapely.Point(polygons[i].exterior.coords[0]) if is_lost else shapely.point_on_surface(mended)
    return result
