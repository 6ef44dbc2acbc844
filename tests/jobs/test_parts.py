# SPDX-License-Identifier: GPL-2.0-or-later
"""What a screening found says the same whether it is held whole or in parts, whoever made which part."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import openpyxl
import pytest
import shapely
from support import AS_OF, all_layers, box, candidates, lines, survey

from land_entry_plugin.files.records import read_record
from land_entry_plugin.jobs.outputs import Whole
from land_entry_plugin.jobs.parts import HELD, InParts, PartMaker
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

ALL = frozenset({"output", "overlaps", "findings", "record", "table"})


@pytest.fixture(scope="module")
def screening():
    """Five parcels, not in the order of their ids: on farmland, under a red line, without a shape."""
    yards = [box(0, 0, 50, 50), box(60, 0, 50, 50), box(120, 0, 50, 50), None, box(180, 0, 50, 50)]
    ground = survey((box(-100, -100, 500, 125), "0601"), (box(-100, 25, 500, 200), "0102"))
    layers = all_layers(ground, ecological_red_line=lines("STBHHX", box(70, 10, 20, 10)))
    parcels = candidates(*yards, ids=["E", "B", "D", "A", "C"])
    return screenparcels(ScreeningRequest(parcels, named=layers, as_of=AS_OF))


def in_parts(screening, folder, shares, wanted=ALL):
    """Return a screening held in parts, each of the results at some places, made by a maker of its own."""
    parts = []
    for number, share in enumerate(shares):
        maker = PartMaker(screening, wanted, folder / f"texts_{number}")
        # a maker that is asked twice goes on in its file
        parts += [maker.part([screening.results[i] for i in some]) for some in (share[:1], share[1:]) if some]
    return InParts(replace(screening, results=[]), parts)


SHARES = ([(0, 1, 2, 3, 4)], [(3, 1), (4, 0, 2)], [(4,), (3,), (2,), (1,), (0,)])


def content(table):
    columns = {name: table.column(name) for name, _ in table.columns}
    shapes = None if table.geometry is None else shapely.to_wkb(table.geometry, hex=True).tolist()
    return table.name, columns, shapes, table.crs


@pytest.mark.parametrize("shares", SHARES)
def test_the_layers_are_those_of_the_whole(screening, tmp_path, shares):
    whole, parts = Whole(screening), in_parts(screening, tmp_path, shares)
    assert content(parts.parcels()) == content(whole.parcels())
    assert content(parts.overlaps()) == content(whole.overlaps())
    assert content(parts.findings()) == content(whole.findings())
    assert parts.parcels().column("parcel_id") == ["A", "B", "C", "D", "E"]
    # 20 m by 10 m of red line lie on B and nowhere else
    on_red = [
        (parcel_id, area)
        for parcel_id, role, area in zip(
            *(parts.overlaps().column(name) for name in ("parcel_id", "role", "area_m2")), strict=True
        )
        if role == "ecological_red_line"
    ]
    assert on_red == [("B", pytest.approx(200, abs=0.01))]


@pytest.mark.parametrize("shares", SHARES)
def test_the_record_is_that_of_the_whole_and_reads_back(screening, tmp_path, shares):
    whole, parts = tmp_path / "whole.json", tmp_path / "parts.json"
    Whole(screening).write_record(whole)
    in_parts(screening, tmp_path, shares).write_record(parts)
    texts = [
        [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith('"run": ')]
        for path in (whole, parts)
    ]
    assert texts[0] == texts[1]
    found = read_record(parts)
    assert [one["parcel_id"] for one in found["parcels"]] == ["A", "B", "C", "D", "E"]
    assert found["run"]["screening_id"] == read_record(whole)["run"]["screening_id"]


def test_the_workbook_is_that_of_the_whole(screening, tmp_path):
    Whole(screening).write_table(tmp_path / "whole.xlsx")
    in_parts(screening, tmp_path, SHARES[1]).write_table(tmp_path / "parts.xlsx")
    books = [openpyxl.load_workbook(tmp_path / f"{name}.xlsx", read_only=True) for name in ("whole", "parts")]
    assert books[0].sheetnames == books[1].sheetnames
    first = books[0].sheetnames[0]
    cells = [[row for row in book[first].iter_rows(values_only=True)] for book in books]
    assert len(cells[0]) > 5
    assert cells[0] == cells[1]


def test_the_record_that_is_held_is_the_one_that_is_written(screening, tmp_path):
    whole, parts = Whole(screening), in_parts(screening, tmp_path, SHARES[1], {"record", HELD})
    for found in (whole, parts):
        found.write_record(tmp_path / "record.json")
        assert read_record(tmp_path / "record.json") == json.loads(json.dumps(found.record()))
    assert parts.record() | {"run": {}} == whole.record() | {"run": {}}
    # nobody has to write it
    unwritten = in_parts(screening, tmp_path, SHARES[1], {HELD}).record()
    assert unwritten["run"]["screening_id"] == whole.record()["run"]["screening_id"]


@pytest.mark.parametrize("wanted", ["output", "overlaps", "findings", "record", "table", HELD])
def test_only_what_is_wanted_is_made(screening, tmp_path, wanted):
    part = PartMaker(screening, {wanted}, tmp_path / "texts").part(screening.results)
    made = {"output": part.parcels, "overlaps": part.overlaps, "findings": part.findings}
    assert bool(part.entries) == (wanted in ("table", HELD))
    assert part.verdicts == [(result.parcel_id, str(result.verdict)) for result in screening.results]
    assert {name for name, rows in made.items() if rows} == {wanted} - {"record", "table", HELD}
    assert bool(part.texts.stat().st_size) == (wanted == "record")
    assert sorted(place[0] for place in part.places) == ["A", "B", "C", "D", "E"]


def test_what_all_parcels_share_is_held_once(screening, tmp_path):
    part = PartMaker(screening, {"findings"}, tmp_path / "texts").part(screening.results)
    told = sum(map(len, part.findings))
    assert told == sum(len(result.findings) for result in screening.results)
    shared = {id(one) for result in screening.results for one in result.findings if one.is_shared}
    own = sum(not one.is_shared for result in screening.results for one in result.findings)
    assert len(part.rows) == len(shared) + own < told


def test_what_parcels_share_in_the_record_is_one_object_in_another_process_too(screening, tmp_path):
    part = PartMaker(screening, {HELD}, tmp_path / "texts").part(screening.results)
    entries = pickle.loads(pickle.dumps(part)).entries
    assert entries == part.entries
    shared = {id(one) for result in screening.results for one in result.findings if one.is_shared}
    told = [id(one) for entry in entries for one in entry["findings"]]
    own = sum(not one.is_shared for result in screening.results for one in result.findings)
    assert len(set(told)) == len(shared) + own < len(told)
