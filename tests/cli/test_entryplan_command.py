# SPDX-License-Identifier: GPL-2.0-or-later
"""From the blank answer sheet to the entry plan, on the command line."""

from __future__ import annotations

import json
from decimal import Decimal

import openpyxl
import pytest
from answering import fill_book
from docx import Document

from land_entry_plugin.rules.entry_plan import plan_questions

PARCEL, PROHIBITED = "371126004012JB00001", "371126004012JB00003"
ANSWERS = {
    "use": "工业",
    "entry_way": "出让",
    "trade_form": "挂牌",
    "term_years": "50",
    "lease_years": "0",
    "start_price": 2_500_000,
    "price_floor": 204,
    "entry_cost": 1_200_000.5,
    "stated_levy_rate": 0.2,
    "stated_levy_rate_paper": "示财〔2026〕3号",
    "reserve_share": "40%",
    "members_share": "60%",
    "handover_date": "2027-01-10",
    "use_conditions": "=1+1",
}


@pytest.fixture
def sheet(command, township, tmp_path):
    """Return an answer sheet with the questions of the plan, the row of one parcel filled in."""
    book = tmp_path / "answers.xlsx"
    parcels = f"{township}|layername=parcels"
    done = command("answersheet", "--parcels", parcels, "--entry-plan", "--table", book)
    assert (done.returncode, done.stderr) == (0, "")
    worksheet = openpyxl.load_workbook(book)["answers"]
    ids = [row[0].value for row in worksheet.iter_rows(min_row=2)]
    fill_book(book, ANSWERS, 2 + ids.index(PARCEL))
    return book


def test_from_the_sheet_to_the_plan(command, township, tmp_path, sheet):
    heads = {cell.value.rpartition("[")[2].rstrip("]") for cell in openpyxl.load_workbook(sheet)["answers"][1]}
    assert plan_questions().keys() <= heads
    plain = tmp_path / "plain.xlsx"
    parcels = f"{township}|layername=parcels"
    command("answersheet", "--parcels", parcels, "--table", plain)
    heads = {cell.value.rpartition("[")[2].rstrip("]") for cell in openpyxl.load_workbook(plain)["answers"][1]}
    assert not plan_questions().keys() & heads

    record = tmp_path / "record.json"
    done = command("screenparcels", "--parcels", parcels, "--data", township, "--answers", sheet, "--record", record)
    assert (done.returncode, done.stderr) == (0, "")
    notes = {note["id"] for one in json.loads(record.read_text())["parcels"] for note in one["not_checked"]}
    # a screening knows the plan's questions and leaves them alone
    assert "answers_without_question" not in notes

    options = ["entryplan", "--record", record, "--answers", sheet]
    done = command(*options, "--parcel-id", f"{PARCEL},{PROHIBITED}", "--folder", tmp_path / "out")
    assert done.returncode == 0
    assert PROHIBITED in done.stderr
    document, book = map(str, done.stdout.splitlines())
    printed = [cell.text for table in Document(document).tables for row in table.rows for cell in row.cells]
    # 2 500 000 - 1 200 000.50 = 1 299 999.50, a fifth of it 259 999.90, left 1 039 999.60, of it 40 % and 60 %
    assert "1,299,999.50 元（129.99995 万元）" in printed
    assert "259,999.90 元（25.99999 万元）" in printed
    assert "1,039,999.60 元（103.99996 万元）" in printed
    assert "=1+1" in printed
    figures = {row[5]: row[1] for row in openpyxl.load_workbook(book)["数值"].iter_rows(min_row=2, values_only=True)}
    assert Decimal(str(figures["reserve_share"])) == Decimal("415999.84")
    assert Decimal(str(figures["members_share"])) == Decimal("623999.76")

    done = command(*options, "--parcel-id", PROHIBITED, "--folder", tmp_path / "none")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert not (tmp_path / "none").exists()


def test_wrong_use_and_missing_files(command, tmp_path):
    assert command("entryplan", "--folder", tmp_path).returncode == 2
    faulty = command("entryplan", "--record", tmp_path / "no.json", "--folder", tmp_path / "out")
    assert (faulty.returncode, faulty.stderr.count("\n")) == (1, 1)
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    faulty = command("entryplan", "--record", tmp_path / "no.json", "--folder", tmp_path / "out")
    assert faulty.returncode == 1
    assert command("entryplan", "--record", "a.json", "--folder", "b", "--formats", "PDF").returncode == 2
    assert not (tmp_path / "out").exists()
