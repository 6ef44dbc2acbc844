# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels do not lie on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.wording import extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.pack import Rule


CASES = {"overlap": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return which other parcels lie on this one, and how much."""
    extent = case.measure(case.neighbours)
    is_fine = extent.size in (Size.NONE, Size.TOUCH)
    name, outcome = ("pass", Outcome.PASS) if is_fine else ("overlap", CASES["overlap"])
    values = extent_values(extent, case.limits) | {"parcel_id": case.parcel_id, "others": source_ids(case.neighbours)}
    return Finding(rule, outcome, f"parcel_overlap.{name}", values, values["area_m2"], values["share"])


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the other parcels."""
    return list(case.neighbours)
