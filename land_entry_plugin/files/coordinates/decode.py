# SPDX-License-Identifier: GPL-2.0-or-later
"""From the bytes of a text file to numbered lines, whatever wrote it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 BOM"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
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


@dataclass(frozen=True)
class Line:
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
        pieces, start = [], 0
        for i, character in enumerate([*self.plain, separators[0]]):
            if character in separators:
                pieces.append(Piece(self.text[start:i].strip(" \t\u3000\u00a0"), self.plain[start:i].strip(" \t")))
                start = i + 1
        return pieces


@dataclass(frozen=True)
class Piece:
    """What stands between two separators: as written, and with plain characters."""

    text: str
    plain: str


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    A byte order mark decides, else strict UTF-8, else GB18030 (which holds GBK).

    Raises
    ------
    InputError
        When the file is not there, cannot be read, or is no text.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("missing_file", detail=str(error), path=str(path)) from error
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            return _clean(_decoded(content[len(mark) :], ((codec, name),), path)[0]), name
    text, name = _decoded(content, _candidates(content), path)
    return _clean(text), name


def _candidates(content: bytes) -> tuple[tuple[str, str], ...]:
    """Return the encodings to try, best first; UTF-16 without a mark shows by its zero bytes."""
    head = content[:4096]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if sum(zeros) > len(head) / 8:
        return (("utf-16-le", "UTF-16 LE"),) if zeros[1] > zeros[0] else (("utf-16-be", "UTF-16 BE"),)
    return ("utf-8", "UTF-8"), ("gb18030", "GBK")


def _decoded(content: bytes, candidates: tuple[tuple[str, str], ...], path: Path) -> tuple[str, str]:
    for codec, name in candidates:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        # what is left of a program or an archive once decoded
        if sum(ord(character) < 9 for character in text[:4096]) > len(text[:4096]) / 50:
            break
        return text, name
    raise InputError("coordinates_no_text", file=path.name)


def _clean(text: str) -> str:
    for mark in _NOT_TEXT:
        text = text.replace(mark, "")
    return text


def plain_text(text: str) -> str:
    """Return a text with full-width digits, letters, punctuation, brackets and blanks as plain ones."""
    return text.translate(_PLAIN)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that hold anything."""
    return [
        Line(number, line, plain_text(line))
        for number, line in enumerate(_LINE_END.split(text), start=1)
        if line.strip(" \t\u3000\u00a0")
    ]
