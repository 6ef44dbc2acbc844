# SPDX-License-Identifier: GPL-2.0-or-later
"""What the forms say of a parcel besides its cells as they stand: sources, notes, planning, who surveyed."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.cell_names import open_names
from land_entry_plugin.cadastre.cells import State, cell_text
from land_entry_plugin.cadastre.figures import MISSING, NOT_APPLICABLE, area, in_all_units, percent
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import word

DATE = "　　　　年　　月　　日"
_SIGNED = "　　　　　　（签名）"
_KNOWN = (State.GIVEN, State.COMPUTED, State.COMPOSED)
_ZONES = (
    ("城镇集中建设区", "urban_core_m2"),
    ("城镇弹性发展区", "urban_flexible_m2"),
    ("特别用途区", "urban_special_m2"),
)
# Of 调查审核表: title, notes, who signs, name and date.
REVIEW_PARTS = (
    ("权属调查记事", "DCJS", "调查员", "DCY", "DCRQ"),
    ("地籍测量记事", "CLJS", "测量员", "CLY", "CLRQ"),
    ("地籍调查结果审核意见", "SHYJ", "审核人", "SHR", "SHRQ"),
)
_ALONE = ("/", "／", "\\", "无", "单独所有", "单独使用", "独有", "独用")


def form_text(cadastre: dict[str, Any], name: str, absent: str = MISSING) -> str:
    """Return what a cell prints; ``absent`` where the record does not have the cell."""
    data = cadastre["cells"].get(name)
    if data is None:
        return absent
    if isinstance(data["value"], float):
        return str(half_up(data["value"])) if data["state"] in _KNOWN else MISSING
    return cell_text(data) or MISSING


def is_shared(parcel: dict[str, Any]) -> bool:
    """Return whether the parcel table says that land is owned or used together."""
    value = parcel["cadastre"].get("declared", {}).get("GYQK")
    text = "" if value is None else "".join(str(value).split())
    return bool(text) and text not in _ALONE


def source(cadastre: dict[str, Any]) -> str:
    """Return 土地权属来源证明材料, with the number of the certificate."""
    number = form_text(cadastre, "BDCQZH", "")
    return form_text(cadastre, "TDQSLYZM") + (f"；不动产权证号 {number}" if number else "")


def notes(cadastre: dict[str, Any]) -> list[str]:
    """Return what 宗地基本信息表 has no cell for: how areas are meant, how they differ, and what is open."""
    texts = [form_text(cadastre, "SM", "")] if form_text(cadastre, "SM", "") else []
    areas = cadastre.get("areas")
    if areas:
        texts.append(
            f"宗地面积为 CGCS2000 3° 带平面面积 {in_all_units(areas['plane_m2'])}"
            + (
                f"；套合与地类统计用椭球面积 {in_all_units(areas['ellipsoid_m2'])}。"
                if areas["ellipsoid_m2"] is not None
                else "。"
            )
        )
        for name, title in (("PZMJ", "批准面积"), ("ZDMJ", "原登记面积")):
            stated = areas["stated"].get(name)
            if stated:
                share = "" if stated["share"] is None else f"（{percent(stated['share'])}）"
                texts.append(
                    f"实测面积与{title} {area(stated['area_m2'])} m² 相差 {area(stated['difference_m2'])} m²{share}。"
                )
    else:
        texts.append("本宗地没有可用的图形，未计算面积和四至。")
    names = open_names(cadastre)
    texts.append(f"尚未填全 {len(names)} 项：{'、'.join(names)}。" if names else "各项均已填写。")
    return [f"{i}. {text}" for i, text in enumerate(texts, start=1)]


def planning_rows(parcel: dict[str, Any]) -> list[tuple[str, str]]:
    """Return names and texts of 规划与流转情况表."""
    cadastre = parcel["cadastre"]

    def text(name: str, absent: str = MISSING) -> str:
        return form_text(cadastre, name, absent)

    # open, unless the summary speaks for it
    by_summary = MISSING if text("LZQK") == MISSING else "见流转情况"
    return [
        ("宗地代码", parcel["parcel_id"] or MISSING),
        ("坐　　落", text("ZL")),
        ("规划用途", text("GHYT")),
        ("批准用途", text("PZYT")),
        ("实际用途", text("SJYT")),
        ("容　积　率", text("RJL")),
        ("建筑密度", text("JZMD")),
        ("建筑限高", text("JZXG")),
        ("城镇开发边界", _urban(cadastre)),
        ("永久基本农田", _line(cadastre, "BASIC_FARMLAND")),
        ("生态保护红线", _line(cadastre, "ECOLOGICAL_RED_LINE")),
        ("规划手续", _obligations(parcel)),
        ("流转情况", text("LZQK")),
        ("出　　租", text("ZLQK", by_summary)),
        ("转　　让", text("ZRQK", by_summary)),
        ("抵　　押", text("DYQK", by_summary)),
        ("土地使用期限", text("TDSYQX")),
    ]


def planning_note(parcel: dict[str, Any]) -> str:
    """Return what stands under 规划与流转情况表."""
    note = "国家地籍调查表没有规划和流转栏目，本表为补充。规划条件以自然资源主管部门出具的为准。"
    count = sum(text.startswith(MISSING) for _, text in planning_rows(parcel))
    return f"本表尚有 {count} 项未填。{note}" if count else note


def review_rows(cadastre: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return title, notes and the line that is signed of each part of 调查审核表."""
    return [
        (
            title,
            form_text(cadastre, noted),
            f"{role}：{form_text(cadastre, person, _SIGNED)}　　　　日期：{form_text(cadastre, date, DATE)}",
        )
        for title, noted, role, person, date in REVIEW_PARTS
    ]


def review_note(cadastre: dict[str, Any]) -> str:
    """Return what stands under 调查审核表."""
    count = sum(text == MISSING for _, text, _ in review_rows(cadastre))
    note = "记事和意见由调查、测量、审核人员填写并签名。" + (f"本表尚有 {count} 项未填。" if count else "")
    return f"（盖章）　　　　　　　　{note}"


def _urban(cadastre: dict[str, Any]) -> str:
    data = cadastre["cells"].get("URBAN_BOUNDARY")
    if data is None or data["state"] == State.UNKNOWN:
        return f"{MISSING}（未能判断）"
    value = data["value"]
    zones = [f"{title} {area(value[name])} m²" for title, name in _ZONES if value.get(name)]
    return "；".join([value["zh"], *zones])


def _line(cadastre: dict[str, Any], name: str) -> str:
    data = cadastre["cells"].get(name)
    if data is None or data["state"] == State.UNKNOWN:
        return f"{MISSING}（未能判断）"
    value = data["value"]
    figure = area(value["area_m2"])
    return f"{'不涉及' if figure == '0.00' else '涉及'}　{figure} m²（{word(value['outcome'], 'zh')}）"


def _obligations(parcel: dict[str, Any]) -> str:
    finding = next((one for one in parcel["findings"] if one["rule_id"] == "urban_boundary"), None)
    if finding is None:
        return MISSING
    return "；".join(one["texts"]["zh"] for one in finding["obligations"]) or NOT_APPLICABLE
