# SPDX-License-Identifier: GPL-2.0-or-later
"""What a worker of a Dask cluster does in a screening: it reads shares, screens them, and writes its parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import shapely
from distributed import WorkerPlugin

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.tables import write_tables
from land_entry_plugin.jobs.outputs import overlaps_table_of
from land_entry_plugin.jobs.parts import PartMaker
from land_entry_plugin.jobs.shares import read_share, screen_share, seen_of
from land_entry_plugin.rules.shared import SharedFindings

if TYPE_CHECKING:
    from distributed import Worker

    from land_entry_plugin.jobs.parts import Part
    from land_entry_plugin.jobs.plan import Plan
    from land_entry_plugin.jobs.shares import Seen, Share


class ClusterTask(WorkerPlugin):
    """Held by every worker as long as a screening lasts.

    Rows are not kept between reading and screening: a worker that has them may be gone by then, and a second look by
    the spatial index costs little beside the cutting.
    """

    def __init__(self, plan: Plan, wanted: frozenset[str], folder: Path) -> None:
        """Take what holds for all shares, the names of the outputs wanted, and the folder for parts."""
        self._plan, self._wanted, self._folder = plan, wanted, folder

    def setup(self, worker: Worker) -> None:
        """Begin in a worker."""
        # prepared shapes and what findings share are for one thread at a time
        self._lock = Lock()
        self._shared = SharedFindings()
        self._worker = worker.address

    def look(self, files: dict[str, int]) -> Path:
        """Return a mark left in the folder for parts, so that the client sees whether it is the same one.

        Raises
        ------
        InputError
            When a file is not there, or another, or the folder cannot be written.
        """
        for path, size in files.items():
            if not Path(path).exists() or (Path(path).is_file() and Path(path).stat().st_size != size):
                raise InputError("cluster_sees_not", worker=self._worker, path=path)
        mark = self._folder / f"{uuid4().hex}.seen"
        try:
            mark.touch()
        except OSError as error:
            raise InputError(
                "cluster_sees_not", detail=str(error), worker=self._worker, path=str(self._folder)
            ) from error
        return mark

    def read(self, share: Share) -> dict[str, Seen]:
        """Return what of the rows of a share has a part in what all rows decide."""
        with self._lock:
            return seen_of(self._plan, read_share(self._plan, share))

    def screen(
        self, share: Share, wholes: dict[tuple[str, str], Any]
    ) -> tuple[Part, Path | None, dict[str, set[str]], dict[str, set[str]]]:
        """Return what the outputs say of a share, without shapes; these stand in a file of their own."""
        with self._lock:
            found = screen_share(self._plan, share, read_share(self._plan, share), wholes, self._shared)
            # who asks again after a worker was lost gets another file: the lost one's may be half written
            stem = self._folder / f"{share.number:06d}-{uuid4().hex}"
            part = PartMaker(self._plan.screening, self._wanted, stem.with_suffix(".txt")).part(found.results)
            pieces = self._pieces(part, stem.with_suffix(".gpkg")) if "overlaps" in self._wanted else None
        return replace(part, overlaps=[], shapes=[]), pieces, found.repaired, found.without_area

    def _pieces(self, part: Part, path: Path) -> Path | None:
        """Return the file into which the pieces of a part were written, None where there are none."""
        rows = [row for of_parcel in part.overlaps for row in of_parcel]
        if not rows:
            return None
        shapes = shapely.from_wkb([shape for of_parcel in part.shapes for shape in of_parcel])
        write_tables(path, [overlaps_table_of(self._plan.screening, rows, shapes)])
        return path
