# SPDX-License-Identifier: GPL-2.0-or-later
"""The balance of adjusted entry: every condition fires, and just does not."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import openpyxl
import pytest
import shapely
from support import MemorySource, box, polygon, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.adjustment.outputs import AdjustmentOutputs, plots_table, write_adjustment
from land_entry_plugin.jobs.adjustment.record import adjustment_record
from land_entry_plugin.jobs.adjustment.sides import day_of
from land_entry_plugin.jobs.adjustmententry import AdjustmentRequest, adjustmententry
from land_entry_plugin.paths import resource
from land_entry_plugin.texts import has_text

IN_FORCE = date(2026, 3, 1)
VILLAGE = "370126004012"
# mirrored on the central meridian, so that equal boxes have equal areas on the ellipsoid too
OLD_YARD = box(0, 0, 100, 100)
NEW_SITE = box(-100, 0, 100, 100)
AROUND = box(-1000, -1000, 2000, 2000)
BOW_TIE = polygon((0, 0), (40, 100), (40, 0), (0, 100))


def land(*patches, village=VILLAGE, **options):
    """Return a DLTB layer of ``(geometry, class[, GDDB[, GDPDJB[, KCXS[, SJNF]]]])``."""
    filled = [(*patch, *(7, "2", 0.0, 2025)[len(patch) - 2 :]) for patch in patches]
    plain = survey(*[(one[0], one[1], "30", one[4], one[5]) for one in filled])
    extra = {
        "GDDB": [one[2] if str(one[1] or "").startswith("01") else None for one in filled],
        "GDPDJB": [one[3] if str(one[1] or "").startswith("01") else None for one in filled],
        "ZLDWDM": [f"{village}0000000" if village else None] * len(filled),
    }
    return MemorySource("DLTB", [one[0] for one in filled], plain.columns | extra, **options)


def reclaimed(*plots, drop=(), **columns):
    """Return a layer of plots that become irrigated land of grade 6 and slope class 1, accepted in 2025."""
    stated = {"DKBH": [f"F{i}" for i in range(1, len(plots) + 1)], "FKDLBM": "0102", "GDDB": 6, "GDPDJB": "1"}
    stated |= {"YSWH": "验〔2025〕1号", "YSRQ": "2025-05-06"} | columns
    filled = {
        name: value if isinstance(value, list) else [value] * len(plots)
        for name, value in stated.items()
        if name not in drop
    }
    return MemorySource("FKDK", plots, filled)


def entered(*plots, ids=None):
    return MemorySource("RSZD", plots, {"ZDDM": ids or [f"{VILLAGE}JB{i:05d}" for i in range(1, len(plots) + 1)]})


def balance(old=None, new=None, patches=None, **options):
    request = AdjustmentRequest(
        reclaimed=old or reclaimed(OLD_YARD),
        entered=new or entered(NEW_SITE),
        land_use=patches or usual(),
        **({"as_of": IN_FORCE, "scattered_below_m2": 20_000.0} | options),
    )
    return adjustmententry(request)


def usual(new_site="0103", **options):
    """Return the old yard as homesteads, the new site as dry land, and what lies around."""
    rest = AROUND.difference(shapely.union_all([OLD_YARD, NEW_SITE]))
    return land((OLD_YARD, "0702"), (NEW_SITE, new_site), (rest, "0301"), **options)


def found(entry, rule_id):
    (one,) = [finding for finding in entry.judged.findings if finding.condition.id == f"adjusted_{rule_id}"]
    return one


def outcome(entry, rule_id):
    return str(found(entry, rule_id).outcome)


def outcomes(entry):
    """Return the outcomes that are no pass."""
    return {
        one.condition.id.removeprefix("adjusted_"): str(one.outcome)
        for one in entry.judged.findings
        if one.outcome != "pass"
    }


def test_a_clean_balance_is_balanced():
    entry = balance()
    assert outcomes(entry) == {}
    assert (str(entry.judged.verdict), entry.judged.caps) == ("balanced", ())
    values = found(entry, "construction").values
    assert (values["freed_m2"], values["taken_m2"]) == (10_000, 10_000)


@pytest.mark.parametrize(("more_m", "expected"), [(0.0099, "pass"), (0.0101, "conflict")])
def test_construction_land_grows_by_a_square_centimetre_too_much(more_m, expected):
    """The limit is the rounding of coordinates, 0.01 m2; what is taken is woodland, so farmland has no part in it."""
    bigger = shapely.union_all([NEW_SITE, box(-50, 100, 1, more_m)])
    entry = balance(new=entered(bigger), patches=land((OLD_YARD, "0702"), (AROUND.difference(OLD_YARD), "0301")))
    assert outcome(entry, "construction") == expected
    assert outcome(entry, "farmland") == "pass"
    assert str(entry.judged.verdict) == {"pass": "balanced", "conflict": "not_balanced"}[expected]


@pytest.mark.parametrize(("more_m", "expected"), [(0.0099, "pass"), (0.0101, "conflict")])
def test_farmland_shrinks_by_a_square_centimetre_too_much(more_m, expected):
    """A second yard becomes woodland, so that construction land has no part in it."""
    bigger = shapely.union_all([NEW_SITE, box(-50, 100, 1, more_m)])
    second = box(200, 0, 50, 50)
    patches = land(
        (OLD_YARD, "0702"), (second, "0601"), (AROUND.difference(shapely.union_all([OLD_YARD, second])), "0103")
    )
    old = reclaimed(OLD_YARD, second, FKDLBM=["0102", "0301"])
    entry = balance(old, entered(bigger), patches)
    assert outcome(entry, "farmland") == expected
    assert outcome(entry, "construction") == "pass"


@pytest.mark.parametrize(("grade", "expected"), [(6, "pass"), (7, "review"), (8, "conflict"), (None, "unknown")])
def test_grades_one_step_apart(grade, expected):
    """The measures ask for better quality: where it is the same, an officer decides."""
    entry = balance(reclaimed(OLD_YARD, GDDB=grade))
    assert outcome(entry, "quality_grade") == expected
    assert outcome(entry, "quality_slope") == "pass"


@pytest.mark.parametrize(("slope", "expected"), [("1", "pass"), ("2", "pass"), ("3", "conflict"), ("", "unknown")])
def test_slope_classes_one_step_apart(slope, expected):
    entry = balance(reclaimed(OLD_YARD, GDPDJB=slope))
    assert outcome(entry, "quality_slope") == expected
    assert outcome(entry, "quality_grade") == "pass"


@pytest.mark.parametrize(("width", "expected"), [(49.99, "conflict"), (50, "review"), (50.01, "pass")])
def test_means_are_weighted_by_area(width, expected):
    """Gained at grade 7; occupied in part at 6, in part at 8: the mean is 7 where both have half."""
    worse = box(-100, 0, width, 100)
    patches = land(
        (OLD_YARD, "0702"), (worse, "0103", 8), (NEW_SITE.difference(worse), "0103", 6),
        (AROUND.difference(shapely.union_all([OLD_YARD, NEW_SITE])), "0301"),
    )  # fmt: skip
    entry = balance(reclaimed(OLD_YARD, GDDB=7), patches=patches)
    assert outcome(entry, "quality_grade") == expected
    assert found(entry, "quality_grade").values["occupied"] == pytest.approx(6 + 2 * width / 100, abs=1e-4)


def test_quality_where_no_farmland_is_occupied():
    entry = balance(reclaimed(OLD_YARD, GDDB=15, GDPDJB="5"), patches=usual("0301"))
    assert {outcome(entry, f"quality_{name}") for name in ("grade", "slope")} == {"pass"}
    assert "没有占用耕地" in found(entry, "quality_grade").text("zh")


def test_quality_where_no_farmland_is_gained():
    entry = balance(reclaimed(OLD_YARD, FKDLBM="0301"))
    assert outcomes(entry) == {"farmland": "conflict", "quality_grade": "conflict", "quality_slope": "conflict"}


@pytest.mark.parametrize(
    ("gained", "occupied", "expected"),
    [(16, 7, "unknown"), (0, 7, "unknown"), (6, 16, "unknown"), (6.5, 7, "unknown"), ("6等", "7", "pass")],
)
def test_what_is_no_grade(gained, occupied, expected):
    patches = land((OLD_YARD, "0702"), (AROUND.difference(OLD_YARD), "0103", occupied))
    assert outcome(balance(reclaimed(OLD_YARD, GDDB=gained), patches=patches), "quality_grade") == expected


@pytest.mark.parametrize(("grade", "expected"), [(8, "unknown"), (9, "conflict")])
def test_unknown_grades_are_taken_at_their_best_before_there_is_a_conflict(grade, expected):
    """Half of what is occupied is of grade 1, the other half states none: its mean is at most 8."""
    half = box(-100, 0, 50, 100)
    around = AROUND.difference(shapely.union_all([OLD_YARD, half]))
    patches = land((OLD_YARD, "0702"), (half, "0103", None), (around, "0103", 1))
    assert outcome(balance(reclaimed(OLD_YARD, GDDB=grade), patches=patches), "quality_grade") == expected


@pytest.mark.parametrize(("limit", "expected"), [(10_000.0001, "pass"), (9_999.9999, "conflict"), (None, "review")])
def test_scattered_plots(limit, expected):
    """A plot is smaller than the limit that the office sets; no law sets one."""
    entry = balance(scattered_below_m2=limit)
    assert outcome(entry, "scattered") == expected
    assert found(entry, "scattered").values["reclaimed_count"] == 1


@pytest.mark.parametrize(("gap", "expected"), [(0, "conflict"), (0.004, "conflict"), (0.006, "pass")])
def test_plots_that_touch_are_no_scattered_ones(gap, expected):
    """One yard cut in two is one place."""
    halves = box(0, 0, 50, 100), box(50 + gap, 0, 50 - gap, 100)
    assert outcome(balance(reclaimed(*halves), scattered_below_m2=6_000.0), "scattered") == expected


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_limit_that_is_none(limit):
    with pytest.raises(InputError, match="SCATTERED_BELOW_M2"):
        balance(scattered_below_m2=limit)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, "pass"),
        ({"YSWH": None}, "review"),
        ({"YSRQ": " "}, "review"),
        ({"YSRQ": "去年"}, "review"),
        ({"YSRQ": "2026-03-01"}, "pass"),
        ({"YSRQ": "2026-03-02"}, "review"),
        ({"drop": ("YSWH", "YSRQ")}, "review"),
    ],
)
def test_acceptance(stated, expected):
    entry = balance(reclaimed(OLD_YARD, **stated))
    assert outcome(entry, "acceptance") == expected
    assert str(entry.judged.verdict) == {"pass": "balanced", "review": "review"}[expected]


def test_dates_as_surveyors_write_them():
    for text in ("2025-05-06", "20250506", "2025/5/6", "2025年5月6日", "2025-05-06T00:00:00", "2025.05.06"):
        assert day_of(text) == date(2025, 5, 6)
    for text in (None, "", "去年", "2025", "2025-13-01", "202505061"):
        assert day_of(text) is None


@pytest.mark.parametrize(
    ("stated", "expected", "reclaims"),
    [
        ({"FKDLBM": None}, "unknown", False),
        ({"FKDLBM": "9999"}, "unknown", False),
        ({"drop": ("FKDLBM",)}, "unknown", False),
        # DLBM says what a plot becomes where no other field does, unless it is what the plot is now
        ({"drop": ("FKDLBM",), "DLBM": "0102"}, "pass", True),
        ({"drop": ("FKDLBM",), "DLBM": "0702"}, "unknown", False),
        ({"DLBM": "0702"}, "pass", True),
        ({"FKDLBM": "0601"}, "pass", False),
    ],
)
def test_the_class_after_reclamation(stated, expected, reclaims):
    entry = balance(reclaimed(OLD_YARD, **stated))
    assert outcome(entry, "class_after") == expected
    assert (found(entry, "construction").values["freed_m2"] > 0) == reclaims
    wanted = {(True, "pass"): "pass", (False, "unknown"): "unknown", (False, "pass"): "conflict"}[reclaims, expected]
    assert outcome(entry, "construction") == outcome(entry, "farmland") == wanted


def test_what_is_farmland_already_is_not_gained():
    half = box(0, 0, 50, 100)
    patches = land((half, "0702"), (AROUND.difference(half), "0103"))
    never = balance(reclaimed(OLD_YARD, YSWH=None), patches=patches)
    assert outcome(never, "farmland") == outcome(never, "construction") == "conflict"
    assert found(never, "farmland").values["gained_m2"] == 5_000
    # accepted, so the survey may be younger than the reclamation: an officer looks
    accepted = balance(patches=patches)
    assert outcome(accepted, "farmland") == outcome(accepted, "construction") == "review"
    assert "复垦前的三调" in found(accepted, "farmland").text("zh")
    # even if all of it was reclaimed it is not enough
    short = balance(new=entered(box(-150, 0, 150, 100)), patches=patches)
    assert outcome(short, "farmland") == outcome(short, "construction") == "conflict"


@pytest.mark.parametrize(
    ("width", "expected"), [(0.004, "pass"), (0.006, "review"), (0.99, "review"), (1.02, "conflict")]
)
def test_slivers_of_farmland_on_what_enters(width, expected):
    """Nothing is reclaimed to farmland, and a strip of farmland lies along the edge of a new site in a workshop."""
    strip = box(-100, 0, width, 99)
    patches = land((strip, "0103"), (AROUND.difference(strip), "0601"))
    entry = balance(reclaimed(OLD_YARD, FKDLBM="0301"), patches=patches)
    assert outcome(entry, "farmland") == expected
    assert outcome(entry, "quality_grade") == expected


def test_slivers_that_cannot_turn_the_balance_are_only_told():
    strip = box(-100, 0, 0.5, 99)
    patches = land(
        (OLD_YARD, "0702"), (strip, "0103"), (AROUND.difference(shapely.union_all([OLD_YARD, strip])), "0601")
    )
    entry = balance(patches=patches)
    assert outcomes(entry) == {}
    assert "49.50 m² 疑似图形误差" in found(entry, "farmland").text("zh")


def test_adjustable_land_is_for_an_officer():
    entry = balance(patches=usual("0201K"), old=reclaimed(OLD_YARD, FKDLBM="0301"))
    assert (outcome(entry, "construction"), outcome(entry, "farmland")) == ("pass", "review")
    assert outcome(balance(patches=usual("0201")), "farmland") == "pass"


@pytest.mark.parametrize(
    ("width", "coverage", "rest"), [(0.004, "pass", "pass"), (0.5, "review", "pass"), (3, "unknown", "unknown")]
)
@pytest.mark.parametrize("x", [0, -100])
def test_what_the_survey_leaves_out(x, width, coverage, rest):
    hole = box(x, 0, width, 100)
    small = box(-100, 0, 90, 100)
    patches = land((OLD_YARD.difference(hole), "0702"), (AROUND.difference(OLD_YARD).difference(hole), "0103"))
    entry = balance(new=entered(small), patches=patches)
    assert outcome(entry, "coverage") == coverage
    assert {outcome(entry, name) for name in ("construction", "farmland", "quality_grade")} == {rest}
    assert str(entry.judged.verdict) == {"pass": "balanced", "review": "review", "unknown": "undetermined"}[coverage]


@pytest.mark.parametrize("code", [None, "9999"])
def test_classes_that_are_not_known(code):
    entry = balance(patches=usual(code))
    assert outcome(entry, "known_class") == outcome(entry, "construction") == outcome(entry, "farmland") == "unknown"
    assert outcome(entry, "quality_grade") == "unknown"


def test_what_is_certain_is_a_conflict_whatever_is_not_known():
    """A third of the site is not covered, but what is known already takes more than is given."""
    hole = box(-300, 0, 100, 100)
    patches = land((OLD_YARD, "0702"), (AROUND.difference(shapely.union_all([OLD_YARD, hole])), "0103"))
    entry = balance(new=entered(box(-300, 0, 300, 100)), patches=patches)
    assert outcome(entry, "construction") == outcome(entry, "farmland") == "conflict"
    assert str(entry.judged.verdict) == "not_balanced"


@pytest.mark.parametrize("shape", [BOW_TIE, None, shapely.Polygon()])
def test_broken_shapes(shape):
    entry = balance(new=entered(NEW_SITE, shape))
    assert outcomes(entry) == dict.fromkeys(
        ("geometry", "construction", "farmland", "quality_grade", "quality_slope"), "unknown"
    )
    # a broken plot that enters can only make it worse
    worse = balance(new=entered(box(-150, 0, 150, 100), shape))
    assert outcome(worse, "construction") == "conflict"
    # one that is reclaimed might have made up for it
    open_ = balance(reclaimed(OLD_YARD, shape), entered(box(-150, 0, 150, 100)))
    assert outcome(open_, "construction") == outcome(open_, "scattered") == "unknown"


@pytest.mark.parametrize(("width", "expected"), [(0, "pass"), (0.004, "pass"), (1, "review")])
def test_plots_on_each_other_count_once(width, expected):
    """A second reclaimed plot repeats part of the first; what is counted does not change."""
    entry = balance(reclaimed(OLD_YARD, box(100 - width, 0, 50, 100)), scattered_below_m2=None)
    assert outcome(entry, "overlap") == expected
    assert found(entry, "construction").values["freed_m2"] == pytest.approx(10_000, abs=0.01)


def test_what_is_reclaimed_and_entered_counts_as_entered():
    entry = balance(new=entered(box(-50, 0, 100, 100)), scattered_below_m2=None)
    values = found(entry, "construction").values
    assert (values["freed_m2"], values["taken_m2"]) == (5_000, 5_000)
    assert outcome(entry, "overlap") == "review"
    assert "复垦地块 F1" in found(entry, "overlap").text("zh")


def test_a_survey_that_contradicts_itself():
    """Where farmland and homesteads both lie, farmland counts; that decides, so an officer looks."""
    both = box(0, 0, 20, 100)
    patches = land((OLD_YARD, "0702"), (both, "0103"), (AROUND.difference(OLD_YARD), "0103"))
    entry = balance(reclaimed(OLD_YARD, YSWH=None), patches=patches)
    assert found(entry, "construction").values["freed_m2"] == 8_000
    assert outcome(entry, "survey") == outcome(entry, "construction") == "review"


def test_broken_patches_are_mended_on_a_copy():
    tie = polygon((-80, 20), (-40, 60), (-40, 20), (-80, 60))
    patches = land((OLD_YARD, "0702"), (tie, "0301"), (AROUND.difference(OLD_YARD).difference(tie.convex_hull), "0601"))
    entry = balance(patches=patches)
    assert outcome(entry, "survey") == "review"
    assert outcome(entry, "coverage") == "unknown"


@pytest.mark.parametrize(
    ("year", "expected"), [(2025, "pass"), (2024, "pass"), (2023, "review"), (2205, "review"), (None, "review")]
)
def test_the_year_of_the_survey(year, expected):
    patches = land((OLD_YARD, "0702", None, None, 0.0, year), (AROUND.difference(OLD_YARD), "0103", 7, "2", 0.0, year))
    assert outcome(balance(patches=patches), "survey_year") == expected


def test_net_farmland_is_a_statistic():
    patches = land((OLD_YARD, "0702"), (AROUND.difference(OLD_YARD), "0103", 7, "2", 0.1))
    values = found(balance(reclaimed(OLD_YARD, KCXS=0.05), patches=patches), "farmland").values
    assert (values["gained_m2"], values["occupied_m2"]) == (10_000, 10_000)
    assert (values["gained_net_m2"], values["occupied_net_m2"]) == pytest.approx((9_500, 9_000), abs=0.01)
    odd = land((OLD_YARD, "0702"), (AROUND.difference(OLD_YARD), "0103", 7, "2", 0.7))
    assert outcome(balance(patches=odd), "survey") == "review"


@pytest.mark.parametrize(
    ("as_of", "caps", "words"),
    [
        (date(2024, 6, 23), ("not_in_force",), "尚未生效"),
        (date(2026, 6, 23), (), None),
        (date(2026, 6, 24), ("not_in_force",), "已失效"),
    ],
)
def test_measures_that_are_not_in_force_leave_it_to_an_officer(as_of, caps, words):
    entry = balance(reclaimed(OLD_YARD, YSRQ="2024-01-01"), as_of=as_of)
    assert entry.judged.caps == caps
    assert str(entry.judged.verdict) == ("review" if caps else "balanced")
    if words:
        assert words in adjustment_record(entry)["caps"][0]["texts"]["zh"]


@pytest.mark.parametrize(
    ("village", "ids", "caps", "counties"),
    [
        (VILLAGE, None, (), ["370126"]),
        ("371126004012", None, ("elsewhere",), ["371126"]),
        (None, None, (), ["370126"]),
        (None, ["A", "B"], (), []),
    ],
)
def test_measures_hold_in_their_county(village, ids, caps, counties):
    entry = balance(new=entered(NEW_SITE, ids=ids and ids[:1]), patches=usual(village=village))
    assert (entry.judged.caps, entry.counties) == (caps, counties)
    assert ("place_not_told" in {note["id"] for note in adjustment_record(entry)["notes"]}) == (not counties)


def test_layers_in_other_projections():
    """The same plots in degrees, and the survey in another form of the zone, give the same balance."""
    import geopandas

    def moved(source, crs):
        frame = geopandas.GeoSeries(shapely.from_wkb(source.all.wkb), crs="EPSG:4527").to_crs(crs)
        return MemorySource(source.description.name, list(frame), source.columns, crs=crs)

    plain, other = balance(), balance(
        moved(reclaimed(OLD_YARD), "EPSG:4490"), moved(entered(NEW_SITE), "EPSG:4490"), moved(usual(), "EPSG:4548")
    )  # fmt: skip
    for name in ("construction", "farmland"):
        assert found(plain, name).values["change_m2"] == pytest.approx(found(other, name).values["change_m2"], abs=0.02)
    assert str(other.judged.verdict) == "balanced"


def test_edges_of_a_survey_in_degrees():
    """A field border of 2 km bends by some 6 cm, which is 6 m2 of the site: where that decides, an officer looks."""
    import geopandas

    north = box(-1000, 0, 2000, 1000)
    south = box(-1000, -1000, 2000, 1000)
    frame = geopandas.GeoSeries([north, south], crs="EPSG:4527").to_crs("EPSG:4490")
    columns = land((north, "0702"), (south, "0103")).columns
    patches = MemorySource("DLTB", list(frame), columns, crs="EPSG:4490")
    site, yard = box(-50, -50, 100, 50), box(200, 0, 100, 49.98)
    entry = balance(reclaimed(yard, YSWH=None), entered(site), patches)
    assert outcome(entry, "construction") == "review"
    assert "经纬度" in found(entry, "construction").text("zh")


def messy():
    """Return a balance with every kind of cell: odd sizes, all categories, gaps, double cover, a broken plot."""
    plots = [box(7.13 * i, 0, 7.13, 33.37) for i in range(9)]
    classes = ["0702", "0601", "0103", "0404", "1006", "1206", None, "9999", "0201K"]
    patches = land(
        *[(plots[i].buffer(0.37), code, 5 + i, "2", 0.013 * i) for i, code in enumerate(classes)],
        (box(-100, 0, 33.33, 77.77), "0102", None), (box(-66.67, 0, 20, 77.77), "1003"), (box(-50, 0, 3, 11), "1107"),
    )  # fmt: skip
    old = reclaimed(
        *plots[:7], BOW_TIE, FKDLBM=["0102", "0101", "0103", "0301", None, "0102", "0102", "0102"], KCXS=0.03
    )
    return balance(old, entered(box(-90, 0, 60.1, 70.3), *plots[7:]), patches, scattered_below_m2=None)


def test_the_record_says_it_all_and_equal_runs_are_equal():
    one, two = (adjustment_record(messy()) for _ in range(2))
    schema = json.loads(resource("schemas", "adjustment.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(one, allow_nan=False)))
    assert one.pop("run")["balance_id"] == two.pop("run")["balance_id"]
    assert json.dumps(one, sort_keys=True) == json.dumps(two, sort_keys=True)
    assert {finding["outcome"] for finding in one["findings"]} >= {"unknown", "review", "pass"}
    assert all(finding["texts"]["zh"] and finding["texts"]["en"] for finding in one["findings"])


@pytest.mark.parametrize("make", [balance, messy])
def test_the_balance_sheet_closes_as_printed(make, tmp_path):
    path = tmp_path / "balance.xlsx"
    entry = make()
    write_adjustment(entry, AdjustmentOutputs(table=path))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["结论", "平衡表", "耕地质量", "核查结果", "地块"]
    _, *rows = book["平衡表"].iter_rows(values_only=True)
    figures = [[round(100 * value) for value in row[3:]] for row in rows]
    for row, cents in zip(rows, figures, strict=True):
        old_now, old_after, new_now, new_after, before, after, change = cents
        assert (old_now + new_now, old_after + new_after, after - before) == (before, after, change), row
    total = figures[-1]
    sums = [cents for row, cents in zip(rows, figures, strict=True) if row[1] == "小计"]
    assert [sum(column) for column in zip(*sums, strict=True)] == total
    assert total[0] == total[1]
    assert total[2] == total[3]
    assert total[-1] == 0
    for category in {row[0] for row in rows[:-1]}:
        mine = [(row[1], cents) for row, cents in zip(rows, figures, strict=True) if row[0] == category]
        (whole,) = [cents for kind, cents in mine if kind == "小计"]
        parts = [cents for kind, cents in mine if kind != "小计"]
        assert not parts or [sum(column) for column in zip(*parts, strict=True)] == whole
    quality = [row for row in book["耕地质量"].iter_rows(min_row=2, values_only=True) if row[0] == "耕地等别"]
    *grades, whole, _ = [[round(100 * value) for value in row[2:]] for row in quality[:-1]] + [None]
    assert [sum(column) for column in zip(*grades, strict=True)] == whole
    gained = found(entry, "farmland").values
    assert whole == [round(100 * gained["gained_m2"]), round(100 * gained["occupied_m2"])]
    # the total is that of the plots, each place once
    area = sum(plot.counted_m2 for plot in entry.plots)
    assert total[4] / 100 == pytest.approx(area, abs=0.011)
    construction = next(cents for row, cents in zip(rows, figures, strict=True) if row[:2] == ("建设用地", "小计"))
    assert construction[-1] == round(100 * found(entry, "construction").values["change_m2"])


def test_the_layer_keeps_every_plot():
    table = plots_table(messy())
    rows = {(row["side"], row["parcel_id"]): row for row in table.rows}
    assert len(rows) == 11
    assert {(row["verdict"], row["in_force"], row["as_of"]) for row in table.rows} == {
        ("undetermined", True, "2026-03-01")
    }
    broken = rows["reclaimed", "F8"]
    assert broken["area_ellipsoid_m2"] is None
    assert "自相交" in broken["remarks"]
    assert rows["reclaimed", "F1"]["construction_change_m2"] < 0
    assert rows["reclaimed", "F1"]["becomes"] == "0102 水浇地"
    parts = ("agricultural_m2", "construction_m2", "unused_m2", "unknown_m2", "uncovered_m2")
    for plot, row in zip(messy().plots, table.rows, strict=True):
        if plot.fault is None:
            assert sum(row[name] for name in parts) == pytest.approx(plot.counted_m2, abs=0.001)


def test_personal_fields_are_never_read():
    old = reclaimed(OLD_YARD, CFZR="SAMPLE-ONLY", ZRRZJHM="370126000000000000")
    record = adjustment_record(balance(old))
    assert "SAMPLE-ONLY" not in str(record)
    assert "ZRRZJHM" not in record["inputs"]["reclaimed"]["fields"]


def test_every_condition_has_its_sentences():
    for entry in (balance(), messy()):
        for finding in entry.judged.findings:
            assert has_text(finding.text_id)
            assert finding.condition.title["zh"]
            assert "{" not in finding.text("zh") + finding.text("en")
