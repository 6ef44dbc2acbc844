# SPDX-License-Identifier: GPL-2.0-or-later
"""The right column of the overview: banner, index by verdict, legends, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLayoutItemPage,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from land_entry_plugin.cadastre.sentences import banner
from land_entry_plugin.files.styles import colours
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.roles.land_classes import class_code, class_name, urban_zone
from land_entry_plugin.rounding import mu
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.sheets.canvas import Align, Canvas
from land_entry_plugin.sheets.overview_map import LAND_USE_OPACITY, LINES, verdict_icon
from land_entry_plugin.sheets.symbols import black_hatch
from land_entry_plugin.sheets.text_style import TextStyle, wrap
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.sheets.fonts import Fonts
    from land_entry_plugin.sheets.overview_map import Entry
    from land_entry_plugin.sheets.overview_places import Window

LEFT_MM, RIGHT_MM, FOOT_TOP_MM = 12.0, 285.0, 197.0
_COLUMN_LEFT, _COLUMN_TOP, _COLUMN_BOTTOM = 218.0, 11.0, 194.0
_COLUMN_WIDTH = RIGHT_MM - _COLUMN_LEFT
_INDENT, _ICON_MM = 8.5, 4.2
# What the legends below the index need at least.
_LEGENDS_MM = 72.0
_ROW_MM, _LINE_ROW_MM = 4.3, 6.4
_SWATCH, _LINE_SWATCH = (7.0, 3.2), (10.0, 4.6)
_ZONES = ("core", "flexible", "special", "unknown")


@dataclass(frozen=True)
class OverviewStyles:
    """How the overview sets its texts."""

    title: TextStyle
    heading: TextStyle
    word: TextStyle
    value: TextStyle
    small: TextStyle
    number: TextStyle
    on_map: TextStyle


def overview_styles(fonts: Fonts) -> OverviewStyles:
    """Return the styles of an overview in these fonts."""
    return OverviewStyles(
        title=TextStyle(fonts.hei, 16, bold=True),
        heading=TextStyle(fonts.hei, 10, bold=True),
        word=TextStyle(fonts.hei, 10, bold=True),
        value=TextStyle(fonts.song, 8.5),
        small=TextStyle(fonts.song, 7),
        number=TextStyle(fonts.hei, 8),
        on_map=TextStyle(fonts.hei, 8, bold=True, halo=True),
    )


def turn(canvas: Canvas, page: int) -> None:
    """Make a page A4 landscape."""
    pages = canvas.layout.pageCollection()
    pages.page(page).setPageSize("A4", QgsLayoutItemPage.Orientation.Landscape)
    pages.reflow()


def draw_column(
    canvas: Canvas, styles: OverviewStyles, record: dict[str, Any], entries: Sequence[Entry],
    styled: Mapping[str, QgsVectorLayer], window: Window, crs: QgsCoordinateReferenceSystem, notes: Sequence[str],
) -> None:  # fmt: skip
    """Draw the column; what its index has no room for follows on pages of its own."""
    y = _COLUMN_TOP
    if text := banner(record):
        y = _banner(canvas, styles, text, y)
    note_lines = [line for note in notes for line in wrap(note, styles.small, _COLUMN_WIDTH)]
    notes_top = _COLUMN_BOTTOM - len(note_lines) * styles.small.line_height_mm
    y = _index(canvas, styles, entries, y, notes_top - _LEGENDS_MM - y)
    y = _heading(canvas, styles, "控制线与界线", y + 2.5)
    swatches = _line_swatches(styled)
    for i, (name, symbol) in enumerate(swatches):
        _legend_entry(canvas, styles, i, (y, _LINE_ROW_MM), _LINE_SWATCH, (name, [symbol]))
    y += -(-len(swatches) // 2) * _LINE_ROW_MM
    if missing := [word(f"role_{role}", "zh") for role in (LAND_USE, *LINES) if role not in styled]:
        lines = wrap(f"未提供：{'、'.join(missing)}", styles.small, _COLUMN_WIDTH)
        canvas.text(0, _COLUMN_LEFT, y, lines, styles.small)
        y += len(lines) * styles.small.line_height_mm
    if LAND_USE in styled:
        y = _heading(canvas, styles, "地类（三调，淡化显示）", y + 2)
        rows = int((notes_top - y - 1) // _ROW_MM)
        for i, (name, symbols) in enumerate(_class_swatches(styled[LAND_USE], window.extent, crs, rows)):
            _legend_entry(canvas, styles, i, (y, _ROW_MM), _SWATCH, (name, symbols))
    canvas.text(0, _COLUMN_LEFT, notes_top, note_lines, styles.small)


def _banner(canvas: Canvas, styles: OverviewStyles, text: str, y: float) -> float:
    head, pad = 5.0, 1.6
    bold = TextStyle(styles.word.family, 8, bold=True)
    lines = wrap(text, bold, _COLUMN_WIDTH - head - 2 * pad)
    height = len(lines) * bold.line_height_mm + 2 * pad
    canvas.rectangle(0, QRectF(_COLUMN_LEFT, y, _COLUMN_WIDTH, height))
    canvas.rectangle(0, QRectF(_COLUMN_LEFT, y, head, height), symbol=black_hatch())
    canvas.text(0, _COLUMN_LEFT + head + pad, y + pad, lines, bold)
    return y + height + 3


def _heading(canvas: Canvas, styles: OverviewStyles, text: str, y: float) -> float:
    canvas.text(0, _COLUMN_LEFT, y, [text], styles.heading)
    return y + 6.2


def _index(canvas: Canvas, styles: OverviewStyles, entries: Sequence[Entry], y: float, room: float) -> float:
    """Draw the index by verdict; where the numbers find no room they follow on further pages."""
    left = _COLUMN_LEFT
    by_verdict = {v: [entry for entry in entries if entry.verdict == v] for v in VERDICTS_WORST_FIRST}
    areas = {v: mu(sum(entry.area_m2 or 0.0 for entry in found)) for v, found in by_verdict.items()}
    rows = {
        v: _number_rows(sorted(entry.index_text for entry in found), styles.number, _COLUMN_WIDTH - _INDENT)
        for v, found in by_verdict.items()
    }
    # the sum of the printed figures, so that a reader who adds them up gets the same
    total = f"核查结论（{len(entries)} 宗　{sum(areas.values())} 亩）"
    fits = 6.2 + sum(7.6 + len(one) * _ROW_MM for one in rows.values()) <= room
    y = _heading(canvas, styles, total, y)
    for verdict, found in by_verdict.items():
        canvas.line(0, [(left, y), (RIGHT_MM, y)], 0.15)
        canvas.picture(0, verdict_icon(verdict), left + 0.5, y + 1.4, _ICON_MM, _ICON_MM)
        canvas.text(0, left + _INDENT, y + 1.2, [word(verdict, "zh")], styles.word)
        canvas.text(0, RIGHT_MM, y + 1.5, [f"{len(found)} 宗　{areas[verdict]} 亩"], styles.value, Align.RIGHT)
        y += 6.8
        if fits:
            _draw_numbers(canvas, styles.number, 0, left + _INDENT, y, rows[verdict])
            y += len(rows[verdict]) * _ROW_MM
        elif found:
            canvas.text(0, left + _INDENT, y, ["编号见续页"], styles.small)
            y += _ROW_MM
        y += 0.8
    canvas.line(0, [(left, y), (RIGHT_MM, y)], 0.15)
    if not fits:
        _continued(canvas, styles, by_verdict)
    return y


def _number_rows(numbers: Sequence[str], style: TextStyle, width: float) -> list[list[tuple[float, str]]]:
    """Return numbers in rows, each with its distance from the left."""
    pitch = max((style.width_mm(number) for number in numbers), default=0.0) + 2.6
    count = max(1, int((width + 2.6) // pitch))
    return [
        [(i * pitch, number) for i, number in enumerate(numbers[start : start + count])]
        for start in range(0, len(numbers), count)
    ]


def _draw_numbers(
    canvas: Canvas, style: TextStyle, page: int, x: float, y: float, rows: Sequence[Sequence[tuple[float, str]]]
) -> None:
    for i, row in enumerate(rows):
        for offset, number in row:
            canvas.text(page, x + offset, y + i * _ROW_MM, [number], style)


def _continued(canvas: Canvas, styles: OverviewStyles, by_verdict: Mapping[Any, Sequence[Entry]]) -> None:
    """Draw the whole index on pages of its own."""
    page, y = 0, FOOT_TOP_MM
    for verdict, found in by_verdict.items():
        rows = _number_rows(sorted(entry.index_text for entry in found), styles.number, RIGHT_MM - LEFT_MM - _INDENT)
        while rows:
            count = int((FOOT_TOP_MM - 4 - y - 7) // _ROW_MM)
            if count < 1:
                page, y = canvas.add_page(), 22.0
                turn(canvas, page)
                canvas.text(page, LEFT_MM, 9.5, ["核查结论索引（续）"], styles.title)
                continue
            canvas.picture(page, verdict_icon(verdict), LEFT_MM + 0.5, y + 0.2, _ICON_MM, _ICON_MM)
            canvas.text(page, LEFT_MM + _INDENT, y, [f"{word(verdict, 'zh')}　{len(found)} 宗"], styles.word)
            _draw_numbers(canvas, styles.number, page, LEFT_MM + _INDENT, y + 6.5, rows[:count])
            y += 6.5 + min(count, len(rows)) * _ROW_MM + 3
            rows = rows[count:]


def _line_swatches(styled: Mapping[str, QgsVectorLayer]) -> list[tuple[str, QgsFillSymbol]]:
    swatches = []
    for role in LINES:
        if role not in styled:
            continue
        renderer = styled[role].renderer()
        if isinstance(renderer, QgsSingleSymbolRenderer):
            name = word(f"role_{role}", "zh") + ("界" if role == ADMIN_AREA else "")
            swatches.append((name, renderer.symbol().clone()))
            continue
        present = _zones_of(styled[role])
        for category, zone in zip(renderer.categories(), _ZONES, strict=True):
            if zone in present:
                swatches.append((category.label(), category.symbol().clone()))
    return swatches


def _zones_of(layer: QgsVectorLayer) -> set[str]:
    code, name = layer.fields().lookupField("GHFQDM"), layer.fields().lookupField("GHFQMC")
    return {
        urban_zone(feature[code] or "" if code >= 0 else "", feature[name] or "" if name >= 0 else "")
        for feature in layer.getFeatures()
    }


def _class_swatches(
    layer: QgsVectorLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, rows: int
) -> list[tuple[str, list[QgsFillSymbol]]]:
    """Return the classes in the map; groups with all their colours where the classes are more than two columns hold."""
    field = layer.fields().lookupField("DLBM")
    to_layer = QgsCoordinateTransform(crs, layer.crs(), QgsProject())
    request = QgsFeatureRequest().setFilterRect(to_layer.transformBoundingBox(extent))
    request.setSubsetOfAttributes([field] if field >= 0 else [])
    present = {class_code(feature[field] or "") if field >= 0 else "" for feature in layer.getFeatures(request)}
    groups = colours()["land_classes"].values()
    known = {code: colour for group in groups for code, colour in group["classes"].items() if code in present}
    entries = [(class_name(code) or code, [_faded(colour)]) for code, colour in known.items()]
    if len(entries) + 1 > 2 * rows:
        entries = [
            (group["name"], [_faded(known[code]) for code in group["classes"] if code in known])
            for group in groups
            if known.keys() & group["classes"].keys()
        ]
    if present - known.keys():
        entries.append((word("three_unknown", "zh"), [_faded(colours()["unknown_class"])]))
    return entries


def _faded(name: str) -> QgsFillSymbol:
    """Return the fill of a class as it looks on the map: over white paper."""
    colour = QColor(name)
    mixed = [255 + (part - 255) * LAND_USE_OPACITY for part in (colour.red(), colour.green(), colour.blue())]
    text = ",".join(str(round(part)) for part in mixed)
    return QgsFillSymbol.createSimple({"color": text, "outline_color": "#9A9A9A", "outline_width": "0.1"})


def _legend_entry(
    canvas: Canvas, styles: OverviewStyles, place: int, rows: tuple[float, float], swatch: tuple[float, float],
    entry: tuple[str, Sequence[QgsFillSymbol]],
) -> None:  # fmt: skip
    """Draw swatch and name in the left or right of two columns; several symbols share the swatch."""
    (top, pitch), (width, height), (name, symbols) = rows, swatch, entry
    x = _COLUMN_LEFT + (place % 2) * _COLUMN_WIDTH / 2
    y = top + place // 2 * pitch
    part = width / len(symbols)
    for i, symbol in enumerate(symbols):
        canvas.rectangle(0, QRectF(x + i * part, y, part, height), symbol=symbol)
    canvas.text(0, x + width + 1.5, y + (height - styles.small.line_height_mm) / 2, [name], styles.small)
