# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of the procedure (办理情况登记表): filled with what the ledger knows, read back when filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.model import Event, Fact
from land_entry_plugin.cadastre.ledger.papers import listed_papers
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answer_book import ANYTHING, DATE, NUMBER, TEXT, AskedColumn
from land_entry_plugin.files.answers import head_id
from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.answer_columns import PARCEL_HEADS
from land_entry_plugin.jobs.ledger.answers import fact_text
from land_entry_plugin.jobs.parcel_names import ParcelNames
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rules.procedure import DONE, FactKind, procedure
from land_entry_plugin.rules.questions import CHOICE, Question
from land_entry_plugin.rules.questions import DATE as DAY
from land_entry_plugin.rules.questions import NUMBER as FIGURE
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from land_entry_plugin.cadastre.ledger.model import ParcelState
    from land_entry_plugin.files.answers import AnswerSource, AnswerTable

FORM, TOLD = "procedure", "form"
_PARCEL, _PLACE = "parcel_id", "zl"
# What is told of a step: columns contract_date, contract_state ...
_DAY, _STATE, _PAPERS, _NOTE = "date", "state", "papers", "note"
_PARTS = (_DAY, _STATE, _PAPERS, _NOTE)
_DATE_QUESTION = Question("", {}, DAY)


def _say(text_id: str, **values: object) -> str:
    return render(f"ledger.{text_id}", values, LANGUAGE)


def asked_facts() -> dict[str, FactKind]:
    """Return the facts that the form asks for."""
    return {name: kind for name, kind in procedure().facts.items() if not kind.is_from_answers}


def form_content(states: Sequence[ParcelState]) -> tuple[list[AskedColumn], list[list[Any]]]:
    """Return columns and rows: a row a parcel, more where a step was done more than once."""
    steps = procedure().steps
    columns = [
        AskedColumn(f"{_say('parcel_code')} [{_PARCEL}]", is_given=True),
        AskedColumn(f"{_say('place')} [{_PLACE}]", is_given=True),
        *(_fact_column(name, kind) for name, kind in asked_facts().items()),
    ]
    names = [titles[LANGUAGE] for titles in procedure().states.values()]
    for step in steps.values():
        title = step.title[LANGUAGE]
        papers = "、".join(titles[LANGUAGE] for titles in step.papers.values())
        columns += [
            AskedColumn(f"{title} {_say('form_date')} [{step.id}_{_DAY}]", DATE, (), _say("form_date_note")),
            AskedColumn(
                f"{title} {_say('form_state')} [{step.id}_{_STATE}]", TEXT, tuple(names), _say("form_state_note"),
                is_beside=True,
            ),
            AskedColumn(
                f"{title} {_say('form_papers')} [{step.id}_{_PAPERS}]", TEXT, (),
                _say("form_papers_note", papers=papers), is_beside=True,
            ),
            AskedColumn(f"{title} {_say('form_note')} [{step.id}_{_NOTE}]", TEXT, (), "", is_beside=True),
        ]  # fmt: skip
    return columns, [row for state in states for row in _rows(state)]


def _fact_column(name: str, kind: FactKind) -> AskedColumn:
    question = kind.question
    title = question.title[LANGUAGE]
    if question.unit:
        title = f"{title}（{word(f'unit_{question.unit}', LANGUAGE)}）"
    form = DATE if question.type == DAY else NUMBER if question.type == FIGURE else TEXT
    if question.unit == "years":
        form = ANYTHING
    choices = tuple(titles[LANGUAGE] for titles in question.choices.values())
    note = _say("form_suggestions", words="、".join(kind.suggestions)) if kind.suggestions else ""
    return AskedColumn(f"{title} [{name}]", form, choices, note)


def _rows(state: ParcelState) -> Iterator[list[Any]]:
    """Yield the rows of a parcel; the first has its facts."""
    steps = procedure().steps
    by_step = {step: [event for event in state.events if event.step == step] for step in steps}
    for i in range(max(1, *map(len, by_step.values()))):
        row: list[Any] = [state.parcel_id, state.screened.place]
        row += [_fact_cell(state, name, kind) if i == 0 else None for name, kind in asked_facts().items()]
        for events in by_step.values():
            event = events[i] if i < len(events) else None
            row += [None] * len(_PARTS) if event is None else _event_cells(event)
        yield row


def _fact_cell(state: ParcelState, name: str, kind: FactKind) -> Any:
    value = state.fact(name)
    if value is None:
        return None
    if kind.question.type == FIGURE:
        number = Decimal(value)
        return int(number) if number == int(number) else float(number)
    if kind.question.type == DAY:
        return date.fromisoformat(value)
    return kind.question.choices[value][LANGUAGE] if value in kind.question.choices else value


def _event_cells(event: Event) -> list[Any]:
    state = procedure().states[event.state][LANGUAGE]
    papers = None if event.papers is None else "；".join(event.papers) or _say("form_none")
    return [event.day, state, papers, event.note]


