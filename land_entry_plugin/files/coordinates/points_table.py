# SPDX-License-Identifier: GPL-2.0-or-later
"""Point lists, read: CSV and XLSX with heads, CASS .dat without."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.broken import LARGEST_UNPACKED_BYTES, PARSER_ERRORS, unpacked_bytes
from land_entry_plugin.files.coordinates.angles import degrees_of, looks_like_angle
from land_entry_plugin.files.coordinates.decode import Line, lines_of, plain_text, read_text
from land_entry_plugin.files.coordinates.model import NAME, NUMBER, Block, Note, Reading, Row
from land_entry_plugin.files.coordinates.recognise import columns_error
from land_entry_plugin.files.coordinates.sections import number_of, row_pieces
from land_entry_plugin.files.coordinates.text_file import parse_text
from land_entry_plugin.packages import XLSX, Later, need
from land_entry_plugin.paths import read_resource
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from land_entry_plugin.files.coordinates.dialect import Dialect

_openpyxl, _openpyxl_errors = Later("openpyxl", XLSX), Later("openpyxl.utils.exceptions", XLSX)
# Titles may stand above the heads.
_HEAD_ROWS = 20
_UNITS = re.compile(r"[(\[].*?[)\]]")
Cells = list[str]
Heads = dict[str, int]


@cache
def _columns() -> dict[str, str]:
    stated = read_resource("point_columns.yaml")
    return {_squeezed(head): role for role, heads in stated.items() for head in reversed(heads)}


@cache
def _ranks() -> dict[str, int]:
    stated = read_resource("point_columns.yaml")
    return {_squeezed(head): rank for heads in stated.values() for rank, head in enumerate(heads)}


def _squeezed(head: str) -> str:
    return "".join(_UNITS.sub("", plain_text(head)).lower().split())


def read_csv(path: Path, dialect: Dialect | None) -> Iterator[Reading]:
    """Yield what a CSV file holds; one without heads is read as a text file.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    text, encoding = read_text(path)
    sample = plain_text(text[:4096])
    delimiter = max(",\t;", key=sample.count)
    plain = text.replace("，", ",") if delimiter == "," else text
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, list(cells)) for cells in reader]
    except csv.Error as error:
        raise InputError("coordinates_no_text", detail=str(error), file=path.name) from error
    heads = _heads(rows)
    if heads is None:
        yield from parse_text(text, path.name, dialect, encoding)
    else:
        yield _reading(rows, *heads, path.name, both("coordinate.format_csv", {}), encoding)


