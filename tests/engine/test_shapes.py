# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely
from support import box, polygon

from land_entry_plugin.engine.accounts import close_account
from land_entry_plugin.engine.boundary_points import numbered_rings
from land_entry_plugin.engine.curve import along_curve
from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.overlay import doubly_covered, overlay, without_double
from land_entry_plugin.engine.repair import FaultKind, repair, shape_fault
from land_entry_plugin.engine.shapes import GRID_M, from_wkb, intersection, multi, span, unions
from land_entry_plugin.engine.slivers import NO_EXTENT, Size, measure


def plane_areas(shapes):
    return shapely.area(shapes)


def size_of(shape, parcel_area_m2=10_000.0, **options):
    return measure(shape, parcel_area_m2, Limits(), plane_areas, **options).size


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (box(0, 0, 0.1, 0.099), Size.TOUCH),
        (box(0, 0, 0.11, 0.11), Size.SLIVER),
        (box(0, 0, 0.00499, 100), Size.TOUCH),
        (box(0, 0, 0.00502, 100), Size.SLIVER),
        (box(0, 0, 3, 3.33), Size.SLIVER),
        (box(0, 0, 3, 3.34), Size.LARGE),
        (box(0, 0, 0.99, 90), Size.SLIVER),
        (box(0, 0, 1.02, 90), Size.LARGE),
        (box(0, 0, 0.9, 112), Size.LARGE),  # thin, but over 1 % of the parcel
        (shapely.Polygon(), Size.NONE),
    ],
)
def test_sizes_flip_at_the_limits(shape, expected):
    assert size_of(shape) is expected


# A corner of one lies half a grid's width off the border of the other.
HAIR = [polygon((0, 0), (10, 1e-5), (10, 10), (0, 10)), polygon((0, 0), (0, -9), (10, -9), (10, 1e-5), (5, 0))]


@pytest.mark.parametrize(
    ("group", "area_m2"),
    [
        ([box(0, 0, 1, 1), box(1, 0, 1, 1)], 2),
        ([box(0, 0, 1, 1), box(2, 0, 1, 1)], 2),
        ([box(0, 0, 1, 1), box(1, 1, 1, 1)], 2),
        ([box(0, 0, 2, 1), box(0, 1, 1, 1), box(1, 1, 1, 1)], 4),
        ([box(0, 0, 2, 1), box(0.5, 1, 1, 1)], 3),
        ([box(0, 0, 1, 1), box(0, 0, 1, 1)], 1),
        ([box(0, 0, 1, 1), box(0.5, 0.5, 1, 1)], 1.75),
        ([box(0, 0, 5, 5), box(1, 1, 1, 1)], 25),
        ([box(0, 0, 1, 1), box(0, 0, 1, 1), box(0, 0, 1, 1)], 1),
        ([box(0, 0, 3, 3).difference(box(1, 1, 1, 1)), box(1, 1, 1, 1)], 9),
        ([shapely.MultiPolygon([box(0, 0, 1, 1), box(3, 0, 1, 1)]), box(1, 0, 2, 1)], 4),
        (HAIR, 190),
    ],
)
def test_unions_of_many_are_those_on_the_grid(group, area_m2):
    cut = intersection(np.array(group), box(-50, -50, 100, 100))
    (one,), (again, _) = unions([cut]), unions([cut, [box(0, 0, 1, 1), box(1, 0, 1, 1)]])
    on_the_grid = shapely.union_all(cut, grid_size=GRID_M)
    assert shapely.normalize(one) == shapely.normalize(on_the_grid) == shapely.normalize(again)
    assert one.area == pytest.approx(area_m2, abs=1e-4)


def test_many_small_ones_are_seen_together():
    assert size_of(shapely.MultiPolygon([box(10 * i, 0, 3, 3) for i in range(1)])) is Size.SLIVER
    assert size_of(shapely.MultiPolygon([box(10 * i, 0, 3, 3) for i in range(4)])) is Size.LARGE
    assert size_of(shapely.MultiPolygon([box(10 * i, 0, 0.1, 0.1) for i in range(2)])) is Size.SLIVER


def test_no_touch_width_where_there_is_no_tolerance():
    thin = box(0, 0, 0.004, 100)
    assert size_of(thin) is Size.TOUCH
    assert size_of(thin, touch_width=False) is Size.SLIVER


