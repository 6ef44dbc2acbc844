# SPDX-License-Identifier: GPL-2.0-or-later
"""Cut parcels clear of conflicts: screen, cut, screen again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.engine.crs import project
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.avoidance.held import HeldParcels
from land_entry_plugin.jobs.avoidance.preview import Surroundings, preview
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.jobs.placed import placed
from land_entry_plugin.jobs.plan import limits_of
from land_entry_plugin.jobs.progress import Part, Silent, followed
from land_entry_plugin.jobs.reading import newest_data_year
from land_entry_plugin.jobs.screenparcels import evidence_of, screenparcels
from land_entry_plugin.rules.avoidable import chosen_rules, due

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.jobs.avoidance.preview import Avoidance
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.screening import ScreenedParcel, Screening, ScreeningRequest

# Share of the work after which each phase ends.
_SCREENED, _CUT, _SCREENED_AGAIN = 0.35, 0.65, 0.98
# By how much more is cut, turn by turn, where the second screening still finds the conflict.
_MARGINS_M = (0.0, 0.001, 0.01)


class State(StrEnum):
    """What became of a parcel."""

    UNCHANGED = "unchanged"
    CUT = "cut"
    GONE = "gone"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class AvoidanceRequest:
    """The inputs and options of a run.

    Attributes
    ----------
    screening : ScreeningRequest
        Parcels, layers and options of both screenings.
    rules : tuple of str
        Ids of the rules whose conflicts to avoid; none for all blocking ones that cutting may help.
    cutting : Cutting
    """

    screening: ScreeningRequest
    rules: tuple[str, ...] = ()
    cutting: Cutting = field(default_factory=Cutting)


@dataclass(frozen=True)
class AvoidedParcel:
    """One parcel, before and after.

    Attributes
    ----------
    row : int
        Position in the parcel layer, from 0.
    parcel_id : str
    state : State
    avoidance : Avoidance or None
        None where the shape cannot be judged.
    geometry : shapely geometry or None
        What stays, in the CRS of the parcel layer; as stored where nothing changed, None where nothing is left.
    before : ScreenedParcel
    after : ScreenedParcel or None
        None where nothing is left.
    plane : str or None
    """

    row: int
    parcel_id: str
    state: State
    avoidance: Avoidance | None
    geometry: shapely.Geometry | None
    before: ScreenedParcel
    after: ScreenedParcel | None
    plane: str | None


@dataclass(frozen=True)
class AvoidedConflicts:
    """One run.

    Attributes
    ----------
    request : AvoidanceRequest
    rules : tuple of str
        Those whose conflicts were avoided.
    before, after : Screening
        The second one of the parcels as they are then; those of which nothing is left have no shape there.
    parcels : list of AvoidedParcel
        Ordered by id, then row.
    """

    request: AvoidanceRequest
    rules: tuple[str, ...]
    before: Screening
    after: Screening
    parcels: list[AvoidedParcel]


def avoidconflicts(request: AvoidanceRequest, progress: Progress | None = None) -> AvoidedConflicts:
    """Return parcels cut clear of conflicts, with what the same screening says of them then.

    Raises
    ------
    InputError
        When a layer, a field, the pack or an option is at fault.
    Cancelled
        When the user cancelled.
    """
    progress = progress or Silent()
    _check(request.cutting)
    before = screenparcels(request.screening, Part(progress, 0.0, _SCREENED))
    rules = chosen_rules(before.pack, request.rules)
    around = look_around(before, request.cutting.reach_m, Part(progress, _SCREENED, _CUT))
    found: dict[int, Avoidance] = {}
    open_rows = list(around)
    with np.errstate(invalid="ignore"):
        for margin_m in _MARGINS_M:
            for row in followed(open_rows, len(open_rows), progress, "cut", _CUT, _CUT):
                found[row] = preview(around[row], rules, request.cutting, margin_m)
            parcels = before.parcels
            shapes = {row: _stored(parcels, row, one.kept) for row, one in found.items() if one.is_cut}
            source = HeldParcels.of(parcels, shapes)
            again = replace(request.screening, parcels=source)
            after = screenparcels(again, Part(progress, _CUT, _SCREENED_AGAIN))
            open_rows = [result.row for result in after.results if result.row in shapes and due(result.findings, rules)]
            if not open_rows:
                break
    then = {result.row: result for result in after.results}
    avoided = [_avoided(result, then[result.row], found.get(result.row), parcels, shapes) for result in before.results]
    return AvoidedConflicts(request, rules, before, after, avoided)


def look_around(before: Screening, reach_m: float, progress: Progress | None = None) -> dict[int, Surroundings]:
    """Return the parcels of a screening with a sound shape, by row, and what the layers say of the land around.

    This reads the layers; after it ``preview`` cuts a parcel as often as options change without reading again.
    """
    request, parcels, pack = before.request, before.parcels, before.pack
    chosen = choose_layers(request.named, request.offered, lambda layer: newest_data_year(layer, parcels))
    limits = limits_of(request, pack)
    with np.errstate(invalid="ignore"):
        gathered = evidence_of(request, parcels, placed(chosen, parcels), limits, progress or Silent(), wider_m=reach_m)
    return {
        one.row: Surroundings(
            row=one.row,
            shape=in_plane(parcels, np.array([one.row]), one.case.plane)[0],
            case=one.case,
            other=one.other,
            pack=pack,
            answers=before.answers.of_parcel.get(one.case.parcel_id, {}),
            reach_m=reach_m,
        )
        for one in gathered.evidence
    }


def _check(told: Cutting) -> None:
    for name in ("setback_m", "min_width_m", "min_area_m2", "merge_m"):
        value = getattr(told, name)
        if not (np.isfinite(value) and value >= 0):
            raise InputError("bad_limit", name=name.upper(), value=value)


def keep_of(text: str) -> Keep:
    """Return which parts a user wants to keep.

    Raises
    ------
    InputError
        When it is no such word.
    """
    try:
        return Keep(text.strip().lower())
    except ValueError as error:
        raise InputError("unknown_keep", value=text, choices=[str(one) for one in Keep]) from error


def _stored(parcels: Parcels, row: int, shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape in the CRS of the parcel layer."""
    plane = parcels.planes[row]
    return project(np.array([shape], dtype=object), plane.crs, parcels.crs)[0]


def _avoided(
    before: ScreenedParcel,
    after: ScreenedParcel,
    avoidance: Avoidance | None,
    parcels: Parcels,
    shapes: dict[int, shapely.Geometry],
) -> AvoidedParcel:
    shape = shapes.get(before.row, parcels.geometry[before.row])
    if avoidance is None:
        state = State.NOT_JUDGED
    elif not avoidance.is_cut:
        state = State.UNCHANGED
    else:
        state = State.GONE if avoidance.kept.is_empty else State.CUT
    is_gone = state is State.GONE
    return AvoidedParcel(
        row=before.row,
        parcel_id=before.parcel_id,
        state=state,
        avoidance=avoidance,
        geometry=None if is_gone else shape,
        before=before,
        after=None if is_gone else after,
        plane=before.plane,
    )
