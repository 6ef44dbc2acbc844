# SPDX-License-Identifier: GPL-2.0-or-later
"""How the features of a layer lie to each other: twice the same, on each other, with gaps between, as splinters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.shapes import NOWHERE, difference, parts_of, union
from land_entry_plugin.engine.stacking import Stack, overlapping, same_shapes, stacked
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, OWNERSHIP, PARCELS, PLANNED_USE
from land_entry_plugin.roles.data_checks import Severity

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.collector import Collector
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.roles.data_checks import CheckLimits

# The place of a broken shape is taken this much wider than its points span, by the square root of what they span:
# where it should have bordered, its neighbours do.
_PLACE_MARGIN = 0.1
# State land has no collective owner, and a plan may be one of a few villages.
_GAPS_BY_NATURE = (OWNERSHIP, PLANNED_USE)


def check_stack(read: ReadLayer, limits: CheckLimits, found: Collector) -> Stack:
    """Take note of how features lie to each other, and return what the layer covers."""
    role = read.layer.role
    stack = stacked(read.shapes) if role.gap_free else _overlaps_alone(read.shapes)
    if stack.covered is None and role.gap_free:
        found.add("borders_not_shared", read.layer.name, role.id, edges=stack.loose_edges)
    known = _check_same(read, found)
    # what a broken shape covers twice or leaves open around itself is its own fault, not another
    doubt = {row: _place(one) for row, one in enumerate(read.doubt) if one is not None}
    doubtful = union(list(doubt.values()))
    shapely.prepare(doubtful)
    areas, large, small = _sizes(stack.overlaps, read, limits)
    for i in _largest_first(areas, large | small):
        one, other = (int(row) for row in stack.pairs[i])
        own_doubt = union([doubt[row] for row in (one, other) if row in doubt])
        if (one, other) in known or shapely.covers(own_doubt, stack.overlaps[i]):
            continue
        found.add_row(
            _overlap_kind(role.id, gap_free=role.gap_free, is_large=bool(large[i])),
            read,
            one,
            grave=_lowered(role.id, is_large=bool(large[i])),
            others=(read.feature(other),),
            area_m2=float(areas[i]),
            place=stack.overlaps[i],
            width_m=_width(stack.overlaps[i]),
        )
    if role.gap_free:
        areas, large, small = _sizes(stack.gaps, read, limits)
        for i in _largest_first(areas, large | small):
            if shapely.covers(doubtful, stack.gaps[i]):
                continue
            neighbours = read.shapes_near(stack.gaps[i])
            found.add(
                "gap_other" if role.id in _GAPS_BY_NATURE else "gap" if large[i] else "gap_sliver",
                read.layer.name,
                role.id,
                grave=None if role.id in _GAPS_BY_NATURE else _lowered(role.id, is_large=bool(large[i])),
                others=tuple(read.feature(row) for row in neighbours),
                area_m2=float(areas[i]),
                place=stack.gaps[i],
                width_m=_width(stack.gaps[i]),
            )
        _check_thin(read, limits, found)
    return stack


def _overlaps_alone(shapes: np.ndarray) -> Stack:
    """Return what lies on each other in a layer that has gaps by nature."""
    pairs, overlaps = overlapping(shapes)
    return Stack(pairs, overlaps, gaps=np.empty(0, dtype=object), covered=None, loose_edges=0)


def _lowered(role: str, *, is_large: bool) -> Severity | None:
    """Return a lower severity for layers on which less rests than on the land survey; None for the usual one."""
    return Severity.WARNING if is_large and role in (LAND_USE_HISTORY, *_GAPS_BY_NATURE) else None


def _place(doubt: shapely.Geometry) -> shapely.Geometry:
    return shapely.buffer(doubt, _PLACE_MARGIN * shapely.area(doubt) ** 0.5)


def _overlap_kind(role: str, *, gap_free: bool, is_large: bool) -> str:
    if role == PARCELS:
        return "parcels_overlap"
    if not gap_free:
        return "overlap_line"
    return "overlap" if is_large else "overlap_sliver"


def _check_same(read: ReadLayer, found: Collector) -> set[tuple[int, int]]:
    """Take note of features of the same shape, and return them pair by pair."""
    role, pairs = read.layer.role, set()
    kind = "parcels_same" if role.id == PARCELS else "duplicate_shape" if role.gap_free else "duplicate_shape_line"
    for group in same_shapes(read.shapes):
        pairs |= {(one, other) for i, one in enumerate(group) for other in group[i + 1 :]}
        found.add_row(
            kind,
            read,
            group[0],
            grave=_lowered(role.id, is_large=True),
            others=tuple(read.feature(row) for row in group[1:]),
            count=len(group),
            area_m2=float(read.areas[group[0]]),
        )
    return pairs


def _check_thin(read: ReadLayer, limits: CheckLimits, found: Collector) -> None:
    """Take note of patches that are too small or too thin to be a use of land."""
    shapes = np.where(shapely.is_missing(read.shapes), NOWHERE, read.shapes)
    width = 2 * read.areas / np.maximum(shapely.length(shapes), 1e-9)
    thin = read.sound & ((read.areas < limits.sliver_area_m2) | (width < limits.thin_patch_width_m))
    for row in np.flatnonzero(thin).tolist():
        found.add_row("thin_patch", read, row, area_m2=float(read.areas[row]), width_m=float(width[row]))


def _width(shape: shapely.Geometry) -> float:
    """Return the mean width: twice the area by the perimeter."""
    return float(2 * shapely.area(shape) / max(shapely.length(shape), 1e-9))


def _sizes(shapes: np.ndarray, read: ReadLayer, limits: CheckLimits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return areas on the ellipsoid, which shapes are large, and which are small but more than touching."""
    areas = ellipsoid_area(shapes, read.plane) if len(shapes) else np.zeros(0)
    width = 2 * areas / np.maximum(shapely.length(shapes), 1e-9)
    counts = (areas > limits.touch_area_m2) & (width > limits.touch_width_m)
    large = counts & (areas >= limits.sliver_area_m2) & (width >= limits.sliver_width_m)
    return areas, large, counts & ~large


