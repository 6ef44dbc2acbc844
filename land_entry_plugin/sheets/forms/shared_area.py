# SPDX-License-Identifier: GPL-2.0-or-later
"""共有/共用宗地面积分摊表: only where the parcel table declares the land shared."""

from __future__ import annotations

from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.cadastre.form_facts import is_shared
from land_entry_plugin.sheets.canvas import WIDTH_MM, Align
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Row
from land_entry_plugin.sheets.forms.context import Form, FormContext

_LABEL_MM = 30.0
_HALF_MM = WIDTH_MM / 2 - _LABEL_MM
_TITLES = ("定着物代码", "所有权/使用权\n面积（m²）", "独有/独用\n面积（m²）", "分摊面积（m²）")
_COLUMN_MM = WIDTH_MM / len(_TITLES)
_ROW_MM = 9.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    wide = WIDTH_MM - _LABEL_MM
    facts = (
        Row((context.label(_LABEL_MM, "土地坐落"), context.value(wide, context.text("ZL"))), _ROW_MM),
        Row((context.label(_LABEL_MM, "共有/共用情况"), context.value(wide, context.text("GYQK"))), _ROW_MM),
        Row(
            (
                context.label(_LABEL_MM, "宗地代码"),
                context.code(_HALF_MM, context.parcel_code),
                context.label(_LABEL_MM, "宗地面积（m²）"),
                context.code(_HALF_MM, context.text("ZDMJ")),
            ),
            _ROW_MM,
        ),
        Row((context.label(_LABEL_MM, "定着物单元数"), context.value(wide, MISSING)), _ROW_MM),
    )
    head = Row(tuple(context.label(_COLUMN_MM, title) for title in _TITLES), 11.0)
    open_row = Row(tuple(context.value(_COLUMN_MM, MISSING, align=Align.CENTRE) for _ in _TITLES), _ROW_MM)
    total = Row(
        (
            context.label(_COLUMN_MM, "合　计"),
            context.value(_COLUMN_MM, context.text("ZDMJ"), align=Align.CENTRE),
            *(context.value(_COLUMN_MM, MISSING, align=Align.CENTRE) for _ in _TITLES[2:]),
        ),
        _ROW_MM,
    )
    rows = (*facts, head, open_row, total)
    count = sum(line.text == MISSING for row in rows for one in row.cells for line in one.lines)
    note = "宗地资料没有定着物和分摊数据，由调查单位按协议或登记资料补填；合计应等于宗地面积。"
    return [
        Table(facts, gap=0.0),
        Table((head, open_row, total)),
        context.lines(f"{note}本表尚有 {count} 项未填。"),
        context.signatures("制表", "校审"),
    ]


FORM = Form("SHARED_AREA", "共有/共用宗地面积分摊表", _blocks, is_shared)
