# SPDX-License-Identifier: GPL-2.0-or-later
"""A GeoPackage is what stands in its file and in the log or journal beside it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import all_or_none
from land_entry_plugin.files.sqlite_files import copy_whole
from land_entry_plugin.files.stamps import stamp_of


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return [value for (value,) in connection.execute("SELECT x FROM notes ORDER BY x")]


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.gpkg"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (x INTEGER, y TEXT)")
        connection.executemany("INSERT INTO notes VALUES (?, ?)", [(i, "x" * 500) for i in range(1000)])
    return path


def left_by_a_kill(path, left, work):
    """Do something, and keep the file as it stands on the disk before it is finished."""
    with closing(sqlite3.connect(path)) as connection:
        work(connection)
        for one in path.parent.glob(f"{path.name}*"):
            shutil.copy(one, one.with_name(one.name.replace(path.name, left.name)))
    return left


def test_what_stands_only_in_the_log_is_copied_too(notes, tmp_path):
    def work(connection):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO notes VALUES (5000, '')")
        connection.commit()

    left = left_by_a_kill(notes, tmp_path / "left.gpkg", work)
    assert (tmp_path / "left.gpkg-wal").stat().st_size
    copy_whole(left, tmp_path / "copy.gpkg")
    assert rows(tmp_path / "copy.gpkg")[-1] == 5000
    assert not (tmp_path / "copy.gpkg-wal").exists()


def test_what_a_killed_program_left_half_written_is_undone_in_the_copy(notes, tmp_path):
    def work(connection):
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("UPDATE notes SET x = -1, y = ''")

    left = left_by_a_kill(notes, tmp_path / "left.gpkg", work)
    assert (tmp_path / "left.gpkg-journal").stat().st_size
    assert left.read_bytes() != notes.read_bytes()
    copy_whole(left, tmp_path / "copy.gpkg")
    assert rows(tmp_path / "copy.gpkg") == list(range(1000))


def test_a_file_that_is_no_database_is_copied_as_it_is_and_refused_by_its_reader(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"no database" * 100)
    (tmp_path / "a.gpkg-wal").write_bytes(b"x")
    copy_whole(path, tmp_path / "copy.gpkg")
    assert (tmp_path / "copy.gpkg").read_bytes() == path.read_bytes()
    with pytest.raises(InputError), all_or_none([path]) as parts:
        raise OSError(5, "it cannot be added to", str(parts[path]))
    assert path.read_bytes() == b"no database" * 100


def test_a_layer_is_another_once_its_file_or_geodatabase_is(tmp_path, township):
    package, database, shapes = tmp_path / "a.gpkg", tmp_path / "a.gdb", tmp_path / "DLTB.shp"
    shutil.copy(township, package)
    database.mkdir()
    for path in (database / "a.gdbtable", shapes, shapes.with_suffix(".dbf")):
        path.write_bytes(b"1")
    places = (package, database, shapes)
    before = [stamp_of(path, "DLTB") for path in places]
    # who looks into a geodatabase leaves locks
    (database / "a.gdbtable.Lock").write_bytes(b"")
    assert [stamp_of(path, "DLTB") for path in places] == before
    with closing(sqlite3.connect(package)) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET last_change = '2030-01-01' WHERE table_name = 'DLTB'")
    for path in (database / "b.gdbtable", shapes.with_suffix(".dbf")):
        path.write_bytes(b"12")
    after = [stamp_of(path, "DLTB") for path in places]
    assert not any(one == other for one, other in zip(before, after, strict=True))
    package.write_bytes(b"half of another file")
    assert stamp_of(package, "DLTB") != after[0]
    package.unlink()
    assert stamp_of(package, "DLTB") is None