def _largest_first(areas: np.ndarray, chosen: np.ndarray) -> list[int]:
    rows = np.flatnonzero(chosen)
    return rows[np.argsort(-areas[rows], kind="stable")].tolist()


def check_reach(read: ReadLayer, stack: Stack, admin: shapely.Geometry, limits: CheckLimits, found: Collector) -> float:
    """Take note of what of the administrative area a gap-free layer leaves, and how far it reaches beyond.

    Returns the share of the administrative area that it covers.
    """
    layer, role = read.layer.name, read.layer.role.id
    # gaps between patches are listed one by one
    uncovered = difference(admin, union([stack.covered, *stack.gaps]))
    for part in _large_parts(uncovered, read, limits):
        area = float(ellipsoid_area(np.array([part]), read.plane)[0])
        grave = Severity.NOTE if role in _GAPS_BY_NATURE else None
        found.add("not_covering", layer, role, grave=grave, area_m2=area, place=part)
    beyond = _large_parts(difference(stack.covered, admin), read, limits)
    if beyond:
        whole = union(beyond)
        area = float(ellipsoid_area(np.array([whole]), read.plane)[0])
        found.add("beyond_admin", layer, role, area_m2=area, place=whole, count=len(beyond))
    total = shapely.area(admin)
    return float(1 - shapely.area(difference(admin, stack.covered)) / total) if total else 0.0


def _large_parts(shape: shapely.Geometry, read: ReadLayer, limits: CheckLimits) -> list[shapely.Geometry]:
    parts = parts_of(shape)
    _, large, _ = _sizes(parts, read, limits)
    return list(parts[large])
