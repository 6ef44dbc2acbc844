# SPDX-License-Identifier: GPL-2.0-or-later
"""The workbook of a check: what it comes to, layers, kinds of faults, faults, parcels, changes of the copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.doctor.fitness import fitness, summary
from land_entry_plugin.jobs.doctor.rows import counted, fault_row
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.roles.catalogue import required_roles
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import both, word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.request import DataCheck

# The tints of verdicts, by how grave: the word stands beside them always.
TINTS = {"error": "FBE9E7", "warning": "FFF4DC", "note": "ECEEF1"}
_FIT_TINTS = {"no": "FBE9E7", "limited": "FFF4DC", "yes": "E2F3F4"}


def check_sheets(check: DataCheck) -> list[Sheet]:
    """Return the sheets of a check's workbook."""
    sheets = [_summary(check), _layers(check), _tallies(check), _faults(check)]
    if check.parcels:
        sheets.append(_parcels(check))
    if check.request.fixed:
        sheets.append(_changes(check))
    return sheets


def _role(role: str | None) -> str:
    return word(f"role_{role}", LANGUAGE) if role else "—"


def _rounded(value: Any, decimals: int = 2) -> Any:
    return float(half_up(value, decimals)) if isinstance(value, float) else value


def _summary(check: DataCheck) -> Sheet:
    fit, limits, numbers = fitness(check), check.limits, counted(check)
    rows: list[list[Any]] = [
        ["结论", word(f"fit_{fit}", LANGUAGE)],
        ["说明", summary(check)[LANGUAGE]],
        ["错误 / 警告 / 提示", f"{numbers['error']} / {numbers['warning']} / {numbers['note']}"],
        ["基准日", check.request.as_of.isoformat()],
        ["比较坐标系", "—" if check.plane is None else check.plane.code],
    ]
    for role in check.missing_roles:
        kind = "缺少必需图层" if role in required_roles() else "未提供图层"
        rows.append([kind, f"{_role(role)}：{both(f'check.without.{role}', {})[LANGUAGE]}"])
    rows += [
        [
            "限值",
            f"重叠和缝隙：不大于 {limits.touch_area_m2} m² 或窄于 {limits.touch_width_m} m 属坐标取位；小于 "
            f"{limits.sliver_area_m2:g} m² 或窄于 {limits.sliver_width_m:g} m 属细碎；宗地相邻界址点不小于 "
            f"{limits.near_points_m} m；面积相差不超过 {limits.area_share:.0%}；修复后面积变化不超过 "
            f"{limits.repair_area_m2} m²",
        ],
        ["列出", f"每个图层每类问题最多列出 {limits.listed} 处，数目为全部"],
        ["面积", "CGCS2000 椭球面积；宗地另列平面面积"],
        ["来源", "所有来源只读，未改动"],
    ]
    return Sheet("体检结论", ["项目", "内容"], rows, fills={(0, 1): _FIT_TINTS[fit]})


def _layers(check: DataCheck) -> Sheet:
    heads = ["图层", "用途", "采用", "文件", "坐标系", "编码", "要素", "年份", "地类体系", "椭球面积 m²", "覆盖行政区",
             "覆盖宗地", "图形有误", "位置不对", "错误", "警告", "提示", "范围（东 北 东 北）", "字段"]  # fmt: skip
    rows: list[list[Any]] = []
    fills: dict[tuple[int, int], str] = {}
    for i, report in enumerate(check.layers):
        row = report.columns
        numbers = {
            grave: sum(
                tally.count
                for tally in check.tallies
                if tally.layer == row["layer"] and tally.role in (row["role"], None) and tally.severity == grave
            )
            for grave in TINTS
        }
        for column, grave in ((14, "error"), (15, "warning")):
            if numbers[grave]:
                fills[i, column] = TINTS[grave]
        extent = row["extent"]
        system = row["class_system"]
        rows.append(
            [
                row["layer"],
                _role(row["role"]) if row["role"] else "未识别",
                "是" if row["used_as"] else "否",
                row["file"] or "—",
                row["crs"] if row["crs"] is None or len(row["crs"]) < 20 else "WKT",
                row["encoding"] or "—",
                row["features"],
                "、".join(map(str, row["years"])) or "—",
                both(f"check.system.{system}", {})[LANGUAGE] if system else "—",
                _rounded(row["area_m2"]),
                _rounded(row["covers_admin"], 4),
                _rounded(row["covers_parcels"], 4),
                row["broken"],
                row["misplaced"],
                *(numbers[grave] for grave in TINTS),
                "—" if extent is None else " ".join(f"{value:.2f}" for value in extent),
                "、".join(row["fields"]),
            ]
        )
    return Sheet("图层", heads, rows, share_columns=(10, 11), fills=fills)


