# SPDX-License-Identifier: GPL-2.0-or-later
"""SQLite files as wholes: what stands beside one (a journal, a log) belongs to it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GEOPACKAGE = ".gpkg"
SQLITE_ENDS = ("-journal", "-wal", "-shm")


def copy_whole(path: Path, copy: Path) -> None:
    """Copy an SQLite file with what still stands in its log; what a killed program left half-written is undone first.

    Raises
    ------
    OSError
        When it cannot be read, or the copy not be written.
    """
    if _has_sides(path):
        # no database: who opens it will say so
        with suppress(sqlite3.DatabaseError), closing(_opened(path)) as there:
            there.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if _has_sides(path):
                with closing(sqlite3.connect(copy)) as target:
                    there.backup(target)
                return
    shutil.copyfile(path, copy)


def _has_sides(path: Path) -> bool:
    return any(path.with_name(f"{path.name}{end}").exists() for end in SQLITE_ENDS)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
