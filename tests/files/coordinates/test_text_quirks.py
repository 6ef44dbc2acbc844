# SPDX-License-Identifier: GPL-2.0-or-later
"""Quirks of coordinate text files: each is read right, and what is odd is said."""

from __future__ import annotations

import codecs

import numpy as np
import pytest
import shapely
from coordinate_texts import HEADER, PARCEL, SQUARE, Read, moved, ring, text, write

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.sections import count_of

EXPECTED = shapely.Polygon([(east, north) for north, east in SQUARE])
QUIET = {"summary", "area_read"}


@pytest.fixture
def read(tmp_path):
    def read_(content, encoding="utf-8", **options):
        return Read(write(tmp_path, content, encoding=encoding), **options)

    return read_


def is_the_square(found, code="EPSG:4527"):
    assert found.crs == code
    shape = found.shapes[0]
    assert len(found.rows) == 1
    assert shape.geoms[0].normalize().equals_exact(EXPECTED.normalize(), 1e-6)
    return True


def refused(read, content, *words, **options):
    with pytest.raises(InputError) as caught:
        read(content, **options)
    for language in ("zh", "en"):
        sentence = caught.value.user_message(language)
        assert "界址点.txt" in sentence
        assert "\n" not in sentence
        for word in words:
            assert str(word) in sentence
    return caught.value.text_id


def test_a_plain_file_has_nothing_odd(read):
    found = read(text(PARCEL, *ring()))
    assert is_the_square(found)
    assert found.notes == QUIET
    assert found.rows[0] | {} == {
        "DKBH": "1",
        "DKMC": "一号地块",
        "DKYT": "工业用地",
        "TFH": None,
        "DLBM": "0601",
        "DKMJ": "0.4800",
        "declared_area_m2": 4800.0,
        "declared_area_unit": "ha",
        "area_plane_m2": 4800.0,
        "area_difference_percent": 0.0,
        "point_names": "J1,J2,J3,J4",
        "ring_starts": "1",
        "source_line": 10,
        "remarks": None,
    }


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8 BOM"),
        ("gbk", b"", "GBK"),
        ("gb18030", b"", "GBK"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16 LE"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16 BE"),
        ("utf-16-le", b"", "UTF-16 LE"),
        ("utf-16-be", b"", "UTF-16 BE"),
    ],
)
def test_encodings(read, encoding, mark, name):
    found = read(mark + text(PARCEL, *ring()).encode(encoding))
    assert is_the_square(found)
    assert found.rows[0]["DKMC"] == "一号地块"
    assert found.values("summary")["encoding"] == name


def test_a_character_outside_gbk_in_gb18030(read):
    found = read(text(PARCEL.replace("一号", "𠮷㐂村"), *ring()), encoding="gb18030")
    assert found.rows[0]["DKMC"] == "𠮷㐂村地块"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n"])
@pytest.mark.parametrize("last", ["", "\r", "\n\r\n", "\x1a"])
def test_line_ends_and_stray_marks(read, end, last):
    content = text(PARCEL, *ring()).rstrip("\n").replace("\n", end) + last
    found = read(content)
    assert is_the_square(found)
    if end != "\n\n":
        assert found.rows[0]["source_line"] == 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[", "【"), ("[", "［"), (",", "，"), (",", ", "), (",", " ,\t"), ("=", "＝"), ("=", " = "), ("1", "１"),
        (".", "．"), ("@", "＠"), ("@", "@ "), ("J", "Ｊ"), ("[地块坐标]", " [ 地块坐标 ] "), ("0", "０"),
        ("几度分带=3", "分带=3度带"),
    ],
)  # fmt: skip
def test_full_width_and_blanks(read, old, new):
    content = text(PARCEL, *ring()).replace(old, new)
    if old == "[":
        content = content.replace("]", "】" if new == "【" else "］")
    if old == ",":
        assert new in content
    found = read(content)
    assert is_the_square(found)
    assert found.notes == QUIET
    assert "地块" in found.rows[0]["DKMC"]


@pytest.mark.parametrize("separator", ["\t", "  ", "、", ";", "；"])
def test_other_separators_between_columns_of_points(read, separator):
    assert is_the_square(read(text(PARCEL, *(line.replace(",", separator) for line in ring()))))


