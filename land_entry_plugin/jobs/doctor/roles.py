# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layer has which role, why others have none, and what the lack of a role costs."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.candidates import Candidate, role_layer, sources_of
from land_entry_plugin.jobs.doctor.attributes import years_among
from land_entry_plugin.jobs.doctor.reading import KnownLayer
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.roles.cadastral_codes import mark_layer
from land_entry_plugin.roles.catalogue import LAND_USE, layer_roles, required_roles, roles
from land_entry_plugin.roles.data_checks import field_set
from land_entry_plugin.roles.recognition import missing_fields, recognise
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.files.source import LayerDescription, Source
    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.doctor.collector import Collector
    from land_entry_plugin.jobs.doctor.request import CheckRequest
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.roles.catalogue import Role


@dataclass(frozen=True)
class FoundLayer:
    """A layer that was given, whatever became of it.

    Attributes
    ----------
    description : LayerDescription
    role : str or None
    known : KnownLayer or None
        None where it has no role or cannot be used for it.
    source : Source
    """

    description: LayerDescription
    role: str | None
    known: KnownLayer | None
    source: Source


def find_layers(request: CheckRequest, found: Collector) -> list[FoundLayer]:
    """Return all layers given, with their roles; take note of those that cannot be used, and why."""
    for one in request.not_read:
        reason = both(f"check.not_read.{one.why}", {})
        found.add("file_not_read", one.path.name, reason=reason, file=one.path.name)
    named = [(role, source) for role, own in sources_of(request.named).items() for source in own]
    layers = [_looked_at(source, roles()[role], None, found) for role, source in named]
    parcels = request.parcels.describe() if request.parcels is not None else None
    seen = {(layer.description.path, layer.description.name) for layer in layers if layer.description.path}
    if parcels is not None and parcels.path:
        seen.add((parcels.path, parcels.name))
    for source in request.offered:
        try:
            description = source.describe()
        except InputError as error:
            name = str(error.values.get("layer", "?"))
            found.add("layer_not_read", name, reason={own: error.user_message(own) for own in ("zh", "en")})
            continue
        if (description.path, description.name) in seen:
            continue
        if description.path:
            seen.add((description.path, description.name))
        match = recognise(description.name, description.fields) if description.holds_polygons else None
        if match is not None:
            layers.append(_looked_at(source, roles()[match.role], match.by, found))
        else:
            _why_without_role(description, found)
            layers.append(FoundLayer(description, None, None, source))
    return layers


def _looked_at(source: Source, role: Role, by: str | None, found: Collector) -> FoundLayer:
    description = source.describe()
    try:
        own = role_layer(role, Candidate(source, description, by))
    except InputError as error:
        reason = {language: error.user_message(language) for language in ("zh", "en")}
        found.add("layer_unusable", description.name, role.id, reason=reason)
        return FoundLayer(description, role.id, None, source)
    if description.feature_count == 0:
        found.add("empty_layer", description.name, role.id)
    return FoundLayer(description, role.id, known_layer(own), source)


def known_layer(layer: RoleLayer) -> KnownLayer:
    """Return a layer of a role with all fields that the doctor looks at."""
    names = layer.description.fields
    fields = {**layer.fields, **_besides(layer.role, layer.fields, names)}
    id_field = fields.get(layer.role.source_id or "") or fields.get("BSM")
    return KnownLayer(layer.source, layer.description, layer.role, layer.crs, fields, id_field)


def _besides(role: Role, mapped: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: own for name, own in field_set(role.id).besides(names).items() if name not in mapped}


def _why_without_role(description: LayerDescription, found: Collector) -> None:
    """Take note why a layer has no role: no polygons, a name of none, or fields that are lacking."""
    if not description.holds_polygons:
        if mark_layer(description.name, description.fields) is None:
            found.add("not_polygons", description.name)
        return
    name = description.name.strip().upper()
    near = [
        (role, missing_fields(role, description.fields))
        for role in layer_roles().values()
        if any(fnmatchcase(name, pattern.upper()) for pattern in role.names)
    ]
    for role, missing in near:
        if missing:
            found.add("lacks_fields", description.name, None, fields=missing, wanted=both(f"word.role_{role.id}", {}))
            return
    found.add("not_recognised", description.name)


def choose_roles(request: CheckRequest, layers: list[FoundLayer], found: Collector) -> ChosenLayers | None:
    """Return the layers that a screening would take, None where it would stop; take note of roles without one."""
    offered = [layer.source for layer in layers if layer.role is not None and not _is_named(layer, request)]
    try:
        chosen = choose_layers(request.named, offered, _newest_year)
    except InputError as error:
        found.add("choice_failed", reason={language: error.user_message(language) for language in ("zh", "en")})
        return None
    required = required_roles()
    for role, choice in chosen.choices.items():
        if choice.ambiguous:
            kind = "role_ambiguous_required" if role in required else "role_ambiguous"
            found.add(kind, None, role, layers=list(choice.ambiguous), count=len(choice.ambiguous))
        if choice.undated:
            found.add("survey_undated", None, role, layers=list(choice.undated))
        for one in choice.unusable:
            found.add("role_unusable", one.layer, role, reason=one.reason)
        if not choice.layers and role not in chosen.in_doubt:
            kind = "role_missing_required" if role in required else "role_missing"
            found.add(kind, None, role, consequence=both(f"check.without.{role}", {}))
    return chosen


def as_chosen(layer: FoundLayer, chosen: ChosenLayers | None) -> FoundLayer:
    """Return a layer in the role that a screening gives it: an older land survey is history."""
    taken = [one for one in (chosen.layers.values() if chosen is not None else ()) if one.source is layer.source]
    if not taken or taken[0].role.id == layer.role:
        return layer
    return FoundLayer(layer.description, taken[0].role.id, known_layer(taken[0]), layer.source)


def _is_named(layer: FoundLayer, request: CheckRequest) -> bool:
    return any(layer.source is source for own in sources_of(request.named).values() for source in own)


def _newest_year(layer: RoleLayer) -> int | None:
    field = layer.fields.get("SJNF")
    if field is None:
        return None
    return max(years_among(layer.source.rows([field]).columns[field]), default=None)


def order_of(layer: FoundLayer) -> tuple[int, str, str]:
    """Return where a layer stands in lists: by role, the land survey first, then by name."""
    order = [LAND_USE, *(role for role in layer_roles() if role != LAND_USE)]
    return order.index(layer.role) if layer.role else len(order), layer.description.name, layer.description.path or ""
