# SPDX-License-Identifier: GPL-2.0-or-later
"""On which side of the urban development boundary a parcel lies, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import difference
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome, worst
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.completeness import Known, known
from land_entry_plugin.rules.kinds.spatial.wording import source_ids
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import LayerEvidence, ParcelCase
    from land_entry_plugin.rules.pack import Rule

ZONES = ("core", "flexible", "special", UNKNOWN)


STATUSES = ("inside", "outside", "straddling")
CASES = {"touching": Outcome.REVIEW, "straddling": Outcome.REVIEW}


@dataclass(frozen=True)
class Side:
    """On which side a parcel lies.

    Attributes
    ----------
    status : str
        ``inside``, ``outside``, ``straddling`` or ``unknown``.
    inside_m2, outside_m2 : float
    zones_m2 : dict of str to float
        By zone: ``core``, ``flexible``, ``special``, ``unknown``.
    completeness : Known
        What may be concluded from finding no zone.
    certainly_outside_m2 : float
        What lies outside where the layer is known to be complete.
    """

    status: str
    inside_m2: float
    outside_m2: float
    zones_m2: dict[str, float]
    completeness: Known
    certainly_outside_m2: float

    @property
    def straddles_for_certain(self) -> bool:
        """Whether it straddles whatever lies where nothing is known."""
        return self.status == "unknown" and min(self.inside_m2, self.certainly_outside_m2) > TOUCH_AREA_M2


def side_of_boundary(evidence: LayerEvidence, case: ParcelCase) -> Side:
    """Return on which side of the boundary a parcel lies, and its area in each zone."""
    shapes = [case.union_of([piece for piece in evidence.pieces if piece.category == zone]) for zone in ZONES]
    inside_shape = case.union_of(evidence.pieces)
    rest = case.rest_of(inside_shape)
    *areas, inside, outside = case.area_of([*shapes, inside_shape, rest]).tolist()
    # whether what lies outside really is outside depends on where the layer is complete
    completeness = known(evidence, case)
    if outside <= TOUCH_AREA_M2:
        status = "inside"
    elif completeness.outcome is Outcome.UNKNOWN:
        status = "unknown"
    else:
        status = "outside" if inside <= TOUCH_AREA_M2 else "straddling"
    certain = outside
    if status == "unknown":
        certain = float(case.area_of([difference(rest, evidence.outside)])[0])
    zones = {zone: recorded(area) for zone, area in zip(ZONES, areas, strict=True)}
    return Side(status, recorded(inside), recorded(outside), zones, completeness, recorded(certain))


def _found(side: Side) -> list[tuple[str, Outcome]]:
    """Return what the side and the zones amount to."""
    touched = [zone for zone in ZONES[1:] if side.zones_m2[zone] > TOUCH_AREA_M2]
    if side.status == "inside":
        found = [("touching", CASES["touching"])] if touched and touched != [UNKNOWN] else []
        if UNKNOWN in touched:
            found.append(("zone_not_known", Outcome.REVIEW))
        return [*found, ("inside", Outcome.PASS)]
    if side.status != "straddling":
        worst_of_zones = Outcome.REVIEW if touched else Outcome.PASS
        name = "straddling_in_part" if side.straddles_for_certain else side.status
        return [(name, worst(side.completeness.outcome, worst_of_zones))]
    return [("straddling", CASES["straddling"]), ("open", side.completeness.outcome)]


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return the side, the area in each zone, and the obligations of the side."""
    (role,) = rule.roles
    evidence = case.layers[role]
    side = side_of_boundary(evidence, case)
    status, completeness = side.status, side.completeness
    name, outcome = deciding(rule, CASES, _found(side))
    values = {f"{zone}_m2": area for zone, area in side.zones_m2.items()} | {
        "status": status,
        "inside_m2": side.inside_m2,
        "outside_m2": side.outside_m2,
        "zones": {
            language: [
                both(f"word.urban_zone_{zone}", {})[language] for zone in ZONES if side.zones_m2[zone] > TOUCH_AREA_M2
            ]
            for language in ("zh", "en")
        },
        "patches": source_ids(evidence.pieces),
        "completeness": both(f"finding.{completeness.text_id}", completeness.values),
    }
    if side.straddles_for_certain:
        values["certainly_outside_m2"] = side.certainly_outside_m2
    return Finding(
        rule,
        outcome,
        f"urban_boundary.{name}",
        values,
        side.inside_m2,
        recorded(side.inside_m2 / case.area_m2, 6),
        obligations=tuple(rule.obligations.get(status, ())),
        role_missing=not evidence.given,
        assumed=completeness.assumed and status not in ("inside", "unknown"),
    )