def test_a_name_keeps_its_own_punctuation(read):
    found = read(text(PARCEL.replace("一号地块", "东区（一）、西区；Ａ"), *ring()))
    assert found.rows[0]["DKMC"] == "东区（一）、西区；Ａ"


@pytest.mark.parametrize(
    "template",
    [
        "J{i},{ring},{x:.3f},{y:.3f}",
        "J{i:02d},{ring},{x:.3f},{y:.3f}",
        "{i},{ring},{x:.4f},{y:.4f}",
        "J{i},{x:.3f},{y:.3f}",
        "J{i},{x:.3f},{y:.3f},25.3",
        "J{i},{ring},{x:.3f},{y:.3f},12.345",
        "J{i},{ring},{x:.3f},{y:.3f},",
        "J{i},{ring},{x:.3f},{y:.3f},12.345,埋桩",
        "J{i},,{x:.3f},{y:.3f}",
        ",{ring},{x:.3f},{y:.3f}",
        "J{i},{ring},{x:.3f} {y:.3f}",
        "J{i},{ring},+{x:.3f},{y:.0f}.",
    ],
)
@pytest.mark.parametrize("closed", [True, False])
def test_columns_of_points(read, template, closed):
    found = read(text(PARCEL, *ring(template=template, closed=closed)))
    assert is_the_square(found)
    assert ("rings_unclosed" in found.notes) is not closed


@pytest.mark.parametrize(
    ("line", "dialect", "number", "name", "use"),
    [
        ("5,0.48,7,东区,面,I50,商服,05H1,@", "电子报盘（国家默认）", "7", "东区", "商服"),
        ("5,0.48,7,东区,面,,商服,@", "电子报盘（国家默认）", "7", "东区", "商服"),
        ("5,0.48,7,东区,面,@", "电子报盘（国家默认）", "7", "东区", None),
        ("5,0.48,7,东区,面,,商服,05H1,甲,乙,@", "电子报盘（国家默认）", "7", "东区", "商服"),
        ("5,0.48,7,东区,面,,商服,05H1,,1,B,C,备注,@", "14 项属性", "7", "东区", "商服"),
        ("7,东区,面,,@", "一张图", "7", "东区", None),
        ("5,东区,面,商服,@", "卫片执法", None, "东区", "商服"),
    ],
)
def test_fields_of_parcels(read, line, dialect, number, name, use):
    found = read(text(line, *ring()))
    assert is_the_square(found)
    assert found.values("summary")["format"]["zh"] == dialect
    assert [found.rows[0][field] for field in ("DKBH", "DKMC", "DKYT")] == [number, name, use]


def test_further_fields_are_kept(read):
    assert read(text("5,0.48,7,东区,面,,商服,05H1,甲,乙,@", *ring())).rows[0]["attribute_10"] == "乙"
    row = read(text("5,0.48,7,东区,面,,商服,05H1,,1,B,C,备注,@", *ring())).rows[0]
    assert [row[name] for name in ("TBLX", "DL", "GZQ", "GZH", "BZ")] == [None, "1", "B", "C", "备注"]


def test_linkage_has_the_ring_in_the_fifth_column(read):
    hole = moved(SQUARE, scale=0.5)
    template = "J{i},{x:.3f},{y:.3f},,{ring},"
    found = read(text("10,0.36,,东区,,,,商服,@ ", *ring(template=template), *ring(hole, "2", template=template)))
    assert found.values("summary")["format"]["zh"] == "增减挂钩"
    assert (found.rows[0]["DKMC"], found.rows[0]["DKYT"]) == ("东区", "商服")
    assert found.rows[0]["area_plane_m2"] == pytest.approx(3600)


def test_a_dialect_that_is_named_is_held_to(read):
    assert read(text(PARCEL, *ring()), dialect="approval").rows[0]["DLMC"] == "工业用地"
    assert refused(read, text(PARCEL, *ring()), 10, dialect="one_map") == "coordinates_other_dialect"
    with pytest.raises(InputError, match="national"):
        read(text(PARCEL, *ring()), dialect="nationall")


