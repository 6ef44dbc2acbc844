# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of a ledger's documents, the same for workbooks and for Word: values, not yet text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.model import ENTERED, IN_PROCEDURE
from land_entry_plugin.cadastre.ledger.papers import MISSING, NOT_STATED, PRESENT, step_papers
from land_entry_plugin.jobs.ledger.layers import say, step_title
from land_entry_plugin.jobs.ledger.remarks import change_text
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rounding import half_up, mu
from land_entry_plugin.rules.procedure import procedure
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.ledger.model import ParcelState
    from land_entry_plugin.cadastre.ledger.plan import Planned
    from land_entry_plugin.jobs.updateledger import UpdatedLedger

NO_DATA = "—"
TITLES = {
    "ledger": "农村集体经营性建设用地入市台账",
    "plan": "集体经营性建设用地年度供应计划",
    "notice": "集体经营性建设用地使用权交易公告表",
    "supervision": "入市宗地开发利用监管清单",
    "steps": "入市办理情况",
    "history": "台账变更历史",
    "basis": "台账说明",
}
LEDGER_HEADS = (
    "序", "宗地代码", "结论", "坐落（村）", "面积 m²", "面积 亩", "其中农用地 m²", "永久基本农田 m²",
    "四至（北；东；南；西）", "界址点数", "规划", "流转", "首要原因／下一步",
)  # fmt: skip
PLAN_HEADS = (
    "序", "宗地代码", "坐落", "面积 m²", "面积 亩", "用途", "供应季度", "入市方式", "交易方式",
    "年期（年）", "起始价（万元）", "结论", "状态",
)  # fmt: skip
NOTICE_HEADS = (
    "地块编号", "坐落", "面积（m²）", "用途", "年期（年）", "规划条件", "起始价（万元）", "保证金（万元）", "使用条件",
)  # fmt: skip
SUPERVISION_HEADS = ("序", "宗地代码", "坐落", "入市日期", "事项", "约定日期", "实际日期", "情况")
STEP_HEADS = ("宗地代码", "环节", "日期", "状态", "已有材料", "缺的材料", "待补", "备注")
HISTORY_HEADS = ("日期", "宗地代码", "类别", "说明", "核查编号")
RECORD_HEADS = ("核查编号", "基准日", "规则包", "在有效期内", "宗地数", "加入日期")
_YUAN_IN_WAN = Decimal(10_000)


def missing() -> str:
    """Return what is printed where nobody said."""
    return say("missing")


def ledger_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return the sheet of the ledger, ordered by parcel."""
    return [ledger_row(number, state) for number, state in enumerate(updated.story.living, start=1)]


def ledger_row(number: int, state: ParcelState) -> list[Any]:
    """Return one parcel of the sheet."""
    one = state.screened
    area = state.area_m2
    return [
        number,
        state.parcel_id,
        word(one.verdict, LANGUAGE),
        one.village or missing(),
        NO_DATA if area is None else area,
        NO_DATA if area is None else mu(area),
        *(NO_DATA if value is None else half_up(value) for value in (one.agricultural_m2, one.basic_farmland_m2)),
        one.sides or missing(),
        one.points if one.points is not None else NO_DATA,
        one.planned or missing(),
        one.circulation or missing(),
        what_next(state),
    ]


def what_next(state: ParcelState) -> str:
    """Return the first reason or the next step, a reviewer's word, and how far the procedure is."""
    parts = (
        []
        if state.status in (ENTERED, IN_PROCEDURE) and state.screened.verdict == "eligible"
        else [state.screened.reason]
    )
    if state.screened.review:
        parts.append(state.screened.review)
    if state.status == ENTERED:
        parts.append(f"{say('status_entered')} {shown(state.since)}")
    elif state.events:
        latest = state.events[-1]
        parts.append(f"{step_title(latest.step)}{procedure().states[latest.state][LANGUAGE]}")
    return "；".join(parts)


def counts(updated: UpdatedLedger) -> list[tuple[str, str, int, Decimal]]:
    """Return verdict, its word, how many parcels and how much land in 亩, the worst first."""
    result = []
    for verdict in VERDICTS_WORST_FIRST:
        own = [state for state in updated.story.living if state.screened.verdict == verdict]
        area = sum((state.area_m2 or Decimal(0) for state in own), Decimal(0))
        result.append((str(verdict), word(str(verdict), LANGUAGE), len(own), mu(area)))
    return result


def total_m2(states: Sequence[ParcelState]) -> Decimal:
    """Return the sum of areas as printed."""
    return sum((state.area_m2 or Decimal(0) for state in states), Decimal("0.00"))


def column_sum(rows: Sequence[Sequence[Any]], column: int) -> Decimal:
    """Return the sum of a column: what has no data is not counted."""
    return sum((row[column] for row in rows if row[column] != NO_DATA), Decimal("0.00"))


