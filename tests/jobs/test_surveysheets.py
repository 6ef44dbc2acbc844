# SPDX-License-Identifier: GPL-2.0-or-later
"""A file per parcel and format without QGIS: names, index, resume; every number is the record's, text stays text."""

from __future__ import annotations

import copy
import csv
import json
import re
import shutil
import subprocess
from itertools import product

import ezdxf
import numpy as np
import openpyxl
import pytest
import shapely
import shapely.affinity
from on_paper import EAST, NORTH, invented
from support import all_layers, candidates, of_township, screen, survey

from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.coordinates.model import NUMBER
from land_entry_plugin.files.coordinates.reading import coordinate_batches
from land_entry_plugin.files.workbook_values import mark_of
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.sheet_files.formats import WITHOUT_QGIS, FileOptions, check_formats, whole_writer
from land_entry_plugin.jobs.surveysheets import broken_reason, surveysheets
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import word

TABLES = ("XLSX", "TXT", "DXF")
RARE = "\U00020bb7"
EVIL = ['=HYPERLINK("http://x")', "../../etc", "宗" * 60, f"{RARE}野地", "a\x01b\tc"]
HOLDER = "龘县鱻村集体社"
BLOCK = shapely.box(EAST, NORTH, EAST + 90.1234, NORTH + 70.4321)
HARD = shapely.MultiPolygon(
    [
        BLOCK.difference(shapely.box(EAST + 20, NORTH + 20, EAST + 40.5, NORTH + 45.25)),
        shapely.Polygon([(EAST + 120.0001, NORTH), (EAST + 130, NORTH + 35.7), (EAST + 160, NORTH + 9.125)]),
    ]
)


@pytest.fixture(scope="module")
def screened(township):
    request = of_township(township)
    return json.loads(json.dumps(screening_record(screenparcels(request))))


@pytest.fixture(scope="module")
def record(screened):
    """Return a record of names that are hard, shapes that are hard, a parcel without a shape and a broken one."""
    pattern = next(one for one in screened["parcels"] if one["parcel_id"].endswith("4012JB00003"))
    shapeless = next(one for one in screened["parcels"] if one["geometry"] is None)
    parcels = [copy.deepcopy(pattern)]
    parcels += [invented(screened, HARD, name, {"TDSYZ": HOLDER, "ZL": "=1+1"}) for name in EVIL]
    broken = copy.deepcopy(pattern)
    broken |= {"parcel_id": "broken", "cadastre": {}}
    parcels += [copy.deepcopy(shapeless), broken]
    for row, parcel in enumerate(parcels, start=1):
        parcel["row"] = row
    return screened | {"parcels": parcels}


def export(record, folder, formats=TABLES, ids=None, progress=None, **options):
    settings = FileOptions(**options)
    writers = [WITHOUT_QGIS[name].make(record, settings) for name in formats]
    whole = whole_writer(record, formats, settings)
    return surveysheets(record, ids, folder, writers, progress, edition=settings.edition, whole=whole)


