# SPDX-License-Identifier: GPL-2.0-or-later
"""Stored areas against geometry and against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.jobs.doctor.attributes import figure
from land_entry_plugin.roles.data_checks import field_set

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.collector import Collector
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.roles.data_checks import CheckLimits

# Stored by computed area where the unit is another one.
UNITS = {"mu": 3 / 2000, "hectare": 1e-4, "square_kilometre": 1e-6}
_UNIT_SHARE = 0.02


def check_areas(read: ReadLayer, limits: CheckLimits, found: Collector) -> None:
    """Take note of stored areas that differ from the geometry, or do not add up."""
    names = field_set(read.layer.role.id).area
    columns = {part: read.column(name) for part, name in names.items()}
    if columns.get("stored") is None:
        return
    figures = {
        part: np.array([np.nan if (own := figure(value)) is None else own for value in column], dtype=float)
        for part, column in columns.items()
        if column is not None
    }
    stored = figures["stored"]
    _check_geometry(read, stored, names["stored"], limits, found)
    factor, deducted, net = (figures.get(part) for part in ("factor", "deducted", "net"))
    if factor is not None and deducted is not None:
        expected = stored * np.nan_to_num(factor)
        plausible = (np.nan_to_num(factor) >= 0) & (np.nan_to_num(factor) <= limits.factor_highest)
        _check_sum(read, "deducted_differs", np.nan_to_num(deducted), expected, plausible, limits, found)
    if net is not None and deducted is not None:
        expected = stored - np.nan_to_num(deducted)
        _check_sum(read, "net_differs", net, expected, np.isfinite(net), limits, found)


def other_unit(stored: np.ndarray, computed: np.ndarray) -> str | None:
    """Return the unit (not m2) in which areas are kept, by the ratio that half of them keep; else None."""
    ratio = np.median(stored / computed) if len(stored) else np.nan
    return next((unit for unit, own in UNITS.items() if abs(ratio / own - 1) < _UNIT_SHARE), None)


def _check_geometry(read: ReadLayer, stored: np.ndarray, field: str, limits: CheckLimits, found: Collector) -> None:
    rows = np.flatnonzero(read.sound & np.isfinite(stored) & (stored > 0))
    unit = other_unit(stored[rows], read.areas[rows])
    layer, role = read.layer.name, read.layer.role.id
    if unit is not None:
        found.add("area_unit", layer, role, field=field, unit=unit, count=len(rows))
        return
    allowed = np.maximum(limits.area_share * read.areas[rows], limits.area_rounding_m2)
    for row in rows[np.abs(stored[rows] - read.areas[rows]) > allowed].tolist():
        found.add_row(
            "area_differs",
            read,
            row,
            area_m2=float(read.areas[row]),
            field=field,
            stored_m2=float(stored[row]),
            share=abs(float(stored[row] / read.areas[row]) - 1),
        )


def _check_sum(
    read: ReadLayer,
    kind: str,
    stored: np.ndarray,
    expected: np.ndarray,
    looked_at: np.ndarray,
    limits: CheckLimits,
    found: Collector,
) -> None:
    with np.errstate(invalid="ignore"):
        wrong = looked_at & (np.abs(stored - expected) > limits.area_rounding_m2)
    for row in np.flatnonzero(wrong).tolist():
        found.add_row(kind, read, row, stored_m2=float(stored[row]), expected_m2=float(expected[row]))
