# SPDX-License-Identifier: GPL-2.0-or-later
"""Findings, their reasons and a reviewer's word, as sheets print them."""

from __future__ import annotations

import pytest

from land_entry_plugin.cadastre.class_account import account_note, bureau_sentence
from land_entry_plugin.cadastre.finding_lines import finding_lines, passed_lines
from land_entry_plugin.cadastre.review_text import opinion_text, review_line
from land_entry_plugin.cadastre.sentences import reasons, sliver_limits

LAW = {"document": "土地管理法", "number": None, "article": "第六十三条"}
REVIEW = {"decision": "exception", "reason": "已有批文", "name": "经办甲", "time": "2026-11-21T09:30:15+08:00"}


def found(title, outcome="pass", text_id="x", **changes):
    return {
        "rule_id": title, "title": {"zh": title}, "outcome": outcome, "text_id": text_id,
        "texts": {"zh": f"{title}说明。"},
        "area_m2": None, "share": None, "basis": [], "obligations": [], "is_spatial": True, "values": {},
    } | changes  # fmt: skip


def parcel(*findings, **changes):
    return {"findings": list(findings), "caps": [], "not_checked": [], "verdict": "review"} | changes


def test_the_worst_stands_first_and_what_passed_in_one_line_by_who_decided_it():
    lines = finding_lines(
        parcel(
            found("四至"), found("权属", "review"), found("耕地", "conflict", area_m2=12.5, share=0.1),
            found("表决", is_spatial=False), found("期限", is_spatial=False),
            found("租期", text_id="rule.not_applicable", is_spatial=False),
        )
    )  # fmt: skip
    assert [(line.number, line.title, line.outcome) for line in lines] == [
        (1, "耕地", "conflict"), (2, "权属", "review"), (0, "", "pass"),
    ]  # fmt: skip
    assert (lines[0].area_m2, lines[0].share, lines[0].says) == (12.5, 0.1, ("耕地说明。",))
    assert lines[2].says == ("通过 4 项：四至；经办人答复 2 项；不适用 1 项。",)


def test_unfolded_each_pass_of_a_layer_has_a_line_with_its_basis_or_what_it_says():
    good = (
        found("四至", basis=[LAW, LAW]), found("边界"), found("表决", is_spatial=False),
        found("租期", text_id="rule.other_days"),
    )  # fmt: skip
    lines = finding_lines(parcel(found("耕地", "conflict"), *good), is_folded=False)
    assert [(line.number, line.title) for line in lines] == [(1, "耕地"), (2, "四至"), (3, "边界"), (0, ""), (0, "")]
    assert lines[1].rests == ("《土地管理法》第六十三条",)
    assert lines[2].rests == ("边界说明。",)
    assert lines[3].rests == ("经办人答复，通过 1 项：表决。",)
    assert lines[4].rests == ("不适用，通过 1 项：租期。",)
    assert finding_lines(parcel(found("耕地", "conflict")), is_folded=False) == finding_lines(
        parcel(found("耕地", "conflict"))
    )
    assert [line.number for line in passed_lines(parcel(*good[:2]))] == [1, 2]


def test_what_waits_for_an_answer_is_told_by_who_has_to_give_it():
    asked = {"outcome": "review", "text_id": "answer.unanswered"}
    waiting = [
        found("表决", **asked, values={"offices": {"zh": ["镇政府"]}}),
        found("公告", **asked, values={"offices": {"zh": ["镇政府"]}}),
        found("确权", **asked),
    ]
    (line,) = finding_lines(parcel(*waiting))
    assert (line.number, line.title, line.outcome) == (1, "待答复 3 项", "review")
    assert line.says == ("镇政府：表决、公告。", "经办人：确权。")


def test_many_that_say_the_same_are_one_line_that_names_them():
    same = {"outcome": "unknown", "texts": {"zh": "图层未覆盖。"}}
    (two,) = finding_lines(parcel(found("耕地", **same), found("红线", **same)))
    assert (two.title, two.says) == ("耕地、红线", ("图层未覆盖。",))
    (three,) = finding_lines(parcel(*(found(name, **same) for name in ("耕地", "红线", "林地"))))
    assert (three.title, three.says) == ("耕地等 3 项", ("耕地、红线、林地：图层未覆盖。",))


def test_obligations_stand_with_the_finding_but_for_those_of_planning():
    duty = [{"texts": {"zh": "补办农转用"}}]
    (line,) = finding_lines(parcel(found("历史", "review", obligations=duty, basis=[LAW])))
    assert line.rests == ("应办：补办农转用。", "依据：《土地管理法》第六十三条")
    (line,) = finding_lines(parcel(found("边界", "review", obligations=duty, rule_id="urban_boundary")))
    assert line.rests == ()


