# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel map with its head, stub lines, ticks and the row that drawer and checker sign."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.figures import area
from land_entry_plugin.sheets.canvas import LEFT_MM, Align
from land_entry_plugin.sheets.flow import Block
from land_entry_plugin.sheets.form import Line, Row, draw_lines, draw_table, table_height
from land_entry_plugin.sheets.map_frame import ROOM_MM, MapFrame, least_height
from land_entry_plugin.sheets.parcel_map import map_caption, own_map_labels, parcel_map, under_map_mm
from land_entry_plugin.sheets.text_style import wrap

if TYPE_CHECKING:
    from land_entry_plugin.sheets.flow import Divisible
    from land_entry_plugin.sheets.forms.context import FormContext
    from land_entry_plugin.sheets.map_labels import MapLabels
    from land_entry_plugin.sheets.map_paper import MapLine

_STUB_MM = 6.0
_TICK_MM = 2.0
# Ticks of the frame, in metres at a scale of 1:1000.
_TICK_STEP_MM = 50.0
_HEAD_GAP_MM = 1.5
_SIGN_SHARES = (0.1, 0.17, 0.08, 0.15)
_SIGN_MM = 8.0
_OWN_SHARE = 0.62
_SEAL = "编制单位（盖章）："
_SEAL_MM = 7.0


def paper_of(parcel: dict[str, Any]) -> str:
    """Return the name of the paper that the record states for the parcel map."""
    return str(parcel["cadastre"]["sheet_map"]["paper"])


@dataclass(frozen=True)
class MapSheet:
    """Drawn whole, as high as the page allows.

    Attributes
    ----------
    roles : tuple of str
        Who sign.
    note : str
        Under the map.
    most_mm : float
        Height of the map's frame at most, as far as the parcel has room in it.
    under_mm : float
        What the map leaves free under it, as far as the parcel has room.
    """

    context: FormContext
    roles: tuple[str, str]
    note: str
    most_mm: float = math.inf
    under_mm: float = 0.0

    def take(self, room: float) -> tuple[Block | None, Divisible | None]:
        """Return the sheet; there is no rest."""
        context = self.context
        frame = sheet_frame(context.parcel)
        width = frame.width
        head = self._head(width)
        head_height = max(sum(line.style.line_height_mm for line in lines) for lines in head) + _HEAD_GAP_MM
        sign = (self._sign(width),)
        note = tuple(Line(text, context.styles.small) for text in wrap(self.note, context.styles.small, width - 1))
        note_height = sum(line.style.line_height_mm for line in note)
        around = head_height + note_height + table_height(sign) + _SEAL_MM + 2.5
        own = self._own(frame, math.inf)
        free = room - around - under_map_mm(map_caption(context.parcel, own, context.styles))
        least = least_height(context.parcel, frame, ROOM_MM)
        if free < least:
            own = self._own(frame, free)
        wanted = max(min(frame.height, self.most_mm, free - self.under_mm), least)
        frame = frame.lower(min(wanted, free)) if min(wanted, free) < frame.height else frame
        drawn = parcel_map(
            context.parcel, frame, context.styles, own, [*stub_lines(context.parcel, frame), *tick_lines(frame)]
        )

        def draw(page: int, y: float) -> None:
            draw_lines(context.canvas, page, LEFT_MM, y, head[0])
            draw_lines(context.canvas, page, LEFT_MM + width, y, head[1], Align.RIGHT)
            y += head_height
            drawn.draw(context.canvas, page, LEFT_MM, y, context.project)
            y += drawn.height + 1.0
            draw_lines(context.canvas, page, LEFT_MM, y, note)
            y += note_height + 1.0
            draw_table(context.canvas, page, LEFT_MM, y, sign)
            y += table_height(sign) + 1.2
            context.canvas.text(page, LEFT_MM, y, [_SEAL], context.styles.value)

        return Block(around + drawn.height, draw), None

    def _own(self, frame: MapFrame, most_mm: float) -> MapLabels:
        """Return the texts of the parcel itself, placed once for all maps of the set."""
        parcel, styles = self.context.parcel, self.context.styles
        lowest = frame.lower(min(least_height(parcel, frame, ROOM_MM), most_mm))
        if lowest not in self.context.labels:
            extra = [*stub_lines(parcel, lowest), *tick_lines(lowest)]
            self.context.labels[lowest] = own_map_labels(parcel, lowest, styles, extra)
        return self.context.labels[lowest]

    def _head(self, width: float) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        context = self.context
        value, missing = context.styles.value, context.styles.missing
        left = [f"宗地代码：{context.parcel_code}", f"土地权利人：{context.text('SYQR')}"]
        areas = context.cadastre["areas"]
        right = [f"所在图幅号：{context.text('TFH')}", f"宗地面积：{area(areas['plane_m2'])} m²（平面）"]
        return (
            tuple(Line(line, value, missing) for text in left for line in wrap(text, value, width * _OWN_SHARE)),
            tuple(Line(text, value, missing) for text in right),
        )

    def _sign(self, width: float) -> Row:
        context = self.context
        texts = [text for role in self.roles for text in (role, "（签名）", "日期", "年　月　日")]
        shares = _SIGN_SHARES * 2
        return Row(
            tuple(
                context.label(width * share, text)
                if i % 2 == 0
                else context.value(width * share, text, style=context.styles.basis, align=Align.CENTRE)
                for i, (share, text) in enumerate(zip(shares, texts, strict=True))
            ),
            _SIGN_MM,
        )


def sheet_frame(parcel: dict[str, Any]) -> MapFrame:
    """Return the frame of the parcel map on a sheet of its own, as the record states it."""
    stored = parcel["cadastre"]["sheet_map"]
    return MapFrame(tuple(stored["bounds"]), stored["scale"])


def stub_lines(parcel: dict[str, Any], frame: MapFrame) -> list[MapLine]:
    """Return the short lines that lead out where the neighbour changes."""
    result = []
    for stub in parcel["cadastre"]["stubs"]:
        x, y = frame.point_on_paper(stub["y_m"], stub["x_m"])
        bearing = math.radians(stub["bearing_deg"])
        end = (x + _STUB_MM * math.sin(bearing), y - _STUB_MM * math.cos(bearing))
        if 0 < end[0] < frame.width and 0 < end[1] < frame.height:
            result.append(((x, y), end))
    return result


def tick_lines(frame: MapFrame) -> list[MapLine]:
    """Return the ticks of round coordinates at the frame."""
    step = _TICK_STEP_MM * frame.scale / 1000
    west, south, east, north = frame.extent
    result: list[MapLine] = []
    for number in range(math.ceil(west / step), math.floor(east / step) + 1):
        x, _ = frame.point_on_paper(number * step, south)
        result += [((x, 0.0), (x, _TICK_MM)), ((x, frame.height - _TICK_MM), (x, frame.height))]
    for number in range(math.ceil(south / step), math.floor(north / step) + 1):
        _, y = frame.point_on_paper(west, number * step)
        result += [((0.0, y), (_TICK_MM, y)), ((frame.width - _TICK_MM, y), (frame.width, y))]
    return result
