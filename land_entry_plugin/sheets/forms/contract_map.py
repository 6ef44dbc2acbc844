# SPDX-License-Identifier: GPL-2.0-or-later
"""平面界址图: annex 1 of the model contract, the parcel map with the coordinates of its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.flow import Table
from land_entry_plugin.sheets.form import table_height
from land_entry_plugin.sheets.forms.context import Form, FormContext, has_shape
from land_entry_plugin.sheets.forms.map_sheet import MapSheet, paper_of
from land_entry_plugin.sheets.map_block import heading_block
from land_entry_plugin.sheets.points_table import wide_rows

if TYPE_CHECKING:
    from land_entry_plugin.sheets.flow import Block, Divisible

_NOTE = "合同附件 1（GF-2023-2608）。宗地四至和界址点坐标以本图及下表为准；竖向界限见附件 2。"
_FEW_POINTS = 12
# Head of the points, and the gaps around it.
_BETWEEN_MM = 8.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    abreast = 2 if context.cadastre["point_count"] <= _FEW_POINTS else 3
    head, rows = wide_rows(context.parcel, context.styles, WIDTH_MM, abreast)
    # map and points on one page where the parcel leaves the room
    under = table_height((head, *rows)) + _BETWEEN_MM
    return [
        MapSheet(context, ("绘图员", "审核员"), _NOTE, under_mm=under),
        heading_block("界址点坐标", context.canvas, context.styles),
        Table(tuple(rows), (head,)),
    ]


FORM = Form("CONTRACT_MAP", "附件 1　平面界址图", _blocks, has_shape, paper=paper_of)
