# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:avoidconflicts`` in QGIS: the same layers as the command line, broken parcels, what it says."""

from __future__ import annotations

import pyogrio
import pytest
import shapely
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from land_entry_plugin.cli.main import main
from land_entry_plugin.processing.avoidconflicts import AvoidConflicts

EMPTY = shapely.to_wkb(shapely.MultiPolygon())
pytestmark = pytest.mark.usefixtures("qgis_application")


def run(parameters, *, expected=True):
    algorithm = AvoidConflicts().create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    # the sample has a parcel that crosses itself: a finding, never the end of the run
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    results, worked = algorithm.run({"AS_OF": "2026-11-21", **parameters}, context, feedback)
    assert worked == expected, feedback.textLog()
    return results, feedback


@pytest.fixture(scope="module")
def written(township, tmp_path_factory, qgis_application):
    folder = tmp_path_factory.mktemp("avoid")
    data = {"PARCELS": f"{township}|layername=parcels", "DATA": str(township)}
    results, feedback = run({**data, "OUTPUT": str(folder / "qgis.gpkg"), "REMOVED": str(folder / "removed.gpkg")})
    common = ["avoidconflicts", "--parcels", data["PARCELS"], "--data", str(township), "--as-of", "2026-11-21"]
    assert main([*common, "--output", str(folder / "cli.gpkg"), "--removed", str(folder / "cli.gpkg")]) == 0
    return folder, results, feedback


def rows(path, layer=None):
    read = pyogrio.raw.read(path, layer=layer or path.stem)
    names, columns = list(read[0]["fields"]), read[3]
    return (
        names,
        [[str(value) for value in row] for row in zip(*columns, strict=True)],
        [one or EMPTY for one in read[2]],
    )


def test_qgis_and_the_command_line_write_the_same(written):
    folder, _, _ = written
    for ours, theirs in (("qgis.gpkg", "avoided"), ("removed.gpkg", "removed")):
        names, values, shapes = rows(folder / ours)
        cli_names, cli_values, cli_shapes = rows(folder / "cli.gpkg", theirs)
        assert (names, shapes) == (cli_names, cli_shapes)
        assert [[value.replace("None", "").replace("nan", "") for value in row] for row in values] == [
            [value.replace("None", "").replace("nan", "") for value in row] for row in cli_values
        ]


def test_broken_parcels_do_not_stop_the_run_and_are_said(written):
    _, results, feedback = written
    layer = QgsVectorLayer(results["OUTPUT"], "avoided", "ogr")
    states = {feature["parcel_id"]: feature["state"] for feature in layer.getFeatures()}
    assert states["371126004001JB00012"] == "not_judged"
    assert states["371126004012JB00003"] == "cut"
    assert "371126004001JB00012" in feedback.textLog()


def test_the_layers_open_with_verdicts_and_reasons(written):
    _, results, _ = written
    layer = QgsVectorLayer(results["OUTPUT"], "avoided", "ogr")
    assert layer.renderer().classAttribute() == "verdict"
    removed = QgsVectorLayer(results["REMOVED"], "removed", "ogr")
    assert removed.renderer().classAttribute() == "reason"


def test_an_unknown_rule_is_one_sentence(township):
    data = {"PARCELS": f"{township}|layername=parcels", "DATA": str(township), "OUTPUT": "memory:"}
    _, feedback = run({**data, "RULES": "no_such_rule"}, expected=False)
    assert "no_such_rule" in feedback.textLog()
    assert "Traceback" not in feedback.textLog()
