# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a search as plain data: the sites judged as parcels are, the account, the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs.candidates import sources_of
from land_entry_plugin.jobs.record import pack_entry, parcel_entry
from land_entry_plugin.jobs.reserve.rows import use_state
from land_entry_plugin.jobs.runs import content_id, run_entry, whereabouts
from land_entry_plugin.rounding import recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.jobs.reserve.account import ReserveAccount
    from land_entry_plugin.jobs.reserve.result import FoundSite, Reserve

SCHEMA = "land-entry-reserve/1"


def reserve_record(reserve: Reserve, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record: equal runs give equal records outside ``run``."""
    request, survey = reserve.request, reserve.survey
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "inputs": reserve.inputs,
        "options": {
            "as_of": request.as_of.isoformat(),
            "complete": sorted(request.complete),
            "min_area_m2": float(request.min_area_m2),
            "min_width_m": float(request.min_width_m),
            "classes": sorted(request.classes),
        },
        "pack": pack_entry(reserve.pack, request.as_of),
        "survey": {
            "plane": survey.plane.code,
            "class_system": survey.system,
            "year": survey.year,
            "patches": survey.count,
        },
        "account": _account(reserve.account),
        "sites": [_site(site) for site in reserve.sites],
        "parcels": [
            parcel_entry(site.result, site.screening) for site in sorted(reserve.sites, key=lambda one: one.site_id)
        ],
    }
    record["run"] = {
        "reserve_id": content_id(record),
        "rule_pack": request.rule_pack,
        "sources": {
            "named": {
                role: [whereabouts(one.describe()) for one in of_role]
                for role, of_role in sources_of(request.named).items()
            },
            "offered": [whereabouts(source.describe()) for source in request.offered],
        },
    } | run_entry(reserve.files, host)
    return record


def _site(site: FoundSite) -> dict[str, Any]:
    return {
        "parcel_id": site.site_id,
        "status": site.group,
        "rank": site.rank,
        "reasons": [{"rule_id": one.rule.id, "title": one.rule.title} for one in site.reasons],
        "open": [
            {
                "rule_id": one.rule.id,
                "title": one.rule.title,
                "outcome": str(one.outcome),
                "role_missing": one.role_missing,
            }
            for one in site.open_findings
        ],
        "village": {"code": site.village[0] or None, "name": site.village[1] or None},
        "owner": site.owner,
        "area_m2": recorded(site.area_m2),
        "classes_m2": _areas(site.classes_m2),
        "planned_m2": _areas(site.planned_m2),
        "uses_m2": _areas(site.uses_m2),
        "use_state": use_state(site),
        "road": {"distance_m": recorded(site.road_m), "class": site.road_class, "adjoins": site.adjoins_road},
    }


def _areas(areas: Mapping[str, float]) -> dict[str, float | None]:
    return {name: recorded(area) for name, area in sorted(areas.items())}


def _account(account: ReserveAccount) -> dict[str, Any]:
    return {
        "stock_m2": float(account.stock),
        "survey_m2": float(account.total),
        "by_village": [
            {
                "code": code or None,
                "name": name or None,
                "areas_m2": {place: float(area) for place, area in row.items()},
            }
            for (code, name), row in account.by_village.items()
        ],
        "by_planned_use": [
            {"planned": planned, "areas_m2": {place: float(area) for place, area in row.items()}}
            for planned, row in account.by_plan.items()
        ],
    }
