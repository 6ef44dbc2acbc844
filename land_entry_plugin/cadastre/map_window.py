# SPDX-License-Identifier: GPL-2.0-or-later
"""Scale and window of the parcel map on the survey sheet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Scales of cadastral maps in use (1:200 ... 1:5000), and further ones for very large parcels.
SCALES = (200, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000)
FRAME_WIDTH_MM, FRAME_HEIGHT_MM = 104.0, 88.0
# Room around the parcel for boundary point numbers and neighbours.
_FREE_MM = 13.0


@dataclass(frozen=True)
class MapWindow:
    """The part of the plane that the parcel map shows.

    Attributes
    ----------
    scale : int
        Denominator.
    bounds : tuple of float
        Easting and northing of the lower left and upper right corner, metres.
    """

    scale: int
    bounds: tuple[float, float, float, float]


def map_window(bounds: np.ndarray) -> MapWindow:
    """Return the largest scale of the series at which a parcel of these bounds (4,) fits, and the window shown."""
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    needed = 1000 * max(width / (FRAME_WIDTH_MM - 2 * _FREE_MM), height / (FRAME_HEIGHT_MM - 2 * _FREE_MM))
    scale = next((scale for scale in SCALES if scale >= needed), int(np.ceil(needed / 10_000)) * 10_000)
    centre = np.array([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2])
    half = np.array([FRAME_WIDTH_MM, FRAME_HEIGHT_MM]) / 1000 * scale / 2
    low, high = np.round(centre - half, 2), np.round(centre + half, 2)
    return MapWindow(scale, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))
