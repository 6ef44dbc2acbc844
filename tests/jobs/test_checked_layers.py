# SPDX-License-Identifier: GPL-2.0-or-later
"""The doctor on layers as offices hand them over: without parcels to screen, without years, twice, half of them torn."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import numpy as np
import pyogrio
import pytest
import shapely
from checked import COUNT, SIDE, at, bsm, check, columns_of, faults, grid, only, township
from support import MemorySource, box, candidates, lines, urban

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.contents import contents_of
from land_entry_plugin.jobs.checkdata import checkdata
from land_entry_plugin.jobs.doctor.fitness import fixed_sentence
from land_entry_plugin.jobs.doctor.outputs import CheckOutputs, check_check_outputs, write_check
from land_entry_plugin.jobs.doctor.request import CheckRequest

REACH = COUNT * SIDE


def with_layers(*more, **changes):
    """Return the sound township and further layers."""
    request = township(**changes)
    return replace(request, offered=(*request.offered, *more))


def reason(record, kind):
    """Return why, as the sentence of the one fault of a kind has it."""
    return only(record, kind)["texts"]["text"]["zh"]


@pytest.mark.parametrize(
    ("parcels", "kind", "words"),
    [
        (candidates(box(60, 60, 40, 30), crs=None), "parcels_not_read", "坐标系"),
        (MemorySource("界址点", [shapely.Point(0, 0)], {"ZDDM": ["1"]}), "parcels_not_read", "面"),
        (candidates(), "no_parcels", "parcels"),
    ],
    ids=["no CRS", "points", "no rows"],
)
def test_parcels_that_cannot_be_screened_are_an_error_that_blocks(parcels, kind, words):
    if kind == "parcels_not_read":
        parcels.description = replace(parcels.description, holds_polygons=parcels.description.name == "parcels")
    record = check(replace(township(), parcels=parcels))
    assert words in reason(record, kind)
    assert (record["fit"]["value"], record["parcels"]) == ("no", [])
    # the layers are looked at all the same
    assert {row["layer"] for row in record["layers"]} >= {"DLTB", "STBHHX"}


def test_parcels_without_a_field_of_ids_are_called_by_their_place_in_the_layer():
    parcels = MemorySource("parcels", [box(60, 60, 40, 30), box(60, 160, 40, 30)], {"NOTE": ["a", "b"]})
    columns = columns_of(grid())
    columns["DLBM"][at(1, 3)] = "9999"
    record = check(replace(township(**columns), parcels=parcels))
    assert [row["parcel_id"] for row in record["parcels"]] == ["1", "2"]
    assert only(record, "code_unknown")["parcels"] == ["2"]


def test_parcels_that_all_lie_elsewhere_are_told_so_as_a_layer_too():
    parcels = candidates(box(9000, 60, 40, 30), ids=["371126004001JB00001"])
    record = check(replace(township(), parcels=parcels))
    assert only(record, "elsewhere")["layer"] == "parcels"
    assert only(record, "parcel_outside")["feature"] == "371126004001JB00001"
    assert record["fit"]["value"] == "no"


def test_registered_land_with_malformed_codes_and_rights_on_each_other():
    owners = MemorySource(
        "JA",
        [box(0, 0, REACH / 2, REACH), box(REACH / 2, 0, REACH / 2, REACH)],
        {"ZDDM": ["371126004001JA00001", "371126004001JA0000"], "QLR": ["一组", "二组"]},
    )
    rights = MemorySource(
        "JC", [box(10, 10, 20, 20), box(20, 10, 20, 20)], {"ZDDM": ["371126004001JC00001", None], "BDCDYH": [None, "F1"]}
    )
    record = check(with_layers(owners, rights))
    found = {(one["layer"], one["feature"]): one for one in record["faults"] if one["kind"] == "parcel_code_malformed"}
    assert set(found) == {("JA", "371126004001JA0000"), ("JC", "#2")}
    assert "「F1」" in found["JC", "#2"]["texts"]["text"]["zh"]
    overlap = only(record, "overlap_line")
    assert (overlap["severity"], overlap["others"]) == ("note", ["#2"])
    assert overlap["area_m2"] == pytest.approx(200, abs=0.01)


def test_a_zone_that_no_table_has_is_named_by_code_and_name():
    request = township()
    zones = urban((box(100, 100, 60, 60), "999", "工业片区"), (box(160, 100, 60, 60), None, None))
    record = check(replace(request, offered=(*request.offered[:3], zones, request.offered[4])))
    texts = [one["texts"]["text"]["zh"] for one in record["faults"] if one["kind"] == "zone_unknown"]
    assert len(texts) == 2
    assert "999" in texts[0]
    assert "工业片区" in texts[0]
    assert "—" in texts[1]


def test_codes_that_fit_several_class_systems_leave_the_survey_open():
    codes, names = ["0101"] * COUNT * COUNT, [None] * COUNT * COUNT
    record = check(township(DLBM=codes, DLMC=names, SJNF=[None] * COUNT * COUNT))
    assert ("class_system_open", None) in faults(record, least="error")
    (row,) = [row for row in record["layers"] if row["layer"] == "DLTB"]
    assert row["class_system"] is None


def test_a_survey_without_a_year_is_said_to_have_none():
    columns = columns_of(grid())
    del columns["SJNF"]
    record = check(replace(township(), offered=(MemorySource("DLTB", grid(), columns), *township().offered[1:])))
    assert only(record, "survey_undated")["values"]["layers"] == ["DLTB"]
    assert only(record, "field_missing")["values"]["field"] == "SJNF"


def test_a_patch_thinner_than_any_use_of_land_is_a_note():
    shapes = grid()
    west, south, _, north = shapes[at(2, 4)].bounds
    strip = shapes[at(2, 4)].intersection(shapely.box(west, south, west + 10.1, north))
    thin = strip.difference(shapely.box(west, south, west + 10.0, north))
    shapes = [*shapes[: at(2, 4)], shapes[at(2, 4)].difference(thin), *shapes[at(2, 4) + 1 :], thin]
    record = check(township(shapes))
    found = only(record, "thin_patch")
    assert (found["feature"], found["severity"]) == (bsm(len(shapes) - 1), "note")
    assert found["values"]["width_m"] == pytest.approx(0.1, abs=0.01)


def two_surveys(**options):
    """Return a request with the surveys of two years, each a layer DLTB of its own package, and the newer one's rows."""
    older = columns_of(grid()) | {"SJNF": [2019] * COUNT * COUNT}
    older["DLBM"][0] = f"{older['DLBM'][0]} "
    return replace(with_layers(MemorySource("DLTB", grid(), older, package="/2019")), **options)


