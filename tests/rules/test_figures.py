# SPDX-License-Identifier: GPL-2.0-or-later
"""Kinds that look at figures and codes: on each side of a bound, and what nobody can mean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rule_support import case_of, rule_of

from land_entry_plugin.rules.facts import introduce
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack

HEAD = """\
id: mine
version: "1.0"
status: in_force
title: {zh: 我的, en: Mine}
jurisdiction: {level: county, name: {zh: 某县, en: A county}, codes: ["370126"]}
valid_from: 2025-01-01
documents:
  measures: {title: 办法, paragraphs: {第一条: {zh: 目的, en: purpose}, 第二条: null}}
"""
RULE = """\
  - id: mine
    kind: KIND
    title: {zh: 我的, en: Mine}
    explanation: {zh: 如此。, en: So.}
    blocking: true
    parameters: PARAMETERS
    basis:
      - {document: measures, article: 第二条, gist: {zh: 如此, en: So}}
"""


@pytest.fixture
def checked(tmp_path):
    """Return a function that says what one rule finds, by the answers to its questions."""

    def check(kind, parameters, *everyone, parcel_id=None, **types):
        questions = "".join(f"  {id_}: {{title: {{zh: 甲, en: a}}, type: {type_}}}\n" for id_, type_ in types.items())
        asked = f"questions:\n{questions}" if types else ""
        rule = RULE.replace("KIND", kind).replace("PARAMETERS", parameters)
        path = tmp_path / "mine.yaml"
        path.write_text(f"{HEAD}{asked}rules:\n{rule}", encoding="utf-8")
        pack = load_pack(str(path))
        cases = [case_of(pack, answers) for answers in everyone or ({},)]
        if parcel_id is not None:
            cases[0] = replace(cases[0], parcel_id=parcel_id)
        introduce([case.facts for case in cases])
        found = KINDS[kind].check(rule_of(pack, "mine"), cases[0])
        return found.text_id, str(found.outcome)

    return check


@pytest.mark.parametrize(
    ("amounts", "bounds", "expected"),
    [
        ((30, 40), "at_least: 70, at_most: 70", ("aggregate.kept", "pass")),
        ((30, 39), "at_least: 70", ("aggregate.under", "conflict")),
        ((30, 41), "at_most: 70", ("aggregate.over", "conflict")),
        ((30, 10), "share_of: whole, at_most: 20%", ("aggregate.kept", "pass")),
        ((30, 11), "share_of: whole, at_most: 20%", ("aggregate.over", "conflict")),
        ((0, 0), "share_of: amount, at_most: 20%", ("aggregate.nothing", "review")),
    ],
)
def test_what_all_parcels_amount_to(checked, amounts, bounds, expected):
    answers = [{"amount": amount, "whole": 100} for amount in amounts]
    found = checked("aggregate", f"{{sum: amount, {bounds}}}", *answers, amount="number", whole="number")
    assert found == expected


def test_only_those_count_for_which_the_condition_holds(checked):
    answers = [{"amount": 30, "counts": "是"}, {"amount": 50, "counts": "否"}]
    parameters = "{sum: amount, where: counts, at_most: 30}"
    assert checked("aggregate", parameters, *answers, amount="number", counts="yes_no")[1] == "pass"
    # of one that nobody answered for, nobody knows the sum
    open_ = [*answers, {"amount": 1}]
    assert checked("aggregate", parameters, *open_, amount="number", counts="yes_no")[1] == "review"


@pytest.mark.parametrize(
    ("price", "expected"),
    [(99, ("amount.under", "conflict")), (100, ("amount.known", "pass")), (201, ("amount.over", "conflict"))],
)
def test_an_amount_keeps_its_bounds(checked, price, expected):
    parameters = "{is: price, at_least: 100, at_most: 200, unit: yuan}"
    assert checked("amount", parameters, {"price": price}, price="number") == expected


@pytest.mark.parametrize(
    ("limit", "end", "expected"),
    [
        ("at_least_days: 30", "2025-03-31", "kept"),
        ("at_least_days: 31", "2025-03-31", "short"),
        ("at_most_days: 30", "2025-03-31", "kept"),
        ("at_most_days: 29", "2025-03-31", "long"),
        ("at_least_months: 1", "2025-03-31", "short"),
        ("at_least_months: 1", "2025-04-01", "kept"),
        ("at_most_months: 1", "2025-04-02", "long"),
        ("at_most_days: 29", "2025-02-28", "impossible"),
        ("at_least_days: 1", "2025-02-28", "short"),
    ],
)
def test_time_between_two_days(checked, limit, end, expected):
    answers = {"opened": "2025-03-01", "closed": end}
    found = checked("interval", f"{{from: opened, to: closed, {limit}}}", answers, opened="date", closed="date")
    assert found == (
        f"interval.{expected}",
        {"kept": "pass", "impossible": "review"}.get(expected, "conflict"),
    )


def test_of_years_without_a_calendar_nobody_knows_the_working_days(checked):
    answers = {"opened": "1951-03-01", "closed": "1951-03-20"}
    parameters = "{from: opened, to: closed, at_least_working_days: 5}"
    assert checked("interval", parameters, answers, opened="date", closed="date")[1] == "review"


@pytest.mark.parametrize(
    ("years", "expected"),
    [(51, ("term.kept", "pass")), (52, ("term.over", "conflict")), (0, ("term.impossible", "review"))],
)
def test_a_term_keeps_its_limit(checked, years, expected):
    parameters = "{phases: [{title: {zh: 首期, en: first}, years: years - 1, at_most: 50}]}"
    assert checked("term", parameters, {"years": years}, years="number") == expected


@pytest.mark.parametrize(
    ("present", "in_favour", "expected"),
    [
        (90, 60, "carried"),
        (90, 59, "no_majority"),
        (49, 49, "no_quorum"),
        (90, 91, "impossible"),
        (101, 60, "impossible"),
        (90.5, 60, "impossible"),
    ],
)
def test_a_vote(checked, present, in_favour, expected):
    parameters = "{members: 90, present: came, in_favour: said_yes, share: 2/3, quorum: 5/9}"
    answers = {"came": present, "said_yes": in_favour}
    assert checked("vote", parameters, answers, came="number", said_yes="number")[0] == f"vote.{expected}"


@pytest.mark.parametrize(
    ("parcel_id", "expected"),
    [
        ("370126100001JB00001", ("pass", "pass")),
        ("370126100001JB00001W00000000", ("digits", "review")),
        ("370126100001", ("digits", "review")),
        ("field 7", ("no_code", "review")),
        ("370126100001JC00001", ("right", "conflict")),
        ("371126100001JB00001", ("county", "review")),
    ],
)
def test_a_code_has_its_length_right_and_place(checked, parcel_id, expected):
    parameters = "{digits: [19], rights: [JB], in_jurisdiction: true}"
    text_id, outcome = checked("code_pattern", parameters, parcel_id=parcel_id)
    assert (text_id, outcome) == (f"code_pattern.{expected[0]}", expected[1])
