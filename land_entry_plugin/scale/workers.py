# SPDX-License-Identifier: GPL-2.0-or-later
"""Worker processes: each takes tasks and gives answers, nothing is shared, and all end at once when nobody waits."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections import deque
from contextlib import contextmanager, nullcontext
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Protocol, Self

from land_entry_plugin.errors import Cancelled, InputError, LandEntryError
from land_entry_plugin.packages import load_no_data_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from land_entry_plugin.jobs.progress import Progress

# How long the user waits at most until a cancelled job has ended.
_LOOK_S = 0.2
_WAIT_S = 2.0
_COPIED, _FROM_THE_BEGINNING = "fork", "spawn"


class Lost(Exception):  # noqa: N818 nothing is wrong with the job
    """A worker process ended before its work was done."""


class Task(Protocol):
    """What a worker does: made once in each, then asked again and again."""

    def __call__(self, question: Any) -> Any:
        """Return the answer to a question."""


class Workers:
    """Some worker processes, all doing the same kind of task.

    Parameters
    ----------
    count : int
    make : function
        Makes the task in a worker; told the worker's number.
    python : str, optional
        The interpreter to start them with, where this process is none (inside QGIS), or is not to be copied.

    Raises
    ------
    Lost
        When one cannot be started, or cannot be told what to do.
    """

    def __init__(self, count: int, make: Callable[[int], Task], python: str | None = None) -> None:
        method = _start_method(python)
        context: Any = multiprocessing.get_context(method)
        # always: it holds for all of this process, and another run may have named another
        context.set_executable(python or sys.executable)
        self._connections: list[Connection] = []
        self._processes: list[Any] = []
        try:
            # before any is started: what cannot be put into bytes is known to be so only then
            told = None if method == _COPIED else ForkingPickler.dumps(make)
            for number in range(count):
                here, there = context.Pipe()
                copied = (make, here) if told is None else (None, None)
                process = context.Process(target=_work, args=(there, number, *copied), daemon=True)
                with _no_script() if told is not None else nullcontext():
                    process.start()
                there.close()
                self._connections.append(here)
                self._processes.append(process)
            # they load what they need side by side
            for connection in self._connections if told is not None else ():
                connection.send_bytes(told)
        except Exception as error:
            # nobody knows all that cannot be put into bytes; one process does the work then
            self._end()
            raise Lost(f"{type(error).__name__}: {error}") from error

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End all of them, whatever they are doing."""
        self._end()

    def _end(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(_WAIT_S)
            if process.is_alive():
                process.kill()
                process.join()
        for connection in self._connections:
            connection.close()

    def asked(
        self, questions: Sequence[Any], progress: Progress, whose: Sequence[int] = ()
    ) -> Iterator[tuple[int, int, Any]]:
        """Ask, and return the answers as they come: number of the question, number of the worker, answer.

        The first questions are asked at once: who asks has time for something else before it takes answers.

        Parameters
        ----------
        questions : sequence
        progress : Progress
        whose : sequence of int, optional
            By question the worker that can best answer it; another does when it has nothing else to do.

        Raises
        ------
        Cancelled
            When the user cancelled.
        InputError
            That a worker raised.
        Lost
            When a worker ended.
        """
        numbered: deque[tuple[int, Any]] = deque(enumerate(questions))
        queues = [numbered] * self.count
        if whose:
            queues = [deque(one for one in numbered if whose[one[0]] == worker) for worker in range(self.count)]
        asked: dict[int, int] = {}
        try:
            for worker in range(self.count):
                self._ask(worker, queues, asked)
        except OSError as error:
            raise Lost from error
        return self._answers(queues, asked, progress)

    def _answers(
        self, queues: Sequence[deque[tuple[int, Any]]], asked: dict[int, int], progress: Progress
    ) -> Iterator[tuple[int, int, Any]]:
        try:
            while asked:
                if progress.cancelled():
                    raise Cancelled
                for ready in wait([self._connections[worker] for worker in asked], _LOOK_S):
                    worker = self._connections.index(ready)  # type: ignore[arg-type]
                    kind, answer = self._connections[worker].recv()
                    if kind == "error":
                        text_id, detail, values = answer
                        raise InputError(text_id, detail, **values)
                    if kind == "lost":
                        raise Lost(answer)
                    number = asked.pop(worker)
                    self._ask(worker, queues, asked)
                    yield number, worker, answer
        except (EOFError, OSError) as error:
            raise Lost from error

    def _ask(self, worker: int, queues: Sequence[deque[tuple[int, Any]]], asked: dict[int, int]) -> None:
        """Ask a worker the next of its questions; when there are none, the last of who has most left."""
        own, fullest = queues[worker], max(queues, key=len)
        if fullest:
            number, question = own.popleft() if own else fullest.pop()
            self._connections[worker].send(question)
            asked[worker] = number


def _start_method(python: str | None) -> str:
    """Return how processes are started: copied where this one is plain Python on Linux, else from the beginning."""
    is_plain = sys.platform == "linux" and python is None and "qgis" not in sys.modules
    return _COPIED if is_plain else _FROM_THE_BEGINNING


@contextmanager
def _no_script() -> Iterator[None]:
    """Keep a process that starts from running what this one runs: a script that screens would begin anew in each."""
    main = sys.modules["__main__"].__dict__
    own: dict[str, Any] = {name: main[name] for name in ("__file__", "__spec__") if name in main}
    try:
        main.pop("__file__", None)
        main["__spec__"] = None
        yield
    finally:
        main.update(own)


def _work(
    connection: Connection,
    number: int,
    make: Callable[[int], Task] | None = None,
    other_end: Connection | None = None,
) -> None:
    """Answer questions until nobody asks any more; what to make is the first that is told where it is not given."""
    if other_end is not None:
        # of a copied process this end belongs to who asks
        other_end.close()
    try:
        if make is None:
            load_no_data_frames()
            make = connection.recv()
        task = make(number)
        # nearly all that an answer takes lives until it is given: a search for what nobody holds is for afterwards
        gc.freeze()
        gc.disable()
        while True:
            question = connection.recv()
            connection.send(("answer", task(question)))
            gc.collect()
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        pass
    except LandEntryError as error:
        connection.send(("error", (error.text_id, error.detail, error.values)))
    except Exception as error:
        connection.send(("lost", f"{type(error).__name__}: {error}"))
    os._exit(0)
