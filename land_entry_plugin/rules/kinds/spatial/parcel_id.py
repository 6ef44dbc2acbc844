# SPDX-License-Identifier: GPL-2.0-or-later
"""Every parcel has an id of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


CASES = {"blank": Outcome.REVIEW, "twice": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether other rows bear the parcel's id, or it has none."""
    values = {"parcel_id": case.parcel_id, "rows": list(case.id_rows)}
    if case.id_is_blank:
        return Finding(rule, Outcome.REVIEW, "parcel_id.blank", values | {"row": case.row})
    if len(case.id_rows) > 1:
        return Finding(rule, Outcome.REVIEW, "parcel_id.twice", values)
    return Finding(rule, Outcome.PASS, "parcel_id.pass", values)
