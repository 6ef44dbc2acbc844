# SPDX-License-Identifier: GPL-2.0-or-later
"""Workbooks to be printed: a title, what stands under it, tables with sums as formulas, notes; text stays text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import (
    HEAD_FILL,
    Formula,
    fill_cell,
    is_like_formula,
    line_count,
    plain_text,
    save_workbook,
    shown_width,
)
from land_entry_plugin.files.workbook_looks import (
    FONT,
    PAPER_FIGURE,
    PAPER_HEAD,
    PAPER_TEXT,
    Look,
    Looks,
    number_format,
    styles,
)
from land_entry_plugin.packages import XLSX, Later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from land_entry_plugin.files.workbook_values import Value

_openpyxl, _utils = Later("openpyxl", XLSX), Later("openpyxl.utils", XLSX)
_HEAD = Look(PAPER_HEAD, fill=HEAD_FILL, is_bold=True)
_TITLE_PT, _TITLE_HEIGHT, _LINE_PT = 16, 28.0, 15.5
_NARROWEST, _WIDEST = 6, 26


@dataclass(frozen=True)
class Block:
    """A table of a sheet.

    Attributes
    ----------
    name : str
        Under which formulas know it: ``{NAME_first}`` and ``{NAME_last}`` stand for its rows, ``{row}`` for their own.
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
    """Write a workbook with one worksheet a sheet."""
    workbook = _openpyxl.Workbook()
    workbook.remove(workbook.active)
    save_workbook(workbook, [_fill(workbook.create_sheet(sheet.name), sheet) for sheet in sheets], path)


def _fill(worksheet: Worksheet, sheet: TitledSheet) -> dict[str, Value]:
    """Write a sheet into a worksheet and return the values of its formulas by cell."""
    looks = Looks()
    values: dict[str, Value] = {}
    width = max(len(block.heads) for block in sheet.blocks)
    places, end = _places(sheet)
    _text_row(worksheet, 1, sheet.title, width, styles.Font(name=FONT, bold=True, size=_TITLE_PT), "center")
    worksheet.row_dimensions[1].height = _TITLE_HEIGHT
    for i, text in enumerate(sheet.lines, start=2):
        _text_row(worksheet, i, text, width, styles.Font(name=FONT), "left")
    for block in sheet.blocks:
        _block(worksheet, block, places, looks, values)
    for i, text in enumerate(sheet.notes, start=end + 1):
        _text_row(worksheet, i, text, width, styles.Font(name=FONT, size=9), "left")
    _widths(worksheet, sheet, width)
    for block in sheet.blocks:
        _heights(worksheet, block, places)
    for i, text in (*enumerate(sheet.lines, start=2), *enumerate(sheet.notes, start=end + 1)):
        room = sum(worksheet.column_dimensions[_utils.get_column_letter(j + 1)].width for j in range(width))
        worksheet.row_dimensions[i].height = _LINE_PT * max(1, -(-shown_width(text) // max(int(room), 1)))
    _page(worksheet, sheet, places, width, end + len(sheet.notes))
    return values


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


def _block(worksheet: Worksheet, block: Block, places: dict[str, int], looks: Looks, values: dict[str, Value]) -> None:
    head, end = places[f"{block.name}_head"], places[f"{block.name}_last"] + 1
    cells = [(head, j, text, _HEAD) for j, text in enumerate(block.heads)]
    for i, row in enumerate(block.rows):
        for j, value in enumerate(row):
            cells.append((head + 1 + i, j, value, replace(_look(value), fill=block.fills.get((i, j), ""))))
    for i, row in enumerate(block.totals, start=end):
        cells += [(i, j, value, replace(_look(value), is_bold=True, is_sum=True)) for j, value in enumerate(row)]
    for at, column, value, look in cells:
        own = _placed(value, places | {"row": at}) if isinstance(value, Formula) else value
        fill_cell(worksheet.cell(at, column + 1), own, look, looks, values)


def _placed(formula: Formula, places: Mapping[str, int]) -> Formula:
    return replace(formula, expression=formula.expression.format(**places))


def _look(value: Any) -> Look:
    if isinstance(value, str):
        return Look(PAPER_TEXT, is_quoted=is_like_formula(value))
    figure = value.value if isinstance(value, Formula) else value
    if isinstance(figure, Decimal):
        return Look(PAPER_FIGURE, number_format(max(-int(figure.as_tuple().exponent), 0)))
    if isinstance(value, Formula):
        return Look(PAPER_FIGURE, number_format(0))
    return Look(PAPER_HEAD, "yyyy-mm-dd" if isinstance(value, date) else "General")


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
