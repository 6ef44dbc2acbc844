# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pieces of which features lie on which parcels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, difference, intersection, polygons_only, union


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


def overlay(parcels: np.ndarray, features: np.ndarray) -> Overlay:
    """Return the pieces that valid parcels and valid features have in common.

    Parameters
    ----------
    parcels, features : ndarray of shapely polygons, shapes (p,) and (f,)
        Valid or None, in one plane, metres.

    Returns
    -------
    Overlay
        Every piece of positive area; feature overlaps are not resolved.
    """
    if not len(parcels) or not len(features):
        nothing = np.empty(0, dtype=int)
        return Overlay(nothing, nothing, np.empty(0, dtype=object))
    parcel, feature = shapely.STRtree(features).query(parcels, predicate="intersects")
    order = np.lexsort((feature, parcel))
    parcel, feature = parcel[order], feature[order]
    pieces = intersection(parcels[parcel], features[feature])
    kept = shapely.area(pieces) > ARITHMETIC_AREA_M2
    return Overlay(parcel[kept], feature[kept], pieces[kept])


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
