# SPDX-License-Identifier: GPL-2.0-or-later
"""Point lists: CSV, XLSX, CASS .dat."""

from __future__ import annotations

import openpyxl
import pytest
from coordinate_texts import SQUARE, Read, moved, write

from land_entry_plugin.errors import InputError

POINTS = [(f"J{i}", *point) for i, point in enumerate(SQUARE, start=1)]
SECOND = [(f"J{i}", *point) for i, point in enumerate(moved(SQUARE, east=200), start=1)]
DEGREES = [(37.31, 117.15), (37.31, 117.151), (37.309, 117.151), (37.309, 117.15)]


def sexagesimal(degrees, template):
    minutes = (degrees - int(degrees)) * 60
    return template.format(int(degrees), int(minutes), (minutes - int(minutes)) * 60)


@pytest.mark.parametrize(
    "heads", ["点号,X,Y", "界址点号, X坐标(m), Y坐标(m)", "point,x,y", "点名,北坐标,东坐标", "点号,N,E"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_heads_of_csv(tmp_path, heads, delimiter, encoding):
    lines = [heads, *(f"{name},{x},{y}" for name, x, y in POINTS)]
    content = "\r\n".join(lines).replace(",", delimiter)
    found = Read(write(tmp_path, content, "点.csv", encoding))
    assert (found.crs, found.rows[0]["area_plane_m2"]) == ("EPSG:4527", 4800.0)
    assert found.rows[0]["point_names"] == "J1,J2,J3,J4"
    assert "order_swapped" not in found.notes


def test_parcels_and_rings_of_csv(tmp_path):
    lines = ["某村界址点成果表", "宗地代码,地块名称,圈号,点号,X,Y,备注"]
    lines += [f"A,东区,1,{name},{x},{y}," for name, x, y in POINTS]
    lines += [f",,2,J{i},{x},{y}," for i, (x, y) in enumerate(moved(SQUARE, scale=0.5), start=5)]
    lines += [",,,,,", *(f"B,西区,1,{name},{x},{y}," for name, x, y in SECOND), "制表：某某,,,,,"]
    found = Read(write(tmp_path, "\n".join(lines), "点.csv"))
    assert [(row["DKBH"], row["DKMC"], row["area_plane_m2"]) for row in found.rows] == [
        ("A", "东区", 3600.0),
        ("B", "西区", 4800.0),
    ]
    assert [row["source_line"] for row in found.rows] == [3, 12]


@pytest.mark.parametrize(
    "template", ["{0}°{1}′{2:.6f}″", "{0}:{1}:{2:.6f}", "{0}度{1}分{2:.6f}秒", "{0} {1} {2:.6f}", "{0}°{1}'{2:.6f}\""]
)
@pytest.mark.parametrize("heads", ["点号,纬度,经度", "点号,B,L", "点号,X,Y"])
def test_degrees_minutes_seconds(tmp_path, template, heads):
    lines = [heads]
    for i, pair in enumerate(DEGREES, start=1):
        texts = [sexagesimal(value, template).replace('"', '""') for value in pair]
        lines.append(f'J{i},"{texts[0]}","{texts[1]}"')
    found = Read(write(tmp_path, "\n".join(lines), "点.csv"))
    assert found.crs == "EPSG:4490"
    assert found.shapes[0].bounds == pytest.approx((117.15, 37.309, 117.151, 37.31), abs=1e-9)
    assert "datum_assumed" in found.notes


def test_longitude_first_and_sides(tmp_path):
    lines = ["经度,纬度", *(f"E{longitude},{latitude}N" for latitude, longitude in DEGREES)]
    found = Read(write(tmp_path, "\n".join(lines), "点.csv"), crs="EPSG:4490")
    assert found.shapes[0].bounds == (117.15, 37.309, 117.151, 37.31)
    assert "datum_assumed" not in found.notes


def test_x_and_y_the_other_way_round(tmp_path):
    lines = ["x,y", *(f"{y},{x}" for _, x, y in POINTS)]
    found = Read(write(tmp_path, "\n".join(lines), "点.csv"))
    assert found.shapes[0].bounds == (39500000.0, 4129940.0, 39500080.0, 4130000.0)
    assert "order_swapped" in found.notes


def test_csv_without_heads_is_a_text_file(tmp_path):
    found = Read(write(tmp_path, "\n".join(f"{name},{x},{y}" for name, x, y in POINTS), "点.csv"))
    assert found.rows[0]["area_plane_m2"] == 4800.0


def test_bad_cells_are_named(tmp_path):
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, "点号,X,Y\nJ1,4130000,39500000\nJ2,四,39500000\n", "点.csv"))
    assert caught.value.values == {"file": "点.csv", "line": 3, "column": 2, "text": "四"}


