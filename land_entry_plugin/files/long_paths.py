# SPDX-License-Identifier: GPL-2.0-or-later
"""Paths that are too long for Windows as they stand: over some 250 signs it opens them by their extended form only."""

from __future__ import annotations

import ntpath
import sys
from pathlib import Path

# Windows ends at 260 signs, at 248 for a folder; temporary names add a few.
_MOST_SIGNS = 230
_EXTENDED, _EXTENDED_SHARE = "\\\\?\\", "\\\\?\\UNC\\"


def openable(path: Path) -> Path:
    """Return a path in a form that this system opens, however long it is."""
    return Path(extended(str(path.absolute()))) if sys.platform == "win32" else path


def extended(text: str) -> str:
    r"""Return a whole path of Windows with ``\\?\`` before it where it is long; a path of a share likewise."""
    if len(text) <= _MOST_SIGNS or text.startswith(_EXTENDED):
        return text
    # behind the prefix nothing is put right any more: no forward slashes, no dots
    plain = ntpath.normpath(text)
    return _EXTENDED_SHARE + plain[2:] if plain.startswith("\\\\") else _EXTENDED + plain
