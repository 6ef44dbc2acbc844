# SPDX-License-Identifier: GPL-2.0-or-later
"""What every format has in common: how a parcel becomes a file, and how it is known what a file was made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from land_entry_plugin.paths import plugin_version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_MARK_LENGTH = 24


@dataclass(frozen=True)
class WrittenFile:
    """What a file holds.

    Attributes
    ----------
    sheets : sequence of str
        Titles of the sheets in it.
    pages : int or None
        None where a format has no pages.
    to_fill : mapping of str to int
        How many places are open, by the title of the sheet.
    """

    sheets: Sequence[str] = ()
    pages: int | None = None
    to_fill: Mapping[str, int] = field(default_factory=dict)


class SheetWriter(Protocol):
    """Writes parcels of one record in one format."""

    @property
    def format(self) -> str:
        """Return its static string in FORMATS."""

    @property
    def suffix(self) -> str:
        """Return the ending of its files, with the point."""

    def mark(self, parcel: dict[str, Any]) -> str:
        """Return the mark of the file that a parcel gets: the same if and only if the file would be."""

    def mark_of(self, path: Path) -> str | None:
        """Return the mark of a whole file; None for half a file and for a stranger."""

    def write(self, parcel: dict[str, Any], path: Path, mark: str, done: Callable[[float], None]) -> WrittenFile:
        """Write a file, whole or not at all, and return what it holds; ``done`` is told the share that is made."""


def notes_of(writers: Sequence[SheetWriter]) -> tuple[dict[str, str], ...]:
    """Return what writers have to say of the files of a batch as a whole, in both languages."""
    return tuple(note for writer in writers for note in getattr(writer, "notes", ()))


class WholeWriter(Protocol):
    """Writes one file of all parcels of a batch."""

    @property
    def stem(self) -> str:
        """Return what its file is called, without the ending."""

    @property
    def suffix(self) -> str:
        """Return the ending of its file, with the point."""

    def mark(self, parcels: Sequence[dict[str, Any]]) -> str:
        """Return the mark of the file."""

    def mark_of(self, path: Path) -> str | None:
        """Return the mark of a whole file; None for half a file and for a stranger."""

    def write(self, parcels: Sequence[dict[str, Any]], path: Path, mark: str) -> None:
        """Write the file, whole or not at all."""


def made_from(record: dict[str, Any], parcel: Any, **settings: Any) -> str:
    """Return the hash of all that a file is made from: record, parcel (or parcels), settings, version of the plugin."""
    content = {
        "screening_id": record["run"]["screening_id"],
        "parcel": parcel,
        "plugin": plugin_version(),
        **settings,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK_LENGTH]
