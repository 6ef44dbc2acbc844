# SPDX-License-Identifier: GPL-2.0-or-later
"""What the template of an entry plan is told: every figure as text, under the names of its placeholders."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.entry_plan.annexes import rings
from land_entry_plugin.cadastre.entry_plan.entries import LANGUAGE, MISSING, NOT_APPLICABLE, money, percent
from land_entry_plugin.cadastre.entry_plan.proceeds import shares_sum
from land_entry_plugin.files.documents.placeholders import load_placeholders
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.entry_plan.doubts import Doubt
    from land_entry_plugin.cadastre.entry_plan.entries import Entry
    from land_entry_plugin.cadastre.entry_plan.plan import EntryPlan
    from land_entry_plugin.cadastre.entry_plan.proceeds import Part
    from land_entry_plugin.jobs.entry_plan.notices import Head

TEMPLATE = "ENTRY_PLAN"


def plan_context(plan: EntryPlan, head: Head) -> dict[str, Any]:
    """Return what stands for the placeholders of a plan's template (``resources/templates/ENTRY_PLAN.yaml``)."""
    known = load_placeholders(TEMPLATE).known
    annexes = {annex.number: annex for annex in plan.annexes}
    return {
        "parcel_id": plan.parcel_id,
        "verdict": word(plan.verdict, LANGUAGE),
        "screening_id": head.screening_id,
        "pack": head.pack,
        "pack_id": head.pack_id,
        "documents": head.documents,
        "as_of": head.as_of,
        "screened_as_of": head.screened_as_of,
        "answers": head.answers,
        "banner": head.banner,
        "notices": head.said(LANGUAGE),
        "contradictions": _doubts(plan.contradictions),
        "open_points": _doubts(plan.open_points),
        "sections": [
            {"id": one.id, "title": one.title, "lines": [_line(line) for line in one.entries]} for one in plan.sections
        ],
        # a line that the pack or the parcel does not have does not apply
        "line": {name: _text(plan, name) for name in known["line"]},
        "parts": [_part(part) for part in plan.account.parts],
        "parts_share": _sum_of_shares(plan.account.parts),
        "projection": _projection(plan),
        "heights": annexes[2].note,
        "planning": [_line(line) for line in annexes[3].entries],
        "access": [_line(line) for line in annexes[4].entries],
        "ecology": [_line(line) for line in annexes[5].entries],
        "supervision": [_line(line) for line in annexes[6].entries],
        "rings": [
            {
                "title": title,
                "points": [{"number": one.name, "x": one.x, "y": one.y, "length": one.length} for one in points],
            }
            for title, points in rings(plan.parcel)
        ],
    }


def _doubts(doubts: Sequence[Doubt]) -> list[dict[str, str]]:
    return [
        {"number": str(number), "text": one.text, "source": one.source, "basis": one.basis}
        for number, one in enumerate(doubts, start=1)
    ]


def _line(entry: Entry) -> dict[str, str]:
    source = "；".join(text for text in (entry.source or entry.wanted, entry.basis) if text)
    return {"title": entry.title, "text": entry.text, "source": source}


def _text(plan: EntryPlan, name: str) -> str:
    entry = plan.entries.get(name)
    return NOT_APPLICABLE if entry is None else entry.text


def _sum_of_shares(parts: Sequence[Part]) -> str:
    total = shares_sum(parts)
    return MISSING if total is None else percent(total)


def _projection(plan: EntryPlan) -> str:
    """Return the coordinate system in words."""
    zone = plan.parcel["cadastre"].get("zone")
    if zone is None:
        return NOT_APPLICABLE
    number = f"3° 带第 {zone['zone']} 带" if zone.get("zone") else "3° 带"
    easting = "含带号" if zone["zone_in_easting"] else "不含带号"
    meridian = f"中央子午线 {zone['central_meridian_deg']:g}°"
    return f"2000 国家大地坐标系，{number}，{meridian}；X 为北，Y 为东（{easting}），单位 m"


def _part(part: Part) -> dict[str, str]:
    return {
        "title": part.title,
        "share": MISSING if part.share is None else percent(part.share),
        "amount": MISSING if part.amount is None else money(Fraction(part.amount))[1],
        "source": "；".join(text for text in (part.source or part.wanted, part.basis) if text),
    }
