# SPDX-License-Identifier: GPL-2.0-or-later
"""Copies in the user's folder: those of another source are never taken, and they do not grow without end."""

from __future__ import annotations

import os
import stat
import time
import zipfile

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import cache
from land_entry_plugin.files.cache import cache_folder, clean, fingerprint, found, made, unpacked


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def copy_of(name, size=10, age_s=0.0):
    with made(name) as part:
        part.write_bytes(bytes(size))
    os.utime(cache_folder() / name, (time.time() - age_s,) * 2)


def kept():
    return sorted(entry.name for entry in cache_folder().iterdir())


def test_a_file_written_over_with_the_same_size_and_time_is_another(tmp_path):
    path, found_by = tmp_path / "survey.gpkg", []
    for middle in (b"a", b"b"):
        path.write_bytes(b"a" * 2_500_000 + middle + b"a" * 2_500_000)
        os.utime(path, ns=(1, 1))
        found_by.append(fingerprint(path))
    assert found_by[0] != found_by[1]
    assert fingerprint(path, "DLTB") != fingerprint(path)


def test_a_geodatabase_and_a_shapefile_are_all_their_files_but_locks(tmp_path):
    database, shapefile = tmp_path / "survey.gdb", tmp_path / "DLTB.shp"
    database.mkdir()
    (database / "a1.gdbtable").write_bytes(b"1")
    shapefile.write_bytes(b"1")
    before = fingerprint(database), fingerprint(shapefile)
    (database / "_gdb.arcgis.LOCK").write_bytes(b"x")
    (tmp_path / "STBHHX.dbf").write_bytes(b"x")
    assert (fingerprint(database), fingerprint(shapefile)) == before
    (database / "a2.gdbtable").write_bytes(b"1")
    (tmp_path / "DLTB.dbf").write_bytes(b"1")
    assert fingerprint(database) != before[0]
    assert fingerprint(shapefile) != before[1]


def test_of_two_that_make_the_same_copy_the_first_one_stays(tmp_path):
    with made("zip-1") as slower:
        with made("zip-1") as faster:
            faster.mkdir()
            (faster / "DLTB.gpkg").write_text("faster")
        slower.mkdir()
        (slower / "DLTB.gpkg").write_text("slower")
    assert kept() == ["zip-1"]
    assert (found("zip-1") / "DLTB.gpkg").read_text() == "faster"


def test_a_copy_that_nobody_made_is_none_and_one_that_cannot_take_its_place_is_said(monkeypatch):
    with made("import-1"):
        pass
    assert (found("import-1"), kept()) == (None, [])

    def refused(part, target):
        raise PermissionError(13, "held by a scanner", str(target))

    monkeypatch.setattr(type(cache_folder()), "replace", refused)
    with pytest.raises(InputError) as caught:
        copy_of("import-1")
    assert caught.value.text_id == "unwritable"
    assert str(cache_folder()) in caught.value.user_message("zh")
    assert kept() == []


def test_a_user_without_a_folder_is_told_so(home):
    home.write_text("a file, where a folder should be")
    with pytest.raises(InputError) as caught:
        copy_of("import-1")
    assert (caught.value.text_id, caught.value.values["path"]) == ("unwritable", str(cache_folder()))
    clean()


def test_what_was_not_used_for_longest_goes_first(monkeypatch):
    for number, name in enumerate(("newest", "new", "old", "oldest")):
        copy_of(name, 100, age_s=1000 * number)
    assert found("oldest") is not None
    clean(most_bytes=250)
    assert kept() == ["newest", "oldest"]
    # the copy that was just made stays even where it takes more alone
    monkeypatch.setattr(cache, "MOST_BYTES", 50)
    with made("large") as part:
        part.mkdir()
        (part / "DLTB.gpkg").write_bytes(bytes(100))
    assert kept() == ["large"]


def zipped(path, *names):
    """Write a zip whose members' names are these bytes, and say nothing of their encoding."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(zipfile.ZipInfo("#" * (len(name) - 1) + str(number)), name)
    data = path.read_bytes()
    for number, name in enumerate(names):
        data = data.replace(("#" * (len(name) - 1) + str(number)).encode(), name)
    path.write_bytes(data)
    return path


def test_names_of_chinese_windows_are_read_as_they_were_meant(tmp_path):
    told = {
        "三调/地类图斑.txt": "三调/地类图斑.txt".encode("gbk"),
        "生态保护红线.txt": "生态保护红线.txt".encode(),
        "plain.txt": b"plain.txt",
    }
    nobody_knows = b"\x80\xff\xff.txt"
    folder = unpacked(zipped(tmp_path / "a.zip", *told.values(), nobody_knows))
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")}
    assert told.items() <= contents.items()
    assert nobody_knows in contents.values()
    # taken once
    (folder / "plain.txt").unlink()
    assert unpacked(tmp_path / "a.zip") == folder
    assert not (folder / "plain.txt").exists()


def test_links_and_crowds_in_an_archive_are_refused(tmp_path, monkeypatch):
    link = zipfile.ZipInfo("DLTB.gpkg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    zipped(tmp_path / "crowd.zip", *(b"DLTB" + bytes([65 + i]) for i in range(4)))
    monkeypatch.setattr(cache, "_MOST_MEMBERS", 3)
    for name in ("link.zip", "crowd.zip"):
        with pytest.raises(InputError) as caught:
            unpacked(tmp_path / name)
        assert caught.value.text_id == "unreadable_zip"
        assert name in caught.value.user_message("en")
    assert kept() == []
