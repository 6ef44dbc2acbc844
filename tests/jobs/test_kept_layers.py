# SPDX-License-Identifier: GPL-2.0-or-later
"""Roles that are told by content, doubtful ones, and what the user keeps of a source and undoes."""

from __future__ import annotations

import pytest
from shapefiles import write_shapefile
from support import MemorySource, all_layers, box, candidates, parcel, screen, survey

from land_entry_plugin.cli.main import main
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import Wishes, all_kept, keep
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.layer_listing import listed
from land_entry_plugin.jobs.layers import recognised_role

PARCEL = box(0, 0, 100, 100)
GROUND = box(-500, -500, 1000, 1000)
FIELDS = {"BSM": ["1"], "YJJBNTTBMJ": [1.0], "YJJBNTMJ": [1.0], "BHKSSJ": ["2022"]}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path / "home"))


def farmland(name):
    return MemorySource(name, [box(50, 50, 200, 200)], FIELDS)


def screened(*offered, named=None):
    layers = all_layers(survey((GROUND, "0601")), basic_farmland=named)
    return screen(candidates(PARCEL), layers, offered=offered, complete=("basic_farmland",))


def outcome(record):
    findings = parcel(record)["findings"]
    return next(one["outcome"] for one in findings if one["rule_id"] == "basic_farmland")


def notes(record):
    found = {note["id"]: note["values"].get("layers") for note in parcel(record)["not_checked"]}
    return found | {note["id"]: True for entry in record["inputs"].values() for note in entry.get("notes", ())}


def test_the_older_basic_farmland_is_never_taken_by_itself():
    record = screened(farmland("YJJBNTTB"))
    assert outcome(record) == "unknown"
    assert notes(record)["older_layer"] == ["YJJBNTTB"]
    record = screened(farmland("YJJBNTTB"), farmland("YJJBNTBHTB"))
    assert outcome(record) == "conflict"
    assert record["inputs"]["basic_farmland"]["layer"] == "YJJBNTBHTB"
    record = screened(named=farmland("YJJBNTTB"))
    assert outcome(record) == "conflict"
    assert notes(record)["named_but_older"]


def test_a_layer_is_told_by_its_fields_and_that_is_said():
    record = screened(farmland("export"))
    assert outcome(record) == "conflict"
    assert notes(record)["role_by_content"]
    assert record["inputs"]["basic_farmland"]["reading"]["recognised"]["confidence"] == "likely"


def test_two_equally_good_layers_are_not_chosen_between():
    record = screened(farmland("one"), farmland("two"))
    assert outcome(record) == "unknown"
    assert notes(record)["ambiguous_role"] == ["one", "two"]


def test_the_name_goes_before_the_fields_and_the_other_is_listed():
    record = screened(farmland("copy"), farmland("YJJBNTBHTB"))
    assert record["inputs"]["basic_farmland"]["layer"] == "YJJBNTBHTB"
    assert notes(record)["passed_over"] == ["copy"]


def test_what_the_user_keeps_is_used_said_and_undone(tmp_path, capsys):
    columns = {"CODE": ["1"], "DLBM": ["0101"], "OTHER": ["0601"]}
    path = write_shapefile(tmp_path / "layer7.shp", [box(50, 50, 200, 200)], columns, "gbk")
    source = open_layer(str(path))
    assert recognised_role(source) is None
    assert main(["layers", "keep", str(path), "--role", "basic_farmland", "--field", "BSM=CODE"]) == 0
    record = screened(open_layer(str(path)))
    assert outcome(record) == "conflict"
    assert notes(record)["role_by_user"]
    assert record["inputs"]["basic_farmland"]["reading"]["fields_by_user"] == {"BSM": "CODE"}
    assert main(["layers", "keep", str(path), "--role", "none"]) == 0
    assert recognised_role(open_layer(str(path))) is None
    assert main(["layers", "forget", str(path)]) == 0
    assert not all_kept()
    assert main(["layers", "show", str(tmp_path)]) == 0
    assert "layer7" in capsys.readouterr().out


def test_what_cannot_be_kept_is_refused(tmp_path):
    for wishes in (
        Wishes(role="treasure"),
        Wishes(encoding="klingon"),
        Wishes(crs="EPSG:0"),
        Wishes(transformation="1,2"),
    ):
        with pytest.raises(InputError):
            keep("x", wishes)
    with pytest.raises(InputError):
        keep("x", Wishes(role="land_use", fields={"NOSUCH": "A"}))
    assert not all_kept()


def test_a_listing_says_what_is_wrong_and_what_it_looks_like():
    (layer,) = listed([MemorySource("STBHHX", [box(0, 0, 10, 10)], {"BSM": ["1"]}, crs=None)])
    assert "EPSG:4527" in layer.fault["zh"]
    (layer,) = listed([MemorySource("STBHHX", [box(0, 0, 10, 10)], {"BSM": ["1"]}, crs="EPSG:4526")])
    assert "EPSG:4527" in layer.fault["zh"]
