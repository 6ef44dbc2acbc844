# SPDX-License-Identifier: GPL-2.0-or-later
"""Forms: cells with wrapped text whose rows are as high as the text needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.sheets.canvas import TEXT_WIDENED, Align, Canvas
from land_entry_plugin.sheets.cell_texts import CellTexts
from land_entry_plugin.sheets.ruled_lines import RULES_MARGIN_MM, Rule, rules_path
from land_entry_plugin.sheets.symbols import svg_path
from land_entry_plugin.sheets.text_style import TextStyle, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

PAD_X_MM = 1.2
SYMBOL_MM = 3.2
_SYMBOL_GAP_MM = 1.0


@dataclass(frozen=True)
class Line:
    """One line of text; the word 待补 in it is set in ``missing``."""

    text: str
    style: TextStyle
    missing: TextStyle | None = None


@dataclass(frozen=True)
class Cell:
    """A cell with lines of text, a symbol before them, or rows of its own."""

    width: float
    lines: tuple[Line, ...] = ()
    align: Align = Align.LEFT
    symbol: str | None = None
    rows: tuple[Row, ...] = ()
    pad_y: float = 0.8
    pad_x: float = PAD_X_MM

    @property
    def text_height(self) -> float:
        """Return how high the lines are."""
        return sum(line.style.line_height_mm for line in self.lines)

    @property
    def height(self) -> float:
        """Return the least height of the cell."""
        if self.rows:
            return sum(row.height for row in self.rows)
        return max(self.text_height, SYMBOL_MM if self.symbol else 0.0) + 2 * self.pad_y


@dataclass(frozen=True)
class Row:
    """Cells side by side, ``least_mm`` high at least."""

    cells: tuple[Cell, ...]
    least_mm: float = 0.0

    @property
    def height(self) -> float:
        """Return the height of the highest cell."""
        return max(self.least_mm, *(cell.height for cell in self.cells))

    def split(self, height: float) -> tuple[Row, Row] | None:
        """Return the part that fits in ``height`` and the rest, or None where nothing useful fits."""
        if any(cell.rows for cell in self.cells):
            return None
        heads, tails = [], []
        for cell in self.cells:
            count, used = 0, 2 * cell.pad_y
            while count < len(cell.lines) and used + cell.lines[count].style.line_height_mm <= height:
                used += cell.lines[count].style.line_height_mm
                count += 1
            if cell.lines and not count:
                return None
            # what is short stands at both, so that no part of a divided row is without its head
            is_whole = count == len(cell.lines)
            heads.append(replace(cell, lines=cell.lines[:count]))
            tails.append(cell if is_whole else replace(cell, lines=cell.lines[count:]))
        if all(head.lines == tail.lines for head, tail in zip(heads, tails, strict=True)):
            return None
        return Row(tuple(heads)), Row(tuple(tails))


@dataclass(frozen=True)
class Par:
    """A paragraph of a cell, before it is wrapped."""

    text: str
    style: TextStyle
    missing: TextStyle | None = None


def cell(
    width: float,
    *paragraphs: Par,
    align: Align = Align.LEFT,
    symbol: str | None = None,
    pad_y: float = 0.8,
    pad_x: float = PAD_X_MM,
) -> Cell:
    """Return a cell with its paragraphs wrapped to its width."""
    room = (width - 2 * pad_x - (SYMBOL_MM + _SYMBOL_GAP_MM if symbol else 0.0)) / TEXT_WIDENED
    lines = tuple(Line(line, par.style, par.missing) for par in paragraphs for line in wrap(par.text, par.style, room))
    return Cell(width, lines, align, symbol, (), pad_y, pad_x)


def nested(rows: Sequence[Row]) -> Cell:
    """Return a cell that is divided into rows."""
    return Cell(sum(one.width for one in rows[0].cells), rows=tuple(rows))


def table_height(rows: Sequence[Row]) -> float:
    """Return the height of rows under each other."""
    return sum(row.height for row in rows)


def draw_table(canvas: Canvas, page: int, x: float, y: float, rows: Sequence[Row]) -> None:
    """Draw rows with thin rules between them and a thick frame around."""
    width, height = sum(one.width for one in rows[0].cells), table_height(rows)
    rules: list[Rule] = []
    texts = CellTexts(canvas, page)
    draw_rows(texts, (x, y), rows, height, width, rules)
    texts.draw()
    moved = [(x1 - x, y1 - y, x2 - x, y2 - y) for x1, y1, x2, y2 in rules]
    canvas.picture(
        page,
        rules_path(width, height, moved),
        x - RULES_MARGIN_MM,
        y - RULES_MARGIN_MM,
        width + 2 * RULES_MARGIN_MM,
        height + 2 * RULES_MARGIN_MM,
    )


def draw_rows(
    texts: CellTexts,
    corner: tuple[float, float],
    rows: Sequence[Row],
    height: float,
    width: float,
    rules: list[Rule],
) -> None:
    """Draw the texts of rows in a box and add the rules between them."""
    x, y = corner
    stretch = (height - table_height(rows)) / len(rows)
    for i, row in enumerate(rows):
        row_height = row.height + stretch
        if i:
            rules.append((x, y, x + width, y))
        left = x
        for j, one in enumerate(row.cells):
            if j:
                rules.append((left, y, left, y + row_height))
            if one.rows:
                draw_rows(texts, (left, y), one.rows, row_height, one.width, rules)
            else:
                _draw_cell(texts, (id(rows), j, i), left, y, one, row_height)
            left += one.width
        y += row_height


def _draw_cell(texts: CellTexts, place: tuple[int, int, int], x: float, y: float, one: Cell, height: float) -> None:
    """Draw a cell; ``place`` is its table, column and row."""
    canvas, page = texts.canvas, texts.page
    text_left = x + one.pad_x
    if one.symbol:
        canvas.picture(page, svg_path(one.symbol), text_left, y + (height - SYMBOL_MM) / 2, SYMBOL_MM, SYMBOL_MM)
        text_left += SYMBOL_MM + _SYMBOL_GAP_MM
    anchor = {
        Align.LEFT: text_left,
        Align.CENTRE: (text_left + x + one.width - one.pad_x) / 2,
        Align.RIGHT: x + one.width - one.pad_x,
    }[one.align]
    top = y + (height - one.text_height) / 2
    if len(one.lines) == 1 and not is_mixed(one.lines[0]):
        texts.add(*place, (anchor, top), one.lines[0].text, one.lines[0].style, one.align)
    else:
        draw_lines(canvas, page, anchor, top, one.lines, one.align)


def draw_lines(canvas: Canvas, page: int, x: float, y: float, lines: Sequence[Line], align: Align = Align.LEFT) -> None:
    """Draw lines under each other: those of one style as one label, a line with 待补 piece by piece."""
    start = 0
    while start < len(lines):
        first = lines[start]
        end = start + 1
        if not is_mixed(first):
            while end < len(lines) and lines[end].style == first.style and not is_mixed(lines[end]):
                end += 1
            canvas.text(page, x, y, [line.text for line in lines[start:end]], first.style, align)
        else:
            _draw_mixed(canvas, page, x, y, first, align)
        y += sum(line.style.line_height_mm for line in lines[start:end])
        start = end


def is_mixed(line: Line) -> bool:
    """Return whether a line has the word 待补, which is set in a style of its own."""
    return line.missing is not None and MISSING in line.text


def _draw_mixed(canvas: Canvas, page: int, x: float, y: float, line: Line, align: Align) -> None:
    missing = line.missing or line.style
    pieces: list[tuple[str, TextStyle]] = []
    for i, part in enumerate(line.text.split(MISSING)):
        pieces += [(MISSING, missing)] if i else []
        pieces += [(part, line.style)] if part else []
    # half a millimetre between the pieces, so that no label covers the next
    total = sum(style.width_mm(text) * 1.01 + 0.55 for text, style in pieces)
    x -= {Align.LEFT: 0.0, Align.CENTRE: total / 2, Align.RIGHT: total}[align]
    for text, style in pieces:
        canvas.text(page, x, y, [text], style)
        x += style.width_mm(text) * 1.01 + 0.55
