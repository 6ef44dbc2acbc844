# SPDX-License-Identifier: GPL-2.0-or-later
"""In which coordinate system a file is: what it says, what its numbers say, what the user says, and contradictions."""

from __future__ import annotations

import pytest
from coordinate_texts import PARCEL, SQUARE, Read, moved, ring, text, write

from land_entry_plugin.errors import InputError

PLAIN = [(north, east - 39e6) for north, east in SQUARE]
SIX_DEGREES = [(north, east - 19e6) for north, east in SQUARE]
DEGREES = [(37.31, 117.15), (37.31, 117.151), (37.309, 117.151), (37.309, 117.15)]


@pytest.fixture
def read(tmp_path):
    def read_(points=SQUARE, crs=None, template="J{i},{ring},{x:.6f},{y:.6f}", **header):
        return Read(write(tmp_path, text(PARCEL, *ring(points, template=template), **header)), crs=crs)

    return read_


@pytest.mark.parametrize(
    "header",
    [
        {"带号": "1" * 5000},
        {"带号": "39" + "9" * 400},
        {"带号": "", "中央子午线": "9" * 400},
        {"坐标系": "zone " + "3" * 5000},
    ],
)
def test_a_number_of_any_length_is_no_zone(read, header):
    points = [(north, east - 39e6) for north, east in SQUARE]
    assert refusal(read, points, **header) in (
        "coordinates_bad_zone",
        "coordinates_no_zone",
        "coordinates_unknown_datum",
    )


def refusal(read, *arguments, **options):
    with pytest.raises(InputError) as caught:
        read(*arguments, **options)
    assert all("界址点.txt" in caught.value.user_message(language) for language in ("zh", "en"))
    return caught.value.text_id


@pytest.mark.parametrize(
    ("points", "header", "code"),
    [
        (SQUARE, {}, "EPSG:4527"),
        (SQUARE, {"带号": ""}, "EPSG:4527"),
        (SQUARE, {"带号": None, "几度分带": None}, "EPSG:4527"),
        (PLAIN, {}, "EPSG:4548"),
        (PLAIN, {"几度分带": ""}, "EPSG:4548"),
        (PLAIN, {"带号": "", "中央子午线": "117"}, "EPSG:4548"),
        (PLAIN, {"带号": "", "中央子午线": "117°E"}, "EPSG:4548"),
        (PLAIN, {"带号": "38"}, "EPSG:4547"),
        (SIX_DEGREES, {"带号": "20", "几度分带": "6"}, "EPSG:4498"),
        (SIX_DEGREES, {"带号": "", "几度分带": ""}, "EPSG:4498"),
        (PLAIN, {"带号": "20", "几度分带": "6"}, "EPSG:4509"),
        (PLAIN, {"坐标系": "CGCS2000_3_Degree_GK_Zone_39", "带号": ""}, "EPSG:4548"),
        (PLAIN, {"坐标系": "CGCS2000_3_Degree_GK_CM_117E", "带号": ""}, "EPSG:4548"),
        (SQUARE, {"坐标系": "EPSG:4527", "带号": ""}, "EPSG:4527"),
    ],
)
def test_zones(read, points, header, code):
    assert read(points, **header).crs == code


def test_what_is_assumed_is_said(read):
    assert "zone_from_header" in read(PLAIN).notes
    assert "datum_assumed" in read(坐标系="").notes
    assert "wgs84_plane" in read(坐标系="WGS84坐标系").notes
    assert read(带号="3").values("zone_text_overruled") == {"text": "3", "zone": 39}
    assert read(PLAIN, 带号="117").crs == "EPSG:4548"
    assert "zone_is_meridian" in read(PLAIN, 带号="117").notes


@pytest.mark.parametrize(
    ("points", "header", "text_id"),
    [
        (SQUARE, {"带号": "38"}, "coordinates_zone_differs"),
        (SQUARE, {"带号": "20"}, "coordinates_width_differs"),
        (SQUARE, {"几度分带": "6"}, "coordinates_width_differs"),
        (SQUARE, {"几度分带": "6", "带号": ""}, "coordinates_width_differs"),
        (SQUARE, {"中央子午线": "114"}, "coordinates_meridian_differs"),
        (SQUARE, {"坐标系": "1980西安坐标系"}, "coordinates_old_datum"),
        (SQUARE, {"坐标系": "80国家大地坐标系"}, "coordinates_old_datum"),
        (SQUARE, {"坐标系": "1954北京坐标系"}, "coordinates_old_datum"),
        (SQUARE, {"坐标系": "济南坐标系"}, "coordinates_unknown_datum"),
        (SQUARE, {"投影类型": "兰勃特"}, "coordinates_projection"),
        (SQUARE, {"计量单位": "千米"}, "coordinates_unit"),
        (PLAIN, {"带号": ""}, "coordinates_no_zone"),
        (PLAIN, {"带号": "", "几度分带": ""}, "coordinates_no_zone"),
        (PLAIN, {"带号": "3"}, "coordinates_bad_zone"),
    ],
)
def test_contradictions_and_gaps_are_refused(read, points, header, text_id):
    assert refusal(read, points, **header) == text_id