@pytest.mark.parametrize(
    ("area", "unit", "square_metres", "told_by"),
    [
        ("0.4800", "ha", 4800, "size"), ("4800", "m2", 4800, "size"), ("4800.00", "m2", 4800, "size"),
        ("7.2", "mu", 4800, "size"),
        ("0.4800公顷", "ha", 4800, "word"), ("4800平方米", "m2", 4800, "word"), ("4800㎡", "m2", 4800, "word"),
        ("０．４８００", "ha", 4800, "size"), ("7.2亩", "mu", 4800, "word"), ("0.4810", "ha", 4810, "size"),
        ("0.5800", "ha", 5800, "size"),
    ],
)  # fmt: skip
def test_units_of_declared_areas(read, area, unit, square_metres, told_by):
    found = read(text(PARCEL.replace("0.4800", area), *ring()))
    row = found.rows[0]
    assert (row["declared_area_unit"], row["DKMJ"]) == (unit, area)
    assert row["declared_area_m2"] == pytest.approx(square_metres)
    assert row["area_difference_percent"] == pytest.approx((4800 - square_metres) / square_metres * 100, abs=1e-4)
    assert ("area_differs" in found.notes) is (square_metres == 5800)
    assert found.values("area_read")["told_by"]["en"].startswith({"size": "by comparison", "word": "by its"}[told_by])


def test_units_in_the_header_and_areas_that_are_none(read):
    found = read(text(PARCEL, *ring(), 面积单位="平方米"))
    assert found.rows[0]["declared_area_m2"] == pytest.approx(0.48)
    assert "area_differs" in found.notes
    assert "area_open" in read(text(PARCEL.replace("0.4800", "48"), *ring())).notes
    assert "area_open" in read(text(PARCEL.replace("0.4800", "0"), *ring())).notes
    assert "area_no_number" in read(text(PARCEL.replace("0.4800", "约半公顷"), *ring())).notes
    far = PARCEL.replace("0.4800", "3.0000").replace(",1,", ",2,")
    found = read(text(PARCEL, *ring(), far, *ring(moved(SQUARE, east=200))))
    assert [row["declared_area_m2"] for row in found.rows] == [4800.0, 30000.0]
    assert "area_differs" in found.notes
    found = read(text(PARCEL.replace("0.4800", ""), *ring()))
    assert found.rows[0]["declared_area_m2"] is None
    assert found.notes == {"summary"}


def test_template_words_are_not_filled_in(read):
    found = read(text("5,MJ,FID_0,DKMC,面,TFH,DKYT,DLBM,@", *ring()))
    assert is_the_square(found)
    row = found.rows[0]
    assert [row[name] for name in ("DKBH", "DKMC", "TFH", "DKYT", "DLBM", "DKMJ")] == ["FID_0", *[None] * 5]
    assert found.values("unfilled")["words"] == ["MJ", "DKMC", "TFH", "DKYT", "DLBM"]
    assert "DKMC" in row["remarks"]


@pytest.mark.parametrize(("count", "says"), [(5, False), (4, False), (41, True), (555, True), ("", False)])
def test_counts_are_not_believed(read, count, says):
    found = read(text(PARCEL.replace("5,", f"{count},", 1), *ring()))
    assert is_the_square(found)
    assert ("count_differs" in found.notes) is says


def test_sections(read):
    content = text(PARCEL, *ring()).replace("[地块坐标]", "[扩展信息]\n项目名称=样例\n甲,乙,1,2\n[地块坐标]")
    found = read("[项目信息]\n项目编号＝1\n" + content)
    assert is_the_square(found)
    sentence = [said for said in found.said if "扩展信息" in said]
    assert sentence
    assert "项目名称" in sentence[0]
    second = PARCEL.replace(",1,一号", ",2,二号")
    found = read(text(PARCEL, *ring(), "[地块坐标]", second, *ring(moved(SQUARE, east=200))))
    assert [row["DKBH"] for row in found.rows] == ["1", "2"]
    found = read(text(PARCEL, *ring()) + text(second, *ring(moved(SQUARE, east=200))))
    assert [row["DKBH"] for row in found.rows] == ["1", "2"]


def test_numbers_that_repeat_are_said(read):
    found = read(text(PARCEL, *ring(), PARCEL, *ring(moved(SQUARE, east=200))))
    assert found.values("number_twice") == {"number": "1", "lines": [10, 16]}


