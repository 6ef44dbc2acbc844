# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock screens by worker processes: the same as by one, followed while they work, and kept as far as they came."""

from __future__ import annotations

import multiprocessing
import shutil
from collections import Counter

import pyogrio
import pytest
from interrupting import Held
from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer
from windowed import docked, opened, pump, wait

from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.files.records import read_record
from land_entry_plugin.gui.run_watch import RunWatch
from land_entry_plugin.gui.screening_flow import PACKAGE, RECORD, screen
from land_entry_plugin.gui.words import say
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.scale import screenparcels as scaled

pytestmark = pytest.mark.usefixtures("qgis_application")

ALL = ("parcels", "DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ")
TABLES = ("parcels", "overlaps", "findings")
PARCELS, SHARE = 18, 4


def alone(*_, **__):
    raise AssertionError


@pytest.fixture
def by_workers(monkeypatch):
    """However few the parcels are, workers take them, and nobody else."""
    monkeypatch.setenv("LAND_ENTRY_WORKERS", "2")
    for name, value in (("_LEAST_PARCELS", 1), ("_SHARE", SHARE), ("screenparcels", alone)):
        monkeypatch.setattr(scaled, name, value)


@pytest.fixture(scope="module")
def place(township, tmp_path_factory):
    """A township that QGIS may write into."""
    return shutil.copyfile(township, tmp_path_factory.mktemp("township") / "township.gpkg")


def layer_of(place, name):
    return QgsVectorLayer(f"{place}|layername={name}", name, "ogr")


def run(place, folder, parcels=None, land_use=None):
    """Screen layers open in QGIS; return what the files say outside ``run``, the record that is held, and the watch."""
    folder.mkdir()
    layers = [land_use or layer_of(place, "DLTB"), *(layer_of(place, name) for name in ALL[2:])]
    own = QgisSource(parcels or layer_of(place, "parcels"))
    watch = RunWatch(lambda: False, PARCELS)
    screened = screen(ScreeningRequest(own, offered=tuple(map(QgisSource, layers))), watch, folder)
    assert screened.record["run"] == read_record(folder / RECORD)["run"]
    lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    tables = [pyogrio.raw.read(folder / PACKAGE, layer=name) for name in TABLES]
    rows = [
        (list(meta["fields"]), None if wkb is None else wkb.tolist(), [str(column.tolist()) for column in values])
        for meta, _, wkb, values in tables
    ]
    files = [line for line in lines if not line.startswith('"run": ')], rows
    return files, screened.record | {"run": {}}, watch


@pytest.fixture(scope="module")
def by_one(qgis_application, place, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAND_ENTRY_WORKERS", "1")
        return run(place, tmp_path_factory.mktemp("one") / "run")


def test_files_record_and_verdicts_are_those_of_one_process(place, by_one, by_workers, tmp_path):
    files, record, watch = run(place, tmp_path / "two")
    own_files, own_record, own_watch = by_one
    assert files == own_files
    assert record == own_record
    verdicts = Counter(parcel["verdict"] for parcel in record["parcels"])
    assert watch.verdicts == own_watch.verdicts == verdicts
    assert all(watch.phase_seconds(phase) is not None for phase in ("read", "overlay", "judge"))


def test_parcels_may_be_in_memory(place, by_one, by_workers, tmp_path):
    parcels = layer_of(place, "parcels").materialize(QgsFeatureRequest())
    _, record, _ = run(place, tmp_path / "memory", parcels=parcels)
    shown = [(parcel["parcel_id"], parcel["verdict"], parcel["measures"]) for parcel in record["parcels"]]
    assert shown == [(one["parcel_id"], one["verdict"], one["measures"]) for one in by_one[1]["parcels"]]


def test_a_survey_that_only_this_window_sees_is_screened_in_it(place, monkeypatch, tmp_path):
    monkeypatch.setattr(scaled, "_LEAST_PARCELS", 1)
    monkeypatch.setattr(scaled, "Workers", alone)
    land_use = layer_of(place, "DLTB")
    land_use.startEditing()
    number = land_use.fields().indexOf("DLBM")
    for feature in list(land_use.getFeatures()):
        land_use.changeAttributeValue(feature.id(), number, "0102")
    _, record, watch = run(place, tmp_path / "edited", land_use=land_use)
    land_use.rollBack()
    codes = {one["code"] for parcel in record["parcels"] for one in parcel["overlaps"] if one["role"] == "land_use"}
    assert codes == {"0102"}
    assert watch.done == PARCELS


@pytest.fixture
def dock(window, place):
    with docked(window) as controller:
        opened(controller, place, *ALL)
        controller.dock.go_to(1)
        yield controller


def ended(dock):
    wait(lambda: not dock.run.is_running and not dock.session.tasks.count and not dock.results.is_busy)
    pump(0.1)
    assert multiprocessing.active_children() == []


def test_a_cancelled_run_keeps_the_shares_that_are_whole(dock, by_workers):
    with Held(1) as held:
        dock.dock.screen.start_asked.emit()
        wait(lambda: held.is_there)
        assert len(multiprocessing.active_children()) == 2
        dock.run.cancel()
    ended(dock)
    record = dock.results.record
    judged, left = len(record["parcels"]), len(record["run"]["not_screened"])
    assert 1 <= judged < PARCELS
    assert judged + left == PARCELS
    assert dock.session.iface.said[-1] == say("cancelled_some", judged=judged, left=left)
    assert [row.verdict for row in dock.dock.results.rows].count("not_screened") == left


def test_a_run_ends_with_its_project_and_is_not_harmed_by_a_layer_that_goes(dock, by_workers):
    project = QgsProject.instance()
    with Held(1) as held:
        dock.dock.screen.start_asked.emit()
        wait(lambda: held.is_there)
        project.removeMapLayer(next(one for one in project.mapLayers() if "STBHHX" in one))
        pump(0.1)
    ended(dock)
    assert len(dock.results.record["parcels"]) == PARCELS
    with Held(1) as held:
        dock.dock.screen.start_asked.emit()
        wait(lambda: held.is_there)
        project.clear()
        pump(0.1)
    ended(dock)
    assert dock.results.record is None
    assert not dock.run.is_running
