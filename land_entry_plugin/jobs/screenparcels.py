# SPDX-License-Identifier: GPL-2.0-or-later
"""Screen parcels: read, prepare, overlay, judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import shown_bounds
from land_entry_plugin.engine.slivers import Limits
from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.source import together
from land_entry_plugin.jobs.answers import read_answers
from land_entry_plugin.jobs.boundary_marks import MarkTables
from land_entry_plugin.jobs.evidence import Ground, gather
from land_entry_plugin.jobs.importing import speed_up
from land_entry_plugin.jobs.layer_notes import layer_notes
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.parcels import in_plane, read_parcels
from land_entry_plugin.jobs.placed import placed
from land_entry_plugin.jobs.progress import Silent, followed
from land_entry_plugin.jobs.reading import PreparedLayer, newest_data_year, prepare
from land_entry_plugin.jobs.readings import reading_of
from land_entry_plugin.jobs.results import facts_of, measured, screened, shared_rings, without_shape
from land_entry_plugin.jobs.runs import described_file, described_layer
from land_entry_plugin.jobs.screening import Screening, ScreeningRequest
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY, PARCELS, stateable_roles
from land_entry_plugin.rules.facts import introduce
from land_entry_plugin.rules.foreseen import foresee_measurements
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.local_packs import LocalPacks
from land_entry_plugin.rules.shared import SharedFindings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.answers import Answers
    from land_entry_plugin.jobs.evidence import ParcelEvidence
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.placed import Placed
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.screening import ScreenedParcel
    from land_entry_plugin.rules.pack import RulePack

# Share of the work after which each phase ends; reading and the overlay weigh most.
_OVERLAID, _JUDGED = 0.6, 0.98
# Of a plane's part, how much is reading.
_READ = 0.5


def screenparcels(
    request: ScreeningRequest,
    progress: Progress | None = None,
    on_judged: Callable[[ScreenedParcel], None] | None = None,
) -> Screening:
    """Return the screening of parcels against the layers given.

    Parameters
    ----------
    request : ScreeningRequest
    progress : Progress, optional
    on_judged : function, optional
        Told of every parcel as soon as it is judged. Who listens keeps what is done: cancelled while they are judged,
        the screening holds those that are, and names the others in ``not_screened``.

    Raises
    ------
    InputError
        When a layer, a field, the pack or an option is at fault.
    Cancelled
        When the user cancelled.
    """
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        return _screened(request, progress or Silent(), on_judged)


def _screened(
    request: ScreeningRequest, progress: Progress, on_judged: Callable[[ScreenedParcel], None] | None
) -> Screening:
    pack = load_pack(request.rule_pack, request.pack_folders)
    limits = limits_of(request, pack)
    parcels = read_parcels(request.parcels, request.parcel_id)
    answers = read_answers(request.answers, pack, parcels.ids, parcels.id_field)
    chosen = choose_layers(request.named, request.offered, lambda layer: newest_data_year(layer, parcels))

    gathered = evidence_of(request, parcels, chosen, limits, progress)
    local = LocalPacks.found(request.pack_folders, pack)
    results = _judged(request, pack, parcels, answers, limits, gathered.evidence, local, progress, on_judged)
    inputs, files = _inputs(parcels, gathered.where, gathered.read, gathered.marks)
    read_besides = {parcels.description.name, *gathered.marks.names}
    not_checked = _not_checked(request, pack, read_besides, gathered.where.chosen, answers, local)
    judged = {result.row for result in results}
    not_screened = tuple(parcel_id for row, parcel_id in enumerate(parcels.ids) if row not in judged)
    return Screening(request, pack, parcels, answers, local, results, not_checked, inputs, files, not_screened)


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
    chosen: ChosenLayers,
    limits: Limits,
    progress: Progress,
    *,
    wider_m: float = 0.0,
) -> Gathered:
    """Return what the layers say of parcels, and (``wider_m``) of the land around them."""
    where = placed(chosen, parcels)
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
        layers = _read_layers(chosen, shapes, plane, progress, start, middle)
        for key, prepared in layers.items():
            read[key].append(prepared)
        complete = frozenset(request.complete) - chosen.in_doubt - where.roles
        given_marks = marks.near(shapely.bounds(shapes), plane)
        ground = Ground(
            request,
            parcels,
            rows,
            shapes,
            plane,
            layers,
            complete,
            limits,
            given_marks,
            wider_m=wider_m,
            misplaced=where.roles,
        )
        gathered += gather(ground, progress, middle, end)
    return Gathered(where, gathered, read, marks)


def _judged(
    request: ScreeningRequest,
    pack: RulePack,
    parcels: Parcels,
    answers: Answers,
    limits: Limits,
    gathered: list[ParcelEvidence],
    local: LocalPacks,
    progress: Progress,
    on_judged: Callable[[ScreenedParcel], None] | None,
) -> list[ScreenedParcel]:
    """Return what is to be said of every parcel, ordered by id; totals over parcels see them all.

    Cancelled, what is judged is returned where somebody was told of it.
    """
    for plane in {evidence.case.plane for evidence in gathered}:
        foresee_measurements(pack, [evidence.case for evidence in gathered if evidence.case.plane == plane])
    measures = {evidence.row: measured(evidence.case) for evidence in gathered}
    facts = {
        row: facts_of(
            parcel_id,
            measures.get(row),
            pack,
            answers.of_parcel.get(parcel_id, {}),
            request.as_of,
        )
        for row, parcel_id in enumerate(parcels.ids)
    }
    introduce(tuple(facts.values()))
    results = [
        without_shape(parcels, row, pack, limits, facts[row])
        for row, fault in enumerate(parcels.faults)
        if fault is not None
    ]
    rings = shared_rings(gathered) if request.shared_numbers else {}
    shared = SharedFindings()
    for result in results if on_judged else ():
        on_judged(result)
    try:
        for evidence in followed(gathered, len(gathered), progress, "judge", _OVERLAID, _JUDGED):
            chosen = not local.of(parcels.ids[evidence.row])
            results.append(
                screened(
                    parcels,
                    evidence.with_facts(facts[evidence.row]),
                    measures[evidence.row],
                    pack,
                    local_pack_chosen=chosen,
                    rings=rings.get(evidence.row),
                    shared=shared,
                )
            )
            if on_judged:
                on_judged(results[-1])
    except Cancelled:
        if not (on_judged and results):
            raise
    return sorted(results, key=lambda result: (result.parcel_id, result.row))


def limits_of(request: ScreeningRequest, pack: RulePack) -> Limits:
    """Return the limits of slivers and of touching.

    Raises
    ------
    InputError
        When one is no number, or a role said to be complete is none.
    """
    for name in ("sliver_area_m2", "sliver_width_m"):
        value = getattr(request, name)
        if not (np.isfinite(value) and value >= 0):
            raise InputError("bad_limit", name=name.upper(), value=value)
    for role in request.complete:
        if role not in stateable_roles():
            raise InputError("unknown_role", role=role, roles=list(stateable_roles()))
    return Limits(
        sliver_area_m2=request.sliver_area_m2,
        sliver_width_m=request.sliver_width_m,
        sliver_share=pack.settings["sliver_share"],
        touch_width_m=pack.settings["touch_width_m"],
    )


def _read_layers(
    chosen: ChosenLayers, shapes: np.ndarray, plane: Plane, progress: Progress, start: float, end: float
) -> dict[str, PreparedLayer]:
    """Return the features near the parcels of one plane, by what records call the layer; those of the maps too.

    No map shows earlier surveys, of which there may be many.
    """
    bounds = shapely.bounds(shapes)
    shown = np.array([shown_bounds(own) for own in bounds])
    return {
        key: prepare(layer, bounds if layer.role.id == LAND_USE_HISTORY else shown, plane)
        for key, layer in followed(chosen.layers.items(), len(chosen.layers), progress, "read", start, end)
    }


def _not_checked(
    request: ScreeningRequest,
    pack: RulePack,
    read_besides: Collection[str],
    chosen: ChosenLayers,
    answers: Answers,
    local: LocalPacks,
) -> list[dict[str, Any]]:
    """Return notes on everything that this screening does not look at, whatever the parcel."""
    notes = layer_notes(chosen, request.complete, pack)

    def note(note_id: str, role: str, **values: Any) -> None:
        notes.append({"id": note_id, "role": role, **values})

    others = [name for name in chosen.unrecognised if name not in read_besides]
    if others:
        note("layers_without_role", "other_layers", layers=others)
    for note_id, values in answers.unused():
        note(note_id, "answers", **values)
    for rule, head, reason in pack.disabled:
        note("rule_disabled", "rules", title=rule.title, pack=head.title, reason=reason)
    for path in local.unreadable:
        note("pack_unreadable", "rules", path=path)
    return notes


def _inputs(
    parcels: Parcels, where: Placed, read: dict[str, list[PreparedLayer]], marks: MarkTables
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what each layer says of itself with the hash of what was read, and the files behind the layers."""
    own = reading_of(parcels.description, parcels.crs, more=where.notes.get(PARCELS))
    inputs = {PARCELS: described_layer(parcels.description, parcels.rows, named=True) | own}
    files = {PARCELS: described_file(parcels.description)}
    for key, layer in where.chosen.layers.items():
        prepared = read[key]
        rows = together([one.rows for one in prepared]) if prepared else layer.source.rows((), np.empty((0, 4)))
        inputs[key] = described_layer(layer.description, rows, named=layer.named) | {
            "repaired": sorted({id_ for one in prepared for id_ in one.ids_where(one.was_broken)}),
            "without_area": sorted({id_ for one in prepared for id_ in one.ids_where(one.has_no_area)}),
        }
        inputs[key] |= reading_of(layer.description, layer.crs, layer, where.notes.get(key))
        if layer.role.id in (LAND_USE, LAND_USE_HISTORY):
            inputs[key]["class_system"] = [one.class_system for one in prepared]
        if layer.year is not None:
            inputs[key]["year"] = layer.year
        files[key] = described_file(layer.description)
    for key, (description, rows) in marks.layers().items():
        inputs[key] = described_layer(description, rows, named=False)
        files[key] = described_file(description)
    return inputs, files