def test_of_two_surveys_the_older_one_is_history_and_both_are_copied(tmp_path):
    done = checkdata(two_surveys(fixed=True))
    roles = {(report.columns["role"], *report.columns["years"]) for report in done.layers}
    assert {("land_use", 2025), ("land_use_history", 2019)} <= roles
    write_check(done, CheckOutputs(fixed=tmp_path / "fixed.gpkg"))
    counts = {str(name): pyogrio.read_info(tmp_path / "fixed.gpkg", layer=name)["features"]
              for name in pyogrio.list_layers(tmp_path / "fixed.gpkg")[:, 0]}  # fmt: skip
    assert counts["DLTB"] == counts["DLTB_2"] == COUNT * COUNT
    assert "1" in fixed_sentence(done, "fixed.gpkg")["zh"]
    assert "fixed.gpkg" in fixed_sentence(done, "fixed.gpkg")["zh"]
    assert fixed_sentence(checkdata(township()), "fixed.gpkg") != fixed_sentence(done, "fixed.gpkg")


def test_of_two_surveys_one_without_a_year_leaves_the_role_open():
    columns = columns_of(grid())
    del columns["SJNF"]
    record = check(with_layers(MemorySource("DLTB", grid(), columns, package="/undated")))
    told = [one for one in record["faults"] if one["kind"] == "survey_undated" and one["layer"] is None]
    assert [one["values"]["layers"] for one in told] == [["DLTB"]]


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """Return a GeoPackage with a sound layer and one whose table somebody dropped."""
    path = tmp_path_factory.mktemp("torn") / "data.gpkg"
    for name in ("STBHHX", "YJJBNTBHTB"):
        pyogrio.raw.write(
            path, geometry=shapely.to_wkb(np.array([box(0, 0, 40, 40)])), field_data=[np.array(["1"], dtype=object)],
            fields=["BSM"], layer=name, driver="GPKG", geometry_type="Polygon", crs="EPSG:4527",
        )  # fmt: skip
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE YJJBNTBHTB")
    return path


def test_a_layer_that_cannot_be_opened_is_a_fault_and_not_the_end(torn, tmp_path):
    request = replace(township(), offered=contents_of(str(torn)).sources)
    check_check_outputs(request, [tmp_path / "places.geojson"], None)
    with pytest.raises(InputError, match="data.gpkg"):
        check_check_outputs(request, [torn], None)
    record = check(request)
    assert only(record, "layer_not_read")["layer"] == "YJJBNTBHTB"
    assert {row["layer"] for row in record["layers"]} >= {"STBHHX"}


def test_only_what_was_wanted_of_a_check_is_written(tmp_path):
    done = checkdata(with_layers(lines("CFDJ")))
    write_check(done, CheckOutputs(output=tmp_path / "体检.geojson"))
    assert [path.name for path in tmp_path.iterdir()] == ["体检.geojson"]
    assert pyogrio.read_info(tmp_path / "体检.geojson")["features"] == len(done.faults)


def test_a_check_of_layers_alone_says_that_no_parcels_were_given():
    request = township()
    record = check(CheckRequest(offered=request.offered, as_of=request.as_of))
    assert "宗地" in record["fit"]["texts"]["zh"].rpartition("。")[0].rpartition("。")[2]
    assert faults(record) == []
    assert record["parcels"] == []
