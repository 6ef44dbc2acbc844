# SPDX-License-Identifier: GPL-2.0-or-later
"""What the balance rests on: conditions, their legal basis, field names and limits, from one YAML file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import Role
from land_entry_plugin.rules.pack import Basis, Document

if TYPE_CHECKING:
    from datetime import date

RECLAIMED, ENTERED = "reclaimed", "entered"
SIDES = (RECLAIMED, ENTERED)


@dataclass(frozen=True)
class Condition:
    """One condition of the balance.

    Attributes
    ----------
    id : str
        Never changes once released.
    title : dict
        By language.
    blocking : bool
        Whether a conflict means ``not_balanced`` and an unknown ``undetermined``.
    basis : tuple of Basis
        Empty for what the data must be like to be judged at all.
    """

    id: str
    title: dict[str, str]
    blocking: bool
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Measure:
    """A document whose conditions are checked, and where it holds."""

    document: Document
    place: dict[str, str]
    codes: tuple[str, ...]

    def holds_at(self, code: str) -> bool:
        """Return whether a place of an administrative code lies where the document holds."""
        return any(code.startswith(own) for own in self.codes)

    def status(self, day: date) -> str:
        """Return ``in_force``, ``not_yet`` or ``expired``."""
        if self.document.in_force(day):
            return "in_force"
        return "not_yet" if self.document.valid_from and day < self.document.valid_from else "expired"


@dataclass(frozen=True)
class Terms:
    """All that the balance is told besides the layers.

    Attributes
    ----------
    conditions : dict of id to Condition
        In their order.
    measures : tuple of Measure
    fields : dict of str to Role
        Which fields are read of ``reclaimed``, ``entered`` and, besides the usual ones, ``land_use``.
    present_class_field : str
    settings : dict
    """

    conditions: dict[str, Condition]
    measures: tuple[Measure, ...]
    fields: dict[str, Role]
    present_class_field: str
    settings: dict[str, Any]


@cache
def terms() -> Terms:
    """Return the conditions as the plugin ships them."""
    stored = yaml.safe_load(resource("adjusted_entry.yaml").read_text(encoding="utf-8"))
    measures = {
        key: Measure(
            Document(key, entry["title"], entry["number"], entry["valid_from"], entry["valid_until"]),
            entry["place"],
            tuple(entry["codes"]),
        )
        for key, entry in stored["documents"].items()
    }
    conditions = {
        id_: Condition(
            id_,
            entry["title"],
            entry["blocking"],
            tuple(
                Basis(measures[basis["document"]].document, basis["article"], basis["gist"])
                for basis in entry.get("basis", ())
            ),
        )
        for id_, entry in stored["conditions"].items()
    }
    fields = {
        layer: Role(layer, fields={name: tuple(aliases) for name, aliases in entry.items()})
        for layer, entry in stored["fields"].items()
    }
    return Terms(conditions, tuple(measures.values()), fields, stored["present_class_field"], stored["settings"])
