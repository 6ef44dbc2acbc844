# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults of shapes: broken ones, points stored twice, spikes, features where they cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.broken import Breakage
from land_entry_plugin.engine.placement import OUTSIDE, misplaced
from land_entry_plugin.engine.repair import shape_fault
from land_entry_plugin.engine.vertices import close_points, sharp_points
from land_entry_plugin.jobs.doctor.reading import BATCH
from land_entry_plugin.jobs.progress import followed
from land_entry_plugin.roles.catalogue import PARCELS
from land_entry_plugin.rounding import rounded_down
from land_entry_plugin.texts import both, has_text

if TYPE_CHECKING:
    from land_entry_plugin.engine.vertices import Corners
    from land_entry_plugin.jobs.doctor.collector import Collector
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.roles.data_checks import CheckLimits


def check_shapes(
    read: ReadLayer, limits: CheckLimits, found: Collector, progress: Progress, start: float, end: float
) -> None:
    """Take note of the faults of single shapes."""
    for row in sorted(read.broken):
        kind = read.broken[row]
        place = read.places[row] if not read.misplaced[row] else None
        found.add_row(
            str(kind),
            read,
            row,
            place=read.in_plane(place) if place is not None else read.place_of(row),
            reach=read.doubt[row] if read.doubt[row] is not None else read.place_of(row),
            fix="fixable" if _is_safe(read, row, limits) else "by_hand",
            kind_name=both(f"check.title.{kind}", {}),
            edges=_crossing(read, row),
        )
    rows = np.flatnonzero(read.sound)
    for first in followed(range(0, len(rows), BATCH), -(-len(rows) // BATCH), progress, "check", start, end):
        _check_points(read, rows[first : first + BATCH], limits, found)


def _crossing(read: ReadLayer, row: int) -> dict[str, str] | None:
    """Return which edges of a parcel cross, in words: a surveyor knows them by their boundary points."""
    if read.layer.role.id != PARCELS or read.broken[row] not in (Breakage.BOW_TIE, Breakage.SELF_INTERSECTION):
        return None
    fault = shape_fault(read.stored[row], in_metres=not read.layer.crs.is_geographic)
    if fault is None or not fault.edges:
        return None
    return {
        language: between.join(sign.join(pair) for pair in fault.edges)
        for language, sign, between in (("zh", " 与 ", "；"), ("en", " and ", "; "))
    }


def _is_safe(read: ReadLayer, row: int, limits: CheckLimits) -> bool:
    """Return whether a broken shape may be mended on a copy."""
    if read.broken[row] is Breakage.UNCLOSED:
        return bool(shapely.is_valid(read.stored[row]))
    if read.layer.role.id == PARCELS or read.shapes[row] is None or read.doubt[row] is not None:
        return False
    stored = shapely.area(read.in_plane(read.stored[row]))
    return abs(shapely.area(read.shapes[row]) - stored) <= limits.repair_area_m2


def _check_points(read: ReadLayer, rows: np.ndarray, limits: CheckLimits, found: Collector) -> None:
    shapes = read.shapes[rows]
    # as stored: a projection would move two equal points to equal places, but not to the same last digit
    _add(read, rows, close_points(read.stored[rows], 0.0), "repeated_points", found, fix="fixable")
    if read.layer.role.id == PARCELS:
        near = close_points(shapes, limits.near_points_m)
        _add(read, rows, near, "near_points", found, in_plane=True, limit_m=limits.near_points_m)
    sharp = sharp_points(shapes, limits.spike_angle_degrees, limits.spike_arm_m)
    _add(read, rows, sharp, "narrow_spike", found, in_plane=True)


def _add(
    read: ReadLayer,
    rows: np.ndarray,
    corners: Corners,
    kind: str,
    found: Collector,
    *,
    in_plane: bool = False,
    fix: str = "by_hand",
    **values: Any,
) -> None:
    """Take note of a fault for each feature that has such points, at the first of them."""
    owners, first, count = np.unique(corners.owner, return_index=True, return_counts=True)
    for owner, at, points in zip(owners.tolist(), first.tolist(), count.tolist(), strict=True):
        row = int(rows[owner])
        place = shapely.Point(corners.points[at])
        found.add_row(
            kind,
            read,
            row,
            place=place if in_plane else read.in_plane(place),
            count=points,
            fix=fix,
            size=float(rounded_down(corners.size[at], 3)),
            **values,
        )


def check_placement(read: ReadLayer, bounds: np.ndarray | None, found: Collector) -> bool:
    """Take note of features that cannot be where they are said to be; return whether the whole layer is elsewhere.

    Parameters
    ----------
    read : ReadLayer
    bounds : ndarray (4,) or None
        The extent, in the plane, that layers should meet; None where no layer gives one.
    """
    layer, role = read.layer.name, read.layer.role.id
    off = np.flatnonzero(read.misplaced)
    placed = np.flatnonzero(~shapely.is_missing(read.shapes))
    meets = bounds is None or not len(placed) or bool(_meets(shapely.bounds(read.shapes[placed]), bounds).any())
    if role != PARCELS and ((len(off) and not len(placed)) or not meets):
        row = int(off[0]) if len(off) else int(placed[0])
        found.add("elsewhere", layer, role, count=len(read.rows.ids), hint=_hint(read, row))
        return True
    if role == PARCELS and not meets:
        # which parcels, and where, check_parcels says; here only what may have happened to all of them
        hint = _hint(read, int(placed[0]))
        found.add("elsewhere", layer, role, count=len(read.rows.ids), hint=hint)
    for row in off.tolist():
        found.add_row("misplaced", read, row, place=None, hint=_hint(read, row), coordinates=_written(read, row))
    return False


def _meets(boxes: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    return (boxes[:, :2] <= bounds[2:]).all(axis=1) & (boxes[:, 2:] >= bounds[:2]).all(axis=1)


def _middle(read: ReadLayer, row: int) -> np.ndarray:
    bounds = shapely.bounds(read.stored[row])
    return (bounds[:2] + bounds[2:]) / 2


def _written(read: ReadLayer, row: int) -> str:
    return ", ".join(f"{value:.2f}" for value in _middle(read, row))


def _hint(read: ReadLayer, row: int) -> dict[str, str]:
    """Return what may have happened to a feature's coordinates, in words."""
    x, y = _middle(read, row).tolist()
    why = misplaced((x, y, x, y), read.layer.crs) if read.misplaced[row] else None
    text_id = f"check.hint.{why.kind if why else OUTSIDE}"
    return both(text_id if has_text(text_id) else f"check.hint.{OUTSIDE}", {})
