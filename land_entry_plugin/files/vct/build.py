# SPDX-License-Identifier: GPL-2.0-or-later
"""The shapes of a VCT file's objects, read from their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import shapely

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vct.lines import Lines
from land_entry_plugin.files.vct.objects import read_line, read_point, read_polygon
from land_entry_plugin.files.vct.shapes import OpenRing, chain_of, polygon_of, rings_of
from land_entry_plugin.files.vct.tables import LINE, POINT, POLYGON

if TYPE_CHECKING:
    from land_entry_plugin.files.vct.frame import VctFrame
    from land_entry_plugin.files.vct.index import Places, VctIndex
    from land_entry_plugin.files.vct.objects import VctObject

_READERS = {POINT: read_point, LINE: read_line, POLYGON: read_polygon}
# What is made of what is made of ... ends somewhere, or runs in a circle.
_DEEPEST = 20
# Neighbours share lines: so many objects are made with their lines at hand.
_BATCH = 2000
_NONE, _SEVERAL = -1, -2


class Builder:
    """Makes the shapes of objects."""

    def __init__(self, index: VctIndex, stream: BinaryIO, file: str, frame: VctFrame) -> None:
        self._index, self._stream, self._file, self._frame = index, stream, file, frame
        self._sorted: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._chains: dict[int, np.ndarray] = {}
        self._in_degrees = frame.in_degrees

    def extents(self, kind: str, chosen: np.ndarray) -> np.ndarray:
        """Return the extents of objects, shape (n, 4), in the layer's coordinates; infinite where it takes reading."""
        boxes = self._index.places[kind].box_array()
        if kind == POLYGON:
            self._span_lines(boxes)
        boxes = boxes[chosen]
        return np.hstack([self._placed(boxes[:, :2]), self._placed(boxes[:, 2:])])

    def _span_lines(self, boxes: np.ndarray) -> None:
        """Fill in the extents of the polygons that are made of lines, as far as all of these are there."""
        places = self._index.places[POLYGON]
        counts = np.diff(np.array(places.ends, dtype=np.int64), prepend=0)
        references = np.abs(np.array(places.references, dtype=np.int64))
        owners = np.repeat(np.arange(len(counts)), counts)[references > 0]
        if not len(owners):
            return
        lines = self._rows_of(LINE, references)
        if (lines < 0).all():
            return
        of_lines = self._index.places[LINE].box_array()[lines]
        of_lines[lines < 0] = (-np.inf, -np.inf, np.inf, np.inf)
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        boxes[owners[starts], :2] = np.minimum.reduceat(of_lines[:, :2], starts)
        boxes[owners[starts], 2:] = np.maximum.reduceat(of_lines[:, 2:], starts)

    def shapes(self, kind: str, chosen: np.ndarray) -> list[shapely.Geometry]:
        """Return the shapes of objects.

        Raises
        ------
        InputError
            With the line of the object that cannot be made.
        """
        shapes: list[shapely.Geometry] = []
        for start in range(0, len(chosen), _BATCH):
            batch = chosen[start : start + _BATCH]
            self._chains = {}
            if kind == POLYGON:
                places = self._index.places[POLYGON]
                references = np.concatenate([np.abs(places.referred(row)) for row in batch])
                self._read_lines(np.unique(references[references > 0]))
            shapes += [self._shape(kind, row) for row in batch]
        return shapes

    def _shape(self, kind: str, row: int) -> shapely.Geometry:
        if kind == POLYGON:
            return self._polygon(row, 0)
        if kind == LINE:
            number = self._index.places[LINE].numbers[row]
            chain = self._placed(self._line(row, 0) if number not in self._chains else self._chains[number])
            return shapely.linestrings(chain if len(chain) > 1 else np.repeat(chain, 2, axis=0))
        points = self._placed(chain_of(self._object(POINT, row).pieces))
        return shapely.Point(points[0]) if len(points) == 1 else shapely.MultiPoint(points)

    def _polygon(self, row: int, depth: int) -> shapely.Geometry:
        places = self._index.places[POLYGON]
        references = places.referred(row)
        if not len(references):
            found = self._object(POLYGON, row)
            if found.of_polygons:
                return self._of_polygons(found, row, depth)
            chains: list[np.ndarray | None] = []
            for piece in found.pieces:
                chains += [piece.points, None]
        else:
            chains = [self._chain(int(one), POLYGON, row, 0) if one else None for one in references]
        try:
            rings = rings_of(chains, in_degrees=self._in_degrees, closes=not len(references))
        except OpenRing as error:
            raise self._fault("vct_ring", POLYGON, row) from error
        if not rings:
            raise self._fault("vct_ring", POLYGON, row)
        return polygon_of([self._placed(ring) for ring in rings])

    def _of_polygons(self, found: VctObject, row: int, depth: int) -> shapely.Geometry:
        """Return the parts of a polygon that is made of others; those with a minus are cut out."""
        if depth > _DEEPEST:
            raise self._fault("vct_circle", POLYGON, row)
        plus: list[shapely.Geometry] = []
        minus: list[shapely.Geometry] = []
        for reference in found.references[found.references != 0].tolist():
            (part,) = self._rows_of(POLYGON, np.array([abs(reference)]))
            if part < 0:
                raise self._fault("vct_reference", POLYGON, row, reference=abs(reference))
            (plus if reference > 0 else minus).append(self._polygon(int(part), depth + 1))
        if not plus:
            raise self._fault("vct_ring", POLYGON, row)
        whole = shapely.union_all(plus)
        return shapely.difference(whole, shapely.union_all(minus)) if minus else whole

    def _chain(self, reference: int, kind: str, row: int, depth: int) -> np.ndarray:
        number = abs(reference)
        if number not in self._chains:
            (line,) = self._rows_of(LINE, np.array([number]))
            if line == _SEVERAL:
                raise self._fault("vct_twice", kind, row, reference=number)
            if line == _NONE:
                raise self._fault("vct_reference", kind, row, reference=number)
            self._chains[number] = self._line(int(line), depth)
        chain = self._chains[number]
        return chain if reference > 0 else chain[::-1]

    def _line(self, row: int, depth: int) -> np.ndarray:
        found = self._object(LINE, row)
        if found.references is None:
            chain = chain_of(found.pieces) if found.pieces else np.empty((0, 2))
        else:
            if depth > _DEEPEST:
                raise self._fault("vct_circle", LINE, row)
            own = [self._chain(one, LINE, row, depth + 1) for one in found.references.tolist() if one]
            chain = np.concatenate(own) if own else np.empty((0, 2))
        if not len(chain):
            raise self._fault("vct_empty", LINE, row)
        return chain

    def _read_lines(self, numbers: np.ndarray) -> None:
        """Read lines in the order in which they stand."""
        rows = self._rows_of(LINE, numbers)
        for row in np.sort(rows[rows >= 0]):
            number = self._index.places[LINE].numbers[row]
            if number not in self._chains:
                self._chains[number] = self._line(int(row), 0)

    def _object(self, kind: str, row: int) -> VctObject:
        places = self._index.places[kind]
        lines = Lines(
            self._stream,
            self._file,
            self._index.head.separator.encode("utf-8"),
            places.offsets[row],
            places.lines[row] - 1,
        )
        return _READERS[kind](lines, lines.whole(), self._index.layout)

    def _rows_of(self, kind: str, numbers: np.ndarray) -> np.ndarray:
        """Return the places of objects by their identifiers, or ``_NONE`` or ``_SEVERAL``."""
        if kind not in self._sorted:
            own = np.array(self._index.places[kind].numbers, dtype=np.int64)
            order = np.argsort(own, kind="stable")
            self._sorted[kind] = own[order], order
        own, order = self._sorted[kind]
        numbers = numbers[numbers != 0]
        left, right = np.searchsorted(own, numbers), np.searchsorted(own, numbers, side="right")
        rows = np.full(len(numbers), _NONE, dtype=np.int64)
        there = right > left
        rows[there] = order[left[there]]
        rows[right > left + 1] = _SEVERAL
        return rows

    def _placed(self, points: np.ndarray) -> np.ndarray:
        """Return points (n, 2) as easting and northing."""
        moved = points + self._frame.shift if any(self._frame.shift) else points
        return moved[:, ::-1] if self._frame.north_first else moved

    def _fault(self, text_id: str, kind: str, row: int, **values: Any) -> InputError:
        places: Places = self._index.places[kind]
        return InputError(text_id, file=self._file, line=places.lines[row], number=places.numbers[row], **values)
