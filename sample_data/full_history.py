# SPDX-License-Identifier: GPL-2.0-or-later
"""Earlier surveys and the plan of the full township, made from the patches of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import shapely
from drawing import Place
from landscape import Patch, local_random
from layers import (
    FARMLAND,
    PLANE_CRS,
    STATE_OWNED,
    Layer,
    as_multi,
    ellipsoid_area,
    hundredth,
    land_use_layer,
    to_plane,
    unit_code,
)
from shapes import parts

# What is construction land or greenhouses today and was something else in 2019.
IN_2019 = {
    "东坡新厂房": "0102", "石桥电器厂": "0102", "石桥建材市场": "0201", "东坡冷库": "0102", "大棚三": "0102",
    "大棚四": "0102", "西大棚三": "0103", "养鸡场": "0102", "石桥小学": "0102", "东坡果园东": "0102",
}  # fmt: skip
CHANGES_TO_2019 = {"0102": ("0201", "0307", "1202"), "0201": ("0102",), "1202": ("0102",), "0307": ("0102", "0201")}
# What was farmland in 2009 besides.
IN_2009 = IN_2019 | {
    "石桥印刷厂": "0102", "石桥木器市场": "0102", "东坡农机站": "0102", "大棚一": "0102", "大棚二": "0102",
    "西大棚一": "0103", "西大棚二": "0103", "养猪场": "0102", "奶牛场": "0102", "东坡果园中": "0102",
}  # fmt: skip

# Classes of the second survey (GB/T 21010-2007 as it used them) for those of the third.
SECOND_SURVEY = {
    "0102": ("012", "水浇地"), "0103": ("013", "旱地"), "0201": ("021", "果园"), "0301": ("031", "有林地"),
    "0305": ("032", "灌木林地"), "0307": ("033", "其他林地"), "0404": ("043", "其他草地"), "05H1": ("203", "村庄"),
    "0508": ("203", "村庄"), "0601": ("203", "村庄"), "0602": ("204", "采矿用地"), "0702": ("203", "村庄"),
    "0809": ("118", "水工建筑用地"), "0810A": ("203", "村庄"), "08H1": ("203", "村庄"), "08H2": ("203", "村庄"),
    "09": ("205", "风景名胜及特殊用地"), "1003": ("102", "公路用地"), "1004": ("203", "村庄"),
    "1006": ("104", "农村道路"), "1101": ("111", "河流水面"), "1104": ("114", "坑塘水面"),
    "1104A": ("114", "坑塘水面"), "1106": ("116", "内陆滩涂"), "1107": ("117", "沟渠"), "1107A": ("117", "沟渠"),
    "1201": ("203", "村庄"), "1202": ("122", "设施农用地"), "1206": ("127", "裸地"),
}  # fmt: skip
TOWN = ("202", "建制镇")

# Classes of the guide (用地用海分类) that the plan gives to what is there today.
PLANNED = {
    "0102": ("0102", "水浇地"), "0103": ("0103", "旱地"), "0201": ("0201", "果园"), "0301": ("0301", "乔木林地"),
    "0305": ("0303", "灌木林地"), "0307": ("0304", "其他林地"), "0404": ("0403", "其他草地"),
    "05H1": ("090101", "零售商业用地"), "0508": ("110101", "一类物流仓储用地"), "0601": ("100101", "一类工业用地"),
    "0602": ("0102", "水浇地"), "0702": ("070301", "一类农村宅基地"), "0809": ("1310", "水工设施用地"),
    "0810A": ("1403", "广场用地"), "08H1": ("0801", "机关团体用地"), "08H2": ("080403", "中小学用地"),
    "09": ("1506", "殡葬用地"), "1003": ("1202", "公路用地"), "1004": ("1207", "城镇村道路用地"),
    "1006": ("0601", "农村道路"), "1101": ("1701", "河流水面"), "1104": ("1704", "坑塘水面"),
    "1104A": ("1704", "坑塘水面"), "1106": ("0506", "内陆滩涂"), "1107": ("1705", "沟渠"), "1107A": ("1705", "沟渠"),
    "1201": ("070301", "一类农村宅基地"), "1202": ("0602", "设施农用地"), "1206": ("0102", "水浇地"),
}  # fmt: skip
PLANNED_SITES = {
    "沿河织网厂东厂": ("0703", "农村宅基地"),
    "东坡粮油店": ("090103", "餐饮用地"),
    "石桥汽修厂": ("090103", "餐饮用地"),
    "石桥变电所": ("1303", "供电用地"),
    "待定图斑甲": ("100101", "一类工业用地"),
    "待定图斑乙": ("100101", "一类工业用地"),
}

DLTB_2009_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "TBYBH": "str:8", "TBBH": "str:8", "DLBM": "str:4", "DLMC": "str:60",
    "QSXZ": "str:3", "QSDWDM": "str:19", "QSDWMC": "str:60", "ZLDWDM": "str:19", "ZLDWMC": "str:60", "GDLX": "str:2",
    "KCDLBM": "str:4", "GDPDJB": "str:2", "TKXS": "float:5.2", "TBMJ": "float:15.2", "XZDWMJ": "float:15.2",
    "LXDWMJ": "float:15.2", "TKMJ": "float:15.2", "TBDLMJ": "float:15.2", "SJNF": "int32",
}  # fmt: skip
GHYDTB_FIELDS = {
    "BSM": "str:18", "XZQDM": "str:12", "XZQMC": "str:100", "GHDLBM": "str:6", "GHDLMC": "str:60", "MJ": "float:15.2",
    "SSBJLX": "str:10", "BZ": "str:255",
}  # fmt: skip


def survey_2019(place: Place, patches: list[Patch], seed: int) -> Layer:
    """Return DLTB_2019: fewer and larger fields, some of other use, and farmland where works stand today."""
    earlier = [was_in_2019(patch, seed) for patch in patches]
    layer = land_use_layer(replace(place, survey_year=2019), merged_fields(earlier, seed))
    return replace(layer, name="DLTB_2019")


def was_in_2019(patch: Patch, seed: int) -> Patch:
    """Return a patch as it was in 2019."""
    rng = local_random(seed + 2, patch.area)
    use = IN_2019.get(patch.origin, patch.dlbm)
    if not patch.fixed and use in CHANGES_TO_2019 and rng.random() < 0.05:
        use = str(rng.choice(CHANGES_TO_2019[use]))
    same = use == patch.dlbm
    planting = patch.planting if same else "LS" if use in FARMLAND else None
    return replace(patch, dlbm=use, planting=planting, sloping=patch.sloping and use in FARMLAND, values={})


def merged_fields(patches: list[Patch], seed: int) -> list[Patch]:
    """Return patches with some pairs of fields put together: in 2019 they were one."""
    result: list[Patch] = []
    open_ends: dict[tuple[int, str, str, bool], Patch] = {}
    for patch in sorted(patches, key=lambda one: one.area.bounds):
        if patch.fixed or patch.block < 0:
            result.append(patch)
            continue
        key = (patch.block, patch.dlbm, patch.village, patch.sloping)
        partner = open_ends.pop(key, None)
        wants = local_random(seed + 3, patch.area).random() < 0.35
        if wants and partner is not None and shapely.intersection(partner.area, patch.area).length > 20:
            whole = shapely.coverage_union(partner.area, patch.area)
            if whole.geom_type == "Polygon":
                partner.area = whole
                continue
        open_ends[key] = patch
        result.append(patch)
    return result


def grouped(patches: list[Patch], key: Callable[[Patch], tuple]) -> list[tuple[tuple, shapely.Polygon]]:
    """Return the connected areas of patches of one key, ordered by key and place."""
    groups: dict[tuple, list[shapely.Geometry]] = defaultdict(list)
    for patch in patches:
        groups[key(patch)].append(patch.area)
    found = [(name, part) for name, areas in groups.items() for part in parts(shapely.coverage_union_all(areas))]
    return sorted(found, key=lambda entry: (entry[0], entry[1].bounds))


def place_name(patch: Patch) -> str:
    """Return what patches are put together by: a settlement, a block of fields, else their origin."""
    if patch.origin.endswith((" 宅院", " 巷道")):
        return patch.origin.split()[0]
    return f"{patch.origin} {patch.block}"


def survey_2009(place: Place, patches: list[Patch], seed: int) -> Layer:
    """Return DLTB_2009, the second survey: villages as one patch each, three-digit codes."""

    def key(patch: Patch) -> tuple[str, str, str, str, bool]:
        use = IN_2009.get(patch.origin, patch.dlbm)
        if use in ("0201", "1202", "0307") and not patch.fixed and local_random(seed + 4, patch.area).random() < 0.6:
            use = "0102"
        code, name = SECOND_SURVEY[use]
        if code == "203" and patch.origin.startswith(place.town):
            code, name = TOWN
        return patch.village, place_name(patch), code, name, patch.dlbm in STATE_OWNED

    rows, numbers = [], dict.fromkeys(place.villages, 0)
    for sequence, ((village, _, code, name, state), part) in enumerate(grouped(patches, key), start=1):
        numbers[village] += 1
        area = to_plane(place, part)
        gross = ellipsoid_area(area)
        unit = f"{place.name}{place.villages[village]}"
        rows.append((area, {
            "BSM": f"{place.county_code}1020{sequence:08d}", "YSDM": "2001010100", "TBYBH": None,
            "TBBH": f"{numbers[village]:04d}", "DLBM": code, "DLMC": name, "QSXZ": "20" if state else "30",
            "QSDWDM": f"{place.county_code}0000000000000" if state else unit_code(village),
            "QSDWMC": place.county_name if state else unit, "ZLDWDM": unit_code(village), "ZLDWMC": unit,
            "GDLX": None, "KCDLBM": None, "GDPDJB": "1" if code.startswith("01") else None, "TKXS": 0.0,
            "TBMJ": gross, "XZDWMJ": 0.0, "LXDWMJ": 0.0, "TKMJ": 0.0, "TBDLMJ": gross, "SJNF": 2009,
        }))  # fmt: skip
    return Layer("DLTB_2009", PLANE_CRS, "MultiPolygon", DLTB_2009_FIELDS, [(as_multi(a), v) for a, v in rows])


def planned_use(place: Place, patches: list[Patch]) -> Layer:
    """Return GHYDTB: what the village plans make of the land, in codes of the guide."""

    def key(patch: Patch) -> tuple[str, str, str, str]:
        return patch.village, place_name(patch), *PLANNED_SITES.get(patch.origin, PLANNED[patch.dlbm])

    rows = []
    for sequence, ((village, _, code, name), part) in enumerate(grouped(patches, key), start=1):
        area = to_plane(place, part)
        rows.append((as_multi(area), {
            "BSM": f"{place.county_code}2062{sequence:08d}", "XZQDM": village, "XZQMC": place.villages[village],
            "GHDLBM": code, "GHDLMC": name, "MJ": hundredth(area.area), "SSBJLX": None, "BZ": None,
        }))  # fmt: skip
    return Layer("GHYDTB", PLANE_CRS, "MultiPolygon", GHYDTB_FIELDS, rows)
