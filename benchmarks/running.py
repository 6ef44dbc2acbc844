# SPDX-License-Identifier: GPL-2.0-or-later
"""Run a command as a fresh process; its seconds, and the private memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAMPLE_S = 0.05
TOO_LONG_S = 1800


class RunError(RuntimeError):
    """A command did not do what it was asked for; the text says why."""


@dataclass(frozen=True)
class Ran:
    """What a run took; ``uss_mb`` where memory was watched."""

    seconds: float
    uss_mb: float | None
    printed: str


def run(
    command: Sequence[str],
    variables: dict[str, str],
    *,
    watch_memory: bool = False,
    servers: Sequence[int] = (),
    too_long_s: float = TOO_LONG_S,
) -> Ran:
    """Return what the command took.

    Parameters
    ----------
    command : sequence of str
    variables : dict of str to str
        Of the environment, besides those that are set.
    watch_memory : bool
        Sum the memory that is private to the process, its children and the ``servers``, and keep the peak.
    servers : sequence of int
        Processes that stand already and work for the command.
    too_long_s : float
        After so many seconds the command is ended.

    Raises
    ------
    RunError
        When it ends with an error, or does not end.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.STDOUT, env=os.environ | variables)
        watch = _Watch([process.pid, *servers]) if watch_memory else None
        try:
            code = process.wait(too_long_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise RunError(f"not done after {too_long_s:.0f} s") from None
        except BaseException:
            process.kill()
            raise
        finally:
            seconds = perf_counter() - start
            peak = watch.stop() if watch else None
        printed.seek(0)
        text = printed.read()
    if code:
        lines = [line for line in text.strip().splitlines() if line.strip()]
        raise RunError(f"ended with {code}: {lines[-1][:200] if lines else 'nothing printed'}")
    return Ran(seconds, peak, text)


class _Watch:
    """Samples private memory (USS) of processes and all their children until it is stopped."""

    def __init__(self, roots: Sequence[int]) -> None:
        self._roots, self._peak, self._over = roots, 0, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the peak in MB (10^6 bytes)."""
        self._over.set()
        self._thread.join()
        return self._peak / 1e6

    def _sample(self) -> None:
        while not self._over.wait(_SAMPLE_S):
            seen: dict[int, int] = {}
            for root in self._roots:
                try:
                    tree = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
                except psutil.Error:
                    continue
                for process in tree:
                    try:
                        seen[process.pid] = process.memory_full_info().uss
                    except psutil.Error:
                        continue
            self._peak = max(self._peak, sum(seen.values()))
