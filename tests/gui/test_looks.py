# SPDX-License-Identifier: GPL-2.0-or-later
"""What the eye meets: parcels before a screening, and the counts of a run."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer, QgsVectorLayer

from land_entry_plugin.gui.layers import found_in, openers
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
