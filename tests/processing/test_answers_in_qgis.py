# SPDX-License-Identifier: GPL-2.0-or-later
"""Officers' answers from QGIS: tables of every make, the same record as the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answering import write_pack
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL, QDate, QDateTime, QTime

from land_entry_plugin.bridge.answers import answers_of
from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.cli.main import main
from land_entry_plugin.files.answers import FileAnswers, LayerAnswers
from land_entry_plugin.processing.screenparcels import ScreenParcels

pytestmark = pytest.mark.usefixtures("qgis_application")

PARCEL = "371126004012JB00001"
FIELDS = (
    "field=parcel_id:string&field=registered:bool&field=registered_date:date&field=registered_paper:string"
    "&field=members_total:int&field=members_yes:double&field=meeting_date:datetime&field=levy_share:string"
    "&field=stray_question:int"
)


@pytest.fixture
def project():
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def table(project):
    """A table without geometry, in memory."""
    layer = QgsVectorLayer(f"None?{FIELDS}", "answers", "memory")
    rows = (
        (
            f" {PARCEL} ",
            True,
            QDate(2025, 3, 1),
            "=12号",
            300,
            200.0,
            QDateTime(QDate(2025, 5, 1), QTime(0, 0)),
            "20%",
            7,
        ),
        ("371126004012JB00002", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        ("elsewhere", False, QDate(), "", NULL, 1.5, NULL, "", NULL),
    )
    features = []
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    project.addMapLayer(layer)
    return layer


@pytest.fixture
def screened(township, tmp_path, project):
    pack = write_pack(tmp_path)

    def run(answers, name="q.json"):
        parcels = QgsVectorLayer(f"{township}|layername=parcels", "parcels", "ogr")
        project.addMapLayer(parcels)
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        context.setProject(project)
        parameters = {"PARCELS": parcels, "RULE_PACK": str(pack), "AS_OF": "2026-11-21"}
        parameters |= {"ANSWERS": answers, "RECORD": str(tmp_path / name), "OUTPUT": "memory:"}
        _, worked = ScreenParcels().create().run(parameters, context, feedback)
        assert worked, feedback.textLog()
        return without_run(tmp_path / name)

    return run


@pytest.fixture
def typed(township, tmp_path):
    """The same on the command line."""
    pack = write_pack(tmp_path)

    def run(answers):
        path = tmp_path / "cli.json"
        parcels = ["--parcels", f"{township}|layername=parcels", "--as-of", "2026-11-21"]
        assert (
            main(["screenparcels", *parcels, "--rule-pack", str(pack), "--answers", answers, "--record", str(path)])
            == 0
        )
        return without_run(path)

    return run


def without_run(path):
    record = json.loads(Path(path).read_text())
    record.pop("run")
    return record


def written(layer, path, driver, name="answers"):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = driver, name, "UTF-8"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return str(path)


def test_tables_in_memory(table, screened):
    record = screened(table)
    (found,) = (one for one in record["parcels"] if one["parcel_id"] == PARCEL)
    outcomes = {one["rule_id"]: one["outcome"] for one in found["findings"]}
    assert outcomes["registered"] == "pass"
    notes = {note["id"]: note["values"] for note in found["not_checked"]}
    assert notes["answers_of_unknown_parcels"]["parcels"] == ["elsewhere"]
    assert notes["answers_without_question"]["questions"] == ["stray_question"]
    assert record["options"]["answers"]["rows"] == 3


@pytest.mark.parametrize(
    ("name", "driver"),
    [("a.gpkg", "GPKG"), ("a.csv", "CSV"), ("a.xlsx", "XLSX"), ("a.gdb", "OpenFileGDB"), ("a.ods", "ODS")],
)
def test_the_same_record_by_path_by_layer_and_on_the_command_line(
    table, screened, typed, tmp_path, project, name, driver
):
    path = written(table, tmp_path / name, driver)
    opened = QgsVectorLayer(path, "opened", "ogr")
    assert opened.isValid()
    project.addMapLayer(opened)
    wanted = typed(path)
    assert wanted["options"]["answers"]["rows"] == 3
    assert screened(path) == wanted
    assert screened(opened) == wanted
    in_memory = screened(table)
    assert in_memory["parcels"] == wanted["parcels"]


def test_edits_and_filters_in_qgis_count(table, tmp_path, screened, project):
    layer = QgsVectorLayer(written(table, tmp_path / "a.csv", "CSV"), "opened", "ogr")
    project.addMapLayer(layer)
    assert isinstance(answers_of(layer), FileAnswers)
    layer.setSubsetString("parcel_id <> 'elsewhere'")
    assert isinstance(answers_of(layer), LayerAnswers)
    assert screened(layer)["options"]["answers"]["rows"] == 2
    layer.setSubsetString("")
    assert layer.startEditing()
    layer.changeAttributeValue(next(layer.getFeatures()).id(), layer.fields().lookupField("registered_paper"), NULL)
    assert isinstance(answers_of(layer), LayerAnswers)
    (found,) = (one for one in screened(layer)["parcels"] if one["parcel_id"] == PARCEL)
    assert {one["rule_id"]: one["text_id"] for one in found["findings"]}["registered"] == "answer.incomplete"
    layer.rollBack()


def test_text_tables_as_the_data_source_manager_opens_them(table, tmp_path, screened, typed, project):
    path = written(table, tmp_path / "a.csv", "CSV")
    layer = QgsVectorLayer(f"file://{path}?type=csv&geomType=none", "text", "delimitedtext")
    assert layer.isValid()
    project.addMapLayer(layer)
    assert screened(layer) == typed(path)


def test_packs_in_the_profile(screened, table, tmp_path, township, project):
    (folder,) = pack_folders()
    assert folder.parent.parent == Path(QgsApplication.qgisSettingsDirPath())
    folder.mkdir(parents=True, exist_ok=True)
    mine = folder / "tests_own_pack.yaml"
    mine.write_text(write_pack(tmp_path).read_text().replace("id: county", "id: tests_own_pack", 1))
    try:
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        parameters = {"PARCELS": f"{township}|layername=parcels", "RULE_PACK": "tests_own_pack", "OUTPUT": "memory:"}
        results, worked = ScreenParcels().create().run(parameters, context, feedback)
        assert worked, feedback.textLog()
        (pack, *_) = {feature["rule_pack"] for feature in context.getMapLayer(results["OUTPUT"]).getFeatures()}
        assert pack.startswith("tests_own_pack")
    finally:
        mine.unlink()
