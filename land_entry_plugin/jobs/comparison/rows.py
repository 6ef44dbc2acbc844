# SPDX-License-Identifier: GPL-2.0-or-later
"""The layer and the tables of a comparison: fields and rows; whoever writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.files.tables import Table
from land_entry_plugin.jobs.comparison.shape_changes import in_crs, shape_of
from land_entry_plugin.jobs.tables import LANGUAGE, Column
from land_entry_plugin.jobs.workbook import spatial_word
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.jobs.comparescreenings import ComparedLand, Comparison
    from land_entry_plugin.jobs.comparison.parcel_changes import FindingChange

COMPARISON_LAYER = "comparison"
# What a row says of each of the two runs.
_AREAS = ("area_plane_m2", "farmland_m2", "basic_farmland_m2", "red_line_m2", "homestead_m2")
COLUMNS = (
    Column("parcel_id", str),
    Column("relation", str),
    Column("before_id", str),
    Column("verdict_before", str),
    Column("verdict_after", str),
    Column("verdict_changed", bool),
    Column("spatial_before", str),
    Column("spatial_after", str),
    Column("changed", bool),
    Column("causes", str),
    Column("rules", str),
    *(Column(f"{name.removesuffix('_m2')}_{when}_m2", float) for name in _AREAS for when in ("before", "after")),
    Column("gained_m2", float),
    Column("lost_m2", float),
    Column("print_again", bool),
)


def land_rows(comparison: Comparison) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the rows of the output layer, each with the entry that gives its shape: a row a newer parcel.

    Parcels that are gone have the rows of their own, with the shape that they had.
    """
    rows = []
    for land in comparison.lands:
        olds, news = land.match.before, land.match.after
        for entry in news or olds:
            own = next((one for one in olds if one["parcel_id"] == entry["parcel_id"]), None)
            before = (own or olds[0]) if olds and (own is not None or len(olds) == 1) else None
            rows.append((_row(land, before, entry if news else None), entry))
    return rows


def _row(land: ComparedLand, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    stated = after or before or {}
    shape = land.change.shape if land.change else None
    row: dict[str, Any] = {
        "parcel_id": stated["parcel_id"],
        "relation": str(land.match.relation),
        "before_id": "、".join(entry["parcel_id"] for entry in land.match.before) or None,
        "verdict_changed": land.verdict_differs,
        "changed": not land.is_same,
        "causes": causes_text(land, LANGUAGE),
        "rules": ",".join(dict.fromkeys(one.rule_id for one in turned(land))),
        "gained_m2": round(shape.gained_m2, 4) if shape else None,
        "lost_m2": round(shape.lost_m2, 4) if shape else None,
        "print_again": after is not None and after["parcel_id"] in land.to_print,
    }
    for when, entry in (("before", before), ("after", after)):
        row[f"verdict_{when}"] = entry and entry["verdict"]
        row[f"spatial_{when}"] = entry and entry["spatial_verdict"]
        for name in _AREAS:
            row[f"{name.removesuffix('_m2')}_{when}_m2"] = entry and entry["measures"].get(name)
    return row


def turned(land: ComparedLand) -> list[FindingChange]:
    """Return the findings with another outcome; those with other figures only where none turned."""
    findings = land.change.findings if land.change else ()
    return [one for one in findings if one.turns] or list(findings)


def causes_text(land: ComparedLand, language: str) -> str:
    """Return why, in one text."""
    if land.change is None:
        values = {
            "before": [one["parcel_id"] for one in land.match.before],
            "after": [one["parcel_id"] for one in land.match.after],
        }
        return render(f"comparison.relation_{land.match.relation}", values, language)
    return ("" if language == "zh" else " ").join(one.texts[language] for one in land.causes)


def verdict_word(entry_verdict: str | None) -> str | None:
    """Return a verdict as the workbook has it."""
    return None if entry_verdict is None else word(entry_verdict, LANGUAGE)


def spatial_verdict_word(verdict: str | None) -> str | None:
    """Return a spatial verdict as the workbook has it."""
    return None if verdict is None else spatial_word(verdict, LANGUAGE)


def comparison_table(comparison: Comparison) -> Table:
    """Return the output layer, in the plane of the newer run's first parcel."""
    rows = land_rows(comparison)
    plane = next((entry["geometry"]["crs"] for _, entry in rows if entry["geometry"]), None)
    shapes: list[shapely.Geometry | None] = [
        in_crs(shape_of(entry["geometry"]), (entry["geometry"] or {}).get("crs", ""), plane or "") for _, entry in rows
    ]
    geometry = np.full(len(rows), None, dtype=object)
    geometry[:] = shapes
    columns = [(column.name, column.type) for column in COLUMNS]
    return Table(COMPARISON_LAYER, columns, [row for row, _ in rows], geometry, plane)
