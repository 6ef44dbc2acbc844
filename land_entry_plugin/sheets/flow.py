# SPDX-License-Identifier: GPL-2.0-or-later
"""Blocks under each other on pages: tables may go on at the next page, other blocks stay whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from land_entry_plugin.sheets.canvas import LEFT_MM, Canvas
from land_entry_plugin.sheets.form import Row, draw_table, table_height

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A row is only divided where this much of a page would stay empty.
_WORTH_SPLITTING_MM = 14.0


@dataclass(frozen=True)
class Block:
    """Something drawn whole.

    Attributes
    ----------
    height : float
        In millimetres, as is ``gap``, the free space under it.
    draw : callable
        Gets the page and the upper edge.
    with_next : float
        How much of the next block has to stand on the same page.
    """

    height: float
    draw: Callable[[int, float], None]
    gap: float = 1.5
    with_next: float = 0.0


@dataclass(frozen=True)
class Table:
    """Rows that may go on at the next page, under the same head."""

    rows: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    gap: float = 1.5

    @property
    def height(self) -> float:
        """Return the height in one piece."""
        return table_height((*self.head, *self.rows))

    def begins_in(self, room: float) -> bool:
        """Return whether a row, or a part of one that is worth it, has room under the head."""
        left = room - table_height(self.head)
        if not self.rows or self.rows[0].height <= left + 1e-6:
            return True
        return left > _WORTH_SPLITTING_MM and self.rows[0].split(left) is not None


class Divisible(Protocol):
    """Something that goes on at the next page in its own way."""

    def take(self, room: float) -> tuple[Block | None, Divisible | None]:
        """Return what fits in ``room`` millimetres, and the rest."""
        ...


def total_height(blocks: Sequence[Block | Table]) -> float:
    """Return how much of a page blocks need."""
    return sum(block.height + block.gap for block in blocks) - (blocks[-1].gap if blocks else 0.0)


class Flow:
    """Draws blocks one after the other, on as many pages as they need.

    Attributes
    ----------
    begin_page : callable
        Gets the number of a further page and returns where its blocks begin and where they have to end.
    """

    def __init__(
        self,
        canvas: Canvas,
        top: float,
        bottom: float,
        begin_page: Callable[[int], tuple[float, float]],
        page: int = 0,
    ) -> None:
        self.canvas = canvas
        self.bottom = bottom
        self.begin_page = begin_page
        self.page, self.y = page, top
        self.page_top = top

    def draw(self, blocks: Sequence[Block | Table | Divisible]) -> None:
        """Draw all blocks."""
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Block):
                self._whole(block, following)
            else:
                self._divisible(block)

    def _divisible(self, rest: Divisible | None) -> None:
        while rest is not None:
            piece, rest = rest.take(self.bottom - self.y)
            if piece is not None:
                piece.draw(self.page, self.y)
                self.y += piece.height + piece.gap
            if rest is not None:
                self._new_page()

    def _new_page(self) -> None:
        self.page = self.canvas.add_page()
        self.page_top, self.bottom = self.begin_page(self.page)
        self.y = self.page_top

    def _whole(self, block: Block, following: Block | Table | Divisible | None) -> None:
        room = self.bottom - self.y - block.height
        # a heading does not stay behind where the first row of its table has no room
        is_left = block.with_next and isinstance(following, Table) and not following.begins_in(room - block.gap)
        if (block.with_next > room or is_left) and self.y > self.page_top:
            self._new_page()
        block.draw(self.page, self.y)
        self.y += block.height + block.gap

    def _table(self, table: Table) -> None:
        rows = list(table.rows)
        head_height = table_height(table.head)
        while rows:
            room = self.bottom - self.y - head_height
            count, used = 0, 0.0
            while count < len(rows) and used + rows[count].height <= room + 1e-6:
                used += rows[count].height
                count += 1
            part, rows = rows[:count], rows[count:]
            if rows and room - used > _WORTH_SPLITTING_MM:
                halves = rows[0].split(room - used)
                if halves:
                    part.append(halves[0])
                    rows[0] = halves[1]
            if part:
                # what passed is one cell wide and needs no head
                has_columns = any(len(row.cells) > 1 for row in part)
                piece = (*(table.head if has_columns else ()), *part)
                draw_table(self.canvas, self.page, LEFT_MM, self.y, piece)
                self.y += table_height(piece) + table.gap
            elif self.y <= self.page_top:
                # higher than a page and not to be divided: drawn where it is rather than left out
                draw_table(self.canvas, self.page, LEFT_MM, self.y, (*table.head, rows.pop(0)))
            if rows:
                self._new_page()
