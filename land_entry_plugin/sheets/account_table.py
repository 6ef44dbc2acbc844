# SPDX-License-Identifier: GPL-2.0-or-later
"""The land class account of a parcel as a form whose sums close."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from land_entry_plugin.cadastre.class_account import account_rows as rows_of
from land_entry_plugin.cadastre.class_account import class_name, total_row
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.text_style import Styles, TextStyle

_FIGURE_SHARES = (0.25, 0.165, 0.185)
_PAD_X_MM = 0.8


def account_rows(account: dict[str, Any], styles: Styles, pad_y: float, width: float) -> list[Row]:
    """Return the head, a row a class, what is not covered, and the total."""
    figures = [width * share for share in _FIGURE_SHARES]
    widths = (width - sum(figures), *figures)
    small, number = styles.basis, styles.small_number

    def row(texts: tuple[str, ...], of_name: TextStyle, of_figure: TextStyle, align: Align = Align.RIGHT) -> Row:
        return Row(
            tuple(
                cell(
                    one_width,
                    Par(text, of_figure if i else of_name),
                    align=align if i or align is Align.CENTRE else Align.LEFT,
                    pad_y=pad_y,
                    pad_x=_PAD_X_MM,
                )
                for i, (one_width, text) in enumerate(zip(widths, texts, strict=True))
            )
        )

    bold = replace(number, bold=True)
    total = total_row(account)
    return [
        row(("地类（椭球）", "m²", "亩", "%"), bold, bold, Align.CENTRE),
        *(row((class_name(one), *one.texts[3:]), small, number) for one in rows_of(account)),
        row((total.name, *total.texts[3:]), bold, bold),
    ]
