# SPDX-License-Identifier: GPL-2.0-or-later
"""Where patches of a survey lie on each other and what they leave out: every square metre once, with its pair."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from support import box

from land_entry_plugin.engine.stacking import _depths, stacked


def stack_of(*shapes, **options):
    return stacked(np.array(shapes, dtype=object), **options)


def areas(shapes):
    return [pytest.approx(shape.area, abs=1e-6) for shape in shapes]


# a patch over the middle of a border: the place where it is looked at lies on the border
NEIGHBOURS = (box(0, 0, 10, 10), box(10, 0, 10, 10))


@pytest.mark.parametrize("over", [box(5, 2, 10, 4), box(9, 2, 2, 8), box(5, 0, 10, 10)])
def test_a_patch_over_the_border_of_two_lies_on_both(over):
    found = stack_of(*NEIGHBOURS, over)
    assert found.pairs.tolist() == [[0, 2], [1, 2]]
    assert [over.area / 2] * 2 == areas(found.overlaps)
    assert not len(found.gaps)
    assert found.covered.area == pytest.approx(200)
    # more loose edges than are looked at: the overlaps all the same, and of gaps nothing is said
    few = stack_of(*NEIGHBOURS, over, most_loose=3)
    assert (few.pairs.tolist(), few.covered, len(few.gaps)) == (found.pairs.tolist(), None, 0)


def test_a_patch_whose_middle_lies_on_a_border_lies_on_both_sides_of_it():
    # these numbers stay as they are when they are rounded to the grid
    near = [shapely.box(0, 0, 16, 32), shapely.box(16, 0, 32, 32)]
    found = stack_of(*near, shapely.box(8, 4, 24, 12))
    assert found.pairs.tolist() == [[0, 2], [1, 2]]
    assert [64] * 2 == areas(found.overlaps)


@pytest.mark.parametrize(
    "borders",
    [
        [box(0, 0, 5, 10), box(5, 0, 5, 10)],
        [box(0, 0, 10, 5), box(0, 5, 10, 5)],
        [box(x, y, 5, 5) for x in (0, 5) for y in (0, 5)],
    ],
)
def test_a_place_is_as_deep_as_it_is_covered_whichever_way_a_border_runs_through_its_middle(borders):
    places = np.array([box(0, 0, 10, 10), box(20, 0, 10, 10)])
    assert _depths(places, shapely.STRtree([*borders, box(-5, -5, 20, 20)])).tolist() == [2, 0]
    assert _depths(places, shapely.STRtree(borders)).tolist() == [1, 0]


def test_a_crossing_of_borders_under_a_patch_is_no_gap():
    four = [box(x, y, 10, 10) for x in (0, 10) for y in (0, 10)]
    found = stack_of(*four, box(8, 8, 4, 4))
    assert found.pairs.tolist() == [[i, 4] for i in range(4)]
    assert [4] * 4 == areas(found.overlaps)
    assert not len(found.gaps)


def test_a_hole_in_a_patch_that_nothing_fills_is_a_gap_and_one_that_is_filled_is_none():
    hole = box(4, 4, 2, 2)
    around = shapely.difference(box(0, 0, 10, 10), hole)
    assert [4] == areas(stack_of(around, box(10, 0, 5, 10)).gaps)
    filled = stack_of(around, hole)
    assert not len(filled.gaps)
    assert not len(filled.pairs)


def test_what_lies_beside_a_layer_is_no_gap_and_an_empty_layer_has_none():
    apart = stack_of(box(0, 0, 10, 10), box(50, 0, 10, 10))
    assert (len(apart.gaps), len(apart.pairs), apart.covered.area) == (0, 0, pytest.approx(200))
    # what is smaller than the grid of a survey is nothing
    for nothing in (stack_of(), stack_of(None), stack_of(box(0, 0, 0.004, 0.0002))):
        assert (len(nothing.gaps), len(nothing.pairs), nothing.covered.area) == (0, 0, 0)
