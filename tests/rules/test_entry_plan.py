# SPDX-License-Identifier: GPL-2.0-or-later
"""The figures of an entry plan by hand from the articles; what nobody states is open, never nought."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from rule_support import MEASURED

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.entry_plan import (
    DEAL,
    PLAN,
    TERMS,
    figure,
    plan_answers,
    plan_questions,
    share_figure,
    usual_terms,
    with_plan_questions,
)
from land_entry_plugin.rules.expressions import Unanswered, Undefined
from land_entry_plugin.rules.facts import Facts
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_files import pack_paths
from land_entry_plugin.rules.plan_checks import plan_findings
from land_entry_plugin.rules.questions import Answer

DAY = date(2025, 9, 15)
THIRD = Path(__file__).parent / "packs" / "third_county.yaml"
BASE = {"start_price": "100万元", "entry_cost": "300000", "trade_form": "挂牌", "entry_way": "出让"}


def facts(pack_name, answers, stage=DEAL, day=DAY):
    pack = with_plan_questions(load_pack(str(pack_name)))
    read = {id_: Answer(pack.questions[id_].read_or_none(text), str(text)) for id_, text in answers.items()}
    return Facts(pack, MEASURED, plan_answers(read, day, stage), day)


def worth(pack_name, name, **answers):
    return figure(name, facts(pack_name, BASE | answers)).value


@pytest.mark.parametrize(
    ("pack", "name", "answers", "expected"),
    [
        # 商河 第三十条、第三十一条: net gain 700 000; 20 % for industry, 50 % for commerce
        ("shanghe_2024", "gain", {"use": "工业"}, 700_000),
        ("shanghe_2024", "levy_rate", {"use": "工业"}, Fraction(1, 5)),
        ("shanghe_2024", "levy", {"use": "工业"}, 140_000),
        ("shanghe_2024", "levy", {"use": "商业"}, 350_000),
        ("shanghe_2024", "levy", {"use": "工业", "entry_cost": "100万元"}, 0),
        # a rate that officers state does not stand in for one that the law has
        ("shanghe_2024", "levy", {"use": "工业", "stated_levy_rate": "30%"}, 140_000),
        ("shanghe_2024", "levy", {"use": "仓储", "stated_levy_rate": "30%"}, 210_000),
        ("shanghe_2024", "levy", {"use": "工业", "start_price": "1234567.89", "entry_cost": "234567.88"}, 200_000),
        # 第十九条（三）: the deposit is the whole start price, where there is bidding
        ("shanghe_2024", "deposit", {"use": "工业"}, 1_000_000),
        ("shanghe_2024", "deposit", {"use": "工业", "trade_form": "协议"}, None),
        ("shanghe_2024", "price_floor", {"price_floor": "60"}, 600_000),
        # 第十六条, 国务院令第55号第十二条, 民法典第705条
        ("shanghe_2024", "longest_term", {"use": "工业"}, 50),
        ("shanghe_2024", "longest_term", {"use": "商业"}, 40),
        ("national", "longest_term", {"use": "保障性租赁住房"}, 70),
        ("national", "longest_lease", {}, 20),
        ("national", "price_floor", {"use": "商业", "price_floor": "60"}, None),
        # the deal, once there is one
        ("shanghe_2024", "levy", {"use": "工业", "deal_price": "130万元"}, 200_000),
        # 16 to 48 % of the gross price, by use and grade, of the day of the deal
        (THIRD, "levy", {"use": "工业", "land_grade": "3"}, 160_000),
        (THIRD, "levy", {"use": "商业", "land_grade": "1"}, 480_000),
        (THIRD, "gain", {"use": "工业"}, 700_000),
    ],
)
def test_worked_by_hand(pack, name, answers, expected):
    assert worth(pack, name, **answers) == expected


@pytest.mark.parametrize(
    ("pack", "name", "answers", "open_as"),
    [
        ("national", "levy", {"use": "工业"}, Unanswered),
        ("national", "levy_rate", {"use": "工业"}, Unanswered),
        ("national", "deposit", {}, Undefined),
        ("wenfeng_draft", "levy", {"use": "工业"}, Unanswered),
        ("shanghe_2024", "levy", {"use": "仓储"}, Unanswered),
        ("shanghe_2024", "levy", {"use": "工业", "start_price": "面议"}, Unanswered),
        ("shanghe_2024", "longest_term", {"use": "商品住房"}, Undefined),
        (THIRD, "levy", {"use": "旅游娱乐", "land_grade": "1"}, Unanswered),
    ],
)
def test_open_and_never_nought(pack, name, answers, open_as):
    found = figure(name, facts(pack, BASE | answers))
    assert isinstance(found.value, open_as)
    assert found.is_open


def test_rates_of_the_day_of_the_plan():
    """The rows of a table that hold on the day; the deal is taken to be on the plan's own day."""
    answers = BASE | {"use": "商业", "land_grade": "1"}
    assert figure("levy", facts(THIRD, answers, day=date(2027, 1, 1))).value == 450_000
    dated = answers | {"deal_date": "2026-12-31"}
    assert figure("levy", facts(THIRD, dated, day=date(2027, 1, 1))).value == 480_000


