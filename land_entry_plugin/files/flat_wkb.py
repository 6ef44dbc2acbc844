# SPDX-License-Identifier: GPL-2.0-or-later
"""WKB that is written already as shapes are hashed, so that none has to be built from it."""

from __future__ import annotations

import struct

# How WKB begins, little endian, with coordinates of two numbers.
_POLYGON, _MULTIPOLYGON = b"\1\3\0\0\0", b"\1\6\0\0\0"
_ONE_POLYGON = _MULTIPOLYGON + b"\1\0\0\0"
_HEAD, _COUNT, _POINT = len(_POLYGON), struct.Struct("<I"), struct.Struct("<2d")
_FEWEST_POINTS = 4


def as_multipolygon(wkb: bytes) -> bytes | None:
    """Return the WKB of a polygon or multipolygon as it would be written again, as a multipolygon.

    None of what must be read first: of other kinds, of other order of bytes, with more than two numbers a point, and
    where a ring is not closed or has too few points.
    """
    if wkb.startswith(_POLYGON):
        return _ONE_POLYGON + wkb if _after_polygon(wkb, 0) == len(wkb) else None
    if not wkb.startswith(_MULTIPOLYGON) or len(wkb) < _HEAD + _COUNT.size:
        return None
    (count,) = _COUNT.unpack_from(wkb, _HEAD)
    at: int | None = _HEAD + _COUNT.size if count else None
    for _ in range(count):
        if at is None:
            break
        at = _after_polygon(wkb, at)
    return wkb if at == len(wkb) else None


def _after_polygon(wkb: bytes, at: int) -> int | None:
    """Return where a polygon that begins at a byte ends, if it is one of closed rings."""
    if not wkb.startswith(_POLYGON, at) or len(wkb) < at + _HEAD + _COUNT.size:
        return None
    (rings,) = _COUNT.unpack_from(wkb, at + _HEAD)
    at += _HEAD + _COUNT.size
    for _ in range(rings):
        if len(wkb) < at + _COUNT.size:
            return None
        (points,) = _COUNT.unpack_from(wkb, at)
        at, end = at + _COUNT.size, at + _COUNT.size + points * _POINT.size
        if points < _FEWEST_POINTS or len(wkb) < end:
            return None
        if _POINT.unpack_from(wkb, at) != _POINT.unpack_from(wkb, end - _POINT.size):
            return None
        at = end
    return at if rings else None
