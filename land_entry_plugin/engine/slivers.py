# SPDX-License-Identifier: GPL-2.0-or-later
"""Overlaps and gaps so small or thin that the drawing, not the land, may have made them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.shapes import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """Return how much a union of overlaps amounts to on one parcel.

    A part is touching up to ``TOUCH_AREA_M2`` or (``touch_width``) when thinner than the touch width; a sliver when
    under the share limit and either under the area limit or thinner than the width limit. The touching parts
    together, and the small parts together, must keep the same limits, so that many small ones are seen. What is thick
    (a disc of twice the width fits) counts by its area, so that a strip that hangs on it does not make it thin.

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
        return Extent(Size.NONE, 0.0, 0.0, 0.0, 0.0, parts, np.zeros(0, dtype=bool))
    areas, perimeters = area_of(parts), shapely.length(parts)
    total = float(areas.sum())

    def touches(area: Any, perimeter: Any, core: Any) -> Any:
        thin = (2 * area < limits.touch_width_m * perimeter) & (core <= TOUCH_AREA_M2)
        return (area <= TOUCH_AREA_M2) | (touch_width & thin)

    def is_sliver(area: Any, perimeter: Any, core: Any) -> Any:
        thin = (2 * area < limits.sliver_width_m * perimeter) & (core < limits.sliver_area_m2)
        return ((area < limits.sliver_area_m2) | thin) & (area < limits.sliver_share * parcel_area_m2)

    if len(parts) == 1:
        # as most are: its figures are those of all together, and without arrays they take a fraction
        perimeter = float(perimeters[0])
        touch_core, sliver_core = (
            float(_cores(parts, width)[0]) if 2 * total < width * perimeter else 0.0
            for width in (limits.touch_width_m, limits.sliver_width_m)
        )
        is_touching = bool(touches(total, perimeter, touch_core))
        is_small = is_touching or bool(is_sliver(total, perimeter, sliver_core))
        size = Size.TOUCH if is_touching else Size.SLIVER if is_small else Size.LARGE
        width = 2 * total / perimeter
        return Extent(size, total, total / parcel_area_m2, width, width, parts, np.array([is_small]))

    # only of what is thin all in all it matters whether it is thick somewhere
    touch_cores, sliver_cores = (
        _cores(parts, width)
        if (2 * areas < width * perimeters).any() or 2 * total < width * perimeters.sum()
        else np.zeros(len(parts))
        for width in (limits.touch_width_m, limits.sliver_width_m)
    )
    touching = touches(areas, perimeters, touch_cores)
    small = touching | is_sliver(areas, perimeters, sliver_cores)
    if touching.all() and touches(areas.sum(), perimeters.sum(), touch_cores.sum()):
        size = Size.TOUCH
    elif small.all() and is_sliver(areas.sum(), perimeters.sum(), sliver_cores.sum()):
        size = Size.SLIVER
    else:
        # many small parts together are not small
        size, small = Size.LARGE, small & ~small.all()
    width = 2 * total / float(perimeters.sum())
    widest = max(width, float((2 * areas / perimeters).max()))
    return Extent(size, total, total / parcel_area_m2, width, widest, parts, small)


def _cores(parts: np.ndarray, width_m: float) -> np.ndarray:
    """Return the plane area of what is thick in each part: where a disc of twice the width fits."""
    eroded = shapely.buffer(parts, -width_m)
    cores = np.zeros(len(parts))
    thick = ~shapely.is_empty(eroded)
    cores[thick] = shapely.area(shapely.buffer(eroded[thick], width_m))
    return cores
