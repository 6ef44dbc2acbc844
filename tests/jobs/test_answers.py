# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers from tables of every make, matched to parcels and questions."""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pandas
import pyogrio
import pytest
from answering import write_pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import MemorySource, all_layers, box, candidates, finding, parcel, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import FileAnswers, LayerAnswers, open_answers, plain
from land_entry_plugin.jobs.answers import read_answers
from land_entry_plugin.jobs.parcel_names import ParcelNames
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.questions import Answer


@pytest.fixture
def pack_path(tmp_path):
    return write_pack(tmp_path)


@pytest.fixture
def pack(pack_path):
    return load_pack(str(pack_path))


def table(columns, name="answers"):
    """A table without geometry and CRS."""
    count = len(next(iter(columns.values())))
    return LayerAnswers(MemorySource(name, [None] * count, columns, crs=None, package=None))


def read(columns, pack, ids=("P1", "P2"), id_field=None):
    return read_answers(table(columns), pack, ids, id_field)


WIDE = {
    "parcel_id": ["P1", "P2"],
    "registered": ["是", None],
    "registered_date": ["2025-05-01", None],
    "registered_paper": ["示集有（2025）第12号", None],
    "registered_office": ["登记中心", None],
    "price": [None, 120.5],
}
REGISTERED = Answer(True, "是", date(2025, 5, 1), "示集有（2025）第12号", "登记中心")


def test_a_row_a_parcel(pack):
    answers = read(WIDE, pack)
    assert answers.of_parcel == {"P1": {"registered": REGISTERED}, "P2": {"price": Answer(Fraction(241, 2), "120.5")}}
    assert (answers.unknown_parcels, answers.unknown_questions) == ((), ())
    assert answers.table["rows"] == 2


def test_a_row_a_parcel_and_question(pack):
    long = {
        "宗地代码": ["P1", "P2", "P2"],
        "事项": ["registered", "起始价 [price]", None],
        "答复": ["是", "120.5", "是"],
        "日期": ["2025年5月1日", None, None],
        "文号": ["示集有（2025）第12号", None, None],
        "单位": ["登记中心", None, None],
    }
    assert read(long, pack).of_parcel == read(WIDE, pack).of_parcel


def test_values_as_readers_deliver_them(pack):
    columns = {
        "ZDDM": [1.0, 2.0, "3"],
        "meeting_date": [np.datetime64("2025-05-01"), np.datetime64("NaT"), datetime(2025, 5, 1)],
        "members_total": [np.int64(300), float("nan"), 300.0],
        "registered": [np.bool_(True), None, "NULL"],
        "site_name": [b"\xe7\xa4\xba\xe4\xbe\x8b", "", "  "],
    }
    answers = read(columns, pack, ("1", "2", "3")).of_parcel
    assert set(answers) == {"1", "3"}
    assert answers["1"]["meeting_date"].value == answers["3"]["meeting_date"].value == date(2025, 5, 1)
    assert answers["1"]["members_total"].value == answers["3"]["members_total"].value == Fraction(300)
    assert answers["1"]["registered"].value is True
    assert answers["1"]["site_name"].value == "示例"
    assert "registered" not in answers["3"]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (pandas.NaT, None),
        (np.float64("nan"), None),
        (pandas.Timestamp("2025-05-01 10:30"), "2025-05-01T10:30:00"),
        ("2025-05-01T00:00:00Z", "2025-05-01"),
        (np.float32(2), 2),
        (True, 1),
        (" x ", "x"),
        ("none", "none"),
    ],
)
def test_plain(value, wanted):
    assert plain(value) == wanted


def test_an_answer_that_is_a_choice_named_none(pack):
    assert read({"parcel_id": ["P1"], "use": ["none"]}, pack).of_parcel["P1"]["use"].value == "none"


def test_what_cannot_be_read_is_kept_as_it_was_written(pack):
    answers = read({"parcel_id": ["P1"], "members_total": ["约三百"], "meeting_date": ["去年"]}, pack).of_parcel["P1"]
    assert answers["members_total"] == Answer(None, "约三百")
    assert answers["meeting_date"] == Answer(None, "去年")


def test_ids_as_tables_write_them():
    names = ParcelNames(["371126004012JB00001", "7", "row 3"])
    for written in (
        "371126004012JB00001",
        " 371126 004012 jb00001 ",
        "３７１１２６００４０１２ＪＢ００００１",
        "'371126004012JB00001",
        "371126004012JB00001\u200b",
    ):
        assert names.find(written) == "371126004012JB00001"
    assert names.find("7.0") == names.find(7) == "7"
    assert names.find("row 3") == "row 3"
    assert names.find("8") is None
    twins = ParcelNames(["a1", "A1"])
    assert (twins.find("a1"), twins.find("A1"), twins.find(" a1")) == ("a1", "A1", None)


