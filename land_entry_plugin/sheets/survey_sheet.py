# SPDX-License-Identifier: GPL-2.0-or-later
"""The survey sheet of one parcel as a print layout: one A4 page, and further ones where the texts need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre import sentences
from land_entry_plugin.cadastre.finding_lines import counts, not_passed
from land_entry_plugin.cadastre.review_text import review_line
from land_entry_plugin.sheets.canvas import LEFT_MM, WIDTH_MM, Canvas
from land_entry_plugin.sheets.facts_table import FactsTable
from land_entry_plugin.sheets.findings_table import finding_rows, header_row
from land_entry_plugin.sheets.flow import Block, Flow, Table, total_height
from land_entry_plugin.sheets.form import Line, draw_lines
from land_entry_plugin.sheets.map_block import heading_block, map_block, text_block
from land_entry_plugin.sheets.map_frame import least_height, map_frame
from land_entry_plugin.sheets.page_frame import Body, Frame, FrameTexts, HouseFrame
from land_entry_plugin.sheets.parcel_map import FEW_NAMED, ParcelMap, own_map_labels, parcel_map
from land_entry_plugin.sheets.text_style import Styles, wrap
from land_entry_plugin.sheets.verdict_band import band_block, banner_block, counts_table

if TYPE_CHECKING:
    from qgis.core import QgsProject

    from land_entry_plugin.sheets.map_labels import MapLabels

# From roomy to close: padding of the cells in millimetres, and how much of the map's height that is free it gives up.
# The first that fits one page is used.
_DENSITIES = (
    (1.1, 0.0),
    (0.8, 0.0),
    (0.5, 0.0),
    (0.8, 0.4),
    (0.5, 0.4),
    (0.5, 0.7),
    (0.5, 1.0),
    (0.3, 1.0),
    (0.1, 1.0),
    # the lines of a text have air of their own
    (0.0, 1.0),
)
_ON_TWO_PAGES = (0.8, 0.0)
_TITLE_GAP_MM = 1.5
_SIGNATURE = "调查员：　　　　　　　审核员：　　　　　　　日期：　　　　年　　月　　日　　　单位（盖章）："


def summary_frame(canvas: Canvas, styles: Styles, texts: FrameTexts) -> HouseFrame:
    """Return the frame of the summary where the user has no template."""
    return HouseFrame(canvas, styles, texts, title_gap=_TITLE_GAP_MM, above_rule=0.0)


class Summary:
    """The sheet of one parcel while it is being made."""

    def __init__(self, record: dict[str, Any], parcel: dict[str, Any], project: QgsProject, frame: Frame) -> None:
        self.record, self.parcel, self.project, self.frame = record, parcel, project, frame
        self.canvas, self.styles = frame.canvas, frame.styles
        self.banner = sentences.banner(record)
        self.maps: dict[float, ParcelMap] = {}
        self.labels: MapLabels | None = None
        notes = wrap(sentences.basis(record, parcel), self.styles.small, WIDTH_MM - 1)
        self.notes = tuple(Line(text, self.styles.small) for text in notes)
        self.bodies: dict[int, Body] = {}

    def draw(self, first_page: int) -> None:
        """Draw the sheet from a page on, which is there already, without the feet."""
        body = self.bodies[first_page] = self.frame.begin(first_page)
        top, bottom = body.top, self._bottom(body)
        with self.canvas.shifted(body.shift_x):
            for pad_y, given_up in _DENSITIES:
                blocks = self._blocks(pad_y, self._map(given_up))
                if top + total_height(blocks) <= bottom:
                    break
            else:
                # a second page is there anyway: the map keeps its height, unless that drives a conflict from the first
                pad_y, given_up = _ON_TWO_PAGES
                roomy = self._blocks(pad_y, self._map(given_up))
                blocks = roomy if top + self._to_last_conflict(roomy, pad_y) <= bottom else blocks
            Flow(self.canvas, top, bottom, self._begin_page, first_page).draw(blocks)

    def _bottom(self, body: Body) -> float:
        """Return where blocks have to end, above what the sheet rests on."""
        return self._notes_top(body) - 1.0

    def _notes_top(self, body: Body) -> float:
        return body.bottom - sum(line.style.line_height_mm for line in self.notes) - 0.6

    def _to_last_conflict(self, blocks: list[Block | Table], pad_y: float) -> float:
        """Return how far down the last conflict would end if the first page had no end."""
        rows = finding_rows(self.parcel, self.styles, pad_y)
        first = next(i for i, block in enumerate(blocks) if isinstance(block, Table) and block.rows == tuple(rows))
        head = (header_row(self.styles, pad_y),) if not_passed(self.parcel) else ()
        conflicts = rows[: max(counts(self.parcel)["conflict"], 1)]
        return total_height([*blocks[:first], Table(tuple(conflicts), head)])

    def _map(self, given_up: float) -> ParcelMap | None:
        """Return the parcel map at a height, once for each height."""
        if self.parcel["geometry"] is None:
            return None
        if given_up not in self.maps:
            frame = map_frame(self.parcel)
            lowest = least_height(self.parcel, frame)
            self.labels = self.labels or own_map_labels(self.parcel, frame.lower(lowest), self.styles)
            height = frame.height - given_up * (frame.height - lowest)
            self.maps[given_up] = parcel_map(
                self.parcel, frame.lower(height), self.styles, self.labels, most_named=FEW_NAMED
            )
        return self.maps[given_up]

    def _blocks(self, pad_y: float, drawn: ParcelMap | None) -> list[Block | Table]:
        canvas, styles, parcel = self.canvas, self.styles, self.parcel
        middle = map_block(parcel, canvas, self.project, styles, drawn)
        rows = tuple(finding_rows(parcel, styles, pad_y))
        head = (header_row(styles, pad_y),) if not_passed(parcel) else ()
        findings: list[Block | Table] = [heading_block("核查结果", canvas, styles), Table(rows, head)] if rows else []
        unchecked = sentences.not_checked(parcel)
        return [
            *([banner_block(self.banner, canvas, styles)] if self.banner else []),
            band_block(parcel, canvas, styles),
            counts_table(parcel, styles),
            Table(tuple(FactsTable(styles, pad_y).rows(parcel))),
            middle.block,
            *findings,
            *([text_block(unchecked, canvas, styles.basis)] if unchecked else []),
            *middle.left_over,
            *([text_block([review], canvas, styles.value)] if (review := review_line(parcel)) else []),
            text_block([_SIGNATURE], canvas, styles.value, gap=0.0),
        ]

    def _begin_page(self, page: int) -> tuple[float, float]:
        """Draw the head of a further page and return where its blocks begin and end."""
        body = self.bodies[page] = self.frame.begin(page, continued=True)
        y = body.top
        if self.banner:
            banner = banner_block(self.banner, self.canvas, self.styles)
            banner.draw(page, y)
            y += banner.height + banner.gap
        return y, self._bottom(body)

    def foot(self, page: int) -> None:
        """Draw what the sheet rests on, and the foot."""
        body = self.bodies[page]
        with self.canvas.shifted(body.shift_x):
            draw_lines(self.canvas, page, LEFT_MM, self._notes_top(body), self.notes)
        self.frame.finish(page)
