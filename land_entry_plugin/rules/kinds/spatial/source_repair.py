# SPDX-License-Identifier: GPL-2.0-or-later
"""No broken source shape had to be mended in a way that changes the parcel's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.repair import REPAIR_AREA_M2
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.wording import source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


CASES = {"repaired": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return the broken features of which it depends on the reading whether they lie on the parcel."""
    pieces = [
        piece for evidence in case.layers.values() for piece in evidence.doubtful if piece.area_m2 > REPAIR_AREA_M2
    ]
    name, outcome = ("repaired", CASES["repaired"]) if pieces else ("pass", Outcome.PASS)
    extent = case.measure(pieces, touch_width=False)
    area_m2, share = recorded(extent.area_m2), recorded(extent.share, 6)
    values = {"patches": source_ids(pieces), "area_m2": area_m2}
    return Finding(rule, outcome, f"source_repair.{name}", values, area_m2, share)
