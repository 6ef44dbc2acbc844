# SPDX-License-Identifier: GPL-2.0-or-later
"""The time between two days: calendar days, working days, months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Type, Undefined, add_months
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import evaluated, not_known, told, used
from land_entry_plugin.rules.questions import shown

if TYPE_CHECKING:
    from datetime import date

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"short": Outcome.CONFLICT, "long": Outcome.CONFLICT}
UNITS = ("days", "working_days", "months")
LIMITS = tuple(f"at_{end}_{unit}" for unit in UNITS for end in ("least", "most"))
EXPRESSIONS = {"from": Type.DATE, "to": Type.DATE} | dict.fromkeys(LIMITS, Type.NUMBER)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the time from the first day to the second is long and short enough.

    The first day does not count (民法典 第201条).
    """
    expressions = told(rule.parameters, EXPRESSIONS)
    found, unknown = evaluated(rule, case, expressions)
    if unknown:
        return unknown
    start, end = found["from"], found["to"]
    values: dict[str, Any] = {"used": used(case, [expressions["from"], expressions["to"]])}
    if end < start and not any("least" in key for key in told(found, LIMITS)):
        return Finding(rule, Outcome.REVIEW, "interval.impossible", values)
    for key in told(found, LIMITS):
        is_least, unit = "least" in key, key.split("_", 2)[2]
        length = _length(case, start, end, unit)
        if isinstance(length, Undefined):
            return not_known(rule, case, [length], []) or Finding(rule, Outcome.REVIEW, "interval.kept", values)
        values |= {"length": str(length), "limit": shown(found[key]), "unit": f"unit_{unit}"}
        if unit == "months":
            reached = add_months(start, found[key])
            is_short, is_long = reached is None or end < reached, reached is None or end > reached
        else:
            is_short, is_long = length < found[key], length > found[key]
        if is_short if is_least else is_long:
            return Finding(rule, Outcome.CONFLICT, "interval.short" if is_least else "interval.long", values)
    return Finding(rule, Outcome.PASS, "interval.kept", values)


def _length(case: ParcelCase, start: date, end: date, unit: str) -> int | Undefined:
    """Return the time between two days in whole units."""
    if unit == "days":
        return (end - start).days
    if unit == "working_days":
        length = case.facts.calendar.working_days(start, end)
        return Undefined("no_calendar") if length is None else length
    months = (end.year - start.year) * 12 + end.month - start.month
    reached = add_months(start, months)
    return months - (reached is not None and reached > end)
