# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 4 at work: what is delivered, what is looked at before, the export as a task."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog

from land_entry_plugin.bridge.profile import template_folder
from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.errors import LandEntryError
from land_entry_plugin.gui.delivery import Export, Offer, sheet_counts
from land_entry_plugin.gui.preflight import FOLDER, PACKAGES, RESULTS, TEMPLATES, Check, checks, templates_check
from land_entry_plugin.gui.result_view import parcel_rows, verdict_counts
from land_entry_plugin.gui.results_flow import open_folder
from land_entry_plugin.gui.steps.deliver import CHOOSE
from land_entry_plugin.gui.turns import Turns
from land_entry_plugin.gui.widgets.basics import Note
from land_entry_plugin.gui.words import NOTHING, language, say
from land_entry_plugin.sheets.designer import draw_sheet, laid_out
from land_entry_plugin.sheets.forms.book import SHEETS
from land_entry_plugin.sheets.templates import read_templates

if TYPE_CHECKING:
    from qgis.core import QgsPrintLayout

    from land_entry_plugin.gui.results_flow import ResultsFlow
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.steps.deliver import DeliverPage
    from land_entry_plugin.gui.tasks import Work
    from land_entry_plugin.sheets.designer import DrawnSheet

STEP_OF = {RESULTS: 2}
_LOOK_EVERY_MS = 100
_USUAL_VERDICTS = ("review", "eligible")


