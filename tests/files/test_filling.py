# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of a GeoPackage that SQLite fills hold what GDAL would have put into them."""

import sqlite3
from contextlib import closing
from datetime import date

import pyogrio
import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import tables
from land_entry_plugin.files.tables import Repeated, Table, append_rows, write_tables

COLUMNS = [("text", str), ('a "quoted" name', float), ("count", int), ("yes", bool), ("day", date)]
ROWS = [
    dict(zip([name for name, _ in COLUMNS], values, strict=True))
    for values in (
        ("入市宗地", 0.1, 7, True, date(2026, 3, 1)),
        ("", -0.0, 0, False, date(1999, 12, 31)),
        (None, None, None, None, None),
        ("it's; --", float("nan"), -(2**53) - 1, True, None),
    )
]


def stored(path):
    """Return rows with the types that they are stored in, what counts them, and how the table was made."""
    with closing(sqlite3.connect(path)) as connection:
        fields = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name, _ in COLUMNS)
        kinds = ", ".join(f"typeof({field})" for field in fields.split(", "))
        return [
            connection.execute(statement).fetchall()
            for statement in (
                f"SELECT fid, {fields}, {kinds} FROM notes ORDER BY fid",
                "SELECT * FROM gpkg_ogr_contents",
                "SELECT * FROM sqlite_sequence",
                "SELECT type, name, sql FROM sqlite_master ORDER BY type, name",
            )
        ]


@pytest.fixture
def by_gdal(tmp_path):
    """Return the same table as GDAL writes it whole."""
    path = tmp_path / "by_gdal.gpkg"
    table = Table("notes", COLUMNS, ROWS)
    values, masks = zip(*(tables._column(table.column(name), kind) for name, kind in COLUMNS), strict=True)
    tables._write_rows(path, table, "GPKG", None, list(values), list(masks), append=False)
    return path


def test_rows_are_stored_as_gdal_stores_them(tmp_path, by_gdal):
    path = tmp_path / "by_sqlite.gpkg"
    write_tables(path, [Table("notes", COLUMNS, ROWS)])
    assert stored(path) == stored(by_gdal)


def test_gdal_counts_and_adds_to_what_sqlite_filled(tmp_path):
    path = tmp_path / "more.gpkg"
    write_tables(path, [Table("notes", COLUMNS, ROWS)])
    append_rows(path, Table("notes", COLUMNS, ROWS[:1]))
    assert pyogrio.read_info(path, layer="notes")["features"] == len(ROWS) + 1
    assert stored(path)[1] == [("notes", len(ROWS) + 1)]


def test_rows_that_share_values_are_stored_as_if_each_had_its_own(tmp_path):
    path = tmp_path / "shared.gpkg"
    order = [2, 0, 2, 1, 3]
    (first, _), *others = COLUMNS
    values = {first: [ROWS[at][first] for at in order]}
    repeated = Repeated({name: [row[name] for row in ROWS] for name, _ in others}, order)
    write_tables(path, [Table("notes", COLUMNS, (), values=values, repeated=repeated)])
    each, plain = tmp_path / "each.gpkg", [ROWS[at] for at in order]
    write_tables(each, [Table("notes", COLUMNS, plain)])
    assert stored(path) == stored(each)
    # a text file takes them row by row
    write_tables(tmp_path / "shared.csv", [Table("notes", COLUMNS, (), values=values, repeated=repeated)])
    write_tables(tmp_path / "each.csv", [Table("notes", COLUMNS, plain)])
    assert (tmp_path / "shared.csv").read_bytes() == (tmp_path / "each.csv").read_bytes()


def test_a_table_that_cannot_be_filled_is_a_fault_of_the_layer(tmp_path, monkeypatch):
    def refused(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(tables, "fill_table", refused)
    with pytest.raises(InputError) as fault:
        write_tables(tmp_path / "refused.gpkg", [Table("notes", COLUMNS, ROWS)])
    assert fault.value.text_id in ("unwritable_layer", "disk_full")