def _tallies(check: DataCheck) -> Sheet:
    rows, fills = [], {}
    for i, tally in enumerate(check.tallies):
        fills[i, 0] = TINTS[tally.severity]
        listed = next((one for one in check.faults if (one.kind, one.layer) == (tally.kind, tally.layer)), None)
        rows.append(
            [
                word(f"severity_{tally.severity}", LANGUAGE),
                both(f"check.title.{tally.kind}", {})[LANGUAGE],
                tally.layer or "—",
                _role(tally.role),
                tally.count,
                tally.listed,
                "" if listed is None else listed.texts("remedy")[LANGUAGE],
            ]
        )
    return Sheet("问题汇总", ["程度", "问题", "图层", "用途", "数目", "列出", "怎么办"], rows, fills=fills)


def _faults(check: DataCheck) -> Sheet:
    rows, fills = [], {}
    for i, fault in enumerate(check.faults):
        row = fault_row(fault)
        fills[i, 0] = TINTS[fault.severity]
        rows.append(
            [
                row["severity_word"],
                row["title"],
                row["layer"] or "—",
                row["feature"] or "—",
                row["others"] or "",
                _rounded(row["area_m2"]),
                row["parcels"] or "",
                row["explanation"],
                row["remedy"],
                word(f"fix_{fault.fix}", LANGUAGE),
                None if row["x"] is None else f"{row['x']:.3f}",
                None if row["y"] is None else f"{row['y']:.3f}",
            ]
        )
    heads = ["程度", "问题", "图层", "要素", "相关要素", "面积 m²", "涉及宗地", "说明", "怎么办", "修复", "东", "北"]
    return Sheet("问题", heads, rows, fills=fills)


def _parcels(check: DataCheck) -> Sheet:
    rows, fills = [], {}
    for i, row in enumerate(check.parcels):
        fault = row["fault"]
        if fault:
            fills[i, 10] = TINTS["error"]
        rows.append(
            [
                row["parcel_id"],
                row["points"],
                row["parts"],
                row["holes"],
                "" if row["shortest_edge_m"] is None else str(half_up(row["shortest_edge_m"], 3)),
                _rounded(row["area_plane_m2"]),
                _rounded(row["area_ellipsoid_m2"]),
                _rounded(row["declared_m2"]),
                None
                if row["declared_m2"] is None or row["area_plane_m2"] is None
                else _rounded(row["declared_m2"] - row["area_plane_m2"]),
                _rounded(row["uncovered_m2"]),
                both(f"check.title.{fault}", {})[LANGUAGE] if fault else "",
            ]
        )
    heads = ["宗地", "界址点", "部分", "洞", "最短边 m", "平面面积 m²", "椭球面积 m²", "登记面积 m²", "相差 m²",
             "三调未覆盖 m²", "图形"]  # fmt: skip
    return Sheet("宗地", heads, rows, fills=fills)


def _changes(check: DataCheck) -> Sheet:
    rows = [
        [
            change.layer,
            change.feature or "全部",
            both(f"check.change.{change.kind}", {})[LANGUAGE],
            change.field or "",
            _before(change.kind, change.before),
            change.after or "",
            _rounded(change.area_before_m2),
            _rounded(change.area_after_m2),
        ]
        for mended in check.mended
        for change in mended.changes
    ]
    for mended in check.mended:
        if mended.left_out:
            rows.append([mended.table.name, "全部", "未复制的字段", "", "、".join(mended.left_out), "", None, None])
    heads = ["图层", "要素", "改动", "字段", "改前", "改后", "改前面积 m²", "改后面积 m²"]
    return Sheet("修复", heads, rows)


def _before(kind: str, before: str | None) -> str:
    return both(f"check.title.{before}", {})[LANGUAGE] if kind == "mended" and before else before or ""
