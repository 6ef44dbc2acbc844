# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of a parcel lie close to each other, and none is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from land_entry_plugin.engine.shapes import parts_of
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding

if TYPE_CHECKING:
    import numpy as np

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"apart": Outcome.CONFLICT, "small_part": Outcome.CONFLICT}
# Differences of plane coordinates are sure to some nanometres.
_ARITHMETIC_M = 1e-6


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the parts hang together over gaps that the pack allows, and whether each is large enough."""
    gap_m, smallest_part_m2 = rule.parameters["gap_m"], rule.parameters.get("smallest_part_m2", 0)
    parts = parts_of(case.geometry)
    smallest = float(case.area_of(parts).min())
    widest = widest_gap(parts)
    found = []
    if widest > gap_m + _ARITHMETIC_M:
        found.append(("apart", CASES["apart"]))
    if smallest < smallest_part_m2:
        found.append(("small_part", CASES["small_part"]))
    name, outcome = deciding(rule, CASES, found or [("kept" if len(parts) > 1 else "one_part", Outcome.PASS)])
    values = {
        "parts": len(parts),
        "widest_gap_m": recorded(widest),
        "gap_m": gap_m,
        "smallest_m2": recorded(smallest),
        "smallest_part_m2": smallest_part_m2,
    }
    return Finding(rule, outcome, f"contiguity.{name}", values)


def widest_gap(parts: np.ndarray) -> float:
    """Return the widest gap in metres that has to be bridged to join all parts, nearest first."""
    joined, apart, widest = [parts[0]], list(parts[1:]), 0.0
    # a loop: each step joins the nearest part, of which a parcel has a few
    while apart:
        gaps = [min(shapely.distance(joined, part)) for part in apart]
        nearest = min(range(len(apart)), key=gaps.__getitem__)
        widest = max(widest, float(gaps[nearest]))
        joined.append(apart.pop(nearest))
    return widest