def test_what_is_not_used_is_listed(pack):
    columns = {
        "parcel_id": ["P1", "P9", None, "P2"],
        "registered": ["是", "是", "是", None],
        "other_pack_question": [None, "是", None, None],
        "other_pack_question_paper": [None, "12", None, None],
        "blank_of_other_pack": [None, None, None, None],
        "联系电话": ["1", "2", "3", "4"],
        "SFZH": ["1", "2", "3", "4"],
        "ZL": ["a", "b", "c", "d"],
        "fid": [1, 2, 3, 4],
        "remark": ["x", None, None, None],
    }
    answers = read(columns, pack)
    assert answers.unknown_parcels == ("P9",)
    assert answers.unknown_questions == ("SFZH", "other_pack_question", "联系电话")
    assert answers.without_parcel == 1
    assert set(answers.of_parcel) == {"P1"}


def test_columns_that_mean_nothing_are_never_read(pack):
    class Watched(MemorySource):
        def rows(self, fields, boxes=None):
            assert set(fields) == {"parcel_id", "registered"}
            return super().rows(fields, boxes)

    source = Watched("answers", [None], {"parcel_id": ["P1"], "registered": ["是"], "SFZH": ["3711"], "电话": ["13"]})
    assert read_answers(LayerAnswers(source), pack, ["P1"]).of_parcel["P1"]["registered"].value is True


def test_the_field_that_names_the_parcels_wins_over_other_codes(pack):
    columns = {"ZDDM": ["371126004012JB00001"], "DKBH": ["12"], "registered": ["是"]}
    assert set(read(columns, pack, ("12",), "DKBH").of_parcel) == {"12"}
    assert set(read({"编号": ["12"], "registered": ["是"]}, pack, ("12",), "编号").of_parcel) == {"12"}


def test_several_rows_of_one_parcel(pack):
    columns = {
        "parcel_id": ["P1", "P1", "P1"],
        "registered": ["是", None, "yes"],
        "registered_paper": [None, None, "12号"],
        "price": [None, 5, 5.0],
    }
    answers = read(columns, pack).of_parcel["P1"]
    assert answers["registered"] == Answer(True, "是", None, "12号")
    assert answers["price"].value == 5


@pytest.mark.parametrize(
    "columns",
    [
        {"parcel_id": ["P1", "P1"], "registered": ["是", "否"]},
        {"parcel_id": ["P1", "P1"], "registered": ["是", "不清楚"]},
        {"parcel_id": ["P1", "P1"], "registered": ["是", "是"], "registered_paper": ["1号", "2号"]},
        {"parcel_id": ["P1"], "registered": ["是"], "已登记 [registered]": ["否"]},
        {"parcel_id": ["P1", "p1 "], "site_name": ["甲", "乙"]},
    ],
)
def test_contradictions_are_refused(pack, columns):
    with pytest.raises(InputError, match="twice and differently"):
        read(columns, pack)


HEADS = st.one_of(
    st.sampled_from(
        [*WIDE, "question", "答复", "meeting_date", "registered_日期", "Q [price]", "备注", "fid", "x_paper"]
    ),
    st.text(max_size=8),
)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.dates(), st.datetimes(), st.binary(),
    st.sampled_from(["P1", " p1", "是", "registered", "20年1天", np.datetime64("NaT"), np.float32(1), np.bool_(1)]),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.dictionaries(HEADS, st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_table_gives_answers_or_a_sentence(pack, columns):
    try:
        answers = read({"parcel_id": ["P1", "P2", "P1"]} | columns, pack)
    except InputError:
        return
    assert set(answers.of_parcel) <= {"P1", "P2"}
    assert json.dumps([answers.unused(), answers.table])


def test_tables_that_are_none(pack):
    with pytest.raises(InputError, match="no column for the parcels"):
        read({"name": ["P1"], "registered": ["是"]}, pack)
    with pytest.raises(InputError, match="none of answers"):
        read({"parcel_id": ["P1"], "question": ["registered"]}, pack)


def frame():
    return pandas.DataFrame({key: pandas.array(values, dtype=object) for key, values in WIDE.items()})


def as_xlsx(path):
    book = openpyxl.Workbook()
    book.active.title = "封面"
    sheet = book.create_sheet("answers")
    sheet.append([f"问题\n[{name}]" for name in WIDE])
    for row in range(2):
        sheet.append([WIDE[name][row] for name in WIDE])
    sheet["C2"] = datetime(2025, 5, 1)
    book.save(path)


def as_text(encoding, delimiter=","):
    def write(path):
        frame().to_csv(path, index=False, encoding=encoding, sep=delimiter)

    return write


def as_layer(driver, layer="answers"):
    def write(path):
        whole = frame().assign(registered_date=pandas.to_datetime(frame()["registered_date"]), price=[None, 120.5])
        whole["price"] = whole["price"].astype(float)
        pyogrio.write_dataframe(whole, path, driver=driver, layer=layer)

    return write


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.xlsx", as_xlsx),
        ("a.csv", as_text("utf-8")),
        ("b.csv", as_text("utf-8-sig")),
        ("c.csv", as_text("gbk")),
        ("d.csv", as_text("utf-8", ";")),
        ("a.txt", as_text("utf-16", "\t")),
        ("a.gpkg", as_layer("GPKG")),
        ("a.gdb", as_layer("OpenFileGDB")),
        ("a.ods", as_layer("ODS")),
    ],
)
def test_files_of_every_make_say_the_same(pack, tmp_path, name, write):
    path = tmp_path / name
    write(path)
    answers = read_answers(open_answers(str(path)), pack, ("P1", "P2"))
    assert {id_: {key: one.value for key, one in own.items()} for id_, own in answers.of_parcel.items()} == {
        "P1": {"registered": True},
        "P2": {"price": Fraction(241, 2)},
    }
    found = answers.of_parcel["P1"]["registered"]
    assert (found.date, found.paper, found.office) == (date(2025, 5, 1), "示集有（2025）第12号", "登记中心")


