# SPDX-License-Identifier: GPL-2.0-or-later
"""From what stands in a file to parcels with a shape, in one coordinate system."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.nesting import nested
from land_entry_plugin.engine.repair import are_sound
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.frame import framed
from land_entry_plugin.files.coordinates.model import COUNT, Note, ReadParcel
from land_entry_plugin.files.coordinates.numbers import ParcelNumbers
from land_entry_plugin.files.coordinates.rings import rings_of, without_doubled_numbers
from land_entry_plugin.files.coordinates.sections import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from land_entry_plugin.files.coordinates.frame import Frame
    from land_entry_plugin.files.coordinates.model import Block, Reading, Ring

_PLACE = re.compile(r"\[([-\d.e+]+) ([-\d.e+]+)\]")


@dataclass(frozen=True)
class CoordinateFile:
    """A file, or some of its parcels, understood.

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


def understood(readings: Iterable[Reading], crs: str | None, file: str) -> Iterator[CoordinateFile]:
    """Yield the parcels of a file, as many at a time as are read, all in one coordinate system.

    What is to be said of the file as a whole comes with the last of them.

    Raises
    ------
    InputError
        With file, line and what to do.
    """
    whole = _Whole(file)
    coming = iter(readings)
    reading = next(coming, None)
    while reading is not None:
        following = next(coming, None)
        yield whole.understand(reading, crs, is_last=following is None)
        reading = following


@dataclass
class _Whole:
    """What holds for a file from one batch of parcels to the next."""

    file: str
    crs: str | None = None
    is_geographic: bool = False
    unclosed: int = 0
    said: set[str] = field(default_factory=set)
    numbers: ParcelNumbers = field(default_factory=ParcelNumbers)

    def understand(self, reading: Reading, crs: str | None, *, is_last: bool) -> CoordinateFile:
        notes = list(reading.notes)
        blocks = []
        for i, block in enumerate(reading.blocks):
            if not block.rows:
                raise InputError("coordinates_few_points", file=self.file, line=block.line, count=0)
            mended, odd = without_doubled_numbers(block)
            blocks.append(mended)
            notes += [replace(note, parcel=i) for note in odd]
        reading = replace(reading, blocks=tuple(blocks))
        parcels, read = [], []
        if blocks:
            frame = self._framed(reading, crs)
            notes += [note for note in frame.notes if note.parcel is not None or note.text_id not in self.said]
            self.said |= {note.text_id for note in frame.notes if note.parcel is None}
            for i, (block, points) in enumerate(zip(reading.blocks, frame.points, strict=True)):
                rings, open_rings, odd = rings_of(block, points, self.file, i, is_geographic=frame.is_geographic)
                self.unclosed += bool(open_rings)
                read.append((block, rings, open_rings, odd))
            parcels = _parcels([(block, rings) for block, rings, _, _ in read])
            sound = are_sound([one.geometry for one in parcels], in_metres=not frame.is_geographic)
            for i, (parcel, (*_, odd)) in enumerate(zip(parcels, read, strict=True)):
                notes += [
                    *odd,
                    *_on_count(parcel, i),
                    *_on_shape(parcel, i, is_sound=bool(sound[i]), in_metres=not frame.is_geographic),
                ]
            self.numbers.add(reading.blocks)
        if is_last:
            notes += [Note("rings_unclosed", {"count": self.unclosed})] if self.unclosed else []
            notes += self.numbers.notes()
        located = tuple(replace(note, unit=reading.unit) for note in notes)
        return CoordinateFile(reading, self.crs or "", self.is_geographic, tuple(parcels), located)

    def _framed(self, reading: Reading, crs: str | None) -> Frame:
        """Return points and coordinate system; refuse where these parcels are elsewhere than those before."""
        frame = framed(reading, crs, self.file)
        if self.crs is not None and frame.crs != self.crs:
            frames = ((framed(replace(reading, blocks=(one,)), crs, self.file).crs, one) for one in reading.blocks)
            odd = next((one for own, one in frames if own != self.crs), reading.blocks[0])
            raise InputError("coordinates_contradicts", file=self.file, line=odd.line, found=frame.crs, crs=self.crs)
        self.crs, self.is_geographic = frame.crs, frame.is_geographic
        return frame


def _parcels(read: list[tuple[Block, list[Ring]]]) -> list[ReadParcel]:
    """Return parcels with their shapes, which are made all at once."""
    ordered: list[tuple[Ring, ...]] = []
    part_of: list[int] = []
    parcel_of: list[int] = []
    for number, (_, rings) in enumerate(read):
        order = []
        for nest in nested([ring.points for ring in rings]):
            order += [nest.shell, *nest.holes]
            part_of += [len(parcel_of)] * (1 + len(nest.holes))
            parcel_of.append(number)
        ordered.append(tuple(rings[i] for i in order))
    points = [ring.points for of_parcel in ordered for ring in of_parcel]
    ring_of = np.repeat(np.arange(len(points)), [len(own) for own in points])
    lines = shapely.linearrings(np.concatenate(points), indices=ring_of)
    shapes = shapely.multipolygons(shapely.polygons(lines, indices=part_of), indices=parcel_of)
    return [ReadParcel(block, own, shape) for (block, _), own, shape in zip(read, ordered, shapes, strict=True)]


def _on_count(parcel: ReadParcel, position: int) -> list[Note]:
    """Return a note where the number of points stated is none of those in use."""
    stated = count_of(parcel.block.values.get(COUNT))
    if stated is None:
        return []
    corners = sum(len(ring.names) for ring in parcel.rings)
    rows = len(parcel.block.rows)
    # with all closing points, with one, with none
    if stated in (rows, corners, corners + 1, corners + len(parcel.rings)):
        return []
    return [Note("count_differs", {"line": parcel.block.line, "stated": stated, "rows": rows}, position)]


def _on_shape(parcel: ReadParcel, position: int, *, is_sound: bool, in_metres: bool) -> list[Note]:
    notes = []
    if len(parcel.rings) > 1:
        parts = len(parcel.geometry.geoms)
        holes = len(parcel.rings) - parts
        notes.append(Note("parts_and_holes", {"line": parcel.block.line, "parts": parts, "holes": holes}, position))
    if not is_sound:
        place = _PLACE.search(shapely.is_valid_reason(parcel.geometry))
        decimals = 3 if in_metres else 7
        values = {
            name: round(float(place.group(group)), decimals) if place else None for name, group in (("x", 2), ("y", 1))
        }
        notes.append(Note("shape_broken", {"line": parcel.block.line, **values}, position))
    return notes


def ring_starts(rings: tuple[Ring, ...]) -> list[int]:
    """Return at which point (from 1, through all rings) each ring begins."""
    starts, position = [], 1
    for ring in rings:
        starts.append(position)
        position += len(ring.names)
    return starts
