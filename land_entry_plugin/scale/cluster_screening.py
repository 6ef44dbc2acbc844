# SPDX-License-Identifier: GPL-2.0-or-later
"""``screenparcels`` on a Dask cluster: the same record as from one machine, in parts that workers write."""

from __future__ import annotations

import shutil
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import all_or_none
from land_entry_plugin.files.scratch import remove_left
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import append_layer, write_tables
from land_entry_plugin.jobs.outputs import overlaps_table_of, write_found
from land_entry_plugin.jobs.parts import InParts
from land_entry_plugin.jobs.plan import planned
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.screenparcels import described_inputs
from land_entry_plugin.jobs.shares import can_be_shared, readings_of, shares_of, wholes_of, with_faults
from land_entry_plugin.jobs.tables import OVERLAPS_LAYER
from land_entry_plugin.scale.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from land_entry_plugin.jobs.outputs import Outputs
    from land_entry_plugin.jobs.parts import Part
    from land_entry_plugin.jobs.plan import Plan
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.screening import Screening, ScreeningRequest
    from land_entry_plugin.jobs.shares import Seen, Share

# Parcels a share: enough to be worth a question, few enough that little is lost with a worker.
_SHARE = 200
_READ, _JUDGED = 0.2, 0.95
_GEOPACKAGE = ".gpkg"


def screened_on_cluster(
    request: ScreeningRequest,
    outputs: Outputs,
    scheduler: str,
    progress: Progress | None = None,
    *,
    host: dict[str, Any] | None = None,
) -> Screening:
    """Screen parcels by the workers of a Dask cluster and write the outputs; return the screening without results.

    Parameters
    ----------
    request : ScreeningRequest
        Its layers are files that all workers see under the same names.
    outputs : Outputs
        The folder of the first is one that all workers can write.
    scheduler : str
        ``tcp://HOST:PORT``.
    progress : Progress, optional
    host : dict, optional
        What the program around it says of itself.

    Raises
    ------
    InputError
        When the input is at fault, what is asked for needs one machine, or the cluster cannot do it.
    Cancelled
        When the user cancelled; nothing is written then.
    """
    progress = progress or Silent()
    plan = planned(request)
    _check(plan, outputs)
    shares = shares_of(plan, _SHARE)
    with _parts_folder(outputs) as folder:

        def task() -> Any:
            from land_entry_plugin.scale.cluster_task import ClusterTask

            return ClusterTask(plan, outputs.wanted, folder)

        with Cluster(scheduler, task) as cluster:
            for worker, mark in cluster.everywhere("look", _files(plan, folder)).items():
                if not mark.exists():
                    raise InputError("cluster_sees_not", worker=worker, path=str(folder))
            seen, whose = _read(cluster, shares, progress)
            wholes = wholes_of(plan, seen)
            found = _screened(cluster, shares, wholes, whose, progress)
        readings = with_faults(readings_of(plan, seen, wholes), found.repaired, found.without_area)
        inputs, files = described_inputs(plan.parcels, plan.where, readings)
        screening = replace(plan.screening, inputs=inputs, files=files)
        progress.report("write", _JUDGED)
        write_found(InParts(screening, found.in_order(), host), replace(outputs, overlaps=None))
        if outputs.overlaps is not None:
            _write_overlaps(screening, found.pieces_in_order(), outputs.overlaps)
    return screening


class _Found:
    """What the workers said, share by share."""

    def __init__(self) -> None:
        self.parts: dict[int, Part] = {}
        self.pieces: dict[int, Path] = {}
        self.repaired: dict[str, set[str]] = defaultdict(set)
        self.without_area: dict[str, set[str]] = defaultdict(set)

    def in_order(self) -> list[Part]:
        return [self.parts[number] for number in sorted(self.parts)]

    def pieces_in_order(self) -> list[Path]:
        return [self.pieces[number] for number in sorted(self.pieces)]


def _check(plan: Plan, outputs: Outputs) -> None:
    """Refuse what one machine has to do, before anybody is asked."""
    if outputs.table is not None or not can_be_shared(plan):
        raise InputError("cluster_not_shareable")
    if outputs.overlaps is not None and outputs.overlaps.suffix.lower() != _GEOPACKAGE:
        raise InputError("cluster_overlaps", path=str(outputs.overlaps))
    for layer in plan.where.chosen.layers.values():
        if getattr(layer.source, "is_slow", False):
            raise InputError("cluster_slow_layer", layer=layer.description.name)


@contextmanager
def _parts_folder(outputs: Outputs) -> Iterator[Path]:
    """Yield a folder beside the first output, gone afterwards."""
    first = next(path for path in (outputs.record, outputs.output, outputs.overlaps, outputs.findings) if path)
    try:
        first.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{first.stem}.parts-"
        remove_left(first.parent, prefix)
        # with the permissions that folders have here: workers may be other users
        folder = first.parent.resolve() / f"{prefix}{uuid4().hex}"
        folder.mkdir()
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(first)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _files(plan: Plan, folder: Path) -> dict[str, int]:
    """Return the files that workers have to see, with their sizes."""
    paths = [Path(layer.description.path) for layer in plan.where.chosen.layers.values() if layer.description.path]
    return {str(path): path.stat().st_size if path.is_file() else 0 for path in (*paths, folder)}


def _read(
    cluster: Cluster, shares: Sequence[Share], progress: Progress
) -> tuple[list[tuple[Share, dict[str, Seen]]], list[str]]:
    """Return what was read of all shares, and which worker read each: his disk's cache has it."""
    answers: dict[int, dict[str, Seen]] = {}
    whose = [""] * len(shares)
    for number, worker, answer in cluster.asked("read", [(share,) for share in shares], progress):
        answers[number], whose[number] = answer, worker
        progress.report("read", _READ * len(answers) / len(shares))
    return [(share, answers[number]) for number, share in enumerate(shares)], whose


def _screened(
    cluster: Cluster,
    shares: Sequence[Share],
    wholes: dict[tuple[str, str], Any],
    whose: Sequence[str],
    progress: Progress,
) -> _Found:
    found = _Found()
    questions = [(share, wholes) for share in shares]
    for number, _, (part, pieces, repaired, without_area) in cluster.asked("screen", questions, progress, whose):
        found.parts[number] = part
        if pieces is not None:
            found.pieces[number] = pieces
        for into, of_share in ((found.repaired, repaired), (found.without_area, without_area)):
            for key, ids in of_share.items():
                into[key] |= ids
        progress.report("judge", _READ + (_JUDGED - _READ) * len(found.parts) / len(shares))
    return found


def _write_overlaps(screening: Screening, parts: Sequence[Path], path: Path) -> None:
    """Write the layer of pieces part by part, so that no more than one part is held."""
    with all_or_none([path]) as files:
        write_tables(files[path], [overlaps_table_of(screening, [], np.empty(0, dtype=object))])
        for part in parts:
            append_layer(files[path], part, OVERLAPS_LAYER)
        write_default_style(files[path], OVERLAPS_LAYER, "geom", OVERLAPS_LAYER, "Land Entry")
