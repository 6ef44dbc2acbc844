# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layer serves which role: named by the user, or recognised and then only where there is no doubt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import NO_ROLE
from land_entry_plugin.files.source import blank
from land_entry_plugin.jobs.candidates import (
    Candidate,
    Choice,
    Unusable,
    choose,
    role_layer,
    sorted_names,
    sources_of,
    unusable,
)
from land_entry_plugin.jobs.surveys import choose_surveys
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY, layer_roles
from land_entry_plugin.roles.recognition import BY_NAME, DOUBTFUL, LIKELY, Recognised, recognise, recognise_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.candidates import Named, RoleLayer

# 要素代码
FEATURE_CODE = "YSDM"


@dataclass(frozen=True)
class ChosenLayers:
    """The layers of a screening.

    Attributes
    ----------
    choices : dict of role id to Choice
        Every role, in the order of the catalogue.
    unrecognised : tuple of str
        Layers of DATA or LAYERS that serve no role.
    unreadable : tuple of Unusable
        Layers that cannot be read, but for those that would have been chosen: what they serve is open.
    """

    choices: dict[str, Choice]
    unrecognised: tuple[str, ...]
    unreadable: tuple[Unusable, ...] = ()

    @cached_property
    def layers(self) -> dict[str, RoleLayer]:
        """The layers that are read, by what records call them (``RoleLayer.key``)."""
        return {layer.key: layer for choice in self.choices.values() for layer in choice.layers}

    def without(self, layer: RoleLayer, reason: dict[str, str]) -> ChosenLayers:
        """Return the layers without one that cannot be used, and why, by language."""
        choice = self.choices[layer.role.id]
        left = tuple(one for one in choice.layers if one.key != layer.key)
        gone = Unusable(layer.description.name, reason)
        changed = replace(choice, layers=left, unusable=(*choice.unusable, gone))
        return replace(self, choices=self.choices | {layer.role.id: changed})

    @cached_property
    def in_doubt(self) -> frozenset[str]:
        """The roles for which there are layers of which none could be chosen."""
        return frozenset(
            role
            for role, choice in self.choices.items()
            if not choice.layers and (choice.ambiguous or choice.undated or choice.unusable or choice.older)
        )


def choose_layers(named: Named, offered: Sequence[Source], year_of: Callable[[RoleLayer], int | None]) -> ChosenLayers:
    """Return the layers of every role: what the user named, else what was recognised without doubt.

    Parameters
    ----------
    named : mapping of role id to Source, or a tuple of them
    offered : sequence of Source
        Layers to recognise roles among.
    year_of : function
        Data year of a land survey where the parcels are.

    Raises
    ------
    InputError
        When a layer that the user named, or one of a required role, has no CRS, is on another datum, lacks fields, or
        is empty where it must not be.
    """
    recognised, without_role = recognised_layers(offered)
    own = {role: [Candidate(source, source.describe()) for source in of] for role, of in sources_of(named).items()}
    for role, wished in _apart(recognised, lambda candidate: candidate.named).items():
        own.setdefault(role, wished)
    older = _apart(recognised, lambda candidate: candidate.confidence == DOUBTFUL)
    unsure = _apart(recognised, lambda candidate: candidate.confidence == LIKELY)
    for role, candidates in unsure.items():
        # what bears the role's name goes before what only looks like it
        if not recognised[role] and not own.get(role):
            recognised[role], unsure[role] = candidates, []
    current, history = choose_surveys(
        [*own.get(LAND_USE, ()), *recognised[LAND_USE]],
        own.get(LAND_USE_HISTORY) or recognised[LAND_USE_HISTORY],
        year_of,
    )
    surveys = {LAND_USE: current, LAND_USE_HISTORY: history}
    choices = {
        role_id: surveys.get(role_id) or choose(role, own.get(role_id) or recognised[role_id])
        for role_id, role in layer_roles().items()
    }
    for role_id, choice in choices.items():
        names = {candidate.name for candidate in older.get(role_id, ())}
        choices[role_id] = replace(
            choice, older=tuple(sorted(names)), passed_over=sorted_names(unsure.get(role_id, ()))
        )
    unrecognised = [source.describe().name for source in without_role]
    for role_id, gone in _lacking(without_role):
        choices[role_id] = replace(choices[role_id], unusable=(*choices[role_id].unusable, gone))
        unrecognised.remove(gone.layer)
    said = {one.layer for choice in choices.values() for one in choice.unusable}
    return ChosenLayers(choices, tuple(sorted(unrecognised)), _unreadable(offered, said))


