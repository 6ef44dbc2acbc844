# SPDX-License-Identifier: GPL-2.0-or-later
"""Officers' answers, matched to the questions of a pack and to parcels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.answer_columns import AnswerColumns
from land_entry_plugin.jobs.parcel_names import ParcelNames
from land_entry_plugin.rules.entry_plan import plan_questions
from land_entry_plugin.rules.questions import DATE, Answer, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from land_entry_plugin.files.answers import AnswerSource, AnswerTable
    from land_entry_plugin.jobs.answer_columns import Entry
    from land_entry_plugin.rules.pack import RulePack

_DAY = Question("", {}, DATE)


@dataclass(frozen=True)
class Answers:
    """The answers of a screening.

    Attributes
    ----------
    of_parcel : dict of parcel id to dict of question id to Answer
    unknown_parcels, unknown_questions : tuple of str
        What stands in the table and is neither a parcel of the screening nor a question of the pack.
    without_parcel : int
        How many answers name no parcel.
    table : dict or None
        What the table says of itself, with its hash.
    """

    of_parcel: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    unknown_parcels: tuple[str, ...] = ()
    unknown_questions: tuple[str, ...] = ()
    without_parcel: int = 0
    table: dict[str, Any] | None = None

    def unused(self) -> list[tuple[str, dict[str, Any]]]:
        """Return notes on what stands in the table and is not used: their ids and values."""
        return notes_of_unused(self.unknown_parcels, self.without_parcel, self.unknown_questions)


@dataclass(frozen=True)
class Entries:
    """What stands in a table of answers, by the parcels that are wanted.

    Attributes
    ----------
    of_parcel : dict of parcel id to list of Entry
        Answers to questions of the pack, and what stands beside questions that nobody answered.
    remarks : dict of parcel id to list of str
    unknown_parcels, unknown_questions : tuple of str
    without_parcel : int
        How many answers name no parcel.
    table : AnswerTable
    """

    of_parcel: Mapping[str, Sequence[Entry]]
    remarks: Mapping[str, Sequence[str]]
    unknown_parcels: tuple[str, ...]
    unknown_questions: tuple[str, ...]
    without_parcel: int
    table: AnswerTable


def read_entries(
    source: AnswerSource, pack: RulePack, parcel_ids: Iterable[str], id_field: str | None = None
) -> Entries:
    """Return what stands in a table of answers, as it was written.

    Raises
    ------
    InputError
        When the table cannot be read, has no column for the parcels, or has questions without answers.
    """
    columns = AnswerColumns(source.name, source.heads(), pack.questions, id_field)
    table = source.read(columns.wanted)
    names = ParcelNames(parcel_ids)
    of_parcel: dict[str, list[Entry]] = defaultdict(list)
    unknown_parcels, strangers, without_parcel = set(), set(), 0
    for entry in columns.entries(table):
        if entry.question not in pack.questions:
            if entry.question not in plan_questions():
                strangers.add(entry.question)
        elif entry.parcel is None:
            without_parcel += 1
        elif (parcel_id := names.find(entry.parcel)) is None:
            unknown_parcels.add(str(entry.parcel))
        else:
            of_parcel[parcel_id].append(entry)
    remarks: dict[str, list[str]] = defaultdict(list)
    for parcel, text in columns.remarks(table):
        if parcel is not None and (parcel_id := names.find(parcel)) is not None:
            remarks[parcel_id].append(text)
    return Entries(
        of_parcel=dict(of_parcel),
        remarks=dict(remarks),
        unknown_parcels=tuple(sorted(unknown_parcels)),
        unknown_questions=tuple(sorted({*strangers, *columns.ignored})),
        without_parcel=without_parcel,
        table=table,
    )


def read_answers(
    source: AnswerSource | None, pack: RulePack, parcel_ids: Sequence[str], id_field: str | None = None
) -> Answers:
    """Return the answers to the questions of a pack.

    Raises
    ------
    InputError
        When the table has no column for the parcels, or answers one question of a parcel twice and differently.
    """
    if source is None:
        return Answers()
    entries = read_entries(source, pack, parcel_ids, id_field)
    table = entries.table
    of_parcel: dict[str, dict[str, Answer]] = {}
    for parcel_id, found in entries.of_parcel.items():
        of_parcel[parcel_id] = {
            asked: answer_from(pack.questions[asked], entry)
            for asked, entry in once(found, pack, table.name, parcel_id).items()
            if entry.written is not None
        }
    return Answers(
        of_parcel=of_parcel,
        unknown_parcels=entries.unknown_parcels,
        unknown_questions=entries.unknown_questions,
        without_parcel=entries.without_parcel,
        table={"layer": table.name, "rows": table.row_count, "sha256": table.sha256},
    )


def notes_of_unused(
    parcels: Sequence[str], without_parcel: int, questions: Sequence[str]
) -> list[tuple[str, dict[str, Any]]]:
    """Return notes (ids and values) on parcels, answers without a parcel and questions that mean nothing here."""
    notes: list[tuple[str, dict[str, Any]]] = []
    if parcels:
        notes.append(("answers_of_unknown_parcels", {"parcels": list(parcels)}))
    if without_parcel:
        notes.append(("answers_without_parcel", {"count": without_parcel}))
    if questions:
        notes.append(("answers_without_question", {"questions": list(questions)}))
    return notes


def once(entries: Iterable[Entry], pack: RulePack, table_name: str, parcel_id: str) -> dict[str, Entry]:
    """Return one entry a question of what a table says of a parcel in several rows or columns.

    Raises
    ------
    InputError
        When they contradict each other.
    """
    result: dict[str, Entry] = {}
    for entry in entries:
        before = result.setdefault(entry.question, entry)
        if before is entry:
            continue
        if not _agree(pack.questions[entry.question], before, entry):
            raise InputError("answered_twice", layer=table_name, parcel=parcel_id, question=entry.question)
        answered = entry if before.written is None else before
        result[entry.question] = replace(answered, particulars={**entry.particulars, **before.particulars})
    return result


def _agree(question: Question, one: Entry, other: Entry) -> bool:
    """Return whether two entries for a question say nothing different."""
    for key in one.particulars.keys() & other.particulars.keys():
        stated = one.particulars[key], other.particulars[key]
        days = [day_from(value) for value in stated] if key == "date" else [None]
        if str(stated[0]) != str(stated[1]) and (None in days or days[0] != days[1]):
            return False
    if one.written is None or other.written is None or str(one.written) == str(other.written):
        return True
    values = [answer_from(question, entry).value for entry in (one, other)]
    return values[0] is not None and values[0] == values[1]


def answer_from(question: Question, entry: Entry) -> Answer:
    """Return an answer as the rules see it; its value is None where it cannot be read."""

    def text(key: str) -> str | None:
        return None if key not in entry.particulars else str(entry.particulars[key])

    value = question.read_or_none(entry.written)
    day = day_from(entry.particulars.get("date"))
    return Answer(value, str(entry.written), day, text("paper"), text("office"), entry.row)


def day_from(written: Any) -> date | None:
    """Return the day that is written beside an answer, None where none can be read."""
    day = None if written is None else _DAY.read_or_none(written)
    return day if isinstance(day, date) else None
