# SPDX-License-Identifier: GPL-2.0-or-later
"""The four symbols of verdicts and outcomes, as vector drawings: the shape carries the meaning, colour helps."""

from __future__ import annotations

import base64
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

from land_entry_plugin.files.styles import colours
from land_entry_plugin.paths import resource

# Verdicts and outcomes share four symbols.
VERDICT_OF = {
    "prohibited": "prohibited", "conflict": "prohibited",
    "undetermined": "undetermined", "unknown": "undetermined",
    "review": "review",
    "eligible": "eligible", "pass": "eligible",
}  # fmt: skip


@cache
def svg_path(word_id: str) -> str:
    """Return the symbol of a verdict or an outcome as a picture path that needs no file."""
    drawing = resource("icons", f"verdict_{VERDICT_OF[word_id]}.svg").read_bytes()
    return "base64:" + base64.b64encode(drawing).decode("ascii")


def field_fill(word_id: str) -> QgsFillSymbol:
    """Return the hatch behind a verdict's symbol: cross hatch, dots, lines or plain."""
    verdict = VERDICT_OF[word_id]
    colour = colours()["verdicts"][verdict]["symbol"]
    fill = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
    if verdict == "prohibited":
        layers = [_lines(colour, angle, 1.6, 0.28) for angle in (45.0, 135.0)]
    elif verdict == "review":
        layers = [_lines(colour, 45.0, 2.2, 0.30)]
    elif verdict == "undetermined":
        layers = [_dots(colour, 1.8)]
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
