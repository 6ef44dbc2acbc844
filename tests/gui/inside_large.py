# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives the dock on a land survey of a million patches, and writes down where the window stood still; QGIS runs this.

LAND_ENTRY_SEEN names the folder for ``seen.json``, LAND_ENTRY_SURVEY and LAND_ENTRY_PARCELS the data.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import traceback
from pathlib import Path

from qgis.core import QgsFeatureRequest, QgsProject
from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox
from qgis.utils import iface, plugins

PLACE = Path(os.environ["LAND_ENTRY_SEEN"])
sys.path.insert(0, os.environ["LAND_ENTRY_TESTS"])
import drawing  # noqa: E402
from watchdog import Watchdog  # noqa: E402

SEEN = {"seconds": {}, "timeouts": [], "exceptions": []}
MOVES, EDITED_PARCELS = 200, 10
_LEAVE_AGAIN_MS = 1000
# held as long as QGIS runs
TIMERS = []


def pump(milliseconds=0):
    end = time.monotonic() + milliseconds / 1000
    while True:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() >= end:
            return
        time.sleep(0.004)


def wait(what, condition, seconds=600):
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        pump(5)
        if condition():
            SEEN["seconds"][what] = round(time.monotonic() - start, 2)
            return
    SEEN["timeouts"].append(what)


def opened(controller):
    pump(200)
    controller.data.open_place(os.environ["LAND_ENTRY_PARCELS"])
    wait("parcels", lambda: controller.data.parcel_layer() is not None and not controller.data.is_busy)
    controller.data.open_place(os.environ["LAND_ENTRY_SURVEY"])
    wait("survey", lambda: "land_use" in controller.data.facts and bool(controller.data.facts["land_use"].layers))
    wait("looked at", lambda: not controller.data.is_busy and controller.form.has_packs)


def screened(controller):
    layer, page = controller.data.parcel_layer(), controller.dock.screen
    layer.selectByIds([one.id() for one in layer.getFeatures()][:EDITED_PARCELS])
    controller.dock.go_to(1)
    page.selected.setChecked(True)
    page.primary.click()
    wait("screening", lambda: not controller.run.is_running and not controller.results.is_busy)
    wait("results looked at", lambda: not controller.data.is_busy)
    for row in list(controller.dock.results.rows):
        controller.results.choose(row.parcel_id)
        pump(100)


def drawn(controller):
    layer, flow, canvas = controller.data.parcel_layer(), controller.draw, iface.mapCanvas()
    shape = next(layer.getFeatures()).geometry()
    box = shape.boundingBox()
    box.scale(2.5)
    canvas.setExtent(box)
    canvas.refresh()
    wait("map", lambda: not canvas.isDrawing())
    flow.start()
    hand = drawing.Hand(layer, pump)
    corners = [(point.x(), point.y()) for point in shape.vertices()][:-1]
    for corner in corners:
        hand.click(*corner)
    wait("first look", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    x, y = corners[-1]
    for step in range(20):
        hand.move(x + step, y + step)
        wait("look", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    SEEN["panel"] = drawing.panel_says(flow.panel)
    hand.key(Qt.Key.Key_Escape)
    flow.stop()
    layer.rollBack()


def cut(controller):
    flow = controller.avoid
    controller.dock.go_to(2)
    controller.results.choose(controller.dock.results.rows[0].parcel_id)
    controller.dock.results.avoid_button.click()

    def settled():
        return not flow.worker.is_busy and not flow.panel._settle.isActive()

    wait("preview", settled)
    flow.panel.numbers["setback"].setValue(5.0)
    pump(250)
    wait("preview with a set-back", settled)
    flow.cancel()


def edited(controller):
    """Move corners two hundred times in a row, then undo it all: results say that they lag, and then do not."""
    layer, results, banner = controller.data.parcel_layer(), controller.results, controller.dock.results.stale
    ids = [one.id() for one in layer.getSelectedFeatures()]
    layer.startEditing()
    chance, told = random.Random(3), []
    for number in range(MOVES):
        feature = ids[number % len(ids)]
        corner = layer.getGeometry(feature).vertexAt(0)
        layer.moveVertex(corner.x() + chance.uniform(-1, 1), corner.y() + chance.uniform(-1, 1), feature, 0)
        told.append(bool(banner.label.text()))
        pump(10)
    wait("burst", lambda: not controller.edits.is_busy)
    shown = {parcel["parcel_id"]: parcel["measures"]["area_plane_m2"] for parcel in results.record["parcels"]}
    areas = [
        [one.geometry().area(), shown[next(str(value) for value in one.attributes() if str(value) in shown)]]
        for one in layer.getFeatures(QgsFeatureRequest(ids))
    ]
    SEEN["burst"] = {
        "told": all(told),
        "edited": results.edited_count,
        "areas": areas,
        "steps": layer.undoStack().count(),
    }
    corner = layer.getGeometry(ids[0]).vertexAt(0)
    layer.moveVertex(corner.x() + 1, corner.y(), ids[0], 0)
    wait("one edit", lambda: not controller.edits.is_busy)
    while layer.undoStack().canUndo():
        layer.undoStack().undo()
        pump(2)
    wait("burst undone", lambda: not controller.edits.is_busy)
    SEEN["undone"] = [results.edited_count, banner.isVisible()]
    layer.rollBack()


def story():
    iface.mainWindow().resize(1440, 1010)
    pump(2000)
    entry, watchdog = plugins["land_entry_plugin"].entry, Watchdog()
    watchdog.chapter = "dock"
    watchdog.resume()
    entry.action.setChecked(True)
    wait("dock", lambda: entry.controller is not None)
    for chapter in (opened, screened, drawn, cut, edited):
        watchdog.chapter = chapter.__name__
        chapter(entry.controller)
    watchdog.pause()
    watchdog.stop()
    SEEN["gaps"] = watchdog.gaps


def leave():
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(_LEAVE_AGAIN_MS, leave)
    iface.actionExit().trigger()


def answer_modal():
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QMessageBox):
        wanted = (QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Ok)
        next(modal.button(one) for one in wanted if modal.button(one)).click()


def main():
    sys.excepthook = lambda *about: SEEN["exceptions"].append("".join(traceback.format_exception(*about))[-1500:])
    asked = QTimer()
    TIMERS.append(asked)
    asked.timeout.connect(answer_modal)
    asked.start(300)
    try:
        story()
    except BaseException:
        SEEN["error"] = traceback.format_exc()
    (PLACE / "seen.json").write_text(json.dumps(SEEN, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    leave()


QTimer.singleShot(400, main)
