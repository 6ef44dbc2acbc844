# SPDX-License-Identifier: GPL-2.0-or-later
"""Fewer boundary points after a cut: none on straight lines, one of two close ones where that only takes land away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may be given up for one point less: as much as the drawing of a line is uncertain by.
_MOST_GIVEN_UP_M2, _MOST_GIVEN_UP_SHARE = 10.0, 0.01
_LEAST_POINTS = 3
_ARITHMETIC_AREA_M2 = 1e-9


def with_fewer_points(
    polygon: shapely.Polygon, parcel: shapely.Geometry, merge_m: float, same_m: float
) -> shapely.Polygon:
    """Return a polygon cut from a parcel without new points on straight lines or close to the next ones.

    Old points stay, and so do edges on the old boundary, which the neighbours share. A point goes only where the
    polygon then lies within what it was: what was cut off stays off.

    Parameters
    ----------
    polygon : shapely polygon
        Valid, in metres.
    parcel : shapely polygon or multipolygon
        From which it was cut.
    merge_m : float
        Nearer points become one, where they can; 0 for never.
    same_m : float
        Points so near to a corner of the parcel are that corner.
    """
    polygon = shapely.geometry.polygon.orient(polygon)
    old_corners = shapely.STRtree(shapely.points(shapely.get_coordinates(parcel)))
    border = parcel.boundary
    shapely.prepare(border)
    most = min(_MOST_GIVEN_UP_M2, _MOST_GIVEN_UP_SHARE * polygon.area)
    rings = [
        _without_straight_points(np.array(ring.coords)[:-1], old_corners, same_m)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    straight = _polygon(rings)
    if not straight.is_valid:
        return polygon
    polygon = straight
    # a loop over rings and points: each step changes what the next one looks at, and a parcel has few points
    for number in range(len(rings)):
        changed = True
        while changed and len(rings[number]) > _LEAST_POINTS:
            changed = False
            for ring, given_up in _fewer(rings[number], border, old_corners, merge_m, same_m):
                trial = _polygon([*rings[:number], ring, *rings[number + 1 :]])
                if given_up <= most and _is_within(trial, polygon):
                    rings[number], polygon, changed = ring, trial, True
                    break
    return polygon


def _without_straight_points(ring: np.ndarray, old_corners: shapely.STRtree, same_m: float) -> np.ndarray:
    """Return a ring without new points on the line of the points beside them."""
    is_old = _is_old(ring, old_corners, same_m)
    i = 0
    while i < len(ring) and len(ring) > _LEAST_POINTS:
        one, other = ring[i - 1], ring[(i + 1) % len(ring)]
        away = abs(_twice_area(one, ring[i], other)) <= same_m / 2 * np.hypot(*(other - one))
        between = np.dot(ring[i] - one, other - ring[i]) > 0
        if away and between and not is_old[i]:
            ring, is_old = np.delete(ring, i, axis=0), np.delete(is_old, i)
        else:
            i += 1
    return ring


def _is_old(ring: np.ndarray, old_corners: shapely.STRtree, same_m: float) -> np.ndarray:
    result = np.zeros(len(ring), dtype=bool)
    result[np.unique(old_corners.query(shapely.points(ring), predicate="dwithin", distance=same_m)[0])] = True
    return result


def _fewer(
    ring: np.ndarray, border: shapely.Geometry, old_corners: shapely.STRtree, merge_m: float, same_m: float
) -> Iterator[tuple[np.ndarray, float]]:
    """Yield rings with one point less, and the area that each gives up; the polygon is on the left of a ring."""
    count = len(ring)
    follower = np.roll(ring, -1, axis=0)
    lengths = np.hypot(*(follower - ring).T)
    middles = shapely.points((ring + follower) / 2)
    is_old = _is_old(ring, old_corners, same_m)
    on_border = shapely.dwithin(middles, border, same_m)
    for i in np.flatnonzero(lengths < merge_m):
        j = (i + 1) % count
        before, after = (i - 1) % count, (j + 1) % count
        # the first goes: the edge before it must be free to move; the second: the edge after it
        for gone, edge, one, other in ((i, before, before, j), (j, j, i, after)):
            turn = _twice_area(ring[one], ring[gone], ring[other])
            if not is_old[gone] and not on_border[edge] and turn > 0:
                yield np.delete(ring, gone, axis=0), turn / 2
        corner = _crossing(ring[before], ring[i], ring[after], ring[j])
        free = not (is_old[i] or is_old[j] or on_border[[before, i, j]].any())
        if corner is not None and free and np.hypot(*(corner - ring[i])) < merge_m:
            given_up = abs(_twice_area(ring[i], corner, ring[j])) / 2
            yield np.delete(np.where(np.arange(count)[:, None] == i, corner, ring), j, axis=0), given_up


def _twice_area(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> float:
    """Return twice the signed area of a triangle: positive for a left turn."""
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def _crossing(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray | None:
    """Return where the lines through a, b and through c, d cross; None where they hardly do."""
    one, other = b - a, d - c
    cross = one[0] * other[1] - one[1] * other[0]
    if abs(cross) < 0.1 * np.hypot(*one) * np.hypot(*other):
        return None
    along = ((c[0] - a[0]) * other[1] - (c[1] - a[1]) * other[0]) / cross
    return a + along * one


def _polygon(rings: list[np.ndarray]) -> shapely.Polygon:
    return shapely.Polygon(rings[0], rings[1:])


def _is_within(trial: shapely.Polygon, polygon: shapely.Polygon) -> bool:
    """Return whether a trial is sound and takes up no place that the polygon did not."""
    if not trial.is_valid or trial.is_empty:
        return False
    return shapely.difference(trial, polygon).area <= _ARITHMETIC_AREA_M2