def form_guide() -> Sheet:
    """Return the sheet that explains the form."""
    rows: list[list[Any]] = [[_say(f"guide_{name}_head"), _say(f"guide_{name}")] for name in _GUIDED]
    rows += [
        [step.title[LANGUAGE], _say("guide_papers", papers="、".join(one[LANGUAGE] for one in step.papers.values()))]
        for step in procedure().steps.values()
    ]
    return Sheet(_say("guide_title"), [_say("guide_item"), _say("guide_text")], rows)


_GUIDED = ("rows", "steps", "states", "papers_cell", "mistakes", "read_back")


def told_in_form(
    source: AnswerSource, ids: Sequence[str], told_on: date
) -> tuple[list[Event], list[Fact], list[str], list[str]]:
    """Return the steps and facts that a form tells, the parcels that are none of the ledger's, and unknown columns.

    Raises
    ------
    InputError
        When it cannot be read, names no parcels, holds what is no date, number or choice, or contradicts itself.
    """
    heads = {head: head_id(head) for head in source.heads()}
    known = _wanted()
    parcel = next((head for head, id_ in heads.items() if id_ in PARCEL_HEADS), None)
    if parcel is None:
        raise InputError("answers_without_parcels", layer=source.name, fields=list(heads))
    strange = [
        head for head, id_ in heads.items() if head != parcel and id_ not in (*known, *PARCEL_HEADS, _PLACE, "fid")
    ]
    table = source.read(lambda head: head == parcel or heads[head] in known)
    names = ParcelNames(ids)
    events: list[Event] = []
    facts: dict[tuple[str, str], Fact] = {}
    unknown: set[str] = set()
    for row in _table_rows(table, heads, parcel):
        cells = {id_: value for id_, value in row.items() if id_ != _PARCEL and value is not None}
        parcel_id = None if row[_PARCEL] is None else names.find(row[_PARCEL])
        if parcel_id is None:
            if cells:
                unknown.add(str(row[_PARCEL] or "?"))
            continue
        where = _Where(source.name, parcel_id)
        events += _told_events(cells, parcel_id, told_on, where)
        for fact in _told_facts(cells, parcel_id, told_on, where):
            before = facts.setdefault((parcel_id, fact.name), fact)
            if before.value != fact.value:
                raise InputError("answered_twice", layer=source.name, parcel=parcel_id, question=fact.name)
    return events, list(facts.values()), sorted(unknown), strange


class _Where:
    """A row of a form, for sentences about it."""

    def __init__(self, form: str, parcel_id: str) -> None:
        self.form, self.parcel_id = form, parcel_id

    def fault(self, column: str, written: Any) -> InputError:
        return InputError("bad_form_cell", path=self.form, parcel=self.parcel_id, column=column, value=str(written))


def _wanted() -> set[str]:
    return {*asked_facts(), *(f"{step}_{part}" for step in procedure().steps for part in _PARTS)}


def _table_rows(table: AnswerTable, heads: dict[str, str], parcel: str) -> Iterator[dict[str, Any]]:
    """Yield rows by the ids of their columns."""
    for i in range(table.row_count):
        yield {(_PARCEL if head == parcel else heads[head]): values[i] for head, values in table.columns}


def _told_facts(cells: dict[str, Any], parcel_id: str, told_on: date, where: _Where) -> Iterator[Fact]:
    for name, kind in asked_facts().items():
        if name not in cells:
            continue
        value = kind.question.read_or_none(cells[name])
        if value is None or (kind.question.type == CHOICE and value not in kind.question.choices):
            raise where.fault(name, cells[name])
        yield Fact(parcel_id, name, fact_text(kind.question, value), told_on, TOLD)


def _told_events(cells: dict[str, Any], parcel_id: str, told_on: date, where: _Where) -> Iterator[Event]:
    by_word = {word_: id_ for id_, titles in procedure().states.items() for word_ in (id_, *titles.values())}
    for step in procedure().steps:
        own = {part: cells[f"{step}_{part}"] for part in _PARTS if f"{step}_{part}" in cells}
        if not own:
            continue
        day = _DATE_QUESTION.read_or_none(own[_DAY]) if _DAY in own else None
        if _DAY in own and not isinstance(day, date):
            raise where.fault(f"{step}_{_DAY}", own[_DAY])
        state = by_word.get(str(own[_STATE]).strip()) if _STATE in own else DONE
        if state is None:
            raise where.fault(f"{step}_{_STATE}", own[_STATE])
        if _DAY not in own and _STATE not in own:
            # papers of a step that nobody said was done
            raise where.fault(f"{step}_{_DAY}", "")
        papers = listed_papers(str(own[_PAPERS])) if _PAPERS in own else None
        note = str(own[_NOTE]) if _NOTE in own else None
        yield Event(parcel_id, step, state, day if isinstance(day, date) else None, papers, note, told_on)
