# SPDX-License-Identifier: GPL-2.0-or-later
"""调查审核表: notes of the ownership survey and of the measurement, and the reviewer's opinion."""

from __future__ import annotations

from land_entry_plugin.cadastre.form_facts import review_note, review_rows
from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Row, nested
from land_entry_plugin.sheets.forms.context import Form, FormContext

_LABEL_MM = 24.0
_TEXT_MM, _SIGN_MM = 65.0, 11.0
_TITLES = ("权属调查\n记　　事", "地籍测量\n记　　事", "地籍调查\n结果审核\n意　　见")


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    wide = WIDTH_MM - _LABEL_MM
    rows = []
    for label, (_, notes, signed) in zip(_TITLES, review_rows(context.cadastre), strict=True):
        cells = nested(
            [
                Row((context.value(wide, notes),), _TEXT_MM),
                Row((context.value(wide, signed),), _SIGN_MM),
            ]
        )
        rows.append(Row((context.label(_LABEL_MM, label), cells)))
    return [Table(tuple(rows)), context.lines(review_note(context.cadastre))]


FORM = Form("REVIEW", "调查审核表", _blocks)
