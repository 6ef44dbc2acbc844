# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of a layer's fields holds what, names cut by a Shapefile among them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.roles.catalogue import Role

# A Shapefile keeps so many bytes of a field's name, even where that ends inside a character.
_NAME_BYTES = 10
_ENCODINGS = ("utf-8", "gb18030")
_CUT = "\ufffd"


def field_mapping(role: Role, names: Iterable[str]) -> dict[str, str]:
    """Return standard field name -> the layer's own field, for the fields of a role that the layer has.

    A whole name comes first. One that a Shapefile cut counts where it can only be one of the role's fields.
    """
    own = {name.upper(): name for name in reversed(list(names))}
    mapping = {}
    for standard, aliases in role.fields.items():
        found = next((own[alias.upper()] for alias in aliases if alias.upper() in own), None)
        if found is not None:
            mapping[standard] = found
    taken = set(mapping.values())
    by_cut: dict[str, set[str]] = {}
    for standard, aliases in role.fields.items():
        for alias in aliases:
            for cut in cut_names(alias):
                if cut.upper() in own and own[cut.upper()] not in taken:
                    by_cut.setdefault(own[cut.upper()], set()).add(standard)
    for name, standards in by_cut.items():
        (standard, *others) = sorted(standards)
        if not others and standard not in mapping:
            mapping[standard] = name
    return {standard: mapping[standard] for standard in role.fields if standard in mapping}


@lru_cache(maxsize=4096)
def cut_names(name: str) -> frozenset[str]:
    """Return what becomes of a field name in a Shapefile, in the encodings of Chinese tables; nothing where it fits.

    A name that ends inside a character ends with the replacement character.
    """
    found = set()
    for encoding in _ENCODINGS:
        stored = name.encode(encoding)
        if len(stored) > _NAME_BYTES:
            whole = stored[:_NAME_BYTES].decode(encoding, "ignore")
            found.add(whole if len(whole.encode(encoding)) == _NAME_BYTES else whole + _CUT)
    return frozenset(found)


def missing_fields(role: Role, names: Iterable[str]) -> list[str]:
    """Return the fields that a role cannot do without and the layer lacks."""
    mapping = field_mapping(role, names)
    return ["/".join(group) for group in role.needs if not any(name in mapping for name in group)]


def has_field(wanted: str, names: frozenset[str]) -> bool:
    """Return whether a field is among names in upper case, whole or cut."""
    return wanted.upper() in names or any(cut.upper() in names for cut in cut_names(wanted))
