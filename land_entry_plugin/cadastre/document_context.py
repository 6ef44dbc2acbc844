# SPDX-License-Identifier: GPL-2.0-or-later
"""What Word templates of the survey set may show of a parcel: texts, rounded and worded as the sheets have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre import boundary_rows as boundary
from land_entry_plugin.cadastre import form_facts as facts
from land_entry_plugin.cadastre import sentences
from land_entry_plugin.cadastre.class_account import (
    NO_ACCOUNT,
    account_by_category,
    account_difference,
    account_note,
    account_rows,
    bureau_sentence,
    class_name,
    survey_sentence,
    total_row,
)
from land_entry_plugin.cadastre.edition import NOTICE, Edition
from land_entry_plugin.cadastre.figures import MISSING, area, in_mu, percent
from land_entry_plugin.cadastre.finding_lines import counts, finding_lines, passed_lines
from land_entry_plugin.cadastre.map_window import document_window
from land_entry_plugin.cadastre.review_text import opinion_text, review_line
from land_entry_plugin.cadastre.rings import ring_title
from land_entry_plugin.cadastre.sheet_cells import BLOCKS
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Collection

    from land_entry_plugin.cadastre.class_account import AccountRow
    from land_entry_plugin.cadastre.finding_lines import FindingLine

# The sheets that templates of the set hold, in their order, with their titles.
SHEETS = {
    "COVER": "封面",
    "BASIC_INFO": "宗地基本信息表",
    "BOUNDARY_MARKS": "界址标示表",
    "BOUNDARY_SIGNATURES": "界址签章表",
    "SKETCH": "宗地草图",
    "BOUNDARY_DESCRIPTION": "界址说明表",
    "REVIEW": "调查审核表",
    "SHARED_AREA": "共有/共用宗地面积分摊表",
    "BOUNDARY_POINTS": "界址点成果表",
    "PARCEL_MAP": "宗地图",
    "LAND_CLASSES": "地类面积表",
    "PLANNING": "规划与流转情况表",
    "OPINION": "入市核查意见表",
}
_WITH_SHAPE = ("BOUNDARY_MARKS", "BOUNDARY_SIGNATURES", "SKETCH", "BOUNDARY_POINTS", "PARCEL_MAP")
_OPINION_LINES = 3
_CELLS = [name for block in BLOCKS.values() for name in block]
# What these cells say by themselves is worded in the table of planning.
_PLANNING_CELLS = {
    "URBAN_BOUNDARY": "城镇开发边界",
    "BASIC_FARMLAND": "永久基本农田",
    "ECOLOGICAL_RED_LINE": "生态保护红线",
}


def applying(parcel: dict[str, Any], sheets: Collection[str]) -> list[str]:
    """Return those of some sheets that a parcel has, in the order of ``SHEETS``."""
    has_shape = "rings" in parcel["cadastre"]
    return [
        sheet
        for sheet in SHEETS
        if sheet in sheets
        and (has_shape or sheet not in _WITH_SHAPE)
        and (sheet != "SHARED_AREA" or facts.is_shared(parcel))
    ]


def survey_context(
    record: dict[str, Any], parcel: dict[str, Any], edition: Edition, sheets: Collection[str], form_version: str
) -> dict[str, Any]:
    """Return what the placeholders of ``resources/templates/survey.yaml`` stand for.

    Parameters
    ----------
    record : dict
    parcel : dict
        As the edition shows it (``Editor.edited``).
    edition : Edition
    sheets : collection of str
        Of ``SHEETS``; those that the parcel does not have are left out.
    form_version : str
    """
    cadastre = parcel["cadastre"]
    shown = applying(parcel, sheets)
    return {
        "parcel_code": parcel["parcel_id"] or MISSING,
        "screening_id": str(record["run"]["screening_id"]),
        "banner": sentences.banner(record) or "",
        "notice": NOTICE if edition is Edition.PUBLICATION else "",
        "form_version": form_version,
        "disclaimer": sentences.DISCLAIMER,
        "as_of": str(record["options"]["as_of"]),
        "rule_pack": record["pack"]["title"]["zh"],
        "basis": sentences.basis(record, parcel),
        "sheet": {sheet: sheet in shown for sheet in SHEETS},
        "cell": _cells(parcel),
        "source": facts.source(cadastre),
        "notes": facts.notes(cadastre),
        "survey_date": facts.form_text(cadastre, "DCRQ", facts.DATE.strip()),
        "planning": [{"name": name, "text": text} for name, text in facts.planning_rows(parcel)],
        "planning_note": facts.planning_note(parcel),
        "review": [
            {"title": title, "notes": noted, "signed": signed} for title, noted, signed in facts.review_rows(cadastre)
        ],
        "review_note": facts.review_note(cadastre),
        **_boundary(parcel),
        **_account(parcel),
        **_opinion(parcel),
    }


def _cells(parcel: dict[str, Any]) -> dict[str, str]:
    planning = dict(facts.planning_rows(parcel))
    return {
        name: planning[_PLANNING_CELLS[name]] if name in _PLANNING_CELLS else facts.form_text(parcel["cadastre"], name)
        for name in _CELLS
    }


def _boundary(parcel: dict[str, Any]) -> dict[str, Any]:
    cadastre = parcel["cadastre"]
    if "rings" not in cadastre:
        names = ("system", "points_sums", "points_note", "marks_total", "marks_note", "map_scale", "map_note")
        why = sentences.no_shape(parcel)
        return {**dict.fromkeys(names, ""), "no_shape": why, "points": [], "runs": [], "runs_note": ""}
    areas = cadastre["areas"]
    bounds = np.asarray(shapely.bounds(shapely.from_wkt(parcel["geometry"]["wkt"])))
    return {
        "no_shape": [],
        "system": boundary.coordinate_system(cadastre),
        "points": _points(cadastre),
        "points_sums": boundary.points_sums(cadastre),
        "points_note": boundary.points_note(cadastre),
        "marks_total": boundary.marks_total(cadastre),
        "marks_note": boundary.SUGGESTED if boundary.has_suggestions(cadastre) else "",
        "runs": [
            {
                "from": run["from"],
                "through": boundary.run_through(run),
                "to": run["to"],
                "neighbours": boundary.run_neighbours(run),
            }
            for run in cadastre["runs"]
        ],
        "runs_note": boundary.RUNS_NOTE,
        "map_scale": f"1:{document_window(bounds).scale}",
        "map_note": f"宗地面积 {area(areas['plane_m2'])} m²（平面，{in_mu(areas['plane_m2'])}）",
    }


def _points(cadastre: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row a point, and at the end of each ring its first point again."""
    rings, number, rows = cadastre["rings"], 0, []
    notes = boundary.adjoining_notes(cadastre)
    for i, ring in enumerate(rings):
        points = ring["points"]
        for j, point in enumerate([*points, points[0]]):
            is_last = j == len(points)
            number += not is_last
            x, y = boundary.coordinates(point)
            rows.append(
                {
                    "ring_title": (ring_title(rings, i) or "") if j == 0 else "",
                    "is_first": j == 0,
                    "is_last": is_last,
                    "number": "/" if is_last else str(number),
                    "name": point["name"],
                    "x": x,
                    "y": y,
                    "marker": point["marker"] or MISSING,
                    "edge": "" if is_last else boundary.edge_length(point),
                    "line_kind": "" if is_last else point["line_kind"] or boundary.line_kind_open(point),
                    "line_position": "" if is_last else point["line_position"] or MISSING,
                    "edge_note": "" if is_last else boundary.edge_note(point, notes.get(i + 1, {})),
                }
            )
    return rows


