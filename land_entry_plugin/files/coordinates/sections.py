# SPDX-License-Identifier: GPL-2.0-or-later
"""A coordinate text file cut into its header, its parcels' lines and its points' lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from land_entry_plugin.files.coordinates.decode import Piece, Run
from land_entry_plugin.files.coordinates.model import OTHER_KINDS, POLYGON_KIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from land_entry_plugin.files.coordinates.decode import Line
    from land_entry_plugin.files.coordinates.dialect import Dialect

_SECTION = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\](.*)$")
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_LARGEST = 1e12
# What stands in a column: a number that may be a ring's, one that may be a coordinate, a name.
_KINDS = {"ring": r"\d{1,5}", "number": r"-?\d{1,11}\.\d+", "words": r"[A-Za-z]+\d*"}
_KIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
# Enough points to see how a parcel's points stand.
_SAMPLE_ROWS = 40
_MOST_RINGS, _MOST_DIGITS = 100_000, 12
# Of what is strange only so much is kept, however much of it a file holds.
_MOST_KEPT = 200
# What begins a line that somebody wrote for other people.
_REMARKS = ("#", "//")
# Between the columns of a point; in a parcel's line names may hold 、 and ;
_ROW_SEPARATORS = ",;、"


@dataclass(frozen=True)
class RawBlock:
    """A parcel's line and its points' lines, cut into pieces when they are asked for.

    ``fields`` is None where points stand without a parcel's line before them.
    """

    line: int
    fields: tuple[Piece, ...] | None
    lines: tuple[Run | tuple[Line, tuple[Piece, ...]], ...]
    header: dict[str, str]

    @cached_property
    def count(self) -> int:
        """How many lines of points there are."""
        return sum(one.length if isinstance(one, Run) else 1 for one in self.lines)

    @cached_property
    def rows(self) -> tuple[tuple[Line, tuple[Piece, ...]], ...]:
        """The lines of the points and their pieces."""
        rows: list[tuple[Line, tuple[Piece, ...]]] = []
        for one in self.lines:
            rows += [(line, tuple(line.pieces())) for line in one.lines()] if isinstance(one, Run) else [one]
        return tuple(rows)

    @cached_property
    def columns(self) -> tuple[tuple[str, list[str]], ...] | None:
        """What stands in all rows of each column, and the column; None where rows differ, or are not plain."""
        runs = [one for one in self.lines if isinstance(one, Run)]
        if not runs or len(runs) < len(self.lines):
            return None
        text = "".join(run.text for run in runs)
        first = [_KIND.fullmatch(piece) for piece in text[: text.index("\n")].split(",")]
        kinds = tuple([found.lastgroup for found in first if found is not None])
        if len(kinds) < len(first) or not _rows_of(kinds).fullmatch(text):
            return None
        pieces = text.replace("\n", ",").split(",")
        pieces.pop()
        return tuple((kind, pieces[i :: len(kinds)]) for i, kind in enumerate(kinds))

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the lines of points."""
        if len(self.lines) == 1 and isinstance(self.lines[0], Run):
            return range(self.lines[0].number, self.lines[0].number + self.lines[0].length)
        result: list[int] = []
        for one in self.lines:
            result += range(one.number, one.number + one.length) if isinstance(one, Run) else [one[0].number]
        return result

    @cached_property
    def shapes(self) -> Counter[tuple[str, ...]]:
        """What stands in the columns of the first rows: nothing, a number, one that may be a ring's, or words."""
        if self.columns is not None:
            return Counter({tuple(kind for kind, _ in self.columns): min(self.count, _SAMPLE_ROWS)})
        return Counter(tuple(_kind(piece.plain) for piece in pieces) for _, pieces in self.rows[:_SAMPLE_ROWS])


