# SPDX-License-Identifier: GPL-2.0-or-later
"""How the shape of a parcel differs between two records: which corners, and how much land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import shapely

from land_entry_plugin.engine.crs import project
from land_entry_plugin.engine.shapes import symmetric_difference


@dataclass(frozen=True)
class ShapeChange:
    """How one shape became another.

    Attributes
    ----------
    corners_gone, corners_new : int
        A corner that moved counts in both.
    farthest_m : float
        How far the farthest new or lost corner lies from the other shape's outline; 0 where one shape is missing.
    gained_m2, lost_m2 : float
        Plane.
    """

    corners_gone: int
    corners_new: int
    farthest_m: float
    gained_m2: float
    lost_m2: float

    @property
    def touched_m2(self) -> float:
        """The land that lies in one of the shapes only: no layer's share can change by more."""
        return self.gained_m2 + self.lost_m2


def shape_change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> ShapeChange | None:
    """Return how two recorded geometries (``crs``, ``wkt``) differ, None where they do not."""
    if before == after:
        return None
    one, other = shape_of(before), shape_of(after)
    if before and after and before["crs"] != after["crs"]:
        one = in_crs(one, before["crs"], after["crs"])
    corners = [_corners(shape) for shape in (one, other)]
    gone, new = corners[0] - corners[1], corners[1] - corners[0]
    if one is None or other is None:
        area = 0.0 if one is other else float(shapely.area(other if one is None else one))
        gained, lost = (area, 0.0) if one is None else (0.0, area)
        return ShapeChange(len(gone), len(new), 0.0, gained, lost)
    apart = symmetric_difference(one, other)
    lost = float(shapely.area(shapely.intersection(apart, one)))
    far = [
        shapely.distance(shapely.boundary(shape), shapely.points(np.array(sorted(points)))).max()
        for shape, points in ((other, gone), (one, new))
        if points
    ]
    return ShapeChange(len(gone), len(new), float(max(far, default=0.0)), float(apart.area) - lost, lost)


def shape_of(stored: dict[str, Any] | None) -> shapely.Geometry | None:
    """Return a recorded geometry, None where there is none."""
    return None if stored is None else shapely.from_wkt(stored["wkt"])


def in_crs(shape: shapely.Geometry | None, source: str, target: str) -> shapely.Geometry | None:
    """Return a geometry moved to another plane."""
    if shape is None or source == target:
        return shape
    systems = (pyproj.CRS.from_user_input(code) for code in (source, target))
    return project(np.array([shape], dtype=object), *systems)[0]


def _corners(shape: shapely.Geometry | None) -> set[tuple[float, float]]:
    return set() if shape is None else set(map(tuple, shapely.get_coordinates(shape).tolist()))
