# SPDX-License-Identifier: GPL-2.0-or-later
"""In which encoding texts are kept, and how that is known."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.dbf import NAME_BYTES, table_of
from land_entry_plugin.files.long_paths import openable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from land_entry_plugin.files.dbf import Table

    # As stored, and whether it may have been cut.
    _Text = tuple[bytes, bool]

UTF8, CHINESE = "UTF-8", "GB18030"
TABLES = (".shp", ".dbf")
# How it is known: said by the user, by the .cpg, by the language byte, by the texts themselves; or there is no text.
BY_USER, BY_CPG, BY_LANGUAGE, BY_CONTENT, NO_TEXT = "user", "cpg", "language_byte", "content", "no_text"
# GB18030 holds GBK and GB 2312.
_CHINESE_CODECS = ("gbk", "gb2312", "gb18030", "hz", "cp936")
# Language bytes of dBASE and FoxPro. 0x57 is "the system's own": in China GBK, but whoever writes it says little.
_LANGUAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x13: "cp932", 0x4D: CHINESE, 0x4E: "cp949", 0x4F: "big5",
    0x78: "big5", 0x79: "cp949", 0x7A: CHINESE, 0x7B: "cp932", 0x64: "cp852", 0x65: "cp866", 0xC8: "cp1250",
    0xC9: "cp1251",
}  # fmt: skip
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_FOREIGN = re.compile(
    "[^\x00-\x7f\u00b7\u00d7\u2010-\u303f\u3400-\u9fff\uff00-\uffef\u2460-\u24ff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True)
class Encoding:
    """In which encoding the texts of a table are, and why.

    Attributes
    ----------
    name : str
    by : str
        ``user``, ``cpg``, ``language_byte``, ``content`` or ``no_text``.
    stated : str or None
        What the .cpg or the language byte says.
    contradicts : str or None
        Which of them the texts contradict: ``cpg`` or ``language_byte``.
    """

    name: str
    by: str
    stated: str | None = None
    contradicts: str | None = None


def table_encoding(path: Path, wanted: str | None = None) -> Encoding | None:
    """Return the encoding of a Shapefile's attribute table, or of one alone; None where the file is neither.

    What the user wants; else what the .cpg says, else the language byte, where the texts are sound in it; else what
    the texts are: UTF-8 where they are strictly that and Chinese, else GB18030 (which holds GBK). Never a guess that
    the texts speak against. GDAL's own guess is not asked: inside QGIS it is switched off.

    Parameters
    ----------
    path : Path
    wanted : str, optional
        The name of an encoding.

    Raises
    ------
    InputError
        When the wanted encoding is unknown, or no encoding fits.
    """
    if path.suffix.lower() not in TABLES:
        return None
    if wanted:
        return Encoding(known_encoding(wanted), BY_USER)
    table = table_of(path)
    by, stated = _stated(path, table)
    texts = _texts(table)
    if not texts:
        return Encoding(_codec(stated) or UTF8, by if _codec(stated) else NO_TEXT, stated)
    codec = _codec(stated)
    # nothing but UTF-8 is UTF-8 by chance, while nearly every text can be read as GBK
    for name in dict.fromkeys((UTF8, codec or CHINESE, CHINESE)):
        if _fits(name, texts):
            return _decided(name, by, stated)
    for name in dict.fromkeys((codec or UTF8, UTF8, CHINESE)):
        if all(_sound(text, name) for text in texts):
            return _decided(name, by, stated)
    record, field = _first_unfit(table, CHINESE)
    raise InputError("undecodable_table", path=str(path), record=record, field=field, stated=stated)


def _decided(name: str, by: str, stated: str | None) -> Encoding:
    if stated and _codec(stated) == name:
        return Encoding(name, by, stated)
    return Encoding(name, BY_CONTENT, stated, by if stated else None)


def known_encoding(name: str) -> str:
    """Return an encoding by the name that a user or a .cpg gives it.

    Raises
    ------
    InputError
        When there is none of that name.
    """
    codec = _codec(name)
    if codec is None:
        raise InputError("unknown_encoding", encoding=name)
    return codec


def text_of(stored: bytes, encoding: str) -> str:
    """Return a stored text; what was cut off in the middle of a character at its end is left out.

    Raises
    ------
    UnicodeDecodeError
        When it is no text of this encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    return decoder.decode(stored.rstrip(b" \0"))


def name_of(stored: bytes, encoding: str) -> str:
    """Return the name of a field; where it was cut inside a character it ends with the replacement character."""
    try:
        whole = text_of(stored, encoding)
    except UnicodeDecodeError:
        return stored.decode("latin-1")
    return whole if whole.encode(encoding) == stored.rstrip(b" \0") else f"{whole}\ufffd"


def _stated(path: Path, table: Table | None) -> tuple[str, str | None]:
    """Return who says what of the encoding."""
    for beside in (path.with_suffix(".cpg"), path.with_suffix(".CPG")):
        if beside.is_file():
            text = openable(beside).read_bytes().decode("ascii", "ignore").strip().strip("\0")
            if text:
                return BY_CPG, text
    if table is not None and table.language in _LANGUAGES:
        return BY_LANGUAGE, _LANGUAGES[table.language]
    return BY_CONTENT, None


def _codec(name: str | None) -> str | None:
    """Return the encoding that a name stands for, None where it is unknown."""
    text = (name or "").strip().strip("\"'")
    digits = re.sub(r"^(ANSI|OEM|CP|WINDOWS|MS)?[\s_-]*", "", text, flags=re.IGNORECASE)
    if digits == "65001":
        return UTF8
    for spelling in (text, f"cp{digits}" if digits.isdigit() else text):
        try:
            found = codecs.lookup(spelling).name
        except (LookupError, ValueError):
            continue
        if found in _CHINESE_CODECS:
            return CHINESE
        return UTF8 if found in ("utf-8", "utf-8-sig") else found
    return None


def _texts(table: Table | None) -> list[_Text]:
    """Return the texts that tell the encoding, names of fields among them, and whether each may have been cut."""
    if table is None:
        return []
    names = {(field.name, len(field.name) == NAME_BYTES) for field in table.fields if not field.name.isascii()}
    return [*sorted(names), *sorted({(stored, len(stored) == field.width) for _, field, stored in table.texts()})]


def _fits(encoding: str, texts: Sequence[_Text]) -> bool:
    """Return whether all texts are sound in an encoding and most of them what a Chinese table holds."""
    if not all(_sound(text, encoding) for text in texts):
        return False
    plain = [text_of(stored, encoding) for stored, _ in texts]
    strange = sum(bool(_FOREIGN.search(text)) for text in plain)
    return any(_IDEOGRAPHS.search(text) for text in plain) and strange * 2 <= len(plain)


def _sound(text: _Text, encoding: str) -> bool:
    """Return whether a text is one of an encoding: whole, but for a character cut at the end of a full field."""
    stored, may_be_cut = text
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(stored, final=not may_be_cut)
    except UnicodeDecodeError:
        return False
    return True


def _first_unfit(table: Table | None, encoding: str) -> tuple[int | None, str | None]:
    """Return number and field of the first record whose text is not sound in an encoding."""
    for record, field, stored in table.texts() if table is not None else ():
        if not _sound((stored, len(stored) == field.width), encoding):
            return record, name_of(field.name, encoding)
    return None, None
