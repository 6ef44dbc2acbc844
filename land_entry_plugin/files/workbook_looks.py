# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cells of workbooks look like; each look is made once, which is where the time of a workbook went."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from land_entry_plugin.packages import XLSX, Later

styles = Later("openpyxl.styles", XLSX)
FONT = "Microsoft YaHei"
HEAD, TEXT, FIGURE, COUNT, LISTED = "head", "text", "figure", "count", "listed"
# of tables that are made for paper
PAPER_HEAD, PAPER_TEXT, PAPER_FIGURE = "paper_head", "paper_text", "paper_figure"
_ALIGNMENTS: dict[str, dict[str, Any]] = {
    HEAD: {"vertical": "center", "wrap_text": True},
    TEXT: {"vertical": "top", "wrap_text": True},
    # off the texts of the next column, and never broken: a figure in two lines is misread
    FIGURE: {"vertical": "top", "horizontal": "right", "indent": 1},
    COUNT: {"vertical": "top", "horizontal": "center"},
    # a list of items and what is said of them has its figures under its texts
    LISTED: {"vertical": "top", "horizontal": "left"},
    PAPER_HEAD: {"vertical": "center", "horizontal": "center", "wrap_text": True},
    PAPER_TEXT: {"vertical": "center", "horizontal": "left", "wrap_text": True},
    PAPER_FIGURE: {"vertical": "center", "horizontal": "right", "wrap_text": True},
}


@cache
def line() -> Any:
    """Return the thin line around cells."""
    return styles.Side(style="thin", color="C9CDD2")


@cache
def border(*, is_sum: bool = False) -> Any:
    """Return a thin line on every side; above and below sums a strong one."""
    across = styles.Side(style="medium", color="1C1F23") if is_sum else line()
    return styles.Border(top=across, bottom=across, left=line(), right=line())


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
            cell.font, cell.border = styles.Font(name=FONT, bold=look.is_bold), border(is_sum=look.is_sum)
            cell.alignment, cell.number_format = styles.Alignment(**_ALIGNMENTS[look.kind]), look.number_format
            if look.fill:
                cell.fill = styles.PatternFill("solid", fgColor=look.fill)
            cell.quotePrefix = look.is_quoted
            self._made[look] = copy(cell._style)
        cell._style = copy(self._made[look])
