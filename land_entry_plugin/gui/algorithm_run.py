# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of an algorithm of Processing in QGIS's task manager, for a project that may be closed in its midst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext, QgsProcessingFeedback

from land_entry_plugin.gui.leaving import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsProject

# A task only refers to what it works with: that has to be there until the task has ended, whoever still wants it.
_running: list[AlgorithmRun] = []


class Heard(QgsProcessingFeedback):
    """What the algorithm says while it runs: its errors, and its last word."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.last_word = ""

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)

    def pushInfo(self, info: str) -> None:
        self.last_word = info


class AlgorithmRun:
    """One run.

    Parameters
    ----------
    algorithm : str
        Its id.
    parameters : dict
    project : QgsProject
    done : function
        Told in the main thread: whether it came to its end, its errors, its last word.
    """

    def __init__(
        self,
        algorithm: str,
        parameters: dict[str, Any],
        project: QgsProject,
        done: Callable[[bool, list[str], str], None],
    ) -> None:
        self.heard, self._context, self._done = Heard(), QgsProcessingContext(), done
        self._context.setProject(project)
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
        self._task = QgsProcessingAlgRunnerTask(self._algorithm, parameters, self._context, self.heard)
        self._task.executed.connect(self._executed)

    def start(self) -> None:
        """Begin."""
        _running.append(self)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """End soon; what is written whole stays."""
        self.heard.cancel()

    def forget(self) -> None:
        """Cancel, and tell nobody how it ends."""
        self._done = lambda *_: None
        self.cancel()

    @staticmethod
    def end_all() -> None:
        """Cancel all runs and wait until none goes on: the provider that they belong to goes."""
        for run in _running:
            run.forget()
        wait_until(lambda: not _running)

    def _executed(self, successful: bool, _results: dict[str, Any]) -> None:
        _running.remove(self)
        done, self._done = self._done, lambda *_: None
        done(successful and not self.heard.isCanceled(), self.heard.errors, self.heard.last_word)
