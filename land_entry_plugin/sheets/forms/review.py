# SPDX-License-Identifier: GPL-2.0-or-later
"""调查审核表: notes of the ownership survey and of the measurement, and the reviewer's opinion."""

from __future__ import annotations

from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import MISSING, Row, nested
from land_entry_plugin.sheets.forms.context import DATE, Form, FormContext

_LABEL_MM = 24.0
_TEXT_MM, _SIGN_MM = 65.0, 11.0
_PARTS = (
    ("权属调查\n记　　事", "DCJS", "调查员", "DCY", "DCRQ"),
    ("地籍测量\n记　　事", "CLJS", "测量员", "CLY", "CLRQ"),
    ("地籍调查\n结果审核\n意　　见", "SHYJ", "审核人", "SHR", "SHRQ"),
)


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    wide = WIDTH_MM - _LABEL_MM
    rows = []
    for label, notes, role, person, date in _PARTS:
        signed = f"{role}：{context.text(person, '　　　　　　（签名）')}　　　　日期：{context.text(date, DATE)}"
        cells = nested(
            [
                Row((context.value(wide, context.text(notes)),), _TEXT_MM),
                Row((context.value(wide, signed),), _SIGN_MM),
            ]
        )
        rows.append(Row((context.label(_LABEL_MM, label), cells)))
    count = sum(context.text(notes) == MISSING for _label, notes, *_ in _PARTS)
    note = "记事和意见由调查、测量、审核人员填写并签名。" + (f"本表尚有 {count} 项未填。" if count else "")
    return [Table(tuple(rows)), context.lines(f"（盖章）　　　　　　　　{note}")]


FORM = Form("REVIEW", "调查审核表", _blocks)
