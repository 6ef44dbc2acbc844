# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a PDF that Qt wrote is whole: its end is there, and every page has text on it."""

from __future__ import annotations

import re
import zlib

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_CONTENTS = re.compile(rb"/Contents\s+(\d+)\s+0\s+R")
_SHOWS_TEXT = re.compile(rb"\bT[jJ]\b")


class PdfError(Exception):
    """A PDF is not what it should be."""


def checked_pdf(content: bytes, page_count: int) -> None:
    """Raise PdfError unless the file is complete and each of its pages shows text."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-64:]:
        raise PdfError("the file is not complete")
    pages = len(_PAGE.findall(content))
    if pages != page_count:
        raise PdfError(f"{pages} pages instead of {page_count}")
    for number in _CONTENTS.findall(content):
        if not _SHOWS_TEXT.search(_stream(content, int(number))):
            raise PdfError(f"the page with contents {int(number)} is empty")


def _stream(content: bytes, number: int) -> bytes:
    """Return the drawing commands of an object."""
    start = re.search(rb"(?:^|\n)%d 0 obj" % number, content)
    if start is None:
        raise PdfError(f"object {number} is missing")
    begin = content.find(b"stream\n", start.end())
    end = content.find(b"endstream", begin)
    if begin < 0 or end < 0:
        raise PdfError(f"object {number} has no stream")
    data = content[begin + len(b"stream\n") : end]
    if b"FlateDecode" not in content[start.end() : begin]:
        return data
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error as error:
        raise PdfError(f"object {number}: {error}") from error
