# SPDX-License-Identifier: GPL-2.0-or-later
"""Survey forms as Word documents: every number is that of the record, and templates belong to the user."""

from __future__ import annotations

import copy
import itertools
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from support import of_township, parts_of

from land_entry_plugin.cadastre.document_context import SHEETS, applying, survey_context
from land_entry_plugin.cadastre.edition import NOTICE, Edition, Editor
from land_entry_plugin.cadastre.plain_map import MM_PER_POINT, plain_map
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents import parcel_picture
from land_entry_plugin.files.documents.folders import copy_templates, find_template
from land_entry_plugin.files.documents.font_files import font_notes
from land_entry_plugin.files.documents.lint import lint_template
from land_entry_plugin.files.documents.parcel_picture import draw_parcel
from land_entry_plugin.files.documents.placeholders import differences, load_placeholders
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.sheet_files.documents import (
    PLACEHOLDERS,
    TEMPLATES,
    DocumentOptions,
    DocxWriter,
    check_templates,
)
from land_entry_plugin.paths import resource

BANNER = "规则包已过有效期（2024-06-24 至 2026-06-23）。本表仅供参考，请先确认现行规定。"
WITH_HOLE, WITHOUT_SHAPE, PLAIN = "371126004001JB00010", "371126004001JB00013", "371126004012JB00003"
TWO_PARTS = "371126004001JB00011"
CHOSEN = (WITH_HOLE, TWO_PARTS, WITHOUT_SHAPE, PLAIN)


@pytest.fixture(scope="module")
def record(township):
    request = of_township(township, "answers.csv")
    return screening_record(screenparcels(request))


def parcel_of(record, parcel_id):
    return next(parcel for parcel in record["parcels"] if parcel["parcel_id"] == parcel_id)


def no_map(_parcel, _target):
    return None


def written(record, parcel, folder, **options):
    writer = DocxWriter(record, DocumentOptions(**({"folders": (), "draw": no_map} | options)))
    path = folder / "out.docx"
    sheets = writer.write(parcel, path, writer.mark(parcel), lambda _share: None).sheets
    assert writer.mark_of(path) == writer.mark(parcel)
    return Document(path), sheets


