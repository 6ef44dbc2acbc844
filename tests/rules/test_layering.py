# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack of a lower level can ask for more, never for less."""

from __future__ import annotations

import json

import pytest
from support import GivenAnswers, all_layers, box, candidates, finding, lines, outcomes, parcel, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.layering import load_pack

PARCEL = box(0, 0, 100, 60)
TEXT = {"zh": "某", "en": "some"}
BASIS = [{"document": "measures", "gist": TEXT}]
HEAD = {
    "id": "mine",
    "version": "1",
    "status": "in_force",
    "extends": "national",
    "title": TEXT,
    "jurisdiction": {"level": "county", "name": TEXT, "codes": ["371126"]},
    "valid_from": "2026-01-01",
    "documents": {"measures": {"title": "某县办法"}},
}
RULE = {"title": TEXT, "explanation": TEXT, "blocking": False, "basis": BASIS}


def written(tmp_path, *rules, **others):
    path = tmp_path / "mine.yaml"
    stored = HEAD | {"rules": list(rules)} | others
    # JSON is YAML
    path.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("section", "stored", "reason"),
    [
        ("tables", {"longest_term": {"keys": ["use"], "rows": [{"value": 99}]}}, "longest_term"),
        ("settings", {"sliver_share": 0.05}, "laxer"),
        (
            "questions",
            {"use": {"title": TEXT, "type": "choice", "choices": {"industrial": TEXT, "commodity_housing": TEXT}}},
            "choices and unit",
        ),
        ("questions", {"use": {"title": TEXT, "type": "text"}}, "another type"),
    ],
)
def test_what_rules_of_the_base_rest_on_stays(tmp_path, section, stored, reason):
    with pytest.raises(InputError, match=reason):
        load_pack(written(tmp_path, **{section: stored}))


def test_settings_may_be_stricter(tmp_path):
    assert load_pack(written(tmp_path, settings={"sliver_share": 0.005})).settings["sliver_share"] == 0.005


def screened(pack, **answers):
    layers = all_layers(survey((PARCEL, "0601")), basic_farmland=lines("YJJBNTBHTB", box(0, 0, 30, 30)))
    return screen(candidates(PARCEL), layers, rule_pack=pack, **answers)


def test_a_rule_that_does_not_yield_cannot_be_hidden_in_another(tmp_path):
    always = RULE | {"id": "always", "kind": "condition", "parameters": {"holds": "true"}}
    either = RULE | {"id": "either", "kind": "any_of", "parameters": {"rules": ["basic_farmland", "always"]}}
    record = screened(written(tmp_path, always, either))
    assert finding(record, "either")["outcome"] == "pass"
    assert finding(record, "basic_farmland")["outcome"] == "conflict"
    assert parcel(record)["verdict"] == "prohibited"
    # a rule of the pack's own has no finding beside the one that it is part of
    assert "always" not in {one["rule_id"] for one in parcel(record)["findings"]}


def test_a_rule_that_blocks_cannot_be_replaced_by_one_that_does_not(tmp_path):
    softer = RULE | {
        "id": "basic_farmland",
        "change": "replace",
        "kind": "zone",
        "roles": ["basic_farmland"],
        "polarity": "soft",
    }
    record = screened(written(tmp_path, softer))
    assert finding(record, "basic_farmland")["outcome"] == "conflict"
    assert parcel(record)["verdict"] == "prohibited"
    equal = {key: value for key, value in softer.items() if key != "polarity"}
    record = screened(written(tmp_path, equal))
    assert finding(record, "basic_farmland")["blocking"] is True
    assert parcel(record)["verdict"] == "prohibited"


def test_only_a_rule_that_yields_can_be_switched_off(tmp_path):
    with pytest.raises(InputError, match="does not yield"):
        load_pack(written(tmp_path, {"id": "basic_farmland", "change": "disable", "reason": TEXT}))
    record = screened(written(tmp_path, {"id": "trade_form", "change": "disable", "reason": TEXT}))
    assert "trade_form" not in outcomes(record)
    assert [cap["id"] for cap in parcel(record)["caps"]] == ["rule_disabled"]
    assert [
        note["values"]["title"]["zh"] for note in parcel(record)["not_checked"] if note["id"] == "rule_disabled"
    ] == ["交易方式"]


def test_what_is_not_certain_is_no_figure(tmp_path):
    """Half of the parcel has no land survey: no farmland was found there, which proves nothing."""
    rule = RULE | {"id": "none", "kind": "condition", "parameters": {"holds": "farmland_m2 = 0"}}
    layers = all_layers(survey((box(0, 0, 50, 60), "0601")))
    pack = written(tmp_path, rule)
    assert finding(screen(candidates(PARCEL), layers, rule_pack=pack), "none")["outcome"] == "review"
    assert finding(screened(pack), "none")["outcome"] == "pass"


def test_a_way_that_does_not_apply_opens_no_door(tmp_path):
    refused = RULE | {"id": "refused", "kind": "condition", "parameters": {"holds": "false"}}
    later = RULE | {"id": "later", "kind": "condition", "applies_when": "false", "parameters": {"holds": "true"}}
    either = RULE | {"id": "either", "kind": "any_of", "parameters": {"rules": ["refused", "later"]}}
    record = screened(written(tmp_path, refused, later, either))
    assert finding(record, "either")["outcome"] == "conflict"


def test_a_broken_shape_stays_open_whatever_the_pack(tmp_path):
    path = tmp_path / "alone.yaml"
    stored = HEAD | {"rules": [RULE | {"id": "parcel_id", "kind": "parcel_id"}]}
    del stored["extends"]
    path.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    record = screen(candidates(None), all_layers(survey((PARCEL, "0601"))), rule_pack=str(path))
    assert parcel(record)["verdict"] == "undetermined"
    sound = screen(candidates(PARCEL), all_layers(survey((PARCEL, "0601"))), rule_pack=str(path))
    assert [cap["id"] for cap in parcel(sound)["caps"]] == ["without_national"]


def test_no_paper_is_no_paper():
    layers = all_layers(survey((PARCEL, "0601")))
    for paper in ("无", "-", "0", "没有"):
        answers = GivenAnswers(["P1"], ownership_registered_paper=paper)
        assert (
            finding(screen(candidates(PARCEL), layers, answers=answers), "ownership_registered")["outcome"] == "review"
        )


def test_a_field_that_no_layer_has_is_refused(tmp_path):
    rule = RULE | {"id": "seized", "kind": "zone", "roles": ["restrictions"], "when_missing": "review"}
    with pytest.raises(InputError, match="CFJSRQ"):
        load_pack(written(tmp_path, rule | {"parameters": {"until_field": "CFJSRQ"}}))
    load_pack(written(tmp_path, rule | {"parameters": {"until_field": "CFJSSJ"}}))
