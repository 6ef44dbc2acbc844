# SPDX-License-Identifier: GPL-2.0-or-later
"""Figures as a sheet prints them: half up, two decimals, no thousands separators."""

from __future__ import annotations

from land_entry_plugin.rounding import half_up, mu

NOT_APPLICABLE = "/"
NO_DATA = "—"
# What is printed where nobody stated a fact.
MISSING = "待补"


def area(value: float | None) -> str:
    """Return an area in m2 without its unit; ``/`` where a finding has none."""
    return NOT_APPLICABLE if value is None else str(half_up(value))


def percent(share: float | None) -> str:
    """Return a share as a percentage."""
    return NOT_APPLICABLE if share is None else f"{half_up(share * 100)} %"


def in_mu(value: float) -> str:
    """Return an area in 亩, with the unit."""
    return f"{mu(value)} 亩"


def in_all_units(value: float) -> str:
    """Return an area in m2, hectares and 亩."""
    return f"{area(value)} m²（{half_up(value / 10_000, 4)} 公顷，{in_mu(value)}）"
