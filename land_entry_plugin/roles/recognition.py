# SPDX-License-Identifier: GPL-2.0-or-later
"""Which role a layer has, and which of its fields hold what."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from land_entry_plugin.roles.catalogue import layer_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.roles.catalogue import Role


def field_mapping(role: Role, names: Iterable[str]) -> dict[str, str]:
    """Return standard field name -> the layer's own field, for the fields of a role that the layer has."""
    own = {name.upper(): name for name in reversed(list(names))}
    mapping = {}
    for standard, aliases in role.fields.items():
        found = next((own[alias.upper()] for alias in aliases if alias.upper() in own), None)
        if found is not None:
            mapping[standard] = found
    return mapping


def missing_fields(role: Role, names: Iterable[str]) -> list[str]:
    """Return the fields that a role cannot do without and the layer lacks."""
    mapping = field_mapping(role, names)
    return ["/".join(group) for group in role.needs if not any(name in mapping for name in group)]


def recognise(layer_name: str, field_names: Sequence[str]) -> str | None:
    """Return the role of a layer by its name and fields, or None.

    A name written out beats one with a ``*``; a layer that lacks a needed field has no role.
    """
    name = layer_name.strip().upper()
    matches: list[tuple[bool, str]] = []
    for role in layer_roles().values():
        for pattern in role.names:
            if fnmatchcase(name, pattern.upper()) and not missing_fields(role, field_names):
                matches.append(("*" in pattern, role.id))
    return min(matches, key=lambda match: match[0])[1] if matches else None
