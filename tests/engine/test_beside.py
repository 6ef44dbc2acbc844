# SPDX-License-Identifier: GPL-2.0-or-later
"""Where shapes lie beside edges, held against lines that GEOS cuts."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from surrounded import objects

from land_entry_plugin.engine.beside import Edges, hits_beside
from land_entry_plugin.engine.lies import edges_of

DISTANCES = np.array([0.05, 0.5, 1.0, 2.0, -2.0])
# Ends of an edge within this of what was cut are the same: neighbours do not change there.
SAME_M = 0.005


def parcel(random, grid):
    count = random.integers(3, 12)
    turns = -np.sort(random.uniform(0, 2 * np.pi, count))
    return grid_points(np.column_stack([np.cos(turns), np.sin(turns)]) * random.uniform(15, 40, count)[:, None], grid)


def grid_points(points, grid):
    return np.round(points / grid) * grid


def cut(line, shape):
    """Return where a shape lies on a line, in metres from its start: pieces that touch are one."""
    pieces = lines_of(shapely.intersection(line, shape))
    start = shapely.Point(line.coords[0])
    ends = [[start.distance(shapely.Point(*end)) for end in (piece.coords[0], piece.coords[-1])] for piece in pieces]
    return joined([sorted(pair) for pair in ends])


def lines_of(geometry):
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return parts[(shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)]


@pytest.mark.parametrize(("seed", "grid"), [(1, 0.001), (2, 0.001), (3, 0.5), (4, 1.0)])
def test_as_cut_by_geos(seed, grid):
    random = np.random.default_rng(seed)
    points = parcel(random, grid)
    begins = np.array([0])
    vectors = edges_of(points, begins)
    edges = Edges(np.zeros(len(points), dtype=int), points, vectors, np.hypot(*vectors.T))
    shapes = [shapely.Polygon(grid_points(random.uniform(-60, 60, (3, 2)), grid)) for _ in range(30)]
    shapes += [shapely.Polygon(points).buffer(reach, join_style="mitre") for reach in (-2, -1, 0.5, 1, 2, 30)]
    shapes += [shapely.box(-50, -50, 50, 50) - shape for shape in shapes]
    shapes = objects([shape for shape in shapes if shape.is_valid and not shape.is_empty])
    hits = hits_beside(edges, shapes, np.zeros(len(shapes), dtype=int), DISTANCES)
    found = {}
    for edge, shape, line, begin, end in zip(
        hits.edge.tolist(), hits.shape.tolist(), hits.line.tolist(), hits.begin_m, hits.end_m, strict=True
    ):
        found.setdefault((edge, shape, line), []).append((begin, end))
    for edge, (start, vector, length) in enumerate(zip(edges.starts, vectors, edges.lengths_m, strict=True)):
        outward = np.array([-vector[1], vector[0]]) / max(length, 1e-9)
        for line, distance in enumerate(DISTANCES):
            ends = np.array([start, start + vector]) + distance * outward
            for shape, geometry in enumerate(shapes):
                expected = cut(shapely.LineString(ends), geometry) if length else []
                own = joined(found.get((edge, shape, line), []))
                assert len(own) == len(expected), (edge, line, shape)
                assert np.allclose(own, expected, atol=1e-6), (edge, line, shape)


def joined(pieces):
    """Return pieces without those too short to matter, those that touch as one."""
    result = []
    for begin, end in sorted(pieces):
        if result and begin - result[-1][1] < 1e-6:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return [pair for pair in result if pair[1] - pair[0] > SAME_M]
