# SPDX-License-Identifier: GPL-2.0-or-later
"""A county that the code knows nothing of: everything it asks for is in its pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rule_support import NO, YES, box, case_of, judged, layer, outcome, rule_of

from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.standing import standing

PACK = load_pack(str(Path(__file__).parent / "packs" / "third_county.yaml"))
VOTED, BEFORE = {"meeting_date": "2025-06-01"}, {"meeting_date": "2025-04-30"}
STEPS = {"entry_way": "lease_then_assignment", "use": "industrial"}
DEAL = {"stage": "contract", "deal_date": "2026-05-06", "deal_price": "1000000"}
PLAN = {"stage": "plan"}


@pytest.mark.parametrize(
    ("rule_id", "answers", "expected"),
    [
        ("vote", {**VOTED, "members_total": "300", "members_present": "300", "members_yes": "225"}, "pass"),
        ("vote", {**VOTED, "members_total": "300", "members_present": "300", "members_yes": "224"}, "conflict"),
        # two thirds are enough elsewhere
        ("vote", {**VOTED, "members_total": "3", "members_present": "3", "members_yes": "2"}, "conflict"),
        # the national quorum of two thirds still holds
        ("vote", {**VOTED, "members_total": "300", "members_present": "199", "members_yes": "199"}, "conflict"),
        ("vote_until_2025", {**BEFORE, "members_total": "300", "members_yes": "200"}, "pass"),
        ("publication", {**PLAN, "published_from": "2025-07-01", "published_until": "2025-07-16"}, "pass"),
        ("publication", {**PLAN, "published_from": "2025-07-01", "published_until": "2025-07-15"}, "conflict"),
        ("publication", {"stage": "screening"}, "pass"),
        ("lease_then_assignment", {**STEPS, "lease_years": "8", "term_years": "31"}, "pass"),
        ("lease_then_assignment", {**STEPS, "lease_years": "8年1天", "term_years": "31"}, "conflict"),
        ("lease_then_assignment", {**STEPS, "lease_years": "8", "term_years": "31.01"}, "conflict"),
        ("lease_then_assignment", {**STEPS, "use": "commercial", "lease_years": "8", "term_years": "31"}, "pass"),
        ("lease_then_assignment", {"entry_way": "assignment"}, "pass"),
        ("lease_then_assignment", {**STEPS, "lease_years": "8"}, "review"),
        ("listing_in_principle", {"trade_form": "listing"}, "pass"),
        ("listing_in_principle", {"trade_form": "auction"}, "review"),
        ("indices", {"use": "industrial", "floor_area_ratio": "1"}, "pass"),
        ("indices", {"use": "industrial", "floor_area_ratio": "0.99"}, "conflict"),
        ("indices", {"use": "commercial", "floor_area_ratio": "2.51"}, "conflict"),
        ("indices", {"use": "commercial"}, "review"),
    ],
)
def test_each_rule(rule_id, answers, expected):
    assert outcome(PACK, rule_id, answers) == expected


@pytest.mark.parametrize(
    ("use", "grade", "day", "levy"),
    [
        ("industrial", "1", "2026-05-06", "200000"),
        ("warehousing", "2", "2026-05-06", "200000"),
        ("industrial", "3", "2026-05-06", "160000"),
        ("commercial", "1", "2026-12-31", "480000"),
        ("commercial", "1", "2027-01-01", "450000"),
        ("commercial", "2", "2026-05-06", "400000"),
        ("commercial", "4", "2026-05-06", "320000"),
        ("tourism", "1", "2026-05-06", None),
        ("rental_housing", "1", "2026-05-06", None),
    ],
)
def test_the_levy_follows_use_grade_and_day(use, grade, day, levy):
    found = judged(PACK, "levy", {**DEAL, "use": use, "land_grade": grade, "deal_date": day})
    if levy is None:
        assert (found.outcome, found.text_id) == (Outcome.REVIEW, "figure.undefined")
    else:
        assert found.outcome is Outcome.PASS
        assert found.values["is"]["en"] == f"{levy} yuan"


def test_the_levy_is_open_without_the_day_of_the_deal():
    rest = {"use": "industrial", "land_grade": "1", "stage": "contract", "deal_price": "1000000"}
    assert judged(PACK, "levy", rest).unanswered == ("deal_date",)


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (box(-10, -10, 200, 200), "pass"),
        (box(0, 0, 100, 100), "pass"),
        (box(0, 0, 99.99, 100), "review"),
        (box(0, 0, 95, 100), "conflict"),
        (box(200, 200, 10, 10), "conflict"),
    ],
)
def test_only_inside_the_town_plan(boundary, expected):
    layers = {"urban_boundary": layer(("CZ1", "core", boundary))}
    assert outcome(PACK, "inside_town_plan", layers=layers) == expected


def test_without_the_boundary_nothing_can_be_said():
    assert outcome(PACK, "inside_town_plan") == "unknown"


@pytest.mark.parametrize(
    ("uses", "expected"), [("ccii", "conflict"), ("ciii", "pass"), ("ci", "conflict"), ("i", "pass")]
)
def test_the_cap_is_on_all_parcels_together(uses, expected):
    names = {"c": "commercial", "i": "industrial"}
    cases = [case_of(PACK, {"use": names[use]}) for use in uses]
    everyone = tuple(case.facts for case in cases)
    for case in cases:
        case.facts.everyone = everyone
    rule = rule_of(PACK, "annual_cap")
    assert KINDS[rule.kind].check(rule, cases[0]).outcome == expected


def test_the_cap_is_open_where_one_parcel_is():
    cases = [case_of(PACK, {"use": "industrial"}), case_of(PACK)]
    cases[0].facts.everyone = tuple(case.facts for case in cases)
    rule = rule_of(PACK, "annual_cap")
    assert KINDS[rule.kind].check(rule, cases[0]).outcome == "review"


def test_what_is_switched_off_is_listed_with_its_reason():
    assert "trade_form" not in {rule.id for rule in PACK.rules}
    ((rule, head, reason),) = PACK.disabled
    assert (rule.id, head.id, reason["zh"]) == ("trade_form", "third_county", "由「原则上挂牌」代替")


def test_what_does_not_yield_stays_beside():
    vote = rule_of(PACK, "vote")
    assert [one.pack.id for one in (vote, *vote.also)] == ["third_county", "national"]
    # the county asks for more, so its finding is the one that counts; looser ones cannot win
    few = {**VOTED, "members_total": "300", "members_present": "300", "members_yes": "210"}
    assert judged(PACK, "vote", few).rule.pack.id == "third_county"
    assert outcome(load_pack("national"), "vote", few) == "pass"


@pytest.mark.parametrize(("answer", "expected"), [(YES, "pass"), (NO, "conflict"), (None, "review")])
def test_the_national_rules_go_on(answer, expected):
    answers = {"ownership_registered": answer} if answer else {}
    assert outcome(PACK, "ownership_registered", answers) == expected


def test_its_days():
    assert standing(PACK.head, date(2030, 1, 1), "zh") == "已过有效期（2025-01-01 至 2029-12-31）"
    assert standing(replace(PACK.head, status="draft"), date(2026, 1, 1), "en") == "draft, not in force"