@pytest.fixture(scope="module")
def done(record, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    return export(record, folder), folder


@pytest.fixture
def folder(done, tmp_path):
    return shutil.copytree(done[1], tmp_path / "files")


def index_of(folder):
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        # a tab keeps spreadsheets from taking a text for a formula
        return [{key: value.removeprefix("\t") for key, value in row.items()} for row in csv.DictReader(file)]


def names(paths):
    return sorted(path.name for path in paths)


def of(record, parcel_id):
    return next(parcel for parcel in record["parcels"] if parcel["parcel_id"] == parcel_id)


def files_of(folder, parcel_id):
    """Return the files of a parcel by format, as the index lists them."""
    rows = index_of(folder)
    wanted = re.sub(r"[\x00-\x08]", "", parcel_id)
    return {
        row["格式"]: folder / row["文件"]
        for row in rows
        if re.sub(r"[\x00-\x08]", "", row["宗地代码"]) == wanted and row["文件"]
    }


def test_every_parcel_has_a_row_for_each_format(record, done):
    batch, folder = done
    rows = index_of(folder)
    assert [row["格式"] for row in rows] == list(TABLES) * len(record["parcels"])
    states = {(row["宗地代码"], row["格式"]): row["状态"] for row in rows}
    shapeless = record["parcels"][-2]["parcel_id"]
    assert [states[shapeless, name] for name in TABLES] == ["已导出", "失败", "失败"]
    assert [states["broken", name] for name in TABLES] == ["失败"] * 3
    assert len(batch.failed) == 5
    assert len(batch.written) == 3 * 6 + 1
    listed = {row["文件"] for row in rows} - {""}
    assert listed == {path.name for path in batch.written}
    assert {path.name for path in folder.iterdir()} == listed | {"index.csv", "screening.xlsx"}
    assert all(bool(row["未导出原因"]) == (row["状态"] == "失败") for row in rows)


def test_names_of_files_hold_no_path_and_no_control(done):
    stems = {path.stem for path in done[0].written}
    assert {"_".join(["=HYPERLINK(", "http", "x", ")"]), "_.._etc", "宗" * 60, f"{RARE}野地", "a_b_c"} <= stems


def test_a_second_run_writes_only_what_is_missing(record, done, folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "index.csv"}
    gone = [path.name for path in done[0].written if "野地" in path.name]
    assert len(gone) == 3
    for name in gone:
        (folder / name).unlink()
    batch = export(record, folder)
    assert names(batch.written) == sorted(gone)
    assert len(batch.kept) == len(done[0].written) - 3
    assert batch.passed_over == 0
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in before}
    assert {name for name in before if before[name] != after[name]} <= set(gone)
    states = [row["状态"] for row in index_of(folder)]
    assert (states.count("沿用"), states.count("已导出"), states.count("失败")) == (16, 3, 5)


def test_half_a_file_is_not_taken_for_a_whole_one(record, done, folder):
    torn = [path.name for path in done[0].written if "宗" in path.name]
    for name in torn:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) * 3 // 4])
    batch = export(record, folder)
    assert names(batch.written) == sorted(name.replace(".", "_2.") for name in torn)
    assert batch.passed_over == len(torn)


def test_cancelled_between_files(record, tmp_path):
    class Impatient:
        def report(self, phase, fraction):
            pass

        def cancelled(self):
            return len(list(tmp_path.glob("*.txt"))) > 1

    with pytest.raises(Cancelled):
        export(record, tmp_path, progress=Impatient())
    assert [row["状态"] for row in index_of(tmp_path)].count("已导出") == 5
    assert not list(tmp_path.glob(".*"))


def cells(sheet):
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("parcel_id", [None, EVIL[0]])
def test_numbers_of_a_workbook_are_those_of_the_record(record, done, parcel_id):
    parcel = of(record, parcel_id) if parcel_id else record["parcels"][0]
    book = openpyxl.load_workbook(files_of(done[1], parcel["parcel_id"])["XLSX"])
    cadastre = parcel["cadastre"]
    points = [point for ring in cadastre["rings"] for point in ring["points"]]
    *rows, total = cells(book["界址点成果"])
    assert [row["点号"] for row in rows] == [point["name"] for point in points]
    for row, point in zip(rows, points, strict=True):
        assert (row["X（北）m"], row["Y（东）m"]) == (point["x_m"], point["y_m"])
        assert row["边长 m"] == float(half_up(point["edge_m"]))
    assert total["边长 m"] == f"=SUBTOTAL(109,F2:F{len(points) + 1})"
    *rows, _ = cells(book["地类面积"])
    assert [row["面积 m²"] for row in rows] == [one["area_m2"] for one in parcel["account"]["rows"] if one["area_m2"]]
    assert [row["面积 m²"] for row in cells(book["套合"])] == [
        float(half_up(one["area_m2"])) for one in parcel["overlaps"]
    ]
    findings = cells(book["核查结果"])
    assert [row["说明"] for row in findings] == [one["texts"]["zh"] for one in parcel["findings"]]
    assert [row["占比"] for row in findings] == [one["share"] for one in parcel["findings"]]
    *rows, _ = cells(book["四至"])
    stretches = [one for side in ("north", "east", "south", "west") for one in cadastre["four_neighbours"][side]]
    lengths = [float(half_up(one["length_m"])) for one in [*stretches, *cadastre["enclosed"]]]
    assert [row["长度 m"] for row in rows] == lengths
    facts = {row["项目"]: row["内容"] for row in cells(book["宗地概况"])}
    assert facts["宗地代码"] == parcel["parcel_id"]
    assert facts["周长 m"] == float(half_up(cadastre["perimeter_m"]))
    assert facts["结论"] == word(parcel["verdict"], "zh")


