# SPDX-License-Identifier: GPL-2.0-or-later
"""What is settled before any parcel of a screening is looked at: the pack, the parcels, the layers and their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.answers import read_answers
from land_entry_plugin.jobs.boundary_marks import MarkTables
from land_entry_plugin.jobs.layer_notes import layer_notes
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.parcels import read_parcels
from land_entry_plugin.jobs.placed import placed
from land_entry_plugin.jobs.reading import newest_data_year
from land_entry_plugin.jobs.screening import Screening
from land_entry_plugin.roles.catalogue import stateable_roles
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.local_packs import LocalPacks

if TYPE_CHECKING:
    from collections.abc import Collection

    from land_entry_plugin.jobs.answers import Answers
    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.placed import Placed
    from land_entry_plugin.jobs.screening import ScreeningRequest
    from land_entry_plugin.rules.pack import RulePack


@dataclass(frozen=True)
class Plan:
    """What holds for all parcels of a screening.

    Attributes
    ----------
    screening : Screening
        Without results and inputs.
    limits : Limits
    where : Placed
        The layers that lie where the parcels are.
    """

    screening: Screening
    limits: Limits
    where: Placed

    @property
    def request(self) -> ScreeningRequest:
        """What was asked."""
        return self.screening.request

    @property
    def pack(self) -> RulePack:
        """The rules."""
        return self.screening.pack

    @property
    def parcels(self) -> Parcels:
        """All parcels."""
        return self.screening.parcels

    @property
    def answers(self) -> Answers:
        """What officers answered."""
        return self.screening.answers

    @property
    def local(self) -> LocalPacks:
        """Packs for the counties of the parcels that were not chosen."""
        return self.screening.local_packs


def planned(request: ScreeningRequest, pack: RulePack | None = None) -> Plan:
    """Return what is settled before any parcel is looked at; ``pack`` is given where its file was read before.

    Raises
    ------
    InputError
        When a layer, a field, the pack or an option is at fault.
    """
    pack = pack or load_pack(request.rule_pack, request.pack_folders)
    limits = limits_of(request, pack)
    parcels = read_parcels(request.parcels, request.parcel_id)
    answers = read_answers(request.answers, pack, parcels.ids, parcels.id_field)
    chosen = choose_layers(request.named, request.offered, lambda layer: newest_data_year(layer, parcels))
    where = placed(chosen, parcels)
    local = LocalPacks.found(request.pack_folders, pack)
    read_besides = {parcels.description.name, *MarkTables.among(request.offered).names}
    not_checked = _not_checked(request, pack, read_besides, where.chosen, answers, local)
    return Plan(Screening(request, pack, parcels, answers, local, [], not_checked, {}, {}), limits, where)


def elsewhere(plan: Plan) -> Plan | None:
    """Return a plan as another process can be told it, with the layers that are read and no other source.

    None where a layer is one that only this process sees as it is: with edits, a filter, or no file behind it.
    """
    choices = {}
    for role, choice in plan.where.chosen.choices.items():
        layers = [_read_elsewhere(layer) for layer in choice.layers]
        if None in layers:
            return None
        choices[role] = replace(choice, layers=tuple(layers))
    request = replace(plan.request, parcels=None, named={}, offered=(), answers=None)
    where = replace(plan.where, chosen=replace(plan.where.chosen, choices=choices))
    return replace(plan, screening=replace(plan.screening, request=request), where=where)


def _read_elsewhere(layer: RoleLayer) -> RoleLayer | None:
    """Return a layer through its file where it is read through the program around us."""
    of_program = getattr(layer.source, "elsewhere", None)
    source = layer.source if of_program is None else of_program()
    return None if source is None else replace(layer, source=source)


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
