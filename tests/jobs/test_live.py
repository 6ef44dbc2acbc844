# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapes that are drawn, cut or edited: the same is said of them as a screening of the layer would say."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from support import AS_OF, MemorySource, all_layers, box, candidates, lines, polygon, survey

from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.avoidance.live import Options, previewed, row_of
from land_entry_plugin.jobs.live import read_index
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.rescreening import rescreened
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

FIELD = box(70, 40, 80, 80)
LAND = survey((box(-500, -500, 1000, 1000).difference(FIELD), "0601"), (FIELD, "0102"))
LAYERS = all_layers(LAND, basic_farmland=lines("YJJBNTBHTB", box(80, 50, 10, 5)))


def request(*shapes, layers=LAYERS, ids=None):
    return ScreeningRequest(parcels=candidates(*shapes, ids=ids), named=layers, as_of=AS_OF)


def index_of(*shapes, margin_m=50.0, **options):
    return read_index(request(*shapes, **options), box(0, 0, 100, 60), margin_m)


def said(findings):
    return {finding.rule.id: (str(finding.outcome), finding.area_m2) for finding in findings}


@pytest.mark.parametrize("shape", [box(0, 0, 100, 60), box(0, 0, 60, 30), polygon((60, 30), (99, 31), (90, 59))])
def test_a_drawn_shape_is_judged_as_the_screening_judges_it(shape):
    result = index_of(box(-200, -200, 20, 20)).look(shape)
    screened = screenparcels(request(shape)).results[0]
    spatial = [one for one in screened.findings if one.is_spatial and not one.is_open_question]
    assert said(result.findings) == said([one for one in spatial if str(one.outcome) != "pass"])
    assert result.plane_m2 == pytest.approx(shape.area, abs=1e-6)
    assert result.verdict == screened.spatial_verdict


def test_an_empty_parcel_layer_can_be_drawn_into():
    empty = ScreeningRequest(parcels=MemorySource("parcels", [], {"ZDDM": []}), named=LAYERS, as_of=AS_OF)
    result = read_index(empty, box(0, 0, 10, 10), 100).look(box(0, 0, 100, 60))
    assert said(result.findings)["basic_farmland"][0] == "conflict"


def test_the_place_of_a_hit_is_the_part_that_is_hit():
    result = index_of(box(-200, -200, 20, 20)).look(box(0, 0, 100, 60))
    places = {hit.finding.rule.id: hit.geometry for hit in result.hits}
    assert places["basic_farmland"].area == pytest.approx(50, abs=1e-3)
    assert places["farmland"].area == pytest.approx(30 * 20, abs=1e-3)
    assert places["farmland"].symmetric_difference(box(70, 40, 30, 20)).area < 1e-3


def test_another_parcel_beneath_counts_but_never_the_shape_itself():
    own, other = box(0, 0, 40, 30), box(30, 0, 40, 30)
    index = index_of(own, other)
    # what both cover counts once
    assert said(index.look(own).findings)["parcel_overlap"][1] == pytest.approx(1200, rel=1e-4)
    assert said(index.look(own, row=0).findings)["parcel_overlap"][1] == pytest.approx(300, rel=1e-4)


def test_a_missing_layer_is_never_a_pass():
    without = {role: layer for role, layer in LAYERS.items() if role != "basic_farmland"}
    result = index_of(box(-200, -200, 20, 20), layers=without).look(box(0, 0, 60, 30))
    assert str(result.verdict) == "undetermined"
    assert said(result.findings)["basic_farmland"][0] == "unknown"


def test_a_shape_that_crosses_itself_is_named_by_its_edges():
    result = index_of(box(-200, -200, 20, 20)).look(polygon((0, 0), (50, 50), (50, 0), (0, 50)))
    assert str(result.fault.kind) == "crossing"
    assert (str(result.verdict), result.findings) == ("undetermined", [])


def test_what_reaches_beyond_what_was_read_is_noticed():
    index = index_of(box(-200, -200, 20, 20), margin_m=50)
    assert index.covers(box(0, 0, 149, 60))
    assert not index.covers(box(0, 0, 151, 60))
    assert not index.covers(box(0, 0, 149, 60), reach_m=2)
    assert not index.covers(shapely.affinity.translate(box(0, 0, 10, 10), 3_000_000))


def test_nowhere_in_the_layers_plane_is_a_sentence():
    with pytest.raises(InputError) as told:
        read_index(request(box(0, 0, 10, 10)), shapely.box(1e9, 1e9, 1e9 + 1, 1e9 + 1), 10)
    assert told.value.text_id in ("nowhere_to_draw", "not_projectable")


def test_a_preview_says_of_what_stays_what_a_screening_says():
    shape = box(0, 0, 100, 60)
    index = index_of(shape)
    told = Options(cutting=Cutting(min_width_m=0, min_area_m2=0, keep=Keep.ALL))
    found = previewed(index, shape, row_of(index, "P1"), told)
    assert found.kept.area == pytest.approx(6000 - 600, abs=0.01)
    assert sum(one.area for one in found.removed) == pytest.approx(600, abs=0.01)
    again = screenparcels(request(found.kept)).results[0]
    assert found.after.verdict == again.spatial_verdict
    assert found.feature == 1
    # the user wants one rule only: what others hold stays
    one = previewed(index, shape, 0, replace(told, rules=("basic_farmland",)))
    assert one.chosen == ("basic_farmland",)
    assert one.kept.area == pytest.approx(6000 - 50, abs=0.01)
    assert said(one.after.findings)["farmland"][0] == "conflict"
    none = previewed(index, shape, 0, replace(told, rules=()))
    assert none.avoidance is None
    assert none.kept.equals(shape)


