# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the QML files of ``resources/styles`` from ``colours.yaml`` and the verdict symbols in ``resources/icons``.

Run it as ``scripts/with-qgis python scripts/make_styles.py [FOLDER]`` after every change of these.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsHashedLineSymbolLayer,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointPatternFillSymbolLayer,
    QgsRendererCategory,
    QgsRuleBasedLabeling,
    QgsRuleBasedRenderer,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

from land_entry_plugin.files.styles import colours
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY
from land_entry_plugin.roles.land_classes import class_name
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

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
# As roles.land_classes.class_code: without blanks, upper case, without the suffix K or A.
CLASS_CODE = "regexp_replace(upper(trim(\"DLBM\")), '^(..+)[KA]$', '\\\\1')"
# The empty text stands for null and for every value without a category; null itself only for null.
OTHER_VALUES = ""
MM = QgsUnitTypes.RenderUnit.RenderMillimeters
AnySymbol = TypeVar("AnySymbol", bound=QgsSymbol)
STYLE_PARTS = (
    QgsMapLayer.StyleCategory.Symbology
    | QgsMapLayer.StyleCategory.Labeling
    | QgsMapLayer.StyleCategory.Rendering
    | QgsMapLayer.StyleCategory.Legend
)


def colour(name: str, opacity_percent: float = 100) -> QColor:
    """Return a colour with an opacity."""
    result = QColor(name)
    result.setAlphaF(opacity_percent / 100)
    return result


# symbol layers


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


# parcels


def verdict_symbol(entry: dict[str, Any], icon: Path) -> QgsFillSymbol:
    """Return hatch, casing, edge and marker of a verdict."""
    edge = colours()["parcel_edge"]
    inner: list[QgsSymbolLayer] = [fill(colour(one["colour"], one["opacity"])) for one in entry["fill"]]
    inner += [hatch(entry["symbol"], one) for one in entry.get("hatch", ())]
    if "dots" in entry:
        inner.append(dots(entry["symbol"], entry["dots"]))
    # edges of neighbours over each other's casing, markers over all edges
    return fill_symbol(
        [
            *inner,
            line(edge["casing"], edge["casing_width"], drawn=1),
            line(entry["symbol"], edge["width"], entry.get("dashes", ()), drawn=2),
            at_anchor([disc(DISC_MM, edge["casing"]), QgsSvgMarkerSymbolLayer(svg_data(icon), SYMBOL_MM)], drawn=3),
        ]
    )


def parcels(layer: QgsVectorLayer) -> None:
    """Style the output of a screening."""
    by_verdict(layer, "verdict", "未筛查", lambda verdict: f"{SHORT_ID} || '\\n' || '{word(verdict, 'zh')}'")


def candidates(layer: QgsVectorLayer) -> None:
    """Style the reserve: its rank beside what the layers say of a site; the officers' questions are open everywhere."""
    spatial = {"eligible": word("spatial_eligible", "zh")}
    words = {str(verdict): spatial.get(verdict, word(verdict, "zh")) for verdict in VERDICTS_WORST_FIRST}
    alone = f"if(\"status\" = 'one_reason', '{word('site_one_reason', 'zh')}', '')"
    by_verdict(layer, "spatial_verdict", "未判定", lambda _: f"concat(\"rank\", ' ', {alone})", words)


def comparison(layer: QgsVectorLayer) -> None:
    """Style a comparison by the newer verdict; what changed says from what to what."""
    cases = " ".join(f"WHEN '{verdict}' THEN '{word(verdict, 'zh')}'" for verdict in VERDICTS_WORST_FIRST)
    before, after = (f"coalesce(CASE \"verdict_{when}\" {cases} END, '无')" for when in ("before", "after"))
    changed = f"if(\"verdict_changed\", concat({before}, ' → ', {after}), if(\"changed\", '结论未变，内容有变', ''))"
    by_verdict(layer, "verdict_after", "已不在后一次筛查中", lambda _: f"concat({SHORT_ID}, '\\n', {changed})")


