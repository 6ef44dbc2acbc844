# SPDX-License-Identifier: GPL-2.0-or-later
"""The workbook of a search: candidates, those that one reason keeps out, the accounts, what it rests on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.reserve.account import OTHER_LAND, PLACES
from land_entry_plugin.jobs.reserve.result import CANDIDATE, ONE_REASON
from land_entry_plugin.jobs.reserve.rows import place_word, shares_text, site_row, use_state
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.jobs.workbook import TINTS, column_sum, spatial_word
from land_entry_plugin.rounding import half_up, mu
from land_entry_plugin.rules.standing import banner
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.jobs.reserve.result import FoundSite, Reserve


def reserve_sheets(reserve: Reserve) -> list[Sheet]:
    """Return the sheets of the workbook."""
    return [
        _sites("备选宗地", "Candidates", reserve.of_group(CANDIDATE), reasons=False),
        _sites("消除一项即可", "OneReason", reserve.of_group(ONE_REASON), reasons=True),
        _by_village(reserve),
        _by_plan(reserve),
        _basis(reserve),
    ]


def _sites(title: str, table: str, sites: list[FoundSite], *, reasons: bool) -> Sheet:
    rows, fills = [], {}
    for i, site in enumerate(sites):
        row = site_row(site)
        fills[i, 2] = TINTS[row["spatial_verdict"]]
        area = row["area_plane_m2"]
        rows.append(
            [
                site.rank,
                site.site_id,
                spatial_word(row["spatial_verdict"], LANGUAGE),
                word(row["verdict"], LANGUAGE),
                *([_reason(site)] if reasons else []),
                float(half_up(area)),
                float(mu(area)),
                row["village"],
                row["owner"],
                shares_text(site.classes_m2),
                shares_text(site.planned_m2),
                word(row["urban_status"], LANGUAGE),
                word(f"use_{use_state(site)}", LANGUAGE),
                "临路" if site.adjoins_road else "—" if site.road_m is None else f"距 {half_up(site.road_m)} m",
                site.road_class or "—",
                row["open_reasons"] or "—",
            ]
        )
    heads = [
        "名次", "编号", "空间核查", "结论", *(["待消除事项"] if reasons else []), "面积（平面）m²", "面积 亩", "坐落村",
        "所有权人", "地类", "规划用途", "城镇开发边界", "利用状况", "临路", "道路", "待核事项",
    ]  # fmt: skip
    columns = (heads.index("面积（平面）m²"), heads.index("面积 亩"))
    sums = {column: column_sum(rows, column) for column in columns}
    return Sheet(title, heads, rows, fills=fills, sums=sums, table=table)


def _reason(site: FoundSite) -> str:
    (reason,) = site.reasons
    step = (reason.rule.next_step or {}).get(LANGUAGE)
    return reason.rule.title[LANGUAGE] + (f"：{step}" if step else "")


def _by_village(reserve: Reserve) -> Sheet:
    account = reserve.account
    places = [*PLACES, OTHER_LAND]
    rows = [[code or "—", name or "—", *_cells(row, places)] for (code, name), row in account.by_village.items()]
    heads = ["村代码", "坐落村", *map(place_word, PLACES), "存量小计", place_word(OTHER_LAND), "三调面积"]
    sums = dict(enumerate(_sums(account.by_village, places), start=2))
    return Sheet("分村账", heads, rows, sums=sums, table="ByVillage")


def _by_plan(reserve: Reserve) -> Sheet:
    account = reserve.account
    rows = [[planned, *_cells(row, PLACES)] for planned, row in account.by_plan.items()]
    sums = dict(enumerate(_sums(account.by_plan, PLACES), start=1))
    return Sheet("分规划用途账", ["规划用途", *map(place_word, PLACES), "存量小计"], rows, sums=sums, table="ByPlan")


def _cells(row: Mapping[str, Decimal], places: Any) -> list[float]:
    """Return a row of an account with its sums: the stock, and where other land is counted, all land."""
    stock = sum((row[place] for place in PLACES), Decimal(0))
    cells = [row[place] for place in PLACES] + [stock]
    if OTHER_LAND in places:
        cells += [row[OTHER_LAND], stock + row[OTHER_LAND]]
    return [float(cell) for cell in cells]


def _sums(table: Mapping[Any, Mapping[str, Decimal]], places: Any) -> list[float]:
    return _cells({place: sum((row[place] for row in table.values()), Decimal(0)) for place in places}, places)


def _basis(reserve: Reserve) -> Sheet:
    request, survey, pack = reserve.request, reserve.survey, reserve.pack
    rows: list[list[Any]] = [
        ["基准日", request.as_of.isoformat()],
        ["规则包", f"{pack.id} {pack.version}"],
        *[["提示", text[LANGUAGE]] for head in (pack.head, *pack.bases) if (text := banner(head, request.as_of))],
        ["最小面积 m²", float(request.min_area_m2)],
        ["最小宽度 m", float(request.min_width_m)],
        ["三调年度", survey.year],
        ["三调图斑数", survey.count],
        ["分析平面", survey.plane.code],
    ]
    rows += [
        [
            word(f"role_{key.split('[')[0]}", LANGUAGE),
            f"{entry['layer']}（{entry['features']} 个要素，{entry['sha256'][:12]}）",
        ]
        for key, entry in reserve.inputs.items()
    ]
    rows += [
        [word(f"role_{role}", LANGUAGE), "未提供"]
        for role, choice in reserve.chosen.choices.items()
        if not choice.layers
    ]
    return Sheet("依据", ["事项", "内容"], rows)
