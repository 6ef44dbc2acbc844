# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies along the parts of edges, and how they join to stretches and runs."""

from __future__ import annotations

import numpy as np
import pytest
from support import box, polygon
from surrounded import objects

from land_entry_plugin.engine.adjoining import Features, adjoining
from land_entry_plugin.engine.boundary_points import numbered_rings
from land_entry_plugin.engine.lies import lies_of
from land_entry_plugin.engine.neighbours import Adjoining, changes, printed_lengths, runs, stretches

SQUARE = box(0, 0, 100, 100)


def features(*shapes, ranks=None, divides=()):
    count = len(shapes)
    return Features(
        objects(list(shapes)),
        np.array(ranks or [0] * count, dtype=int),
        np.array([i in divides for i in range(count)], dtype=bool),
        np.ones(count, dtype=bool),
    )


def found(shape, *arguments, **options):
    rings = numbered_rings(shape)
    (parts,) = adjoining([rings], objects([shape]), [features(*arguments, **options)])
    return rings, parts


def joined(rings, parts, key):
    return Adjoining(rings, lies_of(rings), parts, key)


def same(row):
    return row


def test_parts_of_an_edge_follow_each_other():
    rings, parts = found(SQUARE, box(0, 100, 30, 10), box(30, 100, 30.004, 10), box(70, 101, 30, 10))
    north = [part for part in parts if part.edge == 0]
    assert [part.feature for part in north] == [0, 1, None, 2]
    assert [part.start_m for part in north[1:]] == [part.end_m for part in north[:-1]]
    assert (north[0].start_m, north[-1].end_m) == (0.0, 100.0)
    printed = printed_lengths(north, lies_of(rings)[0].printed_lengths_m[0])
    assert [float(length) for length in printed] == [30.0, 30.0, 10.0, 30.0]


def test_the_first_of_two_at_one_place_and_the_lower_rank():
    assert found(SQUARE, box(0, 100, 100, 9), box(0, 100, 100, 9))[1][0].feature == 0
    assert found(SQUARE, box(0, 100, 100, 9), box(0, 101, 100, 9), ranks=[1, 0])[1][0].feature == 1
    # a divider that ends before the better rank begins lies between them
    assert found(SQUARE, box(0, 100, 100, 1), box(0, 101, 100, 9), ranks=[1, 0], divides=[0])[1][0].feature == 0


def test_nothing_around_and_nothing_at_all():
    _, parts = found(SQUARE)
    assert [(part.edge, part.feature, part.length_m) for part in parts] == [(i, None, 100.0) for i in range(4)]
    assert adjoining([], objects([]), []) == []


def test_one_part_of_a_parcel_is_no_neighbour_of_another():
    rings, parts = found(SQUARE.union(box(101, 0, 50, 100)), box(-50, -50, 300, 300))
    assert {part.feature for part in parts} == {0}
    _, parts = found(SQUARE.union(box(101, 0, 50, 100)), box(160, 0, 10, 100))
    assert {part.feature for part in parts} == {None}
    assert len(rings) == 2


def test_a_run_goes_on_over_the_first_point():
    rings, parts = found(
        SQUARE, box(-10, -10, 120, 10), box(-10, 0, 10, 110), box(0, 100, 110, 10), box(100, 0, 10, 100)
    )
    assert [(run.points[0], run.points[-1]) for run in runs(joined(rings, parts, same))] == [
        ("J1", "J2"),
        ("J2", "J3"),
        ("J3", "J4"),
        ("J4", "J1"),
    ]
    together = runs(joined(rings, parts, lambda row: row in (1, 2)))
    assert [run.points for run in together] == [("J4", "J1", "J2"), ("J2", "J3", "J4")]
    assert [change.point for change in changes(joined(rings, parts, lambda row: row in (1, 2)))] == ["J2", "J4"]
    assert [change.bearing_deg for change in changes(joined(rings, parts, same))] == [315.0, 45.0, 135.0, 225.0]
    assert len(stretches(joined(rings, parts, lambda row: None))) == 4


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_where_edges_face(turn):
    from shapely.affinity import rotate

    (ring,) = numbered_rings(rotate(SQUARE, turn, origin="center"))
    assert lies_of([ring])[0].sides == ["north", "east", "south", "west"]
    (diamond,) = numbered_rings(polygon((0, 50), (50, 100), (100, 50), (50, 0)))
    assert lies_of([diamond])[0].sides == ["east", "south", "west", "north"]


def test_edges_of_a_hole_face_into_it():
    _, hole = numbered_rings(SQUARE.difference(box(40, 40, 20, 20)))
    assert lies_of([hole])[0].sides == ["east", "north", "west", "south"]
