# SPDX-License-Identifier: GPL-2.0-or-later
"""Between QGIS and the dock: makes it, wires its steps to what they do, and takes all of it away again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qgis.core import QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QFileDialog

from land_entry_plugin.gui.algorithm_run import AlgorithmRun
from land_entry_plugin.gui.at_home import open_dialog
from land_entry_plugin.gui.collecting import pass_over, search_all
from land_entry_plugin.gui.data_flow import DataFlow
from land_entry_plugin.gui.data_view import role_rows
from land_entry_plugin.gui.deliver_flow import DeliverFlow
from land_entry_plugin.gui.delivery import offer
from land_entry_plugin.gui.dock import DATA, DELIVER, RESULTS, SCREEN, LandEntryDock, made_pages
from land_entry_plugin.gui.layers import polygon_layers
from land_entry_plugin.gui.live.avoid_flow import AvoidFlow
from land_entry_plugin.gui.live.draw_flow import DrawFlow
from land_entry_plugin.gui.live.edit_flow import EditFlow
from land_entry_plugin.gui.look import VERDICTS
from land_entry_plugin.gui.results_flow import ResultsFlow
from land_entry_plugin.gui.run_folders import USUALLY_KEPT, remove_old_runs
from land_entry_plugin.gui.screen_form import ScreenForm
from land_entry_plugin.gui.screening_flow import ScreeningFlow, readable_packs, request_of
from land_entry_plugin.gui.session import Session
from land_entry_plugin.gui.words import NOTHING, say, word
from land_entry_plugin.roles.catalogue import PARCELS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qgis.core import QgsProject, QgsVectorLayer
    from qgis.gui import QgisInterface

    from land_entry_plugin.gui.delivery import Offer
    from land_entry_plugin.gui.dock import Pages
    from land_entry_plugin.gui.run_watch import RunWatch
    from land_entry_plugin.gui.screening_flow import Screened
    from land_entry_plugin.jobs.screening import ScreeningRequest

# How many folders of runs stay; 0 for all.
_KEPT_RUNS = "land_entry/kept_runs"


def made(iface: QgisInterface, project: QgsProject) -> Generator[None, None, Controller]:
    """Yield between the parts while a dock and all that works it are made, and return its controller."""
    usual = offer()
    pages = yield from made_pages(usual)
    yield
    controller = Controller(iface, project, pages, usual)
    try:
        yield
        controller._begin()
        pass_over()
        yield
    except GeneratorExit:
        controller.close()
        raise
    return controller


class Controller(QObject):
    """One dock in one QGIS."""

    def __init__(self, iface: QgisInterface, project: QgsProject, pages: Pages, usual: Offer) -> None:
        super().__init__()
        self.session = Session(iface, project)
        self.dock = LandEntryDock(pages, iface.mainWindow())
        self.data = DataFlow(self.session)
        self.form = ScreenForm(self.session, self.data, self.dock.screen)
        self.run = ScreeningFlow(self.session, self.data)
        self.results = ResultsFlow(self.session, self.dock.results)
        self.delivery = DeliverFlow(self.session, self.results, self.dock.deliver, usual)
        self.draw = DrawFlow(self.session, self.data, self._request)
        self.avoid = AvoidFlow(self.session, self.data, self._request)
        self.edits = EditFlow(self.session, self.results, self._request)
        self._watched: list[tuple[Any, Any]] = []
        self._watched_layer: QgsVectorLayer | None = None
        self._is_open = True
        self._connect(project)

    def _connect(self, project: QgsProject) -> None:
        dock, data = self.dock, self.dock.data
        self._connections = [
            (project.cleared, self._project_cleared),
            (project.readProject, self._project_read),
            (project.layersWillBeRemoved, self._layers_leave),
        ]
        for signal, slot in self._connections:
            signal.connect(slot)
        dock.step_changed.connect(self._step_changed)
        dock.dropped.connect(self.data.open_place)
        dock.stopped.connect(self._stop)
        data.folder_asked.connect(self._open_folder)
        data.file_asked.connect(self._open_file)
        data.sample_asked.connect(self.data.open_sample)
        data.check_asked.connect(self._check_data)
        data.next_asked.connect(lambda: dock.go_to(SCREEN))
        data.role_asked.connect(self.data.fix)
        self.data.changed.connect(self._data_changed)
        self.form.changed.connect(self._show_states)
        self.form.changed.connect(self._read_again)
        self.form.changed.connect(self.edits.read_again)
        self.draw.avoid_asked.connect(self.avoid.avoid_shape)
        self.avoid.add_asked.connect(self.draw.add)
        dock.results.avoid_asked.connect(self._avoid)
        self.edits.told.connect(dock.results.show_stale)
        self.edits.ended.connect(self._edits_screened)
        self.form.data_asked.connect(lambda: dock.go_to(DATA))
        dock.screen.start_asked.connect(self._start)
        dock.screen.draw_asked.connect(self.draw.start)
        dock.screen.cancel_asked.connect(self.run.cancel)
        self.run.followed.connect(self._follow)
        self.run.ended.connect(self._run_ended)
        self.results.changed.connect(self._results_changed)
        dock.results.next_asked.connect(lambda: dock.go_to(DELIVER))
        self.delivery.step_asked.connect(dock.go_to)
        self.delivery.changed.connect(self._show_states)

    def appear(self) -> None:
        """Put the dock into the window."""
        self.session.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        wide = self.dock.widget().sizeHint().width()
        self.session.window.resizeDocks([self.dock], [wide], Qt.Orientation.Horizontal)

    def _begin(self) -> None:
        """Show the state of the project."""
        if not self.form.has_packs:
            self.session.tasks.start(
                say("task_packs"), lambda _: readable_packs(), self.form.take_packs, self.session.warn, hidden=True
            )
        self._remove_old_runs()
        self.form.show()
        self.results.restore()
        self.data.look()
        self.dock.go_to(min(max(self.session.state.step, DATA), DELIVER))
        self._data_changed()

    def _remove_old_runs(self) -> None:
        bases, named = self.session.run_folders(), self.session.state.record
        kept = QgsSettings().value(_KEPT_RUNS, USUALLY_KEPT, int)
        self.session.tasks.start(
            say("task_tidy"),
            lambda _: remove_old_runs(bases, kept, named),
            lambda _: None,
            self.session.warn,
            hidden=True,
        )

    def close(self) -> None:
        """Undo what the constructor did, line by line."""
        self._is_open = False
        for signal, slot in self._connections:
            signal.disconnect(slot)
        self._watch_parcels(is_wanted=False)
        self.data.close()
        self.run.forget()
        self.delivery.forget()
        self.results.forget()
        self.edits.forget()
        self.avoid.close()
        self.draw.close()
        self.session.tasks.end_all()
        AlgorithmRun.end_all()
        self.session.iface.removeDockWidget(self.dock)
        # at once: without a parent all that is in it would be styled anew before it goes
        sip.delete(self.dock)
        # not when Python comes to it: that may be in another thread
        flows = (self.data, self.form, self.run, self.results, self.delivery, self.draw, self.avoid, self.edits)
        for one in (*flows, self.draw.worker, self.avoid.worker, self):
            one.deleteLater()
        self.session.marks.close()
        search_all()

    def _project_cleared(self) -> None:
        """Drop what belongs to a project that is closed; nothing that still runs may speak of it, but that it stops."""
        stopped = {"run_dropped": self.run.is_running, "export_dropped": self.delivery.is_running}
        self.edits.forget()
        self.avoid.cancel()
        self.draw.stop()
        self.run.forget()
        self.delivery.forget()
        self.session.tasks.forget_all()
        self.results.forget()
        self.session.reload()
        self.data.forget()
        self.data.look()
        self.form.show()
        self.dock.screen.show_running(is_running=False)
        self.dock.go_to(DATA)
        for text_id in (one for one, is_running in stopped.items() if is_running):
            self.session.tell(say(text_id))

    def _project_read(self, *_: object) -> None:
        self.session.reload()
        # not within QGIS's own reading of the project, which takes its time
        QTimer.singleShot(0, self._begin_again)

    def _begin_again(self) -> None:
        if self._is_open:
            self._begin()

    def _step_changed(self, step: int) -> None:
        self.session.state.step = step
        self.session.keep()
        if step == DELIVER:
            self.delivery.show()

    def _stop(self) -> None:
        """Esc: cancel what runs, else take the marks off the map."""
        if self.run.is_running:
            self.run.cancel()
        elif self.delivery.is_running:
            self.delivery.cancel()
        elif self.avoid.is_open:
            self.avoid.cancel()
        else:
            self.session.marks.clear()

    def _open_folder(self) -> None:
        place = QFileDialog.getExistingDirectory(self.session.window, say("open_folder"))
        if place:
            self.data.open_place(place)

    def _open_file(self) -> None:
        kinds = f"{say('data_files')} (*.gpkg *.shp *.geojson *.fgb *.txt *.csv *.dat *.dxf *.kml)"
        place, _ = QFileDialog.getOpenFileName(self.session.window, say("open_file"), "", kinds)
        if place:
            self.data.open_place(place)

    def _request(self) -> Callable[[], ScreeningRequest]:
        """Return what makes the request of a look at the map, of layers and options as they stand now."""
        return request_of(self.session, self.data.parcel_layer(), self.dock.screen.options())

    def _data_changed(self) -> None:
        self._read_again()
        self.edits.read_again()
        rows = role_rows(self.data.facts, self.session.state.complete)
        layer = self.data.parcel_layer()
        count = layer.featureCount() if layer is not None else 0
        self.dock.data.show_rows(rows, count, is_busy=self.data.is_busy)
        self.form.show_layers(rows)
        self._watch_parcels(is_wanted=True)
        self._show_states()

    def _watch_parcels(self, *, is_wanted: bool) -> None:
        """Follow the parcel layer: its selection, and edits that make results those of an earlier shape."""
        layer = self.data.parcel_layer() if is_wanted else None
        if layer is self._watched_layer:
            return
        self._leave_parcels()
        if layer is not None:
            wanted: list[tuple[Any, Any]] = [(layer.selectionChanged, self._selection_changed)]
            followed = (layer.geometryChanged, layer.featureAdded, layer.featureDeleted, layer.attributeValueChanged)
            wanted += [(signal, self._parcels_changed) for signal in followed]
            for signal, slot in wanted:
                signal.connect(slot)
            self._watched, self._watched_layer = wanted, layer

    def _layers_leave(self, ids: list[str]) -> None:
        if self.session.state.parcels in ids:
            self._leave_parcels()

    def _leave_parcels(self) -> None:
        """Have nothing look at the parcel layer any more: it goes, or another one takes its place."""
        # a layer that is gone took its connections along, and must not be touched
        if self._watched_layer is not None and not sip.isdeleted(self._watched_layer):
            for signal, slot in self._watched:
                signal.disconnect(slot)
        self._watched, self._watched_layer = [], None
        self.draw.stop()
        self.avoid.cancel()
        self.edits.leave()

    def _read_again(self) -> None:
        """Have the map looked at anew: layers or options are others now."""
        for flow in (self.draw, self.avoid):
            flow.worker.read_again()

    def _check_data(self) -> None:
        """Open the doctor's dialog on what is open."""
        parcels = self.data.parcel_layer()
        there = [one for one in polygon_layers(self.session.project) if one is not parcels]
        named = {"PARCELS": parcels.id()} if parcels is not None else {}
        open_dialog("landentry:checkdata", named | {"LAYERS": [one.id() for one in there]})

    def _avoid(self) -> None:
        parcel = self.dock.results.parcel()
        if parcel is not None:
            self.avoid.avoid_parcel(parcel)

    def _selection_changed(self, *_: object) -> None:
        self.form.show_scope()

    def _parcels_changed(self, feature: int, *_: object) -> None:
        """Have a parcel screened again that is edited; what is delivered stays as it was screened."""
        self._read_again()
        if self.results.are_of(self._watched_layer.id()):
            self.delivery.is_stale = True
            self.edits.touch(feature)

    def _edits_screened(self) -> None:
        """Say nothing more of edits that were all undone."""
        self.delivery.is_stale = self.results.edited_count > 0

    def _start(self) -> None:
        self.session.marks.clear()
        self.run.start(self.dock.screen.options())
        self.dock.screen.show_running(is_running=self.run.is_running)
        self._show_states()

    def _follow(self, watch: RunWatch) -> None:
        page = self.dock.screen
        page.card.setVisible(True)
        page.card.show_run(watch)
        self.dock.bar.buttons[SCREEN].show_state(f"{watch.done}/{watch.total}", is_done=False)

    def _run_ended(self, screened: Screened | None) -> None:
        self.dock.screen.show_running(is_running=False)
        if screened is not None:
            self.edits.forget()
            self.delivery.renew()
            self.results.take(screened)
            if not screened.record["run"].get("not_screened"):
                self.session.say(summary(screened.record))
            self.dock.go_to(RESULTS)
            # the first of the worst: what is looked at first
            self.results.when_added(self._look_at_first)
        self._show_states()

    def _look_at_first(self) -> None:
        rows = self.dock.results.rows
        if rows and rows[0].index is not None:
            self.dock.results.list.choose(rows[0].index)

    def _results_changed(self) -> None:
        if self.dock.step == DELIVER:
            self.delivery.show()
        self._show_states()

    def _show_states(self) -> None:
        """Show how every step stands."""
        rows = role_rows(self.data.facts, self.session.state.complete)
        record = self.results.record
        when = say("not_run")
        if self.run.is_running:
            when = say("running")
        elif record is not None:
            when = finished(record["run"]["finished"])
        has_parcels = any(row.role == PARCELS and row.is_given and row.kind != "prohibited" for row in rows)
        self.dock.show_states(
            [
                (self.dock.data.state_line(rows), has_parcels),
                (when, record is not None and not self.run.is_running),
                (self.dock.results.state_line(), record is not None and self.delivery.last != NOTHING),
                (self.delivery.last, self.delivery.last != NOTHING),
            ]
        )


def summary(record: dict[str, Any]) -> str:
    """Return in one sentence what a screening came to."""
    counts = Counter(parcel["verdict"] for parcel in record["parcels"])
    parts = [f"{word(verdict)} {counts[verdict]}" for verdict in VERDICTS if counts[verdict]]
    return say("screened", count=len(record["parcels"]), parts=parts)


def finished(text: str) -> str:
    """Return when a screening ended, short: day and time as the clock on the wall has it."""
    try:
        return datetime.fromisoformat(text).astimezone().strftime("%m-%d %H:%M")
    except ValueError:
        return text
