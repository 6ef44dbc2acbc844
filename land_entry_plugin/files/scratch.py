# SPDX-License-Identifier: GPL-2.0-or-later
"""Folders for what a run needs while it runs; what killed runs left of theirs goes with a later one."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "land_entry-"
# No run is longer.
_LEFTOVER_S = 172_800


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder of one's own among the system's temporary files, gone afterwards."""
    remove_left(Path(tempfile.gettempdir()), _PREFIX)
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        yield Path(folder)


def remove_left(place: Path, prefix: str) -> None:
    """Remove the folders of this name in a place that are older than any run."""
    with suppress(OSError):
        for folder in place.iterdir():
            if folder.name.startswith(prefix) and time.time() - folder.lstat().st_mtime > _LEFTOVER_S:
                shutil.rmtree(folder, ignore_errors=True)
