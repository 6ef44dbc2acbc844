# SPDX-License-Identifier: GPL-2.0-or-later
"""What a broken feature covers at most, and where it depends on the reading."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from support import box, polygon

from land_entry_plugin.engine.repair import FaultKind, are_sound, repair, shape_faults

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]


def mended(shape):
    """Return area and doubt of a broken shape."""
    assert not shape.is_valid
    found = repair(np.array([shape, box(50, 0, 1, 1)], dtype=object))
    assert found.was_broken.tolist() == [True, False]
    assert found.geometry[0].is_valid
    assert found.doubt[1] is None
    return found.geometry[0].area, found.doubt[0]


def is_same(shape, other):
    return shape.symmetric_difference(other).area < 1e-3


def test_a_spike_or_a_loop_of_no_size_leaves_no_doubt():
    spike = polygon((0, 0), (10, 0), (10, 10), (10, 30), (10, 10), (0, 10))
    assert mended(spike) == (pytest.approx(100, abs=1e-6), None)
    # 2.5 cm2 the wrong way round
    loop = polygon((0, 0), (10, 0), (10, 10), (5, 10), (4.95, 10.05), (5, 10.05), (4.95, 10), (0, 10))
    assert mended(loop) == (pytest.approx(100, abs=0.01), None)


def test_a_small_loop_leaves_doubt_around_itself_alone():
    area, doubt = mended(polygon((0, 0), (10, 0), (10, 10), (5, 10), (4, 11), (5, 11), (4, 10), (0, 10)))
    assert area == pytest.approx(100.5, abs=0.01)
    assert is_same(doubt, polygon((4.5, 10.5), (5, 11), (4, 11)))


def test_swapped_corners_leave_all_between_them_in_doubt():
    area, doubt = mended(polygon((0, 0), (10, 10), (10, 0), (0, 10)))
    assert area == pytest.approx(50, abs=1e-6)
    assert is_same(doubt, box(0, 0, 10, 10))


def test_parts_on_each_other_cover_the_place_and_leave_it_in_doubt():
    area, doubt = mended(shapely.MultiPolygon([box(0, 0, 10, 10), box(5, 5, 10, 10)]))
    assert area == pytest.approx(175, abs=1e-6)
    assert is_same(doubt, box(5, 5, 5, 5))


def test_a_ring_stored_twice_is_in_doubt_as_a_whole():
    area, doubt = mended(polygon(*SQUARE, (0, 0), *SQUARE[1:]))
    assert area == pytest.approx(100, abs=1e-6)
    assert is_same(doubt, box(0, 0, 10, 10))


def test_of_nothing_polygonal_nothing_is_left():
    shapes = np.array([shapely.LineString([(0, 0), (9, 9)]), polygon((0, 0), (9, 9), (0, 0)), None], dtype=object)
    found = repair(shapes)
    assert found.geometry.tolist() == [None] * 3
    assert found.was_broken.tolist() == [False, True, True]


def test_many_are_judged_as_each_alone():
    tiny = box(0, 0, 0.1, 0.09)
    shapes = np.array([box(0, 0, 1, 1), tiny, None, shapely.Point(0, 0), shapely.Polygon()], dtype=object)
    kinds = [None, FaultKind.NO_AREA, FaultKind.NULL, FaultKind.NOT_A_POLYGON, FaultKind.EMPTY]
    assert [fault and fault.kind for fault in shape_faults(shapes)] == kinds
    in_degrees = [fault and fault.kind for fault in shape_faults(shapes, in_metres=False)]
    assert in_degrees == [None, None, *kinds[2:]]
    assert (are_sound([tiny]).tolist(), are_sound([tiny], in_metres=False).tolist()) == ([False], [True])
