# SPDX-License-Identifier: GPL-2.0-or-later
"""A gap-free layer covers the whole parcel: what it leaves out, nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import extent_values

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

# What is not known is not a conflict: at worst it stays open.
OUTCOMES_OF_GAPS = {
    Size.NONE: Outcome.PASS,
    Size.TOUCH: Outcome.PASS,
    Size.SLIVER: Outcome.REVIEW,
    Size.LARGE: Outcome.UNKNOWN,
}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel a gap-free layer leaves uncovered."""
    (role,) = rule.roles
    extent = case.measure_shape(case.layers[role].outside)
    values = extent_values(extent, case.limits) | {"covered": round(1 - extent.share, 6)}
    return Finding(
        rule, OUTCOMES_OF_GAPS[extent.size], f"coverage.{extent.size}", values, values["area_m2"], values["share"]
    )