def test_workbooks(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["某村"])
    sheet = book.create_sheet("界址点")
    sheet.append(["宗地 A 界址点成果表"])
    sheet.append(["宗地号", "点号", "X(m)", "Y(m)", "边长(m)"])
    for name, x, y in POINTS:
        sheet.append(["A", name, x, y, None])
        sheet.append([None, None, None, None, 80.0])
    sheet.append(["A", *POINTS[0], None])
    path = tmp_path / "点.xlsx"
    book.save(path)
    found = Read(path)
    assert (found.rows[0]["DKBH"], found.rows[0]["area_plane_m2"], found.crs) == ("A", 4800.0, "EPSG:4527")
    assert found.values("sheets_ignored") == {"sheets": ["说明"], "sheet": "界址点"}
    book.remove(sheet)
    book.save(path)
    with pytest.raises(InputError) as caught:
        Read(path)
    assert caught.value.text_id == "coordinates_no_heads"
    path.write_text("no workbook")
    with pytest.raises(InputError) as caught:
        Read(path)
    assert caught.value.text_id == "coordinates_no_workbook"


@pytest.mark.parametrize(
    "line",
    ["{i},,{y},{x},0", "{i},K1,{y:.3f},{x:.3f},12.5", "{i},{y},{x},0", "{i},,{y},{x}", " {i} , , {y} , {x} , 0 "],
)
@pytest.mark.parametrize("first", [[], ["4"]])
def test_dat_has_the_easting_first(tmp_path, line, first):
    lines = [*first, *(line.format(i=i, x=x, y=y) for i, (_, x, y) in enumerate(POINTS, start=1))]
    found = Read(write(tmp_path, "\r\n".join(lines), "宗地.dat", "gbk"))
    assert (found.crs, found.rows[0]["area_plane_m2"]) == ("EPSG:4527", 4800.0)
    assert found.rows[0]["point_names"] == "1,2,3,4"
    assert "order_swapped" not in found.notes


def test_dat_parcels_by_code_and_plain_eastings(tmp_path):
    lines = [f"{name},A,{y - 39e6},{x},0" for name, x, y in [*POINTS, POINTS[0]]]
    lines += [f"{name},B,{y - 39e6},{x},0" for name, x, y in SECOND]
    path = write(tmp_path, "\n".join(lines), "宗地.dat")
    with pytest.raises(InputError) as caught:
        Read(path)
    assert caught.value.text_id == "coordinates_no_zone"
    found = Read(path, crs="EPSG:4548")
    assert [(row["DKBH"], row["area_plane_m2"]) for row in found.rows] == [("A", 4800.0), ("B", 4800.0)]
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, "1,39500000.0\n", "宗地.dat"))
    assert caught.value.text_id == "coordinates_columns"


def test_unknown_endings(tmp_path):
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, "", "宗地.dwg"))
    assert caught.value.text_id == "coordinates_format"
    assert ".dxf" in caught.value.user_message("zh")
    for name in ("没有.txt", "没有.xlsx", "没有.csv"):
        with pytest.raises(InputError) as caught:
            Read(tmp_path / name)
        assert caught.value.text_id == "missing_file"
    # one cell of a whole file is no list
    with pytest.raises(InputError) as caught:
        Read(write(tmp_path, f'点号,X,Y\n"{"1" * 200_000}', "点.csv"))
    assert caught.value.text_id == "coordinates_no_text"