def by_verdict(
    layer: QgsVectorLayer,
    field: str,
    without: str,
    text: Callable[[str], str],
    words: Mapping[str, str] | None = None,
) -> None:
    """Style parcels by a verdict.

    ``without`` is the legend of those that have none, ``text`` the expression of a verdict's label, ``words`` what
    the legend calls the verdicts where it is not their own word.
    """
    words = words or {str(verdict): word(verdict, "zh") for verdict in VERDICTS_WORST_FIRST}
    categories = [
        QgsRendererCategory(
            str(verdict),
            verdict_symbol(colours()["verdicts"][verdict], resource("icons", f"verdict_{verdict}.svg")),
            words[verdict],
        )
        for verdict in VERDICTS_WORST_FIRST
    ]
    edge = colours()["parcel_edge"]
    plain = fill_symbol(
        [line(edge["casing"], edge["casing_width"], drawn=1), line(colours()["not_screened"], 0.3, (1, 1), drawn=2)]
    )
    categories.append(QgsRendererCategory(OTHER_VALUES, plain, without))
    renderer = QgsCategorizedSymbolRenderer(field, categories)
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)

    root = QgsRuleBasedLabeling.Rule(None)
    place = QgsRuleBasedLabeling.Rule(marker_place(), description="符号占位")
    root.appendChild(place)
    for verdict in VERDICTS_WORST_FIRST:
        settings = parcel_label(verdict, text(verdict))
        root.appendChild(
            QgsRuleBasedLabeling.Rule(
                settings, 0, WORD_LABEL_SCALE, f"\"{field}\" = '{verdict}'", description=words[verdict]
            )
        )
    layer.setLabeling(QgsRuleBasedLabeling(root))
    layer.setLabelsEnabled(True)


def parcel_label(verdict: str, text: str) -> QgsPalLayerSettings:
    """Return a text in the colour of a verdict beside the marker, on whichever side is free."""
    settings = label(
        text,
        text_format(TEXT_SIZE_PT, colours()["verdicts"][verdict]["text"], bold=True, buffer_mm=0.7),
    )
    settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
    settings.geometryGeneratorEnabled = True
    settings.geometryGenerator = ANCHOR
    settings.geometryGeneratorType = Qgis.GeometryType.Point
    settings.dist = DISC_MM / 2 + 0.5
    settings.distUnits = MM
    settings.multilineAlign = Qgis.LabelMultiLineAlignment.FollowPlacement
    settings.priority = 10
    return settings


def marker_place() -> QgsPalLayerSettings:
    """Return an invisible label as large as the marker, so that no other label is put over it."""
    # the line of a Chinese font is 1.45 times its size, and so are an em and two blanks
    invisible = text_format(DISC_MM / 1.45 * 72 / 25.4, "#000000")
    invisible.setOpacity(0)
    settings = label("' ■ '", invisible)
    settings.placement = Qgis.LabelPlacement.OverPoint
    settings.geometryGeneratorEnabled = True
    settings.geometryGenerator = ANCHOR
    settings.geometryGeneratorType = Qgis.GeometryType.Point
    settings.pointSettings().setQuadrant(Qgis.LabelQuadrantPosition.Over)
    # one that may overlap would not keep others away; two places that overlap lose one, not its marker
    settings.priority = 10
    return settings


# labels


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


# the land survey and the control lines


def land_use(layer: QgsVectorLayer) -> None:
    """Style the land survey by class."""
    edge = colours()["patch_edge"]

    def patch(name: str) -> QgsFillSymbol:
        outline = line(edge["colour"], edge["width"])
        outline.setColor(colour(edge["colour"], edge["opacity"]))
        return fill_symbol([fill(QColor(name)), outline])

    codes = {code: name for group in colours()["land_classes"].values() for code, name in group["classes"].items()}
    categories = [QgsRendererCategory(code, patch(name), f"{code} {class_name(code)}") for code, name in codes.items()]
    categories.append(QgsRendererCategory(OTHER_VALUES, patch(colours()["unknown_class"]), word("three_unknown", "zh")))
    layer.setRenderer(QgsCategorizedSymbolRenderer(CLASS_CODE, categories))

    known = ", ".join(f"'{code}'" for code in codes)
    written = 'trim("DLBM")'
    settings = label(
        f"if({CLASS_CODE} IN ({known}), "
        f"if(@map_scale <= {FULL_LABEL_SCALE}, concat({written}, '\\n', \"DLMC\"), {written}), "
        f"concat('?', {written}))",
        text_format(6.5, "#1C1F23", buffer_mm=0.6),
    )
    settings.placement = Qgis.LabelPlacement.Horizontal
    settings.fitInPolygonOnly = True
    settings.multilineAlign = Qgis.LabelMultiLineAlignment.Center
    settings.priority = 2
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = CODE_LABEL_SCALE, 0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def boundary(entry: dict[str, Any]) -> QgsFillSymbol:
    """Return the symbol of a control line: fill, hatch, casing, edge, as far as it has them."""
    layers: list[QgsSymbolLayer] = []
    if "fill" in entry:
        layers.append(fill(colour(entry["fill"], entry["fill_opacity"])))
    if "hatch" in entry:
        layers.append(hatch(entry["colour"], entry["hatch"]))
    if "casing_width" in entry:
        layers.append(line("#FFFFFF", entry["casing_width"]))
    layers.append(line(entry["colour"], entry["width"], entry.get("dashes", ())))
    if "ticks" in entry:
        layers.append(ticks(entry["colour"], entry["ticks"]))
    return fill_symbol(layers)


