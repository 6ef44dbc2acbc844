# SPDX-License-Identifier: GPL-2.0-or-later
"""The measures of Shanghe, rule by rule: each fires, just does not, and is open where nobody answered."""

from __future__ import annotations

from datetime import date

import pytest
from rule_support import IN_FORCE, NO, YES, box, judged, layer, outcome, plain, rule_of, without_layers

from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.paragraphs import rules_by_paragraph
from land_entry_plugin.rules.standing import banner, standing
from land_entry_plugin.rules.verdicts import CAP_NOT_IN_FORCE, Verdict, caps_of, verdict

PACK = load_pack("shanghe_2024")
PLAN, CONTRACT, REGISTERED = {"stage": "plan"}, {"stage": "contract"}, {"stage": "registered"}
TRANSFER, RENEWAL = {"stage": "transfer"}, {"stage": "renewal"}
LEASE = {**CONTRACT, "entry_way": "lease"}
IN_PLACE, ADJUSTED = {"entry_kind": "in_place"}, {"entry_kind": "adjusted"}
SALE, SUBLEASE, MORTGAGE = ({**TRANSFER, "transfer_way": way} for way in ("sale", "sublease", "mortgage"))
VOTED = {"meeting_date": "2025-06-01"}
BEFORE = {"meeting_date": "2025-04-30"}
LEASED = {**MORTGAGE, "entry_way": "lease"}
REMAINS = {"term_years": "40", "lease_years": "0", "used_years": "12.5"}

