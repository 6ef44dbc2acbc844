# SPDX-License-Identifier: GPL-2.0-or-later
"""What an entry plan is made from: one parcel of a record, with the answers and the law as expressions see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.entry_plan.entries import Entry, from_answer, from_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.rules.expressions import Value
    from land_entry_plugin.rules.facts import Facts
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.questions import Answer


@dataclass(frozen=True)
class Known:
    """All that is known of the parcel.

    Attributes
    ----------
    parcel : dict
        Of the record.
    answers : mapping of question id to Answer
        As officers gave them.
    deal : Facts
        Measured figures and answers at the stage of the deal, what is assumed of it included.
    findings : sequence of Finding
        Of the rules that need no layer, for a parcel whose plan is made.
    """

    parcel: Mapping[str, Any]
    answers: Mapping[str, Answer]
    deal: Facts
    findings: Sequence[Finding]

    @property
    def cells(self) -> Mapping[str, Any]:
        """The cells of the survey sheet."""
        return self.parcel["cadastre"]["cells"]

    def cell(self, name: str, title: str, id_: str) -> Entry:
        """Return a cell of the survey sheet as a line."""
        return from_cell(self.cells, name, id_, title)

    def answer(self, question: str, title: str, *, needed: bool = True) -> Entry:
        """Return an answer as a line."""
        return from_answer(
            self.deal.pack.questions.get(question), self.answers.get(question), question, title, needed=needed
        )

    def answer_or_cell(self, question: str, cell: str, title: str) -> Entry:
        """Return an answer as a line, else what the parcel table says."""
        answered = self.answer(question, title)
        own = self.cell(cell, title, question)
        return own if question not in self.answers and not own.is_open else answered

    def value(self, question: str) -> Value | None:
        """Return what was answered, None where nobody did or it cannot be read."""
        answer = self.answers.get(question)
        return None if answer is None else answer.value

    def finding(self, rule_id: str) -> Mapping[str, Any] | None:
        """Return what the record found by a rule."""
        return next((one for one in self.parcel["findings"] if one["rule_id"] == rule_id), None)
