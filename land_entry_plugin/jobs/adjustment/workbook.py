# SPDX-License-Identifier: GPL-2.0-or-later
"""The workbook of a balance: what it comes to, the balance sheet, farmland quality, findings, plots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.accounts import close_account
from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.adjustment.record import cap_text, notes
from land_entry_plugin.jobs.adjustment.rows import (
    BALANCE_COLUMNS,
    PLOT_COLUMNS,
    balance_rows,
    category_name,
    plot_row,
)
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.jobs.workbook import TINTS
from land_entry_plugin.roles.land_classes import CONSTRUCTION, FARMLAND
from land_entry_plugin.rounding import half_up, mu, stated, stated_percent
from land_entry_plugin.rules.adjustment.quality import GRADE, SLOPE, means, touching_m2
from land_entry_plugin.rules.adjustment.terms import RECLAIMED, SIDES
from land_entry_plugin.rules.findings import Outcome, citation
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from decimal import Decimal

    from land_entry_plugin.jobs.adjustmententry import AdjustmentEntry
    from land_entry_plugin.rules.adjustment.findings import BalanceFinding
    from land_entry_plugin.rules.adjustment.quality import Mean
    from land_entry_plugin.rules.adjustment.terms import Condition

_TINT_OF = {"not_balanced": "prohibited", "undetermined": "undetermined", "review": "review", "balanced": "eligible"}
_TINT_OF |= {"conflict": "prohibited", "unknown": "undetermined", "pass": "eligible"}
_SUBTOTAL_TINT = "EEF1F4"
_UNGRADED, _TOUCHING = "未填", "坐标取位误差"

_BALANCE_HEADS = {
    "reclaimed_now_m2": "复垦地块 现状 m²",
    "reclaimed_after_m2": "复垦地块 复垦后 m²",
    "entered_now_m2": "入市宗地 现状 m²",
    "entered_after_m2": "入市宗地 入市后 m²",
    "before_m2": "调整前合计 m²",
    "after_m2": "调整后合计 m²",
    "change_m2": "增减 m²",
}
_PLOT_HEADS = {
    "parcel_id": "编号",
    "side": "类别",
    "now": "现状地类",
    "becomes": "调整后地类",
    "area_plane_m2": "面积（平面）m²",
    "area_ellipsoid_m2": "椭球面积 m²",
    "counted_m2": "计入面积 m²",
    "farmland_m2": "耕地 m²",
    "farmland_net_m2": "耕地（扣田坎）m²",
    "agricultural_m2": "农用地（含耕地）m²",
    "construction_m2": "建设用地 m²",
    "unused_m2": "未利用地 m²",
    "unknown_m2": "地类不明 m²",
    "uncovered_m2": "三调未覆盖 m²",
    "construction_change_m2": "建设用地增减 m²",
    "farmland_change_m2": "耕地增减 m²",
    "grade_now": "现状等别",
    "grade_after": "复垦后等别",
    "slope_now": "现状坡度级别",
    "slope_after": "复垦后坡度级别",
    "paper": "验收文号",
    "accepted_on": "验收日期",
    "survey_year": "三调年度",
    "remarks": "备注",
}


def adjustment_sheets(entry: AdjustmentEntry) -> list[Sheet]:
    """Return the sheets of a balance's workbook."""
    return [_summary(entry), _balance(entry), _quality(entry), _findings(entry), _plots(entry)]


def _tint(outcome: str) -> str:
    return TINTS[_TINT_OF.get(outcome, outcome)]


def _summary(entry: AdjustmentEntry) -> Sheet:
    request, judged, account = entry.request, entry.judged, entry.judged.account
    rows: list[list[Any]] = [["结论", word(str(judged.verdict), LANGUAGE)]]
    rows += [["提示", cap_text(cap, entry)[LANGUAGE]] for cap in judged.caps]
    rows += [["原因", _reason(finding)] for finding in judged.findings if finding.outcome is not Outcome.PASS]
    for side in SIDES:
        title = render(f"adjustment.side.{side}", {}, LANGUAGE)
        broken = sum(plot.side == side and plot.fault is not None for plot in entry.plots)
        count = sum(plot.side == side for plot in entry.plots)
        area = account.now(side=side)
        text = f"{count} {'个' if side == RECLAIMED else '宗'}，{area} m²（{mu(area)} 亩）"
        rows.append([title, text + (f"，其中 {broken} 个图形有误，未计入" if broken else "")])
    for category in (CONSTRUCTION, FARMLAND):
        before, after = account.now(category), account.after(category)
        balance = (
            f"调整前 {before} m²（{mu(before)} 亩），调整后 {after} m²（{mu(after)} 亩），{_change(after - before)}"
        )
        rows.append([category_name(category), balance])
    rows += [["说明", note["texts"][LANGUAGE]] for note in notes(entry)]
    limits = entry.limits
    rows += [
        ["依据", "；".join(dict.fromkeys(text for one in entry.terms.conditions.values() for text in _cited(one)))],
        ["基准日", request.as_of.isoformat()],
        [
            "零星、分散的面积限",
            "未设定" if request.scattered_below_m2 is None else f"小于 {stated(request.scattered_below_m2)} m²",
        ],
        [
            "误差限",
            f"面积 {stated(limits.sliver_area_m2)} m² 或宽 {stated(limits.sliver_width_m)} m，"
            f"且小于地块的 {stated_percent(limits.sliver_share)} %；0.01 m² 以内或窄于 "
            f"{stated(limits.touch_width_m)} m 属坐标取位误差",
        ],
        ["面积", "CGCS2000 椭球面积；平衡表各数先取到 0.01 m²，再相加，取位余数计入各方最大的一项"],
    ]
    for name, described in entry.inputs.items():
        title = render(f"adjustment.side.{name}", {}, LANGUAGE) if name in SIDES else word(f"role_{name}", LANGUAGE)
        read = f"{described['features']} 个要素，读入 {described['features_read']} 个"
        own = f"，编号字段 {described['id_field']}" if "id_field" in described else ""
        rows.append([f"图层：{title}", f"{described['layer']}，{described['crs']}，{read}{own}"])
    return Sheet("结论", ["项目", "内容"], rows, fills={(0, 1): _tint(str(judged.verdict))})


