# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be said of the layers before anything is screened: who serves a role, what is wrong, how far it reaches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.overlay import overlay
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import blank
from land_entry_plugin.jobs.candidates import Candidate, choose, sources_of
from land_entry_plugin.jobs.layers import came_together, recognised_layers
from land_entry_plugin.jobs.parcels import in_plane, read_parcels
from land_entry_plugin.jobs.progress import Progress, Silent, followed
from land_entry_plugin.jobs.reading import newest_data_year, prepare
from land_entry_plugin.jobs.surveys import choose_surveys
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE, LAND_USE_HISTORY, PARCELS, layer_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.candidates import Choice, Named, RoleLayer
    from land_entry_plugin.jobs.parcels import Parcels

# What the extent of a layer with gaps by nature is taken from, best first.
STATED, ADMINISTRATIVE, ASSUMED, NOT_STATED = "stated", "administrative", "assumed", "not_stated"


@dataclass(frozen=True)
class RoleFacts:
    """What is known of the layers of a role.

    Attributes
    ----------
    role : str
    layers : tuple of str
        Names of the layers that serve it, or of those among which none could be chosen.
    fault : InputError or None
        Why its layer cannot be used.
    is_ambiguous, is_undated : bool
        Whether there are layers and none was chosen: several, or surveys without a year.
    feature_count : int
    crs : str or None
    year : int or None
        Of a land survey, where the parcels are.
    covered : float or None
        Share of the parcels that a gap-free layer covers.
    uncovered_parcels : int
        How many parcels it does not cover whole.
    extent : str or None
        What the extent of another layer is taken from.
    unique_ids : bool
        Of the parcels: whether every id is there once.
    """

    role: str
    layers: tuple[str, ...] = ()
    fault: InputError | None = None
    is_ambiguous: bool = False
    is_undated: bool = False
    feature_count: int = 0
    crs: str | None = None
    year: int | None = None
    covered: float | None = None
    uncovered_parcels: int = 0
    extent: str | None = None
    unique_ids: bool = True


def layer_facts(
    parcels: Source | None,
    named: Named,
    offered: Sequence[Source],
    complete: Sequence[str] = (),
    progress: Progress | None = None,
) -> dict[str, RoleFacts]:
    """Return what is known of every role, the parcels first; a layer at fault does not hide the others.

    Parameters
    ----------
    parcels : Source or None
    named, offered, complete
        As a screening takes them.
    progress : Progress, optional
        Cancelled is raised where the user no longer wants it.
    """
    own = _parcels(parcels)
    facts = {PARCELS: own[0]}
    choices = {}
    for role_id, choice in _choices(named, offered, own[1]):
        facts[role_id] = choice if isinstance(choice, RoleFacts) else _of_choice(role_id, choice)
        choices[role_id] = None if isinstance(choice, RoleFacts) else choice
    extent = _extents(choices, complete)
    for role_id, choice in followed(choices.items(), len(choices), progress or Silent(), "read", 0.0, 1.0):
        if choice is None or not choice.layers:
            continue
        if layer_roles()[role_id].gap_free and role_id != LAND_USE_HISTORY:
            facts[role_id] = _covered(facts[role_id], choice.layers[0], own[1])
        elif role_id not in (ADMIN_AREA, LAND_USE_HISTORY):
            facts[role_id] = replace(facts[role_id], extent=extent[role_id])
    return facts


def _parcels(source: Source | None) -> tuple[RoleFacts, Parcels | None]:
    if source is None:
        return RoleFacts(PARCELS), None
    description = source.describe()
    facts = RoleFacts(PARCELS, (description.name,), None, False, False, description.feature_count, description.crs)
    if description.fault is not None:
        return replace(facts, fault=description.fault), None
    try:
        parcels = read_parcels(source, None)
    except InputError as error:
        return replace(facts, fault=error), None
    is_unique = all(len(rows) == 1 for rows in parcels.rows_of_id.values()) and not any(parcels.id_is_blank)
    return replace(facts, unique_ids=is_unique, feature_count=len(parcels.ids)), parcels


