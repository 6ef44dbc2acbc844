# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pieces on parcels are small: seen in the union of what the rules count together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, intersection, union
from land_entry_plugin.jobs.screening import ScreenedPiece
from land_entry_plugin.roles.catalogue import (
    LAND_USE,
    LAND_USE_HISTORY,
    OWNERSHIP,
    PARCELS,
    PLANNED_USE,
    USE_RIGHTS,
)
from land_entry_plugin.rules.foreseen import ZERO_TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.evidence import ParcelCase, Piece

# A piece of more than this is there on the grid too, wherever it is cut again.
_SURE_AREA_M2 = 0.01
_BY_CATEGORY = (LAND_USE, LAND_USE_HISTORY, OWNERSHIP, USE_RIGHTS)


def screened_pieces(cases: Sequence[ParcelCase]) -> list[list[ScreenedPiece]]:
    """Return every piece on each parcel with whether it is small."""
    # each with its parcel, its role and what of its union is not small; None where all of it is large
    found: list[tuple[int, str, Piece]] = []
    larges: list[shapely.Geometry | None] = []
    wholes: list[np.ndarray] = []
    for number, case in enumerate(cases):
        for role, pieces in _counted_together(case):
            extent = case.measure(pieces, touch_width=role not in ZERO_TOLERANCE)
            large = union(list(extent.parts[~extent.small])) if extent.small.any() else None
            found += [(number, role, piece) for piece in pieces]
            larges += [large] * len(pieces)
            wholes += [extent.parts] * len(pieces)
    is_small = _are_small(np.array([piece.geometry for _, _, piece in found], dtype=object), larges, wholes)
    result: list[list[ScreenedPiece]] = [[] for _ in cases]
    for (number, role, piece), small in zip(found, is_small.tolist(), strict=True):
        result[number].append(ScreenedPiece(role, piece, small))
    return [_in_order(own, case) for own, case in zip(result, cases, strict=True)]


def _in_order(pieces: list[ScreenedPiece], case: ParcelCase) -> list[ScreenedPiece]:
    """Return the pieces on a parcel ordered by layer, feature and size."""
    order = {role: i for i, role in enumerate((*case.layers, PARCELS))}
    return sorted(pieces, key=lambda one: (order[one.role], one.piece.source_id, -one.piece.area_m2))


def _counted_together(case: ParcelCase) -> list[tuple[str, list[Piece]]]:
    """Return the pieces on a parcel in groups that the rules count together, each with its role."""
    groups: dict[tuple[str, int | None, str | None], list[Piece]] = defaultdict(list)
    layers = [(role, None, found) for role, found in case.layers.items() if role != LAND_USE_HISTORY]
    for role, year, found in [*layers, *((LAND_USE_HISTORY, one.year, one.evidence) for one in case.history)]:
        for piece in found.pieces:
            kind = piece.category if role in _BY_CATEGORY else piece.code if role == PLANNED_USE else None
            groups[role, year, kind].append(piece)
    groups[PARCELS, None, None] = list(case.neighbours)
    return [(role, pieces) for (role, *_), pieces in groups.items()]


def _are_small(
    shapes: np.ndarray, larges: Sequence[shapely.Geometry | None], wholes: Sequence[np.ndarray]
) -> np.ndarray:
    """Return which shapes (n,) have nothing in common with what is not small, or with all where all is large."""
    all_large = np.array([large is None for large in larges], dtype=bool)
    result = np.zeros(len(shapes), dtype=bool)
    doubtful = np.flatnonzero(~all_large | (shapely.area(shapes) <= _SURE_AREA_M2))
    others = [union(list(wholes[i])) if larges[i] is None else larges[i] for i in doubtful.tolist()]
    counted = np.array(others, dtype=object)
    apart = _lie_apart(shapes[doubtful], counted)
    result[doubtful[apart]] = True
    near = doubtful[~apart]
    result[near] = shapely.area(intersection(shapes[near], counted[~apart])) <= ARITHMETIC_AREA_M2
    return result


def _lie_apart(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return of which pairs the extents have no area in common, so that on the grid they have none either."""
    own, other = shapely.bounds(ones), shapely.bounds(others)
    # of nothing there are no bounds, which no comparison holds for
    return ~((own[:, 2:] > other[:, :2]) & (other[:, 2:] > own[:, :2])).all(axis=1)
