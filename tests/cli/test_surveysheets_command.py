# SPDX-License-Identifier: GPL-2.0-or-later
"""``surveysheets`` on the command line: from a record or from layers, PDF refused in a sentence, nothing half-done."""

from __future__ import annotations

import pytest

from land_entry_plugin.cli.main import main
from land_entry_plugin.files.documents import font_files

PARCEL = "371126004012JB00003"


@pytest.fixture(scope="module")
def record(township, tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "s.json"
    arguments = ["--parcels", f"{township}|layername=parcels", "--data", str(township), "--as-of", "2026-11-21"]
    assert main(["screenparcels", *arguments, "--record", str(path)]) == 0
    return path


def test_a_file_each(command, record, tmp_path):
    out = tmp_path / "out"
    of_parcel = ("surveysheets", "--record", record, "--parcel-id", PARCEL, "--folder", out)
    done = command(*of_parcel, "--formats", "xlsx, txt,DXF")
    assert (done.returncode, done.stdout.strip()) == (0, str(out))
    assert "3 files written, 0 kept, 0 failed" in done.stderr
    wanted = {f"{PARCEL}{suffix}" for suffix in (".xlsx", ".txt", ".dxf")} | {"index.csv", "screening.xlsx"}
    assert {path.name for path in out.iterdir()} == wanted
    again = command(*of_parcel, "--formats", "DXF")
    assert "0 files written, 1 kept" in again.stderr


def test_parcels_with_data_are_screened_first(command, township, tmp_path):
    layers = ("--parcels", f"{township}|layername=parcels", "--data", township)
    done = command("surveysheets", *layers, "--parcel-id", PARCEL, "--formats", "TXT", "--folder", tmp_path / "out")
    assert done.returncode == 0
    assert (tmp_path / "out" / f"{PARCEL}.txt").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--formats", "XLSX,PDF"), 1, "Run landentry:surveysheets in QGIS or qgis_process, or choose DOCX, XLSX"),
        (("--formats", "ODT"), 1, 'no format "ODT"'),
        (("--formats", ","), 2, "--formats"),
        (("--formats", "TXT", "--dialect", "nobody"), 1, "nobody"),
        (("--formats", "DXF", "--cad-style", "nobody"), 1, 'no CAD style "nobody"'),
        (("--formats", "XLSX", "--parcel-id", "nobody"), 1, "nobody"),
        (("--sheets", "NONE"), 1, "NONE"),
        (("--templates", "nowhere"), 1, "nowhere"),
        (("--formats", "TXT", "--parcel-id", "371126004001JB00013"), 1, "no usable shape"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(command, record, tmp_path, arguments, code, words):
    done = command("surveysheets", "--record", record, "--folder", tmp_path / "out", *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.glob("out/*.xlsx"))


def test_neither_record_nor_parcels(command, tmp_path):
    assert command("surveysheets", "--folder", tmp_path / "out").returncode == 1
    assert command("surveysheets", "--record", tmp_path / "none.json").returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_record_and_parcels_at_once(command, record, township, tmp_path):
    done = command("surveysheets", "--record", record, "--parcels", township, "--folder", tmp_path / "out")
    assert done.returncode == 1
    assert "Both a screening record and parcels are given" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_named_as_it_was_given(command, record, tmp_path):
    file = tmp_path / "taken"
    file.touch()
    done = command("surveysheets", "--record", record, "--folder", file)
    assert done.returncode == 1
    assert f"{file} is not writable" in done.stderr


def test_chinese_by_the_surroundings(command, record, tmp_path):
    done = command("surveysheets", "--record", record, "--folder", tmp_path, "--formats", "PDF", language="zh")
    assert "PDF 由 QGIS 排版" in done.stderr


def test_fonts_that_are_not_here_are_told_once(command, record, tmp_path, monkeypatch):
    monkeypatch.setattr(font_files, "families", frozenset)
    of_parcel = ("surveysheets", "--record", record, "--parcel-id", PARCEL, "--folder", tmp_path / "out")
    done = command(*of_parcel, "--formats", "DOCX,TXT")
    assert done.returncode == 0
    assert done.stderr.count("OPINION.docx") == 1
    assert "this machine lacks" in done.stderr
    assert "lacks" not in command(*of_parcel, "--formats", "TXT").stderr