def test_the_sheet_or_layer_of_the_answers(pack, tmp_path):
    path = tmp_path / "a.gpkg"
    as_layer("GPKG", "other")(path)
    as_layer("GPKG")(path)
    assert open_answers(str(path)).name == "answers"
    assert open_answers(f"{path}|layername=other").name == "other"
    book = tmp_path / "a.xlsx"
    as_xlsx(book)
    assert open_answers(str(book)).heads()[0].endswith("[parcel_id]")
    with pytest.raises(InputError, match="no layer"):
        open_answers(f"{book}|layername=nope").heads()


def test_the_hash_says_what_was_read(pack, tmp_path):
    one = read(WIDE, pack).table["sha256"]
    assert read({key: values[::-1] for key, values in WIDE.items()}, pack).table["sha256"] == one
    assert read(WIDE | {"电话": ["1", "2"]}, pack).table["sha256"] == one
    assert read(WIDE | {"price": [None, 121]}, pack).table["sha256"] != one


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no workbook", b"PK\x03\x04broken"])
def test_broken_files_get_a_sentence(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        FileAnswers(path).heads()
    with pytest.raises(InputError, match="not found"):
        open_answers(str(Path(tmp_path / "gone.csv")))


SQUARE = box(0, 0, 40, 40)
LAND = survey((box(-100, -100, 300, 300), "0601"))


def screened(columns, pack_path):
    parcels = candidates(SQUARE)
    return screen(parcels, all_layers(LAND), rule_pack=str(pack_path), answers=table(columns))


def test_findings_of_a_screening(pack_path):
    record = screened(
        {
            "parcel_id": ["P1", "P7", ""],
            "registered": ["是", "是", "是"],
            "registered_paper": ["12号", None, None],
            "no_heritage": ["不清楚", None, None],
            "members_total": ["约三百", None, None],
            "use": ["工业", None, None],
            "term_years": ["20年1天", None, None],
            "stray_question": ["是", None, None],
        },
        pack_path,
    )
    incomplete = finding(record, "registered")
    assert (incomplete["outcome"], incomplete["text_id"]) == ("review", "answer.incomplete")
    for rule, written in (("heritage", "不清楚"), ("enough_votes", "约三百")):
        unreadable = finding(record, rule)
        assert (unreadable["outcome"], unreadable["text_id"]) == ("review", "answer.unreadable")
        assert written in unreadable["texts"]["zh"]
    assert finding(record, "term")["outcome"] == "conflict"
    notes = {note["id"]: note["texts"]["en"] for note in parcel(record)["not_checked"]}
    assert "P7" in notes["answers_of_unknown_parcels"]
    assert "stray_question" in notes["answers_without_question"]
    assert notes["answers_without_parcel"].endswith("not used: 1.")
    assert "name no parcel" in notes["answers_without_parcel"]


def test_no_output_writes_over_the_answers(tmp_path, pack_path):
    from land_entry_plugin.jobs.outputs import check_outputs
    from land_entry_plugin.jobs.screening import ScreeningRequest

    path = tmp_path / "a.xlsx"
    as_xlsx(path)
    request = ScreeningRequest(parcels=candidates(SQUARE), answers=open_answers(str(path)), rule_pack=str(pack_path))
    with pytest.raises(InputError, match="sources"):
        check_outputs(request, [path])


@pytest.mark.parametrize("name", ["screening.json", "answers.docx", "answers.gpkg"])
def test_what_is_no_table_of_answers_is_told_from_vector_data(tmp_path, name):
    path = tmp_path / name
    path.write_text('{"schema": "land-entry-screening/1"}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_answers(str(path))
    assert caught.value.text_id == "unreadable_answers"
