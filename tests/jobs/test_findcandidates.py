# SPDX-License-Identifier: GPL-2.0-or-later
"""A search finds every planted site and no other, and its accounts add up to the land survey."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from support import AS_OF, all_layers, box, lines, survey
from tessellations import tessellation

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.jobs.findcandidates import findcandidates
from land_entry_plugin.jobs.reserve.account import OTHER_LAND, PLACES
from land_entry_plugin.jobs.reserve.outputs import ReserveOutputs, check_reserve_outputs, summary, write_reserve
from land_entry_plugin.jobs.reserve.record import reserve_record
from land_entry_plugin.jobs.reserve.request import ReserveRequest

SEEDS = ((1, "survey"), (7, "guide"), (20, "survey"))


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"{seed[1]}{seed[0]}")
def searched(request):
    place = tessellation(*request.param)
    return place, findcandidates(ReserveRequest(named=place.layers, as_of=AS_OF))


def test_every_planted_site_is_found_and_no_other(searched):
    place, reserve = searched
    left = list(reserve.sites)
    for planted in place.planted:
        found = [site for site in left if site.geometry.symmetric_difference(planted.shape).area < 0.05]
        assert len(found) == 1, planted.case
        (site,) = found
        assert site.group == planted.status, planted.case
        if planted.reason:
            assert [one.rule.id for one in site.reasons] == [planted.reason]
        left.remove(site)
    assert left == []


def test_the_accounts_add_up_to_the_survey(searched):
    place, reserve = searched
    account = reserve.account
    assert sum(row[place_] for row in account.by_village.values() for place_ in PLACES) == account.stock
    assert sum(row[place_] for row in account.by_plan.values() for place_ in PLACES) == account.stock
    assert sum(sum(row.values()) for row in account.by_village.values()) == account.total
    assert account.total == Decimal(str(account.total_m2)).quantize(Decimal("0.01"))
    assert abs(float(account.stock) - account.stock_m2) < 0.02
    # the survey was made on the central meridian, where plane and ellipsoid agree to some parts in ten million
    assert account.stock_m2 == pytest.approx(place.stock_m2, rel=1e-6)
    assert all(row[OTHER_LAND] > 0 for row in account.by_village.values())
    candidates = sum(row["candidate"] for row in account.by_village.values())
    assert float(candidates) == pytest.approx(sum(site.area_m2 for site in reserve.of_group("candidate")), abs=0.1)


def test_candidates_are_judged_ranked_and_described(searched):
    _, reserve = searched
    candidates = reserve.of_group("candidate")
    assert [site.rank for site in candidates] == list(range(1, len(candidates) + 1))
    assert {str(site.result.spatial_verdict) for site in candidates} <= {"eligible", "review"}
    # officers' questions stay open: nothing may enter without an answer
    assert {str(site.result.verdict) for site in candidates} == {"review"}
    for site in candidates:
        assert sum(site.classes_m2.values()) == pytest.approx(site.area_m2, abs=0.02)
        assert site.owner.endswith("村民小组")
        assert site.village[0] in ("371126005001", "371126005002")


def test_a_missing_optional_layer_is_an_open_reason_and_no_bar():
    yard = box(0, 0, 80, 50)
    around = shapely.difference(box(-500, -500, 1000, 1000), yard)
    layers = all_layers(survey((yard, "0601"), (around, "0102")))
    (site,) = findcandidates(ReserveRequest(named=layers, as_of=AS_OF)).sites
    assert site.group == "candidate"
    assert str(site.result.spatial_verdict) == "eligible"
    open_rules = {one.rule.id for one in site.open_findings}
    assert {"planned_use", "ownership", "use_rights", "violations"} <= open_rules


def test_a_missing_required_layer_leaves_the_verdict_open():
    yard = box(0, 0, 80, 50)
    around = shapely.difference(box(-500, -500, 1000, 1000), yard)
    layers = all_layers(survey((yard, "0601"), (around, "0102")), basic_farmland=None)
    (site,) = findcandidates(ReserveRequest(named=layers, as_of=AS_OF)).sites
    assert str(site.result.verdict) == "undetermined"
    assert "basic_farmland" in {one.rule.id for one in site.open_findings}


def test_limits_of_area_and_width():
    wide, strip = box(0, 0, 50, 40), box(50, 0, 60, 4)
    around = shapely.difference(box(-500, -500, 1000, 1000), shapely.union_all([wide, strip]))
    layers = all_layers(survey((wide, "0601"), (strip, "0601"), (around, "0102")))

    def found(**limits):
        return findcandidates(ReserveRequest(named=layers, as_of=AS_OF, **limits)).sites

    assert [site.geometry.area for site in found(min_width_m=3.0)] == [pytest.approx(2240)]
    assert [site.geometry.area for site in found(min_width_m=6.0)] == [pytest.approx(2000, abs=0.2)]
    assert found(min_area_m2=2001.0, min_width_m=6.0) == ()
    with pytest.raises(InputError, match="MIN_AREA_M2"):
        found(min_area_m2=-1.0)


def test_a_line_layer_in_the_middle_leaves_a_hole_and_thin_rests_go():
    yard = box(0, 0, 100, 100)
    around = shapely.difference(box(-500, -500, 1000, 1000), yard)
    red = lines("STBHHX", box(2, 2, 40, 96))
    layers = all_layers(survey((yard, "0601"), (around, "0102")), ecological_red_line=red)
    (site,) = findcandidates(ReserveRequest(named=layers, as_of=AS_OF)).sites
    # the frames of two metres around the red line are no sites
    assert site.geometry.area == pytest.approx(58 * 100, rel=0.02)
    assert not shapely.intersects(shapely.buffer(box(2, 2, 40, 96), -0.001), site.geometry)


def test_hairline_gaps_between_patches_of_one_owner_do_not_part_them():
    one, other = box(0, 0, 50, 50), box(50.004, 0, 50, 50)
    around = shapely.difference(box(-500, -500, 1000, 1000), box(0, 0, 100.004, 50))
    layers = all_layers(survey((one, "0601"), (other, "0508"), (around, "0102")))
    (site,) = findcandidates(ReserveRequest(named=layers, as_of=AS_OF)).sites
    assert len(site.geometry.interiors) == 0
    assert site.geometry.area == pytest.approx(100.004 * 50, abs=0.01)


def test_idle_and_abandoned_land_is_told_where_the_survey_says_so():
    source = survey((box(0, 0, 50, 50), "1201"), (box(200, 0, 50, 50), "0601"), (box(400, 0, 50, 50), "0601"))
    source.columns["BZ"] = np.array([None, "已废弃砖厂", None], dtype=object)
    source.description = source.description.__class__(
        "DLTB", source.description.crs, tuple(source.columns), 3, source.description.package
    )
    sites = findcandidates(ReserveRequest(named=all_layers(source), as_of=AS_OF)).sites
    uses = {round(site.geometry.bounds[0] - 39_500_000): max(site.uses_m2, key=site.uses_m2.get) for site in sites}
    assert uses == {0: "idle", 200: "abandoned", 400: "not_stated"}


def test_no_land_survey_is_refused():
    layers = all_layers(survey((box(0, 0, 10, 10), "0601")))
    del layers["land_use"]
    with pytest.raises(InputError, match="no land survey"):
        findcandidates(ReserveRequest(named=layers))


def test_outputs_and_equal_records(searched, tmp_path):
    _, reserve = searched
    write_reserve(reserve, ReserveOutputs(tmp_path / "r.gpkg", tmp_path / "r.json", tmp_path / "r.xlsx"))
    meta, _, shapes, values = pyogrio.raw.read(tmp_path / "r.gpkg")
    table = dict(zip(meta["fields"], values, strict=True))
    assert set(table["status"]) == {"candidate", "one_reason"}
    assert len(shapes) == sum(site.group != "barred" for site in reserve.sites)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["备选宗地", "消除一项即可", "分村账", "分规划用途账", "依据"]
    totals = [cell.value for cell in list(book["分村账"].rows)[-1]]
    assert str(totals[-1]).startswith("=SUBTOTAL(109,")
    assert all(book[name].tables for name in ("备选宗地", "消除一项即可", "分村账", "分规划用途账"))
    values = openpyxl.load_workbook(tmp_path / "r.xlsx", data_only=True)
    totals = [cell.value for cell in list(values["分村账"].rows)[-1]]
    assert Decimal(str(totals[-1])).quantize(Decimal("0.01")) == reserve.account.total
    record = reserve_record(reserve)
    assert {site["parcel_id"] for site in record["sites"]} == {one["parcel_id"] for one in record["parcels"]}
    assert record["run"]["reserve_id"].startswith("LE-")


def of_file(source, path):
    """Return a layer that says that it lies in a file."""
    source.description = replace(source.description, path=str(path))
    return source


@pytest.fixture(scope="module")
def two_yards(tmp_path_factory):
    """A search whose layers lie in files: a free yard of 4000 m2, and one of 900 m2 under the red line."""
    folder = tmp_path_factory.mktemp("searched")
    free, held = box(0, 0, 80, 50), box(200, 0, 30, 30)
    around = shapely.difference(box(-500, -500, 1000, 1000), shapely.union_all([free, held]))
    layers = all_layers(
        of_file(survey((free, "0601"), (held, "0601"), (around, "0102")), folder / "survey.gpkg"),
        ecological_red_line=lines("STBHHX", held),
    )
    earlier = of_file(lines("candidates", free), folder / "reserve.gpkg")
    drawn = of_file(lines("草图", free), folder / "drawn.gpkg")
    request = ReserveRequest(named=layers, offered=(earlier, drawn), as_of=AS_OF)
    for name in ("survey", "reserve", "drawn"):
        (folder / f"{name}.gpkg").touch()
    return folder, request, findcandidates(request)


def test_a_search_writes_over_no_layer_that_it_reads_but_over_its_own_earlier_result(two_yards):
    folder, request, _ = two_yards
    for name in ("survey", "drawn"):
        with pytest.raises(InputError) as refused:
            check_reserve_outputs(request, [folder / "new.json", folder / f"{name}.gpkg"])
        assert refused.value.text_id == "output_is_input"
        assert f"{name}.gpkg" in refused.value.user_message("zh")
    check_reserve_outputs(request, [folder / "reserve.gpkg"])


def test_the_sentence_on_a_search_has_the_sums_of_its_sites_and_of_the_account(two_yards):
    _, _, reserve = two_yards
    (free,) = reserve.of_group("candidate")
    assert free.area_m2 == pytest.approx(4000, abs=0.5)
    assert float(reserve.account.stock) == pytest.approx(4900, abs=0.5)
    # 4000 and 4900 m2 in mu
    assert summary(reserve)["zh"] == (
        "备选宗地 1 宗、6.00 亩；消除一项即可的 0 宗、0.00 亩；存量经营性建设用地共 7.35 亩。"
    )


def test_only_what_was_wanted_of_a_search_is_written(two_yards, tmp_path):
    _, _, reserve = two_yards
    write_reserve(reserve, ReserveOutputs(output=tmp_path / "备选.geojson"))
    assert [path.name for path in tmp_path.iterdir()] == ["备选.geojson"]
    _, _, shapes, _ = pyogrio.raw.read(tmp_path / "备选.geojson")
    assert len(shapes) == 1
    write_reserve(reserve, ReserveOutputs(record=tmp_path / "备选.json"))
    assert {path.name for path in tmp_path.iterdir()} == {"备选.geojson", "备选.json"}
    record = json.loads((tmp_path / "备选.json").read_text(encoding="utf-8"))
    assert [(site["status"], site["rank"]) for site in record["sites"]] == [("candidate", 1)]
    # the yard under the red line stands in the account only
    assert record["account"]["stock_m2"] == pytest.approx(4900, abs=0.5)


def test_a_village_of_fields_alone_has_nothing_to_enter():
    layers = all_layers(survey((box(-500, -500, 1000, 1000), "0102")))
    reserve = findcandidates(ReserveRequest(named=layers, as_of=AS_OF))
    assert reserve.sites == ()
    assert (reserve.account.stock, reserve.account.by_plan) == (0, {})
    assert float(reserve.account.total) == pytest.approx(1_000_000, rel=1e-6)
    assert summary(reserve)["en"].startswith("0 candidates, 0.00 mu")


def test_a_survey_that_lies_in_no_zone_is_refused():
    away = shapely.box(1e8, 1e8, 1e8 + 100, 1e8 + 100)
    with pytest.raises(InputError) as refused:
        findcandidates(ReserveRequest(named={"land_use": survey((away, "0601"))}, as_of=AS_OF))
    assert "DLTB" in refused.value.user_message("zh")


def test_of_several_surveys_the_newest_is_searched_and_one_without_a_year_leaves_it_open():
    yard = box(0, 0, 80, 50)
    around = shapely.difference(box(-500, -500, 1000, 1000), yard)
    newer = survey((yard, "0601"), (around, "0102"))
    older = survey((yard, "0102", "30", 0.0, 2020), (around, "0102", "30", 0.0, 2020), package="/2020")
    others = all_layers(None)
    reserve = findcandidates(ReserveRequest(named=others, offered=(older, newer), as_of=AS_OF))
    assert reserve.survey.year == 2025
    assert [site.group for site in reserve.sites] == ["candidate"]
    undated = survey((yard, "0102"), package="/undated")
    columns = tuple(name for name in undated.columns if name != "SJNF")
    undated.description = replace(undated.description, fields=columns)
    with pytest.raises(InputError, match="no land survey"):
        findcandidates(ReserveRequest(named=others, offered=(undated, newer), as_of=AS_OF))


def test_a_cancelled_search_ends():
    class Impatient:
        def report(self, phase, fraction):
            pass

        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        findcandidates(ReserveRequest(named=all_layers(survey((box(0, 0, 80, 50), "0601"))), as_of=AS_OF), Impatient())