def test_tables_are_real_and_print_with_their_heads(record, done):
    book = openpyxl.load_workbook(files_of(done[1], record["parcels"][0]["parcel_id"])["XLSX"])
    points = book["界址点成果"]
    (table,) = points.tables.values()
    assert table.ref == "A1:I7"
    assert points.auto_filter.ref is None
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
    assert points["D2"].number_format == "0.000"
    assert points["F2"].number_format == "0.00"
    assert book["地类面积"]["F2"].number_format == "0.00%"
    for column in "DEF":
        shown = max(len(f"{points[f'{column}{row}'].value:.3f}") for row in range(2, 8))
        assert points.column_dimensions[column].width > shown


def test_what_looks_like_a_formula_stays_text(record, done):
    book = openpyxl.load_workbook(files_of(done[1], EVIL[0])["XLSX"])
    facts = {row[0].value: row[1] for row in book["宗地概况"].iter_rows()}
    for title, text in (("宗地代码", EVIL[0]), ("坐落", "=1+1")):
        assert (facts[title].value, facts[title].data_type, facts[title].quotePrefix) == (text, "s", True)
    whole = openpyxl.load_workbook(done[1] / "screening.xlsx")
    for sheet in whole:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith(("=SUBTOTAL(", "=COUNTIF(", "=SUMIF("))


@pytest.fixture(scope="module")
def recomputed(done, record, tmp_path_factory):
    """Return workbooks as LibreOffice computes them, from files without the values of their formulas."""
    if shutil.which("soffice") is None:
        pytest.skip("no office suite is there")
    place = tmp_path_factory.mktemp("office")
    paths = {"parcel": files_of(done[1], EVIL[2])["XLSX"], "whole": done[1] / "screening.xlsx"}
    for name, path in paths.items():
        openpyxl.load_workbook(path).save(place / f"{name}.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(place / "out"), *(str(place / f"{name}.xlsx") for name in paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: (path, place / "out" / f"{name}.xlsx") for name, path in paths.items()}


@pytest.mark.parametrize("name", ["parcel", "whole"])
def test_sums_are_those_that_an_office_suite_computes(recomputed, name):
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in recomputed[name])
    formulas = openpyxl.load_workbook(recomputed[name][0])
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in (one for one in row if one.data_type == "f"):
                count += 1
                value, computed = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
                assert value == pytest.approx(computed, abs=1e-9), (sheet.title, cell.coordinate)
    assert count >= 5


def test_the_workbook_of_all_counts_verdicts_and_classes(record, done):
    book = openpyxl.load_workbook(done[1] / "screening.xlsx", data_only=True)
    counts = {row["结论"]: row["宗数"] for row in cells(book["结论统计"])}
    verdicts = [word(parcel["verdict"], "zh") for parcel in record["parcels"]]
    assert {name: counts[name] for name in set(verdicts)} == {name: verdicts.count(name) for name in set(verdicts)}
    assert counts["合计"] == len(verdicts) == len(cells(book["筛查结果"]))
    area = sum(row["area_m2"] for parcel in record["parcels"] if parcel["account"] for row in parcel["account"]["rows"])
    assert cells(book["地类汇总"])[-1]["面积 m²"] == pytest.approx(area, abs=1e-6)
    for title in ("结论统计", "地类汇总"):
        assert len(book[title]._charts) == 1
    assert [row["宗地"] for row in cells(book["筛查结果"])][1] == EVIL[0]


def polygons_of(path):
    rings = ezdxf.readfile(path).modelspace().query('LWPOLYLINE[layer=="JZX"]')
    assert all(ring.closed for ring in rings)
    return [np.array(ring.get_points("xy")) for ring in rings]


def test_a_drawing_has_the_coordinates_of_the_shape(record, done):
    path = files_of(done[1], EVIL[1])["DXF"]
    rings = polygons_of(path)
    wanted = shapely.from_wkt(of(record, EVIL[1])["geometry"]["wkt"])
    drawn = shapely.MultiPolygon([shapely.Polygon(rings[0], [rings[1]]), shapely.Polygon(rings[2])])
    assert shapely.equals_exact(drawn.normalize(), wanted.normalize(), 1e-9)
    (batch,) = coordinate_batches(path, None)
    read = list(batch.parcels)
    assert [len(parcel.rings) for parcel in read] == [3]
    for ring, parcel_ring in zip(rings, [ring for parcel in read for ring in parcel.rings], strict=True):
        assert np.abs(parcel_ring.points[: len(ring)] - ring).max() <= 1e-9
    assert {parcel.block.values[NUMBER] for parcel in read} == {EVIL[1]}


