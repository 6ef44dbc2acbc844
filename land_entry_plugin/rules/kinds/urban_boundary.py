# SPDX-License-Identifier: GPL-2.0-or-later
"""On which side of the urban development boundary a parcel lies, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import difference, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.completeness import known
from land_entry_plugin.rules.kinds.wording import source_ids
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

ZONES = ("core", "flexible", "special", UNKNOWN)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return the side, the area in each zone, and the obligations of the side."""
    (role,) = rule.roles
    evidence = case.layers[role]
    shapes = [[p.geometry for p in evidence.pieces if p.category == zone] for zone in ZONES]
    areas = dict(zip(ZONES, case.area_of([union(shape) for shape in shapes]), strict=True))
    inside_shape = union([piece.geometry for piece in evidence.pieces])
    inside = float(case.area_of([inside_shape])[0])
    outside = float(case.area_of([difference(case.geometry, inside_shape)])[0])

    # whether what lies outside really is outside depends on where the layer is complete
    completeness = known(evidence, case)
    wholly_inside = outside <= TOUCH_AREA_M2
    assumed = False
    if wholly_inside:
        status, outcome = "inside", Outcome.PASS
    elif completeness.outcome is Outcome.UNKNOWN:
        status, outcome = "unknown", Outcome.UNKNOWN
    else:
        status = "outside" if inside <= TOUCH_AREA_M2 else "straddling"
        outcome, assumed = completeness.outcome, completeness.assumed
    touched = [zone for zone in ZONES[1:] if areas[zone] > TOUCH_AREA_M2]
    if outcome is Outcome.PASS and (touched or status == "straddling"):
        outcome = Outcome.REVIEW
    values = {f"{zone}_m2": recorded(area) for zone, area in areas.items()} | {
        "status": status,
        "inside_m2": recorded(inside),
        "outside_m2": recorded(outside),
        "zones": {
            language: [both(f"word.urban_zone_{zone}", {})[language] for zone in ZONES if areas[zone] > TOUCH_AREA_M2]
            for language in ("zh", "en")
        },
        "patches": source_ids(evidence.pieces),
        "completeness": both(f"finding.{completeness.text_id}", completeness.values),
    }
    text = "touching" if status == "inside" and touched else status
    share = recorded(inside / case.area_m2, 6)
    return Finding(
        rule,
        outcome,
        f"urban_boundary.{text}",
        values,
        recorded(inside),
        share,
        obligations=tuple(rule.obligations.get(status, ())),
        role_missing=not evidence.given,
        assumed=assumed,
    )
