# SPDX-License-Identifier: GPL-2.0-or-later
"""Answer sheets: only what is asked, the same read back from layer and workbook, nothing lost when made again."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pyogrio
import pytest
from answering import ASKED, GIVEN, PACK, fill_book, fill_layer, heads, write_pack
from support import MemorySource, all_layers, box, parcel, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import LayerAnswers, open_answers
from land_entry_plugin.jobs.answer_sheet.outputs import check_sheet_outputs, write_sheet
from land_entry_plugin.jobs.answersheet import AnswerSheetRequest, answersheet

SQUARES = [box(0, 0, 40, 40), box(60, 0, 40, 40), None]
PARCELS = MemorySource(
    "parcels", SQUARES, {"ZDDM": ["P1", "P2", "=P3"], "ZL": ["张庄村东", None, "@路北"], "SFZH": ["37", "38", "39"]}
)
LAND = survey((box(-100, -100, 300, 300), "0601"))


@pytest.fixture
def pack_path(tmp_path):
    return write_pack(tmp_path)


@pytest.fixture
def made(pack_path, tmp_path):
    """Make a sheet; return its layer and its workbook."""

    def make(answers=None, name="sheet", parcels=PARCELS, pack=pack_path):
        if isinstance(answers, dict):
            count = len(next(iter(answers.values())))
            answers = LayerAnswers(MemorySource("before", [None] * count, answers, crs=None, package=None))
        elif answers is not None:
            answers = open_answers(str(answers))
        request = AnswerSheetRequest(parcels=parcels, answers=answers, rule_pack=str(pack), day=date(2026, 11, 21))
        sheet = answersheet(request)
        paths = tmp_path / f"{name}.gpkg", tmp_path / f"{name}.xlsx"
        write_sheet(sheet, *paths)
        return *paths, sheet

    return make


def fields(path):
    return pyogrio.read_info(path, layer="answers")["fields"].tolist()


def cells(path):
    """Return the workbook's rows by parcel."""
    sheet = openpyxl.load_workbook(path)["answers"]
    columns = heads(sheet)
    rows = [
        {name: sheet.cell(row, column).value for name, column in columns.items()} for row in range(2, sheet.max_row + 1)
    ]
    return {row["parcel_id"]: row for row in rows}


def features(path):
    meta, _, _, values = pyogrio.raw.read(path, layer="answers", read_geometry=False)
    rows = zip(*values, strict=True)
    return {row[0]: dict(zip(meta["fields"], row, strict=True)) for row in rows}


def findings(answers, pack_path):
    record = screen(PARCELS, all_layers(LAND), rule_pack=str(pack_path), answers=open_answers(str(answers)))
    return record["parcels"]


def test_a_field_for_everything_that_is_asked_and_nothing_else(made):
    layer, book, sheet = made()
    asked = [
        "registered", "registered_date", "registered_paper", *ASKED[1:]
    ]  # fmt: skip
    assert fields(layer) == ["parcel_id", "zl", *asked, "remark"]
    assert list(cells(book)["P1"]) == ["parcel_id", "zl", *asked, "remark"]
    info = pyogrio.read_info(layer, layer="answers")
    kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert kinds["meeting_date"] == kinds["registered_date"] == "datetime64[D]"
    assert kinds["price"] == "float64"
    assert kinds["term_years"] == kinds["levy_share"] == kinds["registered"] == "object"
    assert (info["geometry_type"], info["crs"], info["features"]) == ("MultiPolygon", "EPSG:4527", 3)
    assert sheet.said("en") == []


