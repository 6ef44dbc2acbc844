# SPDX-License-Identifier: GPL-2.0-or-later
"""One writer a file: a lock that the operating system takes back when its owner ends, however it ends."""

from __future__ import annotations

import errno
import getpass
import os
import platform
import sys
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.faults import write_fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Windows locks bytes and keeps others from reading them: one far behind the text is locked.
_FAR = 1 << 30
_LOOK_S = 0.05
_UNLOCKED = -1
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


@contextmanager
def held(path: Path, *, ending: str = ".lock", wait_s: float = 0.0, is_ledger: bool = True) -> Iterator[None]:
    """Keep other programs from holding the same file until the block ends.

    The lock is on a file beside it (``.NAME.lock``) that says who holds it. What a killed program leaves behind is a
    file that nobody holds, and the next one takes it.

    Parameters
    ----------
    path : Path
    ending : str
        Of the file beside it.
    wait_s : float
        So long the lock is waited for.
    is_ledger : bool
        An output of another kind is written also where the file system has no locks.

    Raises
    ------
    InputError
        When somebody holds it, who is named; or the folder cannot be written.
    """
    lock = path.with_name(f".{path.name}{ending}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _waited_for(lock, wait_s)
    except OSError as error:
        if error.errno in _NO_LOCKS and not is_ledger:
            handle = _UNLOCKED
        else:
            raise write_fault(error, path) from error
    if handle is None:
        owner = _owner(lock)
        if is_ledger:
            raise InputError("ledger_in_use", path=str(path), owner=owner)
        raise InputError("output_in_use", path=str(path), owner=owner)
    try:
        if handle != _UNLOCKED:
            # a full disk keeps no name, and the lock holds all the same
            with suppress(OSError):
                os.ftruncate(handle, 0)
                os.write(handle, _own_name().encode("utf-8"))
        yield
    finally:
        if handle != _UNLOCKED:
            _released(handle, lock)


def _waited_for(lock: Path, wait_s: float) -> int | None:
    """Return the lock file, open and locked; None where somebody else holds it all the time."""
    end = time.monotonic() + wait_s
    while (handle := _taken(lock)) is None and time.monotonic() < end:
        time.sleep(_LOOK_S)
    return handle


def _taken(lock: Path) -> int | None:
    """Return the lock file, open and locked; None where somebody else holds it."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            is_ours = _locks(handle)
        except OSError:
            os.close(handle)
            lock.unlink(missing_ok=True)
            raise
        if not is_ours:
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
        # an open file cannot be removed there, neither by us nor while the next one has it
        os.close(handle)
        with suppress(OSError):
            lock.unlink(missing_ok=True)
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
