# SPDX-License-Identifier: GPL-2.0-or-later
"""A gap-free layer covers the whole parcel: what it leaves out, nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.wording import extent_values

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

UNJUDGED = "unjudged."
# What is not known is not a conflict: at worst it stays open.
OUTCOMES_OF_GAPS = {
    Size.NONE: Outcome.PASS,
    Size.TOUCH: Outcome.PASS,
    Size.SLIVER: Outcome.REVIEW,
    Size.LARGE: Outcome.UNKNOWN,
}


@dataclass(frozen=True)
class Gap:
    """How much of a parcel nothing can be said of.

    Attributes
    ----------
    area_m2 : float
        0 within the sliver limits.
    found : tuple of (case, outcome)
        For :func:`aspects.deciding`; empty where there is none.
    """

    area_m2: float
    found: tuple[tuple[str, Outcome], ...]


def unjudged(role: str, case: ParcelCase, *, classes: bool) -> Gap:
    """Return what a land survey does not cover and (``classes``) where no class is known."""
    evidence = case.layers[role]
    unknown = [piece.geometry for piece in evidence.pieces if classes and piece.category == UNKNOWN]
    extent = case.measure_shape(union([evidence.outside, *unknown]))
    if extent.size is not Size.LARGE:
        return Gap(0.0, ())
    name = f"{UNJUDGED}{'class' if unknown else 'uncovered'}"
    return Gap(recorded(extent.area_m2), ((name, Outcome.UNKNOWN),))


def sentence(kind: str, name: str) -> str:
    """Return the id of the sentence of a case; what nobody knows has the same sentence in all kinds of check."""
    return name if name.startswith(UNJUDGED) else f"{kind}.{name}"


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel a gap-free layer leaves uncovered."""
    (role,) = rule.roles
    extent = case.measure_shape(case.layers[role].outside)
    values = extent_values(extent, case.limits) | {"covered": round(1 - extent.share, 6)}
    return Finding(
        rule, OUTCOMES_OF_GAPS[extent.size], f"coverage.{extent.size}", values, values["area_m2"], values["share"]
    )
