# SPDX-License-Identifier: GPL-2.0-or-later
"""What the system refuses, in the user's words: a full disk, a folder that takes nothing, no memory left."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from land_entry_plugin.errors import InputError

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
# GDAL does not say why it failed; with less than this a disk counts as full.
_NO_ROOM_BYTES = 16_000_000


def write_fault(error: OSError, path: Path | str) -> InputError:
    """Return why a file cannot be written."""
    return InputError("disk_full" if error.errno in _FULL else "unwritable", detail=str(error), path=str(path))


def layer_fault(error: Exception | str, layer: str, path: Path, wanted_bytes: int = 0) -> InputError:
    """Return why a layer cannot be written, of which the library says little.

    Parameters
    ----------
    wanted_bytes : int
        How much at least was to be written.
    """
    try:
        has_room = shutil.disk_usage(path.parent).free > _NO_ROOM_BYTES + wanted_bytes
    except OSError:
        has_room = True
    if has_room:
        return InputError("unwritable_layer", detail=str(error), layer=layer, path=str(path))
    return InputError("disk_full", detail=str(error), path=str(path))


def system_fault(error: OSError | MemoryError) -> InputError:
    """Return what to say where the system refuses something that no step foresaw."""
    if isinstance(error, MemoryError):
        return InputError("out_of_memory", detail=repr(error))
    path = str(error.filename or "")
    if error.errno in _FULL:
        return InputError("disk_full", detail=str(error), path=path)
    if isinstance(error, FileNotFoundError) and path:
        return InputError("missing_file", detail=str(error), path=path)
    return InputError("system_refused", detail=repr(error), path=path, reason=error.strerror or type(error).__name__)
