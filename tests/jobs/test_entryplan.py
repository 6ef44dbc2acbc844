# SPDX-License-Identifier: GPL-2.0-or-later
"""Entry plans: every figure is the record's or an answer's, in the document and in the workbook; doubts are said."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from docx import Document
from support import GivenAnswers, all_layers, box, candidates, lines, parcel, parts_of, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents import font_files
from land_entry_plugin.files.documents.placeholders import differences, load_placeholders
from land_entry_plugin.jobs.entry_plan import summary
from land_entry_plugin.jobs.entry_plan.context import TEMPLATE, plan_context
from land_entry_plugin.jobs.entryplan import DOCX, XLSX, EntryPlanRequest, entry_plans, entryplan
from land_entry_plugin.paths import resource
from land_entry_plugin.rounding import half_up

GOOD, OTHER, BAD = "370126100001JB00001", "370126100001JB00002", "370126100001JB00003"
FORMULA, PATH, LONG = '=HYPERLINK("x")', "../../宗地/甲:1", "长" * 58 + "𠮷=1"
AS_OF = date(2026, 5, 20)
PLAN = {
    "stage": "plan",
    "deal_price": None,
    "use": "industrial",
    "start_price": "1234567.89",
    "entry_cost": "234567.88",
    "deposit": "1234567.89",
    "price_floor": "60",
    "entry_kind": "in_place",
    "owner_level": "village",
    "representative": "organisation",
    "reserve_share": "50%",
    "members_share": "50%",
    "sharing_arrangement": "用于村内道路",
    "entering_body": "示例村股份经济合作社",
    "condition_plot_ratio": "1.0≤R≤2.0",
    "condition_density": "≥40%",
    "condition_green": "≤20%",
    "condition_height": "24 m",
    "condition_facilities": "无",
    "access_requirements": "符合控制指标",
    "ecology_requirements": "达标排放",
    "use_conditions": "投资强度 300 万元/亩",
    "payment_terms": "三十日内付清",
    "appraised_price": "120万元",
    "handover_date": "2027-01-10",
    "works_start_date": "2027-04-01",
    "works_end_date": "2028-12-31",
}


@pytest.fixture(scope="module")
def record():
    shapes = [box(x, 0, 80, 60) for x in (0, 100, 200, 300, 400, 500)]
    ids = [GOOD, OTHER, BAD, FORMULA, PATH, LONG]
    layers = all_layers(
        survey((box(-200, -200, 1200, 600), "0601")), basic_farmland=lines("YJJBNTBHTB", box(200, 0, 9, 9))
    )
    answers = GivenAnswers(ids, "shanghe_2024", **{name: PLAN[name] for name in ("use", "entry_kind", "owner_level")})
    return screen(candidates(*shapes, ids=ids), layers, rule_pack="shanghe_2024", as_of=AS_OF, answers=answers)


def given(ids=(GOOD, OTHER, FORMULA, PATH, LONG), **others):
    return GivenAnswers(ids, "shanghe_2024", **(PLAN | others))


def planned(record, parcel_id=GOOD, as_of=AS_OF, **others):
    request = EntryPlanRequest(record, given(**others), (parcel_id,), as_of=as_of)
    (plan,) = entry_plans(request).plans
    return plan


def texts(plan):
    return {id_: entry.text for id_, entry in plan.entries.items()}


def said(doubts):
    return " ".join(one.text for one in doubts)


def test_the_account_by_hand(record):
    """1 234 567.89 - 234 567.88 = 1 000 000.01, of it 20 % is 200 000.00; halves of 800 000.01 add up to it."""
    plan = planned(record)
    values = {id_: entry.value for id_, entry in plan.entries.items()}
    assert values["income"] == values["start_price"] == Decimal("1234567.89")
    assert values["gain"] == Decimal("1000000.01")
    assert values["levy_rate"] == Decimal("0.2")
    assert values["levy"] == Decimal("200000.00")
    assert values["retained"] == plan.account.retained == Decimal("800000.01")
    assert sorted(part.amount for part in plan.account.parts) == [Decimal("400000.00"), Decimal("400000.01")]
    assert texts(plan)["start_price"] == "1,234,567.89 元（123.456789 万元）"
    assert texts(plan)["levy"] == "200,000.00 元（20 万元）"
    assert not plan.contradictions


def test_every_figure_is_the_records_and_says_where_it_is_from(record):
    plan, stored = planned(record), parcel(record, GOOD)
    area = half_up(stored["measures"]["area_plane_m2"])
    assert plan.entries["area"].value == area
    assert f"{area} m²" in texts(plan)["area"]
    assert plan.entries["price_floor"].value == area * 60
    assert texts(plan)["basic_farmland"] == "不涉及　0.00 m²"
    for entry in plan.entries.values():
        assert entry.wanted if entry.text == "待补" else entry.source, entry.id
    assert "第 1 行" in plan.entries["start_price"].source
    assert "第 2 行" in planned(record, OTHER).entries["start_price"].source
    assert plan.entries["levy_rate"].basis.endswith("第三十一条（一）、第三十一条（二）")


def test_what_nobody_answered_is_open_and_never_nought(record):
    (plan,) = entry_plans(EntryPlanRequest(record, None, (GOOD,), as_of=AS_OF)).plans
    for name in ("start_price", "entry_cost", "gain", "levy_rate", "levy", "retained", "use", "term_years"):
        assert texts(plan)[name] == "待补", name
        assert plan.entries[name].value is None
    assert all(part.amount is None and part.share is None for part in plan.account.parts)
    assert "集体经济组织答复" in said(plan.open_points)
    assert "起始价" in said(plan.open_points)
    # one line an office, not one a question
    assert len(plan.open_points) < 20


@pytest.mark.parametrize(
    ("written", "printed"), [("待补", "待补"), ("暂无", "待补"), ("无", "无"), ("/", "/"), ("见附件", "见附件")]
)
def test_a_text_that_says_not_yet_is_open(record, written, printed):
    plan = planned(record, use_conditions=written)
    assert texts(plan)["use_conditions"] == printed
    assert plan.entries["use_conditions"].is_open == (printed == "待补")


def test_where_nothing_is_left_nothing_is_shared(record):
    plan = planned(record, entry_cost="1234567.89")
    assert plan.entries["levy"].value == plan.account.retained == Decimal("0.00")
    assert texts(plan)["reserve_share"] == "50%（没有可分配的收益）"
    assert "没有可分配的收益" in said(plan.contradictions)


def test_a_parcel_without_shape_has_a_plan_with_gaps(record):
    bare = parcel(record, GOOD)
    facts = {name: bare["cadastre"][name] for name in ("declared", "cells", "to_fill")}
    broken = bare | {"geometry": None, "account": None, "verdict": "undetermined", "cadastre": facts}
    broken["measures"] = dict.fromkeys(bare["measures"])
    plan = planned({**record, "parcels": [broken]})
    assert texts(plan)["area"] == texts(plan)["boundary"] == texts(plan)["price_floor"] == "待补"
    assert plan.entries["levy"].value == Decimal("200000.00")


def test_a_rate_that_no_law_states(record):
    plan = planned(record, use="warehousing")
    assert texts(plan)["levy_rate"] == texts(plan)["levy"] == texts(plan)["retained"] == "待补"
    assert "不按 0 计" in plan.entries["levy_rate"].wanted
    assert "财政部门" in said(plan.open_points)
    stated = planned(record, use="warehousing", stated_levy_rate="30%")
    assert stated.entries["levy"].value == Decimal("300000.00")
    assert "stated_levy_rate" in stated.entries["levy"].source


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"price_floor": "400"}, "最低价"),
        ({"entry_cost": "1234567.90"}, "起始价不低于成本"),
        ({"term_years": "51"}, "年限超出"),
        ({"deposit": "1"}, "竞买保证金"),
        ({"members_share": "40%"}, "合计 90%"),
        ({"stated_levy_rate": "30%"}, "不一致"),
        ({"entry_way": "lease"}, "租赁年限却是 0 年"),
        ({"lease_years": "5", "term_years": "20"}, "又填了租赁年限"),
        ({"works_end_date": "2027-03-31"}, "早于"),
        ({"start_price": "1234567.895", "deposit": "1234567.895"}, "分以下"),
        ({"entry_cost": "-5"}, "负数"),
        ({"members_yes": "100"}, "民主决策"),
    ],
)
def test_contradictions_stand_at_the_top(record, answers, words):
    assert words in said(planned(record, **answers).contradictions)


def test_what_does_not_apply_is_no_gap(record):
    plan = planned(record, trade_form="agreement", entry_way="lease", lease_years="15", term_years=None, deposit=None)
    assert texts(plan)["deposit"] == "/"
    assert texts(plan)["term_years"] == "/"
    assert plan.entries["lease_years"].value == 15
    assert not {"deposit", "term_years"} & {one.source for one in plan.open_points}
    assert plan.entries["start_price"].title == "起始租金（总额）"


def test_the_banner_of_an_expired_pack_is_that_of_the_plans_day(record):
    for day, expired in ((date(2026, 6, 23), False), (date(2026, 6, 24), True)):
        plans = entry_plans(EntryPlanRequest(record, given(), (GOOD,), as_of=day))
        assert ("已过有效期" in plans.head.banner) == expired


def test_the_banner_stands_on_every_page(record, tmp_path):
    late = entryplan(EntryPlanRequest(record, given(), (GOOD,), as_of=date(2026, 6, 24)), tmp_path, formats=(DOCX,))
    for section in Document(late.paths[0]).sections:
        assert "已过有效期" in " ".join(paragraph.text for paragraph in section.header.paragraphs)


def test_answers_and_pack_of_another_day_are_said(record):
    changed = {**record, "pack": record["pack"] | {"sha256": "0" * 64}}
    notices = entry_plans(EntryPlanRequest(changed, given(), (GOOD,), as_of=AS_OF)).head.said("en")
    assert "rule pack is another" in notices[0]
    assert "answers are others" in notices[1]
    same = GivenAnswers(
        [GOOD, OTHER, BAD, FORMULA, PATH, LONG],
        "shanghe_2024",
        **{name: PLAN[name] for name in ("use", "entry_kind", "owner_level")},
    )
    assert not entry_plans(EntryPlanRequest(record, same, (GOOD,), as_of=AS_OF)).head.notices


def test_prohibited_parcels_get_no_plan(record, tmp_path):
    assert parcel(record, BAD)["verdict"] == "prohibited"
    with pytest.raises(InputError, match="may not enter"):
        entryplan(EntryPlanRequest(record, given(), (BAD,), as_of=AS_OF), tmp_path / "none")
    assert not (tmp_path / "none").exists()
    plans = entry_plans(EntryPlanRequest(record, given(), (GOOD, BAD), as_of=AS_OF))
    assert plans.refused == (BAD,)
    assert [plan.parcel_id for plan in plans.plans] == [GOOD]


def test_a_reviewers_no_and_other_verdicts_are_printed(record):
    rejected = {
        **record,
        "parcels": [
            one | {"review": {"decision": "reject", "reason": "道路未通", "name": "甲", "time": "2026-05-21"}}
            if one["parcel_id"] == GOOD
            else one
            for one in record["parcels"]
        ],
    }
    assert "道路未通" in said(planned(rejected).contradictions)
    open_record = {**record, "parcels": [one | {"verdict": "undetermined"} for one in record["parcels"]]}
    assert planned(open_record).verdict == "undetermined"


@pytest.fixture(scope="module")
def written(record, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    ids = (GOOD, FORMULA, PATH, LONG)
    return folder, entryplan(
        EntryPlanRequest(record, given(sharing_arrangement="=1+1 {{ x }} <b>"), ids, as_of=AS_OF), folder
    )


def page_texts(path):
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*cells, *(paragraph.text for paragraph in document.paragraphs)]


def test_names_are_safe_and_there_is_a_document_and_a_workbook_each(written):
    folder, result = written
    assert len(result.paths) == 8
    assert {path.parent for path in result.paths} == {folder}
    assert all(path.is_file() and len(path.name.encode()) < 255 for path in result.paths)
    assert {path.suffix for path in result.paths} == {".docx", ".xlsx"}


@pytest.mark.parametrize("number", range(4))
def test_document_and_workbook_say_what_the_plan_says(written, number):
    _, result = written
    plan = result.plans.plans[number]
    printed = page_texts(result.paths[2 * number])
    book = openpyxl.load_workbook(result.paths[2 * number + 1])
    listed = {row[5].value: row for row in book["方案"].iter_rows(min_row=2)}
    figures = {row[5].value: row[1].value for row in book["数值"].iter_rows(min_row=2)}
    for entry in plan.entries.values():
        assert entry.text in printed, entry.id
        assert listed[entry.id][2].value == entry.text
        assert listed[entry.id][2].data_type == "s"
        if isinstance(entry.value, Decimal):
            assert Decimal(str(figures[entry.id])) == entry.value.normalize(), entry.id
    # the sum is a formula, and its value stands beside it
    total = openpyxl.load_workbook(result.paths[2 * number + 1], data_only=True)["收益分配"].cell(4, 3).value
    assert book["收益分配"].cell(4, 3).value.startswith("=")
    assert Decimal(str(total)) == plan.account.retained
    for point in parcel_points(plan):
        assert point in printed
    assert "=1+1 {{ x }} <b>" in printed
    assert any(plan.parcel_id in text for text in printed)


def parcel_points(plan):
    ring = plan.parcel["cadastre"]["rings"][0]
    return [f"{half_up(point['x_m'], 3)}" for point in ring["points"]]


def test_no_file_is_written_over(record, tmp_path):
    request = EntryPlanRequest(record, given(), (GOOD,), as_of=AS_OF)
    first = entryplan(request, tmp_path, formats=(XLSX,))
    content = first.paths[0].read_bytes()
    again = entryplan(request, tmp_path)
    assert again.paths[1] == first.paths[0]
    assert again.kept == 1
    changed = replace(request, answers=given(entry_cost="1"))
    other = entryplan(changed, tmp_path, formats=(XLSX,))
    assert other.paths[0].name == f"{GOOD}_入市方案_2.xlsx"
    assert other.passed_over == 1
    assert first.paths[0].read_bytes() == content


def test_the_template_knows_every_line(record):
    plans = entry_plans(EntryPlanRequest(record, given(), (GOOD,), as_of=AS_OF))
    context = plan_context(plans.plans[0], plans.head)
    known = dict(load_placeholders(TEMPLATE).known)
    known.pop("map")
    assert not list(differences(known, context))
    fixed = plans.plans[0].entries.keys() - {"parcel_id"}
    # what only this county's pack asks stands in the chapters
    assert fixed - known["line"].keys() <= set(plans.plans[0].entries) & {
        name for name in fixed if name in ("planning_consulted", "departments_consulted", "land_appraised",
                                           "plan_in_village_affairs", "township_confirmed", "county_approved")
    }  # fmt: skip


def test_a_template_of_ones_own_and_a_faulty_one(record, tmp_path):
    request = EntryPlanRequest(record, given(), (GOOD,), as_of=AS_OF)
    own = tmp_path / "own" / "370126"
    own.mkdir(parents=True)
    document = Document(resource("templates", f"{TEMPLATE}.docx"))
    document.add_paragraph("本县样式 {{ line.levy }}")
    document.save(own / f"{TEMPLATE}.docx")
    result = entryplan(request, tmp_path / "out", [own.parent], (DOCX,))
    assert "本县样式 200,000.00 元（20 万元）" in page_texts(result.paths[0])
    document.add_paragraph("{{ line.levi }}")
    document.save(own / f"{TEMPLATE}.docx")
    with pytest.raises(InputError, match=re.escape("line.levi")):
        entryplan(request, tmp_path / "out2", [own.parent])
    assert not (tmp_path / "out2").exists()


def test_fonts_that_are_not_here_are_told(record, tmp_path, monkeypatch):
    monkeypatch.setattr(font_files, "families", frozenset)
    result = entryplan(EntryPlanRequest(record, given(), (GOOD,), as_of=AS_OF), tmp_path, formats=(DOCX,))
    assert sum(TEMPLATE in sentence for sentence in summary.said(result, "zh")) == 1


def test_no_such_parcel(record, tmp_path):
    with pytest.raises(InputError, match="9"):
        entryplan(EntryPlanRequest(record, given(), ("9",), as_of=AS_OF), tmp_path / "none")


def test_a_pack_of_ones_own_is_taken(record):
    plans = entry_plans(EntryPlanRequest(record, given(), (GOOD,), "national", as_of=AS_OF))
    assert plans.head.pack_id.startswith("national")
    assert plans.plans[0].entries["levy"].text == "待补"
    assert replace(plans.plans[0], open_points=()).verdict == plans.plans[0].verdict


def test_the_template_is_what_its_script_makes(root, tmp_path):
    # in a process of its own: what the plugin uses beside it changes what python-docx calls by the same names
    subprocess.run([sys.executable, str(root / "scripts" / "make_entry_plan_template.py"), str(tmp_path)], check=True)
    (made,) = tmp_path.iterdir()
    assert parts_of(made) == parts_of(resource("templates", made.name)), "run scripts/make_entry_plan_template.py"