def test_layer_and_workbook_are_read_back_alike(made, pack_path):
    layer, book, _ = made()
    blank = findings(layer, pack_path)
    assert findings(book, pack_path) == blank
    fill_book(book, {name: written for name, (written, _) in GIVEN.items()})
    fill_layer(layer, {name: stored for name, (_, stored) in GIVEN.items()})
    filled = findings(layer, pack_path)
    assert findings(book, pack_path) == filled
    assert parcel({"parcels": filled}) != parcel({"parcels": blank})
    outcomes = {one["rule_id"]: one["outcome"] for one in parcel({"parcels": filled})["findings"]}
    assert outcomes == {
        "registered": "pass",
        "heritage": "conflict",
        "papers": "review",
        "enough_votes": "pass",
        "price_covers": "pass",
        "term": "conflict",
    }
    registered = next(one for one in parcel({"parcels": filled})["findings"] if one["rule_id"] == "registered")
    assert "=示集有（2025）第12号" in registered["texts"]["zh"]
    assert "2025-03-01" in registered["texts"]["zh"]


def test_made_again_nothing_is_lost(made, pack_path):
    layer, book, _ = made()
    fill_book(book, {name: written for name, (written, _) in GIVEN.items()} | {"remark": "再看一次"})
    fill_layer(layer, {name: stored for name, (_, stored) in GIVEN.items()} | {"remark": "再看一次"})
    wanted = findings(book, pack_path)
    for before in (layer, book):
        again, other, sheet = made(before, name=f"again_{before.suffix[1:]}")
        assert sheet.said("en") == []
        assert findings(again, pack_path) == wanted
        assert findings(other, pack_path) == wanted
        assert features(again)["P1"]["remark"] == cells(other)["P1"]["remark"] == "再看一次"


def test_cells_as_officers_see_them(made):
    layer, book, _ = made(
        {
            "parcel_id": ["P1"],
            "registered": [1],
            "registered_paper": ["=1+1"],
            "use": ["retail"],
            "term_years": ["20年1天"],
            "levy_share": ["20%"],
            "price": ["350万元"],
            "members_total": ["300"],
            "meeting_date": ["2025年5月1日"],
        }
    )
    row = cells(book)["P1"]
    assert (row["registered"], row["use"], row["term_years"]) == ("是", "商业", "20年1天")
    assert (row["levy_share"], row["price"], row["members_total"]) == (0.2, 3_500_000, 300)
    assert (row["meeting_date"], row["registered_paper"]) == (datetime(2025, 5, 1), "=1+1")
    stored = features(layer)["P1"]
    assert (stored["registered"], stored["use"], stored["price"]) == ("yes", "retail", 3_500_000.0)


def test_what_cannot_be_read_is_carried_over_too(made, pack_path):
    before = {"parcel_id": ["P1"], "members_total": ["约三百"], "meeting_date": ["去年"], "registered": ["不清楚"]}
    before |= {"registered_date": ["上周"], "term_years": ["很久"]}
    layer, book, _ = made(before)
    row = cells(book)["P1"]
    assert {name: row[name] for name in list(before)[1:]} == {
        name: value[0] for name, value in before.items() if name != "parcel_id"
    }
    stored = features(layer)["P1"]
    assert (stored["registered"], stored["term_years"]) == ("不清楚", "很久")
    for text in ("约三百", "去年", "上周"):
        assert text in stored["remark"]
    again, _, _ = made(layer, name="again")
    assert features(again)["P1"]["remark"] == stored["remark"]


def test_answers_without_a_place_are_told(made):
    before = {"parcel_id": ["P1", "P9"], "registered": ["是", "是"], "of_another_pack": ["是", None]}
    _, _, sheet = made(before)
    said = " ".join(sheet.said("en"))
    assert "P9" in said
    assert "of_another_pack" in said


def test_questions_that_no_rule_asks_stay_where_they_were_answered(made):
    before = {
        "parcel_id": ["P1"],
        "never_asked": ["是"],
        "use_paper": ["3号"],
        "price": [None],
        "price_office": ["乡镇"],
    }
    layer, book, _ = made(before)
    assert {"never_asked", "use_paper", "price_office"} <= set(fields(layer))
    row = cells(book)["P1"]
    assert (row["never_asked"], row["use_paper"], row["price_office"]) == ("是", "3号", "乡镇")


