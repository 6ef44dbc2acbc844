# SPDX-License-Identifier: GPL-2.0-or-later
"""Blocks under each other on pages: a heading stands on the page of its table, wherever on a page it comes."""

from __future__ import annotations

from unittest.mock import MagicMock

import pytest

TOP, BOTTOM, STEP = 20.0, 200.0, 0.5


@pytest.mark.usefixtures("qgis_application")
@pytest.mark.parametrize("lines", [1, 4, 13, 60])
def test_a_heading_is_never_left_at_the_foot_of_a_page(monkeypatch, lines):
    from land_entry_plugin.sheets import flow
    from land_entry_plugin.sheets.fonts import sheet_fonts
    from land_entry_plugin.sheets.form import Par, Row, cell
    from land_entry_plugin.sheets.text_style import sheet_styles

    style = sheet_styles(sheet_fonts()).value
    head = (Row((cell(20.0, Par("项", style)), cell(40.0, Par("说明", style)))),)
    row = Row((cell(20.0, Par("1", style)), cell(40.0, *[Par("答复", style)] * lines)))
    tables, headings = [], []
    monkeypatch.setattr(flow, "draw_table", lambda canvas, page, *_: tables.append(page))
    for step in range(int((BOTTOM - TOP) / STEP)):
        tables.clear(), headings.clear()
        canvas = MagicMock()
        canvas.add_page.side_effect = range(1, 9)
        above = flow.Block(step * STEP, lambda page, y: None, gap=0.0)
        heading = flow.Block(4.0, lambda page, y: headings.append(page), gap=0.4, with_next=12.0)
        drawn = flow.Flow(canvas, TOP, BOTTOM, lambda page: (TOP, BOTTOM))
        drawn.draw([above, heading, flow.Table((row, row), head)])
        assert headings == [tables[0]], f"{step * STEP} mm above"
