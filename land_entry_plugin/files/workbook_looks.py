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
_ALIGNMENTS: dict[str, dict[str, Any]] = {
    HEAD: {"vertical": "center", "wrap_text": True},
    TEXT: {"vertical": "top", "wrap_text": True},
    # off the texts of the next column, and never broken: a figure in two lines is misread
    FIGURE: {"vertical": "top", "horizontal": "right", "indent": 1},
    COUNT: {"vertical": "top", "horizontal": "center"},
    # a list of items and what is said of them has its figures under its texts
    LISTED: {"vertical": "top", "horizontal": "left"},
}


@cache
def line() -> Any:
    """Return the thin line around cells."""
    return styles.Side(style="thin", color="C9CDD2")


@cache
def border() -> Any:
    """Return a thin line on every side."""
    return styles.Border(top=line(), bottom=line(), left=line(), right=line())


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
            cell.font, cell.border = styles.Font(name=FONT, bold=look.is_bold), border()
            cell.alignment, cell.number_format = styles.Alignment(**_ALIGNMENTS[look.kind]), look.number_format
            if look.fill:
                cell.fill = styles.PatternFill("solid", fgColor=look.fill)
            cell.quotePrefix = look.is_quoted
            self._made[look] = copy(cell._style)
        cell._style = copy(self._made[look])
