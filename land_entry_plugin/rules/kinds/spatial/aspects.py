# SPDX-License-Identifier: GPL-2.0-or-later
"""Of several things that a check finds on one parcel, the one that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import WORST_FIRST, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from land_entry_plugin.rules.pack import Rule


def deciding(rule: Rule, cases: Mapping[str, Outcome], found: Iterable[tuple[str, Outcome]]) -> tuple[str, Outcome]:
    """Return the case and outcome that decide: the worst by what the pack says of each, of equal ones the first.

    A pack may make one case milder; what else was found on the parcel, and above all what nobody knows of it, still
    counts.

    Parameters
    ----------
    rule : Rule
    cases : mapping of str to Outcome
        The cases that the pack may give another outcome.
    found : iterable of (case, outcome)
    """
    said = [
        (name, Outcome(rule.outcomes[name]) if name in cases and name in rule.outcomes else usual)
        for name, usual in found
    ]
    if len(said) == 1:
        return said[0]
    return min(said, key=lambda one: WORST_FIRST.index(_weighed(rule, one[1])))


def _weighed(rule: Rule, outcome: Outcome) -> Outcome:
    """Return an outcome as it will count: the conflict of a soft rule is for an officer to decide."""
    return Outcome.REVIEW if rule.is_soft and outcome is Outcome.CONFLICT else outcome
