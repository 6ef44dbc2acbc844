# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels cut clear of conflicts: which rules, what stays, what the second screening says, the layers written."""

from __future__ import annotations

import hashlib

import pyogrio
import pytest
import shapely
from support import AS_OF, GivenAnswers, MemorySource, all_layers, box, candidates, lines, of_township, polygon, survey

from land_entry_plugin.engine.avoidance import Cutting, Keep, Why
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.avoidance.outputs import AvoidanceOutputs, kept_table, removed_table, write_avoidance
from land_entry_plugin.jobs.avoidance.preview import preview
from land_entry_plugin.jobs.avoidance.rows import told
from land_entry_plugin.jobs.avoidconflicts import (
    AvoidanceRequest,
    State,
    avoidconflicts,
    keep_of,
    look_around,
)
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

PLAIN = Cutting(min_width_m=0, min_area_m2=0, keep=Keep.ALL, merge_m=0)
WORKSHOP = (box(-500, -500, 1000, 1000), "0601")


def around(*patches):
    """Return a survey of patches in a workshop that is cut out around them."""
    rest = WORKSHOP[0].difference(shapely.union_all([patch[0] for patch in patches]))
    return survey((rest, "0601"), *patches)


def request(parcels, layers, **others):
    ids = [str(one) for one in parcels.columns["ZDDM"]]
    return ScreeningRequest(parcels=parcels, named=layers, as_of=AS_OF, answers=GivenAnswers(ids), **others)


def run(parcels, layers, told=PLAIN, rules=(), **others):
    return avoidconflicts(AvoidanceRequest(request(parcels, layers, **others), rules, told))


def only(found):
    (parcel,) = found.parcels
    return parcel


def test_a_field_on_the_corner_is_cut_off_and_the_parcel_may_enter():
    found = run(candidates(box(0, 0, 100, 60)), all_layers(around((box(70, 40, 80, 80), "0102"))))
    parcel = only(found)
    assert (str(parcel.before.verdict), str(parcel.after.verdict)) == ("prohibited", "eligible")
    assert parcel.state is State.CUT
    assert parcel.avoidance.cut_for == ("farmland",)
    assert parcel.geometry.area == pytest.approx(6000 - 600, abs=1e-3)
    row = kept_table(found).rows[0]
    assert row["before_plane_m2"] == 6000
    assert row["cut_plane_m2"] == pytest.approx(600, abs=1e-3)
    assert row["after_mu"] == pytest.approx(5400 * 3 / 2000, abs=1e-4)
    for unit in ("plane_m2", "mu", "ellipsoid_m2"):
        assert row[f"cut_{unit}"] == pytest.approx(row[f"before_{unit}"] - row[f"after_{unit}"], abs=1e-9)
    assert row["cut_percent"] == pytest.approx(10, abs=1e-3)
    assert row["cut_percent"] + row["after_percent"] == pytest.approx(100, abs=1e-9)


def test_without_a_conflict_the_parcel_stays_as_it_is_stored():
    shape = box(0, 0, 100, 60)
    parcel = only(run(candidates(shape), all_layers(survey(WORKSHOP))))
    assert parcel.state is State.UNCHANGED
    assert shapely.to_wkb(parcel.geometry) == shapely.to_wkb(shape)


def test_a_parcel_that_is_all_field_is_not_written_and_is_said():
    parcels = candidates(box(0, 0, 50, 50), box(100, 0, 50, 50))
    found = run(parcels, all_layers(around((box(-10, -10, 70, 70), "0101"))), Cutting())
    assert [parcel.state for parcel in found.parcels] == [State.GONE, State.UNCHANGED]
    assert [row["parcel_id"] for row in kept_table(found).rows] == ["P2"]
    (gone,) = removed_table(found).rows
    assert (gone["parcel_id"], gone["nothing_left"], gone["area_plane_m2"]) == ("P1", True, 2500)
    assert "P1" in told(found)[0]["zh"]


def test_what_is_left_too_small_is_not_offered():
    layers = all_layers(around((box(4, -10, 100, 100), "0101")))
    found = run(candidates(box(0, 0, 50, 45)), layers, Cutting())
    assert only(found).state is State.GONE
    assert only(found).avoidance.removed[-1].why is Why.SMALL
    assert only(found).avoidance.removed[-1].area.plane_m2 == pytest.approx(180, abs=1e-2)


def test_all_conflicts_gone_but_a_layer_missing_stays_undetermined():
    layers = all_layers(around((box(70, 40, 80, 80), "0102")), ecological_red_line=None)
    parcel = only(run(candidates(box(0, 0, 100, 60)), layers))
    assert (str(parcel.before.verdict), str(parcel.after.verdict)) == ("prohibited", "undetermined")


