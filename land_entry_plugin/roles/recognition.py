# SPDX-License-Identifier: GPL-2.0-or-later
"""Which role a layer has, which of its fields hold what, and of which year its name says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from land_entry_plugin.roles.catalogue import layer_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.roles.catalogue import Role

# The second survey (二调) is of the last day of this year.
YEAR_OF_SECOND_SURVEY = 2009
_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
_SECOND_SURVEY = re.compile(r"二调|(?<![A-Z])ED(?![A-Z])|EDDLTB")


@dataclass(frozen=True)
class Recognised:
    """What a layer is by its name and fields.

    Attributes
    ----------
    role : str
    by : str
        The name of the role that it bears, as ``resources/roles.yaml`` has it.
    """

    role: str
    by: str


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


def recognise(layer_name: str, field_names: Sequence[str]) -> Recognised | None:
    """Return the role of a layer by its name and fields, or None.

    A name written out beats one with a ``*``, of those the longer; a layer that lacks a needed field has no role.
    """
    name = layer_name.strip().upper()
    matches = [
        Recognised(role.id, pattern)
        for role in layer_roles().values()
        for pattern in role.names
        if fnmatchcase(name, pattern.upper()) and not missing_fields(role, field_names)
    ]
    return min(matches, key=lambda match: ("*" in match.by, -len(match.by)), default=None)


def year_of_name(layer_name: str) -> int | None:
    """Return the year that the name of a land survey states (``DLTB_2018``, ``DLTB_ED``), or None."""
    name = layer_name.strip().upper()
    years = set(_YEAR.findall(name))
    if len(years) == 1:
        return int(years.pop())
    return YEAR_OF_SECOND_SURVEY if not years and _SECOND_SURVEY.search(name) else None
