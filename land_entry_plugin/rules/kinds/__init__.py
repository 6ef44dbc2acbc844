# SPDX-License-Identifier: GPL-2.0-or-later
"""The kinds of check: one module each, with a function ``check(rule, case) -> Finding``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.kinds import (
    class_overlap,
    coverage,
    deduction_factor,
    known_class,
    line_overlap,
    ownership_overlap,
    parcel_geometry,
    parcel_id,
    parcel_overlap,
    source_repair,
    survey_overlap,
    survey_year,
    urban_boundary,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import Rule

KINDS: dict[str, Callable[[Rule, ParcelCase], Finding]] = {
    module.__name__.rpartition(".")[2]: module.check
    for module in (
        class_overlap,
        coverage,
        deduction_factor,
        known_class,
        line_overlap,
        ownership_overlap,
        parcel_geometry,
        parcel_id,
        parcel_overlap,
        source_repair,
        survey_overlap,
        survey_year,
        urban_boundary,
    )
}
# What can be said of a parcel whose shape cannot be judged.
WITHOUT_SHAPE = ("parcel_geometry", "parcel_id")
