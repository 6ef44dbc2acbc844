# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel without what it must not lie on: what stays, what goes, and why each part goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import shapely

from land_entry_plugin.engine.close_points import with_fewer_points
from land_entry_plugin.engine.shapes import GRID_M, NOWHERE, difference, intersection, parts_of

# Corners of offset lines stay corners: an arc would give a boundary dozens of points. At a sharp corner the line is
# cut straight, never nearer than the distance.
_MITRE, _SETBACK_MITRE, _WIDTH_MITRE = "mitre", 2.0, 10.0
# A part thinner than this is what two drawings of one line leave between them, whatever width is asked for.
HAIR_M = 0.01
# Corners on the grid move by less than this; a vertex so near to an old one is the old one.
SAME_POINT_M = 2 * GRID_M
_ARITHMETIC_WIDTH_M = 3 * GRID_M
_GRID_DECIMALS = 5
# Less than a square centimetre is no overlap to any rule.
_NOTHING_M2 = 1e-4


class Keep(StrEnum):
    """Which parts of a parcel that falls apart are kept."""

    LARGEST = "largest"
    ALL = "all"


class Why(StrEnum):
    """Why a part of a parcel goes."""

    CONFLICT = "conflict"
    SETBACK = "setback"
    NARROW = "narrow"
    MERGED = "merged"
    SMALL = "small"
    NOT_LARGEST = "not_largest"


@dataclass(frozen=True)
class Cutting:
    """How a parcel is cut.

    Attributes
    ----------
    setback_m : float
        Distance kept from what is cut off.
    min_width_m : float
        What is narrower is dropped: where a disc of this diameter does not fit.
    min_area_m2 : float
        Parts under this are dropped; plane area.
    keep : Keep
    merge_m : float
        Of points nearer to each other than this one is given up where that only takes land away; 0 for never.
    """

    setback_m: float = 0.0
    min_width_m: float = 3.0
    min_area_m2: float = 200.0
    keep: Keep = Keep.LARGEST
    merge_m: float = 0.5

    @property
    def reach_m(self) -> float:
        """How far from a parcel features count: their set-back lines and the corners of those."""
        return _SETBACK_MITRE * self.setback_m + 1.0 if self.setback_m else 0.0


@dataclass(frozen=True)
class Cut:
    """A parcel, cut.

    Attributes
    ----------
    kept : shapely polygon or multipolygon
        Within the parcel; empty where nothing is left, the very parcel where nothing was in the way.
    removed : dict of Why to shapely geometry
        What went, each place once; only reasons that took something.
    """

    kept: shapely.Geometry
    removed: dict[Why, shapely.Geometry] = field(default_factory=dict)

    @property
    def is_cut(self) -> bool:
        return bool(self.removed)


def cut(parcel: shapely.Geometry, forbidden: shapely.Geometry, told: Cutting) -> Cut:
    """Return a parcel without what is forbidden.

    The new boundary has the corners of what is forbidden and where its edges cross the parcel's; the parcel's own
    corners keep their coordinates to the last digit. Nothing is ever added to a parcel.

    Parameters
    ----------
    parcel, forbidden : shapely polygon or multipolygon
        Valid, in one plane, metres; ``forbidden`` as far as ``told.reach_m`` beyond the parcel.
    told : Cutting
    """
    kept_off = set_back(forbidden, told.setback_m) if told.setback_m else forbidden
    if intersection(parcel, kept_off)[0].area <= _NOTHING_M2:
        return Cut(parcel)
    stages: list[tuple[Why, shapely.Geometry]] = [(Why.CONFLICT, difference(parcel, forbidden))]
    if told.setback_m:
        stages.append((Why.SETBACK, difference(stages[-1][1], kept_off)))
    stages.append((Why.NARROW, _wide_parts(stages[-1][1], max(told.min_width_m, HAIR_M))))
    stages.append((Why.MERGED, _tidied(stages[-1][1], parcel, told.merge_m)))
    parts = list(parts_of(stages[-1][1]))
    parts = [part for part in parts if part.area >= told.min_area_m2]
    stages.append((Why.SMALL, _joined(parts)))
    if told.keep is Keep.LARGEST and len(parts) > 1:
        stages.append((Why.NOT_LARGEST, max(parts, key=lambda part: part.area)))
    before, removed = parcel, {}
    for why, kept in stages:
        gone = _thick(difference(before, kept))
        if not gone.is_empty:
            removed[why] = gone
        before = kept
    return Cut(stages[-1][1], removed)


def set_back(shape: shapely.Geometry, distance_m: float) -> shapely.Geometry:
    """Return a shape widened by a distance; corners stay corners."""
    return shapely.buffer(shape, distance_m, join_style=_MITRE, mitre_limit=_SETBACK_MITRE)


def with_corners_of(shape: shapely.Geometry, old: shapely.Geometry) -> shapely.Geometry:
    """Return a shape whose corners that lie on old ones have their very coordinates."""
    corners = shapely.get_coordinates(old)
    tree = shapely.STRtree(shapely.points(corners))

    def moved(points: np.ndarray) -> np.ndarray:
        # the decimals of the grid: cutting leaves 60.00000001
        result = np.round(points, _GRID_DECIMALS)
        found = tree.query_nearest(shapely.points(points), max_distance=SAME_POINT_M, all_matches=False)
        result[found[0]] = corners[found[1]]
        return result

    result = shapely.transform(shape, moved)
    return result if shapely.is_valid(result) else shape


def _tidied(shape: shapely.Geometry, parcel: shapely.Geometry, merge_m: float) -> shapely.Geometry:
    """Return a shape with the parcel's own corners, without points on straight lines and close to each other."""
    if shape.is_empty:
        return shape
    shape = with_corners_of(shape, parcel)
    return _joined([with_fewer_points(part, parcel, merge_m, SAME_POINT_M) for part in parts_of(shape)])


def _wide_parts(shape: shapely.Geometry, width_m: float) -> shapely.Geometry:
    """Return a shape without its narrow parts; where it is wide enough it stays as it is, point by point."""
    half = width_m / 2
    core = shapely.buffer(shape, -half, join_style=_MITRE, mitre_limit=_WIDTH_MITRE)
    opened = intersection(shapely.buffer(core, half, join_style=_MITRE, mitre_limit=_WIDTH_MITRE), shape)[0]
    narrow = _thick(difference(shape, opened))
    return shape if narrow.is_empty else difference(shape, narrow)


def _thick(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the parts of a shape that are more than the arithmetic of the grid."""
    return _joined([part for part in parts_of(shape) if 2 * part.area > _ARITHMETIC_WIDTH_M * part.length])


def _joined(parts: list[shapely.Geometry]) -> shapely.Geometry:
    """Return parts that lie apart as one geometry, as they are."""
    polygons = [polygon for part in parts for polygon in shapely.get_parts(part)]
    if not polygons:
        return NOWHERE
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
