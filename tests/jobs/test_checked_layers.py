# SPDX-License-Identifier: GPL-2.0-or-later
"""The doctor on layers as offices hand them over: without parcels, without years, twice, gone in the meantime."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from checked import COUNT, SIDE, at, bsm, check, columns_of, faults, grid, only, township
from support import MemorySource, box, candidates, lines, polygon, urban

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
        "JC",
        [box(10, 10, 20, 20), box(20, 10, 20, 20)],
        {"ZDDM": ["371126004001JC00001", None], "BDCDYH": [None, "F1"]},
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


def test_a_survey_half_in_one_class_system_and_half_in_another_is_left_open():
    columns = columns_of(grid())
    half = COUNT * COUNT // 2
    for name, survey, guide in (("DLBM", "0601", "1001"), ("DLMC", "工业用地", "工业用地")):
        columns[name] = [survey] * half + [guide] * half
    record = check(township(**columns))
    assert only(record, "class_system_open")["severity"] == "error"
    (row,) = [row for row in record["layers"] if row["layer"] == "DLTB"]
    assert row["class_system"] is None
    # which codes are wrong cannot be told either
    assert not {"code_unknown", "name_differs"} & {kind for kind, _ in faults(record)}


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
    """Return a request with the surveys of two years, each a layer DLTB of its own package."""
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


def test_an_earlier_survey_without_a_year_or_crs_is_not_taken_and_why_is_said():
    columns = columns_of(grid())
    del columns["SJNF"]
    # the state of land on which a plan was drawn up
    undated = MemorySource("JQDLTB", grid(), columns)
    nowhere = MemorySource("DLTB_2012", grid(), columns, crs=None, package="/2012")
    record = check(with_layers(undated, nowhere))
    assert only(record, "survey_undated")["values"]["layers"] == ["JQDLTB"]
    assert (only(record, "role_unusable")["layer"], only(record, "role_unusable")["role"]) == (
        "DLTB_2012", "land_use_history",
    )  # fmt: skip
    assert "坐标系" in reason(record, "role_unusable")


def test_a_file_that_goes_before_it_is_read_is_a_fault_and_not_the_end(tmp_path):
    for name in ("STBHHX", "YJJBNTBHTB"):
        pyogrio.raw.write(
            tmp_path / f"{name}.gpkg", geometry=shapely.to_wkb(np.array([box(0, 0, 40, 40)])),
            field_data=[np.array(["1"], dtype=object)], fields=["BSM"], layer=name, driver="GPKG",
            geometry_type="Polygon", crs="EPSG:4527",
        )  # fmt: skip
    request = replace(township(), offered=contents_of(str(tmp_path)).sources)
    (tmp_path / "YJJBNTBHTB.gpkg").unlink()
    check_check_outputs(request, [tmp_path / "places.geojson"], None)
    with pytest.raises(InputError, match=r"STBHHX\.gpkg"):
        check_check_outputs(request, [tmp_path / "STBHHX.gpkg"], None)
    record = check(request)
    assert only(record, "layer_not_read")["layer"] == "YJJBNTBHTB"
    lacking = {one["role"] for one in record["faults"] if one["kind"] == "role_missing_required"}
    assert lacking == {"land_use", "basic_farmland", "urban_boundary"}
    assert "STBHHX" in {row["layer"] for row in record["layers"]}


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


def test_the_workbook_of_layers_alone_has_no_sheet_of_parcels_nor_of_changes(tmp_path):
    request = township()
    done = checkdata(CheckRequest(offered=request.offered, as_of=request.as_of))
    write_check(done, CheckOutputs(table=tmp_path / "check.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "check.xlsx").sheetnames == ["体检结论", "图层", "问题汇总", "问题"]


def test_layers_that_all_lie_nowhere_have_no_plane_and_each_is_told_so():
    swapped = [shapely.transform(shape, lambda points: points[:, ::-1]) for shape in grid()]
    a, b, c, d, _ = swapped[0].exterior.coords
    swapped[0] = shapely.Polygon([a, c, b, d])
    without_crs = lines("STBHHX", box(0, 0, 40, 40), crs=None)
    layers = (without_crs, MemorySource("DLTB", swapped, columns_of(grid())))
    record = check(CheckRequest(offered=layers, as_of=township().as_of))
    assert record["plane"] is None
    assert only(record, "elsewhere")["layer"] == "DLTB"
    assert (only(record, "bow_tie")["place"], only(record, "bow_tie")["area_m2"]) == (None, None)
    assert record["fit"]["value"] == "no"


def test_an_administrative_area_without_a_shape_bounds_nothing():
    request = township()
    nothing = MemorySource("XZQ", [None], {"XZQDM": ["371126004"], "XZQMC": ["柳河镇"]})
    record = check(replace(request, offered=(*request.offered[:4], nothing)))
    assert faults(record) == [("null", "371126004")]
    (row,) = [row for row in record["layers"] if row["layer"] == "DLTB"]
    assert (row["covers_admin"], row["inside_admin"]) == (None, None)


def test_a_survey_with_no_figures_but_the_area_is_held_against_its_shapes():
    columns = {name: own for name, own in columns_of(grid()).items() if name not in ("KCXS", "KCMJ", "TBDLMJ")}
    columns["TBMJ"][3] = 9.0
    record = check(replace(township(), offered=(MemorySource("DLTB", grid(), columns), *township().offered[1:])))
    assert [one for one in faults(record) if one[0] != "field_missing"] == [("area_differs", bsm(3))]
    columns["KCMJ"] = [0.0] * COUNT * COUNT
    record = check(replace(township(), offered=(MemorySource("DLTB", grid(), columns), *township().offered[1:])))
    assert [one for one in faults(record) if one[0] != "field_missing"] == [("area_differs", bsm(3))]


def test_a_plan_with_an_unknown_class_an_empty_layer_and_points_of_boundaries():
    plan = MemorySource(
        "GHDLTB", [box(0, 0, REACH, REACH)], {"BSM": ["G1"], "GHDLBM": ["9999"], "GHDLMC": ["产业用地"]}
    )
    heritage = MemorySource("LSWHBHX", [], {"BSM": []})
    points = MemorySource("JZD", [shapely.Point(0, 0)], {"ZDDM": ["1"], "JBLX": ["1"]})
    points.description = replace(points.description, holds_polygons=False)
    record = check(with_layers(plan, heritage, points))
    # boundary points serve the survey sheets: they are no layer that somebody forgot to convert
    assert {one["kind"] for one in record["faults"] if one["layer"] in ("GHDLTB", "LSWHBHX", "JZD")} == {
        "code_unknown", "empty_layer",
    }  # fmt: skip
    assert only(record, "code_unknown")["severity"] == "warning"


def test_a_ring_that_crosses_itself_once_it_is_closed_is_left_to_the_surveyor():
    source = candidates(box(60, 60, 40, 30), ids=["371126004001JB00001"])
    ring = shapely.get_coordinates(polygon((60, 60), (100, 90), (100, 60), (60, 90)))[:-1]
    source.all.wkb[0] = struct.pack("<BIII", 1, 3, 1, len(ring)) + ring.tobytes()
    done = checkdata(replace(township(), parcels=source, fixed=True))
    (fault,) = [one for one in done.faults if one.kind == "unclosed"]
    assert fault.fix == "by_hand"
    assert not any(mended.changes for mended in done.mended)
