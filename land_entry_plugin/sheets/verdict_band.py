# SPDX-License-Identifier: GPL-2.0-or-later
"""Banner and verdict band: what a reader must see first."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QRectF

from land_entry_plugin.cadastre.finding_lines import counts
from land_entry_plugin.cadastre.sentences import reasons, spatial_word
from land_entry_plugin.sheets.canvas import FRAME_LINE_MM, LEFT_MM, RULE_LINE_MM, WIDTH_MM, Align, Canvas
from land_entry_plugin.sheets.flow import Block, Table
from land_entry_plugin.sheets.form import Line, Par, Row, cell, draw_lines
from land_entry_plugin.sheets.symbols import black_hatch, field_fill, svg_path
from land_entry_plugin.sheets.text_style import Styles, TextStyle, wrap
from land_entry_plugin.texts import word

BANNER_MM = 8.0
BAND_MM = 17.0
_FIELD_MM = 22.0
_SYMBOL_MM = 11.0
_CLEAR_MM = 13.0
_WORD_MM = 42.0
_REASON_LINES = 3
_SPATIAL_MM = 57.0


def banner_block(text: str, canvas: Canvas, styles: Styles) -> Block:
    """Return the banner of a rule pack that is not in force."""
    head = 6.0
    lines = tuple(Line(line, styles.banner) for line in wrap(text, styles.banner, WIDTH_MM - head - 4))
    height = max(BANNER_MM, len(lines) * styles.banner.line_height_mm + 2)

    def draw(page: int, y: float) -> None:
        canvas.rectangle(page, QRectF(LEFT_MM, y, head, height), symbol=black_hatch())
        canvas.rectangle(page, QRectF(LEFT_MM, y, WIDTH_MM, height), FRAME_LINE_MM)
        text_height = len(lines) * styles.banner.line_height_mm
        draw_lines(canvas, page, LEFT_MM + head + 2, y + (height - text_height) / 2, lines)

    return Block(height, draw)


def band_block(parcel: dict[str, Any], canvas: Canvas, styles: Styles) -> Block:
    """Return the band with symbol, word and reason."""
    verdict = parcel["verdict"]
    width = WIDTH_MM - _FIELD_MM - _WORD_MM - 2
    texts = reason_lines(reasons(parcel), styles.reason, width, _REASON_LINES)
    lines = tuple(Line(text, styles.reason) for text in texts)

    def draw(page: int, y: float) -> None:
        inset = RULE_LINE_MM
        canvas.rectangle(
            page, QRectF(LEFT_MM + inset, y + inset, _FIELD_MM - inset, BAND_MM - 2 * inset), symbol=field_fill(verdict)
        )
        middle_x, middle_y = LEFT_MM + _FIELD_MM / 2, y + BAND_MM / 2
        canvas.disc(page, middle_x, middle_y, _CLEAR_MM + 1)
        canvas.picture(
            page, svg_path(verdict), middle_x - _SYMBOL_MM / 2, middle_y - _SYMBOL_MM / 2, _SYMBOL_MM, _SYMBOL_MM
        )
        canvas.line(page, [(LEFT_MM + _FIELD_MM, y), (LEFT_MM + _FIELD_MM, y + BAND_MM)], RULE_LINE_MM)
        canvas.rectangle(page, QRectF(LEFT_MM, y, WIDTH_MM, BAND_MM), FRAME_LINE_MM)
        text_left = LEFT_MM + _FIELD_MM + 4
        canvas.text(
            page, text_left, middle_y - styles.verdict.line_height_mm / 2, [word(verdict, "zh")], styles.verdict
        )
        height = len(lines) * styles.reason.line_height_mm
        draw_lines(canvas, page, LEFT_MM + _FIELD_MM + _WORD_MM, middle_y - height / 2, lines)

    return Block(BAND_MM, draw, gap=0.0)


def counts_table(parcel: dict[str, Any], styles: Styles) -> Table:
    """Return the row under the band: what geometry alone says, and how many findings of each outcome."""
    by_outcome = counts(parcel)
    width = (WIDTH_MM - _SPATIAL_MM) / len(by_outcome)
    spatial = cell(_SPATIAL_MM, Par(f"图形结论：{spatial_word(parcel)}", styles.value), align=Align.CENTRE, pad_y=0.9)
    cells = [
        cell(width, Par(f"{word(outcome, 'zh')} {count}", styles.value), symbol=outcome, pad_y=0.9)
        for outcome, count in by_outcome.items()
    ]
    return Table((Row((spatial, *cells)),))


def reason_lines(pairs: list[tuple[str, str]], style: TextStyle, width: float, most: int) -> list[str]:
    """Return at most ``most`` lines: reasons in full, else in short, else how many more there are."""
    lines: list[str] = []
    for i, versions in enumerate(pairs):
        room = most - len(lines) - (0 if i == len(pairs) - 1 else 1)
        fitting = next((wrapped for text in versions if len(wrapped := wrap(text, style, width)) <= room), None)
        if fitting is None:
            lines.append(f"{'另' if lines else ''}有 {len(pairs) - i} 项，见核查结果。")
            break
        lines += fitting
    return lines
