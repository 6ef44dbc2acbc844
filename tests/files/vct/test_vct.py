# SPDX-License-Identifier: GPL-2.0-or-later
"""VCT files of both editions: layers, shapes by topology, attributes, coordinate systems, faults and their lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from support import EAST, NORTH, box, candidates, polygon, screen
from vct_files import Layer, Vct, line_layer, same, survey_layer

from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import layers_of, open_layer, open_package

EDITIONS = [(2, "lines"), (2, "points"), (3, "lines"), (3, "points")]
HOLE, ISLAND = box(20, 20, 10, 10), box(23, 23, 3, 3)
# a patch with a hole and an island in it, one beside, and what lies in the hole
PATCHES = [
    (shapely.difference(box(0, 0, 80, 60), HOLE).union(ISLAND), "0101", "水田"),
    (box(80, 0, 40, 60), "0702", "农村宅基地"),
    (shapely.difference(HOLE, ISLAND), "1006", "农村道路"),
]


def write(folder, vct, encoding="gbk", name="survey.vct"):
    path = folder / name
    path.write_bytes((vct if isinstance(vct, str) else vct.text()).encode(encoding))
    return path


def layer(path, name="DLTB"):
    return open_layer(f"{path}|layername={name}")


def refusal(path, name="DLTB"):
    with pytest.raises(InputError) as caught:
        layer(path, name).rows(["DLBM"])
    assert all(caught.value.user_message(language) for language in ("zh", "en"))
    return caught.value


@pytest.mark.parametrize(("edition", "way"), EDITIONS)
@pytest.mark.parametrize("ends", [True, False])
def test_shapes_and_attributes(tmp_path, edition, way, ends):
    vct = Vct([survey_layer(*PATCHES), line_layer("STBHHX", "4002050000", box(0, 0, 9, 9))], edition, way)
    # polygons of the older edition with their own points need the 0 to tell rings from objects; it is written with them
    vct.ends_objects = ends or edition == 3
    path = write(tmp_path, vct)
    assert layers_of(path) == ["DLTB", "STBHHX"]
    source = layer(path)
    described = source.describe()
    assert (described.crs, described.feature_count, described.holds_polygons) == ("EPSG:4527", 3, True)
    assert described.fields == ("BSM", "DLBM", "DLMC", "QSXZ", "KCXS", "TBMJ", "SJNF")
    rows = source.rows(["DLMC", "SJNF", "KCXS", "BSM"])
    for shape, (wanted, _, _) in zip(from_wkb(rows.wkb), PATCHES, strict=True):
        assert same(shape, wanted) < 1e-9
    assert rows.columns["DLMC"].tolist() == [name for _, _, name in PATCHES]
    assert rows.columns["SJNF"].tolist() == [2025] * 3
    assert rows.columns["KCXS"].tolist() == [0.0] * 3
    if edition == 3:
        assert rows.columns["BSM"].tolist() == [f"{i:018d}" for i in (1, 2, 3)]


@pytest.mark.parametrize(("edition", "way"), EDITIONS)
def test_rows_near_boxes(tmp_path, edition, way):
    source = layer(write(tmp_path, Vct([survey_layer(*PATCHES)], edition, way)))
    at = [np.array([box(*place, 1, 1).bounds]) for place in ((90, 5), (21, 21), (24, 24), (500, 500))]
    assert [source.rows(["DLBM"], one).columns["DLBM"].tolist() for one in at] == [["0702"], ["1006"], ["0101"], []]
    both = np.concatenate(at[:2])
    assert source.rows([], both).ids.tolist() == [2, 3]
    assert len(source.rows(["DLBM"], np.empty((0, 4))).ids) == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=7), st.sampled_from(EDITIONS))
def test_nets_of_neighbours_come_back(tmp_path_factory, cells, way):
    x, patches = 0, []
    for width, depth in cells:
        outer = box(x, 0, width * 10, 50)
        inner = [box(x + 1 + i * 0.5, 1 + i * 0.5, width * 10 - 2 - i, 48 - i) for i in range(depth)]
        nest = [outer, *inner]
        patches += [(shapely.difference(a, b), "0101", "水田") for a, b in pairwise(nest)]
        patches.append((nest[-1], "0702", "农村宅基地"))
        x += width * 10
    rows = layer(write(tmp_path_factory.mktemp("vct"), Vct([survey_layer(*patches)], *way))).rows(["DLBM"])
    assert max(same(a, b[0]) for a, b in zip(from_wkb(rows.wkb), patches, strict=True)) < 1e-6
    assert rows.columns["DLBM"].tolist() == [code for _, code, _ in patches]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path, encoding, line_end):
    text = Vct([survey_layer(*PATCHES)]).text().replace("\n", line_end)
    path = tmp_path / "a.VCT"
    path.write_bytes(text.encode(encoding))
    assert layer(path).rows(["DLMC"]).columns["DLMC"][0] == "水田"


def test_lines_and_points_are_layers_too(tmp_path):
    line = Layer("XZQJX", "1000600200", [("BSM", "Char,18")], [shapely.boundary(box(0, 0, 9, 9))], [["1"]], "Line")
    point = Layer("CLKZD", "1000119000", [("BSM", "Char,18")], [shapely.centroid(box(0, 0, 9, 9))], [["1"]], "Point")
    for edition in (2, 3):
        path = write(tmp_path, Vct([survey_layer(*PATCHES), line, point], edition))
        assert not layer(path, "XZQJX").describe().holds_polygons
        (shape,) = from_wkb(layer(path, "XZQJX").rows([]).wkb)
        assert shape.length == pytest.approx(36)
        (shape,) = from_wkb(layer(path, "CLKZD").rows([]).wkb)
        assert (shape.x, shape.y) == (EAST + 4.5, NORTH + 4.5)
        assert [source.describe().name for source in open_package(str(tmp_path))] == ["DLTB"]


ARC = """HeadBegin
Version:3.0
XYUnit:M
Spheroid:CGCS2000,6378137.0,298.257222101
HeadEnd
FeatureCodeBegin
1,面,Polygon,T
2,面,Polygon,T
FeatureCodeEnd
TableStructureBegin
T,1,
N,Char,5
0
TableStructureEnd
LineBegin
1
9
x
1
2
11
2
39500000,4130000
39500020,4130000
12
3
39500020,4130000
39500010,4130010
39500000,4130000
0
2
9
x
100
1
-1
0
LineEnd
PolygonBegin
3
1
x
100
39500001,4130001
21
1
2
0
4
2
x
100
39500001,4130001
22
2
3,5
0
5
2
x
1
39500101,4130001
1
11
4
39500100,4130000
39500110,4130000
39500110,4130010
39500100,4130010
0
PolygonEnd
"""


def test_arcs_lines_of_lines_and_polygons_of_polygons(tmp_path):
    rows = layer(write(tmp_path, ARC), "T").rows([])
    areas = [shape.area for shape in from_wkb(rows.wkb)]
    half_circle = np.pi * 50
    assert areas == pytest.approx([half_circle, half_circle + 100, 100], rel=1e-3)
    assert len(layer(write(tmp_path, ARC), "T").rows([], np.array([box(105, 5, 1, 1).bounds])).ids) == 2


@pytest.mark.parametrize(
    ("changes", "code", "notes"),
    [
        ({"north_first": True}, "EPSG:4527", ["north"]),
        ({"north_first": True, "head": {"XAxisDirection": "N", "YAxisDirection": "E"}}, "EPSG:4527", []),
        ({"east_shift": -39e6}, "EPSG:4548", []),
        ({"east_shift": -39e6, "head": {"Parameters": "117,0,,,,1,500000,0,6,"}}, "EPSG:4509", []),
        ({"head": {"Spheroid": None, "Projection": None}}, "EPSG:4527", ["ellipsoid"]),
        ({"head": {"Spheroid": "西安(1980),6378140,298.257"}}, "EPSG:2363", []),
        ({"head": {"Spheroid": "克拉索夫斯基(1940),6378.245,298.3"}, "east_shift": -39e6}, "EPSG:2436", []),
        ({"head": {"Offset": "39000000,0"}, "east_shift": -39e6 + 0.0}, "EPSG:4548", ["whole"]),
        ({"head": {"Offset": "39500000,4130000"}, "east_shift": 0.0}, "EPSG:4527", ["whole"]),
    ],
)
def test_coordinate_systems(tmp_path, changes, code, notes):
    source = layer(write(tmp_path, Vct([survey_layer(*PATCHES)], **changes)))
    described = source.describe()
    assert described.crs == code
    assert all(any(word in remark["en"] for remark in described.remarks) for word in notes)
    assert len(described.remarks) == len(notes)
    shape = from_wkb(source.rows([]).wkb)[1]
    assert shape.bounds[1] == NORTH


def test_the_older_edition_says_the_datum_by_its_ellipsoid(tmp_path):
    head = {"Spheroid": "IAG-75 Spheroid", "Parameters": "6378140,6356755"}
    path = write(tmp_path, Vct([survey_layer(*PATCHES)], 2, head=head))
    assert layer(path).describe().crs == "EPSG:2363"
    with pytest.raises(InputError) as caught:
        screen(candidates(box(0, 0, 9, 9)), {"land_use": layer(path)})
    assert caught.value.text_id == "old_datum"


def replaced(old, new, **options):
    text = Vct([survey_layer(*PATCHES)], **options).text()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("x,y\n1,2\n", "vct_no_head"),
        ("HeadBegin\nVersion:3.0\n", "vct_ends"),
        ("HeadBegin\nVersion:3.0\nHeadEnd\n", "vct_no_codes"),
        (replaced("39500080.0000,4130000.0000", "39500080.0000,4130OOO"), "vct_point"),
        (replaced("39500080.0000,4130000.0000", "39500080.0000"), "vct_point"),
        (replaced("39500080.0000,4130000.0000", "4130000.0000,39500080.0000", way="points"), "vct_two_zones"),
        (replaced("\n21\n", "\n23\n"), "vct_kind"),
        (replaced("\n1\n11\n", "\n1\n15\n"), "vct_curve"),
        (replaced("DLTB,7", "DLTB,x"), "vct_table"),
        (replaced(",0702,农村宅基地", ",0702,农村,宅基地"), "vct_values"),
        (replaced(",2025\n", ",二〇二五\n"), "vct_value"),
        (replaced("AttributeBegin\nDLTB", "AttributeBegin\nDLTC"), "vct_unknown_table"),
        (replaced("TableEnd", "99,x,0101,水田,30,0,1,2025\nTableEnd"), "vct_no_object"),
        (replaced("CGCS2000,6378137.0,298.257222101", "Bessel 1841"), "vct_datum"),
        (replaced("XYUnit:M", "XYUnit:K"), "vct_unit"),
        (replaced("高斯-克吕格投影", "UTM"), "vct_projection"),
        (replaced("Parameters:117", "Parameters:114"), "vct_meridian"),
        (replaced("0,3,39", "0,6,39"), "vct_width"),
        (replaced("Parameters:117,1,39500000,0,3,39", "Parameters:", east_shift=-39e6), "vct_no_zone"),
        (replaced("Parameters:117", "Parameters:117.5", east_shift=-39e6), "vct_bad_meridian"),
    ],
)
def test_faults_are_named(tmp_path, text, error):
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        layer(path).rows(["DLBM", "SJNF"])
    found = caught.value
    assert found.text_id == error
    assert path.name in found.user_message("zh")
    if "line" in found.values:
        assert str(found.values["line"]) in found.user_message("en")


def test_the_line_of_a_fault(tmp_path):
    text = replaced("39500080.0000,4130000.0000", "39500080.0000,x")
    error = refusal(write(tmp_path, text))
    assert error.values["line"] == 1 + text.split("\n").index("39500080.0000,x")
    # a line that is not there: the polygon's own line is named
    text = Vct([survey_layer(*PATCHES)]).text()
    first = text.index("PolygonBegin")
    text = text[:first] + text[first:].replace("\n2,1\n", "\n2,77\n").replace("\n1,2\n", "\n1,77\n")
    error = refusal(write(tmp_path, text))
    assert (error.text_id, error.values["reference"]) == ("vct_reference", 77)
    assert text.split("\n")[error.values["line"] - 1] == str(error.values["number"])


def test_a_line_alone_that_is_not_closed_is_no_ring(tmp_path):
    closing = "39500120.0000,4130000.0000\n0\n"
    text = Vct([survey_layer(PATCHES[1])]).text()
    assert text.count(closing) == 1
    path = write(tmp_path, text.replace(closing, "0\n").replace("\n11\n5\n", "\n11\n4\n"))
    assert refusal(path).text_id == "vct_ring"
    # coordinates of its own may be left unclosed
    text = Vct([survey_layer(PATCHES[1])], way="points").text()
    path = write(tmp_path, text.replace(closing, "0\n").replace("\n11\n5\n", "\n11\n4\n"))
    assert from_wkb(layer(path).rows([]).wkb)[0].area == 2400


def test_a_polygon_of_no_layer_is_not_passed_over(tmp_path):
    text = Vct([survey_layer(*PATCHES)]).text()
    first = text.index("PolygonBegin")
    for changed in (
        text[:first] + text[first:].replace("2001010100", "2001010199", 1),
        text.replace("DLTB层,Polygon", "DLTB层,Line"),
    ):
        with pytest.raises(InputError) as caught:
            layers_of(write(tmp_path, changed))
        assert caught.value.text_id == "vct_unknown_code"
        assert changed.split("\n")[caught.value.values["line"] - 1].isdigit()


def test_lines_without_signs_are_joined_as_they_fit(tmp_path):
    text = Vct([survey_layer((polygon((0, 0), (80, 0), (80, 60)), "0101", "水田"), PATCHES[1])]).text()
    start = text.index("PolygonBegin")
    unsigned = text[:start] + text[start:].replace(",-", ",").replace("\n-", "\n")
    assert unsigned != text
    shapes = from_wkb(layer(write(tmp_path, unsigned)).rows([]).wkb)
    assert [shape.area for shape in shapes] == [2400, 2400]


def test_a_screening_of_a_vct_is_that_of_its_layers(tmp_path):
    patches = [(box(-50, -50, 130, 200), "0601", "工业用地"), (box(80, -50, 100, 200), "0101", "水田")]
    lines = [
        line_layer("YJJBNTBHTB", "2005010300", box(90, 0, 20, 20)),
        line_layer("STBHHX", "4002050000", box(500, 500, 9, 9)),
    ]
    town = Layer(
        "XZQ", "1000600100", [("BSM", "Char,18"), ("XZQDM", "Char,12"), ("XZQMC", "Char,100")],
        [box(-50, -50, 1000, 1000)], [["1", "371126004", "柳河镇"]],
    )  # fmt: skip
    vct = Vct([survey_layer(*patches), *lines, town])
    text = vct.text().replace(
        "AnnotationBegin\n", "AnnotationBegin\n900\n1\nUnknown\n1\n柳河镇\n39500000,4130000,0\n0\n"
    )
    path = write(tmp_path, text)
    record = screen(candidates(box(60, 0, 40, 40)), {}, offered=tuple(open_package(str(path))))
    overlaps = {(one["role"], one["code"]): one["area_m2"] for one in record["parcels"][0]["overlaps"]}
    assert overlaps["land_use", "0101"] == pytest.approx(800, abs=0.05)
    assert overlaps["land_use", "0601"] == pytest.approx(800, abs=0.05)
    said = [note for note in record["parcels"][0]["not_checked"] if note["id"] == "layer_remark"]
    assert any("ANNOTATION" in note["texts"]["zh"] for note in said)
