# SPDX-License-Identifier: GPL-2.0-or-later
"""What a ledger prints: the same figures in the workbook, its recomputed sums, and Word."""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from docx import Document
from ledger_story import DAYS, A, B, C, D, record
from support import parts_of

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.documents import font_files
from land_entry_plugin.files.documents.placeholders import differences, load_placeholders
from land_entry_plugin.jobs.ledger.documents import document_context
from land_entry_plugin.jobs.ledger.outputs import BOOK_NAME, LedgerOutputs, update_and_write
from land_entry_plugin.jobs.ledger.tables import ledger_rows
from land_entry_plugin.jobs.updateledger import LedgerRequest
from land_entry_plugin.paths import resource

PLACE = "=HYPERLINK(1)&{{ place }}"
TOLD = f"""parcel_id,use,plan_year,plan_quarter,start_price,deposit,use_conditions,contract_date,start_due
{A},=1+1,2025,一季度,4512345.6,1000000,+容积率*,2024-12-01,2025-01-01
{B},工业,2025,一季度,,,,,
{C},工业,2025,三季度,,,,,
{D},,2025,,,,,,
"""


def many(count):
    """Return the record of 2025 with more parcels, without shapes for those that are added."""
    made = copy.deepcopy(record(2025))
    first = made["parcels"][0]
    for number in range(count):
        one = copy.deepcopy(first)
        one |= {"parcel_id": f"370126101001JB9{number:04d}", "row": 100 + number, "geometry": None}
        made["parcels"].append(one)
    # an area whose 亩 lies between two hundredths
    first["measures"]["area_plane_m2"] = 10_001.67
    first["cadastre"]["cells"]["ZL"] = {"state": "given", "value": '=HYPERLINK("x")村'}
    return made


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")
    (folder / "told.csv").write_text(TOLD, encoding="utf-8")
    ledger = folder / "ledger.gpkg"
    update_and_write(LedgerRequest(record=record(2024), as_of=DAYS[2024]), LedgerOutputs(ledger))
    request = LedgerRequest(
        record=many(30),
        ledger=ledger,
        procedure=open_answers(str(folder / "told.csv")),
        as_of=DAYS[2025],
        place=PLACE,
    )
    return update_and_write(request, LedgerOutputs(ledger, folder))[0], folder


@pytest.fixture(scope="module")
def recomputed(printed, tmp_path_factory):
    """The workbook as an office suite recomputes it."""
    suite = shutil.which("soffice")
    if suite is None:
        pytest.skip("no office suite")
    made = tmp_path_factory.mktemp("suite")
    own = f"-env:UserInstallation={(made / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", made / "out"]
    command = [suite, own, *asked, printed[1] / BOOK_NAME]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(made / "out" / BOOK_NAME, data_only=True)


