# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line as it is typed: exit codes, one clear line, nothing half-written."""

from __future__ import annotations

import json
import shutil
import sqlite3

import geopandas
import openpyxl
import pyogrio
import pytest

AS_OF = "2026-11-21"


@pytest.fixture
def screen(command, township):
    def screen_(*arguments, parcels=f"{township}|layername=parcels", run=command, **options):
        return run("screenparcels", "--parcels", parcels, "--as-of", AS_OF, *arguments, **options)

    return screen_


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("screenparcels", "--record", "r.json"), "缺少 --parcels", "--parcels must be given"),
        (("screenparcels", "--parcels", "a.gpkg"), "至少给出一个：--output", "at least one of --output"),
        (("screenparcels", "--parcels", "a.gpkg", "--as-off", "1"), "不认识 --as-off", "--as-off 1 is not known"),
        (("screenparcels", "--parcels"), "--parcels 后面缺少值", "--parcels lacks its value"),
        (("screenparcels", "--parcels", "a", "--sliver-width-m", "宽"), "应为数字", "is a number"),
        (("surveysheets", "--edition", "SECRET"), "可用：", "INTERNAL"),
        (("surveysheets", "--record", "r.json"), "--folder", "Name at least one of --folder"),
        (("screen",), "screenparcels", "cannot be 'screen'"),
        ((), "缺少 COMMAND", "COMMAND must be given"),
    ],
)
def test_wrong_usage_is_a_sentence_in_ones_language(command, tmp_path, arguments, chinese, english):
    for language, words in (("zh_CN", chinese), ("en", english)):
        done = command(*arguments, language=language)
        assert done.returncode == 2
        (said,) = done.stderr.splitlines()
        assert words in said
        assert "--help" in said
        assert any("一" <= character <= "鿿" for character in said) == (language == "zh_CN") or "宽" in said


def test_answers_that_are_not_used_are_said_at_once(screen, township, tmp_path):
    answers = tmp_path / "a.csv"
    strangers = [f"37112600{number}JB00001" for number in range(30)]
    answers.write_text("parcel_id,use,usee\n" + "".join(f"{one},工业,是\n" for one in strangers), encoding="utf-8")
    done = screen("--data", township, "--answers", answers, "--record", tmp_path / "s.json", language="zh_CN")
    assert done.returncode == 0
    said = done.stderr.splitlines()
    (parcels,) = [line for line in said if "不在本次筛查" in line]
    assert strangers[0] in parcels
    # not thirty codes on a terminal: the record names them all
    assert strangers[-1] not in parcels
    assert any("usee" in line for line in said)
    notes = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["parcels"][0]["not_checked"]
    (whole,) = [note for note in notes if note["id"] == "answers_of_unknown_parcels"]
    assert len(whole["values"]["parcels"]) == len(strangers)


