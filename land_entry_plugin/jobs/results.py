# SPDX-License-Identifier: GPL-2.0-or-later
"""From a case to what a screening says of the parcel: findings, verdicts, figures, account."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.facts import COORDINATE_DECIMALS, cadastral_facts
from land_entry_plugin.engine.accounts import Account, close_account
from land_entry_plugin.engine.area import official_area, plane_area
from land_entry_plugin.engine.overlay import without_double
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, NOWHERE, intersection, multi, union
from land_entry_plugin.jobs.screening import ScreenedParcel, ScreenedPiece
from land_entry_plugin.roles.catalogue import (
    BASIC_FARMLAND,
    ECOLOGICAL_RED_LINE,
    LAND_USE,
    PARCELS,
    URBAN_BOUNDARY,
)
from land_entry_plugin.roles.land_classes import (
    AGRICULTURAL,
    CATEGORIES,
    CONSTRUCTION,
    FARMLAND,
    UNUSED,
)
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import ParcelCase, Piece
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.verdicts import caps_of, spatial_verdict, verdict

if TYPE_CHECKING:
    from datetime import date

    from land_entry_plugin.engine.slivers import Limits
    from land_entry_plugin.jobs.evidence import ParcelEvidence
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import RulePack

HOMESTEAD = "homestead"
AREAS = (
    "area_plane_m2", "area_ellipsoid_m2", "farmland_m2", "farmland_net_m2", "basic_farmland_m2", "red_line_m2",
    "homestead_m2", "agricultural_m2", "construction_m2", "unused_m2", "uncovered_m2",
)  # fmt: skip
URBAN_AREAS = ("urban_inside_m2", "urban_core_m2", "urban_flexible_m2", "urban_special_m2")
_NOTHING_KNOWN = dict.fromkeys((*AREAS, *URBAN_AREAS, "survey_year")) | {"urban_status": "unknown"}


def without_shape(
    parcels: Parcels, row: int, pack: RulePack, limits: Limits, as_of: date, *, in_force: bool
) -> ScreenedParcel:
    """Return the result of a parcel whose shape cannot be judged."""
    parcel_id = parcels.ids[row]
    case = ParcelCase(
        parcel_id=parcel_id,
        row=int(row) + 1,
        id_rows=parcels.rows_of_id[parcel_id],
        id_is_blank=parcels.id_is_blank[row],
        geometry=None,
        plane=None,
        area_m2=0.0,
        fault=parcels.faults[row],
        layers={},
        neighbours=(),
        doubly_covered=NOWHERE,
        survey_years=frozenset(),
        as_of=as_of,
        limits=limits,
    )
    findings = judge(pack, case)
    caps = caps_of(findings, in_force=in_force)
    return ScreenedParcel(
        row=int(row),
        parcel_id=parcel_id,
        verdict=verdict(findings, caps),
        spatial_verdict=spatial_verdict(findings),
        caps=caps,
        findings=findings,
        measures=dict(_NOTHING_KNOWN),
        account=None,
        doubly_covered_m2=None,
        official_area_m2=None,
        pieces=[],
        geometry_wkt=None,
        plane=None,
        facts={"declared": parcels.declared(row)},
    )


def screened(parcels: Parcels, evidence: ParcelEvidence, pack: RulePack, *, in_force: bool) -> ScreenedParcel:
    """Return the result of a parcel with a sound shape."""
    case = evidence.case
    findings = judge(pack, case, evidence.other)
    caps = caps_of(findings, in_force=in_force)
    measures = _NOTHING_KNOWN | {
        "area_plane_m2": float(plane_area(np.array([case.geometry]))[0]),
        "area_ellipsoid_m2": case.area_m2,
        "survey_year": min((year for year in case.survey_years if year is not None), default=None),
    }
    account = None
    if LAND_USE in case.layers:
        survey = _survey(case)
        measures |= survey["measures"]
        account = survey["account"]
    for role, name in ((BASIC_FARMLAND, "basic_farmland_m2"), (ECOLOGICAL_RED_LINE, "red_line_m2")):
        if role in case.layers:
            measures[name] = _union_area(case, case.layers[role].pieces)
    measures |= _urban(findings)
    return ScreenedParcel(
        row=evidence.row,
        parcel_id=case.parcel_id,
        verdict=verdict(findings, caps),
        spatial_verdict=spatial_verdict(findings),
        caps=caps,
        findings=findings,
        measures=measures,
        account=account,
        doubly_covered_m2=float(case.area_of([evidence.self_overlap])[0]) if LAND_USE in case.layers else None,
        official_area_m2=official_area(case.geometry, case.plane),
        pieces=_pieces(case),
        geometry_wkt=shapely.to_wkt(multi([case.geometry])[0], rounding_precision=COORDINATE_DECIMALS + 1),
        plane=case.plane.code,
        facts=cadastral_facts(case.geometry, case.plane, parcels.declared(evidence.row), evidence.surroundings),
    )


def _union_area(case: ParcelCase, pieces: tuple[Piece, ...] | list[Piece]) -> float:
    return float(case.area_of([union([piece.geometry for piece in pieces])])[0])


def _survey(case: ParcelCase) -> dict[str, Any]:
    """Return the figures and the account of the land survey.

    A place that several patches cover is counted once, where it weighs most: as farmland before other agricultural
    land before unused land before construction land.
    """
    pieces = sorted(case.layers[LAND_USE].pieces, key=lambda piece: CATEGORIES.index(piece.category))
    once = case.area_of(without_double(np.array([piece.geometry for piece in pieces], dtype=object)))
    by_category: dict[str, float] = defaultdict(float)
    by_class: dict[str, float] = defaultdict(float)
    net = 0.0
    for piece, area in zip(pieces, once, strict=True):
        by_category[piece.category] += area
        by_class[account_key(piece)] += area
        if piece.category == FARMLAND:
            net += area * (1 - piece.deducted_m2 / piece.area_m2)
    uncovered = float(case.area_of([case.layers[LAND_USE].outside])[0])
    measures = {
        "farmland_m2": by_category[FARMLAND],
        "farmland_net_m2": net,
        "agricultural_m2": by_category[FARMLAND] + by_category[AGRICULTURAL],
        "construction_m2": by_category[CONSTRUCTION],
        "unused_m2": by_category[UNUSED],
        "uncovered_m2": uncovered,
        "homestead_m2": _union_area(case, [piece for piece in pieces if HOMESTEAD in piece.groups]),
    }
    return {"measures": measures, "account": close_account(dict(by_class), uncovered, case.area_m2)}


def account_key(piece: Piece) -> str:
    """Return what an account sums by: category, code as in the source, name."""
    return "|".join((piece.category, piece.code or "", piece.name or ""))


def _urban(findings: list[Finding]) -> dict[str, Any]:
    """Return side and areas of the urban boundary as its finding has them."""
    values = next((f.values for f in findings if f.rule.kind == "urban_boundary" and "status" in f.values), None)
    if values is None:
        return {}
    return {
        "urban_status": values["status"],
        "urban_inside_m2": values["inside_m2"],
        "urban_core_m2": values["core_m2"],
        "urban_flexible_m2": values["flexible_m2"],
        "urban_special_m2": values["special_m2"],
    }


def _pieces(case: ParcelCase) -> list[ScreenedPiece]:
    """Return every piece with whether it is small: seen in the union of what the rules count together."""
    groups: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for role, evidence in case.layers.items():
        for piece in evidence.pieces:
            groups[role, piece.category if role == LAND_USE else role].append(piece)
    groups[PARCELS, PARCELS] = list(case.neighbours)
    zero_tolerance = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY)
    result = []
    for (role, _), pieces in groups.items():
        extent = case.measure(pieces, touch_width=role not in zero_tolerance)
        large = union(list(extent.parts[~extent.small]))
        for piece in pieces:
            is_small = intersection(piece.geometry, large)[0].area <= ARITHMETIC_AREA_M2
            result.append(ScreenedPiece(role, piece, bool(is_small)))
    order = {role: i for i, role in enumerate((*case.layers, PARCELS))}
    return sorted(result, key=lambda one: (order[one.role], one.piece.source_id, -one.piece.area_m2))


def account_rows(account: Account) -> list[dict[str, Any]]:
    """Return the rows of an account, the largest first."""
    rows = []
    for key, area in sorted(account.rows, key=lambda row: (-row[1], row[0])):
        kind, code, name = key.split("|", 2)
        rows.append({"category": kind, "code": code or None, "name": name or None, "area_m2": float(area)})
    return rows


def recorded_measures(measures: dict[str, Any]) -> dict[str, Any]:
    """Return measures with the fixed decimals of records and layers."""
    return {name: recorded(value) if isinstance(value, float) else value for name, value in measures.items()}
