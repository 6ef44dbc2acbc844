# SPDX-License-Identifier: GPL-2.0-or-later
"""Boundary points: from the north-west, clockwise, on through the inner rings, whatever the file's order."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from support import EAST, NORTH, box, polygon

from land_entry_plugin.engine.boundary_points import numbered_parcels, numbered_rings


def places(ring):
    """Return name: metres east and north of the place of the tests."""
    return {
        name: (round(x - EAST, 3), round(y - NORTH, 3)) for name, (x, y) in zip(ring.names, ring.points, strict=True)
    }


def test_a_square_begins_at_its_north_west_corner_and_runs_clockwise():
    (ring,) = numbered_rings(box(0, 0, 10, 20))
    assert places(ring) == {"J1": (0, 20), "J2": (10, 20), "J3": (10, 0), "J4": (0, 0)}
    assert list(ring.edge_lengths_m) == [10, 20, 10, 20]


@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("step", [1, -1])
def test_neither_start_nor_direction_of_the_file_matters(start, step):
    # top and left corner are equally near the north-west corner of the extent
    corners = [(10, 20), (20, 10), (10, 0), (0, 10)]
    (ring,) = numbered_rings(polygon(*np.roll(corners, start, axis=0)[::step]))
    assert places(ring) == {"J1": (10, 20), "J2": (20, 10), "J3": (10, 0), "J4": (0, 10)}


def test_inner_rings_islands_and_parts_go_on_counting():
    island = box(45, 45, 10, 10)
    shape = shapely.union_all(
        [box(0, 0, 100, 100).difference(box(30, 30, 40, 40)), island, box(0, -60, 20, 20), box(0, 150, 5, 5)]
    )
    rings = numbered_rings(shape)
    assert [(ring.names[0], ring.names[-1], ring.is_hole, ring.part) for ring in rings] == [
        ("J1", "J4", False, 0),
        ("J5", "J8", False, 1),
        ("J9", "J12", True, 1),
        ("J13", "J16", False, 2),
        ("J17", "J20", False, 3),
    ]
    # the inner ring counter-clockwise, so that the parcel is on the right all along
    assert places(rings[2]) == {"J9": (30, 70), "J10": (30, 30), "J11": (70, 30), "J12": (70, 70)}


def test_a_point_stored_twice_is_one():
    (ring,) = numbered_rings(polygon((0, 10), (10, 10), (10, 10), (10, 0), (0, 0), (0, 0)))
    assert ring.names == ("J1", "J2", "J3", "J4")
    assert min(ring.edge_lengths_m) == 10


def test_parcels_are_numbered_each_by_itself_unless_asked():
    left, right = numbered_parcels([box(0, 0, 10, 10), box(10, 0, 10, 10)])
    assert left[0].names == right[0].names == ("J1", "J2", "J3", "J4")


def test_neighbours_share_the_numbers_of_their_points():
    # given from east to west: the western one is numbered first all the same
    right, left = numbered_parcels([box(10, 0, 10, 10), box(0, 0, 10, 10)], shared_numbers=True)
    assert left[0].names == ("J1", "J2", "J3", "J4")
    assert right[0].names == ("J2", "J5", "J6", "J3")


def test_points_a_millimetre_apart_are_shared_and_a_centimetre_apart_are_not():
    for gap, count in ((0.0005, 6), (0.01, 8)):
        parcels = numbered_parcels([box(0, 0, 10, 10), box(10 + gap, 0, 10, 10)], shared_numbers=True)
        assert len({name for (ring,) in parcels for name in ring.names}) == count


def test_a_hole_shares_its_points_with_the_parcel_in_it():
    outer, inner = numbered_parcels(
        [box(0, 0, 100, 100).difference(box(30, 30, 40, 40)), box(30, 30, 40, 40)], shared_numbers=True
    )
    assert set(outer[1].names) == set(inner[0].names) == {"J5", "J6", "J7", "J8"}
    # each in its own direction
    assert outer[1].names == ("J5", "J6", "J7", "J8")
    assert inner[0].names == ("J5", "J8", "J7", "J6")


def test_nothing_has_no_rings():
    assert numbered_rings(shapely.Polygon()) == []
    assert numbered_parcels([], shared_numbers=True) == []
    assert numbered_parcels([shapely.Polygon(), box(0, 0, 1, 1)], shared_numbers=True)[0] == []
