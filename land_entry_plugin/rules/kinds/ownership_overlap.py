# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies on land of another owner by the land survey (权属性质 QSXZ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN, land_ownership
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.class_overlap import OUTCOMES
from land_entry_plugin.rules.kinds.coverage import unjudged_m2
from land_entry_plugin.rules.kinds.wording import by_class, extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel is of the rule's owner, else how much has none stated."""
    (role,) = rule.roles
    by_owner: dict[str, list] = {}
    for piece in case.layers[role].pieces:
        by_owner.setdefault(land_ownership(piece.attributes.get("QSXZ")), []).append(piece)
    pieces = by_owner.get(rule.parameters["owner"], [])
    extent = case.measure(pieces)
    outcome, text = OUTCOMES[extent.size], f"ownership_overlap.{extent.size}"
    if outcome is Outcome.PASS:
        unstated = case.measure(by_owner.get(UNKNOWN, []))
        if unstated.size in (Size.SLIVER, Size.LARGE):
            extent, pieces, outcome, text = unstated, by_owner[UNKNOWN], Outcome.REVIEW, "ownership_overlap.not_stated"
    gap_m2 = unjudged_m2(rule.roles[0], case, classes=False)
    if gap_m2 and outcome is not Outcome.CONFLICT:
        outcome, text = Outcome.UNKNOWN, "unjudged.uncovered"
    values = extent_values(extent, case.limits) | {"unjudged_m2": gap_m2}
    values |= {"classes": by_class(pieces, case), "patches": source_ids(pieces)}
    return Finding(rule, outcome, text, values, values["area_m2"], values["share"])
