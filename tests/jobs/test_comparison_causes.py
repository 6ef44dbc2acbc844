# SPDX-License-Identifier: GPL-2.0-or-later
"""A comparison says why, by what the two records prove: options, layers given, limits, versions, or that it is open."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache

import openpyxl
import pyproj
import pytest
import shapely
import yaml
from support import AS_OF, CRS, MemorySource, all_layers, box, candidates, lines, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.comparescreenings import ComparisonRequest, comparescreenings
from land_entry_plugin.jobs.comparison.causes import causes_of_finding
from land_entry_plugin.jobs.comparison.outputs import check_comparison_outputs, write_comparison
from land_entry_plugin.jobs.comparison.shape_changes import shape_change
from land_entry_plugin.jobs.comparison.summary import summary
from land_entry_plugin.paths import resource

YARD, BESIDE = box(0, 0, 100, 100), box(300, 0, 100, 100)
GROUND = box(-500, -500, 2000, 2000)


def layers(*patches, **others):
    return all_layers(survey(*(patches or ((GROUND, "0601"),))), **others)


@cache
def plain():
    return screen(candidates(YARD, BESIDE), layers())


def compared(before, after):
    return comparescreenings(ComparisonRequest(before, after))


def causes(before, after, parcel_id="P1"):
    """Return the causes of what changed on one parcel: kind and id to the Chinese sentence."""
    for land in compared(before, after).lands:
        if land.match.after and land.match.after[0]["parcel_id"] == parcel_id:
            return {(one.kind, one.id): one.texts["zh"] for one in land.causes}
    raise LookupError(parcel_id)


def of_findings(before, after):
    """Return what changed in the findings of the first parcel, each with its causes."""
    change, runs = compared(before, after).lands[0].change, compared(before, after).runs
    return [(one, causes_of_finding(one, change, runs)) for one in change.findings]


def test_the_day_that_made_the_survey_old():
    found = causes(plain(), screen(candidates(YARD, BESIDE), layers(), as_of=date(2027, 11, 21)))
    assert ("option", "as_of") in found
    assert "2026-11-21" in found["option", "as_of"]
    assert "2027-11-21" in found["option", "as_of"]
    assert not [kind for kind, _ in found if kind not in ("option",)]


def test_what_the_user_stated_to_be_complete():
    elsewhere = {"basic_farmland": lines("YJJBNTBHTB", package="/elsewhere"), "admin_area": None}
    before = screen(candidates(YARD), layers(**elsewhere))
    after = screen(candidates(YARD), layers(**elsewhere), complete=("basic_farmland",))
    found = causes(before, after)
    assert set(found) == {("option", "complete")}
    assert "永久基本农田" in found["option", "complete"]


def test_a_layer_that_one_of_the_runs_did_not_have():
    heritage = MemorySource("LSWHBHX", [box(20, 20, 10, 10)], {"BSM": ["1"]})
    given = screen(candidates(YARD, BESIDE), layers(heritage=heritage))
    for before, after in ((plain(), given), (given, plain())):
        found = causes(before, after)
        assert ("layer", "heritage") in found
        assert "LSWHBHX" in found["layer", "heritage"]
    texts = [causes(*pair)["layer", "heritage"] for pair in ((plain(), given), (given, plain()))]
    assert texts[0] != texts[1]


def test_without_the_administrative_area_it_is_that_which_holds_a_verdict_down():
    found = causes(plain(), screen(candidates(YARD, BESIDE), layers(admin_area=None)))
    assert ("layer", "admin_area") in found
    assert not any(kind == "open" for kind, _ in found)


def test_a_limit_that_makes_a_sliver_of_what_was_none():
    # 100 m by 0.5 m of farmland, 50 m2 of 10 000 m2
    patches = ((box(0, 0, 100, 99.5), "0601"), (box(0, 99.5, 100, 10), "0102"), (box(100, 0, 500, 500), "0601"))
    before = screen(candidates(YARD), layers(*patches), sliver_area_m2=1.0, sliver_width_m=0.1)
    after = screen(candidates(YARD), layers(*patches), sliver_area_m2=60.0, sliver_width_m=0.1)
    assert [one["parcels"][0]["verdict"] for one in (before, after)] == ["prohibited", "review"]
    found = causes(before, after)
    assert set(found) == {("option", "sliver_area_m2")}
    assert "1.00" in found["option", "sliver_area_m2"]
    assert "60.00" in found["option", "sliver_area_m2"]


def test_a_parcel_that_another_came_to_lie_on():
    after = screen(candidates(YARD, box(90, 0, 100, 100)), layers())
    found = causes(plain(), after)
    assert {kind for kind, _ in found} == {"neighbour"}
    assert "1000.00" in "".join(found.values())


@pytest.fixture(scope="module")
def two_packs(tmp_path_factory):
    """Two texts of one pack: the second has a rule less."""
    folder = tmp_path_factory.mktemp("packs")
    paths = [folder / "national_one.yaml", folder / "national_two.yaml"]
    stored = yaml.safe_load(resource("rule_packs", "national.yaml").read_text(encoding="utf-8"))
    paths[0].write_text(yaml.safe_dump(stored, allow_unicode=True), encoding="utf-8")
    stored["rules"] = [rule for rule in stored["rules"] if rule["id"] != "farmland"]
    paths[1].write_text(yaml.safe_dump(stored, allow_unicode=True), encoding="utf-8")
    return paths


def test_a_rule_that_only_one_of_the_packs_has(two_packs, tmp_path):
    field = layers((GROUND, "0102"))
    one, other = (screen(candidates(YARD), field, rule_pack=str(path)) for path in two_packs)
    gone, new = causes(one, other)["rule", "farmland"], causes(other, one)["rule", "farmland"]
    assert "耕地" in gone
    assert "耕地" in new
    assert gone != new
    for before, after, sides in ((one, other, ("有", "无")), (other, one, ("无", "有"))):
        write_comparison(compared(before, after), None, tmp_path / "c.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["两次核查"]
        rows = {str(row[0]): row[1:3] for row in sheet.iter_rows(values_only=True)}
        assert rows["rules farmland"] == sides


COUNTY = """\
id: county
version: "1.0"
status: in_force
title: {{zh: 某县, en: A county}}
extends: national
jurisdiction: {{level: county, name: {{zh: 某县, en: A county}}, codes: ["371126"]}}
valid_from: 2025-01-01
valid_until: 2026-12-31
documents:
  measures: {{title: 某县办法, paragraphs: {{第一条: null}}}}
