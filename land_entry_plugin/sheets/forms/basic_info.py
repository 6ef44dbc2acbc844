# SPDX-License-Identifier: GPL-2.0-or-later
"""宗地基本信息表."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.form_facts import notes, source
from land_entry_plugin.sheets.canvas import WIDTH_MM, Align
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Cell, Row, cell, nested
from land_entry_plugin.sheets.form import Par as _Par
from land_entry_plugin.sheets.forms.context import PAD_MM, Form, FormContext

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME, _VALUE, _SECOND, _OTHER = 33.0, 52.0, 28.0, 52.0
_SIDE = 10.0
_ROW_MM = 7.0
_WIDTHS = (_NAME, _VALUE, _SECOND, _OTHER)
_SIDES = (("北", "ZDSZB"), ("东", "ZDSZD"), ("南", "ZDSZN"), ("西", "ZDSZX"))


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    return [Table(tuple(_rows(context))), context.signatures("填表", "校核")]


def _rows(context: FormContext) -> list[Row]:
    wide = WIDTH_MM - _NAME
    return [
        _holders(context),
        _pair(context, ("权利类型", "QLLX"), ("权利性质", "QLXZ")),
        Row((context.label(_NAME, "土地权属来源\n证明材料"), context.value(wide, source(context.cadastre))), _ROW_MM),
        Row((context.label(_NAME, "坐　　落"), context.value(wide, context.text("ZL"))), _ROW_MM),
        _person(context, "法定代表人\n或负责人", "FDDBR"),
        _person(context, "代　理　人", "DLR"),
        _pair(context, ("权利设定方式", "QLSDFS"), ("国民经济行业\n分类代码", "GMJJHYDM")),
        _pair(context, ("预编宗地代码", "YBZDDM"), ("宗 地 代 码", "ZDDM")),
        Row((context.label(_NAME, "不动产单元号"), context.code(wide, context.text("BDCDYH"))), _ROW_MM),
        _pair(context, ("所在图幅比例尺", "BLC"), ("图　幅　号", "TFH")),
        _neighbours(context, wide),
        _pair(context, ("等　　级", "DJ"), ("价　格（元）", "JG")),
        _pair(context, ("批 准 用 途", "PZYT"), ("地 类 编 码", "PZYTDM")),
        _pair(context, ("实 际 用 途", "SJYT"), ("地 类 编 码", "SJYTDM")),
        _pair(context, ("批准面积（m²）", "PZMJ"), ("建筑占地\n总面积（m²）", "JZZDMJ")),
        _pair(context, ("宗地面积（m²）", "ZDMJ"), ("建筑总面积（m²）", "JZMJ")),
        Row((context.label(_NAME, "土地使用期限"), context.value(wide, context.text("TDSYQX"))), _ROW_MM),
        Row((context.label(_NAME, "共有/共用情况"), context.value(wide, context.text("GYQK"))), _ROW_MM),
        Row((context.label(_NAME, "说　　明"), context.value(wide, *notes(context.cadastre))), 14.0),
    ]


def _pair(context: FormContext, first: tuple[str, str], second: tuple[str, str]) -> Row:
    row = context.pair(first, second, _WIDTHS)
    return Row(row.cells, _ROW_MM)


def _column(context: FormContext, pairs: Sequence[tuple[str, str]]) -> Cell:
    """Return labels and values under each other at the right."""
    return nested(
        [Row((context.label(_SECOND, label), context.value(_OTHER, context.text(name))), 6.0) for label, name in pairs]
    )


def _holders(context: FormContext) -> Row:
    """Return who owns and who uses the land."""
    heading = 12.0
    rest = _NAME - heading
    kinds = (("权利人类型", "QLRLX"), ("证件种类", "ZJZL"), ("证件号", "ZJH"), ("通讯地址", "TXDZ"))
    upright = cell(heading, _Par("权\n利\n人", context.styles.label), align=Align.CENTRE, pad_y=PAD_MM)
    return Row(
        (
            upright,
            nested(
                [
                    Row(
                        (
                            context.label(rest, "所 有 权"),
                            context.value(WIDTH_MM - _NAME, context.text("SYQR")),
                        ),
                        9.0,
                    ),
                    Row(
                        (
                            context.label(rest, "使 用 权"),
                            context.value(_VALUE, context.text("TDSYZ")),
                            _column(context, kinds),
                        )
                    ),
                ]
            ),
        )
    )


def _person(context: FormContext, label: str, name: str) -> Row:
    return Row(
        (
            context.label(_NAME, label),
            context.value(_VALUE, context.text(name)),
            _column(context, (("证件种类及号码", f"{name}_ZJH"), ("联系电话", f"{name}_DH"))),
        )
    )


def _neighbours(context: FormContext, wide: float) -> Row:
    rows = [
        Row((context.label(_SIDE, side), context.value(wide - _SIDE, context.text(name))), 6.0) for side, name in _SIDES
    ]
    return Row((context.label(_NAME, "宗 地 四 至"), nested(rows)))


FORM = Form("BASIC_INFO", "宗地基本信息表", _blocks)
