# SPDX-License-Identifier: GPL-2.0-or-later
"""A text file is read some parcels at a time: what is said and written is the same, and later lines are held to it."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
from coordinate_texts import SQUARE, Read, moved, ring, text, write

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates import text_file
from land_entry_plugin.files.coordinates.decode import Run, lines_of, lines_of_file, read_text
from land_entry_plugin.files.coordinates.reading import coordinate_batches
from land_entry_plugin.files.decoding import codec_of_file
from land_entry_plugin.jobs.importcoordinates import import_to_file


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(text_file, "MOST_PARCELS", 3)


def parcel(number, *, east=0.0, tail="面,,工业用地,0601,@"):
    return [f"5,0.4800,{number},第{number}号,{tail}", *ring(moved(SQUARE, east=100 * (number % 50) + east))]


def many(count=11, **changes):
    lines = [line for number in range(1, count + 1) for line in parcel(number)]
    return text(*lines, **changes)


def test_many_parcels_are_those_of_one_reading(tmp_path, monkeypatch):
    path = write(tmp_path, many(), encoding="gbk")
    assert [len(batch.parcels) for batch in coordinate_batches(path)] == [3, 3, 3, 2]
    batched = Read(path)
    spoken = import_to_file(path, tmp_path / "p.gpkg")
    monkeypatch.setattr(text_file, "MOST_PARCELS", 1000)
    whole = Read(path)
    assert batched.rows == whole.rows
    assert batched.said == whole.said == spoken.sentences("zh")
    assert all(a.equals(b) for a, b in zip(batched.shapes, whole.shapes, strict=True))
    meta, _, _, columns = pyogrio.raw.read(tmp_path / "p.gpkg", layer="parcels")
    stored = dict(zip(meta["fields"], columns, strict=True))
    assert stored["DKBH"].tolist() == [row["DKBH"] for row in whole.rows]
    assert stored["source_line"].tolist() == [row["source_line"] for row in whole.rows]
    assert np.isclose(stored["area_plane_m2"], 4800).all()


@pytest.mark.parametrize(
    ("late", "error"),
    [
        (parcel(9, east=-39e6), "coordinates_contradicts"),
        (["4,第9号,面,工业,@", *ring()], "coordinates_dialect_changes"),
        (["5,0.48,9,第9号,面,,,,@", "J1,1,x"], "coordinates_columns"),
        (["5,0.48,9,第9号,面,,,,@", "J1,1,4130000.000,39500000.000"], "coordinates_few_points"),
    ],
)
def test_a_later_line_that_contradicts_is_named(tmp_path, late, error):
    content = many(9) + "\n".join(late)
    path = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        import_to_file(path, tmp_path / "out" / "p.gpkg")
    assert caught.value.text_id == error
    line = caught.value.values["line"]
    assert content.split("\n")[line - 1] in late
    assert str(line) in caught.value.user_message("zh")
    assert not list(tmp_path.glob("out/*"))


def test_numbers_that_come_again_much_later_are_said(tmp_path):
    found = Read(write(tmp_path, many(10) + "\n".join(parcel(2))))
    assert found.values("number_twice")["number"] == "2"
    assert len(found.values("number_twice")["lines"]) == 2
    assert "rings_unclosed" not in found.notes


def test_what_holds_for_the_file_is_said_once(tmp_path):
    found = Read(write(tmp_path, many(10, 坐标系=None)))
    assert len([note for note in found.imported.notes if note.text_id == "datum_assumed"]) == 1
    assert found.values("area_read")["count"] == 10


def test_a_field_that_only_later_parcels_have_is_said_to_be_left_out(tmp_path):
    path = write(tmp_path, many(4) + "\n".join(parcel(5, tail="面,,工业用地,0601,更多,@")))
    spoken = import_to_file(path, tmp_path / "p.gpkg")
    (note,) = [note for note in spoken.notes if note.text_id == "field_dropped"]
    assert path.read_text(encoding="utf-8").split("\n")[note.values["line"] - 1].endswith("更多,@")
    # in memory there is room for it
    assert Read(path).rows[4]["attribute_9"] == "更多"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_are_the_same_piece_by_piece(tmp_path, monkeypatch, encoding, line_end):
    path = write(tmp_path, many(3).replace("\n", line_end), encoding=encoding)
    whole = [(line.text, line.plain) for line in lines_of(read_text(path)[0])]
    monkeypatch.setattr("land_entry_plugin.files.decoding._PIECE_BYTES", 61)
    found = lines_of_file(path, codec_of_file(path))
    lines = [line for one in found for line in (one.lines() if isinstance(one, Run) else [one])]
    assert [(line.text, line.plain) for line in lines] == whole
    assert [line.number for line in lines] == [line.number for line in lines_of(read_text(path)[0])]


def test_land_use_approval_is_recognised_by_class_names_and_count(tmp_path):
    lines = [
        "4,0.4800,1,东区,面,,水田,0101,@",
        *ring(),
        "4,0.4800,2,西区,面,,工业用地,0601,@",
        *ring(moved(SQUARE, east=200)),
    ]
    lines += ["4,0.4800,3,南区,面,,旱地,0103,@", *ring(moved(SQUARE, east=400))]
    found = Read(write(tmp_path, text(*lines)))
    assert [row.get("DLMC") for row in found.rows] == ["水田", "工业用地", "旱地"]
    assert "报批" in found.said[0]
    # counted with the closing point, or with a use in its place, it is the national file
    for old, new in (("4,0.48", "5,0.48"), ("水田,0101", "工业用地,0101")):
        found = Read(write(tmp_path, text(*lines[:6]).replace(old, new)))
        assert found.rows[0]["DKYT"] in ("水田", "工业用地")


def test_local_coordinates_are_told_from_a_zone_that_is_missing(tmp_path):
    local = [f"J{i},1,{x},{y}" for i, (x, y) in enumerate([(10, 10), (10, 20), (20, 20), (10, 10)], start=1)]
    path = write(tmp_path, "\n".join(["[地块坐标]", "4,,,,面,,,,@", *local]))
    with pytest.raises(InputError) as caught:
        Read(path)
    assert (caught.value.text_id, caught.value.values["line"]) == ("coordinates_local", 3)
    assert "EPSG" not in caught.value.user_message("zh")
