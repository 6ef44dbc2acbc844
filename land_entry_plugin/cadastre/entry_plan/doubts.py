# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands at the top of a plan: what contradicts the law or itself, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import LANGUAGE, OTHERS, cited, money, percent
from land_entry_plugin.cadastre.entry_plan.market import LEASES, ONLY_LEASES
from land_entry_plugin.cadastre.entry_plan.proceeds import nothing_to_share, shares_sum
from land_entry_plugin.cadastre.review_text import REJECT
from land_entry_plugin.rounding import exact_half_up
from land_entry_plugin.rules.entry_plan import figure
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.questions import shown
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from land_entry_plugin.cadastre.entry_plan.entries import Entry, Section
    from land_entry_plugin.cadastre.entry_plan.known import Known
    from land_entry_plugin.cadastre.entry_plan.proceeds import Proceeds

_DAYS = ("handover_date", "works_start_date", "works_end_date")


@dataclass(frozen=True)
class Doubt:
    """One thing that somebody has to look at before the plan goes on.

    Attributes
    ----------
    text : str
    source : str
        The rule, the line of the plan or the part of the record that it comes from.
    basis : str
        The articles behind it.
    """

    text: str
    source: str
    basis: str = ""


def contradictions(known: Known, account: Proceeds) -> list[Doubt]:
    """Return what cannot be as it stands: by the rules, and in the figures of the plan itself."""
    found = [_of_finding(one) for one in _fresh(known, Outcome.CONFLICT)]
    found += [_of_record(one) for one in _recorded(known) if one["outcome"] == Outcome.CONFLICT]
    review = known.parcel.get("review")
    if review and review["decision"] == REJECT:
        found.append(Doubt(f"复核人不同意入市：{review['reason']}", "筛查记录 review"))
    return [*found, *_of_term(known), *_of_money(known, account), *_of_days(known)]


def open_points(known: Known, sections: Sequence[Section]) -> list[Doubt]:
    """Return what is not known or not decided: of the record, of the rules, and every line that reads 待补."""
    parcel = known.parcel
    # of rules that only wait for an answer, the answer is asked for once, at the end
    waiting = [one for one in _fresh(known, Outcome.REVIEW, Outcome.UNKNOWN) if one.is_open_question]
    decided = [one for one in _fresh(known, Outcome.REVIEW, Outcome.UNKNOWN) if not one.is_open_question]
    found = [_of_record(one) for one in _recorded(known) if one["outcome"] in (Outcome.REVIEW, Outcome.UNKNOWN)]
    found += [_of_finding(one) for one in decided]
    found += [Doubt(cap["texts"][LANGUAGE], "筛查记录 caps") for cap in parcel["caps"]]
    entries = [entry for section in sections for entry in section.entries if entry.is_open]
    found += [Doubt(f"{entry.title}：待补。{entry.wanted}", entry.id) for entry in entries if not entry.awaits]
    found += _awaited(entries)
    stated = {name for entry in entries for name in known.deal.pack.questions if f"［{name}］" in entry.wanted}
    names = dict.fromkeys(name for one in waiting for name in one.unanswered if name not in stated)
    if names:
        questions = known.deal.pack.questions
        titles = [questions[name].title[LANGUAGE] if name in questions else name for name in names]
        found.append(Doubt(f"待答复 {len(titles)} 项：{'；'.join(titles)}", "核查答复"))
    gaps = [
        word(f"role_{note['values']['role']}", LANGUAGE)
        for note in parcel["not_checked"]
        if note["id"] == "role_not_given"
    ]
    if gaps:
        found.append(Doubt(f"筛查时未提供图层、由答复代替或未核查：{'、'.join(gaps)}", "筛查记录 not_checked"))
    return found


def _awaited(entries: Sequence[Entry]) -> list[Doubt]:
    """Return the open lines by whom or what they wait for; what is to be said of each stands beside it."""
    by: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.awaits:
            by.setdefault(entry.awaits, []).append(entry)
    return [
        Doubt(f"待补 {len(own)} 项，{awaits}：{'、'.join(entry.title for entry in own)}", "正文各项")
        for awaits, own in sorted(by.items(), key=lambda item: item[0] == OTHERS)
    ]


def _fresh(known: Known, *outcomes: Outcome) -> list[Finding]:
    """Return findings of the plan's own check, those of higher levels beside them where the two differ."""
    every = [one for found in known.findings for one in (found, *found.beside)]
    chosen = [one for one in every if one.outcome in outcomes]
    return list({(one.rule.id, one.outcome, _text(one)): one for one in chosen}.values())


