# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate reference systems: which are accepted, and the plane in which a parcel is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pyproj
import shapely
from pyproj.enums import TransformDirection

from land_entry_plugin.engine.datum_shift import (
    DatumShift,
    parsed_shift,
    shift_of,
    shifted_transformer,
    unshifted,
    with_shift,
)
from land_entry_plugin.errors import InputError

CGCS2000 = "EPSG:4490"
ZONE_WIDTH_DEG = 3
FIRST_ZONE, LAST_ZONE = 25, 45
# A county keeps the zone of its seat; its parcels may lie this far over the zone's border.
ZONE_OVERLAP_DEG = 0.5
_FIRST_ZONE_EPSG = 4513
_FALSE_EASTING_M = 500_000.0
# CGCS2000 6-degree zones without a number: code and name alone tell them from the 3-degree zones of their meridians.
_PLAIN_SIX_DEGREES = range(4502, 4513)
_SIX_DEGREE_NAME = re.compile(r"cgcs2000(gk|gausskrue?ger)cm\d+e")

_DATUMS = {
    "cgcs2000": ("china2000", "cgcs2000", "chinageodeticcoordinatesystem2000", "2000国家大地"),
    "wgs84": ("wgs84", "wgs1984", "worldgeodeticsystem1984"),
    "xian80": ("xian1980", "xian80", "西安80", "西安1980"),
    "beijing54": ("beijing1954", "beijing54", "北京54", "北京1954"),
}
_ACCEPTED = ("cgcs2000", "wgs84")


def datum_of(crs: pyproj.CRS) -> str | None:
    """Return which of the known datums a CRS is on (``cgcs2000``, ``wgs84``, ``xian80``, ``beijing54``), or None."""
    geodetic = unshifted(crs).geodetic_crs
    if geodetic is None:
        return None
    names = [geodetic.name, geodetic.datum.name if geodetic.datum else ""]
    # PROJ names an unknown datum after its shift ("... using towgs84=..."): that is not WGS 84
    squeezed = ["".join(c for c in name.lower().split(" using ")[0] if c.isalnum()) for name in names]
    for datum, spellings in _DATUMS.items():
        if any(spelling in name for spelling in spellings for name in squeezed):
            return datum
    return None


@cache
def accepted_crs(text: str | None, layer: str, transformation: str | None = None) -> pyproj.CRS:
    """Return the CRS of a layer if parcels may be compared in it.

    Parameters
    ----------
    text : str or None
        Authority code or WKT.
    layer : str
        The layer's name, for the message.
    transformation : str, optional
        The office's own way from an old datum to CGCS2000 (``datum_shift.parsed_shift``).

    Raises
    ------
    InputError
        When there is none, when it cannot be read, or when it is not on CGCS2000 (WGS 84 counts as equal) and neither
        the user nor the layer itself says how to get there.
    """
    if not text:
        raise InputError("no_crs", layer=layer)
    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise InputError("unreadable_crs", detail=str(error), layer=layer) from error
    datum = datum_of(crs)
    if datum in _ACCEPTED:
        if transformation:
            raise InputError("needless_transformation", layer=layer)
        return unshifted(crs)
    if transformation:
        return with_shift(crs, parsed_shift(transformation))
    if _is_of_the_office(shift_of(crs)):
        return crs
    if datum is None:
        raise InputError("foreign_datum", layer=layer, crs=crs.name)
    raise InputError("old_datum", layer=layer, datum={"xian80": "Xian 80", "beijing54": "Beijing 54"}[datum])


def _is_of_the_office(shift: DatumShift | None) -> bool:
    """Return whether the shift that a CRS carries may be an office's own: three shifts alone are public guesses."""
    return shift is not None and (shift.grid is not None or any(shift.parameters[3:]))


def readable_crs(text: str) -> pyproj.CRS:
    """Return the CRS that a user names.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError as error:
        raise InputError("bad_crs", detail=str(error), crs=text) from error


def is_undefined(name: str) -> bool:
    """Return whether a CRS of this name says no more than that nobody stated one: a GeoPackage has two of them."""
    return name.lower().startswith("undefined ")


def crs_code(text: str | None) -> str | None:
    """Return the authority code that a CRS text stands for, or its WKT where it has none; None where none is stated."""
    if not text:
        return None
    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return text
    if is_undefined(crs.name):
        return None
    authority = None if crs.is_bound else crs.to_authority(min_confidence=70)
    return ":".join(authority) if authority else crs.to_wkt()


@cache
def transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    """Return the transformation between two accepted CRS, easting or longitude first."""
    if source.is_bound or target.is_bound:
        return shifted_transformer(source, target)
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def project(geometries: np.ndarray, source: pyproj.CRS, target: pyproj.CRS) -> np.ndarray:
    """Return geometries moved vertex by vertex from one CRS to another: edges become straight in the target.

    Raises
    ------
    InputError
        When a coordinate cannot be projected.
    """
    if source == target or not len(geometries):
        return geometries
    move = transformer(source, target)

    def moved(points: np.ndarray) -> np.ndarray:
        result = np.column_stack(move.transform(points[:, 0], points[:, 1]))
        if not np.isfinite(result).all():
            raise InputError("not_projectable", crs=source.name)
        return result

    return shapely.transform(geometries, moved)


@dataclass(frozen=True)
class Plane:
    """A CGCS2000 3-degree Gauss-Krueger plane, eastings first, in metres."""

    code: str

    @cached_property
    def crs(self) -> pyproj.CRS:
        return pyproj.CRS.from_user_input(self.code)

    @cached_property
    def _to_geographic(self) -> pyproj.Transformer:
        return transformer(pyproj.CRS.from_user_input(CGCS2000), self.crs)

    def to_radians(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return longitudes and latitudes in radians of plane points, shape (n, 2)."""
        return self._to_geographic.transform(
            points[:, 0], points[:, 1], radians=True, direction=TransformDirection.INVERSE
        )

    @cached_property
    def central_meridian_deg(self) -> float:
        return gauss_krueger(self.crs)[0]

    @cached_property
    def zone(self) -> int:
        return round(self.central_meridian_deg / ZONE_WIDTH_DEG)

    @cached_property
    def has_zone_prefix(self) -> bool:
        """Whether eastings begin with the zone number."""
        return gauss_krueger(self.crs)[1] > 2 * _FALSE_EASTING_M


