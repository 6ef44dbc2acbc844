# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the lengths of the edges stand: inside, along the edge, never upside down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.paper_box import upright_deg
from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from land_entry_plugin.cadastre.paper_box import PaperBox, Place
    from land_entry_plugin.sheets.map_paper import MapPaper

# 2.4 mm off the edge; further places where that one is taken.
_DISTANCES_MM = (2.4, 2.0, 3.0)
_SHORT_DISTANCES_MM = (1.7, 2.1, 2.6, 3.2)
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7)
_SIZES_PT = (8.0, 7.0, 6.0)
# A length wider than its edge stands at its middle if the edge is not much shorter, and no other is as near.
_LEAST_SHARE = 0.45
_NEARER_MM = 0.4


def place_lengths(paper: MapPaper) -> list[str]:
    """Set the lengths and return those that found no room, with their edges; the easy ones first."""
    styles = [TextStyle(paper.song, size, halo=True) for size in _SIZES_PT]
    waiting = []
    for edge in paper.edges():
        text = str(half_up(edge[0]["edge_m"]))
        if not any(_along(paper, text, edge[2], edge[3], style) for style in styles):
            waiting.append((edge, text))
    segments = [(start, end) for _, _, start, end in paper.edges()]
    return [
        f"{point['name']}–{following['name']} {text}"
        for (point, following, start, end), text in waiting
        if not _at_the_middle(paper, text, start, end, segments, styles[-1])
    ]


def _lie(start: Place, end: Place) -> tuple[float, Place, float]:
    """Return length, direction and angle on paper of an edge."""
    along = math.hypot(end[0] - start[0], end[1] - start[1])
    unit = ((end[0] - start[0]) / along, (end[1] - start[1]) / along)
    return along, unit, upright_deg(*unit)


def _fits(paper: MapPaper, box: PaperBox, *, inside: bool) -> bool:
    return paper.is_free(box) and (paper.in_parcel(box) if inside else not paper.on_parcel(box))


def _along(paper: MapPaper, text: str, start: Place, end: Place, style: TextStyle) -> bool:
    """Set a length that its edge is long enough for."""
    if math.hypot(end[0] - start[0], end[1] - start[1]) < style.width_mm(text) + 0.8:
        return False
    along, unit, angle = _lie(start, end)
    for inside in (True, False):
        # outer rings run clockwise and inner ones the other way, so the parcel is on the right (y points down)
        normal = (-unit[1], unit[0]) if inside else (unit[1], -unit[0])
        for distance in _DISTANCES_MM:
            for share in _SHARES:
                middle = (start[0] + share * along * unit[0], start[1] + share * along * unit[1])
                box = paper.box(text, style, middle[0] + distance * normal[0], middle[1] + distance * normal[1], angle)
                if _fits(paper, box, inside=inside):
                    paper.take(text, box, style, "length")
                    return True
    return False


def _at_the_middle(
    paper: MapPaper, text: str, start: Place, end: Place, segments: list[tuple[Place, Place]], style: TextStyle
) -> bool:
    """Set a length that reaches beyond its edge."""
    if math.hypot(end[0] - start[0], end[1] - start[1]) < _LEAST_SHARE * style.width_mm(text):
        return False
    _, unit, angle = _lie(start, end)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    others = [segment for segment in segments if segment != (start, end)]
    for distance in _SHORT_DISTANCES_MM:
        for inside in (True, False):
            normal = (-unit[1], unit[0]) if inside else (unit[1], -unit[0])
            at = (middle[0] + distance * normal[0], middle[1] + distance * normal[1])
            box = paper.box(text, style, *at, angle)
            if _fits(paper, box, inside=inside) and all(_apart(at, *other) > distance + _NEARER_MM for other in others):
                paper.take(text, box, style, "length")
                return True
    return False


def _apart(at: Place, start: Place, end: Place) -> float:
    """Return how far a place is from an edge."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared = dx * dx + dy * dy
    share = 0.0 if not squared else ((at[0] - start[0]) * dx + (at[1] - start[1]) * dy) / squared
    share = min(1.0, max(0.0, share))
    return math.hypot(at[0] - start[0] - share * dx, at[1] - start[1] - share * dy)