TABLE = [
    *plain("territorial_plan", "territorial_plan_done"),
    ("accepted_plan", {"plan_kind": "village_plan"}, "pass"),
    ("accepted_plan", {"plan_kind": "old_plan"}, "review"),
    ("accepted_plan", {"plan_kind": "none"}, "conflict"),
    ("no_commodity_housing", {"use": "industrial"}, "pass"),
    ("no_commodity_housing", {"use": "commodity_housing"}, "conflict"),
    ("no_commodity_housing", {}, "review"),
    ("commercial_use", {"use": "industrial"}, "pass"),
    ("commercial_use", {"use": "rental_housing"}, "review"),
    ("commercial_use", {"use": "commodity_housing"}, "conflict"),
    ("commercial_use", {"use": "villa_club"}, "conflict"),
    *plain("development_plan", "development_plan_met"),
    *plain("ownership_registered", "ownership_registered"),
    *plain("title_clear", "title_clear"),
    *plain("buildings_undisputed", "buildings_undisputed"),
    *plain("supply_plan", "in_supply_plan"),
    *plain("planning_conditions", "planning_conditions_fixed"),
    *plain("industrial_access", "industrial_access"),
    *plain("ecology", "ecology_met"),
    *plain("infrastructure", "infrastructure_ready", IN_PLACE),
    ("infrastructure", ADJUSTED, "pass"),
    *plain("usable_in_place", "usable_in_place", IN_PLACE),
    *plain("adjusted_entry", "adjustment_balanced", ADJUSTED),
    ("adjusted_entry", IN_PLACE, "pass"),
    *plain("adjusted_reclaimed", "reclamation_accepted", ADJUSTED),
    *plain("adjusted_scattered", "scattered_land", ADJUSTED),
    ("adjusted_by_village_plan", {**ADJUSTED, "plan_kind": "village_plan"}, "pass"),
    ("adjusted_by_village_plan", {**ADJUSTED, "plan_kind": "detailed_plan"}, "review"),
    ("adjusted_by_village_plan", {**ADJUSTED, "plan_kind": "none"}, "conflict"),
    ("archaeology_first", {"heritage_clear": YES}, "pass"),
    ("archaeology_first", {"heritage_clear": NO, "archaeology_done": YES}, "pass"),
    ("archaeology_first", {"heritage_clear": NO, "archaeology_done": NO}, "conflict"),
    ("archaeology_first", {"heritage_clear": NO}, "review"),
    ("owner_level", {"owner_level": "township"}, "pass"),
    ("owner_level", {"owner_level": "group"}, "review"),
    ("owner_representative", {"representative": "organisation"}, "pass"),
    ("owner_representative", {"representative": "committee"}, "review"),
    *plain("village_registered", "organisation_registered", {"owner_level": "village"}),
    ("village_registered", {"owner_level": "township"}, "pass"),
    ("entry_body", {"organisation_registered": YES}, "pass"),
    ("entry_body", {"organisation_registered": NO, "agent_entrusted": YES}, "pass"),
    ("entry_body", {"organisation_registered": NO, "agent_entrusted": NO}, "conflict"),
    ("entry_body", {"organisation_registered": NO}, "review"),
    ("entry_way", {"entry_way": "contribution"}, "pass"),
    ("entry_way", {"entry_way": "lease_then_assignment"}, "review"),
    *plain("contribution_shares", "shares_held_by_owner", {**PLAN, "entry_way": "contribution"}),
    ("contribution_shares", {**PLAN, "entry_way": "assignment"}, "pass"),
    ("longest_term", {"use": "industrial", "term_years": "50", "lease_years": "0"}, "pass"),
    ("longest_term", {"use": "industrial", "term_years": "50年1天", "lease_years": "0"}, "conflict"),
    ("longest_term", {"use": "commercial", "term_years": "40", "lease_years": "0"}, "pass"),
    ("longest_term", {"use": "commercial", "term_years": "41", "lease_years": "0"}, "conflict"),
    ("longest_lease", {"lease_years": "20"}, "pass"),
    ("longest_lease", {"lease_years": "20年1天"}, "conflict"),
    ("lease_period", {**LEASE, "lease_start": "2025-07-01", "lease_end": "2045-07-01"}, "pass"),
    ("lease_period", {**LEASE, "lease_start": "2025-07-01", "lease_end": "2045-07-02"}, "conflict"),
    ("lease_period", {**LEASE, "lease_start": "2024-02-29", "lease_end": "2044-02-29"}, "pass"),
    ("lease_period", {**LEASE, "lease_start": "2024-02-29", "lease_end": "2044-03-01"}, "conflict"),
    ("lease_period", {**CONTRACT, "entry_way": "assignment"}, "pass"),
    ("trade_form", {"trade_form": "listing"}, "pass"),
    ("trade_form", {"trade_form": "agreement", "entry_way": "lease"}, "pass"),
    ("trade_form", {"trade_form": "agreement", "entry_way": "contribution"}, "pass"),
    # 原则上: an officer decides, it is no conflict
    ("trade_form", {"trade_form": "agreement", "entry_way": "assignment"}, "review"),
    ("vote", {**VOTED, "members_total": "300", "members_present": "300", "members_yes": "200"}, "pass"),
    ("vote", {**VOTED, "members_total": "300", "members_present": "300", "members_yes": "199"}, "conflict"),
    ("vote", {**VOTED, "members_total": "3", "members_present": "2", "members_yes": "2"}, "pass"),
    ("vote", {**VOTED, "members_total": "300", "members_present": "199", "members_yes": "199"}, "conflict"),
    ("vote", BEFORE, "pass"),
    ("vote_until_2025", {**BEFORE, "members_total": "3", "members_yes": "2"}, "pass"),
    ("vote_until_2025", {**BEFORE, "members_total": "300", "members_yes": "199"}, "conflict"),
    ("vote_until_2025", VOTED, "pass"),
    (
        "intent_papers",
        {
            **PLAN,
            **dict.fromkeys(
                ("planning_consulted", "departments_consulted", "first_price_settled", "township_agreed"), YES
            ),
        },
        "pass",
    ),
    ("intent_papers", {**PLAN, "township_agreed": NO}, "review"),
    ("intent_papers", {"stage": "screening"}, "pass"),
    (
        "plan_papers",
        {
            **PLAN,
            **dict.fromkeys(
                ("office_opinions", "land_appraised", "plan_in_village_affairs", "township_confirmed"), YES
            ),
        },
        "pass",
    ),
    ("plan_papers", {**PLAN, "land_appraised": NO}, "review"),
    *plain("entry_plan_county_items", "plan_has_county_items", PLAN),
    ("price_covers_cost", {**PLAN, "start_price": "1,000,000", "entry_cost": "1000000"}, "pass"),
    ("price_covers_cost", {**PLAN, "start_price": "999999.99", "entry_cost": "1000000"}, "conflict"),
    ("price_floor", {**PLAN, "start_price": "1440000", "price_floor": "144"}, "pass"),
    ("price_floor", {**PLAN, "start_price": "1439999.99", "price_floor": "144"}, "conflict"),
    ("price_floor", {**PLAN, "start_price": "1", "price_floor": "0"}, "pass"),
    ("deposit", {**PLAN, "trade_form": "listing", "start_price": "1440000", "deposit": "144万元"}, "pass"),
    ("deposit", {**PLAN, "trade_form": "listing", "start_price": "1440000", "deposit": "720000"}, "conflict"),
    ("deposit", {**PLAN, "trade_form": "agreement"}, "pass"),
    *plain("county_approval", "county_approved", CONTRACT),
    ("county_approval", PLAN, "pass"),
    *plain("trading_platform", "on_trading_platform", CONTRACT),
    *plain("deal_confirmed", "deal_confirmed", CONTRACT),
    *plain("result_published", "result_published", CONTRACT),
    *plain("contract_written", "contract_written", CONTRACT),
    *plain("supervision_agreement", "supervision_agreed", CONTRACT),
    ("levy", {**CONTRACT, "use": "industrial", "deal_price": "1500000", "entry_cost": "500000"}, "pass"),
    ("levy", {**CONTRACT, "use": "tourism", "deal_price": "1500000", "entry_cost": "500000"}, "review"),
    ("levy", {**CONTRACT, "use": "tourism", "deal_price": "500000", "entry_cost": "500000"}, "pass"),
    (
        "registration_papers",
        {
            **REGISTERED,
            **dict.fromkeys(("contract_written", "supervision_agreed", "price_paid", "levy_paid", "taxes_paid"), YES),
        },
        "pass",
    ),
    ("registration_papers", {**REGISTERED, "levy_paid": NO}, "review"),
    *plain("right_registered", "right_registered", REGISTERED),
    *plain("proceeds", "proceeds_managed", CONTRACT),
    ("transfer_term", {**SALE, **REMAINS, "transfer_years": "27.5"}, "pass"),
    ("transfer_term", {**SALE, **REMAINS, "transfer_years": "27年6个月1天"}, "conflict"),
    ("transfer_term", {**SUBLEASE, **REMAINS, "transfer_years": "28"}, "conflict"),
    ("transfer_term", MORTGAGE, "pass"),
    *plain("transfer_contract", "transfer_contract_signed", SUBLEASE),
    *plain("transfer_registered", "transfer_registered", MORTGAGE),
    ("transfer_registered", SUBLEASE, "pass"),
    ("split_transfer", {**SALE, "transfer_split": NO}, "pass"),
    ("split_transfer", {**SALE, "transfer_split": YES, "split_approved": YES}, "pass"),
    ("split_transfer", {**SALE, "transfer_split": YES, "split_approved": NO}, "conflict"),
    ("priority_purchase", {**SALE, "price_far_below_market": NO}, "pass"),
    ("priority_purchase", {**SALE, "price_far_below_market": YES}, "review"),
    *plain("sublease_consent", "sublease_agreed", SUBLEASE),
    ("sublease_consent", SALE, "pass"),
    ("leased_mortgage", {**LEASED, "mortgage_years": "5", "rent_paid_years": "5"}, "pass"),
    (
        "leased_mortgage",
        {**LEASED, "mortgage_years": "5.1", "rent_paid_years": "5"},
        "conflict",
    ),
    ("leased_mortgage", {**MORTGAGE, "entry_way": "assignment"}, "pass"),
    ("levy_retransfer", SALE, "review"),
    ("levy_retransfer", MORTGAGE, "pass"),
    ("renewal_in_time", {**RENEWAL, "renewal_date": "2044-06-30", "term_end": "2045-06-30"}, "pass"),
    ("renewal_in_time", {**RENEWAL, "renewal_date": "2044-07-01", "term_end": "2045-06-30"}, "conflict"),
    ("renewal_in_time", TRANSFER, "pass"),
    *plain("renewal_agreed", "renewal_agreed", RENEWAL),
    (
        "renewal_papers",
        {**RENEWAL, **dict.fromkeys(("renewal_contract", "renewal_paid", "renewal_registered"), YES)},
        "pass",
    ),
    ("renewal_papers", {**RENEWAL, "renewal_paid": NO}, "review"),
]
# One answer alone decides these, whatever the others are.
DECIDED_BY_LESS = {"archaeology_first", "entry_body", "trade_form", "levy", "split_transfer"}
ARTICLES = [
    "第一条 第二条 第三条 第四条 第五条第一款 第五条第二款 第六条 第七条 第八条",
    "第九条（一） 第九条（二） 第九条（三） 第九条（四） 第十条 第十一条 第十二条 第十三条 第十四条 第十五条",
    "第十六条第一款 第十六条第二款 第十七条 第十八条（一） 第十八条（二） 第十八条（三）",
    "第十九条（一） 第十九条（二） 第十九条（三） 第十九条（四） 第二十条（一） 第二十条（二） 第二十条（三）",
    "第二十条（四） 第二十一条 第二十二条 第二十三条第一款 第二十三条第二款 第二十三条第三款",
    "第二十三条第四款 第二十三条第五款",
    "第二十四条第一款 第二十四条第二款 第二十四条第三款 第二十五条第一款 第二十五条第二款 第二十五条第三款",
    "第二十六条 第二十七条 第二十八条第一款 第二十八条第二款 第二十九条第一款 第二十九条第二款",
    "第三十条第一款 第三十条第二款 第三十一条 第三十一条（一） 第三十一条（二） 第三十一条（三）",
    "第三十二条 第三十三条 第三十四条 第三十五条 第三十六条",
]


