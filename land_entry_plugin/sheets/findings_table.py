# SPDX-License-Identifier: GPL-2.0-or-later
"""The findings of a parcel as a form, the worst first, what passed folded into one row."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.figures import area, percent
from land_entry_plugin.cadastre.finding_lines import TITLES, FindingLine, finding_lines, passed_lines
from land_entry_plugin.sheets.canvas import WIDTH_MM, Align
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.text_style import Styles
from land_entry_plugin.texts import word

_WIDTHS = (6.0, 22.5, 19.5, 17.0, 15.5)
_TEXT_MM = WIDTH_MM - sum(_WIDTHS)


def header_row(styles: Styles, pad_y: float) -> Row:
    """Return the head of the table."""
    return Row(
        tuple(
            cell(width, Par(title, styles.total), align=Align.CENTRE, pad_y=pad_y)
            for width, title in zip((*_WIDTHS, _TEXT_MM), TITLES, strict=True)
        )
    )


def finding_rows(parcel: dict[str, Any], styles: Styles, pad_y: float, *, is_folded: bool = True) -> list[Row]:
    """Return the rows of ``finding_lines``."""
    return [_row(line, styles, pad_y) for line in finding_lines(parcel, is_folded=is_folded)]


def passed_rows(parcel: dict[str, Any], styles: Styles, pad_y: float) -> list[Row]:
    """Return the rows of what passed."""
    return [_row(line, styles, pad_y) for line in passed_lines(parcel)]


def _row(line: FindingLine, styles: Styles, pad_y: float) -> Row:
    texts = [*(Par(text, styles.value) for text in line.says), *(Par(text, styles.basis) for text in line.rests)]
    if not line.number:
        return Row((cell(WIDTH_MM, *texts, symbol=line.outcome, pad_y=pad_y),))
    values = (
        (Align.CENTRE, str(line.number), styles.number, None),
        (Align.LEFT, line.title, styles.value, None),
        (Align.LEFT, word(line.outcome, "zh"), styles.total, line.outcome),
        (Align.RIGHT, area(line.area_m2), styles.number, None),
        (Align.RIGHT, percent(line.share), styles.number, None),
    )
    return Row(
        (
            *(
                cell(width, Par(text, style), align=align, symbol=symbol, pad_y=pad_y)
                for width, (align, text, style, symbol) in zip(_WIDTHS, values, strict=True)
            ),
            cell(_TEXT_MM, *texts, pad_y=pad_y),
        )
    )
