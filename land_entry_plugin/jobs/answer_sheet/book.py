# SPDX-License-Identifier: GPL-2.0-or-later
"""An answer sheet as a workbook, with the sheet that explains it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.answer_book import ANYTHING, NUMBER, SHARE, TEXT, AskedColumn
from land_entry_plugin.files.answer_book import DATE as DATE_CELLS
from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.answer_sheet.wording import (
    column_title,
    entry_hint,
    note,
    office_of,
    sentence,
    with_gists,
)
from land_entry_plugin.jobs.answers import day_from
from land_entry_plugin.jobs.answersheet import PARCEL_ID, PLACE, REMARK, STORED
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rules.questions import CHOICE, YES_NO
from land_entry_plugin.rules.questions import NUMBER as NUMBER_QUESTION
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.answersheet import AnswerSheet, SheetColumn
    from land_entry_plugin.rules.questions import Question

_MOST = 10**15


def book_content(sheet: AnswerSheet) -> tuple[list[AskedColumn], list[list[Any]]]:
    """Return the columns and cells of the workbook."""
    columns = [AskedColumn(f"{sentence('parcel_id')} [{PARCEL_ID}]", is_given=True)]
    if sheet.has_places:
        columns.append(AskedColumn(f"{sentence('place')} [{PLACE}]", is_given=True))
    columns += [_book_column(column) for column in sheet.columns]
    columns.append(AskedColumn(f"{sentence('remark')} [{REMARK}]", is_beside=True))
    rows = []
    for row in sheet.rows:
        cells = [_cell(column, row.written.get(column.name)) for column in sheet.columns]
        places = [row.place] if sheet.has_places else []
        rows.append([row.parcel_id, *places, *cells, "\n".join(row.remarks) or None])
    return columns, rows


def _book_column(column: SheetColumn) -> AskedColumn:
    question = column.asked.question
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    if column.is_date:
        kind = DATE_CELLS
    elif column.particular is None and question.type == NUMBER_QUESTION:
        kind = {"share": SHARE, "years": ANYTHING}.get(question.unit or "", NUMBER)
    elif column.particular is None and question.type in (YES_NO, CHOICE):
        choices = tuple(_shown_choices(question).values())
    return AskedColumn(
        f"{column_title(column)} [{column.name}]",
        kind,
        choices,
        note(column.asked) if column.particular is None else "",
        is_beside=column.particular is not None,
    )


def _shown_choices(question: Question) -> dict[Any, str]:
    if question.type == YES_NO:
        return {value: sentence(f"answer_{stored}") for value, stored in STORED.items()}
    return {id_: titles[LANGUAGE] for id_, titles in question.choices.items()}


def _cell(column: SheetColumn, written: Any) -> Any:
    """Return an earlier answer as a cell shows it; what cannot be read stays as it was written."""
    if written is None:
        return None
    if column.particular is not None:
        return (day_from(written) if column.particular == "date" else None) or str(written)
    question = column.asked.question
    value = question.read_or_none(written)
    if value is None:
        return str(written)
    if question.type in (YES_NO, CHOICE):
        return _shown_choices(question)[value]
    if isinstance(value, Fraction):
        # 20年1天 is no number of digits, and a workbook keeps no more than 15 of them
        is_exact = Fraction(repr(float(value))) == value and abs(value) < _MOST
        return (int(value) if value.denominator == 1 else float(value)) if is_exact else str(written)
    return value


def guide(sheet: AnswerSheet) -> Sheet:
    """Return the sheet that explains the columns."""
    heads = [
        sentence(f"guide_heads_{name}")
        for name in ("id", "question", "entry", "office", "paper", "beside", "basis", "rules")
    ]
    rows: list[list[Any]] = []
    for column in sheet.columns:
        if column.particular is not None:
            continue
        asked = column.asked
        beside = [one.particular for one in sheet.columns if one.asked is asked and one.particular]
        rows.append(
            [
                asked.question.id,
                column_title(column),
                entry_hint(asked.question),
                office_of(asked),
                asked.paper[LANGUAGE] if asked.paper else None,
                "、".join(word(f"particular_{name}", LANGUAGE) for name in beside) or None,
                "\n".join(with_gists(asked)) or None,
                "、".join(rule.title[LANGUAGE] for rule in asked.rules) or None,
            ]
        )
    head = sheet.pack.head
    said = f"{head.title[LANGUAGE]}（{head.id} {head.version}）"
    rows.append([sentence("guide_pack"), f"{said}\n{sheet.banner[LANGUAGE]}" if sheet.banner else said, *[None] * 6])
    return Sheet(sentence("guide"), heads, rows)
