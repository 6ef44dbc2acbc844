# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the coordinates of a VCT file are: which number is the northing, in which zone, on which datum.

The numbers decide where they tell; what the head says is held against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.crs import CGCS2000
from land_entry_plugin.engine.zones import (
    Zone,
    is_easting,
    is_latitude,
    is_longitude,
    is_northing,
    prefixes,
    zone_of_meridian,
    zone_of_number,
)
from land_entry_plugin.errors import InputError
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.files.vct.head import VctHead

_GEOGRAPHIC = {"cgcs2000": CGCS2000, "wgs84": "EPSG:4326", "xian80": "EPSG:4610", "beijing54": "EPSG:4214"}
# EPSG codes of the first zones on the older datums, by width: with the zone number before the easting, and without.
_OLDER_ZONES = {
    "xian80": {3: (2349, 2370), 6: (2327, 2338)},
    "beijing54": {3: (2401, 2422), 6: (21413, 21473)},
}
_FIRST_ZONE = {3: 25, 6: 13}


@dataclass(frozen=True)
class VctFrame:
    """The coordinate system of a file.

    Attributes
    ----------
    crs : str
    in_degrees : bool
    north_first : bool
        Whether the first number of a point is the northing (or latitude).
    shift : tuple of float
        What is added to the two numbers as they stand.
    remarks : tuple of dict
        What was decided, by language.
    """

    crs: str
    in_degrees: bool
    north_first: bool
    shift: tuple[float, float]
    remarks: tuple[dict[str, str], ...]


def frame_of(head: VctHead, corners: np.ndarray, lines: np.ndarray, file: str) -> VctFrame | None:
    """Return the coordinate system of a file; None of one without coordinates.

    Parameters
    ----------
    head : VctHead
    corners : ndarray, shape (n, 2)
        The corners of what the objects span, as they stand.
    lines : ndarray of int, shape (n,)
        Where each object begins.
    file : str
        The file's name, for messages.

    Raises
    ------
    InputError
        When head and coordinates say too little, or contradict each other.
    """
    if not len(corners):
        return None
    if head.unit in ("K", "S"):
        raise InputError("vct_unit", file=file)
    if head.projection_is_other:
        raise InputError("vct_projection", file=file, projection=head.values["PROJECTION"])
    if head.datum_text and head.datum is None:
        raise InputError("vct_datum", file=file, text=head.datum_text)
    remarks = []
    shift = (0.0, 0.0)
    in_degrees = _in_degrees(head, corners)
    if any(head.offset):
        moved = corners + head.offset
        if _tells(moved, in_degrees).any(axis=1).all() and not _tells(corners, in_degrees).any(axis=1).all():
            corners, shift = moved, head.offset
            remarks.append(both("note.vct_offset_added", {"offset": list(head.offset)}))
        else:
            remarks.append(both("note.vct_offset_left", {"offset": list(head.offset)}))
    north_first = _order(head, _tells(corners, in_degrees), lines, file, remarks)
    eastings = corners[:, 1] if north_first else corners[:, 0]
    if head.datum is None:
        remarks.append(both("note.vct_datum_assumed", {}))
    datum = head.datum or "cgcs2000"
    if in_degrees:
        return VctFrame(_GEOGRAPHIC[datum], True, north_first, shift, tuple(remarks))
    zone, has_prefix = _zone(head, eastings, lines, file)
    return VctFrame(_code(zone, datum, has_prefix=has_prefix), False, north_first, shift, tuple(remarks))


def _in_degrees(head: VctHead, corners: np.ndarray) -> bool:
    look_so = bool(np.abs(corners).max() <= 180)
    return look_so if head.in_degrees is None or not look_so else head.in_degrees


def _tells(corners: np.ndarray, in_degrees: bool) -> np.ndarray:
    """Return which points can only be northing and easting, and which only easting and northing, shape (n, 2)."""
    first, second = corners.T
    if in_degrees:
        return np.column_stack([is_latitude(first) & is_longitude(second), is_longitude(first) & is_latitude(second)])
    north_first = (is_northing(first) & is_easting(second)) | ((prefixes(second) > 0) & (prefixes(first) == 0))
    east_first = (is_northing(second) & is_easting(first)) | ((prefixes(first) > 0) & (prefixes(second) == 0))
    return np.column_stack([north_first & ~east_first, east_first & ~north_first])


def _order(head: VctHead, tells: np.ndarray, lines: np.ndarray, file: str, remarks: list[dict[str, str]]) -> bool:
    north, east = tells.any(axis=0)
    if north and east:
        rarer = 0 if tells[:, 0].sum() <= tells[:, 1].sum() else 1
        raise InputError("vct_order_mixed", file=file, line=int(lines[np.argmax(tells[:, rarer])]))
    if not north and not east:
        if head.north_first is None:
            raise InputError("vct_order", file=file)
        return head.north_first
    if head.north_first is not None and head.north_first != north:
        remarks.append(both("note.vct_north_first" if north else "note.vct_east_first", {}))
    return bool(north)


def _zone(head: VctHead, eastings: np.ndarray, lines: np.ndarray, file: str) -> tuple[Zone, bool]:
    """Return the zone, and whether its number stands before the eastings."""
    found = prefixes(eastings)
    numbers = sorted(set(found.tolist()))
    if len(numbers) > 1:
        usual = max(numbers, key=lambda number: int((found == number).sum()))
        odd = int(np.argmax(found != usual))
        raise InputError("vct_two_zones", file=file, line=int(lines[odd]), east=float(eastings[odd]))
    meridian = head.meridian_deg
    if numbers[0]:
        zone = zone_of_number(numbers[0])
        if meridian is not None and meridian != zone.central_meridian_deg:
            raise InputError("vct_meridian", file=file, meridian=meridian, zone=zone.number)
        if head.width_deg not in (None, zone.width_deg):
            raise InputError("vct_width", file=file, width=head.width_deg, zone=zone.number)
        return zone, True
    if meridian is None:
        raise InputError("vct_no_zone", file=file)
    zone = zone_of_meridian(meridian, head.width_deg or 3)
    if zone is None:
        raise InputError("vct_bad_meridian", file=file, meridian=meridian)
    return zone, False


def _code(zone: Zone, datum: str, *, has_prefix: bool) -> str:
    if datum not in _OLDER_ZONES:
        # the coordinates of WGS 84 count as equal
        return zone.code(with_prefix=has_prefix)
    with_prefix, plain = _OLDER_ZONES[datum][zone.width_deg]
    return f"EPSG:{(with_prefix if has_prefix else plain) + zone.number - _FIRST_ZONE[zone.width_deg]}"
