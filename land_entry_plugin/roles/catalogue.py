# SPDX-License-Identifier: GPL-2.0-or-later
"""The roles that a layer can have, from ``resources/roles.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import yaml

from land_entry_plugin.paths import resource

PARCELS = "parcels"
LAND_USE = "land_use"
LAND_USE_HISTORY = "land_use_history"
BASIC_FARMLAND = "basic_farmland"
ECOLOGICAL_RED_LINE = "ecological_red_line"
URBAN_BOUNDARY = "urban_boundary"
PLANNED_USE = "planned_use"
OWNERSHIP = "ownership"
USE_RIGHTS = "use_rights"
APPROVALS = "approvals"
TEMPORARY_USE = "temporary_use"
VIOLATIONS = "violations"
HERITAGE = "heritage"
RESTRICTIONS = "restrictions"
EXPROPRIATION = "expropriation"
ADMIN_AREA = "admin_area"


@dataclass(frozen=True)
class Role:
    """One role.

    Attributes
    ----------
    id : str
    required : bool
    gap_free : bool
        Whether its coverage is measured rather than stated.
    together : bool
        Whether layers of different names make the role together.
    names : tuple of str
        Layer names by which it is recognised, ``*`` for anything.
    older : tuple of str
        Names of layers of an earlier delimitation, which are never taken by themselves.
    ysdm : tuple of str
        Beginnings of the feature code that its layers carry.
    signs : tuple of tuples of tuples of str
        Sets of fields that only its layers have: of each set one field of every group.
    unlike, unlike_names : tuple of str
        Fields, and names, that show a layer to be another one whatever its fields say.
    needs : tuple of tuples of str
        Groups of standard fields of which a layer must have one each.
    fields : dict
        Standard field name: names met in deliveries.
    id_fields : tuple of str
        Fields that identify a parcel, best first.
    source_id, code, name : str or None
        Standard fields that say which feature it is, its code and its name.
    """

    id: str
    required: bool = False
    gap_free: bool = False
    together: bool = False
    names: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    ysdm: tuple[str, ...] = ()
    signs: tuple[tuple[tuple[str, ...], ...], ...] = ()
    unlike: tuple[str, ...] = ()
    unlike_names: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    id_fields: tuple[str, ...] = ()
    source_id: str | None = None
    code: str | None = None
    name: str | None = None


@cache
def roles() -> dict[str, Role]:
    """Return all roles by id, in their order."""
    stored = yaml.safe_load(resource("roles.yaml").read_text(encoding="utf-8"))
    return {
        role_id: Role(
            id=role_id,
            required=entry.get("required", False),
            gap_free=entry.get("gap_free", False),
            together=entry.get("together", False),
            names=tuple(entry.get("names", ())),
            older=tuple(entry.get("older", ())),
            ysdm=tuple(entry.get("ysdm", ())),
            signs=tuple(
                tuple((one,) if isinstance(one, str) else tuple(one) for one in sign) for sign in entry.get("signs", ())
            ),
            unlike=tuple(entry.get("unlike", ())),
            unlike_names=tuple(entry.get("unlike_names", ())),
            needs=tuple(tuple(group) for group in entry.get("needs", ())),
            fields={name: tuple(aliases) for name, aliases in entry.get("fields", {}).items()},
            id_fields=tuple(entry.get("id_fields", ())),
            source_id=entry.get("source_id"),
            code=entry.get("code"),
            name=entry.get("name"),
        )
        for role_id, entry in stored.items()
    }


def layer_roles() -> dict[str, Role]:
    """Return the roles of the layers that parcels are held against."""
    return {role_id: role for role_id, role in roles().items() if role_id != PARCELS}


def required_roles() -> tuple[str, ...]:
    """Return the ids of the roles without which a verdict stays open."""
    return tuple(role_id for role_id, role in roles().items() if role.required)


def stateable_roles() -> tuple[str, ...]:
    """Return the ids of the roles whose completeness a user may state."""
    return tuple(id_ for id_, role in layer_roles().items() if not role.gap_free and id_ != ADMIN_AREA)
