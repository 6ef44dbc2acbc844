# SPDX-License-Identifier: GPL-2.0-or-later
"""KML, KMZ and DXF."""

from __future__ import annotations

import math
import zipfile

import pytest
from coordinate_texts import SQUARE, Read, moved, write

from land_entry_plugin.errors import InputError

ezdxf = pytest.importorskip("ezdxf")

PLACEMARK = """<Placemark><name>{name}</name>{shape}</Placemark>"""
POLYGON = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>{outer}</coordinates></LinearRing></outerBoundaryIs>"
    "{inner}</Polygon>"
)
INNER = "<innerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></innerBoundaryIs>"


def ring(west, south, east, north):
    return f"{west},{south},5 {east},{south},5 {east},{north},5 {west},{north},5 {west},{south},5"


def kml(*placemarks):
    return f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(placemarks)}</Document></kml>'


@pytest.fixture
def document():
    hole = INNER.format(ring=ring(117.1502, 37.3092, 117.1505, 37.3095))
    first = POLYGON.format(outer=ring(117.15, 37.309, 117.151, 37.31), inner=hole)
    second = POLYGON.format(outer=ring(117.16, 37.309, 117.161, 37.31), inner="")
    point = "<Point><coordinates>117.15,37.3,0</coordinates></Point>"
    return kml(
        f"<Folder><name>甲</name>{PLACEMARK.format(name='东区', shape=first)}</Folder>",
        f"<Folder><name>乙</name>{PLACEMARK.format(name='西区', shape=second)}"
        f"{PLACEMARK.format(name='点', shape=point)}</Folder>",
    )


def test_kml(tmp_path, document):
    found = Read(write(tmp_path, document, "宗地.kml"))
    assert found.crs == "EPSG:4326"
    assert [row["DKBH"] for row in found.rows] == ["东区", "西区"]
    assert len(found.shapes[0].geoms[0].interiors) == 1
    assert found.shapes[1].bounds == (117.16, 37.309, 117.161, 37.31)
    assert found.rows[1]["area_plane_m2"] == pytest.approx(9838.7, rel=1e-3)
    assert found.values("shapes_skipped") == {"count": 1}


def test_kmz_is_read_in_memory(tmp_path, document):
    path = tmp_path / "宗地.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.kml", kml())
        archive.writestr("doc.kml", document)
    assert len(Read(path).rows) == 2
    assert not (tmp_path.parent.parent / "escaped.kml").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["宗地.kmz"]


@pytest.mark.parametrize("content", ["no kml", "<kml></kml>", ""])
@pytest.mark.parametrize("name", ["宗地.kml", "宗地.kmz"])
def test_what_is_no_kml(tmp_path, content, name):
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, content, name))
    assert caught.value.text_id in ("coordinates_no_kml", "coordinates_no_polygons")


@pytest.fixture
def drawing(tmp_path):
    document = ezdxf.new("R2010", setup=True)
    space = document.modelspace()

    def save():
        path = tmp_path / "宗地.dxf"
        document.saveas(path)
        return path

    return space, save


def east_north(points):
    return [(east, north) for north, east in points]


def text(space, content, north, east):
    space.add_text(content).set_placement((east, north))


def test_closed_polylines(drawing):
    space, save = drawing
    space.add_lwpolyline(east_north(SQUARE), close=True, dxfattribs={"layer": "JZD"})
    space.add_polyline2d([*east_north(moved(SQUARE, east=200)), east_north(moved(SQUARE, east=200))[0]])
    space.add_lwpolyline(east_north(moved(SQUARE, east=400)))
    space.add_circle((39500000, 4130000), 5)
    text(space, "371126004012JB00001", 4129990, 39500005)
    text(space, "4800.00", 4129970, 39500040)
    space.add_mtext("西区").set_location((39500240, 4129970))
    found = Read(save())
    assert found.crs == "EPSG:4527"
    assert [(row["DKBH"], row["layer"], row["area_plane_m2"]) for row in found.rows] == [
        ("371126004012JB00001", "JZD", 4800.0),
        ("西区", "0", 4800.0),
    ]
    assert found.values("lines_skipped") == {"count": 1}
    assert found.values("shapes_skipped") == {"count": 1}


