# SPDX-License-Identifier: GPL-2.0-or-later
"""The figures of an entry plan as a workbook: every line with value, unit, source and articles."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.entry_plan.annexes import rings
from land_entry_plugin.cadastre.entry_plan.entries import LANGUAGE, MISSING
from land_entry_plugin.files.workbook import Sheet, write_workbook
from land_entry_plugin.files.workbook_values import mark_of
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from land_entry_plugin.cadastre.entry_plan.plan import EntryPlan
    from land_entry_plugin.jobs.entry_plan.notices import Head

_OPEN_FILL, _CONFLICT_FILL = "FFF4CE", "F9D8D6"


class FiguresWriter:
    """Writes the figures of plans as workbooks."""

    def __init__(self, head: Head) -> None:
        self.head = head

    def made_with(self, _: EntryPlan) -> str:
        """Return that no template has a part in it."""
        return ""

    @staticmethod
    def mark_of(path: Path) -> str | None:
        """Return what a whole workbook was made from; None for half a file and for a stranger."""
        return mark_of(path)

    def write(self, plan: EntryPlan, _: Mapping[str, Any], path: Path, mark: str) -> None:
        """Write the workbook of a plan, whole or not at all."""
        write_workbook(plan_sheets(plan, self.head), path, f"入市方案 {plan.parcel_id}", mark)


def plan_sheets(plan: EntryPlan, head: Head) -> list[Sheet]:
    """Return the sheets of a plan's workbook."""
    return [_lines(plan), _account(plan), _sharing(plan), _doubts(plan), _points(plan), _head(plan, head)]


def _lines(plan: EntryPlan) -> Sheet:
    rows: list[list[Any]] = []
    fills = {}
    for section in plan.sections:
        for entry in section.entries:
            if entry.is_open:
                fills[len(rows), 2] = _OPEN_FILL
            source = entry.source or entry.wanted
            rows.append([section.title, entry.title, entry.text, source, entry.basis or None, entry.id])
    return Sheet("方案", ["章节", "项目", "内容", "来源", "依据", "编号"], rows, fills=fills)


def _account(plan: EntryPlan) -> Sheet:
    """Return every line that is a number, as a number; money in yuan."""
    rows: list[list[Any]] = []
    for section in plan.sections:
        for entry in section.entries:
            if isinstance(entry.value, Decimal):
                rows.append([entry.title, float(entry.value), entry.unit or None, entry.source, entry.basis, entry.id])
            elif entry.is_open and section.id in ("prices", "proceeds"):
                rows.append([entry.title, entry.text, None, entry.wanted, entry.basis, entry.id])
    return Sheet("数值", ["项目", "数值", "单位", "来源", "依据", "编号"], rows)


def _sharing(plan: EntryPlan) -> Sheet:
    """Return the parts of the proceeds, with their sum as a formula where all are known."""
    parts = plan.account.parts
    rows = [
        [
            part.title,
            MISSING if part.share is None else float(part.share),
            MISSING if part.amount is None else float(part.amount),
            part.source or part.wanted,
            part.basis or None,
        ]
        for part in parts
    ]
    amounts = [part.amount for part in parts if part.amount is not None]
    sums = {2: float(sum(amounts))} if parts and len(amounts) == len(parts) else {}
    return Sheet("收益分配", ["分配给", "比例", "金额（元）", "来源", "依据"], rows, share_columns=(1,), sums=sums)


def _doubts(plan: EntryPlan) -> Sheet:
    rows: list[list[Any]] = []
    fills = {}
    for kind, doubts, fill in (
        ("矛盾", plan.contradictions, _CONFLICT_FILL),
        ("待补待核", plan.open_points, _OPEN_FILL),
    ):
        for one in doubts:
            fills[len(rows), 0] = fill
            rows.append([kind, one.text, one.source, one.basis or None])
    return Sheet("矛盾和待办", ["类别", "说明", "来源", "依据"], rows, fills=fills)


def _points(plan: EntryPlan) -> Sheet:
    rows = [
        [title, one.name, float(one.x), float(one.y), float(one.length) if one.length else None]
        for title, points in rings(plan.parcel)
        for one in points
    ]
    return Sheet("界址点", ["圈", "点号", "X（北）m", "Y（东）m", "边长 m"], rows, decimals={2: 3, 3: 3})


def _head(plan: EntryPlan, head: Head) -> Sheet:
    rows = [
        ["宗地编号", plan.parcel_id],
        ["核查结论", word(plan.verdict, LANGUAGE)],
        ["核查编号", head.screening_id],
        ["规则包", head.pack],
        ["方案日期", head.as_of],
        ["筛查基准日", head.screened_as_of],
        ["答复表", head.answers],
        *([["规则包效力", head.banner]] if head.banner else []),
        *(["注意", text] for text in head.said(LANGUAGE)),
    ]
    return Sheet("说明", ["项目", "内容"], rows)
