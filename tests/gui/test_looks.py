# SPDX-License-Identifier: GPL-2.0-or-later
"""What the eye meets: parcels before a screening, and the counts of a run."""

from __future__ import annotations

import re
import shutil

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProject,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from support import of_township

from land_entry_plugin.bridge import layer_styles
from land_entry_plugin.gui import layers, words
from land_entry_plugin.gui.layers import found_in, openers
from land_entry_plugin.gui.run_watch import RunWatch
from land_entry_plugin.gui.screening_flow import PACKAGE, screen
from land_entry_plugin.gui.widgets.chips import Chips

pytestmark = pytest.mark.usefixtures("qgis_application")


def opened(package):
    (parcels,) = [found for found in found_in(str(package)).found if found.role == "parcels"]
    layers = []
    for step in openers(parcels, layers.append):
        step()
    return layers[0]


def test_parcels_that_are_not_screened_hide_no_land(township, tmp_path):
    package = shutil.copyfile(township, tmp_path / "township.gpkg")
    layer = opened(package)
    lines = [part.layerType() for part in layer.renderer().symbol().symbolLayers()]
    assert lines == ["SimpleLine", "SimpleLine"]
    # they are to be drawn and cut
    assert not layer.readOnly()


def test_a_style_that_the_office_gave_its_parcels_stays(township, tmp_path):
    package = shutil.copyfile(township, tmp_path / "township.gpkg")
    styled = QgsVectorLayer(f"{package}|layername=parcels", "parcels", "ogr")
    styled.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#123456"})))
    styled.saveStyleToDatabase("office", "", True, "")
    assert opened(package).renderer().symbol().color().name() == "#123456"


@pytest.mark.parametrize(("width", "is_low"), [(300, False), (900, True)])
def test_counts_lie_in_one_line_only_where_all_words_have_room(width, is_low):
    chips = Chips()
    chips.set_low(True)
    chips.resize(width, 60)
    chips.show_counts({"prohibited": 12345, "review": 1})
    assert [chip.is_low for chip in chips.chips.values()] == [is_low] * 4


def legends_of(project):
    """Return the legend of every layer, line by line."""
    return {
        layer.name(): [one.label() for one in layer.renderer().legendSymbolItems()]
        for layer in project.mapLayers().values()
    }


def test_the_legend_speaks_as_the_window_does(township, tmp_path, monkeypatch):
    monkeypatch.setattr(words, "language", lambda: "en")
    monkeypatch.setattr(layers, "language", lambda: "en")
    package = shutil.copyfile(township, tmp_path / "township.gpkg")
    screen(of_township(package), RunWatch(lambda: False, 1), tmp_path)
    project = QgsProject()
    for found in found_in(str(package)).found:
        for step in openers(found, project.addMapLayer):
            step()
    for step in layers.result_openers(project, tmp_path / PACKAGE):
        step()
    legends = legends_of(project)
    chinese = [line for legend in legends.values() for line in legend if re.search("[\u4e00-\u9fff]", line)]
    assert chinese == []
    assert {"Eligible", "Not screened"} <= set(legends["Screened parcels"])
    assert "0602 Mining" in legends["DLTB"]
    # of the file, as it is, where it is told again
    monkeypatch.setattr(layer_styles, "window_language", lambda: "zh")
    land_use = next(layer for layer in project.mapLayers().values() if layer.name() == "DLTB")
    layer_styles.apply_style(land_use)
    assert "0602 采矿用地" in legends_of(project)["DLTB"]
    monkeypatch.setattr(layer_styles, "window_language", lambda: "en")
    layer_styles.apply_style(land_use)
    assert "0602 Mining" in legends_of(project)["DLTB"]


def test_words_of_the_office_stay_in_its_legend():
    layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=a:string", "a", "memory")
    own = [QgsRendererCategory(text, QgsFillSymbol(), text) for text in ("my words", "我们的话", "未筛查")]
    layer.setRenderer(QgsCategorizedSymbolRenderer("a", own))
    layer_styles.word_legend(layer, "en")
    assert [one.label() for one in layer.renderer().categories()] == ["my words", "我们的话", "Not screened"]
