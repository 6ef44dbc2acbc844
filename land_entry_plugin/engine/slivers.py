# SPDX-License-Identifier: GPL-2.0-or-later
"""Overlaps and gaps so small or thin that the drawing, not the land, may have made them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.shapes import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Coordinates are kept to the millimetre at best: an area up to this is the rounding of coordinates.
TOUCH_AREA_M2 = 0.01


class Size(StrEnum):
    """How much an overlap or a gap amounts to."""

    NONE = "none"
    TOUCH = "touch"
    SLIVER = "sliver"
    LARGE = "large"


@dataclass(frozen=True)
class Extent:
    """One union of overlaps (or gaps) on one parcel, measured.

    Attributes
    ----------
    size : Size
    area_m2 : float
        Ellipsoidal area of the union.
    share : float
        Of the parcel's ellipsoidal area.
    width_m : float
        Mean width, 2 x area / perimeter, of the parts together.
    widest_m : float
        That of the widest part, or of all together where that is more.
    parts : ndarray of shapely polygons
        The connected parts.
    small : ndarray of bool
        Which of them are slivers or touching.
    """

    size: Size
    area_m2: float
    share: float
    width_m: float
    widest_m: float
    parts: np.ndarray
    small: np.ndarray


_NOTHING = np.empty(0, dtype=object)
# What nothing amounts to.
NO_EXTENT = Extent(Size.NONE, 0.0, 0.0, 0.0, 0.0, _NOTHING, np.zeros(0, dtype=bool))


def measure(
    union: shapely.Geometry,
    parcel_area_m2: float,
    limits: Limits,
    area_of: Callable[[np.ndarray], np.ndarray],
    *,
    touch_width: bool = True,
    parts: np.ndarray | None = None,
) -> Extent:
    """Return how much a union of overlaps amounts to on one parcel; see ``extents``.

    Parameters
    ----------
    union : shapely polygon or multipolygon
        What the rule counts together, in the parcel's plane, metres.
    parcel_area_m2 : float
        Ellipsoidal.
    limits : Limits
    area_of : function (n,) polygons -> (n,) m2
        Ellipsoidal area.
    touch_width : bool
        False for what has no tolerance but ``TOUCH_AREA_M2``.
    parts : ndarray of shapely polygons, optional
        ``shapes.parts_of`` the union, where it is known.
    """
    if parts is None:
        parts = parts_of(union)
    if not len(parts):
        return NO_EXTENT
    return extents([parts], area_of(parts), np.array([parcel_area_m2]), limits, touch_width=touch_width)[0]


def extents(
    parts: Sequence[np.ndarray],
    areas_m2: np.ndarray,
    parcel_areas_m2: np.ndarray,
    limits: Limits,
    *,
    touch_width: bool = True,
) -> list[Extent]:
    """Return how much unions of overlaps amount to, each on its parcel.

    A part is touching up to ``TOUCH_AREA_M2`` or (``touch_width``) when thinner than the touch width; a sliver when
    under the share limit and either under the area limit or thinner than the width limit. The touching parts
    together, and the small parts together, must keep the same limits, so that many small ones are seen. What is thick
    (a disc of twice the width fits) counts by its area, so that a strip that hangs on it does not make it thin.

    Parameters
    ----------
    parts : sequence of ndarrays of shapely polygons
        The connected parts of each union, of which it has one at least, in the parcel's plane, metres.
    areas_m2 : ndarray, shape (n,)
        Ellipsoidal, of all parts, one union after another.
    parcel_areas_m2 : ndarray, one a union
        Ellipsoidal.
    limits : Limits
    touch_width : bool
        False for what has no tolerance but ``TOUCH_AREA_M2``.
    """
    if not parts:
        return []
    flat = np.concatenate(parts)
    perimeters = shapely.length(flat)
    counts = np.array([len(own) for own in parts])
    ends = np.cumsum(counts)
    begins = ends - counts
    several = [(i, slice(begins[i], ends[i])) for i in np.flatnonzero(counts > 1).tolist()]

    def together(figures: np.ndarray) -> np.ndarray:
        # most have one part, whose figures are those of all
        result = figures[begins]
        for i, own in several:
            result[i] = figures[own].sum()
        return result

    totals, lengths = together(areas_m2), together(perimeters)

    def cores_at(width_m: float) -> np.ndarray:
        # only of what is thin, by itself or all in all, it matters whether it is thick somewhere
        is_thin = (2 * areas_m2 < width_m * perimeters) | np.repeat(2 * totals < width_m * lengths, counts)
        cores = np.zeros(len(flat))
        cores[is_thin] = _cores(flat[is_thin], width_m)
        return cores

    touch_cores, sliver_cores = cores_at(limits.touch_width_m), cores_at(limits.sliver_width_m)

    def touches(area: np.ndarray, perimeter: np.ndarray, core: np.ndarray) -> np.ndarray:
        thin = (2 * area < limits.touch_width_m * perimeter) & (core <= TOUCH_AREA_M2)
        return (area <= TOUCH_AREA_M2) | (touch_width & thin)

    def is_sliver(area: np.ndarray, perimeter: np.ndarray, core: np.ndarray, parcel_area_m2: np.ndarray) -> np.ndarray:
        thin = (2 * area < limits.sliver_width_m * perimeter) & (core < limits.sliver_area_m2)
        return ((area < limits.sliver_area_m2) | thin) & (area < limits.sliver_share * parcel_area_m2)

    touching = touches(areas_m2, perimeters, touch_cores)
    small = touching | is_sliver(areas_m2, perimeters, sliver_cores, np.repeat(parcel_areas_m2, counts))
    all_small = np.logical_and.reduceat(small, begins)
    is_touch = np.logical_and.reduceat(touching, begins) & touches(totals, lengths, together(touch_cores))
    is_large = ~is_touch & ~(all_small & is_sliver(totals, lengths, together(sliver_cores), parcel_areas_m2))
    # many small parts together are not small
    small &= ~np.repeat(all_small & is_large, counts)
    sizes = np.where(is_large, Size.LARGE, np.where(is_touch, Size.TOUCH, Size.SLIVER))
    widths = 2 * totals / lengths
    widest = np.maximum(widths, np.maximum.reduceat(2 * areas_m2 / perimeters, begins))
    figures = (column.tolist() for column in (totals, totals / parcel_areas_m2, widths, widest))
    columns = zip(sizes, *figures, parts, np.split(small, begins[1:]), strict=True)
    return [
        Extent(Size(size), total, share, width, width_of_widest, of_union, are_small)
        for size, total, share, width, width_of_widest, of_union, are_small in columns
    ]


def thick_area(parts: np.ndarray, width_m: float) -> float:
    """Return the plane area, in m2, of what is thick in parts together: where a disc of twice the width fits."""
    return float(_cores(parts, width_m).sum())


def _cores(parts: np.ndarray, width_m: float) -> np.ndarray:
    """Return the plane area of what is thick in each part: where a disc of twice the width fits."""
    eroded = shapely.buffer(parts, -width_m)
    cores = np.zeros(len(parts))
    thick = ~shapely.is_empty(eroded)
    cores[thick] = shapely.area(shapely.buffer(eroded[thick], width_m))
    return cores
