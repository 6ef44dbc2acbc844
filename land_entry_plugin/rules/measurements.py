# SPDX-License-Identifier: GPL-2.0-or-later
"""What was worked out about the shapes on one parcel: many rules ask for the same unions, areas and extents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.shapes import (
    ARITHMETIC_AREA_M2,
    NOWHERE,
    difference,
    differences,
    parts_of,
    union,
    unions,
)
from land_entry_plugin.engine.slivers import NO_EXTENT, extents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.limits import Limits
    from land_entry_plugin.engine.slivers import Extent


class Measurements:
    """Unions, areas and extents by the shapes that they are of.

    A shape is known by its identity; every shape that something is known of is kept, so that no other takes its place.
    """

    def __init__(self) -> None:
        self._areas: dict[int, tuple[shapely.Geometry, float]] = {}
        self._unions: dict[tuple[int, ...], tuple[Sequence[shapely.Geometry], shapely.Geometry]] = {}
        self._parts: dict[int, tuple[shapely.Geometry, np.ndarray]] = {}
        self._extents: dict[tuple[int, bool], tuple[shapely.Geometry, Extent]] = {}
        self._rests: dict[tuple[int, int], tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry]] = {}

    def learn_area(self, geometry: shapely.Geometry, area_m2: float) -> None:
        """Take note of an ellipsoidal area that is known already."""
        self._areas[id(geometry)] = geometry, area_m2

    def knows_area(self, geometry: shapely.Geometry) -> bool:
        """Return whether an area is known."""
        return id(geometry) in self._areas

    def learn_union(self, geometries: Sequence[shapely.Geometry], whole: shapely.Geometry) -> None:
        """Take note of a union that is known already."""
        self._unions[tuple(map(id, geometries))] = geometries, whole

    def learn_parts(self, geometry: shapely.Geometry, parts: np.ndarray) -> None:
        """Take note of the connected parts of a shape that are known already."""
        self._parts[id(geometry)] = geometry, parts

    def parts(self, geometry: shapely.Geometry) -> np.ndarray:
        """Return the connected parts of a shape, without those that are arithmetic only."""
        if id(geometry) not in self._parts:
            self.learn_parts(geometry, parts_of(geometry))
        return self._parts[id(geometry)][1]

    def knows_union(self, geometries: Sequence[shapely.Geometry]) -> bool:
        """Return whether a union is known."""
        return tuple(map(id, geometries)) in self._unions

    def areas(self, geometries: np.ndarray | Sequence[shapely.Geometry], plane: Plane) -> np.ndarray:
        """Return ellipsoidal areas in m2 of geometries in a plane."""
        asked = list(geometries)
        unknown = []
        for geometry in asked:
            if id(geometry) not in self._areas:
                if geometry is NOWHERE or geometry.is_empty:
                    self.learn_area(geometry, 0.0)
                else:
                    unknown.append(geometry)
        if unknown:
            for geometry, area in zip(unknown, ellipsoid_area(_array(unknown), plane).tolist(), strict=True):
                self.learn_area(geometry, area)
        return np.array([self._areas[id(geometry)][1] for geometry in asked], dtype=float)

    def area(self, geometry: shapely.Geometry, plane: Plane) -> float:
        """Return the ellipsoidal area in m2 of one geometry in a plane."""
        if id(geometry) not in self._areas:
            return float(self.areas([geometry], plane)[0])
        return self._areas[id(geometry)][1]

    def union(self, geometries: Sequence[shapely.Geometry]) -> shapely.Geometry:
        """Return a union."""
        key = tuple(map(id, geometries))
        if key not in self._unions:
            self._unions[key] = geometries, union(list(geometries))
        return self._unions[key][1]

    def learn_rest(self, whole: shapely.Geometry, covered: shapely.Geometry, rest: shapely.Geometry) -> None:
        """Take note of what of a shape another is known to leave."""
        self._rests[id(whole), id(covered)] = whole, covered, rest

    def rest(self, whole: shapely.Geometry, covered: shapely.Geometry) -> shapely.Geometry:
        """Return what of a shape another leaves."""
        key = id(whole), id(covered)
        if key not in self._rests:
            self.learn_rest(whole, covered, difference(whole, covered))
        return self._rests[key][2]

    def learn_extent(self, shape: shapely.Geometry, touch_width: bool, extent: Extent) -> None:
        """Take note of how much a shape is known to amount to."""
        self._extents[id(shape), touch_width] = shape, extent

    def knows_extent(self, shape: shapely.Geometry, touch_width: bool) -> bool:
        """Return whether it is known how much a shape amounts to."""
        return (id(shape), touch_width) in self._extents

    def extent(self, shape: shapely.Geometry, touch_width: bool, measured: Callable[[], Extent]) -> Extent:
        """Return how much a shape amounts to, measured where that is not known."""
        key = id(shape), touch_width
        if key not in self._extents:
            self.learn_extent(shape, touch_width, measured())
        return self._extents[key][1]


def foresee(groups: Sequence[tuple[Measurements, Sequence[Sequence[shapely.Geometry]]]], plane: Plane) -> None:
    """Work out at once what will be asked of many parcels: the unions of groups of shapes, their parts and areas.

    Parameters
    ----------
    groups : sequence of (Measurements, sequence of sequences of shapely polygons)
        For each parcel the shapes whose unions will be asked for.
    plane : Plane
        In which all of them are.
    """
    wanted = {
        (id(known), tuple(map(id, group))): (known, group)
        for known, of_parcel in groups
        for group in of_parcel
        if len(group) and not known.knows_union(group)
    }
    of_whom, members = [known for known, _ in wanted.values()], [group for _, group in wanted.values()]
    wholes = unions(members)
    for known, group, whole in zip(of_whom, members, wholes, strict=True):
        known.learn_union(group, whole)
    parts, owner = shapely.get_parts(wholes, return_index=True)
    # a polygon is its own only part
    single = shapely.get_type_id(wholes) == shapely.GeometryType.POLYGON
    alone = single[owner]
    parts[alone] = wholes[owner[alone]]
    real = shapely.area(parts) > ARITHMETIC_AREA_M2
    parts, owner = parts[real], owner[real]
    begins = np.searchsorted(owner, np.arange(len(wholes) + 1))
    for i, (known, whole) in enumerate(zip(of_whom, wholes, strict=True)):
        known.learn_parts(whole, parts[begins[i] : begins[i + 1]])
    several = np.flatnonzero(~single)
    asked = [*zip(owner.tolist(), parts, strict=True), *((i, wholes[i]) for i in several.tolist())]
    _learn_areas([(of_whom[i], shape) for i, shape in asked], plane)


def foresee_extents(
    asked: Sequence[tuple[Measurements, shapely.Geometry, float]], limits: Limits, plane: Plane, *, touch_width: bool
) -> None:
    """Work out at once how much shapes amount to: for each where to note it, the shape and the area of its parcel."""
    asked = [one for one in asked if not one[0].knows_extent(one[1], touch_width)]
    is_empty = shapely.is_empty(_array([shape for _, shape, _ in asked])).tolist()
    found: list[tuple[Measurements, shapely.Geometry, float, np.ndarray]] = []
    for (known, shape, parcel_area_m2), nothing in zip(asked, is_empty, strict=True):
        if nothing or not len(known.parts(shape)):
            known.learn_extent(shape, touch_width, NO_EXTENT)
        else:
            found.append((known, shape, parcel_area_m2, known.parts(shape)))
    if not found:
        return
    of_whom, shapes, parcel_areas, parts_of_each = zip(*found, strict=True)
    _learn_areas([(known, part) for known, _, _, parts in found for part in parts], plane)
    areas = np.array([known.area(part, plane) for known, _, _, parts in found for part in parts])
    amounts = extents(parts_of_each, areas, np.array(parcel_areas), limits, touch_width=touch_width)
    for known, shape, extent in zip(of_whom, shapes, amounts, strict=True):
        known.learn_extent(shape, touch_width, extent)


def foresee_rests(pairs: Sequence[tuple[Measurements, shapely.Geometry, shapely.Geometry]], plane: Plane) -> None:
    """Work out at once what of shapes others leave, and the areas: for each pair where to note it, shape and other."""
    if not pairs:
        return
    of_whom, wholes, others = zip(*pairs, strict=True)
    rests = differences(_array(wholes), others)
    for known, whole, other, rest in zip(of_whom, wholes, others, rests, strict=True):
        known.learn_rest(whole, other, rest)
    _learn_areas([*zip(of_whom, others, strict=True), *zip(of_whom, rests, strict=True)], plane)


def _learn_areas(asked: Sequence[tuple[Measurements, shapely.Geometry]], plane: Plane) -> None:
    """Work out at once the areas of shapes that are not known."""
    unknown = [(known, shape) for known, shape in asked if not known.knows_area(shape)]
    areas = ellipsoid_area(_array([shape for _, shape in unknown]), plane)
    for (known, shape), area in zip(unknown, areas.tolist(), strict=True):
        known.learn_area(shape, area)


def _array(geometries: Sequence[shapely.Geometry]) -> np.ndarray:
    result = np.empty(len(geometries), dtype=object)
    result[:] = geometries
    return result
