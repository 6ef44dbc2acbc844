# SPDX-License-Identifier: GPL-2.0-or-later
"""From the bytes of a text file to numbered lines, whatever wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.decoding import codec_of_file, text_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
        for i, character in enumerate([*self.plain, separators[0]]):
            if character in separators:
                pieces.append(Piece(self.text[start:i].strip(" \t\u3000\u00a0"), self.plain[start:i].strip(" \t")))
                start = i + 1
        return pieces


def _stripped(text: str) -> str:
    return text.strip(" \t")


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


def lines_of_file(path: Path, codec: Codec) -> Iterator[Line]:
    """Yield the lines of a file that hold anything; it is never held whole.

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
        # what stands behind the last line end may go on in the next piece
        end = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
        rest = text[end:]
        if end:
            found = _LINE_END.split(text[:end])
            yield from _numbered(found[:-1], number)
            number += len(found) - 1
    yield from _numbered(_LINE_END.split(rest), number)


def _numbered(texts: Sequence[str], first: int) -> Iterator[Line]:
    for number, text in enumerate(texts, start=first):
        if text.strip(" \t\u3000\u00a0"):
            yield Line(number, text, text if text.isascii() else plain_text(text))


def plain_text(text: str) -> str:
    """Return a text with full-width digits, letters, punctuation, brackets and blanks as plain ones."""
    return text.translate(_PLAIN)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that hold anything."""
    return list(_numbered(_LINE_END.split(text), 1))