@lru_cache(maxsize=256)
def _rows_of(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """Return what rows look like that all have this in their columns."""
    return re.compile("(?:" + ",".join(_KINDS[kind] for kind in kinds) + r"\n)+")


def number_of(text: str) -> float | None:
    """Return the number that a plain text is, None where it is none, or larger than anything that is measured."""
    number = float(text) if _NUMBER.match(text) else None
    return number if number is not None and abs(number) < _LARGEST else None


def count_of(text: str | None) -> int | None:
    """Return the whole number that a text is, None where it is none, or more than anything that is counted."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _kind(text: str) -> str:
    if not text:
        return ""
    if (count := count_of(text)) is not None and count < _MOST_RINGS:
        return "ring"
    return "words" if number_of(text) is None else "number"


class Cutter:
    """Goes through a file line by line; header keys and section names of all its dialects are known.

    Attributes
    ----------
    others : dict of str to list of str
        Sections that are neither header nor parcels, and the keys in them.
    ignored : list of int
        Lines outside any section that say nothing we know, and remarks; the first of them.
    unmarked : list of int
        Parcels' lines without the end mark that were met since this was last emptied.
    """

    def __init__(self, dialects: Sequence[Dialect]) -> None:
        """Take the dialects that a file may be in."""
        self._facts = {_squeezed(key): fact for d in dialects for fact, keys in d.header.items() for key in keys}
        self._headers = {_squeezed(d.header_section) for d in dialects}
        self._parcels = {_squeezed(d.parcels_section) for d in dialects}
        self._marks = tuple({d.end_mark for d in dialects})
        self.others: dict[str, list[str]] = {}
        self.ignored: list[int] = []
        self.unmarked: list[int] = []
        self._header: dict[str, str] = {}
        self._start: tuple[int, tuple[Piece, ...] | None] | None = None
        self._rows: list[Run | tuple[Line, tuple[Piece, ...]]] = []
        self._block_header: dict[str, str] = {}
        self._closed: RawBlock | None = None

    def blocks(self, lines: Iterable[Line | Run]) -> Iterator[RawBlock]:
        """Yield the parcels, each as soon as the next one begins."""
        # None before the first section, "" in the parcels, else the name of the section
        section: str | None = None
        for one in lines:
            if isinstance(one, Run) and section == "" and self._start is not None:
                self._rows.append(one)
                continue
            for line in one.lines() if isinstance(one, Run) else (one,):
                section = self._take(line, section)
                if self._closed is not None:
                    yield self._closed
                    self._closed = None
        self._close()
        if self._closed is not None:
            yield self._closed
            self._closed = None

    def _take(self, line: Line, section: str | None) -> str | None:
        """Take a line; return in which section the next one is."""
        named = _SECTION.match(line.plain)
        if named and not self._is_marked(line):
            return self._entered(named.group(1), section)
        if self._is_marked(line):
            self._open(line, self._fields(line))
            return ""
        if self._is_header(line, anywhere=section != ""):
            self._state(line, section)
        elif section in (None, "", *self._headers):
            return self._point(line, section)
        return section

    def _entered(self, name: str, before: str | None) -> str:
        squeezed = _squeezed(name)
        if squeezed in self._parcels:
            self._close()
            return ""
        if squeezed in self._headers:
            # a second header begins anew: what it does not state is not stated
            if before == "":
                self._header = {}
            return squeezed
        self.others.setdefault(name, [])
        return name

    def _is_marked(self, line: Line) -> bool:
        return line.plain.rstrip(" \t,").endswith(self._marks)

    def _is_header(self, line: Line, *, anywhere: bool) -> bool:
        key, sign, _ = _key_and_value(line)
        return bool(sign) and (anywhere or _squeezed(key) in self._facts)

    def _state(self, line: Line, section: str | None) -> None:
        key, _, value = _key_and_value(line)
        fact = self._facts.get(_squeezed(key))
        if section in self.others:
            if len(self.others[section]) < _MOST_KEPT:
                self.others[section].append(key)
        elif fact is not None and (value or fact not in self._header):
            self._header = self._header | {fact: value}

    def _fields(self, line: Line) -> tuple[Piece, ...]:
        pieces = line.pieces(",") if "," in line.plain else line.pieces("\t")
        while pieces and not pieces[-1].plain:
            pieces.pop()
        mark = next((mark for mark in self._marks if pieces and pieces[-1].plain.endswith(mark)), None)
        if mark is not None:
            last = pieces.pop()
            if last.plain != mark:
                pieces.append(Piece(last.text[: -len(mark)].strip(), last.plain[: -len(mark)].strip()))
        return tuple(pieces)

    def _open(self, line: Line, fields: tuple[Piece, ...] | None) -> None:
        self._close()
        self._start, self._block_header = (line.number, fields), self._header

    def _close(self) -> None:
        """Give out the parcel that is open."""
        if self._start is not None:
            number, fields = self._start
            self._closed = RawBlock(number, fields, tuple(self._rows), self._block_header)
        self._start, self._rows = None, []

    def _point(self, line: Line, section: str | None) -> str | None:
        pieces = row_pieces(line)
        if any(piece.plain in (POLYGON_KIND, *OTHER_KINDS) for piece in pieces):
            fields = self._fields(line)
            self.unmarked.append(line.number)
            self._open(line, fields)
            return ""
        numbers = sum(number_of(piece.plain) is not None for piece in pieces)
        # a point may be called #1
        is_remark = numbers < 2 and line.plain.lstrip().startswith(_REMARKS)
        if is_remark or (section != "" and numbers < 2):
            if (is_remark or section is None) and len(self.ignored) < _MOST_KEPT:
                self.ignored.append(line.number)
            return section
        if self._start is None:
            self._open(line, None)
        self._rows.append((line, pieces))
        return ""


def row_pieces(line: Line) -> tuple[Piece, ...]:
    """Return the columns of a point's line: cut at commas, else at tabs, else at blanks."""
    if any(separator in line.plain for separator in _ROW_SEPARATORS):
        pieces = []
        for piece in line.pieces(_ROW_SEPARATORS):
            parts = piece.plain.split()
            # two numbers with nothing but a blank between them
            if len(parts) == 2 and all(number_of(part) is not None for part in parts):
                pieces += [Piece(part, part) for part in parts]
            else:
                pieces.append(piece)
        return tuple(pieces)
    if "\t" in line.plain.strip():
        return tuple(line.pieces("\t"))
    return tuple(piece for piece in line.pieces(" ") if piece.plain)


def _key_and_value(line: Line) -> tuple[str, str, str]:
    sign = "=" if "=" in line.plain else ":"
    position = line.plain.find(sign)
    if position < 0:
        return "", "", ""
    return line.text[:position].strip(), sign, line.plain[position + 1 :].strip()


def _squeezed(text: str) -> str:
    return "".join(text.split()).strip(":：=＝")
