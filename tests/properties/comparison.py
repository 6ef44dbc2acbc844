# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a township against the oracle."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from oracle.verdicts import Judged, judge

from properties.product import of_parcel, outcomes_of, screened, source_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oracle.model import Township

# What was compared, and what lay too near a limit to say: seen by the tests.
COUNTS: Counter[str] = Counter()


def is_near(found: float | None, right: float) -> bool:
    """Return whether an area of the record is that of the oracle."""
    return found is not None and abs(found - right) <= 0.005 + 1e-6 * right


def disagreements(township: Township, right: Sequence[Judged] | None = None, **options: Any) -> list[str]:
    """Return where the product says something else than the oracle.

    Parameters
    ----------
    right : sequence of Judged
        What the oracle says, if known.
    options
        Of the screening.
    """
    record = screened(township, **options)
    found = []
    for number, judged in enumerate(judge(township) if right is None else right):
        parcel = of_parcel(record, number)
        found += [f"parcel {number}: {text}" for text in _of_parcel(parcel, judged)]
    COUNTS["townships"] += 1
    return found


def _of_parcel(parcel: dict[str, Any], judged: Judged) -> list[str]:
    COUNTS["parcels"] += 1
    found = []
    outcomes = outcomes_of(parcel)
    for rule, right in judged.outcomes.items():
        COUNTS["outcomes"] += 1
        COUNTS["near a limit"] += len(right) > 1
        if outcomes.get(rule) not in right:
            found.append(f"{rule} is {outcomes.get(rule)}, not {' or '.join(sorted(right))}")
    found += [
        f"{rule} is {outcome}; the oracle does not know that rule"
        for rule, outcome in outcomes.items()
        if rule not in judged.outcomes and outcome != "pass"
    ]
    for name, right in (("verdict", judged.verdicts), ("spatial_verdict", judged.spatial_verdicts)):
        COUNTS["verdicts"] += 1
        COUNTS["verdicts near a limit"] += len(right) > 1
        if parcel[name] not in right and len(right) == 1:
            found.append(f"{name} is {parcel[name]}, not {' or '.join(sorted(right))}")
    if "unknown" not in judged.outcomes["parcel_geometry"]:
        found += _figures(parcel, judged)
    return found


def _figures(parcel: dict[str, Any], judged: Judged) -> list[str]:
    measures = parcel["measures"] | {"doubly_covered_m2": parcel["doubly_covered_m2"]}
    expected = judged.measures | {"area_plane_m2": judged.area_m2, "area_ellipsoid_m2": judged.area_m2}
    found = [
        f"{name} is {measures[name]}, not {right:.4f}"
        for name, right in expected.items()
        if not is_near(measures[name], right)
    ]
    # nothing is known of what was not given
    found += [
        f"{name} is {measures[name]} though nothing was given for it"
        for name in (
            "farmland_m2", "agricultural_m2", "construction_m2", "unused_m2", "uncovered_m2", "homestead_m2",
            "basic_farmland_m2", "red_line_m2", "urban_inside_m2",
        )
        if name not in expected and measures[name] is not None
    ]  # fmt: skip
    status = measures["urban_status"]
    if status not in (judged.urban_status or {"unknown"}):
        found.append(f"urban_status is {status}, not {' or '.join(sorted(judged.urban_status))}")
    overlaps = {(row["role"], row["source_id"]): 0.0 for row in parcel["overlaps"] if row["role"] != "parcels"}
    for row in parcel["overlaps"]:
        if row["role"] != "parcels":
            overlaps[row["role"], row["source_id"]] += row["area_m2"]
    right_overlaps = {
        (role, source_id(role, position)): area
        for (role, position), area in judged.overlaps.items()
        if role not in ("others", "admin_area")
    }
    found += [
        f"overlap with {' '.join(key)} is {overlaps.get(key, 0.0):.4f}, not {right_overlaps.get(key, 0.0):.4f}"
        for key in sorted(overlaps.keys() | right_overlaps.keys())
        if not is_near(overlaps.get(key, 0.0), right_overlaps.get(key, 0.0))
    ]
    account = parcel["account"]
    if account is not None:
        total = sum(round(row["area_m2"] * 100) for row in account["rows"]) + round(account["uncovered_m2"] * 100)
        if total != round(account["total_m2"] * 100) or not is_near(account["total_m2"], judged.area_m2):
            found.append(f"the account adds up to {total / 100}, not {judged.area_m2:.2f}")
    return found
