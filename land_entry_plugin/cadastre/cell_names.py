# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cells of the forms are called, to list those that are open."""

from __future__ import annotations

from typing import Any

NAMES = {
    "ZL": "坐落", "SYQR": "所有权人", "TDSYZ": "使用权人", "QLRLX": "权利人类型", "ZJZL": "证件种类",
    "QLLX": "权利类型", "QLXZ": "权利性质", "TDQSLYZM": "权属来源证明材料", "FDDBR": "法定代表人或负责人",
    "DLR": "代理人", "QLSDFS": "权利设定方式", "GMJJHYDM": "行业分类代码", "GYQK": "共有共用情况",
    "YBZDDM": "预编宗地代码", "ZDDM": "宗地代码", "BDCDYH": "不动产单元号", "BLC": "比例尺", "TFH": "图幅号",
    "ZDSZB": "四至（北）", "ZDSZD": "四至（东）", "ZDSZN": "四至（南）", "ZDSZX": "四至（西）", "DJ": "等级",
    "JG": "价格", "PZYT": "批准用途", "PZYTDM": "批准用途地类编码", "SJYT": "实际用途", "SJYTDM": "实际用途地类编码",
    "TDSYQX": "土地使用期限", "PZMJ": "批准面积", "ZDMJ": "宗地面积", "JZZDMJ": "建筑占地总面积", "JZMJ": "建筑总面积",
    "GHYT": "规划用途", "URBAN_BOUNDARY": "城镇开发边界", "BASIC_FARMLAND": "永久基本农田",
    "ECOLOGICAL_RED_LINE": "生态保护红线", "LZQK": "流转情况", "JZDWSM": "界址点位说明", "JZXZXSM": "界线走向说明",
    "JBLX": "界标种类", "JZXLB": "界址线类别", "JZXWZ": "界址线位置",
}  # fmt: skip


def open_names(cadastre: dict[str, Any]) -> list[str]:
    """Return the cells that print 待补; with their number where there are several of one name."""
    return [
        NAMES.get(one["cell"], one["cell"]) + (f"（{one['count']} 处）" if one["count"] > 1 else "")
        for one in cadastre["to_fill"]
    ]
