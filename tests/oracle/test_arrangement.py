# SPDX-License-Identifier: GPL-2.0-or-later
"""The oracle itself, against figures worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from oracle.arrangement import Arrangement, doubtful_m2, is_broken
from oracle.model import Patch, Township, Zone, rectangle, simple
from oracle.verdicts import judge

M = 1000
SQUARE = rectangle(0, 0, 100 * M, 100 * M)


def covered(labels):
    return 0 in labels


def test_areas_by_hand():
    triangle = simple((0, 0), (100 * M, 0), (0, 100 * M))
    both = Arrangement(SQUARE, [triangle, rectangle(50 * M, 0, 100 * M, 100 * M)])
    assert both.area(lambda labels: True) == pytest.approx(10_000, abs=1e-9)
    assert both.area(covered) == pytest.approx(5_000, abs=1e-9)
    assert both.area(lambda labels: len(labels) == 2) == pytest.approx(1_250, abs=1e-9)
    assert both.area(lambda labels: not labels) == pytest.approx(10_000 - 5_000 - 5_000 + 1_250, abs=1e-9)


def test_crossings_off_the_grid():
    # y = x/3 and y = 1 - x/7 over [0, 1] m cross where no millimetre is
    one = simple((0, 0), (3 * M, 1 * M), (3 * M, 0))
    other = simple((0, 0), (0, 1 * M), (7 * M, 0))
    overlap = Arrangement(rectangle(0, 0, 3 * M, M), [one, other])
    x = 1 / (1 / 3 + 1 / 7)
    expected = x * x / 6 + ((1 - x / 7) + (1 - 3 / 7)) / 2 * (3 - x)
    assert overlap.area(lambda labels: len(labels) == 2) == pytest.approx(expected, abs=1e-12)


def test_holes_parts_and_perimeters():
    frame = ((SQUARE[0][0], ((20 * M, 20 * M), (40 * M, 20 * M), (40 * M, 40 * M), (20 * M, 40 * M))),)
    (region,) = Arrangement(SQUARE, [frame]).regions(covered)
    assert (region.area_m2, region.perimeter_m) == (pytest.approx(9_600), pytest.approx(480))
    (hole,) = Arrangement(SQUARE, [frame]).regions(lambda labels: not labels)
    assert (hole.area_m2, hole.perimeter_m) == (pytest.approx(400), pytest.approx(80))


def test_parts_that_share_a_point_are_two_and_those_that_share_an_edge_are_one():
    corner = [rectangle(0, 0, 10 * M, 10 * M), rectangle(10 * M, 10 * M, 10 * M, 10 * M)]
    assert len(Arrangement(SQUARE, corner).regions(bool)) == 2
    edge = [rectangle(0, 0, 10 * M, 10 * M), rectangle(10 * M, 9_999, 10 * M, 10 * M)]
    (region,) = Arrangement(SQUARE, edge).regions(bool)
    assert region.perimeter_m == pytest.approx(80 - 0.002)


def test_slanted_perimeter():
    (region,) = Arrangement(SQUARE, [simple((10 * M, 10 * M), (40 * M, 50 * M), (10 * M, 50 * M))]).regions(covered)
    assert region.perimeter_m == pytest.approx(30 + 40 + 50)
    assert region.area_m2 == pytest.approx(600)


def test_a_shape_below_the_window_does_not_count():
    c_shape = simple((-M, -M), (101 * M, -M), (101 * M, 50 * M), (90 * M, 50 * M), (90 * M, 0 - 1), (-M, 0 - 1))
    assert Arrangement(SQUARE, [c_shape]).area(covered) == pytest.approx(10 * 50)


@pytest.mark.parametrize(
    ("shape", "broken", "doubt"),
    [
        (SQUARE, False, 0),
        (simple((0, 0), (0, 0), (10 * M, 0), (20 * M, 0), (20 * M, 20 * M)), False, 0),
        (simple((0, 0), (40 * M, 100 * M), (40 * M, 0), (0, 100 * M)), True, 2_000),
        # a spike has no area
        (simple((0, 0), (10 * M, 0), (20 * M, 0), (10 * M, 0), (10 * M, 10 * M), (0, 10 * M)), True, 0),
        # a ring that touches itself in a corner
        (simple((0, 0), (10 * M, 0), (10 * M, 10 * M), (0, 10 * M), (0, 0), (2 * M, 5 * M), (5 * M, 2 * M)), True, 0),
    ],
)
def test_broken_shapes(shape, broken, doubt):
    assert is_broken(shape) is broken
    assert doubtful_m2(shape)[0] == pytest.approx(doubt, abs=1e-9)


def test_verdicts_by_hand():
    town = Township((SQUARE,), (Patch(rectangle(-M, -M, 200 * M, 200 * M), "0601"),))
    (clean,) = judge(town)
    assert clean.verdicts == {"review"}  # the extent of the lines is assumed
    assert clean.spatial_verdicts == {"eligible"}
    (stated,) = judge(replace(town, complete=frozenset({"basic_farmland", "ecological_red_line", "urban_boundary"})))
    assert stated.verdicts == {"eligible"}
    (field,) = judge(replace(town, patches=(*town.patches, Patch(rectangle(0, 0, 20 * M, 90 * M), "0103"))))
    assert field.outcomes["farmland"] == {"conflict"}
    assert field.outcomes["survey_overlap"] == {"review"}
    assert field.verdicts == {"prohibited"}
    assert math.isclose(field.measures["farmland_m2"], 1800)
    (bare,) = judge(replace(town, basic_farmland=None))
    assert (bare.verdicts, bare.spatial_verdicts) == ({"undetermined"}, {"eligible"})
    (urban,) = judge(replace(town, urban_boundary=(Zone(rectangle(-M, -M, 50 * M, 200 * M)),)))
    assert urban.outcomes["urban_boundary"] == {"review"}
    assert urban.urban_status == {"straddling"}