def test_why_the_verdict_is_what_it_is():
    worst = found("耕地", "conflict", area_m2=12.5, share=0.00125)
    whole, short = reasons(parcel(worst))[0]
    assert whole == "耕地：耕地说明。"
    assert short.startswith("耕地 12.50 m²（0.13 %）：")
    # a figure without a share is no figure of the parcel
    assert reasons(parcel(found("耕地", "conflict", area_m2=12.5)))[0][1].startswith("耕地：")
    waiting = found("表决", "review", text_id="answer.unanswered")
    cap = {"texts": {"zh": "规则包未生效。"}}
    assert [one[0] for one in reasons(parcel(worst, waiting, caps=[cap]))][1:] == [
        "待答复 1 项，见核查结果。", "规则包未生效。",
    ]  # fmt: skip
    gap = {"id": "role_not_given", "values": {"role": "heritage"}}
    assert [one[0] for one in reasons(parcel(found("四至"), not_checked=[gap]))] == [
        "1 项全部通过。", "另有 1 项未核查，见表末。",
    ]  # fmt: skip
    assert reasons(parcel()) == [("没有可核查的事项。",) * 2]


def test_a_box_for_an_opinion_is_empty_or_says_who_decided_what_beside_the_verdict():
    empty = opinion_text(parcel(), 3).split("\n")
    assert empty[0] == "复核意见：　　□ 接受　　　□ 不接受　　　□ 例外（说明理由）"
    assert empty[1:4] == ["　"] * 3
    assert empty[-1].startswith("复核人：")
    told = opinion_text(parcel(review=REVIEW), 3).split("\n")
    assert told[0] == "复核意见：　　□ 接受　　　□ 不接受　　　√ 例外　　　核查结论：待核"
    assert told[1] == "理由：已有批文"
    assert told[-1] == "复核人：经办甲　　　　时间：2026-11-21 09:30"
    assert opinion_text(parcel(review=REVIEW | {"reason": ""}), 3).split("\n")[1] == "　"


@pytest.mark.parametrize(("reason", "words"), [("已有批文", "例外（已有批文）"), ("", "例外")])
def test_a_review_changes_no_verdict(reason, words):
    assert review_line(parcel()) is None
    assert review_line(parcel(review=REVIEW | {"reason": reason})) == (
        f"复核：待核 → {words}　复核人 经办甲，2026-11-21 09:30。核查结论不因复核改变。"
    )


def account(**changes):
    rows = [
        {"code": "0102", "name": "水浇地", "category": "farmland", "area_m2": 4000.0},
        {"code": "0601", "name": "工业用地", "category": "construction", "area_m2": 5000.0},
        {"code": None, "name": None, "category": None, "area_m2": 600.0},
    ]
    return {"rows": rows, "uncovered_m2": 400.0, "total_m2": 10_000.0, "residue_m2": 0.0} | changes


def test_the_account_says_how_it_closes_and_how_far_plane_and_ellipsoid_are_apart():
    told = parcel(account=account(), measures={"area_plane_m2": 10_001.5})
    assert account_note(told) == "合计闭合，差 0.00 m²；取位余数 0.00 m²。平面面积与椭球面积相差 1.50 m²。"
    doubly = parcel(account=account(residue_m2=0.01), measures={"area_plane_m2": 10_000.0}, doubly_covered_m2=3.456)
    assert account_note(doubly) == (
        "合计闭合，差 0.00 m²；取位余数 0.01 m²计入最大地类。"
        "平面面积与椭球面积相差 0.00 m²。图斑重复覆盖 3.46 m²，只计一次。"
    )
    # what is nothing as printed is not told
    assert "重复" not in account_note(doubly | {"doubly_covered_m2": 0.004})
    assert "不闭合" in account_note(parcel(account=account(total_m2=10_001.0), measures={"area_plane_m2": 10_001.0}))


def test_the_sentence_of_bureaus_names_what_no_class_is_known_of():
    measures = {"area_plane_m2": 10_000.0, "area_ellipsoid_m2": 10_000.0}
    text = bureau_sentence(parcel(account=account(), measures=measures))
    assert "、地类不明或未覆盖 0.1000 公顷" in text
    assert "0.4000" in text
    assert "0.5000" in text
    known = account(rows=account()["rows"][:2], uncovered_m2=0.0, total_m2=9_000.0)
    assert "不明" not in bureau_sentence(parcel(account=known, measures=measures))


def test_the_limits_are_printed_as_they_were_set():
    record = {
        "options": {"sliver_area_m2": 10.0, "sliver_width_m": 0.4975},
        "pack": {"settings": {"sliver_share": 0.0075}},
    }
    assert sliver_limits(record) == "面积 10.00 m² 或宽 0.4975 m，且小于宗地 0.75 %"
