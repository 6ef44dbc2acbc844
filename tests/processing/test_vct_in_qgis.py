# SPDX-License-Identifier: GPL-2.0-or-later
"""A VCT file, which QGIS cannot open, as DATA and as the layer of a role."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer
from support import box
from vct_files import Vct, line_layer, survey_layer

from land_entry_plugin.processing.screenparcels import ScreenParcels

pytestmark = pytest.mark.usefixtures("qgis_application")


@pytest.fixture
def parcels():
    layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=ZDDM:string", "parcels", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["P1"])
    feature.setGeometry(QgsGeometry.fromWkt(box(60, 0, 40, 40).wkt))
    layer.dataProvider().addFeatures([feature])
    return layer


@pytest.mark.parametrize("given", [{"DATA": "{path}"}, {"DATA": "{folder}"}, {"LAND_USE": "{path}|layername=DLTB"}])
def test_a_screening(tmp_path, parcels, given):
    patches = [(box(-50, -50, 130, 200), "0601", "工业用地"), (box(80, -50, 100, 200), "0101", "水田")]
    path = tmp_path / "survey.vct"
    path.write_bytes(
        Vct([survey_layer(*patches), line_layer("STBHHX", "4002050000", box(900, 0, 9, 9))]).text().encode("gbk")
    )
    named = {name: text.format(path=path, folder=tmp_path) for name, text in given.items()}
    parameters = {"PARCELS": parcels, "OUTPUT": "memory:", "RULE_PACK": "national", "AS_OF": "2026-11-21", **named}
    algorithm, context, feedback = ScreenParcels().create(), QgsProcessingContext(), QgsProcessingFeedback()
    fits, why = algorithm.checkParameterValues(parameters, context)
    assert fits, why
    results, worked = algorithm.run(parameters, context, feedback)
    assert worked, feedback.textLog()
    (found,) = context.getMapLayer(results["OUTPUT"]).getFeatures()
    assert found["farmland_m2"] == pytest.approx(800, abs=0.05)
