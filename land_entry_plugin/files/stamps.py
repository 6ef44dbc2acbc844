# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a layer's file is still the one that was opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from land_entry_plugin.files.sqlite_files import GEOPACKAGE

if TYPE_CHECKING:
    from pathlib import Path

_TABLE_ENDS = (".dbf", ".shx")
_LAST_CHANGE = "SELECT last_change FROM gpkg_contents WHERE table_name = ?"


def stamp_of(path: Path, layer: str) -> tuple[object, ...] | None:
    """Return what changes when a layer's file is changed or replaced; None where it is gone.

    Of a GeoPackage it is what the file says of the layer: size and time change when QGIS opens it, and when somebody
    saves another of its layers.
    """
    try:
        if path.is_dir():
            held = sorted(one for one in path.iterdir() if one.is_file() and one.suffix.lower() != ".lock")
            return tuple((one.name, *_size_and_time(one)) for one in held)
        if path.suffix.lower() == GEOPACKAGE:
            return (path.stat().st_ino, _last_change(path, layer))
        beside = [own for end in _TABLE_ENDS if (own := path.with_suffix(end)).exists()] if _is_shape(path) else []
        return tuple(_size_and_time(one) for one in (path, *beside))
    except OSError:
        return None


def _is_shape(path: Path) -> bool:
    return path.suffix.lower() == ".shp"


def _size_and_time(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _last_change(path: Path, layer: str) -> object:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(_LAST_CHANGE, (layer,)).fetchone()
    except sqlite3.Error:
        # busy, or half of another file: whoever reads it will say so
        return None
