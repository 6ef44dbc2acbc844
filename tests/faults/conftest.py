# SPDX-License-Identifier: GPL-2.0-or-later
"""Small inputs, in an old and a new version, for every command that writes."""

from __future__ import annotations

import shutil
import zipfile

import geopandas
import openpyxl
import pytest
from answering import fill_book
from killing import Command
from ledger_story import record as story

from land_entry_plugin.cli.main import main
from land_entry_plugin.files.records import write_record

PLANNED = "371126004012JB00001"


@pytest.fixture(scope="session")
def inputs(township, tmp_path_factory):
    """Return a folder with parcels, records and tables of two versions."""
    place = tmp_path_factory.mktemp("inputs")
    shutil.copy(township, place / "township.gpkg")
    parcels = geopandas.read_file(township, layer="parcels")
    sound = parcels[parcels.geometry.notna() & parcels.geometry.is_valid]
    for name, some in {"old": sound.iloc[:3], "new": sound.iloc[1:5]}.items():
        some.to_file(place / f"{name}.gpkg", layer="parcels", engine="pyogrio")
        options = ("--parcels", str(place / f"{name}.gpkg"), "--data", str(township))
        assert main(["screenparcels", *options, "--record", str(place / f"{name}.json")]) == 0
        assert main(["exportcoordinates", *options[:2], "--file", str(place / f"{name}.txt")]) == 0
    for name, year in {"old": 2024, "new": 2025}.items():
        write_record(story(year), place / f"story_{name}.json")
    for name in ("old", "new"):
        with zipfile.ZipFile(place / f"{name}.zip", "w") as archive:
            archive.write(place / f"{name}.gpkg", "parcels.gpkg")
    return place


@pytest.fixture(scope="session")
def planned(inputs, township):
    """Make the record and the answers that entry plans are made of."""
    every = ("--parcels", f"{township}|layername=parcels")
    for name, price in {"old": 2_500_000, "new": 2_600_000}.items():
        book = inputs / f"answers_{name}.xlsx"
        assert (
            main(["answersheet", "--parcels", f"{township}|layername=parcels", "--entry-plan", "--table", str(book)])
            == 0
        )
        ids = [row[0].value for row in openpyxl.load_workbook(book)["answers"].iter_rows(min_row=2)]
        fill_book(book, {"use": "工业", "entry_way": "出让", "start_price": price}, 2 + ids.index(PLANNED))
    options = (*every, "--data", str(township), "--answers", str(book))
    assert main(["screenparcels", *options, "--record", str(inputs / "full.json")]) == 0


@pytest.fixture(scope="session")
def commands(inputs):
    """Return every command that writes."""

    def both(name, *arguments, **options):
        typed = [
            tuple(
                one.replace("{v}", version).replace("{day}", day).replace("{in}", str(inputs))
                for one in (name.split()[0], *arguments)
            )
            for version, day in (("old", "2026-11-20"), ("new", "2026-11-21"))
        ]
        return Command(name, *typed, **options)

    parcels, data = ("--parcels", "{in}/{v}.gpkg"), ("--data", "{in}/township.gpkg")
    layers = ("--output", "{out}/o.gpkg", "--overlaps", "{out}/o.gpkg", "--findings", "{out}/f.csv")
    record, table = ("--record", "{out}/r.json"), ("--table", "{out}/t.xlsx")
    found = [
        both("screenparcels", *parcels, *data, *layers, *record, *table),
        both("screenparcels by workers", *parcels, *data, *layers, *record, workers=2),
        both("screenparcels of a zip", "--parcels", "{in}/{v}.zip", *data, "--output", "{out}/o.geojson"),
        both("surveysheets", "--record", "{in}/{v}.json", "--formats", "DOCX,XLSX,TXT,DXF", "--folder", "{out}",
             keeps_old=True),
        both("findcandidates", *data, "--as-of", "{day}", "--output", "{out}/o.gpkg", *record, *table),
        both("comparescreenings", "--before", "{in}/old.json", "--after", "{in}/{v}.json", "--output", "{out}/o.gpkg",
             *table),
        both("avoidconflicts", *parcels, *data, "--output", "{out}/o.gpkg", "--removed", "{out}/d.gpkg"),
        both("checkdata", *parcels, *data, "--output", "{out}/o.gpkg", *record, *table),
        both("answersheet", *parcels, "--output", "{out}/o.gpkg", *table),
        both("entryplan", "--record", "{in}/full.json", "--answers", "{in}/answers_{v}.xlsx", "--folder", "{out}",
             keeps_old=True),
        both("adjustmententry", "--reclaimed", "{in}/{v}.gpkg", "--entered", "{in}/{v}.gpkg", "--land-use",
             "{in}/township.gpkg|layername=DLTB", "--as-of", "{day}", "--output", "{out}/o.gpkg", *record, *table),
        both("verifyscreening", "--record", "{in}/{v}.json", "--result", "{out}/v.json"),
        both("importcoordinates", "--file", "{in}/{v}.txt", "--output", "{out}/o.gpkg"),
        both("exportcoordinates", *parcels, "--file", "{out}/o.txt"),
        both("layers keep", "keep", "{in}/{v}.gpkg", "--role", "none"),
    ]  # fmt: skip
    ledger = ("--updated-ledger", "{out}/l.gpkg", "--folder", "{out}/f", "--as-of", "2027-01-01")
    stories = [str(inputs / f"story_{version}.json") for version in ("old", "new")]
    found.append(
        Command(
            "updateledger",
            ("updateledger", "--record", stories[0], *ledger),
            ("updateledger", "--record", stories[1], "--ledger", "{out}/l.gpkg", *ledger),
        )
    )
    return {command.name: command for command in found}
