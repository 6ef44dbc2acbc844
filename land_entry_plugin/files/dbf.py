# SPDX-License-Identifier: GPL-2.0-or-later
"""The bytes of a dBASE table: its language byte, its fields, and texts as they are stored."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.long_paths import openable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of a field's name, as many as there is room for.
NAME_BYTES = 10
_HEADER_BYTES, _FIELD_BYTES = 32, 32
_END_OF_FIELDS = 0x0D
_LANGUAGE_BYTE = 29
# Enough of a table to meet Chinese texts where there are any: its beginning, and pieces all over it.
_FIRST_BYTES, _PIECE_BYTES, _PIECES = 4_000_000, 200_000, 16


@dataclass(frozen=True)
class Field:
    """A field of a table.

    Attributes
    ----------
    name : bytes
        As stored: cut at ten bytes.
    kind : str
        ``C`` for text.
    offset, width : int
        Of its values in a record.
    """

    name: bytes
    kind: str
    offset: int
    width: int


@dataclass(frozen=True)
class Table:
    """The head of a table.

    Attributes
    ----------
    path : Path
    language : int
        The language byte; 0 where none is stated.
    fields : tuple of Field
    """

    path: Path
    language: int
    fields: tuple[Field, ...]
    _first_record: int
    _record_bytes: int
    _record_count: int

    def texts(self) -> Iterator[tuple[int, Field, bytes]]:
        """Yield record number (from 1), field and stored bytes of values that are not all ASCII, all over the table."""
        texts = [field for field in self.fields if field.kind == "C"]
        with openable(self.path).open("rb") as file:
            for start, count in self._parts():
                file.seek(self._first_record + start * self._record_bytes)
                content = file.read(count * self._record_bytes)
                if content.isascii():
                    continue
                for i in range(len(content) // self._record_bytes):
                    record = content[i * self._record_bytes : (i + 1) * self._record_bytes]
                    if record.isascii():
                        continue
                    for field in texts:
                        value = record[field.offset : field.offset + field.width]
                        if not value.isascii():
                            yield start + i + 1, field, value.rstrip(b" \0")

    def _parts(self) -> list[tuple[int, int]]:
        """Return which records to look at: (first from 0, how many)."""
        size = max(self._record_bytes, 1)
        first = min(self._record_count, max(1, _FIRST_BYTES // size))
        rest, piece = self._record_count - first, max(1, _PIECE_BYTES // size)
        if rest <= piece * _PIECES:
            return [(0, self._record_count)]
        step = (rest - piece) // (_PIECES - 1)
        return [(0, first), *((first + i * step, piece) for i in range(_PIECES))]


def beside(path: Path, suffix: str) -> Path | None:
    """Return the file of a Shapefile that has a suffix, in small letters or large; None where there is none."""
    return next((own for own in map(path.with_suffix, (suffix, suffix.upper())) if own.is_file()), None)


def head_and_size(path: Path, head_bytes: int) -> tuple[bytes, int]:
    """Return the first bytes of a file, and how many it has."""
    with openable(path).open("rb") as file:
        return file.read(head_bytes), file.seek(0, os.SEEK_END)


def counted_records(path: Path) -> int | None:
    """Return how many records the table beside a Shapefile counts; None where there is no table.

    Raises
    ------
    InputError
        When the file has not room for as many.
    """
    found = beside(path, ".dbf")
    if found is None:
        return None
    head, size = head_and_size(found, _HEADER_BYTES)
    count, first_record, record_bytes = _stated(head)
    stated = max(first_record + count * record_bytes, _HEADER_BYTES)
    if stated > size:
        raise InputError("cut_file", path=str(found), stated=stated, size=size)
    return count


def _stated(head: bytes) -> tuple[int, int, int]:
    """Return what the head of a table says: how many records, where the first begins, how many bytes each has."""
    first_record, record_bytes = (int.from_bytes(head[i : i + 2], "little") for i in (8, 10))
    return int.from_bytes(head[4:8], "little"), first_record, record_bytes


def table_of(path: Path) -> Table | None:
    """Return the table beside a Shapefile, or a table by itself; None where there is none, or none that is sound."""
    found = beside(path, ".dbf")
    if found is None:
        return None
    with openable(found).open("rb") as file:
        head = file.read(_HEADER_BYTES)
        if len(head) < _HEADER_BYTES:
            return None
        count, first_record, record_bytes = _stated(head)
        descriptions = file.read(max(0, first_record - _HEADER_BYTES))
        # a broken head promises more than there is
        room = file.seek(0, os.SEEK_END) - first_record
        count = min(count, max(0, room) // max(record_bytes, 1))
    fields, offset = [], 1
    for start in range(0, len(descriptions) - _FIELD_BYTES + 1, _FIELD_BYTES):
        own = descriptions[start : start + _FIELD_BYTES]
        if own[0] == _END_OF_FIELDS:
            break
        kind = chr(own[11])
        # texts of more than 255 bytes keep the rest of their width where numbers keep their decimals
        width = own[16] + (own[17] << 8 if kind == "C" else 0)
        fields.append(Field(own[: NAME_BYTES + 1].split(b"\0")[0], kind, offset, width))
        offset += width
    return Table(found, head[_LANGUAGE_BYTE], tuple(fields), first_record, record_bytes, count)
