# SPDX-License-Identifier: GPL-2.0-or-later
"""Long paths of Windows, and paths with Chinese, spaces and many folders here."""

from __future__ import annotations

import os
import sys

import pytest

from land_entry_plugin.files import long_paths
from land_entry_plugin.files.long_paths import extended, openable
from land_entry_plugin.files.outputs import all_or_none, check_writable, written_whole
from land_entry_plugin.files.vector import open_package
from land_entry_plugin.paths import sample_township

DEEP = "农村集体经营性建设用地入市 2026\\成果\\" * 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D:\\入市\\成果.json", "D:\\入市\\成果.json"),
        (f"D:\\{DEEP}成果.json", f"\\\\?\\D:\\{DEEP}成果.json"),
        (f"D:/{DEEP}..\\成果.json", "\\\\?\\D:\\" + DEEP.rsplit("\\", 2)[0] + "\\成果.json"),
        (f"\\\\server\\share\\{DEEP}成果.json", f"\\\\?\\UNC\\server\\share\\{DEEP}成果.json"),
        (f"\\\\?\\D:\\{DEEP}成果.json", f"\\\\?\\D:\\{DEEP}成果.json"),
    ],
)
def test_a_long_path_of_windows_gets_its_extended_form(text, expected):
    assert extended(text) == expected


def test_other_systems_take_paths_as_they_are(monkeypatch, tmp_path):
    assert openable(tmp_path / "x") == tmp_path / "x"
    monkeypatch.setattr(long_paths, "extended", lambda text: f"{text}.extended")
    monkeypatch.setattr(sys, "platform", "win32")
    assert openable(tmp_path / "x") == tmp_path / "x.extended"


def test_files_are_written_and_read_in_deep_folders_with_chinese_and_spaces(tmp_path):
    folder = tmp_path
    # SQLite of Linux opens paths of up to 512 bytes
    while len(os.fsencode(folder)) < 400:
        folder = folder / "入市 2026 年 第 一 批"
    target, other = folder / "成 果.json", folder / "另 一.csv"
    check_writable(target)
    with written_whole(target) as part:
        part.write_text("{}", encoding="utf-8")
    with all_or_none([other]) as parts:
        parts[other].write_text("a", encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["另 一.csv", "成 果.json"]
    copied = folder / "商河 县.gpkg"
    copied.write_bytes(sample_township().read_bytes())
    assert len(open_package(copied)) >= 5