def test_a_conflict_that_no_cut_helps_is_said():
    shape = box(0, 0, 100, 60)
    layers = all_layers(around((box(70, 40, 80, 80), "0102")))
    bad = GivenAnswers(["P1"], title_clear="no")
    asked = ScreeningRequest(parcels=candidates(shape), named=layers, as_of=AS_OF, answers=bad)
    found = avoidconflicts(AvoidanceRequest(asked, (), PLAIN))
    assert str(only(found).after.verdict) == "prohibited"
    assert "P1" in told(found)[0]["en"]


def test_only_the_rules_that_were_chosen():
    layers = all_layers(
        around((box(70, 40, 80, 80), "0102")), ecological_red_line=lines("STBHHX", box(-10, -10, 30, 100))
    )
    found = run(candidates(box(0, 0, 100, 60)), layers, rules=("farmland",))
    parcel = only(found)
    assert parcel.avoidance.cut_for == ("farmland",)
    assert str(parcel.after.verdict) == "prohibited"
    assert {row["rule_id"] for row in removed_table(found).rows} == {"farmland"}


@pytest.mark.parametrize("rules", [("no_such_rule",), ("urban_boundary",), ("title_clear",)])
def test_a_rule_that_cutting_cannot_help_is_refused(rules):
    with pytest.raises(InputError) as error:
        run(candidates(box(0, 0, 100, 60)), all_layers(survey(WORKSHOP)), rules=rules)
    assert "farmland" in error.value.user_message("zh")


def test_any_basic_farmland_goes_but_a_sliver_of_a_field_stays():
    layers = all_layers(
        around((box(99.95, 0, 50, 60), "0102")), basic_farmland=lines("YJJBNTBHTB", box(-10, -10, 10.02, 100))
    )
    parcel = only(run(candidates(box(0, 0, 100, 60)), layers))
    outcomes = {one.rule.id: str(one.outcome) for one in parcel.after.findings}
    assert (outcomes["basic_farmland"], outcomes["farmland"]) == ("pass", "review")
    assert parcel.avoidance.cut_for == ("basic_farmland",)
    assert parcel.geometry.bounds[2] == box(0, 0, 100, 60).bounds[2]


def test_a_sliver_that_the_smaller_parcel_cannot_bear_goes_too():
    # 9 m2 of orchard-free field are 0.9 % of the whole parcel and 1.8 % of its half
    layers = all_layers(
        around((box(50, -50, 100, 200), "0101"), (box(0, 0, 9, 1), "0103")),
    )
    parcel = only(run(candidates(box(0, 0, 100, 10)), layers))
    assert str(parcel.after.verdict) == "eligible"
    layers = all_layers(around((box(0, 0, 9, 1), "0103")), ecological_red_line=lines("STBHHX", box(50, -50, 100, 200)))
    parcel = only(run(candidates(box(0, 0, 100, 10)), layers))
    assert parcel.avoidance.cut_for == ("ecological_red_line", "farmland")
    assert str(parcel.after.verdict) == "eligible"


def test_what_an_approval_covers_stays():
    field = box(60, 0, 100, 100)
    approvals = MemorySource("PZWJSTD", [box(80, -10, 100, 100)], {"PZWH": ["No. 7"]})
    parcel = only(run(candidates(box(0, 0, 100, 60)), all_layers(around((field, "0102")), approvals=approvals)))
    assert parcel.geometry.area == pytest.approx(6000 - 20 * 60, abs=1e-2)
    assert {one.rule.id: str(one.outcome) for one in parcel.after.findings}["farmland"] == "review"


def test_each_place_is_removed_once_and_names_the_other_rules():
    field = box(70, 40, 80, 80)
    layers = all_layers(around((field, "0102")), basic_farmland=lines("YJJBNTBHTB", box(80, 40, 80, 80)))
    found = run(candidates(box(0, 0, 100, 60)), layers, Cutting(setback_m=2, min_width_m=0, min_area_m2=0, merge_m=0))
    table = removed_table(found)
    assert [(row["rule_id"], row["reason"], row["other_rules"], row["role"]) for row in table.rows] == [
        ("basic_farmland", "conflict", "farmland", "basic_farmland"),
        ("farmland", "conflict", None, "land_use"),
        ("basic_farmland", "setback", None, "basic_farmland"),
        ("farmland", "setback", None, "land_use"),
    ]
    assert table.rows[0]["source_id"] == "YJJBNTBHTB0"
    assert sum(row["area_plane_m2"] for row in table.rows) == pytest.approx(32 * 22, abs=0.01)
    assert sum(shape.area for shape in table.geometry) == pytest.approx(
        shapely.union_all(table.geometry).area, abs=1e-3
    )


