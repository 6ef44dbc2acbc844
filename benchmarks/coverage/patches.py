# SPDX-License-Identifier: GPL-2.0-or-later
"""Patches that fill a mesh: cells, fields split in strips, long corridors, slivers, ponds in fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from benchmarks.coverage.mesh import PLAIN, RIVER, VILLAGE_CELLS
from benchmarks.coverage.rings import along, at, block_outlines, blocks, polygons, ring_points

if TYPE_CHECKING:
    from benchmarks.coverage.mesh import Mesh

SPLIT_SHARE, CORNER_SHARE, CHORD_SHARE, POND_SHARE = 0.22, 0.015, 0.03, 0.015
POND = 9
_POND_M = (5.0, 8.0)
# a river is one patch over so many cells; roads and ditches end at a village's boundary
_RIVER_CELLS = 480
# An edge of at most so many vertices between its ends is smooth.
_SMOOTH = 20


@dataclass(frozen=True)
class Patches:
    """Polygons with the cell that each stands for and what it is (``PLAIN``, ``ROAD``, ``DITCH``, ``RIVER``, ``POND``).

    Attributes
    ----------
    shapes : ndarray of polygons, shape (n,)
    row, column, kind : ndarray of int, shape (n,)
    """

    shapes: np.ndarray
    row: np.ndarray
    column: np.ndarray
    kind: np.ndarray


def made_patches(mesh: Mesh, random: np.random.Generator) -> Patches:
    """Return the patches of a mesh, village by village."""
    parts = [*_corridors(mesh), *_cells(mesh, random)]
    shapes, row, column, kind = (np.concatenate(values) for values in zip(*parts, strict=True))
    order = np.lexsort((column, row, column // VILLAGE_CELLS, row // VILLAGE_CELLS))
    return Patches(shapes[order], row[order], column[order], kind[order])


def _corridors(mesh: Mesh) -> list[tuple[np.ndarray, ...]]:
    """Return what lies in the narrow rows, and between them in the narrow columns."""
    rows, columns = mesh.shape
    parts = []
    for line in np.flatnonzero(mesh.rows.kind):
        kind = mesh.rows.kind[line]
        ends = np.unique(np.append(np.arange(0, columns, _length(kind)), columns))
        west, east = ends[:-1], ends[1:]
        parts.append((np.full_like(west, line), np.full_like(west, line + 1), west, east, np.full_like(west, kind)))
    for line in np.flatnonzero(mesh.columns.kind):
        kind = mesh.columns.kind[line]
        at_rows = np.flatnonzero(mesh.rows.kind)
        ends = np.unique(np.concatenate([np.arange(0, rows, _length(kind)), at_rows, at_rows + 1, [rows]]))
        south, north = ends[:-1], ends[1:]
        own = mesh.rows.kind[south] == PLAIN
        south, north = south[own], north[own]
        parts.append(
            (south, north, np.full_like(south, line), np.full_like(south, line + 1), np.full_like(south, kind))
        )
    south, north, west, east, kind = (np.concatenate(values) for values in zip(*parts, strict=True))
    return [(blocks(mesh, south, north, west, east), south, west, kind)]


def _length(kind: int) -> int:
    return _RIVER_CELLS if kind == RIVER else VILLAGE_CELLS


def _cells(mesh: Mesh, random: np.random.Generator) -> list[tuple[np.ndarray, ...]]:
    plain_rows, plain_columns = np.flatnonzero(mesh.rows.kind == PLAIN), np.flatnonzero(mesh.columns.kind == PLAIN)
    row, column = (values.ravel() for values in np.meshgrid(plain_rows, plain_columns, indexing="ij"))
    shares = np.cumsum([SPLIT_SHARE, CORNER_SHARE, CHORD_SHARE, POND_SHARE])
    fate = np.searchsorted(shares, random.random(len(row)))
    south, west = mesh.horizontal(row, column), mesh.vertical(row, column)
    north = mesh.horizontal(row + 1, column)
    fewest, most = (of(mesh.size[south], mesh.size[north]) - 2 for of in (np.minimum, np.maximum))
    # a straight line from a ragged edge would cut its teeth
    fate[(fate == 0) & ((fewest < 3) | (most > _SMOOTH))] = 4
    fate[(fate == 1) & (np.minimum(mesh.size[south], mesh.size[west]) < 4)] = 4
    fate[(fate == 2) & ~_bulges_west(mesh, west)] = 4
    makers = (_split, _cut_corner, _cut_chord, _with_pond, _whole)
    return [
        part
        for number, maker in enumerate(makers)
        for part in maker(mesh, row[fate == number], column[fate == number], random)
    ]


def _whole(mesh: Mesh, row: np.ndarray, column: np.ndarray, _random: np.random.Generator):
    yield blocks(mesh, row, row + 1, column, column + 1), row, column, np.full_like(row, PLAIN)


def _split(mesh: Mesh, row: np.ndarray, column: np.ndarray, random: np.random.Generator):
    """Yield the strips of fields: lines from a vertex of the south edge to one of the north edge."""
    south, north = mesh.horizontal(row, column), mesh.horizontal(row + 1, column)
    west, east = mesh.vertical(row, column), mesh.vertical(row, column + 1)
    strips = random.integers(2, 4, len(row))
    field, ring = np.repeat(np.arange(len(row)), strips), np.arange(strips.sum())
    strip = ring - np.repeat(np.cumsum(strips) - strips, strips)
    is_first, is_last = strip == 0, strip == strips[field] - 1
    s, n = south[field], north[field]

    def cut(edge: np.ndarray, number: np.ndarray) -> np.ndarray:
        return np.rint((mesh.size[edge] - 1) * number / strips[field]).astype(np.int64)

    s0, s1, n0, n1 = cut(s, strip), cut(s, strip + 1), cut(n, strip), cut(n, strip + 1)
    e, w = east[field], west[field]
    runs = [
        along(mesh, s, s0, s1, ring),
        at(mesh, s[~is_last], s1[~is_last], ring[~is_last]),
        along(mesh, e[is_last], 0, mesh.size[e[is_last]] - 1, ring[is_last]),
        along(mesh, n, n1, n0, ring),
        at(mesh, n[~is_first], n0[~is_first], ring[~is_first]),
        along(mesh, w[is_first], mesh.size[w[is_first]] - 1, 0, ring[is_first]),
    ]
    yield polygons(*ring_points(mesh, runs, len(ring))), row[field], column[field], np.full_like(ring, PLAIN)


def _cut_corner(mesh: Mesh, row: np.ndarray, column: np.ndarray, _random: np.random.Generator):
    """Yield cells and the small triangles cut off their south-west corner."""
    ring = np.arange(len(row))
    south, west = mesh.horizontal(row, column), mesh.vertical(row, column)
    _, east, north, _ = block_outlines(mesh, row, row + 1, column, column + 1)
    rest = [
        along(mesh, south, 1, mesh.size[south] - 1, ring),
        east,
        north,
        along(mesh, west, mesh.size[west] - 1, 1, ring),
        at(mesh, west, 1, ring),
    ]
    corner = [at(mesh, south, 0, ring), at(mesh, south, 1, ring), at(mesh, west, 1, ring)]
    for runs in (rest, corner):
        yield polygons(*ring_points(mesh, runs, len(row))), row, column, np.full_like(row, PLAIN)


def _cut_chord(mesh: Mesh, row: np.ndarray, column: np.ndarray, _random: np.random.Generator):
    """Yield cells and the thin triangles between a bulge of their west edge and its chord."""
    ring = np.arange(len(row))
    west = mesh.vertical(row, column)
    south, east, north, _ = block_outlines(mesh, row, row + 1, column, column + 1)
    rest = [south, east, north, along(mesh, west, mesh.size[west] - 1, 2, ring), at(mesh, west, 2, ring)]
    sliver = [at(mesh, west, vertex, ring) for vertex in (0, 2, 1)]
    for runs in (rest, sliver):
        yield polygons(*ring_points(mesh, runs, len(row))), row, column, np.full_like(row, PLAIN)


def _bulges_west(mesh: Mesh, west: np.ndarray) -> np.ndarray:
    """Tell where the second vertex of a west edge lies outside of the chord from the first to the third."""
    first = mesh.offset[west]
    a, b, c = mesh.points[first], mesh.points[first + 1], mesh.points[np.minimum(first + 2, len(mesh.points) - 1)]
    turn = (c - a)[:, 0] * (b - a)[:, 1] - (c - a)[:, 1] * (b - a)[:, 0]
    return (mesh.size[west] > 3) & (turn > 0.05)


def _with_pond(mesh: Mesh, row: np.ndarray, column: np.ndarray, random: np.random.Generator):
    """Yield fields with a pond in them, and the ponds."""
    shells, offsets = ring_points(mesh, block_outlines(mesh, row, row + 1, column, column + 1), len(row))
    middle = shapely.get_coordinates(shapely.point_on_surface(shapely.convex_hull(polygons(shells, offsets))))
    corners = 12
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = random.uniform(*_POND_M, (len(row), corners))
    ponds = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1) + middle[:, None]
    ponds = np.round(np.concatenate([ponds, ponds[:, :1]], axis=1), 4)
    # a mouth of heavy vertices may leave no room for a pond
    fields, water = polygons(shells, offsets), shapely.polygons(ponds)
    room = shapely.contains_properly(fields, water)
    fields[room] = shapely.polygons(shapely.get_exterior_ring(fields[room]), shapely.linearrings(ponds[room])[:, None])
    yield fields, row, column, np.full_like(row, PLAIN)
    yield water[room], row[room], column[room], np.full_like(row[room], POND)
