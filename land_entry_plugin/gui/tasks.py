# SPDX-License-Identifier: GPL-2.0-or-later
"""Work in QGIS's task manager: one function off the main thread, its end told in the main thread."""

from __future__ import annotations

import threading
import traceback
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import QThread

from land_entry_plugin.bridge.threads import in_own_thread
from land_entry_plugin.errors import Cancelled, LandEntryError
from land_entry_plugin.gui.leaving import wait_until
from land_entry_plugin.gui.words import language, say

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = "Land Entry"
# Shapely's prepared geometries must never be used by two threads: one worker computes at a time.
_COMPUTING = threading.Lock()
_LOOK_EVERY_S = 0.1


class Work(QgsTask):
    """One function as a task.

    Parameters
    ----------
    title : str
        What the task manager shows.
    function : function
        Called in a thread of its own with the task; what it returns goes to ``done``.
    done, failed : function
        Called in the main thread with the result, or with a sentence (empty where the user cancelled).
    hidden : bool
        Whether the task manager shows nothing of it.
    saves : bool
        Whether it writes what the user said: it waits for no computing, and is done though nobody listens any more.
    """

    def __init__(
        self,
        title: str,
        function: Callable[[Work], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
        *,
        hidden: bool = False,
        saves: bool = False,
    ) -> None:
        # silent: how it ended is said by whoever started it
        flags = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent
        super().__init__(title, flags | QgsTask.Flag.Hidden if hidden else flags)
        self._function, self._done, self._failed = function, done, failed
        self._result: Any = None
        self._sentence = ""
        self.saves = saves
        self._turn = threading.Lock() if saves else _COMPUTING
        self.is_watched = True
        self.over = threading.Event()
        self._is_hidden = hidden
        self._thread: QThread | None = None
        self.on_end: Callable[[Work], None] | None = None

    def run(self) -> bool:
        """Do the work; QGIS calls this in a worker thread."""
        try:
            return self._work()
        finally:
            self.over.set()

    def _work(self) -> bool:
        try:
            while not self._turn.acquire(timeout=_LOOK_EVERY_S):
                if self.isCanceled():
                    return False
            try:
                self._result = in_own_thread(self._called)
            finally:
                self._turn.release()
        except Cancelled:
            return False
        except LandEntryError as error:
            self._sentence = error.user_message(language())
            self._log(error.detail)
            return False
        except Exception as error:
            # the boundary of a task: the user gets a sentence, the log the rest
            self._sentence = say("went_wrong", reason=f"{type(error).__name__}: {error}")
            self._log(traceback.format_exc())
            return False
        return True

    def _called(self) -> Any:
        self._thread = QThread.currentThread()
        try:
            if self._is_in_vain:
                raise Cancelled
            return self._function(self)
        finally:
            self._thread = None

    @property
    def _is_in_vain(self) -> bool:
        """Whether nobody wants any of it: of a screening that is cancelled, what is judged is kept."""
        return self.isCanceled() and not self.saves and (self._is_hidden or not self.is_watched)

    def cancel(self) -> None:
        """Cancel, were it in the midst of reading a layer; QGIS calls this, too, before it is left."""
        super().cancel()
        if self._is_in_vain and (thread := self._thread) is not None:
            thread.requestInterruption()

    def report(self, phase: str, fraction: float) -> None:
        """Show how much is done: the task is a job's progress."""
        self.setProgress(100 * fraction)

    def cancelled(self) -> bool:
        """Return whether nobody wants the work any more."""
        return self.isCanceled()

    def drop(self) -> None:
        """Tell nobody how it ends, and cancel it unless it saves."""
        self.is_watched = False
        if not self.saves:
            self.cancel()

    def finished(self, result: bool) -> None:
        """Tell how it ended; QGIS calls this in the main thread."""
        if self.on_end is not None:
            self.on_end(self)
        if not self.is_watched:
            return
        if result:
            self._done(self._result)
        else:
            self._failed(self._sentence)

    @staticmethod
    def _log(detail: str) -> None:
        if detail:
            QgsMessageLog.logMessage(detail, LOG, Qgis.MessageLevel.Info)


class Tasks:
    """The tasks of the dock, held until they have ended."""

    def __init__(self) -> None:
        self._running: list[Work] = []

    def start(
        self,
        title: str,
        function: Callable[[Work], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
        *,
        hidden: bool = False,
        saves: bool = False,
    ) -> Work:
        """Start a function off the main thread and return its task."""
        task = Work(title, function, done, failed, hidden=hidden, saves=saves)
        task.on_end = self._running.remove
        self._running.append(task)
        QgsApplication.taskManager().addTask(task)
        return task

    @property
    def count(self) -> int:
        """How many tasks have not ended."""
        return len(self._running)

    def forget(self, task: Work | None) -> None:
        """Cancel a task, unless it saves, and tell nobody how it ends; one that has ended is gone and not touched."""
        if task in self._running:
            task.drop()

    def forget_all(self) -> None:
        """Cancel all tasks, and tell nobody how they end."""
        for task in list(self._running):
            self.forget(task)

    def end_all(self) -> None:
        """Cancel all tasks and wait until none runs, however long: what they read goes down with QGIS."""
        self.forget_all()
        tasks, self._running = self._running, []
        started = [one.over for one in tasks if one.saves or one.status() == QgsTask.TaskStatus.Running]
        for task in tasks:
            task.on_end = None
        for over in started:
            # not QGIS's own wait, which would keep the worker from the interpreter that it needs to end
            wait_until(over.is_set)
