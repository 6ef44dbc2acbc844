# SPDX-License-Identifier: GPL-2.0-or-later
"""一、宗地基本情况: where the parcel lies, how large it is, whose it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import MISSING, SHAPE, Entry, Section
from land_entry_plugin.rounding import half_up, mu

if TYPE_CHECKING:
    from land_entry_plugin.cadastre.entry_plan.known import Known

_SIDES = (("ZDSZB", "北至"), ("ZDSZD", "东至"), ("ZDSZN", "南至"), ("ZDSZX", "西至"))


def land(known: Known) -> Section:
    """Return the chapter on the land."""
    parcel = known.parcel
    entries = [
        Entry("parcel_id", "宗地编号", parcel["parcel_id"], "筛查记录 parcel_id", parcel["parcel_id"]),
        known.cell("BDCDYH", "不动产单元号", "unit_number"),
        known.cell("ZL", "坐落", "location"),
        *(known.cell(name, title, name.lower()) for name, title in _SIDES),
        *_areas(known),
        _boundary(known),
        known.cell("SYQR", "土地所有权人", "owner"),
        known.cell("QLLX", "权利类型", "right_type"),
        known.answer("ownership_registered", "集体土地所有权登记"),
    ]
    if "use_right_registered" in known.deal.pack.questions:
        entries.append(known.answer("use_right_registered", "集体建设用地使用权登记"))
    entries += [
        known.answer("title_clear", "权属清晰无争议"),
        known.cell("SJYT", "现状用途", "actual_use"),
        known.cell("LZQK", "流转情况", "circulation"),
    ]
    return Section("land", "一、宗地基本情况", tuple(entries))


def plane_area(known: Known) -> Decimal | None:
    """Return 宗地面积: the plane area as it is printed, None where there is no shape."""
    area = known.parcel["measures"].get("area_plane_m2")
    return None if area is None else half_up(area)


def _areas(known: Known) -> list[Entry]:
    plane, ellipsoid = plane_area(known), known.parcel["measures"].get("area_ellipsoid_m2")
    if plane is None or ellipsoid is None:
        wanted = "宗地没有可用的图形，补测界址点后重新筛查"
        return [Entry("area", "宗地面积", MISSING, wanted=wanted, awaits=SHAPE)]
    exact = known.parcel["measures"]["area_plane_m2"]
    account = known.parcel["account"]
    # as the account of the sheets prints it
    ellipsoid = half_up(account["total_m2"] if account else ellipsoid)
    return [
        Entry("area", "宗地面积（平面）", f"{plane} m²，合 {mu(exact)} 亩", "筛查记录 area_plane_m2", plane, "m²"),
        Entry("area_ellipsoid", "椭球面积", f"{ellipsoid} m²", "筛查记录 area_ellipsoid_m2（套合用）", ellipsoid, "m²"),
    ]


def _boundary(known: Known) -> Entry:
    cadastre = known.parcel["cadastre"]
    if "rings" not in cadastre:
        return Entry("boundary", "界址", MISSING, wanted="宗地没有可用的图形，补测界址点后重新筛查", awaits=SHAPE)
    perimeter = half_up(cadastre["perimeter_m"])
    text = f"界址点 {cadastre['point_count']} 个，周长 {perimeter} m，坐标见附件"
    return Entry("boundary", "界址", text, "筛查记录 point_count、perimeter_m", text)
