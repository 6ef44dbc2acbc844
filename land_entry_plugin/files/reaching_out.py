# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that would make their reader open something else: another file, or an address in a network."""

from __future__ import annotations

import mmap
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

GEOJSON = ".geojson"
# GDAL goes by what stands in a file, not by its ending: descriptions of virtual layers and of services.
_VIRTUAL = re.compile(rb"<(?:OGR(?:VRT|WFS|WMS|CSW|OAPIF)|VRTDataset|GDAL_W|WMS_|WCS_|WMTS)")
_HEAD_BYTES = 65_536
# A GeoJSON may name its CRS by an address, which GDAL asks: the old key, the two kinds (the library takes
# either quotation mark, and comments), and an address; or letters that are escaped so that none is found.
_CRS = re.compile(rb"[\"']crs[\"']", re.IGNORECASE)
_KIND = re.compile(rb"[\"'](?:link|url)[^\"']*[\"']\s*[,}/]", re.IGNORECASE)
_ADDRESS = re.compile(rb"[\"']\s*(?:https?|ftp):", re.IGNORECASE)
_ESCAPED = re.compile(rb"\\u00(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])", re.IGNORECASE)


def check_stays_here(path: Path) -> None:
    """Look at a file before it is opened.

    Raises
    ------
    InputError
        When it would have another file or an address opened.
    """
    try:
        state = path.stat()
        reaches = path.is_file() and _reaches_out(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise InputError("unreadable_file", detail=str(error), path=str(path)) from error
    if reaches:
        raise InputError("reaches_out", path=str(path))


@lru_cache(maxsize=256)
def _reaches_out(path: Path, _time: int, size: int) -> bool:
    """Return whether a file as it is now opens something else."""
    with path.open("rb") as file:
        if is_virtual(file.read(_HEAD_BYTES)):
            return True
        if path.suffix.lower() != GEOJSON or not size:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return bool(_ESCAPED.search(content) or all(sign.search(content) for sign in (_ADDRESS, _CRS, _KIND)))


def is_virtual(content: bytes) -> bool:
    """Return whether a content describes a virtual layer or a service."""
    return _VIRTUAL.search(content[:_HEAD_BYTES]) is not None
