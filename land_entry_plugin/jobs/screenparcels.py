# SPDX-License-Identifier: GPL-2.0-or-later
"""Screen parcels: read, prepare, overlay, judge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import shown_bounds
from land_entry_plugin.engine.area import official_areas
from land_entry_plugin.errors import Cancelled
from land_entry_plugin.files.source import content_hash, together
from land_entry_plugin.jobs.boundary_marks import MarkTables
from land_entry_plugin.jobs.evidence import Ground, gather
from land_entry_plugin.jobs.importing import speed_up
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.jobs.plan import planned
from land_entry_plugin.jobs.progress import Silent, followed
from land_entry_plugin.jobs.reading import PreparedLayer, prepare
from land_entry_plugin.jobs.readings import reading_of
from land_entry_plugin.jobs.results import (
    boundaries_of,
    facts_of,
    measured,
    screened,
    shape_texts,
    shared_rings,
    without_shape,
)
from land_entry_plugin.jobs.runs import described_file, described_layer, described_reading
from land_entry_plugin.jobs.screening import Screening, ScreeningRequest
from land_entry_plugin.jobs.small_pieces import screened_pieces
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY, PARCELS
from land_entry_plugin.rules.facts import introduce
from land_entry_plugin.rules.foreseen import foresee_measurements
from land_entry_plugin.rules.shared import SharedFindings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from decimal import Decimal

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.limits import Limits
    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.evidence import ParcelEvidence
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.placed import Placed
    from land_entry_plugin.jobs.plan import Plan
    from land_entry_plugin.jobs.progress import Listener, Progress
    from land_entry_plugin.jobs.screening import ScreenedParcel, ScreenedPiece

    ReadLayer = Callable[[RoleLayer, np.ndarray, Plane], PreparedLayer]

# Share of the work after which each phase ends; reading and the overlay weigh most.
_OVERLAID, _JUDGED = 0.6, 0.98
# Of a plane's part, how much is reading.
_READ = 0.5


def screenparcels(
    request: ScreeningRequest,
    progress: Progress | None = None,
    listener: Listener | None = None,
    *,
    plan: Plan | None = None,
) -> Screening:
    """Return the screening of parcels against the layers given.

    Parameters
    ----------
    request : ScreeningRequest
    progress : Progress, optional
    listener : Listener, optional
        Told of every parcel as soon as it is judged. Who listens keeps what is done: cancelled while they are judged,
        the screening holds those that are, and names the others in ``not_screened``.
    plan : Plan, optional
        Where it was made before.

    Raises
    ------
    InputError
        When a layer, a field, the pack or an option is at fault.
    Cancelled
        When the user cancelled.
    """
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        return _screened(plan or planned(request), progress or Silent(), listener)


def _screened(plan: Plan, progress: Progress, listener: Listener | None) -> Screening:
    parcels = plan.parcels
    gathered = evidence_of(plan.request, parcels, plan.where, plan.limits, progress)
    results = judged(plan, gathered.evidence, progress, listener)
    inputs, files = _inputs(parcels, gathered.where, gathered.read, gathered.marks)
    left = ids_but(parcels, {result.row for result in results})
    return replace(plan.screening, results=results, inputs=inputs, files=files, not_screened=left)


def ids_but(parcels: Parcels, done: Collection[int]) -> tuple[str, ...]:
    """Return the ids of the parcels at all other positions."""
    return tuple(parcel_id for row, parcel_id in enumerate(parcels.ids) if row not in done)


@dataclass(frozen=True)
class Gathered:
    """What the layers say of parcels.

    Attributes
    ----------
    where : Placed
        The layers that lie where the parcels are, and what the others' notes say.
    evidence : list of ParcelEvidence
        Of the parcels with a sound shape.
    read : dict of str to list of PreparedLayer
        By what records call the layer, one a plane.
    marks : MarkTables
    """

    where: Placed
    evidence: list[ParcelEvidence]
    read: dict[str, list[PreparedLayer]]
    marks: MarkTables


def evidence_of(
    request: ScreeningRequest,
    parcels: Parcels,
    where: Placed,
    limits: Limits,
    progress: Progress,
    *,
    wider_m: float = 0.0,
    read_layer: ReadLayer = prepare,
) -> Gathered:
    """Return what the layers say of parcels, and (``wider_m``) of the land around them."""
    chosen = where.chosen
    speed_up(chosen.layers.values(), progress)
    marks = MarkTables.among(request.offered)
    read: dict[str, list[PreparedLayer]] = {key: [] for key in chosen.layers}
    planes = sorted({plane.code: plane for plane in parcels.planes if plane}.values(), key=lambda plane: plane.code)
    gathered: list[ParcelEvidence] = []
    for number, plane in enumerate(planes):
        start, end = _OVERLAID * number / len(planes), _OVERLAID * (number + 1) / len(planes)
        middle = start + (end - start) * _READ
        rows = np.array([i for i, own in enumerate(parcels.planes) if own == plane])
        shapes = in_plane(parcels, rows, plane)
        if wider_m:
            shapes = shapely.buffer(shapes, wider_m)
        layers = _read_layers(chosen, shapes, plane, read_layer, progress, start, middle)
        for key, prepared in layers.items():
            read[key].append(prepared)
        complete = frozenset(request.complete) - chosen.in_doubt - where.roles
        ground = Ground(
            request,
            parcels,
            rows,
            shapes,
            plane,
            layers,
            complete,
            limits,
            marks.near(shapely.bounds(shapes), plane),
            wider_m=wider_m,
            misplaced=where.roles,
            shapeless=where.shapeless,
            in_doubt=chosen.in_doubt,
        )
        gathered += gather(ground, progress, middle, end)
    return Gathered(where, gathered, read, marks)


def judged(
    plan: Plan,
    gathered: list[ParcelEvidence],
    progress: Progress,
    listener: Listener | None = None,
    *,
    rows: Sequence[int] | None = None,
    shared: SharedFindings | None = None,
) -> list[ScreenedParcel]:
    """Return what is to be said of every parcel, ordered by id; totals over parcels see them all.

    Cancelled, what is judged is returned where somebody was told of it.

    Parameters
    ----------
    plan : Plan
    gathered : list of ParcelEvidence
        Of those with a sound shape.
    progress : Progress
    listener : Listener, optional
    rows : sequence of int, optional
        The parcels to judge; all where none are stated.
    shared : SharedFindings, optional
        What was found before of parcels of the screening.
    """
    request, pack, parcels, limits = plan.request, plan.pack, plan.parcels, plan.limits
    shared = shared or SharedFindings()
    rows = range(len(parcels.ids)) if rows is None else rows
    official: dict[int, Decimal] = {}
    texts: dict[int, str] = {}
    pieces: dict[int, list[ScreenedPiece]] = {}
    for plane in {evidence.case.plane for evidence in gathered}:
        of_plane = [evidence for evidence in gathered if evidence.case.plane == plane]
        foresee_measurements(pack, [evidence.case for evidence in of_plane])
        shapes = np.array([evidence.case.geometry for evidence in of_plane], dtype=object)
        own_rows = [evidence.row for evidence in of_plane]
        pieces |= zip(own_rows, screened_pieces([evidence.case for evidence in of_plane]), strict=True)
        official |= zip(own_rows, official_areas(shapes, plane), strict=True)
        texts |= zip(own_rows, shape_texts(shapes), strict=True)
    measures = {evidence.row: measured(evidence.case) for evidence in gathered}
    facts = {
        row: facts_of(
            parcels.ids[row],
            measures.get(row),
            pack,
            plan.answers.of_parcel.get(parcels.ids[row], {}),
            request.as_of,
        )
        for row in rows
    }
    introduce(tuple(facts.values()))
    results = [without_shape(parcels, row, pack, limits, facts[row]) for row in rows if parcels.faults[row] is not None]
    rings = shared_rings(gathered) if request.shared_numbers else {}
    for result in results if listener else ():
        listener.judged(result.parcel_id, str(result.verdict))
    try:
        bounded = boundaries_of(gathered, rings)
        for evidence, boundary in followed(bounded, len(gathered), progress, "judge", _OVERLAID, _JUDGED):
            chosen = not plan.local.of(parcels.ids[evidence.row])
            results.append(
                screened(
                    parcels,
                    evidence.with_facts(facts[evidence.row]),
                    measures[evidence.row],
                    pack,
                    local_pack_chosen=chosen,
                    official=official[evidence.row],
                    geometry_wkt=texts[evidence.row],
                    boundary=boundary,
                    pieces=pieces[evidence.row],
                    shared=shared,
                )
            )
            if listener:
                listener.judged(results[-1].parcel_id, str(results[-1].verdict))
    except Cancelled:
        if not (listener and results):
            raise
    return sorted(results, key=lambda result: (result.parcel_id, result.row))


def _read_layers(
    chosen: ChosenLayers,
    shapes: np.ndarray,
    plane: Plane,
    read_layer: ReadLayer,
    progress: Progress,
    start: float,
    end: float,
) -> dict[str, PreparedLayer]:
    """Return the features near the parcels of one plane, by what records call the layer; those of the maps too.

    No map shows earlier surveys, of which there may be many.
    """
    return {
        key: read_layer(layer, looked_at(layer, shapes), plane)
        for key, layer in followed(chosen.layers.items(), len(chosen.layers), progress, "read", start, end)
    }


def looked_at(layer: RoleLayer, shapes: np.ndarray) -> np.ndarray:
    """Return the boxes (n, 4) around parcels in which a layer is looked at: the windows of their maps.

    No map shows earlier surveys, of which there may be many.
    """
    bounds = shapely.bounds(shapes)
    return bounds if layer.role.id == LAND_USE_HISTORY else np.array([shown_bounds(own) for own in bounds.tolist()])


def _inputs(
    parcels: Parcels, where: Placed, read: dict[str, list[PreparedLayer]], marks: MarkTables
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what each layer says of itself with the hash of what was read, and the files behind the layers."""
    readings = {}
    for key, layer in where.chosen.layers.items():
        prepared = read[key]
        rows = together([one.rows for one in prepared]) if prepared else layer.source.rows((), np.empty((0, 4)))
        readings[key] = Reading(
            fields=tuple(rows.columns),
            count=len(rows.ids),
            sha256=content_hash(rows),
            repaired=frozenset(id_ for one in prepared for id_ in one.ids_where(one.was_broken)),
            without_area=frozenset(id_ for one in prepared for id_ in one.ids_where(one.has_no_area)),
            class_systems=tuple(one.class_system for one in prepared),
        )
    inputs, files = described_inputs(parcels, where, readings)
    for key, (description, rows) in marks.layers().items():
        inputs[key] = described_layer(description, rows, named=False)
        files[key] = described_file(description)
    return inputs, files


