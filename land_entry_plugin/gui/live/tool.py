# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws a polygon as QGIS does, with its snapping and advanced digitising, and tells the shape at every move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY
from qgis.gui import QgsMapToolCapture, QgsMapToolDigitizeFeature
from qgis.PyQt.QtCore import Qt, pyqtSignal

from land_entry_plugin.gui.live.snapping import SnapLabel

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMapMouseEvent
    from qgis.PyQt.QtGui import QKeyEvent

_LEAST_POINTS = 3


class DrawTool(QgsMapToolDigitizeFeature):
    """The map tool.

    Signals: ``shape_changed`` gives the shape with the place of the cursor, in the layer's CRS, and how many points are
    set; ``wanted`` the shape that is to become a parcel; ``avoid_wanted`` one to be cut first; ``flash_wanted`` the row
    of the panel whose place is to be shown.
    """

    shape_changed = pyqtSignal(QgsGeometry, int)
    wanted = pyqtSignal(QgsGeometry)
    avoid_wanted = pyqtSignal(QgsGeometry)
    left = pyqtSignal()
    cursor_moved = pyqtSignal(object)
    flash_wanted = pyqtSignal(int)

    def __init__(self, canvas: QgsMapCanvas, digitising: QgsAdvancedDigitizingDockWidget) -> None:
        super().__init__(canvas, digitising, QgsMapToolCapture.CaptureMode.CapturePolygon)
        self._layer: QgsVectorLayer | None = None
        self._cursor: QgsPointXY | None = None
        self.snap_label = SnapLabel(canvas)

    def draw_for(self, layer: QgsVectorLayer) -> None:
        """Draw in the CRS of a layer."""
        self._layer = layer
        self.setLayer(layer)

    def cadCanvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        super().cadCanvasMoveEvent(event)
        self.cursor_moved.emit(event.pos())
        self.snap_label.show_match(event.mapPointMatch())
        if self._layer is not None and self.size():
            self._cursor = self.toLayerCoordinates(self._layer, event.mapPoint())
            self._tell()

    def cadCanvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            # QGIS ends a drawing by the right button; here it ends as by Enter
            self._finish()
            return
        super().cadCanvasReleaseEvent(event)
        self._cursor = None
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif key == Qt.Key.Key_A and not event.modifiers():
            if self.size() >= _LEAST_POINTS:
                self.avoid_wanted.emit(self._polygon(None))
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_4 and not event.modifiers():
            self.flash_wanted.emit(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Escape and not self.size():
            self.left.emit()
        else:
            super().keyPressEvent(event)
            self._cursor = None
            self._tell()
            return
        # QGIS would pass it on to the map
        event.accept()

    def leave_cursor(self) -> None:
        """Tell the shape of the points that are set alone: the cursor is elsewhere."""
        if self._cursor is not None:
            self._cursor = None
            self._tell()

    def deactivate(self) -> None:
        self.snap_label.clear()
        super().deactivate()

    def start_again(self) -> None:
        """Forget what is drawn."""
        self.stopCapturing()
        self._cursor = None
        self._tell()

    def _finish(self) -> None:
        if self.size() >= _LEAST_POINTS:
            self.wanted.emit(self._polygon(None))

    def _tell(self) -> None:
        self.shape_changed.emit(self._polygon(self._cursor), self.size())

    def _polygon(self, cursor: QgsPointXY | None) -> QgsGeometry:
        """Return the polygon of the points that are set, and of the cursor; empty where there are too few."""
        curve = self.captureCurve().clone()
        points = [QgsPointXY(point) for point in curve.curveToLine().points()] if self.size() else []
        if cursor is not None and (not points or cursor != points[-1]):
            points.append(cursor)
        return QgsGeometry.fromPolygonXY([points]) if len(points) >= _LEAST_POINTS else QgsGeometry()
