# SPDX-License-Identifier: GPL-2.0-or-later
"""界址标示表: the marker of every point, length, kind and position of every edge."""

from __future__ import annotations

import re
from typing import Any

from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.figures import NOT_APPLICABLE
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import MISSING, Cell, Par, Row, cell, nested
from land_entry_plugin.sheets.forms.context import Form, FormContext, has_shape
from land_entry_plugin.sheets.forms.rings import ring_title
from land_entry_plugin.sheets.forms.staggered import Chain, Slot, Staggered

_MARKERS = ("钢钉", "水泥桩", "石灰桩", "喷涂", "瓷标志", "无标志", "其他")
_KINDS = ("道路", "沟渠", "围墙", "围栏", "田埂", "墙壁", "山脊线", "河流", "两点连线")
_POSITIONS = ("内", "中", "外")
_TICK = "√"
_SIDES_OF_THINGS = {"内": "内侧", "中": "中线", "外": "外侧"}
_LAND = re.compile(r"（([^（）]+)）$")
_MOST_ADJOINING = 2
_POINT_MM, _MARKER_MM, _LENGTH_MM, _KIND_MM, _POSITION_MM = 14.0, 5.4, 17.0, 5.4, 6.0
_NOTE_MM = 165.0 - _POINT_MM - 7 * _MARKER_MM - _LENGTH_MM - 9 * _KIND_MM - 3 * _POSITION_MM
_ROW_MM = 7.4
_NAMES_MM = 17.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    rings = context.cadastre["rings"]
    count = context.cadastre["point_count"]
    notes = adjoining_notes(context.cadastre)
    table = Staggered(
        context.canvas,
        (_head(context),),
        tuple(_chain(context, ring, ring_title(rings, i), notes.get(i + 1, {})) for i, ring in enumerate(rings)),
        (_POINT_MM, *(_MARKER_MM for _ in _MARKERS)),
        (_LENGTH_MM, *(_KIND_MM for _ in _KINDS), *(_POSITION_MM for _ in _POSITIONS), _NOTE_MM),
        _ROW_MM,
        context.styles.label,
        is_struck=True,
    )
    total = f"合计　{count} 点　{count} 边　周长 {half_up(context.cadastre['perimeter_m'])} m　（以下空白）"
    below = [total]
    if any(point["line_suggested"] for ring in rings for point in ring["points"]):
        below.append("「拟」为按相邻地物推定的界址线类别，供实地确认，不是调查结果。")
    return [table, context.lines(*below), context.signatures("调查员")]


def _head(context: FormContext) -> Row:
    def group(title: str, names: tuple[str, ...], width: float) -> Cell:
        upright = tuple(_upright(context, width, name) for name in names)
        return nested([Row((context.label(width * len(names), title),), 7.0), Row(upright, _NAMES_MM)])

    return Row(
        (
            context.label(_POINT_MM, "界址\n点号"),
            group("界标种类", _MARKERS, _MARKER_MM),
            context.label(_LENGTH_MM, "界址间距\n（m）"),
            group("界址线类别", _KINDS, _KIND_MM),
            group("界址线位置", _POSITIONS, _POSITION_MM),
            context.label(_NOTE_MM, "说　明"),
        )
    )


def _upright(context: FormContext, width: float, name: str) -> Cell:
    return cell(width, *(Par(sign, context.styles.basis) for sign in name), align=Align.CENTRE, pad_y=0.4, pad_x=0.2)


def _chain(context: FormContext, ring: dict[str, Any], title: str | None, notes: dict[str, str]) -> Chain:
    points = ring["points"]
    return Chain(
        tuple(_point(context, point) for point in [*points, points[0]]),
        tuple(_edge(context, point, notes.get(point["name"], NOT_APPLICABLE)) for point in points),
        title,
    )


def _ticks(context: FormContext, value: str | None, names: tuple[str, ...], unknown: str = MISSING) -> list[Slot]:
    """Return a tick in the column of a value; one cell over all columns where it is open or in none of them."""
    if value not in names:
        return [Slot(value or unknown, context.styles.missing if not value else context.styles.value, len(names))]
    return [Slot(_TICK if name == value else "", context.styles.number) for name in names]


def _point(context: FormContext, point: dict[str, Any]) -> tuple[Slot, ...]:
    return (Slot(point["name"], context.styles.number), *_ticks(context, point["marker"], _MARKERS))


def _edge(context: FormContext, point: dict[str, Any], note: str) -> tuple[Slot, ...]:
    suggested = f"{MISSING}（拟：{point['line_suggested']}）" if point["line_suggested"] else MISSING
    return (
        Slot(str(half_up(point["edge_m"])), context.styles.number),
        *_ticks(context, point["line_kind"], _KINDS, suggested),
        *_ticks(context, point["line_position"], _POSITIONS),
        Slot(_where(point) + note, context.styles.small),
    )


def _where(point: dict[str, Any]) -> str:
    """Return which side of what the boundary line is on, where both are known: 围墙外侧."""
    kind, position = point["line_kind"], point["line_position"]
    is_thing = kind is not None and kind != _KINDS[-1] and position is not None
    return f"{kind}{_SIDES_OF_THINGS[position]}，" if is_thing else ""


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


FORM = Form("BOUNDARY_MARKS", "界址标示表", _blocks, has_shape)
