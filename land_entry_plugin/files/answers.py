# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of officers' answers as they are handed over: XLSX, CSV, or a layer or table of any kind."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.broken import LARGEST_UNPACKED_BYTES, unpacked_bytes
from land_entry_plugin.files.decoding import decoded
from land_entry_plugin.files.source import blank, canonical
from land_entry_plugin.files.vector import LAYER_MARK, layers_of, open_layer
from land_entry_plugin.packages import XLSX, Later, need

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from land_entry_plugin.files.source import Source

_openpyxl = Later("openpyxl", XLSX)
# The sheet or layer that holds the answers, where there are several.
ANSWERS = "answers"
BOOKS, TEXTS = (".xlsx", ".xlsm"), (".csv", ".tsv", ".txt")
# What programs write into text files where there is no value; "none" may be an answer.
NOTHING = ("", "NULL", "<NULL>", "None", "NaN", "nan", "NaT")
_DELIMITERS = ",\t;"
_BRACKETED = re.compile(r".*[\[［]\s*([^\]］]+?)\s*[\]］]\s*", re.DOTALL)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
_MIDNIGHT = "00:00:00"


@dataclass(frozen=True)
class AnswerTable:
    """A table of answers, those of its columns that were asked for.

    Attributes
    ----------
    name : str
    columns : tuple of (str, sequence)
        Heads as they stand, and the values below them (``plain``).
    row_count : int
    """

    name: str
    columns: tuple[tuple[str, Sequence[Any]], ...]
    row_count: int

    @property
    def sha256(self) -> str:
        """Hash of what was read, whatever file or program delivered it, and in which order."""
        columns = sorted(self.columns, key=lambda column: column[0])
        rows = sorted([canonical(values[row]) for _, values in columns] for row in range(self.row_count))
        content = json.dumps([[head for head, _ in columns], rows], ensure_ascii=False)
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


class AnswerSource(Protocol):
    """Where answers come from."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def path(self) -> Path | None:
        """The file behind it."""

    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns."""

    def read(self, wanted: Callable[[str], bool]) -> AnswerTable:
        """Return the columns whose heads are wanted; no others are looked at."""


def head_id(head: str) -> str:
    """Return what a head stands for: of ``所有权已登记？ [ownership_registered]`` it is the id in brackets."""
    found = _BRACKETED.fullmatch(head)
    return (found[1] if found else head).strip().lower()


def plain(value: Any) -> Any:
    """Return a value as None, int, float or text; days as ``2025-05-01``, whichever reader delivered it."""
    if isinstance(value, np.datetime64):
        value = None if np.isnat(value) else np.datetime_as_string(value, unit="s")
    elif isinstance(value, np.generic):
        value = value.item()
    if blank(value) or value != value:  # noqa: PLR0124 missing times of several libraries are not equal to themselves
        return None
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    text = value.isoformat() if isinstance(value, date | datetime) else _text_of(value)
    moment = _MOMENT.fullmatch(text)
    if moment:
        return moment[1] if moment[2] == _MIDNIGHT else f"{moment[1]}T{moment[2]}"
    return None if text in NOTHING else text


def _text_of(value: Any) -> str:
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace").strip()
    return str(value).strip()


@dataclass(frozen=True)
class LayerAnswers:
    """Answers in a layer or in a table without geometry."""

    source: Source

    @property
    def name(self) -> str:
        """The layer's own name."""
        return self.source.describe().name

    @property
    def path(self) -> Path | None:
        """The file behind the layer."""
        path = self.source.describe().path
        return Path(path) if path else None

    def heads(self) -> tuple[str, ...]:
        """Return the names of the fields."""
        return self.source.describe().fields

    def read(self, wanted: Callable[[str], bool]) -> AnswerTable:
        """Return the fields whose names are wanted."""
        names = [name for name in self.heads() if wanted(name)]
        rows = self.source.rows(names)
        columns = tuple((name, [plain(value) for value in rows.columns[name]]) for name in names)
        return AnswerTable(self.name, columns, len(rows.ids))


@dataclass(frozen=True)
class FileAnswers:
    """Answers in a workbook or in a text file.

    Attributes
    ----------
    path : Path
    sheet : str or None
        Of a workbook; None for the sheet ``answers``, else the first.
    """

    path: Path
    sheet: str | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def heads(self) -> tuple[str, ...]:
        """Return the heads, without those of empty columns.

        Raises
        ------
        InputError
            When the file cannot be read, or has no head.
        """
        return tuple(_head(cell) for cell in self._rows()[0] if not blank(cell))

    def read(self, wanted: Callable[[str], bool]) -> AnswerTable:
        """Return the columns whose heads are wanted.

        Raises
        ------
        InputError
            When the file cannot be read, or has no head.
        """
        head, *body = self._rows()
        columns = tuple(
            (_head(cell), [plain(row[i]) if i < len(row) else None for row in body])
            for i, cell in enumerate(head)
            if not blank(cell) and wanted(_head(cell))
        )
        return AnswerTable(self.name, columns, len(body))

    def _rows(self) -> list[Sequence[Any]]:
        """Return the rows that are not empty, the head first."""
        try:
            grid = self._workbook() if self.path.suffix.lower() in BOOKS else _text(self.path)
        except InputError:
            raise
        except Exception as error:  # what is no workbook makes its reader fail in many ways
            raise InputError("unreadable_answers", str(error), path=str(self.path)) from error
        rows = [row for row in grid if not all(blank(cell) for cell in row)]
        if not rows:
            raise InputError("unreadable_answers", path=str(self.path))
        return rows

    def _workbook(self) -> list[Sequence[Any]]:
        with zipfile.ZipFile(self.path) as archive:
            if unpacked_bytes(archive) > LARGEST_UNPACKED_BYTES:
                raise InputError("unreadable_answers", path=str(self.path))
        book = _openpyxl.load_workbook(self.path, read_only=True, data_only=True)
        try:
            names = [sheet.title for sheet in book.worksheets]
            if self.sheet is not None and self.sheet not in names:
                raise InputError("no_such_layer", layer=self.sheet, path=str(self.path), layers=names)
            sheet = book[self.sheet or (ANSWERS if ANSWERS in names else names[0])]
            # other programs state the size wrongly, and only that part would be read
            sheet.reset_dimensions()
            return [tuple(row) for row in sheet.iter_rows(values_only=True)]
        finally:
            book.close()


def open_answers(text: str) -> AnswerSource:
    """Return the answers of a file, or of one of its layers or sheets, written as ``FILE|layername=NAME``.

    Raises
    ------
    InputError
        When there is no such file or layer.
    """
    file_name, _, layer = text.partition(LAYER_MARK)
    path = Path(file_name)
    if path.suffix.lower() in (*BOOKS, *TEXTS):
        if not path.is_file():
            raise InputError("missing_file", path=file_name)
        if path.suffix.lower() in BOOKS:
            need(XLSX)
        return FileAnswers(path, layer or None)
    try:
        if not layer and len(layers := layers_of(path)) > 1 and ANSWERS in layers:
            return LayerAnswers(open_layer(f"{text}{LAYER_MARK}{ANSWERS}"))
        return LayerAnswers(open_layer(text))
    except InputError as error:
        if error.text_id != "unreadable_file":
            raise
        # a record, a document: who gave it has to hear of tables, not of vector data
        raise InputError("unreadable_answers", detail=error.detail, path=file_name) from error


def _head(cell: Any) -> str:
    return str(cell).strip()


def _text(path: Path) -> list[Sequence[Any]]:
    content, _ = decoded(path.read_bytes())
    first = next((line for line in content.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
