# SPDX-License-Identifier: GPL-2.0-or-later
"""Workers of a Dask cluster, asked questions: who is lost is replaced, and what he had to answer is asked again."""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from land_entry_plugin.errors import Cancelled, InputError, LandEntryError
from land_entry_plugin.jobs.runs import versions
from land_entry_plugin.packages import CLUSTER, need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from distributed import Worker, WorkerPlugin

    from land_entry_plugin.jobs.progress import Progress

_CONNECT_S = 10
_LOOK_S = 0.05
_FAULT = "error"


class Cluster:
    """The workers behind a scheduler, with a task that each of them holds as long as this is open.

    Parameters
    ----------
    address : str
        ``tcp://HOST:PORT``.
    make : function
        Makes the task: a ``WorkerPlugin``, which every worker gets, those too that come later.

    Raises
    ------
    InputError
        When Dask is not installed, nobody answers, there are no workers, or they have other libraries.
    """

    def __init__(self, address: str, make: Callable[[], WorkerPlugin]) -> None:
        need(CLUSTER)
        distributed = import_module("distributed")
        try:
            self._client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError("no_scheduler", detail=str(error), address=address) from error
        self._name, self._address = f"land-entry-{uuid4().hex}", address
        try:
            self._check_versions()
            self._client.register_plugin(make(), name=self._name)
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the task from the workers and leave; they stay for others."""
        try:
            self._client.unregister_worker_plugin(self._name)
        finally:
            self._client.close()

    def everywhere(self, method: str, *told: Any) -> dict[str, Any]:
        """Return what each worker answers, by its address."""
        found = self._client.run(_asked_at, self._name, method, told)
        return {worker: _told(kind, answer) for worker, kind, answer in found.values()}

    def asked(
        self, method: str, questions: Sequence[tuple[Any, ...]], progress: Progress, whose: Sequence[str] = ()
    ) -> Iterator[tuple[int, str, Any]]:
        """Yield the answers as they come: number of the question, address of the worker, answer.

        Parameters
        ----------
        method : str
            Of the task.
        questions : sequence of tuple
            What the method is told, each time.
        progress : Progress
        whose : sequence of str, optional
            By question the worker that can best answer it; another does where that one is gone or busy.

        Raises
        ------
        Cancelled
            When the user cancelled.
        InputError
            That a worker raised, or when no worker could answer.
        """
        from distributed import as_completed

        futures = {
            self._client.submit(
                ask,
                self._name,
                method,
                *question,
                key=f"{self._name}-{method}-{number}",
                pure=False,
                workers=[whose[number]] if whose else None,
                allow_other_workers=bool(whose),
            ): number
            for number, question in enumerate(questions)
        }
        done = as_completed(futures, loop=self._client.loop)
        try:
            while futures:
                if progress.cancelled():
                    raise Cancelled
                if not done.has_ready():
                    time.sleep(_LOOK_S)
                    continue
                for future in done.next_batch(block=False):
                    worker, kind, answer = self._result(future)
                    yield futures.pop(future), worker, _told(kind, answer)
        finally:
            if futures:
                self._client.cancel(list(futures), force=True)

    def _result(self, future: Any) -> tuple[str, str, Any]:
        try:
            return future.result()
        except Exception as error:
            raise InputError("cluster_failed", detail=repr(error), address=self._address, reason=str(error)) from error

    def _check_versions(self) -> None:
        """Refuse workers whose libraries would say something else."""
        try:
            found = self._client.run(versions)
        except Exception as error:
            # a worker without the plugin cannot even load the question
            raise InputError(
                "cluster_versions", detail=repr(error), worker=self._address, own=str(versions())
            ) from error
        if not found:
            raise InputError("no_workers", address=self._address)
        for worker, theirs in sorted(found.items()):
            if theirs != versions():
                raise InputError("cluster_versions", worker=worker, own=_differing(versions(), theirs))


def ask(name: str, method: str, *told: Any) -> tuple[str, str, Any]:
    """Return the address of the worker that this runs on, ``answer`` or ``error``, and what its task says."""
    from distributed import get_worker

    return _asked_at(name, method, told, get_worker())


def _asked_at(name: str, method: str, told: tuple[Any, ...], dask_worker: Worker) -> tuple[str, str, Any]:
    """Return the same where it is known which worker this is: Dask fills in the parameter of this name."""
    worker, task = dask_worker, dask_worker.plugins[name]
    try:
        return worker.address, "answer", getattr(task, method)(*told)
    except LandEntryError as error:
        return worker.address, _FAULT, (error.text_id, error.detail, error.values)


def _told(kind: str, answer: Any) -> Any:
    if kind == _FAULT:
        text_id, detail, values = answer
        raise InputError(text_id, detail, **values)
    return answer


def _differing(own: dict[str, str], theirs: dict[str, str]) -> str:
    return ", ".join(f"{name} {own[name]} / {theirs.get(name)}" for name in own if own[name] != theirs.get(name))
