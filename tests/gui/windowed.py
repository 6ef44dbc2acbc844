# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock in a window of its own, in the process of the test: for what a whole QGIS would be too slow to show."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QApplication, QMainWindow

from land_entry_plugin.gui.controller import made
from land_entry_plugin.gui.leaving import _end_threads
from land_entry_plugin.processing.provider import LandEntryProvider

_LONGEST_S = 60


class Window:
    """As much of QGIS's interface as the dock asks for, of real parts; ``said`` has what its message bar said."""

    def __init__(self):
        self._window = QMainWindow()
        self._canvas, self._bar = QgsMapCanvas(self._window), QgsMessageBar(self._window)
        self._window.setCentralWidget(self._canvas)
        self._window.resize(1200, 900)
        self._digitising = QgsAdvancedDigitizingDockWidget(self._canvas)
        self.said = []
        self._bar.widgetAdded.connect(lambda _: self.said.append(self._bar.currentItem().text()))

    def mainWindow(self):
        return self._window

    def mapCanvas(self):
        return self._canvas

    def messageBar(self):
        return self._bar

    def cadDockWidget(self):
        return self._digitising

    def addDockWidget(self, area, dock):
        self._window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self._window.removeDockWidget(dock)

    def setActiveLayer(self, _layer):
        pass

    def close(self):
        """Take it down in QGIS's order: what listens to the map before the map, and all before the application."""
        _end_threads()
        sip.delete(self._digitising)
        sip.delete(self._window)


def pump(seconds=0.0):
    end = time.monotonic() + seconds
    while True:
        QApplication.processEvents()
        if time.monotonic() >= end:
            return
        time.sleep(0.005)


def wait(condition):
    end = time.monotonic() + _LONGEST_S
    while not condition():
        assert time.monotonic() < end, "it did not come"
        pump(0.01)


@contextmanager
def docked(window):
    """Give the controller of a dock on an empty project; what its events raise fails the test."""
    provider, raised, usual = LandEntryProvider(), [], sys.excepthook
    QgsApplication.processingRegistry().addProvider(provider)
    sys.excepthook = lambda *about: raised.append(repr(about[1]))
    project = QgsProject.instance()
    project.clear()
    window.said.clear()
    making = made(window, project)
    while True:
        try:
            next(making)
        except StopIteration as end:
            controller = end.value
            break
    controller.appear()
    window.mainWindow().show()
    looked(controller)
    try:
        yield controller
        pump()
        assert raised == []
    finally:
        controller.close()
        project.clear()
        pump()
        QgsApplication.processingRegistry().removeProvider(provider)
        sys.excepthook = usual


def looked(controller):
    """Wait until all that is open is looked at."""
    wait(lambda: controller.form.has_packs and not controller.data.is_busy and not controller.session.tasks.count)


def opened(controller, package, *names):
    """Open layers of a package, and wait until they are looked at."""
    layers = [QgsVectorLayer(f"{package}|layername={name}", name, "ogr") for name in names]
    controller.session.project.addMapLayers(layers)
    looked(controller)
    return layers