@dataclass(frozen=True)
class Reading:
    """What was read of one layer.

    Attributes
    ----------
    fields : tuple of str
    count : int
        How many features.
    sha256 : str
        Of their canonical rows.
    repaired, without_area : frozenset of str
        Their numbers.
    class_systems : tuple of str or None
        One a plane.
    """

    fields: tuple[str, ...]
    count: int
    sha256: str
    repaired: frozenset[str]
    without_area: frozenset[str]
    class_systems: tuple[str | None, ...]


def described_inputs(
    parcels: Parcels, where: Placed, readings: Mapping[str, Reading]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what parcels and layers say of themselves and what was read of them, and the files behind them."""
    own = reading_of(parcels.description, parcels.crs, more=where.notes.get(PARCELS))
    inputs = {PARCELS: described_layer(parcels.description, parcels.rows, named=True) | own}
    files = {PARCELS: described_file(parcels.description)}
    for key, layer in where.chosen.layers.items():
        read = readings[key]
        inputs[key] = described_reading(layer.description, read.fields, read.count, read.sha256, named=layer.named) | {
            "repaired": sorted(read.repaired),
            "without_area": sorted(read.without_area),
        }
        inputs[key] |= reading_of(layer.description, layer.crs, layer, where.notes.get(key))
        if layer.role.id in (LAND_USE, LAND_USE_HISTORY):
            inputs[key]["class_system"] = list(read.class_systems)
        if layer.year is not None:
            inputs[key]["year"] = layer.year
        files[key] = described_file(layer.description)
    return inputs, files