def test_every_figure_cites_what_it_rests_on():
    found = figure("levy_rate", facts("shanghe_2024", BASE | {"use": "工业"}))
    assert [(one.document.number, one.article) for one in found.basis] == [
        ("商政发〔2024〕2号（SHDR-2024-0010001）", "第三十一条（一）"),
        ("商政发〔2024〕2号（SHDR-2024-0010001）", "第三十一条（二）"),
    ]


def test_a_county_that_tightens_the_lease_shortens_it_here_too(tmp_path):
    path = tmp_path / "short.yaml"
    path.write_text(
        "id: short\nversion: '1'\nstatus: in_force\ntitle: {zh: 县, en: C}\nextends: national\n"
        "jurisdiction: {level: county, name: {zh: 县, en: C}, codes: ['370126']}\nvalid_from: 2021-09-01\n"
        "documents: {local: {title: 办法}}\n"
        "entry_plan:\n"
        "  levy: {is: 10% * (start_price - 1)}\n"
        "  sharing:\n"
        "  - {id: fund, title: {zh: 公积金, en: fund}, share: 40%, "
        "basis: [{document: local, article: 第1条, gist: {zh: 四成, en: forty}}]}\n"
        "  - {id: rest, title: {zh: 成员, en: members}, share: 1 - 40%}\n"
        "rules:\n- {id: longest_lease, change: tighten, parameters: {phases: [{title: {zh: 租, en: l}, "
        "years: lease_years, at_most: 15}]}}\n",
        encoding="utf-8",
    )
    assert worth(path, "longest_lease") == 15
    assert worth(path, "levy") == Fraction(999_999, 10)
    of_pack = facts(path, {})
    assert [share_figure(one, of_pack).value for one in of_pack.pack.entry_plan.sharing] == [
        Fraction(2, 5),
        Fraction(3, 5),
    ]
    assert of_pack.pack.entry_plan.sharing[0].basis[0].article == "第1条"


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("{levy: {is: start_prise}}", "start_prise"),
        ("{levy: {is: use}}", "text"),
        ("{levi: {is: 1}}", "levi"),
        ("{levy: {is: 1, basis: [{document: nowhere, gist: {zh: 无, en: none}}]}}", "nowhere"),
        ("{sharing: [{id: a, title: {zh: 甲, en: a}}]}", "share"),
    ],
)
def test_a_fault_is_named_with_its_line(section, said, tmp_path):
    path = tmp_path / "faulty.yaml"
    path.write_text(
        "id: faulty\nversion: '1'\nstatus: in_force\ntitle: {zh: 县, en: C}\nextends: national\n"
        "jurisdiction: {level: county, name: {zh: 县, en: C}, codes: ['370126']}\nvalid_from: 2021-09-01\n"
        f"entry_plan: {section}\nrules: []\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as raised:
        load_pack(str(path))
    assert said in raised.value.user_message("en")
    assert "8" in raised.value.user_message("en")


def test_what_a_plan_asks_beside_the_rules():
    for name in sorted(pack_paths()):
        pack = load_pack(name)
        shared = plan_questions().keys() & pack.questions.keys()
        for id_ in shared:
            # the same answer means the same to both
            assert (pack.questions[id_].type, pack.questions[id_].unit) == (
                plan_questions()[id_].type,
                plan_questions()[id_].unit,
            )
        assert with_plan_questions(pack).questions["entry_cost"].unit == "yuan"
    named = {name for expression in usual_terms().values() for name in expression.names}
    assert named <= load_pack("national").questions.keys() | plan_questions().keys()
    assert usual_terms().keys() <= TERMS.keys()


def conflicts(pack_name, **answers):
    found = plan_findings("370126100001JB00001", 1, 10_000.0, facts(pack_name, BASE | answers, PLAN))
    return {one.rule.id for one in found if str(one.outcome) == "conflict"}


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"price_floor": "100.01"}, "price_floor"),
        ({"start_price": "299999.99"}, "price_covers_cost"),
        ({"deposit": "999999"}, "deposit"),
        ({"use": "工业", "term_years": "50年1天", "lease_years": "0"}, "longest_term"),
        ({"lease_years": "20年1天"}, "longest_lease"),
    ],
)
def test_contradictions_of_the_rules_and_their_twins(answers, rule):
    """Each has a twin at the limit, which is none."""
    twins = {
        "price_floor": {"price_floor": "100"},
        "price_covers_cost": {"start_price": "300000"},
        "deposit": {"deposit": "1000000"},
        "longest_term": {"use": "工业", "term_years": "50", "lease_years": "0"},
        "longest_lease": {"lease_years": "20"},
    }
    assert rule in conflicts("shanghe_2024", **answers)
    assert rule not in conflicts("shanghe_2024", **twins[rule])


def test_a_stage_that_officers_stated_stays():
    assert facts("national", {"stage": "再转让"}).value("stage") == "transfer"
    assert facts("national", {"stage": "摸底筛查"}, PLAN).value("stage") == "plan"
    assert facts("national", {"stage": "入市方案"}).value("stage") == "contract"
