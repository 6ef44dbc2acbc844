# SPDX-License-Identifier: GPL-2.0-or-later
"""Outside a zone, or inside it; which features count; what nobody can tell."""

from __future__ import annotations

from datetime import date

import pytest
from spatial_support import GROUND, features, found, nothing, obligations, pack_of, rights, said, strip
from support import MemorySource, box, urban

CORE, FLEXIBLE = ("410", "城镇集中建设区"), ("420", "城镇弹性发展区")


def cases(*rows):
    """Return a layer of violations of ``(geometry, AJZT)``."""
    return features("WFDK", *[(shape, {"AJBH": f"案{i}", "AJZT": state}) for i, (shape, state) in enumerate(rows)])


def seizures(*rows):
    """Return a layer of restrictions of ``(geometry, from, until)``."""
    return features(
        "CFDJ",
        *[(s, {"CFWH": f"保{i}", "CFQSSJ": begin, "CFJSSJ": end}) for i, (s, begin, end) in enumerate(rows)],
    )


def plain(name, *shapes):
    return features(name, *[(shape, {"BSM": f"{name}{i}"}) for i, shape in enumerate(shapes)])


# outside, with the tolerance of slivers and without


@pytest.mark.parametrize(
    ("width", "tolerance", "expected"),
    [
        (-0.01, "none", ("none", "pass")),
        (0.00009, "none", ("touch", "pass")),
        (0.002, "none", ("sliver", "review")),
        (0.004, "sliver", ("touch", "pass")),
        (0.006, "sliver", ("sliver", "review")),
        (0.99, "sliver", ("sliver", "review")),
        (0.99, "none", ("sliver", "review")),
        (1.02, "sliver", ("large", "conflict")),
        (1.02, "none", ("large", "conflict")),
    ],
)
def test_tolerance(tmp_path, width, tolerance, expected):
    pack = pack_of(
        tmp_path, kind="zone", roles=["temporary_use"], parameters={"must": "outside", "tolerance": tolerance}
    )
    layer = plain("LSYD", box(-50, 0, 50 + width, 100))
    assert said("mine", temporary_use=layer, rule_pack=pack) == expected


def test_temporary_use_is_never_stock():
    assert said("temporary_use", temporary_use=plain("LSYD", strip(5))) == ("large", "conflict")
    assert said("temporary_use", temporary_use=plain("LSYD", box(-50, 0, 49.99, 100))) == ("none", "pass")
    assert said("temporary_use", temporary_use=nothing("LSYD", "BSM")) == ("none", "pass")
    result = found("temporary_use")
    assert (result["text_id"], result["outcome"], result["role_missing"]) == ("rule.asked_instead", "review", True)
    assert result["unanswered"] == ["no_temporary_use"]


def test_expropriation_is_for_an_officer():
    assert said("expropriation", expropriation=plain("CPKF", GROUND)) == ("large", "review")
    assert said("expropriation", expropriation=plain("CPKF", box(100.01, 0, 50, 100))) == ("none", "pass")
    assert found("expropriation", expropriation=plain("CPKF", GROUND))["blocking"] is False


def test_archaeology_goes_before_the_deal():
    for shape in (GROUND, strip(0.002)):
        result = found("heritage", heritage=plain("LSWHBHX", shape))
        assert (result["outcome"], obligations(result)) == ("review", ["archaeology_first"])
    result = found("heritage", heritage=plain("LSWHBHX", box(-10, 0, 9.99, 100)))
    assert (result["outcome"], obligations(result)) == ("pass", [])


# which features count


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("立案查处", ("large", "conflict")),
        (" 未结案 ", ("large", "conflict")),
        ("已结案", ("none", "pass")),
        ("移送", ("doubtful", "review")),
        (None, ("doubtful", "review")),
        ("", ("doubtful", "review")),
    ],
)
def test_an_open_case_bars_a_closed_one_does_not(state, expected):
    assert said("violations", violations=cases((strip(5), state))) == expected
    # the twin does not touch the parcel
    assert said("violations", violations=cases((box(-5, 0, 4.99, 100), state))) == ("none", "pass")