settings: {{sliver_share: {share}}}
figures:
  least: {{title: {{zh: 最小面积, en: least area}}, unit: m2, is: {least}}}
rules:
  - id: large_enough
    kind: condition
    title: {{zh: 面积, en: Area}}
    explanation: {{zh: 面积不得太小。, en: The area may not be too small.}}
    blocking: true
    parameters: {{holds: area_plane_m2 >= least}}
    basis: [{{document: measures, article: 第一条, gist: {{zh: 面积不小于, en: No less than}}}}]
"""
# 15 m2 of the yard are a field
STRIP = box(0, 0, 100, 0.15)


@pytest.fixture(scope="module")
def county_runs(tmp_path_factory):
    """Return the records of a yard: by a pack, by one with other figures and limits, and drawn larger by the first."""
    folder = tmp_path_factory.mktemp("county")
    paths = [folder / "county_one.yaml", folder / "county_two.yaml"]
    for path, share, least in zip(paths, (0.01, 0.001), (10_100, 9_900), strict=True):
        path.write_text(COUNTY.format(share=share, least=least), encoding="utf-8")
    ground = layers((GROUND.difference(STRIP), "0601"), (STRIP, "0102"))
    drawn = ((YARD, paths[0]), (YARD, paths[1]), (box(0, 0, 100, 102), paths[0]))
    return [screen(candidates(yard), ground, rule_pack=str(path)) for yard, path in drawn]


def test_a_figure_and_a_limit_of_the_pack_stand_behind_the_rules_that_rest_on_them(county_runs):
    before, after, _ = county_runs
    changed = {
        one.rule_id: [cause.texts["zh"] for cause in one_causes] for one, one_causes in of_findings(before, after)
    }
    assert set(changed) == {"large_enough", "farmland"}
    (figure,), (limit,) = changed["large_enough"], changed["farmland"]
    assert ("10100" in figure, "9900" in figure, "0.001" in figure) == (True, True, False)
    assert ("9900" in limit, "0.01 → 0.001" in limit) == (False, True)


def test_a_condition_on_the_area_changes_with_the_shape(county_runs):
    before, _, larger = county_runs
    found = causes(before, larger)
    assert set(found) == {("geometry", "P1")}
    assert "200" in found["geometry", "P1"]


def altered(record, **changes):
    """Return a record in which the first parcel's farmland finding says something else."""
    other = deepcopy(record)
    (finding,) = [one for one in other["parcels"][0]["findings"] if one["rule_id"] == "farmland"]
    finding |= {"outcome": "review", "area_m2": 3.0} | changes
    return other


def test_what_nothing_in_the_records_explains_is_left_open():
    assert {kind for kind, _ in causes(plain(), altered(plain()))} == {"open"}


def test_another_version_that_computes_is_named_where_nothing_else_is():
    other = altered(plain())
    other["run"]["versions"]["geos"] = "9.9.9"
    # the version of what computes nothing is no cause
    other["run"]["versions"]["python"] = "9.9.9"
    found = causes(plain(), other)
    assert set(found) == {("version", "geos")}
    assert "9.9.9" in found["version", "geos"]


def test_a_layer_read_as_of_another_class_system():
    other = altered(plain())
    other["inputs"]["land_use"] |= {"class_system": "sea_and_land", "sha256": "0" * 64}
    assert ("layer", "land_use") in causes(plain(), other)


def capped(record):
    other = deepcopy(record)
    other["parcels"][0]["caps"] = [{"id": "not_in_force", "texts": {"zh": "规则包已失效。", "en": "Not in force."}}]
    other["parcels"][0]["verdict"] = "review"
    return other


