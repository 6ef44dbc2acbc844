# SPDX-License-Identifier: GPL-2.0-or-later
"""From a case to what a screening says of the parcel: findings, verdicts, figures, account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.boundaries import COORDINATE_DECIMALS, Boundary, boundaries
from land_entry_plugin.cadastre.facts import cadastral_facts, facts_without_shape
from land_entry_plugin.cadastre.sheet_cells import Known
from land_entry_plugin.engine.accounts import Account, close_account
from land_entry_plugin.engine.area import plane_area
from land_entry_plugin.engine.boundary_points import NumberedRing, numbered_parcels
from land_entry_plugin.engine.overlay import without_double
from land_entry_plugin.engine.shapes import NOWHERE, multi
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.jobs.known import known_of
from land_entry_plugin.jobs.screening import ScreenedParcel, ScreenedPiece
from land_entry_plugin.roles.catalogue import (
    BASIC_FARMLAND,
    ECOLOGICAL_RED_LINE,
    LAND_USE,
    URBAN_BOUNDARY,
    USE_RIGHTS,
)
from land_entry_plugin.roles.land_classes import (
    AGRICULTURAL,
    CATEGORIES,
    CONSTRUCTION,
    FARMLAND,
    UNUSED,
)
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.roles.rights import HOMESTEAD
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import ParcelCase, Piece
from land_entry_plugin.rules.expressions import Type
from land_entry_plugin.rules.facts import MEASURES, Facts
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.kinds.spatial.completeness import known
from land_entry_plugin.rules.kinds.spatial.urban_boundary import side_of_boundary
from land_entry_plugin.rules.pack import LEVELS
from land_entry_plugin.rules.verdicts import Verdict, caps_of, spatial_verdict, verdict, worse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from land_entry_plugin.engine.limits import Limits
    from land_entry_plugin.jobs.evidence import ParcelEvidence
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.rules.expressions import Value
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import RulePack
    from land_entry_plugin.rules.questions import Answer
    from land_entry_plugin.rules.shared import SharedFindings

AREAS = (
    "area_plane_m2", "area_ellipsoid_m2", "farmland_m2", "farmland_net_m2", "basic_farmland_m2", "red_line_m2",
    "homestead_m2", "agricultural_m2", "construction_m2", "unused_m2", "uncovered_m2",
)  # fmt: skip
# Sums of areas on the grid differ by less where nothing lies on anything.
_NO_EXCESS_M2 = 1e-8
# Boundaries are worked out for so many parcels together: who cancels waits for no more.
_AT_A_TIME = 100
URBAN_AREAS = ("urban_inside_m2", "urban_core_m2", "urban_flexible_m2", "urban_special_m2")
NOTHING_KNOWN = dict.fromkeys((*AREAS, *URBAN_AREAS, "survey_year")) | {"urban_status": "unknown"}


def without_shape(parcels: Parcels, row: int, pack: RulePack, limits: Limits, facts: Facts) -> ScreenedParcel:
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
        as_of=facts.as_of,
        limits=limits,
        facts=facts,
    )
    findings = judge(pack, case)
    caps = _caps(findings, pack, facts.as_of)
    return ScreenedParcel(
        row=int(row),
        parcel_id=parcel_id,
        verdict=worse(Verdict.UNDETERMINED, verdict(findings, caps)),
        spatial_verdict=worse(Verdict.UNDETERMINED, spatial_verdict(findings)),
        caps=caps,
        findings=findings,
        measures=dict(NOTHING_KNOWN),
        account=None,
        doubly_covered_m2=None,
        official_area_m2=None,
        pieces=[],
        geometry_wkt=None,
        plane=None,
        facts=facts_without_shape(parcels.declared(row), Known(parcel_id=parcel_id)),
    )


@dataclass(frozen=True)
class Measured:
    """The figures of a parcel with a sound shape, in m2, None where a layer is not given.

    Attributes
    ----------
    figures : dict
    account : Account or None
        Of the land survey.
    open : frozenset of str
        Figures that may be more than was found, since the layer does not cover the parcel.
    """

    figures: dict[str, Any]
    account: Account | None
    open: frozenset[str] = frozenset()


def measured(case: ParcelCase) -> Measured:
    """Return the figures of a parcel with a sound shape."""
    measures = NOTHING_KNOWN | {
        "area_plane_m2": float(plane_area(np.array([case.geometry], dtype=object))[0]),
        "area_ellipsoid_m2": case.area_m2,
        "survey_year": min((year for year in case.survey_years if year is not None), default=None),
    }
    account, uncertain = None, set()
    if LAND_USE in case.layers:
        survey, account = _survey(case)
        measures |= survey
        if survey["uncovered_m2"] > TOUCH_AREA_M2:
            uncertain |= set(survey)
    for role, name in ((BASIC_FARMLAND, "basic_farmland_m2"), (ECOLOGICAL_RED_LINE, "red_line_m2")):
        if role in case.layers:
            measures[name] = _union_area(case, case.layers[role].pieces)
            if known(case.layers[role], case).outcome is not Outcome.PASS:
                uncertain.add(name)
    if URBAN_BOUNDARY in case.layers:
        side = side_of_boundary(case.layers[URBAN_BOUNDARY], case)
        measures |= {"urban_status": side.status, "urban_inside_m2": side.inside_m2}
        measures |= {f"urban_{zone}_m2": side.zones_m2[zone] for zone in ("core", "flexible", "special")}
    if measures["urban_status"] == "unknown":
        uncertain.add("urban_status")
    return Measured(measures, account, frozenset(uncertain))


def facts_of(
    parcel_id: str, measured: Measured | None, pack: RulePack, answers: Mapping[str, Answer], as_of: date
) -> Facts:
    """Return what the expressions of a pack can ask of a parcel; what is not certain is undefined."""
    measures = {} if measured is None else {k: v for k, v in measured.figures.items() if k not in measured.open}
    code = parcel_code(parcel_id)
    own: dict[str, Value | None] = {"county": code.county if code else None}
    for name, kind in MEASURES.items():
        value = measures.get("area_ellipsoid_m2" if name == "area_m2" else name)
        if kind is Type.NUMBER:
            own[name] = None if value is None else Fraction(Decimal(str(recorded(value))))
        elif name in measures:
            own[name] = value
    return Facts(pack, own, answers, as_of)


def shared_rings(gathered: Sequence[ParcelEvidence]) -> dict[int, list[NumberedRing]]:
    """Return the boundary points of parcels by row, those of all parcels of a plane numbered once."""
    rings: dict[int, list[NumberedRing]] = {}
    for plane in {evidence.case.plane.code for evidence in gathered}:
        of_plane = [evidence for evidence in gathered if evidence.case.plane.code == plane]
        numbered = numbered_parcels([evidence.case.geometry for evidence in of_plane], shared_numbers=True)
        rings |= {evidence.row: own for evidence, own in zip(of_plane, numbered, strict=True)}
    return rings


def boundaries_of(
    gathered: Sequence[ParcelEvidence], rings: Mapping[int, list[NumberedRing]]
) -> Iterator[tuple[ParcelEvidence, Boundary]]:
    """Yield parcels with a sound shape, each with its boundary; ``rings`` by row, if numbered with others' points."""
    for few in (gathered[begin : begin + _AT_A_TIME] for begin in range(0, len(gathered), _AT_A_TIME)):
        shapes = np.array([evidence.case.geometry for evidence in few], dtype=object)
        own = [rings[evidence.row] for evidence in few] if rings else None
        yield from zip(few, boundaries(shapes, [evidence.surroundings for evidence in few], own), strict=True)


