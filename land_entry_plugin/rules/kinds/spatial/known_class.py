# SPDX-License-Identifier: GPL-2.0-or-later
"""Every patch under the parcel has a class that is in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rules.findings import Finding
from land_entry_plugin.rules.kinds.spatial.coverage import OUTCOMES_OF_GAPS
from land_entry_plugin.rules.kinds.spatial.wording import by_class, extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel lies on patches whose class is null or in no table."""
    (role,) = rule.roles
    pieces = [piece for piece in case.layers[role].pieces if piece.category == UNKNOWN]
    extent = case.measure(pieces)
    values = extent_values(extent, case.limits) | {"classes": by_class(pieces, case), "patches": source_ids(pieces)}
    return Finding(
        rule, OUTCOMES_OF_GAPS[extent.size], f"known_class.{extent.size}", values, values["area_m2"], values["share"]
    )
