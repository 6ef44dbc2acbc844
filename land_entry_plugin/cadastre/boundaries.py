# SPDX-License-Identifier: GPL-2.0-or-later
"""The boundaries of parcels: their points, how they lie, what adjoins them and what their maps show, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import shown_bounds
from land_entry_plugin.cadastre.surroundings import OWNERSHIP, PARCEL, USE_RIGHT
from land_entry_plugin.engine.adjoining import NEIGHBOUR_GAP_M, adjoining
from land_entry_plugin.engine.boundary_points import NumberedRing, numbered_parcels
from land_entry_plugin.engine.lies import lies_of
from land_entry_plugin.engine.windows import within_windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.surroundings import Surroundings
    from land_entry_plugin.engine.adjoining import EdgePart
    from land_entry_plugin.engine.lies import Lie

# Coordinates on sheets are kept to the millimetre.
COORDINATE_DECIMALS = 3


@dataclass(frozen=True)
class Boundary:
    """The boundary of a parcel.

    Attributes
    ----------
    rings : sequence of NumberedRing
    lies : list of Lie
        How the rings lie.
    parts : list of EdgePart
        Of the edges, each with the feature that adjoins it.
    surroundings : Surroundings
        What may adjoin it.
    shown : list of (int, str)
        Rows of what its maps show of the surroundings, with as much of their shapes as is shown, as WKT.
    bounds : list of float
        West, south, east, north.
    area_m2 : float
        Plane.
    neighbour_gap_m : float
        How far off a neighbour may lie.
    """

    rings: Sequence[NumberedRing]
    lies: list[Lie]
    parts: list[EdgePart]
    surroundings: Surroundings
    shown: list[tuple[int, str]]
    bounds: list[float]
    area_m2: float
    neighbour_gap_m: float


def boundaries(
    parcels: np.ndarray,
    surroundings: Sequence[Surroundings],
    rings: Sequence[Sequence[NumberedRing]] | None = None,
    *,
    neighbour_gap_m: float = NEIGHBOUR_GAP_M,
) -> list[Boundary]:
    """Return the boundaries of parcels.

    Parameters
    ----------
    parcels : ndarray of shapely polygons or multipolygons, shape (p,)
        Valid, in a plane, metres.
    surroundings : sequence of Surroundings, one a parcel
    rings : sequence of sequences of NumberedRing, optional
        Their boundary points where they are numbered with those of other parcels; else each begins at J1.
    neighbour_gap_m : float
        How far off a neighbour may lie.
    """
    rings = numbered_parcels(parcels) if rings is None else rings
    bounds = shapely.bounds(parcels).tolist()
    ends = np.cumsum([len(one.geometry) for one in surroundings])
    near = _clipped(surroundings, bounds)
    of_parcels = np.split(near, ends[:-1])
    features = [around.features(own) for around, own in zip(surroundings, of_parcels, strict=True)]
    parts = adjoining(rings, parcels, features, gap_m=neighbour_gap_m)
    lies = iter(lies_of([ring for of_parcel in rings for ring in of_parcel]))
    columns = zip(rings, parts, surroundings, _shown(near, surroundings), bounds, shapely.area(parcels), strict=True)
    return [
        Boundary(own, [next(lies) for _ in own], of_edges, around, shown, box, float(area_m2), float(neighbour_gap_m))
        for own, of_edges, around, shown, box, area_m2 in columns
    ]


def _clipped(surroundings: Sequence[Surroundings], bounds: Sequence[Sequence[float]]) -> np.ndarray:
    """Return as much of what lies around parcels as their maps show, one parcel after another."""
    windows = np.array([shown_bounds(own) for own in bounds])
    counts = np.array([len(one.geometry) for one in surroundings])
    return within_windows(np.concatenate([one.geometry for one in surroundings]), windows, counts)


def _shown(near: np.ndarray, surroundings: Sequence[Surroundings]) -> list[list[tuple[int, str]]]:
    """Return which rows are shown around each parcel, with their shapes as WKT."""
    is_there = shapely.area(near) > 0
    begin, rows, chosen = 0, [], []
    for around in surroundings:
        own = [i for i in np.flatnonzero(is_there[begin : begin + len(around.kind)]).tolist() if _is_shown(i, around)]
        rows.append(own)
        chosen += [begin + i for i in own]
        begin += len(around.kind)
    texts = iter(shapely.to_wkt(near[chosen], rounding_precision=COORDINATE_DECIMALS).tolist())
    return [[(i, next(texts)) for i in own] for own in rows]


def _is_shown(row: int, around: Surroundings) -> bool:
    """Return whether a row is shown: not an owner, nor a registered parcel that stands among the candidates too."""
    if around.kind[row] != USE_RIGHT:
        return around.kind[row] != OWNERSHIP
    return not any(
        kind == PARCEL and text == around.label[row] for kind, text in zip(around.kind, around.label, strict=True)
    )
