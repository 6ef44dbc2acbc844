# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinates that cannot be where their CRS puts them, and what may have happened to them."""

from __future__ import annotations

import numpy as np
import pyproj

from land_entry_plugin.engine.crs import (
    CGCS2000,
    FIRST_ZONE,
    LAST_ZONE,
    ZONE_WIDTH_DEG,
    gauss_krueger,
    transformer,
)

# West, south, east, north of the land, in degrees, a little wide.
_CHINA = (73.0, 3.0, 136.0, 54.0)
_ZONE_M = 1_000_000.0
# A zone is no wider than this to either side of its meridian, which has the easting of 500 km.
_WIDEST_M = 400_000.0
SWAPPED, NO_ZONE, NEEDLESS_ZONE, OTHER_ZONE, METRES = "swapped", "no_zone", "needless_zone", "other_zone", "metres"
UNKNOWN = "unknown"


def on_land(points: np.ndarray, crs: pyproj.CRS) -> np.ndarray:
    """Return which points (n, 2), easting or longitude first, can be in China at all."""
    longitude, latitude = transformer(crs, pyproj.CRS.from_user_input(CGCS2000)).transform(points[:, 0], points[:, 1])
    west, south, east, north = _CHINA
    with np.errstate(invalid="ignore"):
        inside = (longitude > west) & (longitude < east) & (latitude > south) & (latitude < north)
        if crs.is_projected and (false_easting := _false_easting(crs)) is not None:
            # the projection wraps round the globe: so far from its meridian nothing is kept in a zone
            inside &= np.abs(points[:, 0] - false_easting) < 2 * _WIDEST_M
    return inside & np.isfinite(longitude) & np.isfinite(latitude)


def what_happened(point: np.ndarray, crs: pyproj.CRS) -> str:
    """Return what would put a point (2,) on land: its axes swapped, its zone number added, taken off or another."""

    def right(x: float, y: float, own: pyproj.CRS = crs) -> bool:
        return bool(on_land(np.array([[x, y]]), own)[0])

    x, y = float(point[0]), float(point[1])
    if right(y, x):
        return SWAPPED
    if crs.is_geographic:
        return METRES if max(abs(x), abs(y)) > 360 else UNKNOWN
    false_easting = _false_easting(crs)
    if false_easting is None:
        return UNKNOWN
    prefix, written = false_easting // _ZONE_M, x // _ZONE_M
    if prefix and not written and right(x + prefix * _ZONE_M, y):
        return NO_ZONE
    if not prefix and written and right(x % _ZONE_M, y):
        return NEEDLESS_ZONE
    if written != prefix and FIRST_ZONE <= written <= LAST_ZONE:
        other = pyproj.CRS.from_proj4(
            f"+proj=tmerc +lat_0=0 +lon_0={written * ZONE_WIDTH_DEG} +k=1 +x_0={written * _ZONE_M + 500_000} +y_0=0 "
            "+ellps=GRS80 +units=m +no_defs"
        )
        if right(x, y, other):
            return OTHER_ZONE
    return UNKNOWN


def _false_easting(crs: pyproj.CRS) -> float | None:
    operation = crs.coordinate_operation
    return None if operation is None or "Mercator" not in operation.method_name else gauss_krueger(crs)[1]
