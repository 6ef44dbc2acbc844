# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the QML files of ``resources/styles`` from ``colours.yaml`` and the verdict symbols in ``resources/icons``.

Run it as ``scripts/with-qgis python scripts/make_styles.py [FOLDER]`` after every change of these.
"""

from __future__ import annotations

import re
import sys
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsHashedLineSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from style_parts import (
    CODE_LABEL_SCALE,
    DISC_MM,
    FULL_LABEL_SCALE,
    MM,
    OTHER_VALUES,
    SHORT_RIGHT,
    SYMBOL_MM,
    TEXT_SIZE_PT,
    WORD_LABEL_SCALE,
    at_anchor,
    beside_anchor,
    colour,
    dashed_edge,
    disc,
    fill,
    fill_symbol,
    hatch,
    label,
    line,
    of_layers,
    show_labels,
    svg_data,
    text_format,
)
from verdict_styles import candidates, comparison, parcels

from land_entry_plugin.files.styles import colours
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY
from land_entry_plugin.roles.land_classes import class_name
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from typing import Any

# As roles.land_classes.class_code: without blanks, upper case, without the suffix K or A.
CLASS_CODE = "regexp_replace(upper(trim(\"DLBM\")), '^(..+)[KA]$', '\\\\1')"
STYLE_PARTS = (
    QgsMapLayer.StyleCategory.Symbology
    | QgsMapLayer.StyleCategory.Labeling
    | QgsMapLayer.StyleCategory.Rendering
    | QgsMapLayer.StyleCategory.Legend
)


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
    show_labels(layer, settings, CODE_LABEL_SCALE)


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
    show_labels(layer, settings, FULL_LABEL_SCALE)


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
    show_labels(layer, settings, WORD_LABEL_SCALE)


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
    show_labels(layer, settings, CODE_LABEL_SCALE)


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
    beside_anchor(settings)
    show_labels(layer, settings, WORD_LABEL_SCALE)


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
