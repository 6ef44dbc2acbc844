# SPDX-License-Identifier: GPL-2.0-or-later
"""A condition over answers and figures holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.expressions import Type
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import evaluated, told, used

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"fails": Outcome.CONFLICT}
EXPRESSIONS = {"holds": Type.YES_NO}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the condition holds, with the facts it rests on."""
    found, unknown = evaluated(rule, case, told(rule.parameters, EXPRESSIONS))
    if unknown:
        return unknown
    values = {"used": used(case, [rule.parameters["holds"]])}
    if found["holds"]:
        return Finding(rule, Outcome.PASS, "condition.holds", values)
    return Finding(rule, Outcome.CONFLICT, "condition.fails", values)
