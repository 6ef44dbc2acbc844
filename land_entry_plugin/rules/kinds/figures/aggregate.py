# SPDX-License-Identifier: GPL-2.0-or-later
"""A total over all parcels of the screening, or a part's share of it, keeps its bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Type, Unanswered, Undefined, evaluate
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import evaluated, not_known, told
from land_entry_plugin.rules.questions import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.expressions import Expression
    from land_entry_plugin.rules.facts import Facts
    from land_entry_plugin.rules.pack import Rule

CASES = {"under": Outcome.CONFLICT, "over": Outcome.CONFLICT}
EXPRESSIONS = {
    "sum": Type.NUMBER,
    "where": Type.YES_NO,
    "share_of": Type.NUMBER,
    "at_most": Type.NUMBER,
    "at_least": Type.NUMBER,
}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the total keeps its bounds; a parcel that nobody answered for leaves it open."""
    parameters = rule.parameters
    everyone = case.facts.everyone
    totals: dict[str, Any] = {"sum": _total(case.facts, parameters["sum"], parameters.get("where"))}
    if "share_of" in parameters:
        totals["share_of"] = _total(case.facts, parameters["share_of"], None)
    limits, unknown = evaluated(rule, case, told(parameters, ("at_least", "at_most")))
    unknown = not_known(rule, case, totals.values(), [parameters["sum"]]) or unknown
    if unknown:
        return unknown
    figure = totals["sum"]
    if "share_of" in totals:
        if totals["share_of"] == 0:
            return Finding(rule, Outcome.REVIEW, "aggregate.nothing", {"parcels": len(everyone)})
        figure /= totals["share_of"]
    values = {key: shown(limit) for key, limit in limits.items()} | {"total": shown(figure), "parcels": len(everyone)}
    if "at_least" in limits and figure < limits["at_least"]:
        return Finding(rule, Outcome.CONFLICT, "aggregate.under", values)
    if "at_most" in limits and figure > limits["at_most"]:
        return Finding(rule, Outcome.CONFLICT, "aggregate.over", values)
    return Finding(rule, Outcome.PASS, "aggregate.kept", values)


def _total(facts: Facts, amount: Expression, condition: Expression | None) -> Any:
    """Return the sum over the parcels that a condition holds for, computed once a screening."""
    key = (amount.text, condition.text if condition else "")
    if key not in facts.totals:
        facts.totals[key] = _summed(facts.everyone, amount, condition)
    return facts.totals[key]


def _summed(everyone: Sequence[Facts], amount: Expression, condition: Expression | None) -> Any:
    """Return the sum; what cannot be summed is named."""
    total: Any = Fraction(0)
    unanswered: frozenset[str] = frozenset()
    for facts in everyone:
        counts = True if condition is None else evaluate(condition, facts)
        value = evaluate(amount, facts) if counts is True else counts
        if isinstance(value, Undefined):
            return value
        if isinstance(value, Unanswered):
            unanswered |= value.names
        elif value is not False:
            total += value
    return Unanswered(unanswered) if unanswered else total
