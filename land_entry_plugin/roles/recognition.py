# SPDX-License-Identifier: GPL-2.0-or-later
"""Which role a layer has and how sure that is, and of which year its name says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from land_entry_plugin.roles.catalogue import layer_roles
from land_entry_plugin.roles.field_names import field_mapping, has_field, missing_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.roles.catalogue import Role

__all__ = [
    "CERTAIN", "DOUBTFUL", "LIKELY", "YEAR_OF_SECOND_SURVEY", "Recognised", "field_mapping", "has_older_name",
    "missing_fields", "recognise", "year_of_name",
]  # fmt: skip

# How sure it is: by a name of the role; by what its fields or codes say, whatever it is called; or it bears the name
# of an earlier delimitation, so that only the user can say.
CERTAIN, LIKELY, DOUBTFUL = "certain", "likely", "doubtful"
BY_NAME, BY_PATTERN, BY_CODE, BY_FIELDS, BY_OLDER_NAME = "name", "pattern", "feature_code", "fields", "older_name"
# The second survey (二调) is of the last day of this year.
YEAR_OF_SECOND_SURVEY = 2009
_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
_SECOND_SURVEY = re.compile(r"二调|(?<![A-Z])ED(?![A-Z])|EDDLTB")


@dataclass(frozen=True)
class Recognised:
    """What a layer is by its name, feature code and fields.

    Attributes
    ----------
    role : str
    by : str
        The name of the role that it bears, as ``resources/roles.yaml`` has it; else the code or the fields that tell.
    confidence : str
        ``certain``, ``likely`` or ``doubtful``.
    reason : str
        ``name``, ``pattern``, ``feature_code``, ``fields`` or ``older_name``.
    """

    role: str
    by: str
    confidence: str = CERTAIN
    reason: str = BY_NAME


def recognise(layer_name: str, field_names: Sequence[str], feature_code: object = None) -> Recognised | None:
    """Return the role of a layer by its name and fields, else by its feature code or its fields alone; or None.

    A name written out beats one with a ``*``, of those the longer; a layer that lacks a needed field has no role. Codes
    and fields tell only where they tell one role.

    Parameters
    ----------
    layer_name : str
    field_names : sequence of str
    feature_code : str, optional
        要素代码 (YSDM) of a feature.
    """
    able = [role for role in layer_roles().values() if not missing_fields(role, field_names)]
    found = _by_name(layer_name, able)
    return found or _by_content(layer_name.strip().upper(), field_names, str(feature_code or "").strip())


def recognise_name(layer_name: str) -> Recognised | None:
    """Return the role that a layer's name speaks for, whatever its fields, which cannot be read; or None."""
    return _by_name(layer_name, layer_roles().values())


def _by_name(layer_name: str, able: Iterable[Role]) -> Recognised | None:
    name = layer_name.strip().upper()
    candidates = [
        Recognised(role.id, pattern, CERTAIN, BY_PATTERN if "*" in pattern else BY_NAME)
        for role in able
        for pattern in role.names
        if fnmatchcase(name, pattern.upper())
    ]
    if candidates:
        return min(candidates, key=lambda match: ("*" in match.by, -len(match.by)))
    older = [role for role in layer_roles().values() if has_older_name(role, layer_name)]
    return Recognised(older[0].id, layer_name.strip(), DOUBTFUL, BY_OLDER_NAME) if older else None


def has_older_name(role: Role, layer_name: str) -> bool:
    """Return whether a layer bears the name of an earlier delimitation of a role."""
    name = layer_name.strip().upper()
    return any(fnmatchcase(name, pattern.upper()) for pattern in role.older)


def _by_content(name: str, field_names: Sequence[str], feature_code: str) -> Recognised | None:
    """Return the only role that the feature code speaks for, else the only one that the fields speak for."""
    names = frozenset(name.upper() for name in field_names)
    open_roles = [
        role
        for role in layer_roles().values()
        if not missing_fields(role, field_names)
        and not any(has_field(field, names) for field in role.unlike)
        and not any(fnmatchcase(name, pattern.upper()) for pattern in role.unlike_names)
    ]
    by_code = [
        Recognised(role.id, f"YSDM={feature_code}", LIKELY, BY_CODE)
        for role in open_roles
        if feature_code and any(feature_code.startswith(code) for code in role.ysdm)
    ]
    by_fields = [
        Recognised(role.id, "+".join(told), LIKELY, BY_FIELDS)
        for role in open_roles
        if (told := _told_by(role, names)) is not None
    ]
    for found in (by_code, by_fields):
        if len(found) == 1:
            return found[0]
    return None


def _told_by(role: Role, names: frozenset[str]) -> list[str] | None:
    """Return the fields of a sign that a layer has wholly, None where it has none."""
    for sign in role.signs:
        found = [next((field for field in group if has_field(field, names)), None) for group in sign]
        if all(found):
            return [field for field in found if field]
    return None


def year_of_name(layer_name: str) -> int | None:
    """Return the year that the name of a land survey states (``DLTB_2018``, ``DLTB_ED``), or None."""
    name = layer_name.strip().upper()
    years = set(_YEAR.findall(name))
    if len(years) == 1:
        return int(years.pop())
    return YEAR_OF_SECOND_SURVEY if not years and _SECOND_SURVEY.search(name) else None
