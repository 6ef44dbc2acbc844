# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:adjustmententry``: its parameters, layers open in QGIS, the same record as the command line."""

from __future__ import annotations

import json

import openpyxl
import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from land_entry_plugin.processing.adjustmententry import AdjustmentEntryBalance

pytestmark = pytest.mark.usefixtures("qgis_application")

HOMESTEADS = "\"BSM\" IN ('371126102000000124', '371126102000000125', '371126102000000127')"
FIELD = "\"BSM\" = '371126102000000001'"


@pytest.fixture
def survey(township):
    layer = QgsVectorLayer(f"{township}|layername=DLTB", "DLTB", "ogr")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().clear()


def drawn(survey, wanted, fields, *attributes):
    """Return a layer in memory with the patches that an expression finds."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4527{fields}", "drawn", "memory")
    for number, patch in enumerate(survey.getFeatures(wanted), start=1):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry(patch.geometry()))
        feature.setAttributes([f"P{number}", *attributes])
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def old(survey):
    fields = "".join(
        f"&field={field}"
        for field in ("DKBH:string", "FKDLBM:string", "GDDB:integer", "GDPDJB:string", "YSWH:string", "YSRQ:date")
    )
    return drawn(survey, HOMESTEADS, fields, "0102", 7, "1", "示验〔2026〕3号", "2026-05-20")


@pytest.fixture
def new(survey):
    return drawn(survey, FIELD, "&field=DKBH:string")


def run(parameters, *, expected=True):
    algorithm = AdjustmentEntryBalance().create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    results, worked = algorithm.run({"AS_OF": "2026-06-01", "OUTPUT": "memory:", **parameters}, context, feedback)
    assert worked == expected, feedback.textLog()
    return results, context, feedback


def test_every_output_but_the_first_is_optional():
    made = AdjustmentEntryBalance().create()
    first, *others = made.destinationParameterDefinitions()
    assert (first.name(), [other.name() for other in others]) == ("OUTPUT", ["RECORD", "TABLE"])
    assert not first.flags() & first.Flag.FlagOptional
    assert all(other.flags() & other.Flag.FlagOptional for other in others)
    for name in ("RECLAIMED", "ENTERED", "LAND_USE"):
        assert not made.parameterDefinition(name).flags() & first.Flag.FlagOptional
    for name in ("SCATTERED_BELOW_M2", "AS_OF"):
        assert made.parameterDefinition(name).flags() & first.Flag.FlagOptional


def test_layers_open_in_qgis(survey, old, new, tmp_path):
    outputs = {"RECORD": str(tmp_path / "b.json"), "TABLE": str(tmp_path / "b.xlsx")}
    results, context, feedback = run({"RECLAIMED": old, "ENTERED": new, "LAND_USE": survey, **outputs})
    plots = list(context.getMapLayer(results["OUTPUT"]).getFeatures())
    assert [plot["side"] for plot in plots] == ["reclaimed"] * 3 + ["entered"]
    record = json.loads((tmp_path / "b.json").read_text())
    assert record["run"]["versions"]["qgis"].startswith("3.")
    # a field of 7,659 m2 against homesteads of 5,452 m2
    assert record["verdict"] == "not_balanced"
    assert record["options"]["scattered_below_m2"] is None
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["结论"]["B2"].value == "不平衡"
    assert "Shanghe" in feedback.textLog()


def test_only_the_selected_plots(survey, old, new):
    old.selectByExpression("\"DKBH\" = 'P2'")
    definition = QgsProcessingFeatureSourceDefinition(old.id(), True)
    results, context, _ = run({"RECLAIMED": definition, "ENTERED": new, "LAND_USE": survey, "SCATTERED_BELOW_M2": 5000})
    plots = list(context.getMapLayer(results["OUTPUT"]).getFeatures())
    assert [plot["parcel_id"] for plot in plots] == ["P2", "P1"]


def test_bad_input_gets_a_sentence(survey, old, new, tmp_path):
    inputs = {"RECLAIMED": old, "ENTERED": new, "LAND_USE": survey}
    for parameters, wanted in (
        ({"OUTPUT": str(tmp_path / "b.shp")}, "Shapefile"),
        ({"RECORD": str(tmp_path / "b.txt")}, "b.txt"),
        ({"OUTPUT": survey.source().split("|")[0]}, "sources"),
    ):
        _, _, feedback = run(inputs | parameters, expected=False)
        assert wanted in feedback.textLog()
        assert "Traceback" not in feedback.textLog()
    assert not list(tmp_path.iterdir())


def test_the_same_record_as_the_command_line(survey, old, new, township, tmp_path):
    from qgis.core import QgsVectorFileWriter

    from land_entry_plugin.cli.main import main

    files = {}
    for name, layer in (("old", old), ("new", new)):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", name
        files[name] = tmp_path / f"{name}.gpkg"
        QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(files[name]), QgsProject.instance().transformContext(), options
        )
    ours = [QgsVectorLayer(f"{files[name]}|layername={name}", name, "ogr") for name in ("old", "new")]
    QgsProject.instance().addMapLayers(ours)
    run({"RECLAIMED": ours[0], "ENTERED": ours[1], "LAND_USE": survey, "RECORD": str(tmp_path / "q.json")})
    arguments = ["--reclaimed", files["old"], "--entered", files["new"], "--land-use", f"{township}|layername=DLTB"]
    assert (
        main(["adjustmententry", *map(str, arguments), "--as-of", "2026-06-01", "--record", str(tmp_path / "c.json")])
        == 0
    )
    records = [json.loads((tmp_path / name).read_text()) for name in ("q.json", "c.json")]
    for record in records:
        record.pop("run")
    assert json.dumps(records[0], sort_keys=True) == json.dumps(records[1], sort_keys=True)
