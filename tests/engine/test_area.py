# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from land_entry_plugin.engine.area import _authalic, _trapezoids, ellipsoid_area, official_areas, plane_area
from land_entry_plugin.engine.crs import Plane

# Rectangles of 200 m x 150 m by their north-west corner: computed with GeographicLib and by formula 2 of 32号.
VECTORS = [
    ("EPSG:4527", 39513297.355, 4130925.496, 29999.8674, "29999.87", 29999.8690),
    ("EPSG:4526", 38531521.456, 3995585.768, 29999.2611, "29999.26", 29999.2614),
    ("EPSG:4527", 39632091.011, 4131956.127, 29987.0940, "29987.10", 29987.0958),
]


@pytest.mark.parametrize(("code", "east", "north", "exact", "printed", "rounded"), VECTORS)
def test_vectors(code, east, north, exact, printed, rounded):
    shape, plane = shapely.box(east, north - 150, east + 200, north), Plane(code)
    assert ellipsoid_area(np.array([shape]), plane)[0] == pytest.approx(exact, abs=0.0005)
    # the rings are summed and the sum is rounded: a hundred times the plot shows two decimals more of it
    plots = np.array([shape, shapely.MultiPolygon([shape] * 100)])
    once, hundredfold = official_areas(plots, plane)
    assert once == Decimal(printed)
    assert float(hundredfold) == pytest.approx(100 * rounded, abs=0.05)


def test_agrees_with_geodesic_area_of_densified_edges():
    plane = Plane("EPSG:4527")
    shape = shapely.Polygon([(39513000, 4130000), (39513900, 4130050), (39513700, 4130800), (39513100, 4130500)])
    dense = shapely.segmentize(shape, 5.0)
    longitude, latitude = (np.degrees(values) for values in plane.to_radians(shapely.get_coordinates(dense)))
    geodesic, _ = pyproj.Geod(a=6378137.0, rf=298.257222101).polygon_area_perimeter(longitude, latitude)
    assert ellipsoid_area(np.array([shape]), plane)[0] == pytest.approx(abs(geodesic), abs=0.002)


def test_holes_count_off_whatever_their_direction():
    plane = Plane("EPSG:4527")
    shell = shapely.box(39513000, 4130000, 39513100, 4130100)
    hole = shapely.box(39513020, 4130020, 39513050, 4130050)
    whole, gap = ellipsoid_area(np.array([shell, hole]), plane)
    for ring in (hole.exterior.coords, list(hole.exterior.coords)[::-1]):
        with_hole = shapely.Polygon(shell.exterior.coords, [ring])
        assert ellipsoid_area(np.array([with_hole]), plane)[0] == pytest.approx(whole - gap, abs=1e-6)
        assert float(official_areas(np.array([with_hole]), plane)[0]) == pytest.approx(whole - gap, abs=0.02)


def test_parts_that_lie_apart_are_summed():
    plane = Plane("EPSG:4527")
    one, other = shapely.box(39513000, 4130000, 39513100, 4130100), shapely.box(39612000, 4110000, 39612050, 4110100)
    alone = [ellipsoid_area(np.array([part]), plane)[0] for part in (one, other)]
    assert ellipsoid_area(np.array([shapely.MultiPolygon([one, other])]), plane)[0] == pytest.approx(sum(alone))
    (together,) = official_areas(np.array([shapely.MultiPolygon([one, other])]), plane)
    assert float(together) == pytest.approx(sum(alone), abs=0.02)


@pytest.mark.parametrize("latitude", [0.05, 0.35, 0.65, 0.95])
def test_the_series_of_the_official_routine_is_that_of_the_closed_formula(latitude):
    """An edge along a meridian cuts a strip off from another: its exact area is known, and e10 is left out."""
    ends, meridians = np.array([latitude, latitude + 0.01]), np.array([0.02, 0.02])
    (found,) = _trapezoids(meridians, ends, np.array([0.005]))
    assert found == pytest.approx(0.015 * np.diff(_authalic(ends))[0], rel=2e-10)


def test_nothing_has_no_area():
    nothing = np.array([None, shapely.Polygon()], dtype=object)
    assert ellipsoid_area(nothing, Plane("EPSG:4527")).tolist() == [0, 0]
    assert plane_area(nothing).tolist() == [0, 0]


@settings(max_examples=60, deadline=None)
@given(
    cut=st.floats(0.05, 0.95),
    slope=st.floats(-300, 300),
    east=st.floats(39_350_000, 39_650_000),
    size=st.floats(20, 4000),
)
def test_pieces_add_up(cut, slope, east, size):
    plane = Plane("EPSG:4527")
    whole = shapely.box(east, 4_130_000, east + size, 4_130_000 + size)
    x = east + cut * size
    blade = shapely.Polygon(
        [(x, 4_129_000), (x + slope, 4_130_000 + 2 * size), (east - 9e3, 4_131_000 + 2 * size), (east - 9e3, 4_129_000)]
    )
    pieces = np.array([whole.intersection(blade), whole.difference(blade)])
    assert ellipsoid_area(pieces, plane).sum() == pytest.approx(ellipsoid_area(np.array([whole]), plane)[0], abs=2e-4)
