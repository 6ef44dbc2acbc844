# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate text files (电子报盘 and its dialects), read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.decode import lines_of, read_text
from land_entry_plugin.files.coordinates.dialect import BLANK_FIELD, EAST, NORTH, POINT, RING, shipped
from land_entry_plugin.files.coordinates.model import KIND, KNOWN_FIELDS, OTHER_KINDS, Block, Note, Reading, Row
from land_entry_plugin.files.coordinates.recognise import columns_error, kind_of, layout_of, recognised, trimmed
from land_entry_plugin.files.coordinates.sections import number_of, sections_of

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.files.coordinates.decode import Line, Piece
    from land_entry_plugin.files.coordinates.dialect import Dialect
    from land_entry_plugin.files.coordinates.sections import RawBlock, Sections

_NO_PARAMETERS = {"", "0", "0.0", "1", "无"}


def read_text_file(path: Path, dialect: Dialect | None) -> Reading:
    """Return what a text file holds, in ``dialect`` or in the one that fits best.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    text, encoding = read_text(path)
    return parse_text(text, path.name, dialect, encoding)


def parse_text(text: str, file: str, dialect: Dialect | None, encoding: str | None = None) -> Reading:
    """Return what the text of a file holds; ``file`` is its name for messages."""
    candidates = (dialect,) if dialect else tuple(one for one in shipped() if one.detect)
    found = sections_of(lines_of(text), candidates)
    if not found.blocks:
        raise InputError("coordinates_no_parcels", file=file)
    chosen = recognised(found.blocks, candidates, file)
    notes = _notes_on(found)
    blocks: list[Block] = []
    for raw in found.blocks:
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
    if not blocks:
        raise InputError("coordinates_no_polygons", file=file)
    names = dict.fromkeys(name for block in blocks for name in block.values if name not in KNOWN_FIELDS)
    own = [name for name in chosen.parcel if name not in (*KNOWN_FIELDS, BLANK_FIELD)]
    return Reading(
        blocks=tuple(blocks),
        notes=tuple(notes),
        format=chosen.title,
        encoding=encoding,
        extra_fields=tuple(dict.fromkeys([*own, *names])),
    )


def _notes_on(found: Sections) -> list[Note]:
    notes = [Note("section_skipped", {"section": name, "keys": keys or ["—"]}) for name, keys in found.others.items()]
    if found.ignored:
        notes.append(Note("lines_ignored", {"lines": found.ignored}))
    notes += [Note("no_end_mark", {"line": line}) for line in found.unmarked]
    parameters = {block.header.get("parameters", "") for block in found.blocks}
    stated = [text for text in parameters if any(part.strip() not in _NO_PARAMETERS for part in text.split(","))]
    return notes + [Note("parameters_ignored", {"text": text}) for text in sorted(stated)]


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
    layout = layout_of(raw.rows, dialect)
    rows = tuple(_row(line, pieces, layout, file) for line, pieces in raw.rows)
    return Block(raw.line, values, rows, raw.header, ring_column=RING in layout), unfilled


def _row(line: Line, pieces: tuple[Piece, ...], layout: tuple[str, ...], file: str) -> Row:
    filled = trimmed(pieces)
    north, east = layout.index(NORTH), layout.index(EAST)
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

    def text(name: str) -> str | None:
        if name not in layout or layout.index(name) >= len(filled):
            return None
        return filled[layout.index(name)].plain or None

    return Row(line.number, text(POINT), text(RING), numbers[0], numbers[1])
