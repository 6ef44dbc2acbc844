# SPDX-License-Identifier: GPL-2.0-or-later
"""宗地图, and 宗地草图 of the same contents for the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.sheets.forms.context import Form, FormContext, has_shape
from land_entry_plugin.sheets.forms.map_sheet import MapSheet, paper_of

if TYPE_CHECKING:
    from land_entry_plugin.sheets.flow import Block, Divisible, Table

_MAP_NOTE = "界址线红色 0.3 mm，界址点圆圈 0.8 mm；边长单位 m，面积单位 m²。"
_SKETCH_NOTE = "草图由坐标反算边长，供实地核对；实地丈量的边长、相邻地物和界标以调查人员填注为准。"
_SKETCH_MM = 180.0


def _map(context: FormContext) -> list[Block | Table | Divisible]:
    return [MapSheet(context, ("绘图员", "审核员"), _MAP_NOTE)]


def _sketch(context: FormContext) -> list[Block | Table | Divisible]:
    return [MapSheet(context, ("丈量员", "检查员"), _SKETCH_NOTE, _SKETCH_MM)]


FORM = Form("PARCEL_MAP", "宗地图", _map, has_shape, paper=paper_of)
SKETCH = Form("SKETCH", "宗地草图", _sketch, has_shape, paper=paper_of)
