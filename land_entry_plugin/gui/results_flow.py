# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 3 at work: holds the record, shows its evidence on the map, keeps reviewers' words, prints sheets of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication
from qgis.PyQt.QtWidgets import QFileDialog

from land_entry_plugin.files.records import read_record, write_record
from land_entry_plugin.gui import layers
from land_entry_plugin.gui.collecting import much_that_stays
from land_entry_plugin.gui.evidence import class_evidence, evidence, parcel_shape
from land_entry_plugin.gui.live.edited import with_edits
from land_entry_plugin.gui.review import Review, ReviewDialog, with_review
from land_entry_plugin.gui.run_folders import TABLE
from land_entry_plugin.gui.screening_flow import PACKAGE, RECORD
from land_entry_plugin.gui.steps.results import row_text
from land_entry_plugin.gui.turns import Turns
from land_entry_plugin.gui.words import language, say
from land_entry_plugin.jobs.outputs import write_screening_table
from land_entry_plugin.jobs.tables import OVERLAPS_LAYER
from land_entry_plugin.packages import XLSX, lack

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.gui.screening_flow import Screened
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.steps.results import ResultsPage
    from land_entry_plugin.gui.tasks import Work

_REVIEWER = "land_entry/reviewer"


class ResultsFlow(QObject):
    """The record that is shown; ``changed`` says that it is another one, or that a reviewer spoke."""

    changed = pyqtSignal()

    def __init__(self, session: Session, page: ResultsPage) -> None:
        super().__init__()
        self._session, self._page = session, page
        # as it is shown, with parcels that are being edited; and as its file has it
        self.record: dict[str, Any] | None = None
        self.stored: dict[str, Any] | None = None
        self.path: Path | None = None
        # with all that reviewers said, by the file that does not have all of it yet
        self._unkept: dict[Path, _Said] = {}
        self._adding = Turns()
        self._dialog: ReviewDialog | None = None
        page.looked_at.connect(self._look_at)
        page.zoom_asked.connect(self.zoom)
        page.tree.shown.connect(self.show_evidence)
        page.account.shown.connect(self.show_class)
        page.review_asked.connect(self.ask_review)
        page.export_asked.connect(self.export_table)
        page.copy_asked.connect(self.copy_list)

    def take(self, screened: Screened) -> None:
        """Show what a screening gave, with its layers in the place of the last ones."""
        self._session.state.record = str(screened.folder / RECORD)
        # chosen for the sheets of the record of before, which stay as they are
        self._session.state.folder = ""
        self._session.keep()
        self._show(screened.record, screened.folder / RECORD)
        layers.remove_results(self._session.project)
        self._adding.forget()
        self._adding.take(layers.result_openers(self._session.project, screened.folder / PACKAGE))

    def when_added(self, then: Callable[[], None]) -> None:
        """Do something when the layers are there, in an event of its own."""
        self._adding.take([then])

    @property
    def is_busy(self) -> bool:
        """Whether layers of a screening are still to be added."""
        return self._adding.is_busy

    def are_of(self, layer: str) -> bool:
        """Return whether there are results, of the parcels of a layer by its id or of one that it took the place of."""
        screened = self._session.state.screened
        is_of_another = screened != layer and self._session.project.mapLayer(screened) is not None
        return self.record is not None and not is_of_another

    def _show(self, record: dict[str, Any] | None, path: Path | None) -> None:
        self.record, self.stored, self.path = record, record, path
        self._session.marks.clear()
        self._page.show_record(record)
        self.changed.emit()

    def restore(self) -> None:
        """Show the record that the project names, where it is still there; read in the background."""
        path, current = self._session.state.record, self._session.state.current
        if not path:
            self._show(None, None)
            return

        def shown(record: dict[str, Any]) -> None:
            self._show(record, Path(path))
            self.choose(current, look=False)

        def gone(sentence: str) -> None:
            self._show(None, None)
            self._session.warn(sentence)

        def read(_: Work) -> dict[str, Any]:
            with much_that_stays():
                return read_record(Path(path))

        self._session.tasks.start(say("task_read"), read, shown, gone, hidden=True)

    def forget(self) -> None:
        """Show nothing: the project is another one."""
        self._adding.forget()
        self._unkept.clear()
        self.record, self.stored, self.path = None, None, None
        self._session.marks.clear()
        self._page.show_record(None)
        if self._dialog is not None:
            self._dialog.close()

    @property
    def edited_count(self) -> int:
        """How many parcels are not shown as the file has them."""
        if self.record is None or self.stored is None:
            return 0
        stored = {id(parcel) for parcel in self.stored["parcels"]}
        shown = {id(parcel) for parcel in self.record["parcels"]}
        ids = {one["parcel_id"] for one in self.record["parcels"] if id(one) not in stored}
        return len(ids | {one["parcel_id"] for one in self.stored["parcels"] if id(one) not in shown})

    def take_edited(self, parcels: list[dict[str, Any]], replaced: frozenset[str]) -> None:
        """Show parcels as they are in the edit buffer; the record's file stays as it was screened."""
        if self.record is None or self.stored is None:
            return
        current = self._session.state.current
        self.record = with_edits(self.record, parcels, replaced)
        self._page.show_record(self.record)
        self.choose(current, look=False)
        self.changed.emit()

    def choose(self, parcel_id: str, *, look: bool = True) -> bool:
        """Choose a parcel by its id; without a look the map stays where it is."""
        for index, parcel in enumerate(self.record["parcels"] if self.record else ()):
            if parcel["parcel_id"] == parcel_id:
                self._page.list.blockSignals(not look)
                found = self._page.list.choose(index)
                self._page.list.blockSignals(False)
                if not look:
                    self._page.show_parcel(index)
                return found
        return False

    def _look_at(self, index: int) -> None:
        """Show a parcel: why, and where its first conflict is."""
        self._page.show_parcel(None if index < 0 else index)
        parcel = self._page.parcel()
        if parcel is None:
            self._session.marks.clear()
            return
        self._session.state.current = parcel["parcel_id"]
        self._session.keep()
        self.zoom()

    def zoom(self) -> None:
        """Show the parcel on the map and flash its first evidence."""
        parcel = self._page.parcel()
        if parcel is None:
            return
        shape, plane = parcel_shape(parcel)
        self._session.marks.zoom_to(shape, plane)
        first = self._page.tree.first_evidence()
        if first is not None:
            self.show_evidence(*first)
        else:
            self._session.marks.clear()

    def show_evidence(self, finding: dict[str, Any], piece: dict[str, Any] | None) -> None:
        """Flash exactly what a number is about; the map moves only where it does not show it."""
        parcel = self._page.parcel()
        if parcel is None or self.record is None:
            return
        overlaps = layers.result_layer(self._session.project, OVERLAPS_LAYER)
        marks = evidence(self.record, parcel, finding, piece, overlaps, self._session.project)
        _, plane = parcel_shape(parcel)
        if marks and piece is not None and not self._session.marks.sees(marks[0].geometry, plane):
            self._session.marks.zoom_to(marks[0].geometry, plane)
        self._session.marks.show(marks, plane)

    def show_class(self, code: str) -> None:
        """Flash the patches of a class of the account."""
        parcel = self._page.parcel()
        if parcel is None:
            return
        overlaps = layers.result_layer(self._session.project, OVERLAPS_LAYER)
        marks = class_evidence(parcel, code, overlaps, self._session.project)
        shape, plane = parcel_shape(parcel)
        if marks and not self._session.marks.sees(shape, plane):
            self._session.marks.zoom_to(shape, plane)
        self._session.marks.show(marks, plane)

    def ask_review(self) -> None:
        """Ask for a reviewer's word on the parcel that is looked at."""
        parcel, index = self._page.parcel(), self._page.index
        if parcel is None or index is None:
            return
        if self.edited_count:
            # a word on what no file holds would be kept nowhere
            self._session.warn(say("screen_before_review"))
            return
        name = QgsSettings().value(_REVIEWER, "", str)
        self._dialog = dialog = ReviewDialog(parcel, name, self._session.window)
        dialog.accepted.connect(lambda: self.keep_review(index, dialog.review()))
        dialog.finished.connect(self._review_closed)
        dialog.open()

    def _review_closed(self, _result: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    def keep_review(self, index: int, review: Review) -> None:
        """Keep a reviewer's word in the record and its file, beside those that are still being written."""
        QgsSettings().setValue(_REVIEWER, review.name)
        path = self.path
        said = self._unkept.setdefault(path, _Said(self.record))
        said.record = with_review(said.record, index, review)
        said.waiting += 1

        def ended(sentence: str) -> None:
            said.waiting -= 1
            if not said.waiting and self._unkept.get(path) is said:
                del self._unkept[path]
            if sentence:
                self._session.warn(sentence)
            elif self.path == path:
                self.record = self.stored = said.written
                self._page.record = said.written
                self._page.show_parcel(self._page.index)
                self.changed.emit()

        self._session.tasks.start(
            say("task_keep"), lambda _: said.write(path), lambda _: ended(""), ended, hidden=True, saves=True
        )

    def copy_list(self) -> None:
        """Copy the list as it is shown."""
        rows = self._page.list.parcels.rows
        QGuiApplication.clipboard().setText(row_text(rows))
        self._session.say(say("copied", count=len(rows)))

    def export_table(self) -> None:
        """Save the workbook of the screening where the user wants it, with what reviewers said."""
        record, fault = self.stored, lack(XLSX)
        if record is None:
            return
        if fault is not None:
            self._session.warn(fault.user_message(language()))
            return
        target, _ = QFileDialog.getSaveFileName(self._session.window, say("export_table"), TABLE, "XLSX (*.xlsx)")
        if target:
            self._session.tasks.start(
                say("task_table"),
                lambda _: write_screening_table(record, Path(target)),
                lambda _: self._session.say(say("saved", path=target)),
                lambda sentence: self._session.warn(sentence) if sentence else None,
            )


def open_folder(folder: str) -> None:
    """Show a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))


class _Said:
    """A record with what reviewers said of its parcels, until all of it is in the file; tasks may come in any order."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = self.written = record
        self.waiting = 0
        self._lock = threading.Lock()

    def write(self, path: Path) -> None:
        """Write what was said last, unless that is written."""
        with self._lock:
            record = self.record
            if record is not self.written:
                write_record(record, path)
                self.written = record
