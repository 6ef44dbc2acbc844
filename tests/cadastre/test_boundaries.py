# SPDX-License-Identifier: GPL-2.0-or-later
"""Boundaries of several parcels at once: each has its own points, neighbours and map."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from support import box
from surrounded import around, candidate, objects, owned, patch, registered

from land_entry_plugin.cadastre.boundaries import boundaries
from land_entry_plugin.cadastre.map_window import shown_bounds

FIRST, SECOND, THIRD = box(0, 0, 100, 60), box(3000, 0, 50, 50), box(6000, 0, 40, 30)
TWO_PARTS = shapely.MultiPolygon([THIRD, box(6060, 0, 20, 20)])
CODE = "371126004012JB00018"
NEAR_FIRST = around(
    owned(box(-500, -500, 1000, 1000)),
    candidate(box(-50, 0, 50, 60), CODE),
    registered(box(-50, 0, 50, 60), CODE),
    registered(box(100, 0, 50, 60), "371126004012JC00012"),
    patch(box(0, 60, 100, 40), "0102", "水浇地"),
    # read with the others, and on no map of this parcel
    patch(box(2500, 0, 100, 100), "0601", "工业用地"),
    patch(box(-500, -40, 1000, 40), "1006", "农村道路"),
)
NEAR_SECOND = around()
NEAR_THIRD = around(patch(box(5800, -200, 500, 200), "1006", "农村道路"), owned(box(5000, -500, 2000, 1000)))


@pytest.fixture(scope="module")
def together():
    """Return the boundaries of three parcels, around the second of which nothing lies."""
    return boundaries(objects([FIRST, SECOND, TWO_PARTS]), [NEAR_FIRST, NEAR_SECOND, NEAR_THIRD])


def test_what_a_map_shows_is_no_owner_and_no_candidate_a_second_time(together):
    first, second, third = together
    assert [row for row, _ in first.shown] == [1, 3, 4, 6]
    assert [row for row, _ in second.shown] == []
    assert [row for row, _ in third.shown] == [0]
    # of two parcels of one kind that are not the same, both
    others = around(candidate(box(-50, 0, 50, 60), CODE), registered(box(100, 0, 50, 60), "371126004012JB00020"))
    (one,) = boundaries(objects([FIRST]), [others])
    assert [row for row, _ in one.shown] == [0, 1]


def test_shapes_are_shown_as_far_as_the_map_reaches_and_to_the_millimetre(together):
    first, _, third = together
    for one, surroundings in ((first, NEAR_FIRST), (third, NEAR_THIRD)):
        window = shapely.box(*shown_bounds(one.bounds))
        for row, text in one.shown:
            shape = surroundings.geometry[row].intersection(window)
            assert shapely.from_wkt(text).symmetric_difference(shape).area < 0.1
            decimals = [number.partition(".")[2] for number in text.replace(",", " ").replace(")", " ").split()]
            assert max(map(len, decimals)) <= 3
    (a_third,) = boundaries(objects([FIRST]), [around(patch(box(0, 60, 100 / 3, 40), "0102", "水浇地"))])
    assert "39500033.333 " in a_third.shown[0][1]


def test_each_has_what_it_has_alone(together):
    parcels, surroundings = (FIRST, SECOND, TWO_PARTS), (NEAR_FIRST, NEAR_SECOND, NEAR_THIRD)
    for one, parcel, near in zip(together, parcels, surroundings, strict=True):
        (alone,) = boundaries(objects([parcel]), [near])
        assert (one.shown, one.parts, one.bounds) == (alone.shown, alone.parts, alone.bounds)
        assert (one.area_m2, one.bounds) == (parcel.area, list(parcel.bounds))
        assert [ring.names for ring in one.rings] == [ring.names for ring in alone.rings]
        assert one.lies == alone.lies
        assert len(one.lies) == len(one.rings)
        for lie, ring in zip(one.lies, one.rings, strict=True):
            assert np.allclose(lie.points, ring.points)
        assert one.surroundings is near


def test_how_far_off_a_neighbour_may_lie_is_kept():
    beside = [around(patch(box(101.5, 0, 50, 60), "0102", "水浇地"))]
    for gap_m, rows in ((1.0, {None}), (2.0, {None, 0})):
        (one,) = boundaries(objects([FIRST]), beside, neighbour_gap_m=gap_m)
        assert (one.neighbour_gap_m, {part.feature for part in one.parts}) == (gap_m, rows)


def test_points_that_are_numbered_already_keep_their_names():
    (own,) = boundaries(objects([FIRST]), [around()])
    (ring,) = own.rings
    named = type(ring)(tuple(f"J{i}" for i in range(5, 9)), ring.points, ring.is_hole, ring.part)
    (again,) = boundaries(objects([FIRST]), [around()], [[named]])
    assert again.rings[0].names == ("J5", "J6", "J7", "J8")
