# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of one parcel: what it is, boundary points, class account, findings, neighbours, overlaps, basis."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.cells import cell_text
from land_entry_plugin.cadastre.edition import EDITION_WORDS, NOTICE, Edition
from land_entry_plugin.cadastre.rings import ring_title
from land_entry_plugin.cadastre.sentences import projection
from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.classes_table import account_sheet
from land_entry_plugin.jobs.findings_tables import FINDING_HEADS, OVERLAP_HEADS, finding_row, overlap_row
from land_entry_plugin.jobs.record_texts import basis_rows, not_checked, reasons
from land_entry_plugin.jobs.workbook import TINTS, column_sum, spatial_word
from land_entry_plugin.rounding import half_up, mu
from land_entry_plugin.texts import render, word

LANGUAGE = "zh"
POINTS, NEIGHBOURS = "界址点成果", "四至"
# The facts of a parcel that tables list, and what they are called.
_FACTS = {
    "ZL": "坐落", "BDCDYH": "不动产单元号", "SYQR": "所有权人", "TDSYZ": "使用权人", "QLLX": "权利类型",
    "QLXZ": "权利性质", "PZYT": "批准用途", "SJYT": "实际用途", "GHYT": "规划用途", "TDSYQX": "土地使用期限",
    "ZDSZB": "四至（北）", "ZDSZD": "四至（东）", "ZDSZN": "四至（南）", "ZDSZX": "四至（西）", "LZQK": "流转情况",
    "BLC": "比例尺",
}  # fmt: skip
_POINT_HEADS = ("序号", "环", "点号", "X（北）m", "Y（东）m", "边长 m", "界标种类", "界址线类别", "界址线位置")
_COORDINATE_DECIMALS = 3


def parcel_sheets(record: dict[str, Any], parcel: dict[str, Any], edition: Edition) -> list[Sheet]:
    """Return the sheets of a parcel's workbook; those that it has nothing for are left out.

    Parameters
    ----------
    record : dict
    parcel : dict
        Of the record, as the edition shows it.
    edition : Edition
    """
    cadastre = parcel["cadastre"]
    heading = f"宗地 {parcel['parcel_id'] or '—'}　{EDITION_WORDS[edition]}"
    sheets = [_overview(record, parcel, edition)]
    if "rings" in cadastre:
        sheets.append(_points(cadastre))
    if parcel["account"]:
        sheets.append(account_sheet(parcel["account"]))
    sheets.append(
        Sheet(
            "核查结果", FINDING_HEADS, list(map(finding_row, parcel["findings"])), share_columns=(3,), table="Findings"
        )
    )
    if "four_neighbours" in cadastre:
        sheets.append(_neighbours(cadastre))
    if parcel["overlaps"]:
        overlaps = list(map(overlap_row, parcel["overlaps"]))
        sheets.append(Sheet("套合", OVERLAP_HEADS, overlaps, table="Overlaps"))
    sheets.append(Sheet("说明", ["项目", "内容"], basis_rows(record, [parcel])))
    return [sheet.headed(heading) for sheet in sheets]


def _overview(record: dict[str, Any], parcel: dict[str, Any], edition: Edition) -> Sheet:
    cadastre, measures = parcel["cadastre"], parcel["measures"] or {}
    plane, ellipsoid = measures.get("area_plane_m2"), measures.get("area_ellipsoid_m2")
    rows: list[list[Any]] = [
        ["宗地代码", parcel["parcel_id"]],
        ["结论", word(parcel["verdict"], LANGUAGE)],
        ["图形结论", spatial_word(parcel["spatial_verdict"], LANGUAGE)],
        ["原因", reasons(parcel, LANGUAGE)],
        ["未核查", not_checked(parcel, LANGUAGE)],
        *([["版本", NOTICE]] if edition is Edition.PUBLICATION else []),
        ["宗地面积（平面）m²", None if plane is None else float(half_up(plane))],
        ["宗地面积 亩", None if plane is None else float(mu(plane))],
        ["椭球面积 m²", None if ellipsoid is None else float(half_up(ellipsoid))],
    ]
    if "rings" in cadastre:
        rows += [
            ["周长 m", float(half_up(cadastre["perimeter_m"]))],
            ["界址点数", cadastre["point_count"]],
            ["坐标系", projection(parcel)],
        ]
    rows += [[title, _fact(cadastre["cells"][name])] for name, title in _FACTS.items() if name in cadastre["cells"]]
    rows.append(["核查编号", record["run"]["screening_id"]])
    return Sheet("宗地概况", ["项目", "内容"], rows, fills={(1, 1): TINTS[parcel["verdict"]]})


def _fact(cell: dict[str, Any]) -> Any:
    return cell["value"] if isinstance(cell["value"], float) else cell_text(cell, LANGUAGE)


def _points(cadastre: dict[str, Any]) -> Sheet:
    """Return the boundary points, ring after ring; a length is that of the edge to the next point."""
    rows: list[list[Any]] = []
    for number, ring in enumerate(cadastre["rings"]):
        title = ring_title(cadastre["rings"], number) or "外环"
        rows += [
            [
                len(rows) + i,
                title,
                point["name"],
                float(half_up(point["x_m"], _COORDINATE_DECIMALS)),
                float(half_up(point["y_m"], _COORDINATE_DECIMALS)),
                float(half_up(point["edge_m"])),
                *(point[name] or _unknown() for name in ("marker", "line_kind", "line_position")),
            ]
            for i, point in enumerate(ring["points"], start=1)
        ]
    decimals = dict.fromkeys((3, 4), _COORDINATE_DECIMALS)
    sums = {5: column_sum(rows, 5)}
    return Sheet(POINTS, _POINT_HEADS, rows, decimals=decimals, sums=sums, table="BoundaryPoints")


def _neighbours(cadastre: dict[str, Any]) -> Sheet:
    """Return who adjoins, stretch by stretch, and what lies in holes."""
    rows = [
        [word(side, LANGUAGE), one["who"] or _unknown(), one["from"], one["to"], float(half_up(one["length_m"]))]
        for side in ("north", "east", "south", "west")
        for one in cadastre["four_neighbours"].get(side) or ()
    ]
    rows += [
        ["内环", one["who"] or _unknown(), one["from"], one["to"], float(half_up(one["length_m"]))]
        for one in cadastre.get("enclosed", ())
    ]
    sums = {4: column_sum(rows, 4)}
    heads = ("方位", "相邻宗地或地物", "起点", "止点", "长度 m")
    return Sheet(NEIGHBOURS, heads, rows, sums=sums, table="Neighbours")


def _unknown() -> str:
    return render("description.cell_unknown", {}, LANGUAGE)
