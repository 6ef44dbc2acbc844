# SPDX-License-Identifier: GPL-2.0-or-later
"""The first page of an atlas: all townships on one map, and how their parcels came out, with their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.sheets.canvas import Align, Canvas
from land_entry_plugin.sheets.overview_column import (
    COLUMN_LEFT,
    FOOT_TOP_MM,
    LEFT_MM,
    RIGHT_MM,
    ROW_MM,
    OverviewStyles,
    entries_by_verdict,
    heading,
    total_heading,
    verdict_row,
)
from land_entry_plugin.sheets.overview_map import (
    ParcelLayers,
    by_verdict,
    edge_layer,
    marker,
    memory_layer,
    point_at,
    points_of,
    texts_in_place,
    verdict_icon,
)
from land_entry_plugin.sheets.overview_places import DISC_GAP_MM, DISC_MM, MAP, spread
from land_entry_plugin.sheets.text_style import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

    from land_entry_plugin.sheets.overview_places import Window
    from land_entry_plugin.sheets.overview_townships import Section
    from land_entry_plugin.sheets.text_style import TextStyle

# Symbols cover at most this part of the map; where they would cover more they are small and stay in their place.
_SYMBOLS_SHARE = 0.2
_SMALL_DISC_MM = 2.0
# Where a township's name may stand: so many places along either side of its bounds.
_NAME_PLACES = 15
_NAME_GAP_MM = 1.0
# From the right edge of the column: where pages, counts of parcels and of each verdict end.
_PAGE_RIGHT, _COUNT_RIGHT, _VERDICT_PITCH = 0.0, 9.0, 7.0
_HEAD_ICON_MM = 3.2


def district_layers(
    sections: Sequence[Section], window: Window, crs: QgsCoordinateReferenceSystem, style: TextStyle
) -> ParcelLayers:
    """Return the parcels as symbols without numbers, and the names of the townships beside them."""
    # drawn in this order: the worst on top
    order = {str(verdict): position for position, verdict in enumerate(VERDICTS_WORST_FIRST)}
    shown = [entry for section in sections for entry in section.entries if entry.shape is not None]
    shown.sort(key=lambda entry: -order[entry.verdict])
    crowded = len(shown) * DISC_MM**2 > _SYMBOLS_SHARE * MAP.width() * MAP.height()
    disc_mm = _SMALL_DISC_MM if crowded else DISC_MM
    places = window.paper(points_of(shown))
    discs = places if crowded else spread(places, DISC_MM + DISC_GAP_MM)
    symbols = memory_layer(
        "Point", crs, [(point_at(window, disc), entry.verdict) for disc, entry in zip(discs, shown, strict=True)]
    )
    symbols.setRenderer(by_verdict(lambda verdict: marker(verdict, disc_mm)))
    names = texts_in_place(crs, _names(sections, discs, disc_mm, window, style), style)
    return ParcelLayers([names, symbols, edge_layer(shown, crs)], discs, 0)


def _names(
    sections: Sequence[Section], discs: np.ndarray, disc_mm: float, window: Window, style: TextStyle
) -> list[tuple[QgsGeometry, str]]:
    """Return the name of each township where it is farthest from symbols and other names."""
    taken = shapely.buffer(shapely.points(discs), disc_mm / 2).tolist() if len(discs) else []
    names = []
    # a loop: every name that is placed takes room from the next
    for section in sections:
        if section.township is None:
            continue
        area = shapely.transform(shapely.from_wkb(bytes(section.township.shape.asWkb())), window.paper)
        half = np.array([style.width_mm(section.name), style.em_mm * 1.2]) / 2 + _NAME_GAP_MM
        left, bottom, right, top = area.bounds
        grid = np.meshgrid(np.linspace(left, right, _NAME_PLACES), np.linspace(bottom, top, _NAME_PLACES))
        middles = np.column_stack([axis.ravel() for axis in grid])
        centre = shapely.get_coordinates(area.point_on_surface())[0]
        middles = np.vstack([centre, middles[shapely.contains_xy(area, middles)]])
        boxes = shapely.box(*(middles - half).T, *(middles + half).T)
        covered = shapely.area(shapely.intersection(boxes, shapely.union_all(taken))) if taken else np.zeros(len(boxes))
        outside = shapely.area(shapely.difference(boxes, area))
        # on nothing first, then inside its township, then near its middle
        cost = 100 * covered + outside + 0.05 * np.hypot(*(middles - centre).T)
        best = int(np.argmin(cost))
        taken.append(boxes[best])
        names.append((point_at(window, middles[best]), section.name))
    return names


def draw_townships(
    canvas: Canvas, styles: OverviewStyles, rows: Sequence[tuple[Section, int]], y: float, room: float
) -> float:
    """Draw the sum of each verdict, then a row a township with its page (counted from 1); return the bottom."""
    found = entries_by_verdict([entry for section, _page in rows for entry in section.entries])
    bottom = y + room
    y = total_heading(canvas, styles, found, y)
    for verdict, entries in found.items():
        y = verdict_row(canvas, styles, verdict, entries, y) + 0.4
    canvas.line(0, [(COLUMN_LEFT, y), (RIGHT_MM, y)], 0.15)
    y = heading(canvas, styles, "分乡镇（宗）", y + 2.5)
    if ROW_MM * (len(rows) + 1) <= bottom - y:
        return _table(canvas, styles, 0, COLUMN_LEFT, y, rows)
    canvas.text(0, COLUMN_LEFT, y, [f"共 {len(rows)} 个，见末页。"], styles.small)
    _tables_apart(canvas, styles, rows)
    return y + ROW_MM


def _tables_apart(canvas: Canvas, styles: OverviewStyles, rows: Sequence[tuple[Section, int]]) -> None:
    """Draw the rows on pages of their own, in as many columns as a page holds."""
    top, width = 22.0, RIGHT_MM - COLUMN_LEFT
    a_column = int((FOOT_TOP_MM - 4 - top) // ROW_MM) - 1
    columns = int((RIGHT_MM - LEFT_MM) // (width + 10))
    for start in range(0, len(rows), a_column * columns):
        page = canvas.add_page()
        canvas.turn(page)
        canvas.text(page, LEFT_MM, 9.5, ["分乡镇核查结论"], styles.title)
        for column in range(columns):
            first = start + column * a_column
            if part := rows[first : first + a_column]:
                _table(canvas, styles, page, LEFT_MM + column * (width + 10), top, part)


def _table(
    canvas: Canvas, styles: OverviewStyles, page: int, left: float, y: float, rows: Sequence[tuple[Section, int]]
) -> float:
    right = left + RIGHT_MM - COLUMN_LEFT
    verdicts = [str(verdict) for verdict in VERDICTS_WORST_FIRST]
    ends = [right - _COUNT_RIGHT - (len(verdicts) - i) * _VERDICT_PITCH for i in range(len(verdicts))]
    for verdict, end in zip(verdicts, ends, strict=True):
        canvas.picture(page, verdict_icon(verdict), end - _HEAD_ICON_MM, y, _HEAD_ICON_MM, _HEAD_ICON_MM)
    for title, end in (("合计", right - _COUNT_RIGHT), ("页", right - _PAGE_RIGHT)):
        canvas.text(page, end, y, [title], styles.small, Align.RIGHT)
    y += ROW_MM
    canvas.line(page, [(left, y - 0.4), (right, y - 0.4)], 0.15)
    for section, number in rows:
        counts = [len(found) for found in entries_by_verdict(section.entries).values()]
        name = shortened(section.name, styles.small, ends[0] - _VERDICT_PITCH - left)
        canvas.text(page, left, y, [name], styles.small)
        figures = zip((*counts, len(section.entries), number), (*ends, right - _COUNT_RIGHT, right), strict=True)
        for figure, end in figures:
            canvas.text(page, end, y, [str(figure)], styles.small, Align.RIGHT)
        y += ROW_MM
    canvas.line(page, [(left, y), (right, y)], 0.15)
    return y