def test_all_outputs(screen, typed, township, tmp_path, root):
    out = tmp_path / "out"
    done = screen(
        "--data", township, "--answers", root / "sample_data" / "answers.csv",
        "--output", out / "s.gpkg", "--overlaps", out / "s.gpkg",
        "--findings", out / "s.gpkg", "--record", out / "s.json", "--table", out / "s.xlsx", run=typed,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [str(out / name) for name in ("s.gpkg", "s.json", "s.xlsx")]
    assert sorted(path.name for path in out.iterdir()) == ["s.gpkg", "s.json", "s.xlsx"]

    interfaces = root.parent / "shared" / "acceptance" / "interfaces.json"
    fields = pyogrio.read_info(out / "s.gpkg", layer="parcels")["fields"].tolist()
    assert fields[:2] == ["ZDDM", "BDCDYH"]
    if interfaces.exists():
        wanted = json.loads(interfaces.read_text())
        assert fields[-len(wanted["output_fields"]) :] == wanted["output_fields"]
        for layer, key in (("overlaps", "overlap_fields"), ("findings", "finding_fields")):
            assert pyogrio.read_info(out / "s.gpkg", layer=layer)["fields"].tolist() == wanted[key]
        assert sorted(json.loads((out / "s.json").read_text())) == sorted(wanted["record_keys"])

    parcels = geopandas.read_file(out / "s.gpkg", layer="parcels")
    assert parcels["verdict"].value_counts().to_dict() == {
        "prohibited": 5,
        "review": 6,
        "eligible": 4,
        "undetermined": 3,
    }
    assert parcels.geometry.isna().sum() == 1
    with sqlite3.connect(out / "s.gpkg") as database:
        styled = {row[0] for row in database.execute("SELECT f_table_name FROM layer_styles WHERE useAsDefault")}
    assert styled == {"parcels", "overlaps"}
    book = openpyxl.load_workbook(out / "s.xlsx")
    assert book.sheetnames == ["筛查结果", "结论统计", "地类汇总", "核查结果", "套合", "说明"]
    assert book["筛查结果"].max_row == 19


def test_screening_its_own_output_replaces_the_fields(screen, township, tmp_path):
    first, second = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    assert screen("--data", township, "--output", first).returncode == 0
    assert screen("--data", township, "--output", second, parcels=first).returncode == 0
    one, two = (pyogrio.read_info(path)["fields"].tolist() for path in (first, second))
    assert one == two


def test_equal_runs_give_equal_records_outside_run(screen, township, tmp_path):
    records = []
    for name in ("a.json", "b.json"):
        assert screen("--data", township, "--record", tmp_path / name).returncode == 0
        record = json.loads((tmp_path / name).read_text())
        record.pop("run")
        records.append(record)
    assert records[0] == records[1]


def test_an_output_leaves_other_layers_of_a_geopackage_alone(screen, township, tmp_path):
    copy = tmp_path / "mine.gpkg"
    shutil.copy(township, copy)
    assert screen("--data", township, "--findings", copy).returncode == 0
    assert {"DLTB", "XZQ", "parcels", "findings"} <= set(pyogrio.list_layers(copy)[:, 0])


def one_line(done, *words):
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.fixture
def layer_of(township, tmp_path):
    """Write a changed copy of a layer of the township."""

    def layer_of_(name, change=lambda frame: frame, crs="same"):
        frame = change(geopandas.read_file(township, layer=name))
        if crs != "same":
            frame = frame.set_crs(crs, allow_override=True)
        path = tmp_path / f"{name}.gpkg"
        frame.to_file(path, layer=name, engine="pyogrio")
        return path

    return layer_of_


def test_bad_input_gets_one_clear_line_and_writes_nothing(screen, township, layer_of, tmp_path, root):
    out = tmp_path / "out"
    record = ("--record", out / "s.json")
    data = ("--data", township)
    one_line(screen(*data, *record, parcels=tmp_path / "gone.gpkg"), "gone.gpkg", "not found")
    one_line(screen("--data", tmp_path / "gone", *record), "gone", "not found")
    one_line(screen("--land-use", tmp_path / "gone.shp", *record), "gone.shp")
    one_line(screen(*data, *record, parcels=township), "several layers", "layername")
    one_line(screen(*data, *record, parcels=f"{township}|layername=nope"), "nope")
    one_line(screen(*data, *record, "--parcel-id", "NOPE"), "NOPE", "ZDDM")
    one_line(screen(*data, *record, "--rule-pack", "nationl"), "nationl", "national")
    one_line(screen(*data, *record, "--as-of", "23.6.2026"), "23.6.2026")
    one_line(screen(*data, *record, "--complete", "red_line"), "red_line", "ecological_red_line")
    one_line(screen(*data, *record, "--sliver-area-m2", "-1"), "SLIVER_AREA_M2")
    one_line(screen(*data, "--output", out / "s.shp"), "Shapefile", ".gpkg")
    one_line(screen(*data, "--output", out / "s.dwg"), "s.dwg")
    one_line(screen(*data, "--output", township), "sources")
    one_line(screen(*data, "--record", "/proc/nope/s.json"), "not writable")
    one_line(screen("--land-use", layer_of("DLTB", lambda frame: frame.iloc[:0]), *record), "DLTB", "no features")
    one_line(screen("--land-use", layer_of("DLTB", lambda frame: frame.drop(columns="DLBM")), *record), "DLBM")
    one_line(screen("--land-use", layer_of("DLTB", crs="EPSG:2363"), *record), "DLTB", "Xian 80")
    pack = tmp_path / "mine.yaml"
    pack.write_text(
        (root / "resources/rule_packs/national.yaml").read_text().replace("blocking: true", "bloking: true", 1)
    )
    one_line(screen(*data, *record, "--rule-pack", pack), "mine.yaml, line", "bloking")
    text = tmp_path / "text.gpkg"
    text.write_text("no database")
    one_line(screen("--land-use", text, *record), "text.gpkg")
    assert not out.exists()


def test_what_leaves_a_required_role_open_is_said_at_once(screen, township, tmp_path):
    """Two surveys of one year, a red line of the wrong zone, and none of the town: every verdict hangs on them."""
    survey = geopandas.read_file(township, layer="DLTB")
    for name in ("DLTB", "DLTB_COPY"):
        survey.to_file(tmp_path / f"{name}.gpkg", engine="pyogrio")
    line = geopandas.read_file(township, layer="STBHHX").to_crs("EPSG:4527").set_crs("EPSG:4548", allow_override=True)
    line.to_file(tmp_path / "STBHHX.gpkg", engine="pyogrio")
    done = screen("--data", tmp_path, "--record", tmp_path / "s.json")
    assert done.returncode == 0
    for words in (
        "land survey: 2 layers", "Not given, though required: permanent basic farmland", "EPSG:4527",
        "Not given, though required: urban development boundary",
    ):  # fmt: skip
        assert words in done.stderr


def test_a_layer_without_crs(screen, township, tmp_path):
    frame = geopandas.read_file(township, layer="DLTB")
    frame.crs = None
    frame.to_file(tmp_path / "DLTB.shp", engine="pyogrio", encoding="UTF-8")
    one_line(screen("--land-use", tmp_path / "DLTB.shp", "--record", tmp_path / "s.json"), "DLTB", "no CRS")
    assert "没有坐标系" in screen("--land-use", tmp_path / "DLTB.shp", "--record", "s.json", language="zh").stderr


def test_wrong_usage(command, screen, township):
    assert command("screenparcels").returncode == 2
    assert screen("--data", township).returncode == 2
    assert command("nope").returncode == 2
    assert command("--help").returncode == 0


def test_the_same_in_another_projection(screen, township, layer_of, tmp_path):
    """Layers in another zone form, and parcels in degrees, give the same areas to the printed digit."""
    moved = layer_of("DLTB", lambda frame: frame.to_crs(4548))
    assert screen("--data", township, "--record", tmp_path / "a.json").returncode == 0
    assert screen("--data", township, "--land-use", moved, "--record", tmp_path / "b.json").returncode == 0
    one, two = (json.loads((tmp_path / name).read_text())["parcels"] for name in ("a.json", "b.json"))
    for parcel, other in zip(one, two, strict=True):
        assert parcel["verdict"] == other["verdict"] or other["verdict"] == "review"
        for name in ("farmland_m2", "construction_m2", "agricultural_m2"):
            assert (
                parcel["measures"][name] == pytest.approx(other["measures"][name], abs=0.01)
                or parcel["measures"][name] is None
            )


def only_lines_missing(done):
    """Hold that nothing is said but that the three lines are not given."""
    said = done.stderr.splitlines()
    assert (done.returncode, len(said)) == (0, 3)
    assert all(line.startswith("Not given, though required:") for line in said)


def test_earlier_surveys_are_named_one_after_the_other(screen, root, tmp_path):
    full = root / "sample_data" / "full_township.gdb"
    done = screen(
        "--land-use", f"{full}|layername=DLTB",
        "--land-use-history", f"{full}|layername=DLTB_2019", "--land-use-history", f"{full}|layername=DLTB_2009",
        "--use-rights", f"{full}|layername=ZDJBXX", "--complete", "use_rights,violations",
        "--record", tmp_path / "s.json", "--table", tmp_path / "s.xlsx",
        parcels=f"{full}|layername=parcels",
    )  # fmt: skip
    only_lines_missing(done)
    record = json.loads((tmp_path / "s.json").read_text())
    assert {key for key in record["inputs"] if key.startswith("land_use_history")} == {
        "land_use_history[2009]", "land_use_history[2019]",
    }  # fmt: skip
    assert record["options"]["complete"] == ["use_rights", "violations"]
    notes = {note["values"]["role"]: note["id"] for note in record["parcels"][0]["not_checked"]}
    assert notes["violations"] == "stated_none"
    told = {row[0].value: row[1].value for row in openpyxl.load_workbook(tmp_path / "s.xlsx")["说明"]}
    assert told["历年土地调查 2009 年"].startswith("DLTB_2009")


def test_a_survey_in_geoparquet(screen, typed, township, tmp_path):
    pytest.importorskip("pyarrow")
    survey = geopandas.read_file(township, layer="DLTB")
    survey.to_parquet(tmp_path / "DLTB.parquet", write_covering_bbox=True, schema_version="1.1.0")
    given = f"{township}|layername=DLTB", tmp_path / "DLTB.parquet"
    records = []
    for number, layer in enumerate(given):
        record = tmp_path / f"{number}.json"
        only_lines_missing(screen("--land-use", layer, "--record", record, run=typed))
        records.append(json.loads(record.read_text()))
    judged = [
        {parcel["parcel_id"]: (parcel["verdict"], parcel["measures"]) for parcel in record["parcels"]}
        for record in records
    ]
    assert judged[0] == judged[1]


def test_an_earlier_survey_is_no_output(screen, township, layer_of, tmp_path):
    old = layer_of("DLTB", lambda frame: frame.assign(SJNF=2019))
    one_line(screen("--data", township, "--land-use-history", old, "--output", old), "sources")


def test_lines_and_points_are_no_control_lines(screen, township, layer_of, tmp_path):
    def outlines(frame):
        return frame.set_geometry(frame.boundary)

    lines = layer_of("STBHHX", outlines)
    one_line(
        screen("--data", township, "--ecological-red-line", lines, "--record", tmp_path / "s.json"),
        "STBHHX",
        "no polygons",
    )
    points = layer_of("DLTB", lambda frame: frame.set_geometry(frame.representative_point()))
    one_line(screen("--land-use", points, "--record", tmp_path / "s.json"), "DLTB", "no polygons")


def test_no_source_is_ever_written_over(screen, township, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("base.gpkg", "other.gpkg"):
        shutil.copy(township, folder / name)
    before = (folder / "other.gpkg").read_bytes()
    one_line(screen("--data", folder, "--output", folder / "other.gpkg"), "sources")
    assert (folder / "other.gpkg").read_bytes() == before
    # what an earlier screening left there is none
    assert screen("--data", folder, "--output", folder / "s.gpkg").returncode == 0
    assert screen("--data", folder, "--output", folder / "s.gpkg").returncode == 0


def test_outputs_come_whole_or_not_at_all(screen, township, tmp_path):
    out = tmp_path / "out"
    one_line(screen("--data", township, "--output", out / "s.geojson", "--overlaps", out / "s.geojson"), "same file")
    one_line(screen("--data", township, "--output", out / "s.gpkg", "--table", "/proc/t.xlsx"), "not writable")
    assert not out.exists()


def test_fields_and_texts_that_formats_do_not_take(screen, township, tmp_path):
    frame = geopandas.read_file(township, layer="parcels").dropna(subset="geometry")
    ids = [f"bell\x07{i}" for i in range(len(frame))]
    frame = frame.assign(fid=7, geom="x", ZDDM=ids, SYQR="=1+1")
    frame.to_file(tmp_path / "parcels.shp", engine="pyogrio", encoding="UTF-8")
    done = screen(
        "--data", township, "--output", tmp_path / "s.gpkg", "--table", tmp_path / "s.xlsx",
        parcels=tmp_path / "parcels.shp",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert {"fid_", "geom_"} <= set(pyogrio.read_info(tmp_path / "s.gpkg", layer="parcels")["fields"])
    assert openpyxl.load_workbook(tmp_path / "s.xlsx")["筛查结果"]["A2"].value.startswith("bell")
