# SPDX-License-Identifier: GPL-2.0-or-later
"""What the algorithms offer, and how they treat what QGIS hands them."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

from land_entry_plugin.errors import InputError
from land_entry_plugin.processing.answersheet import AnswerSheet
from land_entry_plugin.processing.base import parcel_ids_of
from land_entry_plugin.processing.entryplan import EntryPlans
from land_entry_plugin.processing.screenparcels import ScreenParcels
from land_entry_plugin.processing.sinks import checked_outputs
from land_entry_plugin.processing.surveysheets import SurveySheets
from land_entry_plugin.processing.updateledger import UpdateLedger
from land_entry_plugin.roles.catalogue import layer_roles, stateable_roles

pytestmark = pytest.mark.usefixtures("qgis_application")


@pytest.mark.parametrize("kind", [SurveySheets, EntryPlans, UpdateLedger])
def test_a_folder_of_templates_that_is_not_there_is_a_sentence(tmp_path, kind):
    gone, feedback = str(tmp_path / "gone"), QgsProcessingFeedback()
    given = {"TEMPLATES": gone, "RECORD": str(tmp_path / "no.json"), "FOLDER": str(tmp_path / "out")}
    _, worked = kind().create().run(given, QgsProcessingContext(), feedback)
    assert not worked
    assert gone in feedback.textLog()
    assert "Traceback" not in feedback.textLog()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "ids"), [("", None), (" , ,", None), ("甲", ("甲",)), (" 甲, ,乙,", ("甲", "乙")), (None, None)]
)
@pytest.mark.parametrize("kind", [SurveySheets, EntryPlans])
def test_parcels_are_listed_with_commas_everywhere(kind, text, ids):
    assert parcel_ids_of(kind().create(), {"PARCEL_ID": text}, QgsProcessingContext()) == ids


def run(parameters):
    algorithm = ScreenParcels().create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    results, worked = algorithm.run({"RULE_PACK": "national", "AS_OF": "2026-11-21", **parameters}, context, feedback)
    assert worked, feedback.textLog()
    layer = context.getMapLayer(results["OUTPUT"])
    return {feature["parcel_id"]: feature for feature in layer.getFeatures()}, feedback


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"OUTPUT": "{folder}/s.gpkg", "RULE_PACK": "nationl"}, "nationl"),
        ({"OUTPUT": "{folder}/s.gpkg", "PARCEL_ID": "NOPE"}, "NOPE"),
        ({"OUTPUT": "{township}"}, "sources"),
        ({"OUTPUT": "{folder}/s.gpkg", "OVERLAPS": "{folder}/s.gpkg"}, "same file"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_written(township, tmp_path, parameters, word):
    places = {"folder": tmp_path / "out", "township": township}
    given = {"PARCELS": f"{township}|layername=parcels", "DATA": str(township)}
    given |= {name: value.format(**places) for name, value in parameters.items()}
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    _, worked = ScreenParcels().create().run(given, context, feedback)
    assert not worked
    assert word in feedback.textLog()
    assert "Traceback" not in feedback.textLog()
    assert not (tmp_path / "out").exists()


def table_of(path, name):
    """Return a table of a file as QGIS's dialogs hand it to an algorithm."""
    return QgsProcessingOutputLayerDefinition(f"ogr:dbname='{path}' table=\"{name}\" (geom)")


@pytest.mark.parametrize("second", ["b", "a", None])
def test_a_file_holds_several_tables_but_none_twice_and_none_beside_a_whole_layer(tmp_path, second):
    path = tmp_path / "s.gpkg"
    other = str(path) if second is None else table_of(path, second)
    given = {"OUTPUT": table_of(path, "a"), "OVERLAPS": other}
    sinks = ("OUTPUT", "OVERLAPS")
    if second == "b":
        assert checked_outputs(ScreenParcels().create(), given, QgsProcessingContext(), sinks, {}) == [path]
        return
    for names in (sinks, sinks[::-1]):
        with pytest.raises(InputError) as caught:
            checked_outputs(ScreenParcels().create(), given, QgsProcessingContext(), names, {})
        assert caught.value.text_id == "same_output"


def open_layer(township, name):
    layer = QgsVectorLayer(f"{township}|layername={name}", name, "ogr")
    assert layer.isValid()
    return layer


@pytest.mark.parametrize("algorithm", [ScreenParcels, SurveySheets, AnswerSheet])
def test_every_output_but_the_first_is_optional(algorithm):
    made = algorithm().create()
    first, *others = made.destinationParameterDefinitions()
    assert not first.flags() & first.Flag.FlagOptional
    assert all(other.flags() & other.Flag.FlagOptional for other in others)


