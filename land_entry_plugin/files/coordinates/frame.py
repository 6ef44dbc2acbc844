# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the points of a file are: which column is north, in which zone, on which datum. Doubt is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from land_entry_plugin.engine.crs import CGCS2000
from land_entry_plugin.engine.zones import (
    PREFIX_UNIT_M,
    StatedCrs,
    Zone,
    is_easting,
    is_latitude,
    is_longitude,
    is_northing,
    prefixes,
    stated_crs,
    zone_of_number,
)
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.header import HeaderFrame, header_frame
from land_entry_plugin.files.coordinates.model import Note, Rows
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.coordinates.model import Block, Reading

_WGS84 = "EPSG:4326"
# On these the coordinates of CGCS2000 may stand unchanged.
_ALIKE = ("cgcs2000", "wgs84")


@dataclass(frozen=True)
class Frame:
    """A coordinate system and the points in it.

    Attributes
    ----------
    crs : str
        Authority code, or WKT where it has none.
    is_geographic : bool
    points : list of ndarray, shape (n, 2)
        A block each: easting and northing, or longitude and latitude.
    notes : list of Note
    """

    crs: str
    is_geographic: bool
    points: list[np.ndarray]
    notes: list[Note]


def framed(reading: Reading, crs: str | None, file: str) -> Frame:
    """Return the points of a file in its coordinate system.

    Parameters
    ----------
    reading : Reading
    crs : str or None
        What the user says the coordinates are in; held against what the file says.
    file : str
        The file's name, for messages.

    Raises
    ------
    InputError
        When the file says too little, or contradicts itself or the user.
    """
    # parcels after one header share it
    stated_in = {id(block.header): block.header for block in reading.blocks}
    frames = {key: header_frame(header) for key, header in stated_in.items()}
    headers = [frames[id(block.header)] for block in reading.blocks]
    named = crs or reading.crs or next((header.code for header in headers if header.code), None)
    stated = stated_crs(named) if named else None
    _check_datum(headers, stated, file)
    raw = [Rows.of(block.rows).pairs for block in reading.blocks]
    if _in_degrees(reading.blocks, headers, raw, stated):
        return _geographic(reading, headers, raw, stated, file)
    if stated is not None and stated.is_geographic:
        raise InputError("coordinates_not_degrees", file=file, crs=stated.name)
    return _plane(reading, headers, raw, stated, file)


def _check_datum(headers: Sequence[HeaderFrame], stated: StatedCrs | None, file: str) -> None:
    for header in headers:
        if stated is None:
            if header.datum_text and header.datum is None and header.code is None:
                raise InputError("coordinates_unknown_datum", file=file, text=header.datum_text)
            if header.datum not in (None, *_ALIKE):
                raise InputError("coordinates_old_datum", file=file, datum=both(f"coordinate.datum_{header.datum}", {}))
            if header.projection == "other":
                raise InputError("coordinates_projection", file=file)
        elif header.datum and stated.datum and header.datum != stated.datum:
            if not {header.datum, stated.datum} <= set(_ALIKE):
                raise InputError("coordinates_datum_differs", file=file, text=header.datum_text, crs=stated.name)
        if header.unit == "other":
            raise InputError("coordinates_unit", file=file)


def _in_degrees(
    blocks: Sequence[Block], headers: Sequence[HeaderFrame], raw: Sequence[np.ndarray], stated: StatedCrs | None
) -> bool:
    everything = np.concatenate(raw)
    if not len(everything) or np.abs(everything).max() > 180 or (stated is not None and not stated.is_geographic):
        return False
    if any(block.in_degrees for block in blocks) or any(header.unit == "degrees" for header in headers):
        return True
    return stated is not None or bool(_latitude_first(everything).all() or _longitude_first(everything).all())


def _latitude_first(points: np.ndarray) -> np.ndarray:
    return is_latitude(points[:, 0]) & is_longitude(points[:, 1])


def _longitude_first(points: np.ndarray) -> np.ndarray:
    return is_longitude(points[:, 0]) & is_latitude(points[:, 1])


def _geographic(
    reading: Reading,
    headers: Sequence[HeaderFrame],
    raw: Sequence[np.ndarray],
    stated: StatedCrs | None,
    file: str,
) -> Frame:
    notes, points = [], []
    swapped = None
    for block, pairs in zip(reading.blocks, raw, strict=True):
        is_swapped = _order(block, _latitude_first(pairs), _longitude_first(pairs), file) is False
        swapped = swapped or (block if is_swapped else None)
        points.append(pairs if is_swapped else pairs[:, ::-1])
    if swapped is not None:
        notes.append(Note("degrees_swapped", {"line": swapped.line}))
    if stated is not None:
        code = stated.code
    else:
        code = _WGS84 if any(header.datum == "wgs84" for header in headers) else CGCS2000
        if not any(header.datum for header in headers):
            notes.append(Note("datum_assumed", {"crs": code}))
    return Frame(code, is_geographic=True, points=points, notes=notes)