def _choices(named: Named, offered: Sequence[Source], parcels: Parcels | None) -> list[tuple[str, Choice | RoleFacts]]:
    """Return the choice of every role, or what is wrong with it."""
    recognised, _ = recognised_layers(offered)
    own = {role: [Candidate(source, source.describe()) for source in of] for role, of in sources_of(named).items()}
    found: dict[str, Choice | RoleFacts] = {}
    current = [*own.get(LAND_USE, ()), *recognised[LAND_USE]]
    earlier = own.get(LAND_USE_HISTORY) or recognised[LAND_USE_HISTORY]
    try:
        found[LAND_USE], found[LAND_USE_HISTORY] = choose_surveys(current, earlier, lambda layer: _year(layer, parcels))
    except InputError as error:
        found[LAND_USE] = _at_fault(LAND_USE, current, error)
        found[LAND_USE_HISTORY] = RoleFacts(LAND_USE_HISTORY, tuple(one.name for one in earlier))
    for role_id, role in layer_roles().items():
        if role_id in found:
            continue
        candidates = own.get(role_id) or recognised[role_id]
        try:
            found[role_id] = choose(role, candidates)
        except InputError as error:
            found[role_id] = _at_fault(role_id, candidates, error)
    return [(role_id, found[role_id]) for role_id in layer_roles()]


def _at_fault(role_id: str, candidates: Sequence[Candidate], error: InputError) -> RoleFacts:
    return RoleFacts(role_id, tuple(one.name for one in candidates), error)


def _of_choice(role_id: str, choice: Choice) -> RoleFacts:
    if choice.layers:
        names = tuple(layer.description.name for layer in choice.layers)
        count = sum(layer.description.feature_count for layer in choice.layers)
        return RoleFacts(role_id, names, feature_count=count, crs=choice.layers[0].description.crs)
    if choice.unusable:
        fault = InputError("layer_not_used", layer=choice.unusable[0].layer, reason=choice.unusable[0].reason)
        return RoleFacts(role_id, tuple(one.layer for one in choice.unusable), fault)
    names = (*choice.ambiguous, *choice.undated)
    return RoleFacts(role_id, names, is_ambiguous=bool(choice.ambiguous), is_undated=bool(choice.undated))


def _year(layer: RoleLayer, parcels: Parcels | None) -> int | None:
    """Return the data year of a survey where the parcels are; anywhere in it as long as there are none."""
    if parcels is not None:
        return newest_data_year(layer, parcels)
    field = layer.fields.get("SJNF")
    if field is None:
        return None
    values = layer.source.rows([field]).columns[field]
    years = {str(value).split(".")[0] for value in values if not blank(value)}
    return max((int(year) for year in years if year.isdigit()), default=None)


def _covered(facts: RoleFacts, layer: RoleLayer, parcels: Parcels | None) -> RoleFacts:
    """Return the facts of a gap-free layer with what it covers of the parcels."""
    if parcels is None:
        return facts
    whole = inside = 0.0
    uncovered = 0
    for plane in {plane.code: plane for plane in parcels.planes if plane}.values():
        shapes = in_plane(parcels, np.array([i for i, own in enumerate(parcels.planes) if own == plane]), plane)
        try:
            prepared = prepare(layer, shapely.bounds(shapes), plane)
        except InputError as error:
            return replace(facts, fault=error)
        found = overlay(shapes, prepared.geometry)
        areas = shapely.area(shapes)
        of_parcel = np.bincount(found.parcel, weights=shapely.area(found.geometry), minlength=len(shapes))
        # what lacks is more than the rounding of coordinates, or it is all
        lacking = areas - of_parcel > TOUCH_AREA_M2
        shares = np.where(lacking, of_parcel / areas, 1.0)
        whole, inside = whole + float(areas.sum()), inside + float((shares * areas).sum())
        uncovered += int(lacking.sum())
    if not whole:
        return facts
    year = _year(layer, parcels) if "SJNF" in layer.fields else None
    return replace(facts, covered=inside / whole, uncovered_parcels=uncovered, year=year)


def _extents(choices: dict[str, Choice | None], complete: Sequence[str]) -> dict[str, str]:
    """Return what the extent of each layer with gaps by nature is taken from (DESIGN: where a layer is complete)."""
    chosen = {role_id: choice.layers for role_id, choice in choices.items() if choice and choice.layers}
    result = {}
    for role_id, layers in chosen.items():
        if role_id in complete:
            result[role_id] = STATED
        elif ADMIN_AREA in chosen:
            result[role_id] = ADMINISTRATIVE
        elif LAND_USE in chosen and came_together((*chosen[LAND_USE], *layers)):
            result[role_id] = ASSUMED
        else:
            result[role_id] = NOT_STATED
    return result