def screened(
    parcels: Parcels,
    evidence: ParcelEvidence,
    measures: Measured,
    pack: RulePack,
    *,
    local_pack_chosen: bool,
    official: Decimal,
    geometry_wkt: str,
    boundary: Boundary,
    pieces: list[ScreenedPiece],
    shared: SharedFindings | None = None,
) -> ScreenedParcel:
    """Return the result of a parcel with a sound shape: what was worked out for all at once is given.

    ``shared`` is given where others are screened beside it.
    """
    case = evidence.case
    findings = judge(pack, case, evidence.other, shared)
    caps = _caps(findings, pack, case.as_of, parcels.ids[evidence.row], local_pack_chosen=local_pack_chosen)
    return ScreenedParcel(
        row=evidence.row,
        parcel_id=case.parcel_id,
        verdict=verdict(findings, caps),
        spatial_verdict=spatial_verdict(findings),
        caps=caps,
        findings=findings,
        measures=measures.figures,
        account=measures.account,
        doubly_covered_m2=case.one_area_of(evidence.self_overlap) if LAND_USE in case.layers else None,
        official_area_m2=official,
        pieces=pieces,
        geometry_wkt=geometry_wkt,
        plane=case.plane.code,
        facts=cadastral_facts(
            boundary,
            case.plane,
            parcels.declared(evidence.row),
            known_of(evidence, measures.figures, findings, official),
        ),
    )


