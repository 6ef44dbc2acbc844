# SPDX-License-Identifier: GPL-2.0-or-later
"""The years of use keep the limit of each phase (租 then 让) and of all together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from land_entry_plugin.rules.expressions import Type
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import all_open, evaluated, told
from land_entry_plugin.rules.questions import shown
from land_entry_plugin.texts import LANGUAGES, word

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.expressions import Expression
    from land_entry_plugin.rules.pack import Rule

CASES = {"over": Outcome.CONFLICT, "impossible": Outcome.REVIEW}
EXPRESSIONS = {"phases.*.years": Type.NUMBER, "phases.*.at_most": Type.NUMBER, "total_at_most": Type.NUMBER}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether every phase and their sum keep their limits; a phase that is over decides before one unknown."""
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    open_findings = []
    is_over = False
    total = Fraction(0)
    for phase in rule.parameters["phases"]:
        years, unknown = evaluated(rule, case, told(phase, ("years",)))
        if unknown:
            open_findings.append(unknown)
            continue
        if years["years"] < 0:
            return Finding(rule, Outcome.REVIEW, "term.impossible", {"years": shown(years["years"])})
        total += years["years"]
        is_over |= _compared(
            rule, case, phase["title"], years["years"], told(phase, ("at_most",)), texts, open_findings
        )
    limit = told(rule.parameters, ("total_at_most",))
    if limit:
        # what is known of the phases is the least that the total can be
        title = {language: word("total", language) for language in LANGUAGES}
        is_over |= _compared(rule, case, title, total, limit, texts, open_findings)
    if is_over:
        return Finding(rule, Outcome.CONFLICT, "term.over", {"phases": texts})
    return all_open(rule, case, open_findings) or Finding(rule, Outcome.PASS, "term.kept", {"phases": texts})


def _compared(
    rule: Rule,
    case: ParcelCase,
    title: dict[str, str],
    years: Fraction,
    limit: dict[str, Expression],
    texts: dict[str, list[str]],
    open_findings: list[Finding],
) -> bool:
    """Return whether a number of years is over its limit, and note both."""
    found, unknown = evaluated(rule, case, limit)
    if unknown:
        open_findings.append(unknown)
    most = None if unknown else next(iter(found.values()), None)
    for language in LANGUAGES:
        text = f"{title[language]} {shown(years)}"
        texts[language].append(text if most is None else f"{text} (≤ {shown(most)})")
    return most is not None and years > most
