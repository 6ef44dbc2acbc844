# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapes cut by windows."""

from __future__ import annotations

import numpy as np
import shapely

from land_entry_plugin.engine.shapes import polygons_only


def within_windows(shapes: np.ndarray, windows: np.ndarray) -> np.ndarray:
    """Return as much of shapes (n,) as lies in windows (n, 4), pair by pair; an empty polygon where that is nothing."""
    bounds = shapely.bounds(shapes)
    whole = (bounds[:, :2] > windows[:, :2]).all(axis=1) & (bounds[:, 2:] < windows[:, 2:]).all(axis=1)
    whole &= shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    whole[whole] = shapely.get_num_interior_rings(shapes[whole]) == 0
    result = np.empty(len(shapes), dtype=object)
    result[whole] = _as_cut(shapes[whole])
    result[~whole] = polygons_only(shapely.intersection(shapes[~whole], shapely.box(*windows[~whole].T)))
    return result


def _as_cut(polygons: np.ndarray) -> np.ndarray:
    """Return polygons without holes as they come from a cut that leaves them whole, which costs twenty times more.

    That is clockwise, each point once, and from the second point of that direction on.
    """
    if not len(polygons):
        return polygons
    rings = shapely.get_exterior_ring(polygons)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    is_new = np.append(True, (ring[1:] != ring[:-1]) | (points[1:] != points[:-1]).any(axis=1))
    points, ring = points[is_new], ring[is_new]
    counts = np.bincount(ring)
    begins = np.repeat(np.cumsum(counts) - counts, counts)
    number, last = np.arange(len(points)) - begins, np.repeat(counts - 1, counts)
    # the last point of a ring is its first: without the first, and closed by the second
    number = np.where(number == last, 1, number + 1)
    turned = shapely.is_ccw(rings)[ring]
    return shapely.polygons(shapely.linearrings(points[begins + np.where(turned, last - number, number)], indices=ring))
