# SPDX-License-Identifier: GPL-2.0-or-later
"""六、民主决策和报批, 七、合同和监管协议要点."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import (
    LANGUAGE,
    MISSING,
    NOT_APPLICABLE,
    OTHERS,
    Entry,
    Section,
    cited,
    percent,
)
from land_entry_plugin.rules.questions import shown

if TYPE_CHECKING:
    from land_entry_plugin.cadastre.entry_plan.known import Known

# Papers of the procedure that a county asks for, in its order; only those that its pack knows stand in a plan.
_COUNTY_STEPS = (
    ("planning_consulted", "规划咨询"),
    ("departments_consulted", "征询部门意见"),
    ("land_appraised", "地价评估"),
    ("plan_in_village_affairs", "纳入村级民主管理"),
    ("township_confirmed", "镇（街道）初审确认"),
    ("county_approved", "县政府审核"),
)
_SUPERVISION = "supervision_agreement"


def decision(known: Known) -> Section:
    """Return the chapter on the members' decision and on who has seen the plan."""
    entries = [
        known.answer("notice_date", "会议通知日期"),
        known.answer("meeting_date", "会议日期"),
        known.answer("members_total", "应到人数"),
        known.answer("members_present", "实到人数"),
        known.answer("members_yes", "同意人数"),
        _share_in_favour(known),
        *(known.answer(name, title) for name, title in _COUNTY_STEPS if name in known.deal.pack.questions),
        known.answer("plan_filed_date", "方案报市、县政府日期"),
    ]
    return Section("decision", "六、民主决策和报批", tuple(entries))


def contract(known: Known) -> Section:
    """Return the chapter on what contract and supervision agreement take over."""
    entries = [
        known.answer("handover_date", "交地日期"),
        known.answer("works_start_date", "开工日期"),
        known.answer("works_end_date", "竣工日期"),
        _supervision(known),
    ]
    return Section("contract", "七、合同和监管协议要点", tuple(entries))


def _supervision(known: Known) -> Entry:
    """Return who signs the supervision agreement, as the pack says it."""
    rule = next((one for one in known.deal.pack.rules if one.id == _SUPERVISION), None)
    if rule is None:
        return Entry("supervision", "监管协议", NOT_APPLICABLE, "规则包没有规定")
    text = rule.explanation[LANGUAGE]
    return Entry("supervision", "监管协议", text, f"规则包 {rule.pack.id}", text, basis=cited(rule.basis))


def _share_in_favour(known: Known) -> Entry:
    """Return the share of all members in favour, as the law counts it."""
    total, yes = known.value("members_total"), known.value("members_yes")
    title = "同意比例（占应到）"
    if not (isinstance(total, Fraction) and isinstance(yes, Fraction) and total > 0):
        return Entry("share_in_favour", title, MISSING, wanted="应到人数和同意人数答复后计算", awaits=OTHERS)
    text = f"{shown(yes)} / {shown(total)}，{percent(yes / total)}"
    return Entry("share_in_favour", title, text, "= 同意人数 ÷ 应到人数", text)