def shape_texts(shapes: np.ndarray) -> list[str]:
    """Return the shapes (n,) of parcels as records keep them."""
    return shapely.to_wkt(multi(shapes), rounding_precision=COORDINATE_DECIMALS + 1).tolist()


def _caps(
    findings: list[Finding], pack: RulePack, as_of: date, parcel_id: str = "", *, local_pack_chosen: bool = True
) -> tuple[str, ...]:
    code = parcel_code(parcel_id)
    return caps_of(
        findings,
        in_force=pack.all_in_force(as_of),
        at_home=code is None or pack.head.holds_at(code.county),
        local_pack_chosen=local_pack_chosen,
        all_enabled=not any(rule.blocking for rule, _, _ in pack.disabled),
        on_national=any(head.jurisdiction["level"] == LEVELS[0] for head in (pack.head, *pack.bases)),
    )


def _union_area(case: ParcelCase, pieces: tuple[Piece, ...] | list[Piece]) -> float:
    return case.one_area_of(case.union_of(pieces))


def _survey(case: ParcelCase) -> tuple[dict[str, Any], Account]:
    """Return the figures and the account of the land survey.

    A place that several patches cover is counted once, where it weighs most: as farmland before other agricultural
    land before unused land before construction land.
    """
    pieces = sorted(case.layers[LAND_USE].pieces, key=lambda piece: CATEGORIES.index(piece.category))
    shapes = [piece.geometry for piece in pieces]
    *areas, covered = shapely.area([*shapes, case.union_of(case.layers[LAND_USE].pieces)]).tolist()
    excess = sum(areas) - covered
    # where no place is covered twice, each piece is what it covers
    once = case.area_of(shapes if excess <= _NO_EXCESS_M2 else without_double(np.array(shapes, dtype=object)))
    by_category: dict[str, float] = defaultdict(float)
    by_class: dict[str, float] = defaultdict(float)
    net = 0.0
    for piece, area in zip(pieces, once, strict=True):
        by_category[piece.category] += area
        by_class[account_key(piece)] += area
        if piece.category == FARMLAND:
            net += area * (1 - piece.deducted_m2 / piece.area_m2)
    uncovered = case.one_area_of(case.layers[LAND_USE].outside)
    rights = case.layers[USE_RIGHTS].pieces if USE_RIGHTS in case.layers else ()
    homesteads = [piece for piece in pieces if HOMESTEAD in piece.groups]
    homesteads += [piece for piece in rights if piece.category == HOMESTEAD]
    measures = {
        "farmland_m2": by_category[FARMLAND],
        "farmland_net_m2": net,
        "agricultural_m2": by_category[FARMLAND] + by_category[AGRICULTURAL],
        "construction_m2": by_category[CONSTRUCTION],
        "unused_m2": by_category[UNUSED],
        "uncovered_m2": uncovered,
        "homestead_m2": _union_area(case, homesteads),
    }
    return measures, close_account(dict(by_class), uncovered, case.area_m2)


def account_key(piece: Piece) -> str:
    """Return what an account sums by: category, code as in the source, name."""
    return "|".join((piece.category, piece.code or "", piece.name or ""))


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