def test_of_several_cases_the_worst_counts():
    layer = cases((strip(5), "已结案"), (box(10, 0, 5, 100), "移送"), (box(20, 0, 5, 100), "立案查处"))
    result = found("violations", violations=layer)
    assert (result["outcome"], result["area_m2"]) == ("conflict", pytest.approx(500, abs=0.01))
    assert result["values"]["doubtful_m2"] == pytest.approx(500, abs=0.01)
    # a sliver of an open case and a case in doubt
    layer = cases((strip(0.5), "立案查处"), (box(10, 0, 5, 100), "移送"))
    assert said("violations", violations=layer) == ("sliver", "review")


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("20250618", "20280617", ("large", "conflict")),
        ("2025-06-18", "2026-11-20", ("none", "pass")),
        ("2025/6/18", "2026年11月21日", ("large", "conflict")),  # the last day counts
        ("20261122", None, ("none", "pass")),
        ("20261121", None, ("large", "conflict")),
        (None, None, ("large", "conflict")),
        (" ", "/", ("large", "conflict")),
        ("20250618", "长期", ("doubtful", "review")),
        ("去年", "20280617", ("doubtful", "review")),
        ("去年", "20200101", ("none", "pass")),  # over, whenever it began
        ("20250618", "20260230", ("doubtful", "review")),
        (20250618.0, 20280617, ("large", "conflict")),
        ("2025-06-18T00:00:00", "2028-06-17 00:00:00", ("large", "conflict")),
        (date(2025, 6, 18), date(2026, 11, 20), ("none", "pass")),
        ("2025061", None, ("doubtful", "review")),
    ],
)
def test_a_restriction_counts_while_it_runs(begin, end, expected):
    assert said("restrictions", restrictions=seizures((strip(5), begin, end))) == expected


def test_the_day_decides():
    layer = seizures((strip(5), "20250618", "20280617"))
    for day, outcome in (
        (date(2025, 6, 17), "pass"), (date(2025, 6, 18), "conflict"),
        (date(2028, 6, 17), "conflict"), (date(2028, 6, 18), "pass"),
    ):  # fmt: skip
        assert said("restrictions", restrictions=layer, as_of=day)[1] == outcome


@pytest.mark.parametrize(
    ("parameters", "value", "outcome"),
    [
        ({"where": {"LXMC": ["保护范围"]}}, "保护范围", "conflict"),
        ({"where": {"LXMC": ["保护范围"]}}, "建设控制地带", "pass"),
        ({"where": {"LXMC": ["保护范围"]}}, None, "review"),
        ({"except": {"LXMC": ["建设控制地带"]}}, "保护范围", "conflict"),
        ({"except": {"LXMC": ["建设控制地带"]}}, "建设控制地带", "pass"),
        ({"except": {"LXMC": ["建设控制地带"]}}, None, "review"),
        # codes that a file keeps as numbers
        ({"where": {"LXMC": ["1"]}}, 1.0, "conflict"),
        ({"where": {"LXMC": ["1.5"]}}, 1.5, "conflict"),
        ({"where": {"LXMC": ["1"]}}, 2, "pass"),
        ({"where": {"LXMC": ["1"]}}, float("nan"), "review"),
        ({"where": {"LXMC": ["保护范围"], "BHJB": ["省级"]}}, "保护范围", "pass"),
        ({"where": {"LXMC": ["保护范围"], "BHJB": ["县级"]}}, "保护范围", "conflict"),
    ],
)
def test_fields_say_which_features_count(tmp_path, parameters, value, outcome):
    pack = pack_of(tmp_path, kind="zone", roles=["heritage"], parameters=parameters)
    layer = features("LSWHBHX", (strip(5), {"LXMC": value, "BHJB": "县级"}))
    assert said("mine", heritage=layer, rule_pack=pack)[1] == outcome


@pytest.mark.parametrize(
    ("sign", "expected"),
    [("GB", ("large", "conflict")), ("JB", ("none", "pass")), ("JC", ("none", "pass")), ("ZB", ("doubtful", "review"))],
)
def test_rights_on_state_land(sign, expected):
    assert said("use_rights", use_rights=rights((strip(5), sign))) == expected
    assert said("use_rights", use_rights=rights((box(-5, 0, 4.99, 100), sign))) == ("none", "pass")


