# SPDX-License-Identifier: GPL-2.0-or-later
"""Interrupts screenings in a real QGIS while they run: by Esc, by taking layers, files or the project away."""

from __future__ import annotations

import os
import shutil
import threading

import reaching
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

_LONGEST_S = 120


class Held:
    """A run that waits at a place for what is done to it there: after some parcels, or before any layer is read."""

    def __init__(self, after_parcels=0):
        from land_entry_plugin.gui import screening_flow

        self._module, self._usual = screening_flow, screening_flow.RunWatch
        self._reached, self._may_go = threading.Event(), threading.Event()
        held = self

        class Watch(screening_flow.RunWatch):
            def report(self, phase, fraction):
                super().report(phase, fraction)
                if not after_parcels and phase == "read":
                    held.stop()

            def judged(self, parcel_id, verdict):
                super().judged(parcel_id, verdict)
                if self.done == after_parcels:
                    held.stop()

        self._watch = Watch

    def stop(self):
        self._reached.set()
        self._may_go.wait(_LONGEST_S)

    @property
    def is_there(self):
        return self._reached.is_set()

    def __enter__(self):
        self._module.RunWatch = self._watch
        return self

    def __exit__(self, *_):
        self._may_go.set()
        self._module.RunWatch = self._usual


def start(drive, wait, what, after_parcels=0):
    """Start a screening by its button, wait until it has come to its place, and return what holds it there."""
    drive.dock.go_to(1)
    held = Held(after_parcels)
    held.__enter__()
    QApplication.setActiveWindow(drive.window)
    drive.dock.screen.primary.setFocus()
    drive.dock.screen.primary.click()
    wait(what, lambda: held.is_there)
    return held


def ended(drive, wait, pump, what):
    wait(f"end: {what}", lambda: not drive.controller.run.is_running)
    wait(f"layers: {what}", drive.settled)
    pump(100)


def unheard(seen):
    """Forget what was said: QGIS does not add again what still stands in its message bar."""
    iface.messageBar().clearWidgets()
    seen["messages"].clear()


def told(seen):
    return [text for title, text in seen["messages"] if title in ("入市筛查", "Land Entry")]


def cancelled(drive, seen, pump, wait):
    """Cancel by Esc before any layer is read, and once three parcels are judged."""
    run, found = drive.controller.run, {}
    seen["cancelled"] = found
    before = drive.controller.results.path
    unheard(seen)
    with start(drive, wait, "run to cancel"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    ended(drive, wait, pump, "cancelled at once")
    found["at_once"] = {"messages": told(seen), "is_as_before": drive.controller.results.path == before}
    unheard(seen)
    drive.dock.go_to(0)
    drive.dock.data.open_button.setFocus()
    held = Held(3)
    with held:
        QTest.keyClick(drive.dock.data.open_button, Qt.Key.Key_F5)
        wait("F5", lambda: run.is_running)
        wait("three parcels", lambda: held.is_there)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    ended(drive, wait, pump, "cancelled")
    record = drive.controller.results.record
    found |= {
        "judged": len(record["parcels"]),
        "left": len(record["run"].get("not_screened", ())),
        "listed": [row.verdict for row in drive.dock.results.rows].count("not_screened"),
        "messages": told(seen),
    }


def layers_removed(drive, seen, pump, wait):
    """Remove a layer of data while parcels are screened, and then the parcels themselves."""
    project = QgsProject.instance()
    for name, of in (("layer_removed", "STBHHX"), ("parcels_removed", "parcels")):
        unheard(seen)
        layer = next(one for one in project.mapLayers().values() if one.name() == of)
        with start(drive, wait, name):
            project.removeMapLayer(layer.id())
            pump(300)
        ended(drive, wait, pump, name)
        lines = drive.dock.data.list.lines
        seen[name] = {
            "parcels": len(drive.controller.results.record["parcels"]),
            "line": lines["ecological_red_line"].row.kind,
            "parcel_line": lines["parcels"].row.kind,
            "headline": drive.dock.data.headline.text(),
            "messages": told(seen),
        }


def files_gone(drive, seen, pump, wait, place, is_covered):
    """Take the files of all layers away before a screening, and in the midst of one."""
    place.mkdir()
    source = place / "township.gpkg"
    for name in ("file_gone_in_mid_run", "file_gone"):
        iface.newProject(False)
        wait(f"new project: {name}", drive.settled)
        shutil.copyfile(os.environ["LAND_ENTRY_TOWNSHIP"], source)
        (place / "torn.gpkg").write_bytes(source.read_bytes()[:700])
        unheard(seen)
        seen["dropped"] = reaching.drop(drive.dock, place)
        wait(f"copy: {name}", lambda: is_covered() and drive.settled())
        seen["torn"] = list(seen["messages"])
        unheard(seen)
        if name == "file_gone":
            _empty(place)
            drive.dock.go_to(1)
            drive.dock.screen.primary.click()
        else:
            with start(drive, wait, name):
                _empty(place)
        ended(drive, wait, pump, name)
        seen[name] = {"record": drive.controller.results.record is not None, "messages": told(seen)}


def _empty(place):
    for path in place.iterdir():
        path.unlink()


def project_closed(drive, seen, pump, wait, is_covered):
    """Close the project in the midst of a screening."""
    iface.newProject(False)
    drive.dock.data.sample_button.click()
    wait("sample again", lambda: is_covered() and drive.settled())
    unheard(seen)
    with start(drive, wait, "project to close"):
        iface.newProject(False)
        pump(100)
    wait("nothing runs", lambda: not drive.controller.session.tasks.count and drive.settled())
    pump(300)
    seen["project_closed"] = {
        "record": drive.controller.results.record is not None,
        "is_running": drive.controller.run.is_running,
        "can_start": not drive.dock.screen.primary.isHidden(),
        "layers": len(QgsProject.instance().mapLayers()),
        "messages": told(seen),
    }
