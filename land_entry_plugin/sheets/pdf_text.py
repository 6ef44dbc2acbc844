# SPDX-License-Identifier: GPL-2.0-or-later
"""Mends what Qt writes into a PDF about its characters.

Fonts draw 面 (U+9762) and the radical ⾯ (U+2FAF) with one glyph, and Qt tells readers that it is the radical: who then
looks for 宗地面积 finds nothing. The tables that map glyphs to characters stand uncompressed in Qt's files, so each code
is replaced by the character of the same length that it stands for.
"""

from __future__ import annotations

import re
import unicodedata

_MAP = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f]{4})>")
# Kangxi radicals, CJK radicals, compatibility ideographs.
_TWINS = ((0x2E80, 0x2FD5), (0xF900, 0xFAFF))


def with_plain_characters(content: bytes) -> bytes:
    """Return a PDF of the same length whose glyph tables name plain characters."""
    return _MAP.sub(lambda table: _CODE.sub(_plain, table.group()), content)


def _plain(code: re.Match[bytes]) -> bytes:
    number = int(code.group(1), 16)
    if not any(low <= number <= high for low, high in _TWINS):
        return code.group()
    plain = unicodedata.normalize("NFKC", chr(number))
    return b"<%04X>" % ord(plain) if len(plain) == 1 else code.group()
