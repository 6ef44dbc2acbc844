# SPDX-License-Identifier: GPL-2.0-or-later
"""In which encoding texts are kept."""

from __future__ import annotations

import codecs
from pathlib import Path

UTF8, CHINESE = "UTF-8", "GB18030"
# Enough of a table to meet Chinese text where there is any.
_READ_BYTES = 4_000_000


def shapefile_encoding(path: Path) -> str | None:
    """Return the encoding of a Shapefile's attribute table, or of one alone; None where the file is neither.

    What the .cpg beside it says, else what its bytes are: UTF-8 where they are strictly that, else GB18030 (which
    holds GBK). GDAL's own guess is not asked: inside QGIS it is switched off.
    """
    if path.suffix.lower() not in (".shp", ".dbf"):
        return None
    for stated in (path.with_suffix(".cpg"), path.with_suffix(".CPG")):
        if stated.is_file():
            name = stated.read_text(encoding="ascii", errors="ignore").strip()
            if _is_known(name):
                return CHINESE if codecs.lookup(name).name in ("gbk", "gb2312") else name
    table = next((table for table in (path.with_suffix(".dbf"), path.with_suffix(".DBF")) if table.is_file()), None)
    if table is None:
        return UTF8
    with table.open("rb") as file:
        content = file.read(_READ_BYTES)
    return UTF8 if _is_utf8(content[32:]) else CHINESE


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_utf8(content: bytes) -> bool:
    """Return whether bytes are UTF-8, but for a character cut at the end."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(content)
    except UnicodeDecodeError:
        return False
    return True
