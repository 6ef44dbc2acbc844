# SPDX-License-Identifier: GPL-2.0-or-later
"""The texts of a parcel map: placed once for the lowest frame, taken along to higher ones of the same scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from land_entry_plugin.sheets.fraction_place import place_fraction
from land_entry_plugin.sheets.length_places import place_lengths
from land_entry_plugin.sheets.map_paper import MapLine, MapPaper, PlacedText
from land_entry_plugin.sheets.name_places import place_names
from land_entry_plugin.sheets.number_places import place_inside, place_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.paper_box import PaperBox
    from land_entry_plugin.sheets.map_frame import MapFrame
    from land_entry_plugin.sheets.text_style import Styles


@dataclass(frozen=True)
class MapLabels:
    """Texts that have found their places, none over another, the boundary, or the edge of the frame.

    Attributes
    ----------
    frame : MapFrame
        The one they were placed for.
    placed : list of PlacedText
    lines : list of pairs of points
        Leaders, and the bar of the fraction.
    without_number, without_length : list of str
        What found no room: the sheet says so, and the table of boundary points has it.
    """

    frame: MapFrame
    placed: list[PlacedText]
    lines: list[MapLine]
    without_number: list[str]
    without_length: list[str]

    def on(self, frame: MapFrame) -> MapLabels:
        """Return the same texts in another frame of the same scale, width and middle."""
        dy = (frame.height - self.frame.height) / 2
        return replace(
            self,
            frame=frame,
            placed=[replace(one, box=one.box.moved(dy)) for one in self.placed],
            lines=[((x1, y1 + dy), (x2, y2 + dy)) for (x1, y1), (x2, y2) in self.lines],
        )


def own_labels(parcel: dict[str, Any], frame: MapFrame, styles: Styles, reserved: Sequence[PaperBox]) -> MapLabels:
    """Return the texts of the parcel itself: numbers, lengths, fraction; it goes before lengths if need be."""
    for lengths_first in (True, False):
        paper = MapPaper(frame, parcel, styles.value.family, styles.number.family, reserved)
        waiting = place_numbers(paper)
        without_length = place_lengths(paper) if lengths_first else []
        has_fraction = place_fraction(paper)
        if has_fraction or not lengths_first:
            break
    if not lengths_first:
        without_length = place_lengths(paper)
    without_number = place_inside(paper, waiting)
    return MapLabels(frame, paper.placed, paper.lines, without_number, without_length)


def with_names(
    own: MapLabels, parcel: dict[str, Any], frame: MapFrame, styles: Styles, reserved: Sequence[PaperBox]
) -> MapLabels:
    """Return the texts of the parcel with the names of what lies around it, in a frame at least as high."""
    moved = own.on(frame)
    paper = MapPaper(frame, parcel, styles.value.family, styles.number.family, reserved)
    for one in moved.placed:
        paper.taken.add(one.box)
    for start, end in moved.lines:
        paper.taken.add_line(start, end, 0.3)
    place_names(paper)
    return replace(moved, placed=[*moved.placed, *paper.placed])
