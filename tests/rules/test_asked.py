# SPDX-License-Identifier: GPL-2.0-or-later
"""Only what rules use is asked, with the rules it serves."""

from __future__ import annotations

import pytest
from answering import ASKED, write_pack

from land_entry_plugin.rules.asked import questions_of
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_files import pack_paths


@pytest.fixture
def asked(tmp_path):
    return {one.question.id: one for one in questions_of(load_pack(str(write_pack(tmp_path))))}


def test_the_order_of_the_rules_and_nothing_else(asked):
    """Behind figures (levy in cost) and tables (dated_by) too; never_asked is not."""
    assert list(asked) == ASKED


def test_each_knows_its_rules_and_what_they_need(asked):
    assert [rule.id for rule in asked["use"].rules] == ["enough_votes", "price_covers"]
    assert asked["registered"].needs == ("date", "paper")
    assert asked["use"].needs == ()
    assert asked["no_heritage"].only_without == ("heritage",)
    assert asked["registered"].only_without == ()


def test_office_and_paper_of_the_rule_where_the_question_says_none(asked):
    assert asked["kept_paper"].office["zh"] == "乡镇政府"
    assert asked["registered"].paper["zh"] == "集体土地所有权证"
    assert asked["price"].office is None


def test_questions_of_rules_of_higher_levels_beside(tmp_path):
    write_pack(tmp_path)
    (tmp_path / "town.yaml").write_text(
        "id: town\nversion: '1'\nstatus: in_force\ntitle: {zh: 镇, en: Town}\nextends: county\n"
        "jurisdiction: {level: county, name: {zh: 镇, en: Town}, codes: ['371126']}\nvalid_from: 2021-01-01\n"
        "rules:\n- {id: term, change: tighten, parameters: {phases: [{title: {zh: 用, en: use}, years: '10', "
        "at_most: '5'}]}}\n",
        encoding="utf-8",
    )
    asked = {one.question.id: one for one in questions_of(load_pack("town", (tmp_path,)))}
    assert [rule.id for rule in asked["term_years"].rules] == ["term"]


@pytest.mark.parametrize("name", sorted(pack_paths()))
def test_every_question_of_shipped_packs_serves_a_rule(name):
    pack = load_pack(name)
    found = questions_of(pack)
    assert all(one.rules for one in found)
    assert {one.question.id for one in found} <= set(pack.questions)