def test_lines_and_points_are_skipped(read):
    line = PARCEL.replace("面", "线")
    found = read(text(line, "J1,1,abc", PARCEL, *ring(), PARCEL.replace("面", "点"), "J1,1,4130000,39500000"))
    assert is_the_square(found)
    assert [note.values["line"] for note in found.imported.notes if note.text_id == "kind_skipped"] == [10, 18]
    assert refused(read, text(line, *ring())) == "coordinates_no_polygons"


def test_a_line_without_its_mark_and_points_without_a_line(read):
    assert "no_end_mark" in read(text(PARCEL.rstrip("@").rstrip(","), *ring())).notes
    found = read(text(*ring()))
    assert is_the_square(found)
    assert {"no_parcel_line", "no_numbers"} <= found.notes
    bare = "\n".join(["某村界址点", *ring()])
    assert is_the_square(read(bare))
    assert read(bare).values("lines_ignored") == {"lines": [1]}


def test_keys_and_values_of_the_header(read):
    header = {
        "坐标系统": "CGCS2000",
        "分带方式": "三度",
        "投影方式": "Gauss Kruger",
        "坐标单位": "m",
        "投影带号": "第39带",
        "精度": "3",
        "转换参数": "0,0,0,0,0,0,0",
    }
    found = read(text(PARCEL, *ring(), header=header))
    assert is_the_square(found)
    assert found.notes == QUIET
    found = read(text(PARCEL, *ring(), 转换参数="1.2,0,0,0,0,0,0"))
    assert "parameters_ignored" in found.notes
    assert is_the_square(read(text(PARCEL, *ring()).replace("=", "：")))


@pytest.mark.parametrize(
    ("line", "words", "text_id"),
    [
        ("J2,1,4130000.000,39513x20", (12, 4, "39513x20"), "coordinates_number"),
        ("J2,1,41300O0.000,39500080", (12, 3, "41300O0.000"), "coordinates_number"),
        ("J2,1,4130000.000", (12, 3), "coordinates_columns"),
        ("J2,1,4130000.000,39500080.000,1,2,3", (12, 7), "coordinates_columns"),
        ("J2,1,4130000.000,nan", (12, "nan"), "coordinates_number"),
        ("J2,1,39500080.000,4130000.000", (12,), "coordinates_order_mixed"),
        ("J2,1,4130000.000,500080.000", (12, "500080"), "coordinates_mixed_prefix"),
        ("J2,1,4130000.000,38500080.000", (12, 38), "coordinates_two_zones"),
    ],
)
def test_bad_lines_are_named(read, line, words, text_id):
    lines = ring()
    lines[1] = line
    if "_two_zones" in text_id:
        words = (38, 39)
    assert refused(read, text(PARCEL, *lines), *words) == text_id


def test_what_is_no_coordinate_file(read):
    assert refused(read, bytes(range(256)) * 40) == "coordinates_no_text"
    content = text(PARCEL, *ring()).encode("gbk").replace(b"J2,1", b"\xff\xfe\x81,1")
    assert refused(read, content, "12") == "coordinates_bad_bytes"
    # in a file of UTF-8 the first Chinese character is none of GBK's, which is not what has to be mended
    content = text(PARCEL, *ring()).encode().replace(b"J2,1", b"\xff\xfe\x81,1")
    assert refused(read, content, "12") == "coordinates_bad_bytes"
    assert refused(read, "[属性描述]\n坐标系=2000\n") == "coordinates_no_parcels"
    assert refused(read, "") == "coordinates_no_parcels"
    assert refused(read, text(PARCEL)) == "coordinates_few_points"
    assert refused(read, text(PARCEL, *ring(SQUARE[:2])), 11, 2) == "coordinates_few_points"
    assert refused(read, text("某,某,某,@", *ring()), 10) == "coordinates_no_dialect"
    assert refused(read, text(PARCEL, "J1", "J2", "J3"), 11) == "coordinates_columns"


