# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs appear whole or not at all: written under a temporary name, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.faults import write_fault
from land_entry_plugin.files.locks import held
from land_entry_plugin.files.long_paths import openable
from land_entry_plugin.files.sqlite_files import GEOPACKAGE, SQLITE_ENDS, copy_whole
from land_entry_plugin.packages import XLSX, need

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

LAYER_FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}
TABLE_FORMATS = {".gpkg": "GPKG", ".csv": "CSV"}
# Of what writers put beside a temporary file: a workbook on its way (``workbook_values``), the file of before.
VALUES_END, _BEFORE = ".values", ".before"
_ASIDE = ".aside"
_LOCK = ".out"
# So long a run waits for another one that is just writing the same file.
_WAIT_S = 10.0


def check_output(path: Path, formats: Collection[str]) -> None:
    """Say in a sentence why an output could not be written, before any work is done.

    Raises
    ------
    InputError
        For a Shapefile, another format than ``formats``, one whose package is missing, or a folder that cannot be
        written.
    """
    suffix = path.suffix.lower()
    if suffix == ".shp":
        raise InputError("shapefile_output", path=str(path))
    if suffix not in formats:
        raise InputError("unknown_output_format", path=str(path), formats=sorted(formats))
    if suffix == ".xlsx":
        need(XLSX)
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
        raise write_fault(error, path) from error


def check_folder(folder: Path) -> None:
    """Raise InputError, which names the folder, where no file could be written into one."""
    try:
        check_writable(folder / _LOCK)
    except InputError as error:
        raise InputError(error.text_id, error.detail, **(error.values | {"path": str(folder)})) from error


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

    Raises
    ------
    InputError
        When one cannot be written, or another program is writing it.
    """
    parts = {path: openable(path.with_name(f".{path.stem}.new{path.suffix}")) for path in paths}
    with ExitStack() as stack:
        try:
            for folder in {path.parent for path in paths}:
                remove_left(folder)
            for path, part in parts.items():
                stack.enter_context(_alone(path))
                stack.callback(_clear, part)
                _clear(part)
                if path.suffix.lower() == GEOPACKAGE and openable(path).exists():
                    copy_whole(openable(path), part)
            yield parts
            _take_places(parts)
        except OSError as error:
            raise write_fault(error, _meant(error.filename, parts)) from error
        except InputError as error:
            meant = {"path": _meant(error.values["path"], parts)} if "path" in error.values else {}
            raise InputError(error.text_id, error.detail, **(error.values | meant)) from error


def _take_places(parts: Mapping[Path, Path]) -> None:
    """Rename all; where the system refuses one (another program has it open), those before it go back."""
    for part in parts.values():
        _stored(part)
    aside: dict[Path, Path | None] = {}
    try:
        for path, part in parts.items():
            if len(parts) > 1:
                aside[path] = _aside(openable(path), part)
            _replace(part, openable(path))
    except OSError:
        for path, before in aside.items():
            if before is not None:
                before.replace(openable(path))
            elif not parts[path].exists():
                openable(path).unlink(missing_ok=True)
        raise


def _aside(path: Path, part: Path) -> Path | None:
    """Return a second name of a file that is to be replaced; None where there is none."""
    if not path.exists():
        return None
    before = part.with_name(f"{part.name}{_BEFORE}")
    try:
        os.link(path, before)
    except OSError:
        # not every file system knows second names
        shutil.copy2(path, before)
    return before


def _meant(named: object, parts: Mapping[Path, Path]) -> str:
    """Return which output an error is about; its temporary name says nothing to a user."""
    name = str(named or "")
    meant = [path for path, part in parts.items() if name.endswith(part.name)]
    return str(meant[0]) if meant else name or str(next(iter(parts), ""))


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside ``path``; what is there in the end takes its place.

    Raises
    ------
    InputError
        When the folder cannot be written, or another program is writing the file.
    """
    part = openable(path.with_name(f".{path.stem}.part{path.suffix}"))
    with _alone(path):
        try:
            _clear(part)
            yield part
            _stored(part)
            _replace(part, openable(path))
        except OSError as error:
            raise write_fault(error, path) from error
        finally:
            _clear(part)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Yield the same name in a hidden folder beside ``path``; what is there in the end takes its place.

    For writers that call a layer as its file is called.

    Raises
    ------
    InputError
        When the folder cannot be written, or another program is writing the file.
    """
    with written_whole(path) as part:
        folder = part.with_name(f"{part.name}{_ASIDE}")
        folder.mkdir()
        yield folder / path.name
        (folder / path.name).replace(part)


def _alone(path: Path) -> AbstractContextManager[None]:
    """Keep other programs from writing the same output: they would write into the same temporary file."""
    return held(openable(path), ending=_LOCK, wait_s=_WAIT_S, is_ledger=False)


def remove_left(folder: Path) -> None:
    """Remove what killed runs left of outputs in a folder; what another program is just writing stays."""
    with suppress(OSError):
        for lock in folder.glob(f".*{_LOCK}"):
            path = lock.with_name(lock.name.removesuffix(_LOCK)[1:])
            with suppress(InputError), held(path, ending=_LOCK, is_ledger=False):
                for kind in ("new", "part"):
                    _clear(path.with_name(f".{path.stem}.{kind}{path.suffix}"))


def _clear(part: Path) -> None:
    """Remove a temporary file and all that a killed run may have left of it: it would be taken for one to add to."""
    shutil.rmtree(part.with_name(f"{part.name}{_ASIDE}"), ignore_errors=True)
    inner = part.with_name(f".{part.stem}.part{part.suffix}")
    for own in (part, inner):
        for end in ("", _BEFORE, VALUES_END, *SQLITE_ENDS):
            with suppress(OSError):
                own.with_name(f"{own.name}{end}").unlink(missing_ok=True)


def _stored(part: Path) -> None:
    """Wait until a file is on the disk: a share says only then that there was no room for it."""
    with part.open("r+b") as file:
        os.fsync(file.fileno())


def _replace(part: Path, path: Path) -> None:
    if path.suffix.lower() == GEOPACKAGE:
        # of the file that goes: SQLite would apply them to the one that comes
        for end in SQLITE_ENDS:
            path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    part.replace(path)
