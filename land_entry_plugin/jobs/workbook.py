# SPDX-License-Identifier: GPL-2.0-or-later
"""The workbook of a screening, from its record: parcels, counts of verdicts, classes, findings, overlaps, basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import Formula, Sheet
from land_entry_plugin.files.workbook_charts import Bars
from land_entry_plugin.jobs.classes_table import classes_sheet
from land_entry_plugin.jobs.findings_tables import FINDING_HEADS, OVERLAP_HEADS, finding_row, overlap_row
from land_entry_plugin.jobs.record_texts import basis_rows, not_checked, reasons
from land_entry_plugin.rounding import half_up, mu
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGE = "zh"
# Tints of the four verdicts; the word stands beside them always.
TINTS = {"prohibited": "FBE9E7", "undetermined": "ECEEF1", "review": "FFF4DC", "eligible": "E2F3F4"}
# The same in charts, where they have to be told apart without words beside them.
_COLOURS = {"prohibited": "B3261E", "undetermined": "7A828C", "review": "C98A00", "eligible": "0E7C86"}
_SCREENED, _VERDICTS = "筛查结果", "结论统计"

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


def screening_sheets(record: dict[str, Any], parcels: Sequence[dict[str, Any]] | None = None) -> list[Sheet]:
    """Return the sheets of a screening's workbook.

    Parameters
    ----------
    record : dict
        Of a screening.
    parcels : sequence of dict, optional
        Those of the record that are listed, as an edition shows them; all as they are where not given.
    """
    parcels = record["parcels"] if parcels is None else parcels
    listed = _parcels(parcels)
    sheets = [
        listed,
        _verdicts(parcels, listed),
        classes_sheet(parcels),
        Sheet(
            "核查结果",
            ["宗地", *FINDING_HEADS],
            [[parcel["parcel_id"], *finding_row(one)] for parcel in parcels for one in parcel["findings"]],
            share_columns=(4,),
            table="Findings",
        ),
        Sheet(
            "套合",
            ["宗地", *OVERLAP_HEADS],
            [[parcel["parcel_id"], *overlap_row(one)] for parcel in parcels for one in parcel["overlaps"]],
            table="Overlaps",
        ),
        Sheet("说明", ["项目", "内容"], basis_rows(record, parcels)),
    ]
    return [sheet for sheet in sheets if sheet is not None]


def _parcels(parcels: Sequence[dict[str, Any]]) -> Sheet:
    rows, fills = [], {}
    names = list(_PARCEL_HEADS)
    for i, parcel in enumerate(parcels):
        measures = dict(parcel["measures"] or {})
        area = measures.get("area_plane_m2")
        status = measures.get("urban_status")
        measures["urban_status"] = word(status or "unknown", LANGUAGE)
        fills[i, 1] = TINTS[parcel["verdict"]]
        rows.append(
            [
                parcel["parcel_id"],
                word(parcel["verdict"], LANGUAGE),
                spatial_word(parcel["spatial_verdict"], LANGUAGE),
                reasons(parcel, LANGUAGE) or "—",
                _rounded(area),
                None if area is None else float(mu(area)),
                *(_rounded(measures.get(name)) for name in names[1:]),
                not_checked(parcel, LANGUAGE),
            ]
        )
    first, *others = _PARCEL_HEADS.values()
    heads = ["宗地", "结论", "图形结论", "原因", first, "宗地面积 亩", *others, "未核查"]
    return Sheet(_SCREENED, heads, rows, fills=fills, table="Parcels")


def column_sum(rows: Sequence[Sequence[Any]], column: int) -> float:
    """Return the sum of the figures of a column as they are shown."""
    return float(sum((half_up(row[column]) for row in rows if row[column] is not None), half_up(0)))


def _verdicts(parcels: Sequence[dict[str, Any]], listed: Sheet) -> Sheet | None:
    """Return how many parcels have which verdict, and their area: formulas over the table of parcels."""
    if not parcels:
        return None
    last = len(parcels) + 1
    verdicts, areas = f"'{_SCREENED}'!$B$2:$B${last}", f"'{_SCREENED}'!$E$2:$E${last}"
    rows: list[list[Any]] = []
    for i, verdict in enumerate(TINTS, start=2):
        own = [row for row, parcel in zip(listed.rows, parcels, strict=True) if parcel["verdict"] == verdict]
        rows.append(
            [
                word(verdict, LANGUAGE),
                Formula(f"COUNTIF({verdicts},A{i})", len(own)),
                Formula(f"SUMIF({verdicts},A{i},{areas})", column_sum(own, 4)),
            ]
        )
    bars = Bars("各结论宗数", 0, 1, len(rows), tuple(_COLOURS.values()))
    return Sheet(
        _VERDICTS,
        ["结论", "宗数", "宗地面积（平面）m²"],
        rows,
        fills={(i, 0): tint for i, tint in enumerate(TINTS.values())},
        sums={1: len(parcels), 2: column_sum(listed.rows, 4)},
        table="Verdicts",
        charts=(bars,),
    )


def _rounded(value: Any) -> Any:
    return float(half_up(value)) if isinstance(value, float) else value
