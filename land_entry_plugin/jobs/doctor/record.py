# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a check: everything that was found, as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

from land_entry_plugin.jobs.doctor.fitness import fitness, summary
from land_entry_plugin.jobs.doctor.rows import counted
from land_entry_plugin.jobs.runs import content_id, run_entry
from land_entry_plugin.rounding import recorded

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.request import DataCheck, DataFault

SCHEMA = "land-entry-check/1"
_DECIMALS = 4


def check_record(check: DataCheck, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record of a check; ``run`` holds all that may differ between equal runs."""
    request = check.request
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "inputs": check.inputs,
        "options": {
            "as_of": request.as_of.isoformat(),
            "parcel_id": request.parcel_id,
            "fixed": request.fixed,
            "limits": asdict(check.limits),
        },
        "fit": {"value": str(fitness(check)), "texts": summary(check)},
        "plane": None if check.plane is None else check.plane.code,
        "counts": counted(check),
        "tallies": [
            {
                "kind": tally.kind,
                "severity": str(tally.severity),
                "layer": tally.layer,
                "role": tally.role,
                "count": tally.count,
                "listed": tally.listed,
            }
            for tally in check.tallies
        ],
        "layers": [report.columns for report in check.layers],
        "missing_roles": check.missing_roles,
        "faults": [_fault(fault) for fault in check.faults],
        "parcels": check.parcels,
        "fixes": [change.as_row() for mended in check.mended for change in mended.changes],
        "not_copied": {mended.table.name: list(mended.left_out) for mended in check.mended if mended.left_out},
    }
    record["run"] = {"check_id": content_id(record)} | run_entry(check.files, host)
    return record


def _fault(fault: DataFault) -> dict[str, Any]:
    place = None
    if fault.place is not None and not shapely.is_empty(fault.place):
        place = shapely.to_wkt(fault.place, rounding_precision=_DECIMALS)
    return {
        "kind": fault.kind,
        "severity": str(fault.severity),
        "layer": fault.layer,
        "role": fault.role,
        "feature": fault.feature,
        "row_id": fault.row_id,
        "others": list(fault.others),
        "count": fault.count,
        "area_m2": recorded(fault.area_m2),
        "place": place,
        "values": {
            name: recorded(value) if isinstance(value, float) else value for name, value in fault.values.items()
        },
        "parcels": list(fault.parcels),
        "fix": fault.fix,
        "texts": {part: fault.texts(part) for part in ("title", "text", "remedy")},
    }
