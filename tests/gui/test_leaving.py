# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock is closed while something goes on: nothing runs after that, for QGIS goes down with what it would read."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from support import box
from windowed import docked, pump, wait

from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.errors import Cancelled
from land_entry_plugin.gui import algorithm_run, data_flow
from land_entry_plugin.gui.algorithm_run import AlgorithmRun
from land_entry_plugin.gui.live import worker
from land_entry_plugin.gui.tasks import Tasks

pytestmark = pytest.mark.usefixtures("qgis_application")
# Longer than anybody waits here: what is still read by then was not ended.
LONG_S = 30
FEATURES = 500


@pytest.fixture
def layer():
    made = QgsVectorLayer("Polygon?crs=EPSG:4527&field=ZDDM:string", "宗地", "memory")
    feature = QgsFeature(made.fields())
    feature.setGeometry(QgsGeometry.fromWkt(box(39500000, 4100000, 39500100, 4100100).wkt))
    made.dataProvider().addFeatures([QgsFeature(feature) for _ in range(FEATURES)])
    return made


class Reading:
    """Reads a layer over and over, as one that has very many features; says when it goes, and how it ended."""

    def __init__(self):
        self.goes, self.ended = threading.Event(), ""

    def __call__(self, source, *_, **__):
        end = time.monotonic() + LONG_S
        try:
            while time.monotonic() < end:
                source.rows(["ZDDM"])
                self.goes.set()
        except Cancelled:
            self.ended = "cancelled"
            raise
        self.ended = "read to its end"


@pytest.mark.parametrize("is_cancelled", [False, True], ids=["the dock is closed", "QGIS cancels its tasks"])
def test_a_look_at_layers_ends_in_the_midst_of_one(window, layer, monkeypatch, is_cancelled):
    reading = Reading()
    with docked(window) as controller:
        monkeypatch.setattr(data_flow, "layer_facts", reading)
        QgsProject.instance().addMapLayer(layer)
        controller.session.state.parcels = layer.id()
        wait(reading.goes.is_set)
        if is_cancelled:
            # as QGIS does where the user wants to leave it and says yes to its question
            QgsApplication.taskManager().cancelAll()
            wait(lambda: not controller.data.is_busy)
            assert reading.ended == "cancelled"
    assert reading.ended == "cancelled"


def test_a_live_preview_ends_with_the_dock(window, layer, monkeypatch):
    reading = Reading()
    monkeypatch.setattr(worker, "read_index", lambda request, *_: reading(request.parcels))
    with docked(window) as controller:
        controller.draw.worker._request = lambda: lambda: SimpleNamespace(parcels=source)
        source = QgisSource(layer)
        controller.draw.worker.ask(box(0, 0, 1, 1).wkb, lambda *_: None)
        wait(reading.goes.is_set)
    assert reading.ended == "cancelled"


def test_what_cannot_be_cancelled_is_waited_for_and_may_ask_the_window():
    class Asking(QObject):
        asked = pyqtSignal()

    asking, told, began = Asking(), [], threading.Event()
    asking.asked.connect(lambda: told.append(threading.current_thread()), Qt.ConnectionType.BlockingQueuedConnection)

    def work(_):
        began.set()
        # the window is being closed by then
        time.sleep(0.2)
        asking.asked.emit()
        told.append("over")

    tasks = Tasks()
    tasks.start("asking", work, told.append, told.append)
    wait(began.is_set)
    tasks.end_all()
    assert told == [threading.main_thread(), "over"]


def test_an_algorithm_that_runs_ends_with_the_dock(window, township, tmp_path):
    parameters = {"PARCELS": f"{township}|layername=parcels", "DATA": str(township), "OUTPUT": str(tmp_path / "o.gpkg")}
    told, left = [], []

    def closed():
        left.append(list(algorithm_run._running))

    with docked(window):
        AlgorithmRun("landentry:screenparcels", parameters, QgsProject.instance(), lambda *_: told.append(1)).start()
        pump(0.1)
        assert algorithm_run._running
        # what comes right after the dock is closed
        QgsProject.instance().cleared.connect(closed)
    QgsProject.instance().cleared.disconnect(closed)
    assert left[0] == []
    assert told == []
