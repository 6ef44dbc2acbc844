# SPDX-License-Identifier: GPL-2.0-or-later
"""A workbook to be filled in: lists to choose from, notes on the heads, text that stays text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.files.workbook import Sheet, fill_sheet, shown_width, storable_text
from land_entry_plugin.files.workbook_looks import FONT, border, styles
from land_entry_plugin.packages import XLSX, Later

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_openpyxl, _utils = Later("openpyxl", XLSX), Later("openpyxl.utils", XLSX)
_comments, _validations = Later("openpyxl.comments", XLSX), Later("openpyxl.worksheet.datavalidation", XLSX)
TEXT, ANYTHING, NUMBER, SHARE, DATE = "text", "anything", "number", "share", "date"
_FORMATS = {TEXT: "@", ANYTHING: "General", NUMBER: "General", SHARE: "0.##%", DATE: "yyyy-mm-dd"}
_GIVEN, _ASKED, _BESIDE = "EEF1F4", "DCEBF7", "F3F5F7"
_LEAST, _LEAST_FOR_TEXT, _WIDEST, _HEAD_LINE_PT = 15, 22, 32, 15.5
_COMMENT_WIDTH_PX, _COMMENT_LINE_PX = 340, 19
_LISTS = "选项"


@dataclass(frozen=True)
class AskedColumn:
    """A column of the sheet.

    Attributes
    ----------
    head : str
    kind : str
        ``text``, ``number``, ``share``, ``date``, or ``anything``: a number that may be written in words.
    choices : tuple of str
        What may be chosen; nothing else is taken where it is not empty.
    note : str
        What to know before answering.
    is_given : bool
        Whether the column says what the row is.
    is_beside : bool
        Whether it states something beside the answer before it.
    """

    head: str
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    note: str = ""
    is_given: bool = False
    is_beside: bool = False


def write_answer_book(
    title: str, columns: Sequence[AskedColumn], rows: Sequence[Sequence[Any]], guide: Sheet, path: Path
) -> None:
    """Write the sheet that is filled in, the guide to it, and hidden the lists to choose from."""
    workbook = _openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    fill_sheet(workbook.create_sheet(guide.title), guide)
    lists = workbook.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for number, column in enumerate(columns, start=1):
        _head(sheet, number, column)
        for i, row in enumerate(rows, start=2):
            _fill(sheet.cell(i, number), row[number - 1], column)
        validation = _validation(lists, column)
        if validation is not None and rows:
            letter = _utils.get_column_letter(number)
            validation.add(f"{letter}2:{letter}{len(rows) + 1}")
            sheet.add_data_validation(validation)
    given = sum(column.is_given for column in columns)
    sheet.freeze_panes = f"{_utils.get_column_letter(given + 1)}2"
    _set_widths(sheet, columns, rows)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.print_title_rows, sheet.print_title_cols = "1:1", f"A:{_utils.get_column_letter(given)}"
    with written_whole(path) as part:
        workbook.save(part)


def _head(sheet: Worksheet, number: int, column: AskedColumn) -> None:
    cell = sheet.cell(1, number, storable_text(column.head))
    cell.data_type = "s"
    colour = _GIVEN if column.is_given else _BESIDE if column.is_beside else _ASKED
    cell.font, cell.fill = (
        styles.Font(name=FONT, bold=not column.is_beside),
        styles.PatternFill("solid", fgColor=colour),
    )
    cell.alignment = styles.Alignment(vertical="top", wrap_text=True)
    cell.border = border()
    if column.note:
        note = _comments.Comment(storable_text(column.note), "Land Entry")
        note.width = _COMMENT_WIDTH_PX
        note.height = _COMMENT_LINE_PX * (1 + sum(1 + shown_width(line) // 44 for line in column.note.splitlines()))
        cell.comment = note


def _fill(cell: Cell | MergedCell, value: Any, column: AskedColumn) -> None:
    cell.number_format = _FORMATS[column.kind]
    if isinstance(value, str):
        # a paper number that begins with = is no formula, now or when the cell is edited
        cell.value = storable_text(value)
        cell.data_type, cell.number_format = "s", "@"
    else:
        cell.value = value
    cell.font, cell.border = styles.Font(name=FONT), border()
    cell.alignment = styles.Alignment(vertical="top", wrap_text=True)
    cell.protection = styles.Protection(locked=column.is_given)
    if column.is_given:
        cell.fill = styles.PatternFill("solid", fgColor=_GIVEN)


def _validation(lists: Worksheet, column: AskedColumn) -> DataValidation | None:
    """Return what may be entered: a choice of a list, or with a warning a date or a number."""
    if column.choices:
        number = lists.max_column if lists.cell(1, 1).value is None else lists.max_column + 1
        for i, choice in enumerate(column.choices, start=1):
            lists.cell(i, number, choice).data_type = "s"
        letter = _utils.get_column_letter(number)
        place = f"{_utils.quote_sheetname(_LISTS)}!${letter}$1:${letter}${len(column.choices)}"
        return _validations.DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=True)
    if column.kind in (TEXT, ANYTHING):
        return None
    return _validations.DataValidation(
        type="date" if column.kind == DATE else "decimal",
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
    )


def _set_widths(sheet: Worksheet, columns: Sequence[AskedColumn], rows: Sequence[Sequence[Any]]) -> None:
    """Set widths by what stands in a column, and the height of the head by its longest wrapped text."""
    lines = 1
    for number, column in enumerate(columns):
        texts = [str(row[number]) for row in rows if row[number] is not None]
        widest = max((shown_width(text) for text in (*texts, *column.choices)), default=0)
        head = shown_width(column.head)
        least = _LEAST_FOR_TEXT if column.kind == TEXT and not column.choices and not column.is_given else _LEAST
        # what says which parcel the row is has to be seen whole
        width = max(widest + 3, least) if column.is_given else min(max(widest + 3, head // 3, least), _WIDEST)
        sheet.column_dimensions[_utils.get_column_letter(number + 1)].width = width
        lines = max(lines, -(-head // (width - 3)))
    sheet.row_dimensions[1].height = lines * _HEAD_LINE_PT
