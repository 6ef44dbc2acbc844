# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a GeoPackage near many places at once, by the spatial index in the file: what lies elsewhere is not read."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.files.source import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIX = ".gpkg"
# Reading so many at once costs less than looking each up, and less than opening a geodatabase a second time.
FEW_FEATURES = 5000
# Declared types whose values SQLite gives as GDAL does; the Python types that they then have.
_TYPES = {
    "TEXT": (str,),
    "DATE": (str,),
    "SMALLINT": (int,),
    "MEDIUMINT": (int,),
    "INT": (int,),
    "INTEGER": (int,),
    "DOUBLE": (float,),
    "REAL": (float,),
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# The header of a shape: its length by the kind of envelope in it, and the flags.
_HEADER_BYTES = np.array([8, 40, 56, 56, 72, -1, -1, -1])
_MAGIC, _EXTENDED, _FLAGS_AT = b"GP", 0x20, 3
_AT_ONCE = 20_000
# Where the header of a database says how it is to be read, and that with a log.
_READ_VERSION_AT, _LOGGED = 19, 2


@dataclass(frozen=True)
class _Layout:
    """A table of shapes: its columns of ids and shapes, and the declared types of its fields."""

    table: str
    id_column: str
    shape_column: str
    types: dict[str, str]


def rows_by_index(path: Path, layer: str, fields: Sequence[str], boxes: np.ndarray) -> Rows | None:
    """Return the rows whose extent meets one of ``boxes``, in the order of their ids.

    The spatial index is asked for every box, so the cost depends on what lies near, not on the size of the layer.

    Parameters
    ----------
    path : Path
    layer : str
    fields : sequence of str
    boxes : ndarray of float, shape (n, 4)
        In the layer's CRS.

    Returns
    -------
    Rows or None
        None where the table has no index, or holds what SQLite does not give as GDAL does (views, other types,
        curves): GDAL has to read it then.
    """
    if path.suffix.lower() != SUFFIX:
        return None
    try:
        with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
            layout = _layout(connection, layer)
            if layout is None or not all(_known(layout.types.get(name)) for name in fields):
                return None
            return _rows(connection, layout, fields, boxes)
    except (sqlite3.Error, OSError, UnicodeDecodeError):
        return None


def has_all_shapes(path: Path, layer: str) -> bool:
    """Return whether the spatial index of a layer holds all its rows, so that each has a shape; False if not known."""
    try:
        with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
            return _layout(connection, layer) is not None
    except (sqlite3.Error, OSError):
        return False


def stated_geometry(path: Path, layer: str) -> str | None:
    """Return the kind of shapes that a GeoPackage states for a layer, None where it states none."""
    try:
        with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
            question = "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?"
            found = connection.execute(question, (layer,)).fetchone()
    except (sqlite3.Error, OSError):
        return None
    return None if found is None else str(found[0]).upper()


def _read_only(path: Path) -> str:
    """Return the address under which SQLite reads a file and leaves nothing beside it.

    One that was last written with a log (WAL), as QGIS does, would get such files again by being read.
    """
    with path.open("rb") as file:
        has_log = _LOGGED in file.read(_READ_VERSION_AT + 1)[_READ_VERSION_AT:]
    is_closed = has_log and not path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if is_closed else ''}"


def _known(declared: str | None) -> bool:
    return declared is not None and declared in _TYPES


def _layout(connection: sqlite3.Connection, layer: str) -> _Layout | None:
    """Return how a layer is laid out; None where it is no table with a spatial index that holds all its shapes."""
    found = connection.execute(
        "SELECT g.column_name, g.m FROM gpkg_geometry_columns g JOIN sqlite_master s ON s.name = g.table_name "
        "WHERE g.table_name = ? AND s.type = 'table'",
        (layer,),
    ).fetchall()
    if len(found) != 1 or found[0][1]:
        return None
    shape_column = str(found[0][0])
    index = f"rtree_{layer}_{shape_column}"
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table'", (index,)).fetchone():
        return None
    columns = connection.execute(f"PRAGMA table_info({quoted(layer)})").fetchall()
    ids = [str(name) for _, name, declared, _, _, key in columns if key and str(declared).upper() == "INTEGER"]
    if len(ids) != 1 or sum(bool(key) for *_, key in columns) != 1:
        return None
    types = {str(name): re.sub(r"\(\d+\)$", "", str(declared).upper()) for _, name, declared, *_ in columns}
    layout = _Layout(layer, ids[0], shape_column, types)
    return layout if _is_whole(connection, layout) else None


