# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies inside a control line that has no tolerance (永久基本农田, 生态保护红线)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rules.findings import Finding, Outcome, worst
from land_entry_plugin.rules.kinds.class_overlap import OUTCOMES
from land_entry_plugin.rules.kinds.completeness import known
from land_entry_plugin.rules.kinds.wording import by_class, extent_values, source_ids
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel lies inside the line; none is a pass only where the layer is complete."""
    (role,) = rule.roles
    evidence = case.layers[role]
    extent = case.measure(evidence.pieces, touch_width=False)
    completeness = known(evidence, case)
    outcome = worst(OUTCOMES[extent.size], completeness.outcome)
    if extent.size in (Size.NONE, Size.TOUCH):
        text = "line_overlap.touch" if extent.size is Size.TOUCH else "line_overlap.none"
    else:
        text = f"line_overlap.{extent.size}"
    values = extent_values(extent, case.limits) | completeness.values
    values |= {
        "classes": by_class(evidence.pieces, case),
        "patches": source_ids(evidence.pieces),
        "completeness": both(f"finding.{completeness.text_id}", completeness.values),
    }
    return Finding(
        rule,
        outcome,
        text,
        values,
        values["area_m2"],
        values["share"],
        role_missing=not evidence.given,
        assumed=completeness.assumed and OUTCOMES[extent.size] is Outcome.PASS,
    )