# where the layer is complete


@pytest.mark.parametrize(
    ("shape", "outcome"),
    [(None, "unknown"), (strip(0.5), "unknown"), (strip(5), "conflict")],
)
def test_nothing_found_proves_nothing_where_the_layer_ends(shape, outcome):
    admin = MemorySource("XZQ", [box(-500, -500, 560, 1000)], {"XZQDM": ["1"]})
    layer = plain("LSYD", shape) if shape else nothing("LSYD", "BSM")
    assert said("temporary_use", temporary_use=layer, admin_area=admin)[1] == outcome


def test_extents_of_optional_layers():
    layer = plain("LSYD", box(200, 0, 50, 50))
    result = found("temporary_use", temporary_use=layer, admin_area=None)
    assert (result["outcome"], result["assumed"]) == ("pass", True)
    # what lies on the parcel lies there wherever the layer ends
    for width, outcome in ((0.5, "review"), (5, "conflict")):
        result = found("temporary_use", temporary_use=plain("LSYD", strip(width)), admin_area=None)
        assert (result["outcome"], result["assumed"]) == (outcome, False)
    stated = found("temporary_use", temporary_use=layer, admin_area=None, complete=("temporary_use",))
    assert (stated["outcome"], stated["assumed"]) == ("pass", False)
    elsewhere = features("LSYD", (box(200, 0, 50, 50), {"BSM": "1"}), package="/other")
    assert said("temporary_use", temporary_use=elsewhere, admin_area=None) == ("none", "review")
    none_of_its_kind = found("temporary_use", complete=("temporary_use",))
    assert (none_of_its_kind["outcome"], none_of_its_kind["role_missing"]) == ("pass", True)


def test_a_milder_case_never_hides_an_open_extent(tmp_path):
    outcomes = {"sliver": "pass", "large": "review"}
    parameters = {"must": "outside", "tolerance": "sliver"}
    pack = pack_of(tmp_path, kind="zone", roles=["temporary_use"], parameters=parameters, outcomes=outcomes)
    admin = MemorySource("XZQ", [box(-500, -500, 560, 1000)], {"XZQDM": ["1"]})
    for width, complete in ((0.5, "pass"), (5, "review")):
        layer = plain("LSYD", strip(width))
        assert said("mine", temporary_use=layer, rule_pack=pack)[1] == complete
        assert said("mine", temporary_use=layer, rule_pack=pack, admin_area=admin) == ("open", "unknown")
        elsewhere = features("LSYD", (strip(width), {"BSM": "1"}), package="/other")
        assert said("mine", temporary_use=elsewhere, rule_pack=pack, admin_area=None)[1] == "review"


def test_a_soft_rule_leaves_its_conflict_to_an_officer(tmp_path):
    pack = pack_of(tmp_path, kind="zone", roles=["temporary_use"], polarity="soft")
    assert said("mine", temporary_use=plain("LSYD", strip(5)), rule_pack=pack) == ("large", "review")


# inside


@pytest.fixture
def town(tmp_path):
    parameters = {"must": "inside", "categories": ["core"]}
    return pack_of(tmp_path, kind="zone", roles=["urban_boundary"], parameters=parameters)


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        ([(GROUND, *CORE)], ("inside", "pass")),
        ([(box(-10, -10, 110, 200), *CORE)], ("inside", "pass")),
        ([(box(-10, -10, 109.99, 200), *CORE)], ("beside", "review")),
        ([(box(-10, -10, 108.9, 200), *CORE)], ("straddling", "conflict")),
        ([(box(-10, -10, 60, 200), *CORE)], ("straddling", "conflict")),
        ([(box(-10, -10, 60, 200), *CORE), (box(50, -10, 60, 200), *CORE)], ("inside", "pass")),
        ([(box(-10, -10, 60, 200), *CORE), (box(50, -10, 60, 200), *FLEXIBLE)], ("straddling", "conflict")),
        ([(GROUND, *FLEXIBLE)], ("outside", "conflict")),
        ([(box(100.01, 0, 50, 50), *CORE)], ("outside", "conflict")),
        ([], ("outside", "conflict")),
        ([(GROUND, "999", "某区")], ("doubtful_inside", "review")),
        ([(box(-10, -10, 60, 200), *CORE), (box(50, -10, 60, 200), "999", "某区")], ("doubtful_inside", "review")),
        ([(box(-10, -10, 60, 200), *CORE), (box(50, -10, 20, 200), "999", "某区")], ("straddling", "conflict")),
    ],
)
def test_only_inside_the_town(town, zones, expected):
    assert said("mine", urban_boundary=urban(*zones), rule_pack=town) == expected


