# SPDX-License-Identifier: GPL-2.0-or-later
"""The folders of earlier runs: the newest stay, and of the others whatever anybody put something into."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from land_entry_plugin.gui.screening_flow import PACKAGE, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

USUALLY_KEPT = 20
_NAME = re.compile(r"\d{8}-\d{6}-\d{6}")
TABLE = "screening.xlsx"
# What a run writes or once wrote, and what SQLite and QGIS put beside it.
_OWN = {RECORD, TABLE, PACKAGE, *(f"{PACKAGE}{end}" for end in ("-wal", "-shm", "-journal"))}
_REVIEW = re.compile(rb'"review"\s*:\s*\{')
_PART_BYTES, _OVERLAP_BYTES = 1 << 20, 64


def remove_old_runs(bases: Iterable[Path], kept: int, named: str) -> list[Path]:
    """Remove the folders of runs but the newest, and return them; reads records, so not for the main thread.

    Parameters
    ----------
    bases : iterable of Path
        Where runs have their folders.
    kept : int
        How many stay in each; none is removed where it is 0.
    named : str
        Path of the record that the project names, which stays.
    """
    removed = []
    for base in bases if kept > 0 else ():
        runs = sorted((one for one in base.glob("*") if one.is_dir() and _NAME.fullmatch(one.name)), reverse=True)
        for folder in runs[kept:]:
            if str(folder / RECORD) != named and _is_as_written(folder):
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(folder)
    return removed


def _is_as_written(folder: Path) -> bool:
    """Return whether a folder holds nothing but what a run wrote: no sheets, no file of the user, no review."""
    if any(one.name not in _OWN for one in folder.iterdir()):
        return False
    record = folder / RECORD
    return not record.exists() or not _holds(record, _REVIEW)


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    with path.open("rb") as file:
        last = b""
        while part := file.read(_PART_BYTES):
            if pattern.search(last + part):
                return True
            last = part[-_OVERLAP_BYTES:]
    return False