def read_xlsx(path: Path) -> Reading:
    """Return the points of the first sheet with the heads of a point list.

    Raises
    ------
    InputError
        When it is no workbook, or no sheet has such heads.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    need(XLSX)
    try:
        with zipfile.ZipFile(path) as archive:
            if unpacked_bytes(archive) > LARGEST_UNPACKED_BYTES:
                raise InputError("coordinates_no_workbook", file=path.name)
        workbook = _openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (*PARSER_ERRORS, _openpyxl_errors.InvalidFileException) as error:
        raise InputError("coordinates_no_workbook", detail=str(error), file=path.name) from error
    try:
        for sheet in workbook.worksheets:
            rows = [
                (number, [_cell(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            ]
            heads = _heads(rows)
            if heads is not None:
                reading = _reading(rows, *heads, path.name, both("coordinate.format_xlsx", {}), None)
                others = [name for name in workbook.sheetnames if name != sheet.title]
                notes = (Note("sheets_ignored", {"sheets": others, "sheet": sheet.title}),) if others else ()
                return replace(reading, notes=(*notes, *reading.notes), unit="row")
    except PARSER_ERRORS as error:
        # the sheets are parsed as they are read
        raise InputError("coordinates_no_workbook", detail=str(error), file=path.name) from error
    finally:
        workbook.close()
    raise InputError("coordinates_no_heads", file=path.name)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) and not value.is_integer() else _whole(value)


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _heads(rows: Sequence[tuple[int, Cells]]) -> tuple[int, Heads] | None:
    """Return the position of the row of heads and the column of each role; None where there is none."""
    for position, (_, cells) in enumerate(rows[:_HEAD_ROWS]):
        found: Heads = {}
        for column, cell in enumerate(cells):
            role = _columns().get(_squeezed(cell))
            if role and (role not in found or _rank(cell) < _rank(cells[found[role]])):
                found[role] = column
        if {"north", "east"} <= set(found) or {"latitude", "longitude"} <= set(found):
            return position, found
    return None


def _rank(head: str) -> int:
    return _ranks()[_squeezed(head)]


def _reading(
    rows: Sequence[tuple[int, Cells]],
    head_row: int,
    heads: Heads,
    file: str,
    title: dict[str, str],
    encoding: str | None,
) -> Reading:
    is_plane = {"north", "east"} <= set(heads)
    columns = (heads["north"], heads["east"]) if is_plane else (heads["latitude"], heads["longitude"])
    points: dict[str | None, list[Row]] = {}
    names: dict[str | None, str | None] = {}
    parcel: str | None = None
    in_degrees = not is_plane
    for line, cells in rows[head_row + 1 :]:

        def cell(role: str, cells: Cells = cells) -> str | None:
            text = cells[heads[role]].strip() if role in heads and heads[role] < len(cells) else ""
            return text or None

        # a merged cell stands in its first row only
        parcel = cell("parcel" if "parcel" in heads else "name") or parcel
        texts = [cells[column].strip() if column < len(cells) else "" for column in columns]
        if not any(texts):
            continue
        in_degrees = in_degrees or any(looks_like_angle(plain_text(text)) for text in texts)
        first, second = (_number(texts[i], file, line, columns[i], in_degrees=in_degrees) for i in (0, 1))
        points.setdefault(parcel, []).append(Row(line, cell("point"), cell("ring"), first, second))
        names.setdefault(parcel, cell("name"))
    if not points:
        raise InputError("coordinates_no_parcels", file=file)
    blocks = tuple(
        Block(
            line=own[0].line,
            values={NUMBER: number if "parcel" in heads else None, NAME: names[number]},
            rows=tuple(own),
            in_degrees=in_degrees,
        )
        for number, own in points.items()
    )
    notes = (Note("degrees_beside_plane", {}),) if is_plane and {"latitude", "longitude"} <= set(heads) else ()
    return Reading(blocks, notes, title, encoding)


def _number(text: str, file: str, line: int, column: int, *, in_degrees: bool) -> float:
    plain = plain_text(text).strip()
    number = degrees_of(plain) if in_degrees else number_of(plain)
    if number is None:
        raise InputError("coordinates_number", file=file, line=line, column=column + 1, text=text)
    return number


_DAT_LAYOUT = ("point", "code", "east", "north", "height")
# No code is a number of this size, so a number that large in its place is an easting.
_LEAST_EASTING = 1e5


def read_dat(path: Path) -> Reading:
    """Return the points of a CASS file: number, code, east, north, height; codes that hold together are parcels.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    text, encoding = read_text(path)
    lines = lines_of(text)
    # old files begin with how many points follow
    if lines and number_of(lines[0].plain.strip()) is not None:
        lines = lines[1:]
    read = [_dat_row(line, path.name) for line in lines]
    if not read:
        raise InputError("coordinates_no_parcels", file=path.name)
    groups = [(code, [row for _, row in rows]) for code, rows in groupby(read, key=lambda one: one[0])]
    codes = [code for code, _ in groups]
    notes = [Note("dat_order", {})]
    if any(codes) and len(set(codes)) == len(codes) and all(len(rows) >= 3 for _, rows in groups):
        notes.append(Note("dat_codes", {"codes": [code or "—" for code in codes]}))
    else:
        groups = [(None, [row for _, row in read])]
    blocks = [Block(rows[0].line, {NUMBER: code}, tuple(rows)) for code, rows in groups]
    return Reading(tuple(blocks), tuple(notes), both("coordinate.format_dat", {}), encoding)


def _dat_row(line: Line, file: str) -> tuple[str | None, Row]:
    pieces = row_pieces(line)
    has_code = len(pieces) > 4 or (len(pieces) == 4 and abs(number_of(pieces[1].plain) or 0.0) < _LEAST_EASTING)
    first = 2 if has_code else 1
    if not first + 2 <= len(pieces) <= first + 3:
        raise columns_error(file, line.number, pieces, _DAT_LAYOUT)
    numbers = []
    for column in (first, first + 1):
        number = number_of(pieces[column].plain)
        if number is None:
            raise InputError(
                "coordinates_number", file=file, line=line.number, column=column + 1, text=pieces[column].text
            )
        numbers.append(number)
    east, north = numbers
    return (pieces[1].text or None) if has_code else None, Row(line.number, pieces[0].plain or None, None, north, east)