def _order(block: Block, usual: np.ndarray, swapped: np.ndarray, file: str) -> bool | None:
    """Return whether the columns stand as the layout has them; None where the numbers do not tell."""
    if usual.any() and swapped.any():
        minority = swapped if swapped.sum() <= usual.sum() else usual
        raise InputError("coordinates_order_mixed", file=file, line=block.rows[int(np.argmax(minority))].line)
    return bool(usual.any()) if usual.any() or swapped.any() else None


def _plane(
    reading: Reading,
    headers: Sequence[HeaderFrame],
    raw: Sequence[np.ndarray],
    stated: StatedCrs | None,
    file: str,
) -> Frame:
    notes: list[Note] = []
    points, open_blocks, swapped = [], [], None
    shifted: set[tuple[str, int]] = set()
    # of all parcels at once: a call for every parcel takes longer than the rest
    together = np.concatenate(raw)
    usual = _tells_order(together[:, 0], together[:, 1])
    other = _tells_order(together[:, 1], together[:, 0])
    columns = zip(reading.blocks, raw, *(_by_block(one, reading.blocks) for one in (usual, other)), strict=True)
    for block, pairs, north_first, east_first in columns:
        order = _order(block, north_first, east_first, file)
        if order is None:
            open_blocks.append(block)
        swapped = swapped or (block if order is False else None)
        points.append(pairs if order is False else pairs[:, ::-1])
    if swapped is not None:
        notes.append(Note("order_swapped", {"line": swapped.line}))
    found = _prefixes(reading.blocks, points, file)
    prefix = _one_prefix(reading.blocks, found, file)
    if stated is None and not prefix and len(open_blocks) == len(points):
        _check_national(reading.blocks, points, file)
    code, wanted, more = _code(reading.blocks, headers, prefix, stated, file)
    notes += more
    for i, own in enumerate(points):
        has = found[i] or 0
        shift = (wanted - has) * PREFIX_UNIT_M if wanted is not None and wanted != has else 0.0
        if shift and (has or is_easting(own[:, 0]).all()):
            shifted.add(("prefix_added" if wanted else "prefix_removed", wanted or has))
            points[i] = own + np.array([shift, 0.0])
    notes += [Note(text_id, {"zone": zone}) for text_id, zone in sorted(shifted)]
    for block in open_blocks[:1]:
        notes.append(Note("order_open", {"line": block.rows[0].line, "x": block.rows[0].first}))
    notes += _misplaced(reading.blocks, points)
    return Frame(code, is_geographic=False, points=points, notes=notes)


def _check_national(blocks: Sequence[Block], points: Sequence[np.ndarray], file: str) -> None:
    """Raise InputError where no point can lie in any zone, whichever the header or the user would name."""
    if not any(is_northing(own).any() or is_easting(own).any() for own in points):
        row = blocks[0].rows[0]
        raise InputError("coordinates_local", file=file, line=row.line, x=row.first, y=row.second)


def _tells_order(northings: np.ndarray, eastings: np.ndarray) -> np.ndarray:
    """Return which pairs can only be a northing and an easting."""
    has_prefix = (prefixes(eastings) > 0) & (prefixes(northings) == 0)
    return has_prefix | (is_northing(northings) & is_easting(eastings))


def _prefixes(blocks: Sequence[Block], points: Sequence[np.ndarray], file: str) -> list[int | None]:
    """Return the zone number before the eastings of each parcel, None where there is none."""
    found = prefixes(np.concatenate(points)[:, 0])
    starts = _starts(blocks)
    lowest, highest = np.minimum.reduceat(found, starts), np.maximum.reduceat(found, starts)
    for i in np.flatnonzero(lowest != highest)[:1]:
        _refuse_mixed(blocks[i], points[i][:, 0], found[starts[i] :][: len(points[i])], file)
    return [number or None for number in highest.tolist()]


def _refuse_mixed(block: Block, eastings: np.ndarray, found: np.ndarray, file: str) -> NoReturn:
    """Say which point has another zone number than the others, or none."""
    numbers = sorted(set(found.tolist()) - {0})
    if len(numbers) > 1:
        other = int(np.argmax(found == numbers[-1]))
        raise InputError("coordinates_two_zones", file=file, line=block.rows[other].line, zones=numbers)
    odd = int(np.argmax(found == 0))
    raise InputError(
        "coordinates_mixed_prefix", file=file, line=block.rows[odd].line, value=eastings[odd], zone=numbers[0]
    )


def _one_prefix(blocks: Sequence[Block], found: Sequence[int | None], file: str) -> int | None:
    numbers = sorted({number for number in found if number})
    if len(numbers) > 1:
        line = next(block.line for block, number in zip(blocks, found, strict=True) if number == numbers[-1])
        raise InputError("coordinates_two_zones", file=file, line=line, zones=numbers)
    return numbers[0] if numbers else None


