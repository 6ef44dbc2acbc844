# SPDX-License-Identifier: GPL-2.0-or-later
"""Batches: what is there is kept, nothing is written over, the index tells all, a killed run is gone on with."""

from __future__ import annotations

import copy
import csv
import shutil
import subprocess

import pytest
from on_paper import pages_of, text_of

from land_entry_plugin.errors import Cancelled, InputError

pytestmark = pytest.mark.usefixtures("qgis_application")
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there")
SHEETS = ("COVER", "REVIEW", "SHARED_AREA")


@pytest.fixture(scope="module")
def small(record):
    """Return a record of three parcels, the second of them broken, the third shared."""
    first, broken, shared = (copy.deepcopy(record["parcels"][i]) for i in range(3))
    broken["cadastre"] = {"declared": {}}
    shared["cadastre"]["declared"]["GYQK"] = "按份共有"
    shared["cadastre"]["cells"]["GYQK"] = {"state": "given", "value": "按份共有"}
    return record | {"parcels": [first, broken, shared]}


def export(record, folder, **options):
    from land_entry_plugin.sheets.batch import SetOptions, export_survey_sheets

    return export_survey_sheets(record, None, folder, options=SetOptions(**{"sheets": SHEETS} | options))


def index_of(folder, name="index.csv"):
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".pdf"}


@pytest.fixture(scope="module")
def done(small, tmp_path_factory):
    """Return a batch and its folder."""
    folder = tmp_path_factory.mktemp("done")
    return export(small, folder), folder


@pytest.fixture
def folder(done, tmp_path):
    """Return a copy of the folder of a batch."""
    return shutil.copytree(done[1], tmp_path / "sheets")


def test_the_index_lists_every_parcel(small, done):
    batch, folder = done
    rows = index_of(folder)
    assert [row["宗地代码"] for row in rows] == [parcel["parcel_id"] for parcel in small["parcels"]]
    assert [row["状态"] for row in rows] == ["已导出", "失败", "已导出"]
    assert batch.index == folder / "index.csv"
    for row in rows:
        assert bool(row["未导出原因"]) == (row["状态"] == "失败")
        assert bool(row["文件"]) == (row["状态"] == "已导出")
        assert row["核查编号"] == small["run"]["screening_id"]
    assert rows[0]["表"] == "封面、调查审核表"
    assert rows[2]["表"] == "封面、调查审核表、共有/共用宗地面积分摊表"
    assert not list(folder.glob(".*"))


@needs_pdftotext
def test_what_is_open_is_counted_as_it_is_printed(done):
    _, folder = done
    for row in index_of(folder):
        if row["文件"]:
            path = folder / row["文件"]
            assert text_of(path).count("待补") == int(row["待补处数"])
            assert pages_of(path) == int(row["页数"])
    shared = index_of(folder)[2]
    assert shared["各表待补"] == "封面 1、调查审核表 3、共有/共用宗地面积分摊表 7"
    text = text_of(folder / shared["文件"])
    assert "本表尚有3项未填" in text
    assert "本表尚有7项未填" in text


def test_a_second_run_keeps_what_is_there_and_makes_what_is_missing(small, done, folder):
    before = contents(folder)
    gone = done[0].written[0].name
    (folder / gone).unlink()
    batch = export(small, folder)
    assert [path.name for path in batch.written] == [gone]
    assert [path.name for path in batch.kept] == [done[0].written[1].name]
    assert contents(folder)[batch.kept[0].name] == before[batch.kept[0].name]
    rows, first = index_of(folder), index_of(done[1])
    assert [row["状态"] for row in rows] == ["已导出", "失败", "沿用"]
    assert rows[2] == first[2] | {"状态": "沿用"}


def test_a_half_written_file_is_not_taken_for_a_sheet(small, done, folder):
    torn = folder / done[0].written[0].name
    torn.write_bytes(torn.read_bytes()[:-40])
    batch = export(small, folder)
    assert [path.name for path in batch.written] == [f"{torn.stem}_2.pdf"]
    assert batch.passed_over == 1


def test_other_options_and_other_records_write_nothing_over(small, done, folder):
    before = contents(folder)
    batch = export(small, folder, form_version="示例县 2026 年表式")
    assert [path.name for path in batch.written] == [f"{path.stem}_2.pdf" for path in done[0].written]
    later = copy.deepcopy(small)
    later["parcels"][0]["review"] = {"decision": "accept", "reason": "", "name": "某某", "time": "2026-11-21T10:00"}
    batch = export(later, folder)
    assert [path.name for path in batch.written] == [f"{done[0].written[0].stem}_3.pdf"]
    assert batch.kept
    after = contents(folder)
    assert {name: after[name] for name in before} == before
    # the index still lists what the folder holds besides
    listed = {row["文件"] for row in index_of(folder)} - {""}
    assert listed == set(after)


def test_a_file_called_index_that_is_none_stays(small, tmp_path):
    (tmp_path / "index.csv").write_text("mine\n1\n")
    batch = export(small, tmp_path)
    assert batch.index.name == "index_2.csv"
    assert (tmp_path / "index.csv").read_text() == "mine\n1\n"


def test_cancelling_leaves_an_index_of_what_is_missing(small, tmp_path):
    from land_entry_plugin.sheets.batch import SetOptions, export_survey_sheets

    class Impatient:
        def __init__(self):
            self.fractions = []

        def report(self, phase, fraction):
            self.fractions.append(fraction)

        def cancelled(self):
            return len(list(tmp_path.glob("*.pdf"))) > 0

    progress = Impatient()
    with pytest.raises(Cancelled):
        export_survey_sheets(small, None, tmp_path, progress, SetOptions(sheets=SHEETS))
    assert [row["状态"] for row in index_of(tmp_path)] == ["已导出", "未导出", "未导出"]
    # sheet by sheet, not parcel by parcel
    assert progress.fractions == sorted(progress.fractions)
    assert len(set(progress.fractions)) > 1
    batch = export(small, tmp_path)
    assert (len(batch.kept), len(batch.written), len(batch.failed)) == (1, 1, 1)


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo is not there")
def test_files_say_what_they_are_and_not_who_made_them(small, done):
    for path in done[0].written:
        run = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True)
        assert f"地籍调查表 {path.stem}" in run.stdout
        assert "Land Entry" in run.stdout


def test_without_a_chinese_font_no_set_begins(small, tmp_path, monkeypatch):
    from land_entry_plugin.sheets import batch, fonts
    from land_entry_plugin.sheets.forms import book

    def none():
        return fonts.sheet_fonts([], [])

    for module in (batch, book):
        monkeypatch.setattr(module, "sheet_fonts", none)
    for sheet in book.SHEETS:
        with pytest.raises(InputError) as error:
            export(small, tmp_path / "out", sheets=(sheet,))
        assert error.value.text_id == "no_chinese_font"
    assert not (tmp_path / "out").exists()