def _is_whole(connection: sqlite3.Connection, layout: _Layout) -> bool:
    """Return whether the index holds every row: a shape without extent (a coordinate that is no number) is in none."""
    index = f"rtree_{layout.table}_{layout.shape_column}_rowid"
    names = {"index": index, "table": layout.table, "id_column": layout.id_column}
    count, *ends = _asked(
        connection,
        "SELECT (SELECT count(*) FROM {index}), (SELECT min(rowid) FROM {index}), (SELECT max(rowid) FROM {index}), "
        "(SELECT min({id_column}) FROM {table}), (SELECT max({id_column}) FROM {table})",
        **names,
    ).fetchone()
    # with all numbers from the table's first to its last it holds every row, whichever there are
    if count and ends[:2] == ends[2:] and count == ends[1] - ends[0] + 1:
        return True
    # counting rows means looking at every page of the table
    return bool(_asked(connection, "SELECT count(*) FROM {table}", **names).fetchone()[0] == count)


def _asked(connection: sqlite3.Connection, question: str, fields: Sequence[str] = (), **names: str) -> sqlite3.Cursor:
    """Return what a question says in which names of tables and columns, all quoted, stand for place holders."""
    holders = {key: quoted(name) for key, name in names.items()}
    listed = ", ".join(f"t.{quoted(name)}" for name in fields)
    return connection.execute(question.format(fields=listed, **holders))


def quoted(name: str) -> str:
    """Return a name of a table or column as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def _rows(connection: sqlite3.Connection, layout: _Layout, fields: Sequence[str], boxes: np.ndarray) -> Rows | None:
    """Return the rows whose extent meets one of the boxes; None where a value is not what its column declares."""
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("CREATE TEMP TABLE wanted_boxes (west, south, east, north)")
    connection.executemany("INSERT INTO wanted_boxes VALUES (?, ?, ?, ?)", boxes.tolist())
    connection.execute("CREATE TEMP TABLE wanted_rows (id INTEGER PRIMARY KEY)")
    _asked(
        connection,
        "INSERT OR IGNORE INTO wanted_rows SELECT r.id FROM wanted_boxes b CROSS JOIN {index} r "
        "ON r.maxx >= b.west AND r.minx <= b.east AND r.maxy >= b.south AND r.miny <= b.north",
        index=f"rtree_{layout.table}_{layout.shape_column}",
    )
    found = _asked(
        connection,
        "SELECT {fields} FROM wanted_rows w CROSS JOIN {table} t ON t.{id_column} = w.id ORDER BY w.id",
        fields=(layout.id_column, layout.shape_column, *fields),
        table=layout.table,
        id_column=layout.id_column,
    )
    parts: list[Rows] = []
    while some := found.fetchmany(_AT_ONCE):
        ids, shapes, *columns = zip(*some, strict=True)
        wkb = _wkb(shapes)
        if wkb is None or not all(
            _fit(values, layout.types[name]) for name, values in zip(fields, columns, strict=True)
        ):
            return None
        named = {name: _objects(values) for name, values in zip(fields, columns, strict=True)}
        parts.append(Rows(np.array(ids, dtype=np.int64), wkb, named))
    if not parts:
        nothing = np.empty(0, dtype=object)
        return Rows(np.empty(0, dtype=np.int64), nothing, {name: nothing for name in fields})
    return Rows(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.wkb for part in parts]),
        {name: np.concatenate([part.columns[name] for part in parts]) for name in fields},
    )


def _fit(values: Sequence[object], declared: str) -> bool:
    """Return whether values are of the type that their column declares: SQLite keeps whatever it is given."""
    if not set(map(type, values)) <= {*_TYPES[declared], type(None)}:
        return False
    return declared != "DATE" or all(value is None or _DATE.fullmatch(str(value)) for value in values)


def _wkb(shapes: Sequence[bytes | None]) -> np.ndarray | None:
    """Return the WKB in shapes of a GeoPackage; None where one is of a kind of its own."""
    if any(shape is None or shape[:2] != _MAGIC for shape in shapes):
        return None
    flags = np.array([shape[_FLAGS_AT] for shape in shapes], dtype=np.int64)
    begins = _HEADER_BYTES[(flags >> 1) & 7]
    if (flags & _EXTENDED).any() or (begins < 0).any():
        return None
    return _objects([shape[begin:] for shape, begin in zip(shapes, begins.tolist(), strict=True)])


def _objects(values: Sequence[object]) -> np.ndarray:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result
