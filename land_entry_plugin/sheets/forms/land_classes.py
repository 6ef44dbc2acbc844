# SPDX-License-Identifier: GPL-2.0-or-later
"""地类面积表: the classes of the land survey by category, with sums that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.class_account import (
    NO_ACCOUNT,
    account_by_category,
    account_note,
    bureau_sentence,
    survey_sentence,
)
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.forms.context import PAD_MM, Form, FormContext

if TYPE_CHECKING:
    from land_entry_plugin.sheets.text_style import TextStyle

_WIDTHS = (32.0, 20.0, 43.0, 26.0, 18.0, 26.0)
_TITLES = ("三大类", "地类编码", "地类名称", "面积（m²）", "亩", "占比（%）")
_ROW_MM = 7.4


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    parcel = context.parcel
    if parcel["account"] is None:
        return [context.lines(NO_ACCOUNT), context.signatures("制表", "校审")]
    number, bold = context.styles.number, context.styles.total
    *rows, total = account_by_category(parcel["account"])
    head = _row(context, _TITLES, bold, centred=True)
    body = [_row(context, row.texts, number) for row in rows]
    return [
        Table((*body, _row(context, total.texts, bold)), (head,)),
        context.lines(f"{survey_sentence(parcel)}{account_note(parcel)}", bureau_sentence(parcel)),
        context.signatures("制表", "校审"),
    ]


def _row(context: FormContext, texts: tuple[str, ...], style: TextStyle, *, centred: bool = False) -> Row:
    first_figure = 3
    return Row(
        tuple(
            cell(
                width,
                Par(text, style if i >= first_figure or style.bold else context.styles.value),
                align=Align.RIGHT if i >= first_figure and not centred else Align.CENTRE,
                pad_y=PAD_MM,
            )
            for i, (width, text) in enumerate(zip(_WIDTHS, texts, strict=True))
        ),
        _ROW_MM,
    )


FORM = Form("LAND_CLASSES", "地类面积表", _blocks)
