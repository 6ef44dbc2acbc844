# SPDX-License-Identifier: GPL-2.0-or-later
"""界址点成果表: coordinates of the points, lengths of the edges."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.figures import area, in_mu
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.forms.context import PAD_MM, Align, Form, FormContext, has_shape
from land_entry_plugin.sheets.forms.rings import ring_title
from land_entry_plugin.sheets.forms.staggered import Chain, Slot, Staggered

_POINT_WIDTHS = (18.0, 27.0, 44.0, 44.0)
_EDGE_WIDTHS = (32.0,)
_TITLES = ("序号", "点号", "X（m）北", "Y（m）东", "边长（m）")
_ROW_MM = 8.2
_COORDINATE_DECIMALS = 3
_LABEL = 28.0
_HALF = WIDTH_MM / 2 - _LABEL


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    cadastre, areas = context.cadastre, context.cadastre["areas"]
    rings = cadastre["rings"]
    head = Row(
        tuple(
            cell(width, Par(title, context.styles.total), align=Align.CENTRE, pad_y=PAD_MM)
            for width, title in zip((*_POINT_WIDTHS, *_EDGE_WIDTHS), _TITLES, strict=True)
        ),
        9.0,
    )
    table = Staggered(
        context.canvas, (head,), _chains(context), _POINT_WIDTHS, _EDGE_WIDTHS, _ROW_MM, context.styles.label
    )
    first = rings[0]["points"][0]["name"]
    zone = cadastre["zone"]
    easting = f"含带号 {zone['zone']}" if zone["zone_in_easting"] else "不含带号"
    ellipsoid = f"　椭球面积 {area(areas['ellipsoid_m2'])} m²" if areas["ellipsoid_m2"] is not None else ""
    sums = (
        f"周长 {half_up(cadastre['perimeter_m'])} m　坐标反算面积 {area(areas['plane_m2'])} m²"
        f"（{in_mu(areas['plane_m2'])}）{ellipsoid}"
    )
    turning = "外环顺时针、内环逆时针编列" if len(rings) > 1 else "顺时针编列"
    back = "各环起点" if len(rings) > 1 else first
    note = f"X 为北坐标，Y 为东坐标（{easting}）。点号自西北角起{turning}，末行回到{back}。"
    return [
        Table(tuple(_facts(context)), gap=0.0),
        table,
        context.lines(sums, note),
        context.signatures("制表", "校审"),
    ]


def _facts(context: FormContext) -> list[Row]:
    zone = context.cadastre["zone"]
    number = f"3° 带第 {zone['zone']} 带" if zone.get("zone") else "3° 带"
    system = f"2000 国家大地坐标系　{number}　中央子午线 {zone['central_meridian_deg']:g}°"
    return [
        _row(context, "宗地代码", context.parcel_code, "权利人", context.text("SYQR")),
        _row(context, "宗地面积（m²）", f"{context.text('ZDMJ')}（平面）", "建筑占地（m²）", context.text("JZZDMJ")),
        _row(context, "坐标系", system, "单位", "m"),
    ]


def _row(context: FormContext, label: str, value: str, other_label: str, other: str) -> Row:
    return Row(
        (
            context.label(_LABEL, label),
            context.value(_HALF, value),
            context.label(_LABEL, other_label),
            context.value(_HALF, other),
        ),
        8.0,
    )


def _chains(context: FormContext) -> tuple[Chain, ...]:
    rings = context.cadastre["rings"]
    number, chains = 0, []
    for i, ring in enumerate(rings):
        points = ring["points"]
        rows = [_point(context, str(number + j), point) for j, point in enumerate(points, start=1)]
        rows.append(_point(context, "/", points[0]))
        number += len(points)
        edges = tuple((Slot(str(half_up(point["edge_m"])), context.styles.number),) for point in points)
        chains.append(Chain(tuple(rows), edges, ring_title(rings, i)))
    return tuple(chains)


def _point(context: FormContext, number: str, point: dict[str, Any]) -> tuple[Slot, ...]:
    x, y = (str(half_up(point[name], _COORDINATE_DECIMALS)) for name in ("x_m", "y_m"))
    return tuple(Slot(text, context.styles.number) for text in (number, point["name"], x, y))


FORM = Form("BOUNDARY_POINTS", "界址点成果表", _blocks, has_shape)
