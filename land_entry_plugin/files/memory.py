# SPDX-License-Identifier: GPL-2.0-or-later
"""How much memory is left, so that a run ends with a sentence before the system ends it without one.

``LAND_ENTRY_MEMORY_MB`` says how much a run may take, all its processes together.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path, PurePosixPath

from land_entry_plugin.errors import InputError

_KEPT_FREE = 50_000_000
_MEGABYTE = 1_000_000
# What a row takes once it is read, beside its shape, which is there as read, projected and repaired.
_ROW_BYTES, _COPIES = 400, 3
# Below this nothing is looked up.
_SMALL = 20_000_000
_VARIABLE = "LAND_ENTRY_MEMORY_MB"
_PROC, _GROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def check_room(layer: str, rows: int, shape_bytes: int = 0) -> None:
    """Raise InputError where a layer's rows would not fit into the memory that is left."""
    needed = rows * _ROW_BYTES + shape_bytes * _COPIES
    if needed < _SMALL:
        return
    left = bytes_left()
    if left is not None and needed > left - _KEPT_FREE:
        raise InputError("no_room_in_memory", layer=layer, needed_mb=needed // _MEGABYTE + 1, left_mb=left // _MEGABYTE)


def bytes_left() -> int | None:
    """Return what this process may still take: of the machine, of its group, of its own limit; None if unknown."""
    ways = (_left_on_windows,) if sys.platform == "win32" else (_of_machine, _of_group, _of_limit)
    found = [left for left in (_of_user(), *(way() for way in ways)) if left is not None]
    return min(found, default=None)


def stated_bytes() -> int | None:
    """Return how much the user lets a run take, None where nothing is said."""
    stated = os.environ.get(_VARIABLE, "")
    return int(stated) * _MEGABYTE if stated.isdecimal() and int(stated) > 0 else None


def take_part(part_bytes: int | None) -> None:
    """Let this process, one of several of a run, take so much of what the user lets all of them take."""
    if part_bytes is not None:
        os.environ[_VARIABLE] = str(max(1, part_bytes // _MEGABYTE))


def _of_user() -> int | None:
    """Return what is left of what the user lets a run take."""
    stated, taken = stated_bytes(), _taken()
    return None if stated is None or taken is None else stated - taken


def _taken() -> int | None:
    """Return what this process takes; where only its peak is known, that."""
    if sys.platform == "win32":
        return _taken_on_windows()
    import resource

    with suppress(OSError, ValueError, IndexError):
        return int((_PROC / "self" / "statm").read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _of_machine() -> int | None:
    """Return what the machine has, swap space too: only when that is full the system ends somebody."""
    with suppress(OSError, ValueError, KeyError, IndexError):
        lines = (line.split() for line in (_PROC / "meminfo").read_text().splitlines())
        kilobytes = {words[0]: int(words[1]) for words in lines}
        return 1024 * (kilobytes["MemAvailable:"] + kilobytes["SwapFree:"])
    return None


def _of_group() -> int | None:
    """Return what is left of the limit of a container or service, files that are only kept counted as free."""
    found = []
    with suppress(OSError, ValueError):
        own = (_PROC / "self" / "cgroup").read_text().rpartition("::")[2].strip().lstrip("/")
        # seen from inside a container, its group may lie beside what is shown: then only what holds for all is known
        own = "" if ".." in PurePosixPath(own).parts else own
        for folder in (_GROUPS / own, *(_GROUPS / own).parents):
            if folder == _GROUPS.parent:
                break
            for most, used, kept in (
                ("memory.max", "memory.current", "inactive_file"),
                ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
            ):
                with suppress(OSError, ValueError):
                    statistics = (folder / most).with_name("memory.stat").read_text().split()
                    cached = int(statistics[statistics.index(kept) + 1]) if kept in statistics else 0
                    found.append(int((folder / most).read_text()) - int((folder / used).read_text()) + cached)
    return min(found, default=None)


def _of_limit() -> int | None:
    """Return what is left of ``ulimit -v``."""
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY:
        return None
    with suppress(OSError, ValueError, IndexError):
        return limit - int((_PROC / "self" / "statm").read_text().split()[0]) * resource.getpagesize()
    return None


def _left_on_windows() -> int | None:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong), ("load", ctypes.c_ulong), ("total", ctypes.c_ulonglong),
            ("free", ctypes.c_ulonglong), ("total_page", ctypes.c_ulonglong), ("free_page", ctypes.c_ulonglong),
            ("total_virtual", ctypes.c_ulonglong), ("free_virtual", ctypes.c_ulonglong),
            ("free_extended", ctypes.c_ulonglong),
        )  # fmt: skip

    status = Status(length=ctypes.sizeof(Status))
    with suppress(AttributeError, OSError):
        if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
            return min(int(status.free_page), int(status.free_virtual))
    return None


def _taken_on_windows() -> int | None:
    class Counters(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong), ("page_faults", ctypes.c_ulong), ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t), ("peak_paged_pool", ctypes.c_size_t), ("paged_pool", ctypes.c_size_t),
            ("peak_other_pool", ctypes.c_size_t), ("other_pool", ctypes.c_size_t), ("page_file", ctypes.c_size_t),
            ("peak_page_file", ctypes.c_size_t),
        )  # fmt: skip

    counters = Counters(length=ctypes.sizeof(Counters))
    with suppress(AttributeError, OSError):
        system = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        itself = ctypes.c_void_p(-1)
        if system.K32GetProcessMemoryInfo(itself, ctypes.byref(counters), counters.length):
            return int(counters.working_set)
    return None
