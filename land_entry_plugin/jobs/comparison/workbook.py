# SPDX-License-Identifier: GPL-2.0-or-later
"""The workbook of a comparison: what changed, finding by finding, what to print again, what differs as a whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.jobs.comparison.causes import causes_of_finding
from land_entry_plugin.jobs.comparison.rows import (
    causes_text,
    land_rows,
    spatial_verdict_word,
    verdict_word,
)
from land_entry_plugin.jobs.record import short_code
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.jobs.workbook import TINTS
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.comparescreenings import Comparison

# More ids than fit into a line are given in lines of their own.
_IDS_A_CELL = 50


def comparison_sheets(comparison: Comparison) -> list[Sheet]:
    """Return the sheets of the workbook."""
    return [_parcels(comparison), _findings(comparison), _to_print(comparison), _runs(comparison)]


def _parcels(comparison: Comparison) -> Sheet:
    rows, fills = [], {}
    changed = [(row, entry) for row, entry in land_rows(comparison) if row["changed"]]
    for i, (row, _) in enumerate(changed):
        for column, when in ((3, "before"), (4, "after")):
            if row[f"verdict_{when}"]:
                fills[i, column] = TINTS[row[f"verdict_{when}"]]
        rows.append(
            [
                row["parcel_id"],
                row["before_id"] if row["before_id"] != row["parcel_id"] else None,
                word(f"relation_{row['relation']}", LANGUAGE),
                verdict_word(row["verdict_before"]),
                verdict_word(row["verdict_after"]),
                spatial_verdict_word(row["spatial_before"]),
                spatial_verdict_word(row["spatial_after"]),
                row["causes"] or "—",
                *(_shown(row[f"area_plane_{when}_m2"]) for when in ("before", "after")),
                *(_shown(row[name]) for name in ("gained_m2", "lost_m2")),
                "是" if row["print_again"] else "—",
            ]
        )
    heads = (
        "宗地代码", "原宗地代码", "变化", "原结论", "现结论", "原空间核查", "现空间核查", "原因", "原面积（平面）m²",
        "现面积（平面）m²", "扩入 m²", "划出 m²", "重印",
    )  # fmt: skip
    return Sheet("变化", heads, rows, fills=fills, table="Changes")


def _findings(comparison: Comparison) -> Sheet:
    rows: list[list[Any]] = []
    for land in comparison.lands:
        if land.change is None:
            continue
        for finding in land.change.findings:
            causes = causes_of_finding(finding, land.change, comparison.runs)
            stated = [outcome and word(outcome, LANGUAGE) for outcome in finding.outcomes]
            one, other = finding.areas_m2
            rows.append(
                [
                    land.change.parcel_id,
                    finding.stated["title"][LANGUAGE],
                    finding.rule_id,
                    stated[0] or "无此规则",
                    stated[1] or "无此规则",
                    _shown(one),
                    _shown(other),
                    _shown(None if one is None or other is None else other - one),
                    "".join(cause.texts[LANGUAGE] for cause in causes),
                ]
            )
    heads = ("宗地代码", "核查事项", "规则", "原结果", "现结果", "原面积 m²", "现面积 m²", "差 m²", "原因")
    return Sheet("逐项", heads, rows, table="FindingChanges")


def _to_print(comparison: Comparison) -> Sheet:
    """Return the list for printing: one parcel a row, and beside it the ids as PARCEL_ID takes them."""
    ids = list(comparison.to_print)
    joined = [",".join(ids[i : i + _IDS_A_CELL]) for i in range(0, len(ids), _IDS_A_CELL)]
    reasons = {parcel_id: causes_text(land, LANGUAGE) for land in comparison.lands for parcel_id in land.to_print}
    rows = [[parcel_id, reasons[parcel_id], joined[i] if i < len(joined) else None] for i, parcel_id in enumerate(ids)]
    return Sheet("重印", ("宗地代码", "原因", "PARCEL_ID（贴入成果输出）"), rows, table="PrintAgain")


def _runs(comparison: Comparison) -> Sheet:
    return Sheet("两次核查", ("事项", "原", "现"), [list(row) for row in run_rows(comparison)])


def run_rows(comparison: Comparison) -> list[tuple[str, Any, Any]]:
    """Return what differs between the runs as a whole, and what stands on every sheet."""
    before, after = comparison.request.before, comparison.request.after
    rows: list[tuple[str, Any, Any]] = [
        ("核查编号", short_code(before), short_code(after)),
        ("核查时间", before["run"]["finished"], after["run"]["finished"]),
        ("宗地数", len(before["parcels"]), len(after["parcels"])),
    ]
    counts = [Counter(entry["verdict"] for entry in record["parcels"]) for record in (before, after)]
    rows += [(word(name, LANGUAGE), counts[0][name], counts[1][name]) for name in TINTS]
    packs = [f"{record['pack']['id']} {record['pack']['version']}" for record in (before, after)]
    rows.append(("规则包", packs[0], packs[1]))
    rows += [
        (word(f"role_{key.split('[')[0]}", LANGUAGE), _layer(one), _layer(other))
        for key, (one, other) in comparison.runs.roles.items()
    ]
    rows += [(name, str(one), str(other)) for name, (one, other) in comparison.runs.options.items()]
    if comparison.runs.answers_differ:
        rows.append(("核查答复", _layer(before["options"]["answers"]), _layer(after["options"]["answers"])))
    rows += [(name, one, other) for name, (one, other) in comparison.runs.versions.items()]
    if comparison.runs.pack_differs:
        rows += _pack_rows(comparison)
    return rows


def _pack_rows(comparison: Comparison) -> list[tuple[str, Any, Any]]:
    if comparison.runs.rules is None:
        return [(render("comparison.pack_not_at_hand", {}, LANGUAGE), None, None)]
    rows: list[tuple[str, Any, Any]] = []
    for one in comparison.runs.rules:
        if one.only_in is not None:
            sides = ("有", "无") if one.only_in == 0 else ("无", "有")
            rows.append((f"{one.section} {one.id}", *sides))
        rows += [(f"{one.section} {one.id} {name}", before, after) for name, before, after in one.fields_in(LANGUAGE)]
    return rows


def _layer(entry: dict[str, Any] | None) -> str | None:
    if entry is None:
        return "—"
    read = entry.get("features_read", entry.get("rows"))
    return f"{entry['layer']}（读取 {read} 行，{entry['sha256'][:12]}）"


def _shown(value: float | None) -> float | None:
    return None if value is None else float(half_up(value))
