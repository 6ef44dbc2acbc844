# SPDX-License-Identifier: GPL-2.0-or-later
"""规划与流转情况表: the national forms have no cells for them."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.figures import NOT_APPLICABLE, area
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import MISSING, Row
from land_entry_plugin.sheets.forms.context import Form, FormContext
from land_entry_plugin.texts import word

_LABEL = 34.0
_VALUE = WIDTH_MM - _LABEL
_ROW_MM = 12.5
_ZONES = (
    ("城镇集中建设区", "urban_core_m2"),
    ("城镇弹性发展区", "urban_flexible_m2"),
    ("特别用途区", "urban_special_m2"),
)


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    rows = [
        ("宗地代码", context.parcel_code),
        ("坐　　落", context.text("ZL")),
        ("规划用途", context.text("GHYT")),
        ("批准用途", context.text("PZYT")),
        ("实际用途", context.text("SJYT")),
        ("容　积　率", context.text("RJL")),
        ("建筑密度", context.text("JZMD")),
        ("建筑限高", context.text("JZXG")),
        ("城镇开发边界", _urban(context)),
        ("永久基本农田", _line(context, "BASIC_FARMLAND")),
        ("生态保护红线", _line(context, "ECOLOGICAL_RED_LINE")),
        ("规划手续", _obligations(context.parcel)),
        ("流转情况", context.text("LZQK")),
        ("出　　租", context.text("ZLQK", _by_summary(context))),
        ("转　　让", context.text("ZRQK", _by_summary(context))),
        ("抵　　押", context.text("DYQK", _by_summary(context))),
        ("土地使用期限", context.text("TDSYQX")),
    ]
    table = Table(
        tuple(Row((context.label(_LABEL, label), context.value(_VALUE, text)), _ROW_MM) for label, text in rows)
    )
    note = "国家地籍调查表没有规划和流转栏目，本表为补充。规划条件以自然资源主管部门出具的为准。"
    count = sum(text.startswith(MISSING) for _, text in rows)
    return [
        table,
        context.lines(f"本表尚有 {count} 项未填。{note}" if count else note),
        context.signatures("填表", "校核"),
    ]


def _by_summary(context: FormContext) -> str:
    """Return what a detail reads that nobody stated: open, unless the summary speaks for it."""
    return MISSING if context.text("LZQK") == MISSING else "见流转情况"


def _urban(context: FormContext) -> str:
    data = context.cadastre["cells"].get("URBAN_BOUNDARY")
    if data is None or data["state"] == "unknown":
        return f"{MISSING}（未能判断）"
    value = data["value"]
    zones = [f"{title} {area(value[name])} m²" for title, name in _ZONES if value.get(name)]
    return "；".join([value["zh"], *zones])


def _line(context: FormContext, name: str) -> str:
    data = context.cadastre["cells"].get(name)
    if data is None or data["state"] == "unknown":
        return f"{MISSING}（未能判断）"
    value = data["value"]
    figure = area(value["area_m2"])
    return f"{'不涉及' if figure == '0.00' else '涉及'}　{figure} m²（{word(value['outcome'], 'zh')}）"


def _obligations(parcel: dict[str, Any]) -> str:
    finding = next((one for one in parcel["findings"] if one["rule_id"] == "urban_boundary"), None)
    if finding is None:
        return MISSING
    return "；".join(one["texts"]["zh"] for one in finding["obligations"]) or NOT_APPLICABLE


FORM = Form("PLANNING", "规划与流转情况表", _blocks)
