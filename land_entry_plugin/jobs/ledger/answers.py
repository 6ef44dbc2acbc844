# SPDX-License-Identifier: GPL-2.0-or-later
"""What officers answered, as facts and steps of a ledger."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.model import Event, Fact
from land_entry_plugin.jobs.answers import read_answers
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rules.procedure import DONE, procedure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from land_entry_plugin.files.answers import AnswerSource
    from land_entry_plugin.rules.pack import RulePack
    from land_entry_plugin.rules.questions import Answer, Question

ANSWERED = "answers"


def told_in_answers(
    source: AnswerSource, pack: RulePack, parcel_ids: Sequence[str], id_field: str | None, told_on: date
) -> tuple[list[Event], list[Fact], list[tuple[str, dict[str, Any]]]]:
    """Return the steps and facts that answers tell, and notes on what of them has no place.

    Raises
    ------
    InputError
        When the table cannot be read, or answers one question of a parcel twice and differently.
    """
    answers = read_answers(source, pack, parcel_ids, id_field)
    events: list[Event] = []
    facts: list[Fact] = []
    for parcel_id, given in sorted(answers.of_parcel.items()):
        events += _events(parcel_id, given, told_on)
        facts += _facts(parcel_id, given, pack, told_on)
    return events, facts, answers.unused()


def _facts(parcel_id: str, given: Mapping[str, Answer], pack: RulePack, told_on: date) -> Iterator[Fact]:
    for name in procedure().facts:
        if name in given and given[name].value is not None:
            yield Fact(parcel_id, name, fact_text(pack.questions[name], given[name].value), told_on, ANSWERED)


def fact_text(question: Question, value: Any) -> str:
    """Return a value as a ledger keeps it: choices of packs in words, numbers in digits, days as 2026-06-23."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value in question.choices and question.id not in _closed():
        return question.choices[value][LANGUAGE]
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.6f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)


def _closed() -> set[str]:
    """Return the facts of which a ledger keeps the id of a choice."""
    return {name for name, kind in procedure().facts.items() if kind.question.choices}


def _events(parcel_id: str, given: Mapping[str, Answer], told_on: date) -> Iterator[Event]:
    for step in procedure().steps.values():
        day_answer = given.get(step.day_question or "")
        done_answer = given.get(step.done_question or "")
        if day_answer is not None and isinstance(day_answer.value, date):
            # a day to come is what is meant to happen
            if day_answer.value <= told_on:
                yield Event(parcel_id, step.id, DONE, day_answer.value, None, None, told_on)
        elif done_answer is not None and done_answer.value is True:
            yield Event(parcel_id, step.id, DONE, done_answer.date, None, None, told_on)
