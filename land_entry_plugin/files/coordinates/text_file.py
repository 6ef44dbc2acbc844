# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate text files (电子报盘 and its dialects), read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.decode import lines_of, lines_of_file
from land_entry_plugin.files.coordinates.dialect import BLANK_FIELD, EAST, NORTH, POINT, RING, shipped
from land_entry_plugin.files.coordinates.model import KIND, KNOWN_FIELDS, OTHER_KINDS, Block, Note, Reading, Row, Rows
from land_entry_plugin.files.coordinates.recognise import (
    check_fits,
    columns_error,
    kind_of,
    layout_of,
    recognised,
    trimmed,
)
from land_entry_plugin.files.coordinates.sections import Cutter, number_of
from land_entry_plugin.files.decoding import codec_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from land_entry_plugin.files.coordinates.decode import Line, Piece, Run
    from land_entry_plugin.files.coordinates.dialect import Dialect
    from land_entry_plugin.files.coordinates.sections import RawBlock

# So much of a file is held at a time; by the first of it the dialect is recognised.
MOST_PARCELS, _MOST_POINTS = 1000, 20_000
_NO_PARAMETERS = {"", "0", "0.0", "1", "无"}


def text_batches(path: Path, dialect: Dialect | None) -> Iterator[Reading]:
    """Yield what a text file holds, some parcels at a time, in ``dialect`` or in the one that fits the first best.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    codec = codec_of_file(path)
    yield from _batches(lines_of_file(path, codec), path.name, dialect, codec[1])


def parse_text(text: str, file: str, dialect: Dialect | None, encoding: str | None = None) -> Iterator[Reading]:
    """Yield what a text holds; ``file`` is its name for messages."""
    return _batches(lines_of(text), file, dialect, encoding)


def _batches(
    lines: Iterable[Line | Run], file: str, dialect: Dialect | None, encoding: str | None
) -> Iterator[Reading]:
    candidates = (dialect,) if dialect else tuple(one for one in shipped() if one.detect)
    cutter = Cutter(candidates)
    raw_blocks = cutter.blocks(lines)
    raws = _some(raw_blocks)
    if not raws:
        raise InputError("coordinates_no_parcels", file=file)
    chosen = recognised(raws, candidates, file)
    is_first, is_empty, parameters = True, True, set()
    while raws:
        coming = _some(raw_blocks)
        if not is_first:
            check_fits(raws, chosen, file)
        parameters |= {text for block in raws if _states(text := block.header.get("parameters", ""))}
        notes = [] if coming else _notes_on(cutter)
        notes += [Note("no_end_mark", {"line": line}) for line in cutter.unmarked]
        cutter.unmarked = []
        notes += [] if coming else [Note("parameters_ignored", {"text": text}) for text in sorted(parameters)]
        reading = _reading(raws, chosen, file, encoding, notes)
        is_empty = is_empty and not reading.blocks
        if reading.blocks or (not coming and not is_empty):
            yield reading
        raws, is_first = coming, False
    if is_empty:
        raise InputError("coordinates_no_polygons", file=file)


def _some(blocks: Iterator[RawBlock]) -> list[RawBlock]:
    """Return the next parcels, so many as are held at a time."""
    found: list[RawBlock] = []
    points = 0
    for block in blocks:
        found.append(block)
        points += block.count
        if len(found) == MOST_PARCELS or points >= _MOST_POINTS:
            break
    return found


def _reading(raws: Sequence[RawBlock], chosen: Dialect, file: str, encoding: str | None, notes: list[Note]) -> Reading:
    blocks: list[Block] = []
    for raw in raws:
        kind = kind_of(raw, chosen)
        if kind in OTHER_KINDS:
            notes.append(Note("kind_skipped", {"line": raw.line, "kind": kind}))
            continue
        block, unfilled = _block(raw, chosen, file)
        if unfilled:
            notes.append(Note("unfilled", {"line": raw.line, "words": unfilled}, len(blocks)))
        if raw.fields is None:
            notes.append(Note("no_parcel_line", {"line": raw.line}, len(blocks)))
        blocks.append(block)
    names = dict.fromkeys(name for block in blocks for name in block.values if name not in KNOWN_FIELDS)
    own = [name for name in chosen.parcel if name not in (*KNOWN_FIELDS, BLANK_FIELD)]
    return Reading(
        blocks=tuple(blocks),
        notes=tuple(notes),
        format=chosen.title,
        encoding=encoding,
        extra_fields=tuple(dict.fromkeys([*own, *names])),
    )


def _notes_on(cutter: Cutter) -> list[Note]:
    others = cutter.others.items()
    notes = [Note("section_skipped", {"section": name, "keys": keys or ["—"]}) for name, keys in others]
    return notes + ([Note("lines_ignored", {"lines": cutter.ignored})] if cutter.ignored else [])


def _states(parameters: str) -> bool:
    return any(part.strip() not in _NO_PARAMETERS for part in parameters.split(","))


def _block(raw: RawBlock, dialect: Dialect, file: str) -> tuple[Block, list[str]]:
    """Return a parcel and the template words that stood in its line as values."""
    values: dict[str, str | None] = {}
    unfilled = []
    for i, piece in enumerate(raw.fields or ()):
        name = dialect.parcel[i] if i < len(dialect.parcel) else f"attribute_{i + 1}"
        if name == BLANK_FIELD:
            if not piece.text:
                continue
            name = f"attribute_{i + 1}"
        is_unfilled = piece.plain in dialect.unfilled and name != KIND
        if is_unfilled:
            unfilled.append(piece.text)
        values[name] = None if is_unfilled or not piece.text else piece.text
    layout = layout_of(raw, dialect)
    if layout is None:
        line, pieces = raw.rows[0]
        raise columns_error(file, line.number, pieces, dialect.points[0])
    columns = {name: layout.index(name) for name in (NORTH, EAST, POINT, RING) if name in layout}
    rows = _plain_rows(raw, columns, len(layout)) or tuple(
        _row(line, pieces, layout, columns, file) for line, pieces in raw.rows
    )
    return Block(raw.line, values, rows, raw.header), unfilled


def _plain_rows(raw: RawBlock, columns: dict[str, int], width: int) -> Rows | None:
    """Return the points of a parcel whose rows are all alike; None where they have to be looked at one by one."""
    found = raw.columns
    if found is None or not max(columns[NORTH], columns[EAST]) < len(found) <= width:
        return None
    numbers = [found[columns[name]] for name in (NORTH, EAST)]
    if any(kind == "words" for kind, _ in numbers):
        return None
    blank = [None] * raw.count
    names, rings = (found[i][1] if (i := columns.get(name, width)) < len(found) else blank for name in (POINT, RING))
    pairs = np.array([list(map(float, column)) for _, column in numbers]).T
    return Rows(raw.numbers, names, rings, pairs)


def _row(line: Line, pieces: tuple[Piece, ...], layout: tuple[str, ...], columns: dict[str, int], file: str) -> Row:
    filled = trimmed(pieces)
    north, east = columns[NORTH], columns[EAST]
    if not max(north, east) < len(filled) <= len(layout):
        raise columns_error(file, line.number, filled, layout)
    numbers = []
    for column in (north, east):
        number = number_of(filled[column].plain)
        if number is None:
            raise InputError(
                "coordinates_number", file=file, line=line.number, column=column + 1, text=filled[column].text
            )
        numbers.append(number)
    point, ring = (
        filled[columns[name]].plain or None if columns.get(name, len(filled)) < len(filled) else None
        for name in (POINT, RING)
    )
    return Row(line.number, point, ring, numbers[0], numbers[1])
