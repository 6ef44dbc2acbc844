# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 2 at work: starts the screening as a task, follows it, writes what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from qgis.core import QgsVectorLayerSelectedFeatureSource
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.errors import InputError, LandEntryError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.faults import system_fault
from land_entry_plugin.files.styles import colours
from land_entry_plugin.gui import layers
from land_entry_plugin.gui.collecting import pass_over
from land_entry_plugin.gui.run_watch import RunWatch
from land_entry_plugin.gui.words import say
from land_entry_plugin.jobs.outputs import Outputs, write_found
from land_entry_plugin.jobs.parts import HELD
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.processing.spread import screened
from land_entry_plugin.roles.land_classes import class_code
from land_entry_plugin.rules.layering import head_of
from land_entry_plugin.rules.pack_files import pack_paths, read_pack_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsVectorLayer

    from land_entry_plugin.gui.data_flow import DataFlow
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.steps.screen import Options
    from land_entry_plugin.gui.tasks import Work
    from land_entry_plugin.rules.pack import PackHead

PACKAGE, RECORD = "screening.gpkg", "screening.json"
_LOOK_EVERY_MS = 100


@dataclass(frozen=True)
class Screened:
    """What a run gave: its record, and the folder with its files."""

    record: dict[str, Any]
    folder: Path


def readable_packs() -> list[tuple[str, PackHead]]:
    """Return the rule packs that can be read, by name; reads the disk, so not for the main thread."""
    # read here once, so that the window does not have to
    colours()
    class_code("0101")
    found = []
    for name, path in pack_paths(pack_folders()).items():
        try:
            found.append((name, head_of(read_pack_file(path).stored)))
        except InputError:
            # one at fault is named by the screening itself, and by `rules check`
            continue
    return found


def screen(request: ScreeningRequest, watch: RunWatch, folder: Path) -> Screened:
    """Return what a screening gives, written to a folder: layers and record; a workbook is made for who asks for it."""
    watch.report("prepare", 0.0)
    package = folder / PACKAGE
    outputs = Outputs(output=package, overlaps=package, findings=package, record=folder / RECORD)
    with screened(request, outputs.wanted | {HELD}, watch, watch) as found:
        watch.report("write", 0.98)
        write_found(found, outputs)
        record = found.record()
    pass_over()
    return Screened(record, folder)


def request_of(
    session: Session,
    layer: QgsVectorLayer,
    options: Options,
    selected: QgsVectorLayerSelectedFeatureSource | None = None,
) -> Callable[[], ScreeningRequest]:
    """Return what makes the request of a screening off the main thread, of layers as they stand now.

    What is wrong with a layer is raised where the request is made, so that a task says it.

    Parameters
    ----------
    layer : QgsVectorLayer
        Of the parcels, which serves no other role.
    selected : QgsVectorLayerSelectedFeatureSource, optional
        The parcels that are wanted; all where it is not given.
    """
    try:
        parcels = QgisSource(layer, selected)
        named, offered = layers.sources(layers.polygon_layers(session.project), layer.id(), session.state.roles)
    except LandEntryError as error:
        return partial(_refuse, error)
    except OSError as error:
        return partial(_refuse, system_fault(error))
    complete, folders = tuple(session.state.complete), pack_folders()

    def make() -> ScreeningRequest:
        # a file of answers is opened here: it may be a large workbook
        return ScreeningRequest(
            parcels=parcels,
            named=named,
            offered=offered,
            complete=complete,
            answers=open_answers(options.answers) if options.answers else None,
            rule_pack=options.rule_pack,
            pack_folders=folders,
            as_of=options.as_of,
            sliver_area_m2=options.sliver_area_m2,
            sliver_width_m=options.sliver_width_m,
        )

    return make


def _refuse(error: LandEntryError) -> NoReturn:
    raise error


class ScreeningFlow(QObject):
    """The run: ``followed`` gives its watch while it goes, ``ended`` what it gave (None where nothing)."""

    followed = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(self, session: Session, data: DataFlow) -> None:
        super().__init__()
        self._session, self._data = session, data
        self._task: Work | None = None
        self._watch: RunWatch | None = None
        self._parcels = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether parcels are being screened."""
        return self._task is not None

    def start(self, options: Options) -> None:
        """Screen in the background."""
        layer = self._data.parcel_layer()
        if layer is None or self.is_running:
            return
        selected = QgsVectorLayerSelectedFeatureSource(layer) if options.selected_only else None
        session = self._session
        make, folder = request_of(session, layer, options, selected), session.new_folder()
        count = layer.selectedFeatureCount() if options.selected_only else layer.featureCount()
        self._parcels = layer.id()

        def work(task: Work) -> Screened:
            self._watch = RunWatch(task.isCanceled, count)
            return screen(make(), self._watch, folder)

        self._watch = None
        self._task = session.tasks.start(say("task_screen", count=count), work, self._done, self._failed)
        self._timer.start()

    def cancel(self) -> None:
        """Cancel; what is judged is kept."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Cancel and keep nothing: the project is another one."""
        if self._task is not None:
            self._session.tasks.forget(self._task)
            self._end()

    def _follow(self) -> None:
        if self._task is not None and self._watch is not None:
            self._task.setProgress(100 * self._watch.fraction)
            if self._watch.is_worth_showing:
                self.followed.emit(self._watch)

    def _end(self) -> None:
        self._timer.stop()
        self._task = None

    def _done(self, screened: Screened) -> None:
        self._end()
        self._session.state.screened = self._parcels
        left = screened.record["run"].get("not_screened", ())
        if left:
            judged = len(screened.record["parcels"])
            self._session.tell(say("cancelled_some", judged=judged, left=len(left)))
        self.ended.emit(screened)

    def _failed(self, sentence: str) -> None:
        self._end()
        self._session.warn(sentence) if sentence else self._session.tell(say("cancelled_all"))
        self.ended.emit(None)
