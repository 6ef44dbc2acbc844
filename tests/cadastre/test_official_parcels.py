# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels of government notices: our plane areas are the published ones, to the rounding of their coordinates.

Coordinates and areas are facts from official documents: 闽政文〔2011〕454号 (zfgb.fujian.gov.cn/3577), 闽政文〔2014〕25
号 (zfgb.fujian.gov.cn/1148), and the notice of August 2024 on the tide gauge 马家港 in Shanghai.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from surrounded import facts

from land_entry_plugin.engine.area import plane_area
from land_entry_plugin.engine.boundary_points import numbered_parcels, numbered_rings
from land_entry_plugin.engine.crs import CGCS2000, accepted_crs, transformer

# A thousandth of a second of arc is three centimetres: a point may lie half of that off.
ROUNDING_M = 0.0155
# central meridian; points as degrees, minutes, seconds north, then east; (order, published hectares)
NOTICES = {
    "FJ2011-454": (
        117,
        "23 57 33.084 117 45 24.863; 23 57 35.985 117 45 21.058; 23 57 36.410 117 45 20.500;"
        "23 57 36.825 117 45 19.955; 23 57 38.489 117 45 17.773; 23 57 35.522 117 45 14.015;"
        "23 57 33.377 117 45 16.836; 23 57 32.962 117 45 17.380; 23 57 32.536 117 45 17.938;"
        "23 57 29.638 117 45 21.730",
        [
            ("1-2-9-10", 1.9280),
            ("2-3-4-7-8-9", 0.5589),
            ("4-5-6-7", 1.2679),
            ("1-2-3-4-5-6-7-8-9-10", 3.7548),
        ],
    ),
    "FJ2014-25": (
        120,
        "26 19 55.931 119 43 56.012; 26 20 08.217 119 43 54.595; 26 20 03.925 119 43 08.671;26 19 51.643 119 43 10.083",
        [("1-2-3-4", 48.6661)],
    ),
    "SH-tide": (
        121.5,
        "31 22 41.322 121 41 12.945; 31 22 40.823 121 41 13.810; 31 22 41.196 121 41 14.697;"
        "31 22 41.401 121 41 14.340; 31 22 41.633 121 41 14.526; 31 22 41.718 121 41 14.384;"
        "31 22 42.519 121 41 15.033; 31 22 43.106 121 41 15.507; 31 22 44.133 121 41 15.883;"
        "31 22 44.403 121 41 15.601; 31 22 44.428 121 41 15.579; 31 22 42.922 121 41 14.359;"
        "31 22 42.117 121 41 13.706; 31 22 42.203 121 41 13.559; 31 22 41.963 121 41 13.366;"
        "31 22 42.167 121 41 13.012",
        [("1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16", 0.2868)],
    ),
}


def parcels_of(notice):
    """Return (polygon in the plane, published m2) of every parcel of a notice."""
    meridian, text, orders = NOTICES[notice]
    parts = np.array([[float(part) for part in point.split()] for point in text.split(";")])
    north, east = (parts[:, i] + parts[:, i + 1] / 60 + parts[:, i + 2] / 3600 for i in (0, 3))
    geographic = accepted_crs(CGCS2000, "notice")
    plane = type(geographic).from_user_input(f"+proj=tmerc +lon_0={meridian} +x_0=500000 +ellps=GRS80 +units=m")
    points = np.column_stack(transformer(geographic, plane).transform(east, north))
    return [
        (shapely.Polygon(points[[int(number) - 1 for number in order.split("-")]]), hectares * 10_000)
        for order, hectares in orders
    ]


@pytest.mark.parametrize("notice", NOTICES)
def test_plane_areas_are_the_published_ones(notice):
    for shape, published in parcels_of(notice):
        # every edge may lie half a thousandth of a second off, and hectares are published to a square metre
        allowed = shape.length * ROUNDING_M + 0.5
        assert plane_area(np.array([shape]))[0] == pytest.approx(published, abs=allowed)


@pytest.mark.parametrize("notice", NOTICES)
def test_edges_close_and_add_up(notice):
    for shape, _ in parcels_of(notice):
        (ring,) = numbered_rings(shape)
        assert np.abs(ring.edges.sum(axis=0)).max() < 1e-6
        assert ring.edge_lengths_m.sum() == pytest.approx(shape.length, abs=1e-6)
        of_parcel = facts(shape)
        assert of_parcel["perimeter_m"] == pytest.approx(shape.length, abs=0.005 * len(ring.names))
        # the area that the printed coordinates give
        printed = shapely.Polygon([(point["y_m"], point["x_m"]) for point in of_parcel["rings"][0]["points"]])
        assert printed.area == pytest.approx(of_parcel["areas"]["plane_m2"], abs=shape.length * 0.0005)


def test_three_parcels_that_share_edges_add_up_to_the_whole_and_share_their_points():
    *parts, whole = [shape for shape, _ in parcels_of("FJ2011-454")]
    assert sum(part.area for part in parts) == pytest.approx(whole.area, abs=1e-3)
    numbered = numbered_parcels([*parts, whole], shared_numbers=True)
    names = [set(rings[0].names) for rings in numbered]
    assert names[3] == names[0] | names[1] | names[2]
    assert len(names[3]) == 10
    assert len(names[0] & names[1]) == 2
    assert len(names[1] & names[2]) == 2
