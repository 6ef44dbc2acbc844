# SPDX-License-Identifier: GPL-2.0-or-later
"""Folders of earlier runs are removed, unless they hold what somebody wants."""

from __future__ import annotations

import pytest

from land_entry_plugin.gui.run_folders import TABLE, remove_old_runs
from land_entry_plugin.gui.screening_flow import PACKAGE, RECORD


def run_folder(base, number, record='{\n "parcels": []\n}'):
    folder = base / f"20261121-1200{number:02}-000000"
    folder.mkdir(parents=True)
    for name in (PACKAGE, TABLE):
        (folder / name).write_bytes(b"")
    (folder / RECORD).write_text(record, encoding="utf-8")
    return folder


def test_the_newest_stay(tmp_path):
    folders = [run_folder(tmp_path, number) for number in range(5)]
    assert remove_old_runs([tmp_path, tmp_path / "none"], 2, "") == folders[2::-1]
    assert sorted(tmp_path.iterdir()) == folders[3:]


def test_none_is_removed_where_all_are_kept(tmp_path):
    folders = [run_folder(tmp_path, number) for number in range(3)]
    assert remove_old_runs([tmp_path], 0, "") == []
    assert sorted(tmp_path.iterdir()) == folders


@pytest.mark.parametrize("kept_by", ["sheets", "review", "project", "name"])
def test_what_somebody_wants_stays(tmp_path, kept_by):
    reviewed = '{\n "parcels": [\n  {\n   "review": {\n    "decision": "accept"}}]}'
    # the word is a verdict, too
    plain = '{"parcels": [{"verdict": "review"}]}'
    old = run_folder(tmp_path, 0, reviewed if kept_by == "review" else plain)
    if kept_by == "sheets":
        (old / "sheets").mkdir()
    if kept_by == "name":
        old = old.rename(tmp_path / "mine")
    run_folder(tmp_path, 1)
    named = str(old / RECORD) if kept_by == "project" else ""
    assert remove_old_runs([tmp_path], 1, named) == []
    assert old.exists()


def test_a_review_is_found_wherever_the_record_is_cut_to_be_read(tmp_path):
    part = 1 << 20
    for number, before in enumerate((part - 5, part, 2 * part - 1)):
        run_folder(tmp_path, number, " " * before + '"review":' + " " * (number % 2) + "{")
    run_folder(tmp_path, 9)
    assert remove_old_runs([tmp_path], 1, "") == []