@pytest.mark.parametrize(("rule_id", "answers", "expected"), TABLE)
def test_each_rule(rule_id, answers, expected):
    assert outcome(PACK, rule_id, answers) == expected


def test_the_table_names_every_rule_of_the_county():
    own = {rule.id for rule in without_layers(PACK) if rule.pack.id == PACK.id}
    assert own == {rule_id for rule_id, _, _ in TABLE}
    for rule_id in own - {"levy_retransfer"}:
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


@pytest.mark.parametrize(("rule_id", "answers", "expected"), [row for row in TABLE if row[2] == "pass"])
def test_no_answer_may_be_missing(rule_id, answers, expected):
    if judged(PACK, rule_id, answers).text_id == "rule.not_applicable":
        return
    for left_out in answers:
        rest = {id_: answer for id_, answer in answers.items() if id_ != left_out}
        found = judged(PACK, rule_id, rest)
        assert found.outcome == "review" or (found.outcome == "pass" and rule_id in DECIDED_BY_LESS), left_out


def test_an_answer_without_its_paper_is_not_enough():
    assert outcome(PACK, "supply_plan", {"in_supply_plan": YES}, bare=True) == "review"


@pytest.mark.parametrize(
    ("rule_id", "question"), [("use_right_registered", "use_right_registered"), ("restrictions", "no_restriction")]
)
@pytest.mark.parametrize(("answer", "expected"), [(YES, "pass"), (NO, "conflict"), (None, "review")])
def test_an_officer_answers_where_the_layer_is_not_given(rule_id, question, answer, expected):
    assert outcome(PACK, rule_id, {question: answer} if answer else {}) == expected