def rounded(value, decimals=2):
    return str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def rows_of(table):
    """Return the texts of the cells as the file has them: those that go on with the one above are empty."""
    return [
        ["\n".join("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in tc.p_lst) for tc in tr.tc_lst]
        for tr in table._tbl.tr_lst
    ]


def table_with(document, *heads):
    return next(table for table in document.tables if rows_of(table)[0][: len(heads)] == list(heads))


def all_text(path):
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml"))


def test_the_templates_are_those_that_the_script_makes_and_are_without_fault(root, tmp_path):
    subprocess.run([sys.executable, str(root / "scripts" / "make_templates.py"), str(tmp_path)], check=True)
    for name in TEMPLATES:
        shipped = resource("templates", f"{name}.docx")
        assert parts_of(tmp_path / shipped.name) == parts_of(shipped), "run scripts/make_templates.py"
        assert lint_template(shipped, load_placeholders(PLACEHOLDERS)) == []
        head = [row for table in Document(shipped).tables for row in table.rows if "w:tblHeader" in row._tr.xml]
        assert head, "tables that grow repeat their heads"


def test_the_table_of_placeholders_says_what_the_context_has(record):
    known = load_placeholders(PLACEHOLDERS).known
    for parcel in record["parcels"]:
        context = survey_context(record, parcel, Edition.INTERNAL, list(SHEETS), "")
        assert list(differences(known, context | {"map": ""})) == []


def test_every_point_length_and_area_is_that_of_the_record(record, tmp_path):
    for parcel in (parcel_of(record, one) for one in CHOSEN):
        document, sheets = written(record, parcel, tmp_path)
        assert sheets == [SHEETS[sheet] for sheet in applying(parcel, SHEETS)]
        cadastre = parcel["cadastre"]
        if "rings" not in cadastre:
            assert "界址点成果表" not in sheets
            continue
        table = table_with(document, "序号", "点号")
        printed = [row for row in rows_of(table)[1:] if not row[0].startswith("第")]
        points = [point for ring in cadastre["rings"] for point in (*ring["points"], ring["points"][0])]
        # two half rows a point; its own cells span both
        assert [row[1:4] for row in printed[::2]] == [
            [point["name"], rounded(point["x_m"], 3), rounded(point["y_m"], 3)] for point in points
        ]
        edges = [
            text for ring in cadastre["rings"] for text in (*(rounded(point["edge_m"]) for point in ring["points"]), "")
        ]
        assert [row[4] for row in printed[1::2]] == edges
        marks = [
            row for row in rows_of(table_with(document, "界址点号", "界标种类"))[1:] if not row[0].startswith("第")
        ]
        assert [row[2] for row in marks[1::2]] == edges
        whole = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert f"周长 {rounded(cadastre['perimeter_m'])} m" in whole
        assert f"坐标反算面积 {rounded(cadastre['areas']['plane_m2'])} m²" in whole
        areas = [row[1] for table in document.tables for row in rows_of(table) if row[0] == "宗地面积（m²）"]
        plane = rounded(cadastre["areas"]["plane_m2"])
        assert areas == [plane, f"{plane}（平面）"]


def test_the_account_adds_up_and_findings_have_their_areas(record, tmp_path):
    for parcel in (parcel_of(record, one) for one in CHOSEN):
        document, _ = written(record, parcel, tmp_path, sheets=("OPINION", "LAND_CLASSES"))
        account = parcel["account"]
        if account is None:
            continue
        *rows, total = rows_of(table_with(document, "地类"))[1:]
        assert sorted(row[1] for row in rows) == sorted(
            [*(rounded(one["area_m2"]) for one in account["rows"]), rounded(account["uncovered_m2"])]
        )
        assert total[1] == rounded(account["total_m2"])
        for column in (1, 2, 3):
            assert sum(Decimal(row[column]) for row in rows) == Decimal(total[column])
        assert rows_of(table_with(document, "三大类"))[-1][3] == total[1]
        areas = {rounded(one["area_m2"]) for one in parcel["findings"] if one["area_m2"] is not None} | {"/", ""}
        for table in document.tables:
            if rows_of(table)[0][:2] == ["序", "核查事项"]:
                assert {row[3] for row in rows_of(table)[1:] if len(row) == 6} <= areas


def test_what_is_hostile_prints_as_it_is(record, tmp_path):
    parcel = copy.deepcopy(parcel_of(record, PLAIN))
    texts = {
        "TDSYZ": '=HYPERLINK("http://a")',
        "ZL": "{{ 7*7 }} {% for a in b %} ../../x <w:p/> & \U00020bb7",
        "SYQR": "宗" * 60,
        "PZYT": "a\x07b",
    }
    for name, text in texts.items():
        parcel["cadastre"]["cells"][name] = {"state": "given", "value": text}
    document, _ = written(record, parcel, tmp_path)
    cells = [text for table in document.tables for row in rows_of(table) for text in row]
    for text in (texts["TDSYZ"], texts["ZL"], texts["SYQR"], "a□b"):
        assert text in cells


def test_every_page_names_parcel_and_record_and_bears_the_banner(record, tmp_path):
    expired = copy.deepcopy(record)
    expired["pack"]["banners"] = [{"zh": BANNER, "en": "expired"}]
    document, _ = written(expired, parcel_of(expired, PLAIN), tmp_path)
    (section,) = document.sections
    foot = "\n".join(paragraph.text for paragraph in section.footer.paragraphs)
    assert PLAIN in foot
    assert record["run"]["screening_id"] in foot
    assert BANNER in [paragraph.text for paragraph in section.header.paragraphs]
    sound, _ = written(record, parcel_of(record, PLAIN), tmp_path)
    assert [paragraph.text for paragraph in sound.sections[0].header.paragraphs] == [""]


def test_the_edition_for_publication_names_nobody(record, tmp_path):
    parcel = copy.deepcopy(parcel_of(record, PLAIN))
    parcel["cadastre"]["cells"]["TDSYZ"] = {"state": "given", "value": "青禾食品有限公司"}
    parcel["cadastre"]["declared"]["TDSYZ"] = "青禾食品有限公司"
    changed = record | {"parcels": [parcel]}
    owner = parcel["cadastre"]["cells"]["SYQR"]["value"]
    document, _ = written(changed, parcel, tmp_path, edition=Edition.PUBLICATION)
    text = all_text(tmp_path / "out.docx")
    assert NOTICE in document.sections[0].header.paragraphs[0].text
    assert "青禾食品" not in text
    assert owner not in text
    document, _ = written(changed, parcel, tmp_path)
    inside = all_text(tmp_path / "out.docx")
    assert "青禾食品有限公司" in inside
    assert owner in inside
    # facts of persons are in neither
    assert inside.count("不印出") == text.count(">不印出<") > 0


def test_one_sheet_alone_has_a_template_of_its_own(record, tmp_path):
    document, sheets = written(record, parcel_of(record, PLAIN), tmp_path, sheets=("OPINION",))
    assert sheets == ["入市核查意见表"]
    assert not any("待 补" in paragraph.text or "封面" in paragraph.text for paragraph in document.paragraphs)
    assert document.core_properties.title.startswith("地籍调查表 3711")
    _, all_of_them = written(record, parcel_of(record, PLAIN), tmp_path, sheets=("SURVEY_SHEET",))
    assert len(all_of_them) == len(applying(parcel_of(record, PLAIN), SHEETS))


def named(folder, text):
    """Put a template that says which one it is."""
    folder.mkdir(parents=True, exist_ok=True)
    document = Document()
    document.add_paragraph(f"{text} {{{{ parcel_code }}}} {{{{ screening_id }}}} {{{{ banner }}}} {{{{ notice }}}}")
    document.save(folder / "SURVEY_SET.docx")


def test_the_template_of_the_county_goes_before_that_of_the_office_and_ours(record, tmp_path):
    office, other = tmp_path / "office", tmp_path / "other"
    named(other, "other")
    parcel = parcel_of(record, PLAIN)
    seen = []
    for place, text in ((office, "office"), (office / "37", "province"), (office / "371126", "county")):
        named(place, text)
        document, _ = written(record, parcel, tmp_path, folders=(office, other))
        seen.append(document.paragraphs[0].text.split()[0])
    assert seen == ["office", "province", "county"]
    named(office / "371127", "next county")
    assert written(record, parcel, tmp_path, folders=(office, other))[0].paragraphs[0].text.startswith("county")
    assert find_template("SURVEY_SET", (office,), "no code").parent == office
    assert find_template("OPINION", (office,), PLAIN) == resource("templates", "OPINION.docx")
    marks = {DocxWriter(record, DocumentOptions(folders=folders)).mark(parcel) for folders in ((), (office,), (other,))}
    assert len(marks) == 3


def test_every_fault_of_every_template_is_told_before_a_batch_starts(record, tmp_path):
    named(tmp_path / "371126", "county {{ cell.LZ }}")
    named(tmp_path, "office {% for point in points %}")
    with pytest.raises(InputError) as error:
        DocxWriter(record, DocumentOptions(folders=(tmp_path,)))
    for language, place in (("zh", "正文第 1 段"), ("en", "body, paragraph 1")):
        message = error.value.user_message(language)
        assert "\n" not in message
        assert message.count(place) == 2
        assert "371126/SURVEY_SET.docx" in message
        assert "cell.LZ" in message
        assert "endfor" in message
    (tmp_path / "SURVEY_SETS.docx").write_bytes(b"")
    with pytest.raises(InputError, match="SURVEY_SETS"):
        check_templates((tmp_path,))


def test_a_template_to_start_from_is_copied_once(tmp_path):
    first = copy_templates(tmp_path)
    assert {f"{name}.docx" for name in TEMPLATES} <= {path.name for path in first}
    first[0].write_bytes(b"mine")
    assert copy_templates(tmp_path) == first
    assert first[0].read_bytes() == b"mine"


def test_fonts_that_are_not_here_are_told_by_name():
    templates = [resource("templates", "OPINION.docx")]
    assert font_notes(templates, {"SimSun", "SimHei"}) == []
    assert font_notes(templates, {"宋体", "黑体"}) == []
    # of this machine, whatever it has
    assert isinstance(font_notes(templates), list)
    (note,) = font_notes(templates, {"SimSun"})
    assert "黑体" in note["zh"]
    assert "宋体" not in note["zh"]


def test_texts_of_the_plain_map_cover_nothing(record):
    def width(text, size):
        return sum(0.5 if sign.isascii() else 1.0 for sign in text) * size * MM_PER_POINT

    for parcel in (parcel_of(record, one) for one in CHOSEN):
        if "rings" not in parcel["cadastre"]:
            continue
        drawn = plain_map(parcel, width)
        # the parts of the fraction touch
        texts = [one for one in drawn.texts if one.kind != "fraction"]
        for one, other in itertools.combinations(texts, 2):
            assert not one.box.covers(other.box), (one, other)
        for one in drawn.texts:
            assert one.box.inside(drawn.width, drawn.height, 0)
        said = {one.text for one in drawn.texts} | {name for left in drawn.left_out for name in left.split()}
        for ring in parcel["cadastre"]["rings"]:
            for point in ring["points"]:
                assert point["name"] in said
                assert rounded(point["edge_m"]) in said


def test_the_map_is_a_picture_at_print_resolution(record, tmp_path):
    parcel = parcel_of(record, WITH_HOLE)
    picture = draw_parcel(parcel, tmp_path / "map.png")
    image = Image.open(tmp_path / "map.png")
    assert image.size[0] == pytest.approx(picture.width_mm / 25.4 * 300, abs=2)
    assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)
    colours = image.convert("RGB").getcolors(1 << 20)
    assert any(red > 150 and green < 60 for _, (red, green, _) in colours), "the boundary is red"
    assert draw_parcel(parcel_of(record, WITHOUT_SHAPE), tmp_path / "none.png") is None
    document, _ = written(record, parcel, tmp_path, draw=draw_parcel)
    shapes = document.inline_shapes
    assert len(shapes) == 2
    assert {round(shape.width.mm, 1) for shape in shapes} == {picture.width_mm}


def test_names_on_the_map_of_the_publication_are_masked(record):
    changed = copy.deepcopy(record)
    parcel = parcel_of(changed, PLAIN)
    for one in parcel["cadastre"]["map"]["neighbours"]:
        if one["kind"] != "parcel":
            one["label"], one["kind"] = "青禾合作社（果园）", "field"
    shown = Editor(changed, Edition.PUBLICATION).edited(parcel)
    drawn = plain_map(shown, lambda text, size: len(text) * size * 0.3)
    assert not any("青禾" in one.text for one in drawn.texts)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no office suite")
def test_an_office_suite_prints_the_numbers_of_the_record(record, tmp_path):
    parcel = parcel_of(record, WITH_HOLE)
    written(record, parcel, tmp_path, draw=draw_parcel)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path), str(tmp_path / "out.docx")],
        check=True, timeout=240, env=os.environ | {"HOME": str(tmp_path)},
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "out.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for ring in parcel["cadastre"]["rings"]:
        for point in ring["points"]:
            assert rounded(point["x_m"], 3) in text
            assert rounded(point["edge_m"]) in text
    pages = text.count("\f")
    assert text.count(record["run"]["screening_id"]) == pages
    assert re.search(rf"第 {pages} 页\s+共 {pages} 页", text)


def test_a_flag_of_the_processor_is_no_warning_to_a_user(record, tmp_path, monkeypatch):
    def with_flag(*given):
        np.sqrt(np.float64(-1.0))
        return plain_map(*given)

    monkeypatch.setattr(parcel_picture, "plain_map", with_flag)
    shown = next(one for one in record["parcels"] if "rings" in one["cadastre"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw_parcel(shown, tmp_path / "map.png") is not None
