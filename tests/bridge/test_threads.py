# SPDX-License-Identifier: GPL-2.0-or-later
"""What QGIS calls in threads that it uses again is done elsewhere: there pyproj 3.7 crashes at the second call."""

from __future__ import annotations

import gc
import threading
import time
import weakref

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
)
from qgis.PyQt.QtCore import QThread
from support import box

from land_entry_plugin.bridge import expression_functions
from land_entry_plugin.bridge.threads import CallThread, in_own_thread
from land_entry_plugin.engine.crs import readable_crs
from land_entry_plugin.errors import InputError
from land_entry_plugin.gui.tasks import Tasks
from land_entry_plugin.processing import screenparcels

pytestmark = pytest.mark.usefixtures("qgis_application")
TIMES = 3
LONGEST_S = 60


@pytest.fixture(autouse=True)
def one_thread():
    """Have QGIS do everything in one thread, so that each call comes after another in the same."""
    pool = QgsApplication.taskManager().threadPool()
    before = pool.maxThreadCount()
    pool.setMaxThreadCount(1)
    yield
    pool.setMaxThreadCount(before)


def are_over(threads):
    """Return whether each call had a thread of its own, which ended with it."""
    return {type(thread) for thread in threads} == {CallThread} and all(thread.isFinished() for thread in threads)


def wait_for(is_over):
    end = time.monotonic() + LONGEST_S
    while not is_over():
        assert time.monotonic() < end
        QgsApplication.processEvents()
        time.sleep(0.005)


def test_the_work_of_the_window():
    tasks, told, threads = Tasks(), [], []

    def work(_):
        threads.append(QThread.currentThread())
        return readable_crs("EPSG:4527").is_geographic

    for _ in range(TIMES):
        tasks.start("work", work, told.append, told.append)
        wait_for(lambda: not tasks.count)
    assert told == [False] * TIMES
    assert are_over(threads)


class Open:
    """Something that is open while it is read."""


def test_a_fault_in_the_work_comes_back_as_its_sentence_and_nothing_stays_open():
    held = []

    def work(_):
        being_read = Open()
        held.append(weakref.ref(being_read))
        raise InputError("missing_file", path="gone.gpkg")

    tasks, told = Tasks(), []
    gc.disable()
    tasks.start("work", work, lambda _: None, told.append)
    wait_for(lambda: told)
    left = held[0]()
    gc.enable()
    assert "gone.gpkg" in told[0]
    assert left is None


def test_where_no_thread_is_to_be_had_nobody_waits_for_it(monkeypatch):
    monkeypatch.setattr(CallThread, "start", lambda _: None)
    with pytest.raises(TimeoutError):
        in_own_thread(int)


def in_background(parameters):
    """Run an algorithm as Processing does from its window; return its results and the context that holds its layers."""
    context, feedback, told = QgsProcessingContext(), QgsProcessingFeedback(), []
    context.setProject(QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(screenparcels.ScreenParcels(), parameters, context, feedback)
    task.executed.connect(lambda *ended: told.append(ended))
    QgsApplication.taskManager().addTask(task)
    wait_for(lambda: told)
    return *told[0], context, feedback


def test_an_algorithm_of_processing(township, monkeypatch, tmp_path):
    threads, screened = [], screenparcels.screened

    def noting(*arguments, **named):
        threads.append(QThread.currentThread())
        return screened(*arguments, **named)

    monkeypatch.setattr(screenparcels, "screened", noting)
    parameters = {"PARCELS": f"{township}|layername=parcels", "DATA": str(township), "AS_OF": "2026-06-01"}
    for turn in range(TIMES):
        file = str(tmp_path / f"{turn}.gpkg")
        done, results, context, feedback = in_background(parameters | {"OUTPUT": "memory:", "OVERLAPS": file})
        assert done, feedback.textLog()
        assert results["OVERLAPS"] == file
        layer = context.takeResultLayer(results["OUTPUT"])
        assert layer.featureCount() == 18
        assert layer.thread() == QgsApplication.instance().thread()
    assert are_over(threads)
    done, _, _, feedback = in_background(parameters | {"OUTPUT": "memory:", "PARCEL_ID": "NOPE"})
    assert not done
    assert "NOPE" in feedback.textLog()


class Asking(QgsTask):
    """A thread of QGIS that evaluates an expression, as one that draws a map does."""

    def __init__(self, text):
        super().__init__("asking")
        self.text, self.told = text, []

    def run(self):
        self.told.append(QgsExpression(self.text).evaluate())
        return True


def test_a_function_of_expressions(monkeypatch):
    threads, accepted = [], expression_functions.accepted_crs

    def noting(*arguments):
        threads.append(threading.current_thread())
        return accepted(*arguments)

    monkeypatch.setattr(expression_functions, "accepted_crs", noting)
    expression_functions.register()
    text = f"landentry_ellipsoidal_area(geom_from_wkt('{box(0, 0, 100, 60).wkt}'), 'EPSG:4527')"
    told = []
    for _ in range(TIMES):
        task = Asking(text)
        QgsApplication.taskManager().addTask(task)
        wait_for(lambda task=task: task.told)
        told += task.told
    own = QgsExpression(text).evaluate()
    expression_functions.unregister()
    assert told == [own] * TIMES
    assert own == pytest.approx(6000, rel=1e-3)
    kept, *others, here = threads
    assert type(kept) is threading.Thread
    assert set(others) == {kept}
    assert here is threading.main_thread()
