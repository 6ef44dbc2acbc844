# SPDX-License-Identifier: GPL-2.0-or-later
"""The lines of a VCT file, one after the other or from a place: the text is never held whole."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Identifiers are kept in arrays.
_MOST = 2**62
# No coordinate, in whatever unit, is as large.
LARGEST_COORDINATE = 1e10


class Lines:
    """Goes through the lines that hold anything; knows where each stands.

    Attributes
    ----------
    file : str
        The file's name, for messages.
    number, offset : int
        Line (from 1) and byte of the line that was read last.
    """

    def __init__(self, stream: BinaryIO, file: str, separator: bytes = b",", offset: int = 0, number: int = 0) -> None:
        """Begin at a byte; ``number`` is that of the line before."""
        self._stream = stream
        self._stream.seek(offset)
        self._next = offset
        self.file, self.separator = file, separator
        self.offset, self.number = offset, number

    def next(self) -> bytes | None:
        """Return the next line that is not blank, without blanks around it; None at the end."""
        for raw in self._stream:
            self.offset, self._next = self._next, self._next + len(raw)
            self.number += 1
            line = raw.strip()
            if line:
                return line
        return None

    def coming(self, count: int) -> list[bytes]:
        """Return up to ``count`` next lines without going on."""
        found: list[bytes] = []
        for raw in self._stream:
            if raw.strip():
                found.append(raw.strip())
            if len(found) == count:
                break
        self._stream.seek(self._next)
        return found

    def wanted(self) -> bytes:
        """Return the next line.

        Raises
        ------
        InputError
            At the end of the file.
        """
        line = self.next()
        if line is None:
            raise InputError("vct_ends", file=self.file, line=self.number)
        return line

    def whole(self) -> int:
        """Return the next line as a whole number."""
        return self.whole_of(self.wanted())

    def whole_of(self, text: bytes) -> int:
        """Return a text of the last line as a whole number."""
        try:
            number = int(text)
        except ValueError as error:
            raise self.fault("vct_number", text=shown(text)) from error
        if abs(number) >= _MOST:
            raise self.fault("vct_number", text=shown(text))
        return number

    def count(self) -> int:
        """Return the next line as how many follow."""
        number = self.whole()
        if number < 0:
            raise self.fault("vct_number", text=str(number))
        return number

    def points(self, count: int) -> np.ndarray:
        """Return the next ``count`` lines as points (count, 2), in the file's order; heights are left out."""
        first = self.number
        raw = list(islice(self._stream, count))
        self._next += sum(map(len, raw))
        self.number += len(raw)
        if len(raw) < count:
            raise InputError("vct_ends", file=self.file, line=self.number)
        points = _points(raw, self.separator)
        return points if points is not None else self._one_by_one(raw, first)

    def _one_by_one(self, raw: Sequence[bytes], before: int) -> np.ndarray:
        """Return points read line by line, blank lines passed over; raise at the first that is none."""
        pairs, left, number = [], deque(raw), before
        while left:
            number += 1
            text = left.popleft()
            if text.strip():
                pairs.append(self._pair(text, number))
                continue
            # a blank line is none of those counted
            further = self._stream.readline()
            if not further:
                raise InputError("vct_ends", file=self.file, line=self.number)
            self._next += len(further)
            self.number += 1
            left.append(further)
        return np.array(pairs, dtype=float).reshape(-1, 2)

    def _pair(self, text: bytes, line_number: int) -> tuple[float, float]:
        pieces = text.replace(self.separator, b",").split(b",")
        try:
            pair = float(pieces[0]), float(pieces[1])
        except (ValueError, IndexError) as error:
            raise InputError("vct_point", file=self.file, line=line_number, text=shown(text)) from error
        if not all(abs(number) < LARGEST_COORDINATE for number in pair):
            raise InputError("vct_point", file=self.file, line=line_number, text=shown(text))
        return pair

    def pair_of(self, text: bytes) -> tuple[float, float]:
        """Return the last line as a point."""
        return self._pair(text, self.number)

    def point(self) -> tuple[float, float]:
        """Return the next line as a point."""
        return self._pair(self.wanted(), self.number)

    def identifiers(self, count: int) -> np.ndarray:
        """Return ``count`` whole numbers that stand on the next lines, usually eight on each."""
        found: list[int] = []
        while len(found) < count:
            pieces = self.wanted().replace(self.separator, b",").split(b",")
            found += [self.whole_of(piece) for piece in pieces if piece.strip()]
        if len(found) > count:
            raise self.fault("vct_identifiers", found=len(found), wanted=count)
        return np.array(found, dtype=np.int64)

    def fault(self, text_id: str, **values: Any) -> InputError:
        """Return an error at the last line."""
        return InputError(text_id, file=self.file, line=self.number, **values)


def shown(text: bytes) -> str:
    """Return a line as it can stand in a message."""
    return text.strip().decode("gb18030", "replace")[:40]


def _points(raw: Sequence[bytes], separator: bytes) -> np.ndarray | None:
    """Return points of lines that are all alike, at once; None where they are not."""
    if not raw:
        return np.empty((0, 2))
    columns = raw[0].count(separator) + 1
    if columns not in (2, 3):
        return None
    text = b",".join(raw)
    if separator != b",":
        text = text.replace(separator, b",")
    pieces = text.split(b",")
    if len(pieces) != columns * len(raw):
        return None
    try:
        numbers = np.array(list(map(float, pieces)))
    except ValueError:
        return None
    # neither of these holds for what is no number
    if not (numbers.max() < LARGEST_COORDINATE and numbers.min() > -LARGEST_COORDINATE):
        return None
    return numbers.reshape(-1, columns)[:, :2]
