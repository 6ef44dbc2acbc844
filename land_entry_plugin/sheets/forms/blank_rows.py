# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of a form that nobody needs, struck through by one thin line, so that nothing is added to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.sheets.canvas import LEFT_MM, Canvas
from land_entry_plugin.sheets.flow import Block
from land_entry_plugin.sheets.ruled_lines import RULES_MARGIN_MM, Rule, rules_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.sheets.flow import Divisible

_INSET_MM = 2.0
_LEAST_ROWS = 2


def struck_rows(widths: Sequence[float], top: float, count: int, row_mm: float) -> list[Rule]:
    """Return the rules of empty rows between ``top`` and the foot of a form, and the line through them."""
    bottom, width = top + count * row_mm, sum(widths)
    rules = [(0.0, top + i * row_mm, width, top + i * row_mm) for i in range(count)]
    x = 0.0
    for one in widths[:-1]:
        x += one
        rules.append((x, top, x, bottom))
    return [*rules, (_INSET_MM, bottom - _INSET_MM, width - _INSET_MM, top + _INSET_MM)]


@dataclass(frozen=True)
class BlankRows:
    """Fills a page down to ``under_mm`` over its foot."""

    canvas: Canvas
    widths: tuple[float, ...]
    row_mm: float
    under_mm: float = 20.0

    def take(self, room: float) -> tuple[Block | None, Divisible | None]:
        """Return the rows that fit; there is no rest."""
        count = int((room - self.under_mm) / self.row_mm + 1e-6)
        if count < _LEAST_ROWS:
            return None, None
        width, height, margin = sum(self.widths), count * self.row_mm, RULES_MARGIN_MM
        path = rules_path(width, height, struck_rows(self.widths, 0.0, count, self.row_mm))

        def draw(page: int, y: float) -> None:
            self.canvas.picture(page, path, LEFT_MM - margin, y - margin, width + 2 * margin, height + 2 * margin)

        return Block(height, draw), None
