# SPDX-License-Identifier: GPL-2.0-or-later
"""What is found once for all parcels of a screening is what each of them would find alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from rule_support import PARCEL, box, case_of, layer

from land_entry_plugin.engine.repair import Fault, FaultKind
from land_entry_plugin.rules.facts import introduce
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.shared import SharedFindings

LINES = ("basic_farmland", "ecological_red_line", "urban_boundary")


@pytest.fixture(scope="module")
def pack():
    return load_pack("national")


def layers(**features):
    """Return the three lines, empty but for what is named, and no other layer."""
    return {role: layer(*features.get(role, ())) for role in LINES}


def parcels(pack):
    """Return parcels that differ in one thing each, those without a difference first and last."""
    clean = case_of(pack, layers=layers())
    in_line = ("1", "ecological_red_line", box(0, 0, 30, 100))
    beside = layer(("2", "", box(90, 0, 50, 50))).pieces
    return [
        clean,
        case_of(pack, layers=layers(ecological_red_line=[in_line])),
        replace(clean, parcel_id="370126100001JB00002"),
        replace(clean, parcel_id="row 3", row=3, id_is_blank=True),
        replace(clean, id_rows=(1, 7)),
        replace(clean, neighbours=beside),
        replace(clean, doubly_covered=box(0, 0, 20, 20)),
        replace(clean, survey_years=frozenset({2019})),
        replace(clean, survey_years=frozenset()),
        replace(clean, fault=Fault(FaultKind.EMPTY)),
        case_of(pack, layers=layers(), measured={"urban_status": "inside"}),
        case_of(pack, layers=layers(), measured={"area_m2": Fraction(300), "farmland_m2": None}),
        case_of(pack, layers=layers() | {"heritage": layer()}),
        case_of(pack, layers={}),
        case_of(pack, {"use": "industrial", "term_years": 60}, layers=layers()),
        replace(clean, geometry=PARCEL),
    ]


@pytest.mark.parametrize("step", [1, -1])
def test_each_parcel_is_told_what_it_would_find_alone(pack, step):
    every = parcels(pack)[::step]
    introduce([one.facts for one in every])
    shared = SharedFindings()
    for one in [*every, *every]:
        assert judge(pack, one, shared=shared) == judge(pack, one)


def test_what_asks_nothing_of_the_parcel_is_the_same_object_for_all(pack):
    one, *_, other = parcels(pack)
    shared = SharedFindings()
    first, second = judge(pack, one, shared=shared), judge(pack, other, shared=shared)
    assert all(a is b for a, b in zip(first, second, strict=True) if a.is_shared)
    # officers were asked nothing yet: nearly all that is no layer's waits for them
    assert sum(one.is_shared for one in first) > len(first) / 2
    assert not any(one.is_shared for one in first if one.area_m2)


def asked(pack, cases, find):
    """Return what is found of one rule on several parcels, and how often it had to be looked for."""
    shared, looks = SharedFindings(), []

    def counted(rule, case):
        looks.append(case)
        return find(rule, case)

    return [next(shared.of(pack.rules[:1], case, counted)) for case in cases], len(looks)


@pytest.mark.parametrize(
    ("ask", "looks"),
    [
        (lambda case: case.as_of, 1),
        (lambda case: case.limits, 1),
        (lambda case: case.facts.value("as_of"), 1),
        (lambda case: case.facts.value("use"), 1),
        (lambda case: "heritage" in case.layers, 1),
        (lambda case: sorted(case.layers), 1),
        (lambda case: case.layers["urban_boundary"].pieces, 3),
        (lambda case: case.layers.get("urban_boundary"), 3),
        (lambda case: case.facts.value("area_m2"), 3),
        (lambda case: len(case.facts.everyone), 3),
        (lambda case: case.geometry, 3),
        (lambda case: case.parcel_id, 3),
    ],
)
def test_it_is_looked_for_again_where_the_parcel_has_a_part_in_it(pack, ask, looks):
    def find(rule, case):
        ask(case)
        return Finding(rule, Outcome.REVIEW, "x")

    found, counted = asked(pack, [case_of(pack, layers=layers()) for _ in range(3)], find)
    assert counted == looks
    # what says the same is kept once all the same
    assert found[0] is found[1] is found[2]


def test_what_an_officer_answered_is_shared_with_nobody(pack):
    silent, answered = case_of(pack, layers=layers()), case_of(pack, {"use": "industrial"}, layers=layers())
    found, looks = asked(pack, [silent, answered, silent], lambda rule, case: Finding(rule, Outcome.REVIEW, "x"))
    assert looks == 2
    assert [one.is_shared for one in found] == [True, False, True]


def test_other_layers_are_another_question(pack):
    cases = [case_of(pack, layers=layers()), case_of(pack, layers={}), case_of(pack, layers=layers())]
    found, looks = asked(
        pack,
        cases,
        lambda rule, case: Finding(rule, Outcome.PASS if "urban_boundary" in case.layers else Outcome.UNKNOWN, "x"),
    )
    assert (looks, [str(one.outcome) for one in found]) == (2, ["pass", "unknown", "pass"])


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": Outcome.PASS}, {"text_id": "y"}, {"values": {"role": "y"}}, {"share": 0.5},
        {"obligations": ("y",)}, {"role_missing": True}, {"assumed": True}, {"unanswered": ("y",)},
        {"is_spatial": False},
    ],
)  # fmt: skip
def test_findings_are_alike_only_where_all_they_say_is(pack, change):
    def find(rule, case):
        return replace(Finding(rule, Outcome.REVIEW, "x"), **(change if case.row == 2 else {}))

    one = case_of(pack, layers=layers())
    (first, second, third), _ = asked(pack, [one, replace(one, row=2), one], find)
    assert first is third
    assert (first == second, second) == (False, find(first.rule, replace(one, row=2)))


def test_a_finding_with_an_area_is_the_parcels_own_and_many_that_differ_are_not_all_kept(pack):
    one = case_of(pack, layers=layers())
    cases = [replace(one, row=row) for row in range(40)] * 2
    found, _ = asked(pack, cases, lambda rule, case: Finding(rule, Outcome.REVIEW, "x", {"row": case.row}, 5.0))
    assert not any(one.is_shared for one in found)
    found, _ = asked(pack, cases, lambda rule, case: Finding(rule, Outcome.REVIEW, "x", {"row": case.row}))
    assert [one.values["row"] for one in found] == [*range(40), *range(40)]
    assert [a is b for a, b in zip(found[:40], found[40:], strict=True)] == [row < 32 for row in range(40)]
