# SPDX-License-Identifier: GPL-2.0-or-later
"""From the bytes of a text file to numbered lines, whatever wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.decoding import codec_of_file, text_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from land_entry_plugin.files.decoding import Codec

# Stray carriage returns before a line feed belong to the same line end.
_LINE_END = re.compile(r"\r*\n|\r")
# Characters for characters, so that what is found in the plain line stands at the same place in the line as written.
_PLAIN = str.maketrans(
    {
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},
        "\u3000": " ",
        "\u00a0": " ",
        "【": "[",
        "】": "]",
        "〔": "[",
        "〕": "]",
        "−": "-",
    }
)
# The rows of points as nearly all are written, one after the other: they need no second look. So many at a time that
# what the search keeps of them stays small.
_PLAIN_ROWS = re.compile(r"(?:[A-Za-z0-9]*,[0-9.+-]*,[0-9.+-]*(?:,[0-9.+-]*){0,3}\n){1,2000}")
_NOT_TEXT = ("\ufeff", "\x00", "\x1a")


class Line(NamedTuple):
    """One line of a text file.

    Attributes
    ----------
    number : int
        From 1.
    text : str
        As written.
    plain : str
        The same with full-width digits, letters, punctuation, brackets and blanks as plain ones; as long as ``text``.
    """

    number: int
    text: str
    plain: str

    def pieces(self, separators: str = ",") -> list[Piece]:
        """Return the line cut at separators, blanks around the pieces removed."""
        if self.text.isascii() and len(separators) == 1:
            return [Piece(one, one) for one in map(_stripped, self.text.split(separators))]
        pieces, start = [], 0
        if len(separators) == 1:
            for plain in self.plain.split(separators):
                text = self.text[start : start + len(plain)]
                pieces.append(Piece(text.strip(" \t\u3000\u00a0"), plain.strip(" \t")))
                start += len(plain) + 1
            return pieces
        for i, character in enumerate([*self.plain, separators[0]]):
            if character in separators:
                pieces.append(Piece(self.text[start:i].strip(" \t\u3000\u00a0"), self.plain[start:i].strip(" \t")))
                start = i + 1
        return pieces


def _stripped(text: str) -> str:
    return text.strip(" \t")


class Run(NamedTuple):
    """Lines one after the other that are plain rows of points.

    Attributes
    ----------
    number : int
        Of the first line.
    length : int
        How many they are.
    text : str
        Each line with a line feed at its end.
    """

    number: int
    length: int
    text: str

    def lines(self) -> list[Line]:
        """Return the lines one by one."""
        texts = self.text.split("\n")[:-1]
        return [Line(number, text, text) for number, text in enumerate(texts, start=self.number)]


class Piece(NamedTuple):
    """What stands between two separators: as written, and with plain characters."""

    text: str
    plain: str


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises
    ------
    InputError
        When the file is not there, cannot be read, or is no text.
    """
    codec = codec_of_file(path)
    text = "".join(text_pieces(path, codec))
    _check_text(text, path)
    return _clean(text), codec[1]


def _check_text(text: str, path: Path) -> None:
    """Raise InputError at what is left of a program or an archive once decoded."""
    if sum(ord(character) < 9 for character in text[:4096]) > len(text[:4096]) / 50:
        raise InputError("coordinates_no_text", file=path.name)


def _clean(text: str) -> str:
    for mark in _NOT_TEXT:
        text = text.replace(mark, "")
    return text


def lines_of_file(path: Path, codec: Codec) -> Iterator[Line | Run]:
    """Yield the lines of a file that hold anything, plain rows of points together; it is never held whole.

    Raises
    ------
    InputError
        When it is no text in this encoding.
    """
    rest, number, is_first = "", 1, True
    for piece in text_pieces(path, codec):
        if is_first:
            _check_text(piece, path)
            is_first = False
        text = rest + _clean(piece)
        # what stands behind the last line end may go on in the next piece, and so may the line end itself
        end = text.rfind("\n") + 1 or text.rstrip("\r").rfind("\r") + 1
        rest = text[end:]
        whole = _with_line_feeds(text[:end])
        yield from _numbered(whole, number)
        number += whole.count("\n")
    yield from _numbered(_with_line_feeds(rest), number)


def _with_line_feeds(text: str) -> str:
    plain = text.replace("\r\n", "\n")
    return _LINE_END.sub("\n", text) if "\r" in plain else plain


def _numbered(text: str, number: int) -> Iterator[Line | Run]:
    start = 0
    while start < len(text):
        run = _PLAIN_ROWS.match(text, start)
        if run is not None:
            count = run.group().count("\n")
            yield Run(number, count, run.group())
            number, start = number + count, run.end()
            continue
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if line.strip(" \t\u3000\u00a0"):
            yield Line(number, line, line if line.isascii() else plain_text(line))
        number, start = number + 1, end + 1


def plain_text(text: str) -> str:
    """Return a text with full-width digits, letters, punctuation, brackets and blanks as plain ones."""
    return text.translate(_PLAIN)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that hold anything."""
    found = _numbered(_with_line_feeds(text), 1)
    return [line for one in found for line in (one.lines() if isinstance(one, Run) else [one])]
