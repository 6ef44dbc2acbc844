# SPDX-License-Identifier: GPL-2.0-or-later
"""Which cases a pack may give another outcome, and which it may not."""

from __future__ import annotations

import pytest
from spatial_support import PARCEL, around, pack_of, strip, workshop
from support import all_layers, box, candidates, finding, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.texts import has_text

SPATIAL = sorted(name for name, kind in KINDS.items() if kind.room == "spatial")


@pytest.mark.parametrize("kind", SPATIAL)
def test_every_case_has_its_sentence(kind):
    assert all(has_text(f"finding.{kind}.{case}") for case in KINDS[kind].cases)
    assert Outcome.UNKNOWN not in KINDS[kind].cases.values()
    assert Outcome.PASS not in KINDS[kind].cases.values()


@pytest.mark.parametrize("kind", ["coverage", "known_class", "parcel_geometry"])
def test_what_nobody_knows_is_no_case(kind):
    assert KINDS[kind].cases == {}


def outcome_of(tmp_path, kind, outcomes, land_use, *shapes, roles=("land_use",), **stored):
    """Return case and outcome of a rule whose cases have other outcomes."""
    pack = pack_of(tmp_path, kind=kind, roles=list(roles), outcomes=outcomes, **stored)
    ids = [stored_id for stored_id, _ in shapes]
    record = screen(
        candidates(*[shape for _, shape in shapes], ids=ids), all_layers(land_use), answers=None, rule_pack=pack
    )
    found = next(one for one in record["parcels"][0]["findings"] if one["rule_id"] == "mine")
    return found["text_id"].rpartition(".")[2], found["outcome"]


@pytest.mark.parametrize(
    ("kind", "case", "land_use", "shapes", "parameters"),
    [
        ("parcel_id", "twice", None, [("A", PARCEL), ("A", box(200, 0, 50, 50))], None),
        ("parcel_id", "blank", None, [(None, PARCEL)], None),
        ("parcel_overlap", "overlap", None, [("A", PARCEL), ("B", box(90, 0, 50, 50))], None),
        ("survey_year", "old", survey((box(-500, -500, 1000, 1000), "0601", "30", 0.0, 2020)), [("A", PARCEL)],
         {"completed_from": "07-01"}),
        ("deduction_factor", "out_of_range", survey((PARCEL, "0102", "30", 12.5)), [("A", PARCEL)],
         {"highest_factor": 0.5}),
        ("survey_overlap", "overlap", survey((PARCEL, "0601"), (strip(20), "0508")), [("A", PARCEL)], None),
    ],
)  # fmt: skip
def test_a_pack_may_be_stricter(tmp_path, kind, case, land_use, shapes, parameters):
    stored = {"parameters": parameters} if parameters else {}
    assert outcome_of(tmp_path, kind, {}, land_use or workshop(), *shapes, **stored) == (case, "review")
    assert outcome_of(tmp_path, kind, {case: "conflict"}, land_use or workshop(), *shapes, **stored) == (
        case,
        "conflict",
    )


def test_a_survey_without_a_year_is_no_case(tmp_path):
    nameless = survey((box(-500, -500, 1000, 1000), "0601", "30", 0.0, None))
    with pytest.raises(InputError, match="none"):
        outcome_of(
            tmp_path, "survey_year", {"none": "pass"}, nameless, ("A", PARCEL), parameters={"completed_from": "07-01"}
        )


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "class_overlap", "roles": ["land_use"], "parameters": {"review_below_m2": 400}},
        {"kind": "class_overlap", "roles": ["planned_use"], "parameters": {"categories": ["farmland"]}},
        {"kind": "class_overlap", "roles": ["land_use", "planned_use"], "parameters": {"groups": ["homestead"]}},
        {
            "kind": "class_overlap",
            "roles": ["land_use"],
            "parameters": {"groups": ["homestead"]},
            "evidence": ["use_rights"],
        },
        {"kind": "class_overlap", "roles": ["heritage"], "parameters": {"groups": ["homestead"]}},
        {"kind": "zone", "roles": ["use_rights"], "parameters": {"categories": ["core"]}},
        {"kind": "zone", "roles": ["heritage"], "parameters": {"categories": ["heritage"]}},
        {"kind": "zone", "roles": ["heritage", "violations"]},
        {"kind": "zone", "roles": ["heritage"], "evidence": ["approvals"]},
        {"kind": "zone", "roles": ["heritage"], "parameters": {"where": {"LXMC": []}}},
        {"kind": "homestead", "roles": ["use_rights"]},
        {"kind": "containment", "roles": ["use_rights"]},
        {"kind": "history", "roles": ["land_use"], "parameters": {"ladder": ["2010-01-01"]}},
        {"kind": "history", "roles": ["land_use_history"]},
        {"kind": "contiguity", "parameters": {"smallest_part_m2": 1}},
    ],
)
def test_what_would_never_fire_is_refused(tmp_path, rule):
    with pytest.raises(InputError, match=r"mine\.yaml"):
        load_pack(pack_of(tmp_path, **rule))


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ({"kind": "class_overlap", "roles": ["land_use"], "parameters": {"categories": ["farmland"]}}, "sliver"),
        ({"kind": "class_overlap", "roles": ["land_use"], "parameters": {"categories": ["farmland"]}}, "covered"),
        ({"kind": "homestead", "roles": ["land_use"]}, "survey_only"),
        ({"kind": "ownership_overlap", "roles": ["land_use"], "parameters": {"owner": "state"}}, "covered"),
        ({"kind": "history", "roles": ["land_use_history"], "parameters": {"ladder": ["2010-01-01"]}}, "changed"),
        ({"kind": "containment", "roles": ["ownership"]}, "state"),
        ({"kind": "zone", "roles": ["basic_farmland"]}, "sliver"),
        ({"kind": "zone", "roles": ["basic_farmland"], "parameters": {"tolerance": "none"}}, "large"),
    ],
)
def test_what_is_never_a_pass(tmp_path, rule, case):
    with pytest.raises(InputError, match="pass"):
        load_pack(pack_of(tmp_path, **rule, outcomes={case: "pass"}))
    assert load_pack(pack_of(tmp_path, **rule, outcomes={case: "review"}))


def test_the_national_pack_asks_where_an_optional_layer_is_not_given():
    record = screen(candidates(PARCEL), all_layers(workshop()), answers=None)
    rules = {
        "planned_use", "planned_homestead", "ownership", "use_rights", "land_use_history", "temporary_use",
        "violations", "heritage", "restrictions", "expropriation",
    }  # fmt: skip
    for rule in rules:
        found = finding(record, rule)
        assert (found["outcome"], found["role_missing"]) == ("review", True)
        assert found["unanswered"]
    assert record["parcels"][0]["spatial_verdict"] == "eligible"
    # what geometry decides stays as it was
    record = screen(candidates(PARCEL), all_layers(around((strip(5), "0102"))), answers=None)
    assert record["parcels"][0]["spatial_verdict"] == "prohibited"
