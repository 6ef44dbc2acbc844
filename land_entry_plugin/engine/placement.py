# SPDX-License-Identifier: GPL-2.0-or-later
"""Where coordinates say they lie: what a layer without a CRS looks like, and one that belies its CRS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from land_entry_plugin.engine.crs import CGCS2000, gauss_krueger, transformer
from land_entry_plugin.engine.datum_shift import unshifted
from land_entry_plugin.engine.zones import (
    LATITUDE_RANGE_DEG,
    LONGITUDE_RANGE_DEG,
    is_easting,
    is_latitude,
    is_longitude,
    is_northing,
    prefixes,
    zone_of_number,
)

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane

# West, south, east, north.
Extent = tuple[float, ...]

# Layers of one county lie nearer to each other than this.
ELSEWHERE_KM = 50.0
# Of the projection, in the field's words: 2.5 cm a kilometre.
MOST_DEFORMATION = 2.5e-5
_EARTH_RADIUS_M = 6_371_000.0
_KM_PER_DEGREE = 111.2
# From the meridian of a zone, which has the easting of 500 km: twice what a wide zone has.
_WIDEST_M = 800_000.0

SWAPPED, NO_PREFIX, PREFIX, OTHER_ZONE, MIXED, DEGREES, NOT_DEGREES, OUTSIDE = (
    "swapped_axes", "no_zone_number", "zone_number", "other_zone", "mixed_zones", "degrees", "not_degrees",
    "outside_china",
)  # fmt: skip


@dataclass(frozen=True)
class LooksLike:
    """What coordinates look like, whatever the layer says of them.

    Attributes
    ----------
    kind : str
        ``geographic``, ``prefixed`` (a zone number before the eastings), ``plain`` (none), ``mixed`` or ``unknown``.
    code : str or None
        The CRS on CGCS2000 that they look like; None where the zone is open.
    is_swapped : bool
        Whether northings or latitudes stand first.
    """

    kind: str
    code: str | None = None
    is_swapped: bool = False


@dataclass(frozen=True)
class Misplaced:
    """Why coordinates cannot be what their CRS says.

    Attributes
    ----------
    kind : str
        ``swapped_axes``, ``no_zone_number`` and ``zone_number`` (before the eastings, against what the CRS says),
        ``other_zone``, ``mixed_zones``, ``degrees``, ``not_degrees`` or ``outside_china``.
    code : str or None
        The CRS that they look like; a proposal, never applied.
    """

    kind: str
    code: str | None = None


def looks_like(extent: Extent) -> LooksLike:
    """Return what the coordinates within an extent look like."""
    first, second = np.array([extent[0], extent[2]]), np.array([extent[1], extent[3]])
    for is_swapped, easts, norths in ((False, first, second), (True, second, first)):
        if is_longitude(easts).all() and is_latitude(norths).all():
            return LooksLike("geographic", CGCS2000, is_swapped)
        if is_easting(easts).all() and is_northing(norths).all():
            zones = prefixes(easts)
            if zones[0] != zones[1]:
                return LooksLike("mixed", None, is_swapped)
            zone = zone_of_number(int(zones[0]))
            if zone is None:
                return LooksLike("plain", None, is_swapped)
            return LooksLike("prefixed", zone.code(with_prefix=True), is_swapped)
    return LooksLike("unknown")


def misplaced(extent: Extent, crs: pyproj.CRS) -> Misplaced | None:
    """Return why coordinates within an extent cannot be those of a CRS, None where they may be."""
    base, seen = unshifted(crs), looks_like(extent)
    if base.is_geographic:
        return _misplaced_in_degrees(extent, seen)
    if base.coordinate_operation is None or base.coordinate_operation.method_name != "Transverse Mercator":
        return _outside(extent, crs)
    meridian, false_easting = gauss_krueger(base)
    own = int(prefixes(np.array([false_easting]))[0])
    if seen.kind == "geographic":
        return Misplaced(DEGREES, seen.code)
    if seen.kind == "mixed":
        return Misplaced(MIXED)
    if seen.kind == "unknown":
        return _outside(extent, crs)
    if seen.is_swapped:
        return Misplaced(SWAPPED)
    if seen.kind == "plain":
        zone = zone_of_number(own)
        return Misplaced(NO_PREFIX, zone.code(with_prefix=False)) if zone else None
    number = int(prefixes(np.array([extent[0]]))[0])
    if number == own:
        return None
    zone = zone_of_number(number)
    same = zone is not None and own == 0 and zone.central_meridian_deg == meridian
    return Misplaced(PREFIX if same else OTHER_ZONE, seen.code)


def _misplaced_in_degrees(extent: Extent, seen: LooksLike) -> Misplaced | None:
    if seen.kind == "geographic":
        return Misplaced(SWAPPED) if seen.is_swapped else None
    if seen.kind in ("prefixed", "plain", "mixed"):
        return Misplaced(NOT_DEGREES, seen.code)
    return Misplaced(OUTSIDE)


def on_land(points: np.ndarray, crs: pyproj.CRS) -> np.ndarray:
    """Return which points (n, 2), easting or longitude first, can be in China at all."""
    longitude, latitude = transformer(crs, pyproj.CRS.from_user_input(CGCS2000)).transform(points[:, 0], points[:, 1])
    (west, east), (south, north) = LONGITUDE_RANGE_DEG, LATITUDE_RANGE_DEG
    with np.errstate(invalid="ignore"):
        inside = (longitude > west) & (longitude < east) & (latitude > south) & (latitude < north)
        base = unshifted(crs)
        if base.coordinate_operation is not None and "Mercator" in base.coordinate_operation.method_name:
            # the projection wraps round the globe: so far from its meridian nothing is kept in a zone
            inside &= np.abs(points[:, 0] - gauss_krueger(base)[1]) < _WIDEST_M
    return inside & np.isfinite(longitude) & np.isfinite(latitude)


def _outside(extent: Extent, crs: pyproj.CRS) -> Misplaced | None:
    box = geographic_extent(extent, crs)
    if box is None:
        return Misplaced(OUTSIDE)
    west, south, east, north = box
    (least_east, most_east), (least_north, most_north) = LONGITUDE_RANGE_DEG, LATITUDE_RANGE_DEG
    inside = west >= least_east and east <= most_east and south >= least_north and north <= most_north
    return None if inside else Misplaced(OUTSIDE)


def geographic_extent(extent: Extent, crs: pyproj.CRS) -> Extent | None:
    """Return an extent in degrees on CGCS2000, None where it cannot be projected."""
    move = transformer(crs, pyproj.CRS.from_user_input(CGCS2000))
    west, south, east, north = extent
    xs, ys = np.meshgrid(np.linspace(west, east, 5), np.linspace(south, north, 5))
    longitudes, latitudes = move.transform(xs.ravel(), ys.ravel())
    if not (np.isfinite(longitudes).all() and np.isfinite(latitudes).all()):
        return None
    return float(longitudes.min()), float(latitudes.min()), float(longitudes.max()), float(latitudes.max())


def distance_km(one: Extent, other: Extent) -> float:
    """Return how far two extents in degrees lie apart; 0 where they meet."""
    latitude = (one[1] + one[3] + other[1] + other[3]) / 4
    east = max(0.0, other[0] - one[2], one[0] - other[2]) * np.cos(np.radians(latitude))
    north = max(0.0, other[1] - one[3], one[1] - other[3])
    return float(np.hypot(east, north) * _KM_PER_DEGREE)


def fitting_zone(extent: Extent, crs: pyproj.CRS, near: Extent) -> str | None:
    """Return the zone that would put coordinates without zone numbers near an extent in degrees, None where open."""
    base = unshifted(crs)
    if base.is_geographic or looks_like(extent).kind != "plain" or looks_like(extent).is_swapped:
        return None
    return zone_near(extent, near)


def zone_near(extent: Extent, near: Extent) -> str | None:
    """Return the one 3-degree zone in which plain coordinates lie near an extent in degrees, else None."""
    found = []
    for number in range(25, 46):
        code = zone_of_number(number).code(with_prefix=False)
        box = geographic_extent(extent, pyproj.CRS.from_user_input(code))
        if box is not None and distance_km(box, near) <= ELSEWHERE_KM:
            found.append(code)
    return found[0] if len(found) == 1 else None


def length_deformation(points: np.ndarray, plane: Plane) -> np.ndarray:
    """Return by how much lengths are stretched in a plane at each of some points (n, 2), as a ratio.

    The first term of the scale of the Gauss-Krueger projection, y^2 / 2 R^2; heights are left out.
    """
    _, false_easting = gauss_krueger(plane.crs)
    return (np.abs(points[:, 0] - false_easting) / _EARTH_RADIUS_M) ** 2 / 2
