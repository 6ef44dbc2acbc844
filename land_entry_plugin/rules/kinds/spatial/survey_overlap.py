# SPDX-License-Identifier: GPL-2.0-or-later
"""Patches of different classes of the land survey do not lie on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.wording import extent_values

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


CASES = {"overlap": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return where the land survey gives a place two classes."""
    extent = case.measure_shape(case.doubly_covered)
    is_fine = extent.size in (Size.NONE, Size.TOUCH)
    name, outcome = ("pass", Outcome.PASS) if is_fine else ("overlap", CASES["overlap"])
    values = extent_values(extent, case.limits)
    return Finding(rule, outcome, f"survey_overlap.{name}", values, values["area_m2"], values["share"])
