# SPDX-License-Identifier: GPL-2.0-or-later
"""Broken shapes: parcels are named, never mended; source features are mended on a copy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.boundary_points import numbered_rings
from land_entry_plugin.engine.shapes import is_polygonal, parts_of, polygons_only, symmetric_difference, union

if TYPE_CHECKING:
    from collections.abc import Sequence

# A repair that moves less area than this is the rounding of coordinates.
REPAIR_AREA_M2 = 0.01
# Loops that together are a smaller share of their shape do not put the rest of it in doubt.
_SMALL_LOOP_SHARE = 0.05


class FaultKind(StrEnum):
    """Why a parcel's shape cannot be judged."""

    NULL = "null"
    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_POLYGON = "not_a_polygon"
    CROSSING = "crossing"
    INVALID = "invalid"
    NO_AREA = "no_area"
    MISPLACED = "misplaced"


# A shape that is drawn over itself many times has pairs without end.
_MOST_CROSSINGS = 1000


@dataclass(frozen=True)
class Fault:
    """What is wrong with a parcel's shape, with its edges named (``("J3–J4", "J6–J7")``)."""

    kind: FaultKind
    edges: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def shape_fault(geometry: shapely.Geometry | None, *, in_metres: bool = True) -> Fault | None:
    """Return what is wrong with a parcel's shape, or None; one in degrees may be of any size above nothing."""
    if geometry is None:
        return Fault(FaultKind.NULL)
    if shapely.is_empty(geometry):
        return Fault(FaultKind.EMPTY)
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return Fault(FaultKind.NOT_A_POLYGON, reason=geometry.geom_type)
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return Fault(FaultKind.NOT_A_NUMBER)
    if not shapely.is_valid(geometry):
        crossings = _crossing_edges(geometry)
        kind = FaultKind.CROSSING if crossings else FaultKind.INVALID
        return Fault(kind, crossings, shapely.is_valid_reason(geometry).split("[")[0])
    if shapely.area(geometry) <= (REPAIR_AREA_M2 if in_metres else 0.0):
        return Fault(FaultKind.NO_AREA)
    return None


def shape_faults(geometries: np.ndarray, *, in_metres: bool = True) -> list[Fault | None]:
    """Return what is wrong with the shapes of many parcels (n,), None for each that is sound."""
    sound = is_polygonal(geometries) & are_sound(geometries, in_metres=in_metres)
    return [
        None if is_sound else shape_fault(shape, in_metres=in_metres)
        for shape, is_sound in zip(geometries, sound.tolist(), strict=True)
    ]


def are_sound(geometries: Sequence[shapely.Geometry] | np.ndarray, *, in_metres: bool = True) -> np.ndarray:
    """Return which of many polygons have no fault (bool, n); their coordinates are numbers."""
    shapes = np.array(geometries, dtype=object)
    return shapely.is_valid(shapes) & (shapely.area(shapes) > (REPAIR_AREA_M2 if in_metres else 0.0))


def _crossing_edges(geometry: shapely.Geometry) -> tuple[tuple[str, str], ...]:
    """Return the pairs of edges that cross or lie on each other, named by their boundary points."""
    names: list[str] = []
    lines: list[np.ndarray] = []
    chain: list[tuple[int, int, int]] = []  # ring, position in it, edges of the ring
    for ring_number, ring in enumerate(numbered_rings(geometry)):
        closed = np.vstack([ring.points, ring.points[:1]])
        for i, name in enumerate(ring.names):
            names.append(f"{name}–{ring.names[(i + 1) % len(ring.names)]}")
            lines.append(closed[i : i + 2])
            chain.append((ring_number, i, len(ring.names)))
    edges = shapely.linestrings(np.array(lines))
    left, right = shapely.STRtree(edges).query(edges, predicate="intersects")
    found: list[tuple[str, str]] = []
    order = np.lexsort((right, left))
    for i, j in zip(left[order].tolist(), right[order].tolist(), strict=True):
        if i >= j:
            continue
        if len(found) == _MOST_CROSSINGS:
            break
        (ring_i, at_i, count), (ring_j, at_j, _) = chain[i], chain[j]
        neighbours = ring_i == ring_j and (at_j - at_i) % count in (1, count - 1)
        if neighbours and shapely.length(shapely.intersection(edges[i], edges[j])) == 0:
            continue
        found.append((names[i], names[j]))
    return tuple(found)


@dataclass(frozen=True)
class Repaired:
    """Source features made valid.

    Attributes
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        Valid; None where nothing polygonal was left.
    was_broken : ndarray of bool, shape (n,)
    doubt : ndarray of shapely polygons, shape (n,)
        Where it depends on the reading of a broken shape what is covered; None where it does not.
    """

    geometry: np.ndarray
    was_broken: np.ndarray
    doubt: np.ndarray


def repair(geometries: np.ndarray) -> Repaired:
    """Return valid copies of source features.

    Where the readings of a broken shape differ, the one that covers more counts, since what is covered may be
    farmland; where they differ by more than ``REPAIR_AREA_M2`` the place is reported as doubtful.
    """
    result = np.array(geometries, dtype=object)
    finite = np.isfinite(shapely.bounds(result)).all(axis=1)
    result[~finite] = None
    broken = ~shapely.is_valid(result) & finite
    doubt = np.full(len(result), None, dtype=object)
    # a loop: broken shapes are few
    for i in np.flatnonzero(broken):
        result[i], doubt[i] = _mended(result[i])
    result = np.where(finite, polygons_only(result), None)
    result[shapely.is_empty(result)] = None
    return Repaired(result, broken | ~finite, doubt)


def _mended(stored: shapely.Geometry) -> tuple[shapely.Geometry, shapely.Geometry | None]:
    """Return what a broken shape covers at most, and where that is in doubt.

    A small loop leaves doubt around itself; one that is a good part of the whole (two corners swapped) leaves the
    whole in doubt, with what lies between its corners.
    """
    covering, even_odd = polygons_only(
        [
            shapely.make_valid(stored, method="structure", keep_collapsed=False),
            shapely.make_valid(stored, method="linework"),
        ]
    )
    whole = union([covering, even_odd])
    differing = symmetric_difference(covering, even_odd)
    if max(differing.area, abs(whole.area - shapely.area(stored))) <= REPAIR_AREA_M2:
        return whole, None
    parts = parts_of(whole)
    minor = np.delete(parts, np.argmax(shapely.area(parts))) if len(parts) else parts
    if not len(parts) or shapely.area(minor).sum() > _SMALL_LOOP_SHARE * whole.area:
        return whole, polygons_only([shapely.convex_hull(stored)])[0]
    loops = np.concatenate([minor, parts_of(differing)])
    if not len(loops):
        # a ring stored twice, for instance: nothing tells where the change is
        return whole, polygons_only([shapely.convex_hull(stored)])[0]
    return whole, union(list(shapely.convex_hull(loops)))
