# SPDX-License-Identifier: GPL-2.0-or-later
"""What map styles are made of: colours, symbol layers, texts, and the place of labels."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, TypeVar

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointPatternFillSymbolLayer,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qgis.core import QgsVectorLayer

# 黑体 by platform; QGIS takes the first that is there.
FONT_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "SimHei", "Microsoft YaHei", "PingFang SC")
TEXT_SIZE_PT = 8.0
# Chinese fonts set lines 1.45 times their size apart; this brings them to 1.15.
LINE_HEIGHT = 0.8
SYMBOL_MM, DISC_MM = 3.2, 4.4
# Scales at which labels begin, a little over the round number so that it is included.
FULL_LABEL_SCALE, CODE_LABEL_SCALE, WORD_LABEL_SCALE = 2001, 5001, 25_001
# A marker stands where its label does: on the parcel itself, also when only part of it is in view.
ANCHOR = "coalesce(point_on_surface($geometry), centroid($geometry))"
# 宗地代码 and 不动产单元号 end in type and number (JB00017); other ids are shown whole.
_CODE = "^[0-9]{12}([A-Z]{2}[0-9]{5})(?:[A-Z][0-9]{8})?$"
SHORT_ID = f"coalesce(nullif(regexp_substr(\"parcel_id\", '{_CODE}'), ''), \"parcel_id\")"
SHORT_RIGHT = f"coalesce(nullif(regexp_substr(\"ZDDM\", '{_CODE}'), ''), \"ZDDM\")"
# The empty text stands for null and for every value without a category; null itself only for null.
OTHER_VALUES = ""
MM = QgsUnitTypes.RenderUnit.RenderMillimeters
AnySymbol = TypeVar("AnySymbol", bound=QgsSymbol)


def colour(name: str, opacity_percent: float = 100) -> QColor:
    """Return a colour with an opacity."""
    result = QColor(name)
    result.setAlphaF(opacity_percent / 100)
    return result


def of_layers(symbol: AnySymbol, layers: Iterable[QgsSymbolLayer]) -> AnySymbol:
    """Return the symbol with these layers instead of its own (a constructor's list would not own them)."""
    own = symbol.symbolLayerCount()
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    for _ in range(own):
        symbol.deleteSymbolLayer(0)
    return symbol


def line(name: str, width: float, dashes: Sequence[float] = (), drawn: int = 0) -> QgsSimpleLineSymbolLayer:
    """Return an outline; ``drawn`` is its turn among the symbol levels."""
    result = QgsSimpleLineSymbolLayer(QColor(name), width)
    result.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin if not dashes else Qt.PenJoinStyle.RoundJoin)
    if dashes:
        result.setUseCustomDashPattern(True)
        result.setCustomDashVector([float(length) for length in dashes])
        result.setCustomDashPatternUnit(MM)
        result.setPenCapStyle(Qt.PenCapStyle.FlatCap)
    result.setRenderingPass(drawn)
    return result


def fill(colour_: QColor) -> QgsSimpleFillSymbolLayer:
    """Return a plain fill without an outline."""
    return QgsSimpleFillSymbolLayer(colour_, Qt.BrushStyle.SolidPattern, QColor(0, 0, 0), Qt.PenStyle.NoPen)


def hatch(name: str, entry: dict[str, float]) -> QgsLinePatternFillSymbolLayer:
    """Return lines at an angle."""
    result = QgsLinePatternFillSymbolLayer()
    result.setLineAngle(entry["angle"])
    result.setDistance(entry["distance"])
    result.setDistanceUnit(MM)
    result.setSubSymbol(of_layers(QgsLineSymbol(), [QgsSimpleLineSymbolLayer(QColor(name), entry["width"])]))
    return result


def dots(name: str, entry: dict[str, float]) -> QgsPointPatternFillSymbolLayer:
    """Return staggered dots."""
    result = QgsPointPatternFillSymbolLayer()
    result.setDistanceX(entry["distance"])
    result.setDistanceY(entry["distance"])
    result.setDisplacementX(entry["distance"] / 2)
    result.setSubSymbol(of_layers(QgsMarkerSymbol(), [disc(entry["size"], name)]))
    return result


def disc(diameter_mm: float, name: str) -> QgsSimpleMarkerSymbolLayer:
    """Return a disc without an outline."""
    result = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.Circle, diameter_mm, 0, color=QColor(name))
    result.setStrokeStyle(Qt.PenStyle.NoPen)
    return result


def svg_data(path: Path) -> str:
    """Return an SVG file as a path that works wherever the style goes."""
    text = re.sub(r"<!--.*?-->\s*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return "base64:" + base64.b64encode(text.encode("utf-8")).decode("ascii")


def at_anchor(layers: Iterable[QgsSymbolLayer], drawn: int) -> QgsGeometryGeneratorSymbolLayer:
    """Return markers at the parcel's anchor."""
    result = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": ANCHOR})
    result.setSymbolType(Qgis.SymbolType.Marker)
    result.setSubSymbol(of_layers(QgsMarkerSymbol(), layers))
    result.setRenderingPass(drawn)
    return result


def fill_symbol(layers: Iterable[QgsSymbolLayer]) -> QgsFillSymbol:
    """Return a fill symbol of these layers, the lowest first."""
    return of_layers(QgsFillSymbol(), layers)


def dashed_edge() -> list[QgsSymbolLayer]:
    """Return an edge dashed black on white."""
    return [line("#FFFFFF", 0.6), line("#000000", 0.35, (2, 1.5))]


def text_format(size_pt: float, name: str, *, bold: bool = False, buffer_mm: float = 0) -> QgsTextFormat:
    """Return a text format in 黑体, with a white buffer."""
    result = QgsTextFormat()
    font = QFont(FONT_FAMILIES[0])
    font.setBold(bold)
    result.setFont(font)
    result.setFamilies(list(FONT_FAMILIES))
    result.setNamedStyle("Bold" if bold else "Regular")
    result.setSize(size_pt)
    result.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    result.setColor(QColor(name))
    result.setLineHeight(LINE_HEIGHT)
    if buffer_mm:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(buffer_mm)
        buffer.setColor(QColor("#FFFFFF"))
        buffer.setOpacity(0.85)
        result.setBuffer(buffer)
    return result


def label(expression: str, format_: QgsTextFormat) -> QgsPalLayerSettings:
    """Return a label of an expression."""
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(format_)
    settings.setCallout(None)
    return settings


def beside_anchor(settings: QgsPalLayerSettings) -> None:
    """Put a label beside the marker at the parcel's anchor, on whichever side is free."""
    settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
    settings.geometryGeneratorEnabled = True
    settings.geometryGenerator = ANCHOR
    settings.geometryGeneratorType = Qgis.GeometryType.Point
    settings.dist = DISC_MM / 2 + 0.5
    settings.distUnits = MM


def show_labels(layer: QgsVectorLayer, settings: QgsPalLayerSettings, from_scale: int) -> None:
    """Label a layer from a scale on."""
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = from_scale, 0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
