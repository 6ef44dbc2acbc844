# SPDX-License-Identifier: GPL-2.0-or-later
"""The styles of parcels by a verdict: of a screening, of the reserve, of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsRuleBasedLabeling,
    QgsSvgMarkerSymbolLayer,
    QgsSymbolLayer,
)
from style_parts import (
    ANCHOR,
    DISC_MM,
    OTHER_VALUES,
    SHORT_ID,
    SYMBOL_MM,
    TEXT_SIZE_PT,
    WORD_LABEL_SCALE,
    at_anchor,
    beside_anchor,
    colour,
    disc,
    dots,
    fill,
    fill_symbol,
    hatch,
    label,
    line,
    svg_data,
    text_format,
)

from land_entry_plugin.files.styles import colours
from land_entry_plugin.paths import resource
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qgis.core import QgsVectorLayer


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
    beside_anchor(settings)
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
