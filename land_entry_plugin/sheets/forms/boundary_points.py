# SPDX-License-Identifier: GPL-2.0-or-later
"""界址点成果表: coordinates of the points, lengths of the edges."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.boundary_rows import (
    coordinate_system,
    coordinates,
    edge_length,
    points_note,
    points_sums,
)
from land_entry_plugin.cadastre.rings import ring_title
from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.forms.context import PAD_MM, Align, Form, FormContext, has_shape
from land_entry_plugin.sheets.forms.staggered import Chain, Slot, Staggered

_POINT_WIDTHS = (18.0, 27.0, 44.0, 44.0)
_EDGE_WIDTHS = (32.0,)
_TITLES = ("序号", "点号", "X（m）北", "Y（m）东", "边长（m）")
_ROW_MM = 8.2
_LABEL = 28.0
_HALF = WIDTH_MM / 2 - _LABEL


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    cadastre = context.cadastre
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
    return [
        Table(tuple(_facts(context)), gap=0.0),
        table,
        context.lines(points_sums(cadastre), points_note(cadastre)),
        context.signatures("制表", "校审"),
    ]


def _facts(context: FormContext) -> list[Row]:
    system = coordinate_system(context.cadastre)
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
        edges = tuple((Slot(edge_length(point), context.styles.number),) for point in points)
        chains.append(Chain(tuple(rows), edges, ring_title(rings, i)))
    return tuple(chains)


def _point(context: FormContext, number: str, point: dict[str, Any]) -> tuple[Slot, ...]:
    texts = (number, point["name"], *coordinates(point))
    return tuple(Slot(text, context.styles.number) for text in texts)


FORM = Form("BOUNDARY_POINTS", "界址点成果表", _blocks, has_shape)
