# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes on a coordinate file as they are said aloud: not the same sentence a thousand times."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from land_entry_plugin.files.coordinates.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

# More notes of one kind than this are counted, not said; the layer has them all.
MOST_OF_A_KIND = 10


class Spoken:
    """Notes to be said aloud: of each kind the first, and how many more there are."""

    def __init__(self, most_of_a_kind: int | None = MOST_OF_A_KIND) -> None:
        """Keep so many of each kind; all where None."""
        self._most = most_of_a_kind
        self._counts: Counter[str] = Counter()
        self.notes: list[Note] = []

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Spoken:
        """Return some notes to be said."""
        spoken = cls()
        spoken.add(notes)
        return spoken

    def add(self, notes: Iterable[Note]) -> None:
        """Take further notes."""
        for note in notes:
            self._counts[note.text_id] += 1
            if self._most is None or self._counts[note.text_id] <= self._most:
                self.notes.append(note)

    def take(self, others: Spoken) -> None:
        """Take the notes of others, those that they did not keep counted."""
        self.notes += others.notes
        self._counts += others._counts

    def sentences(self, language: str) -> list[str]:
        """Return what is said aloud, in ``"zh"`` or ``"en"``."""
        more = sum(self._counts.values()) - len(self.notes)
        more_notes = [Note("more_notes", {"count": more})] if more else []
        return [note.sentence(language) for note in [*self.notes, *more_notes]]


def spoken(notes: tuple[Note, ...], language: str) -> list[str]:
    """Return notes as sentences; of many of one kind the first, and how many more there are."""
    return Spoken.of(notes).sentences(language)
