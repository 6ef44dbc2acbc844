# SPDX-License-Identifier: GPL-2.0-or-later
"""Mends what Qt writes into a PDF about its characters.

Fonts draw 面 (U+9762) and the radical ⾯ (U+2FAF) with one glyph, and Qt tells readers that it is the radical:
who then looks for 宗地面积 finds nothing. The tables that map glyphs to characters stand uncompressed in Qt's files,
so each such code is replaced by the character of the same length that the font draws with the same glyph.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qgis.PyQt.QtGui import QFont, QRawFont

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAP = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f]{4})>")
# Radicals and compatibility ideographs, and dashes that fonts draw like the one of J1–J2.
_SUSPECTS = "".join(map(chr, (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), 0x2010, 0x2011, 0x2012, 0x2015)))
_PLAIN = "".join(map(chr, (*range(0x4E00, 0xA000), 0x2013, 0x2014)))


def with_plain_characters(content: bytes, families: Iterable[str]) -> bytes:
    """Return a PDF of the same length whose glyph tables name plain characters, set in fonts of these families."""
    twins: dict[int, int] = {}
    for family in sorted(families):
        twins = {**_twins(family), **twins}

    def plain(code: re.Match[bytes]) -> bytes:
        number = int(code.group(1), 16)
        return b"<%04X>" % twins[number] if number in twins else code.group()

    return _MAP.sub(lambda table: _CODE.sub(plain, table.group()), content)


@cache
def _twins(family: str) -> dict[int, int]:
    """Return the plain character for each suspect that a font draws with the same glyph."""
    raw = QRawFont.fromFont(QFont(family))
    if not raw.isValid():
        return {}
    plain = {glyph: ord(sign) for glyph, sign in zip(raw.glyphIndexesForString(_PLAIN), _PLAIN, strict=True) if glyph}
    suspects = zip(raw.glyphIndexesForString(_SUSPECTS), _SUSPECTS, strict=True)
    return {ord(sign): plain[glyph] for glyph, sign in suspects if glyph in plain}
