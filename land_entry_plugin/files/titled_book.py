# SPDX-License-Identifier: GPL-2.0-or-later
"""Workbooks to be printed: a title, what stands under it, tables with sums as formulas, notes; text stays text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.files.workbook import is_like_formula, line_count, plain_text, shown_width
from land_entry_plugin.files.workbook_looks import FONT, border, line, styles
from land_entry_plugin.packages import XLSX, Later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.styles import Border, Font
    from openpyxl.worksheet.worksheet import Worksheet

_openpyxl, _utils = Later("openpyxl", XLSX), Later("openpyxl.utils", XLSX)
_HEAD_FILL = "EEF1F4"
_TITLE_PT, _TITLE_HEIGHT, _LINE_PT = 16, 28.0, 15.5
_NARROWEST, _WIDEST = 6, 26


@dataclass(frozen=True)
class Formula:
    """A formula; ``{NAME_first}`` and ``{NAME_last}`` stand for the rows of a table, ``{row}`` for its own.

    Attributes
    ----------
    text : str
        Made by us: nothing that anybody gave may stand in it.
    decimals : int
    """

    text: str
    decimals: int = 2


@dataclass(frozen=True)
class Block:
    """A table of a sheet.

    Attributes
    ----------
    name : str
        Under which formulas know it.
    heads : sequence of str
    rows : sequence of sequences
        Texts, numbers (a Decimal keeps its decimals), days, formulas, None.
    totals : sequence of sequences
        Rows under a strong line.
    fills : dict of (row, column) to str
        Colour (RRGGBB) of cells, both from 0.
    is_main : bool
        Whether its head stays in view, is repeated on every page and can be filtered.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Sequence[Any]] = ()
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_main: bool = False


@dataclass(frozen=True)
class TitledSheet:
    """One sheet.

    Attributes
    ----------
    name, title : str
    lines : sequence of str
        Under the title.
    blocks : sequence of Block
    notes : sequence of str
        Under the tables.
    foot : str
        On every page that is printed, beside its number.
    """

    name: str
    title: str
    lines: Sequence[str]
    blocks: Sequence[Block]
    notes: Sequence[str] = ()
    foot: str = ""


def write_titled_book(sheets: Sequence[TitledSheet], path: Path) -> None:
    """Write a workbook with one worksheet a sheet; programs work out its formulas when they open it."""
    workbook = _openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.name), sheet)
    workbook.calculation.fullCalcOnLoad = True
    with written_whole(path) as part:
        workbook.save(part)


