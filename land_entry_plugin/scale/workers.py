# SPDX-License-Identifier: GPL-2.0-or-later
"""Worker processes: each takes tasks and gives answers, nothing is shared, and all end at once when nobody waits."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
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

    def asked(self, questions: Sequence[Any], progress: Progress) -> Iterator[tuple[int, int, Any]]:
        """Yield the answers as they come: number of the question, number of the worker, answer.

        Whoever is free takes the next question.

        Raises
        ------
        Cancelled
            When the user cancelled.
        InputError
            That a worker raised.
        Lost
            When a worker ended.
        """
        return self._answers([questions], progress, to_all=False)

    def told(self, questions: Sequence[Sequence[Any]], progress: Progress) -> Iterator[tuple[int, int, Any]]:
        """Yield the answers to questions that are for a certain worker each."""
        return self._answers(questions, progress, to_all=True)

    def _answers(
        self, questions: Sequence[Sequence[Any]], progress: Progress, *, to_all: bool
    ) -> Iterator[tuple[int, int, Any]]:
        queues = [list(enumerate(own))[::-1] for own in questions]
        asked: dict[int, int] = {}
        try:
            for worker in range(len(self._connections)):
                self._ask(worker, queues[worker if to_all else 0], asked)
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
                    self._ask(worker, queues[worker if to_all else 0], asked)
                    yield number, worker, answer
        except (EOFError, OSError) as error:
            raise Lost from error

    def _ask(self, worker: int, queue: list[tuple[int, Any]], asked: dict[int, int]) -> None:
        if queue:
            number, question = queue.pop()
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
