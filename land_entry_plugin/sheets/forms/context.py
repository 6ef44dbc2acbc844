# SPDX-License-Identifier: GPL-2.0-or-later
"""What a form is made from: record, parcel, paper, styles; and the cells that most forms have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.cadastre.form_facts import DATE, form_text
from land_entry_plugin.sheets.canvas import BOTTOM_MM, LEFT_MM, PAGE_HEIGHT_MM, TOP_MM, WIDTH_MM, Align, Canvas
from land_entry_plugin.sheets.flow import Block
from land_entry_plugin.sheets.form import Cell, Line, Par, Row, cell, draw_lines
from land_entry_plugin.sheets.text_style import Styles, TextStyle, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsProject

    from land_entry_plugin.sheets.flow import Divisible, Table
    from land_entry_plugin.sheets.map_frame import MapFrame
    from land_entry_plugin.sheets.map_labels import MapLabels

PAD_MM = 1.0
A4_ROOM_MM = PAGE_HEIGHT_MM - TOP_MM - BOTTOM_MM


@dataclass(frozen=True)
class FormContext:
    """One parcel on its way to paper.

    Attributes
    ----------
    record, parcel : dict
        As the record keeps them.
    canvas : Canvas
    project : QgsProject
        Takes the layers of maps, outside its layer tree.
    styles : Styles
    edition : Edition
    room : float
        Height that the first page has for the form, millimetres.
    labels : dict of MapFrame to MapLabels
        The texts of maps that have found their places: the maps of a set share them.
    """

    record: dict[str, Any]
    parcel: dict[str, Any]
    canvas: Canvas
    project: QgsProject
    styles: Styles
    edition: Edition = Edition.INTERNAL
    room: float = A4_ROOM_MM
    labels: dict[MapFrame, MapLabels] = field(default_factory=dict)

    @property
    def cadastre(self) -> dict[str, Any]:
        """Return the cadastral facts."""
        return self.parcel["cadastre"]

    @property
    def has_shape(self) -> bool:
        """Return whether the parcel has boundary points."""
        return "rings" in self.cadastre

    @property
    def parcel_code(self) -> str:
        """Return the parcel code, or 待补."""
        return self.parcel["parcel_id"] or MISSING

    def text(self, name: str, absent: str = MISSING) -> str:
        """Return what a cell prints; ``absent`` where the record does not have the cell."""
        return form_text(self.cadastre, name, absent)

    def label(self, width: float, text: str) -> Cell:
        """Return a cell that names another one."""
        return cell(width, Par(text, self.styles.label), align=Align.CENTRE, pad_y=PAD_MM, pad_x=0.6)

    def value(self, width: float, *texts: str, style: TextStyle | None = None, align: Align = Align.LEFT) -> Cell:
        """Return a cell with a value."""
        pars = (Par(text, style or self.styles.value, self.styles.missing) for text in texts)
        return cell(width, *pars, pad_y=PAD_MM, align=align)

    def code(self, width: float, text: str) -> Cell:
        """Return a cell with a code or a number."""
        return self.value(width, text, style=self.styles.number)

    def lines(self, *texts: str, style: TextStyle | None = None, gap: float = 1.5) -> Block:
        """Return sentences over the whole width."""
        own = style or self.styles.value
        lines = tuple(Line(line, own, self.styles.missing) for text in texts for line in wrap(text, own, WIDTH_MM - 1))
        height = sum(line.style.line_height_mm for line in lines)
        return Block(height, lambda page, y: draw_lines(self.canvas, page, LEFT_MM, y, lines), gap)

    def signatures(self, *roles: str) -> Block:
        """Return the line under a form that is signed by hand."""
        width = WIDTH_MM / (len(roles) + 1)
        texts = [f"{role}：" for role in roles] + [f"日期：{DATE}"]

        def draw(page: int, y: float) -> None:
            for i, text in enumerate(texts):
                self.canvas.text(page, LEFT_MM + i * width, y, [text], self.styles.value)

        return Block(self.styles.value.line_height_mm, draw)

    def pair(self, first: tuple[str, str], second: tuple[str, str], widths: tuple[float, ...]) -> Row:
        """Return a row of two labels, each with the cell that it names."""
        return Row(
            (
                self.label(widths[0], first[0]),
                self.value(widths[1], self.text(first[1])),
                self.label(widths[2], second[0]),
                self.value(widths[3], self.text(second[1])),
            ),
        )


@dataclass(frozen=True)
class Form:
    """A form of the set.

    Attributes
    ----------
    id : str
        Its static string in SHEETS.
    title : str
    blocks : callable
        Makes its blocks, under the title.
    applies : callable
        Tells whether a parcel has it.
    has_title : bool
        Whether its title stands at the head of the page.
    paper : callable
        Name of the paper that a parcel needs: A4 or A3.
    """

    id: str
    title: str
    blocks: Callable[[FormContext], list[Block | Table | Divisible]]
    applies: Callable[[dict[str, Any]], bool] = lambda _parcel: True
    has_title: bool = True
    paper: Callable[[dict[str, Any]], str] = lambda _parcel: "A4"


def has_shape(parcel: dict[str, Any]) -> bool:
    """Return whether a parcel has boundary points."""
    return "rings" in parcel["cadastre"]
