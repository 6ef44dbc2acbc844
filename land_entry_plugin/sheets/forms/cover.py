# SPDX-License-Identifier: GPL-2.0-or-later
"""封面."""

from __future__ import annotations

from dataclasses import replace

from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.cadastre.form_facts import DATE
from land_entry_plugin.sheets.canvas import LEFT_MM, WIDTH_MM, Align
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Line, draw_lines
from land_entry_plugin.sheets.forms.context import Form, FormContext
from land_entry_plugin.sheets.text_style import TextStyle, wrap

_TITLE = "地 籍 调 查 表"
_TITLE_DOWN_MM, _LINES_DOWN_MM = 47.0, 115.0
_LABEL_MM, _VALUE_MM, _LEAD_MM = 34.0, 92.0, 15.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    styles = context.styles
    big = TextStyle(styles.title.family, 30, bold=True)
    entry, label = replace(styles.value, size_pt=13), replace(styles.label, size_pt=13)
    missing = replace(styles.missing, size_pt=13)
    left = LEFT_MM + (WIDTH_MM - _LABEL_MM - _VALUE_MM) / 2
    entries = (
        ("宗地代码：", context.parcel_code),
        ("坐　　落：", context.text("ZL")),
        ("所有权人：", context.text("SYQR")),
        ("调查单位：", MISSING),
        ("调查时间：", context.text("DCRQ", DATE.strip())),
    )

    def draw(page: int, y: float) -> None:
        context.canvas.text(page, LEFT_MM + WIDTH_MM / 2, y + _TITLE_DOWN_MM, [_TITLE], big, Align.CENTRE)
        line_y = y + _LINES_DOWN_MM
        for name, text in entries:
            context.canvas.text(page, left, line_y, [name], label)
            lines = [Line(line, entry, missing) for line in wrap(text, entry, _VALUE_MM - 2)]
            draw_lines(context.canvas, page, left + _LABEL_MM, line_y, lines)
            line_y += max(_LEAD_MM, len(lines) * entry.line_height_mm + 5)

    return [Block(200.0, draw)]


FORM = Form("COVER", "封面", _blocks, has_title=False)
