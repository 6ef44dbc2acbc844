# SPDX-License-Identifier: GPL-2.0-or-later
"""The workbook of a ledger: sums are formulas, which come to what Word prints."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.plan import plan_totals
from land_entry_plugin.cadastre.ledger.supervision import DONE_LATE, OVERDUE, SOON
from land_entry_plugin.files.titled_book import Block, TitledSheet
from land_entry_plugin.files.workbook import Formula
from land_entry_plugin.jobs.ledger import tables
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.jobs.workbook import TINTS
from land_entry_plugin.rounding import mu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.jobs.updateledger import UpdatedLedger

_VERDICT_COLUMN = 2
_IN_MU = "*3/2000,2)"
NOTES = {
    "ledger": "面积为平面面积；其中项为椭球面积。「—」资料不足，未计入合计。按宗地代码排列。「资料不足」不是通过。",
    "plan": "面积为平面面积；「待补」为无人说明。列入计划不等于可以入市，以结论为准。",
    "notice": "只列计划内未入市的宗地；不得入市的不列。「待补」的补齐后方可公告。",
    "supervision": "只列已签合同或已登记的宗地。约定日期以合同为准。",
}


def ledger_sheets(updated: UpdatedLedger) -> list[TitledSheet]:
    """Return the sheets of the workbook."""
    return [
        _ledger(updated),
        _plan(updated),
        _notice(updated),
        _supervision(updated),
        _list("steps", "办理情况", tables.STEP_HEADS, tables.step_rows(updated), updated),
        _list("history", "变更历史", tables.HISTORY_HEADS, tables.history_rows(updated), updated),
        _list("basis", "说明", tables.RECORD_HEADS, tables.record_rows(updated), updated),
    ]


def banner_lines(updated: UpdatedLedger) -> list[str]:
    """Return the banners, which stand on every sheet."""
    return [text[LANGUAGE] for text in updated.banners]


def _ledger(updated: UpdatedLedger) -> TitledSheet:
    rows = tables.ledger_rows(updated)
    counts = tables.counts(updated)
    number, area = len(rows), tables.column_sum(rows, 4)
    span = "{column}{{ledger_first}}:{column}{{ledger_last}}"
    verdicts, areas = span.format(column="$C"), span.format(column="$E")
    head = Block(
        "counts",
        ["结论", "", *(word for _, word, _, _ in counts), "合计"],
        [
            [
                "宗数",
                "",
                *(Formula(f'COUNTIF({verdicts},"{word}")', count) for _, word, count, _ in counts),
                Formula("SUM(C{row}:F{row})", number),
            ],
            [
                "面积 亩",
                "",
                *(Formula(f'ROUND(SUMIF({verdicts},"{word}",{areas}){_IN_MU}', in_mu) for _, word, _, in_mu in counts),
                Formula(f"ROUND(SUM({areas}){_IN_MU}", mu(area)),
            ],
        ],
    )
    sums = [
        Formula(f"SUM({span.format(column=letter)})", tables.column_sum(rows, column))
        for letter, column in (("E", 4), ("G", 6), ("H", 7))
    ]
    total: list[Any] = ["", "合计", _number(span.format(column="$B"), number), ""]
    total += [sums[0], Formula("ROUND(E{row}" + _IN_MU, mu(area)), *sums[1:], "", "", "", "", ""]
    fills = {(i, _VERDICT_COLUMN): TINTS[one.screened.verdict] for i, one in enumerate(updated.story.living)}
    main = Block("ledger", tables.LEDGER_HEADS, rows, [total], fills, is_main=True)
    return TitledSheet(
        "入市台账",
        tables.TITLES["ledger"],
        [tables.head_line(updated, updated.request.as_of.year), *banner_lines(updated)],
        [head, main],
        [NOTES["ledger"], *not_of_newest(updated)],
        tables.foot(updated, "入市台账"),
    )


def _number(span: str, number: int) -> Formula:
    """Return how many parcels stand in a column, with their unit."""
    return Formula(f'COUNTA({span})&" 宗"', f"{number} 宗")


def not_of_newest(updated: UpdatedLedger) -> list[str]:
    """Return which parcels stand as an earlier record has them."""
    old = [f"{one.parcel_id}（{_as_of(updated, one.screened.code)}）" for one in updated.story.living
           if one.screened.code != updated.newest.code]  # fmt: skip
    return ["下列宗地不在最新筛查中，按括号内基准日的记录列出：" + "、".join(old) + "。"] if old else []


def _as_of(updated: UpdatedLedger, code: str) -> str:
    return next(head.as_of.isoformat() for head in updated.ledger.records if head.code == code)


def _plan(updated: UpdatedLedger) -> TitledSheet:
    year = updated.request.year
    totals = plan_totals(updated.of_year)
    span = "${column}${{plan_first}}:${column}${{plan_last}}"
    uses, quarters, areas = (span.format(column=column) for column in "FGD")
    of_use = f"--EXACT({uses},$A{{row}})"
    # what is summed, of which quarters, and what the two columns are called
    columns: list[tuple[str, Sequence[str | None], str]] = []
    for quarter in totals.quarters:
        word = tables.quarter_word(quarter)
        columns.append((f'{of_use},--({quarters}="{word}")', (quarter,), word))
    columns.append((of_use, totals.quarters, "全年"))
    rows: list[list[Any]] = []
    for use in totals.uses:
        row: list[Any] = [use or tables.missing(), ""]
        for terms, own, _ in columns:
            count, area = totals.of((use,), own)
            row += [Formula(f"SUMPRODUCT({terms})", count), Formula(f"SUMPRODUCT({terms},{areas})", area)]
        rows.append(row)
    sums = [value for _, own, _ in columns for value in totals.of(totals.uses, own)]
    total: list[Any] = ["合计", ""]
    total += [
        Formula(f"SUM({letter}{{totals_first}}:{letter}{{totals_last}})", value)
        for letter, value in zip(ascii_uppercase[2:], sums, strict=False)
    ]
    heads = ["用途", "", *(f"{word} {unit}" for _, _, word in columns for unit in ("宗数", "面积 m²"))]
    count, area = totals.of(totals.uses, totals.quarters)
    plan_total: list[Any] = ["", "合计", _number(span.format(column="B"), count)]
    plan_total += [Formula(f"SUM({areas})", area), Formula("ROUND(D{row}" + _IN_MU, mu(area)), *[""] * 8]
    main = Block("plan", tables.PLAN_HEADS, tables.plan_rows(updated), [plan_total], is_main=True)
    return TitledSheet(
        "年度供应计划",
        f"{year} 年{tables.TITLES['plan']}",
        [tables.head_line(updated, year), *banner_lines(updated)],
        [main, Block("totals", heads, rows, [total])],
        [NOTES["plan"]],
        tables.foot(updated, "年度供应计划"),
    )


def _notice(updated: UpdatedLedger) -> TitledSheet:
    doubts = tables.notice_doubts(updated)
    notes = [NOTES["notice"], *(["公告前须核清结论：" + "、".join(doubts) + "。"] if doubts else [])]
    rows = tables.notice_rows(updated)
    area = Formula("SUM($C{notice_first}:$C{notice_last})", tables.column_sum(rows, 2))
    total = ["合计", _number("$A{notice_first}:$A{notice_last}", len(rows)), area, *[""] * 6]
    return TitledSheet(
        "交易公告表",
        tables.TITLES["notice"],
        [tables.head_line(updated, updated.request.year), *banner_lines(updated)],
        [Block("notice", tables.NOTICE_HEADS, rows, [total], is_main=True)],
        notes,
        tables.foot(updated, "交易公告表"),
    )


def _supervision(updated: UpdatedLedger) -> TitledSheet:
    tints = {OVERDUE: TINTS["prohibited"], SOON: TINTS["review"], DONE_LATE: TINTS["review"]}
    column = len(tables.SUPERVISION_HEADS) - 1
    fills = {(i, column): tints[one.standing] for i, one in enumerate(updated.obligations) if one.standing in tints}
    return TitledSheet(
        "监管清单",
        tables.TITLES["supervision"],
        [tables.head_line(updated, updated.request.as_of.year), *banner_lines(updated)],
        [Block("supervision", tables.SUPERVISION_HEADS, tables.supervision_rows(updated), (), fills, is_main=True)],
        [NOTES["supervision"]],
        tables.foot(updated, "监管清单"),
    )


def _list(key: str, name: str, heads: tuple[str, ...], rows: list[list[Any]], updated: UpdatedLedger) -> TitledSheet:
    lines = [tables.head_line(updated, updated.request.as_of.year), *banner_lines(updated)]
    notes = [remark.text(LANGUAGE) for remark in updated.remarks] if key == "basis" else []
    block = Block(key, heads, rows, is_main=True)
    return TitledSheet(name, tables.TITLES[key], lines, [block], notes, tables.foot(updated, name))
