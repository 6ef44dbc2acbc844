# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapes cut by windows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely

from land_entry_plugin.engine.shapes import polygons_only


def within_windows(shapes: np.ndarray, windows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return as much of shapes as lies in their windows, as ``shapely.intersection`` does; an empty polygon of nothing.

    Most lie inside, or are cut by a quicker routine, which begins rings elsewhere, and then begun where they should.

    Parameters
    ----------
    shapes : ndarray of shapely polygons or multipolygons, shape (n,)
        Valid.
    windows : ndarray, shape (w, 4)
        West, south, east, north.
    counts : ndarray of int, shape (w,)
        How many of the shapes, one window after another, are cut by each.
    """
    own = np.repeat(windows, counts, axis=0)
    result = np.empty(len(shapes), dtype=object)
    is_one_ring = _is_one_ring(shapes)
    bounds = shapely.bounds(shapes)
    is_inside = is_one_ring & (bounds[:, :2] > own[:, :2]).all(axis=1) & (bounds[:, 2:] < own[:, 2:]).all(axis=1)
    result[is_inside] = _uncut(shapes[is_inside])
    crossing = np.flatnonzero(~is_inside)
    ends = np.searchsorted(crossing, np.cumsum(counts)).tolist()
    groups = zip(windows.tolist(), pairwise([0, *ends]), strict=True)
    cuts = [shapely.clip_by_rect(shapes[crossing[slice(*few)]], *window) for window, few in groups]
    cut = np.concatenate([np.empty(0, dtype=object), *cuts])
    chosen = is_one_ring[crossing] & _is_one_ring(cut)
    rows = crossing[chosen]
    result[rows] = _as_overlaid(shapes[rows], cut[chosen], own[rows])
    others = np.flatnonzero(shapely.is_missing(result))
    result[others] = polygons_only(shapely.intersection(shapes[others], shapely.box(*own[others].T)))
    return result


def _is_one_ring(shapes: np.ndarray) -> np.ndarray:
    """Return which shapes are polygons without holes."""
    is_polygon = (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(shapes)
    return is_polygon & (shapely.get_num_interior_rings(shapes) == 0)


def _uncut(shapes: np.ndarray) -> np.ndarray:
    """Return polygons without holes that lie inside their windows as an overlay has them: clockwise."""
    if not len(shapes):
        return shapes
    points, ring, begins = _points(shapes)
    counts = np.bincount(ring, minlength=len(shapes))
    is_ccw = _are_ccw(points, ring, begins)
    number = np.arange(len(points)) - begins[ring]
    # from the last point backwards, or from the second on
    step = np.where(is_ccw[ring], counts[ring] - 1 - number, (number + 1) % counts[ring])
    return shapely.polygons(shapely.linearrings(points[begins[ring] + step], indices=ring))


def _as_overlaid(shapes: np.ndarray, cut: np.ndarray, windows: np.ndarray) -> np.ndarray:
    """Return polygons cut from others with their points in the order in which an overlay has them; None where in doubt.

    An overlay goes clockwise. It takes the first stretch of the uncut ring that lies inside, from where that ring
    begins, and begins behind the stretch's first point, as it comes to it clockwise. In doubt is what touches the
    window's border, and what crosses it without a corner inside.
    """
    result = np.full(len(shapes), None, dtype=object)
    if not len(shapes):
        return result
    points, ring, begins = _points(shapes)
    is_ccw = _are_ccw(points, ring, begins)
    low, high = windows[ring, :2], windows[ring, 2:]
    inside = _both((points > low) & (points < high))
    is_last = np.diff(ring, append=-1) != 0
    following = np.where(is_last, begins[ring], np.arange(1, len(points) + 1))
    goes_out = inside & ~inside[following]
    first = _first(inside, ring, begins)
    last = _first(inside & (is_last | ~inside[following]), ring, begins)
    start = np.where(is_ccw, last, np.maximum(first, begins + 1))
    sure = inside[start] & ~np.logical_or.reduceat(_on_border(points, low, high).any(axis=0), begins)

    points_cut, ring_cut, begins_cut = _points(cut)
    # corners of the window are on two of its sides
    on_meridian, on_parallel = _on_border(points_cut, windows[ring_cut, :2], windows[ring_cut, 2:])
    crossings = np.add.reduceat(on_meridian != on_parallel, begins_cut, dtype=int)
    is_start = _both(points_cut == points[start][ring_cut])
    sure &= (crossings == 2 * np.add.reduceat(goes_out, begins, dtype=int)) & (
        np.add.reduceat(is_start, begins_cut, dtype=int) == 1
    )
    at = _first(is_start, ring_cut, begins_cut)
    counts = np.bincount(ring_cut)
    turned = _are_ccw(points_cut, ring_cut, begins_cut)
    number = np.arange(len(points_cut)) - begins_cut[ring_cut]
    step = (at - begins_cut)[ring_cut] + np.where(turned[ring_cut], -number, number)
    points_cut = points_cut[begins_cut[ring_cut] + step % counts[ring_cut]]
    chosen = sure[ring_cut]
    rings = shapely.linearrings(points_cut[chosen], indices=(np.cumsum(sure) - 1)[ring_cut[chosen]])
    result[sure] = shapely.polygons(rings)
    return result


def _points(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the points of polygons without holes, each once, the polygon of each, and where each polygon begins."""
    points, ring = shapely.get_coordinates(polygons, return_index=True)
    is_kept = np.append((ring[1:] == ring[:-1]) & ~_both(points[1:] == points[:-1]), False)
    points, ring = points[is_kept], ring[is_kept]
    return points, ring, np.searchsorted(ring, np.arange(len(polygons)))


def _are_ccw(points: np.ndarray, ring: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return which rings go counter-clockwise."""
    x, y = (points - points[begins[ring]]).T
    # the side back to a ring's first point adds nothing, nor does the one from a ring to the next
    areas = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    return np.add.reduceat(areas, begins) > 0


def _on_border(points: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return (2, n) whether each point lies on the west or east, and on the south or north side of its window.

    On the prolongations of the sides too.
    """
    return ((points == low) | (points == high)).T


def _both(of_points: np.ndarray) -> np.ndarray:
    """Return what is so (n, 2) of both coordinates; numpy is slow at reducing so short an axis."""
    return of_points[:, 0] & of_points[:, 1]


def _first(chosen: np.ndarray, ring: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return the first of the chosen points of each ring; its first point where none is chosen."""
    rows = np.append(np.flatnonzero(chosen), len(ring))
    first = rows[np.searchsorted(np.append(ring, len(begins))[rows], np.arange(len(begins)))]
    return np.where(np.append(ring, -1)[first] == np.arange(len(begins)), first, begins)
