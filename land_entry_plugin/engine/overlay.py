# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pieces of which features lie on which parcels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from land_entry_plugin.engine.border import Border
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, difference, intersection, polygons_only, union

# A feature of more vertices costs less when what is far from parcels is left out before.
MANY_VERTICES = 2000
# Where no edge of a feature is near it is as good as a box that ends so far, in metres, beyond the parcel.
_BEYOND = np.array([-1.0, -1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Overlay:
    """Pieces of parcel x feature.

    Attributes
    ----------
    parcel, feature : ndarray of int, shape (n,)
        Row numbers in the two inputs, ordered by parcel, then feature.
    geometry : ndarray of shapely polygons, shape (n,)
    """

    parcel: np.ndarray
    feature: np.ndarray
    geometry: np.ndarray


def overlay(parcels: np.ndarray, features: np.ndarray, own: np.ndarray | None = None) -> Overlay:
    """Return the pieces that valid parcels and valid features have in common.

    Parameters
    ----------
    parcels, features : ndarray of shapely polygons, shapes (p,) and (f,)
        Valid or None, in one plane, metres.
    own : ndarray of int, shape (p,), optional
        The feature that each parcel is itself, which is not held against it.

    Returns
    -------
    Overlay
        Every piece of positive area; feature overlaps are not resolved.
    """
    if not len(parcels) or not len(features):
        nothing = np.empty(0, dtype=int)
        return Overlay(nothing, nothing, np.empty(0, dtype=object))
    heavy = np.flatnonzero(shapely.get_num_coordinates(features) > MANY_VERTICES)
    light = features
    if len(heavy):
        light = features.copy()
        light[heavy] = None
    parcel, feature = shapely.STRtree(light).query(parcels, predicate="intersects")
    if own is not None:
        other = own[parcel] != feature
        parcel, feature = parcel[other], feature[other]
    pieces = intersection(parcels[parcel], features[feature])
    found = [(parcel, feature, pieces), *(_on_heavy(parcels, int(row), features[row]) for row in heavy)]
    parcel, feature, pieces = (np.concatenate(values) for values in zip(*found, strict=True))
    order = np.lexsort((feature, parcel))
    parcel, feature, pieces = parcel[order], feature[order], pieces[order]
    kept = shapely.area(pieces) > ARITHMETIC_AREA_M2
    if own is not None:
        kept &= own[parcel] != feature
    return Overlay(parcel[kept], feature[kept], pieces[kept])


def _on_heavy(parcels: np.ndarray, row: int, feature: shapely.Geometry) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return parcel, feature and piece of a feature of many vertices, with only what of its border is near."""
    bounds = shapely.bounds(parcels)
    west, south, east, north = shapely.bounds(feature)
    near = np.flatnonzero(
        (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    )
    border = Border.of(feature)
    rows: list[int] = []
    others: list[shapely.Geometry] = []
    # a loop: of a border of so many vertices each parcel has a part of its own
    for parcel in near.tolist():
        own = bounds[parcel]
        if border.is_near(own):
            rows.append(parcel)
            others.append(border.around(own))
        elif border.holds(own[:2]):
            rows.append(parcel)
            others.append(shapely.box(*(own + _BEYOND)))
    around = np.empty(len(rows), dtype=object)
    around[:] = others
    parcel = np.array(rows, dtype=int)
    return parcel, np.full(len(parcel), row), intersection(parcels[parcel], around)


def doubly_covered(pieces: np.ndarray) -> shapely.Geometry:
    """Return where pieces (n,) of one layer lie on each other."""
    left, right = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    once = left < right
    common = intersection(pieces[left[once]], pieces[right[once]])
    common = common[shapely.area(common) > ARITHMETIC_AREA_M2]
    return union(list(common))


def without_double(pieces: np.ndarray) -> np.ndarray:
    """Return pieces (n,) of which every place belongs to the first that covers it."""
    result = np.array(pieces, dtype=object)
    tree = shapely.STRtree(pieces)
    # a loop: only for parcels on which a layer overlaps itself
    for i in range(1, len(pieces)):
        earlier = np.sort(tree.query(pieces[i], predicate="intersects"))
        earlier = earlier[earlier < i]
        if len(earlier):
            result[i] = difference(pieces[i], union(list(pieces[earlier])))
    return polygons_only(result)
