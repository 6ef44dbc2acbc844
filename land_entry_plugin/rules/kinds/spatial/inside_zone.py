# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a parcel keeps inside a zone: what is inside, what certainly is not, and what nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from land_entry_plugin.engine.shapes import difference, union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import Completeness
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.coverage import OUTCOMES_OF_GAPS
from land_entry_plugin.rules.kinds.spatial.features import filter_values
from land_entry_plugin.rules.kinds.spatial.wording import extent_values, source_ids

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.rules.evidence import LayerEvidence, ParcelCase
    from land_entry_plugin.rules.kinds.spatial.features import Chosen
    from land_entry_plugin.rules.pack import Rule

INSIDE_CASES = {"beside": Outcome.REVIEW, "straddling": Outcome.CONFLICT, "outside": Outcome.CONFLICT}
_SMALL = (Size.NONE, Size.TOUCH)


class Beyond(NamedTuple):
    """A parcel by what a zone says of it: where it certainly ends, where nobody can tell, all it leaves out, itself."""

    certain: shapely.Geometry
    doubtful: shapely.Geometry
    unknown: shapely.Geometry
    missing: shapely.Geometry
    counted: shapely.Geometry


def beyond(evidence: LayerEvidence, case: ParcelCase, features: Chosen) -> Beyond:
    """Return what of a parcel is not in the zone, by what is known of it."""
    counted = union([piece.geometry for piece in features.counted])
    doubtful = difference(union([piece.geometry for piece in features.doubtful]), counted)
    # nobody knows what the layer would show where it is not known to be complete and shows nothing
    unknown = difference(evidence.outside, union([piece.geometry for piece in evidence.pieces]))
    missing = difference(case.geometry, counted)
    certain = difference(difference(missing, doubtful), unknown)
    return Beyond(certain, doubtful, unknown, missing, counted)


def inside_zone(rule: Rule, case: ParcelCase, features: Chosen, *, touch_width: bool) -> Finding:
    """Return how much of the parcel the zone leaves out.

    Outside for certain is only where the layer is complete, or where it shows something else.
    """
    (role,) = rule.roles
    evidence = case.layers[role]
    out, doubt, gap, all_out, within = (
        case.measure_shape(shape, touch_width=touch_width) for shape in beyond(evidence, case, features)
    )
    found: list[tuple[str, Outcome]] = []
    if all_out.size in _SMALL:
        found.append(("inside", Outcome.PASS))
    else:
        if out.size is Size.LARGE:
            found.append(("outside" if within.size in _SMALL else "straddling", Outcome.CONFLICT))
        if doubt.size not in _SMALL:
            found.append(("doubtful_inside", Outcome.REVIEW))
        if gap.size not in _SMALL:
            is_stated = evidence.completeness is not Completeness.NOT_STATED
            found.append(("not_complete", OUTCOMES_OF_GAPS[gap.size] if is_stated else Outcome.REVIEW))
        if out.size is Size.SLIVER or not found:
            found.append(("beside", Outcome.REVIEW))
    name, outcome = deciding(rule, INSIDE_CASES, found)
    values = extent_values(all_out, case.limits) | filter_values(rule.parameters)
    values |= {
        "inside_m2": recorded(within.area_m2),
        "certain_m2": recorded(out.area_m2),
        "doubtful_m2": recorded(doubt.area_m2),
        "unknown_m2": recorded(gap.area_m2),
        "patches": source_ids(features.counted),
        "doubtful_patches": source_ids(features.doubtful),
    }
    return Finding(
        rule,
        outcome,
        f"zone.{name}",
        values,
        values["area_m2"],
        values["share"],
        role_missing=not evidence.given,
    )
