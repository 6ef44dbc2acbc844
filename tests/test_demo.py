# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make demo` promises."""

from __future__ import annotations

import os
import subprocess

import openpyxl
import pyogrio
import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtGui import QImage

from land_entry_plugin.files.records import read_record


@pytest.mark.usefixtures("qgis_application")
def test_the_demo(root):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"LANGUAGE": "en"}
    command = [root / "scripts" / "with-qgis", "python", root / "scripts" / "demo.py"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    out = root / "out" / "demo"
    record = read_record(out / "screening.json")
    for parcel in record["parcels"]:
        (line,) = [line for line in done.stdout.splitlines() if line.startswith(parcel["parcel_id"])]
        assert parcel["verdict"].capitalize() in line
    layers = set(pyogrio.list_layers(out / "screening.gpkg")[:, 0])
    assert {"parcels", "overlaps", "findings"} <= layers
    assert openpyxl.load_workbook(out / "table.xlsx")["筛查结果"].max_row == 1 + len(record["parcels"])
    sheets = {path.stem for path in (out / "sheets").glob("*.pdf")}
    assert {parcel["parcel_id"] for parcel in record["parcels"]} <= sheets
    picture = QImage(str(out / "overview.png"))
    assert picture.width() > 1500
    project = QgsProject()
    assert project.read(str(out / "township.qgz"))
    assert len(project.mapLayers()) == 8
    assert all(layer.isValid() for layer in project.mapLayers().values())
    project.clear()