@pytest.mark.parametrize(
    ("registered", "category", "expected"),
    [
        (box(0, 0, 100, 100), "collective_construction", "pass"),
        (box(0, 0, 99.99, 100), "collective_construction", "review"),
        (box(0, 0, 98, 100), "collective_construction", "conflict"),
        (box(0, 0, 100, 100), "homestead", "conflict"),
        (box(0, 0, 100, 100), "unknown", "review"),
    ],
)
def test_the_right_of_use_is_registered_all_over_the_parcel(registered, category, expected):
    layers = {"use_rights": layer(("JB1", category, registered))}
    assert outcome(PACK, "use_right_registered", {"use_right_registered": YES}, layers=layers) == expected


@pytest.mark.parametrize(
    ("use", "income", "cost", "levy"),
    [
        ("industrial", "1500000", "500000", "200000"),
        ("commercial", "1500000", "500000", "500000"),
        ("commercial", "1000000.01", "1000000", "0.01"),
        ("industrial", "500000", "500000", "0"),
        ("commercial", "400000", "500000", "0"),
    ],
)
def test_the_levy_is_on_the_net_gain(use, income, cost, levy):
    found = judged(PACK, "levy", {**CONTRACT, "use": use, "deal_price": income, "entry_cost": cost})
    assert found.values["is"] == {"zh": f"{levy} 元", "en": f"{levy} yuan"}
    assert found.obligations == ("pay_levy",)


