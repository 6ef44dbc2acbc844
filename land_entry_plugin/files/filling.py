# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows put into an empty table of a GeoPackage by SQLite itself, in half the time that GDAL takes for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.files.geopackage import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from land_entry_plugin.files.tables import Table


# No field is called so.
_SHARED_ROW = "shared row"


def fill_table(path: Path, table: Table) -> None:
    """Add rows to a table without geometry that GDAL has made and nobody has added to.

    Parameters
    ----------
    path : Path
        A GeoPackage.
    table : Table

    Raises
    ------
    sqlite3.Error
        When they cannot be written.
    """
    repeated = {} if table.repeated is None else table.repeated.values
    kinds = dict(table.columns)
    own = {name: _stored(table.column(name), kind) for name, kind in kinds.items() if name not in repeated}
    shared = {name: _stored(values, kinds[name]) for name, values in repeated.items()}
    count = len(next(iter(own.values()), ())) if table.repeated is None else len(table.repeated.at)
    if not count:
        return
    with closing(sqlite3.connect(path)) as connection, connection:
        # GDAL counts rows one by one by a trigger of its own; here they are counted once
        counted = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name LIKE ?",
            (table.name, "trigger_insert_feature_count_%"),
        ).fetchall()
        for name, _ in counted:
            connection.execute(f"DROP TRIGGER {quoted(name)}")
        if table.repeated is None:
            _insert(connection, table.name, own)
        else:
            # what many rows share is told once: SQLite puts it beside what each has of its own
            fields, at = _listed((*own, *shared)), quoted(_SHARED_ROW)
            connection.execute(f"CREATE TEMP TABLE shared ({_listed(shared)})")
            connection.execute(f"CREATE TEMP TABLE own ({_listed((_SHARED_ROW, *own))})")
            _insert(connection, "shared", shared)
            _insert(connection, "own", {_SHARED_ROW: [place + 1 for place in table.repeated.at]} | own)
            connection.execute(
                f"INSERT INTO main.{quoted(table.name)} ({fields}) "  # noqa: S608  # nosec B608  our own names, quoted
                f"SELECT {fields} FROM own CROSS JOIN shared ON shared.rowid = {at} ORDER BY own.rowid"
            )
        if counted:
            connection.execute(
                "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE lower(table_name) = lower(?)",
                (count, table.name),
            )
        for _, sql in counted:
            connection.execute(sql)


def _insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Sequence[Any]]) -> None:
    """Add rows, given by field, to a table."""
    holders = ", ".join("?" * len(values))
    connection.executemany(
        f"INSERT INTO {quoted(table)} ({_listed(values)}) VALUES ({holders})",  # noqa: S608  # nosec B608  our own names, quoted
        zip(*values.values(), strict=True),
    )


def _stored(values: Sequence[Any], kind: type) -> list[Any]:
    """Return values as GDAL stores them: yes and no as 1 and 0, days as text."""
    if kind is date:
        return [None if value is None else str(np.datetime64(value, "D")) for value in values]
    return [None if value is None else kind(value) for value in values]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))
