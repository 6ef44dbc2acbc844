# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the numbers of the boundary points stand: outside, on the bisector, farther off with a line that leads back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsPointXY

from land_entry_plugin.cadastre.paper_box import PaperBox, Place, outward
from land_entry_plugin.sheets.map_paper import POINT_MM, MapPaper
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Sequence

# 3.2 mm off on the bisector; further places where that one is taken.
_DISTANCES_MM = (3.2, 2.7, 3.9, 5.0, 6.5, 8.5, 11.0)
_TURNS_DEG = (0, 20, -20, 40, -40, 60, -60, 85, -85, 110, -110)
_LEADER_FROM_MM = 4.6
_SIZES_PT = (8.0, 7.0, 6.0)
# Above this many points not all numbers find room in any size.
_MANY_POINTS = 100
_LEADER_ROOM_MM = 0.3
_NEARER_MM = 0.3


@dataclass(frozen=True)
class Number:
    """A number on its way: where its point lies, the direction out of the parcel, and the points near by."""

    name: str
    at: Place
    outward: float
    near: Sequence[Place]


def _styles(paper: MapPaper) -> list[TextStyle]:
    sizes = _SIZES_PT if len(paper.points) <= _MANY_POINTS else _SIZES_PT[1:2]
    return [TextStyle(paper.hei, size, halo=True) for size in sizes]


def place_numbers(paper: MapPaper) -> list[Number]:
    """Set the numbers outside and return those that found no room."""

    def holds(x: float, y: float) -> bool:
        return bool(paper.shape.contains(QgsPointXY(x, y)))

    styles = _styles(paper)
    waiting = []
    for ring in paper.rings:
        for i, (point, at) in enumerate(ring):
            out = outward(ring[i - 1][1], at, ring[(i + 1) % len(ring)][1], holds)
            near = [
                other
                for other in paper.points
                if other != at and math.hypot(other[0] - at[0], other[1] - at[1]) < 2 * _LEADER_FROM_MM + _NEARER_MM
            ]
            number = Number(point["name"], at, out, near)
            if not any(_outside(paper, number, style) for style in styles):
                waiting.append(number)
    return waiting


def place_inside(paper: MapPaper, waiting: list[Number]) -> list[str]:
    """Set numbers that found no room outside in the parcel, where the rest leaves some; return those without any."""
    styles = _styles(paper)
    return [number.name for number in waiting if not any(_inside(paper, number, style) for style in styles)]


def _outside(paper: MapPaper, number: Number, style: TextStyle) -> bool:
    """Set a number where no line runs through it, else where only lines of what lies around do."""
    name, at, near = number.name, number.at, number.near
    second: PaperBox | None = None
    for distance in _DISTANCES_MM:
        is_far = distance >= _LEADER_FROM_MM
        if is_far and second is not None:
            break
        for turn in _TURNS_DEG:
            direction = number.outward + math.radians(turn)
            x, y = at[0] + distance * math.cos(direction), at[1] + distance * math.sin(direction)
            box = paper.box(name, style, x, y)
            if not paper.is_free(box) or paper.on_parcel(box):
                continue
            if is_far:
                if _leader(paper, at, near, box):
                    paper.take(name, box, style, "number")
                    return True
                continue
            if not all(math.hypot(x - other[0], y - other[1]) > distance + _NEARER_MM for other in near):
                continue
            if paper.is_clear(box):
                paper.take(name, box, style, "number")
                return True
            second = second or box
    if second is None:
        return False
    paper.take(name, second, style, "number")
    return True


def _inside(paper: MapPaper, number: Number, style: TextStyle) -> bool:
    """Set a number in the parcel: a corner that leads in has room there."""
    name, at, near = number.name, number.at, number.near
    for distance in _DISTANCES_MM[:3]:
        for turn in _TURNS_DEG:
            direction = number.outward + math.pi + math.radians(turn)
            x, y = at[0] + distance * math.cos(direction), at[1] + distance * math.sin(direction)
            box = paper.box(name, style, x, y)
            is_nearest = all(math.hypot(x - other[0], y - other[1]) > distance + _NEARER_MM for other in near)
            if is_nearest and paper.is_free(box) and paper.in_parcel(box):
                paper.take(name, box, style, "number")
                return True
    return False


def _leader(paper: MapPaper, at: Place, near: Sequence[Place], box: PaperBox) -> bool:
    """Draw a thin line from a point to its number, unless it would cross something."""
    start, end = box.leader(at)
    line = PaperBox.along(start, end, _LEADER_ROOM_MM)
    # points so near that they touch are no obstacle: the line begins beyond them
    touching = [
        PaperBox(x, y, POINT_MM, POINT_MM) for x, y in (at, *near) if math.hypot(x - at[0], y - at[1]) < 1.5 * POINT_MM
    ]
    if not paper.taken.is_free(line, touching) or paper.on_parcel(line):
        return False
    paper.draw_line(start, end, _LEADER_ROOM_MM)
    return True
