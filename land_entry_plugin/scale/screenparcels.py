# SPDX-License-Identifier: GPL-2.0-or-later
"""``screenparcels`` by several processes: the same files, byte for byte outside ``run``, in less time and memory."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.errors import Cancelled
from land_entry_plugin.files.memory import stated_bytes, take_part
from land_entry_plugin.files.scratch import scratch_folder
from land_entry_plugin.files.vector import FileSource
from land_entry_plugin.jobs.importing import speed_up
from land_entry_plugin.jobs.outputs import Whole, write_found
from land_entry_plugin.jobs.parts import InParts, PartMaker
from land_entry_plugin.jobs.plan import elsewhere, planned
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.runs import versions
from land_entry_plugin.jobs.screenparcels import described_inputs, ids_but, screenparcels
from land_entry_plugin.jobs.shares import (
    can_be_shared,
    read_share,
    readings_of,
    screen_share,
    seen_of,
    shares_of,
    wholes_of,
    with_faults,
)
from land_entry_plugin.rules.shared import SharedFindings
from land_entry_plugin.scale.workers import Lost, Workers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from land_entry_plugin.files.source import Rows
    from land_entry_plugin.jobs.outputs import Found, Outputs
    from land_entry_plugin.jobs.parts import Part
    from land_entry_plugin.jobs.plan import Plan
    from land_entry_plugin.jobs.progress import Listener, Progress
    from land_entry_plugin.jobs.reading import Mended
    from land_entry_plugin.jobs.screening import Screening, ScreeningRequest
    from land_entry_plugin.jobs.shares import Seen, Share

# Fewer parcels are screened before worker processes have started.
_LEAST_PARCELS = 300
_SHARE = 200
# Rows of more bytes are read a second time rather than kept.
_KEPT_BYTES = 150_000_000
_BYTES_OF_A_VALUE = 60
# What a worker takes before it has read anything, and a share of parcels needs.
_WORKER_BYTES = 220_000_000
_READ, _JUDGED = 0.2, 0.95


def screened_to_files(
    request: ScreeningRequest,
    outputs: Outputs,
    progress: Progress | None = None,
    *,
    workers: int | None = None,
    python: str | None = None,
    host: dict[str, Any] | None = None,
) -> Screening:
    """Screen parcels and write the outputs; return the screening, without results where several processes had a part.

    Parameters and errors are those of ``screened``; a second one is raised when an output cannot be written.
    """
    progress = progress or Silent()
    with screened(request, outputs.wanted, progress, workers=workers, python=python, host=host) as found:
        progress.report("write", _JUDGED)
        write_found(found, outputs)
        return found.screening


@contextmanager
def screened(
    request: ScreeningRequest,
    wanted: Collection[str],
    progress: Progress,
    *,
    workers: int | None = None,
    python: str | None = None,
    host: dict[str, Any] | None = None,
    listener: Listener | None = None,
) -> Iterator[Found]:
    """Screen parcels and yield what was found, which is there until the end of the block.

    Parameters
    ----------
    request : ScreeningRequest
    wanted : collection of str
        The names of the outputs (``Outputs``) that will be asked for, and ``HELD`` by who asks for the record itself.
    progress : Progress
    workers : int, optional
        How many processes; as many as there are processors where there is enough to do.
    python : str, optional
        The interpreter to start them with, where this process is none.
    host : dict, optional
        What the program around it says of itself.
    listener : Listener, optional
        Told of every parcel that is judged, of those of a share when all of it is. Who listens keeps what is done:
        cancelled while they are judged, what was found is that of them, and the others are ``not_screened``.

    Raises
    ------
    InputError
        When a layer, a field, the pack or an option is at fault.
    Cancelled
        When the user cancelled.
    """
    # as in the job: GEOS raises floating point flags that say nothing of the result
    with np.errstate(invalid="ignore"):
        plan = planned(request)
    with ExitStack() as stack:
        found: Found | None = None
        count = workers or processors()
        is_large = len(plan.parcels.ids) >= _LEAST_PARCELS
        # under a limit one worker is better than none: it holds a share of the parcels at a time
        is_spread = count > 1 or (workers is None and stated_bytes() is not None)
        if is_spread and (workers or is_large) and can_be_shared(plan):
            told = elsewhere(plan)
            try:
                if told is not None:
                    found = stack.enter_context(_in_shares(plan, told, wanted, progress, count, python, host, listener))
            except Lost as error:
                # killed from outside, no memory for so many, other libraries: one process does it
                logging.getLogger("land_entry").info("one process: %s", error)
                if listener:
                    listener.begins_again()
        yield found or Whole(screenparcels(request, progress, listener, plan=plan), host)


def processors() -> int:
    """Return how many processes work at a time: as ``LAND_ENTRY_WORKERS`` says, else one a processor."""
    stated = os.environ.get("LAND_ENTRY_WORKERS", "")
    if stated.isdigit() and int(stated) > 0:
        return int(stated)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _affordable(count: int) -> tuple[int, int | None]:
    """Return how many workers there may be, and how much memory each may take where the user set a limit."""
    limit = stated_bytes()
    if limit is None:
        return count, None
    count = max(1, min(count, limit // _WORKER_BYTES - 1))
    # this process takes a part too: it puts together what they say
    return count, limit // (count + 1)


@contextmanager
def _in_shares(
    plan: Plan,
    told: Plan,
    wanted: Collection[str],
    progress: Progress,
    count: int,
    python: str | None,
    host: dict[str, Any] | None,
    listener: Listener | None,
) -> Iterator[InParts]:
    """Yield what worker processes found, that were ``told`` the plan as others see it."""
    layers = told.where.chosen.layers
    speed_up(layers.values(), progress)
    shares = shares_of(plan, _SHARE)
    with scratch_folder() as folder:
        count, part_bytes = _affordable(min(count, len(shares)))
        make = partial(ShareTask, told, wanted, folder, versions(), part_bytes)
        with Workers(count, make, python) as crew:
            seen: dict[int, dict[str, Seen]] = {}
            whose = [0] * len(shares)
            for number, worker, answer in crew.asked([("read", share) for share in shares], progress):
                seen[number], whose[number] = answer, worker
                progress.report("read", _READ * len(seen) / len(shares))
            all_seen = [(share, seen[number]) for number, share in enumerate(shares)]
            wholes = wholes_of(told, all_seen)
            answers = crew.asked([("screen", (share, wholes)) for share in shares], progress, whose)
            progress.report("overlay", _READ)
            # while they work
            readings = readings_of(told, all_seen, wholes)
            parts: dict[int, Part] = {}
            repaired: dict[str, set[str]] = defaultdict(set)
            without_area: dict[str, set[str]] = defaultdict(set)
            try:
                for number, _, (part, mended, empty) in answers:
                    parts[number] = part
                    for into, ids_found in ((repaired, mended), (without_area, empty)):
                        for key, ids in ids_found.items():
                            into[key] |= ids
                    progress.report("judge", _READ + (_JUDGED - _READ) * len(parts) / len(shares))
                    for told_of in part.verdicts if listener else ():
                        listener.judged(*told_of)
            except Cancelled:
                if not (listener and parts):
                    raise
        # workers opened the files at moments of their own: all read one state only if it still is that of the start
        for layer in layers.values():
            if isinstance(layer.source, FileSource):
                layer.source.check_unchanged()
        faults = with_faults(readings, repaired, without_area)
        inputs, files = described_inputs(plan.parcels, plan.where, faults)
        left = ids_but(plan.parcels, {row for part in parts.values() for _, row, *_ in part.places})
        screening = replace(plan.screening, inputs=inputs, files=files, not_screened=left)
        yield InParts(screening, [parts[number] for number in sorted(parts)], host)


class ShareTask:
    """What a worker does: it reads shares, and when all is known that all of them decide, it screens them."""

    def __init__(
        self,
        plan: Plan,
        wanted: Collection[str],
        folder: Path,
        asked_by: dict[str, str],
        part_bytes: int | None,
        number: int,
    ) -> None:
        """Take what holds for all shares, the outputs, a folder, the libraries of who asks, and how much is allowed.

        Raises
        ------
        Lost
            When this process has other libraries, whose results might differ.
        """
        if versions() != asked_by:
            raise Lost(f"{versions()} / {asked_by}")
        self._plan = plan
        self._maker = PartMaker(plan.screening, wanted, folder / f"{number}.txt")
        self._shared = SharedFindings()
        self._mended: Mended = {}
        self._kept: dict[int, dict[str, Rows]] = {}
        self._kept_bytes = 0
        take_part(part_bytes)
        self._most_kept = _KEPT_BYTES if part_bytes is None else max(0, min(_KEPT_BYTES, part_bytes - _WORKER_BYTES))

    def __call__(self, question: tuple[str, Any]) -> Any:
        """Return the answer to ``read`` (a share) or ``screen`` (a share, what all rows decide)."""
        asked, told = question
        return self._read(told) if asked == "read" else self._screened(*told)

    def _read(self, share: Share) -> dict[str, Seen]:
        rows = read_share(self._plan, share)
        size = sum(_bytes(own) for own in rows.values())
        if self._kept_bytes + size <= self._most_kept:
            self._kept[share.number] = rows
            self._kept_bytes += size
        return seen_of(self._plan, rows)

    def _screened(self, share: Share, wholes: dict[tuple[str, str], Any]) -> tuple[Part, dict[str, set[str]], Any]:
        rows = self._kept.pop(share.number, None)
        found = screen_share(
            self._plan,
            share,
            read_share(self._plan, share) if rows is None else rows,
            wholes,
            self._shared,
            self._mended,
        )
        return self._maker.part(found.results), found.repaired, found.without_area


def _bytes(rows: Rows) -> int:
    return sum(map(len, rows.wkb)) + _BYTES_OF_A_VALUE * len(rows.ids) * (len(rows.columns) + 1)
