# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds for every rule whatever its kind: its own days, what excuses it, when it applies, levels beside it."""

from __future__ import annotations

from datetime import date

import pytest
from spatial_support import PARCEL, features, pack_of, strip, workshop
from support import GivenAnswers, all_layers, candidates, finding, screen

IN_USE = features("LSYD", (strip(5), {"BSM": "1"}))
A_LITTLE = features("LSYD", (strip(0.5), {"BSM": "1"}))


def judged(tmp_path, layer=IN_USE, answers=None, as_of=date(2026, 11, 21), **rule):
    """Return the finding of a rule that no parcel may lie on land in temporary use."""
    parameters = {"must": "outside", "tolerance": "sliver"}
    pack = pack_of(tmp_path, kind="zone", roles=["temporary_use"], parameters=parameters, **rule)
    given = GivenAnswers(["P1"], no_temporary_use="no", **(answers or {}))
    layers = all_layers(workshop(), temporary_use=layer)
    record = screen(candidates(PARCEL), layers, rule_pack=pack, answers=given, as_of=as_of)
    return finding(record, "mine")


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(tmp_path, day, counts):
    found = judged(tmp_path, as_of=day, valid_from="2026-10-01", valid_until="2026-12-31")
    assert found["outcome"] == ("conflict" if counts else "pass")
    assert (found["text_id"] == "rule.other_days") is not counts
    if not counts:
        assert found["values"] == {"valid_from": "2026-10-01", "valid_until": "2026-12-31"}
        assert "2026-10-01" in found["texts"]["zh"]


def test_a_rule_without_an_end_says_so(tmp_path):
    found = judged(tmp_path, as_of=date(2026, 1, 1), valid_from="2026-10-01")
    assert found["values"] == {"valid_from": "2026-10-01", "valid_until": "—"}


def test_what_excuses_a_conflict_leaves_it_to_an_officer_and_never_passes(tmp_path):
    excuse = {"unless": "use = 'industrial' and title_clear"}
    found = judged(tmp_path, **excuse)
    assert found["outcome"] == "review"
    assert len(found["values"]["excused"]["zh"]) == 2
    assert found["texts"]["en"].endswith("an officer decides.")
    assert found["values"]["excused"]["zh"][0] in found["texts"]["zh"]
    assert found["area_m2"] == pytest.approx(500, abs=0.01)
    found = judged(tmp_path, answers={"title_clear": "no"}, **excuse)
    assert found["outcome"] == "conflict"
    assert "excused" not in found["values"]
    # what nobody answered excuses nothing, and is asked
    found = judged(tmp_path, answers={"title_clear": None}, **excuse)
    assert (found["outcome"], found["unanswered"]) == ("conflict", ["title_clear"])
    # what is for an officer anyway needs no excuse
    found = judged(tmp_path, A_LITTLE, **excuse)
    assert (found["text_id"], found["outcome"]) == ("zone.sliver", "review")
    assert "excused" not in found["values"]


def test_a_soft_rule_needs_no_excuse(tmp_path):
    found = judged(tmp_path, polarity="soft", unless="title_clear")
    assert (found["outcome"], found["values"]["soft"]) == ("review", True)
    assert found["texts"]["zh"].endswith("此条为原则性要求，由经办人核定。")
    assert "excused" not in found["values"]


@pytest.mark.parametrize(
    ("title_clear", "expected"),
    [("yes", ("zone.large", "conflict")), ("no", ("rule.not_applicable", "pass")), (None, ("answer", "review"))],
)
def test_a_rule_that_does_not_apply_passes_and_one_of_which_that_is_open_does_not(tmp_path, title_clear, expected):
    found = judged(tmp_path, answers={"title_clear": title_clear}, applies_when="title_clear")
    assert (found["text_id"].removesuffix(".unanswered"), found["outcome"]) == expected
    assert found["unanswered"] == (["title_clear"] if title_clear is None else [])


def test_an_answer_that_cannot_be_read_applies_to_nothing(tmp_path):
    found = judged(tmp_path, answers={"title_clear": "perhaps"}, applies_when="title_clear")
    assert found["outcome"] == "review"


@pytest.mark.parametrize(("answer", "outcome"), [("yes", "pass"), ("no", "conflict"), (None, "review")])
def test_an_officer_answers_in_the_place_of_a_layer(tmp_path, answer, outcome):
    rule = {"question": "title_clear", "when_missing": "review"}
    found = judged(tmp_path, None, {"title_clear": answer}, **rule)
    assert (found["outcome"], found["role_missing"]) == (outcome, True)
    found = judged(tmp_path, None, {"title_clear": answer}, unless="title_clear", **rule)
    assert found["outcome"] == outcome
