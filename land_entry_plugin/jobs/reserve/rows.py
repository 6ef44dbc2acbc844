# SPDX-License-Identifier: GPL-2.0-or-later
"""The layer of a search: a row a site, with what was found of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.files.tables import Table
from land_entry_plugin.jobs.reserve.result import CANDIDATE, ONE_REASON
from land_entry_plugin.jobs.results import AREAS, URBAN_AREAS, recorded_measures
from land_entry_plugin.jobs.tables import LANGUAGE, Column, parcel_texts
from land_entry_plugin.roles.stock import IDLE, NOT_STATED
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.jobs.reserve.result import FoundSite, Reserve

CANDIDATES_LAYER = "candidates"
# What is barred stands in the account and in the record, not on the map of the reserve.
SHOWN = (CANDIDATE, ONE_REASON)
COLUMNS = (
    Column("parcel_id", str),
    Column("rank", int),
    Column("status", str),
    Column("reason", str),
    Column("verdict", str),
    Column("spatial_verdict", str),
    Column("open_reasons", str),
    Column("village", str),
    Column("owner", str),
    Column("classes", str),
    Column("planned", str),
    Column("use_state", str),
    Column("idle_m2", float),
    Column("abandoned_m2", float),
    Column("low_use_m2", float),
    Column("road_m", float),
    Column("road_class", str),
    Column("adjoins_road", bool),
    *(Column(name, float) for name in AREAS),
    Column("urban_status", str),
    *(Column(name, float) for name in URBAN_AREAS),
    Column("survey_year", int),
    Column("reasons", str),
    Column("not_checked", str),
    Column("rule_pack", str),
    Column("in_force", bool),
    Column("as_of", str),
)


def site_row(site: FoundSite) -> dict[str, Any]:
    """Return what the layer says of a site."""
    return {
        "parcel_id": site.site_id,
        "rank": site.rank,
        "status": site.group,
        "reason": "、".join(one.rule.title[LANGUAGE] for one in site.reasons) or None,
        "verdict": str(site.result.verdict),
        "spatial_verdict": str(site.result.spatial_verdict),
        "open_reasons": "、".join(one.rule.title[LANGUAGE] for one in site.open_findings) or None,
        "village": " ".join(part for part in site.village if part) or None,
        "owner": site.owner,
        "classes": shares_text(site.classes_m2),
        "planned": shares_text(site.planned_m2),
        "use_state": use_state(site),
        "road_m": None if site.road_m is None else round(site.road_m, 2),
        "road_class": site.road_class,
        "adjoins_road": site.adjoins_road,
        **{f"{use}_m2": round(site.uses_m2.get(use, 0.0), 4) for use in (IDLE, "abandoned", "low_use")},
        **recorded_measures(site.result.measures),
        **parcel_texts(site.result, site.screening),
    }


def use_state(site: FoundSite) -> str:
    """Return what the survey says of most of a site's land; ``not_stated`` where it says nothing of any of it."""
    stated = {use: area for use, area in site.uses_m2.items() if use != NOT_STATED}
    return max(stated, key=lambda use: (stated[use], use)) if stated else NOT_STATED


def shares_text(areas_m2: Mapping[str, float]) -> str:
    """Return areas by name in one text, the largest first."""
    ordered = sorted(areas_m2.items(), key=lambda one: (-one[1], one[0]))
    return "；".join(f"{name} {half_up(area)} m²" for name, area in ordered)


def candidates_table(reserve: Reserve) -> Table:
    """Return the output layer: the candidates and those that one reason keeps out."""
    sites = [site for site in reserve.sites if site.group in SHOWN]
    geometry = np.full(len(sites), None, dtype=object)
    geometry[:] = [site.geometry for site in sites]
    columns = [(column.name, column.type) for column in COLUMNS]
    return Table(CANDIDATES_LAYER, columns, [site_row(site) for site in sites], geometry, reserve.survey.plane.code)


def place_word(place: str) -> str:
    """Return what a place of the account is called."""
    return render(f"reserve.place_{place}", {}, LANGUAGE)
