# SPDX-License-Identifier: GPL-2.0-or-later
"""In which CRS parcels may be compared, and coordinates that are not those of the CRS that is stated."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from land_entry_plugin.engine.crs import accepted_crs, crs_code, datum_of, planes_of_parcels, project, readable_crs
from land_entry_plugin.engine.datum_shift import COORDINATE_FRAME, parsed_shift, shift_of, with_shift
from land_entry_plugin.engine.placement import fitting_zone, looks_like, misplaced
from land_entry_plugin.errors import InputError

LOCAL = 'LOCAL_CS["site",UNIT["metre",1]]'
PREFIXED, PLAIN = (
    (39_500_000.0, 4_130_000.0, 39_501_000.0, 4_131_000.0),
    (500_000.0, 4_130_000.0, 501_000.0, 4_131_000.0),
)
DEGREES = (117.0, 37.0, 117.01, 37.01)


def swapped(extent):
    west, south, east, north = extent
    return south, west, north, east


@pytest.mark.parametrize(
    ("text", "transformation", "words"),
    [
        (None, None, "has no CRS"),
        ("nothing of the kind", None, '"L"'),
        ("EPSG:2384", None, "Xian 80"),
        ("EPSG:2436", None, "Beijing 54"),
        ("EPSG:25832", None, "not CGCS2000"),
        ("EPSG:4527", "1,2,3,0,0,0,0", '"L"'),
    ],
)
def test_a_layer_in_another_datum_is_refused_with_its_name(text, transformation, words):
    with pytest.raises(InputError) as raised:
        accepted_crs(text, "L", transformation)
    assert words in raised.value.user_message("en")


def test_the_offices_own_way_makes_an_old_datum_fit():
    crs = accepted_crs("EPSG:2384", "L", "1,2,3,0.1,0.2,0.3,4,coordinate_frame")
    assert shift_of(crs).parameters == (1.0, 2.0, 3.0, -0.1, -0.2, -0.3, 4.0)
    # what a layer carries itself is taken where it has more than three numbers: three are a public guess
    assert accepted_crs(crs.to_wkt(), "L").is_bound
    with pytest.raises(InputError, match="not CGCS2000"):
        accepted_crs(with_shift(pyproj.CRS("EPSG:2384"), parsed_shift("1,2,3,0,0,0,0")).to_wkt(), "L")


@pytest.mark.parametrize(
    "text", ["1,2,3", "1,2,three,0,0,0,0", "0,0,0,0,0,0,0", "1,2,3,0.1,0,0,0", "1e9,0,0,0,0,0,0", "/nowhere/shift.gsb"]
)
def test_a_transformation_that_is_none_is_refused(text):
    with pytest.raises(InputError):
        parsed_shift(text)


def test_a_transformation_is_printed_as_it_is_typed():
    assert parsed_shift("1；2 3, 0.5 0 0 -4 coordinate_frame").text == f"1,2,3,0.5,0,0,-4,{COORDINATE_FRAME}"


def test_a_grid_is_told_by_its_path(tmp_path):
    grid = tmp_path / "shift.gsb"
    grid.write_bytes(b"")
    assert parsed_shift(str(grid)).text == str(grid)


def test_what_a_crs_is_called():
    assert crs_code(None) is None
    assert crs_code("EPSG:4527") == "EPSG:4527"
    # nobody reads it, so it is told as it stands
    assert crs_code("nothing of the kind") == "nothing of the kind"
    assert datum_of(pyproj.CRS(LOCAL)) is None
    with pytest.raises(InputError, match="nothing of the kind"):
        readable_crs("nothing of the kind")


@pytest.mark.parametrize(
    ("extent", "code", "expected"),
    [
        (PREFIXED, "EPSG:4527", None),
        (DEGREES, "EPSG:4490", None),
        (swapped(DEGREES), "EPSG:4490", "swapped_axes"),
        (swapped(PREFIXED), "EPSG:4527", "swapped_axes"),
        (PLAIN, "EPSG:4527", "no_zone_number"),
        (PREFIXED, "EPSG:4548", "zone_number"),
        (DEGREES, "EPSG:4527", "degrees"),
        (PREFIXED, "EPSG:4490", "not_degrees"),
        ((-500.0, -500.0, 500.0, 500.0), "EPSG:4490", "outside_china"),
        ((39_500_000.0, 4_130_000.0, 40_500_000.0, 4_131_000.0), "EPSG:4527", "mixed_zones"),
        ((1e3, 1e3, 2e3, 2e3), "EPSG:4527", "outside_china"),
        ((13_024_000.0, 4_439_000.0, 13_025_000.0, 4_440_000.0), "EPSG:3857", None),
        ((0.0, 0.0, 1000.0, 1000.0), "EPSG:3857", "outside_china"),
    ],
)
def test_coordinates_that_are_not_of_their_crs(extent, code, expected):
    found = misplaced(extent, pyproj.CRS(code))
    assert (found and found.kind) == expected


def test_plain_coordinates_fit_the_zone_that_others_lie_in():
    near = (116.9, 37.2, 117.1, 37.4)
    assert fitting_zone(PLAIN, pyproj.CRS("EPSG:4527"), near) == "EPSG:4548"
    assert fitting_zone(DEGREES, pyproj.CRS("EPSG:4490"), near) is None
    assert fitting_zone(PLAIN, pyproj.CRS("EPSG:4527"), (80.0, 20.0, 80.1, 20.1)) is None
    assert looks_like((1e3, 1e3, 2e3, 2e3)).kind == "unknown"


@pytest.mark.parametrize("version", ["WKT2_2019", "WKT1_GDAL", "WKT1_ESRI"])
def test_a_parcel_in_six_degrees_is_measured_in_the_three_degree_zone_of_its_middle(version):
    """Also where the plane has no zone number, so that it is the 3-degree zone of its meridian but for its name."""
    longitudes = (117.01, 118.4, 118.6, 119.5, 115.4)
    parcels = shapely.box([east - 0.001 for east in longitudes], 37.0, [east + 0.001 for east in longitudes], 37.001)
    degrees = pyproj.CRS("EPSG:4490")
    six, three = (pyproj.CRS(pyproj.CRS(code).to_wkt(version)) for code in ("EPSG:4509", "EPSG:4548"))
    planes = planes_of_parcels(project(parcels, degrees, six), six)
    assert [plane.code for plane in planes] == [f"EPSG:{code}" for code in (4527, 4527, 4528, 4528, 4526)]
    own = planes_of_parcels(project(parcels, degrees, three), three)
    # a 3-degree zone is kept for half a degree more
    assert [plane.zone for plane in own] == [39, 39, 39, 40, 39]
    assert [plane.has_zone_prefix for plane in own] == [False, False, False, True, False]


def test_the_area_of_a_parcel_two_degrees_off_its_meridian_is_that_of_its_own_zone():
    parcel = shapely.box(118.9, 37.0, 118.902, 37.002)
    areas = []
    for code in ("EPSG:4490", "EPSG:4498", "EPSG:4509"):
        stored = project(np.array([parcel], dtype=object), pyproj.CRS("EPSG:4490"), pyproj.CRS(code))
        (plane,) = planes_of_parcels(stored, pyproj.CRS(code))
        areas.append(float(project(stored, pyproj.CRS(code), plane.crs)[0].area))
    # in the six degree plane it would be 7 m2 in ten thousand more
    assert areas == pytest.approx([areas[0]] * 3, abs=0.01)
