# SPDX-License-Identifier: GPL-2.0-or-later
"""What differs between a parcel as one record has it and as the next one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from land_entry_plugin.engine.shapes import symmetric_difference
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from land_entry_plugin.cadastre.ledger.model import Screened

# Less land than this is the rounding of coordinates.
_SAME_M2 = 0.01
# Facts of the parcel table that a ledger prints: a change of theirs is told.
_TOLD = {"planned": "planned", "circulation": "circulation"}


def differences(
    before: Screened, after: Screened
) -> Iterator[tuple[str, str | None, str | None, dict[str, float | None]]]:
    """Yield kind, before, after and what the sentence names, for shape, verdict and facts that differ."""
    moved = moved_m2(before.shape, after.shape)
    if moved > _SAME_M2:
        yield "geometry", _area(before), _area(after), {"moved_m2": moved}
    if before.verdict != after.verdict:
        yield "verdict", before.verdict, after.verdict, {}
    for name, kind in _TOLD.items():
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield kind, one, other, {}


def moved_m2(one: shapely.Geometry | None, other: shapely.Geometry | None) -> float:
    """Return how much land lies in one of two shapes only; 0 where they are the same or none can be used."""
    if one is None or other is None:
        known = other if one is None else one
        return 0.0 if known is None else float(shapely.area(known))
    if shapely.equals_exact(one, other):
        return 0.0
    if not (one.is_valid and other.is_valid):
        # a broken shape has no area to compare: that it changed is certain
        return max(float(abs(one.area - other.area)), 2 * _SAME_M2)
    return float(symmetric_difference(one, other).area)


def _area(one: Screened) -> str | None:
    return None if one.plane_m2 is None else f"{half_up(one.plane_m2)}"
