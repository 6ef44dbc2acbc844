# SPDX-License-Identifier: GPL-2.0-or-later
"""Copies in the user's own folder: found by what the source holds, written whole, bounded in size."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
import uuid
import zipfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.faults import write_fault
from land_entry_plugin.paths import user_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 20_000_000_000
# What a run that died left behind is removed after this.
_LEFTOVER_S = 86_400
_SAMPLE_BYTES, _SAMPLES = 65_536, 32
# Of an archive: more is no delivery of layers but a trap.
_MOST_UNPACKED_BYTES, _MOST_MEMBERS = 50_000_000_000, 20_000
_FORMAT = "1"
_PART = ".part-"


def cache_folder() -> Path:
    """Return where copies lie; ``LAND_ENTRY_HOME`` moves it."""
    return user_folder("cache")


def fingerprint(path: Path, *also: str) -> str:
    """Return a name for what a file or geodatabase holds now.

    Of every file it takes name, size, time of change to the nanosecond, and bytes from its beginning, its end and all
    over it: hashing gigabytes would cost more than the copy saves. Files beside a Shapefile count with it.
    """
    digest = hashlib.sha256("\x1f".join((_FORMAT, os.path.realpath(path), *also)).encode("utf-8", "surrogateescape"))
    for member in _members(path):
        status = member.stat()
        digest.update(f"{member.name}\x1f{status.st_size}\x1f{status.st_mtime_ns}\x1e".encode("utf-8", "replace"))
        with member.open("rb") as file:
            step = max(_SAMPLE_BYTES, status.st_size // _SAMPLES)
            for start in range(0, status.st_size, step):
                file.seek(start)
                digest.update(file.read(_SAMPLE_BYTES))
            file.seek(max(0, status.st_size - _SAMPLE_BYTES))
            digest.update(file.read())
    return digest.hexdigest()


def _members(path: Path) -> list[Path]:
    """Return the files that a layer file or geodatabase consists of."""
    if path.is_dir():
        return sorted(member for member in path.iterdir() if member.is_file() and member.suffix.lower() != ".lock")
    if path.suffix.lower() == ".shp":
        return sorted(member for member in path.parent.iterdir() if member.is_file() and member.stem == path.stem)
    return [path]


def found(name: str) -> Path | None:
    """Return a copy that is there, and note that it was used."""
    copy = cache_folder() / name
    if not copy.exists():
        return None
    with suppress(OSError):
        os.utime(copy)
    return copy


@contextmanager
def made(name: str) -> Iterator[Path]:
    """Yield where to write a copy; in the end it takes its place whole, even where another process made the same.

    Raises
    ------
    InputError
        When the user's folder cannot be written.
    """
    folder = cache_folder()
    part = folder / f"{_PART}{os.getpid()}-{uuid.uuid4().hex[:8]}-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield part
        if part.exists():
            _take_place(part, folder / name)
    except OSError as error:
        raise write_fault(error, folder) from error
    finally:
        _remove(part)
    clean(folder / name)


def _take_place(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError:
        # another process was first (a folder cannot replace one that is full, nor a file one that is open)
        if not target.exists():
            raise


def clean(keep: Path | None = None, most_bytes: int | None = None) -> None:
    """Remove what dead runs left, and the copies that were not used for longest where all take too much room."""
    folder = cache_folder()
    if not folder.is_dir():
        return
    limit = MOST_BYTES if most_bytes is None else most_bytes
    copies = []
    for entry in folder.iterdir():
        with suppress(OSError):
            used = entry.stat().st_mtime
            if entry.name.startswith(_PART):
                if time.time() - used > _LEFTOVER_S:
                    _remove(entry)
            else:
                copies.append((used, _size(entry), entry))
    total = sum(size for _, size, _ in copies)
    for _, size, entry in sorted(copies, key=lambda copy: copy[0]):
        if total <= limit:
            break
        if entry != keep:
            _remove(entry)
            total -= size


def _size(entry: Path) -> int:
    if entry.is_file():
        return entry.stat().st_size
    return sum(member.stat().st_size for member in entry.rglob("*") if member.is_file())


def _remove(entry: Path) -> None:
    """Remove a copy; one that another process has open goes another time."""
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        with suppress(OSError):
            entry.unlink(missing_ok=True)


def unpacked(path: Path) -> Path:
    """Return a folder of the cache with what a zipped file holds.

    Raises
    ------
    InputError
        When it is no sound archive, is locked, or holds more than layers can.
    """
    name = f"zip-{fingerprint(path)[:32]}"
    copy = found(name)
    if copy is not None:
        return copy
    try:
        with zipfile.ZipFile(path) as archive, made(name) as part:
            _extract(archive, part, path)
    except (zipfile.BadZipFile, RuntimeError) as error:
        # the last is zipfile's own: for what is locked, and (a kind of it) for ways of packing that it does not know
        raise InputError("unreadable_zip", detail=str(error), path=str(path)) from error
    return cache_folder() / name


def _extract(archive: zipfile.ZipFile, folder: Path, path: Path) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED_BYTES:
        raise InputError("unreadable_zip", path=str(path))
    folder.mkdir()
    for member in members:
        inner = _member_name(member).replace("\\", "/")
        target = (folder / inner).resolve()
        if folder.resolve() not in target.parents or stat.S_ISLNK(member.external_attr >> 16):
            raise InputError("unreadable_zip", detail=inner, path=str(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; Chinese Windows writes it in GBK and says nothing of that."""
    says_utf8 = member.flag_bits & 0x800
    if says_utf8 or member.filename.isascii():
        return member.filename
    stored = member.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return stored.decode(encoding)
    return member.filename