def test_areas_inside_and_outside(town):
    values = found("mine", urban_boundary=urban((box(-10, -10, 70, 200), *CORE)), rule_pack=town)["values"]
    assert (values["inside_m2"], values["area_m2"]) == (pytest.approx(6000, abs=0.01), pytest.approx(4000, abs=0.01))
    assert values["share"] == pytest.approx(0.4, abs=1e-6)


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        # half of the parcel lies beyond the admin area
        ([(box(-10, -10, 60, 200), *CORE)], ("not_complete", "unknown")),
        ([(GROUND, *CORE)], ("inside", "pass")),
        # what the layer shows is known even there
        ([(box(-10, -10, 60, 200), *CORE), (box(50, -10, 60, 200), *FLEXIBLE)], ("straddling", "conflict")),
        ([(box(-10, -10, 30, 200), *CORE)], ("straddling", "conflict")),
    ],
)
def test_outside_for_certain_is_only_where_the_layer_is_complete(town, zones, expected):
    admin = MemorySource("XZQ", [box(-500, -500, 550, 1000)], {"XZQDM": ["1"]})
    assert said("mine", urban_boundary=urban(*zones), rule_pack=town, admin_area=admin) == expected


def test_inside_without_a_stated_extent(town):
    elsewhere = urban((box(-10, -10, 60, 200), *CORE), package="/other")
    assert said("mine", urban_boundary=elsewhere, rule_pack=town, admin_area=None) == ("not_complete", "review")
    whole = urban((GROUND, *CORE), package="/other")
    assert said("mine", urban_boundary=whole, rule_pack=town, admin_area=None) == ("inside", "pass")


def test_inside_a_planned_zone_of_any_role(tmp_path):
    parameters = {"must": "inside", "tolerance": "sliver", "where": {"GHDLBM": ["100101", "090101"]}}
    pack = pack_of(tmp_path, kind="zone", roles=["planned_use"], parameters=parameters)

    def plan(*rows):
        return features("GHYDTB", *[(shape, {"GHDLBM": code}) for shape, code in rows])

    works, shops, field = (box(-10, -10, 60, 200), "100101"), (box(50, -10, 60, 200), "090101"), (GROUND, "0102")
    assert said("mine", planned_use=plan(works, shops), rule_pack=pack) == ("inside", "pass")
    assert said("mine", planned_use=plan(field), rule_pack=pack) == ("outside", "conflict")
    assert said("mine", planned_use=plan(works), rule_pack=pack) == ("not_complete", "unknown")
    assert said("mine", planned_use=plan(works, (box(50, -10, 60, 200), None)), rule_pack=pack)[1] == "review"
    # 4 mm beside is touching here, 6 mm is not
    for gap, expected in ((0.004, ("inside", "pass")), (0.006, ("beside", "review"))):
        near = plan((box(-10, -10, 110 - gap, 200), "100101"), (box(100 - gap, -10, 10, 200), "0102"))
        assert said("mine", planned_use=near, rule_pack=pack) == expected


@pytest.mark.parametrize("case", ["beside", "straddling", "outside"])
def test_a_pack_gives_each_side_its_outcome(tmp_path, case):
    zones = {"beside": 109.99, "straddling": 60, "outside": 9.99}
    pack = pack_of(
        tmp_path, kind="zone", roles=["urban_boundary"], parameters={"must": "inside"}, outcomes={case: "pass"}
    )
    for name, width in zones.items():
        outcome = said("mine", urban_boundary=urban((box(-10, -10, width, 200), *CORE)), rule_pack=pack)[1]
        assert (outcome == "pass") == (name == case)


