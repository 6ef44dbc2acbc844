# SPDX-License-Identifier: GPL-2.0-or-later
"""What the seven facts of a parcel read like."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.cells import cell_text
from land_entry_plugin.cadastre.figures import MISSING, NO_DATA, area, in_mu
from land_entry_plugin.cadastre.side_cells import side_text
from land_entry_plugin.roles import cadastral_codes
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import word

SIDES = ("north", "east", "south", "west")


def declared(parcel: dict[str, Any], field: str) -> str:
    """Return a declared fact as it was given, what was put together where nobody stated it, else 待补."""
    cadastre = parcel["cadastre"]
    value = cadastre.get("declared", {}).get(field)
    text = "" if value is None else " ".join(str(value).split())
    data = cadastre["cells"].get(field)
    return text or (cell_text(data) if data is not None else "") or MISSING


def right_type(parcel: dict[str, Any]) -> str:
    """Return the right type in words; a code that is in no table stands as it is."""
    code = declared(parcel, "QLLX")
    return cadastral_codes.right_type(code) or code


def boundary(parcel: dict[str, Any]) -> str:
    """Return the fact 界址."""
    cadastre = parcel["cadastre"]
    if "rings" not in cadastre:
        return MISSING
    points = cadastre["point_count"]
    holes = sum(ring["is_hole"] for ring in cadastre["rings"])
    outer = len(cadastre["rings"]) - holes
    shape = "".join([f"，{outer} 个部分" if outer > 1 else "", f"，含 {holes} 个内环" if holes else ""])
    return f"界址点 {points} 个，界址线 {points} 条，周长 {half_up(cadastre['perimeter_m'])} m{shape}"


def areas(parcel: dict[str, Any]) -> str:
    """Return the fact 面积: the plane area as 宗地面积, the ellipsoid area beside it."""
    measures = parcel["measures"]
    if parcel["geometry"] is None or measures.get("area_plane_m2") is None:
        return MISSING
    plane, ellipsoid = measures["area_plane_m2"], _ellipsoid(parcel)
    official = parcel.get("official_area_m2")
    by_routine = (
        f"（国土调查椭球面积算法取位 {area(official)} m²）"
        if official is not None and area(official) != area(ellipsoid)
        else ""
    )
    return (
        f"宗地面积 {area(plane)} m²（平面），合 {in_mu(plane)}；椭球面积 {area(ellipsoid)} m²{by_routine}，"
        f"其中耕地 {_part(parcel, 'farmland_m2', 'land_use_coverage')}"
        f"（净 {_part(parcel, 'farmland_net_m2', 'land_use_coverage')}）、"
        f"永久基本农田 {_part(parcel, 'basic_farmland_m2', 'basic_farmland')}、"
        f"生态保护红线 {_part(parcel, 'red_line_m2', 'ecological_red_line')}"
    )


def _part(parcel: dict[str, Any], measure: str, rule_id: str) -> str:
    """Return a part of the area; where the rule about it could not decide, a figure that says it is not all."""
    value = parcel["measures"].get(measure)
    finding = next((one for one in parcel["findings"] if one["rule_id"] == rule_id), None)
    if value is None or (finding is not None and finding["role_missing"]):
        return NO_DATA
    is_all = finding is None or finding["outcome"] != "unknown"
    return f"{area(value)} m²{'' if is_all else '（资料不全）'}"


def _ellipsoid(parcel: dict[str, Any]) -> float:
    """Return the ellipsoid area as the account prints it."""
    return parcel["account"]["total_m2"] if parcel["account"] else parcel["measures"]["area_ellipsoid_m2"]


def planning(parcel: dict[str, Any]) -> list[str]:
    """Return the fact 规划: uses, side of the urban boundary, and the obligations that follow."""
    lines = [f"规划用途：{declared(parcel, 'GHYT')}　批准用途：{declared(parcel, 'PZYT')}"]
    finding = next((one for one in parcel["findings"] if one["rule_id"] == "urban_boundary"), None)
    if finding is None:
        return [*lines, f"城镇开发边界：{MISSING}"]
    lines.append(f"城镇开发边界：{finding['texts']['zh']}")
    if finding["obligations"]:
        lines.append("应办：" + "；".join(one["texts"]["zh"] for one in finding["obligations"]) + "。")
    return lines


def neighbours(parcel: dict[str, Any], side: str) -> str:
    """Return who adjoins a side, each once, with the runs of boundary points and the length."""
    if "four_neighbours" not in parcel["cadastre"]:
        return MISSING
    runs = parcel["cadastre"]["four_neighbours"].get(side) or []
    if not runs:
        return "/"
    return side_text(runs)


def side_word(side: str) -> str:
    """Return 北, 东, 南 or 西."""
    return word(side, "zh")
