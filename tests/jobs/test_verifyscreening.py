# SPDX-License-Identifier: GPL-2.0-or-later
"""A record is run again from its inputs: what was read and changed is named, what was not read does not count."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import jsonschema
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from support import AS_OF, CRS, all_layers, box, candidates, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.records import read_record, write_record
from land_entry_plugin.files.vector import LAYER_MARK, open_layer, open_package
from land_entry_plugin.jobs.record import screening_record, short_code
from land_entry_plugin.jobs.runs import content_id
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.verification.again import place_now
from land_entry_plugin.jobs.verifyscreening import VerificationRequest, verifyscreening
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.land_classes import class_name

YARD, FIELD, FAR = box(0, 0, 100, 100), box(100, 0, 100, 100), box(60_000, 0, 100, 100)


def write(path, layer, geometries, columns):
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapely.multipolygons([[shape] for shape in geometries])),
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        layer=layer,
        driver="GPKG",
        geometry_type="MultiPolygon",
        crs=CRS,
    )


def write_survey(path, codes, numbers=("1", "2", "3")):
    names = [class_name(code) for code in codes]
    columns = {"BSM": numbers, "DLBM": codes, "DLMC": names, "QSXZ": ["30"] * 3, "SJNF": ["2025"] * 3}
    write(path, "DLTB", [YARD, FIELD, FAR], columns)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """A folder with data, and the record of their screening."""
    folder = tmp_path_factory.mktemp("verified")
    data = folder / "data.gpkg"
    write_survey(data, ["0601", "0102", "0102"])
    write(data, "YJJBNTBHTB", [FIELD], {"BSM": ["B1"]})
    write(data, "STBHHX", [FAR], {"BSM": ["R1"]})
    write(data, "CZKFBJ", [FAR], {"BSM": ["C1"], "GHFQDM": ["410"]})
    write(folder / "parcels.gpkg", "parcels", [YARD], {"ZDDM": ["P1"]})
    request = ScreeningRequest(
        parcels=open_layer(str(folder / "parcels.gpkg")), offered=tuple(open_package(str(data))), as_of=AS_OF
    )
    record = screening_record(screenparcels(request))
    write_record(record, folder / "record.json")
    return folder, record


@pytest.fixture
def run(first_run, tmp_path):
    """The same in a folder of its own, where data may be changed."""
    folder, record = first_run
    for name in ("data.gpkg", "parcels.gpkg"):
        shutil.copy(folder / name, tmp_path / name)
    text = json.dumps(record, ensure_ascii=False).replace(str(folder.resolve()), str(tmp_path.resolve()))
    return tmp_path, json.loads(text)


SCHEMA = json.loads(resource("schemas", "verification.schema.json").read_text(encoding="utf-8"))


def verified(record, moved_to=None):
    result = verifyscreening(VerificationRequest(record, moved_to=moved_to))
    jsonschema.validate(result, SCHEMA)
    return result


def states(result):
    return {one["role"]: one["state"] for one in result["inputs"] if one["state"] != "same"}


def test_an_unchanged_record_holds(first_run):
    folder, _ = first_run
    result = verified(read_record(folder / "record.json"))
    assert result["state"] == "holds"
    assert result["holds"]
    assert result["same_inputs"]
    assert result["same_outcome"]
    assert states(result) == {}
    assert result["record"]["code"] == short_code(read_record(folder / "record.json"))


def test_a_row_that_was_read_names_its_layer_its_patch_and_the_parcel(run):
    folder, record = run
    write_survey(folder / "data.gpkg", ["0102", "0102", "0102"])
    result = verified(record)
    assert result["state"] == "inputs"
    assert states(result) == {"land_use": "rows"}
    (parcel,) = result["outcome"]["differ"]
    assert parcel["parcel_id"] == "P1"
    assert parcel["verdict"] == [record["parcels"][0]["verdict"], "prohibited"]
    assert [(patch["role"], patch["source_id"]) for patch in parcel["patches"]] == [("land_use", "1")]
    assert parcel["patches"][0]["class"] == [["0601", "工业用地"], ["0102", "水浇地"]]
    assert any("DLTB" in text["en"] for text in result["texts"])


def test_one_byte_of_a_row_that_was_read_is_seen_though_the_outcome_is_the_same(run):
    folder, record = run
    write_survey(folder / "data.gpkg", ["0601", "0102", "0102"], numbers=("1", "9", "3"))
    result = verified(record)
    assert states(result) == {"land_use": "rows"}
    assert not result["holds"]
    assert result["same_inputs"] is False


def test_a_row_that_was_not_read_does_not_count(run):
    folder, record = run
    write_survey(folder / "data.gpkg", ["0601", "0102", "0601"])
    result = verified(record)
    assert result["holds"]
    assert states(result) == {}


def test_rows_that_came_where_nothing_was_read_are_said_and_do_not_count(run):
    folder, record = run
    write(folder / "data.gpkg", "STBHHX", [FAR, box(70_000, 0, 10, 10)], {"BSM": ["R1", "R2"]})
    result = verified(record)
    assert result["holds"]
    assert states(result) == {"ecological_red_line": "other_rows"}


def test_a_moved_parcel_is_named(run):
    folder, record = run
    write(folder / "parcels.gpkg", "parcels", [box(0, 0, 100, 99)], {"ZDDM": ["P1"]})
    result = verified(record)
    assert states(result)["parcels"] == "rows"
    assert result["outcome"]["differ"][0]["shape"] is True


def test_a_layer_that_is_gone_cannot_be_run_again(run):
    folder, record = run
    (folder / "data.gpkg").unlink()
    result = verified(record)
    assert result["state"] == "not_repeated"
    assert {one["id"] for one in result["obstacles"]} == {"gone"}
    assert not result["holds"]
    assert result["same_outcome"] is None


def test_layers_in_memory_and_parts_of_layers_cannot_be_run_again(run):
    _, record = run
    in_memory = screen(candidates(YARD), all_layers(survey((YARD, "0601"))))
    result = verified(json.loads(json.dumps(in_memory)))
    assert result["state"] == "not_repeated"
    assert {one["id"] for one in result["obstacles"]} == {"memory"}
    for part in ("selection", "filter", "edits"):
        of_part = copy.deepcopy(record)
        of_part["run"]["sources"]["parcels"]["part"] = part
        result = verified(of_part)
        assert [one["id"] for one in result["obstacles"]] == ["part"]


def test_a_record_of_an_earlier_version_says_that_it_names_no_sources(run):
    _, record = run
    del record["run"]["sources"]
    assert [one["id"] for one in verified(record)["obstacles"]] == ["not_stated"]


@pytest.mark.parametrize("place", ["hash", "verdict"])
def test_a_record_that_lies_is_found(run, place):
    _, record = run
    if place == "hash":
        record["inputs"]["land_use"]["sha256"] = "0" * 64
    else:
        record["parcels"][0]["verdict"] = "eligible"
    result = verified(record)
    assert result["state"] == "altered"
    assert result["record"]["code"] != result["record"]["code_of_content"]
    # the code mended too, the repetition still tells
    record["run"]["screening_id"] = content_id({key: value for key, value in record.items() if key != "run"})
    result = verified(record)
    assert result["state"] == {"hash": "inputs", "verdict": "outcome"}[place]
    assert not result["holds"]


def test_another_pack_text_is_named(run, tmp_path):
    _, record = run
    pack = tmp_path / "own.yaml"
    text = resource("rule_packs", "national.yaml").read_text(encoding="utf-8")
    pack.write_text(text.replace("sliver_share: 0.01", "sliver_share: 0.02"), encoding="utf-8")
    assert pack.read_text(encoding="utf-8") != text
    record["run"]["rule_pack"] = str(pack)
    result = verified(record)
    assert result["state"] == "pack"
    assert result["pack"]["differ"][0]["id"] == "national"


def test_other_library_versions_are_said_and_numbers_compared_to_a_hundredth(run):
    _, record = run
    record["run"]["versions"]["geos"] = "3.99.0"
    result = verified(record)
    assert result["holds"]
    assert "geos" in result["versions"]["differ"]
    assert result["outcome"]["exact"] is False


def test_files_that_were_moved_are_read_where_they_are_now(run, tmp_path):
    folder, record = run
    elsewhere = tmp_path / "另一处"
    elsewhere.mkdir()
    for name in ("data.gpkg", "parcels.gpkg"):
        shutil.move(folder / name, elsewhere / name)
    assert not verified(record)["holds"]
    assert verified(record, moved_to=elsewhere)["holds"]
    # a byte of what was moved still counts
    write_survey(elsewhere / "data.gpkg", ["0602", "0102", "0102"])
    result = verified(record, moved_to=elsewhere)
    assert result["state"] == "inputs"


@pytest.mark.parametrize(
    ("path", "package", "expected"),
    [
        ("/a/county/三调/DLTB.shp", "/a/county", ("三调/DLTB.shp", "")),
        ("D:\\数据\\county\\三调\\DLTB.shp", "D:\\数据\\county", ("三调/DLTB.shp", "")),
        ("/a/county.gpkg", "/a/county.gpkg", ("county.gpkg", "county.gpkg")),
        ("/a/parcels.shp", None, ("parcels.shp", "")),
        ("/a/gone.shp", "/a", None),
    ],
)
def test_where_a_recorded_file_is_now(tmp_path, path, package, expected):
    for name in ("三调/DLTB.shp", "county.gpkg", "parcels.shp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = place_now({"path": path, "package": package}, tmp_path)
    if expected is None:
        assert found == (path, package)
    else:
        assert found == tuple(str(tmp_path / part) if part else str(tmp_path) for part in expected)


def test_a_place_that_is_not_there_is_said(run):
    with pytest.raises(InputError, match="nowhere"):
        verified(run[1], moved_to=Path("/nowhere"))


def write_answers(path, answer, head="ownership_registered"):
    """Write a workbook whose second sheet holds the answers of an office; its first is for its notes."""
    book = openpyxl.Workbook()
    book.active.append(["办理说明"])
    sheet = book.create_sheet("三月核查")
    sheet.append(["parcel_id", head])
    sheet.append(["P1", answer])
    book.save(path)


@pytest.fixture(scope="module")
def first_answered(first_run, tmp_path_factory):
    """A record of the same data whose answers stand in a sheet of a workbook."""
    folder = tmp_path_factory.mktemp("answered")
    for name in ("data.gpkg", "parcels.gpkg"):
        shutil.copy(first_run[0] / name, folder / name)
    write_answers(folder / "answers.xlsx", "no")
    request = ScreeningRequest(
        parcels=open_layer(str(folder / "parcels.gpkg")),
        offered=tuple(open_package(str(folder / "data.gpkg"))),
        parcel_id="ZDDM",
        answers=open_answers(f"{folder / 'answers.xlsx'}{LAYER_MARK}三月核查"),
        as_of=AS_OF,
    )
    return folder, json.loads(json.dumps(screening_record(screenparcels(request))))


@pytest.fixture
def answered(first_answered, tmp_path):
    """The same, its files moved to where they may be changed."""
    folder, record = first_answered
    for name in ("data.gpkg", "parcels.gpkg", "answers.xlsx"):
        shutil.copy(folder / name, tmp_path / name)
    text = json.dumps(record, ensure_ascii=False).replace(str(folder.resolve()), "/gone")
    return tmp_path, json.loads(text)


def test_the_sheet_of_answers_is_found_in_the_moved_folder_and_a_changed_answer_is_named(answered):
    folder, record = answered
    result = verified(record, moved_to=folder)
    assert result["holds"], result["texts"]
    write_answers(folder / "answers.xlsx", "yes")
    result = verified(record, moved_to=folder)
    assert (result["state"], states(result)) == ("inputs", {"answers": "rows"})
    (parcel,) = result["outcome"]["differ"]
    (finding,) = parcel["findings"]
    # a yes without its paper is for an officer to look at
    assert (finding["rule_id"], finding["outcome"]) == ("ownership_registered", ["conflict", "review"])


@pytest.mark.parametrize(
    ("stated", "kind", "words"),
    [
        ({"path": "/gone/answers.xlsx"}, "gone", "核查答复：「answers.xlsx」读不到了。"),
        ({"path": None}, "memory", "核查答复：图层「三月核查」当时只在内存或数据库中"),
        ({"part": "filter"}, "part", "核查答复：图层「三月核查」当时设有过滤条件"),
    ],
    ids=lambda one: one if isinstance(one, str) and one.isascii() else "",
)
def test_answers_that_cannot_be_read_again_are_an_obstacle_of_their_own(answered, stated, kind, words):
    folder, record = answered
    record["run"]["sources"]["answers"] |= stated
    if kind == "gone":
        (folder / "answers.xlsx").unlink()
    result = verified(record, moved_to=folder)
    (obstacle,) = result["obstacles"]
    assert (result["state"], obstacle["id"], obstacle["role"]) == ("not_repeated", kind, "answers")
    assert words in obstacle["texts"]["zh"]


def test_a_pack_that_is_gone_is_an_obstacle(run):
    folder, record = run
    record["run"]["rule_pack"] = str(folder / "县规则.yaml")
    (obstacle,) = verified(record)["obstacles"]
    assert (obstacle["id"], obstacle["role"], obstacle["layer"]) == ("gone", "rules", str(folder / "县规则.yaml"))


def test_parcels_without_the_field_that_named_them_cannot_be_screened_again(answered):
    folder, record = answered
    write(folder / "parcels.gpkg", "parcels", [YARD], {"PARCEL": ["P1"]})
    result = verified(record, moved_to=folder)
    (obstacle,) = result["obstacles"]
    assert (result["state"], result["outcome"], obstacle["id"]) == ("not_repeated", None, "run")
    assert "ZDDM" in obstacle["texts"]["zh"]


def test_a_layer_that_served_no_role_stands_in_nobodys_way(run):
    """A scratch layer was open in QGIS while the parcels were screened: the run is the same without it."""
    _, record = run
    scratch = {"path": None, "layer": "草图", "package": None, "part": None}
    record["run"]["sources"]["offered"].append(scratch)
    assert verified(record)["holds"]
    record["run"]["sources"]["offered"].append(scratch | {"layer": "DLTB"})
    (obstacle,) = verified(record)["obstacles"]
    assert (obstacle["id"], obstacle["role"], obstacle["layer"]) == ("memory", "land_use", "DLTB")


def test_the_place_may_be_the_moved_file_itself(run):
    folder, record = run
    moved = folder / "盘上" / "data.gpkg"
    moved.parent.mkdir()
    shutil.move(folder / "data.gpkg", moved)
    assert verified(record, moved_to=moved)["holds"]
    # one sheet of a package of many files says nothing of where the others are
    sheet = {"path": "/a/county/DLTB.shp", "package": "/a/county"}
    assert place_now(sheet, folder / "DLTB.shp") == (str(folder / "DLTB.shp"), "/a/county")


def test_a_parcel_that_went_and_one_that_came_are_named_alone(run):
    folder, record = run
    write(folder / "parcels.gpkg", "parcels", [YARD], {"ZDDM": ["P2"]})
    differ = verified(record)["outcome"]["differ"]
    verdict = record["parcels"][0]["verdict"]
    assert [(one["parcel_id"], one["state"], one["verdict"]) for one in differ] == [
        ("P1", "only_then", [verdict, None]), ("P2", "only_now", [None, verdict]),
    ]  # fmt: skip


def test_a_record_that_hides_a_layer_or_its_answers_is_found(answered):
    folder, record = answered
    hidden = copy.deepcopy(record)
    del hidden["inputs"]["ecological_red_line"]
    hidden["inputs"]["heritage"] = record["inputs"]["ecological_red_line"]
    hidden["options"]["answers"] = None
    assert states(verified(hidden, moved_to=folder)) == {
        "ecological_red_line": "only_now", "heritage": "only_then", "answers": "only_now",
    }  # fmt: skip
    record["run"]["sources"]["answers"] = None
    assert states(verified(record, moved_to=folder)) == {"answers": "only_then"}
