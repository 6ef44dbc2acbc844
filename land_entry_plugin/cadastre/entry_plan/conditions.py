# SPDX-License-Identifier: GPL-2.0-or-later
"""二、用途和规划条件: what may be built, by which plan, with which permits and requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import LANGUAGE, MISSING, NOT_APPLICABLE, Entry, Section
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from land_entry_plugin.cadastre.entry_plan.known import Known

_ZONES = (
    ("urban_core_m2", "城镇集中建设区"),
    ("urban_flexible_m2", "城镇弹性发展区"),
    ("urban_special_m2", "特别用途区"),
)
_LAYERS = "补资料后重新筛查"
_LINES = (("BASIC_FARMLAND", "永久基本农田"), ("ECOLOGICAL_RED_LINE", "生态保护红线"))
# Questions on the planning conditions, with the field of the parcel table that may say it too.
INDICES = (
    ("condition_plot_ratio", "RJL", "容积率"),
    ("condition_density", "JZMD", "建筑密度"),
    ("condition_green", None, "绿地率"),
    ("condition_height", "JZXG", "建筑限高"),
)


def conditions(known: Known) -> Section:
    """Return the chapter on use and planning conditions."""
    entries = [
        known.answer("use", "拟定用途"),
        known.cell("GHYT", "规划用途", "planned_use"),
        known.answer("planning_conditions_fixed", "规划条件已确定"),
        known.answer("plan_kind", "规划条件依据的规划"),
        *_indices(known),
        known.answer("condition_facilities", "配套设施等其他条件"),
        known.answer("industrial_access", "符合产业准入要求"),
        known.answer("access_requirements", "产业准入要求"),
        known.answer("ecology_met", "符合生态环境保护要求"),
        known.answer("ecology_requirements", "生态环境保护要求"),
        known.answer("use_conditions", "使用条件"),
        _urban(known),
        _permits(known),
        *(_line(known, name, title) for name, title in _LINES),
    ]
    return Section("conditions", "二、用途和规划条件", tuple(entries))


def _indices(known: Known) -> list[Entry]:
    return [
        known.answer(question, title) if cell is None else known.answer_or_cell(question, cell, title)
        for question, cell, title in INDICES
    ]


def _urban(known: Known) -> Entry:
    title = "城镇开发边界"
    data = known.cells.get("URBAN_BOUNDARY")
    if data is None or data["state"] == "unknown":
        return Entry(
            "urban_boundary",
            title,
            MISSING,
            wanted="城镇开发边界内外未能判断，见核查结果 urban_boundary",
            awaits=_LAYERS,
        )
    value: Mapping[str, Any] = data["value"]
    zones = [f"{name} {half_up(value[key])} m²" for key, name in _ZONES if value.get(key)]
    text = "；".join([value[LANGUAGE], *zones])
    return Entry("urban_boundary", title, text, "筛查记录 urban_status，核查结果 urban_boundary", text)


def _permits(known: Known) -> Entry:
    found = known.finding("urban_boundary")
    obligations = [one["texts"][LANGUAGE] for one in found["obligations"]] if found else []
    if found is None or found["outcome"] == "unknown":
        return Entry("permits", "规划手续", MISSING, wanted="先判明城镇开发边界内外", awaits=_LAYERS)
    text = "；".join(obligations) or NOT_APPLICABLE
    return Entry("permits", "规划手续", text, "核查结果 urban_boundary", text)


def _line(known: Known, name: str, title: str) -> Entry:
    id_ = name.lower()
    data = known.cells.get(name)
    if data is None or data["state"] == "unknown":
        return Entry(id_, title, MISSING, wanted=f"{title}未能判断，见核查结果 {id_}", awaits=_LAYERS)
    area = half_up(data["value"]["area_m2"])
    text = f"{'涉及' if area else '不涉及'}　{area} m²"
    return Entry(id_, title, text, f"核查结果 {id_}", area, "m²")