def test_a_sheet_with_answers_is_never_written_over(made, pack_path):
    layer, book, _ = made()
    request = AnswerSheetRequest(parcels=PARCELS, rule_pack=str(pack_path))
    check_sheet_outputs(request, layer, book)
    fill_book(book, {"registered": "是"})
    fill_layer(layer, {"registered_paper": "12号"})
    for paths in ((layer, None), (None, book)):
        with pytest.raises(InputError, match="holds answers already"):
            check_sheet_outputs(request, *paths)
    again = AnswerSheetRequest(parcels=PARCELS, rule_pack=str(pack_path), answers=open_answers(str(book)))
    with pytest.raises(InputError, match="sources"):
        check_sheet_outputs(again, None, book)
    for output, table in ((layer.with_suffix(".shp"), None), (layer.with_suffix(".geojson"), None), (None, layer)):
        with pytest.raises(InputError):
            check_sheet_outputs(request, output, table)


def test_other_layers_of_the_file_stay(made, tmp_path, pack_path):
    layer, _, sheet = made()
    copy = tmp_path / "mine.gpkg"
    pyogrio.write_dataframe(pyogrio.read_dataframe(layer, layer="answers"), copy, layer="mine")
    for _ in range(2):
        write_sheet(sheet, copy, None)
    assert pyogrio.list_layers(copy)[:, 0].tolist() == ["mine", "answers", "layer_styles"]


def test_the_workbook_helps_to_fill_in(made):
    _, book, _ = made()
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["answers"]
    columns = heads(sheet)
    assert sheet.freeze_panes == "C2"
    assert sheet.cell(1, columns["price"]).value == "起始价（元） [price]"
    note = sheet.cell(1, columns["registered"]).comment.text
    for text in ("是", "不动产登记机构", "集体土地所有权证", "《土地管理法》第63条"):
        assert text in note
    assert "文物保护图层" in sheet.cell(1, columns["no_heritage"]).comment.text
    lists = workbook["选项"]
    assert lists.sheet_state == "hidden"
    shown = {}
    for validation in sheet.data_validations.dataValidation:
        if validation.type == "list":
            area = validation.formula1.replace("$", "").rpartition("!")[2]
            shown[str(validation.sqref)] = [row[0].value for row in lists[area]]
    letter = sheet.cell(1, columns["use"]).column_letter
    assert shown[f"{letter}2:{letter}4"] == ["工业", "商业", "无"]
    letter = sheet.cell(1, columns["registered"]).column_letter
    assert shown[f"{letter}2:{letter}4"] == ["是", "否"]
    given = sheet["A4"]
    assert (given.value, given.data_type, given.number_format) == ("=P3", "s", "@")
    assert sheet["B4"].value == "@路北"
    assert all(sheet.column_dimensions[cell.column_letter].width >= 12 for cell in sheet[1])
    assert sheet.row_dimensions[1].height > 30
    guide = workbook["说明"]
    assert [row[0].value for row in guide.iter_rows(min_row=2)][:-1] == ASKED


def test_a_pack_that_is_not_law_is_said(made, tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text(PACK.replace("in_force", "draft").replace("id: county", "id: draft", 1), encoding="utf-8")
    _, book, sheet = made(pack=draft)
    assert "draft for comment" in sheet.said("en")[0]
    guide = openpyxl.load_workbook(book)["说明"]
    assert "征求意见稿" in guide.cell(guide.max_row, 2).value


def test_a_pack_that_asks_nothing(made, tmp_path):
    quiet = tmp_path / "quiet.yaml"
    head, _, rules = PACK.partition("rules:\n")
    quiet.write_text(
        head.replace("id: county", "id: quiet", 1)
        + "rules:\n"
        + rules.partition("  - id: heritage")[0]
        .replace("kind: answer", "kind: parcel_id")
        .replace("    parameters: {question: registered, needs: [paper, date]}\n", "")
    )
    layer, book, _ = made(pack=quiet)
    assert fields(layer) == ["parcel_id", "zl", "remark"]
    assert set(cells(book)) == {"P1", "P2", "=P3"}