def _change(area: Decimal) -> str:
    return f"增加 {area} m²" if area > 0 else f"减少 {-area} m²" if area < 0 else "不增不减"


def _reason(finding: BalanceFinding) -> str:
    outcome = word(str(finding.outcome), LANGUAGE)
    return f"{finding.condition.title[LANGUAGE]} {outcome}：{finding.text(LANGUAGE)}"


def _cited(condition: Condition) -> list[str]:
    return [citation(basis.document.title, basis.document.number, basis.article) for basis in condition.basis]


def _balance(entry: AdjustmentEntry) -> Sheet:
    rows: list[list[Any]] = []
    fills: dict[tuple[int, int], str] = {}
    for i, row in enumerate(balance_rows(entry.judged.account)):
        is_sum = not row["code"] and not row["name"]
        title = "合计" if row["category"] is None else category_name(row["category"])
        kind = "" if row["category"] is None else "小计" if is_sum else row["code"]
        rows.append([title, kind, row["name"] or "", *(row[name] for name in BALANCE_COLUMNS)])
        if is_sum:
            fills |= {(i, column): _SUBTOTAL_TINT for column in range(3 + len(BALANCE_COLUMNS))}
    heads = ["类别", "地类编码", "地类名称", *(_BALANCE_HEADS[name] for name in BALANCE_COLUMNS)]
    return Sheet("平衡表", heads, rows, fills=fills)


def _quality(entry: AdjustmentEntry) -> Sheet:
    rows: list[list[Any]] = []
    fills: dict[tuple[int, int], str] = {}
    for name in (GRADE, SLOPE):
        gained, occupied = both_means = means(entry.plots, name)
        title = render(f"adjustment.what.{name}", {}, LANGUAGE)
        account = entry.judged.account
        totals = account.gained(FARMLAND), account.lost(FARMLAND)
        closed = [
            _closed(gained, 0.0, totals[0]),
            _closed(occupied, touching_m2(entry.plots, occupied), totals[1]),
        ]
        grades = sorted({*gained.by_grade, *occupied.by_grade})
        others = [key for key in (_UNGRADED, _TOUCHING) if any(key in one for one in closed)]
        for key in (*map(str, grades), *others):
            rows.append([title, key, *(float(one.get(key, 0)) for one in closed)])
        fills |= {(len(rows), column): _SUBTOTAL_TINT for column in range(4)}
        rows.append([title, "合计", *map(float, totals)])
        rows.append(
            [
                title,
                "面积加权平均（小者优）",
                *("—" if mean.value is None else f"{mean.value:.6g}" for mean in both_means),
            ]
        )
    return Sheet("耕地质量", ["指标", "级别", "新增耕地 m²", "占用耕地 m²"], rows, fills=fills)


def _closed(mean: Mean, touching: float, total: Decimal) -> dict[str, Decimal]:
    """Return areas by grade as printed, which add up to that of the balance sheet."""
    areas = {str(grade): area for grade, area in mean.by_grade.items()}
    ungraded = mean.area_m2 - mean.graded_m2
    if half_up(ungraded):
        areas[_UNGRADED] = ungraded
    if half_up(touching):
        areas[_TOUCHING] = touching
    return dict(close_account(areas, 0.0, float(total)).rows)


def _findings(entry: AdjustmentEntry) -> Sheet:
    rows, fills = [], {}
    for i, finding in enumerate(entry.judged.findings):
        fills[i, 1] = _tint(str(finding.outcome))
        rows.append(
            [
                finding.condition.title[LANGUAGE],
                word(str(finding.outcome), LANGUAGE),
                None if finding.area_m2 is None else float(half_up(finding.area_m2)),
                finding.text(LANGUAGE),
                "；".join(_cited(finding.condition)) or "—",
            ]
        )
    return Sheet("核查结果", ["核查事项", "结果", "面积 m²", "说明", "依据"], rows, fills=fills)


def _plots(entry: AdjustmentEntry) -> Sheet:
    rows = []
    for plot in entry.plots:
        row = plot_row(plot)
        row["side"] = render(f"adjustment.side.{plot.side}", {}, LANGUAGE)
        row |= _closed_plot(row)
        rows.append([float(half_up(value)) if isinstance(value, float) else value for value in row.values()])
    heads = [_PLOT_HEADS[column.name] for column in PLOT_COLUMNS]
    return Sheet("地块", heads, rows)


def _closed_plot(row: dict[str, Any]) -> dict[str, float]:
    """Return the areas of a plot as printed: its categories add up to what counts of it."""
    if row["counted_m2"] is None:
        return {}
    names = ("farmland_m2", "construction_m2", "unused_m2", "unknown_m2", "uncovered_m2")
    areas = {name: row[name] for name in names} | {"other_m2": row["agricultural_m2"] - row["farmland_m2"]}
    closed = {name: float(area) for name, area in close_account(areas, 0.0, row["counted_m2"]).rows}
    return closed | {"agricultural_m2": closed["farmland_m2"] + closed.pop("other_m2")}
