# SPDX-License-Identifier: GPL-2.0-or-later
"""The fraction of a parcel map: short code over land class with the area beside, in the parcel or led to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.figures import area
from land_entry_plugin.cadastre.paper_box import PaperBox
from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.sheets.map_paper import PlacedText
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from land_entry_plugin.cadastre.paper_box import Place
    from land_entry_plugin.sheets.map_paper import MapPaper

_SIZES_PT = (11.0, 9.0, 7.5, 6.5)
_BESIDE_PT = 7.5
_LEADER_ROOM_MM = 0.3
_OFF_MM = tuple(range(5, 46, 4))
_TURNS_DEG = (0, 25, -25, 50, -50, 70, -70)
_MOST_ANCHORS = 24


@dataclass(frozen=True)
class _Fraction:
    name: str
    code: str
    figure: str
    style: TextStyle

    @property
    def left(self) -> float:
        return max(self.style.width_mm(self.name), self.style.width_mm(self.code)) + 1.2

    @property
    def right(self) -> float:
        return self.style.width_mm(self.figure) + 1.2

    @property
    def height(self) -> float:
        return 2 * self.style.line_height_mm + 0.6

    def box(self, x: float, y: float) -> PaperBox:
        return PaperBox(x, y, self.left + self.right + 3.0, self.height + 0.6)


def place_fraction(paper: MapPaper) -> bool:
    """Set the fraction in the parcel, beside one that is too narrow with a line that leads to it; return whether."""
    code = paper.parcel["cadastre"]["label"]["denominator"]["value"] or "—"
    name = short_parcel_code(paper.parcel["parcel_id"])
    figure = area(paper.parcel["measures"]["area_plane_m2"])
    places = list(paper.places(paper.shape))
    for size in _SIZES_PT:
        fraction = _Fraction(name, code, figure, TextStyle(paper.hei, size, halo=True))
        for x, y in places:
            whole = fraction.box(x, y)
            if paper.is_free(whole) and paper.in_parcel(whole):
                _set(paper, fraction, x, y)
                return True
    fraction = _Fraction(name, code, figure, TextStyle(paper.hei, _BESIDE_PT, halo=True))
    for strict in (True, False):
        for off, turn in ((off, turn) for off in _OFF_MM for turn in _TURNS_DEG):
            for anchor, outward in _anchors(paper):
                if _beside(paper, fraction, anchor, outward + math.radians(turn), off, strict=strict):
                    return True
    return False


def _anchors(paper: MapPaper) -> Iterator[tuple[Place, float]]:
    """Yield places on the boundary that a line may lead to, and the direction outward: along the longest edges."""
    edges = sorted(paper.edges(), key=lambda edge: -math.hypot(edge[3][0] - edge[2][0], edge[3][1] - edge[2][1]))
    for _, _, start, end in edges[: _MOST_ANCHORS // 3]:
        outward = math.atan2(-(end[0] - start[0]), end[1] - start[1])
        for share in (0.5, 0.25, 0.75):
            yield (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])), outward


def _beside(paper: MapPaper, fraction: _Fraction, anchor: Place, direction: float, off: float, *, strict: bool) -> bool:
    unit = (math.cos(direction), math.sin(direction))
    reach = fraction.box(0.0, 0.0).reach(unit)
    x, y = anchor[0] + (off + reach) * unit[0], anchor[1] + (off + reach) * unit[1]
    whole = fraction.box(x, y)
    begin = (anchor[0] + 0.4 * unit[0], anchor[1] + 0.4 * unit[1])
    end = (anchor[0] + off * unit[0], anchor[1] + off * unit[1])
    leader = PaperBox.along(begin, end, _LEADER_ROOM_MM)
    if not paper.is_free(whole) or paper.on_parcel(whole) or not paper.taken.is_free(leader):
        return False
    if strict and not paper.is_clear(whole):
        return False
    if paper.on_parcel(leader):
        return False
    _set(paper, fraction, x, y)
    # into the parcel, so that nobody doubts whose it is
    paper.draw_line((anchor[0] - 0.3 * unit[0], anchor[1] - 0.3 * unit[1]), end, _LEADER_ROOM_MM)
    return True


def _set(paper: MapPaper, fraction: _Fraction, x: float, y: float) -> None:
    left_x = x - (fraction.right + 1.5) / 2
    quarter = fraction.height / 4 + 0.1
    style = fraction.style
    for text, text_x, text_y in (
        (fraction.name, left_x, y - quarter),
        (fraction.code, left_x, y + quarter),
        (fraction.figure, x + (fraction.left + 1.5) / 2, y),
    ):
        paper.placed.append(PlacedText(text, paper.box(text, style, text_x, text_y), style, "fraction"))
    paper.lines.append(((left_x - fraction.left / 2, y), (left_x + fraction.left / 2, y)))
    paper.taken.add(fraction.box(x, y))
