# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons out of whatever a geometry operation returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

# Below a square millimetre a piece is the arithmetic of floating coordinates, not a fact of the survey.
ARITHMETIC_AREA_M2 = 1e-6
NOWHERE = shapely.Polygon()
# Pieces are cut on a grid of a hundredth of a millimetre. Without it the corner of one piece may lie a billionth of a
# metre off its neighbour's border, which leaves hairs and splits, and GEOS 3.11 at times an area that is not there.
GRID_M = 1e-5
_FLAT = 2
_COLLECTION = shapely.GeometryType.GEOMETRYCOLLECTION


def polygons_only(geometries: np.ndarray | Sequence[shapely.Geometry]) -> np.ndarray:
    """Return the polygonal part of every geometry; an empty polygon where there is none."""
    result = np.array(geometries, dtype=object)
    kinds = shapely.get_type_id(result)
    if is_polygonal(result).all():
        return result
    # a loop: only where two polygons touch along a line besides overlapping
    for i in np.flatnonzero(kinds == _COLLECTION):
        parts = shapely.get_parts(result[i])
        result[i] = shapely.union_all(parts[is_polygonal(parts)])
    result[~is_polygonal(result)] = NOWHERE
    return result


def is_polygonal(geometries: np.ndarray) -> np.ndarray:
    """Return which geometries are polygons or multipolygons."""
    kinds = shapely.get_type_id(geometries)
    return (kinds == shapely.GeometryType.POLYGON) | (kinds == shapely.GeometryType.MULTIPOLYGON)


def union(geometries: list[shapely.Geometry]) -> shapely.Geometry:
    """Return the polygonal union; an empty polygon of nothing."""
    if len(geometries) < 2:
        return geometries[0] if geometries else NOWHERE
    return polygons_only([shapely.union_all(np.array(geometries, dtype=object), grid_size=GRID_M)])[0]


def unions(groups: Sequence[Sequence[shapely.Geometry]]) -> np.ndarray:
    """Return the polygonal union of each group of shapes on the grid; that of a group of one is its own member."""
    result = np.empty(len(groups), dtype=object)
    sizes = np.array([len(group) for group in groups], dtype=int)
    for size in np.unique(sizes).tolist():
        rows = np.flatnonzero(sizes == size)
        members = np.empty((len(rows), size), dtype=object)
        for i, row in enumerate(rows.tolist()):
            members[i] = groups[row]
        if size == 1:
            result[rows] = members[:, 0]
        else:
            wholes = _matched_unions(members)
            others = shapely.is_missing(wholes)
            wholes[others] = shapely.union_all(members[others], axis=1, grid_size=GRID_M)
            result[rows] = polygons_only(wholes)
    return result


def _matched_unions(members: np.ndarray) -> np.ndarray:
    """Return the union of every row of shapes (n, m) that share their borders point by point; None of other rows.

    Borders in common are dropped, which takes a third of the time of cutting every edge where it meets another. It is
    the union where no place was covered twice and what is left is sound and so wide that the grid would change nothing.
    """
    try:
        result = shapely.coverage_union_all(members, axis=1)
    except shapely.GEOSException:
        # a loop: one row that does not match is the end of all
        result = np.array([_without_common_borders(row) for row in members], dtype=object)
    is_whole = np.abs(shapely.area(result) - shapely.area(members).sum(axis=1)) <= ARITHMETIC_AREA_M2
    sound = is_whole & shapely.is_valid(result) & (shapely.minimum_clearance(result) > GRID_M)
    return np.where(sound, result, None)


def _without_common_borders(shapes: np.ndarray) -> shapely.Geometry | None:
    try:
        return shapely.coverage_union_all(shapes)
    except shapely.GEOSException:
        return None


def intersection(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return what geometries have in common, pair by pair, polygons only."""
    return polygons_only(np.atleast_1d(shapely.intersection(one, other, grid_size=GRID_M)))


def difference(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Return what of one geometry the other leaves."""
    return polygons_only([shapely.difference(one, other, grid_size=GRID_M)])[0]


def differences(ones: np.ndarray, others: Sequence[shapely.Geometry]) -> np.ndarray:
    """Return what of geometries others leave, pair by pair, polygons only."""
    return polygons_only(np.atleast_1d(shapely.difference(ones, np.array(others, dtype=object), grid_size=GRID_M)))


def symmetric_difference(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Return what only one of two geometries covers."""
    return polygons_only([shapely.symmetric_difference(one, other, grid_size=GRID_M)])[0]


def span(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return the convex hull of those points of a geometry that are numbers; None where there are none."""
    points = shapely.get_coordinates(geometry)
    points = points[np.isfinite(points).all(axis=1)]
    return shapely.convex_hull(shapely.multipoints(points)) if len(points) else None


def parts_of(geometry: shapely.Geometry) -> np.ndarray:
    """Return the connected polygons of a geometry, without those that are arithmetic only."""
    parts = shapely.get_parts(geometry)
    return parts[shapely.area(parts) > ARITHMETIC_AREA_M2]


def from_wkb(wkb: np.ndarray) -> np.ndarray:
    """Return 2D geometries of an array of WKB (None stays None; what cannot be read becomes None)."""
    result = shapely.from_wkb(wkb, on_invalid="ignore")
    # most are flat: copying them to make them so costs as much as reading them
    deep = shapely.get_coordinate_dimension(result) > _FLAT
    if np.any(deep):
        result[deep] = shapely.force_2d(result[deep])
    return result


def multi(geometries: np.ndarray | Sequence[shapely.Geometry]) -> np.ndarray:
    """Return geometries with single polygons as multipolygons of one part: what a layer delivers as either is equal."""
    result = np.array(geometries, dtype=object)
    is_single = shapely.get_type_id(result) == shapely.GeometryType.POLYGON
    is_empty = is_single & shapely.is_empty(result)
    # of one row each: they are put together as they are, broken ones too
    result[is_single] = shapely.multipolygons(result[is_single][:, np.newaxis])
    # of an empty polygon there is no part
    result[is_empty] = shapely.MultiPolygon()
    return result