def test_of_two_parcels_with_one_id_none_is_cut():
    index = index_of(box(0, 0, 40, 30), box(0, 40, 40, 10), ids=["P1", "P1"])
    for parcel_id in ("P1", "P9"):
        with pytest.raises(InputError, match=parcel_id):
            row_of(index, parcel_id)


PARCELS = {"P1": box(0, 0, 40, 30), "P2": box(50, 0, 40, 30), "P3": box(300, 300, 40, 30)}


def record_of(shapes):
    return screening_record(screenparcels(request(*shapes.values(), ids=list(shapes))))["parcels"]


def again(shapes, known, touched=()):
    return rescreened(request(*shapes.values(), ids=list(shapes)), known, touched)


def test_nothing_is_screened_again_where_nothing_changed():
    assert again(PARCELS, record_of(PARCELS)).replaced == frozenset()


def test_a_moved_parcel_and_the_one_beneath_are_as_a_screening_of_all_has_them():
    moved = PARCELS | {"P1": box(20, 0, 40, 30)}
    found = again(moved, record_of(PARCELS))
    assert found.replaced == {"P1", "P2"}
    whole = {one["parcel_id"]: one for one in record_of(moved)}
    for one in found.parcels:
        for name in ("row", "verdict", "findings", "measures", "account", "geometry"):
            assert one[name] == whole[one["parcel_id"]][name]
    # and off it again
    back = again(PARCELS, [*found.parcels, *[one for one in record_of(PARCELS) if one["parcel_id"] == "P3"]])
    assert back.replaced == {"P1", "P2"}
    assert [one["findings"] for one in back.parcels] == [one["findings"] for one in record_of(PARCELS)[:2]]


def test_deleted_and_added_parcels_are_followed():
    known = record_of(PARCELS)
    assert again({k: v for k, v in PARCELS.items() if k != "P3"}, known).replaced == {"P3"}
    added = PARCELS | {"P4": box(305, 305, 10, 10)}
    assert again(added, known).replaced == frozenset(), "one that was not to be screened stays out"
    assert again(added, known, touched=[4]).replaced == {"P3", "P4"}


def test_the_place_of_a_gap_is_what_no_patch_covers():
    gap = box(20, 10, 10, 10)
    land = survey((box(-500, -500, 1000, 1000).difference(gap), "0601"))
    result = index_of(box(-200, -200, 20, 20), layers=all_layers(land)).look(box(0, 0, 100, 60))
    (hit,) = [hit for hit in result.hits if hit.finding.rule.kind == "coverage"]
    assert hit.geometry.symmetric_difference(gap).area < 1e-3
    assert str(result.verdict) == "undetermined"


def test_a_shape_that_crosses_itself_is_not_read_for_again_and_never_cut():
    index = index_of(box(-200, -200, 20, 20))
    crossing = polygon((0, 0), (500, 500), (500, 0), (0, 500))
    # nothing lies around it that could be looked up, however far it reaches
    assert index.covers(crossing)
    with pytest.raises(InputError) as told:
        index.surroundings(crossing, 0, 0.0)
    assert (told.value.text_id, told.value.values["parcel"]) == ("shape_not_sound", "P1")


def test_what_lies_around_a_shape_is_found_as_far_as_it_may_move():
    index = index_of(box(-200, -200, 20, 20))
    shape = box(0, 0, 60, 30)
    near, far = (index.surroundings(shape, None, reach_m) for reach_m in (0.0, 40.0))
    codes = [{one.code for one in found.case.layers["land_use"].pieces} for found in (near, far)]
    assert codes == [{"0601"}, {"0601", "0102"}]
    assert far.shape.equals(near.shape)


def test_a_parcel_that_had_no_shape_is_screened_once_it_has_one():
    known = record_of(PARCELS | {"P2": None})
    assert next(one for one in known if one["parcel_id"] == "P2")["geometry"] is None
    found = again(PARCELS, known)
    assert found.replaced == {"P2"}
    assert [one["findings"] for one in found.parcels] == [record_of(PARCELS)[1]["findings"]]


COUNTY = """\
id: county
version: "1.0"
status: in_force
title: {zh: 某县, en: A county}
extends: national
jurisdiction: {level: county, name: {zh: 某县, en: A county}, codes: ["371126"]}
valid_from: 2025-01-01
valid_until: 2026-12-31
documents:
  measures: {title: 某县办法, paragraphs: {第一条: null}}
rules:
  - id: in_all
    kind: aggregate
    title: {zh: 总量, en: In all}
    explanation: {zh: 本批宗地总面积不超过四千平方米。, en: All parcels together 4000 m2 or less.}
    blocking: true
    parameters: {sum: area_plane_m2, at_most: "4000"}
    basis: [{document: measures, article: 第一条, gist: {zh: 总量, en: in all}}]
"""


def test_a_rule_on_all_parcels_together_counts_those_that_were_not_touched_too(tmp_path):
    (tmp_path / "county.yaml").write_text(COUNTY, encoding="utf-8")

    def by_pack(shapes):
        return replace(request(*shapes.values(), ids=list(shapes)), rule_pack=str(tmp_path / "county.yaml"))

    def total(parcels):
        found = {one["parcel_id"]: one["findings"] for one in parcels}
        return {id_: next(one["outcome"] for one in own if one["rule_id"] == "in_all") for id_, own in found.items()}

    before = screening_record(screenparcels(by_pack(PARCELS)))["parcels"]
    assert set(total(before).values()) == {"pass"}
    # 3600 m2 become 4400
    larger = PARCELS | {"P3": box(300, 300, 100, 20)}
    found = rescreened(by_pack(larger), before, ())
    # what was right of the others before is so no longer
    assert total(found.parcels) == dict.fromkeys(PARCELS, "conflict")
    assert found.replaced == set(PARCELS)