class DeliverFlow(QObject):
    """The export; ``step_asked`` names the step in which something is mended."""

    step_asked = pyqtSignal(int)
    changed = pyqtSignal()

    def __init__(self, session: Session, results: ResultsFlow, page: DeliverPage, offer: Offer) -> None:
        super().__init__()
        self._session, self._results, self._page, self._offer = session, results, page, offer
        self._export: Export | None = None
        self._drawing: Work | None = None
        self._turns = Turns()
        self._templates: tuple[object, Check] | None = None
        self.is_stale = False
        self.last = NOTHING
        # the folder of the last export
        self._delivered = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._follow)
        page.changed.connect(self._page_changed)
        page.folder_asked.connect(self._ask_folder)
        page.export_asked.connect(self.start)
        page.cancel_asked.connect(self.cancel)
        page.open_asked.connect(lambda: open_folder(self._delivered))
        page.templates_asked.connect(self._ask_templates)
        page.layout_asked.connect(self.open_in_layout)

    @property
    def is_running(self) -> bool:
        """Whether sheets are being printed."""
        return self._export is not None

    @property
    def is_drawing(self) -> bool:
        """Whether a sheet is being drawn for the layout designer."""
        return self._drawing is not None

    def show(self) -> None:
        """Show what can be delivered of the record that is held."""
        record, state = self._results.stored, self._session.state
        if record is None:
            self._page.show_empty()
            self.changed.emit()
            return
        self._page.show_running(is_running=self.is_running)
        self._page.show_chosen(
            state.verdicts or self._usual_verdicts(record),
            state.sheets or self._offer.usual_sheets,
            state.formats or self._offer.usual_formats,
            state.edition,
            state.folder or self._usual_folder(),
        )
        self._offer_templates()
        self._look()

    @staticmethod
    def _usual_verdicts(record: dict[str, Any]) -> tuple[str, ...]:
        """Return what is usually delivered; where nothing may enter the market, what there is."""
        there = tuple(parcel["verdict"] for parcel in record["parcels"])
        return tuple(one for one in _USUAL_VERDICTS if one in there) or tuple(dict.fromkeys(there))

    def _usual_folder(self) -> str:
        path = self._results.path
        return str(path.parent / "sheets") if path else ""

    def chosen_parcels(self) -> list[dict[str, Any]]:
        """Return the parcels that are delivered."""
        wanted = self._page.chosen()["verdicts"]
        record = self._results.stored
        return [parcel for parcel in record["parcels"] if parcel["verdict"] in wanted] if record else []

    def _page_changed(self) -> None:
        state, chosen = self._session.state, self._page.chosen()
        state.verdicts, state.sheets, state.formats = chosen["verdicts"], chosen["sheets"], chosen["formats"]
        state.edition, state.folder, state.templates = chosen["edition"], chosen["folder"], chosen["templates"]
        self._session.keep()
        self._look()

    def _look(self) -> None:
        record = self._results.stored
        if record is None:
            return
        chosen, parcels = self._page.chosen(), self.chosen_parcels()
        self._page.show_counts(dict(verdict_counts(parcel_rows(record))), len(parcels))
        self._page.show_sheet_counts(sheet_counts(parcels))
        found = checks(record, parcels, chosen["folder"], chosen["formats"], is_stale=self.is_stale)
        found.insert(1, self._templates_checked())
        if self._offer.missing:
            found.append(Check("review", say("check_packages", formats=list(self._offer.missing)), PACKAGES))
        self._page.show_checks([self._note(check) for check in found], self._reason(found, parcels, chosen))
        self.changed.emit()

    def _note(self, check: Check) -> Note:
        if check.fix is None:
            return Note(check.kind, check.text)
        asks = {FOLDER: self._ask_folder, TEMPLATES: self._ask_templates}
        tells = {PACKAGES: self._tell_missing}
        act = (asks | tells).get(check.fix, lambda: self.step_asked.emit(STEP_OF.get(check.fix, 1)))
        return Note(check.kind, check.text, say("browse" if check.fix in asks else "look_there"), act)

    @staticmethod
    def _reason(found: list[Check], parcels: list[dict[str, Any]], chosen: dict[str, Any]) -> str:
        """Return why nothing can be exported; empty where it can."""
        if not parcels:
            return say("deliver_none")
        if not chosen["sheets"] or not chosen["formats"]:
            return say("choose_sheets")
        return next((check.text for check in found if check.stops), "")

    def _tell_missing(self) -> None:
        """Say which packages formats lack, and how to get them."""
        self._session.warn(" ".join(self._offer.missing.values()))

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._session.window, say("folder").replace("&", ""))
        if folder:
            self._page.folder.setText(folder)
            self._page_changed()

    def _template_folder(self) -> Path:
        """Return where templates are looked for."""
        return Path(self._session.state.templates) if self._session.state.templates else template_folder()

    def _templates_checked(self) -> Check:
        """Return whether the templates can be filled; looked at again only where a file is another one."""
        folder = self._template_folder()
        files = sorted(folder.glob("*")) if folder.is_dir() else []
        state = (folder, tuple((path.name, path.stat().st_mtime_ns) for path in files if path.is_file()))
        if self._templates is None or self._templates[0] != state:
            self._templates = (state, templates_check(folder))
        return self._templates[1]

    def _offer_templates(self) -> None:
        usual, own = template_folder(), self._session.state.templates
        has_usual = usual.is_dir() and any(usual.iterdir())
        items = [(usual.name if has_usual else say("built_in_forms"), "")]
        items += [(Path(own).name, own)] if own else []
        self._page.offer_templates([*items, (say("choose_folder"), CHOOSE)], own)

    def _ask_templates(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._session.window, say("choose_folder"))
        if folder:
            self._session.state.templates = folder
            self._session.keep()
        self._offer_templates()
        self._look()

    def open_in_layout(self, sheet: str) -> None:
        """Show a sheet of a parcel in QGIS's layout designer: of the one that is looked at where it is delivered."""
        parcels = self.chosen_parcels()
        if self.is_drawing:
            return
        if not sheet or not parcels:
            self._session.warn(say("choose_sheets") if parcels else say("deliver_none"))
            return
        ids = [parcel["parcel_id"] for parcel in parcels]
        current = self._session.state.current
        chosen = self._page.chosen()
        try:
            templates = read_templates(self._template_folder(), SHEETS)
        except LandEntryError as error:
            self._session.warn(error.user_message(language()))
            return
        record, parcel_id = self._results.stored, current if current in ids else ids[0]
        edition = Edition(chosen["edition"])

        def draw(_task: Work) -> DrawnSheet:
            return draw_sheet(record, parcel_id, sheet, edition=edition, templates=templates)

        self._page.show_drawing(is_drawing=True)
        self._drawing = self._session.tasks.start(say("task_layout"), draw, self._drawn, self._not_drawn)

    def _drawn(self, drawn: DrawnSheet) -> None:
        """Lay a sheet out, step by step: items of a layout are for the main thread alone."""
        self._turns.go_through(laid_out(drawn, self._session.project), self._laid_out, self._end_drawing)

    def _laid_out(self, layout: QgsPrintLayout) -> None:
        self._end_drawing()
        self._open_designer(layout)

    def _open_designer(self, layout: QgsPrintLayout) -> None:
        self._session.iface.openLayoutDesigner(layout)

    def _not_drawn(self, sentence: str) -> None:
        self._end_drawing()
        if sentence:
            self._session.warn(sentence)

    def _end_drawing(self) -> None:
        self._drawing = None
        self._page.show_drawing(is_drawing=False)

    def start(self) -> None:
        """Print in the background."""
        chosen, parcels = self._page.chosen(), self.chosen_parcels()
        if self.is_running or not parcels or self._results.path is None:
            return
        self._session.state.folder = self._delivered = chosen["folder"]
        ids = list(dict.fromkeys(parcel["parcel_id"] for parcel in parcels))
        self._export = Export(self._results.path, ids, chosen, self._session.project, self._ended)
        self._page.show_outcome([])
        self._page.show_running(is_running=True)
        self._timer.start()
        self._export.start()

    def cancel(self) -> None:
        """End after the parcel that is being printed."""
        if self._export is not None:
            self._export.cancel()

    def forget(self) -> None:
        """Cancel, and say nothing of it, nor of what was delivered before: the project is another one."""
        self.renew()
        if self._export is not None:
            self._export.forget()
            self._end()
        if self._drawing is not None:
            self._session.tasks.forget(self._drawing)
            self._turns.forget()
            self._end_drawing()

    def renew(self) -> None:
        """Take another record as not delivered yet; what is being printed of the last one goes on."""
        self.is_stale, self.last = False, NOTHING
        self._page.forget_export()

    def _follow(self) -> None:
        if self._export is not None:
            percent = self._export.heard.progress()
            self._page.show_progress(percent, round(percent * self._export.count / 100), self._export.count)

    def _end(self) -> None:
        self._timer.stop()
        self._export = None
        self._page.show_running(is_running=False)

    def _ended(self, successful: bool, errors: list[str], last_word: str) -> None:
        count, was_cancelled = self._export.count, self._export.heard.isCanceled()
        failed, path = self._export.failed(), self._export.record
        self._end()
        self._page.open_button.show()
        if was_cancelled:
            self._session.tell(say("export_cancelled"))
        elif not successful:
            self._session.warn(errors[-1] if errors else say("went_wrong", reason="surveysheets"))
        elif errors:
            self._session.warn(f"{last_word} {errors[0]}")
        else:
            self._session.say(last_word)
        # of a record that another screening took the place of meanwhile nothing is delivered of what is shown now
        if successful and path == self._results.path:
            self.last = say("parcel_count", count=count - len(failed))
        outcome = self._outcome(count, failed, errors, successful=successful, was_cancelled=was_cancelled)
        self._page.show_outcome(outcome)
        self._look()

    def _outcome(
        self, count: int, failed: list[str], errors: list[str], *, successful: bool, was_cancelled: bool
    ) -> list[Note]:
        """Return what an export came to, with the way to the files and to what failed."""
        folder = self._delivered
        to_folder = (say("open_the_folder"), lambda: open_folder(folder))
        if was_cancelled:
            return [Note("undetermined", say("export_cancelled"), *to_folder)]
        if not successful:
            return [Note("prohibited", errors[-1] if errors else say("went_wrong", reason="surveysheets"))]
        notes = [Note("eligible", say("exported", count=count - len(failed)), *to_folder)]
        if failed:
            # a low dock has no room for why: the message said it, and so does the tooltip
            text = say("not_exported", count=len(failed), first=failed[0])
            look = (say("look_there"), lambda: self._look_at_failed(failed[0]))
            notes.append(Note("prohibited", text, *look, tip="\n".join(errors)))
        elif errors:
            # the file of all parcels
            notes.append(Note("prohibited", errors[0]))
        return notes

    def _look_at_failed(self, parcel_id: str) -> None:
        """Show the parcel whose sheet could not be printed."""
        self._results.choose(parcel_id)
        self.step_asked.emit(STEP_OF[RESULTS])
