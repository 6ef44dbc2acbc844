# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile parcel codes and names go through every command: files stay in their folder, and text stays text."""

from __future__ import annotations

import csv
import json
import os
import unicodedata
from types import SimpleNamespace

import geopandas
import openpyxl
import pytest
import shapely
from support import box

from land_entry_plugin.cli.main import main
from land_entry_plugin.files.csv_text import guarded, unguarded
from land_entry_plugin.files.records import read_record

LONG = "长" * 10_000
NAMES = [
    "../../../outside", "C:\\..\\outside", "CON", "..", "a\x01\nb\rc", "\u202efdp.exe", LONG, f"{LONG}2",
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "＝1+1", "{{ 7*7 }}", "[% env('HOME') %]",
    "'; DROP TABLE parcels; --",
]  # fmt: skip
SIGNS = ("=", "+", "-", "@", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return a package of layers with hostile texts in every field that is text."""
    path = tmp_path_factory.mktemp("data") / "data.gpkg"

    def layer(name, shapes, **columns):
        frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4527")
        frame.to_file(path, layer=name, engine="pyogrio")

    shapes = [box(30 * i, 0, 20, 20) for i in range(len(NAMES))]
    layer("parcels", shapes, ZDDM=NAMES, ZL=NAMES, QLRMC=NAMES[::-1])
    land = [shapely.box(*box(30 * i - 5, -50, 30, 120).bounds) for i in range(len(NAMES))]
    layer(
        "DLTB", land, BSM=NAMES, DLBM=["0601"] * len(land), DLMC=["工业用地"] * len(land), QSXZ=["30"] * len(land),
        ZLDWMC=NAMES, QSDWMC=NAMES, SJNF=[2025] * len(land),
    )  # fmt: skip
    layer("YJJBNTBHTB", [box(5, 5, 3, 3)], BSM=["=1+1"])
    layer("STBHHX", [box(35, 5, 3, 3)], BSM=[LONG])
    layer("CZKFBJ", [box(-9, -9, 5, 5)], BSM=["1"], GHFQDM=["410"], GHFQMC=["=1+1"])
    return path


@pytest.fixture(scope="module")
def done(data, tmp_path_factory):
    """Return where every command wrote, and how each ended."""
    place = tmp_path_factory.mktemp("around")
    out = place / "in" / "out"
    out.mkdir(parents=True)
    parcels = ("--parcels", f"{data}|layername=parcels")
    given, record = (*parcels, "--data", data), out / "r.json"
    # what an officer writes is as little to be trusted as what a layer holds
    answers = place / "in" / "answers.csv"
    with answers.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("ZDDM", "use", "use_conditions"), *zip(NAMES, NAMES, NAMES[::-1], strict=True)])
    plans = ("entryplan", "--record", record, "--answers", answers)
    before, ended = os.getcwd(), {}
    os.chdir(place / "in")
    try:
        for number, (name, *options) in enumerate((
            ("screenparcels", *given, "--output", out / "s.gpkg", "--overlaps", out / "v.gpkg", "--findings",
             out / "f.csv", "--record", record, "--table", out / "s.xlsx"),
            ("checkdata", *given, "--output", out / "p.gpkg", "--record", out / "q.json", "--table", out / "q.xlsx"),
            ("answersheet", *parcels, "--table", out / "a.xlsx"),
            ("surveysheets", "--record", record, "--formats", "XLSX,TXT", "--folder", out / "sheets"),
            ("surveysheets", "--record", record, "--formats", "DOCX,DXF", "--parcel-id", "{{ 7*7 }}", "--folder",
             out / "one"),
            ("updateledger", "--record", record, "--updated-ledger", out / "l.gpkg", "--folder", out / "ledger"),
            ("comparescreenings", "--before", record, "--after", record, "--table", out / "c.xlsx"),
            ("exportcoordinates", *parcels, "--file", out / "points.csv"),
            ("importcoordinates", "--file", out / "points.csv", "--output", out / "points.gpkg"),
            ("exportcoordinates", *parcels, "--file", out / "points.xlsx"),
            ("avoidconflicts", *given, "--output", out / "kept.gpkg"),
            (*plans, "--formats", "XLSX", "--folder", out / "plans"),
            (*plans, "--formats", "DOCX", "--parcel-id", "{{ 7*7 }}", "--folder", out / "plan"),
        )):  # fmt: skip
            ended[f"{number} {name}"] = main([name, *map(str, options)])
    finally:
        os.chdir(before)
    return SimpleNamespace(place=place, out=out, ended=ended)


def test_every_command_ends_well(done):
    assert set(done.ended.values()) == {0}, done.ended


def test_files_stay_in_the_folder_and_have_short_plain_names(done):
    assert [path.name for path in done.place.iterdir()] == ["in"]
    assert sorted(path.name for path in (done.place / "in").iterdir()) == ["answers.csv", "out"]
    files = [path for path in done.out.rglob("*") if path.is_file()]
    assert all(path.resolve().is_relative_to(done.out) for path in files)
    sheets = [path.name for path in (done.out / "sheets").iterdir()]
    for ending in (".txt", ".xlsx"):
        own = [name for name in sheets if name.endswith(ending)]
        assert len({name.casefold() for name in own}) == len(own) >= len(NAMES)
    for path in files:
        assert len(path.name.encode()) < 255
        assert not [one for one in path.name if unicodedata.category(one) in ("Cc", "Cf", "Cs") or one in '<>:"/\\|?*']
        assert path.stem.split(".")[0].upper() not in ("CON", "NUL")


def test_ids_are_read_back_as_they_were(done):
    ids = {parcel["parcel_id"] for parcel in read_record(done.out / "r.json")["parcels"]}
    assert ids == {name.strip() for name in NAMES}
    with (done.out / "f.csv").open(encoding="utf-8", newline="") as file:
        assert {unguarded(row["parcel_id"]) for row in csv.DictReader(file)} <= ids
    with (done.out / "sheets" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {unguarded(row["宗地代码"]) for row in csv.DictReader(file)} == ids
    for text in (*NAMES, "\t", ""):
        assert unguarded(guarded(text)) == text


def test_no_text_of_a_csv_is_a_formula(done):
    files = list(done.out.rglob("*.csv"))
    assert len(files) >= 3
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts = [cell for row in csv.reader(file) for cell in row]
        assert [text for text in texts if text.startswith(SIGNS) and not _is_number(text)] == []


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_no_text_of_a_workbook_is_a_formula(done):
    files = list(done.out.rglob("*.xlsx"))
    assert len(files) >= 6
    texts = set()
    for path in files:
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        # the sums are ours
                        formula = getattr(cell.value, "text", cell.value)
                        assert not any(part in formula for part in ("cmd", "1+1", "2+3", "@SUM", "DROP")), path
                    elif isinstance(cell.value, str):
                        texts.add(cell.value)
    assert {"=1+1", "@SUM(1)", "+1+1"} <= {text.strip() for text in texts}


@pytest.mark.parametrize("folder", ["one", "plan"])
def test_what_is_printed_in_documents_is_text(done, folder):
    import docx

    (path,) = [path for path in (done.out / folder).glob("*.docx")]
    document = docx.Document(path)
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts += [paragraph.text for paragraph in document.paragraphs]
    assert any("{{ 7*7 }}" in text for text in texts)
    assert not any(text.strip() == "49" for text in texts)


def test_a_record_with_a_changed_verdict_is_told(done, tmp_path):
    record = json.loads((done.out / "r.json").read_text(encoding="utf-8"))
    for parcel in record["parcels"]:
        parcel["verdict"] = parcel["spatial_verdict"] = "eligible"
    lying, result = tmp_path / "r.json", tmp_path / "v.json"
    lying.write_text(json.dumps(record), encoding="utf-8")
    main(["verifyscreening", "--record", str(lying), "--result", str(result)])
    told = json.loads(result.read_text(encoding="utf-8"))
    assert "altered" in json.dumps(told)
