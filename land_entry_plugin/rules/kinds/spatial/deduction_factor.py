# SPDX-License-Identifier: GPL-2.0-or-later
"""The deduction factor (扣除地类系数 KCXS) of every patch is a believable one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.wording import extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


CASES = {"out_of_range": Outcome.REVIEW}


def deduction_factor(value: object, highest: float) -> float | None:
    """Return a stored KCXS as a number; 0 for null, None where it is no number from 0 to ``highest``."""
    if value is None or not str(value).strip():
        return 0.0
    try:
        factor = float(str(value))
    except ValueError:
        return None
    return factor if 0 <= factor <= highest else None


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel lies on patches whose KCXS cannot be right; nothing was deducted there."""
    (role,) = rule.roles
    highest = rule.parameters["highest_factor"]
    pieces = [p for p in case.layers[role].pieces if deduction_factor(p.attributes.get("KCXS"), highest) is None]
    extent = case.measure(pieces)
    is_fine = extent.size in (Size.NONE, Size.TOUCH)
    values = extent_values(extent, case.limits) | {
        "patches": source_ids(pieces),
        "factors": sorted({str(piece.attributes["KCXS"]) for piece in pieces}),
        "highest_factor": highest,
    }
    name, outcome = ("pass", Outcome.PASS) if is_fine else ("out_of_range", CASES["out_of_range"])
    return Finding(rule, outcome, f"deduction_factor.{name}", values, values["area_m2"], values["share"])
