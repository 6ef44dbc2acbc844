# SPDX-License-Identifier: GPL-2.0-or-later
"""Cutting a parcel clear: corners that are kept exactly, set-backs, narrow and small parts, close points."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from support import box, polygon

from land_entry_plugin.engine.avoidance import Cutting, Keep, Why, cut
from land_entry_plugin.engine.close_points import with_fewer_points
from land_entry_plugin.engine.shapes import GRID_M, NOWHERE

PARCEL = box(0, 0, 100, 60)
PLAIN = Cutting(min_width_m=0, min_area_m2=0, keep=Keep.ALL, merge_m=0)


def corners(shape):
    return {tuple(point) for point in shapely.get_coordinates(shape)}


def near(one, other):
    return np.abs(np.subtract(one, other)).max() <= GRID_M


def test_nothing_in_the_way_leaves_the_very_parcel():
    for forbidden in (NOWHERE, box(200, 0, 10, 10), box(100, 0, 10, 60), box(100 - 5e-7, 0, 10, 60)):
        found = cut(PARCEL, forbidden, PLAIN)
        assert found.kept is PARCEL
        assert not found.is_cut


def test_all_in_the_way_leaves_nothing():
    found = cut(PARCEL, box(-5, -5, 200, 200), PLAIN)
    assert found.kept.is_empty
    assert found.removed[Why.CONFLICT].symmetric_difference(PARCEL).area < 1e-6


def test_a_corner_cut_off_leaves_an_l_with_the_very_corners():
    patch = polygon((70.123, 41.457), (120, 40), (120, 90), (71.9, 90))
    found = cut(PARCEL, patch, PLAIN)
    assert len(corners(found.kept)) == 6
    # the parcel's own corners to the last digit, the patch's corner within the grid
    assert {point for point in corners(PARCEL) if not patch.covers(shapely.Point(point))} <= corners(found.kept)
    wanted = shapely.get_coordinates(patch)[0]
    assert any(near(point, wanted) for point in corners(found.kept))
    assert found.kept.distance(patch) < GRID_M
    assert found.kept.area == pytest.approx(PARCEL.difference(patch).area, abs=1e-3)
    assert found.kept.intersection(patch).area < 1e-3


def test_a_ditch_across_leaves_parts_of_which_the_largest_or_all_stay():
    ditches = shapely.union_all([box(20, -1, 4, 62), box(60, -1, 4, 62)])
    every = cut(PARCEL, ditches, PLAIN)
    assert sorted(round(part.area) for part in every.kept.geoms) == [1200, 2160, 2160]
    largest = cut(PARCEL, ditches, Cutting(min_width_m=0, min_area_m2=0, merge_m=0))
    assert largest.kept.geom_type == "Polygon"
    assert round(largest.kept.area) == 2160
    assert round(largest.removed[Why.NOT_LARGEST].area) == 1200 + 2160
    large_enough = cut(PARCEL, ditches, Cutting(min_width_m=0, min_area_m2=1300, keep=Keep.ALL, merge_m=0))
    assert round(large_enough.removed[Why.SMALL].area) == 1200
    assert len(large_enough.kept.geoms) == 2


def test_a_field_in_the_middle_becomes_a_hole():
    field = box(40, 20, 10, 10)
    found = cut(PARCEL, field, PLAIN)
    (hole,) = found.kept.interiors
    assert shapely.Polygon(hole).symmetric_difference(field).area < 1e-6


@pytest.mark.parametrize("setback_m", [2.0, 5.0])
def test_a_set_back_keeps_the_distance_with_straight_lines(setback_m):
    field = box(40, 20, 10, 10)
    found = cut(PARCEL, field, Cutting(setback_m=setback_m, min_width_m=0, min_area_m2=0, merge_m=0))
    assert found.kept.distance(field) == pytest.approx(setback_m, abs=1e-4)
    assert len(found.kept.interiors[0].coords) == 5
    assert found.removed[Why.CONFLICT].area == pytest.approx(100, abs=1e-3)
    assert found.removed[Why.SETBACK].area == pytest.approx((10 + 2 * setback_m) ** 2 - 100, abs=1e-2)


def test_a_field_beside_the_parcel_asks_for_its_set_back_too():
    found = cut(PARCEL, box(101, 0, 50, 60), Cutting(setback_m=2, min_width_m=0, min_area_m2=0, merge_m=0))
    assert found.kept.area == pytest.approx(99 * 60, abs=1e-2)
    assert set(found.removed) == {Why.SETBACK}


@pytest.mark.parametrize(("width", "stays"), [(2.9, False), (3.1, True)])
def test_a_part_narrower_than_the_width_goes_with_a_straight_edge(width, stays):
    # the patch leaves a square and an arm beside it
    patch = box(60, width, 50, 80)
    found = cut(PARCEL, patch, Cutting(min_width_m=3, min_area_m2=0, merge_m=0))
    assert (Why.NARROW not in found.removed) == stays
    assert found.kept.area == pytest.approx(60 * 60 + (40 * width if stays else 0), abs=1e-2)
    assert len(corners(found.kept)) == (6 if stays else 4)


def test_what_two_drawings_of_one_border_leave_between_them_goes_without_any_width_asked_for():
    patch = box(60, -1, 39.997, 62)
    found = cut(PARCEL, patch, PLAIN)
    assert found.kept.area == pytest.approx(60 * 60, abs=1e-3)
    assert found.kept.geom_type == "Polygon"


def test_an_acute_corner_of_the_parcel_is_no_narrow_part():
    kite = polygon((0, 0), (100, 20), (100, 60), (30, 60))
    found = cut(kite, box(95, 0, 10, 100), Cutting(min_width_m=3, min_area_m2=0, merge_m=0))
    assert Why.NARROW not in found.removed
    assert tuple(shapely.get_coordinates(kite)[0]) in corners(found.kept)


def test_new_points_close_together_become_one_and_no_land_comes_back():
    # the patch has a chamfered corner inside the parcel: two new points 0.28 m apart
    patch = polygon((60, 30.2), (60.2, 30), (120, 30), (120, 90), (60, 90))
    apart = cut(PARCEL, patch, PLAIN)
    merged = cut(PARCEL, patch, Cutting(min_width_m=0, min_area_m2=0, merge_m=0.5))
    assert len(corners(merged.kept)) == len(corners(apart.kept)) - 1
    assert merged.kept.difference(apart.kept).area < 1e-6
    assert merged.kept.intersection(patch).area < 1e-6
    assert merged.removed[Why.MERGED].area == pytest.approx(0.02, abs=1e-3)


def test_a_new_point_beside_an_old_corner_goes_and_the_old_corner_stays():
    # the cut starts on the upper border 0.3 m from the corner
    patch = polygon((0.3, 60), (90, 0), (120, -10), (120, 70), (0.3, 70))
    found = cut(PARCEL, patch, Cutting(min_width_m=0, min_area_m2=0, merge_m=0.5))
    assert len(corners(found.kept)) == 3
    assert {(x, y) for x, y in corners(PARCEL) if x < PARCEL.bounds[2]} <= corners(found.kept)
    assert found.kept.intersection(patch).area < 1e-3
    assert found.removed[Why.MERGED].area == pytest.approx(0.3 * 60 / 2, abs=0.1)


def test_a_point_is_not_given_up_for_more_land_than_a_sliver():
    patch = polygon((0.4, 60), (90, 0), (120, -10), (120, 70), (0.4, 70))
    found = cut(PARCEL, patch, Cutting(min_width_m=0, min_area_m2=0, merge_m=0.5))
    assert len(corners(found.kept)) == 4
    assert Why.MERGED not in found.removed


def test_points_that_are_close_in_the_parcel_itself_stay():
    parcel = polygon((0, 0), (50, 0), (50.2, 0.2), (50.2, 60), (0, 60))
    assert corners(with_fewer_points(parcel, parcel, 0.5, 2e-5)) == corners(parcel)


def test_a_neighbour_who_shares_the_border_gets_no_overlap():
    one = polygon((0, 0), (50, 0), (53.3, 60), (0, 60))
    other = polygon((50, 0), (100, 0), (100, 60), (53.3, 60))
    field = box(30, 35.5, 50, 40)
    kept = [cut(parcel, field, Cutting()).kept for parcel in (one, other)]
    assert kept[0].intersection(kept[1]).area < 1e-6
    assert kept[0].union(kept[1]).area == pytest.approx(one.union(other).difference(field).area, abs=1e-2)
