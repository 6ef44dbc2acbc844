# SPDX-License-Identifier: GPL-2.0-or-later
"""What the codes of cadastral tables mean, from ``resources/cadastral_codes.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.roles.land_classes import class_code
from land_entry_plugin.roles.parcel_codes import parcel_code

if TYPE_CHECKING:
    from collections.abc import Iterable

# A parcel code: place of 12 digits, kind of owner and of right, number.
_PLACE, _PARCEL = 12, 19


@cache
def _tables() -> dict[str, Any]:
    return yaml.safe_load(resource("cadastral_codes.yaml").read_text(encoding="utf-8"))


def _word(table: str, value: object) -> str | None:
    """Return the word that a code or word of a table stands for; None where the table does not have it."""
    text = "".join(str("" if value is None else value).split())
    words = _tables()[table]
    code = text.lstrip("0") if text.isdigit() else text
    return words.get(code) or (text if text in words.values() else None)


def right_type(value: object) -> str | None:
    """Return a right type (QLLX) in words."""
    return _word("right_types", value)


def marker_kind(value: object) -> str | None:
    """Return a kind of boundary marker (JBLX) in words."""
    return _word("marker_kinds", value)


def line_position(value: object) -> str | None:
    """Return where a boundary line lies (JZXWZ): 内, 中 or 外."""
    return _word("line_positions", value)


def line_kind(value: object) -> str | None:
    """Return a kind of boundary line (JZXLB) in the words of the form; None for a code, for which no table is known."""
    text = "".join(str("" if value is None else value).split())
    kinds = _tables()["line_kinds"]
    return text if text in kinds else next((kind for kind, others in kinds.items() if text in others), None)


def area_factor(unit: object) -> float | None:
    """Return how many m2 a unit of area (MJDW) has; None where it is not known."""
    found = _tables()["area_units"].get(str(unit).strip())
    return None if found is None else float(found)


def short_parcel_code(code: str) -> str:
    """Return the part of a parcel code that tells parcels of one place apart (JB00017); any other text as it is."""
    return code.strip()[_PLACE:_PARCEL] if parcel_code(code) else code


def right_level(code: str) -> str | None:
    """Return 地表, 地上 or 地下 by the kind of right that a parcel code names."""
    found = parcel_code(code)
    return _tables()["right_levels"].get(found.right[1]) if found else None


@dataclass(frozen=True)
class Course:
    """Land named by what it is: a road, a water, a field.

    Attributes
    ----------
    id : str
        ``railway``, ``road``, ``ditch``, ``river``, ``water``, ``transport`` or ``farmland``.
    divides : bool
        Whether it separates parcels however narrow it is.
    line_kind : str or None
        The kind of boundary line that it suggests.
    """

    id: str
    divides: bool
    line_kind: str | None

    @property
    def named_by_class(self) -> bool:
        """Whether it is named by what it is alone; a field is named by its owner too."""
        return self.id != "farmland"


@cache
def course(code: str | None, system: str | None) -> Course | None:
    """Return what land of a class is as a neighbour, in a class system; None for all other land."""
    if code is None or system is None:
        return None
    plain = class_code(code, system)
    for name, entry in _tables()["courses"].items():
        if plain in entry[system]:
            return Course(name, entry["divides"], entry.get("line"))
    return None


def mark_layer(name: str, fields: Iterable[str]) -> tuple[str, dict[str, str]] | None:
    """Return which table of boundary marks a layer is, with standard field -> its own; None where it is none.

    ``boundary_points`` or ``boundary_lines``, by its name, and only with one of the fields that it is read for.
    """
    own = {field.upper(): field for field in fields}
    for kind, entry in _tables()["mark_layers"].items():
        if name.strip().upper() in entry["names"]:
            mapping = {
                standard: own[found]
                for standard, aliases in entry["fields"].items()
                if (found := next((alias.upper() for alias in aliases if alias.upper() in own), None))
            }
            return (kind, mapping) if set(entry["needs"]) & set(mapping) else None
    return None
