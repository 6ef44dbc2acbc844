# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing, next to nothing and far too much: what the geometry says where there is hardly any."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from support import CRS, EAST, NORTH, box

from land_entry_plugin.engine.area import official_areas
from land_entry_plugin.engine.close_points import _crossing, _is_within
from land_entry_plugin.engine.crs import Plane, project
from land_entry_plugin.engine.curves import straightened
from land_entry_plugin.engine.datum_shift import DatumShift, shift_of, unshifted, with_shift
from land_entry_plugin.engine.lies import lies_of
from land_entry_plugin.engine.repair import FaultKind, shape_fault
from land_entry_plugin.engine.vertices import sharp_points
from land_entry_plugin.errors import InputError


def test_what_has_no_ring_has_no_area_no_points_and_lies_nowhere():
    nothing = np.array([shapely.Polygon()], dtype=object)
    assert [str(area) for area in official_areas(nothing, Plane(CRS))] == ["0.00"]
    assert len(sharp_points(nothing, 10.0, 0.1).points) == 0
    assert lies_of([]) == []


def test_a_parcel_of_a_square_decimetre_has_no_area_and_in_degrees_it_may_be_that_small():
    # 0.01 m2 is what repairing may change
    assert shape_fault(box(0, 0, 0.1, 0.09)).kind is FaultKind.NO_AREA
    assert shape_fault(box(0, 0, 0.2, 0.2)) is None
    assert shape_fault(shapely.box(117, 37, 117.0001, 37.0001), in_metres=False) is None


def test_of_a_shape_that_crosses_itself_everywhere_a_thousand_places_are_named():
    turns = np.arange(61) * 2 * np.pi * 29 / 61
    star = shapely.Polygon(np.column_stack([EAST + 100 * np.cos(turns), NORTH + 100 * np.sin(turns)]))
    found = shape_fault(star)
    assert found.kind is FaultKind.CROSSING
    # 61 edges, each of which crosses 56 others
    assert len(found.edges) == 1000
    assert len(set(found.edges)) == 1000


def test_an_arc_between_one_and_the_same_point_adds_none():
    points = np.array([[0.0, 0.0], [0.0, 0.0], [10.0, 0.0]])
    assert straightened(points, np.array([1.0, 0.0, 0.0])).tolist() == points.tolist()


def test_lines_that_hardly_cross_have_no_crossing():
    a, b, c, d = (np.array(point, dtype=float) for point in ((0, 0), (10, 0), (4, -5), (4, 5)))
    assert _crossing(a, b, c, d).tolist() == [4.0, 0.0]
    # under a tenth of the sine of the angle
    assert _crossing(a, b, np.array([0.0, 1.0]), np.array([100.0, 10.0])) is None
    assert _crossing(a, b, np.array([0.0, 1.0]), np.array([100.0, 12.0])) is not None


def test_a_trial_that_is_unsound_or_reaches_out_is_none():
    whole = box(0, 0, 100, 100)
    bow_tie = shapely.Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    assert _is_within(box(10, 10, 50, 50), whole)
    assert not _is_within(box(60, 60, 50, 50), whole)
    assert not _is_within(bow_tie, whole)
    assert not _is_within(shapely.Polygon(), whole)


def test_a_place_that_is_on_no_map_is_said():
    beyond = np.array([shapely.box(117, 91, 118, 92)], dtype=object)
    with pytest.raises(InputError) as caught:
        project(beyond, pyproj.CRS("EPSG:4490"), pyproj.CRS(CRS))
    assert caught.value.text_id == "not_projectable"


def test_a_shift_by_a_grid_of_the_office_is_kept_and_taken_off_again():
    old = pyproj.CRS("EPSG:2363")
    carried = with_shift(old, DatumShift(grid="county.gsb"))
    assert shift_of(carried) == DatumShift(grid="county.gsb")
    assert shift_of(unshifted(carried)) is None
    assert shift_of(old) is None
    # seven noughts shift nothing
    assert shift_of(with_shift(old, DatumShift((0.0,) * 7))) is None
