# SPDX-License-Identifier: GPL-2.0-or-later
"""Workbooks: real tables with frozen heads, sums as formulas, widths that fit, and text that stays text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.files.workbook_charts import add_chart
from land_entry_plugin.files.workbook_looks import COUNT, FIGURE, HEAD, LISTED, TEXT, Look, Looks, number_format
from land_entry_plugin.files.workbook_values import with_values
from land_entry_plugin.packages import XLSX, Later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from land_entry_plugin.files.workbook_charts import Bars
    from land_entry_plugin.files.workbook_values import Value

_openpyxl, _utils = Later("openpyxl", XLSX), Later("openpyxl.utils", XLSX)
_tables = Later("openpyxl.worksheet.table", XLSX)
_SHARE_FORMAT = "0.00%"
# The widest column of a narrow table, and of one of many columns, which is printed on A3 where it is wide.
_WIDEST, _WIDEST_OF_MANY, _MANY_COLUMNS, _A4_WIDTH = 60, 38, 5, 140
# A wider sheet would print in letters that nobody reads on A3: its texts are broken into narrower columns, but not so
# narrow that a row gets higher than a row may be.
_A3_WIDTH, _SHORT_TEXT, _NARROW, _MOST_LINES, _WIDEST_OF_ALL, _MANY_HEADS = 250, 22, 16, 20, 120, 12
_SIDE_MARGIN_IN = 0.4
_LEAST_WIDTH, _MARGIN, _LINE_PT, _MOST_PT = 6, 3, 16.5, 409.0
HEAD_FILL, _SUM_FILL = "EEF1F4", "F7F8FA"
_AREA_DECIMALS = 2
SUM_LABEL = "合计"
# Control characters, half characters and non-characters have no place in a workbook.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of writing make a text read as another one.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What spreadsheets take for the beginning of a formula when somebody edits the cell.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_PAPER_A3, _PAPER_A4 = 8, 9


@dataclass(frozen=True)
class Formula:
    """A cell that is computed: its expression without ``=``, and the value that it has.

    Both are ours: nothing that anybody gave may stand in them.
    """

    expression: str
    value: Value


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
    decimals : mapping of column to int
        Of numbers; two where nothing is said.
    sums : mapping of column to number
        Columns with a sum under them, and what it comes to.
    table : str
        Name of the table, latin letters; none where it is empty.
    charts : sequence of Bars
        Drawn beside the table.
    heading : str
        Printed at the head of every page.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    share_columns: Sequence[int] = ()
    fills: dict[tuple[int, int], str] | None = None
    decimals: Mapping[int, int] = field(default_factory=dict)
    sums: Mapping[int, float] = field(default_factory=dict)
    table: str = ""
    charts: Sequence[Bars] = ()
    heading: str = ""

    def headed(self, heading: str) -> Sheet:
        """Return the sheet with a text at the head of every page."""
        return replace(self, heading=heading)

    def number_format(self, column: int) -> str:
        """Return how numbers of a column are shown."""
        if column in self.share_columns:
            return _SHARE_FORMAT
        return number_format(self.decimals.get(column, _AREA_DECIMALS))


def write_workbook(sheets: Sequence[Sheet], path: Path, title: str = "", mark: str = "") -> None:
    """Write a workbook with one worksheet a sheet.

    Parameters
    ----------
    sheets : sequence of Sheet
    path : Path
    title, mark : str, optional
        What the file says of itself, and by what ``mark_of`` knows what it was made from.
    """
    workbook = _openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "Land Entry"
    workbook.properties.title = plain_text(title) or None
    workbook.properties.identifier = mark or None
    values = [fill_sheet(workbook.create_sheet(sheet.title), sheet) for sheet in sheets]
    save_workbook(workbook, values, path)


def save_workbook(workbook: Workbook, values: Sequence[Mapping[str, Value]], path: Path) -> None:
    """Save a workbook, whole or not at all, with the values of its formulas by worksheet and cell."""
    with written_whole(path) as part:
        workbook.save(part)
        with_values(part, values)


def fill_sheet(worksheet: Worksheet, sheet: Sheet) -> dict[str, Value]:
    """Write a table into a worksheet and return the values of its formulas by cell."""
    looks = Looks()
    values: dict[str, Value] = {}
    for column, head in enumerate(sheet.heads, start=1):
        looks.give(worksheet.cell(1, column, head), Look(HEAD, fill=HEAD_FILL, is_bold=True))
    for i, row in enumerate(sheet.rows):
        for j, value in enumerate(row):
            look = _look(value, sheet.number_format(j), (sheet.fills or {}).get((i, j), ""))
            if len(sheet.heads) == 2 and look.kind != TEXT:
                look = replace(look, kind=LISTED)
            fill_cell(worksheet.cell(i + 2, j + 1), value, look, looks, values)
    if sheet.sums and sheet.rows:
        _sum_row(worksheet, sheet, looks, values)
    widths = _fitted(sheet, [_width(sheet, column) for column in range(len(sheet.heads))])
    for column, width in enumerate(widths, start=1):
        worksheet.column_dimensions[_utils.get_column_letter(column)].width = width
    for i, row in enumerate([sheet.heads, *sheet.rows], start=1):
        worksheet.row_dimensions[i].height = _height(row, widths)
    _lay_out(worksheet, sheet, sum(widths))
    for number, chart in enumerate(sheet.charts):
        add_chart(worksheet, chart, number)
    return values


def _look(value: Any, number_format: str, fill: str) -> Look:
    """Return how a value looks."""
    if isinstance(value, str):
        return Look(fill=fill, is_quoted=is_like_formula(value))
    figure = value.value if isinstance(value, Formula) else value
    if isinstance(figure, float):
        return Look(FIGURE, number_format, fill)
    return Look(COUNT if isinstance(figure, int) else TEXT, fill=fill)


def fill_cell(cell: Cell | MergedCell, value: Any, look: Look, looks: Looks, values: dict[str, Value]) -> None:
    """Write a value into a cell with a look, and keep what it comes to where it is a formula."""
    if isinstance(value, str):
        cell.value = plain_text(value)
        # a name that begins with = is a name, no formula; quoted, also when somebody edits the cell
        cell.data_type = "s"
    elif isinstance(value, Formula):
        cell.value, values[cell.coordinate] = f"={value.expression}", value.value
    else:
        cell.value = value
    looks.give(cell, look)


def _sum_row(worksheet: Worksheet, sheet: Sheet, looks: Looks, values: dict[str, Value]) -> None:
    last = len(sheet.rows) + 1
    for j in range(len(sheet.heads)):
        value: Any = SUM_LABEL if not j else None
        if j in sheet.sums:
            letter = _utils.get_column_letter(j + 1)
            value = Formula(f"SUBTOTAL(109,{letter}2:{letter}{last})", sheet.sums[j])
        look = replace(_look(value, sheet.number_format(j), _SUM_FILL), is_bold=True)
        fill_cell(worksheet.cell(last + 1, j + 1), value, look, looks, values)


def _width(sheet: Sheet, column: int) -> int:
    """Return how wide a column has to be for its texts and for its numbers as they are shown; heads may be broken."""
    is_one_of_many = len(sheet.heads) >= _MANY_COLUMNS
    head = shown_width(str(sheet.heads[column]))
    lines = 3 if len(sheet.heads) >= _MANY_HEADS else 2 if is_one_of_many else 1
    widths = [-(-head // lines), _LEAST_WIDTH]
    decimals = len(sheet.number_format(column).partition(".")[2].rstrip("%"))
    for value in [*(row[column] for row in sheet.rows), sheet.sums.get(column)]:
        figure = value.value if isinstance(value, Formula) else value
        if isinstance(figure, float):
            shown = f"{figure:.{decimals}{'%' if column in sheet.share_columns else 'f'}}"
            widths.append(shown_width(shown))
        elif figure is not None:
            widths += map(shown_width, str(figure).split("\n"))
    widest = max(_WIDEST_OF_MANY if is_one_of_many else _WIDEST, _least_width(max(widths)))
    return min(max(widths) + _MARGIN, widest)


def _least_width(longest: int) -> int:
    """Return how narrow a column of texts may be: codes stay in a line, and no row gets higher than a row may be."""
    if longest <= _SHORT_TEXT:
        return longest + _MARGIN
    return max(_NARROW, min(-(-longest // _MOST_LINES) + _MARGIN, _WIDEST_OF_ALL))


def _fitted(sheet: Sheet, widths: list[int]) -> list[int]:
    """Return the widths of columns so that a printed page can be read: columns of texts give way, figures never."""
    least = list(widths)
    for column, width in enumerate(widths):
        texts = [row[column] for row in sheet.rows if isinstance(row[column], str)]
        if texts and len(texts) == sum(row[column] is not None for row in sheet.rows):
            least[column] = min(width, _least_width(max(map(shown_width, texts))))
    surplus, room = sum(widths) - _A3_WIDTH, sum(widths) - sum(least)
    if surplus <= 0 or not room:
        return widths
    share = min(1.0, surplus / room)
    return [width - int((width - small) * share) for width, small in zip(widths, least, strict=True)]


def _height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """Return how high a row is when its texts are broken: not every program works it out."""
    lines = [line_count(value, width - 1) for value, width in zip(row, widths, strict=True) if isinstance(value, str)]
    return min(max(lines, default=1) * _LINE_PT, _MOST_PT)


def _lay_out(worksheet: Worksheet, sheet: Sheet, width: int) -> None:
    """Freeze the heads, make a real table of the rows, and see to it that it prints."""
    worksheet.freeze_panes = "B2"
    last_column = _utils.get_column_letter(len(sheet.heads))
    around = f"A1:{last_column}{len(sheet.rows) + 1}"
    if sheet.table and sheet.rows:
        style = _tables.TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        worksheet.add_table(_tables.Table(displayName=sheet.table, ref=around, tableStyleInfo=style))
    else:
        worksheet.auto_filter.ref = around
    worksheet.page_setup.orientation, worksheet.page_setup.fitToHeight = "landscape", 0
    worksheet.page_setup.paperSize = _PAPER_A3 if width > _A4_WIDTH else _PAPER_A4
    worksheet.page_margins.left = worksheet.page_margins.right = _SIDE_MARGIN_IN
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"
    if not sheet.charts:
        worksheet.print_area = f"A1:{last_column}{len(sheet.rows) + (2 if sheet.sums and sheet.rows else 1)}"
    worksheet.oddHeader.left.text = plain_text(sheet.heading).replace("&", "&&")
    worksheet.oddHeader.right.text = sheet.title
    worksheet.oddFooter.right.text = "第 &P 页，共 &N 页"


def plain_text(text: str) -> str:
    """Return a text as it is shown: without what has no place in a workbook and what turns its direction."""
    return _TURNS.sub("", storable_text(text))


def storable_text(text: str) -> str:
    """Return a text without characters that have no place in a workbook."""
    return _ILLEGAL.sub("", text)


def is_like_formula(text: str) -> bool:
    """Return whether a spreadsheet takes a text for a formula once somebody edits its cell."""
    return text.startswith(_FORMULA_SIGNS)


def line_count(text: str, width: int) -> int:
    """Return how many lines a text has in a column."""
    return sum(max(1, -(-shown_width(line) // width)) for line in text.split("\n"))


@lru_cache(maxsize=1 << 16)
def shown_width(text: str) -> int:
    """Return how wide a text is in digits: a Chinese character is as wide as two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)
