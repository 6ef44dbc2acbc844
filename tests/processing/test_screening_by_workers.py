# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:screenparcels`` by worker processes: started with QGIS's own Python, the same as by one process."""

from __future__ import annotations

import pyogrio
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

from land_entry_plugin.processing.screenparcels import ScreenParcels
from land_entry_plugin.scale import screenparcels as scaled

pytestmark = pytest.mark.usefixtures("qgis_application")

LAYERS = {"OUTPUT": "parcels", "OVERLAPS": "pieces", "FINDINGS": "findings"}


def run(township, folder):
    folder.mkdir()
    parameters = {"PARCELS": f"{township}|layername=parcels", "AS_OF": "2026-06-23", "RECORD": f"{folder}/record.json"}
    parameters |= {
        role: f"{township}|layername={layer}" for role, layer in (("LAND_USE", "DLTB"), ("ADMIN_AREA", "XZQ"))
    }
    parameters |= {name: f"{folder}/{file}.gpkg" for name, file in LAYERS.items()}
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    _, worked = ScreenParcels().create().run(parameters, context, feedback)
    assert worked, feedback.textLog()
    lines = (folder / "record.json").read_text(encoding="utf-8").splitlines()
    layers = [pyogrio.raw.read(folder / f"{file}.gpkg", layer=file) for file in LAYERS.values()]
    return [line for line in lines if not line.startswith('"run": ')], [
        (list(meta["fields"]), None if wkb is None else wkb.tolist(), [str(column.tolist()) for column in values])
        for meta, _, wkb, values in layers
    ]


def test_the_same_by_workers(township, tmp_path, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_WORKERS", "1")
    alone = run(township, tmp_path / "alone")

    def not_alone(*_, **__):
        raise AssertionError

    monkeypatch.setenv("LAND_ENTRY_WORKERS", "2")
    for name, value in (("_LEAST_PARCELS", 1), ("_SHARE", 20), ("screenparcels", not_alone)):
        monkeypatch.setattr(scaled, name, value)
    assert run(township, tmp_path / "two") == alone