def ticks(name: str, entry: dict[str, float]) -> QgsHashedLineSymbolLayer:
    """Return short strokes that point inwards from an outline."""
    result = QgsHashedLineSymbolLayer(True, entry["every"])
    result.setIntervalUnit(MM)
    result.setHashLength(entry["length"])
    result.setHashLengthUnit(MM)
    result.setHashAngle(0)
    # half of a stroke lies on each side of its line, so the line of the strokes runs inside
    result.setOffset(entry["length"] / 2)
    result.setOffsetUnit(MM)
    result.setSubSymbol(of_layers(QgsLineSymbol(), [line(name, entry["width"])]))
    return result


def basic_farmland(layer: QgsVectorLayer) -> None:
    """Style permanent basic farmland."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary(colours()["lines"]["basic_farmland"])))


def ecological_red_line(layer: QgsVectorLayer) -> None:
    """Style the ecological red line."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary(colours()["lines"]["ecological_red_line"])))


def admin_area(layer: QgsVectorLayer) -> None:
    """Style the border of the administrative area."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary(colours()["lines"]["admin_area"])))


def ownership(layer: QgsVectorLayer) -> None:
    """Style parcels of collective ownership (JA)."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary(colours()["lines"]["ownership"])))


def use_rights(layer: QgsVectorLayer) -> None:
    """Style parcels of use rights (JB, JC, GB)."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary(colours()["lines"]["use_rights"])))
    settings = label(SHORT_RIGHT, text_format(6.5, colours()["lines"]["use_rights"]["colour"], buffer_mm=0.4))
    settings.placement = Qgis.LabelPlacement.Horizontal
    settings.fitInPolygonOnly = True
    settings.priority = 3
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = FULL_LABEL_SCALE, 0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def heritage(layer: QgsVectorLayer) -> None:
    """Style protected ground."""
    layer.setRenderer(QgsSingleSymbolRenderer(boundary(colours()["lines"]["heritage"])))


def urban_boundary(layer: QgsVectorLayer) -> None:
    """Style the zones of the urban development boundary, found as ``roles.land_classes.urban_zone`` finds them."""
    name, code = "coalesce(\"GHFQMC\", '')", "trim(coalesce(\"GHFQDM\", ''))"
    by_name = {"core": "集中建设区", "flexible": "弹性发展区", "special": "特别用途区"}
    codes = {"core": ("41", "01"), "flexible": ("42", "02"), "special": ("43", "03")}
    cases = [f"WHEN strpos({name}, '{text}') > 0 THEN '{zone}'" for zone, text in by_name.items()]
    cases += [
        f"WHEN left({code}, 2) = '{prefix}' OR {code} = '{short}' THEN '{zone}'"
        for zone, (prefix, short) in codes.items()
    ]
    categories = [
        QgsRendererCategory(zone, boundary(colours()["lines"][f"urban_{zone}"]), word(f"urban_zone_{zone}", "zh"))
        for zone in by_name
    ]
    categories.append(
        QgsRendererCategory(
            OTHER_VALUES, boundary(colours()["lines"]["urban_unknown"]), word("urban_zone_unknown", "zh")
        )
    )
    layer.setRenderer(QgsCategorizedSymbolRenderer(f"CASE {' '.join(cases)} END", categories))


# the evidence


def overlaps(layer: QgsVectorLayer) -> None:
    """Style the pieces of parcel x feature: thin, tinted only where they speak against the parcel."""
    labels = {
        **{zone: word(f"urban_zone_{zone}", "zh") for zone in ("core", "flexible", "special")},
        **{role: word(f"role_{role}", "zh") for role in ("basic_farmland", "ecological_red_line")},
        **{kind: word(kind, "zh") for kind in ("farmland", "agricultural", "construction", "unused")},
        "unknown": word("three_unknown", "zh"),
        "parcel": "与其他宗地重叠",
    }
    root = QgsRuleBasedRenderer.Rule(None)
    # what a place was in an earlier survey does not speak against it as what it is
    today = f"coalesce(attribute('role'), '') <> '{LAND_USE_HISTORY}'"
    for category, entry in colours()["overlaps"].items():
        layers: list[QgsSymbolLayer] = []
        if entry["tint"]:
            layers.append(fill(colour(entry["colour"], entry["tint"])))
        layers.append(line(entry["colour"], 0.3) if entry["tint"] else line(entry["colour"], 0.13, (1, 1)))
        rule = QgsRuleBasedRenderer.Rule(
            fill_symbol(layers), filterExp=f"\"category\" = '{category}' AND {today}", label=labels[category]
        )
        root.appendChild(rule)
    known = ", ".join(f"'{category}'" for category in colours()["overlaps"])
    other = line(colours()["not_screened"], 0.13, (1, 1))
    root.appendChild(
        QgsRuleBasedRenderer.Rule(
            fill_symbol([other]), filterExp=f'"category" IS NULL OR "category" NOT IN ({known})', label="其他"
        )
    )
    # a second rule over the first: a sliver is thinner than its own edge, so it gets a ring of its own
    sliver = line(colours()["sliver"], 0.4)
    root.appendChild(
        QgsRuleBasedRenderer.Rule(fill_symbol([sliver]), filterExp=f'"sliver" AND {today}', label="疑似图形误差")
    )
    layer.setRenderer(QgsRuleBasedRenderer(root))


# what was cut off


def removed(layer: QgsVectorLayer) -> None:
    """Style what was cut off parcels: why is told by the hatch and in the legend, not by colour alone."""
    labels = {"conflict": "剪去：冲突", "setback": "剪去：退让", "other": "剪去：过窄、过小等"}
    categories = []
    for reason, entry in colours()["removed"].items():
        symbol = fill_symbol(
            [fill(colour("#FFFFFF", 35)), *(hatch(entry["colour"], one) for one in entry["hatch"]), *dashed_edge()]
        )
        value = OTHER_VALUES if reason == "other" else reason
        categories.append(QgsRendererCategory(value, symbol, labels[reason]))
    layer.setRenderer(QgsCategorizedSymbolRenderer("reason", categories))


def supply_plan(layer: QgsVectorLayer) -> None:
    """Style the parcels of supply plans: the quarter by the direction of the hatch, and in words."""
    entry = colours()["supply_plan"]
    categories, words = [], []
    for quarter, name in entry["words"].items():
        is_open = quarter == "open"
        edge = line(entry["colour"], entry["width"], (2, 1.5) if is_open else ())
        hatches = [] if is_open else [hatch(entry["colour"], entry["hatch"] | {"angle": entry["angles"][quarter]})]
        symbol = fill_symbol([fill(colour("#FFFFFF", 50)), *hatches, line("#FFFFFF", 2 * entry["width"]), edge])
        categories.append(QgsRendererCategory(OTHER_VALUES if is_open else quarter, symbol, name))
        words.append(f"WHEN \"plan_quarter\" = '{quarter}' THEN '{name}'")
    layer.setRenderer(QgsCategorizedSymbolRenderer("plan_quarter", categories))
    shown = f"\"plan_year\" || ' ' || CASE {' '.join(words)} ELSE '{entry['words']['open']}' END"
    settings = label(
        f"{shown} || '\\n' || coalesce(\"use\", '{entry['words']['open']}')",
        text_format(TEXT_SIZE_PT, entry["colour"], buffer_mm=0.6),
    )
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = WORD_LABEL_SCALE, 0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def dashed_edge() -> list[QgsSymbolLayer]:
    """Return an edge dashed black on white."""
    return [line("#FFFFFF", 0.6), line("#000000", 0.35, (2, 1.5))]


# boundary points


def boundary_points(layer: QgsVectorLayer) -> None:
    """Style boundary points (JZD): circles with a white core, their numbers beside them."""
    entry = colours()["boundary_point"]
    circle = QgsSimpleMarkerSymbolLayer(
        Qgis.MarkerShape.Circle,
        entry["size"],
        0,
        color=QColor(entry["core"]),
        strokeColor=QColor(entry["colour"]),
    )
    circle.setStrokeWidth(entry["edge"])
    layer.setRenderer(QgsSingleSymbolRenderer(of_layers(QgsMarkerSymbol(), [circle])))
    settings = label('"JZDH"', text_format(entry["text_pt"], "#000000", buffer_mm=0.5))
    settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
    settings.dist = entry["away"]
    settings.distUnits = MM
    settings.priority = 9
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = CODE_LABEL_SCALE, 0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


# the places that checkdata names


def data_checks(layer: QgsVectorLayer) -> None:
    """Style places of faults by how grave they are: colour, hatch and a sign at each, errors over the others."""
    edge = colours()["parcel_edge"]
    root = QgsRuleBasedRenderer.Rule(None)
    # the legend has the worst first, drawing levels have it last
    for turn, grave in enumerate(("note", "warning", "error")):
        entry = colours()["severities"][grave]
        icon = resource("icons", f"severity_{grave}.svg")
        symbol = fill_symbol(
            [
                *(hatch(entry["symbol"], one) for one in entry.get("hatch", ())),
                line(edge["casing"], edge["casing_width"], drawn=1),
                line(entry["symbol"], edge["width"], entry.get("dashes", ()), drawn=2 + turn),
                at_anchor(
                    [disc(DISC_MM, edge["casing"]), QgsSvgMarkerSymbolLayer(svg_data(icon), SYMBOL_MM)], drawn=5 + turn
                ),
            ]
        )
        rule = QgsRuleBasedRenderer.Rule(
            symbol, filterExp=f"\"severity\" = '{grave}'", label=word(f"severity_{grave}", "zh")
        )
        root.insertChild(0, rule)
    renderer = QgsRuleBasedRenderer(root)
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)
    settings = label('"title"', text_format(TEXT_SIZE_PT, "#1C1F23", buffer_mm=0.7))
    settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
    settings.geometryGeneratorEnabled = True
    settings.geometryGenerator = ANCHOR
    settings.geometryGeneratorType = Qgis.GeometryType.Point
    settings.dist = DISC_MM / 2 + 0.5
    settings.distUnits = MM
    settings.scaleVisibility = True
    settings.minimumScale, settings.maximumScale = WORD_LABEL_SCALE, 0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


STYLES = {
    parcels: "field=parcel_id:string&field=verdict:string",
    candidates: "field=rank:integer&field=status:string&field=spatial_verdict:string",
    comparison: "field=parcel_id:string&field=verdict_before:string&field=verdict_after:string"
    "&field=verdict_changed:bool&field=changed:bool",
    overlaps: "field=category:string&field=sliver:bool",
    land_use: "field=DLBM:string&field=DLMC:string",
    basic_farmland: "field=BSM:string",
    ecological_red_line: "field=BSM:string",
    urban_boundary: "field=GHFQDM:string&field=GHFQMC:string",
    admin_area: "field=XZQMC:string",
    ownership: "field=ZDDM:string",
    use_rights: "field=ZDDM:string",
    heritage: "field=BSM:string",
    removed: "field=reason:string",
    supply_plan: "field=parcel_id:string&field=plan_year:integer&field=plan_quarter:string&field=use:string",
    boundary_points: "field=JZDH:string",
    data_checks: "field=severity:string&field=title:string",
}
_RANDOM_ID = re.compile(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}")
_TAG = re.compile(r'<(\w[\w-]*)((?: [\w:-]+="[^"]*")+)(/?)>')


def without_chance(qml: str) -> str:
    """Return a style with sorted attributes and ids that follow from their order: equal styles are equal files."""

    def in_order(match: re.Match[str]) -> str:
        attributes = sorted(re.findall(r' [\w:-]+="[^"]*"', match.group(2)))
        return f"<{match.group(1)}{''.join(attributes)}{match.group(3)}>"

    ordered = _TAG.sub(in_order, qml)
    found: dict[str, str] = {}
    for match in _RANDOM_ID.findall(ordered):
        found.setdefault(match, f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'land-entry-style:{len(found)}')}}}")
    return _RANDOM_ID.sub(lambda match: found[match.group()], ordered)


def make_styles(folder: Path) -> list[Path]:
    """Write all styles into a folder and return their paths."""
    paths = []
    with tempfile.TemporaryDirectory() as scratch:
        for style, fields in STYLES.items():
            kind = "Point" if style is boundary_points else "MultiPolygon"
            layer = QgsVectorLayer(f"{kind}?crs=EPSG:4527&{fields}", style.__name__, "memory")
            style(layer)
            draft = Path(scratch) / f"{style.__name__}.qml"
            message, saved = layer.saveNamedStyle(str(draft), STYLE_PARTS)
            if not saved:
                raise OSError(message)
            paths.append(folder / draft.name)
            paths[-1].write_text(without_chance(draft.read_text(encoding="utf-8")), encoding="utf-8")
    return paths


def main() -> None:
    """Run the command line."""
    application = QgsApplication([], False)
    application.initQgis()
    for path in make_styles(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("styles")):
        print(path)
    application.exitQgis()


if __name__ == "__main__":
    main()