def test_overlay_keeps_slivers_and_drops_what_only_touches():
    parcels = np.array([box(0, 0, 10, 10)])
    features = np.array([box(10, 0, 10, 10), box(9.999, 0, 10, 10), box(3, 3, 1, 1), None], dtype=object)
    found = overlay(parcels, features)
    assert found.feature.tolist() == [1, 2]
    assert shapely.area(found.geometry) == pytest.approx([0.01, 1.0], abs=1e-6)


def test_a_doubly_covered_place_belongs_to_the_first():
    once = without_double(np.array([box(0, 0, 10, 10), box(5, 0, 10, 10), box(5, 0, 10, 10)], dtype=object))
    assert shapely.area(once) == pytest.approx([100, 50, 0], abs=1e-6)


def test_what_is_doubly_covered_is_seen_and_what_only_touches_is_not():
    apart = np.array([box(0, 0, 10, 10), box(10, 0, 10, 10), box(30, 0, 1, 1)], dtype=object)
    assert doubly_covered(apart).is_empty
    again = np.array([*apart, box(5, 0, 10, 10), box(5, 0, 2, 10)], dtype=object)
    assert doubly_covered(again).area == pytest.approx(100, abs=1e-6)


def test_accounts_close_to_the_hundredth():
    account = close_account({"a": 33.333333, "b": 33.333333, "c": 33.333334}, 0.0, 100.0)
    assert sum(area for _, area in account.rows) + account.uncovered == account.total
    assert str(account.residue) == "0.01"
    # by the areas, not by what is printed of them
    assert [(key, str(area)) for key, area in account.rows] == [("a", "33.33"), ("b", "33.33"), ("c", "33.34")]
    assert dict(close_account({"a": 0.335, "b": 0.335}, 0.331, 1.0).rows) == {
        "a": Decimal("0.34"),
        "b": Decimal("0.33"),
    }


def test_an_account_closes_beside_what_is_uncovered():
    account = close_account({"a": 60.004, "b": 30.004}, 10.002, 100.01)
    assert [str(area) for _, area in account.rows] == ["60.01", "30.00"]
    assert (str(account.uncovered), str(account.total), str(account.residue)) == ("10.00", "100.01", "0.01")


def test_a_spike_names_the_edges_that_lie_on_each_other():
    """A boundary that runs out and back on itself: two edges are neighbours and cross all the same."""
    fault = shape_fault(polygon((0, 10), (10, 10), (10, 0), (10, 4), (0, 4)))
    assert (fault.kind, fault.edges) == (FaultKind.CROSSING, (("J2–J3", "J3–J4"), ("J2–J3", "J4–J5")))


def test_bow_tie_names_its_edges():
    fault = shape_fault(polygon((0, 10), (10, 0), (10, 10), (0, 0)))
    assert fault.kind is FaultKind.CROSSING
    assert len(fault.edges) == 1
    assert all(name.startswith("J") for name in fault.edges[0])


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (None, FaultKind.NULL),
        (shapely.Polygon(), FaultKind.EMPTY),
        (shapely.Point(0, 0), FaultKind.NOT_A_POLYGON),
        (shapely.Polygon([(0, 0), (1, 0), (float("nan"), 1)]), FaultKind.NOT_A_NUMBER),
        (shapely.MultiPolygon([box(0, 0, 10, 10), box(5, 5, 10, 10)]), FaultKind.CROSSING),
    ],
)
def test_faults(shape, kind):
    assert shape_fault(shape).kind is kind


