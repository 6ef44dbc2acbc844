# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:checkdata``: layers open in QGIS, the same record as the command line, a styled layer."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from land_entry_plugin.cli.main import main
from land_entry_plugin.processing.checkdata import CheckData

pytestmark = pytest.mark.usefixtures("qgis_application")


def run(parameters, *, expected=True):
    algorithm = CheckData().create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    results, worked = algorithm.run({"AS_OF": "2026-06-01", "OUTPUT": "memory:", **parameters}, context, feedback)
    assert worked == expected, feedback.textLog()
    return results, context, feedback


@pytest.fixture(scope="module")
def checked(qgis_application, township, tmp_path_factory):
    """Return what a check of layers open in QGIS gave: its results, its log, its folder."""
    folder = tmp_path_factory.mktemp("checked")
    names = ("DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ", "parcels")
    layers = [QgsVectorLayer(f"{township}|layername={name}", name, "ogr") for name in names]
    QgsProject.instance().addMapLayers(layers)
    results, _, feedback = run(
        {
            "PARCELS": layers[-1], "LAYERS": layers[:-1], "OUTPUT": str(folder / "places.gpkg"),
            "RECORD": str(folder / "q.json"), "TABLE": str(folder / "q.xlsx"), "FIXED": str(folder / "fixed"),
        }
    )  # fmt: skip
    yield results, feedback.textLog(), folder
    QgsProject.instance().clear()


def test_every_output_but_the_first_is_optional():
    algorithm = CheckData().create()
    first, *others = algorithm.destinationParameterDefinitions()
    assert not first.flags() & first.Flag.FlagOptional
    assert all(other.flags() & other.Flag.FlagOptional for other in others)


def test_the_log_has_the_paragraph(checked):
    _, log, folder = checked
    assert "Fit to screen: yes, with limits." in log
    assert "Nothing could be mended safely" in log
    assert (folder / "q.xlsx").is_file()


def test_qgis_and_the_command_line_say_the_same(checked, township, capsys):
    _, _, folder = checked
    parcels = f"{township}|layername=parcels"
    command = ["checkdata", "--parcels", parcels, "--data", str(township), "--as-of", "2026-06-01"]
    assert main([*command, "--record", str(folder / "c.json"), "--fixed", str(folder / "other")]) == 0
    one, other = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("q.json", "c.json"))
    for record in (one, other):
        del record["run"]
    assert one == other


def test_the_layer_opens_styled_by_severity(checked):
    results, _, _ = checked
    layer = QgsVectorLayer(results["OUTPUT"], "", "ogr")
    if not layer.isValid():
        layer = QgsVectorLayer(results["OUTPUT"].split("|", maxsplit=1)[0], "", "ogr")
    assert layer.isValid()
    rules = layer.renderer().rootRule().children()
    assert [rule.label() for rule in rules] == ["错误", "警告", "提示"]
    assert layer.labelsEnabled()


def test_bad_input_is_one_sentence(township):
    _, _, feedback = run({}, expected=False)
    assert "There is nothing to check" in feedback.textLog()
    assert "Traceback" not in feedback.textLog()
