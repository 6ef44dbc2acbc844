# SPDX-License-Identifier: GPL-2.0-or-later
"""Nesting of rings, arcs, Gauss-Krueger zones."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from land_entry_plugin.engine.curves import straightened
from land_entry_plugin.engine.nesting import Nest, nested
from land_entry_plugin.engine.zones import (
    Zone,
    is_easting,
    is_latitude,
    is_longitude,
    is_northing,
    prefixes,
    stated_crs,
    zone_of_meridian,
    zone_of_number,
)
from land_entry_plugin.errors import InputError


def square(size, x=0.0, y=0.0):
    return np.array([(x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size)])


def test_nesting():
    rings = [square(1), square(10), square(4), square(2), square(3, 30), square(1, 7)]
    assert nested(rings) == [Nest(1, (2, 5)), Nest(3, (0,)), Nest(4, ())]


def test_rings_that_touch():
    hole = np.array([(-10, -10), (0, -5), (-5, 0)])
    assert nested([square(10), hole, square(5, 15)]) == [Nest(0, (1,)), Nest(2, ())]


def test_rings_that_cross_are_still_all_there():
    found = nested([square(10), square(10, 5), square(10), square(9, 1)])
    assert sorted([nest.shell for nest in found] + [hole for nest in found for hole in nest.holes]) == [0, 1, 2, 3]
    bow_tie = np.array([(0, 0), (10, 10), (10, 0), (0, 10)])
    line = np.array([(0, 0), (10, 0), (20, 0)])
    assert len(nested([bow_tie, line])) == 2


@pytest.mark.parametrize("bulge", [1.0, -1.0, 0.2, -3.0, 1e-4])
def test_arcs(bulge):
    points = straightened(np.array([(0.0, 0.0), (100.0, 0.0), (50.0, 80.0)]), np.array([bulge, 0.0, 0.0]), 0.001)
    arc = points[: len(points) - 1]
    # the arc stands on its chord with a height of half the chord times the bulge, to the right of the way
    height = -arc[:, 1].min() if bulge > 0 else arc[:, 1].max()
    assert height == pytest.approx(abs(bulge) * 50, abs=0.002)
    middles = (arc[1:] + arc[:-1]) / 2
    radius = 25 * (1 + bulge**2) / abs(bulge)
    centre = np.array([50.0, 25 * (1 - bulge**2) / bulge])
    assert np.abs(np.hypot(*(arc - centre).T) - radius).max() < 1e-6
    assert np.abs(np.hypot(*(middles - centre).T) - radius).max() < 0.001 + 1e-9
    np.testing.assert_array_equal(points[-1], (50.0, 80.0))
    np.testing.assert_array_equal(points[-2], (100.0, 0.0))


def test_every_zone_has_its_code():
    for number in (*range(25, 46), *range(13, 24)):
        zone = zone_of_number(number)
        for with_prefix in (True, False):
            found = stated_crs(zone.code(with_prefix=with_prefix))
            assert found.central_meridian_deg == zone.central_meridian_deg
            assert found.prefix == (number if with_prefix else 0)
            assert found.datum == "cgcs2000"
            name = pyproj.CRS.from_user_input(found.code).name
            assert ("3-degree" in name) is (zone.width_deg == 3)
    assert zone_of_number(24) is None
    assert zone_of_number(3) is None


def test_meridians_and_prefixes():
    assert zone_of_meridian(117) == Zone(3, 39)
    assert zone_of_meridian(117, 6) == Zone(6, 20)
    assert zone_of_meridian(116.5) is None
    assert zone_of_meridian(120, 6) is None
    eastings = np.array([39513220.0, 20513220.0, 513220.0, 24513220.0, 39000010.0, 4130000.0])
    assert prefixes(eastings).tolist() == [39, 20, 0, 0, 0, 0]


def test_the_ranges_of_china_end_where_they_end():
    assert [n for n in range(60) if zone_of_number(n)] == [*range(13, 24), *range(25, 46)]
    eastings = np.array([12e6, 13e6, 23e6, 24e6, 25e6, 45e6, 46e6]) + 5e5
    assert prefixes(eastings).tolist() == [0, 13, 23, 0, 25, 45, 0]
    assert is_easting(np.array([99_999.0, 1e5, 899_999.0, 9e5, 39_099_999.0, 39_100_000.0])).tolist() == [
        False, True, True, False, False, True,
    ]  # fmt: skip
    assert is_northing(np.array([999_999.0, 1e6, 6_199_999.0, 6.2e6])).tolist() == [False, True, True, False]
    assert is_longitude(np.array([72.9, 73.0, 135.9, 136.0])).tolist() == [False, True, True, False]
    assert is_latitude(np.array([2.9, 3.0, 53.9, 54.0])).tolist() == [False, True, True, False]
    # 75 is the first central meridian that there is, 135 the last
    assert [degrees for degrees in range(60, 150, 3) if zone_of_meridian(degrees)] == [*range(75, 136, 3)]
    assert [degrees for degrees in range(60, 150, 3) if zone_of_meridian(degrees, 6)] == [*range(75, 136, 6)]


def test_crs_of_users():
    assert stated_crs("EPSG:4490").is_geographic
    assert stated_crs("EPSG:2384").datum == "xian80"
    assert stated_crs("EPSG:3857").prefix is None
    with pytest.raises(InputError):
        stated_crs("39带")
