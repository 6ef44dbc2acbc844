# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of sentences that several kinds of check use."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.slivers import Extent, Size, thick_area
from land_entry_plugin.rounding import half_up, recorded, rounded_down, rounded_up
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.rules.evidence import ParcelCase, Piece


def extent_values(extent: Extent, limits: Limits) -> dict[str, Any]:
    """Return the figures of an extent, and at which limit its outcome flips."""
    return {
        "area_m2": recorded(extent.area_m2),
        "share": recorded(extent.share, 6),
        "width_m": recorded(extent.width_m),
        "flip": flip(extent, limits),
    }


def flip(extent: Extent, limits: Limits) -> dict[str, str]:
    """Return the sentence that says at which sliver limits the outcome changes; empty where none does.

    With the limits as they are printed the outcome is what the sentence says: what is "at most" is rounded down, what
    is "over" up.
    """
    if extent.size is Size.SLIVER:
        values = {"area_m2": rounded_down(extent.area_m2), "width_m": rounded_down(extent.width_m, _places(extent))}
        by_area = extent.area_m2 < limits.sliver_area_m2
        by_width = extent.width_m < limits.sliver_width_m
        which = "both" if by_area and by_width else "area" if by_area else "width"
        return both(f"flip.to_conflict_{which}", values)
    if extent.size is Size.LARGE and extent.share < limits.sliver_share:
        widest = rounded_up(extent.widest_m)
        # what is thick somewhere counts by its area at any width
        by_width = thick_area(extent.parts, float(widest)) < limits.sliver_area_m2
        values = {"area_m2": rounded_up(extent.area_m2), "widest_m": widest}
        return both(f"flip.to_review_{'both' if by_width else 'area'}", values)
    return {"zh": "", "en": ""}


def _places(extent: Extent) -> int:
    """Return with how many decimals a mean width shows two digits; slivers are down to tenths of a millimetre thin."""
    return max(2, 1 - math.floor(math.log10(extent.width_m)))


def by_class(pieces: Iterable[Piece], case: ParcelCase) -> list[str]:
    """Return class, name and area of pieces, the largest first (``0102 水浇地 596.05 m²``); no place counts twice."""
    by_label: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_label[" ".join(text for text in (piece.code, piece.name) if text) or "—"].append(piece)
    if not by_label:
        return []
    areas = case.area_of([case.union_of(of_class) for of_class in by_label.values()]).tolist()
    ordered = sorted(zip(by_label, areas, strict=True), key=lambda item: (-item[1], item[0]))
    return [f"{label} {half_up(area)} m²" for label, area in ordered]


def source_ids(pieces: Iterable[Piece]) -> list[str]:
    """Return the numbers of the features behind a finding, the largest piece first."""
    ordered = sorted(pieces, key=lambda piece: (-piece.area_m2, piece.source_id))
    return list(dict.fromkeys(piece.source_id for piece in ordered))


def parcel_codes(pieces: Iterable[Piece]) -> list[str]:
    """Return the parcel codes (ZDDM) of registered parcels, else their numbers, the largest piece first."""
    ordered = sorted(pieces, key=lambda piece: (-piece.area_m2, piece.source_id))
    return list(dict.fromkeys(str(piece.attributes.get("ZDDM") or piece.source_id).strip() for piece in ordered))
