# SPDX-License-Identifier: GPL-2.0-or-later
"""What the layers leave unchecked: roles not given, in doubt, or with no rule in the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.roles.catalogue import ADMIN_AREA, required_roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from land_entry_plugin.jobs.candidates import Choice
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.rules.pack import RulePack


def layer_notes(chosen: ChosenLayers, complete: Collection[str], pack: RulePack) -> list[dict[str, Any]]:
    """Return notes on the roles: ``id``, ``role`` and further values.

    Parameters
    ----------
    chosen : ChosenLayers
    complete : collection of str
        Roles whose completeness the user stated.
    pack : RulePack
    """
    notes: list[dict[str, Any]] = []
    asked = _asked(pack)

    def note(note_id: str, role: str, **values: Any) -> None:
        notes.append({"id": note_id, "role": role, **values})

    for role, choice in chosen.choices.items():
        if choice.ambiguous:
            note("ambiguous_role", role, layers=list(choice.ambiguous), count=len(choice.ambiguous))
        if choice.undated:
            note("survey_without_year", role, layers=list(choice.undated))
        for one in choice.unusable:
            note("unusable_layer", role, layers=[one.layer], reason=one.reason)
        for layer, remark in _remarks(choice):
            note("layer_remark", role, layers=[layer], reason=remark)
        if choice.older and not choice.layers:
            note("older_layer", role, layers=list(choice.older))
        if choice.passed_over:
            note("passed_over", role, layers=list(choice.passed_over))
        is_in_doubt = role in chosen.in_doubt
        if choice.layers:
            if role not in asked and role != ADMIN_AREA:
                note("role_without_rule", role, layers=[layer.description.name for layer in choice.layers])
        elif role in complete and not is_in_doubt:
            note("stated_none", role)
        elif role in required_roles():
            note("required_role_not_given", role)
        elif role != ADMIN_AREA and not is_in_doubt:
            note("role_not_given", role)
    return notes + _unreadable(chosen)


def _unreadable(chosen: ChosenLayers) -> list[dict[str, Any]]:
    """Return notes on what cannot be read, and on the required roles that may be served by it."""
    names = [one.layer for one in chosen.unreadable]
    notes: list[dict[str, Any]] = [
        {"id": "unreadable_layer", "role": "other_layers", "layers": [one.layer], "reason": one.reason}
        for one in chosen.unreadable
    ]
    missing = [role for role in required_roles() if not chosen.choices[role].layers]
    return notes + [{"id": "may_be_unreadable", "role": role, "layers": names} for role in missing if names]


def _remarks(choice: Choice) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the layers of a role of which the reader decided something or left something out, and what."""
    for layer in choice.layers:
        for remark in layer.description.remarks:
            yield layer.description.name, remark


def _asked(pack: RulePack) -> set[str]:
    """Return the roles that the rules of a pack look at."""
    rules = [one for rule in pack.rules for one in rule.levels()]
    return {role for rule in rules for role in (*rule.roles, *rule.evidence)}
