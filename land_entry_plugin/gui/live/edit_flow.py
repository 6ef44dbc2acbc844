# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels that are edited are screened again in the background; undone edits bring their results back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from land_entry_plugin.gui.live.edited import as_stored
from land_entry_plugin.gui.words import say
from land_entry_plugin.jobs.living import LivingLayers
from land_entry_plugin.jobs.rescreening import rescreened

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.gui.results_flow import ResultsFlow
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.tasks import Work
    from land_entry_plugin.jobs.rescreening import Rescreened
    from land_entry_plugin.jobs.screening import ScreeningRequest

# Edits that come together are looked at once.
_SETTLE_MS = 400


class EditFlow(QObject):
    """The edits; ``told`` gives what the results should say of themselves, ``ended`` says that they are up to date."""

    told = pyqtSignal(str)
    ended = pyqtSignal()

    def __init__(
        self, session: Session, results: ResultsFlow, request: Callable[[], Callable[[], ScreeningRequest]]
    ) -> None:
        super().__init__()
        self._session, self._results, self._request = session, results, request
        self._touched: set[int] = set()
        self._task: Work | None = None
        self._again = False
        self._living = LivingLayers()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether results are still those of an earlier shape."""
        return self._task is not None or self._settle.isActive()

    def touch(self, feature: int) -> None:
        """Have a feature looked at that was added, changed or deleted."""
        self._touched.add(feature)
        self.told.emit(say("screening_again"))
        self._settle.start()

    def read_again(self) -> None:
        """Read layers and rules again with the next edit: they, or the options, are others now."""
        self._living = LivingLayers()

    def forget(self) -> None:
        """Look at nothing any more, and say nothing of edits: the results are others now, or gone."""
        self._drop()
        self.told.emit("")

    def leave(self) -> None:
        """Look at nothing more of a layer that goes; what was not looked at yet is said to be of before."""
        was_busy = self.is_busy
        self._drop()
        if was_busy:
            self.told.emit(say("stale"))

    def _drop(self) -> None:
        self.read_again()
        self._settle.stop()
        self._session.tasks.forget(self._task)
        self._task, self._touched, self._again = None, set(), False

    def _look(self) -> None:
        if self._task is not None:
            self._again = True
            return
        record = self._results.record
        if record is None:
            return
        make, known, touched = self._request(), list(record["parcels"]), frozenset(self._touched)
        stored, living = self._results.stored, self._living
        self._touched = set()
        self._task = self._session.tasks.start(
            say("task_again"),
            lambda task: as_stored(rescreened(make(), known, touched, task, living), stored),
            lambda found: self._done(found, stored, touched),
            lambda sentence: self._failed(sentence, touched),
            hidden=True,
        )

    def _done(self, found: Rescreened, stored: dict[str, Any], touched: frozenset[int]) -> None:
        self._task = None
        if self._results.stored is not stored:
            # a reviewer spoke meanwhile: what was found is compared with a record that is no longer there
            self._touched |= touched
            self._next()
            return
        if found.replaced:
            self._results.take_edited(found.parcels, found.replaced)
        if self._again or self._settle.isActive():
            self._next()
            return
        count = self._results.edited_count
        self.told.emit(say("screened_again", count=count) if count else "")
        self.ended.emit()

    def _failed(self, sentence: str, touched: frozenset[int]) -> None:
        self._task = None
        # the next edit looks at these, too
        self._touched |= touched
        self.told.emit(f"{say('stale')} {sentence}".strip())
        if self._again:
            self._next()

    def _next(self) -> None:
        self._again = False
        self._settle.start()
