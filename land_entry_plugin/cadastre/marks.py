# SPDX-License-Identifier: GPL-2.0-or-later
"""Boundary markers and lines: as a table of points and lines or the parcel table gives them, else open."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.roles.cadastral_codes import line_kind, line_position, marker_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from land_entry_plugin.cadastre.neighbour_facts import Neighbours
    from land_entry_plugin.engine.boundary_points import NumberedRing

# A marker belongs to a boundary point within twice the largest permitted error of such points.
MARK_DISTANCE_M = 0.2
_ALONG = (0.1, 0.5, 0.9)
# Cell of the parcel table that speaks for all points or edges: the words that its values stand for.
_READERS = {"JBLX": marker_kind, "JZXLB": line_kind, "JZXWZ": line_position}


def _nothing() -> np.ndarray:
    return np.empty(0, dtype=object)


@dataclass(frozen=True)
class GivenMarks:
    """What tables of boundary points (JZD) and boundary lines (JZX) give, in the parcel's plane.

    Attributes
    ----------
    points : ndarray of shapely points, shape (n,)
    markers : ndarray, shape (n,)
        Kind of marker (JBLX), as stored.
    lines : ndarray of shapely lines, shape (m,)
    kinds, positions : ndarray, shape (m,)
        Kind (JZXLB) and position (JZXWZ) of the lines, as stored.
    """

    points: np.ndarray = field(default_factory=_nothing)
    markers: np.ndarray = field(default_factory=_nothing)
    lines: np.ndarray = field(default_factory=_nothing)
    kinds: np.ndarray = field(default_factory=_nothing)
    positions: np.ndarray = field(default_factory=_nothing)

    @cached_property
    def point_tree(self) -> shapely.STRtree:
        """All points, to be found by place."""
        return shapely.STRtree(self.points)

    @cached_property
    def line_tree(self) -> shapely.STRtree:
        """All lines, to be found by place."""
        return shapely.STRtree(self.lines)


_NOTHING_GIVEN = GivenMarks()


@dataclass(frozen=True)
class RingMarks:
    """Markers of the points of one ring, and kind and position of its edges, in words; None where not known.

    Attributes
    ----------
    markers, kinds, positions, suggested : tuple of str or None
        ``suggested`` is the kind of line that the neighbour suggests, where none is given.
    """

    markers: tuple[str | None, ...]
    kinds: tuple[str | None, ...]
    positions: tuple[str | None, ...]
    suggested: tuple[str | None, ...]


def ring_marks(
    rings: Sequence[NumberedRing], declared: Mapping[str, Any], given: GivenMarks | None, found: Neighbours
) -> list[RingMarks]:
    """Return markers and lines of every ring: what the tables say, else what the parcel table says of all."""
    of_all = {name: None if declared.get(name) is None else read(declared[name]) for name, read in _READERS.items()}
    given = given or _NOTHING_GIVEN
    suggested = _suggestions(found)
    result = []
    for number, ring in enumerate(rings):
        lines = _lines_along(ring, given)
        kinds = _in_words(given.kinds, lines, line_kind, of_all["JZXLB"])
        result.append(
            RingMarks(
                markers=_in_words(given.markers, _nearest_points(ring, given), marker_kind, of_all["JBLX"]),
                kinds=kinds,
                positions=_in_words(given.positions, lines, line_position, of_all["JZXWZ"]),
                suggested=tuple([None if kind else suggested.get((number, edge)) for edge, kind in enumerate(kinds)]),
            )
        )
    return result


def _in_words(
    stored: np.ndarray, rows: Sequence[int], read: Callable[[object], str | None], of_all: str | None
) -> tuple[str | None, ...]:
    """Return what stored values of rows stand for; what is said of all where there is no row (-1), or no word."""
    if not len(stored):
        return (of_all,) * len(rows)
    return tuple([(read(stored[row]) if row >= 0 else None) or of_all for row in rows])


def _nearest_points(ring: NumberedRing, given: GivenMarks) -> list[int]:
    """Return the row of the given point at each boundary point, -1 where there is none."""
    result = [-1] * len(ring.names)
    if len(given.points):
        at, row = given.point_tree.query_nearest(
            shapely.points(ring.points), max_distance=MARK_DISTANCE_M, all_matches=False
        )
        for i, j in zip(at.tolist(), row.tolist(), strict=True):
            result[i] = j
    return result


def _lines_along(ring: NumberedRing, given: GivenMarks) -> list[int]:
    """Return the row of the given line that runs along each edge, -1 where there is none."""
    result = [-1] * len(ring.names)
    count = len(given.lines)
    if not count:
        return result
    # an edge runs along a line if its beginning, its middle and its end lie on it
    places = ring.points[:, None, :] + np.array(_ALONG)[None, :, None] * ring.edges[:, None, :]
    place, row = given.line_tree.query(
        shapely.points(places.reshape(-1, 2)), predicate="dwithin", distance=MARK_DISTANCE_M
    )
    pairs, counts = np.unique(place // len(_ALONG) * count + row, return_counts=True)
    # backwards, so that of several lines along an edge the first is taken
    for pair in pairs[counts == len(_ALONG)][::-1].tolist():
        result[pair // count] = pair % count
    return result


def _suggestions(found: Neighbours) -> dict[tuple[int, int], str | None]:
    """Return the kind of line that the neighbour of every edge suggests; of several the longest."""
    longest: dict[tuple[int, int], float] = {}
    result: dict[tuple[int, int], str | None] = {}
    for part in found.parts:
        place, length_m = (part.ring, part.edge), part.length_m
        if length_m > longest.get(place, -1.0):
            longest[place] = length_m
            result[place] = found.surroundings.suggested_line(part.feature, part.ground)
    return result
