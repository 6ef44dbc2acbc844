# SPDX-License-Identifier: GPL-2.0-or-later
"""What has to be done in the main thread and takes its time: one thing an event, so that the window stays awake."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from qgis.PyQt.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_Made = TypeVar("_Made")

# With none, Qt takes the next thing in the same event: what is posted meanwhile is seen to before keys and timers are.
_PAUSE_MS = 1


class Turns:
    """Things that wait for their turn, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []
        self._is_due = False

    @property
    def is_busy(self) -> bool:
        """Whether something waits."""
        return bool(self._waiting)

    def take(self, things: Iterable[Callable[[], None]]) -> None:
        """Have things done when those before them are."""
        self._waiting += things
        self._go_on()

    def go_through(
        self, steps: Generator[None, None, _Made], done: Callable[[_Made], None], failed: Callable[[], None]
    ) -> None:
        """Go through what is made step by step; tell what was made, or that a step raised an error."""

        def step() -> None:
            try:
                next(steps)
            except StopIteration as end:
                done(end.value)
            except BaseException:
                failed()
                raise
            else:
                self.take([step])

        self.take([step])

    def finish(self) -> None:
        """Do all that waits at once."""
        while self._waiting:
            self._waiting.pop(0)()

    def forget(self) -> None:
        """Do nothing more of what waits."""
        self._waiting.clear()

    def _go_on(self) -> None:
        if self._waiting and not self._is_due:
            self._is_due = True
            QTimer.singleShot(_PAUSE_MS, self._next)

    def _next(self) -> None:
        self._is_due = False
        if self._waiting:
            try:
                self._waiting.pop(0)()
            finally:
                self._go_on()
