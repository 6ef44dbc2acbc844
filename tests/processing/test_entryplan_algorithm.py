# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:entryplan`` in QGIS: the same files as the command line's, refusals in a sentence."""

from __future__ import annotations

import json

import openpyxl
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback
from support import GivenAnswers, all_layers, box, candidates, lines, screen, survey

from land_entry_plugin.processing.entryplan import EntryPlans

pytestmark = pytest.mark.usefixtures("qgis_application")

GOOD, BAD = "371126004012JB00001", "371126004012JB00002"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    layers = all_layers(
        survey((box(-50, -50, 400, 200), "0601")), basic_farmland=lines("YJJBNTBHTB", box(100, 0, 30, 30))
    )
    answers = GivenAnswers([GOOD, BAD])
    path = tmp_path_factory.mktemp("plan") / "record.json"
    made = screen(candidates(box(0, 0, 80, 60), box(100, 0, 80, 60), ids=[GOOD, BAD]), layers, answers=answers)
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "answers.csv"
    path.write_text(f"parcel_id,use,start_price,entry_cost\n{GOOD},工业,100万元,300000\n", encoding="utf-8")
    return path


def run(**parameters):
    feedback, context = QgsProcessingFeedback(), QgsProcessingContext()
    results, done = EntryPlans().create().run(parameters, context, feedback)
    assert done, feedback.textLog()
    return results, feedback.textLog()


def test_a_workbook_from_record_and_table(record, table, tmp_path):
    parameters = {"RECORD": str(record), "ANSWERS": str(table), "FORMATS": "XLSX", "FOLDER": str(tmp_path / "out")}
    results, log = run(**parameters)
    assert results["FOLDER"] == str(tmp_path / "out")
    assert BAD in log
    (path,) = (tmp_path / "out").iterdir()
    figures = {row[5]: row[1] for row in openpyxl.load_workbook(path)["数值"].iter_rows(min_row=2, values_only=True)}
    assert (figures["gain"], figures["levy"]) == (700_000, "待补")


def test_refused_in_a_sentence(record, tmp_path):
    algorithm, context, feedback = EntryPlans().create(), QgsProcessingContext(), QgsProcessingFeedback()
    parameters = {"RECORD": str(record), "PARCEL_ID": BAD, "FOLDER": str(tmp_path / "none"), "FORMATS": ["DOCX"]}
    with pytest.raises(QgsProcessingException, match=BAD):
        algorithm.run(parameters, context, feedback, {}, False)
    assert not (tmp_path / "none").exists()
