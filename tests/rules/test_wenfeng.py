# SPDX-License-Identifier: GPL-2.0-or-later
"""The draft of Wenfeng, rule by rule: each fires, just does not, and is open where nobody answered."""

from __future__ import annotations

from datetime import date

import pytest
from rule_support import NO, YES, judged, outcome, plain, rule_of, without_layers

from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.paragraphs import rules_by_paragraph
from land_entry_plugin.rules.standing import banner, standing
from land_entry_plugin.rules.verdicts import Verdict, caps_of, verdict

PACK = load_pack("wenfeng_draft")
PLAN, CONTRACT, REGISTERED = {"stage": "plan"}, {"stage": "contract"}, {"stage": "registered"}
TRANSFER = {"stage": "transfer"}
RENTAL = {"use": "rental_housing"}
VOTED, BEFORE = {"meeting_date": "2026-03-02"}, {"meeting_date": "2025-04-30"}
NO_ORGANISATION = {"organisation_exists": NO}

TABLE = [
    *plain("territorial_plan", "territorial_plan_done"),
    *plain("ownership_registered", "ownership_registered"),
    ("commercial_use", {"use": "industrial"}, "pass"),
    ("commercial_use", RENTAL, "pass"),
    ("no_commodity_housing", RENTAL, "pass"),
    ("no_commodity_housing", {}, "review"),
    ("no_commodity_housing", {"use": "villa_club"}, "conflict"),
    ("commercial_use", {"use": "villa_club"}, "conflict"),
    ("commercial_use", {"use": "commodity_housing"}, "conflict"),
    ("rental_small_units", {**RENTAL, "small_unit_share": "50.1%"}, "pass"),
    ("rental_small_units", {**RENTAL, "small_unit_share": "50%"}, "review"),
    ("rental_small_units", {"use": "industrial"}, "pass"),
    *plain("rental_stays_rental", "rental_stays_rental", RENTAL),
    *plain("planning_conditions", "planning_conditions_fixed"),
    ("accepted_plan", {"plan_kind": "village_plan"}, "pass"),
    ("accepted_plan", {"plan_kind": "general_rules"}, "pass"),
    ("accepted_plan", {"plan_kind": "old_plan"}, "conflict"),
    *plain("former_users_settled", "former_users_settled"),
    *plain("farmers_compensated", "farmers_compensated"),
    *plain("cadastral_survey", "cadastral_survey_done"),
    ("land_papers", {"land_papers": "complete"}, "pass"),
    ("land_papers", {"land_papers": "before_2009"}, "review"),
    ("land_papers", {"land_papers": "lacking"}, "conflict"),
    *plain("supply_plan", "in_supply_plan"),
    *plain("industrial_access", "industrial_access"),
    *plain("ecology", "ecology_met"),
    *plain("expropriation_choice", "choice_heard"),
    ("owner_representative", {"organisation_exists": YES, "representative": "organisation"}, "pass"),
    ("owner_representative", {"organisation_exists": YES, "representative": "committee"}, "conflict"),
    (
        "owner_representative",
        {**NO_ORGANISATION, "owner_level": "township", "representative": "government"},
        "pass",
    ),
    ("owner_representative", {**NO_ORGANISATION, "owner_level": "village", "representative": "committee"}, "pass"),
    ("owner_representative", {**NO_ORGANISATION, "owner_level": "village", "representative": "group"}, "conflict"),
    ("owner_representative", {**NO_ORGANISATION, "owner_level": "group", "representative": "group"}, "pass"),
    ("owner_representative", NO_ORGANISATION, "review"),
    ("entry_body", {"organisation_registered": YES}, "pass"),
    ("entry_body", {"organisation_registered": NO, "agent_entrusted": YES}, "pass"),
    ("entry_body", {"organisation_registered": NO, "agent_entrusted": NO}, "conflict"),
    ("entry_body", {"organisation_registered": NO}, "review"),
    ("vote", {**VOTED, "members_total": "300", "members_present": "250", "members_yes": "200"}, "pass"),
    ("vote", {**VOTED, "members_total": "300", "members_present": "250", "members_yes": "199"}, "conflict"),
    ("vote_until_2025", {**BEFORE, "members_total": "3", "members_yes": "2"}, "pass"),
    ("vote_until_2025", {**BEFORE, "members_total": "300", "members_yes": "199"}, "conflict"),
    *plain("resolution_scope", "resolution_covers_all", PLAN),
    ("entry_way", {"entry_way": "flexible_term"}, "pass"),
    ("entry_way", {}, "review"),
    ("trade_form", {"trade_form": "agreement"}, "pass"),
    ("trade_form", {}, "review"),
    ("longest_term", {**RENTAL, "term_years": "70", "lease_years": "0"}, "pass"),
    ("longest_term", {"use": "industrial", "term_years": "40", "lease_years": "10.5"}, "conflict"),
    *plain("entry_plan_content", "plan_has_all", PLAN),
    ("plan_papers", {**PLAN, "price_by_reference": YES, "joint_review_done": YES}, "pass"),
    ("plan_papers", {**PLAN, "price_by_reference": YES, "joint_review_done": NO}, "review"),
    *plain("trading_platform", "on_trading_platform", CONTRACT),
    *plain("result_published", "result_published", CONTRACT),
    *plain("contract_written", "contract_written", CONTRACT),
    *plain("contract_not_void", "contract_conditions", CONTRACT),
    *plain("contract_content", "contract_has_all", CONTRACT),
    *plain("contract_filed", "contract_filed", CONTRACT),
    ("contract_filed", PLAN, "pass"),
    *plain("supervision_agreement", "supervision_agreed", CONTRACT),
    ("levy", CONTRACT, "review"),
    ("levy", PLAN, "pass"),
    *plain("proceeds_account", "proceeds_account", CONTRACT),
    *plain("accounts_published", "accounts_published", CONTRACT),
    *plain("transfer_not_barred", "transfer_not_barred", TRANSFER),
    ("transfer_not_barred", REGISTERED, "pass"),
]
PARAGRAPHS = {
    "": "序言",
    "总体要求": "指导思想 工作目标",
    "基本原则": "坚持审慎稳妥推进 坚持守住底线红线 坚持节约集约用地 坚持同地同权同责",
    "工作任务1": "坚持规划引领 强化条件约束 加强规划许可管理 建立农村存量建设用地盘活机制",
    "工作任务2": "开展入市土地摸底调查 探索使用方式 完善用途管理办法 规范入市流程",
    "工作任务3": "建立监管制度 促进节约集约 妥善处理遗留问题",
    "工作任务4": "完善土地增值收益管理机制 规范农民集体收益分配",
    "工作任务5": "保障项目用地 保护农民权益",
    "工作任务6": "支持建设保障性租赁住房 严格监督管理",
    "工作任务7": "明确使用权权能 创新抵押金融产品 完善信息公开制度 规范入市合同管理 建立三方监管协议制度",
    "工作任务8": "明确入市主体第一款 明确入市主体第二款 健全民主决策机制",
    "工作步骤": "1 2 3 4",
    "保障措施": "1 2 3 4",
}