def _account(parcel: dict[str, Any]) -> dict[str, Any]:
    account = parcel["account"]
    if account is None:
        empty: dict[str, Any] = {"classes": [], "account": [], "account_difference": ""}
        return {**empty, "account_note": NO_ACCOUNT, "bureau_sentence": "", "survey_sentence": ""}
    return {
        "classes": [_account_row(row) for row in account_by_category(account)],
        "account": [
            {**_account_row(row), "name": class_name(row)} for row in (*account_rows(account), total_row(account))
        ],
        "account_difference": str(account_difference(account)),
        "account_note": account_note(parcel),
        "bureau_sentence": bureau_sentence(parcel),
        "survey_sentence": survey_sentence(parcel),
    }


def _account_row(row: AccountRow) -> dict[str, Any]:
    category, code, name, area_m2, mu, share = row.texts
    is_sum = category in ("合计", "农用地", "其中耕地") or name == "小计"
    return {
        "category": category,
        "code": code,
        "name": name,
        "area": area_m2,
        "mu": mu,
        "share": share,
        "is_sum": is_sum,
        "is_total": category == "合计",
    }


def _opinion(parcel: dict[str, Any]) -> dict[str, Any]:
    return {
        "verdict": word(parcel["verdict"], "zh"),
        "spatial_verdict": sentences.spatial_word(parcel),
        "reasons": [sentence for sentence, _ in sentences.reasons(parcel)],
        "counts": [{"name": word(outcome, "zh"), "count": str(count)} for outcome, count in counts(parcel).items()],
        "findings": [_finding(line) for line in finding_lines(parcel)],
        "passed": [_finding(line) for line in passed_lines(parcel)],
        "not_checked": sentences.not_checked(parcel) or ["未核查：无。"],
        "opinion": opinion_text(parcel, _OPINION_LINES),
        "reviewed": review_line(parcel) or "",
        "shared_total": facts.form_text(parcel["cadastre"], "ZDMJ"),
        "perimeter": str(half_up(parcel["cadastre"]["perimeter_m"])) if "rings" in parcel["cadastre"] else MISSING,
    }


def _finding(line: FindingLine) -> dict[str, str]:
    return {
        "number": str(line.number) if line.number else "",
        "title": line.title,
        "outcome": word(line.outcome, "zh"),
        "area": area(line.area_m2),
        "share": percent(line.share),
        "text": "\n".join((*line.says, *line.rests)),
    }
