# SPDX-License-Identifier: GPL-2.0-or-later
"""A template as a file: whether it is a Word document that may be opened, and what is written in it."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from land_entry_plugin.files.documents.faults import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 64_000_000
_MOST_PARTS = 2000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = re.compile(r"word/document\d*\.xml")
# What comes of opening a file that is no package, or a broken or locked one, or one packed in a way that is not known.
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError, ValueError)
# Parts in which placeholders are filled, and how places in them are called.
_PARTS = re.compile(r"word/(document|header|footer|footnotes)(\d*)\.xml")
_MACROS = re.compile(r"vbaProject|macroEnabled|activeX", re.IGNORECASE)
_EMBEDDED = re.compile(r"^word/embeddings/", re.IGNORECASE)
# Fields that fetch something when the document is opened.
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a template.

    Attributes
    ----------
    text : str
    place : Place
    row : int
        Number of the innermost table row in the part, from one; zero outside of tables.
    """

    text: str
    place: Place
    row: int


def parts_of(path: Path) -> tuple[dict[str, bytes], Fault | None]:
    """Return the XML parts of a template that are filled, and why it may not be used, if so."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            names = [one.filename for one in entries]
            if not any(map(_DOCUMENT.fullmatch, names)) or "[Content_Types].xml" not in names:
                return {}, Fault(Place(), "no_docx", {})
            if len(entries) > _MOST_PARTS or sum(one.file_size for one in entries) > MOST_BYTES:
                return {}, Fault(Place(), "too_large", {"megabytes": MOST_BYTES // 1_000_000})
            types = package.read("[Content_Types].xml").decode("utf-8", "replace")
            for name in (*names, types):
                if _MACROS.search(name):
                    return {}, Fault(Place(), "macros", {})
            if any(map(_EMBEDDED.search, names)):
                return {}, Fault(Place(), "embedded", {})
            for name in names:
                if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(name)[:4096]:
                    return {}, Fault(Place(), "no_docx", {})
            fault = next(_fetched(package, names), None)
            return {name: package.read(name) for name in names if _PARTS.fullmatch(name)}, fault
    except (*UNREADABLE, etree.XMLSyntaxError):
        return {}, Fault(Place(), "no_docx", {})


def _fetched(package: zipfile.ZipFile, names: list[str]) -> Iterator[Fault]:
    """Yield what a reader's program would fetch from elsewhere; links that one has to click are none."""
    for name in names:
        if name.endswith(".rels"):
            for one in _parsed(package.read(name)):
                target = str(one.get("Target"))
                if one.get("TargetMode") == "External" and not str(one.get("Type")).endswith("/hyperlink"):
                    yield Fault(Place(), "remote", {"target": target})


def paragraphs(part: str, content: bytes) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part in their order.

    Raises
    ------
    lxml.etree.XMLSyntaxError
        Where the part is broken.
    """
    root = _parsed(content)
    named = _PARTS.fullmatch(part)
    kind, number = (named[1], int(named[2] or 0)) if named else ("document", 0)
    tables = {one: i for i, one in enumerate(_outermost(root), start=1)}
    rows = {one: i for i, one in enumerate(root.iter(f"{_W}tr"), start=1)}
    count = 0
    for paragraph in root.iter(f"{_W}p"):
        table = next((one for one in paragraph.iterancestors(f"{_W}tbl") if one in tables), None)
        if table is None:
            count += 1
            place = Place(kind, number, paragraph=count)
        else:
            place = Place(kind, number, table=tables[table], **_in_table(paragraph, table))
        row = next(paragraph.iterancestors(f"{_W}tr"), None)
        yield Paragraph(_text(paragraph), place, 0 if row is None else rows[row])


def fields_that_fetch(content: bytes) -> str | None:
    """Return the first field of a part that fetches something when the document is opened."""
    for instruction in _parsed(content).iter(f"{_W}instrText", f"{_W}fldSimple"):
        text = (instruction.text or "") + str(instruction.get(f"{_W}instr") or "")
        if _FETCHING.search(text):
            return " ".join(text.split())
    return None


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _outermost(root: Any) -> Iterator[Any]:
    return (one for one in root.iter(f"{_W}tbl") if next(one.iterancestors(f"{_W}tbl"), None) is None)


def _in_table(paragraph: Any, table: Any) -> dict[str, int]:
    """Return the row and the cell of an outermost table in which a paragraph stands."""
    row = next(one for one in paragraph.iterancestors(f"{_W}tr") if one.getparent() is table)
    cell = next((one for one in paragraph.iterancestors(f"{_W}tc") if one.getparent() is row), None)
    rows, cells = list(table.iterchildren(f"{_W}tr")), list(row.iterchildren(f"{_W}tc"))
    return {"row": rows.index(row) + 1, "cell": 0 if cell is None else cells.index(cell) + 1}


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph's own runs: not that of boxes inside it."""
    return "".join(
        one.text or "" for one in paragraph.iter(f"{_W}t") if next(one.iterancestors(f"{_W}p"), None) is paragraph
    )
