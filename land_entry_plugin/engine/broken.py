# SPDX-License-Identifier: GPL-2.0-or-later
"""What is wrong with a broken shape, and where: by its rings one by one, then by their relation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
import shapely


class Breakage(StrEnum):
    """The kinds of broken shapes."""

    NULL = "null"
    EMPTY = "empty"
    NOT_A_POLYGON = "not_a_polygon"
    NOT_A_NUMBER = "not_a_number"
    UNCLOSED = "unclosed"
    UNREADABLE = "unreadable"
    ZERO_AREA = "zero_area"
    SPIKE = "spike"
    BOW_TIE = "bow_tie"
    SELF_INTERSECTION = "self_intersection"
    DUPLICATE_RING = "duplicate_ring"
    HOLE_OUTSIDE_SHELL = "hole_outside_shell"
    HOLE_CROSSES_SHELL = "hole_crosses_shell"
    NESTED_HOLES = "nested_holes"
    DUPLICATE_PARTS = "duplicate_parts"
    NESTED_PARTS = "nested_parts"
    OVERLAPPING_PARTS = "overlapping_parts"
    ADJACENT_PARTS = "adjacent_parts"
    DISCONNECTED = "disconnected"


# A ring whose loops turn against each other by this share of what they enclose is a bow-tie, not one with a knot.
_BOW_TIE_SHARE = 0.9
_LEAST_POINTS = 3
_PLACE = re.compile(r"\[([-+.\deE]+) ([-+.\deE]+)\]")


@dataclass(frozen=True)
class Broken:
    """One broken shape.

    Attributes
    ----------
    kind : Breakage
    place : shapely geometry or None
        The point or the ring at fault, in the coordinates of the shape; None where there is none.
    """

    kind: Breakage
    place: shapely.Geometry | None = None


def breakage(geometry: shapely.Geometry, *, unit_m: float = 1e-5) -> Broken | None:
    """Return what is wrong with a polygon or multipolygon of finite coordinates, None where nothing is.

    Parameters
    ----------
    geometry : shapely polygon or multipolygon
        As stored.
    unit_m : float
        How far a point may lie off a line and still be on it, in the unit of the coordinates.
    """
    sound = shapely.is_valid(geometry)
    if sound and shapely.area(geometry) > unit_m * unit_m:
        return None
    parts = [part for part in shapely.get_parts(geometry) if not shapely.is_empty(part)]
    for ring in (ring for part in parts for ring in shapely.get_rings(part)):
        found = _of_ring(ring, unit_m)
        if found is not None:
            return found
    if sound:
        return Broken(Breakage.ZERO_AREA, _first_point(geometry))
    for part in parts:
        found = _of_part(part)
        if found is not None:
            return found
    return _of_parts(parts) or _unexplained(geometry)


def _of_ring(ring: shapely.LinearRing, unit_m: float) -> Broken | None:
    """Return what is wrong with one ring alone."""
    points = _distinct(shapely.get_coordinates(ring))
    if len(points) < _LEAST_POINTS:
        return Broken(Breakage.ZERO_AREA, _first_point(ring))
    polygon = shapely.Polygon(points)
    if shapely.is_valid(polygon) and shapely.area(polygon) > unit_m * unit_m:
        return None
    half, odd = divmod(len(points), 2)
    if not odd and half >= _LEAST_POINTS and np.array_equal(points[:half], points[half:]):
        return Broken(Breakage.DUPLICATE_RING, shapely.Polygon(points[:half]))
    rest, tips = without_spikes(points, unit_m)
    if len(rest) < _LEAST_POINTS or (shapely.area(shapely.Polygon(rest)) <= unit_m * unit_m and not len(tips) == 0):
        return Broken(Breakage.ZERO_AREA, _first_point(ring))
    if len(tips) and shapely.is_valid(shapely.Polygon(rest)):
        return Broken(Breakage.SPIKE, shapely.Point(tips[0]))
    loops = shapely.make_valid(polygon, method="linework")
    enclosed = shapely.area(loops)
    if enclosed <= unit_m * unit_m:
        return Broken(Breakage.ZERO_AREA, _first_point(ring))
    kind = Breakage.BOW_TIE if shapely.area(polygon) < _BOW_TIE_SHARE * enclosed else Breakage.SELF_INTERSECTION
    return Broken(kind, _told_place(polygon) or _first_point(ring))


def _of_part(part: shapely.Polygon) -> Broken | None:
    """Return how sound rings of one polygon stand to each other wrongly."""
    shell, *holes = (shapely.Polygon(ring) for ring in shapely.get_rings(part))
    for hole in holes:
        if shapely.equals(hole, shell):
            return Broken(Breakage.DUPLICATE_RING, hole)
        if not shapely.covers(shell, hole):
            common = shapely.area(shapely.intersection(hole, shell))
            outside = common <= 1e-9 * shapely.area(hole)
            return Broken(Breakage.HOLE_OUTSIDE_SHELL if outside else Breakage.HOLE_CROSSES_SHELL, hole)
    for one, other in combinations(holes, 2):
        if shapely.equals(one, other):
            return Broken(Breakage.DUPLICATE_RING, one)
        if shapely.relate_pattern(one, other, "T********"):
            return Broken(Breakage.NESTED_HOLES, min(one, other, key=shapely.area))
    if not shapely.is_valid(part):
        return Broken(Breakage.DISCONNECTED, _told_place(part) or _first_point(part))
    return None


def _of_parts(parts: list[shapely.Polygon]) -> Broken | None:
    """Return how sound parts of one multipolygon stand to each other wrongly."""
    left, right = shapely.STRtree(parts).query(parts, predicate="intersects")
    adjacent = None
    # a loop: the parts of one broken shape
    for i, j in sorted(zip(left.tolist(), right.tolist(), strict=True)):
        if i >= j:
            continue
        one, other = parts[i], parts[j]
        smaller = min(one, other, key=shapely.area)
        if shapely.equals(one, other):
            return Broken(Breakage.DUPLICATE_PARTS, one)
        if shapely.covers(one, other) or shapely.covers(other, one):
            return Broken(Breakage.NESTED_PARTS, smaller)
        common = shapely.intersection(one, other)
        if shapely.area(common) > 0:
            return Broken(Breakage.OVERLAPPING_PARTS, common)
        if adjacent is None and shapely.length(common) > 0:
            adjacent = Broken(Breakage.ADJACENT_PARTS, common)
    return adjacent


def _unexplained(geometry: shapely.Geometry) -> Broken:
    return Broken(Breakage.SELF_INTERSECTION, _told_place(geometry) or _first_point(geometry))


def without_spikes(points: np.ndarray, unit_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a ring without points at which it turns straight back, and those points.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Not closed.
    unit_m : float
        How far off a line a point may lie.
    """
    tips: list[np.ndarray] = []
    while len(points) >= _LEAST_POINTS:
        before, after = np.roll(points, 1, axis=0) - points, np.roll(points, -1, axis=0) - points
        lengths = np.hypot(*before.T), np.hypot(*after.T)
        off = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) / np.maximum(*lengths)
        back = (off <= unit_m) & ((before * after).sum(axis=1) > 0)
        if not back.any():
            break
        at = int(np.argmax(back))
        tips.append(points[at])
        points = _distinct(np.delete(points, at, axis=0), unit_m)
    return points, np.array(tips).reshape(-1, 2)


def _distinct(points: np.ndarray, apart: float = 0.0) -> np.ndarray:
    """Return the points of a ring, not closed, each once in a row."""
    kept = np.hypot(*(points - np.roll(points, 1, axis=0)).T) > apart
    return points[kept]


def _told_place(geometry: shapely.Geometry) -> shapely.Point | None:
    """Return the place that GEOS names."""
    found = _PLACE.search(shapely.is_valid_reason(geometry))
    return shapely.Point(float(found[1]), float(found[2])) if found else None


def _first_point(geometry: shapely.Geometry) -> shapely.Point:
    return shapely.Point(shapely.get_coordinates(geometry)[0])
