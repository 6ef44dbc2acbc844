# SPDX-License-Identifier: GPL-2.0-or-later
"""From the points of a parcel to its rings: where one ends, whether it was closed, what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.model import Note, Ring, Rows

if TYPE_CHECKING:
    from land_entry_plugin.files.coordinates.model import Block, Row

# Half of the last digit of coordinates with four decimals; in degrees about as much.
_SAME_M, _SAME_DEG = 5e-5, 5e-10
# A closing point under the first point's name may be off by the rounding of whoever computed it.
_CLOSING_M, _CLOSING_DEG = 0.05, 5e-7
_FEWEST = 3


def without_doubled_numbers(block: Block) -> tuple[Block, list[Note]]:
    """Return a block without a closing point that has one number in both columns (a fault of one program)."""
    pairs = Rows.of(block.rows).pairs
    if not (pairs[:, 0] == pairs[:, 1]).any():
        return block, []
    kept, notes, first = [], [], None
    for row in block.rows:
        if first is None or row.ring != first.ring:
            first = row
        is_doubled = row.first == row.second and row.name is not None and row.name == first.name
        if is_doubled and row is not first and (row.first, row.second) != (first.first, first.second):
            notes.append(Note("closing_point_wrong", {"line": row.line}))
        else:
            kept.append(row)
    return replace(block, rows=tuple(kept)), notes


@dataclass
class _Collector:
    """Takes the points of one parcel one after the other."""

    block: Block
    points: np.ndarray
    file: str
    parcel: int
    is_geographic: bool
    rings: list[Ring] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    current: list[int] = field(default_factory=list)
    unclosed: int = 0
    pairs: list[list[float]] = field(default_factory=list)

    def collect(self) -> None:
        # numbers of Python: of two at a time they are quicker
        self.pairs = self.points.tolist()
        rows = self.block.rows
        for i, row in enumerate(rows):
            if self.current and self._takes(i, row):
                continue
            if self.current and self._same(i, self.current[-1], _SAME_M, _SAME_DEG):
                self._note("point_repeated", line=row.line)
            self.current.append(i)
        if self.current:
            self._finish(closed=False)

    def _takes(self, i: int, row: Row) -> bool:
        """Return whether a point closed the ring; begin a new ring where it belongs to the next."""
        rows, start = self.block.rows, self.current[0]
        if len(self.current) > 1 and self._same(i, start, _SAME_M, _SAME_DEG):
            self._finish(closed=True)
            return True
        if row.ring is not None and rows[start].ring is not None and row.ring != rows[start].ring:
            self._finish(closed=False)
            return False
        if row.name is None or row.name != rows[start].name or len(self.current) < 3:
            return False
        if self._same(i, start, _CLOSING_M, _CLOSING_DEG):
            self._note("closing_point_off", line=row.line, distance_m=self._distance(i, start))
            self._finish(closed=True)
            return True
        ends_here = i + 1 == len(rows) or (rows[i + 1].ring != row.ring)
        if ends_here:
            # named like the first but somewhere else: a corner, or a slip of the pen
            self._note("closing_point_elsewhere", line=row.line, name=row.name, distance_m=self._distance(i, start))
        else:
            self._finish(closed=False)
        return False

    def _same(self, i: int, j: int, metres: float, degrees: float) -> bool:
        limit = degrees if self.is_geographic else metres
        (east, north), (other_east, other_north) = self.pairs[i], self.pairs[j]
        return abs(east - other_east) <= limit and abs(north - other_north) <= limit

    def _distance(self, i: int, j: int) -> float | None:
        return None if self.is_geographic else float(np.hypot(*(self.points[i] - self.points[j])))

    def _finish(self, *, closed: bool) -> None:
        index, self.current = self.current, []
        rows = [self.block.rows[i] for i in index]
        if len(index) == 1 and self.rings:
            gap = np.abs(self.points[index[0]] - self.rings[-1].points[0]).max()
            if gap <= (_SAME_DEG if self.is_geographic else _SAME_M):
                self._note("closing_point_twice", line=rows[0].line)
                return
        if len(index) < 3:
            raise InputError("coordinates_few_points", file=self.file, line=rows[0].line, count=len(index))
        self.unclosed += not closed
        self.rings.append(Ring(tuple(row.name for row in rows), self.points[index], rows[0].line))

    def _note(self, text_id: str, **values: object) -> None:
        self.notes.append(Note(text_id, values, self.parcel))


def rings_of(
    block: Block, points: np.ndarray, file: str, parcel: int, *, is_geographic: bool
) -> tuple[list[Ring], int, list[Note]]:
    """Return the rings of a parcel, how many of them were not closed, and what is odd.

    A ring ends where its first point comes again, where the ring number changes, or where the names begin anew.

    Raises
    ------
    InputError
        When a ring has fewer than three points.
    """
    plain = _plain_rings(block, points, is_geographic=is_geographic)
    if plain is not None:
        return plain, 0, []
    collector = _Collector(block, points, file, parcel, is_geographic)
    collector.collect()
    return collector.rings, collector.unclosed, collector.notes


def _plain_rings(block: Block, points: np.ndarray, *, is_geographic: bool) -> list[Ring] | None:
    """Return rings that are numbered or alone, closed, and in nothing odd; None where one is not so."""
    rows = Rows.of(block.rows)
    names, numbers = rows.names, rows.rings
    is_one = numbers.count(numbers[0]) == len(numbers)
    starts = [0] if is_one else [0] + [i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1]]
    if len(starts) > 1 and None in numbers:
        return None
    same = _SAME_DEG if is_geographic else _SAME_M
    # points no farther than this from the one before
    near = (np.abs(points[1:] - points[:-1]) <= same).all(axis=1)
    rings = []
    for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True):
        own = points[start:end]
        back = (np.abs(own - own[0]) <= same).all(axis=1)
        inner = names[start : end - 1]
        if end - start <= _FEWEST or not back[-1] or back[1:-1].any() or near[start : end - 2].any():
            return None
        if names[start] is not None and inner.count(names[start]) > 1:
            return None
        rings.append(Ring(tuple(inner), own[:-1], rows.lines[start]))
    return rings
