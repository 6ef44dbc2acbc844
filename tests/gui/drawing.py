# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws on the map of a real QGIS window with mouse and keys, as part of the story of ``inside_qgis.py``."""

from __future__ import annotations

import time

import reaching
from qgis.core import Qgis, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface


class Hand:
    """A mouse and a keyboard over the map."""

    def __init__(self, layer, pump):
        self.canvas, self.layer, self.pump = iface.mapCanvas(), layer, pump

    def place(self, x, y):
        """Return where a point of the layer is on the canvas."""
        settings = self.canvas.mapSettings()
        point = settings.layerToMapCoordinates(self.layer, QgsPointXY(x, y))
        pixel = self.canvas.getCoordinateTransform().transform(point)
        return QPoint(round(pixel.x()), round(pixel.y()))

    def _send(self, kind, at, button, buttons):
        view = self.canvas.viewport()
        event = QMouseEvent(
            kind, QPointF(at), QPointF(view.mapToGlobal(at)), button, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)

    def move(self, x, y):
        self._send(QEvent.Type.MouseMove, self.place(x, y), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
        self.pump(15)

    def click(self, x, y):
        at = self.place(x, y)
        self.move(x, y)
        self._send(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton)
        self._send(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)
        self.pump(15)

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.canvas, key, modifier)
        self.pump(30)


def panel_says(panel):
    """Return what the panel shows."""
    return {
        "area": panel.area.text(),
        "mu": panel.mu.text(),
        "points": panel.points.text(),
        "word": panel.band.word.text() if panel.band.isVisible() else "",
        "counts": panel.band.counts.text(),
        "sentence": panel.sentence.text() if panel.sentence.isVisible() else "",
        "rows": [[row.title.toolTip(), row.title.text(), row.area.text()] for row in panel.rows if row.isVisible()],
        "keys": panel.keys.text(),
        "age": panel.age.text(),
        "is_old": panel.is_old,
    }


