# SPDX-License-Identifier: GPL-2.0-or-later
"""What the system refuses: one sentence, the old file as it was, nothing left beside it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest
import shapely
from killing import contents, ended, ran

from land_entry_plugin.cli.main import main
from land_entry_plugin.errors import InputError
from land_entry_plugin.files import outputs
from land_entry_plugin.files.outputs import all_or_none, written_whole
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.tables import Table, write_tables

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

NOBODY = 65_534
is_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root mounts and becomes somebody else")


@pytest.fixture
def tiny(tmp_path):
    """Return a disk of a megabyte."""
    place = tmp_path / "tiny"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False)
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def said_by(capfd, arguments, out):
    """Return what a command says in the end, and its exit code."""
    capfd.readouterr()
    code = main([one.format(out=out) for one in arguments])
    return code, capfd.readouterr().err.strip().splitlines()[-1]


def fill(ballast):
    """Write until nothing more fits."""
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))


@is_root
@pytest.mark.parametrize("name", ["screenparcels", "answersheet", "updateledger", "exportcoordinates", "surveysheets"])
def test_a_full_disk(commands, tiny, tmp_path, capfd, monkeypatch, name):
    monkeypatch.setenv("LANGUAGE", "en")
    command, old = commands[name], tmp_path / "old"
    ran(command, command.old, old, tmp_path / "home")
    for part in old.iterdir():
        shutil.copytree(part, tiny / part.name) if part.is_dir() else shutil.copy(part, tiny)
    before = contents(tiny)
    fill(tiny / "ballast")
    code, said = said_by(capfd, command.new, tiny)
    (tiny / "ballast").unlink()
    assert code == 1
    assert "The disk is full" in said
    assert contents(tiny) == before
    assert not list(tiny.rglob(".*"))
    assert main([one.format(out=tmp_path / "elsewhere") for one in command.old]) == 0


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb", ".csv", ".json"])
@is_root
def test_no_writer_takes_half_a_layer_for_a_whole_one(tiny, suffix):
    path = tiny / f"out{suffix}"
    count = 30_000
    shapes = None if suffix == ".csv" else shapely.box(*np.arange(4 * count, dtype=float).reshape(4, count))
    table = Table("parcels", [("id", str)], [{"id": f"parcel {i:030d}"} for i in range(count)], shapes, "EPSG:4527")
    record = {"parcels": [{"id": f"{i:0100d}"} for i in range(count)]}

    def write():
        with all_or_none([path]) as parts:
            if suffix == ".json":
                write_record(record, parts[path])
            else:
                write_tables(parts[path], [table])

    with pytest.raises(InputError) as caught:
        write()
    assert caught.value.text_id == "disk_full"
    assert list(tiny.iterdir()) == []


@is_root
def test_a_folder_that_takes_nothing(commands, inputs, tmp_path):
    command, out = commands["answersheet"], tmp_path / "out"
    ran(command, command.old, out, tmp_path / "home")
    before = contents(out)
    for folder in (out, *out.rglob("*")):
        folder.chmod(0o555 if folder.is_dir() else 0o444)
    said = tmp_path / "said"
    for folder in (tmp_path, *tmp_path.parents[:3], inputs):
        folder.chmod(0o755)
    child = os.fork()
    if not child:
        code = 99
        try:
            sys.stderr = said.open("w")
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            code = main([one.format(out=out) for one in command.new])
            sys.stderr.flush()
        finally:
            os._exit(code)
    assert ended(child) == 1
    (sentence,) = said.read_text().strip().splitlines()
    assert f"{out}/o.gpkg is not writable" in sentence or f"{out}/o.gpkg 不可写" in sentence
    assert contents(out) == before


def test_what_was_renamed_goes_back(tmp_path, monkeypatch):
    first, second, third = (tmp_path / name for name in ("first.txt", "second.txt", "third.txt"))
    first.write_text("old")
    third.write_text("old")

    def replace(part, path):
        if path == third:
            raise PermissionError(errno.EACCES, "open in another program", str(path))
        part.replace(path)

    monkeypatch.setattr(outputs, "_replace", replace)

    def write():
        with all_or_none([first, second, third]) as parts:
            for part in parts.values():
                part.write_text("new")

    with pytest.raises(InputError) as caught:
        write()
    assert (caught.value.text_id, caught.value.values["path"]) == ("unwritable", str(third))
    assert (first.read_text(), third.read_text()) == ("old", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.txt", "third.txt"]


def test_two_writers_of_one_file(tmp_path, monkeypatch):
    monkeypatch.setattr(outputs, "_WAIT_S", 0.1)
    path = tmp_path / "out.txt"
    with written_whole(path) as part:
        part.write_text("first")
        with pytest.raises(InputError) as caught, written_whole(path):
            pass
        assert caught.value.text_id == "output_in_use"
        assert str(os.getpid()) in caught.value.values["owner"]
    assert path.read_text() == "first"
    assert [own.name for own in tmp_path.iterdir()] == ["out.txt"]


def test_the_journal_of_a_killed_writer_is_not_applied_to_the_new_file(tmp_path):
    path = tmp_path / "out.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE others (text TEXT)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    child = os.fork()
    if not child:
        connection = sqlite3.connect(path)
        connection.execute("INSERT INTO others VALUES ('in the log alone')")
        connection.commit()
        os.kill(os.getpid(), signal.SIGKILL)
    assert ended(child) is None
    assert path.with_name("out.gpkg-wal").stat().st_size
    with all_or_none([path]) as parts:
        copy = sqlite3.connect(parts[path])
        copy.execute("CREATE TABLE ours (text TEXT)")
        copy.commit()
        copy.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT text FROM others").fetchall() == [("in the log alone",)]
        assert connection.execute("SELECT count(*) FROM ours").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
