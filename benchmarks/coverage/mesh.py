# SPDX-License-Identifier: GPL-2.0-or-later
"""A gap-free mesh: grid lines that are warped, whose edges are polylines shared by the cells on both sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# EPSG:4527, CGCS2000 / 3-degree zone 39: the mesh lies around the central meridian.
CRS = "EPSG:4527"
EAST_M, NORTH_M = 39_460_000.0, 4_120_000.0
VILLAGE_CELLS = 24
_CELL_M = (45.0, 105.0)
# Roads, ditches and the strips between them; a vertex stands about every 25 m.
_CORRIDOR_M = (3.0, 9.0)
_SPACING_M = 25.0
_HEAVY_SHARE = 0.004
# Swings of the mesh (amplitude, wavelength): gentle enough that no cell folds.
_SWINGS_M = ((260.0, 9000.0), (12.0, 420.0))

PLAIN, ROAD, DITCH, RIVER = 0, 1, 2, 3


@dataclass(frozen=True)
class Lines:
    """Grid lines along one axis: where they stand, and what the strip behind each is (``PLAIN``, ``ROAD`` ...)."""

    at: np.ndarray
    kind: np.ndarray


@dataclass(frozen=True)
class Mesh:
    """Edges as ragged polylines; horizontal ones first, row by row, then vertical ones, row by row.

    Attributes
    ----------
    points : ndarray of float, shape (v, 2)
        Vertices of all edges, both ends included.
    offset, size : ndarray of int, shape (e,)
        Where an edge begins among the points, and how many it has.
    rows, columns : Lines
    """

    points: np.ndarray
    offset: np.ndarray
    size: np.ndarray
    rows: Lines
    columns: Lines

    @property
    def shape(self) -> tuple[int, int]:
        """Return how many rows and columns of cells there are."""
        return len(self.rows.kind), len(self.columns.kind)

    def horizontal(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return the edges from node (row, column) to the next one east."""
        return row * self.shape[1] + column

    def vertical(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return the edges from node (row, column) to the next one north."""
        rows, columns = self.shape
        return (rows + 1) * columns + row * (columns + 1) + column

    def node(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return the place of nodes that are not in the last column, shape (n, 2)."""
        return self.points[self.offset[self.horizontal(row, column)]]


def made_mesh(cells: int, random: np.random.Generator) -> Mesh:
    """Return a mesh of about so many cells."""
    side = max(12, round(np.sqrt(cells)))
    rows, columns = _lines(side, random), _lines(side, random)
    x0, y0, x1, y1, room = _straight_edges(rows.at, columns.at)
    length = np.hypot(x1 - x0, y1 - y0)
    inner = np.where(length < 1.5 * _CORRIDOR_M[1], 0, np.ceil(length / _SPACING_M) + random.poisson(1.5, len(length)))
    heavy = (inner > 0) & (random.random(len(length)) < _HEAVY_SHARE)
    inner = np.where(heavy, random.integers(80, 400, len(length)), inner).astype(np.int64)

    size = inner + 2
    offset = np.concatenate([[0], np.cumsum(size)[:-1]])
    edge = np.repeat(np.arange(len(size)), size)
    place = np.arange(len(edge)) - offset[edge]
    is_end = (place == 0) | (place == inner[edge] + 1)
    along = (place + np.where(is_end, 0, random.uniform(-0.3, 0.3, len(edge)))) / (inner[edge] + 1)
    from_end = np.minimum(along, 1 - along) * length[edge]
    # within a narrow cone from both ends, so that edges which leave one node never cross
    swing = np.minimum(0.12 * room[edge], 4.0) * random.uniform(-1, 1, len(edge))
    aside = np.clip(swing, -0.3 * from_end, 0.3 * from_end)
    east, north = (x1 - x0)[edge] / length[edge], (y1 - y0)[edge] / length[edge]
    x = x0[edge] + along * (x1 - x0)[edge] - north * aside
    y = y0[edge] + along * (y1 - y0)[edge] + east * aside
    return Mesh(np.round(_warped(x, y), 4), offset, size, rows, columns)


def _lines(count: int, random: np.random.Generator) -> Lines:
    """Return grid lines: cells of some 75 m, every eighth or so a road or a ditch, and a few rivers."""
    kind = np.zeros(count, dtype=np.int8)
    corridors = np.arange(5, count - 1, 8) + random.integers(0, 3, len(range(5, count - 1, 8)))
    corridors = corridors[corridors < count - 1]
    kind[corridors] = random.choice([ROAD, DITCH, RIVER], len(corridors), p=[0.6, 0.37, 0.03])
    width = random.uniform(*_CELL_M, count)
    width = np.where(kind > 0, random.uniform(*_CORRIDOR_M, count), width)
    width = np.where(kind == RIVER, random.uniform(25, 60, count), width)
    return Lines(np.concatenate([[0.0], np.cumsum(width)]), kind)


def _straight_edges(north: np.ndarray, east: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the ends of all edges before the warp, and the room beside each."""
    x0, y0 = np.meshgrid(east[:-1], north)
    x1, _ = np.meshgrid(east[1:], north)
    beside = _room(north)[:, None] + np.zeros(len(east) - 1)
    u0, v0 = np.meshgrid(east, north[:-1])
    _, v1 = np.meshgrid(east, north[1:])
    beside_vertical = np.zeros(len(north) - 1)[:, None] + _room(east)

    def both(horizontal: np.ndarray, vertical: np.ndarray) -> np.ndarray:
        return np.concatenate([horizontal.ravel(), vertical.ravel()])

    return both(x0, u0), both(y0, v0), both(x1, u0), both(y0, v1), both(beside, beside_vertical)


def _room(lines: np.ndarray) -> np.ndarray:
    """Return the narrower strip beside each line."""
    width = np.diff(lines)
    return np.minimum(np.append(width, width[-1]), np.insert(width, 0, width[0]))


def _warped(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    east, north = x + EAST_M, y + NORTH_M
    for amplitude, wavelength in _SWINGS_M:
        k = 2 * np.pi / wavelength
        east = east + amplitude * np.sin(k * y + 0.6 * np.sin(0.37 * k * x))
        north = north + amplitude * np.sin(0.9 * k * x + 1.3)
    return np.column_stack([east, north])