def draw(drive, seen, pump, wait):
    """Draw the parcel that lies on basic farmland a second time, point by point, and add it."""
    flow, canvas = drive.controller.draw, iface.mapCanvas()
    layer = drive.controller.data.parcel_layer()
    parcel_id = seen["evidence"]["parcel"]
    feature = next(one for one in layer.getFeatures() if parcel_id in one.attributes())
    shape = feature.geometry()
    box = shape.boundingBox()
    box.scale(2.2)
    canvas.setExtent(box)
    canvas.refresh()
    pump(50)
    drive.dock.go_to(1)
    count = layer.featureCount()
    drive.dock.screen.draw.click()
    pump(50)
    hand = Hand(layer, pump)
    found = seen["draw"] = {"tool": flow.is_drawing, "visible": flow.panel.isVisible(), "editable": layer.isEditable()}
    corners = [(point.x(), point.y()) for point in shape.vertices()][:-1]
    for corner in corners[:2]:
        hand.click(*corner)
    found["two"] = panel_says(flow.panel)
    drive.picture("live_two_points", drive.window)
    hand.click(*corners[2])
    drawn = time.monotonic()
    found["at_once"] = panel_says(flow.panel)
    wait("first result", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    found["first_s"] = round(time.monotonic() - drawn, 2)
    for corner in corners[3:]:
        hand.click(*corner)
    wait("result of all points", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    found["all"] = panel_says(flow.panel)
    found["legend"] = flow.legend.texts
    hand.key(Qt.Key.Key_1)
    marks = drive.controller.session.marks
    found["by_key"] = [[mark.title, mark.geometry.area()] for mark in marks.shown]
    marks.clear()
    flow.panel.rows[0].area.click()
    pump(20)
    found["by_click"] = [mark.title for mark in marks.shown]
    marks.clear()
    found["hits"] = [[hatch.verdict, hatch.label, hatch.geometry.area()] for hatch in flow.hatches.shown]
    found["verdict"] = str(flow.result.verdict)
    found["plane_m2"] = flow.result.plane_m2
    drive.picture("live_1_draw_zh", drive.window)
    waits = []
    x, y = corners[-1]
    for step in range(8):
        start = time.monotonic()
        hand.move(x + step, y + step)
        if flow.panel.is_old:
            waits.append("said")
        wait("moved", lambda: not flow.worker.is_busy and not flow.panel.is_old)
        waits.append(round(time.monotonic() - start, 3))
    found["moves"] = waits
    hand.move(*corners[-1])
    wait("back", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    hand.key(Qt.Key.Key_Return)
    pump(100)
    found["added"] = {
        "count": layer.featureCount() - count,
        "selected": layer.selectedFeatureCount(),
        "undo": layer.undoStack().undoText(),
        "steps": layer.undoStack().count(),
        "area": next(one for one in layer.getSelectedFeatures()).geometry().area(),
    }
    layer.undoStack().undo()
    found["undone"] = layer.featureCount() - count
    # a shape that crosses itself
    west, south, east, north = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    inner = [
        (west + share_x * (east - west), south + share_y * (north - south))
        for share_x, share_y in ((0.3, 0.3), (0.6, 0.6), (0.6, 0.3), (0.3, 0.6))
    ]
    for corner in inner:
        hand.click(*corner)
    wait("crossing", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    found["crossing"] = panel_says(flow.panel)
    drive.picture("live_crossing_zh", drive.window)
    hand.key(Qt.Key.Key_Return)
    found["crossing_added"] = layer.featureCount() - count
    hand.key(Qt.Key.Key_Backspace)
    wait("one back", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    found["one_back"] = panel_says(flow.panel)
    hand.key(Qt.Key.Key_Escape)
    found["escaped"] = panel_says(flow.panel) | {"hatches": len(flow.hatches.shown)}
    snap(hand, flow, found, corners[0], wait)
    hand.key(Qt.Key.Key_Escape)
    pump(30)
    found["left"] = {"tool": flow.is_drawing, "visible": flow.panel.isVisible()}
    layer.rollBack()
    iface.messageBar().clearWidgets()
    QgsProject.instance().setDirty(False)


def snap(hand, flow, found, corner, wait):
    """Come near a corner of a parcel with snapping on."""
    project = QgsProject.instance()
    before, config = project.snappingConfig(), project.snappingConfig()
    config.setEnabled(True)
    config.setMode(Qgis.SnappingMode.AllLayers)
    config.setTypeFlag(Qgis.SnappingTypes(Qgis.SnappingType.Vertex))
    config.setTolerance(12)
    project.setSnappingConfig(config)
    hand.canvas.snappingUtils().setConfig(config)

    def snapped():
        hand.move(corner[0] + 0.3, corner[1])
        return bool(flow.tool.snap_label.text)

    wait("snapping", snapped)
    found["snapped"] = flow.tool.snap_label.text
    project.setSnappingConfig(before)
    hand.canvas.snappingUtils().setConfig(before)
    hand.move(*corner)
    found["not_snapped"] = flow.tool.snap_label.text


def panels(drive, seen, pump, wait, name):
    """Take pictures of the panels on the map and of the whole window; nothing is added."""
    flow, cut, results = drive.controller.draw, drive.controller.avoid, drive.controller.results
    drive.dock.go_to(2)
    results.choose(seen["evidence"]["parcel"])
    drive.picture(f"window_results_{name}", drive.window)
    layer = drive.controller.data.parcel_layer()
    feature = next(one for one in layer.getFeatures() if seen["evidence"]["parcel"] in one.attributes())
    corners = list(feature.geometry().vertices())[:-1]
    drive.controller.session.marks.clear()
    flow.start()
    hand = Hand(layer, pump)
    for corner in corners:
        hand.click(corner.x(), corner.y())
    wait(f"drawn {name}", lambda: not flow.worker.is_busy and not flow.panel.is_old)
    drive.picture(f"live_1_draw_{name}", drive.window)
    seen.setdefault("panel_texts", {})[name] = reaching.all_texts(flow.panel) + flow.legend.texts
    flow.stop()
    layer.rollBack()
    drive.dock.results.avoid_button.click()
    pump(50)
    wait(f"cut {name}", lambda: not cut.worker.is_busy and not cut.panel._settle.isActive() and cut.found is not None)
    drive.picture(f"live_3_avoid_{name}", drive.window)
    seen["panel_texts"][name] += reaching.all_texts(cut.panel) + cut.legend.texts
    cut.panel.cancel.click()
    iface.messageBar().clearWidgets()
    QgsProject.instance().setDirty(False)


def figures(panel):
    """Return what the panel of a cut shows."""
    return {
        "table": {name: [cell.text() for cell in cells] for name, cells in panel.cells.items()},
        "rules": {rule: [box.text(), box.isChecked()] for rule, box in panel.boxes.items()},
        "verdict": panel.verdict.word.text() if panel.verdict.isVisible() else "",
        "counts": panel.verdict.counts.text(),
        "sentence": panel.sentence.text() if panel.sentence.isVisible() else "",
        "accept": panel.accept.isEnabled(),
        "tip": panel.accept.toolTip(),
    }


def avoid(drive, seen, pump, wait):
    """Cut the conflicts off a parcel of the results, change the options, accept, undo; then off what is drawn."""
    flow, layer = drive.controller.avoid, drive.controller.data.parcel_layer()
    parcel_id = seen["evidence"]["parcel"]
    drive.dock.go_to(2)
    drive.controller.results.choose(parcel_id)
    pump(50)
    before = next(one for one in layer.getFeatures() if parcel_id in one.attributes())

    def settled():
        return (
            not flow.worker.is_busy and not flow.panel._settle.isActive() and flow.panel.sentence.text() != "正在核查…"
        )

    drive.dock.results.avoid_button.click()
    pump(10)
    found = seen["avoid"] = {"at_once": figures(flow.panel)}
    wait("first preview", settled)
    found["usual"] = figures(flow.panel)
    flow.panel.snapped.click()
    wait("snapped preview", settled)
    found["snapped"] = figures(flow.panel) | {"merge_m": flow.panel.options().cutting.merge_m}
    flow.panel.snapped.click()
    wait("first preview again", settled)
    found["kept"] = [[one.verdict, one.label, one.geometry.area()] for one in flow.hatches.shown]
    drive.picture("live_3_avoid_zh", drive.window)
    flow.panel.numbers["setback"].setValue(5.0)
    found["changing"] = figures(flow.panel)
    wait("set-back", settled)
    found["setback"] = figures(flow.panel)
    flow.panel.numbers["min_area"].setValue(100_000)
    pump(250)
    wait("nothing left", settled)
    found["nothing"] = figures(flow.panel)
    flow.panel.numbers["min_area"].setValue(200)
    flow.panel.numbers["setback"].setValue(0)
    pump(250)
    wait("usual again", settled)
    kept = flow.found.avoidance.after.plane_m2
    flow.panel.accept.click()
    pump(100)
    after = layer.getFeature(before.id()).geometry()
    found["accepted"] = {
        "steps": layer.undoStack().count(),
        "undo": layer.undoStack().undoText(),
        "before": before.geometry().area(),
        "area": after.area(),
        "kept": kept,
        "visible": flow.panel.isVisible(),
        "hatches": len(flow.hatches.shown),
    }
    layer.undoStack().undo()
    found["undone"] = layer.getFeature(before.id()).geometry().area()
    layer.rollBack()
    # what is drawn, cut before it is added
    count = layer.featureCount()
    drive.controller.draw.start()
    hand = Hand(layer, pump)
    shape = before.geometry()
    shape.translate(0, 0.5)
    for point in list(shape.vertices())[:-1]:
        hand.click(point.x(), point.y())
    hand.key(Qt.Key.Key_A)
    wait("preview of what is drawn", settled)
    found["drawn"] = figures(flow.panel) | {"title": flow.panel.title.text()}
    for rule, box in flow.panel.boxes.items():
        box.setChecked(rule == "basic_farmland")
    pump(250)
    wait("one rule", settled)
    found["one_rule"] = figures(flow.panel)
    flow.panel.accept.click()
    pump(100)
    found["drawn_added"] = [layer.featureCount() - count, layer.undoStack().count(), layer.undoStack().undoText()]
    drive.controller.draw.stop()
    layer.rollBack()
    iface.messageBar().clearWidgets()
    drive.dock.go_to(2)


def edit(drive, seen, pump, wait):
    """Move a parcel onto another one and off again, while its layer is edited; add one and undo."""
    controller, layer = drive.controller, drive.controller.data.parcel_layer()
    results, edits = controller.results, controller.edits
    parcel_id = seen["evidence"]["parcel"]
    results.choose(parcel_id)
    file_before = results.path.read_bytes()

    def said(of):
        parcel = next((one for one in results.record["parcels"] if one["parcel_id"] == of), None)
        if parcel is None:
            return None
        return {
            "verdict": parcel["verdict"],
            "area": parcel["measures"]["area_plane_m2"],
            "overlap": [
                one["area_m2"]
                for one in parcel["findings"]
                if one["kind"] == "parcel_overlap" and one["outcome"] != "pass"
            ],
        }

    other = next(
        one for one in layer.getFeatures() if one.id() and parcel_id not in one.attributes() and one.hasGeometry()
    )
    other_id = next(
        parcel["parcel_id"]
        for parcel in results.record["parcels"]
        if parcel["parcel_id"] in map(str, other.attributes())
    )
    own = next(one for one in layer.getFeatures() if parcel_id in one.attributes())
    found = seen["edit"] = {"before": [said(parcel_id), said(other_id)]}
    layer.startEditing()
    moved = own.geometry()
    centre, to = moved.centroid().asPoint(), other.geometry().pointOnSurface().asPoint()
    moved.translate(to.x() - centre.x(), to.y() - centre.y())
    layer.beginEditCommand("move")
    layer.changeGeometry(own.id(), moved)
    layer.endEditCommand()
    pump(20)
    found["at_once"] = drive.dock.results.stale.label.text()
    wait("moved parcel", lambda: not edits.is_busy)
    pump(30)
    found["moved"] = [said(parcel_id), said(other_id)]
    found["banner"] = drive.dock.results.stale.label.text()
    found["band"] = drive.dock.results.band.word.text()
    found["stale"] = controller.delivery.is_stale
    found["shown"] = drive.dock.results.parcel()["parcel_id"] == parcel_id
    drive.picture("edit_zh", drive.window)
    drive.dock.results.review_button.click()
    pump(50)
    found["review_dialog"] = results._dialog is not None
    layer.undoStack().undo()
    pump(20)
    wait("undone", lambda: not edits.is_busy)
    pump(30)
    found["undone"] = [said(parcel_id), said(other_id)]
    found["after"] = [drive.dock.results.stale.isVisible(), controller.delivery.is_stale, results.edited_count]
    found["same_parcels"] = results.record["parcels"] == results.stored["parcels"]
    found["file_is_as_it_was"] = results.path.read_bytes() == file_before
    layer.deleteFeature(other.id())
    pump(20)
    wait("deleted", lambda: not edits.is_busy)
    pump(30)
    found["deleted"] = [said(other_id), len(results.record["parcels"])]
    layer.undoStack().undo()
    pump(20)
    wait("back", lambda: not edits.is_busy)
    found["restored"] = [said(other_id), len(results.record["parcels"])]
    layer.rollBack()
    wait("rolled back", lambda: not edits.is_busy)
    iface.messageBar().clearWidgets()
