# SPDX-License-Identifier: GPL-2.0-or-later
"""Workbooks: plain tables with frozen heads, widths that fit, and text that stays text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from land_entry_plugin.files.outputs import written_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Microsoft YaHei"
_AREA_FORMAT, _SHARE_FORMAT = "0.00", "0.00%"
LINE = Side(style="thin", color="C9CDD2")
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    Attributes
    ----------
    title : str
    heads : sequence of str
        Column heads.
    rows : sequence of sequences
        Cell values.
    share_columns : sequence of int
        Columns (from 0) that hold shares of 1.
    fills : dict of (row, column) to str
        Colour (RRGGBB) of single cells, both from 0.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    share_columns: Sequence[int] = ()
    fills: dict[tuple[int, int], str] | None = None


def write_workbook(sheets: Sequence[Sheet], path: Path) -> None:
    """Write a workbook with one worksheet a sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        fill_sheet(workbook.create_sheet(sheet.title), sheet)
    with written_whole(path) as part:
        workbook.save(part)


def fill_sheet(worksheet: Worksheet, sheet: Sheet) -> None:
    """Write a table into a worksheet."""
    border = Border(top=LINE, bottom=LINE, left=LINE, right=LINE)
    for column, head in enumerate(sheet.heads, start=1):
        cell = worksheet.cell(1, column, head)
        cell.font, cell.border = Font(name=FONT, bold=True), border
        cell.fill = PatternFill("solid", fgColor="EEF1F4")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for i, row in enumerate(sheet.rows):
        for j, value in enumerate(row):
            # control characters have no place in a workbook
            text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = worksheet.cell(i + 2, j + 1, text)
            if isinstance(value, str):
                # a name that begins with = is a name, no formula
                cell.data_type = "s"
            elif isinstance(value, float):
                cell.number_format = _SHARE_FORMAT if j in sheet.share_columns else _AREA_FORMAT
            cell.font, cell.border = Font(name=FONT), border
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if sheet.fills and (i, j) in sheet.fills:
                cell.fill = PatternFill("solid", fgColor=sheet.fills[i, j])
    for column in range(len(sheet.heads)):
        texts = [str(sheet.heads[column]), *(str(row[column]) for row in sheet.rows if row[column] is not None)]
        width = max(map(shown_width, texts))
        worksheet.column_dimensions[get_column_letter(column + 1)].width = min(width + 3, _WIDEST)
    worksheet.freeze_panes = "B2"
    worksheet.auto_filter.ref = worksheet.dimensions
    worksheet.page_setup.orientation, worksheet.page_setup.fitToHeight = "landscape", 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"


def shown_width(text: str) -> int:
    """Return how wide a text is in digits: a Chinese character is as wide as two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)
