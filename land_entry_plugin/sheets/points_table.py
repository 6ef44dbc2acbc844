# SPDX-License-Identifier: GPL-2.0-or-later
"""The boundary points of a parcel as a form: number, coordinates, length of the edge to the next point."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.rounding import half_up
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.text_style import Styles

_SHARES = (0.165, 0.305, 0.325, 0.205)
_COORDINATE_DECIMALS = 3
_PAD_Y_MM = 0.25


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


def _row(texts: tuple[str, ...], styles: Styles, width: float, align: Align) -> Row:
    return Row(
        tuple(
            cell(
                width * share,
                Par(text, styles.small_number),
                align=align if i else Align.CENTRE,
                pad_y=_PAD_Y_MM,
            )
            for i, (share, text) in enumerate(zip(_SHARES, texts, strict=True))
        )
    )
