# SPDX-License-Identifier: GPL-2.0-or-later
"""What findings amount to, the worst first, and what no finding lets pass."""

from __future__ import annotations

from itertools import permutations
from types import SimpleNamespace

import pytest

from land_entry_plugin.rules.findings import Finding, Outcome, citation, worst, worst_first
from land_entry_plugin.rules.verdicts import caps_of, spatial_verdict, verdict, worse

PASS, REVIEW, UNKNOWN, CONFLICT = Outcome.PASS, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.CONFLICT


def found(outcome, *, blocking=True, roles=("land_use",), spatial=True, missing=False, text="x", **others):
    rule = SimpleNamespace(blocking=blocking, roles=roles)
    finding = SimpleNamespace(
        outcome=outcome, rule=rule, is_spatial=spatial, role_missing=missing, text_id=text, assumed=False, beside=()
    )
    vars(finding).update(others)
    return finding  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], "undetermined"),
        ([(PASS, True)], "eligible"),
        ([(PASS, True), (REVIEW, True)], "review"),
        ([(PASS, True), (UNKNOWN, False)], "review"),
        ([(PASS, True), (CONFLICT, False)], "review"),
        ([(REVIEW, True), (UNKNOWN, True)], "undetermined"),
        ([(UNKNOWN, True), (CONFLICT, True)], "prohibited"),
        ([(UNKNOWN, True), (CONFLICT, False)], "undetermined"),
    ],
)
def test_the_worst_decides_in_whatever_order_it_stands(outcomes, expected):
    findings = [found(outcome, blocking=blocking) for outcome, blocking in outcomes]
    for some in permutations(findings):
        assert verdict(some) == expected


def test_a_cap_lowers_the_best_and_nothing_else():
    assert verdict([found(PASS)], ["not_in_force"]) == "review"
    assert verdict([found(CONFLICT)], ["not_in_force"]) == "prohibited"
    assert verdict([found(UNKNOWN)], ["not_in_force"]) == "undetermined"
    assert verdict([found(PASS)], [""]) == "eligible"


def test_a_finding_of_a_higher_level_beside_one_counts_as_much():
    assert verdict([found(PASS, beside=(found(CONFLICT),))]) == "prohibited"
    assert spatial_verdict([found(PASS, beside=(found(UNKNOWN),))]) == "undetermined"
    assert caps_of([found(PASS, beside=(found(PASS, assumed=True),))], in_force=True) == ("assumed_extent",)


def test_space_alone_decides_without_officers_and_without_what_was_not_given():
    good = found(PASS)
    assert spatial_verdict([good, found(REVIEW, spatial=False), found(UNKNOWN, missing=True)]) == "eligible"
    assert spatial_verdict([good, found(CONFLICT, spatial=False)]) == "eligible"
    assert spatial_verdict([good, found(CONFLICT)]) == "prohibited"
    assert spatial_verdict([good, found(UNKNOWN, missing=True, text="role_in_doubt")]) == "undetermined"


def test_without_a_layer_nothing_is_known_unless_the_parcel_itself_is_at_fault():
    own = {"roles": ()}
    assert spatial_verdict([]) == "undetermined"
    assert spatial_verdict([found(PASS, **own)]) == "undetermined"
    assert spatial_verdict([found(REVIEW, **own)]) == "undetermined"
    assert spatial_verdict([found(PASS, missing=True)]) == "undetermined"
    assert spatial_verdict([found(CONFLICT, **own)]) == "prohibited"
    assert spatial_verdict([found(PASS, **own), found(PASS)]) == "eligible"


def test_each_reason_that_holds_a_verdict_down_is_named_and_none_unasked():
    assert caps_of([found(PASS)], in_force=True) == ()
    assert caps_of([found(PASS, assumed=True), found(PASS)], in_force=True) == ("assumed_extent",)
    assert caps_of([], in_force=False) == ("not_in_force",)
    said = {
        "at_home": "outside_jurisdiction", "local_pack_chosen": "local_pack_not_chosen",
        "all_enabled": "rule_disabled", "on_national": "without_national",
    }  # fmt: skip
    for name, cap in said.items():
        assert caps_of([], in_force=True, **{name: False}) == (cap,)
    assert caps_of([], in_force=True, **dict.fromkeys(said, False)) == tuple(said.values())


def test_of_two_verdicts_the_worse_one():
    order = ["prohibited", "undetermined", "review", "eligible"]
    verdicts = [verdict([found(one)]) for one in (CONFLICT, UNKNOWN, REVIEW, PASS)]
    assert verdicts == order
    for i, one in enumerate(verdicts):
        for j, other in enumerate(verdicts):
            assert worse(one, other) == order[min(i, j)]


def test_a_finding_that_waits_for_an_answer_says_nothing_else():
    said = {text: Finding(None, REVIEW, text) for text in ("answer.unanswered", "rule.asked_instead", "zone.sliver")}
    assert [one.is_open_question for one in said.values()] == [True, True, False]
    assert said["zone.sliver"].case == "sliver"


def test_the_worst_of_several_and_their_order():
    assert [worst(PASS, REVIEW), worst(REVIEW, CONFLICT, UNKNOWN), worst(UNKNOWN, REVIEW)] == [
        REVIEW,
        CONFLICT,
        UNKNOWN,
    ]
    every = [
        Finding(None, outcome, name) for name, outcome in (("a", PASS), ("b", REVIEW), ("c", CONFLICT), ("d", REVIEW))
    ]
    assert [one.text_id for one in worst_first(every)] == ["c", "b", "d", "a"]


def test_a_basis_is_cited_with_what_it_has():
    assert citation("土地管理法", None, "第六十三条") == "《土地管理法》第六十三条"
    assert citation("通知", "自然资发〔2023〕1号", None) == "《通知》（自然资发〔2023〕1号）"
