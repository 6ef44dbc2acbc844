# SPDX-License-Identifier: GPL-2.0-or-later
"""What the files of a format are called in a folder, and which of them are there already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Signs that Windows, and the reserved names that it, does not take; control characters, signs that turn the direction
# of writing, and halves of characters.
_FORBIDDEN = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+'
)
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
# File systems count characters or bytes; the name of the unfinished file and a number have to fit as well.
_LONGEST_NAME, _LONGEST_BYTES = 80, 220


class FolderNames:
    """The names of a folder: those that are taken, and by mark the files of a format that are there already.

    Parameters
    ----------
    folder : Path
    suffix : str
        Of the format, with its point.
    mark_of : callable
        Returns what a file was made from; None for half a file and for a stranger.
    """

    def __init__(self, folder: Path, suffix: str, mark_of: Callable[[Path], str | None]) -> None:
        self.folder, self.suffix = folder, suffix
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        self._there = {path.name.casefold() for path in paths}
        self._claimed: set[str] = set()
        own = [path for path in paths if path.suffix.lower() == suffix and not path.name.startswith(".")]
        self._by_mark: dict[str, list[Path]] = {}
        for path in own:
            if mark := mark_of(path):
                self._by_mark.setdefault(mark, []).append(path)
        self.passed_over = 0

    def kept(self, mark: str) -> Path | None:
        """Return a file that was made from the same; each of several that are alike once."""
        found = self._by_mark.get(mark)
        if not found:
            return None
        return found.pop(0) if len(found) > 1 else found[0]

    def claim(self, parcel_id: str | None) -> Path:
        """Return a name for the file of a parcel that no file has, also where capitals do not count."""
        stem = clean_name(parcel_id)
        name, number, passed = stem, 2, False
        while (key := f"{name}{self.suffix}".casefold()) in self._claimed or key in self._there:
            passed = passed or key in self._there - self._claimed
            name, number = f"{stem}_{number}", number + 1
        self._claimed.add(key)
        self.passed_over += passed
        return self.folder / f"{name}{self.suffix}"


def clean_name(parcel_id: str | None) -> str:
    """Return an id without path parts and signs that file systems do not take."""
    name = _FORBIDDEN.sub("_", str(parcel_id or "")).strip(" .")[:_LONGEST_NAME]
    name = name.encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore").rstrip(" .")
    if not name:
        return "parcel"
    return f"_{name}" if _RESERVED.fullmatch(name) else name
