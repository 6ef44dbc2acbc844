# SPDX-License-Identifier: GPL-2.0-or-later
"""What is written to a coordinate file reads back to a tenth of a millimetre, in every dialect."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import EAST, NORTH, MemorySource, box, polygon

from land_entry_plugin.engine.boundary_points import numbered_rings
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import shipped_ids
from land_entry_plugin.jobs.exportcoordinates import check_export_output, exportcoordinates, write_exported
from land_entry_plugin.jobs.importcoordinates import importcoordinates

DAY = date(2026, 11, 21)
TENTH_OF_A_MILLIMETRE = 1e-4
FILES = [(dialect, f"{dialect}.txt") for dialect in shipped_ids()]
FILES += [(None, "list.dat"), (None, "list.csv"), (None, "list.xlsx")]


@st.composite
def stars(draw):
    """A star-shaped ring round the origin: any scaled copy of it nests in it."""
    count = draw(st.integers(3, 9))
    radius = draw(st.floats(2, 200))
    turns = [(i + draw(st.floats(0.05, 0.95))) / count for i in range(count)]
    reach = [radius * draw(st.floats(0.5, 1)) for _ in range(count)]
    angles = 2 * np.pi * np.array(turns)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(reach)[:, None]
    # three points may leave the origin outside
    return ring if shapely.Polygon(ring).contains(shapely.Point(0, 0)) else ring - ring.mean(axis=0)


@st.composite
def parcels(draw):
    """A multipolygon with holes, islands in them, and further parts."""
    parts = []
    for number in range(draw(st.integers(1, 3))):
        ring = draw(stars())
        place = [EAST + 500 * number + draw(st.floats(-9, 9)), NORTH + draw(st.floats(-900, 900))]
        rings = [ring * 0.6**depth + place for depth in range(draw(st.integers(1, 4)))]
        parts += [shapely.Polygon(rings[i], rings[i + 1 : i + 2]) for i in range(0, len(rings), 2)]
    order = draw(st.permutations(parts))
    return shapely.MultiPolygon(order)


def largest_difference(one, other):
    """Return the largest difference of two parcels' coordinates, ring by ring in the order of their numbers.

    A ring may begin at another corner: of two that are north-west alike, the last decimal of a file decides.
    """
    ours, theirs = numbered_rings(one), numbered_rings(other)
    assert [(ring.is_hole, ring.points.shape) for ring in ours] == [
        (ring.is_hole, ring.points.shape) for ring in theirs
    ]
    return max(
        min(np.abs(np.roll(a.points, turn, axis=0) - b.points).max() for turn in range(len(a.points)))
        for a, b in zip(ours, theirs, strict=True)
    )


def source(*geometries, **columns):
    ids = [f"371126004012JB{i:05d}" for i in range(1, len(geometries) + 1)]
    return MemorySource("parcels", geometries, {"ZDDM": ids, **columns})


def written(tmp_path, parcels_source, dialect="national", name=None, **options):
    path = tmp_path / (name or f"{dialect}.txt")
    exported = exportcoordinates(parcels_source, dialect=dialect, day=DAY, **options)
    write_exported(exported, path)
    return path, exported


@pytest.mark.parametrize(("dialect", "name"), [*FILES, ("own.yaml", "own.txt")])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(parcels().filter(lambda shape: shape.is_valid), min_size=1, max_size=3))
@example([shapely.difference(box(0, 0, 80, 60), box(10, 10, 0.01, 0.01))])
@example([polygon((0, 0), (80, 0), (80, 60)).union(polygon((0, 0), (-80, 0), (-80, -60)))])
def test_what_is_written_reads_back(tmp_path, dialect, name, shapes):
    is_own = dialect == "own.yaml"
    if is_own:
        dialect = str(tmp_path / dialect)
        (tmp_path / "own.yaml").write_text(OWN.replace("decimals: 3", "decimals: 4"), encoding="utf-8")
    path, exported = written(tmp_path, source(*shapes), dialect, name)
    assert ("CASS" in exported.sentences("zh", path)[0]) == (name == "list.dat")
    # as the dialect that it is, and by what it shows of itself
    for stated in {dialect} if is_own else {dialect, None}:
        found = importcoordinates(path, stated).table
        assert found.crs == ("EPSG:4548" if is_own else "EPSG:4527")
        assert len(found.rows) == len(shapes)
        shift = np.array([39e6 if is_own else 0, 0])
        read = shapely.transform(found.geometry, lambda points, shift=shift: points + shift)
        for shape, back in zip(shapes, read, strict=True):
            assert largest_difference(shape, back) <= TENTH_OF_A_MILLIMETRE


def test_the_national_file_to_the_letter(tmp_path):
    parcel = shapely.difference(box(0, 0, 80, 60), box(20, 20, 10, 10))
    values = {"DKMC": ["东区，一号"], "GHYT": ["工业用地"], "DLBM": ["0601"], "TFH": [None]}
    path, exported = written(tmp_path, source(parcel, **values))
    content = path.read_bytes()
    assert content.decode("gbk").split("\r\n") == [
        "[属性描述]", "格式版本号=1.01版本", "数据产生单位=", "数据产生日期=2026-11-21", "坐标系=2000国家大地坐标系",
        "几度分带=3", "投影类型=高斯克吕格", "计量单位=米", "带号=39", "精度=0.0001", "转换参数=,,,,,,", "[地块坐标]",
        "10,0.4700,371126004012JB00001,东区、一号,面,,工业用地,0601,@",
        "J1,1,4130060.0000,39500000.0000", "J2,1,4130060.0000,39500080.0000", "J3,1,4130000.0000,39500080.0000",
        "J4,1,4130000.0000,39500000.0000", "J1,1,4130060.0000,39500000.0000", "J5,2,4130030.0000,39500020.0000",
        "J6,2,4130020.0000,39500020.0000", "J7,2,4130020.0000,39500030.0000", "J8,2,4130030.0000,39500030.0000",
        "J5,2,4130030.0000,39500020.0000", "",
    ]  # fmt: skip
    assert [note.text_id for note in exported.notes] == ["written", "value_changed"]
    assert "东区、一号" in exported.sentences("zh", path)[1]


@pytest.mark.parametrize(
    ("dialect", "line", "point"),
    [
        ("approval", "4,0.4800,371126004012JB00001,东区,面,,,,@", "J1,1,4130060.0000,39500000.0000"),
        ("linkage", "5,0.4800,,东区,,,,工业,@ ", "J1,4130060.0000,39500000.0000,,1,"),
        ("one_map", "371126004012JB00001,东区,面,,@", "J1,1,4130060.0000,39500000.0000"),
        ("enforcement", "5,东区,面,工业,@", "J1,1,4130060.0000,39500000.0000"),
        ("fields14", "5,0.4800,371126004012JB00001,东区,面,,工业,,,,,,甲,@", "J1,1,4130060.0000,39500000.0000"),
    ],
)
def test_lines_of_dialects(tmp_path, dialect, line, point):
    path, _ = written(tmp_path, source(box(0, 0, 80, 60), DKMC=["东区"], DKYT=["工业"], BZ=["甲"]), dialect)
    assert path.read_text(encoding="gbk").splitlines()[12:14] == [line, point]


OWN = """
id: own
title: {zh: 自己的, en: own}
points: [[point, ring, east, north, length]]
write:
  {encoding: utf-8, line_end: lf, decimals: 3, zone_prefix: false, close_rings: false, area_unit: m2, area_decimals: 2}
