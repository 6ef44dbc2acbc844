# SPDX-License-Identifier: GPL-2.0-or-later
"""Draw and screen at work: map tool, panel, hatches; Enter makes a parcel of what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry, QgsVectorDataProvider, QgsVectorLayerUtils
from qgis.gui import QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from land_entry_plugin.gui.live.hatches import Hatch, Hatches
from land_entry_plugin.gui.live.legend import Legend
from land_entry_plugin.gui.live.panel import LivePanel
from land_entry_plugin.gui.live.tool import DrawTool
from land_entry_plugin.gui.live.view import shown, worst_label
from land_entry_plugin.gui.live.worker import LiveWorker
from land_entry_plugin.gui.look import VERDICT_OF
from land_entry_plugin.gui.map_marks import Mark
from land_entry_plugin.gui.words import own, say, square_metres, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsVectorLayer

    from land_entry_plugin.gui.data_flow import DataFlow
    from land_entry_plugin.gui.live.worker import Answer
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.jobs.live import LiveResult
    from land_entry_plugin.jobs.screening import ScreeningRequest

_LEAST_POINTS = 3


class DrawFlow(QObject):
    """Drawing; ``avoid_asked`` gives a shape that is to be cut first."""

    avoid_asked = pyqtSignal(QgsGeometry)

    def __init__(self, session: Session, data: DataFlow, request: Callable[[], Callable[[], ScreeningRequest]]) -> None:
        super().__init__()
        self._session, self._data = session, data
        canvas = session.iface.mapCanvas()
        self.worker = LiveWorker(session, request)
        self.worker.answered.connect(self._answered)
        self.worker.failed.connect(self._failed)
        self.panel, self.hatches = LivePanel(canvas, session.iface.messageBar()), Hatches(canvas, session.project)
        self.legend = Legend(canvas, session.iface.messageBar(), data)
        self.tool = DrawTool(canvas, session.iface.cadDockWidget())
        self.tool.shape_changed.connect(self._shape_changed)
        self.tool.wanted.connect(self.add)
        self.tool.avoid_wanted.connect(self.avoid_asked)
        self.tool.left.connect(self.stop)
        self.tool.cursor_moved.connect(self.panel.keep_off)
        self.tool.flash_wanted.connect(self._flash)
        self.panel.flashed.connect(self._flash)
        self.panel.entered.connect(self.tool.leave_cursor)
        self.tool.deactivated.connect(self._put_away)
        session.project.layersWillBeRemoved.connect(self._layers_leave)
        self._before: QgsMapTool | None = None
        self.result: LiveResult | None = None
        self._failure = ""
        # the layer that was put into edit mode for the drawing, and goes out of it where nothing was drawn
        self._opened = ""

    @property
    def is_drawing(self) -> bool:
        """Whether the map tool is in the user's hand."""
        return self._session.iface.mapCanvas().mapTool() is self.tool

    def start(self) -> None:
        """Take the map tool in hand, with the parcel layer in edit mode."""
        layer, canvas = self._data.parcel_layer(), self._session.iface.mapCanvas()
        if layer is None:
            self._session.warn(say("parcels_first"))
            return
        if not can_draw_in(layer):
            self._session.warn(say("layer_is_read_only", layer=layer.name()))
            return
        # QGIS draws only in a layer in edit mode
        if not layer.isEditable():
            if not layer.startEditing():
                self._session.warn(say("layer_is_read_only", layer=layer.name()))
                return
            self._opened = layer.id()
        if not self.is_drawing:
            self._before = canvas.mapTool()
        self._session.marks.clear()
        self.worker.read_again()
        self._session.iface.setActiveLayer(layer)
        self.tool.draw_for(layer)
        canvas.setMapTool(self.tool)
        canvas.setFocus()
        self.panel.show_points(0, _LEAST_POINTS)
        self.legend.show_kinds(())

    def stop(self) -> None:
        """Give the user the tool back that he had before."""
        if not self.is_drawing:
            return
        canvas = self._session.iface.mapCanvas()
        if self._before is not None:
            canvas.setMapTool(self._before)
        else:
            canvas.unsetMapTool(self.tool)

    def close(self) -> None:
        """Take everything off the map."""
        self.stop()
        self._put_away()
        canvas = self._session.iface.mapCanvas()
        canvas.unsetMapTool(self.tool)
        self.tool.deactivated.disconnect(self._put_away)
        self._session.project.layersWillBeRemoved.disconnect(self._layers_leave)
        # at once: until it is gone it listens to the project
        sip.delete(self.tool)
        self.panel.take_away()
        self.legend.take_away()

    def add(self, geometry: QgsGeometry, title: str = "") -> None:
        """Add a shape to the parcel layer, as one step that can be undone."""
        layer = self._data.parcel_layer()
        if layer is None or not geometry.isGeosValid():
            self._session.warn(say("not_added"))
            return
        if not layer.isEditable() and not layer.startEditing():
            self._session.warn(say("layer_is_read_only", layer=layer.name()))
            return
        feature = QgsVectorLayerUtils.createFeature(layer, geometry, {}, layer.createExpressionContext())
        fitting = QgsVectorLayerUtils.makeFeatureCompatible(feature, layer)
        layer.beginEditCommand(title or say("undo_draw"))
        # a shape of several parts in a layer of single ones becomes several parcels
        if not fitting or not all(layer.addFeature(one) for one in fitting):
            layer.destroyEditCommand()
            self._session.warn(say("not_added"))
            return
        layer.endEditCommand()
        layer.selectByIds([one.id() for one in fitting])
        layer.triggerRepaint()
        self.tool.start_again()
        # what was drawn is among the other parcels now
        self.worker.read_again()
        self._session.say(say("added", layer=layer.name()))

    def _layers_leave(self, _ids: list[str]) -> None:
        """Put the tool away as long as its layer is still there: QGIS would hand the map a layer that is gone."""
        self.stop()

    def _put_away(self) -> None:
        opened, self._opened = self._session.project.mapLayer(self._opened), ""
        if opened is not None and opened.isEditable() and not opened.isModified():
            opened.rollBack()
        self.worker.drop()
        self.panel.hide()
        self.legend.hide()
        self.hatches.clear()
        self._session.marks.clear()
        self.result = None

    def _shape_changed(self, geometry: QgsGeometry, count: int) -> None:
        if not self.is_drawing:
            return
        if self._session.marks.shown:
            self._session.marks.clear()
        if geometry.isEmpty():
            self.worker.drop()
            self.hatches.clear()
            self.result = None
            self.panel.show_points(count, max(_LEAST_POINTS - count, 1))
            return
        self.panel.ask(count)
        self.worker.ask(bytes(geometry.asWkb()), lambda index, shape: index.look(shape))

    def _answered(self, answer: Answer) -> None:
        layer = self._data.parcel_layer()
        if not self.is_drawing or layer is None:
            return
        result: LiveResult = answer.value
        is_current = answer.number == self.worker.newest
        self.result = result if is_current else None
        self._failure = ""
        self.panel.show_result(shown(result), answer.milliseconds, is_current=is_current)
        hatches = [
            Hatch(
                QgsGeometry.fromWkt(hit.geometry.wkt),
                VERDICT_OF[str(hit.finding.outcome)],
                worst_label(result) if number == 0 else "",
            )
            for number, hit in enumerate(result.hits)
        ]
        self.hatches.show(hatches, layer.crs())
        outcomes = dict.fromkeys(str(hit.finding.outcome) for hit in result.hits)
        self.legend.show_kinds([(VERDICT_OF[outcome], word(outcome)) for outcome in outcomes])

    def _flash(self, row: int) -> None:
        """Show where a row of the panel is about."""
        layer, result = self._data.parcel_layer(), self.result
        if layer is None or result is None or row >= len(result.findings):
            return
        finding = result.findings[row]
        geometry = next((hit.geometry for hit in result.hits if hit.finding is finding), None)
        if geometry is not None:
            area = f"{square_metres(finding.area_m2)} m²" if finding.area_m2 else ""
            mark = Mark(QgsGeometry.fromWkt(geometry.wkt), own(finding.rule.title), area)
            self._session.marks.show([mark], layer.crs())

    def _failed(self, sentence: str) -> None:
        """Say why nothing can be said of the shape: once, not at every point."""
        self.hatches.clear()
        self.result = None
        self.panel.show_failure(sentence)
        if sentence != self._failure:
            self._failure = sentence
            self._session.warn(sentence)


def can_draw_in(layer: QgsVectorLayer) -> bool:
    """Return whether polygons can be added to a layer."""
    able = layer.dataProvider().capabilities() & QgsVectorDataProvider.Capability.AddFeatures
    return bool(able) and not layer.readOnly() and layer.geometryType() == Qgis.GeometryType.Polygon
