# SPDX-License-Identifier: GPL-2.0-or-later
"""An amount that the law lets follow from other facts: a levy, a deposit; within bounds where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Type
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import evaluated, told, used, with_unit
from land_entry_plugin.rules.questions import shown
from land_entry_plugin.texts import LANGUAGES

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"under": Outcome.CONFLICT, "over": Outcome.CONFLICT}
EXPRESSIONS = {"is": Type.NUMBER, "at_least": Type.NUMBER, "at_most": Type.NUMBER}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return the amount, and whether it keeps its bounds."""
    expressions = told(rule.parameters, EXPRESSIONS)
    amounts, unknown = evaluated(rule, case, expressions)
    if unknown:
        return unknown
    unit = rule.parameters.get("unit")
    values: dict[str, Any] = {
        key: {language: with_unit(shown(amount), unit, language) for language in LANGUAGES}
        for key, amount in amounts.items()
    }
    values |= {"amount": shown(amounts["is"]), "used": used(case, list(expressions.values()))}
    if "at_least" in amounts and amounts["is"] < amounts["at_least"]:
        return Finding(rule, Outcome.CONFLICT, "amount.under", values)
    if "at_most" in amounts and amounts["is"] > amounts["at_most"]:
        return Finding(rule, Outcome.CONFLICT, "amount.over", values)
    return Finding(rule, Outcome.PASS, "amount.known", values)
