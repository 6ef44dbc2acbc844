# SPDX-License-Identifier: GPL-2.0-or-later
"""The papers of a stage are all there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import open_question, titles_of

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"lacking": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return which papers of the stage are missing, else which nobody has said anything of."""
    papers = rule.parameters["papers"]
    answers = {paper: case.facts.answers.get(paper) for paper in papers}
    lacking = [paper for paper, answer in answers.items() if answer is not None and answer.value is False]
    unanswered = [paper for paper, answer in answers.items() if answer is None or answer.value is None]
    values = {"stage": rule.parameters["stage"], "papers": titles_of(case, lacking or papers), "count": len(papers)}
    if lacking:
        return Finding(rule, Outcome.REVIEW, "documents.lacking", values, unanswered=tuple(unanswered))
    if unanswered:
        return open_question(rule, case, unanswered)
    return Finding(rule, Outcome.PASS, "documents.complete", values)
