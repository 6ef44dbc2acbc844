# SPDX-License-Identifier: GPL-2.0-or-later
"""An officer's answer decides: yes or no, or a choice of which some are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import missing_particulars, open_question, shown_answer

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"refused": Outcome.CONFLICT, "ask": Outcome.REVIEW, "incomplete": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the answer is one that the rule accepts, with the particulars it needs."""
    id_ = rule.parameters["question"]
    answer = case.facts.answers.get(id_)
    if answer is None or answer.value is None:
        return open_question(rule, case, [id_])
    values = shown_answer(case, id_)
    if answer.value in rule.parameters.get("ask", ()):
        return Finding(rule, Outcome.REVIEW, "answer.ask", values)
    if answer.value not in rule.parameters.get("accept", (True,)):
        return Finding(rule, Outcome.CONFLICT, "answer.refused", values)
    lacking = missing_particulars(answer, rule.parameters.get("needs", ()))
    if lacking:
        return Finding(rule, Outcome.REVIEW, "answer.incomplete", values | {"lacking": lacking})
    return Finding(rule, Outcome.PASS, "answer.accepted", values)