def test_holes_and_parcels_in_parcels(drawing):
    space, save = drawing
    hole, parcel = moved(SQUARE, east=-20, scale=0.2), moved(SQUARE, east=20, scale=0.2)
    for points in (SQUARE, hole, parcel):
        space.add_lwpolyline(east_north(points), close=True)
    space.add_lwpolyline(east_north(moved(SQUARE, north=20, scale=0.1)), close=True, dxfattribs={"layer": "房屋"})
    text(space, "外", 4129950, 39500040)
    text(space, "内", 4129970, 39500060)
    found = Read(save())
    areas = {(row["layer"], row["DKBH"]): row["area_plane_m2"] for row in found.rows}
    assert areas == pytest.approx({("0", "外"): 4800 * 0.92, ("0", "内"): 192.0, ("房屋", None): 48.0})
    assert found.values("loops_in_loops") == {"count": 1}


def test_arcs_are_straightened_to_half_a_millimetre(drawing):
    space, save = drawing
    # a full circle of 50 m radius out of two half circles
    east, north = 39500000.0, 4130000.0
    space.add_lwpolyline([(east - 50, north, 1), (east + 50, north, 1)], format="xyb", close=True)
    found = Read(save())
    assert found.rows[0]["area_plane_m2"] == pytest.approx(math.pi * 2500, rel=2e-5)
    assert found.rows[0]["area_plane_m2"] < math.pi * 2500
    assert found.values("arcs_straightened")["tolerance_mm"] == 0.5
    assert any("0.5 毫米" in said for said in found.said)


def test_drawn_from_below_and_without_zone(drawing):
    space, save = drawing
    mirrored = [(-(east - 39e6), north) for east, north in east_north(SQUARE)]
    space.add_lwpolyline(mirrored, close=True, dxfattribs={"extrusion": (0, 0, -1)})
    path = save()
    with pytest.raises(InputError) as caught:
        Read(path)
    assert caught.value.text_id == "coordinates_no_zone"
    assert Read(path, crs="EPSG:4548").shapes[0].bounds == (500000.0, 4129940.0, 500080.0, 4130000.0)


def test_what_is_no_drawing(drawing, tmp_path):
    _, save = drawing
    with pytest.raises(InputError) as caught:
        Read(save())
    assert caught.value.text_id == "coordinates_no_loops"
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, "no drawing", "其他.dxf"))
    assert caught.value.text_id == "coordinates_no_dxf"


def test_a_damaged_coordinate_is_not_guessed(drawing):
    space, save = drawing
    space.add_lwpolyline(east_north(SQUARE), close=True)
    path = save()
    whole = path.read_text(encoding="utf-8")
    stated = f"{SQUARE[1][1]:.1f}"
    assert whole.count(stated) >= 1
    path.write_text(whole.replace(stated, f"{stated[:5]}J{stated[6:]}", 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Read(path)
    assert caught.value.text_id == "coordinates_damaged_number"
    assert caught.value.values["value"] == f"{stated[:5]}J{stated[6:]}"
    # blanks around a number are no damage
    path.write_text(whole.replace(f"\n{stated}\n", f"\n  {stated} \n", 1), encoding="utf-8")
    assert len(Read(path).rows) == 1


def test_a_corner_without_a_place_is_refused(drawing):
    space, save = drawing
    space.add_polyline2d(east_north(SQUARE), close=True)
    path = save()
    lines = path.read_text(encoding="utf-8").splitlines()
    vertex = next(i for i in range(0, len(lines), 2) if lines[i : i + 2] == ["  0", "VERTEX"])
    place = next(i for i in range(vertex, len(lines), 2) if lines[i] == " 10")
    path.write_text("\n".join([*lines[:place], *lines[place + 6 :]]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Read(path)
    assert caught.value.text_id == "coordinates_no_dxf"
