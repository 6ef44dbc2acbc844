# SPDX-License-Identifier: GPL-2.0-or-later
"""The kinds of check, one module each, in rooms by what they look at.

A module has a function ``check(rule, case) -> Finding`` (those of ``logic`` take the findings of their members too);
one whose conflict goes away when a part of the parcel is left out, ``against(rule, case) -> list of Piece``: that part;
``CASES``: which cases a pack may give another outcome, with the usual one; and, where its parameters hold
expressions, ``EXPRESSIONS``: their place (``phases.*.years``) and type.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.kinds import facts, figures, logic, spatial

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from land_entry_plugin.rules.evidence import Piece
    from land_entry_plugin.rules.expressions import Type
    from land_entry_plugin.rules.findings import Finding, Outcome

# What can be said of a parcel whose shape cannot be judged.
WITHOUT_SHAPE = ("parcel_geometry", "parcel_id")


@dataclass(frozen=True)
class Kind:
    """A kind of check.

    Attributes
    ----------
    name : str
    room : str
        ``spatial``, ``facts``, ``figures`` or ``logic``.
    check : function
    cases : mapping of str to Outcome
        The cases that a pack may give another outcome.
    statuses : tuple of str
        Further cases that obligations may follow from.
    expressions : mapping of str to Type
        Which parameters are expressions, ``*`` for every item.
    summary : str
        One line.
    against : function or None
        What stands against the parcel, piece by piece; None where leaving it out would not help.
    """

    name: str
    room: str
    check: Callable[..., Finding]
    cases: Mapping[str, Outcome]
    statuses: tuple[str, ...]
    expressions: Mapping[str, Type]
    summary: str
    against: Callable[..., list[Piece]] | None = None

    @property
    def is_spatial(self) -> bool:
        """Whether geometry and attributes of layers decide it."""
        return self.room == "spatial"

    @property
    def reads_layers(self) -> bool:
        """Whether layers have a part in it, its own or those of the rules that it is made of."""
        return self.room in ("spatial", "logic")


def _kinds(package: Any) -> dict[str, Kind]:
    room = package.__name__.rpartition(".")[2]
    modules = {
        found.name: importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    }
    return {
        name: Kind(
            name=name,
            room=room,
            check=module.check,
            cases=getattr(module, "CASES", {}),
            statuses=getattr(module, "STATUSES", ()),
            expressions=getattr(module, "EXPRESSIONS", {}),
            summary=(module.__doc__ or "").partition("\n")[0],
            against=getattr(module, "against", None),
        )
        for name, module in modules.items()
        if hasattr(module, "check")
    }


KINDS: dict[str, Kind] = {
    name: kind for package in (spatial, facts, figures, logic) for name, kind in _kinds(package).items()
}