def test_lengths_in_a_hole_make_it_no_parcel(tmp_path):
    yard = shapely.affinity.rotate(shapely.box(0, 0, 90, 70).difference(shapely.box(30, 20, 55, 47)), -17, (0, 0))
    yard = shapely.set_precision(shapely.affinity.translate(yard, EAST + 40, NORTH + 60), 0.001)
    record = screen(candidates(yard, ids=["P1"]), all_layers(survey((yard, "0601"))))
    surveysheets(record, None, tmp_path, [WITHOUT_QGIS["DXF"].make(record, FileOptions())])
    (batch,) = coordinate_batches(tmp_path / "P1.dxf", None)
    (read,) = batch.parcels
    assert len(read.rings) == 2
    assert read.block.values[NUMBER] == "P1"


def test_a_drawing_opens_in_cad(record, done):
    parcel = record["parcels"][0]
    document = ezdxf.readfile(files_of(done[1], parcel["parcel_id"])["DXF"])
    assert not document.audit().errors
    assert document.dxfversion == "AC1021"
    assert document.header["$INSUNITS"] == 6
    assert document.header["$DWGCODEPAGE"] == "ANSI_936"
    style = document.styles.get("LE_TEXT")
    assert style.dxf.font == "simsun.ttc"
    assert style.get_xdata("ACAD")[0].value == "宋体"
    assert {"JZX", "JZD", "ZJ", "DLTB", "TK"} <= {layer.dxf.name for layer in document.layers}
    low, high = document.header["$EXTMIN"], document.header["$EXTMAX"]
    points = [point for ring in parcel["cadastre"]["rings"] for point in ring["points"]]
    blocks = document.modelspace().query('INSERT[name=="LE_JZD"]')
    assert len(blocks) == len(points)
    for block, point in zip(blocks, points, strict=True):
        assert (block.dxf.insert.x, block.dxf.insert.y) == pytest.approx((point["y_m"], point["x_m"]), abs=1e-9)
        assert low[0] < block.dxf.insert.x < high[0]
        assert low[1] < block.dxf.insert.y < high[1]
        assert block.get_attrib_text("DH") == point["name"]
        assert block.get_attrib_text("X") == str(half_up(point["x_m"], 3))


def test_texts_of_a_drawing_do_not_lie_on_each_other(record, done):
    from land_entry_plugin.files.drawing.labels import Label, text_box

    document = ezdxf.readfile(files_of(done[1], EVIL[1])["DXF"])
    texts = [one for one in document.modelspace().query("TEXT") if one.dxf.layer == "ZJ"]
    texts += [block.get_attrib("DH") for block in document.modelspace().query('INSERT[name=="LE_JZD"]')]
    boxes = []
    for one in (one for one in texts if not getattr(one, "is_invisible", False)):
        at = one.dxf.align_point
        boxes.append(text_box(Label(one.dxf.text, "", (at.x, at.y), one.dxf.height, one.dxf.rotation)))
    assert len(boxes) > 12
    pairs = shapely.STRtree(boxes).query(boxes, predicate="intersects").T
    assert [(texts[i].dxf.text, texts[j].dxf.text) for i, j in pairs if i < j] == []
    boundary = shapely.from_wkt(of(record, EVIL[1])["geometry"]["wkt"]).boundary
    assert not shapely.intersects(boxes, boundary).any()


def test_layers_and_zone_number_are_settings(record, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "id: ours\ntitle: {zh: 本院, en: ours}\nversion: R2000\nzone_prefix: without\n"
        "layers: {boundary: {name: 权属线}}\n",
        encoding="utf-8",
    )
    wanted = record["parcels"][0]
    batch = export(record, tmp_path / "out", ("DXF",), [wanted["parcel_id"]], cad_style=str(own))
    content = batch.written[0].read_bytes()
    assert "权属线".encode("gbk") in content
    document = ezdxf.readfile(batch.written[0])
    (ring,) = document.modelspace().query('LWPOLYLINE[layer=="权属线"]')
    points = [point for one in wanted["cadastre"]["rings"] for point in one["points"]]
    expected = np.array([(point["y_m"] - 39_000_000, point["x_m"]) for point in points])
    assert np.abs(np.array(ring.get_points("xy")) - expected).max() <= 1e-9
    # what GBK lacks lifts the file to a version in UTF-8
    batch = export(record, tmp_path / "rare", ("DXF",), [EVIL[3]], cad_style=str(own))
    assert ezdxf.readfile(batch.written[0]).dxfversion == "AC1021"
    assert RARE.encode() in batch.written[0].read_bytes()