@pytest.mark.parametrize("name", ["西安市地方坐标系", "2000地方独立坐标系", "济南独立坐标系"])
def test_a_citys_own_system_is_neither_xian_80_nor_cgcs2000(read, name):
    with pytest.raises(InputError) as caught:
        read(SQUARE, 坐标系=name)
    assert caught.value.text_id == "coordinates_old_datum"
    assert "地方独立" in caught.value.user_message("zh")
    assert refusal(read, SQUARE, "EPSG:4527", 坐标系=name) == "coordinates_datum_differs"


def test_local_coordinates_are_refused_whatever_zone_the_header_names(read):
    local = [(12345.6, 23456.7), (12345.6, 23556.7), (12245.6, 23556.7), (12245.6, 23456.7)]
    assert refusal(read, local) == "coordinates_local"
    # who names the CRS gets them as they are, and is told
    assert "misplaced" in read(local, "EPSG:4527").notes


def test_the_users_crs_fills_gaps(read):
    assert read(PLAIN, "EPSG:4548", 带号="").crs == "EPSG:4548"
    found = read(PLAIN, "EPSG:4527", 带号="")
    assert found.crs == "EPSG:4527"
    assert "prefix_added" in found.notes
    assert found.shapes[0].bounds[0] == 39500000.0
    found = read(SQUARE, "EPSG:4548")
    assert "prefix_removed" in found.notes
    assert found.shapes[0].bounds[0] == 500000.0
    assert read(PLAIN, "EPSG:2384", 坐标系="1980西安坐标系").crs == "EPSG:2384"
    toy = [(10.0, 10.0), (10.0, 20.0), (20.0, 20.0)]
    found = read(toy, "EPSG:4527", 带号="")
    assert {"order_open", "misplaced"} <= found.notes
    assert found.shapes[0].bounds == (10.0, 10.0, 20.0, 20.0)


def test_the_users_crs_against_the_file(read):
    assert "header_overruled" in read(SQUARE, "EPSG:4527", 带号="38").notes
    assert refusal(read, SQUARE, "EPSG:4526") == "coordinates_crs_differs"
    assert refusal(read, PLAIN, "EPSG:4547") == "coordinates_crs_differs"
    assert refusal(read, SQUARE, "EPSG:3857") == "coordinates_crs_differs"
    assert refusal(read, SQUARE, "EPSG:4490") == "coordinates_not_degrees"
    assert refusal(read, SQUARE, "EPSG:4527", 坐标系="1980西安坐标系") == "coordinates_datum_differs"
    with pytest.raises(InputError, match="EPSG:4527"):
        read(SQUARE, "EPSG:99999999")


def test_north_and_east_by_their_size(read):
    swapped = [(east, north) for north, east in SQUARE]
    found = read(swapped)
    assert found.crs == "EPSG:4527"
    assert found.values("order_swapped") == {"line": 10}
    assert found.shapes[0].bounds == (39500000.0, 4129940.0, 39500080.0, 4130000.0)
    assert read([(east, north) for north, east in PLAIN]).shapes[0].bounds[0] == 500000.0


def test_parcels_in_two_zones_are_refused(tmp_path):
    other = moved(SQUARE, east=-1e6)
    content = text(PARCEL, *ring(), PARCEL.replace(",1,", ",2,"), *ring(other), 带号="")
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, content))
    assert caught.value.text_id == "coordinates_two_zones"
    assert caught.value.values["zones"] == [38, 39]
    content = text(PARCEL, *ring(PLAIN)) + text(PARCEL.replace(",1,", ",2,"), *ring(PLAIN), 带号="38")
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, content))
    assert caught.value.text_id == "coordinates_two_zones"


def test_with_and_without_zone_number_in_one_file(tmp_path):
    content = text(PARCEL, *ring(), PARCEL.replace(",1,", ",2,"), *ring(moved(PLAIN, east=200)))
    found = Read(write(tmp_path, content))
    assert found.crs == "EPSG:4527"
    assert [shape.bounds[0] for shape in found.shapes] == [39500000.0, 39500200.0]
    assert "prefix_added" in found.notes


def test_degrees(read):
    found = read(DEGREES, 计量单位="度", 带号="", 投影类型="")
    assert found.crs == "EPSG:4490"
    assert found.shapes[0].bounds == (117.15, 37.309, 117.151, 37.31)
    assert found.rows[0]["area_plane_m2"] == pytest.approx(9838.7, abs=0.1)
    found = read([(longitude, latitude) for latitude, longitude in DEGREES], 计量单位="", 带号="")
    assert found.shapes[0].bounds == (117.15, 37.309, 117.151, 37.31)
    assert "degrees_swapped" in found.notes
