# SPDX-License-Identifier: GPL-2.0-or-later
"""Where outputs go: what QGIS writes of a destination is read as QGIS reads it, whatever the path is called."""

from __future__ import annotations

import pytest
from qgis.core import QgsDataSourceUri, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from land_entry_plugin.bridge.written import destination_file, destination_table
from land_entry_plugin.processing.answersheet import AnswerSheet

pytestmark = pytest.mark.usefixtures("qgis_application")

NAMES = ("plain", "三调 'old' (2)", 'a "b" c', "it's", "two  blanks ", "back\\slash", "q?x#%20", 'table="x"\' (geom)')


def written(path, table):
    """Return a destination as QGIS's dialogs write it."""
    uri = QgsDataSourceUri()
    uri.setDatabase(str(path))
    uri.setTable(table)
    uri.setGeometryColumn("geom")
    return f"ogr:{uri.uri()}"


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_a_file_is_told_by_file_and_table(tmp_path, name):
    path = tmp_path / name / f"{name}.gpkg"
    text = written(path, name)
    assert destination_file(text, QgsProcessingContext()) == path
    assert destination_table(text) == name
    assert destination_table(str(path)) is None
    assert destination_file(str(path), QgsProcessingContext()) == path


def test_what_a_user_types_without_quotes_is_read_too():
    text = 'ogr:dbname=/data/a.gpkg table="x" (geom)'
    assert str(destination_file(text, QgsProcessingContext())) == "/data/a.gpkg"
    assert destination_table(text) == "x"
    assert destination_file("ogr:table=x", QgsProcessingContext()) is None


def test_an_algorithm_writes_into_a_table_whose_file_has_quotes(tmp_path, township):
    folder = tmp_path / '镇\'s "x"'
    folder.mkdir()
    path, table = folder / "三调 'old' (2).gpkg", "答复 'a' b"
    given = {"PARCELS": f"{township}|layername=parcels", "OUTPUT": written(path, table)}
    feedback = QgsProcessingFeedback()
    results, worked = AnswerSheet().create().run(given, QgsProcessingContext(), feedback)
    assert worked, feedback.textLog()
    assert sorted(one.name for one in folder.iterdir()) == [path.name]
    assert QgsVectorLayer(results["OUTPUT"], "", "ogr").featureCount() == 18
    assert QgsVectorLayer(f"{path}|layername={table}", "", "ogr").isValid()
