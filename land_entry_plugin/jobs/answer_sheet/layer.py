# SPDX-License-Identifier: GPL-2.0-or-later
"""An answer sheet as a layer with a form."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.files.answer_form import Form, FormField, FormQuestion
from land_entry_plugin.files.tables import Table
from land_entry_plugin.jobs.answer_sheet.wording import column_title, hint, note, office_of, sentence
from land_entry_plugin.jobs.answers import day_from
from land_entry_plugin.jobs.answersheet import PARCEL_ID, PLACE, REMARK, STORED
from land_entry_plugin.jobs.outputs import storable
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rules.questions import CHOICE, NUMBER, YES_NO
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.answersheet import AnswerSheet, SheetColumn, SheetRow

# Numbers that are often written otherwise than as digits (20年1天, 20%), and how they look.
_NUMBER_PATTERNS = {
    "years": "^[0-9０-９.．年个月天日零整 ]+$",
    "share": "^ *[0-9０-９.．]+ *([%％]|/ *[0-9０-９]+)? *$",
}
_EARLIEST_DAY = "1950-01-01"


def answers_table(sheet: AnswerSheet, layer: str) -> Table:
    """Return the layer: parcels with the fields to fill in."""
    columns: list[tuple[str, type]] = [(PARCEL_ID, str), *([(PLACE, str)] if sheet.has_places else [])]
    columns += [(column.name, _field_type(column)) for column in sheet.columns]
    rows = []
    for row in sheet.rows:
        stored = {column.name: _stored(column, row.written.get(column.name)) for column in sheet.columns}
        lost = [column for column in sheet.columns if column.name in row.written and stored[column.name] is None]
        rows.append({PARCEL_ID: row.parcel_id, PLACE: row.place, **stored, REMARK: _remark(row, lost)})
    geometry = np.array([storable(sheet.parcels.geometry[row.row]) for row in sheet.rows], dtype=object)
    return Table(layer, [*columns, (REMARK, str)], rows, geometry, sheet.parcels.description.crs)


def _field_type(column: SheetColumn) -> type:
    if column.is_date:
        return date
    return float if _is_number(column) else str


def _stored(column: SheetColumn, written: Any) -> Any:
    """Return an earlier answer as the field keeps it; None where there is none, or the field cannot hold it."""
    if written is None:
        return None
    if column.particular is not None:
        return day_from(written) if column.particular == "date" else str(written)
    value = column.asked.question.read_or_none(written)
    if column.is_date:
        return value
    if _is_number(column):
        return float(value) if isinstance(value, Fraction) else None
    if isinstance(value, bool):
        return STORED[value]
    return value if column.asked.question.type == CHOICE and value is not None else str(written)


def _remark(row: SheetRow, lost: list[SheetColumn]) -> str | None:
    """Return the remarks of before, and answers that cannot be read and have no place in their field."""
    unreadable = [
        sentence("unreadable", question=column_title(column), written=str(row.written[column.name])) for column in lost
    ]
    texts = list(dict.fromkeys((*row.remarks, *unreadable)))
    return "\n".join(texts) or None


def answers_form(sheet: AnswerSheet) -> Form:
    """Return the form of the layer: a box for everyone who answers, in the order of the rules."""
    boxes: dict[str, list[FormQuestion]] = {}
    for column in sheet.columns:
        if column.particular is not None:
            continue
        own = [one for one in sheet.columns if one.asked is column.asked]
        fields = tuple(_form_field(one) for one in own)
        question = FormQuestion(column_title(column), "".join(hint(column.asked)), fields)
        boxes.setdefault(office_of(column.asked), []).append(question)
    top = [FormField(PARCEL_ID, sentence("parcel_id"), is_editable=False)]
    if sheet.has_places:
        top.append(FormField(PLACE, sentence("place"), is_editable=False))
    return Form(
        notice=sheet.banner[LANGUAGE] if sheet.banner else "",
        top=tuple(top),
        title=sentence("answers"),
        boxes=tuple(
            (sentence("office", office=office, count=len(questions)), tuple(questions))
            for office, questions in boxes.items()
        ),
        bottom=(FormField(REMARK, sentence("remark")),),
        unanswered=sentence("unanswered"),
        display=PARCEL_ID,
    )


def _form_field(column: SheetColumn) -> FormField:
    question = column.asked.question
    choices: dict[str, str] | None = None
    if column.particular is None and question.type == YES_NO:
        choices = {stored: sentence(f"answer_{stored}") for stored in STORED.values()}
    elif column.particular is None and question.type == CHOICE:
        choices = {id_: titles[LANGUAGE] for id_, titles in question.choices.items()}
    widget = "choice" if choices else "date" if column.is_date else "text"
    return FormField(
        column.name,
        column_title(column),
        widget,
        choices,
        check=_check(column, choices),
        hint=note(column.asked),
        label=word(f"particular_{column.particular}", LANGUAGE) if column.particular else "",
    )


def _check(column: SheetColumn, choices: dict[str, str] | None) -> str | None:
    """Return an expression of QGIS that only an answer which can be read fulfils: the form shows what is open.

    None for what need not be stated.
    """
    name = f'"{column.name}"'
    if column.particular is not None and column.particular not in column.asked.needs:
        return None
    if choices:
        return f"{name} in ({', '.join(map(repr, choices))})"
    if column.is_date:
        return f"{name} > to_date('{_EARLIEST_DAY}')"
    if _is_number(column):
        return f"{name} >= 0"
    if column.particular is None and column.asked.question.type == NUMBER:
        return f"regexp_match({name}, '{_NUMBER_PATTERNS[column.asked.question.unit]}') > 0"
    return f"trim({name}) <> ''"


def _is_number(column: SheetColumn) -> bool:
    """Return whether a field holds digits and nothing else."""
    question = column.asked.question
    return column.particular is None and question.type == NUMBER and question.unit not in _NUMBER_PATTERNS