def plan_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return the supply plan of the year that is printed."""
    return [_plan_row(number, one) for number, one in enumerate(updated.of_year, start=1)]


def _plan_row(number: int, one: Planned) -> list[Any]:
    state = one.state
    area = state.area_m2
    return [
        number,
        state.parcel_id,
        state.screened.place or missing(),
        NO_DATA if area is None else area,
        NO_DATA if area is None else mu(area),
        one.use or missing(),
        quarter_word(one.quarter),
        state.fact("entry_way") or missing(),
        state.fact("trade_form") or missing(),
        term(state),
        in_wan(state.number("start_price")),
        word(state.screened.verdict, LANGUAGE),
        say(f"status_{state.status}"),
    ]


def quarter_word(quarter: str | None) -> str:
    """Return a quarter in words."""
    return procedure().facts["plan_quarter"].question.choices[quarter][LANGUAGE] if quarter else missing()


def term(state: ParcelState) -> Any:
    """Return the term; that of a lease where there is only one."""
    use, lease = state.number("term_years"), state.number("lease_years")
    return use if use else lease if lease else missing()


def in_wan(yuan: Decimal | None) -> Any:
    """Return an amount in 万元 with no digit lost, at least two behind the point."""
    if yuan is None:
        return missing()
    exact = (yuan / _YUAN_IN_WAN).normalize()
    return exact.quantize(Decimal("0.01")) if exact.as_tuple().exponent > -2 else exact  # type: ignore[operator]


def noticed(updated: UpdatedLedger) -> list[Planned]:
    """Return the parcels of the notice: those of the plan that have not entered and may not be barred."""
    return [
        one for one in updated.of_year if one.state.status != ENTERED and one.state.screened.verdict != "prohibited"
    ]


def notice_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return the public notice."""
    return [
        [
            one.state.parcel_id,
            one.state.screened.place or missing(),
            NO_DATA if one.state.area_m2 is None else one.state.area_m2,
            one.use or missing(),
            term(one.state),
            planning_conditions(one.state),
            in_wan(one.state.number("start_price")),
            in_wan(one.state.number("deposit")),
            one.state.fact("use_conditions") or missing(),
        ]
        for one in noticed(updated)
    ]


def planning_conditions(state: ParcelState) -> str:
    """Return floor area ratio, building density and share of green; 待补 beside each that nobody said."""
    table = {"floor_area_ratio": state.screened.floor_area_ratio, "building_density": state.screened.building_density}
    stated = {
        name: state.fact(name) or table.get(name)
        for name in ("floor_area_ratio", "building_density", "greenery")
    }  # fmt: skip
    if not any(stated.values()):
        return missing()
    titles = procedure().facts
    return "；".join(f"{titles[name].question.title[LANGUAGE]} {value or missing()}" for name, value in stated.items())


def notice_doubts(updated: UpdatedLedger) -> list[str]:
    """Return the parcels of the notice whose verdict is not the best one, each with its verdict."""
    return [
        f"{one.state.parcel_id}（{word(one.state.screened.verdict, LANGUAGE)}）"
        for one in noticed(updated)
        if one.state.screened.verdict != "eligible"
    ]


def supervision_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return what contracts oblige to, with what is due."""
    titles = {duty.id: duty.title[LANGUAGE] for duty in procedure().duties}
    return [
        [
            number,
            one.state.parcel_id,
            one.state.screened.place or missing(),
            one.state.entered_on or missing(),
            titles[one.duty],
            one.due or missing(),
            one.done or (missing() if one.standing == "not_stated" else NO_DATA),
            say(f"standing_{one.standing}", days=abs(one.days or 0)),
        ]
        for number, one in enumerate(updated.obligations, start=1)
    ]


def step_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return the procedure: a row a step of a parcel, with the papers that are there and missing."""
    result = []
    for state in updated.story.states:
        for event in state.events:
            papers = step_papers(event.step, [one for one in state.events if one.step == event.step])
            named = {
                standing: "；".join(
                    f"{paper.title}（{paper.number}）" if paper.number else paper.title
                    for paper in papers
                    if paper.state == standing
                )
                for standing in (PRESENT, MISSING, NOT_STATED)
            }
            result.append(
                [
                    state.parcel_id,
                    step_title(event.step),
                    event.day or missing(),
                    procedure().states[event.state][LANGUAGE],
                    named[PRESENT] or NO_DATA,
                    named[MISSING] or NO_DATA,
                    named[NOT_STATED] or NO_DATA,
                    event.note or "",
                ]
            )
    return result


def history_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return every change with its day and run code."""
    return [
        [
            change.day or missing(),
            change.parcel_id,
            say(f"kind_{change.kind}"),
            change_text(change, LANGUAGE),
            change.code or NO_DATA,
        ]
        for change in updated.story.history
    ]


def record_rows(updated: UpdatedLedger) -> list[list[Any]]:
    """Return the records that the ledger rests on, the oldest first."""
    return [
        [
            head.code,
            head.as_of,
            "、".join(f"{pack['title'][LANGUAGE]}（{pack['id']} {pack['version']}）" for pack in head.packs),
            "是" if head.in_force else "否",
            len(updated.ledger.of_record(head.code)),
            head.added_on,
        ]
        for head in updated.ledger.in_order
    ]


def place_of(updated: UpdatedLedger) -> str:
    """Return what the heads of documents name: what was given, else the county of the rule pack."""
    if updated.request.place:
        return updated.request.place
    area = updated.newest.packs[0]["jurisdiction"]
    return str(area["name"][LANGUAGE]) if area["codes"] else missing()


def foot(updated: UpdatedLedger, title: str) -> str:
    """Return what stands in the foot of every page."""
    pack = updated.newest.packs[0]
    return f"{title}　核查编号 {updated.newest.code}　规则包 {pack['id']} {pack['version']}"


def head_line(updated: UpdatedLedger, year: int) -> str:
    """Return place, year and days of a document."""
    return (
        f"{place_of(updated)}　　{year} 年　　数据基准日 {updated.newest.as_of.isoformat()}"
        f"　　截至 {updated.request.as_of.isoformat()}"
    )


def shown(value: Any) -> str:
    """Return a value as Word prints it."""
    if value is None:
        return missing()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
