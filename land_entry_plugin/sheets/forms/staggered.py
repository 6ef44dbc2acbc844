# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of boundary points whose edges stand half a row lower: between the two points that they join."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from land_entry_plugin.sheets.canvas import LEFT_MM, TEXT_WIDENED, Align, Canvas
from land_entry_plugin.sheets.cell_texts import CellTexts
from land_entry_plugin.sheets.flow import Block
from land_entry_plugin.sheets.form import Line, Row, draw_lines, draw_rows, table_height
from land_entry_plugin.sheets.forms.blank_rows import struck_rows
from land_entry_plugin.sheets.ruled_lines import RULES_MARGIN_MM, Rule, rules_path
from land_entry_plugin.sheets.text_style import TextStyle, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAD_X_MM = 0.6
_LEAST_POINTS = 2


@dataclass(frozen=True)
class Slot:
    """A cell of a point or an edge: its text over ``span`` columns."""

    text: str
    style: TextStyle
    span: int = 1


@dataclass(frozen=True)
class Chain:
    """Points one after the other and the edges between them, one fewer than the points.

    Attributes
    ----------
    title : str or None
        Stands above where a parcel has several rings.
    """

    points: tuple[tuple[Slot, ...], ...]
    edges: tuple[tuple[Slot, ...], ...]
    title: str | None = None

    def split(self, count: int) -> tuple[Chain, Chain]:
        """Return the first ``count`` points and the rest, which begins with the last of them."""
        title = None if self.title is None else f"{self.title.removesuffix('（续）')}（续）"
        return (
            replace(self, points=self.points[:count], edges=self.edges[: count - 1]),
            replace(self, points=self.points[count - 1 :], edges=self.edges[count - 1 :], title=title),
        )


@dataclass(frozen=True)
class Staggered:
    """Chains under a head, the columns of the points at the left.

    Attributes
    ----------
    point_widths, edge_widths : tuple of float
        Columns in millimetres.
    row_mm : float
        Height of a row.
    is_struck : bool
        Whether the rest of the last page is ruled and struck through, as forms have it.
    under_mm : float
        What is kept free for the lines under the table.
    """

    canvas: Canvas
    head: tuple[Row, ...]
    chains: tuple[Chain, ...]
    point_widths: tuple[float, ...]
    edge_widths: tuple[float, ...]
    row_mm: float
    title_style: TextStyle
    is_struck: bool = False
    under_mm: float = 20.0
    gap: float = 2.0

    def take(self, room: float) -> tuple[Block | None, Staggered | None]:
        """Return what fits in ``room`` millimetres, and the rest."""
        needed = sum(len(chain.points) + (chain.title is not None) for chain in self.chains)
        free = self._rows_in(room - self.under_mm)
        if needed > free:
            # not the last page: what stands under the table is not here; two points at least go to the next one
            free = min(self._rows_in(room), max(free, needed - _LEAST_POINTS))
        here: list[Chain] = []
        rest = list(self.chains)
        while rest:
            chain = rest[0]
            title = chain.title is not None
            if free >= len(chain.points) + title:
                here.append(rest.pop(0))
                free -= len(chain.points) + title
                continue
            if free - title >= _LEAST_POINTS:
                first, rest[0] = chain.split(free - title)
                here.append(first)
            break
        if not here:
            return None, self
        spare = free if self.is_struck and not rest else 0
        rows = sum(len(chain.points) + (chain.title is not None) for chain in here) + spare
        height = table_height(self.head) + rows * self.row_mm
        piece = Block(height, lambda page, y: self._draw(page, y, here, height, spare), self.gap)
        return piece, replace(self, chains=tuple(rest)) if rest else None

    def _rows_in(self, room: float) -> int:
        return int((room - table_height(self.head)) / self.row_mm + 1e-6)

    @property
    def _width(self) -> float:
        return sum(self.point_widths) + sum(self.edge_widths)

    def _draw(self, page: int, top: float, chains: Sequence[Chain], height: float, spare: int) -> None:
        rules: list[Rule] = []
        head = table_height(self.head)
        texts = CellTexts(self.canvas, page)
        draw_rows(texts, (0.0 + LEFT_MM, top), self.head, head, self._width, rules)
        rules = [(x1 - LEFT_MM, y1 - top, x2 - LEFT_MM, y2 - top) for x1, y1, x2, y2 in rules]
        left = sum(self.point_widths)
        y = head
        for chain in chains:
            rules.append((0.0, y, self._width, y))
            if chain.title is not None:
                self._slot(
                    texts, (id(chain), -1, 0), (LEFT_MM, top + y), self._width, Slot(chain.title, self.title_style)
                )
                y += self.row_mm
                rules.append((0.0, y, self._width, y))
            self._rows(texts, top, 0.0, y, chain.points, self.point_widths, rules, closed=False)
            self._rows(texts, top, left, y + self.row_mm / 2, chain.edges, self.edge_widths, rules, closed=True)
            bottom = y + len(chain.points) * self.row_mm
            rules.append((left, y, left, bottom))
            y = bottom
        texts.draw()
        if spare:
            rules += struck_rows((*self.point_widths, *self.edge_widths), y, spare, self.row_mm)
        margin = RULES_MARGIN_MM
        path = rules_path(self._width, height, rules)
        self.canvas.picture(page, path, LEFT_MM - margin, top - margin, self._width + 2 * margin, height + 2 * margin)

    def _rows(
        self,
        texts: CellTexts,
        top: float,
        left: float,
        y: float,
        rows: Sequence[tuple[Slot, ...]],
        widths: tuple[float, ...],
        rules: list[Rule],
        *,
        closed: bool,
    ) -> None:
        """Draw rows of slots; ``closed`` ones have a rule above the first and under the last."""
        right = left + sum(widths)
        for i, row in enumerate(rows):
            if i or closed:
                rules.append((left, y, right, y))
            x, column = left, 0
            for j, slot in enumerate(row):
                width = sum(widths[column : column + slot.span])
                if j:
                    rules.append((x, y, x, y + self.row_mm))
                self._slot(texts, (id(rows), column, i), (LEFT_MM + x, top + y), width, slot)
                x, column = x + width, column + slot.span
            y += self.row_mm
        if closed:
            rules.append((left, y, right, y))

    def _slot(
        self, texts: CellTexts, place: tuple[int, int, int], corner: tuple[float, float], width: float, slot: Slot
    ) -> None:
        """Set the text of a slot; ``place`` is its table, column and row."""
        if not slot.text:
            return
        style, lines = fitted(slot.text, slot.style, width - 2 * _PAD_X_MM, self.row_mm - 0.4)
        at = (corner[0] + width / 2, corner[1] + (self.row_mm - len(lines) * style.line_height_mm) / 2)
        if len(lines) == 1:
            texts.add(*place, at, lines[0], style, Align.CENTRE)
        else:
            draw_lines(texts.canvas, texts.page, *at, [Line(line, style) for line in lines], Align.CENTRE)


def fitted(text: str, style: TextStyle, width: float, height: float) -> tuple[TextStyle, list[str]]:
    """Return the largest style in which a text fits a box, and its lines."""
    size = style.size_pt
    while True:
        smaller = replace(style, size_pt=size)
        lines = wrap(text, smaller, width / TEXT_WIDENED)
        if len(lines) * smaller.line_height_mm <= height or size <= 4:
            return smaller, lines
        size -= 0.5
