# SPDX-License-Identifier: GPL-2.0-or-later
"""Avoid conflicts at work: a preview on the map that follows the options; accepted, one step in the edit buffer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsVectorDataProvider, QgsWkbTypes
from qgis.PyQt.QtCore import QObject, pyqtSignal

from land_entry_plugin.gui.evidence import parcel_shape
from land_entry_plugin.gui.live.avoid_panel import AvoidPanel
from land_entry_plugin.gui.live.hatches import KEPT, OLD, Hatch, Hatches
from land_entry_plugin.gui.live.legend import Legend
from land_entry_plugin.gui.live.worker import LiveWorker
from land_entry_plugin.gui.words import in_mu, say, square_metres
from land_entry_plugin.jobs.avoidance.live import previewed, row_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import shapely
    from qgis.core import QgsVectorLayer

    from land_entry_plugin.gui.data_flow import DataFlow
    from land_entry_plugin.gui.live.worker import Answer
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.jobs.avoidance.live import Preview
    from land_entry_plugin.jobs.live import LiveIndex
    from land_entry_plugin.jobs.screening import ScreeningRequest


class AvoidFlow(QObject):
    """Cutting one parcel; ``add_asked`` gives what stays of a drawn shape and the name of the step."""

    add_asked = pyqtSignal(QgsGeometry, str)

    def __init__(self, session: Session, data: DataFlow, request: Callable[[], Callable[[], ScreeningRequest]]) -> None:
        super().__init__()
        self._session, self._data = session, data
        canvas = session.iface.mapCanvas()
        self.worker = LiveWorker(session, request)
        self.worker.answered.connect(self._answered)
        self.worker.failed.connect(self._failed)
        self.panel, self.hatches = AvoidPanel(canvas, session.iface.messageBar()), Hatches(canvas, session.project)
        self.legend = Legend(canvas, session.iface.messageBar(), data)
        self.panel.changed.connect(self._ask)
        self.panel.accepted.connect(self.accept)
        self.panel.cancelled.connect(self.cancel)
        self._wkb, self._was_shown = b"", False
        self._parcel_id: str | None = None
        self.found: Preview | None = None

    @property
    def is_open(self) -> bool:
        """Whether a preview is shown."""
        return self.panel.isVisible()

    def avoid_parcel(self, parcel: dict[str, Any]) -> None:
        """Preview the cutting of a parcel of a record, as it stands in its layer now."""
        layer = self._data.parcel_layer()
        shape, plane = parcel_shape(parcel)
        if layer is None or shape.isEmpty():
            self._session.warn(say("parcels_first") if layer is None else say("not_cuttable"))
            return
        shape.transform(QgsCoordinateTransform(plane, layer.crs(), self._session.project))
        self._parcel_id = parcel["parcel_id"]
        self._begin(parcel["parcel_id"], shape)

    def avoid_shape(self, shape: QgsGeometry) -> None:
        """Preview the cutting of what is drawn."""
        self._parcel_id = None
        self._begin("", shape)

    def _begin(self, title: str, shape: QgsGeometry) -> None:
        self._session.marks.clear()
        self._wkb, self.found, self._was_shown = bytes(shape.asWkb()), None, False
        self.worker.read_again()
        self.hatches.clear()
        self.panel.begin(title)
        self._ask()

    def cancel(self) -> None:
        """Take the preview off the map."""
        self.worker.drop()
        self.panel.hide()
        self.legend.hide()
        self.hatches.clear()
        self.found = None

    def close(self) -> None:
        """Undo the constructor."""
        self.cancel()
        self.panel.take_away()
        self.legend.take_away()

    def accept(self) -> None:
        """Put what stays into the layer, as one step that can be undone."""
        found, layer = self.found, self._data.parcel_layer()
        if found is None or layer is None or self.why_not(found):
            return
        kept = QgsGeometry.fromWkt(found.kept.wkt)
        self.cancel()
        if found.feature is None:
            self.add_asked.emit(kept, say("undo_avoid"))
            return
        if not layer.isEditable() and not layer.startEditing():
            self._session.warn(say("layer_is_read_only", layer=layer.name()))
            return
        if QgsWkbTypes.isMultiType(layer.wkbType()):
            kept.convertToMultiType()
        layer.beginEditCommand(say("undo_avoid"))
        if not layer.changeGeometry(found.feature, kept):
            layer.destroyEditCommand()
            self._session.warn(say("not_cuttable"))
            return
        layer.endEditCommand()
        layer.triggerRepaint()
        self._session.say(say("was_cut", layer=layer.name()))

    def _ask(self) -> None:
        """Have the preview made of the options as they are now."""
        options, parcel_id = self.panel.options(), self._parcel_id

        def ask(index: LiveIndex, shape: shapely.Geometry) -> Preview:
            if parcel_id is None:
                return previewed(index, shape, None, options)
            row = row_of(index, parcel_id)
            return previewed(index, index.parcels.geometry[row], row, options)

        self.found = None
        self.panel.wait()
        self.worker.ask(self._wkb, ask, options.cutting.reach_m)

    def _answered(self, answer: Answer) -> None:
        layer = self._data.parcel_layer()
        if answer.number != self.worker.newest or layer is None or not self.is_open:
            return
        found: Preview = answer.value
        self.found = found
        self.panel.show_preview(found, self.why_not(found))
        self.hatches.show(_hatches(found), layer.crs())
        kinds = [(KEPT, say("legend_kept"))] if not found.kept.is_empty else []
        kinds += [("prohibited", say("area_cut"))] if found.removed else []
        self.legend.show_kinds(kinds)
        if not self._was_shown:
            self._was_shown = True
            self._session.marks.zoom_to(QgsGeometry.fromWkt(found.before.wkt), layer.crs())

    def _failed(self, sentence: str) -> None:
        self.found = None
        self.hatches.clear()
        self.panel.show_failure(sentence)

    def why_not(self, found: Preview) -> str:
        """Return why a preview cannot be accepted; empty where it can."""
        layer = self._data.parcel_layer()
        if not found.choices:
            return say("nothing_to_cut")
        if found.avoidance is None:
            return say("no_rule_chosen")
        if found.kept.is_empty:
            least = self.panel.numbers["min_area"].value()
            return say("nothing_left", least=square_metres(least))
        if not found.avoidance.is_cut:
            return say("nothing_to_cut")
        if layer is None or not _can_change(layer):
            return say("layer_is_read_only", layer=layer.name() if layer else "")
        in_parts = found.kept.geom_type == "MultiPolygon" and found.feature is not None
        if in_parts and not QgsWkbTypes.isMultiType(layer.wkbType()):
            return say("single_parts_only", layer=layer.name())
        return ""


def _can_change(layer: QgsVectorLayer) -> bool:
    able = layer.dataProvider().capabilities() & QgsVectorDataProvider.Capability.ChangeGeometries
    return bool(able) and not layer.readOnly()


def _hatches(found: Preview) -> list[Hatch]:
    """Return what stays, what goes and the old boundary, as the map shows them."""
    if found.avoidance is None:
        return [Hatch(QgsGeometry.fromWkt(found.before.wkt), OLD)]
    after, cut = found.avoidance.after.plane_m2, found.avoidance.cut_off.plane_m2
    hatches = []
    if not found.kept.is_empty:
        label = say("label_kept", area=square_metres(after), mu=in_mu(after))
        kept = QgsGeometry.fromWkt(found.kept.wkt)
        hatches.append(Hatch(kept, KEPT, label, QgsGeometry.fromWkt(found.before.wkt)))
    hatches.append(Hatch(QgsGeometry.fromWkt(found.before.wkt), OLD))
    label = say("label_cut", area=square_metres(cut))
    for number, shape in enumerate(sorted(found.removed, key=lambda one: -one.area)):
        hatches.append(Hatch(QgsGeometry.fromWkt(shape.wkt), "prohibited", label if number == 0 else ""))
    return hatches
