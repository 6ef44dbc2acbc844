# SPDX-License-Identifier: GPL-2.0-or-later
"""The four symbols of verdicts and outcomes, as vector drawings: the shape carries the meaning, colour helps."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache

from qgis.core import (
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsSimpleFillSymbolLayer,
)
from qgis.PyQt.QtGui import QColor

_MARK = 'fill="none" stroke="#FFFFFF" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True)
class Symbol:
    """One of the four things to learn."""

    color: str
    drawing: str


OCTAGON = Symbol(
    "#A3161A",
    '<polygon points="32,4 68,4 96,32 96,68 68,96 32,96 4,68 4,32" fill="#A3161A"/>'
    f'<path d="M34 34 L66 66 M66 34 L34 66" {_MARK.format(width=11)}/>',
)
DASHED_RING = Symbol(
    "#76818F",
    '<circle cx="50" cy="50" r="42" fill="none" stroke="#76818F" stroke-width="10" stroke-dasharray="20.4 12.58"/>'
    '<path d="M30 50 L70 50" fill="none" stroke="#76818F" stroke-width="11" stroke-linecap="round"/>',
)
DIAMOND = Symbol(
    "#C67E00",
    '<polygon points="50,1 99,50 50,99 1,50" fill="#C67E00"/>'
    f'<path d="M38 40 C38 24 62 24 62 40 C62 50 50 50 50 60" {_MARK.format(width=8.5)}/>'
    '<circle cx="50" cy="74" r="5.2" fill="#FFFFFF"/>',
)
DISC = Symbol(
    "#005F73",
    f'<circle cx="50" cy="50" r="47" fill="#005F73"/><path d="M29 52 L44 67 L72 36" {_MARK.format(width=11)}/>',
)
SYMBOL_OF = {
    "prohibited": OCTAGON, "conflict": OCTAGON,
    "undetermined": DASHED_RING, "unknown": DASHED_RING,
    "review": DIAMOND,
    "eligible": DISC, "pass": DISC,
}  # fmt: skip


def svg(word_id: str) -> str:
    """Return the symbol of a verdict or an outcome as an SVG drawing."""
    drawing = SYMBOL_OF[word_id].drawing
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">{drawing}</svg>'


@cache
def svg_path(word_id: str) -> str:
    """Return the symbol as a picture path that needs no file."""
    return "base64:" + base64.b64encode(svg(word_id).encode("utf-8")).decode("ascii")


def field_fill(word_id: str) -> QgsFillSymbol:
    """Return the hatch behind a verdict's symbol: cross hatch, dots, lines or plain."""
    symbol = SYMBOL_OF[word_id]
    fill = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
    if symbol is OCTAGON:
        layers = [_lines(symbol.color, angle, 1.6, 0.28) for angle in (45.0, 135.0)]
    elif symbol is DIAMOND:
        layers = [_lines(symbol.color, 45.0, 2.2, 0.30)]
    elif symbol is DASHED_RING:
        layers = [_dots(symbol.color, 1.8)]
    else:
        plain = QgsSimpleFillSymbolLayer(QColor("#E2F3F4"))
        plain.setStrokeColor(QColor("#E2F3F4"))
        layers = [plain]
    for layer in layers:
        fill.appendSymbolLayer(layer)
    return fill


def black_hatch() -> QgsFillSymbol:
    """Return the hatch at the head of a banner."""
    fill = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#000000", "outline_width": "0.4"})
    fill.appendSymbolLayer(_lines("#000000", 45.0, 1.2, 0.2))
    return fill


def _lines(color: str, angle: float, distance_mm: float, width_mm: float) -> QgsLinePatternFillSymbolLayer:
    layer = QgsLinePatternFillSymbolLayer()
    layer.setLineAngle(angle)
    layer.setDistance(distance_mm)
    layer.setSubSymbol(QgsLineSymbol.createSimple({"line_color": color, "line_width": str(width_mm)}))
    return layer


def _dots(color: str, distance_mm: float) -> QgsPointPatternFillSymbolLayer:
    layer = QgsPointPatternFillSymbolLayer()
    layer.setDistanceX(distance_mm)
    layer.setDistanceY(distance_mm)
    layer.setSubSymbol(
        QgsMarkerSymbol.createSimple({"name": "circle", "color": color, "outline_style": "no", "size": "0.35"})
    )
    return layer
