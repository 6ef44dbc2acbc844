# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the files of a Shapefile belong together: what one of them lacks is left out by readers without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.dbf import beside, counted_records, head_and_size
from land_entry_plugin.files.long_paths import openable

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".shp"
_HEADER_BYTES, _RECORD_BYTES, _WORD_BYTES = 100, 8, 2
# Kind, extent, counts, one ring of four points.
_LEAST_POLYGON_BYTES = 4 + 32 + 8 + 4 + 4 * 16
# Where the header of a .shp or .shx says how many words long the file is.
_LENGTH = slice(24, 28)
# And of which kind its shapes are: polygons, with Z, with M.
_KIND, _POLYGONS = slice(32, 36), (5, 15, 25)


def check_whole(path: Path) -> None:
    """Raise InputError where a Shapefile is cut, or its table has more or fewer records than it has shapes."""
    if path.suffix.lower() != SUFFIX:
        return
    index = beside(path, ".shx")
    lengths = [_length(own) for own in (path, index) if own is not None]
    if index is None or None in lengths:
        # whoever reads it says that it is no Shapefile
        return
    shapes = max(0, lengths[1] - _HEADER_BYTES) // _RECORD_BYTES
    records = counted_records(path)
    if records is not None and records != shapes:
        raise InputError("unequal_shapefile", path=str(path), shapes=shapes, records=records)


def has_all_shapes(path: Path) -> bool:
    """Return whether every record of a Shapefile of polygons has room for one; False if not known."""
    index = beside(path, ".shx")
    if index is None:
        return False
    with openable(index).open("rb") as file:
        head = file.read(_HEADER_BYTES)
        if int.from_bytes(head[_KIND], "little") not in _POLYGONS:
            # points and lines serve no role
            return True
        content = file.read()
    words = np.frombuffer(content[: len(content) // _RECORD_BYTES * _RECORD_BYTES], dtype=">u4")[1::2]
    return not len(words) or int(words.min()) * _WORD_BYTES >= _LEAST_POLYGON_BYTES


def _length(path: Path) -> int | None:
    """Return how long a .shp or .shx says it is, in bytes; None where it has no header.

    Raises
    ------
    InputError
        When there is less than it says.
    """
    head, size = head_and_size(path, _HEADER_BYTES)
    if len(head) < _HEADER_BYTES:
        return None
    stated = int.from_bytes(head[_LENGTH], "big") * _WORD_BYTES
    if stated > size:
        raise InputError("cut_file", path=str(path), stated=stated, size=size)
    return stated