@pytest.mark.parametrize(("rule_id", "answers", "expected"), TABLE)
def test_each_rule(rule_id, answers, expected):
    assert outcome(PACK, rule_id, answers) == expected


def test_the_table_names_every_rule_of_the_draft():
    own = {rule.id for rule in without_layers(PACK) if rule.pack.id == PACK.id}
    assert own == {rule_id for rule_id, _, _ in TABLE}
    for rule_id in own:
        outcomes = {expected for tested, _, expected in TABLE if tested == rule_id}
        assert "pass" in outcomes, rule_id
        assert outcomes & {"conflict", "review"}, rule_id


@pytest.mark.parametrize("rule", without_layers(PACK), ids=lambda rule: rule.id)
def test_what_nobody_answered_is_open(rule):
    if rule.kind == "code_pattern":
        pytest.skip("the code decides")
    found = judged(PACK, rule.id)
    assert found.outcome == "review"
    assert found.unanswered


@pytest.mark.parametrize(
    ("side", "answers", "expected"),
    [
        ("inside", {"plan_kind": "detailed_plan", "detailed_plan_by_city": YES}, "pass"),
        ("inside", {"plan_kind": "detailed_plan", "detailed_plan_by_city": NO}, "conflict"),
        ("inside", {"plan_kind": "detailed_plan"}, "review"),
        ("inside", {"plan_kind": "village_plan"}, "conflict"),
        ("outside", {"plan_kind": "village_plan"}, "pass"),
        ("outside", {"plan_kind": "detailed_plan"}, "conflict"),
        ("straddling", {"plan_kind": "detailed_plan", "detailed_plan_by_city": YES}, "review"),
        ("unknown", {"plan_kind": "village_plan"}, "review"),
        (None, {"plan_kind": "village_plan"}, "review"),
    ],
)
def test_the_side_of_the_boundary_says_which_plan_counts(side, answers, expected):
    assert outcome(PACK, "accepted_plan", answers, measured={"urban_status": side}) == expected


