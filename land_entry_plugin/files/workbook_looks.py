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
# of tables that are made for paper
PAPER_HEAD, PAPER_TEXT, PAPER_FIGURE = "paper_head", "paper_text", "paper_figure"
_STRONG = Side(style="medium", color="1C1F23")
_BORDER = Border(top=LINE, bottom=LINE, left=LINE, right=LINE)
_SUM_BORDER = Border(top=_STRONG, bottom=_STRONG, left=LINE, right=LINE)
_ALIGNMENTS = {
    HEAD: Alignment(vertical="center", wrap_text=True),
    TEXT: Alignment(vertical="top", wrap_text=True),
    # off the texts of the next column, and never broken: a figure in two lines is misread
    FIGURE: Alignment(vertical="top", horizontal="right", indent=1),
    COUNT: Alignment(vertical="top", horizontal="center"),
    # a list of items and what is said of them has its figures under its texts
    LISTED: Alignment(vertical="top", horizontal="left"),
    PAPER_HEAD: Alignment(vertical="center", horizontal="center", wrap_text=True),
    PAPER_TEXT: Alignment(vertical="center", horizontal="left", wrap_text=True),
    PAPER_FIGURE: Alignment(vertical="center", horizontal="right", wrap_text=True),
}


@dataclass(frozen=True)
class Look:
    """How a cell looks.

    Attributes
    ----------
    kind : str
        How it is aligned: ``HEAD``, ``TEXT``, ``FIGURE`` ...
    number_format : str
    fill : str
        RRGGBB; none where empty.
    is_bold : bool
    is_quoted : bool
        Whether it is text that looks like a formula.
    is_sum : bool
        Whether it stands between strong lines.
    """

    kind: str = TEXT
    number_format: str = "General"
    fill: str = ""
    is_bold: bool = False
    is_quoted: bool = False
    is_sum: bool = False


def number_format(decimals: int) -> str:
    """Return how numbers with so many decimals are shown."""
    return f"0.{'0' * decimals}" if decimals else "0"


class Looks:
    """Gives the cells of one workbook their looks."""

    def __init__(self) -> None:
        self._made: dict[Look, Any] = {}

    def give(self, cell: Any, look: Look) -> None:
        """Give a cell a look."""
        if look not in self._made:
            cell.font, cell.border = Font(name=FONT, bold=look.is_bold), _SUM_BORDER if look.is_sum else _BORDER
            cell.alignment, cell.number_format = _ALIGNMENTS[look.kind], look.number_format
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
            cell.quotePrefix = look.is_quoted
            self._made[look] = copy(cell._style)
        cell._style = copy(self._made[look])
