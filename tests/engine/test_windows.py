# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapes cut by windows come out as an overlay makes them, point for point."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.affinity import translate
from support import box
from surrounded import objects

from land_entry_plugin.engine.shapes import polygons_only
from land_entry_plugin.engine.windows import within_windows

EAST, NORTH = 39_460_000.0, 4_120_000.0
WINDOWS = np.array([[EAST, NORTH, EAST + 100, NORTH + 80], [EAST + 40.25, NORTH - 30, EAST + 130, NORTH + 60.5]])


def star(random, decimals):
    """Return a polygon of up to forty corners around a place in or near the windows, in either direction."""
    count = random.integers(3, 40)
    turns = np.sort(random.uniform(0, 2 * np.pi, count))[:: random.choice([-1, 1])]
    reach = random.uniform(0.3, 1, count)[:, None] * random.choice([3, 15, 60])
    corners = np.column_stack([np.cos(turns), np.sin(turns)]) * reach + random.uniform(-20, 120, 2)
    corners = np.round(corners, decimals)[np.sort(random.integers(0, count, 2 * count))]
    return translate(shapely.Polygon(corners), EAST, NORTH)


@pytest.mark.parametrize("decimals", [0, 3])
@pytest.mark.parametrize("seed", [1, 2])
def test_as_an_overlay_has_them(seed, decimals):
    random = np.random.default_rng([seed, decimals])
    shapes = [star(random, decimals) for _ in range(600)]
    shapes = [shape for shape in shapes if shape.is_valid]
    # holes, several parts, all around, outside, along the border
    shapes += [shape.difference(shape.centroid.buffer(2)) for shape in shapes[:40]]
    shapes += [shapely.union(one, other) for one, other in pairwise(shapes[:40])]
    shapes += [translate(box(*place), EAST, NORTH) for place in ((-9, -90, 300, 300), (500, 0, 9, 9), (0, 0, 50, 80))]
    counts = np.array([len(shapes), len(shapes)])
    cut = within_windows(objects(shapes * 2), WINDOWS, counts)
    overlaid = polygons_only(
        shapely.intersection(objects(shapes * 2), shapely.box(*np.repeat(WINDOWS, counts, axis=0).T))
    )
    assert len(shapes) > 300
    # releases of GEOS begin rings at other points
    cut, overlaid = (shapely.to_wkt(shapely.normalize(one), rounding_precision=6) for one in (cut, overlaid))
    assert (cut == overlaid).all()


def test_nothing_to_cut():
    assert len(within_windows(objects([]), WINDOWS, np.array([0, 0]))) == 0
