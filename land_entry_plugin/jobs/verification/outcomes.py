# SPDX-License-Identifier: GPL-2.0-or-later
"""The outcome of a recorded run held against that of its repetition, parcel by parcel."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.jobs.comparison.parcel_changes import ARITHMETIC_M2, ParcelChange, parcel_change, same
from land_entry_plugin.rounding import recorded
from land_entry_plugin.texts import both

# What a layer in memory that serves no role adds; it is not there in the repetition.
_OF_SURROUNDINGS = ("layers_without_role",)


def compared_parcels(then: dict[str, Any], now: dict[str, Any], *, exact: bool, same_inputs: bool) -> dict[str, Any]:
    """Return which parcels come out otherwise.

    Parameters
    ----------
    exact : bool
        Whether the versions are the same, so that nothing at all may differ; else numbers agree to 0.01 m2, and
        words are not compared.
    same_inputs : bool
        Whether all that was read is the same.
    """
    old, new = ({(one["parcel_id"], one["row"]): one for one in record["parcels"]} for record in (then, now))
    tolerance = 0.0 if exact else ARITHMETIC_M2
    differ = []
    for key in sorted({*old, *new}):
        if key not in old or key not in new:
            differ.append(_alone(key, "only_then" if key in old else "only_now", old.get(key) or new[key]))
            continue
        one, other = _plain(old[key]), _plain(new[key])
        change = parcel_change(one, other, tolerance)
        decided = change.verdict_differs or change.findings or change.measures or change.caps
        drawn = change.shape is not None or change.classes
        if decided or drawn or (exact and not same(one, other, 0.0)):
            differ.append(_changed(change))
    case = "same" if not differ else "differ" if not same_inputs else "differ_unexplained"
    verdicts = [one for one in differ if one["verdict"][0] != one["verdict"][1]]
    values = {"count": len(differ), "verdicts": len(verdicts), "parcels": [one["parcel_id"] for one in differ[:10]]}
    return {"same": not differ, "exact": exact, "differ": differ, "texts": both(f"verification.outcome_{case}", values)}


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    kept = [note for note in entry["not_checked"] if note["id"] not in _OF_SURROUNDINGS]
    return entry | {"not_checked": kept}


def _alone(key: tuple[str, int], state: str, entry: dict[str, Any]) -> dict[str, Any]:
    verdicts = [entry["verdict"], None] if state == "only_then" else [None, entry["verdict"]]
    return {"parcel_id": key[0], "row": key[1], "state": state, "verdict": verdicts, "findings": [], "patches": []}


def _changed(change: ParcelChange) -> dict[str, Any]:
    return {
        "parcel_id": change.parcel_id,
        "row": change.after["row"],
        "state": "differs",
        "verdict": list(change.verdicts),
        "spatial_verdict": [change.before["spatial_verdict"], change.after["spatial_verdict"]],
        "shape": change.shape is not None,
        "findings": [
            {
                "rule_id": one.rule_id,
                "title": one.stated["title"],
                "outcome": [*one.outcomes],
                "area_m2": [*one.areas_m2],
            }
            for one in change.findings
        ],
        "patches": [
            {
                "role": one.role,
                "source_id": one.source_id,
                "class": [one.before and list(one.before), one.after and list(one.after)],
                "area_m2": [recorded(area) for area in one.areas_m2],
            }
            for one in change.classes
        ],
        "measures": {name: list(values) for name, values in change.measures.items()},
        "printed": list(change.printed),
    }
