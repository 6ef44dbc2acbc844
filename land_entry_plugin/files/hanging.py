# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a file answers: a share that hangs would keep a library, and the program with it, for ever."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

# A disk that sleeps needs some ten seconds to wake up.
_WAIT_S = 30.0


def check_not_hanging(path: Path) -> None:
    """Look at a file or folder apart, and wait for that only so long; Ctrl+C ends the wait.

    What is wrong with it otherwise is for its reader to say.

    Raises
    ------
    InputError
        When nothing comes back.
    """
    looking = threading.Thread(target=_looked_at, args=(path,), daemon=True)
    looking.start()
    looking.join(_WAIT_S)
    if looking.is_alive():
        raise InputError("no_answer", path=str(path))


def _looked_at(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():
            next(path.iterdir(), None)
        else:
            with path.open("rb") as file:
                file.read(1)
