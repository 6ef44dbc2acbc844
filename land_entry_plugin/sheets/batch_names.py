# SPDX-License-Identifier: GPL-2.0-or-later
"""What the files of a batch are called, and which of them are there already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from land_entry_plugin.sheets.export import mark_of

if TYPE_CHECKING:
    from pathlib import Path

# Signs that Windows, and the reserved names that it, does not take; and control characters.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 80
_SUFFIX = ".pdf"


class FolderNames:
    """The names of a folder: those that are taken, and by mark the sheets that are there already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        self._there = {path.name.casefold() for path in paths}
        self._claimed: set[str] = set()
        pdfs = [path for path in paths if path.suffix.lower() == _SUFFIX and not path.name.startswith(".")]
        self._by_mark = {mark: path for path in pdfs if (mark := mark_of(path))}
        self.passed_over = 0

    def kept(self, mark: str) -> Path | None:
        """Return the sheet that was made from the same."""
        return self._by_mark.get(mark)

    def claim(self, parcel_id: str | None) -> Path:
        """Return a name for the sheet of a parcel that no file has, also where capitals do not count."""
        stem = clean_name(parcel_id)
        name, number, passed = stem, 2, False
        while (key := f"{name}{_SUFFIX}".casefold()) in self._claimed or key in self._there:
            passed = passed or key in self._there - self._claimed
            name, number = f"{stem}_{number}", number + 1
        self._claimed.add(key)
        self.passed_over += passed
        return self.folder / f"{name}{_SUFFIX}"


def clean_name(parcel_id: str | None) -> str:
    """Return an id without path parts and signs that file systems do not take."""
    name = _FORBIDDEN.sub("_", str(parcel_id or "")).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    if not name:
        return "parcel"
    return f"_{name}" if _RESERVED.fullmatch(name) else name
