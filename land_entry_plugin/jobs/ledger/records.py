# SPDX-License-Identifier: GPL-2.0-or-later
"""A record of a screening as a ledger keeps it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.cells import State, cell_text
from land_entry_plugin.cadastre.ledger.model import Ledger, RecordHead, Screened
from land_entry_plugin.cadastre.side_cells import SIDE_CELLS
from land_entry_plugin.cadastre.surroundings import FIELD, OWNERSHIP
from land_entry_plugin.jobs.comparison.shape_changes import in_crs, shape_of
from land_entry_plugin.jobs.record import short_code
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rounding import half_up, recorded
from land_entry_plugin.rules.findings import OPEN_QUESTIONS, Outcome
from land_entry_plugin.rules.pack import PackHead
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACK_KEYS = ("id", "version", "title", "status", "jurisdiction", "valid_from", "valid_until", "sha256")
# 柳河镇柳河村南、县道南侧 -> 柳河村
_VILLAGE = re.compile(r"(?:.*?(?:街道|镇|乡))?(.{1,12}?(?:村|社区|居委会))")
# 柳河镇柳河村（水浇地） -> 水浇地: in short a neighbour without a right is its class ...
_FIELD = re.compile(r".*[（(]([^）)]+)[）)]")
_OF_LAND = (FIELD, OWNERSHIP)
# ... and one with a right is the end of its code: 宗地 371126005001GB00004 -> GB00004.
_CODED = re.compile(r".*?\d{12}([A-Z]{2}\d{5}).*", re.DOTALL)


def record_head(record: Mapping[str, Any], added_on: date, *, keeps_absent: bool) -> RecordHead:
    """Return what a ledger keeps of a record as a whole."""
    pack = record["pack"]
    return RecordHead(
        code=short_code(dict(record)),
        as_of=date.fromisoformat(record["options"]["as_of"]),
        finished=str(record["run"].get("finished", "")),
        packs=tuple({key: head.get(key) for key in _PACK_KEYS} for head in (pack, *pack["extends"])),
        in_force=bool(pack["in_force"]),
        has_ids=record["options"]["parcel_id"]["field"] is not None,
        added_on=added_on,
        keeps_absent=keeps_absent,
    )


def pack_heads(head: RecordHead) -> list[PackHead]:
    """Return the packs of a record, so that one can say how they stand on a day."""
    result = []
    for one in head.packs:
        until = one["valid_until"]
        days = {
            "valid_from": date.fromisoformat(one["valid_from"]),
            "valid_until": date.fromisoformat(until) if until else None,
        }
        result.append(PackHead(**{**one, **days}))
    return result


def crs_of(ledger: Ledger, record: Mapping[str, Any]) -> str | None:
    """Return the CRS of a ledger: its own, else that of the first parcel with a shape."""
    if ledger.crs is not None:
        return ledger.crs
    return next((one["geometry"]["crs"] for one in record["parcels"] if one["geometry"]), None)


def screened_parcels(record: Mapping[str, Any], crs: str | None) -> list[Screened]:
    """Return the parcels of a record as a ledger keeps them."""
    code = short_code(dict(record))
    # a loop: text becomes shapes one by one
    return [_screened(entry, code, row, crs) for row, entry in enumerate(record["parcels"], start=1)]


def _screened(entry: Mapping[str, Any], code: str, row: int, crs: str | None) -> Screened:
    cadastre, measures, geometry = entry["cadastre"], entry["measures"], entry["geometry"]
    place = _cell(cadastre, "ZL")
    found = _VILLAGE.match(place or "")
    return Screened(
        code=code,
        row=row,
        parcel_id=entry["parcel_id"],
        verdict=entry["verdict"],
        spatial_verdict=entry["spatial_verdict"],
        reason=first_reason(entry),
        place=place,
        village=found[1] if found else place,
        sides=_sides(cadastre),
        points=cadastre.get("point_count"),
        planned=_cell(cadastre, "GHYT"),
        circulation=_cell(cadastre, "LZQK"),
        floor_area_ratio=_cell(cadastre, "RJL"),
        building_density=_cell(cadastre, "JZMD"),
        plane_m2=recorded(measures.get("area_plane_m2")) if geometry else None,
        ellipsoid_m2=recorded(measures.get("area_ellipsoid_m2")) if geometry else None,
        agricultural_m2=_measured(entry, "agricultural_m2", "land_use_coverage"),
        basic_farmland_m2=_measured(entry, "basic_farmland_m2", "basic_farmland"),
        review=_review(entry),
        plane=geometry["crs"] if geometry else None,
        shape=in_crs(shape_of(geometry), geometry["crs"], crs) if geometry and crs else None,
    )


def _cell(cadastre: Mapping[str, Any], name: str) -> str | None:
    data = cadastre["cells"].get(name)
    return None if data is None or data["state"] in (State.UNKNOWN, State.WITHHELD) else cell_text(data, LANGUAGE)


def _measured(entry: Mapping[str, Any], measure: str, rule_id: str) -> float | None:
    """Return an area of the screening; None where the rule about it could not decide."""
    finding = next((one for one in entry["findings"] if one["rule_id"] == rule_id), None)
    if finding is not None and (finding["role_missing"] or finding["outcome"] == Outcome.UNKNOWN):
        return None
    return recorded(entry["measures"].get(measure))


def _sides(cadastre: Mapping[str, Any]) -> str | None:
    """Return who adjoins on each side, in short: 公路；村道；沟渠；耕地."""
    four = cadastre.get("four_neighbours")
    if four is None:
        return None
    unknown = render("description.cell_unknown", {}, LANGUAGE)
    result = []
    for side, name in SIDE_CELLS.items():
        stated = cadastre["cells"].get(name)
        if stated is not None and stated["state"] == State.GIVEN:
            result.append(str(stated["value"]))
            continue
        who = dict.fromkeys(_in_short(one) or unknown for one in four.get(side) or [])
        result.append("、".join(who) or "/")
    return "；".join(result)


def _in_short(stretch: Mapping[str, Any]) -> str | None:
    who = stretch["who"]
    found = (_FIELD if stretch.get("kind") in _OF_LAND else _CODED).fullmatch(who or "")
    return found[1] if found else who


def first_reason(entry: Mapping[str, Any]) -> str:
    """Return the first reason of a verdict, or what comes next, in a few words."""
    open_ones = [one for one in entry["findings"] if one["outcome"] != Outcome.PASS]
    told = [one for one in open_ones if one["text_id"] not in OPEN_QUESTIONS]
    if told:
        area = told[0]["area_m2"]
        return told[0]["title"][LANGUAGE] + (f" {half_up(area)} m²" if area else "")
    if open_ones:
        return render("ledger.open_questions", {"count": len(open_ones)}, LANGUAGE)
    if entry["caps"]:
        return str(entry["caps"][0]["texts"][LANGUAGE])
    return render("ledger.may_be_planned", {}, LANGUAGE)


def _review(entry: Mapping[str, Any]) -> str | None:
    """Return a reviewer's word, which stands beside the verdict."""
    review = entry.get("review")
    if not review:
        return None
    values = {
        "verdict": word(entry["verdict"], LANGUAGE),
        "decision": word(review["decision"], LANGUAGE),
        "reason": review.get("reason") or "",
    }
    return render("ledger.review_with_reason" if values["reason"] else "ledger.review", values, LANGUAGE)
