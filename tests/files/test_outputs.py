# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs are refused before any work is done, or appear whole beside nothing that was left."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import outputs
from land_entry_plugin.files.locks import held
from land_entry_plugin.files.outputs import (
    LAYER_FORMATS,
    all_or_none,
    check_not_input,
    check_output,
    remove_left,
    written_aside,
    written_whole,
)


def refusal(work):
    """Return the error of something that is refused, with a sentence in both languages."""
    with pytest.raises(InputError) as caught:
        work()
    assert all(caught.value.user_message(language) for language in ("zh", "en"))
    return caught.value


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("parcels.shp", "shapefile_output"),
        ("parcels.kml", "unknown_output_format"),
        ("parcels", "unknown_output_format"),
        ("folder.gpkg", "unwritable"),
        ("file.txt/parcels.gpkg", "unwritable"),
    ],
)
def test_an_output_that_cannot_be_is_refused_beforehand(tmp_path, name, error):
    (tmp_path / "folder.gpkg").mkdir()
    (tmp_path / "file.txt").write_text("x")
    found = refusal(lambda: check_output(tmp_path / name, LAYER_FORMATS))
    assert (found.text_id, found.values["path"]) == (error, str(tmp_path / name))
    assert names(tmp_path) == ["file.txt", "folder.gpkg"]


def test_a_folder_that_is_not_there_yet_is_no_hindrance(tmp_path):
    check_output(tmp_path / "a" / "b" / "parcels.GPKG", LAYER_FORMATS)
    assert names(tmp_path) == []


def test_no_output_is_written_over_a_source_or_into_a_geodatabase(tmp_path):
    source, database = tmp_path / "survey.gpkg", tmp_path / "survey.gdb"
    source.write_text("x")
    database.mkdir()
    (tmp_path / "link.gpkg").symlink_to(source)
    for path in (source, tmp_path / "link.gpkg", tmp_path / "a" / ".." / "survey.gpkg", database / "out.gpkg"):
        assert refusal(lambda path=path: check_not_input(path, [database, source])).values["path"] == str(path)
    check_not_input(tmp_path / "out.gpkg", [database, source])


def test_where_one_of_several_is_refused_all_stay_as_they_were(tmp_path, monkeypatch):
    new, old, open_one, after = (tmp_path / name for name in ("new.csv", "old.csv", "open.csv", "z.csv"))
    for path in (old, open_one):
        path.write_text("before")

    def replace(part, path):
        if path == open_one:
            raise PermissionError(errno.EACCES, "open in another program", str(part))
        part.replace(path)

    def link(*_):
        raise OSError(errno.EPERM, "no second names here")

    def write():
        with all_or_none([new, old, open_one, after]) as parts:
            for part in parts.values():
                part.write_text("after")

    monkeypatch.setattr(outputs, "_replace", replace)
    monkeypatch.setattr(os, "link", link)
    # told under its own name, though the system names the temporary one
    assert refusal(write).values["path"] == str(open_one)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"old.csv": "before", "open.csv": "before"}
    monkeypatch.undo()
    write()
    assert {path.read_text() for path in tmp_path.iterdir()} == {"after"}


@pytest.mark.parametrize("named", [None, "part", "elsewhere"])
def test_a_fault_names_what_the_user_asked_for(tmp_path, named):
    first, second = tmp_path / "a.json", tmp_path / "b.json"

    def write():
        with all_or_none([first, second]) as parts:
            name = {None: None, "part": str(parts[second]), "elsewhere": "/share/full"}[named]
            raise OSError(errno.ENOSPC, "no room", name)

    found = refusal(write)
    wanted = {None: str(first), "part": str(second), "elsewhere": "/share/full"}[named]
    assert (found.text_id, found.values["path"], names(tmp_path)) == ("disk_full", wanted, [])


def test_a_refusal_of_a_writer_keeps_its_words_but_for_the_temporary_name(tmp_path):
    path = tmp_path / "a.gpkg"

    def write(text_id, **values):
        with all_or_none([path]) as parts:
            named = {"path": str(parts[path])} if text_id == "unwritable_layer" else {}
            raise InputError(text_id, **values, **named)

    found = refusal(lambda: write("unwritable_layer", layer="parcels"))
    assert found.values == {"layer": "parcels", "path": str(path)}
    assert refusal(lambda: write("no_room_in_memory", layer="DLTB", needed_mb=2, left_mb=1)).values["layer"] == "DLTB"


def test_what_sqlite_kept_of_the_file_that_goes_is_not_applied_to_the_one_that_comes(tmp_path):
    path = tmp_path / "a.gpkg"
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"a.gpkg{end}").write_text("old")
    with written_whole(path) as part:
        part.write_text("new")
    assert (names(tmp_path), path.read_text()) == (["a.gpkg"], "new")


def test_a_writer_that_names_its_layer_after_the_file_leaves_nothing_else(tmp_path):
    path = tmp_path / "入市宗地.gpkg"
    with written_aside(path) as inner:
        assert inner.name == path.name
        inner.write_text("new")
    assert (names(tmp_path), path.read_text()) == ([path.name], "new")

    def fail():
        with written_aside(path) as inner:
            inner.write_text("half")
            raise OSError(errno.EIO, "the share is gone")

    assert refusal(fail).values["path"] == str(path)
    assert (names(tmp_path), path.read_text()) == ([path.name], "new")


def test_what_killed_runs_left_goes_and_what_is_being_written_stays(tmp_path):
    def left(name):
        for kind in (f".{name}.new.gpkg", f".{name}.part.gpkg", f".{name}.gpkg.out"):
            (tmp_path / kind).write_text("x")

    left("dead")
    (tmp_path / "dead.gpkg").write_text("x")
    with held(tmp_path / "busy.gpkg", ending=".out", is_ledger=False):
        left("busy")
        remove_left(tmp_path)
        assert names(tmp_path) == [".busy.gpkg.out", ".busy.new.gpkg", ".busy.part.gpkg", "dead.gpkg"]
    remove_left(Path(tmp_path / "nowhere"))
