# SPDX-License-Identifier: GPL-2.0-or-later
"""Each way in which a shape can be broken has its own name and place."""

from __future__ import annotations

import pytest
import shapely

from land_entry_plugin.engine.broken import Breakage, breakage


def ring(*points):
    return shapely.LinearRing(points)


SQUARE = ring((0, 0), (10, 0), (10, 10), (0, 10))
SMALL = ring((2, 2), (4, 2), (4, 4), (2, 4))
FAR = ring((20, 20), (22, 20), (22, 22), (20, 22))
ACROSS = ring((8, 2), (12, 2), (12, 4), (8, 4))
INNER = ring((2.5, 2.5), (3, 2.5), (3, 3), (2.5, 3))
BOXES = {name: shapely.box(*bounds) for name, bounds in {
    "one": (0, 0, 10, 10), "beside": (10, 0, 20, 10), "on it": (5, 5, 15, 15), "in it": (2, 2, 4, 4),
}.items()}  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (shapely.Polygon([(0, 0), (10, 0), (20, 0)]), Breakage.ZERO_AREA),
        (shapely.Polygon([(0, 0), (10, 0), (0, 0)]), Breakage.ZERO_AREA),
        (shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 0), (10, 0), (10, 10)]), Breakage.DUPLICATE_RING),
        (shapely.Polygon([(0, 0), (10, 0), (10, 10), (10, 30), (10, 10), (0, 10)]), Breakage.SPIKE),
        (shapely.Polygon([(0, 10), (10, 0), (10, 10), (0, 0)]), Breakage.BOW_TIE),
        (shapely.Polygon(SQUARE, [SQUARE]), Breakage.DUPLICATE_RING),
        (shapely.Polygon(SQUARE, [FAR]), Breakage.HOLE_OUTSIDE_SHELL),
        (shapely.Polygon(SQUARE, [ACROSS]), Breakage.HOLE_CROSSES_SHELL),
        (shapely.Polygon(SQUARE, [SMALL, SMALL]), Breakage.DUPLICATE_RING),
        (shapely.Polygon(SQUARE, [SMALL, INNER]), Breakage.NESTED_HOLES),
        (shapely.Polygon(SQUARE, [ring((0, 5), (5, 0), (10, 5), (5, 10))]), Breakage.DISCONNECTED),
        (shapely.MultiPolygon([BOXES["one"], BOXES["one"]]), Breakage.DUPLICATE_PARTS),
        (shapely.MultiPolygon([BOXES["one"], BOXES["in it"]]), Breakage.NESTED_PARTS),
        (shapely.MultiPolygon([BOXES["one"], BOXES["on it"]]), Breakage.OVERLAPPING_PARTS),
        (shapely.MultiPolygon([BOXES["one"], BOXES["beside"]]), Breakage.ADJACENT_PARTS),
        # of several faults the one that says most
        (shapely.MultiPolygon([BOXES["one"], BOXES["beside"], BOXES["on it"]]), Breakage.OVERLAPPING_PARTS),
    ],
)
def test_every_breakage_has_its_name(shape, kind):
    assert breakage(shape).kind is kind


@pytest.mark.parametrize(
    "shape",
    [BOXES["one"], shapely.Polygon(SQUARE, [SMALL]), shapely.MultiPolygon([BOXES["one"], shapely.box(10, 10, 20, 20)])],
)
def test_what_is_sound_is_not_broken(shape):
    assert breakage(shape) is None
