# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger inside QGIS: parameters, sentences, layers that open with their styles."""

from __future__ import annotations

import pytest
from ledger_story import A, record
from qgis.core import QgsCategorizedSymbolRenderer, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from land_entry_plugin.files.ledger import read_ledger
from land_entry_plugin.files.records import write_record
from land_entry_plugin.processing.updateledger import UpdateLedger

pytestmark = pytest.mark.usefixtures("qgis_application")


def run(parameters):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    results, worked = UpdateLedger().create().run(parameters, context, feedback)
    return results, worked, feedback.textLog()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    write_record(record(2025), folder / "r.json")
    (folder / "told.csv").write_text(f"parcel_id,plan_year,plan_quarter\n{A},2025,q3\n", encoding="utf-8")
    results, worked, log = run(
        {
            "RECORD": str(folder / "r.json"),
            "PROCEDURE": str(folder / "told.csv"),
            "AS_OF": "2025-12-01",
            "PLACE": "示例县",
            "UPDATED_LEDGER": str(folder / "l.gpkg"),
            "FOLDER": str(folder / "out"),
        }
    )
    assert worked, log
    return folder, results, log


def test_it_writes_ledger_and_documents(made):
    folder, results, log = made
    assert results["UPDATED_LEDGER"] == str(folder / "l.gpkg")
    assert len(list((folder / "out").iterdir())) == 6
    assert "5 parcels in the ledger" in log
    assert len(read_ledger(folder / "l.gpkg").records) == 1


@pytest.mark.parametrize(("name", "field", "count"), [("parcels", "verdict", 5), ("supply_plan", "plan_quarter", 1)])
def test_layers_open_with_their_styles(made, name, field, count):
    layer = QgsVectorLayer(f"{made[0] / 'l.gpkg'}|layername={name}", name, "ogr")
    assert layer.isValid()
    assert layer.featureCount() == count
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    assert renderer.classAttribute() == field
    assert {feature[field] for feature in layer.getFeatures()} <= {one.value() for one in renderer.categories()}
    assert layer.labelsEnabled()


def test_in_place_and_a_fault_is_a_sentence(made):
    folder, _, _ = made
    ledger = {"LEDGER": str(folder / "l.gpkg"), "UPDATED_LEDGER": str(folder / "l.gpkg")}
    _, worked, log = run(ledger | {"RECORD": str(folder / "r.json"), "AS_OF": "2026-01-01"})
    assert worked, log
    assert "is in the ledger already" in log
    _, worked, log = run(ledger | {"PLAN_YEAR": 5})
    assert not worked
    assert "PLAN_YEAR" in log
    assert "Traceback" not in log
