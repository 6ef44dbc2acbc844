# SPDX-License-Identifier: GPL-2.0-or-later
"""From what stands in a file to parcels with a shape, in one coordinate system."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from land_entry_plugin.engine.nesting import nested
from land_entry_plugin.engine.repair import shape_fault
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.frame import framed
from land_entry_plugin.files.coordinates.model import COUNT, NUMBER, Note, ReadParcel
from land_entry_plugin.files.coordinates.rings import rings_of, without_doubled_numbers

if TYPE_CHECKING:
    from land_entry_plugin.files.coordinates.model import Block, Reading, Ring

_PLACE = re.compile(r"\[([-\d.e+]+) ([-\d.e+]+)\]")


@dataclass(frozen=True)
class CoordinateFile:
    """A file, understood.

    Attributes
    ----------
    reading : Reading
    crs : str
    is_geographic : bool
    parcels : tuple of ReadParcel
    notes : tuple of Note
    """

    reading: Reading
    crs: str
    is_geographic: bool
    parcels: tuple[ReadParcel, ...]
    notes: tuple[Note, ...]


def understood(reading: Reading, crs: str | None, file: str) -> CoordinateFile:
    """Return the parcels of a file in its coordinate system.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    notes = list(reading.notes)
    blocks = []
    for i, block in enumerate(reading.blocks):
        if not block.rows:
            raise InputError("coordinates_few_points", file=file, line=block.line, count=0)
        mended, odd = without_doubled_numbers(block)
        blocks.append(mended)
        notes += [replace(note, parcel=i) for note in odd]
    reading = replace(reading, blocks=tuple(blocks))
    frame = framed(reading, crs, file)
    notes += frame.notes
    parcels, unclosed = [], []
    for i, (block, points) in enumerate(zip(reading.blocks, frame.points, strict=True)):
        rings, open_rings, odd = rings_of(block, points, file, i, is_geographic=frame.is_geographic)
        unclosed += [i] * bool(open_rings)
        parcel = _parcel(block, rings)
        notes += [*odd, *_on_count(parcel, open_rings, i), *_on_shape(parcel, i, in_metres=not frame.is_geographic)]
        parcels.append(parcel)
    if unclosed:
        notes.append(Note("rings_unclosed", {"count": len(unclosed)}))
    notes += _on_numbers(reading.blocks)
    located = tuple(replace(note, unit=reading.unit) for note in notes)
    return CoordinateFile(reading, frame.crs, frame.is_geographic, tuple(parcels), located)


def _parcel(block: Block, rings: list[Ring]) -> ReadParcel:
    order, parts = [], []
    for nest in nested([ring.points for ring in rings]):
        order += [nest.shell, *nest.holes]
        parts.append(shapely.Polygon(rings[nest.shell].points, [rings[hole].points for hole in nest.holes]))
    return ReadParcel(block, tuple(rings[i] for i in order), shapely.MultiPolygon(parts))


def _on_count(parcel: ReadParcel, open_rings: int, position: int) -> list[Note]:
    """Return a note where the number of points stated is none of those in use."""
    stated = parcel.block.values.get(COUNT)
    if stated is None or not stated.isdigit():
        return []
    corners = sum(len(ring.names) for ring in parcel.rings)
    rows = len(parcel.block.rows)
    # with all closing points, with one, with none
    if int(stated) in (rows, corners, corners + 1, corners + len(parcel.rings)):
        return []
    return [Note("count_differs", {"line": parcel.block.line, "stated": int(stated), "rows": rows}, position)]


def _on_shape(parcel: ReadParcel, position: int, *, in_metres: bool) -> list[Note]:
    notes = []
    parts = len(parcel.geometry.geoms)
    holes = len(parcel.rings) - parts
    if len(parcel.rings) > 1:
        notes.append(Note("parts_and_holes", {"line": parcel.block.line, "parts": parts, "holes": holes}, position))
    if shape_fault(parcel.geometry, in_metres=in_metres) is not None:
        place = _PLACE.search(shapely.is_valid_reason(parcel.geometry))
        decimals = 3 if in_metres else 7
        values = {
            name: round(float(place.group(group)), decimals) if place else None for name, group in (("x", 2), ("y", 1))
        }
        notes.append(Note("shape_broken", {"line": parcel.block.line, **values}, position))
    return notes


def _on_numbers(blocks: tuple[Block, ...]) -> list[Note]:
    lines: dict[str, list[int]] = defaultdict(list)
    for block in blocks:
        if block.values.get(NUMBER):
            lines[block.values[NUMBER]].append(block.line)
    if not lines:
        return [Note("no_numbers")]
    return [Note("number_twice", {"number": one, "lines": found}) for one, found in lines.items() if len(found) > 1]


def ring_starts(rings: tuple[Ring, ...]) -> list[int]:
    """Return at which point (from 1, through all rings) each ring begins."""
    starts, position = [], 1
    for ring in rings:
        starts.append(position)
        position += len(ring.names)
    return starts
