# SPDX-License-Identifier: GPL-2.0-or-later
"""Write answer sheets: a layer with a form, a workbook; answers that are there already are never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answer_book import write_answer_book
from land_entry_plugin.files.answer_form import form_style
from land_entry_plugin.files.answers import ANSWERS, open_answers
from land_entry_plugin.files.outputs import all_or_none, check_not_input, check_output
from land_entry_plugin.files.styles import write_style
from land_entry_plugin.files.tables import write_tables
from land_entry_plugin.jobs.answer_columns import AnswerColumns
from land_entry_plugin.jobs.answer_sheet.book import book_content, guide
from land_entry_plugin.jobs.answer_sheet.layer import answers_form, answers_table

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.jobs.answersheet import AnswerSheet, AnswerSheetRequest

FORMATS = {"output": (".gpkg",), "table": (".xlsx",)}


def check_sheet_outputs(request: AnswerSheetRequest, output: Path | None, table: Path | None) -> None:
    """Say before any work is done why an output cannot be written, or that answers would be lost.

    Raises
    ------
    InputError
        When a file is a source, cannot be written, or holds answers already.
    """
    for path, formats in ((output, FORMATS["output"]), (table, FORMATS["table"])):
        if path is None:
            continue
        check_output(path, formats)
        check_not_input(path, request.paths)
        if path.exists() and _holds_answers(path):
            raise InputError("answers_there", path=str(path))


def _holds_answers(path: Path) -> bool:
    """Return whether a file is an answer sheet that somebody began to fill in."""
    try:
        source = open_answers(str(path))
        columns = AnswerColumns(source.name, source.heads(), (), None)
        entries = list(columns.entries(source.read(columns.wanted)))
    except InputError:
        return False
    return source.name in (ANSWERS, path.name) and bool(entries)


def write_sheet(sheet: AnswerSheet, output: Path | None, table: Path | None, layer: str = ANSWERS) -> None:
    """Write the layer and the workbook that are wanted, or neither.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    with all_or_none([path for path in (output, table) if path is not None]) as parts:
        if output is not None:
            write_tables(parts[output], [answers_table(sheet, layer)])
            write_style(parts[output], layer, "geom", ANSWERS, form_style(answers_form(sheet)), "Land Entry")
        if table is not None:
            write_answer_book(ANSWERS, *book_content(sheet), guide(sheet), parts[table])
