# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies on land of certain classes: above the sliver limits a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.coverage import unjudged_m2
from land_entry_plugin.rules.kinds.wording import by_class, extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

OUTCOMES = {
    Size.NONE: Outcome.PASS,
    Size.TOUCH: Outcome.PASS,
    Size.SLIVER: Outcome.REVIEW,
    Size.LARGE: Outcome.CONFLICT,
}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel lies on the rule's classes, gross of deductions."""
    categories, groups = (rule.parameters.get(name, ()) for name in ("categories", "groups"))
    pieces = [
        piece
        for role in rule.roles
        for piece in case.layers[role].pieces
        if piece.category in categories or set(groups) & set(piece.groups)
    ]
    extent = case.measure(pieces)
    outcome, text = OUTCOMES[extent.size], f"class_overlap.{extent.size}"
    review_below_m2 = rule.parameters.get("review_below_m2", 0)
    values = extent_values(extent, case.limits)
    if outcome is Outcome.CONFLICT and extent.area_m2 < review_below_m2:
        outcome, text = Outcome.REVIEW, "class_overlap.below"
    gap_m2 = unjudged_m2(rule.roles[0], case, classes=True)
    if gap_m2 and outcome is not Outcome.CONFLICT:
        outcome = Outcome.UNKNOWN
        has_unknown = any(piece.category == UNKNOWN for piece in case.layers[rule.roles[0]].pieces)
        text = "unjudged.class" if has_unknown else "unjudged.uncovered"
    values |= {
        "unjudged_m2": gap_m2,
        "classes": by_class(pieces, case),
        "patches": source_ids(pieces),
        "deducted_m2": round(sum(piece.deducted_m2 for piece in pieces), 4),
        "review_below_m2": review_below_m2,
    }
    return Finding(rule, outcome, text, values, values["area_m2"], values["share"])