def test_layers_open_in_qgis_are_recognised(township):
    project = QgsProject.instance()
    names = ("DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ")
    layers = [open_layer(township, name) for name in (*names, "parcels")]
    project.addMapLayers(layers)
    found, _ = run({"PARCELS": layers[-1], "LAYERS": layers[:-1], "OUTPUT": "memory:"})
    assert found["371126004012JB00001"]["spatial_verdict"] == "eligible"
    assert found["371126004012JB00003"]["farmland_m2"] == pytest.approx(486.44, abs=0.01)
    assert found["371126004012JB00003"]["ZL"]
    project.clear()


def test_every_role_has_a_parameter():
    made = ScreenParcels().create()
    for role in layer_roles():
        parameter = made.parameterDefinition(role.upper())
        assert parameter.flags() & parameter.Flag.FlagOptional
        assert parameter.type() == ("multilayer" if role == "land_use_history" else "vector")
    assert made.parameterDefinition("COMPLETE").options() == list(stateable_roles())


def test_layers_named_for_optional_roles(root, tmp_path):
    full = root / "sample_data" / "full_township.gdb"
    names = ("DLTB_2009", "DLTB_2019", "ZDJBXX", "parcels")
    layers = {name: open_layer(full, name) for name in names}
    QgsProject.instance().addMapLayers(layers.values())
    record = tmp_path / "s.json"
    run(
        {
            "PARCELS": layers["parcels"],
            "LAND_USE_HISTORY": [layers["DLTB_2019"], layers["DLTB_2009"]],
            "USE_RIGHTS": layers["ZDJBXX"],
            "OUTPUT": "memory:",
            "RECORD": str(record),
        }
    )
    inputs = json.loads(record.read_text(encoding="utf-8"))["inputs"]
    assert {role: entry["layer"] for role, entry in inputs.items()} == {
        "parcels": "parcels",
        "land_use_history[2009]": "DLTB_2009",
        "land_use_history[2019]": "DLTB_2019",
        "use_rights": "ZDJBXX",
    }
    QgsProject.instance().clear()


def test_only_the_selected_parcels(township):
    project = QgsProject.instance()
    parcels = open_layer(township, "parcels")
    project.addMapLayer(parcels)
    parcels.selectByExpression("\"ZDDM\" LIKE '%JB00012' OR \"ZDDM\" LIKE '%JB00001'")
    definition = QgsProcessingFeatureSourceDefinition(parcels.id(), True)
    found, _ = run({"PARCELS": definition, "DATA": str(township), "OUTPUT": "memory:"})
    # the bow-tie is a finding, whatever QGIS is set to do with invalid geometries
    assert {parcel_id[-2:]: feature["spatial_verdict"] for parcel_id, feature in found.items()} == {
        "01": "eligible",
        "12": "undetermined",
    }
    project.clear()


def test_own_fields_keep_their_types():
    parcels = QgsVectorLayer(
        "Polygon?crs=EPSG:4527&field=number:int8&field=day:date&field=share:double&field=verdict:integer",
        "drawn",
        "memory",
    )
    feature = QgsFeature(parcels.fields())
    feature.setAttributes([371126004012000001, QDate(2026, 6, 23), 0.25, 7])
    feature.setGeometry(
        QgsGeometry.fromWkt("Polygon((39513000 4130000,39513100 4130000,39513100 4130100,39513000 4130000))")
    )
    parcels.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(parcels)
    (found,) = run({"PARCELS": parcels, "PARCEL_ID": "number", "OUTPUT": "memory:"})[0].values()
    assert (found["number"], found["day"], found["share"]) == (371126004012000001, QDate(2026, 6, 23), 0.25)
    assert (found["parcel_id"], found["verdict"]) == ("371126004012000001", "undetermined")
    QgsProject.instance().clear()


def test_unsaved_layers_and_rows_without_id():
    parcels = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=name:string", "drawn", "memory")
    feature = QgsFeature(parcels.fields())
    feature.setGeometry(
        QgsGeometry.fromWkt("MultiPolygon(((39513000 4130000,39513100 4130000,39513100 4130100,39513000 4130000)))")
    )
    parcels.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(parcels)
    found, _ = run({"PARCELS": parcels, "OUTPUT": "memory:"})
    assert found["1"]["verdict"] == "undetermined"
    assert found["1"]["area_plane_m2"] == pytest.approx(5000, abs=0.01)
    QgsProject.instance().clear()
