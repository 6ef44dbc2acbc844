# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:importcoordinates`` and ``landentry:exportcoordinates``."""

from __future__ import annotations

import errno
import os

import pytest
from coordinate_texts import PARCEL, ring, text, write
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from land_entry_plugin.processing import importcoordinates
from land_entry_plugin.processing.exportcoordinates import ExportCoordinates
from land_entry_plugin.processing.importcoordinates import ImportCoordinates

pytestmark = pytest.mark.usefixtures("qgis_application")


def run(algorithm, parameters):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    results, worked = algorithm.create().run(parameters, context, feedback, {}, False)
    assert worked, feedback.textLog()
    return results, feedback.textLog(), context


@pytest.mark.parametrize("algorithm", [ImportCoordinates, ExportCoordinates])
def test_every_output_but_the_first_is_optional(algorithm):
    made = algorithm().create()
    first, *others = made.destinationParameterDefinitions()
    assert not first.flags() & first.Flag.FlagOptional
    assert not others


def test_import_to_memory_and_export(tmp_path):
    file = write(tmp_path, text(PARCEL, *ring(closed=False)), encoding="gbk")
    results, log, context = run(ImportCoordinates(), {"FILE": str(file), "OUTPUT": "memory:"})
    layer = context.takeResultLayer(results["OUTPUT"])
    (feature,) = layer.getFeatures()
    assert layer.crs().authid() == "EPSG:4527"
    assert (feature["DKBH"], feature["declared_area_m2"], feature.geometry().area()) == ("1", 4800.0, 4800.0)
    assert feature["TFH"] is None or not feature["TFH"]
    assert "not closed" in log
    assert "national" in log
    QgsProject.instance().addMapLayer(layer)
    out = tmp_path / "out.txt"
    _, log, _ = run(ExportCoordinates(), {"PARCELS": layer, "PARCEL_ID": "DKMC", "FILE": str(out)})
    assert "read back" in log
    assert "5,0.4800,一号地块,一号地块,面,,工业用地,0601,@" in out.read_text(encoding="gbk")
    _, _, _ = run(ExportCoordinates(), {"PARCELS": layer, "DIALECT": "linkage", "FILE": str(tmp_path / "out.dat")})
    assert (tmp_path / "out.dat").read_text(encoding="gbk").startswith("J1,1,39500000.0000,4130000.0000,0")
    QgsProject.instance().clear()


def test_a_layer_that_cannot_be_written_gets_a_sentence(tmp_path, monkeypatch):
    def write_sink(*_about):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(importcoordinates, "write_sink", write_sink)
    file, feedback = write(tmp_path, text(PARCEL, *ring())), QgsProcessingFeedback()
    given = {"FILE": str(file), "OUTPUT": "memory:"}
    _, worked = ImportCoordinates().create().run(given, QgsProcessingContext(), feedback)
    assert not worked
    assert "The disk is full" in feedback.textLog()
    assert "Traceback" not in feedback.textLog()


def test_crs_as_qgis_hands_it(tmp_path):
    plain = [(4130000.0, 500000.0), (4130000.0, 500080.0), (4129940.0, 500080.0)]
    file = write(tmp_path, text(PARCEL, *ring(plain), 带号=""))
    output = tmp_path / "p.gpkg"
    crs = QgsCoordinateReferenceSystem("EPSG:4527")
    results, log, _ = run(ImportCoordinates(), {"FILE": str(file), "CRS": crs, "OUTPUT": str(output)})
    layer = QgsVectorLayer(results["OUTPUT"], "p", "ogr")
    assert layer.crs().authid() == "EPSG:4527"
    assert layer.extent().xMinimum() == 39500000.0
    assert "39 was put before" in log
    with pytest.raises(QgsProcessingException, match="Name the CRS"):
        run(ImportCoordinates(), {"FILE": str(file), "OUTPUT": str(tmp_path / "q.gpkg")})
    assert not (tmp_path / "q.gpkg").exists()
    with pytest.raises(AssertionError, match="Shapefile"):
        run(ImportCoordinates(), {"FILE": str(file), "CRS": crs, "OUTPUT": str(tmp_path / "q.shp")})
