# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:surveysheets`` writes every format that it offers, and says what is wrong before it begins."""

from __future__ import annotations

import csv

import ezdxf
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback
from support import of_township

from land_entry_plugin.files.records import write_record
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.processing.surveysheets import SurveySheets

pytestmark = pytest.mark.usefixtures("qgis_application")
PARCEL = "371126004012JB00003"
FORMATS = ["PDF", "DOCX", "XLSX", "TXT", "DXF"]


@pytest.fixture(scope="module")
def record(township, tmp_path_factory):
    request = of_township(township)
    path = tmp_path_factory.mktemp("record") / "s.json"
    write_record(screening_record(screenparcels(request)), path)
    return path


def run(record, folder, **parameters):
    given = {"RECORD": str(record), "PARCEL_ID": PARCEL, "FOLDER": str(folder), **parameters}
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    _, worked = SurveySheets().create().run(given, context, feedback)
    return worked, feedback.textLog()


def test_formats_are_static_strings_and_pdf_is_usual():
    algorithm = SurveySheets().create()
    parameter = algorithm.parameterDefinition("FORMATS")
    assert parameter.options() == FORMATS
    assert parameter.usesStaticStrings()
    assert parameter.defaultValue() == ["PDF"]


def test_every_format_in_one_batch(record, tmp_path):
    worked, said = run(record, tmp_path, FORMATS=FORMATS, CAD_STYLE="chinese")
    assert worked, said
    with (tmp_path / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["格式"], row["状态"]) for row in rows] == [(name, "已导出") for name in FORMATS]
    assert {path.suffix for path in tmp_path.glob(f"{PARCEL}.*")} == {f".{name.lower()}" for name in FORMATS}
    assert "界址线" in {layer.dxf.name for layer in ezdxf.readfile(tmp_path / f"{PARCEL}.dxf").layers}
    _, said = run(record, tmp_path, FORMATS=FORMATS, CAD_STYLE="chinese")
    assert "0 files written, 5 kept" in said


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"FORMATS": ["TXT"], "DIALECT": "nobody"}, "nobody"),
        ({"FORMATS": ["DXF"], "CAD_STYLE": "nobody"}, "CAD style"),
        ({"PARCEL_ID": "nobody"}, "nobody"),
        ({"RECORD": ""}, "record"),
        ({"PARCELS": "any.gpkg"}, "Both a screening record and parcels are given"),
    ],
)
def test_options_at_fault_are_said_first(record, tmp_path, parameters, words):
    worked, said = run(record, tmp_path / "out", **parameters)
    assert not worked
    assert words in said
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_named_as_it_was_given(record, tmp_path):
    file = tmp_path / "taken"
    file.touch()
    worked, said = run(record, file)
    assert not worked
    assert f"{file} is not writable" in said