def test_obligations_follow():
    below = judged(PACK, "priority_purchase", {**SALE, "price_far_below_market": YES})
    assert below.obligations == ("offer_first",)
    late = judged(PACK, "renewal_in_time", {**RENEWAL, "renewal_date": "2045-01-01", "term_end": "2045-06-30"})
    assert late.obligations == ("given_back",)


@pytest.mark.parametrize(
    ("day", "in_force", "words"),
    [
        (date(2024, 6, 23), False, "takes effect on 2024-06-24"),
        (date(2024, 6, 24), True, "in force"),
        (date(2026, 6, 23), True, "in force"),
        (date(2026, 6, 24), False, "expired (2024-06-24 to 2026-06-23)"),
    ],
)
def test_days_of_force(day, in_force, words):
    assert PACK.in_force(day) is in_force
    assert standing(PACK.head, day, "en") == words
    assert (banner(PACK.head, day) is None) is in_force
    assert rule_of(PACK, "deposit").in_force(day) is in_force
    # what is not law is computed all the same, and keeps the verdict from being eligible
    fine = judged(PACK, "supply_plan", {"in_supply_plan": YES}, as_of=day)
    caps = caps_of([fine], in_force=PACK.in_force(day))
    assert caps == (() if in_force else (CAP_NOT_IN_FORCE,))
    assert verdict([fine], caps) is (Verdict.ELIGIBLE if in_force else Verdict.REVIEW)
    barred = judged(PACK, "supply_plan", {"in_supply_plan": NO}, as_of=day)
    assert verdict([barred], caps) is Verdict.PROHIBITED


def test_banner_of_the_expired_measures():
    assert banner(PACK.head, date(2026, 6, 24)) == {
        "zh": "规则包「商河县入市管理办法」已过有效期（2024-06-24 至 2026-06-23）。仅供参考，请先确认现行规定。",
        "en": "Rule pack Shanghe county measures has expired (2024-06-24 to 2026-06-23). "
        "For reference only; see what holds now.",
    }


def test_every_article_is_accounted_for():
    document = PACK.documents["shanghe_measures"]
    assert list(document.paragraphs) == " ".join(ARTICLES).split()
    for label, citing in rules_by_paragraph(document, PACK.rules).items():
        assert bool(citing) is (document.paragraphs[label] is None), label


def test_where_it_holds():
    assert PACK.head.holds_at("370126")
    assert not PACK.head.holds_at("370125")
    assert [head.id for head in PACK.bases] == ["national"]


@pytest.mark.parametrize("rule_id", ["farmland", "agricultural_land", "unused_land", "homestead", "land_use_history"])
def test_what_the_country_states_already_stays_beside(rule_id):
    rule = rule_of(PACK, rule_id)
    assert KINDS[rule.kind].is_spatial
    assert rule.basis[0].document.key == "shanghe_measures"
    assert [one.pack.id for one in rule.also] == ["national"]
    assert rule.parameters == rule.also[0].parameters


def test_not_yet_asked_of_a_parcel_that_is_only_screened():
    """At the screening stage nothing of the later steps is asked."""
    later = [rule.id for rule in without_layers(PACK) if rule.applies_when and "stage" in rule.applies_when.names]
    assert len(later) > 20
    for rule_id in later:
        assert judged(PACK, rule_id, {"stage": "screening"}, as_of=IN_FORCE).text_id == "rule.not_applicable"
