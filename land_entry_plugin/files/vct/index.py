# SPDX-License-Identifier: GPL-2.0-or-later
"""Where everything stands in a VCT file: read once from end to end, of each object only place and extent kept."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vct.frame import frame_of
from land_entry_plugin.files.vct.head import read_head
from land_entry_plugin.files.vct.lines import Lines
from land_entry_plugin.files.vct.objects import Layout, read_line, read_point, read_polygon
from land_entry_plugin.files.vct.tables import LINE, POINT, POLYGON, read_codes, read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.files.vct.frame import VctFrame
    from land_entry_plugin.files.vct.head import VctHead
    from land_entry_plugin.files.vct.objects import VctObject
    from land_entry_plugin.files.vct.tables import FeatureCode, Table

_READERS = {POINT: read_point, LINE: read_line, POLYGON: read_polygon}
_ANYWHERE = (-np.inf, -np.inf, np.inf, np.inf)


@dataclass
class Places:
    """Where the objects of one kind stand: identifiers, feature codes, bytes, lines, extents as the numbers stand."""

    numbers: array = field(default_factory=lambda: array("q"))
    codes: array = field(default_factory=lambda: array("l"))
    offsets: array = field(default_factory=lambda: array("q"))
    lines: array = field(default_factory=lambda: array("l"))
    boxes: array = field(default_factory=lambda: array("d"))
    references: array = field(default_factory=lambda: array("q"))
    ends: array = field(default_factory=lambda: array("q"))

    def add(self, found: VctObject, code: int, offset: int, line: int) -> None:
        """Keep an object."""
        self.numbers.append(found.number)
        self.codes.append(code)
        self.offsets.append(offset)
        self.lines.append(line)
        points = [piece.points for piece in found.pieces if len(piece.points)]
        if found.references is not None and not found.of_polygons:
            self.references.extend(found.references.tolist())
        self.ends.append(len(self.references))
        # what is made of other objects, and an arc, may lie anywhere
        if points and not any(piece.is_arc for piece in found.pieces):
            together = points[0] if len(points) == 1 else np.concatenate(points)
            self.boxes.extend((*together.min(axis=0).tolist(), *together.max(axis=0).tolist()))
        else:
            self.boxes.extend(_ANYWHERE)

    def box_array(self) -> np.ndarray:
        """Return the extents, shape (n, 4)."""
        return np.array(self.boxes).reshape(-1, 4)

    def referred(self, row: int) -> np.ndarray:
        """Return the lines that one polygon is made of."""
        start = self.ends[row - 1] if row else 0
        return np.array(self.references[start : self.ends[row]], dtype=np.int64)


@dataclass
class VctIndex:
    """A VCT file, known but not held.

    Attributes
    ----------
    head : VctHead
    layout : Layout
    codes : list of FeatureCode
    tables : dict of str to Table
    places : dict of str to Places
        By kind.
    rows : dict of str to (array, array, array)
        Identifier, byte and line of every row, by table.
    skipped : dict of str to int
        Sections that are not read, and their lines.
    is_utf8 : bool
    frame : VctFrame or None
    """

    head: VctHead
    layout: Layout
    codes: list[FeatureCode] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    places: dict[str, Places] = field(default_factory=lambda: {kind: Places() for kind in _READERS})
    rows: dict[str, tuple[array, array, array]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    is_utf8: bool = True
    frame: VctFrame | None = None

    @property
    def encoding(self) -> str:
        return "utf-8" if self.is_utf8 else "gb18030"

    def text(self, line: bytes) -> str:
        """Return a line as text."""
        return line.decode(self.encoding, "replace")

    def split(self, line: bytes) -> list[str]:
        """Return the words between separators."""
        return [word.strip() for word in self.text(line).split(self.head.separator)]


def index_of(path: Path) -> VctIndex:
    """Return the index of a file; that of one read before, while it has not changed.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    try:
        stat = path.stat()
        return _indexed(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise InputError("missing_file", detail=str(error), path=str(path)) from error


@lru_cache(maxsize=4)
def _indexed(path: Path, size: int, changed: int) -> VctIndex:
    with path.open("rb") as stream:
        return _Reader(Lines(stream, path.name)).read()


class _Reader:
    """Goes through a file section by section."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        head = read_head(lines)
        lines.separator = head.separator.encode("utf-8")
        has_nodes = head.values.get("TOPO", "").strip() == "2" and not head.is_of_2007
        self._index = VctIndex(head, Layout(head.is_of_2007, has_nodes))
        self._code_numbers: dict[str, int] = {}

    def read(self) -> VctIndex:
        index, lines = self._index, self._lines
        while (line := lines.next()) is not None:
            section = line.upper()
            kind = section.removesuffix(b"BEGIN").decode("ascii", "replace")
            if section == b"FEATURECODEBEGIN":
                index.codes = read_codes(lines, self._split)
            elif section == b"TABLESTRUCTUREBEGIN":
                index.tables = read_tables(lines, self._split)
            elif section.endswith(b"BEGIN") and kind in _READERS:
                self._objects(kind)
            elif section == b"ATTRIBUTEBEGIN":
                self._attributes()
            elif section.endswith(b"BEGIN"):
                self._skip(section, kind)
        if not index.codes:
            raise InputError("vct_no_codes", file=lines.file)
        self._code_names()
        index.frame = self._frame()
        return index

    def _split(self, line: bytes) -> list[str]:
        self._note_encoding(line)
        return self._index.split(line)

    def _note_encoding(self, line: bytes) -> None:
        """See that a text is UTF-8; one that is not decides for the file."""
        if self._index.is_utf8 and not line.isascii():
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                self._index.is_utf8 = False

    def _objects(self, kind: str) -> None:
        lines, places, read = self._lines, self._index.places[kind], _READERS[kind]
        end = kind.encode() + b"END"
        while (line := lines.wanted()).upper() != end:
            # a 0 ends an object, with some programs only
            if line == b"0":
                continue
            offset, number = lines.offset, lines.number
            found = read(lines, lines.whole_of(line), self._index.layout)
            code = self._code_numbers.setdefault(found.code, len(self._code_numbers))
            places.add(found, code, offset, number)

    def _attributes(self) -> None:
        lines = self._lines
        while (line := lines.wanted()).upper() != b"ATTRIBUTEEND":
            if line == b"0":
                continue
            name = self._split(line)[0].upper()
            if name not in self._index.tables:
                raise lines.fault("vct_unknown_table", table=name)
            numbers, offsets, places = self._index.rows.setdefault(name, (array("q"), array("q"), array("l")))
            while (row := lines.wanted()).upper() != b"TABLEEND":
                if row.upper() == b"ATTRIBUTEEND":
                    return
                self._note_encoding(row)
                numbers.append(lines.whole_of(row.split(lines.separator, 1)[0].strip()))
                offsets.append(lines.offset)
                places.append(lines.number)

    def _skip(self, section: bytes, kind: str) -> None:
        lines, end = self._lines, section.removesuffix(b"BEGIN") + b"END"
        first = lines.number
        while lines.wanted().upper() != end:
            pass
        if lines.number > first + 1:
            self._index.skipped[kind] = lines.number - first - 1

    def _code_names(self) -> None:
        """Give objects the places of their codes in the list of codes; -1 to lines and points of no code."""
        numbered = reversed(list(enumerate(self._index.codes)))
        known = {(code.code, code.kind): place for place, code in numbered}
        names = list(self._code_numbers)
        for kind, own in self._index.places.items():
            places = np.array([known.get((name, kind), -1) for name in names], dtype=np.int64)
            codes = np.array(own.codes, dtype=np.int64)
            own.codes = array("l", places[codes].tolist() if len(codes) else [])
            # lines may serve as borders only; a polygon of no layer would be missing unseen
            if kind == POLYGON and -1 in own.codes:
                lost = own.codes.index(-1)
                line, code = own.lines[lost], names[codes[lost]]
                raise InputError("vct_unknown_code", file=self._lines.file, line=line, code=code)

    def _frame(self) -> VctFrame | None:
        boxes = np.concatenate([own.box_array() for own in self._index.places.values()])
        starts = np.concatenate([np.array(own.lines, dtype=np.int64) for own in self._index.places.values()])
        finite = np.isfinite(boxes).all(axis=1)
        corners = np.concatenate([boxes[finite][:, :2], boxes[finite][:, 2:]])
        return frame_of(self._index.head, corners, np.tile(starts[finite], 2), self._lines.file)