def test_a_set_back_sees_fields_beside_the_parcel():
    layers = all_layers(around((box(101, -50, 50, 200), "0102"), (box(90, 50, 5, 5), "0103")))
    told_2m = Cutting(setback_m=2, min_width_m=0, min_area_m2=0, merge_m=0)
    parcel = only(run(candidates(box(0, 0, 100, 60)), layers, told_2m))
    assert parcel.geometry.distance(box(101, -50, 50, 200)) == pytest.approx(2, abs=1e-4)


def test_parcels_that_share_a_border_do_not_come_to_overlap():
    parcels = candidates(box(0, 0, 50, 60), box(50, 0, 50, 60))
    found = run(parcels, all_layers(around((box(30, 35.5, 50, 60), "0102"))), Cutting())
    one, other = (parcel.geometry for parcel in found.parcels)
    assert one.intersection(other).area == 0
    assert one.touches(other)


def test_overlapping_parcels_give_way_where_that_is_asked_for():
    parcels = candidates(box(0, 0, 50, 60), box(45, 0, 50, 60))
    found = run(parcels, all_layers(survey(WORKSHOP)), rules=("parcel_overlap",))
    assert [round(parcel.geometry.area) for parcel in found.parcels] == [2700, 2700]
    assert {row["role"] for row in removed_table(found).rows} == {"parcels"}
    assert all(str(parcel.after.verdict) == "eligible" for parcel in found.parcels)


def test_broken_parcels_stay_and_are_said():
    bow_tie = polygon((0, 0), (40, 90), (40, 0), (0, 90))
    found = run(candidates(bow_tie, None), all_layers(survey(WORKSHOP)))
    assert [parcel.state for parcel in found.parcels] == [State.NOT_JUDGED] * 2
    assert len(kept_table(found).rows) == 2
    assert "P1" in told(found)[-1]["zh"]


def test_parcels_without_an_id_keep_their_row_numbers():
    parcels = MemorySource("parcels", [box(0, 0, 50, 50), box(100, 0, 50, 50)], {"QLR": ["甲", "乙"]})
    asked = ScreeningRequest(parcels=parcels, named=all_layers(around((box(-10, -10, 70, 70), "0101"))), as_of=AS_OF)
    found = avoidconflicts(AvoidanceRequest(asked, (), Cutting()))
    (row,) = kept_table(found).rows
    assert (row["parcel_id"], row["QLR"]) == ("2", "乙")


def test_a_preview_needs_no_second_reading_and_says_what_the_run_says():
    layers = all_layers(around((box(70, 40, 80, 80), "0102")))
    asked = request(candidates(box(0, 0, 100, 60)), layers)
    screening = screenparcels(asked)
    (place,) = look_around(screening, 20.0).values()
    for setback_m in (0.0, 2.0, 5.0):
        told_m = Cutting(setback_m=setback_m, min_width_m=0, min_area_m2=0, merge_m=0)
        quick = preview(place, ("farmland",), told_m)
        slow = only(avoidconflicts(AvoidanceRequest(asked, ("farmland",), told_m)))
        assert quick.kept.symmetric_difference(slow.avoidance.kept).area < 1e-6
        assert quick.cut_off.plane_m2 == pytest.approx((30 + setback_m) * (20 + setback_m), abs=1e-2)
    with pytest.raises(ValueError, match="read to"):
        preview(place, ("farmland",), Cutting(setback_m=50))


@pytest.mark.parametrize("options", [{"setback_m": -1.0}, {"min_width_m": float("nan")}, {"min_area_m2": -5.0}])
def test_bad_options_are_refused(options):
    with pytest.raises(InputError):
        run(candidates(box(0, 0, 100, 60)), all_layers(survey(WORKSHOP)), Cutting(**options))
    with pytest.raises(InputError):
        keep_of("both")


def test_the_sample_township_rescreened_from_the_file(root, tmp_path):
    township = root / "sample_data" / "township.gpkg"
    before = hashlib.sha256(township.read_bytes()).hexdigest()
    asked = of_township(township)
    found = avoidconflicts(AvoidanceRequest(asked, (), Cutting()))
    path = tmp_path / "avoided.gpkg"
    write_avoidance(found, AvoidanceOutputs(path, path))
    assert hashlib.sha256(township.read_bytes()).hexdigest() == before
    assert {name for name, _ in pyogrio.list_layers(path)} == {"avoided", "removed", "layer_styles"}
    again = screenparcels(
        ScreeningRequest(
            parcels=open_layer(f"{path}|layername=avoided"),
            offered=tuple(open_package(str(township))),
            as_of=AS_OF,
        )
    )
    written = {row["parcel_id"]: row for row in kept_table(found).rows}
    assert sum(row["state"] == "cut" for row in written.values()) >= 5
    for result in again.results:
        row = written[result.parcel_id]
        assert (row["verdict"], row["spatial_verdict"]) == (str(result.verdict), str(result.spatial_verdict))
        assert row["verdict"] != "prohibited"
