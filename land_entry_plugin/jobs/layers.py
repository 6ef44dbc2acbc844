# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layer serves which role: named by the user, or recognised and then only where there is no doubt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.engine.crs import accepted_crs
from land_entry_plugin.errors import InputError
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE, LAND_USE_HISTORY, layer_roles
from land_entry_plugin.roles.recognition import field_mapping, missing_fields, recognise
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyproj

    from land_entry_plugin.files.source import LayerDescription, Source
    from land_entry_plugin.roles.catalogue import Role


@dataclass(frozen=True)
class RoleLayer:
    """A layer that serves a role.

    Attributes
    ----------
    role : Role
    source : Source
    description : LayerDescription
    crs : pyproj.CRS
    fields : dict
        Standard field name: the layer's own.
    named : bool
        Whether the user named it, rather than its being recognised.
    """

    role: Role
    source: Source
    description: LayerDescription
    crs: pyproj.CRS
    fields: dict[str, str]
    named: bool


@dataclass(frozen=True)
class ChosenLayers:
    """The layers of a screening.

    Attributes
    ----------
    layers : dict of role id to RoleLayer
    unread : dict of role id to list of str
        Layers recognised for roles that no rule reads.
    ambiguous : dict of role id to list of str
        Roles for which several layers were recognised, so that none was chosen.
    unrecognised : tuple of str
        Layers of DATA or LAYERS that serve no role.
    """

    layers: dict[str, RoleLayer]
    unread: dict[str, list[str]]
    ambiguous: dict[str, list[str]]
    unrecognised: tuple[str, ...]


def choose_layers(
    named: Mapping[str, Source], offered: Sequence[Source], year_of: Callable[[RoleLayer], int | None]
) -> ChosenLayers:
    """Return the layer of every role: what the user named, else the only one recognised.

    Of several land surveys the newest is the current one and the others are history; where two are of one year, or
    one states none, it is not chosen.

    Parameters
    ----------
    named : mapping of role id to Source
    offered : sequence of Source
        Layers to recognise roles among.
    year_of : function
        Data year of a land survey where the parcels are.

    Raises
    ------
    InputError
        When a chosen layer has no CRS, is on another datum, lacks fields, or is empty where it must not be.
    """
    candidates: dict[str, dict[tuple[str, str], tuple[Source, LayerDescription]]] = defaultdict(dict)
    unrecognised = []
    for source in offered:
        description = source.describe()
        role_id = recognise(description.name, description.fields)
        if role_id is None:
            unrecognised.append(description.name)
        else:
            key = (description.path or str(id(source)), description.name)
            candidates[role_id][key] = (source, description)
    layers: dict[str, RoleLayer] = {}
    unread: dict[str, list[str]] = {}
    ambiguous: dict[str, list[str]] = {}
    for role_id, role in layer_roles().items():
        found = list(candidates[role_id].values())
        names = sorted(description.name for _, description in found)
        if role_id in named:
            layers[role_id] = _role_layer(role, named[role_id], named[role_id].describe(), named=True)
        elif found and not role.is_read:
            unread[role_id] = sorted([*unread.get(role_id, []), *names])
        elif len(found) > 1:
            surveys = [_role_layer(role, *one, named=False) for one in found] if role_id == LAND_USE else []
            newest, others = _newest(surveys, year_of)
            if newest is None:
                ambiguous[role_id] = names
            else:
                layers[role_id] = newest
                unread[LAND_USE_HISTORY] = sorted(layer.description.name for layer in others)
        elif found:
            layers[role_id] = _role_layer(role, *found[0], named=False)
    return ChosenLayers(layers, unread, ambiguous, tuple(sorted(unrecognised)))


def _newest(
    surveys: list[RoleLayer], year_of: Callable[[RoleLayer], int | None]
) -> tuple[RoleLayer | None, list[RoleLayer]]:
    """Return the newest of several land surveys and the others; None where that cannot be told."""
    years = [year_of(survey) for survey in surveys]
    if not years or None in years or len(set(years)) < len(years):
        return None, surveys
    newest = surveys[years.index(max(years))]
    return newest, [survey for survey in surveys if survey is not newest]


def _role_layer(role: Role, source: Source, description: LayerDescription, *, named: bool) -> RoleLayer:
    title = both(f"word.role_{role.id}", {})
    if not description.holds_polygons:
        raise InputError("not_polygons", layer=description.name, role=title)
    crs = accepted_crs(description.crs, description.name)
    if role.id in (LAND_USE, ADMIN_AREA) and description.feature_count == 0:
        raise InputError("empty_layer", layer=description.name, role=title)
    missing = missing_fields(role, description.fields)
    if missing:
        raise InputError("missing_fields", layer=description.name, fields=missing, role=title)
    return RoleLayer(role, source, description, crs, field_mapping(role, description.fields), named)


def came_together(first: RoleLayer, second: RoleLayer) -> bool:
    """Return whether two layers came in the same package."""
    package = first.description.package
    return package is not None and package == second.description.package
