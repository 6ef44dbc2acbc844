# SPDX-License-Identifier: GPL-2.0-or-later
"""Answer sheets on the command line: made, filled in, handed to the screening."""

from __future__ import annotations

import json

import openpyxl
import pyogrio
import pytest
from answering import ASKED, fill_book, write_pack


@pytest.fixture
def run(command, township):
    def run_(name, *arguments, **options):
        return command(name, "--parcels", f"{township}|layername=parcels", *arguments, **options)

    return run_


def test_made_filled_in_and_screened(run, tmp_path, township):
    pack = write_pack(tmp_path)
    layer, book, record = tmp_path / "s.gpkg", tmp_path / "s.xlsx", tmp_path / "s.json"
    done = run("answersheet", "--rule-pack", pack, "--output", layer, "--table", book)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [str(layer), str(book)]
    assert set(ASKED) < set(pyogrio.read_info(layer, layer="answers")["fields"])
    fill_book(book, {"registered": "是", "registered_paper": "12号", "registered_date": "2025-03-01"})
    done = run("screenparcels", "--rule-pack", pack, "--data", township, "--answers", book, "--record", record)
    assert (done.returncode, done.stderr) == (0, "")
    answered = openpyxl.load_workbook(book)["answers"]["A2"].value
    found = {
        parcel["parcel_id"]: finding["outcome"]
        for parcel in json.loads(record.read_text())["parcels"]
        for finding in parcel["findings"]
        if finding["rule_id"] == "registered"
    }
    assert found.pop(answered) == "pass"
    assert set(found.values()) == {"review"}

    again = tmp_path / "again.xlsx"
    assert run("answersheet", "--rule-pack", pack, "--answers", book, "--table", again).returncode == 0
    assert openpyxl.load_workbook(again)["answers"]["C2"].value == "是"


def test_faults_get_one_line_and_nothing_is_written(run, tmp_path, township):
    pack = write_pack(tmp_path)
    there = set(tmp_path.iterdir())

    def one_line(done, *words):
        assert done.returncode == 1, done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        for word in words:
            assert word in done.stderr

    book = ("--table", tmp_path / "s.xlsx")
    one_line(run("answersheet", "--output", tmp_path / "s.shp"), "Shapefile")
    one_line(run("answersheet", "--output", tmp_path / "s.geojson"), ".gpkg")
    one_line(run("answersheet", "--output", township), "sources")
    one_line(run("answersheet", *book, "--rule-pack", "nationl"), "nationl")
    one_line(run("answersheet", *book, "--parcel-id", "NOPE"), "NOPE")
    one_line(run("answersheet", *book, "--answers", tmp_path / "gone.xlsx"), "gone.xlsx", "not found")
    one_line(run("answersheet", *book, "--answers", pack), "county.yaml")
    assert set(tmp_path.iterdir()) == there
    assert run("answersheet").returncode == 2


def test_a_filled_sheet_is_not_written_over(run, tmp_path):
    pack, book = write_pack(tmp_path), tmp_path / "s.xlsx"
    for _ in range(2):
        assert run("answersheet", "--rule-pack", pack, "--table", book).returncode == 0
    fill_book(book, {"registered": "是"})
    before = book.read_bytes()
    done = run("answersheet", "--rule-pack", pack, "--table", book, language="zh")
    assert done.returncode == 1
    assert "已有核查答复" in done.stderr
    assert book.read_bytes() == before
