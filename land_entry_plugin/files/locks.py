# SPDX-License-Identifier: GPL-2.0-or-later
"""One writer a file: a lock that the operating system takes back when its owner ends, however it ends."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Windows locks bytes and keeps others from reading them: one far behind the text is locked.
_FAR = 1 << 30


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keep other programs from holding the same file until the block ends.

    The lock is on a file beside it (``.NAME.lock``) that says who holds it. What a killed program leaves behind is a
    file that nobody holds, and the next one takes it.

    Raises
    ------
    InputError
        When somebody holds it, who is named; or the folder cannot be written.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _taken(lock)
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(path)) from error
    if handle is None:
        raise InputError("ledger_in_use", path=str(path), owner=_owner(lock))
    try:
        os.ftruncate(handle, 0)
        os.write(handle, _own_name().encode("utf-8"))
        yield
    finally:
        _released(handle, lock)


def _taken(lock: Path) -> int | None:
    """Return the lock file, open and locked; None where somebody else holds it."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        if not _locks(handle):
            os.close(handle)
            return None
        # its last owner may have removed it between our opening and our locking
        try:
            if os.path.samestat(os.fstat(handle), os.stat(lock)):
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)


def _released(handle: int, lock: Path) -> None:
    if sys.platform == "win32":
        # an open file cannot be removed there; a lock file that stays is no lock
        os.close(handle)
        return
    lock.unlink(missing_ok=True)
    os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _locks(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _locks(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _owner(lock: Path) -> str:
    try:
        return lock.read_text(encoding="utf-8").strip() or "?"
    except OSError:
        return "?"


def _own_name() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a process may run for a user that the machine does not know
        user = "?"
    return f"{user}@{platform.node()}, {os.getpid()}, {datetime.now().isoformat(sep=' ', timespec='seconds')}"
