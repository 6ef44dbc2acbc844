# SPDX-License-Identifier: GPL-2.0-or-later
"""界址标示表: the marker of every point, length, kind and position of every edge."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.boundary_rows import (
    LINE_KINDS,
    LINE_POSITIONS,
    MARKERS,
    SUGGESTED,
    adjoining_notes,
    edge_length,
    edge_note,
    has_suggestions,
    line_kind_open,
    marks_total,
    ticks,
)
from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.cadastre.rings import ring_title
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Cell, Par, Row, cell, nested
from land_entry_plugin.sheets.forms.context import Form, FormContext, has_shape
from land_entry_plugin.sheets.forms.staggered import Chain, Slot, Staggered

_POINT_MM, _MARKER_MM, _LENGTH_MM, _KIND_MM, _POSITION_MM = 14.0, 5.4, 17.0, 5.4, 6.0
_NOTE_MM = 165.0 - _POINT_MM - 7 * _MARKER_MM - _LENGTH_MM - 9 * _KIND_MM - 3 * _POSITION_MM
_ROW_MM = 7.4
_NAMES_MM = 17.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    rings = context.cadastre["rings"]
    notes = adjoining_notes(context.cadastre)
    table = Staggered(
        context.canvas,
        (_head(context),),
        tuple(_chain(context, ring, ring_title(rings, i), notes.get(i + 1, {})) for i, ring in enumerate(rings)),
        (_POINT_MM, *(_MARKER_MM for _ in MARKERS)),
        (_LENGTH_MM, *(_KIND_MM for _ in LINE_KINDS), *(_POSITION_MM for _ in LINE_POSITIONS), _NOTE_MM),
        _ROW_MM,
        context.styles.label,
        is_struck=True,
    )
    below = [marks_total(context.cadastre)]
    if has_suggestions(context.cadastre):
        below.append(SUGGESTED)
    return [table, context.lines(*below), context.signatures("调查员")]


def _head(context: FormContext) -> Row:
    def group(title: str, names: tuple[str, ...], width: float) -> Cell:
        upright = tuple(_upright(context, width, name) for name in names)
        return nested([Row((context.label(width * len(names), title),), 7.0), Row(upright, _NAMES_MM)])

    return Row(
        (
            context.label(_POINT_MM, "界址\n点号"),
            group("界标种类", MARKERS, _MARKER_MM),
            context.label(_LENGTH_MM, "界址间距\n（m）"),
            group("界址线类别", LINE_KINDS, _KIND_MM),
            group("界址线位置", LINE_POSITIONS, _POSITION_MM),
            context.label(_NOTE_MM, "说　明"),
        )
    )


def _upright(context: FormContext, width: float, name: str) -> Cell:
    return cell(width, *(Par(sign, context.styles.basis) for sign in name), align=Align.CENTRE, pad_y=0.4, pad_x=0.2)


def _chain(context: FormContext, ring: dict[str, Any], title: str | None, notes: dict[str, str]) -> Chain:
    points = ring["points"]
    return Chain(
        tuple(_point(context, point) for point in [*points, points[0]]),
        tuple(_edge(context, point, notes) for point in points),
        title,
    )


def _ticks(context: FormContext, value: str | None, names: tuple[str, ...], unknown: str = MISSING) -> list[Slot]:
    """Return a tick in the column of a value; one cell over all columns where it is open or in none of them."""
    ticked = ticks(value, names)
    if ticked is None:
        return [Slot(value or unknown, context.styles.missing if not value else context.styles.value, len(names))]
    return [Slot(tick, context.styles.number) for tick in ticked]


def _point(context: FormContext, point: dict[str, Any]) -> tuple[Slot, ...]:
    return (Slot(point["name"], context.styles.number), *_ticks(context, point["marker"], MARKERS))


def _edge(context: FormContext, point: dict[str, Any], notes: dict[str, str]) -> tuple[Slot, ...]:
    return (
        Slot(edge_length(point), context.styles.number),
        *_ticks(context, point["line_kind"], LINE_KINDS, line_kind_open(point)),
        *_ticks(context, point["line_position"], LINE_POSITIONS),
        Slot(edge_note(point, notes), context.styles.small),
    )


FORM = Form("BOUNDARY_MARKS", "界址标示表", _blocks, has_shape)
