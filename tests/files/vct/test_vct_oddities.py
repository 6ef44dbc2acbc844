# SPDX-License-Identifier: GPL-2.0-or-later
"""What other programs write into VCT files, read as it is meant, or refused with the line at fault."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from support import box

from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import layers_of, open_layer

NEW = ["Version:3.0", "CoordinateSystemType:P", "XYUnit:M", "Spheroid:CGCS2000,6378137.0,298.257222101"]
OLD = ["Version:2.0", "Unit:M", "Spheroid:CGCS2000", "Meridinan:117"]
PLAIN_ZONE = "Parameters:117,1,500000,0,3,"
HERE = "39500001,4130001"
# A square of ten metres, as a polygon with coordinates of its own and as four lines.
SQUARE = ["39500000,4130000", "39500010,4130000", "39500010,4130010", "39500000,4130010"]
BORDERS = [
    f"{i + 1}|9|x|1|1|11|2|{one}|{other}" for i, (one, other) in enumerate(pairwise([*SQUARE, SQUARE[0]]))
]  # fmt: skip


def own(number, ring, label=HERE):
    """Return a polygon with coordinates of its own; ``|`` stands between lines."""
    return f"{number}|1|x|1|{label}|1|11|{len(ring)}|{'|'.join(ring)}"


def made_of(number, references, kind=21):
    return f"{number}|1|x|100|{HERE}|{kind}|{references.count(',') + 1}|{references}"


def write(
    folder, polygons=(), lines=(), points=(), rows=None, head=NEW, codes=("1,面,Polygon,T",), fields=("N,Char,5",)
):
    parts = ["HeadBegin", *head, "HeadEnd", "FeatureCodeBegin", *codes, "FeatureCodeEnd"]
    parts += ["TableStructureBegin", f"T,{len(fields)}", *fields, "TableStructureEnd"]
    for kind, objects in (("Point", points), ("Line", lines), ("Polygon", polygons)):
        parts += [f"{kind}Begin", *(line for one in objects for line in one.split("|")), f"{kind}End"]
    if rows is not None:
        parts += ["AttributeBegin", "T", *rows, "AttributeEnd"]
    path = folder / "survey.vct"
    path.write_text("\n".join([*parts, ""]), encoding="utf-8")
    return path


def read(path, fields=(), layer="T", boxes=None):
    rows = open_layer(f"{path}|layername={layer}").rows(list(fields), boxes)
    return from_wkb(rows.wkb), rows.columns


def refused(path, fields=(), **options):
    """Return id and, where it names one, the text of the line at fault."""
    with pytest.raises(InputError) as caught:
        read(path, fields, **options)
    error = caught.value
    assert all(path.name in error.user_message(language) for language in ("zh", "en"))
    line = error.values.get("line")
    return (error.text_id, path.read_text(encoding="utf-8").split("\n")[line - 1]) if line else error.text_id


@pytest.mark.parametrize(("axis", "turned"), [("E", False), ("N", True), (None, True)])
def test_degrees_are_longitude_and_latitude_whichever_stands_first(tmp_path, axis, turned):
    ring = [("117.15", "37.30"), ("117.16", "37.30"), ("117.16", "37.31")]
    head = ["Version:3.0", "XYUnit:D", "Spheroid:CGCS2000", *([f"XAxisDirection:{axis}"] if axis else [])]
    path = write(tmp_path, [own(1, [",".join(reversed(at) if turned else at) for at in ring], "117,37")], head=head)
    assert open_layer(str(path)).describe().crs == "EPSG:4490"
    assert read(path)[0][0].bounds == (117.15, 37.30, 117.16, 37.31)


@pytest.mark.parametrize(
    ("offset", "ring", "remark"),
    [
        ("Offset:500000,4130000", ["0,0", "10,0", "10,10"], "added"),
        ("Offset:500000,4130000", ["500000,4130000", "500010,4130000", "500010,4130010"], "whole"),
        ("Offset:1000,1000", ["500000,4130000", "500010,4130000", "500010,4130010"], "whole"),
    ],
)
def test_an_offset_is_added_only_to_what_lacks_it(tmp_path, offset, ring, remark):
    path = write(tmp_path, [own(1, ring, ring[0])], head=[*NEW, PLAIN_ZONE, offset])
    described = open_layer(str(path)).describe()
    assert described.crs == "EPSG:4548"
    (said,) = described.remarks
    assert remark in said["en"]
    assert read(path)[0][0].bounds == (500_000, 4_130_000, 500_010, 4_130_010)


def test_numbers_that_tell_nothing_are_read_as_the_head_says_or_not_at_all(tmp_path):
    path = write(tmp_path, [own(1, ["2000,1000", "2000,1010", "2030,1010"], "2001,1001")], head=[*NEW, PLAIN_ZONE])
    assert refused(path) == "vct_order"
    path = write(
        tmp_path, [own(1, ["2000,1000", "2000,1010", "2030,1010"])], head=[*NEW, PLAIN_ZONE, "XAxisDirection:N"]
    )
    assert read(path)[0][0].bounds == (1000, 2000, 1010, 2030)


def test_a_patch_whose_numbers_are_turned_is_named(tmp_path):
    turned = [",".join(reversed(at.split(","))) for at in SQUARE]
    for usual, other in ((SQUARE, turned), (turned, SQUARE)):
        path = write(tmp_path, [own(71, usual), own(72, usual), own(73, other)])
        assert refused(path) == ("vct_order_mixed", "73")


def test_a_standard_named_as_version_says_the_edition(tmp_path):
    new = write(tmp_path, [own(1, SQUARE)], head=["Version:GB/T 17798-2007", *NEW[1:]])
    assert read(new)[0][0].area == 100
    old = write(tmp_path, [f"1|1|x|{HERE}|4|{'|'.join(SQUARE)}"], head=["Version:GB/T 17798-1999", *OLD[1:]])
    assert read(old)[0][0].area == 100
    # no meridian is said, and the eastings have no zone number
    ring = [at.removeprefix("39") for at in SQUARE]
    silent = write(tmp_path, [f"1|1|x|500001,4130001|4|{'|'.join(ring)}"], head=OLD[:-1])
    assert refused(silent) == "vct_no_zone"


def test_a_head_without_an_end_is_none(tmp_path):
    assert refused(write(tmp_path, [own(1, SQUARE)], head=[*NEW, *(f"Note{i}:x" for i in range(300))])) == "vct_no_head"


def test_points_of_the_old_edition_with_directions_and_lines_that_meet_in_them(tmp_path):
    points = [f"1|2|x|1|{SQUARE[0]}", f"2|2|x|3|{SQUARE[1]}|1,0", f"3|2|x|2|{SQUARE[2]}|2|4,-5"]
    lines = [f"4|3|x|1|2|{SQUARE[0]}|{SQUARE[2]}|1|3|0|0", f"5|3|x|1|2|{SQUARE[2]}|{SQUARE[3]}|3|1|0|0"]
    path = write(tmp_path, points=points, lines=lines, head=[*OLD, "Topo:2"], codes=["2,点,Point,T", "3,线,Line,T"])
    assert layers_of(path) == ["T_POINT", "T"]
    shapes, _ = read(path, layer="T_POINT")
    assert [shape.coords[0] for shape in shapes] == [tuple(map(float, at.split(","))) for at in SQUARE[:3]]
    assert [shape.length for shape in read(path)[0]] == pytest.approx([200**0.5, 10])


def test_points_with_a_count_before_them(tmp_path):
    points = [f"1|2|x|1|1|{SQUARE[0]}", f"2|2|x|1|2|{SQUARE[1]}|{SQUARE[2]}", f"3|2|x|1|{SQUARE[3]}"]
    path = write(tmp_path, points=points, codes=["2,点,Point,T"])
    assert [shapely.get_num_geometries(shape) for shape in read(path)[0]] == [1, 2, 1]


def test_another_separator_and_blank_lines_between_points(tmp_path):
    ring = [at.replace(",", ";") for at in SQUARE]
    patch = own(1, ring, HERE.replace(",", ";")).replace(ring[1], f"|{ring[1]}|").replace("||", "|   |")
    path = write(
        tmp_path, [patch, own(2, ring, HERE.replace(",", ";"))], rows=["1;甲", "2;乙", "TableEnd"],
        head=[*NEW, "Separator:;"], codes=["1;面;Polygon;T"], fields=["N;Char;5"],
    )  # fmt: skip
    path.write_text(path.read_text(encoding="utf-8").replace("T,1\n", "T;1\n"), encoding="utf-8")
    shapes, columns = read(path, ["N"])
    assert [shape.area for shape in shapes] == [100, 100]
    assert columns["N"].tolist() == ["甲", "乙"]


def test_lines_of_lines_that_stand_before_them_and_an_arc_that_is_straight(tmp_path):
    lines = ["7|9|x|100|2|1,2", *BORDERS, f"8|9|x|1|1|12|3|{SQUARE[0]}|39500000,4130005|{SQUARE[3]}"]
    path = write(tmp_path, [made_of(20, "7,3,-8"), made_of(21, "1,2,3,4")], lines)
    assert [shape.area for shape in read(path)[0]] == [100, 100]


def test_polygons_cut_out_of_polygons(tmp_path):
    inner = ["39500002,4130002", "39500004,4130002", "39500004,4130004", "39500002,4130004"]
    path = write(tmp_path, [own(1, SQUARE), own(2, inner), made_of(3, "1,-2", kind=22)])
    assert [shape.area for shape in read(path)[0]] == [100, 4, 96]


CURVE = BORDERS[0].replace("|11|2|", "|12|2|")
THERE_AND_BACK = [f"1|9|x|1|1|11|2|{SQUARE[0]}|{SQUARE[2]}", f"2|9|x|1|1|11|2|{SQUARE[2]}|{SQUARE[0]}"]


@pytest.mark.parametrize(
    ("polygons", "lines", "wanted"),
    [
        ([own(1, SQUARE), made_of(20, "20", kind=22)], [], ("vct_circle", "20")),
        ([own(3, SQUARE), made_of(20, "1,2")], ["1|9|x|100|1|1", BORDERS[1]], ("vct_circle", "1")),
        ([own(1, SQUARE), made_of(20, "1,5", kind=22)], [], ("vct_reference", "20")),
        ([own(1, SQUARE), made_of(20, "-1", kind=22)], [], ("vct_ring", "20")),
        ([own(1, SQUARE), f"20|1|x|1|{HERE}|0"], [], ("vct_ring", "20")),
        ([made_of(20, "1,2")], THERE_AND_BACK, ("vct_ring", "20")),
        ([made_of(20, "1,2,3,4")], [*BORDERS, BORDERS[0]], ("vct_twice", "20")),
        ([made_of(20, "1,2,3,4")], ["1|9|x|1|1|11|0", *BORDERS[1:]], ("vct_empty", "1")),
        ([made_of(20, "1,2,3,4")], [CURVE, *BORDERS[1:]], ("vct_curve", "2")),
        ([made_of(20, "1,2,3,4").replace("|4|", "|3|")], BORDERS, ("vct_identifiers", "1,2,3,4")),
        ([own(1, SQUARE).replace("|4|", "|-4|")], [], ("vct_number", "-4")),
        ([own(9**40, SQUARE)], [], ("vct_number", str(9**40))),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_made_are_named(tmp_path, polygons, lines, wanted):
    assert refused(write(tmp_path, polygons, lines)) == wanted


def test_borders_that_are_missing_are_missed_near_a_parcel_too(tmp_path):
    path = write(tmp_path, [own(1, SQUARE), made_of(20, "11,12")])
    far_off = np.array([box(900, 900, 1, 1).bounds])
    assert refused(path, boxes=far_off) == ("vct_reference", "20")
    # where one of them runs is not known either
    path = write(tmp_path, [own(1, SQUARE), made_of(20, "1,2,3,11")], BORDERS[:3])
    assert refused(path, boxes=far_off) == ("vct_reference", "20")


def test_patches_without_any_coordinate_are_no_empty_layer(tmp_path):
    path = write(tmp_path, [made_of(20, "11,12"), made_of(21, "11,12")])
    assert open_layer(str(path)).describe().crs is None
    with pytest.raises(InputError) as caught:
        open_layer(f"{path}|crs=EPSG:4527").rows([])
    assert (caught.value.text_id, caught.value.values["number"]) == ("vct_empty", 20)


def test_a_file_cut_off_in_a_ring_with_blank_lines(tmp_path):
    path = write(tmp_path, [own(1, SQUARE)])
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index(SQUARE[2])].replace(SQUARE[1], f"\n{SQUARE[1]}") + "\n\n", encoding="utf-8")
    assert refused(path)[0] == "vct_ends"


SIZE = ("N,Char,5", "A,Float,10,2")


@pytest.mark.parametrize(
    ("rows", "fields", "wanted"),
    [
        (["1,甲", "1,乙", "TableEnd"], SIZE[:1], ("vct_rows_twice", "1,乙")),
        (["1,甲,nan", "TableEnd"], SIZE, ("vct_value", "1,甲,nan")),
        (["1,甲,1e999", "TableEnd"], SIZE, ("vct_value", "1,甲,1e999")),
        (["1,甲,1", "TableEnd"], ("N,Char,5", "n,Char,5"), ("vct_field", "n,Char,5")),
    ],
)
def test_rows_that_cannot_be_meant(tmp_path, rows, fields, wanted):
    path = write(tmp_path, [own(1, SQUARE)], rows=rows, fields=fields)
    assert refused(path, [field.split(",")[0] for field in fields]) == wanted


def test_what_no_row_says_is_not_known(tmp_path):
    path = write(tmp_path, [own(1, SQUARE), own(2, SQUARE), own(3, SQUARE)], rows=["3,甲,2.50", "1,NULL,"], fields=SIZE)
    # the last table is not ended by itself
    columns = read(path, ["N", "A"])[1]
    assert (columns["N"].tolist(), columns["A"].tolist()) == ([None, None, "甲"], [None, None, 2.5])
    assert read(write(tmp_path, [own(1, SQUARE)]), ["N"])[1]["N"].tolist() == [None]


def test_rows_of_annotations_are_not_missed_among_the_patches(tmp_path):
    rows = ["1,甲", "900,注记", "TableEnd"]
    codes = ["1,面,Polygon,T", "8,注记,Annotation,T"]
    assert read(write(tmp_path, [own(1, SQUARE)], rows=rows, codes=codes), ["N"])[1]["N"].tolist() == ["甲"]
    assert refused(write(tmp_path, [own(1, SQUARE)], rows=rows), ["N"]) == ("vct_no_object", "900,注记")


def test_a_survey_that_was_taken_away_is_missing(tmp_path):
    path = write(tmp_path, [own(1, SQUARE)])
    source = open_layer(str(path))
    path.unlink()
    with pytest.raises(InputError) as caught:
        source.rows([])
    assert (caught.value.text_id, caught.value.values["path"]) == ("missing_file", str(path))
