# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cells of workbooks look like; each look is made once, which is where the time of a workbook went."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT = "Microsoft YaHei"
LINE = Side(style="thin", color="C9CDD2")
HEAD, TEXT, FIGURE, COUNT, LISTED = "head", "text", "figure", "count", "listed"
_BORDER = Border(top=LINE, bottom=LINE, left=LINE, right=LINE)
_ALIGNMENTS = {
    HEAD: Alignment(vertical="center", wrap_text=True),
    TEXT: Alignment(vertical="top", wrap_text=True),
    # off the texts of the next column, and never broken: a figure in two lines is misread
    FIGURE: Alignment(vertical="top", horizontal="right", indent=1),
    COUNT: Alignment(vertical="top", horizontal="center"),
    # a list of items and what is said of them has its figures under its texts
    LISTED: Alignment(vertical="top", horizontal="left"),
}


@dataclass(frozen=True)
class Look:
    """How a cell looks.

    Attributes
    ----------
    kind : str
        How it is aligned: ``HEAD``, ``TEXT``, ``FIGURE``, ``COUNT`` or ``LISTED``.
    number_format : str
    fill : str
        RRGGBB; none where empty.
    is_bold : bool
    is_quoted : bool
        Whether it is text that looks like a formula.
    """

    kind: str = TEXT
    number_format: str = "General"
    fill: str = ""
    is_bold: bool = False
    is_quoted: bool = False


class Looks:
    """Gives the cells of one workbook their looks."""

    def __init__(self) -> None:
        self._made: dict[Look, Any] = {}

    def give(self, cell: Any, look: Look) -> None:
        """Give a cell a look."""
        if look not in self._made:
            cell.font, cell.border = Font(name=FONT, bold=look.is_bold), _BORDER
            cell.alignment, cell.number_format = _ALIGNMENTS[look.kind], look.number_format
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
            cell.quotePrefix = look.is_quoted
            self._made[look] = copy(cell._style)
        cell._style = copy(self._made[look])
