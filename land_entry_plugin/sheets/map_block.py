# SPDX-License-Identifier: GPL-2.0-or-later
"""The middle of the sheet: the map, and beside it account and boundary points as far as they find room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QRectF

from land_entry_plugin.cadastre.class_account import NO_ACCOUNT, account_note, bureau_sentence
from land_entry_plugin.cadastre.sentences import no_shape
from land_entry_plugin.sheets.account_table import account_rows
from land_entry_plugin.sheets.canvas import FRAME_LINE_MM, LEFT_MM, WIDTH_MM, Canvas
from land_entry_plugin.sheets.flow import Block, Table
from land_entry_plugin.sheets.form import Line, Row, draw_lines, draw_table, table_height
from land_entry_plugin.sheets.parcel_map import ParcelMap
from land_entry_plugin.sheets.points_table import header_row, point_rows, wide_rows
from land_entry_plugin.sheets.text_style import Styles, TextStyle, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProject

_GAP_MM = 2.0
_INNER_GAP_MM = 1.0
_ACCOUNT_PAD_MM = 0.35
_ACCOUNT, _NOTE, _SENTENCE, _POINTS = "account", "note", "sentence", "points"
_TITLES = {_ACCOUNT: "地类面积账", _POINTS: "界址点坐标"}


@dataclass(frozen=True)
class MapBlock:
    """The middle of the sheet, and the tables that found no room in it."""

    block: Block
    left_over: tuple[Block | Table, ...]


@dataclass(frozen=True)
class _Part:
    name: str
    height: float
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()


def map_block(
    parcel: dict[str, Any], canvas: Canvas, project: QgsProject, styles: Styles, drawn: ParcelMap | None
) -> MapBlock:
    """Return map, account and boundary points; without a map the reason why there is none."""
    if drawn is None:
        return MapBlock(_no_map(parcel, canvas, styles), ())
    wanted = _column(parcel, styles, WIDTH_MM - drawn.width - _GAP_MM)
    parts, used = [], 0.0
    for part in wanted:
        if used + part.height > drawn.height:
            break
        parts.append(part)
        used += part.height + _INNER_GAP_MM
    left_names = [part.name for part in wanted[len(parts) :]]
    left_over = _left_over(parcel, canvas, styles, set(left_names))
    titles = [_TITLES[name] for name in left_names if name in _TITLES]
    if titles:
        elsewhere = _text_part(
            _NOTE, f"{'、'.join(titles)}见核查结果之后。", styles.small, WIDTH_MM - drawn.width - _GAP_MM
        )
        parts += [elsewhere] if used + elsewhere.height <= drawn.height else []

    def draw(page: int, y: float) -> None:
        drawn.draw(canvas, page, LEFT_MM, y, project)
        x = LEFT_MM + drawn.width + _GAP_MM
        for part in parts:
            if part.rows:
                draw_table(canvas, page, x, y, part.rows)
            else:
                draw_lines(canvas, page, x, y, part.lines)
            y += part.height + _INNER_GAP_MM

    return MapBlock(Block(drawn.height, draw), tuple(left_over))


def _column(parcel: dict[str, Any], styles: Styles, width: float) -> list[_Part]:
    """Return account, note, sentence and points, in the order of their weight."""
    points = (header_row(styles, width), *point_rows(parcel, styles, width))
    points_part = _Part(_POINTS, table_height(points), rows=points)
    if parcel["account"] is None:
        return [_text_part(_NOTE, NO_ACCOUNT, styles.value, width), points_part]
    account = tuple(account_rows(parcel["account"], styles, _ACCOUNT_PAD_MM, width))
    return [
        _Part(_ACCOUNT, table_height(account), rows=account),
        _text_part(_NOTE, account_note(parcel), styles.small, width),
        _text_part(_SENTENCE, bureau_sentence(parcel), styles.basis, width),
        points_part,
    ]


def _text_part(name: str, text: str, style: TextStyle, width: float) -> _Part:
    lines = tuple(Line(line, style) for line in wrap(text, style, width - 1))
    return _Part(name, sum(line.style.line_height_mm for line in lines), lines=lines)


def _left_over(parcel: dict[str, Any], canvas: Canvas, styles: Styles, names: set[str]) -> list[Block | Table]:
    """Return what the column had no room for, over the whole width."""
    result: list[Block | Table] = []
    if _ACCOUNT in names:
        head, *rows = account_rows(parcel["account"], styles, _ACCOUNT_PAD_MM, WIDTH_MM)
        result += [_heading("地类面积账", canvas, styles), Table(tuple(rows), (head,))]
    if _NOTE in names:
        result.append(text_block([account_note(parcel) if parcel["account"] else NO_ACCOUNT], canvas, styles.basis))
    if _SENTENCE in names:
        result.append(text_block([bureau_sentence(parcel)], canvas, styles.basis))
    if _POINTS in names:
        head, rows = wide_rows(parcel, styles, WIDTH_MM)
        result += [_heading("界址点坐标", canvas, styles), Table(tuple(rows), (head,))]
    return result


def _heading(text: str, canvas: Canvas, styles: Styles) -> Block:
    height = styles.heading.line_height_mm
    return Block(
        height,
        lambda page, y: canvas.text(page, LEFT_MM, y, [text], styles.heading),
        gap=0.4,
        with_next=12.0,
    )


def text_block(texts: Sequence[str], canvas: Canvas, style: TextStyle, gap: float = 1.5) -> Block:
    """Return sentences over the whole width."""
    lines = tuple(Line(line, style) for text in texts for line in wrap(text, style, WIDTH_MM - 1))
    return Block(
        sum(line.style.line_height_mm for line in lines),
        lambda page, y: draw_lines(canvas, page, LEFT_MM, y, lines),
        gap=gap,
    )


def heading_block(text: str, canvas: Canvas, styles: Styles) -> Block:
    """Return the heading of a table."""
    return _heading(text, canvas, styles)


def _no_map(parcel: dict[str, Any], canvas: Canvas, styles: Styles) -> Block:
    """Return a frame that says why there is no map."""
    lines = tuple(
        Line(line, styles.reason) for text in no_shape(parcel) for line in wrap(text, styles.reason, WIDTH_MM - 16)
    )
    text_height = sum(line.style.line_height_mm for line in lines)
    height = text_height + 16.0

    def draw(page: int, y: float) -> None:
        canvas.rectangle(page, QRectF(LEFT_MM, y, WIDTH_MM, height), FRAME_LINE_MM)
        draw_lines(canvas, page, LEFT_MM + 8, y + (height - text_height) / 2, lines)

    return Block(height, draw)