@pytest.mark.parametrize(
    ("rule_id", "question", "refused"),
    [
        ("use_right_registered", "use_right_registered", "conflict"),
        ("ownership", "one_owner", "conflict"),
        # an officer decides between entry and expropriation
        ("expropriation", "not_expropriated", "review"),
    ],
)
def test_an_officer_answers_where_the_layer_is_not_given(rule_id, question, refused):
    assert outcome(PACK, rule_id, {question: YES}) == "pass"
    assert outcome(PACK, rule_id, {question: NO}) == refused
    assert outcome(PACK, rule_id) == "review"


def test_permits_follow_on_each_side():
    rule = rule_of(PACK, "urban_boundary")
    assert list(rule.obligations["inside"]) == ["conditions_detailed_plan", "permits_town"]
    assert "安阳市人民政府" in rule.obligations["inside"]["conditions_detailed_plan"]["zh"]
    assert list(rule.obligations["outside"]) == ["conditions_village_plan", "permit_village"]
    assert "straddling" in rule.obligations


def test_legacy_land_goes_to_an_officer():
    assert judged(PACK, "land_papers", {"land_papers": "before_2009"}).obligations == ("legacy_route",)


@pytest.mark.parametrize("day", [date(2009, 1, 1), date(2026, 1, 1), date(2026, 11, 21), date(2040, 1, 1)])
def test_a_draft_is_never_in_force(day):
    assert not PACK.in_force(day)
    assert not rule_of(PACK, "supply_plan").in_force(day)
    assert standing(PACK.head, day, "zh") == "征求意见稿，未施行"
    assert "征求意见稿" in banner(PACK.head, day)["zh"]
    fine = judged(PACK, "supply_plan", {"in_supply_plan": YES}, as_of=day)
    assert verdict([fine], caps_of([fine], in_force=PACK.in_force(day))) is Verdict.REVIEW


def test_every_paragraph_is_accounted_for():
    document = PACK.documents["wenfeng_plan"]
    labels = []
    for head, names in PARAGRAPHS.items():
        joint = "" if head in ("", "工作步骤", "保障措施") else "·"
        labels += [f"{head}{joint}{name}" for name in names.split()]
    assert list(document.paragraphs) == labels
    for label, citing in rules_by_paragraph(document, PACK.rules).items():
        assert bool(citing) is (document.paragraphs[label] is None), label


def test_where_it_holds():
    assert PACK.head.holds_at("410502")
    assert not PACK.head.holds_at("410503")