@pytest.mark.parametrize(
    ("text", "place"),
    [("id: x\ntitle: {zh: a, en: b}\nversion: R12\n", "version"), ("id: [\n", "line"), ("layers: {wall: {}}\n", "")],
)
def test_a_faulty_style_is_said_before_anything_is_written(tmp_path, text, place):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        check_formats(["DXF"], FileOptions(cad_style=str(path)))
    assert error.value.text_id == "bad_cad_style"
    assert place in str(error.value)


def test_coordinate_text_reads_back_as_the_shape(record, done):
    for parcel_id in (EVIL[0], EVIL[3]):
        path = files_of(done[1], parcel_id)["TXT"]
        (batch,) = coordinate_batches(path, dialect_of(None))
        (parcel,) = batch.parcels
        wanted = shapely.get_coordinates(shapely.from_wkt(of(record, parcel_id)["geometry"]["wkt"]))
        tree = shapely.STRtree(shapely.points(wanted))
        found = np.vstack([ring.points for ring in parcel.rings])
        assert len(parcel.rings) == 3
        distances = shapely.distance(shapely.points(found), tree.geometries[tree.nearest(shapely.points(found))])
        assert distances.max() < 5.1e-5
    assert parcel_id in path.read_bytes().decode("gb18030")


def test_the_edition_for_publication_names_no_holder_in_any_format(record, tmp_path):
    batch = export(record, tmp_path, ids=EVIL[:1], edition=Edition.PUBLICATION)
    assert len(batch.written) == 3
    assert not batch.failed
    texts = [path.read_bytes().decode("gb18030" if path.suffix == ".txt" else "utf-8")
             for path in batch.written if path.suffix != ".xlsx"]  # fmt: skip
    for path in (batch.whole, *(path for path in batch.written if path.suffix == ".xlsx")):
        texts += [
            str(cell.value) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
        ]
    everything = "\n".join(texts)
    assert HOLDER not in everything
    assert "公示版" in everything
    assert mark_of(batch.whole)


def test_a_broken_parcel_does_not_take_the_others_along(record, tmp_path):
    batch = export(record, tmp_path, ("XLSX",), [EVIL[0], "broken"], edition=Edition.PUBLICATION)
    assert len(batch.written) == 1
    assert [one.parcel_id for one in batch.failed] == ["broken", "screening.xlsx"]
    assert batch.whole is None
    assert not list(tmp_path.glob("screening*"))
    parcel, whole = (one.error for one in batch.failed)
    assert (parcel.text_id, whole.text_id) == ("broken_parcel", "broken_record")
    assert parcel.values["row"] == of(record, "broken")["row"]
    for error, language in product((parcel, whole), ("zh", "en")):
        sentence = error.user_message(language)
        assert record["run"]["screening_id"] in sentence
        assert {"zh": "缺少「", "en": '" is missing'}[language] in sentence
    assert index_of(tmp_path)[1]["未导出原因"] == parcel.user_message("zh")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("map"), "缺少「map」"),
        (
            shapely.errors.GEOSException("ParseException:\n Unknown WKB type 77"),
            "图形读不出来（ParseException: U",
        ),
        (TypeError("'<' not supported\nbetween None"), "有不能用的值（'<' not supported between None）"),
        (ZeroDivisionError(), "有不能用的值（ZeroDivisionError）"),
        (ValueError("x" * 1000), f"有不能用的值（{'x' * 120}）"),
    ],
    ids=["missing", "shape", "type", "silent", "long"],
)
def test_what_is_wrong_with_a_broken_record_is_said(error, words):
    assert broken_reason(error)["zh"].startswith(words)


def test_formats_that_are_none(record):
    with pytest.raises(InputError) as error:
        check_formats(["XLSX", "ODS"], FileOptions())
    assert error.value.text_id == "no_such_format"
