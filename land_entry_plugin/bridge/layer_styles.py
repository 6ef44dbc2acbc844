# SPDX-License-Identifier: GPL-2.0-or-later
"""Styles for layers that are open: the office's own where it has one, else ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsCategorizedSymbolRenderer, QgsProviderRegistry, QgsRuleBasedRenderer

from land_entry_plugin.bridge.profile import style_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.styles import style_path
from land_entry_plugin.roles.recognition import recognise
from land_entry_plugin.texts import by_english, english_name

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

# Layers of ours are told by their fields: what a screening, a cut and an overlay add.
_OURS = {
    "removed": {"parcel_id", "reason", "rule_id", "nothing_left"},
    "overlaps": {"parcel_id", "role", "category", "sliver"},
    "parcels": {"parcel_id", "verdict"},
}
# 界址点号
_NUMBER = "JZDH"
_SHARED_STYLE = {"land_use_history": "land_use"}


def style_of(layer: QgsVectorLayer) -> str | None:
    """Return the name of the style that a layer is to have, None where it is nothing that we know."""
    names = layer.fields().names()
    if layer.geometryType() == Qgis.GeometryType.Point:
        return "boundary_points" if _NUMBER in names else None
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        return None
    for style, fields in _OURS.items():
        if fields <= set(names):
            return style
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    match = recognise(str(uri.get("layerName") or layer.name()), names)
    if match is None:
        return None
    style = _SHARED_STYLE.get(match.role, match.role)
    return style if style_path(style, style_folders()).exists() else None


def chosen_style(style: str) -> Path:
    """Return the file of a style: the office's own where it has one."""
    return style_path(style, style_folders())


def apply_style(layer: QgsVectorLayer) -> bool:
    """Style a layer by what it is; False where it is nothing that we know."""
    style = style_of(layer)
    if style is None:
        return False
    _, worked = layer.loadNamedStyle(str(chosen_style(style)))
    word_legend(layer, window_language())
    layer.triggerRepaint()
    layer.emitStyleChanged()
    return worked


def word_legend(layer: QgsVectorLayer, language: str) -> None:
    """Have the legend of a style, which is Chinese, speak as the window does, as far as the product knows its words."""
    renderer = layer.renderer()
    if language == "zh":
        return
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, _in_english(category.label()))
    elif isinstance(renderer, QgsRuleBasedRenderer):
        for rule in renderer.rootRule().descendants():
            rule.setLabel(_in_english(rule.label()))


def _in_english(label: str) -> str:
    """Return a label in English (``0602 采矿用地`` is a code with a name); one that is not known stays as it is."""
    words = {chinese: english for english, chinese in by_english("word").items()}
    code, _, name = label.rpartition(" ")
    english = words.get(name) or english_name(name)
    if english == name:
        return label
    return f"{code} {english}" if code else english[:1].upper() + english[1:]
