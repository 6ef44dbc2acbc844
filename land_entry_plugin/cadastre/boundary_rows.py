# SPDX-License-Identifier: GPL-2.0-or-later
"""The boundary as rows of the forms: points with their edges, marks of both, runs along neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.figures import MISSING, NOT_APPLICABLE, area, in_mu
from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKERS = ("钢钉", "水泥桩", "石灰桩", "喷涂", "瓷标志", "无标志", "其他")
LINE_KINDS = ("道路", "沟渠", "围墙", "围栏", "田埂", "墙壁", "山脊线", "河流", "两点连线")
LINE_POSITIONS = ("内", "中", "外")
TICK = "√"
COORDINATE_DECIMALS = 3
SUGGESTED = "「拟」为按相邻地物推定的界址线类别，供实地确认，不是调查结果。"
RUNS_NOTE = "邻宗地栏为相邻权利人或地物，由图层推得，签章前核实；相邻为道路、沟渠等的，由其管理单位指界。"
_SIDES_OF_THINGS = {"内": "内侧", "中": "中线", "外": "外侧"}
_LAND = re.compile(r"（([^（）]+)）$")
_MOST_ADJOINING = 2
_MOST_NAMED = 4


def coordinates(point: dict[str, Any]) -> tuple[str, str]:
    """Return X (north) and Y (east) of a point as forms print them."""
    x, y = (str(half_up(point[name], COORDINATE_DECIMALS)) for name in ("x_m", "y_m"))
    return x, y


def edge_length(point: dict[str, Any]) -> str:
    """Return the length of the edge that begins at a point."""
    return str(half_up(point["edge_m"]))


def points_sums(cadastre: dict[str, Any]) -> str:
    """Return perimeter and areas in one line."""
    areas = cadastre["areas"]
    ellipsoid = f"　椭球面积 {area(areas['ellipsoid_m2'])} m²" if areas["ellipsoid_m2"] is not None else ""
    return (
        f"周长 {half_up(cadastre['perimeter_m'])} m　坐标反算面积 {area(areas['plane_m2'])} m²"
        f"（{in_mu(areas['plane_m2'])}）{ellipsoid}"
    )


def points_note(cadastre: dict[str, Any]) -> str:
    """Return how coordinates are meant and points are numbered."""
    rings, zone = cadastre["rings"], cadastre["zone"]
    easting = f"含带号 {zone['zone']}" if zone["zone_in_easting"] else "不含带号"
    turning = "外环顺时针、内环逆时针编列" if len(rings) > 1 else "顺时针编列"
    back = "各环起点" if len(rings) > 1 else rings[0]["points"][0]["name"]
    return f"X 为北坐标，Y 为东坐标（{easting}）。点号自西北角起{turning}，末行回到{back}。"


def coordinate_system(cadastre: dict[str, Any]) -> str:
    """Return the coordinate system in words."""
    zone = cadastre["zone"]
    number = f"3° 带第 {zone['zone']} 带" if zone.get("zone") else "3° 带"
    return f"2000 国家大地坐标系　{number}　中央子午线 {zone['central_meridian_deg']:g}°"


def marks_total(cadastre: dict[str, Any]) -> str:
    """Return the sums under 界址标示表."""
    count = cadastre["point_count"]
    return f"合计　{count} 点　{count} 边　周长 {half_up(cadastre['perimeter_m'])} m　（以下空白）"


def has_suggestions(cadastre: dict[str, Any]) -> bool:
    """Return whether a kind of boundary line was worked out from what adjoins."""
    return any(point["line_suggested"] for ring in cadastre["rings"] for point in ring["points"])


def ticks(value: str | None, names: Sequence[str]) -> list[str] | None:
    """Return a tick in the column of a value; None where it is open or in none of the columns."""
    return [TICK if name == value else "" for name in names] if value in names else None


def line_kind_open(point: dict[str, Any]) -> str:
    """Return what stands for the kind of a boundary line that nobody stated."""
    return f"{MISSING}（拟：{point['line_suggested']}）" if point["line_suggested"] else MISSING


def edge_note(point: dict[str, Any], notes: dict[str, str]) -> str:
    """Return which side of what the boundary line is on, where both are known (围墙外侧), and what adjoins."""
    kind, position = point["line_kind"], point["line_position"]
    is_thing = kind is not None and kind != LINE_KINDS[-1] and position is not None
    where = f"{kind}{_SIDES_OF_THINGS[position]}，" if is_thing else ""
    return where + notes.get(point["name"], NOT_APPLICABLE)


def adjoining_notes(cadastre: dict[str, Any]) -> dict[int, dict[str, str]]:
    """Return what lies behind the edges, by ring and by the point where an edge begins."""
    notes: dict[int, dict[str, str]] = {}
    for run in cadastre["runs"]:
        names = list(dict.fromkeys(_in_short(one["who"]) for one in run["neighbours"]))
        more = f"等 {len(names)} 处" if len(names) > _MOST_ADJOINING else ""
        note = f"邻{'、'.join(names[:_MOST_ADJOINING])}{more}"
        notes.setdefault(run["ring"], {}).update(dict.fromkeys((run["from"], *run["through"]), note))
    return notes


def _in_short(who: str | None) -> str:
    """Return a neighbour without its owner, who stands in 界址签章表: the land, or the end of the parcel code."""
    if who is None:
        return "宗地不明"
    if who.startswith("宗地 "):
        return short_parcel_code(who.removeprefix("宗地 "))
    land = _LAND.search(who)
    return land.group(1) if land else who


def run_neighbours(run: dict[str, Any]) -> str:
    """Return who adjoins a run of the boundary."""
    return "；".join(dict.fromkeys(one["who"] or MISSING for one in run["neighbours"])) or MISSING


def run_through(run: dict[str, Any]) -> str:
    """Return the points on the way; of many the first and the last."""
    names = run["through"]
    if not names:
        return NOT_APPLICABLE
    return "、".join(names) if len(names) <= _MOST_NAMED else f"{names[0]} 至 {names[-1]}"
