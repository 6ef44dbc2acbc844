# SPDX-License-Identifier: GPL-2.0-or-later
"""What a rule holds against a parcel is what cutting takes away, no more and no less; then the rule is content."""

from __future__ import annotations

import pytest
from spatial_support import (
    DISTRICT,
    GROUND,
    PARCEL,
    approvals,
    around,
    features,
    nothing,
    owners,
    pack_of,
    rights,
    strip,
)
from support import AS_OF, GivenAnswers, all_layers, box, candidates, survey, urban

from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.jobs.avoidconflicts import AvoidanceRequest, avoidconflicts
from land_entry_plugin.jobs.screening import ScreeningRequest

PLAIN = Cutting(min_width_m=0, min_area_m2=0, keep=Keep.ALL, merge_m=0)
WORKSHOP = survey((GROUND, "0601"))
VILLAGE = "石桥村农民集体"


def cut(rule, land_use=WORKSHOP, **layers):
    """Return how much of the parcel went, and what the rule says before and after."""
    pack = layers.pop("rule_pack", "national")
    asked = ScreeningRequest(
        parcels=candidates(PARCEL),
        named=all_layers(land_use, **layers),
        as_of=AS_OF,
        answers=GivenAnswers(["P1"]),
        rule_pack=pack,
    )
    (parcel,) = avoidconflicts(AvoidanceRequest(asked, (rule,), PLAIN)).parcels
    said = [
        next(str(one.outcome) for one in result.findings if one.rule.id == rule)
        for result in (parcel.before, parcel.after)
    ]
    return PARCEL.area - parcel.geometry.area, *said


def expect(found, area_m2, after):
    assert found == (pytest.approx(area_m2, abs=0.05), "conflict", after)


def test_homesteads():
    expect(cut("homestead", use_rights=rights((box(-50, 0, 55, 100), "JC"))), 500, "pass")
    house = around((strip(10), "0702"))
    expect(cut("homestead", house), 1000, "pass")
    # a register that is complete leaves what it does not show to an officer: that stays
    expect(cut("homestead", house, use_rights=rights((box(5, 0, 10, 100), "JC"))), 1000, "review")
    code = {"ZDDM": f"{DISTRICT}JC00001"}
    elsewhere = features("ZDJBXX", (box(5, 0, 10, 100), code), package="/other")
    expect(cut("homestead", house, use_rights=elsewhere, admin_area=None), 1500, "pass")


def test_registered_land_of_the_state_that_no_collective_claims():
    to_70, from_50 = (box(-500, -500, 570, 1000), "JA", VILLAGE), (box(50, -500, 450, 1000), "GA", None)
    expect(cut("ownership", ownership=owners((box(-500, -500, 550, 1000), "JA", VILLAGE), from_50)), 5000, "pass")
    expect(cut("ownership", ownership=owners(to_70, from_50)), 3000, "review")
    use = (box(80, 0, 10, 100), "GB", None)
    expect(cut("ownership", ownership=owners(to_70, from_50, use)), 3000, "review")


def test_state_land_by_the_survey_that_no_register_covers():
    road = survey((GROUND.difference(strip(5)), "0601"), (strip(5), "1003", "20"))
    expect(cut("state_land", road), 500, "pass")
    expect(cut("state_land", road, ownership=owners((box(2, 0, 200, 100), "JA", VILLAGE))), 200, "review")


def test_uses_that_the_plan_does_not_allow():
    planned = [(strip(5), "0703"), (box(95, 0, 5, 100), "0102"), (box(50, 0, 10, 100), "1002")]
    rest = GROUND
    for shape, _ in planned:
        rest = rest.difference(shape)
    plan = features("GHYDTB", *[(shape, {"GHDLBM": code}) for shape, code in [*planned, (rest, "100101")]])
    expect(cut("planned_use", planned_use=plan), 1000, "review")


def test_what_changed_and_has_no_papers():
    history = features(
        "DLTB_2009",
        *[
            (shape, {"BSM": code, "DLBM": code, "SJNF": 2009})
            for shape, code in ((strip(10), "012"), (GROUND.difference(strip(10)), "203"))
        ],
    )
    papers = {"approvals": approvals(box(4, 0, 50, 100)), "use_rights": nothing("ZDJBXX", "ZDDM")}
    expect(cut("land_use_history", land_use_history=history, **papers), 400, "review")


def test_features_that_count_and_not_those_in_doubt():
    states = ((strip(5), "立案查处"), (box(10, 0, 5, 100), "移送"), (box(20, 0, 5, 100), "已结案"))
    layer = features("WFDK", *[(shape, {"AJBH": state, "AJZT": state}) for shape, state in states])
    expect(cut("violations", violations=layer), 500, "review")


def test_what_certainly_lies_outside_the_town(tmp_path):
    parameters = {"must": "inside", "categories": ["core"]}
    pack = pack_of(tmp_path, kind="zone", roles=["urban_boundary"], parameters=parameters)
    town = (box(-10, -10, 70, 200), "410", "城镇集中建设区")
    expect(cut("mine", urban_boundary=urban(town), rule_pack=pack), 4000, "pass")
    in_doubt = (box(60, -10, 10, 200), "999", "某区")
    expect(cut("mine", urban_boundary=urban(town, in_doubt), rule_pack=pack), 3000, "review")
