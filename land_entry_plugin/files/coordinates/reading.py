# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate files by their ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dxf import read_dxf
from land_entry_plugin.files.coordinates.kml import read_kml
from land_entry_plugin.files.coordinates.points_table import read_csv, read_dat, read_xlsx
from land_entry_plugin.files.coordinates.text_file import text_batches
from land_entry_plugin.files.coordinates.understand import understood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from land_entry_plugin.files.coordinates.dialect import Dialect
    from land_entry_plugin.files.coordinates.model import Reading
    from land_entry_plugin.files.coordinates.understand import CoordinateFile

READABLE = (".txt", ".dat", ".csv", ".xlsx", ".kml", ".kmz", ".dxf")


def coordinate_batches(path: Path, dialect: Dialect | None = None, crs: str | None = None) -> Iterator[CoordinateFile]:
    """Yield the parcels of a coordinate file, some at a time: a text file is never held whole.

    Parameters
    ----------
    path : Path
        ``.txt``, ``.dat`` (CASS), ``.csv``, ``.xlsx``, ``.kml``, ``.kmz`` or ``.dxf``.
    dialect : Dialect or None
        Of a text file; None to find out.
    crs : str or None
        What the user says the coordinates are in.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    return understood(_readings(path, dialect), crs, path.name)


def _readings(path: Path, dialect: Dialect | None) -> Iterator[Reading]:
    suffix = path.suffix.lower()
    if suffix == ".txt":
        yield from text_batches(path, dialect)
    elif suffix == ".csv":
        yield from read_csv(path, dialect)
    else:
        readers = {".dat": read_dat, ".xlsx": read_xlsx, ".kml": read_kml, ".kmz": read_kml, ".dxf": read_dxf}
        if suffix not in readers:
            raise InputError("coordinates_format", file=path.name, formats=READABLE)
        yield readers[suffix](path)