def test_closing_points(read):
    lines = ring(closed=False)
    first = SQUARE[0]
    doubled = read(text(PARCEL, *lines, f"J1,1,{first[0]},{first[0]}"))
    assert is_the_square(doubled)
    assert doubled.values("closing_point_wrong") == {"line": 15}
    assert is_the_square(read(text(PARCEL, *lines, f"J5,1,{first[0]},{first[1]}")))
    assert is_the_square(read(text(PARCEL, *lines, f"J1,3,{first[0]},{first[1]}")))
    twice = read(text(PARCEL, *ring(), ring()[0]))
    assert is_the_square(twice)
    assert "closing_point_twice" in twice.notes
    off = read(text(PARCEL, *lines, f"J1,1,{first[0] + 0.003:.3f},{first[1]}"))
    assert is_the_square(off)
    assert off.values("closing_point_off")["distance_m"] == pytest.approx(0.003)
    elsewhere = read(text(PARCEL, *lines, f"J1,1,{first[0] + 9},{first[1] - 5}"))
    assert len(elsewhere.rows[0]["point_names"].split(",")) == 5
    assert "closing_point_elsewhere" in elsewhere.notes
    repeated = read(text(PARCEL, lines[0], lines[1], lines[1], *lines[2:]))
    assert repeated.values("point_repeated") == {"line": 13}
    assert repeated.rows[0]["area_plane_m2"] == 4800


def test_a_broken_shape_is_read_and_said(read):
    crossing = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    found = read(text(PARCEL, *ring(crossing)))
    assert "shape_broken" in found.notes
    assert not found.shapes[0].is_valid
    np.testing.assert_allclose(shapely.get_coordinates(found.shapes[0])[:4, ::-1], crossing)


def rings_text(template, numbers, *rings, closed=True):
    lines = []
    for number, points in zip(numbers, rings, strict=True):
        lines += ring(points, number, template=template, closed=closed)
    return text(PARCEL, *lines)


@pytest.mark.parametrize("numbers", ["1234", "1111", "1213", "1122", "4321"])
@pytest.mark.parametrize("template", ["J{i},{ring},{x:.3f},{y:.3f}", "J{i},{x:.3f},{y:.3f}"])
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_parts_holes_and_islands_by_where_they_lie(read, numbers, template, order):
    rings = [SQUARE, moved(SQUARE, scale=0.6), moved(SQUARE, scale=0.2), moved(SQUARE, east=300)]
    found = read(rings_text(template, numbers, *(rings[i] for i in order)))
    shape = found.shapes[0]
    assert shape.is_valid
    assert len(shape.geoms) == 3
    assert sum(len(part.interiors) for part in shape.geoms) == 1
    assert shape.area == pytest.approx(4800 * (1 - 0.36 + 0.04 + 1))
    assert {name: found.values("parts_and_holes")[name] for name in ("parts", "holes")} == {"parts": 3, "holes": 1}
    assert found.rows[0]["ring_starts"] == "1,5,9,13"


@pytest.mark.parametrize("template", ["J{i},{ring},{x:.3f},{y:.3f}", "J{i},{x:.3f},{y:.3f}"])
def test_open_rings_that_begin_anew(read, template):
    found = read(rings_text(template, "12", SQUARE, moved(SQUARE, east=300), closed=False))
    assert found.shapes[0].area == pytest.approx(9600)
    assert "rings_unclosed" in found.notes


def test_header_of_template_words(read):
    header = HEADER | {"带号": "ffff", "坐标系": "2000ff", "几度分带": ""}
    assert is_the_square(read(text(PARCEL, *ring(), header=header)))


def test_remarks_among_the_points_are_passed_over_and_said(read):
    lines = ring()
    found = read(text("# 补充测量", PARCEL, "// 界址点", *lines[:2], "#东侧", *lines[2:], "// 完"))
    assert found.shapes[0].equals(read(text(PARCEL, *lines)).shapes[0])
    assert any("10" in said and "12" in said and "15" in said for said in found.said)
    # a point may be called so
    named = [line.replace("J", "#", 1) for line in lines]
    assert read(text(PARCEL, *named)).shapes[0].equals(found.shapes[0])


@pytest.mark.parametrize(
    ("written", "number"), [("0", 0), ("004", 4), ("²", None), ("", None), ("-4", None), ("9" * 5000, None)]
)
def test_a_count_is_a_whole_number_that_something_may_be_counted_by(written, number):
    assert count_of(written) == number