def gauss_krueger(crs: pyproj.CRS) -> tuple[float, float]:
    """Return central meridian (degrees) and false easting (m) of a transverse Mercator CRS."""
    parameters = {p.name: p.value for p in crs.coordinate_operation.params}
    return float(parameters["Longitude of natural origin"]), float(parameters["False easting"])


def _is_plain_six_degrees(crs: pyproj.CRS) -> bool:
    """Return whether a plane says that it is a 6-degree zone; one of no such name counts as 3 degrees.

    PROJ is not asked which code fits: of WKT of the first kind 9.6 takes the one for the other.
    """
    own = crs.to_json_dict().get("id") or {}
    if own.get("authority") == "EPSG":
        return own.get("code") in _PLAIN_SIX_DEGREES
    return _SIX_DEGREE_NAME.fullmatch(re.sub(r"[^a-z0-9]", "", crs.name.lower())) is not None


@cache
def _is_three_degree_plane(crs: pyproj.CRS) -> bool:
    """Return whether a CRS is a CGCS2000 zone of 3 degrees, not 6, with or without the zone number in the easting."""
    if crs.is_bound or not crs.is_projected or datum_of(crs) != "cgcs2000" or crs.coordinate_operation is None:
        return False
    if crs.coordinate_operation.method_name != "Transverse Mercator":
        return False
    if _is_plain_six_degrees(crs):
        return False
    meridian, easting = gauss_krueger(crs)
    zone = meridian / ZONE_WIDTH_DEG
    return zone == round(zone) and easting in (_FALSE_EASTING_M, zone * 1e6 + _FALSE_EASTING_M)


def planes_of_parcels(geometries: np.ndarray, crs: pyproj.CRS) -> list[Plane | None]:
    """Return the plane in which each parcel is measured.

    A parcel delivered in a 3-degree zone keeps it (with ``ZONE_OVERLAP_DEG`` beyond the border); any other gets the
    zone, with its number before the easting, of the longitude in the middle of its extent. None for an empty one, and
    for one that lies in no zone of China.
    """
    bounds = shapely.bounds(geometries)
    usable = np.isfinite(bounds).all(axis=1)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    longitude = np.full(len(geometries), np.nan)
    to_geographic = transformer(crs, pyproj.CRS.from_user_input(CGCS2000))
    if usable.any():
        longitude[usable], _ = to_geographic.transform(middle[usable, 0], middle[usable, 1])
    own = Plane(crs_code(crs.to_wkt())) if _is_three_degree_plane(crs) else None
    half = ZONE_WIDTH_DEG / 2
    planes: list[Plane | None] = []
    for is_usable, degrees in zip(usable, longitude, strict=True):
        if not is_usable:
            planes.append(None)
        elif own and abs(degrees - own.central_meridian_deg) <= half + ZONE_OVERLAP_DEG:
            planes.append(own)
        else:
            planes.append(_plane_of_longitude(degrees))
    return planes


def _plane_of_longitude(degrees: float) -> Plane | None:
    zone = round(degrees / ZONE_WIDTH_DEG) if np.isfinite(degrees) else 0
    if not FIRST_ZONE <= zone <= LAST_ZONE:
        return None
    return Plane(f"EPSG:{_FIRST_ZONE_EPSG + zone - FIRST_ZONE}")


def boxes_in(boxes: np.ndarray, source: pyproj.CRS, target: pyproj.CRS, margin_m: float) -> np.ndarray:
    """Return boxes (n, 4) moved to another CRS, widened by ``margin_m`` and by what bent edges may reach."""
    widened = boxes + np.array([-1, -1, 1, 1]) * margin_m
    if source == target:
        return widened
    move = transformer(source, target)
    # a loop: pyproj follows the edges of one box at a time
    moved = [move.transform_bounds(west, south, east, north, densify_pts=5) for west, south, east, north in widened]
    return np.array(moved).reshape(-1, 4)
