# SPDX-License-Identifier: GPL-2.0-or-later
"""Gauss-Krueger zones: what an easting, a zone number or a CRS says of the zone it is in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj

from land_entry_plugin.engine.crs import datum_of, gauss_krueger
from land_entry_plugin.errors import InputError

# Zones of China; the numbers of the two systems do not overlap, so a number tells its width.
_FIRST_ZONE = {3: 25, 6: 13}
_LAST_ZONE = {3: 45, 6: 23}
_FIRST_PREFIXED_EPSG = {3: 4513, 6: 4491}
_FIRST_PLAIN_EPSG = {3: 4534, 6: 4502}
PREFIX_UNIT_M = 1e6
# Where eastings (without zone number) and northings of China lie, generously.
EASTING_RANGE_M = (1e5, 9e5)
NORTHING_RANGE_M = (1e6, 6.2e6)
LONGITUDE_RANGE_DEG, LATITUDE_RANGE_DEG = (73.0, 136.0), (3.0, 54.0)


@dataclass(frozen=True)
class Zone:
    """A Gauss-Krueger zone of 3 or 6 degrees."""

    width_deg: int
    number: int

    @property
    def central_meridian_deg(self) -> int:
        """Degrees east of Greenwich."""
        return self.number * 3 if self.width_deg == 3 else self.number * 6 - 3

    def code(self, *, with_prefix: bool) -> str:
        """Return the EPSG code of the zone on CGCS2000, with or without the zone number before the easting."""
        first = (_FIRST_PREFIXED_EPSG if with_prefix else _FIRST_PLAIN_EPSG)[self.width_deg]
        return f"EPSG:{first + self.number - _FIRST_ZONE[self.width_deg]}"


def zone_of_number(number: int) -> Zone | None:
    """Return the zone of a zone number (25 to 45: 3 degrees, 13 to 23: 6 degrees), None for any other."""
    for width, first in _FIRST_ZONE.items():
        if first <= number <= _LAST_ZONE[width]:
            return Zone(width, number)
    return None


def zone_of_meridian(degrees: float, width_deg: int = 3) -> Zone | None:
    """Return the zone with this central meridian, None where there is none in China."""
    if not LONGITUDE_RANGE_DEG[0] <= degrees <= LONGITUDE_RANGE_DEG[1]:
        return None
    number = degrees / 3 if width_deg == 3 else (degrees + 3) / 6
    zone = zone_of_number(round(number)) if number == round(number) else None
    return zone if zone and zone.width_deg == width_deg else None


def prefixes(eastings: np.ndarray) -> np.ndarray:
    """Return the zone number before each easting; 0 where there is none, or none of China."""
    numbers = np.floor(eastings / PREFIX_UNIT_M)
    known = _within(eastings - numbers * PREFIX_UNIT_M, EASTING_RANGE_M)
    known &= np.any([_within(numbers, (first, _LAST_ZONE[width] + 1)) for width, first in _FIRST_ZONE.items()], axis=0)
    return np.where(known, numbers, 0).astype(int)


def is_easting(values: np.ndarray) -> np.ndarray:
    """Return which values can only be eastings: of six digits, or with a zone number before them."""
    return _within(values, EASTING_RANGE_M) | (prefixes(values) > 0)


def is_northing(values: np.ndarray) -> np.ndarray:
    """Return which values can only be northings."""
    return _within(values, NORTHING_RANGE_M)


def is_longitude(values: np.ndarray) -> np.ndarray:
    """Return which values can be longitudes of China."""
    return _within(values, LONGITUDE_RANGE_DEG)


def is_latitude(values: np.ndarray) -> np.ndarray:
    """Return which values can be latitudes of China."""
    return _within(values, LATITUDE_RANGE_DEG)


def _within(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    return (values >= limits[0]) & (values < limits[1])


@dataclass(frozen=True)
class StatedCrs:
    """A CRS that a user named.

    Attributes
    ----------
    code : str
        Authority code, or WKT where it has none.
    name : str
    datum : str or None
    is_geographic : bool
    central_meridian_deg : float or None
        Of a Gauss-Krueger plane.
    prefix : int or None
        The zone number before its eastings, 0 where there is none; None where it is no Gauss-Krueger plane.
    """

    code: str
    name: str
    datum: str | None
    is_geographic: bool
    central_meridian_deg: float | None = None
    prefix: int | None = None


def stated_crs(text: str) -> StatedCrs:
    """Return what a CRS that a user named says of itself.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise InputError("bad_crs", detail=str(error), crs=text) from error
    authority = crs.to_authority(min_confidence=70)
    code = ":".join(authority) if authority else crs.to_wkt()
    operation = crs.coordinate_operation
    if not crs.is_projected or operation is None or operation.method_name != "Transverse Mercator":
        return StatedCrs(code, crs.name, datum_of(crs), crs.is_geographic)
    meridian, false_easting = gauss_krueger(crs)
    prefix = int(prefixes(np.array([false_easting]))[0])
    return StatedCrs(code, crs.name, datum_of(crs), is_geographic=False, central_meridian_deg=meridian, prefix=prefix)
