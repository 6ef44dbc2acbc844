# SPDX-License-Identifier: GPL-2.0-or-later
"""The bytes of a text file as text, whole or piece by piece: one place for all readers."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.long_paths import openable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 BOM"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
# GB18030 holds GBK.
_CHINESE = ("gb18030", "GBK", 0)
_HEAD_BYTES = 4096
_PIECE_BYTES = 1 << 20
Codec = tuple[str, str, int]


def codec_of(pieces: Iterable[bytes]) -> Codec:
    """Return codec, name and length of the byte order mark of a text that comes in pieces.

    A byte order mark decides, then zero bytes (UTF-16), then whether all is strictly UTF-8; else GB18030.
    """
    strict = codecs.getincrementaldecoder("utf-8")("strict")
    is_first = True
    for piece in pieces:
        if is_first:
            found = _by_head(piece[:_HEAD_BYTES])
            if found is not None:
                return found
            is_first = False
        try:
            strict.decode(piece)
        except UnicodeDecodeError:
            return _CHINESE
    try:
        strict.decode(b"", final=True)
    except UnicodeDecodeError:
        return _CHINESE
    return "utf-8", "UTF-8", 0


def _by_head(head: bytes) -> Codec | None:
    for mark, codec, name in _BOMS:
        if head.startswith(mark):
            return codec, name, len(mark)
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if sum(zeros) > len(head) / 8:
        return ("utf-16-le", "UTF-16 LE", 0) if zeros[1] > zeros[0] else ("utf-16-be", "UTF-16 BE", 0)
    return None


def decoded(content: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding.

    Raises
    ------
    UnicodeDecodeError
        When the bytes are no text.
    """
    codec, name, mark = codec_of([content])
    return content[mark:].decode(codec), name


def codec_of_file(path: Path) -> Codec:
    """Return codec, name and length of the byte order mark of a file.

    Raises
    ------
    InputError
        When the file is not there, or cannot be read.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    try:
        return codec_of(_pieces(path))
    except OSError as error:
        raise InputError("missing_file", detail=str(error), path=str(path)) from error


def text_pieces(path: Path, codec: Codec) -> Iterator[str]:
    """Yield the text of a file piece by piece.

    Raises
    ------
    InputError
        When it is no text in this encoding.
    """
    decoder = codecs.getincrementaldecoder(codec[0])("strict")
    skipped, lines = codec[2], 1
    try:
        for piece in _pieces(path):
            text = decoder.decode(piece[skipped:])
            lines += text.count("\n")
            skipped = 0
            yield text
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # a text file may be sound but for one name; what holds zero bytes is none
        if b"\0" in error.object:
            raise InputError("coordinates_no_text", detail=str(error), file=path.name) from error
        line = lines + error.object[: error.start].count(b"\n")
        if codec == _CHINESE:
            # one bad byte in a file of UTF-8 is no reason to point at its first Chinese character
            line = max(line, _first_line_not_in_utf8(path))
        raise InputError(
            "coordinates_bad_bytes", detail=str(error), file=path.name, line=line, encoding=codec[1]
        ) from error
    except OSError as error:
        raise InputError("missing_file", detail=str(error), path=str(path)) from error


def _first_line_not_in_utf8(path: Path) -> int:
    """Return in which line a file first stops being UTF-8."""
    decoder, line = codecs.getincrementaldecoder("utf-8")("strict"), 1
    try:
        for piece in _pieces(path):
            line += decoder.decode(piece).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
    return line


def _pieces(path: Path) -> Iterator[bytes]:
    with openable(path).open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            yield piece