def test_a_strip_beside_the_town_counts_whatever_else_is_in_doubt(tmp_path):
    parameters = {"must": "inside", "categories": ["core"]}
    zones = urban((box(-10, -10, 70, 200), *CORE), (box(60, -10, 39.5, 200), "999", "某区"))
    for outcomes, expected in ((None, ("doubtful_inside", "review")), ({"beside": "conflict"}, ("beside", "conflict"))):
        pack = pack_of(tmp_path, kind="zone", roles=["urban_boundary"], parameters=parameters, outcomes=outcomes)
        assert said("mine", urban_boundary=zones, rule_pack=pack) == expected


def test_a_soft_side_never_hides_what_nobody_knows(tmp_path):
    pack = pack_of(tmp_path, kind="zone", roles=["urban_boundary"], polarity="soft", parameters={"must": "inside"})
    admin = MemorySource("XZQ", [box(-500, -500, 550, 1000)], {"XZQDM": ["1"]})
    zones = urban((box(-10, -10, 30, 200), *CORE))
    assert said("mine", urban_boundary=zones, rule_pack=pack) == ("straddling", "review")
    assert said("mine", urban_boundary=zones, rule_pack=pack, admin_area=admin) == ("not_complete", "unknown")


# the control lines stay as they are


@pytest.mark.parametrize("rule", ["basic_farmland", "ecological_red_line"])
def test_control_lines_have_no_tolerance(rule):
    for width, outcome in ((-0.01, "pass"), (0.00009, "pass"), (0.002, "review"), (1.02, "conflict")):
        layer = plain("L", box(-50, 0, 50 + width, 100))
        assert said(rule, **{rule: layer})[1] == outcome
    assert found(rule, **{rule: None})["outcome"] == "unknown"


def test_the_zones_of_the_boundary(tmp_path):
    outcomes = {"touching": "pass", "straddling": "conflict"}
    pack = pack_of(tmp_path, kind="urban_boundary", roles=["urban_boundary"], outcomes=outcomes)
    half = (box(-10, -10, 60, 200), *CORE)
    for rest, expected in (
        ((box(50, -10, 60, 200), *FLEXIBLE), ("touching", "pass")),
        ((box(50, -10, 60, 200), "999", "某区"), ("zone_not_known", "review")),
        ((box(100.01, -10, 60, 200), *CORE), ("straddling", "conflict")),
    ):
        assert said("mine", urban_boundary=urban(half, rest), rule_pack=pack) == expected


def test_what_the_boundary_says_of_a_parcel():
    """Inside is inside wherever the layer ends; outside rests on where it does."""
    inside = found("urban_boundary", urban_boundary=urban((GROUND, *CORE)), admin_area=None)
    assert (inside["outcome"], inside["assumed"], inside["share"]) == ("pass", False, 1.0)
    assert inside["values"]["zones"]["zh"] == ["城镇集中建设区"]
    outside = found("urban_boundary", urban_boundary=urban((box(200, 0, 50, 50), *CORE)), admin_area=None)
    assert (outside["outcome"], outside["assumed"], outside["values"]["zones"]["zh"]) == ("pass", True, [])
    both = urban((box(-10, -10, 40, 200), *CORE), (box(30, -10, 80, 200), *FLEXIBLE))
    values = found("urban_boundary", urban_boundary=both)["values"]
    figures = [values[f"{name}_m2"] for name in ("core", "flexible", "special", "inside", "outside")]
    assert figures == [pytest.approx(area, abs=0.01) for area in (3000, 7000, 0, 10_000, 0)]


def test_a_filter_is_printed():
    result = found("violations", violations=cases((strip(5), "立案查处")))
    assert "按 AJZT 筛选" in result["texts"]["zh"]
    assert "已结案" in result["values"]["except"]["AJZT"]
    result = found("restrictions", restrictions=seizures((strip(5), None, None)))
    assert "(by CFQSSJ, CFJSSJ)" in result["texts"]["en"]
    assert "筛选" not in found("basic_farmland")["texts"]["zh"]
