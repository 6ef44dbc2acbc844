# SPDX-License-Identifier: GPL-2.0-or-later
"""Survey sheets into a folder that somebody else uses too: what is there stays, what cannot be written is said."""

from __future__ import annotations

import csv

import pytest
from support import AS_OF, GivenAnswers, all_layers, box, candidates, screen, survey

from land_entry_plugin import packages
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.sheet_files.formats import WITHOUT_QGIS, FileOptions, lack_of
from land_entry_plugin.jobs.surveysheets import surveysheets

GROUND = box(-500, -500, 2000, 2000)
OWN_TABLE = "编号,面积\n1,2\n"


@pytest.fixture(scope="module")
def record():
    ids = ["371126004001JB00001", "..."]
    parcels = candidates(box(0, 0, 100, 60), box(200, 0, 80, 40), ids=ids)
    return screen(parcels, all_layers(survey((GROUND, "0601"))), as_of=AS_OF, answers=GivenAnswers(ids))


def export(record, folder, name="TXT", whole=None, **options):
    writer = WITHOUT_QGIS[name].make(record, FileOptions(**options))
    return surveysheets(record, None, folder, [writer], whole=whole)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_an_id_of_dots_alone_is_no_name_of_a_file(record, tmp_path):
    export(record, tmp_path)
    assert names(tmp_path) == ["371126004001JB00001.txt", "index.csv", "parcel.txt"]


@pytest.mark.parametrize("content", [OWN_TABLE.encode(), OWN_TABLE.encode("gbk"), b"\x00\xff\xfe"])
def test_an_index_that_is_somebody_elses_stays_as_it_is(record, tmp_path, content):
    (tmp_path / "index.csv").write_bytes(content)
    done = export(record, tmp_path)
    assert done.index.name == "index_2.csv"
    assert (tmp_path / "index.csv").read_bytes() == content
    # the second run goes on with its own
    assert len(export(record, tmp_path).kept) == len(done.written) == 2


def test_a_folder_of_the_name_of_a_sheet_stays_and_the_sheet_goes_beside_it(record, tmp_path):
    (tmp_path / "371126004001JB00001.txt").mkdir()
    done = export(record, tmp_path)
    assert sorted(path.name for path in done.written) == ["371126004001JB00001_2.txt", "parcel.txt"]


def test_a_folder_that_is_a_file_is_refused(record, tmp_path):
    (tmp_path / "sheets").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        export(record, tmp_path / "sheets")
    assert str(tmp_path / "sheets") in refused.value.user_message("zh")


class Refusing:
    """A file of all parcels that cannot be written."""

    suffix, stem = ".xlsx", "all"

    def mark(self, parcels):
        return "mark"

    def mark_of(self, path):
        return None

    def write(self, parcels, path, mark):
        raise InputError("unwritable", path=str(path))


def test_sheets_stay_where_the_file_of_all_parcels_fails(record, tmp_path):
    done = export(record, tmp_path, whole=Refusing())
    assert (len(done.written), done.whole) == (2, None)
    (failed,) = done.failed
    assert "all.xlsx" in failed.error.user_message("zh")
    with (tmp_path / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_form_of_shared_land_is_not_made_for_a_parcel_that_shares_none(record, tmp_path):
    done = export(record, tmp_path, "DOCX", sheets=("SHARED_AREA",))
    assert (done.written, len(done.failed)) == ([], 2)
    assert {one.error.text_id for one in done.failed} == {"no_sheet_applies"}
    assert any("371126004001JB00001" in one.error.user_message("zh") for one in done.failed)


def test_formats_say_which_package_they_lack(monkeypatch):
    assert [lack_of(name) for name in ("TXT", "XLSX", "DXF", "DOCX", "PDF")] == [None] * 5
    monkeypatch.setattr(packages, "missing_modules", lambda kind: ["ezdxf"])
    assert lack_of("TXT") is None
    assert "ezdxf" in lack_of("DXF").user_message("zh")
