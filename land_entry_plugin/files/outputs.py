# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs appear whole or not at all: written under a temporary name, then renamed."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.long_paths import openable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LAYER_FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}
TABLE_FORMATS = {".gpkg": "GPKG", ".csv": "CSV"}
# What stands beside a GeoPackage that is being written.
_SQLITE_ENDS = ("-journal", "-wal", "-shm")


def check_output(path: Path, formats: Collection[str]) -> None:
    """Say in a sentence why an output could not be written, before any work is done.

    Raises
    ------
    InputError
        For a Shapefile, another format than ``formats``, or a folder that cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".shp":
        raise InputError("shapefile_output", path=str(path))
    if suffix not in formats:
        raise InputError("unknown_output_format", path=str(path), formats=sorted(formats))
    check_writable(path)


def check_writable(path: Path) -> None:
    """Raise InputError where a file could not be written: its folder cannot be made, or does not let us."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    try:
        if path.is_dir():
            raise IsADirectoryError(str(path))
        # some file systems say yes and mean no: only writing tells
        with tempfile.TemporaryFile(dir=openable(folder)):
            pass
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(path)) from error


def check_not_input(path: Path, inputs: Iterable[Path]) -> None:
    """Raise InputError where an output would write over a source, or into one that is a folder (.gdb)."""
    target = path.resolve()
    for source in inputs:
        if target == source or (source.suffix.lower() == ".gdb" and source in target.parents):
            raise InputError("output_is_input", path=str(path))


@contextmanager
def all_or_none(paths: Collection[Path]) -> Iterator[dict[Path, Path]]:
    """Yield a temporary name for each of several outputs; in the end all take their places, or none does.

    A GeoPackage that is there already is copied first, so that its other layers stay.
    """
    parts = {path: openable(path.with_name(f".{path.stem}.new{path.suffix}")) for path in paths}
    try:
        for path, part in parts.items():
            part.parent.mkdir(parents=True, exist_ok=True)
            # what a killed run left would be taken for a file to add to
            for left in (part, *(part.with_name(f"{part.name}{end}") for end in _SQLITE_ENDS)):
                left.unlink(missing_ok=True)
            if path.suffix.lower() == ".gpkg" and openable(path).exists():
                shutil.copyfile(openable(path), part)
        yield parts
        for path, part in parts.items():
            part.replace(openable(path))
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(error.filename or "")) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside ``path``; what is there in the end takes its place.

    Raises
    ------
    InputError
        When the folder cannot be written.
    """
    part = openable(path.with_name(f".{path.stem}.part{path.suffix}"))
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(openable(path))
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
