# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that algorithms write: whole old ones or whole new ones, whatever ends the program."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely

pytestmark = pytest.mark.usefixtures("qgis_application")

# Writes a layer that takes a while, in a process that can be killed.
WRITING = """
import os, sys
sys.path.insert(0, {tests!r})
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from test_whole_layers import written
written({path!r}, 60_000)
os._exit(0)
"""


def rows(path):
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (table,) = connection.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchone()
        return table, connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


def table_of(count):
    from land_entry_plugin.files.tables import Table

    left = 39513000.0 + 10 * np.arange(count)
    shapes = shapely.box(left, 4130000.0, left + 5, 4130005.0)
    return Table("parcels", (("number", int),), [{"number": i} for i in range(count)], shapes, "EPSG:4527")


def written(destination, count, context=None):
    from qgis.core import QgsProcessingContext

    from land_entry_plugin.processing.importcoordinates import ImportCoordinates
    from land_entry_plugin.processing.sinks import write_sink

    context = context or QgsProcessingContext()
    # held by its caller, as Processing does
    algorithm = ImportCoordinates().create()
    return write_sink(algorithm, {"OUTPUT": destination}, context, "OUTPUT", table_of(count))


def test_a_layer_is_called_as_its_file_and_replaces_the_file(tmp_path):
    path = tmp_path / "new" / "宗地 1.gpkg"
    for count in (3, 5):
        assert written(str(path), count) == str(path)
        assert rows(path) == ("宗地 1", count)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ["geojson", "fgb", "csv"])
def test_other_formats_are_written_in_the_same_way(tmp_path, ending):
    import pyogrio

    path = tmp_path / f"o.{ending}"
    written(str(path), 4)
    assert pyogrio.read_info(path, force_feature_count=True)["features"] == 4
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_table_of_a_file_is_added_to_it(tmp_path):
    path = tmp_path / "o.gpkg"
    written(str(path), 3)
    written(f"ogr:dbname='{path}' table=\"more\" (geom)", 2)
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT table_name FROM gpkg_contents ORDER BY 1").fetchall()
    assert tables == [("more",), ("o",)]


def test_qgis_opens_the_layer_where_it_is_in_the_end(tmp_path):
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
        QgsProperty,
    )

    path, context, project = tmp_path / "o.gpkg", QgsProcessingContext(), QgsProject()
    context.setProject(project)
    definition = QgsProcessingOutputLayerDefinition()
    definition.sink, definition.destinationProject = QgsProperty.fromValue(str(path)), project
    definition.destinationName = "Parcels"
    assert written(definition, 3, context) == str(path)
    waiting = context.layersToLoadOnCompletion()
    assert list(waiting) == [str(path)]
    assert waiting[str(path)].name == "Parcels"
    layer = context.getMapLayer(str(path)) or context.takeResultLayer(str(path))
    assert layer is None or layer.source() == str(path)


def test_a_layer_that_cannot_be_finished_leaves_the_old_one(tmp_path, monkeypatch):
    from land_entry_plugin.processing import sinks

    path = tmp_path / "o.gpkg"
    written(str(path), 3)
    before = path.read_bytes()
    monkeypatch.setattr(sinks.QgsFeature, "setGeometry", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        written(str(path), 5)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_killed_while_qgis_writes_the_old_layer_is_there_and_the_next_run_tidies_up(tmp_path):
    path, half = tmp_path / "o.gpkg", tmp_path / ".o.part.gpkg.aside" / "o.gpkg"
    written(str(path), 3)
    before = path.read_bytes()
    child = subprocess.Popen([sys.executable, "-c", WRITING.format(tests=str(Path(__file__).parent), path=str(path))])
    while child.poll() is None and not (half.exists() and half.stat().st_size):
        time.sleep(0.002)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    assert path.read_bytes() == before
    assert half.exists()
    written(str(path), 5)
    assert rows(path) == ("o", 5)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