def test_repair_covers_rather_than_drops():
    wound_twice = polygon((0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (2, 2), (8, 2), (8, 8), (2, 8), (2, 2), (0, 0))
    mended = repair(np.array([wound_twice, box(0, 0, 1, 1), None], dtype=object))
    assert mended.was_broken.tolist() == [True, False, True]
    assert mended.geometry[0].area == pytest.approx(100, abs=1e-6)
    assert mended.doubt[0].area > 1
    assert mended.doubt[1] is None
    assert mended.geometry[2] is None


def test_parts_are_numbered_from_the_north_then_from_the_west():
    parts = [box(500, 0, 10, 10), box(0, 0, 10, 10), box(300, 50, 10, 10)]
    rings = numbered_rings(shapely.MultiPolygon(parts))
    assert [shapely.Polygon(ring.points).equals(parts[i]) for ring, i in zip(rings, (2, 1, 0), strict=True)] == [
        True
    ] * 3
    assert [ring.names[0] for ring in rings] == ["J1", "J5", "J9"]


def test_points_run_clockwise_from_the_north_west_and_on_through_holes():
    shell = [(0, 0), (100, 0), (100, 100), (0, 90)]
    hole = [(20, 20), (20, 40), (40, 40), (40, 20)]
    shape = shapely.Polygon([(x, y) for x, y in shell], [hole])
    outer, inner = numbered_rings(shape)
    assert outer.names == ("J1", "J2", "J3", "J4")
    assert outer.points.tolist() == [[0, 90], [100, 100], [100, 0], [0, 0]]
    assert inner.names[0] == "J5"
    assert inner.is_hole
    assert inner.points[0].tolist() == [20, 40]
    assert inner.points[1].tolist() == [20, 20]
    assert outer.edge_lengths_m == pytest.approx([100.4988, 100, 100, 90], abs=1e-3)


def test_an_account_without_a_class_closes_in_what_is_uncovered():
    account = close_account({}, 33.333, 33.338)
    assert (account.rows, str(account.uncovered), str(account.total)) == ((), "33.34", "33.34")


def test_the_width_is_that_of_all_and_the_widest_that_of_one_part():
    # 2 x area / perimeter: 2 m x 10 m and 1 m x 10 m
    parts = shapely.MultiPolygon([box(0, 0, 10, 2), box(0, 50, 10, 1)])
    found = measure(parts, 10_000.0, Limits(), shapely.area)
    assert found.area_m2 == pytest.approx(30)
    assert found.share == pytest.approx(0.003)
    assert found.width_m == pytest.approx(2 * 30 / 46)
    assert found.widest_m == pytest.approx(2 * 20 / 24)


def test_what_lies_near_each_other_follows_each_other_on_the_curve():
    places = [(x, y) for x in range(8) for y in range(8)]
    bounds = np.array([(x, y, x + 1, y + 1) for x, y in places], dtype=float)
    order = along_curve(bounds)
    assert sorted(order.tolist()) == list(range(64))
    steps = np.diff(bounds[order, :2], axis=0)
    # on a full square of a power of two the curve goes from neighbour to neighbour
    assert np.hypot(*steps.T).max() == 1.0
    assert along_curve(np.tile([5.0, 5.0, 6.0, 6.0], (3, 1))).tolist() == [0, 1, 2]


def test_nothing_amounts_to_nothing():
    for found in (NO_EXTENT, measure(shapely.Polygon(), 10_000.0, Limits(), shapely.area)):
        assert (found.size, found.area_m2, found.share, found.width_m, found.widest_m) == (Size.NONE, 0, 0, 0, 0)
        assert len(found.parts) == len(found.small) == 0


def test_a_strip_does_not_make_thin_what_it_hangs_on_beside_another_part():
    thick, strip = box(0, 0, 8, 8), box(8, 0, 400, 0.4)
    both = shapely.MultiPolygon([box(0, 50, 30, 30), shapely.union(thick, strip)])
    found = measure(both, 1_000_000.0, Limits(), shapely.area)
    assert found.size is Size.LARGE
    assert found.small.tolist() == [False, False]


def test_heights_are_left_off_and_what_cannot_be_read_is_none():
    flat, high = box(0, 0, 1, 1), shapely.force_3d(box(5, 0, 1, 1), 42.0)
    wkb = np.array([*shapely.to_wkb(np.array([flat, high])), None, b"no shape"], dtype=object)
    found = from_wkb(wkb)
    assert found[:2].tolist() == [flat, box(5, 0, 1, 1)]
    assert not shapely.has_z(found[:2]).any()
    assert found[2:].tolist() == [None, None]


def test_one_part_is_as_good_as_many_of_one():
    two = shapely.MultiPolygon([box(0, 0, 1, 1), box(5, 0, 1, 1)])
    found = multi([box(0, 0, 1, 1), two, shapely.Polygon(), None])
    assert found.tolist() == [shapely.MultiPolygon([box(0, 0, 1, 1)]), two, shapely.MultiPolygon(), None]


def test_a_shape_spans_its_points_that_are_numbers():
    broken = shapely.Polygon([(0, 0), (10, 0), (float("nan"), 5), (10, 10)])
    assert span(broken).equals(shapely.Polygon([(0, 0), (10, 0), (10, 10)]))
    assert span(None) is span(shapely.Polygon()) is None