def below(sheet, head, label):
    """Return the row that begins with a label, below a head, as lists."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(i for i, row in enumerate(rows) if row[0] == head)
    return next(row for row in rows[start + 1 :] if label in row[:2])


def test_recomputed_sums_are_ours(printed, recomputed):
    updated, _ = printed
    ours = document_context(updated, "LEDGER")
    sheet = recomputed["入市台账"]
    numbers, land = below(sheet, "结论", "宗数"), below(sheet, "结论", "面积 亩")
    for i, verdict in enumerate(("prohibited", "undetermined", "review", "eligible"), start=2):
        assert numbers[i] == int(ours["counts"][verdict]["count"])
        assert f"{land[i]:.2f}" == ours["counts"][verdict]["mu"]
    total, (*_, last) = below(sheet, "序", "合计"), ours["pages"]
    sums = last["sums"][-1]
    assert [f"{total[i]:.2f}" for i in (4, 5, 6, 7)] == [
        sums["area"],
        sums["mu"],
        sums["agricultural"],
        sums["basic_farmland"],
    ]
    assert sums["title"] == f"合计　{total[2]}"


def test_who_does_not_compute_reads_the_same_sums(printed, recomputed):
    path = printed[1] / BOOK_NAME
    book, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 50
    for cell in formulas:
        ours, theirs = (made[cell.parent.title][cell.coordinate].value for made in (values, recomputed))
        assert ours == (theirs if isinstance(theirs, str) else pytest.approx(theirs, abs=1e-6)), cell


def test_the_plan_adds_up_by_use_and_quarter_in_every_document(printed, recomputed):
    updated, folder = printed
    ours = document_context(updated, "SUPPLY_PLAN")
    sheet = recomputed["年度供应计划"]
    keys = [f"{quarter}_{name}" for quarter in ("q1", "q2", "q3", "q4", "open") for name in ("count", "area")]
    for row in [*ours["uses"], ours["sums"] | {"use": "合计"}]:
        theirs = below(sheet, "用途", row["use"])
        assert [f"{value:.2f}" for value in theirs[2:14]] == [
            f"{Decimal(row[key]):.2f}" for key in (*keys, "count", "area")
        ]
    assert [row["use"] for row in ours["uses"]] == ["=1+1", "工业", "待补"]
    table = Document(folder / "年度供应计划_2025.docx").tables[1]
    assert [cell.text for cell in table.rows[-1].cells][1:] == [ours["sums"][key] for key in (*keys, "count", "area")]


def test_no_cell_of_anybody_is_a_formula(printed):
    _, folder = printed
    book = openpyxl.load_workbook(folder / BOOK_NAME)
    given = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    given += [cell for row in book["年度供应计划"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert len(given) >= 3
    assert {cell.data_type for cell in given} == {"s"}


def test_word_has_the_rows_of_the_workbook_and_sums_a_page(printed):
    updated, folder = printed
    rows = ledger_rows(updated)
    document = Document(folder / "入市台账.docx")
    pages = [table for table in document.tables if table.rows[0].cells[0].text == "序"]
    printed_rows = [[cell.text for cell in row.cells] for page in pages for row in page.rows[1:]]
    assert [row[:5] for row in printed_rows if row[0]] == [[str(value) for value in row[:5]] for row in rows]
    sums = [row for row in printed_rows if not row[0]]
    assert [row[1].partition("　")[0] for row in sums] == ["本页小计"] * len(pages) + ["合计"]
    assert sum(Decimal(row[4]) for row in sums[:-1]) == Decimal(sums[-1][4])
    assert all(len(page.rows) <= 1 + 16 + 2 for page in pages)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert PLACE in text
    assert "LE-" in document.sections[0].footer.paragraphs[0].text


def test_the_templates_are_those_that_the_script_makes(root, tmp_path):
    subprocess.run([sys.executable, str(root / "scripts" / "make_ledger_templates.py"), str(tmp_path)], check=True)
    made = sorted(tmp_path.iterdir())
    assert len(made) == 4
    for path in made:
        assert parts_of(path) == parts_of(resource("templates", path.name)), "run scripts/make_ledger_templates.py"


@pytest.mark.parametrize("kind", ["LEDGER", "SUPPLY_PLAN", "NOTICE", "SUPERVISION"])
def test_the_tables_of_placeholders_say_what_is_filled(printed, kind):
    assert list(differences(load_placeholders(kind).known, document_context(printed[0], kind))) == []


def test_the_notice_leaves_out_what_entered_and_marks_what_nobody_said(printed):
    updated, _ = printed
    rows = {row["code"]: row for row in document_context(updated, "NOTICE")["rows"]}
    assert A not in rows
    assert rows[B]["start_price"] == rows[B]["deposit"] == rows[B]["conditions"] == "待补"
    assert rows[B]["area"] == "11000.00"


def test_no_digit_of_a_price_is_lost(printed):
    row = next(one for one in document_context(printed[0], "SUPPLY_PLAN")["rows"] if one["code"] == A)
    assert row["start_price"] == "451.23456"


def test_what_is_overdue_is_said(printed):
    (row,) = (one for one in document_context(printed[0], "SUPERVISION")["rows"] if one["duty"] == "开工")
    assert row["standing"] == "已逾期 272 天"


def test_a_parcel_that_is_prohibited_is_in_no_notice(tmp_path):
    told = tmp_path / "told.csv"
    told.write_text(f"parcel_id,plan_year\n{C},2024\n{B},2024\n", encoding="utf-8")
    request = LedgerRequest(record=record(2024), procedure=open_answers(str(told)), as_of=date(2024, 12, 1))
    updated, _ = update_and_write(request, LedgerOutputs(tmp_path / "ledger.gpkg"))
    assert [row["code"] for row in document_context(updated, "NOTICE")["rows"]] == [B]
    assert any("leaves them out" in remark.text("en") and C in remark.text("en") for remark in updated.remarks)


def test_a_template_at_fault_stops_before_anything_is_written(tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    document = Document()
    document.add_paragraph("{{ title }} {{ hed }} {%p for row in rows %}{{ row.code }}{%p endfor %}")
    document.save(own / "NOTICE.docx")
    request = LedgerRequest(record=record(2024), template_folders=(own,))
    with pytest.raises(InputError, match="hed"):
        update_and_write(request, LedgerOutputs(tmp_path / "ledger.gpkg", tmp_path / "out"))
    assert not (tmp_path / "ledger.gpkg").exists()


@pytest.mark.parametrize("kind", ["LEDGER", "SUPPLY_PLAN", "NOTICE", "SUPERVISION"])
@pytest.mark.parametrize("text", ["{{ titel }}", "{{ title.__class__ }}", "{% if banners %}"])
def test_a_fault_in_the_template_of_any_county_stops_the_run(tmp_path, kind, text):
    own = tmp_path / "templates" / "410527"
    own.mkdir(parents=True)
    document = Document(resource("templates", f"{kind}.docx"))
    document.add_paragraph(text)
    document.save(own / f"{kind}.docx")
    request = LedgerRequest(record=record(2024), template_folders=(own.parent,))
    with pytest.raises(InputError) as raised:
        update_and_write(request, LedgerOutputs(tmp_path / "ledger.gpkg", tmp_path / "out"))
    message = raised.value.user_message("en")
    assert text in message
    assert "paragraph" in message
    assert "\n" not in message
    assert not (tmp_path / "ledger.gpkg").exists()
    assert not (tmp_path / "out").exists()


def test_the_county_is_that_of_the_parcels_whatever_stands_first_and_without_a_record(tmp_path):
    own = tmp_path / "templates" / "370126"
    own.mkdir(parents=True)
    document = Document(resource("templates", "NOTICE.docx"))
    document.add_paragraph("本县公告 {{ year }}")
    document.save(own / "NOTICE.docx")
    made = copy.deepcopy(record(2024))
    made["parcels"].insert(0, made["parcels"][0] | {"parcel_id": "+1-1@x", "geometry": None})
    ledger = tmp_path / "ledger.gpkg"
    request = LedgerRequest(record=made, template_folders=(own.parent,), as_of=DAYS[2024])
    update_and_write(request, LedgerOutputs(ledger, tmp_path / "first"))
    request = LedgerRequest(ledger=ledger, template_folders=(own.parent,), as_of=DAYS[2024])
    update_and_write(request, LedgerOutputs(None, tmp_path / "second"))
    for folder in ("first", "second"):
        pages = Document(tmp_path / folder / "交易公告表_2024.docx")
        assert pages.paragraphs[-1].text == "本县公告 2024"


def test_names_in_the_workbook_read_as_what_they_are(tmp_path):
    made = copy.deepcopy(record(2024))
    names = ["=1+1", "a\x01\u202egnp.exe", "a\nb\nc", "\ud800"]
    for parcel, name in zip(made["parcels"], names, strict=False):
        parcel["cadastre"]["cells"]["ZL"] = {"state": "given", "value": name}
    update_and_write(LedgerRequest(record=made), LedgerOutputs(None, tmp_path))
    sheet = openpyxl.load_workbook(tmp_path / BOOK_NAME)["入市台账"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert cells["=1+1"].data_type == "s"
    assert cells["=1+1"].quotePrefix
    assert "agnp.exe" in cells
    assert sheet.row_dimensions[cells["a\nb\nc"].row].height >= 45


def test_fonts_that_are_not_here_are_told_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(font_files, "families", frozenset)
    updated, _ = update_and_write(LedgerRequest(record=record(2024)), LedgerOutputs(None, tmp_path))
    told = [remark.text("zh") for remark in updated.remarks if "字体" in remark.text("zh")]
    assert sum(text.count("NOTICE.docx") for text in told) == 1
