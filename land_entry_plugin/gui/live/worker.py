# SPDX-License-Identifier: GPL-2.0-or-later
"""Looks at shapes off the main thread: one at a time, always the newest, against layers that were read once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from qgis.PyQt.QtCore import QObject, pyqtSignal

from land_entry_plugin.gui.words import say
from land_entry_plugin.jobs.live import LiveIndex, read_index

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.tasks import Work
    from land_entry_plugin.jobs.screening import ScreeningRequest

# How far around what is drawn the layers are read: the next points find them there.
_MARGIN_M = 400.0


@dataclass(frozen=True)
class Answer:
    """What a question came to: its number, what was found, how long it took in milliseconds."""

    number: int
    value: Any
    milliseconds: float


@dataclass(frozen=True)
class _Question:
    number: int
    wkb: bytes
    reach_m: float
    ask: Callable[[LiveIndex, shapely.Geometry], Any]


class LiveWorker(QObject):
    """The living index; ``answered`` gives an answer, ``failed`` a sentence."""

    answered = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, session: Session, request: Callable[[], Callable[[], ScreeningRequest]]) -> None:
        super().__init__()
        self._session, self._request = session, request
        self._task: Work | None = None
        self._wanted: _Question | None = None
        self._number = 0
        self._index: LiveIndex | None = None
        self._make: Callable[[], ScreeningRequest] | None = None

    @property
    def newest(self) -> int:
        """The number of the newest question."""
        return self._number

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._task is not None or self._wanted is not None

    def ask(self, wkb: bytes, ask: Callable[[LiveIndex, shapely.Geometry], Any], reach_m: float = 0.0) -> int:
        """Ask something of a shape in the CRS of the parcel layer; an older question that waits is dropped."""
        self._number += 1
        self._wanted = _Question(self._number, wkb, reach_m, ask)
        self._next()
        return self._number

    def drop(self) -> None:
        """Want no answer any more."""
        self._number += 1
        self._wanted = None
        self._session.tasks.forget(self._task)
        self._task = None

    def read_again(self) -> None:
        """Read the layers again with the next question: they, or what is asked of them, have changed."""
        self._index, self._make = None, None

    def _next(self) -> None:
        if self._task is not None or self._wanted is None:
            return
        question, self._wanted = self._wanted, None
        if self._make is None:
            # snapshots of the layers: in the main thread, where they live
            self._index, self._make = None, self._request()
        index, make = self._index, self._make

        def work(_: Work) -> tuple[LiveIndex, Answer]:
            start = time.monotonic()
            shape = shapely.from_wkb(question.wkb)
            own = index
            if own is None or not own.covers(shape, question.reach_m):
                own = read_index(make(), shape, _MARGIN_M + question.reach_m)
            value = question.ask(own, shape)
            return own, Answer(question.number, value, 1000 * (time.monotonic() - start))

        def done(found: tuple[LiveIndex, Answer]) -> None:
            self._task = None
            if self._make is make:
                self._index = found[0]
            self.answered.emit(found[1])
            self._next()

        def failed(sentence: str) -> None:
            self._task = None
            # what is at fault may be mended by then
            self.read_again()
            if sentence:
                self.failed.emit(sentence)
            self._next()

        self._task = self._session.tasks.start(say("task_live"), work, done, failed, hidden=True)
