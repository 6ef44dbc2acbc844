# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel that crosses itself is a finding in every algorithm, whatever QGIS is set to do with invalid geometries."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)

from land_entry_plugin.processing.provider import LandEntryProvider

pytestmark = pytest.mark.usefixtures("qgis_application")
BROKEN, SOUND = "371126004012JB00091", "371126004012JB00092"


@pytest.fixture(scope="module")
def parcels(qgis_application, township):
    """A square in the middle of the sample township, and a bow-tie beside it."""
    survey = QgsVectorLayer(f"{township}|layername=DLTB", "DLTB", "ogr")
    at = survey.extent().center()
    x, y = round(at.x()), round(at.y())
    layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=ZDDM:string", "parcels", "memory")
    for code, points in (
        (BROKEN, [(x, y), (x + 40, y + 30), (x + 40, y), (x, y + 30), (x, y)]),
        (SOUND, [(x + 60, y), (x + 60, y + 30), (x + 100, y + 30), (x + 100, y), (x + 60, y)]),
    ):
        feature = QgsFeature(layer.fields())
        ring = ", ".join(f"{east} {north}" for east, north in points)
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({ring}))"))
        feature.setAttributes([code])
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.fixture(scope="module")
def provider(qgis_application):
    registry = QgsApplication.processingRegistry()
    provider = LandEntryProvider()
    registry.addProvider(provider)
    yield provider
    registry.removeProvider(provider)


def run(algorithm, parameters):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    # what "Stop algorithm execution when a geometry is invalid" sets
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    results, worked = algorithm.run(parameters, context, feedback)
    assert worked, feedback.textLog()
    return results


def test_a_broken_parcel_stops_no_run(parcels, provider, township, tmp_path):
    common = {"PARCELS": parcels.id(), "DATA": str(township), "AS_OF": "2026-11-21"}
    record = tmp_path / "record.json"
    run(provider.algorithm("screenparcels").create(), common | {"OUTPUT": "memory:", "RECORD": str(record)})
    verdicts = {one["parcel_id"]: one["verdict"] for one in json.loads(record.read_text("utf-8"))["parcels"]}
    assert set(verdicts) == {BROKEN, SOUND}
    assert verdicts[BROKEN] == "undetermined"
    run(
        provider.algorithm("surveysheets").create(),
        {"PARCELS": parcels.id(), "DATA": str(township), "SHEETS": ["OPINION"], "FOLDER": str(tmp_path / "sheets")},
    )
    assert {path.stem for path in (tmp_path / "sheets").glob("*.pdf")} == {BROKEN, SOUND}
    cut = run(provider.algorithm("avoidconflicts").create(), common | {"OUTPUT": str(tmp_path / "cut.gpkg")})
    assert QgsVectorLayer(cut["OUTPUT"], "cut", "ogr").isValid()
    asked = tmp_path / "answers.xlsx"
    run(
        provider.algorithm("answersheet").create(),
        {"PARCELS": parcels.id(), "OUTPUT": str(tmp_path / "answers.gpkg"), "TABLE": str(asked)},
    )
    assert asked.stat().st_size > 1000


def test_an_algorithm_is_a_step_of_a_model(parcels, provider, township, tmp_path):
    model = QgsProcessingModelAlgorithm("screen", "tests", "screen")
    polygon = QgsProcessing.SourceType.TypeVectorPolygon
    model.addModelParameter(
        QgsProcessingParameterFeatureSource("candidates", "candidates", [polygon]),
        QgsProcessingModelParameter("candidates"),
    )
    child = QgsProcessingModelChildAlgorithm("landentry:screenparcels")
    child.setChildId("screening")
    source = QgsProcessingModelChildParameterSource
    child.addParameterSources("PARCELS", [source.fromModelParameter("candidates")])
    child.addParameterSources("DATA", [source.fromStaticValue(str(township))])
    output = QgsProcessingModelOutput("judged", "judged")
    output.setChildId("screening")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"judged": output})
    model.addChildAlgorithm(child)
    assert model.initAlgorithm() is None
    name = model.destinationParameterDefinitions()[0].name()
    target = tmp_path / "judged.gpkg"
    run(model.create(), {"candidates": parcels.id(), name: str(target)})
    judged = QgsVectorLayer(str(target), "judged", "ogr")
    assert {one["parcel_id"]: one["verdict"] for one in judged.getFeatures()}[BROKEN] == "undetermined"
