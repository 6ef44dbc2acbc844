# SPDX-License-Identifier: GPL-2.0-or-later
"""界址签章表: a row for every run of the boundary along one neighbour."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.boundary_rows import RUNS_NOTE, run_neighbours, run_through
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Row, nested
from land_entry_plugin.sheets.forms.blank_rows import BlankRows
from land_entry_plugin.sheets.forms.context import Form, FormContext, has_shape

_FIRST, _THROUGH, _LAST, _NEIGHBOUR, _SIGN, _OWN, _DATE = 13.0, 26.0, 13.0, 45.0, 24.0, 24.0, 20.0
_WIDTHS = (_FIRST, _THROUGH, _LAST, _NEIGHBOUR, _SIGN, _OWN, _DATE)
_ROW_MM = 13.0
_BY_HAND = "（签章）"


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    return [
        Table(tuple(_row(context, run) for run in context.cadastre["runs"]), (_head(context),), gap=0.0),
        BlankRows(context.canvas, _WIDTHS, _ROW_MM),
        context.lines(RUNS_NOTE),
        context.signatures("调查员"),
    ]


def _head(context: FormContext) -> Row:
    label = context.label
    return Row(
        (
            nested(
                [
                    Row((label(_FIRST + _THROUGH + _LAST, "界　址　线"),), 7.0),
                    Row((label(_FIRST, "起点号"), label(_THROUGH, "中间点号"), label(_LAST, "终点号")), 9.0),
                ]
            ),
            nested(
                [
                    Row((label(_NEIGHBOUR + _SIGN, "邻　宗　地"),), 7.0),
                    Row((label(_NEIGHBOUR, "权利人（宗地代码）"), label(_SIGN, "指界人姓名\n（签章）")), 9.0),
                ]
            ),
            nested([Row((label(_OWN, "本宗地"),), 7.0), Row((label(_OWN, "指界人姓名\n（签章）"),), 9.0)]),
            label(_DATE, "日　期"),
        )
    )


def _row(context: FormContext, run: dict[str, Any]) -> Row:
    number, small = context.styles.number, context.styles.small
    return Row(
        (
            context.value(_FIRST, run["from"], style=number, align=Align.CENTRE),
            context.value(_THROUGH, run_through(run), style=number, align=Align.CENTRE),
            context.value(_LAST, run["to"], style=number, align=Align.CENTRE),
            context.value(_NEIGHBOUR, run_neighbours(run)),
            context.value(_SIGN, _BY_HAND, style=small, align=Align.CENTRE),
            context.value(_OWN, _BY_HAND, style=small, align=Align.CENTRE),
            context.value(_DATE, "年　月　日", style=small, align=Align.CENTRE),
        ),
        _ROW_MM,
    )


FORM = Form("BOUNDARY_SIGNATURES", "界址签章表", _blocks, has_shape)