def _unreadable(offered: Sequence[Source], said: Collection[str]) -> tuple[Unusable, ...]:
    """Return the layers of which nothing can be read, and of which that is not said elsewhere."""
    descriptions = [source.describe() for source in offered]
    return tuple(
        unusable(Candidate(source, own), own.fault)
        for source, own in zip(offered, descriptions, strict=True)
        if own.fault is not None and own.name not in said
    )


def _lacking(without_role: Sequence[Source]) -> Iterator[tuple[str, Unusable]]:
    """Yield the layers that have the very name of a role and lack fields to be taken for it, with that role."""
    for source in without_role:
        description = source.describe()
        match = recognise_name(description.name)
        is_meant = description.wishes.role is None and description.holds_polygons
        if is_meant and match is not None and match.reason == BY_NAME:
            candidate = Candidate(source, description)
            try:
                role_layer(layer_roles()[match.role], candidate)
            except InputError as error:
                yield match.role, unusable(candidate, error)


def recognised_role(source: Source) -> Recognised | None:
    """Return what a layer is for, how sure that is and why: as the user said, else by names, codes and fields."""
    description = source.describe()
    wished = description.wishes.role
    if wished:
        return None if wished == NO_ROLE else Recognised(wished, "", reason="user")
    if description.fault is not None:
        return recognise_name(description.name)
    match = recognise(description.name, description.fields)
    code = next((name for name in description.fields if name.upper() == FEATURE_CODE), None)
    if match is None and code is not None and description.feature_count:
        match = recognise(description.name, description.fields, _first_value(source, code))
    return match


def _first_value(source: Source, field: str) -> object:
    """Return a field's value in the first row that a source can give without reading all, None where it cannot."""
    first = getattr(source, "first_row", None)
    if first is None:
        return None
    values = first([field]).columns[field]
    return None if not len(values) or blank(values[0]) else values[0]


def _apart(recognised: dict[str, list[Candidate]], wanted: Callable[[Candidate], bool]) -> dict[str, list[Candidate]]:
    """Take candidates of a kind out, and return them by role."""
    taken = {}
    for role, candidates in recognised.items():
        taken[role] = [candidate for candidate in candidates if wanted(candidate)]
        recognised[role] = [candidate for candidate in candidates if not wanted(candidate)]
    return {role: candidates for role, candidates in taken.items() if candidates}


def recognised_layers(offered: Sequence[Source]) -> tuple[dict[str, list[Candidate]], list[Source]]:
    """Return the offered layers by role, each once, and those that have none and can be read."""
    found: dict[str, dict[tuple[str, str], Candidate]] = defaultdict(dict)
    without_role: list[Source] = []
    for source in offered:
        description = source.describe()
        match = recognised_role(source)
        if match is None or match.role not in layer_roles():
            without_role += [] if description.fault is not None else [source]
        else:
            candidate = Candidate(source, description, match.by or None, match.confidence, match.reason)
            found[match.role][candidate.identity] = candidate
    return {role_id: list(found[role_id].values()) for role_id in layer_roles()}, without_role


def came_together(layers: Sequence[RoleLayer]) -> bool:
    """Return whether layers came in the same package."""
    packages = {layer.description.package for layer in layers}
    return len(packages) == 1 and None not in packages
