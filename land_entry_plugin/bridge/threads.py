# SPDX-License-Identifier: GPL-2.0-or-later
"""Threads that last as long as what Python keeps of them, for what QGIS calls in threads that it uses again.

In a thread of QGIS, Python keeps what belongs to the thread for the length of one call only, while the thread lives on.
pyproj 3.7 does not see that: at the next call in the same thread it uses what was freed, and QGIS crashes. And pyogrio
leaves its error handler in a thread where a file could not be opened, and QGIS, at its next work there, runs into it.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from qgis.PyQt.QtCore import QThread

if TYPE_CHECKING:
    from collections.abc import Callable

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_kept = ThreadPoolExecutor(1)


class CallThread(QThread):
    """A thread for one call: QGIS draws maps only in threads of Qt."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__()
        self._call = call
        self.told: Future = Future()

    def run(self) -> None:
        """Do the call; Qt calls this in the thread, which ends with it."""
        try:
            self.told.set_result(self._call())
        except BaseException as error:
            self.told.set_exception(error)
            # an error holds the frames that it came through. Held by one of them in turn, it would keep what was being
            # read there until after its layer is gone, and QGIS would crash
            del self


def in_own_thread(
    function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    """Return what a function returns, called in a thread that begins and ends with the call.

    Raises
    ------
    TimeoutError
        When the system gives no thread.
    """
    thread = CallThread(partial(function, *arguments, **named))
    thread.start()
    thread.wait()
    try:
        return thread.told.result(timeout=0)
    finally:
        # as in ``run``
        del thread


def in_kept_thread(
    function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    """Return what a function returns, called in a thread of Python that stays, or here if this is the main one.

    For what is asked for every feature. It must touch nothing of QGIS, whose threads have to end before it does.
    """
    if is_main_thread():
        return function(*arguments, **named)
    return _kept.submit(function, *arguments, **named).result()


def is_main_thread() -> bool:
    """Return whether this is the main thread."""
    return threading.get_ident() == threading.main_thread().ident
