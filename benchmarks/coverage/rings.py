# SPDX-License-Identifier: GPL-2.0-or-later
"""Rings along the edges of a mesh, for many polygons at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.coverage.mesh import Mesh


@dataclass(frozen=True)
class Runs:
    """Runs of vertices that follow each other along a ring: first vertex, step (1 or -1), how many, the ring."""

    start: np.ndarray
    step: np.ndarray
    count: np.ndarray
    ring: np.ndarray


def along(mesh: Mesh, edge: np.ndarray, first: np.ndarray, last: np.ndarray, ring: np.ndarray) -> Runs:
    """Return the way along edges from their vertex ``first`` up to, without, their vertex ``last``."""
    first, last = np.broadcast_to(first, edge.shape), np.broadcast_to(last, edge.shape)
    return Runs(mesh.offset[edge] + first, np.sign(last - first), np.abs(last - first), ring)


def at(mesh: Mesh, edge: np.ndarray, vertex: np.ndarray, ring: np.ndarray) -> Runs:
    """Return single vertices of edges."""
    return Runs(mesh.offset[edge] + vertex, np.ones_like(edge), np.ones_like(edge), ring)


def block_outlines(mesh: Mesh, south: np.ndarray, north: np.ndarray, west: np.ndarray, east: np.ndarray) -> list[Runs]:
    """Return the outlines of blocks of cells: rows ``south`` up to ``north``, columns ``west`` up to ``east``."""
    return [
        _side(mesh, mesh.horizontal, south, west, east, along_row=True, backwards=False),
        _side(mesh, mesh.vertical, east, south, north, along_row=False, backwards=False),
        _side(mesh, mesh.horizontal, north, west, east, along_row=True, backwards=True),
        _side(mesh, mesh.vertical, west, south, north, along_row=False, backwards=True),
    ]


def _side(
    mesh: Mesh, edges_of, line: np.ndarray, begin: np.ndarray, end: np.ndarray, *, along_row: bool, backwards: bool
) -> Runs:
    count = end - begin
    block = np.repeat(np.arange(len(line)), count)
    step = np.arange(len(block)) - np.repeat(np.cumsum(count) - count, count)
    place = (end[block] - 1 - step) if backwards else (begin[block] + step)
    edge = edges_of(line[block], place) if along_row else edges_of(place, line[block])
    last = mesh.size[edge] - 1
    return along(mesh, edge, last if backwards else 0 * last, 0 * last if backwards else last, block)


def ring_points(mesh: Mesh, runs: Sequence[Runs], rings: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the closed rings that runs make, one after the other: points, and where each ring begins and ends."""
    ring = np.concatenate([run.ring for run in runs])
    order = np.argsort(ring, kind="stable")
    start, step, count = (
        np.concatenate([getattr(run, name) for run in runs])[order] for name in ("start", "step", "count")
    )
    ring = ring[order]
    heads = np.flatnonzero(np.diff(ring, prepend=-1))
    # every ring ends where it began
    ends = np.append(heads[1:], len(ring))
    start, step = np.insert(start, ends, start[heads]), np.insert(step, ends, 1)
    count, ring = np.insert(count, ends, 1), np.insert(ring, ends, ring[heads])
    begins = np.cumsum(count) - count
    vertex = np.repeat(start - step * begins, count) + np.repeat(step, count) * np.arange(count.sum())
    sizes = np.bincount(ring, count, minlength=rings).astype(np.int64)
    return mesh.points[vertex], np.concatenate([[0], np.cumsum(sizes)])


def polygons(points: np.ndarray, rings: np.ndarray) -> np.ndarray:
    """Return polygons without holes: shapely 2.1.0 writes beyond its memory where one of such an array has several."""
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (rings, np.arange(len(rings))))


def blocks(mesh: Mesh, south: np.ndarray, north: np.ndarray, west: np.ndarray, east: np.ndarray) -> np.ndarray:
    """Return the polygons of blocks of cells."""
    return polygons(*ring_points(mesh, block_outlines(mesh, south, north, west, east), len(south)))