def _code(
    blocks: Sequence[Block],
    headers: Sequence[HeaderFrame],
    prefix: int | None,
    stated: StatedCrs | None,
    file: str,
) -> tuple[str, int | None, list[Note]]:
    """Return the code of the CRS, the zone number that belongs before its eastings (0 none, None open), and notes."""
    header = _one_header(blocks, headers, file)
    if stated is not None:
        return stated.code, stated.prefix, _held_against(stated, header, prefix, file)
    if header.width_contradicts:
        raise InputError("coordinates_width_differs", file=file, width=header.width_deg, zone=header.zone_text)
    notes = []
    zone = zone_of_number(prefix) if prefix else header.zone
    if zone is None:
        if header.zone_text:
            raise InputError("coordinates_bad_zone", file=file, zone=header.zone_text)
        raise InputError("coordinates_no_zone", file=file)
    _check_zone(header, zone, prefix, file)
    if prefix and header.zone_text and header.zone is None:
        notes.append(Note("zone_text_overruled", {"text": header.zone_text, "zone": prefix}))
    if not prefix:
        notes.append(Note("zone_from_header", {"zone": zone.number, "crs": zone.code(with_prefix=False)}))
    if header.zone_is_meridian:
        notes.append(Note("zone_is_meridian", {"text": header.zone_text, "zone": zone.number}))
    code = zone.code(with_prefix=prefix is not None)
    if header.datum == "wgs84":
        notes.append(Note("wgs84_plane", {"crs": code}))
    elif header.datum is None:
        notes.append(Note("datum_assumed", {"crs": code}))
    return code, prefix or 0, notes


def _one_header(blocks: Sequence[Block], headers: Sequence[HeaderFrame], file: str) -> HeaderFrame:
    """Return the header that counts; several must not name several zones."""
    zones = {header.zone for header in headers if header.zone is not None}
    if len({zone.central_meridian_deg for zone in zones}) > 1:
        line = next(block.line for block, one in zip(blocks, headers, strict=True) if one.zone != headers[0].zone)
        raise InputError("coordinates_two_zones", file=file, line=line, zones=sorted(zone.number for zone in zones))
    return next((header for header in headers if header.zone is not None), headers[0])


def _check_zone(header: HeaderFrame, zone: Zone, prefix: int | None, file: str) -> None:
    meridian = zone.central_meridian_deg
    if header.zone is not None:
        # a central meridian as zone number says nothing of the width
        agrees = header.zone.central_meridian_deg == meridian if header.zone_is_meridian else header.zone == zone
        if not agrees:
            raise InputError("coordinates_zone_differs", file=file, header=header.zone_text, zone=prefix)
    elif prefix and header.width_deg and header.width_deg != zone.width_deg:
        raise InputError("coordinates_width_differs", file=file, width=header.width_deg, zone=str(prefix))
    if header.meridian_deg is not None and header.meridian_deg != meridian:
        raise InputError("coordinates_meridian_differs", file=file, meridian=header.meridian_deg, zone=zone.number)


def _held_against(stated: StatedCrs, header: HeaderFrame, prefix: int | None, file: str) -> list[Note]:
    """Return notes where the user's CRS overrules the header; refuse where it contradicts the coordinates."""
    meridian = stated.central_meridian_deg
    if prefix:
        agrees = stated.prefix == prefix or (
            stated.prefix == 0 and zone_of_number(prefix).central_meridian_deg == meridian
        )
        if not agrees:
            raise InputError("coordinates_crs_differs", file=file, crs=stated.name, zone=prefix)
    if header.zone is None or header.zone.central_meridian_deg == meridian:
        return []
    if prefix:
        return [Note("header_overruled", {"zone": header.zone_text or header.zone.number, "crs": stated.code})]
    raise InputError("coordinates_crs_differs", file=file, crs=stated.name, zone=header.zone.number)


def _misplaced(blocks: Sequence[Block], points: Sequence[np.ndarray]) -> list[Note]:
    """Return a note for every parcel of which a point cannot lie in China."""
    notes = []
    together = np.concatenate(points)
    is_odd = ~(is_easting(together[:, 0]) & is_northing(together[:, 1]))
    if not is_odd.any():
        return []
    for i, (block, own, odd) in enumerate(zip(blocks, points, _by_block(is_odd, blocks), strict=True)):
        if odd.any():
            first = int(np.argmax(odd))
            values = {"line": block.rows[first].line, "x": own[first, 1], "y": own[first, 0]}
            notes.append(Note("misplaced", values, i))
    return notes


def _starts(blocks: Sequence[Block]) -> np.ndarray:
    """Return at which point of all of them each parcel begins."""
    return np.cumsum([0] + [len(block.rows) for block in blocks[:-1]])


def _by_block(values: np.ndarray, blocks: Sequence[Block]) -> list[np.ndarray]:
    """Return values of all points cut into those of each parcel; parcels have points."""
    return np.split(values, _starts(blocks)[1:])
