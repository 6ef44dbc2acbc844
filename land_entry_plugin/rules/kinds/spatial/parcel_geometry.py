# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel's own shape can be judged; it is never repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.texts import both, has_text

if TYPE_CHECKING:
    from land_entry_plugin.engine.repair import Fault
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

_MOST_NAMED = 3


def _reason(reason: str) -> str | dict[str, str]:
    """Return the reason in the surveyor's words where there are some."""
    text_id = f"reason.{reason.strip().lower().replace(' ', '_')}"
    return both(text_id, {}) if has_text(text_id) else reason


def fault_values(fault: Fault) -> dict[str, Any]:
    """Return what the sentence about a broken shape names: edges that cross, how many, why."""
    named = fault.edges[:_MOST_NAMED]
    return {
        "edges": {
            "zh": "；".join(f"{one} 与 {other}" for one, other in named),
            "en": "; ".join(f"{one} and {other}" for one, other in named),
        },
        "count": len(fault.edges),
        "reason": _reason(fault.reason),
    }


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return what is wrong with the parcel's shape, with its edges named."""
    if case.fault is None:
        return Finding(rule, Outcome.PASS, "parcel_geometry.pass")
    return Finding(rule, Outcome.UNKNOWN, f"parcel_geometry.{case.fault.kind}", fault_values(case.fault))
