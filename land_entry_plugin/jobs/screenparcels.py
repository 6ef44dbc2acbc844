# SPDX-License-Identifier: GPL-2.0-or-later
"""Screen parcels: read, prepare, overlay, judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import map_window
from land_entry_plugin.engine.slivers import Limits
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import Rows, content_hash, together
from land_entry_plugin.jobs.evidence import Ground, gather
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.parcels import in_plane, read_parcels
from land_entry_plugin.jobs.progress import Silent, followed
from land_entry_plugin.jobs.reading import PreparedLayer, newest_data_year, prepare
from land_entry_plugin.jobs.results import screened, without_shape
from land_entry_plugin.jobs.screening import Screening, ScreeningRequest
from land_entry_plugin.roles.catalogue import LAND_USE, PARCELS, layer_roles, required_roles, stateable_roles
from land_entry_plugin.rules.pack import RulePack, load_pack

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import LayerDescription
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.progress import Progress

# Share of the work after which each phase ends; reading and the overlay weigh most.
_READ, _OVERLAID, _JUDGED = 0.25, 0.5, 0.98


def screenparcels(request: ScreeningRequest, progress: Progress | None = None) -> Screening:
    """Return the screening of parcels against the layers given.

    Raises
    ------
    InputError
        When a layer, a field, the pack or an option is at fault.
    Cancelled
        When the user cancelled.
    """
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        return _screened(request, progress or Silent())


def _screened(request: ScreeningRequest, progress: Progress) -> Screening:
    pack = load_pack(request.rule_pack)
    limits = _limits(request, pack)
    parcels = read_parcels(request.parcels, request.parcel_id)
    chosen = choose_layers(request.named, request.offered, lambda layer: newest_data_year(layer, parcels))
    in_force = pack.in_force(request.as_of)

    faulty = [row for row, fault in enumerate(parcels.faults) if fault is not None]
    results = [without_shape(parcels, row, pack, limits, request.as_of, in_force=in_force) for row in faulty]
    read: dict[str, list[PreparedLayer]] = {role: [] for role in chosen.layers}
    planes = sorted({plane.code: plane for plane in parcels.planes if plane}.values(), key=lambda plane: plane.code)
    for number, plane in enumerate(planes):
        start, end = number / len(planes), (number + 1) / len(planes)

        def at(share: float, start: float = start, end: float = end) -> float:
            return start + (end - start) * share

        rows = np.array([i for i, own in enumerate(parcels.planes) if own == plane])
        shapes = in_plane(parcels, rows, plane)
        layers = _read_layers(chosen, shapes, plane, progress, at)
        for role, prepared in layers.items():
            read[role].append(prepared)
        ground = Ground(request, parcels, rows, shapes, plane, layers, limits)
        cases = gather(ground, progress, at(_READ), at(_OVERLAID))
        results += [
            screened(parcels, case, pack, in_force=in_force)
            for case in followed(cases, len(cases), progress, "judge", at(_OVERLAID), at(_JUDGED))
        ]
    results.sort(key=lambda result: (result.parcel_id, result.row))
    inputs, files = _inputs(parcels, chosen, read)
    not_checked = _not_checked(request, parcels, chosen)
    return Screening(request, pack, in_force, parcels, results, not_checked, inputs, files)


def _limits(request: ScreeningRequest, pack: RulePack) -> Limits:
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
    chosen: ChosenLayers, shapes: np.ndarray, plane: Plane, progress: Progress, at: Any
) -> dict[str, PreparedLayer]:
    """Return the features near the parcels of one plane, by role; those of the parcel map too."""
    windows = np.array([map_window(bounds).bounds for bounds in shapely.bounds(shapes)])
    count = len(chosen.layers)
    return {
        role: prepare(layer, windows, plane)
        for role, layer in followed(chosen.layers.items(), count, progress, "read", at(0.0), at(_READ))
    }


def _not_checked(request: ScreeningRequest, parcels: Parcels, chosen: ChosenLayers) -> list[dict[str, Any]]:
    """Return notes on everything that this screening does not look at."""
    notes: list[dict[str, Any]] = []

    def note(note_id: str, role: str, **values: Any) -> None:
        notes.append({"id": note_id, "role": role, **values})

    for role_id in layer_roles():
        if role_id in chosen.layers:
            continue
        if role_id in chosen.ambiguous:
            names = chosen.ambiguous[role_id]
            note("ambiguous_role", role_id, layers=names, count=len(names))
        if role_id in chosen.unread:
            note("role_without_rule", role_id, layers=chosen.unread[role_id])
        elif role_id in request.complete:
            note("stated_none", role_id)
        elif role_id in required_roles():
            note("required_role_not_given", role_id)
        elif role_id != "admin_area":
            note("role_not_given", role_id)
    others = [name for name in chosen.unrecognised if name != parcels.description.name]
    if others:
        note("layers_without_role", "other_layers", layers=others)
    if request.has_answers:
        note("answers_without_question", "answers")
    return notes


def _inputs(
    parcels: Parcels, chosen: ChosenLayers, read: dict[str, list[PreparedLayer]]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what each layer says of itself with the hash of what was read, and the files behind the layers."""
    inputs = {PARCELS: _described(parcels.description, parcels.rows, named=True)}
    files = {PARCELS: _file(parcels.description)}
    for role, layer in chosen.layers.items():
        prepared = read[role]
        rows = together([one.rows for one in prepared]) if prepared else layer.source.rows((), np.empty((0, 4)))
        inputs[role] = _described(layer.description, rows, named=layer.named) | {
            "repaired": sorted({id_ for one in prepared for id_ in one.ids_where(one.was_broken)}),
            "without_area": sorted({id_ for one in prepared for id_ in one.ids_where(one.has_no_area)}),
        }
        if role == LAND_USE:
            inputs[role]["class_system"] = [one.class_system for one in prepared]
        files[role] = _file(layer.description)
    return inputs, files


def _described(description: LayerDescription, rows: Rows, *, named: bool) -> dict[str, Any]:
    return {
        "layer": description.name,
        "crs": description.crs,
        "fields": sorted(rows.columns),
        "named": named,
        "features": description.feature_count,
        "features_read": len(rows.ids),
        "sha256": content_hash(rows),
    }


def _file(description: LayerDescription) -> dict[str, Any]:
    if description.path is None:
        return {"path": None}
    path = Path(description.path)
    status = path.stat()
    return {"path": str(path), "size": status.st_size, "modified": round(status.st_mtime, 3)}
