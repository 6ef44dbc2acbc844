# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies outside a zone, or inside it: control lines, restrictions, rights, the town plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import Piece
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.class_overlap import OUTCOMES
from land_entry_plugin.rules.kinds.spatial.completeness import known
from land_entry_plugin.rules.kinds.spatial.features import chosen, filter_values
from land_entry_plugin.rules.kinds.spatial.inside_zone import INSIDE_CASES, beyond, inside_zone
from land_entry_plugin.rules.kinds.spatial.wording import by_class, extent_values, source_ids
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.kinds.spatial.features import Chosen
    from land_entry_plugin.rules.pack import Rule

CASES = {"sliver": Outcome.REVIEW, "large": Outcome.CONFLICT} | INSIDE_CASES


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel lies in the zone, or misses it; none is a pass only where the layer is complete.

    Without a tolerance only 0.01 m2 are touching; with that of slivers what is thinner than the touch width too.
    """
    (role,) = rule.roles
    features = chosen(rule.parameters, case.layers[role].pieces, case.as_of)
    touch_width = rule.parameters.get("tolerance") == "sliver"
    look = inside_zone if rule.parameters.get("must") == "inside" else _outside_zone
    return look(rule, case, features, touch_width=touch_width)


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the features that the rule counts, or where a parcel that must keep inside them certainly does not."""
    (role,) = rule.roles
    features = chosen(rule.parameters, case.layers[role].pieces, case.as_of)
    if rule.parameters.get("must") != "inside":
        return list(features.counted)
    shape = beyond(case.layers[role], case, features).certain
    return [] if shape.is_empty else [Piece("", None, None, role, float(case.area_of([shape])[0]), 0.0, shape)]


def _outside_zone(rule: Rule, case: ParcelCase, features: Chosen, *, touch_width: bool) -> Finding:
    (role,) = rule.roles
    evidence = case.layers[role]
    extent = case.measure(features.counted, touch_width=touch_width)
    possible = extent
    if features.doubtful:
        possible = case.measure((*features.counted, *features.doubtful), touch_width=touch_width)
    completeness = known(evidence, case)
    found = [(str(extent.size), OUTCOMES[extent.size])]
    if features.doubtful and possible.size in (Size.SLIVER, Size.LARGE):
        found.append(("doubtful", Outcome.REVIEW))
    # what is not known to be complete may hold more
    found.append(("open", completeness.outcome))
    name, outcome = deciding(rule, CASES, found)
    if name == "open" and extent.size in (Size.NONE, Size.TOUCH):
        name = str(extent.size)
    values = extent_values(extent, case.limits) | completeness.values | doubt_values(case, features, possible.area_m2)
    values |= filter_values(rule.parameters) | {
        "classes": by_class(features.counted, case),
        "patches": source_ids(features.counted),
        "completeness": both(f"finding.{completeness.text_id}", completeness.values),
    }
    return Finding(
        rule,
        outcome,
        f"zone.{name}",
        values,
        values["area_m2"],
        values["share"],
        role_missing=not evidence.given,
        assumed=completeness.assumed and Outcome.PASS in (outcome, OUTCOMES[extent.size]),
    )


def doubt_values(case: ParcelCase, features: Chosen, possible_m2: float) -> dict[str, Any]:
    """Return what sentences say of features of which nobody can tell whether they count."""
    values = {
        "doubtful_patches": source_ids(features.doubtful),
        "possible_m2": recorded(possible_m2),
        "doubtful_m2": recorded(case.measure(features.doubtful).area_m2),
    }
    return values | {"doubt": both("finding.zone.doubt", values) if features.doubtful else {"zh": "", "en": ""}}
