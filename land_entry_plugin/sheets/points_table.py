# SPDX-License-Identifier: GPL-2.0-or-later
"""The boundary points of a parcel as a form: number, coordinates, length of the edge to the next point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.text_style import Styles

# Three abreast over the page have just the room for an easting with its zone.
_SHARES = (0.15, 0.308, 0.337, 0.205)
_COORDINATE_DECIMALS = 3
_PAD_Y_MM, _PAD_X_MM = 0.25, 0.5
_ABREAST = 3


def header_row(styles: Styles, width: float) -> Row:
    """Return the head of the table."""
    return _row(("点号", "X（北）m", "Y（东）m", "边长 m"), styles, width, Align.CENTRE)


def point_rows(parcel: dict[str, Any], styles: Styles, width: float) -> list[Row]:
    """Return a row a point, ring after ring; a ring that is not the only one is named in a row of its own."""
    rings = parcel["cadastre"]["rings"]
    rows = []
    for ring in rings:
        if len(rings) > 1:
            name = f"第 {ring['part']} 部分 {'内环' if ring['is_hole'] else '外环'}"
            rows.append(Row((cell(width, Par(name, styles.small), align=Align.CENTRE, pad_y=_PAD_Y_MM),)))
        rows += [
            _row(
                (
                    point["name"],
                    str(half_up(point["x_m"], _COORDINATE_DECIMALS)),
                    str(half_up(point["y_m"], _COORDINATE_DECIMALS)),
                    str(half_up(point["edge_m"])),
                ),
                styles,
                width,
                Align.RIGHT,
            )
            for point in ring["points"]
        ]
    return rows


def wide_rows(parcel: dict[str, Any], styles: Styles, width: float, abreast: int = _ABREAST) -> tuple[Row, list[Row]]:
    """Return head and rows of a table with several points in a row, read from left to right."""
    third = width / abreast
    head = Row(header_row(styles, third).cells * abreast)
    rows, waiting = [], []
    for row in [*point_rows(parcel, styles, third), None]:
        is_point = row is not None and len(row.cells) > 1
        if is_point:
            waiting.append(row)
        if waiting and (len(waiting) == abreast or not is_point):
            cells = tuple(one for point in waiting for one in point.cells)
            free = abreast - len(waiting)
            blank = (
                (cell(third * free, Par("以下空白", styles.small), align=Align.CENTRE, pad_y=_PAD_Y_MM),)
                if free
                else ()
            )
            rows.append(Row((*cells, *blank)))
            waiting = []
        if row is not None and not is_point:
            rows.append(Row((replace(row.cells[0], width=width),)))
    return head, rows


def _row(texts: tuple[str, ...], styles: Styles, width: float, align: Align) -> Row:
    return Row(
        tuple(
            cell(
                width * share,
                Par(text, styles.small_number),
                align=align if i else Align.CENTRE,
                pad_y=_PAD_Y_MM,
                pad_x=_PAD_X_MM,
            )
            for i, (share, text) in enumerate(zip(_SHARES, texts, strict=True))
        )
    )