def test_what_holds_a_verdict_down_is_a_matter_of_the_pack_or_of_the_day():
    later = capped(plain())
    later["options"]["as_of"] = "2031-01-01"
    assert ("option", "as_of") in causes(plain(), later)
    other_pack = capped(plain())
    other_pack["pack"] = other_pack["pack"] | {"sha256": "0" * 64}
    assert causes(plain(), other_pack)["rule", "not_in_force"] == "规则包已失效。"


def test_the_sheet_of_two_runs_names_all_that_differs(tmp_path):
    heritage = MemorySource("LSWHBHX", [box(20, 20, 10, 10)], {"BSM": ["1"]})
    after = screen(candidates(YARD, BESIDE), layers(heritage=heritage), as_of=date(2027, 11, 21), answers=None)
    after["run"]["versions"]["proj"] = "9.9.9"
    after["pack"] = after["pack"] | {"sha256": "0" * 64}
    comparison = compared(plain(), after)
    write_comparison(comparison, None, tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["两次核查"]
    rows = {str(row[0]): row[1:3] for row in sheet.iter_rows(values_only=True)}
    assert rows["as_of"] == (AS_OF.isoformat(), "2027-11-21")
    assert rows["proj"][1] == "9.9.9"
    (layer,) = [row for name, row in rows.items() if "文物" in name or "历史文化" in name]
    assert layer[0] == "—"
    assert layer[1].startswith("LSWHBHX（读取 1 行，")
    assert rows["核查答复"][1] == "—"
    assert rows["核查答复"][0].startswith("answers（读取 2 行，")
    sentences = summary(comparison)
    assert len(sentences) == 2
    assert "P1,P2" in sentences[1]["zh"].replace("、", ",")
    (same,) = summary(compared(plain(), plain()))
    assert "2" in same["zh"]


def test_a_record_is_not_written_over(tmp_path):
    (tmp_path / "one.json").write_text("{}")
    request = ComparisonRequest(plain(), plain(), paths=(tmp_path / "one.json", tmp_path / "two.json"))
    with pytest.raises(InputError) as caught:
        check_comparison_outputs(request, [tmp_path / "new.gpkg", tmp_path / "two.json"])
    assert caught.value.text_id == "output_is_input"
    check_comparison_outputs(request, [tmp_path / "new.gpkg"])


def stored(shape, crs=CRS):
    return {"wkt": shape.wkt, "crs": crs}


def test_a_shape_that_came_or_went_is_all_gained_or_all_lost():
    came, went = shape_change(None, stored(YARD)), shape_change(stored(YARD), None)
    assert (came.corners_new, came.corners_gone, came.gained_m2, came.lost_m2) == (4, 0, 10_000.0, 0.0)
    assert (went.corners_new, went.corners_gone, went.gained_m2, went.lost_m2) == (0, 4, 0.0, 10_000.0)
    assert shape_change(stored(YARD), stored(YARD)) is None


def test_a_shape_in_another_zone_is_compared_where_the_newer_one_lies():
    move = pyproj.Transformer.from_crs("EPSG:4528", "EPSG:4527", always_xy=True).transform
    in_40 = shapely.box(40_400_000, 4_130_000, 40_400_100, 4_130_100)
    in_39 = shapely.transform(in_40, move, interleaved=False)
    change = shape_change(stored(in_40, "EPSG:4528"), stored(in_39))
    assert change.gained_m2 == pytest.approx(0, abs=0.01)
    assert change.lost_m2 == pytest.approx(0, abs=0.01)


def test_the_sheets_of_lands_that_were_divided_came_or_went(tmp_path):
    west, east = box(0, 0, 60, 100), box(60, 0, 40, 100)
    after = screen(candidates(west, east, box(600, 0, 50, 50), ids=["P1a", "P1b", "P9"]), layers())
    comparison = compared(plain(), after)
    write_comparison(comparison, None, tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    rows = {row[0]: row for row in book["变化"].iter_rows(min_row=2, values_only=True)}
    assert {name: row[7] for name, row in rows.items()} == {
        "P1a": "宗地 P1 分割为 P1a、P1b。", "P1b": "宗地 P1 分割为 P1a、P1b。",
        "P2": "宗地 P2 已不在其中。", "P9": "新增宗地 P9。",
    }  # fmt: skip
    assert (rows["P2"][3:5], rows["P9"][3:5]) == (("可入市", None), (None, "可入市"))
    # no rule finds something else of land that was not there before
    assert book["逐项"].max_row == 1
    # the packs are one text: nothing is said of rules
    assert not any(str(row[0]).startswith("rules ") for row in book["两次核查"].iter_rows(values_only=True))


def test_records_of_an_earlier_version_leave_open_which_rule_was_changed(two_packs):
    field = layers((GROUND, "0102"))
    before, after = (deepcopy(screen(candidates(YARD), field, rule_pack=str(path))) for path in two_packs)
    for record in (before, after):
        record["pack"].pop("rules", None)
        record["run"]["rule_pack"] = "/gone/national.yaml"
    found = causes(before, after)
    assert ("rule", "farmland") in found
