# SPDX-License-Identifier: GPL-2.0-or-later
"""A gap-free layer covers the whole parcel: what it leaves out, nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rounding import recorded
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


def unjudged_m2(role: str, case: ParcelCase, *, classes: bool) -> float:
    """Return how much of a parcel nothing can be said of, 0 within the sliver limits.

    That is what a gap-free layer does not cover and (``classes``) where no class is known.
    """
    evidence = case.layers[role]
    unknown = [piece.geometry for piece in evidence.pieces if classes and piece.category == UNKNOWN]
    extent = case.measure_shape(union([evidence.outside, *unknown]))
    return recorded(extent.area_m2) if extent.size is Size.LARGE else 0.0


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel a gap-free layer leaves uncovered."""
    (role,) = rule.roles
    extent = case.measure_shape(case.layers[role].outside)
    values = extent_values(extent, case.limits) | {"covered": round(1 - extent.share, 6)}
    return Finding(
        rule, OUTCOMES_OF_GAPS[extent.size], f"coverage.{extent.size}", values, values["area_m2"], values["share"]
    )
