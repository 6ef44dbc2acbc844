# SPDX-License-Identifier: GPL-2.0-or-later
"""Sources keep their bytes and time stamps, and nothing appears beside them, whatever algorithm reads them."""

from __future__ import annotations

import hashlib
import os
import zipfile

import pyogrio
import pytest
from coordinate_texts import PARCEL, ring, text, write
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

from land_entry_plugin.cli.main import main
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.processing.adjustmententry import AdjustmentEntryBalance
from land_entry_plugin.processing.answersheet import AnswerSheet
from land_entry_plugin.processing.exportcoordinates import ExportCoordinates
from land_entry_plugin.processing.importcoordinates import ImportCoordinates
from land_entry_plugin.processing.screenparcels import ScreenParcels

pytestmark = pytest.mark.usefixtures("qgis_application")

LAYERS = ("DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ", "parcels")
KINDS = ("gpkg", "gdb", "shp", "geojson", "zip")


@pytest.fixture(scope="module")
def places(tmp_path_factory, township):
    """Return the township in every kind of source: the place of DATA, and the parcels."""
    made = {kind: tmp_path_factory.mktemp(kind) for kind in KINDS}
    for name in LAYERS:
        where = "ZDDM IN ('371126004012JB00001', '371126004012JB00003')" if name == "parcels" else None
        meta, _, wkb, values = pyogrio.raw.read(township, layer=name, force_2d=True, where=where)
        given = {"geometry": wkb, "field_data": values, "fields": meta["fields"], "crs": meta["crs"]}
        kind = "MultiPolygon"
        pyogrio.raw.write(made["gpkg"] / "data.gpkg", layer=name, driver="GPKG", geometry_type=kind, **given)
        pyogrio.raw.write(made["gdb"] / "data.gdb", layer=name, driver="OpenFileGDB", geometry_type=kind, **given)
        pyogrio.raw.write(
            made["shp"] / f"{name}.shp", driver="ESRI Shapefile", geometry_type=kind, encoding="GBK", **given
        )
        (made["shp"] / f"{name}.cpg").unlink()
        pyogrio.raw.write(made["geojson"] / f"{name}.geojson", driver="GeoJSON", geometry_type=kind, **given)
    with zipfile.ZipFile(made["zip"] / "data.zip", "w") as archive:
        for member in sorted(made["shp"].iterdir()):
            archive.write(member, member.name)
    return {
        "gpkg": (made["gpkg"], made["gpkg"] / "data.gpkg", f"{made['gpkg']}/data.gpkg|layername=parcels"),
        "gdb": (made["gdb"], made["gdb"] / "data.gdb", f"{made['gdb']}/data.gdb|layername=parcels"),
        "shp": (made["shp"], made["shp"], f"{made['shp']}/parcels.shp"),
        "geojson": (made["geojson"], made["geojson"], f"{made['geojson']}/parcels.geojson"),
        "zip": (made["zip"], made["zip"] / "data.zip", f"/vsizip/{made['zip']}/data.zip/parcels.shp"),
    }


def state(folder):
    """Return bytes and time of change of all that lies in a folder, and the times of the folders."""
    found = {}
    for root, folders, files in os.walk(folder):
        for name in (*files, *folders):
            path = os.path.join(root, name)
            status = os.stat(path)
            content = ""
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    content = hashlib.sha256(file.read()).hexdigest()
            found[os.path.relpath(path, folder)] = (status.st_mtime_ns, status.st_size, content)
    return found | {".": os.stat(folder).st_mtime_ns}


def run(algorithm, parameters):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    results, worked = algorithm.create().run(parameters, context, feedback)
    assert worked, feedback.textLog()
    return results


@pytest.mark.parametrize("kind", KINDS)
def test_no_algorithm_changes_its_sources(kind, places, tmp_path):
    folder, data, parcels = places[kind]
    before = state(folder)
    out = tmp_path
    survey = str(data / "DLTB.shp") if kind == "shp" else f"{data}|layername=DLTB"
    if kind == "geojson":
        survey = str(data / "DLTB.geojson")
    if kind == "zip":
        survey = f"/vsizip/{data}/DLTB.shp"
    outputs = {"OUTPUT": str(out / "o.gpkg"), "RECORD": str(out / "r.json")}
    run(ScreenParcels(), {"PARCELS": parcels, "DATA": str(data)} | outputs)
    assert state(folder) == before, "screenparcels"
    run(ScreenParcels(), {"PARCELS": parcels, "LAND_USE": survey, "OUTPUT": "memory:"})
    assert state(folder) == before, "screenparcels, a layer named"
    run(AnswerSheet(), {"PARCELS": parcels, "OUTPUT": str(out / "a.gpkg")})
    assert state(folder) == before, "answersheet"
    run(ExportCoordinates(), {"PARCELS": parcels, "FILE": str(out / "p.txt")})
    assert state(folder) == before, "exportcoordinates"
    run(AdjustmentEntryBalance(), {"RECLAIMED": parcels, "ENTERED": parcels, "LAND_USE": survey, "OUTPUT": "memory:"})
    assert state(folder) == before, "adjustmententry"
    named = parcels if kind != "zip" else f"{data}|layername=parcels"
    assert main(["screenparcels", "--parcels", named, "--data", str(data), "--output", str(out / "cli.gpkg")]) == 0
    assert state(folder) == before, "the command line"


def test_the_slow_layers_of_a_screening_are_not_changed_by_their_import(places):
    folder, data, _ = places["shp"]
    before = state(folder)
    open_layer(str(data / "DLTB.shp")).speed_up(["BSM", "DLBM"], lambda _: None)
    assert state(folder) == before


def test_a_coordinate_file_is_not_changed(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    file = write(folder, text(PARCEL, *ring()), encoding="gbk")
    before = state(folder)
    run(ImportCoordinates(), {"FILE": str(file), "OUTPUT": str(tmp_path / "o.gpkg")})
    assert state(folder) == before
