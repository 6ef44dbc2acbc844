# SPDX-License-Identifier: GPL-2.0-or-later
"""Two readings of one layer, levels beside each other, and who decided: what all findings go through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from rule_support import NO, YES, alone, box, case_of, layer, rule_of

from land_entry_plugin.engine.repair import Fault, FaultKind
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.questions import Answer
from land_entry_plugin.rules.shared import SharedFindings

LINE = "ecological_red_line"


@pytest.fixture(scope="module")
def pack():
    return load_pack("national")


def with_line(pack, width, outside=0, **options):
    """Return a parcel whose west is in the red line, and whose east is beyond what the layer shows."""
    pieces = [("1", LINE, box(0, 0, width, 100))] if width else []
    beyond = box(100 - outside, 0, outside, 100) if outside else shapely.Polygon()
    # another layer, of which two readings differ in more than they do of the line
    other = layer(("2", "basic_farmland", box(0, 0, 10 + 2 * width, 100)))
    return case_of(pack, layers={LINE: replace(layer(*pieces), outside=beyond), "basic_farmland": other}, **options)


def twice(pack, one, other, shared=None):
    (found,) = judge(alone(pack, LINE), with_line(pack, *one), with_line(pack, *other), shared)
    return found


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ((30,), (0,), "review"),
        ((0,), (30,), "review"),
        ((30,), (0.5,), "review"),
        ((0,), (0, 20), "review"),
        # by neither reading it is known to be fine
        ((30,), (0, 20), "unknown"),
        ((0, 20), (30,), "unknown"),
    ],
)
def test_what_depends_on_how_edges_are_read_is_for_an_officer(pack, one, other, outcome):
    for shared in (None, SharedFindings()):
        found = twice(pack, one, other, shared)
        assert (found.text_id, str(found.outcome)) == ("edge_reading", outcome)
        values = found.values
        assert {values["one"], values["other"]} >= ({"conflict"} if 30 in (one[0], other[0]) else {"pass"})
        assert values["one_m2"] == pytest.approx(100 * one[0], abs=0.01)
        assert values["other_m2"] == pytest.approx(100 * other[0], abs=0.01)
        assert values["band_m2"] == round(values["band_m2"], 4) == pytest.approx(100 * abs(one[0] - other[0]), abs=0.01)
        # what the first reading says stays beside
        assert values["flip"] == twice(pack, one, one).values["flip"]


def test_what_both_readings_say_is_said_of_the_first(pack):
    found = twice(pack, (30,), (31,))
    assert (found.case, found.outcome, found.area_m2) == ("large", Outcome.CONFLICT, pytest.approx(3000, abs=0.01))


def test_of_a_rule_without_roles_all_layers_make_the_band(pack):
    lines = ("basic_farmland", LINE)

    def doubtful(width, *area_m2):
        pieces = layer(*[(f"{i}", "", box(0, 0, area, 1)) for i, area in enumerate(area_m2)]).pieces
        evidence = replace(layer(("1", "", box(0, 0, width, 100))), doubtful=pieces)
        return case_of(pack, layers=dict.fromkeys(lines, evidence))

    (found,) = judge(alone(pack, "source_repair"), doubtful(30), doubtful(20, 5.0))
    assert (found.text_id, found.outcome) == ("edge_reading", Outcome.REVIEW)
    assert found.values["band_m2"] == pytest.approx(2 * 1000, abs=0.01)


def test_answers_are_read_once(pack):
    rule = next(rule for rule in pack.rules if rule.kind == "answer" and rule.applies_when is None)
    question = rule.parameters["question"]
    by_one, by_other = (case_of(pack, {question: written}) for written in (YES, NO))
    (found,) = judge(alone(pack, rule.id), by_one, by_other)
    assert (found.text_id == "edge_reading", found.is_spatial) == (False, False)


def test_of_levels_the_worst_then_what_blocks_then_what_is_law_then_the_own_speaks(pack):
    line = rule_of(pack, LINE)
    mild = {"outcomes": {"large": "review"}}

    def told(own, *others, width=30):
        (found,) = judge(replace(pack, rules=(replace(own, also=others),)), with_line(pack, width))
        assert len(found.beside) == len(others)
        return found

    draft = replace(line, pack=replace(line.pack, status="draft"))
    soft = replace(line, blocking=False)
    assert told(replace(line, **mild), line).outcome is Outcome.CONFLICT
    assert told(line, replace(line, **mild)).beside[0].outcome is Outcome.REVIEW
    assert told(soft, line).rule.blocking
    assert told(line, soft).rule.blocking
    assert told(draft, line).rule.pack.status == "in_force"
    assert told(line, draft).rule.pack.status == "in_force"
    # that it blocks weighs more than that it is law
    assert told(soft, draft).rule.blocking
    other = replace(line, title={"zh": "另", "en": "another"})
    assert told(line, other).rule.title == line.title
    assert told(other, line).rule.title == other.title


def test_of_a_broken_shape_only_the_shape_and_the_id_are_judged(pack):
    broken = replace(with_line(pack, 30), fault=Fault(FaultKind.EMPTY), geometry=None)
    for shared in (None, SharedFindings()):
        found = judge(pack, broken, shared=shared)
        assert [(one.rule.kind, str(one.outcome)) for one in found] == [
            ("parcel_geometry", "unknown"), ("parcel_id", "pass"),
        ]  # fmt: skip


def test_who_decided(pack):
    """Spatial is what geometry and attributes decided: not what does not apply, or waits for an officer."""
    line = rule_of(pack, LINE)
    conditional = next(rule for rule in pack.rules if rule.applies_when is not None).applies_when

    def told(rule, answers=None, case=None):
        return judge(replace(pack, rules=(rule,)), case or with_line(pack, 30, answers=answers))[0]

    assert told(line).is_spatial
    later = told(replace(line, valid_from=date(2030, 1, 1)))
    assert (later.text_id, later.outcome, later.is_spatial) == ("rule.other_days", Outcome.PASS, False)
    asked = told(replace(line, applies_when=conditional))
    assert (asked.text_id, asked.outcome, asked.is_spatial) == ("answer.unanswered", Outcome.REVIEW, False)
    assert not asked.role_missing
    missing = told(line, case=case_of(pack, layers={}))
    assert (missing.text_id, missing.role_missing, missing.outcome) == ("role_missing", True, Outcome.UNKNOWN)
    assert missing.values["missing"] == [LINE]


@pytest.mark.parametrize(
    ("written", "text_id", "outcome", "is_spatial"),
    [
        (YES, "rule.answered_instead", "pass", False),
        (NO, "rule.answered_instead", "conflict", False),
        (None, "rule.asked_instead", "unknown", True),
        ("perhaps", "answer.unreadable", "unknown", True),
    ],
)
def test_an_answer_in_the_place_of_a_layer(pack, written, text_id, outcome, is_spatial):
    question = next(id_ for id_, one in pack.questions.items() if one.type == "yes_no")
    rule = replace(rule_of(pack, LINE), question=question, when_missing="unknown")
    case = case_of(pack, {question: written} if written in (YES, NO) else {}, layers={})
    if written == "perhaps":
        case.facts.answers[question] = Answer(None, written)
    (found,) = judge(replace(pack, rules=(rule,)), case)
    assert (found.text_id, str(found.outcome), found.is_spatial) == (text_id, outcome, is_spatial)
    assert (found.role_missing, found.unanswered) == (True, () if written in (YES, NO) else (question,))
    assert found.values["missing"] == [LINE]


def test_a_rule_made_of_others_is_spatial_where_one_that_decided_is(pack):
    line = rule_of(pack, LINE)
    answered = next(rule for rule in pack.rules if rule.kind == "answer" and rule.applies_when is None)
    question = answered.parameters["question"]

    def told(kind, width, written):
        rule = replace(line, id="both", kind=kind, roles=(), parameters={"rules": (LINE, answered.id)})
        parts = replace(pack, rules=(line, answered, rule))
        (found,) = [
            one for one in judge(parts, with_line(pack, width, answers={question: written})) if one.rule is rule
        ]
        return str(found.outcome), found.is_spatial

    assert told("all_of", 30, YES) == ("conflict", True)
    assert told("all_of", 0, NO) == ("conflict", False)
    assert told("all_of", 30, NO) == ("conflict", True)
    assert told("any_of", 30, YES) == ("pass", False)
    assert told("any_of", 0, NO) == ("pass", True)