def _recorded(known: Known) -> list[Mapping[str, Any]]:
    """Return what the record found by rules that the plan does not check itself, and that did not pass."""
    own = {one.rule.id for one in known.findings}
    return [one for one in known.parcel["findings"] if one["rule_id"] not in own and one["outcome"] != Outcome.PASS]


def _text(finding: Finding) -> str:
    return render(f"finding.{finding.text_id}", finding.values, LANGUAGE).strip()


def _of_finding(finding: Finding) -> Doubt:
    outcome = word(str(finding.outcome), LANGUAGE)
    text = f"{finding.rule.title[LANGUAGE]}（{outcome}）：{_text(finding)}"
    return Doubt(text, f"规则 {finding.rule.id}", cited(finding.rule.basis))


def _of_record(finding: Mapping[str, Any]) -> Doubt:
    outcome = word(finding["outcome"], LANGUAGE)
    text = f"{finding['title'][LANGUAGE]}（{outcome}）：{finding['texts'][LANGUAGE]}"
    basis = "；".join(f"《{one['document']}》{one.get('article', '')}" for one in finding["basis"])
    return Doubt(text, f"核查结果 {finding['rule_id']}", basis)


def _of_term(known: Known) -> Iterator[Doubt]:
    """Yield where the way of entry and the years do not fit together."""
    way, years, lease = (known.value(name) for name in ("entry_way", "term_years", "lease_years"))
    if way is None:
        return
    shown_way = known.deal.pack.questions["entry_way"].shown(way, LANGUAGE)
    if way in ONLY_LEASES and isinstance(lease, Fraction) and lease <= 0:
        yield Doubt(f"入市方式为{shown_way}，租赁年限却是 {shown(lease)} 年", "entry_way / lease_years")
    if way in ONLY_LEASES and isinstance(years, Fraction) and years > 0 and years != lease:
        yield Doubt(f"入市方式为{shown_way}，又填了使用年限 {shown(years)} 年", "entry_way / term_years")
    if way not in LEASES and isinstance(lease, Fraction) and lease > 0:
        yield Doubt(f"入市方式为{shown_way}，又填了租赁年限 {shown(lease)} 年", "entry_way / lease_years")
    if way not in ONLY_LEASES and isinstance(years, Fraction) and years <= 0:
        yield Doubt(f"入市方式为{shown_way}，使用年限却是 {shown(years)} 年", "entry_way / term_years")


def _of_money(known: Known, account: Proceeds) -> Iterator[Doubt]:
    total = shares_sum(account.parts)
    if total is not None and total != 1:
        yield Doubt(f"收益分配各项比例合计 {percent(total)}，应为 100%", " / ".join(part.id for part in account.parts))
    if nothing_to_share(known):
        gain = figure("gain", known.deal).value
        text = money(gain)[1] if isinstance(gain, Fraction) else ""
        yield Doubt(f"净收益 {text}，没有可分配的收益", "gain")
    law, stated = figure("levy_rate", known.deal), known.value("stated_levy_rate")
    if not law.is_stated and isinstance(law.value, Fraction) and isinstance(stated, Fraction) and stated != law.value:
        text = f"核定的调节金比例 {percent(stated)} 与规则包规定的 {percent(law.value)} 不一致，按规则包计算"
        yield Doubt(text, "stated_levy_rate", cited(law.basis))
    for name, answer in known.answers.items():
        question = known.deal.pack.questions.get(name)
        amount = answer.value
        if question is None or question.unit != "yuan" or not isinstance(amount, Fraction):
            continue
        if amount < 0:
            yield Doubt(f"{question.title[LANGUAGE]}为负数：{answer.written}", name)
        if Fraction(exact_half_up(amount)) != amount:
            yield Doubt(f"{question.title[LANGUAGE]}写到分以下：{answer.written}，印出时四舍五入到分", name)


def _of_days(known: Known) -> Iterator[Doubt]:
    days = [(name, value) for name in _DAYS if isinstance(value := known.value(name), date)]
    questions = known.deal.pack.questions
    for (before, first), (after, second) in pairwise(days):
        if second < first:
            titles = [questions[name].title[LANGUAGE] for name in (before, after)]
            yield Doubt(f"{titles[1]} {second} 早于{titles[0]} {first}", f"{before} / {after}")