"""


def test_a_dialect_of_ones_own(tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    parcel = shapely.difference(box(0, 0, 80.0004, 60), box(20, 20, 10, 10))
    path, _ = written(tmp_path, source(parcel), str(tmp_path / "own.yaml"), "own.txt")
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[12:15] == [
        "8,4700.00,371126004012JB00001,,面,,,,@",
        "J1,1,500000.000,4130060.000,80.000",
        "J2,1,500080.000,4130060.000,60.000",
    ]
    found = importcoordinates(path, str(tmp_path / "own.yaml")).table
    assert (found.crs, found.geometry[0].area) == ("EPSG:4548", pytest.approx(4700))


def refusal(tmp_path, parcels_source, dialect="national", name="out.txt", **options):
    with pytest.raises(InputError) as caught:
        written(tmp_path, parcels_source, dialect, name, **options)
    assert not list(tmp_path.glob("*out*"))
    assert all(caught.value.user_message(language) for language in ("zh", "en"))
    return caught.value


def test_characters_that_gbk_lacks_are_refused(tmp_path):
    error = refusal(tmp_path, source(box(0, 0, 80, 60), DKMC=["𠮷村"]))
    assert (error.text_id, error.values["character"], error.values["parcel"], error.values["field"]) == (
        "export_encoding",
        "𠮷",
        "371126004012JB00001",
        "DKMC",
    )
    assert refusal(tmp_path, source(box(0, 0, 80, 60), DKMC=["€㐂"])).values["character"]
    written(tmp_path, source(box(0, 0, 80, 60), DKMC=["𠮷村"]), None, "list.csv")


def test_what_cannot_be_written_is_named(tmp_path):
    bow_tie = polygon((0, 0), (80, 60), (80, 0), (0, 60))
    error = refusal(tmp_path, source(box(0, 0, 80, 60), bow_tie))
    assert (error.text_id, error.values["parcel"]) == ("export_shape", "371126004012JB00002")
    assert "–" in error.user_message("zh")
    assert refusal(tmp_path, source(None)).text_id == "export_shape"
    # of several all are named, not one after the other
    error = refusal(tmp_path, source(None, box(0, 0, 80, 60), bow_tie))
    assert (error.text_id, error.values["count"]) == ("export_shapes", 2)
    assert all(f"JB0000{i}" in error.user_message(language) for i in (1, 3) for language in ("zh", "en"))
    # two corners a hundredth of a millimetre apart become one
    tiny = polygon((0, 0), (80, 0), (80, 60), (0, 0.00001))
    assert refusal(tmp_path, source(tiny)).text_id == "export_differs"
    with pytest.raises(InputError) as caught:
        check_export_output(source(box(0, 0, 80, 60)), tmp_path / "out.shp")
    assert caught.value.text_id == "shapefile_output"


def test_other_coordinate_systems(tmp_path):
    degrees = shapely.transform(box(0, 0, 80, 60), lambda points: (points - [EAST, NORTH]) * 1e-5 + [117, 37.3])
    parcels_source = MemorySource("parcels", [degrees], {"DKBH": ["7"]}, crs="EPSG:4490")
    path, exported = written(tmp_path, parcels_source)
    assert "moved_to_plane" in [note.text_id for note in exported.notes]
    assert importcoordinates(path).table.crs == "EPSG:4527"
    plain = MemorySource("parcels", [shapely.transform(box(0, 0, 80, 60), lambda p: p - [39e6, 0])], crs="EPSG:4548")
    path, _ = written(tmp_path, plain)
    row = importcoordinates(path).table.rows[0]
    assert (row["DKBH"], row["area_plane_m2"]) == ("1", 4800.0)
    # at the border of zones 38 and 39 all parcels get the one of the middle; from another province they do not
    near = shapely.transform(degrees, lambda points: points - [1.6, 0])
    far = shapely.transform(degrees, lambda points: points - [-9, 0])
    written(tmp_path, MemorySource("parcels", [degrees, near], {}, crs="EPSG:4490"))
    error = refusal(tmp_path, MemorySource("parcels", [degrees, far], {}, crs="EPSG:4490"))
    assert error.text_id == "export_zones"


def test_points_of_an_imported_file_come_back(tmp_path):
    shape = shapely.difference(box(0, 0, 80, 60), box(20, 20, 10, 10))
    path, _ = written(tmp_path, source(shape))
    table = importcoordinates(path).table
    row = table.rows[0]
    assert (row["point_names"], row["ring_starts"]) == ("J1,J2,J3,J4,J5,J6,J7,J8", "1,5")
    names = row["point_names"].split(",")
    corners = np.concatenate(
        [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(table.geometry[0].geoms[0])]
    )
    ours = {name: point for ring in numbered_rings(shape) for name, point in zip(ring.names, ring.points, strict=True)}
    for name, corner in zip(names, corners, strict=True):
        np.testing.assert_allclose(corner, ours[name])
