# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of a screening: parcels, findings, overlaps, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.record import cited
from land_entry_plugin.jobs.tables import LANGUAGE, finding_rows, note_sentences, overlap_rows, parcel_row
from land_entry_plugin.rounding import half_up, mu
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.standing import standing
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.screening import Screening
    from land_entry_plugin.rules.pack import Rule

# Tints of the four verdicts; the word stands beside them always.
TINTS = {"prohibited": "FBE9E7", "undetermined": "ECEEF1", "review": "FFF4DC", "eligible": "E2F3F4"}

_PARCEL_HEADS = {
    "area_plane_m2": "宗地面积（平面）m²",
    "area_ellipsoid_m2": "椭球面积 m²",
    "farmland_m2": "耕地 m²",
    "farmland_net_m2": "耕地（扣田坎）m²",
    "basic_farmland_m2": "永久基本农田 m²",
    "red_line_m2": "生态保护红线 m²",
    "homestead_m2": "宅基地 m²",
    "agricultural_m2": "农用地（含耕地）m²",
    "construction_m2": "建设用地 m²",
    "unused_m2": "未利用地 m²",
    "uncovered_m2": "三调未覆盖 m²",
    "urban_status": "城镇开发边界",
    "urban_inside_m2": "界内 m²",
    "urban_core_m2": "集中建设区 m²",
    "urban_flexible_m2": "弹性发展区 m²",
    "urban_special_m2": "特别用途区 m²",
    "survey_year": "三调年度",
}


def spatial_word(verdict: str, language: str) -> str:
    """Return the word for a spatial verdict, whose best never reads 可入市."""
    return word("spatial_eligible" if verdict == Verdict.ELIGIBLE else verdict, language)


def screening_sheets(screening: Screening) -> list[Sheet]:
    """Return the sheets of a screening's workbook."""
    return [_parcels(screening), _findings(screening), _overlaps(screening), _basis(screening)]


def _rounded(value: Any) -> Any:
    return float(half_up(value)) if isinstance(value, float) else value


def _parcels(screening: Screening) -> Sheet:
    rows, fills = [], {}
    for i, result in enumerate(screening.results):
        row = parcel_row(result, screening)
        row["urban_status"] = word(row["urban_status"], LANGUAGE)
        area = row["area_plane_m2"]
        fills[i, 1] = TINTS[result.verdict]
        rows.append(
            [
                row["parcel_id"],
                word(row["verdict"], LANGUAGE),
                spatial_word(row["spatial_verdict"], LANGUAGE),
                row["reasons"] or "—",
                *(_rounded(row[name]) for name in ("area_plane_m2",)),
                None if area is None else float(mu(area)),
                *(_rounded(row[name]) for name in list(_PARCEL_HEADS)[1:]),
                row["not_checked"],
            ]
        )
    first, *others = _PARCEL_HEADS.values()
    heads = ["宗地", "结论", "图形结论", "原因", first, "宗地面积 亩", *others, "未核查"]
    return Sheet("筛查结果", heads, rows, fills=fills)


def _findings(screening: Screening) -> Sheet:
    rules = {rule.id: rule for rule in screening.pack.rules}
    rows = [
        [
            row["parcel_id"],
            rules[row["rule_id"]].title[LANGUAGE],
            word(row["outcome"], LANGUAGE),
            _rounded(row["area_m2"]),
            row["share"],
            row["message"],
            row["basis"],
            row["obligations"],
            *(_next_step(rules[row["rule_id"]]) if row["outcome"] != Outcome.PASS else ("", "")),
        ]
        for row in finding_rows(screening)
    ]
    return Sheet(
        "核查结果",
        ["宗地", "核查事项", "结果", "面积 m²", "占比", "说明", "依据", "后续要求", "怎么办", "办理单位和材料"],
        rows,
        share_columns=(4,),
    )


def _next_step(rule: Rule) -> tuple[str, str]:
    """Return what to do where a rule did not pass, and with whom and which paper."""
    where = [part[LANGUAGE] for part in (rule.office, rule.paper) if part]
    return (rule.next_step or {}).get(LANGUAGE, ""), "；".join(where)


def _overlaps(screening: Screening) -> Sheet:
    rows = [
        [
            row["parcel_id"],
            word(f"role_{row['role']}", LANGUAGE),
            row["source_id"],
            row["code"],
            row["name"],
            _rounded(row["area_m2"]),
            _rounded(row["deducted_m2"]),
            "是" if row["sliver"] else "",
        ]
        for row, _, _ in overlap_rows(screening)
    ]
    return Sheet("套合", ["宗地", "图层", "图斑", "编码", "名称", "面积 m²", "扣除 m²", "疑似图形误差"], rows)


def _basis(screening: Screening) -> Sheet:
    request, pack = screening.request, screening.pack
    rows: list[list[Any]] = [
        *(
            ["规则包", f"{head.title[LANGUAGE]}（{head.id} {head.version}）：{standing(head, request.as_of, LANGUAGE)}"]
            for head in (pack.head, *pack.bases)
        ),
        ["基准日", request.as_of.isoformat()],
        [
            "误差限",
            f"面积 {half_up(request.sliver_area_m2)} m² 或宽 {half_up(request.sliver_width_m)} m，且小于宗地的 1 %",
        ],
        ["宗地编号字段", screening.parcels.id_field],
        ["声明完整的图层", "、".join(word(f"role_{role}", LANGUAGE) for role in request.complete) or "无"],
    ]
    for key, described in screening.inputs.items():
        count = f"{described['features']} 个要素，读入 {described['features_read']} 个"
        title = word(f"role_{key.partition('[')[0]}", LANGUAGE)
        year = f" {described['year']} 年" if "year" in described else ""
        rows.append([f"{title}{year}", f"{described['layer']}，{described['crs']}，{count}"])
    rows += [["未核查", sentence] for sentence in note_sentences(screening.not_checked, LANGUAGE)]
    for rule in pack.rules:
        rows.append([f"依据：{rule.title[LANGUAGE]}", "；".join(cited(rule))])
    return Sheet("说明", ["项目", "内容"], rows)
