# SPDX-License-Identifier: GPL-2.0-or-later
"""The texts of a table, a column at a time: a layout with an item for every cell would be slow to make and to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from land_entry_plugin.sheets.canvas import Align, Canvas
    from land_entry_plugin.sheets.text_style import TextStyle

_EQUAL_MM = 1e-4


@dataclass
class _Column:
    """Lines under each other, ``pitch`` apart."""

    x: float
    top: float
    style: TextStyle
    align: Align
    row: int
    lines: list[str]
    pitch: float = 0.0

    def takes(self, row: int, x: float, y: float, style: TextStyle, align: Align) -> bool:
        """Return whether a line of the next row goes on with the column."""
        if row != self.row + 1 or abs(x - self.x) > _EQUAL_MM or style != self.style or align is not self.align:
            return False
        pitch = y - self.top - self.pitch * (len(self.lines) - 1)
        return len(self.lines) == 1 or abs(pitch - self.pitch) <= _EQUAL_MM


@dataclass
class CellTexts:
    """Collects cells of one line and draws those under each other at equal distances as one text."""

    canvas: Canvas
    page: int
    _open: dict[tuple[int, int], _Column] = field(default_factory=dict)

    def add(
        self, table: int, column: int, row: int, at: tuple[float, float], text: str, style: TextStyle, align: Align
    ) -> None:
        """Take the line of a cell; cells of a column come from above, ``table`` tells tables in tables apart."""
        x, y = at
        found = self._open.get((table, column))
        if found is not None and found.takes(row, x, y, style, align):
            if len(found.lines) == 1:
                found.pitch = y - found.top
            found.lines.append(text)
            found.row = row
            return
        if found is not None:
            self._draw(found)
        self._open[table, column] = _Column(x, y, style, align, row, [text])

    def draw(self) -> None:
        """Draw what is left."""
        for column in self._open.values():
            self._draw(column)
        self._open.clear()

    def _draw(self, column: _Column) -> None:
        pitch = column.pitch if len(column.lines) > 1 else None
        self.canvas.text(self.page, column.x, column.top, column.lines, column.style, column.align, pitch_mm=pitch)
