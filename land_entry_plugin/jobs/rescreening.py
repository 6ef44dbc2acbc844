# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels that were edited since they were screened, and those beside them, screened again: the others stay."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from land_entry_plugin.engine.crs import project
from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.jobs.living import LivingLayers
from land_entry_plugin.jobs.parcels import Parcels, read_parcels
from land_entry_plugin.jobs.plan import planned
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.record import Entries
from land_entry_plugin.jobs.screenparcels import evidence_of, judged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from land_entry_plugin.files.source import LayerDescription, Rows
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.screening import ScreeningRequest

# A record keeps coordinates with a tenth of a millimetre.
_SAME_M = 0.001
# Rules that look at all parcels together: with them, all are screened again.
_OVER_ALL = "aggregate"


@dataclass(frozen=True)
class SomeShapes:
    """The rows of a parcel layer, of which only some still have their shape; a source.

    Rows, ids and their order stay, so that what is said of a parcel names it as the whole layer does.
    """

    parcels: Parcels
    kept: np.ndarray

    def describe(self) -> LayerDescription:
        return self.parcels.description

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        own = self.parcels.rows
        wkb = np.where(self.kept, own.wkb, None)
        return replace(own, wkb=wkb, columns={name: own.columns[name] for name in fields})


@dataclass(frozen=True)
class Rescreened:
    """What was found.

    Attributes
    ----------
    parcels : list of dict
        As a record has them.
    replaced : frozenset of str
        Ids of the parcels that they stand for; those that are gone are among them.
    """

    parcels: list[dict[str, Any]]
    replaced: frozenset[str]


def rescreened(
    request: ScreeningRequest,
    known: list[dict[str, Any]],
    touched: Collection[int],
    progress: Progress | None = None,
    living: LivingLayers | None = None,
) -> Rescreened:
    """Return the parcels whose shapes are others than a record has them, and those that this concerns, screened.

    Parameters
    ----------
    request : ScreeningRequest
        Of the layer as it stands now.
    known : list of dict
        The parcels of the record.
    touched : collection of int
        Ids of features that were changed; others are found by their shapes.
    progress : Progress, optional
    living : LivingLayers, optional
        What was read for earlier edits, with the same layers and options.

    Raises
    ------
    InputError
        When a layer, the pack or an option is at fault.
    """
    parcels = read_parcels(request.parcels, request.parcel_id)
    stored: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for parcel in known:
        stored[parcel["parcel_id"]].append(parcel)
    gone = frozenset(stored) - set(parcels.ids)
    was = {parcel_id: [_shape(parcel, parcels.crs) for parcel in own] for parcel_id, own in stored.items()}
    features = set(touched)
    changed = {
        parcel_id
        for row, parcel_id in enumerate(parcels.ids)
        if int(parcels.rows.ids[row]) in features or _is_other(parcels, row, was.get(parcel_id))
    }
    if not changed and not gone:
        return Rescreened([], frozenset())
    old = [shape for parcel_id in changed | gone for shape in was.get(parcel_id, ()) if shape is not None]
    shapes = from_wkb(parcels.rows.wkb)
    affected = np.array([parcel_id in changed for parcel_id in parcels.ids])
    affected |= _near(shapes, [*old, *shapes[affected]])
    # of the others only those that were screened are screened again
    screened = np.array([parcel_id in changed or parcel_id in stored for parcel_id in parcels.ids])
    affected &= screened
    kept = affected | _near(shapes, list(shapes[affected]))
    living = living or LivingLayers()
    pack = living.pack_of(request)
    if any(one.kind == _OVER_ALL for rule in pack.rules for one in rule.levels()):
        affected, kept = screened, np.full(len(kept), fill_value=True)
    ids = frozenset(parcels.ids[row] for row in np.flatnonzero(affected))
    some = replace(request, parcels=SomeShapes(parcels, kept))
    return Rescreened(_screened(some, ids, progress or Silent(), living), ids | gone)


def _screened(
    request: ScreeningRequest, ids: Collection[str], progress: Progress, living: LivingLayers
) -> list[dict[str, Any]]:
    """Return some of the parcels of a request as a record has them; what was read for them is not said."""
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        plan = planned(request, living.pack_of(request))
        gathered = evidence_of(
            request, plan.parcels, plan.where, plan.limits, progress, read_layer=living.prepare
        ).evidence
        results = judged(plan, gathered, progress)
        entries = Entries(plan.screening)
        return [entries.of(result) for result in results if result.parcel_id in ids]


def _shape(parcel: dict[str, Any], crs: pyproj.CRS) -> shapely.Geometry | None:
    """Return the shape that a record has of a parcel, in a CRS; None where it has none."""
    if parcel["geometry"] is None:
        return None
    shape = np.array([shapely.from_wkt(parcel["geometry"]["wkt"])], dtype=object)
    return project(shape, pyproj.CRS.from_user_input(parcel["geometry"]["crs"]), crs)[0]


def _is_other(parcels: Parcels, row: int, was: list[shapely.Geometry | None] | None) -> bool:
    """Return whether a parcel that was screened has another shape now; a broken one is followed by its feature."""
    now = parcels.geometry[row]
    if was is None or parcels.faults[row] is not None:
        return was is not None and any(shape is not None for shape in was)
    near = _SAME_M / 111_000 if parcels.crs.is_geographic else _SAME_M
    return not any(shape is not None and _same(shape, now, near) for shape in was)


def _same(one: shapely.Geometry, other: shapely.Geometry, near: float) -> bool:
    return bool(shapely.hausdorff_distance(one, other) <= near and abs(one.area - other.area) <= near * one.length)


def _near(shapes: np.ndarray, others: list[shapely.Geometry]) -> np.ndarray:
    """Return which shapes meet the boxes of others."""
    found = np.zeros(len(shapes), dtype=bool)
    boxes = [shapely.box(*shapely.bounds(shape)) for shape in others if shape is not None and not shape.is_empty]
    if boxes:
        spans = [None if shape is None or shape.is_empty else shapely.box(*shapely.bounds(shape)) for shape in shapes]
        found[shapely.STRtree(spans).query(boxes, predicate="intersects")[1]] = True
    return found
