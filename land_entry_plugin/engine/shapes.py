# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons out of whatever a geometry operation returns."""

from __future__ import annotations

import numpy as np
import shapely

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_COLLECTION = shapely.GeometryType.GEOMETRYCOLLECTION


def polygons_only(geometries: np.ndarray) -> np.ndarray:
    """Return the polygonal part of every geometry; an empty polygon where there is none."""
    result = np.array(geometries, dtype=object)
    kinds = shapely.get_type_id(result)
    # a loop: only where two polygons touch along a line besides overlapping
    for i in np.flatnonzero(kinds == _COLLECTION):
        parts = shapely.get_parts(result[i])
        result[i] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _POLYGONAL)])
    kinds = shapely.get_type_id(result)
    result[~np.isin(kinds, _POLYGONAL)] = shapely.Polygon()
    return result


def union(geometries: list[shapely.Geometry]) -> shapely.Geometry:
    """Return the polygonal union; an empty polygon of nothing."""
    return polygons_only([shapely.union_all(np.array(geometries, dtype=object))])[0]


def parts_of(geometry: shapely.Geometry) -> np.ndarray:
    """Return the connected polygons of a geometry."""
    parts = shapely.get_parts(geometry)
    return parts[~shapely.is_empty(parts)]


def from_wkb(wkb: np.ndarray) -> np.ndarray:
    """Return 2D geometries of an array of WKB (None stays None; what cannot be read becomes None)."""
    return shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