def _fill(worksheet: Worksheet, sheet: TitledSheet) -> None:
    width = max(len(block.heads) for block in sheet.blocks)
    places, end = _places(sheet)
    _text_row(worksheet, 1, sheet.title, width, styles.Font(name=FONT, bold=True, size=_TITLE_PT), "center")
    worksheet.row_dimensions[1].height = _TITLE_HEIGHT
    for i, text in enumerate(sheet.lines, start=2):
        _text_row(worksheet, i, text, width, styles.Font(name=FONT), "left")
    for block in sheet.blocks:
        _block(worksheet, block, places)
    for i, text in enumerate(sheet.notes, start=end + 1):
        _text_row(worksheet, i, text, width, styles.Font(name=FONT, size=9), "left")
    _widths(worksheet, sheet, width)
    for block in sheet.blocks:
        _heights(worksheet, block, places)
    for i, text in (*enumerate(sheet.lines, start=2), *enumerate(sheet.notes, start=end + 1)):
        room = sum(worksheet.column_dimensions[_utils.get_column_letter(j + 1)].width for j in range(width))
        worksheet.row_dimensions[i].height = _LINE_PT * max(1, -(-shown_width(text) // max(int(room), 1)))
    _page(worksheet, sheet, places, width, end + len(sheet.notes))


def _places(sheet: TitledSheet) -> tuple[dict[str, int], int]:
    """Return the first and last rows of the tables, and the last row of all."""
    places: dict[str, int] = {}
    row = len(sheet.lines) + 3
    for block in sheet.blocks:
        places[f"{block.name}_head"] = row
        places[f"{block.name}_first"] = row + 1
        # a sum over nothing is a sum over the empty row below the head
        places[f"{block.name}_last"] = row + max(len(block.rows), 1)
        row = places[f"{block.name}_last"] + len(block.totals) + 2
    return places, row - 1


def _block(worksheet: Worksheet, block: Block, places: Mapping[str, int]) -> None:
    head = places[f"{block.name}_head"]
    for column, text in enumerate(block.heads, start=1):
        cell = worksheet.cell(head, column, text)
        cell.data_type = "s"
        cell.font, cell.border = styles.Font(name=FONT, bold=True), border()
        cell.fill = styles.PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = styles.Alignment(horizontal="center", vertical="center", wrap_text=True)
    for i, row in enumerate(block.rows):
        for j, value in enumerate(row):
            fill = block.fills.get((i, j))
            _cell(worksheet, head + 1 + i, j + 1, value, places, border(), styles.Font(name=FONT), fill)
    start = places[f"{block.name}_last"] + 1
    heavy = styles.Side(style="medium", color="1C1F23")
    strong = styles.Border(top=heavy, bottom=heavy, left=line(), right=line())
    for i, row in enumerate(block.totals):
        for j, value in enumerate(row):
            _cell(worksheet, start + i, j + 1, value, places, strong, styles.Font(name=FONT, bold=True), None)


def _cell(
    worksheet: Worksheet,
    row: int,
    column: int,
    value: Any,
    places: Mapping[str, int],
    border: Border,
    font: Font,
    fill: str | None,
) -> None:
    cell = worksheet.cell(row, column)
    horizontal = "right"
    if isinstance(value, Formula):
        cell.value = value.text.format(**places, row=row)
        cell.number_format = _number_format(value.decimals)
    elif isinstance(value, str):
        cell.value = plain_text(value)
        # a name that begins with = is a name, no formula; quoted, also when somebody edits the cell
        cell.data_type = "s"
        cell.quotePrefix = is_like_formula(value)
        horizontal = "left"
    elif isinstance(value, Decimal):
        cell.value = float(value)
        cell.number_format = _number_format(max(-int(value.as_tuple().exponent), 0))
    else:
        cell.value = value
        horizontal = "center"
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    cell.font, cell.border = font, border
    cell.alignment = styles.Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    if fill:
        cell.fill = styles.PatternFill("solid", fgColor=fill)


def _number_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def _text_row(worksheet: Worksheet, row: int, text: str, width: int, font: Font, horizontal: str) -> None:
    cell = worksheet.cell(row, 1, plain_text(text))
    cell.data_type = "s"
    cell.font, cell.alignment = font, styles.Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    worksheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _widths(worksheet: Worksheet, sheet: TitledSheet, width: int) -> None:
    for column in range(width):
        texts = [
            str(row[column])
            for block in sheet.blocks
            for row in (*block.rows, *block.totals)
            if column < len(row) and row[column] is not None and not isinstance(row[column], Formula)
        ]
        heads = [block.heads[column] for block in sheet.blocks if column < len(block.heads)]
        widest = max((*map(shown_width, texts), *(-(-shown_width(head) // 2) for head in heads)), default=0)
        worksheet.column_dimensions[_utils.get_column_letter(column + 1)].width = min(
            max(widest + 3, _NARROWEST), _WIDEST
        )


def _heights(worksheet: Worksheet, block: Block, places: Mapping[str, int]) -> None:
    """Make rows high enough for what is wrapped in them: not every program does it by itself."""
    for i, row in enumerate((block.heads, *block.rows, *block.totals), start=places[f"{block.name}_head"]):
        lines = 1
        for j, value in enumerate(row, start=1):
            if isinstance(value, str):
                room = worksheet.column_dimensions[_utils.get_column_letter(j)].width - 2
                lines = max(lines, line_count(value, max(int(room), 1)))
        worksheet.row_dimensions[i].height = _LINE_PT * lines + 2


def _page(worksheet: Worksheet, sheet: TitledSheet, places: Mapping[str, int], width: int, last: int) -> None:
    letter = _utils.get_column_letter(width)
    worksheet.page_setup.orientation, worksheet.page_setup.paperSize = "landscape", worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_area = f"A1:{letter}{last}"
    # & begins a code in heads and feet
    worksheet.oddFooter.left.text = plain_text(sheet.foot).replace("&", "&&")
    worksheet.oddFooter.right.text = "第 &P 页　共 &N 页"
    main = next((block for block in sheet.blocks if block.is_main), None)
    if main is not None:
        head = places[f"{main.name}_head"]
        worksheet.freeze_panes = f"C{head + 1}"
        worksheet.print_title_rows = f"{head}:{head}"
        end = _utils.get_column_letter(len(main.heads))
        worksheet.auto_filter.ref = f"A{head}:{end}{places[f'{main.name}_last']}"
