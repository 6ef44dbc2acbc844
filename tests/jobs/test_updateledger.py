# SPDX-License-Identifier: GPL-2.0-or-later
"""A ledger over three years: every row of it, of its plans and duties; in whichever order it was told."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal

import openpyxl
import pyogrio
import pytest
from ledger_story import B1, B2, D2, DAYS, A, B, C, D, E, record
from support import GivenAnswers

from land_entry_plugin.cadastre.ledger.plan import plan_totals
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.ledger import read_ledger
from land_entry_plugin.files.locks import held
from land_entry_plugin.jobs.ledger.outputs import FORM_NAME, LedgerOutputs, update_and_write
from land_entry_plugin.jobs.updateledger import LedgerRequest, updateledger

TOLD_2025 = """parcel_id,use,plan_year,plan_quarter,term_years,start_price,deposit,floor_area_ratio,use_conditions,\
handover_due,start_due,completion_due,handover_on,application_date,application_papers,review_date,publication_date,publication_state,\
publication_papers,deal_date,contract_date,contract_papers,levy_date,levy_papers
{A},工业,2025,三季度,50,501万元,501万元,≤1.5,=1+1,2025-10-01,2026-11-30,2027-10-01,2025-10-20,2025-03-03,\
会议决议（村〔2025〕1号）；规划条件,\
2025-04-01,2025-05-06,未通过,,2025-08-01,2025-08-15,全,2025-09-01,成交价款缴纳凭证
{A},,,,,,,,,,,,,,,,2025-07-01,,全,,,,,
{B},商业,2025,四季度,40,,,,,,,,,2025-06-01,,,,,,,,,,
{E},工业,2026,,50,,,,,,,,,,,,,,,,,,,
{D2},,2026,二季度,,,,,,,,,,,,,,,,,,,,
"""


def told(folder, text, name="told.csv"):
    path = folder / name
    path.write_text(text.format(A=A, B=B, C=C, D=D, D2=D2, E=E), encoding="utf-8")
    return open_answers(str(path))


def update(ledger, year=None, folder=None, **options):
    """Update a ledger in place and return what came of it."""
    given = record(year) if isinstance(year, int) else year
    as_of = {"as_of": DAYS[year]} if isinstance(year, int) else {}
    request = LedgerRequest(record=given, ledger=ledger if ledger.exists() else None, **(as_of | options))
    updated, _ = update_and_write(request, LedgerOutputs(ledger, folder))
    return updated


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The three years, the second with what was told."""
    folder = tmp_path_factory.mktemp("story")
    ledger = folder / "ledger.gpkg"
    updates = {
        2024: update(ledger, 2024),
        2025: update(ledger, 2025, procedure=told(folder, TOLD_2025)),
        2026: update(ledger, 2026, folder / "out"),
    }
    return ledger, updates


def history(updated):
    return [(str(one.day), one.parcel_id[-2:], one.kind, one.before, one.after) for one in updated.story.history]


def said(updated):
    return [remark.text("en") for remark in updated.remarks]


def test_every_change_stands_in_the_history_with_its_day(story):
    _, updates = story
    assert history(updates[2026]) == [
        ("2024-09-30", "01", "added", None, "review"),
        ("2024-09-30", "02", "added", None, "review"),
        ("2024-09-30", "03", "added", None, "prohibited"),
        ("2024-09-30", "05", "added", None, "review"),
        ("2025-03-03", "01", "step", None, "done"),
        ("2025-04-01", "01", "step", None, "done"),
        ("2025-05-06", "01", "step", None, "refused"),
        ("2025-06-01", "02", "step", None, "done"),
        ("2025-07-01", "01", "step", None, "done"),
        ("2025-08-01", "01", "step", None, "done"),
        ("2025-08-15", "01", "step", None, "done"),
        ("2025-08-15", "01", "entered", None, None),
        ("2025-09-01", "01", "step", None, "done"),
        ("2025-09-30", "02", "geometry", "10000.00", "11000.00"),
        ("2025-09-30", "03", "geometry", "12000.00", "10000.00"),
        ("2025-09-30", "03", "verdict", "prohibited", "review"),
        ("2025-09-30", "05", "renamed", D, D2),
        ("2025-09-30", "06", "added", None, "review"),
        ("2026-11-20", "02", "split", None, f"{B1}、{B2}"),
        ("2026-11-20", "03", "withdrawn", "review", None),
        ("2026-11-20", "07", "added", None, "review"),
        ("2026-11-20", "08", "added", None, "review"),
    ]
    codes = {one.code for one in updates[2026].story.history if one.kind in ("added", "geometry", "withdrawn")}
    assert codes == {record(year)["run"]["screening_id"] for year in DAYS}


def test_parcels_stand_as_they_were_last_screened(story):
    _, updates = story
    states = {
        one.parcel_id: (one.status, str(one.since), str(one.first_on), one.earlier_ids, one.screened.code)
        for one in updates[2026].story.states
    }
    code = {year: record(year)["run"]["screening_id"] for year in DAYS}
    assert states == {
        A: ("entered", "2025-08-15", "2024-09-30", (), code[2025]),
        B: ("withdrawn", "2026-11-20", "2024-09-30", (), code[2025]),
        C: ("withdrawn", "2026-11-20", "2024-09-30", (), code[2025]),
        D2: ("listed", "2024-09-30", "2024-09-30", (D,), code[2026]),
        E: ("listed", "2025-09-30", "2025-09-30", (), code[2026]),
        B1: ("listed", "2026-11-20", "2026-11-20", (), code[2026]),
        B2: ("listed", "2026-11-20", "2026-11-20", (), code[2026]),
    }
    assert updates[2026].story.kept == (A,)


def test_what_happened_is_said(story):
    _, updates = story
    assert any("the same land by its place" in text and f"{D}→{D2}" in text for text in said(updates[2025]))
    text = " ".join(said(updates[2026]))
    assert f"withdrawn, 1: {C}" in text
    assert f"Split, 1: {B}" in text
    assert f"kept, 1: {A}" in text
    assert "expired" in text


def test_the_plan_adds_up_by_use_and_quarter(story):
    _, updates = story
    rows = [(one.year, one.state.parcel_id, one.quarter, one.use) for one in updates[2026].planned]
    # B was divided: what was planned of it is no plan for its parts
    assert rows == [(2025, A, "q3", "工业"), (2026, D2, "q2", None), (2026, E, None, "工业")]
    totals = plan_totals(updates[2026].of_year)
    assert totals.counts == {(None, "q2"): 1, ("工业", None): 1}
    assert totals.areas == {(None, "q2"): Decimal("2000.00"), ("工业", None): Decimal("561.00")}
    before = plan_totals(updates[2025].of_year)
    assert before.areas == {("工业", "q3"): Decimal("10000.00"), ("商业", "q4"): Decimal("11000.00")}


def test_duties_are_due_as_of_the_day(story):
    _, updates = story
    due = [(one.state.parcel_id, one.duty, one.standing, one.days) for one in updates[2026].obligations]
    assert due == [(A, "handover", "done_late", -19), (A, "start", "soon", 10), (A, "completion", "later", 315)]
    later = update_request(story, date(2026, 12, 1))
    assert [one.standing for one in later.obligations] == ["done_late", "overdue", "later"]
    assert any("Overdue on 2026-12-01" in text for text in said(later))


def update_request(story, day):
    return updateledger(LedgerRequest(ledger=story[0], as_of=day))


def test_papers_are_there_missing_or_not_stated(story):
    ledger, _ = story
    rows = pyogrio.read_dataframe(ledger, layer="papers")
    papers = {(row.step, row.paper): row.state for row in rows.itertuples() if row.parcel_id == A}
    assert papers["application", "resolution"] == "present"
    assert papers["application", "appraisal"] == "missing"
    assert papers["review", "approval"] == "not_stated"
    assert papers["publication", "notice"] == papers["contract", "contract"] == "present"
    assert papers["levy", "levy_receipt"] == "missing"
    (number,) = rows[(rows.parcel_id == A) & (rows.paper == "resolution")].number
    assert number == "村〔2025〕1号"


def test_a_record_or_a_form_that_is_known_changes_nothing(story, tmp_path):
    _, updates = story
    before = updates[2026].ledger
    again = update_request(story, DAYS[2026]).ledger
    assert again == before
    for year in DAYS:
        known = updateledger(LedgerRequest(record=record(year), ledger=story[0], as_of=date(2027, 1, 1)))
        assert known.ledger == before
        assert "already" in said(known)[0]
    form = told(tmp_path, TOLD_2025)
    assert updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2027, 1, 1))).ledger == before


@pytest.mark.parametrize("order", [(2026, 2025, 2024), (2025, 2024, 2026)])
def test_the_order_of_records_changes_nothing_and_an_older_one_is_said(story, tmp_path, order):
    ledger = tmp_path / "ledger.gpkg"
    for year in order:
        updated = update(ledger, year)
        older = [text for text in said(updated) if "is older than the newest" in text]
        assert bool(older) == any(DAYS[year] < DAYS[before] for before in order[: order.index(year)])
    updated = update(ledger, procedure=told(tmp_path, TOLD_2025), as_of=DAYS[2025])
    assert history(updated) == history(story[1][2026])
    assert updated.story.states == story[1][2026].story.states


def test_the_form_is_read_back_as_it_was_written(story, tmp_path):
    folder = tmp_path / "out"
    update_and_write(LedgerRequest(ledger=story[0], as_of=DAYS[2026]), LedgerOutputs(None, folder))
    form = open_answers(str(folder / FORM_NAME))
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2027, 1, 1)))
    assert read.ledger == read_ledger(story[0])
    book = openpyxl.load_workbook(folder / FORM_NAME)
    sheet = book["procedure"]
    heads = {cell.value.partition("[")[2].rstrip("]"): cell.column for cell in sheet[1]}
    assert [sheet.cell(i, heads["publication_state"]).value for i in (2, 3)] == ["未通过", "已办"]
    row = next(i for i in range(2, sheet.max_row + 1) if sheet.cell(i, 1).value == E)
    sheet.cell(row, heads["contract_date"]).value = date(2026, 12, 1)
    book.save(folder / FORM_NAME)
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2027, 1, 1)))
    states = {one.parcel_id: one for one in read.story.states}
    assert (states[E].status, states[E].since) == ("entered", date(2026, 12, 1))


def test_what_was_told_by_mistake_is_voided_and_not_deleted(story, tmp_path):
    form = told(tmp_path, "parcel_id,contract_date,contract_state\n{A},2025-08-15,作废\n{A},2025-08-18,已办\n")
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2027, 1, 1)))
    own = [(event.state, str(event.day)) for event in read.ledger.events if event.step == "contract"]
    assert own == [("void", "2025-08-15"), ("done", "2025-08-18")]
    assert next(one.since for one in read.story.states if one.parcel_id == A) == date(2025, 8, 18)
    assert any("became" in text and "2025-08-15" in text for text in said(read))


def test_what_is_told_under_an_earlier_id_goes_to_the_parcel(story, tmp_path):
    form = told(tmp_path, "parcel_id,application_date\n{D},2026-01-05\nnobody,2026-01-05\n")
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2027, 1, 1)))
    assert next(one.status for one in read.story.states if one.parcel_id == D2) == "in_procedure"
    assert any("nobody" in text for text in said(read))


@pytest.mark.parametrize(
    "cells",
    ["contract_date\n{A},tomorrow", "plan_quarter\n{A},fifth", "contract_papers\n{A},全", "start_price\n{A},much"],
)
def test_a_cell_that_cannot_be_read_stops_the_update(story, tmp_path, cells):
    form = told(tmp_path, f"parcel_id,{cells}\n")
    with pytest.raises(InputError, match=A):
        updateledger(LedgerRequest(ledger=story[0], procedure=form))


def test_answers_tell_facts_and_steps(tmp_path):
    answers = GivenAnswers([A], "shanghe_2024", deal_date="2025-09-01", contract_written="no", right_registered=None)
    request = LedgerRequest(record=record(2025), answers=answers, as_of=DAYS[2025])
    updated = updateledger(request)
    state = next(one for one in updated.story.states if one.parcel_id == A)
    assert (state.fact("use"), state.fact("entry_way"), state.fact("start_price")) == ("工业", "出让", "5000000")
    assert [(one.step, one.day) for one in state.events] == [("deal", date(2025, 9, 1))]
    assert state.status == "in_procedure"
    (planned,) = updated.planned
    assert (planned.year, planned.quarter, planned.is_year_assumed) == (2025, None, True)


def test_parcels_stay_where_asked_or_where_the_record_is_of_another_district(story):
    kept = updateledger(LedgerRequest(record=record(2026), ledger=None, keep_absent=True, as_of=DAYS[2026]))
    assert len(kept.story.living) == 4
    other = copy.deepcopy(record(2026))
    other["run"]["screening_id"] = "LE-0000-0000-0001"
    other["options"]["as_of"] = "2026-12-24"
    for entry in other["parcels"]:
        entry["parcel_id"] = entry["parcel_id"].replace("370126101", "370126102")
        entry["geometry"] = None
    updated = updateledger(LedgerRequest(record=other, ledger=story[0], as_of=date(2026, 12, 24)))
    assert {one.parcel_id for one in updated.story.living} >= {A, D2, E, B1, B2}
    assert len(updated.story.living) == 9


def test_a_parcel_that_comes_back_is_said(story):
    again = copy.deepcopy(record(2025))
    again["run"]["screening_id"] = "LE-0000-0000-0002"
    again["options"]["as_of"] = "2027-01-31"
    updated = updateledger(LedgerRequest(record=again, ledger=story[0], as_of=date(2027, 2, 1)))
    kinds = [(one.parcel_id, one.kind) for one in updated.story.history if one.code == "LE-0000-0000-0002"]
    assert (C, "returned") in kinds
    assert (B, "merged") not in kinds


def test_rows_without_ids_are_followed_by_where_they_lie(tmp_path):
    numbered = {}
    for year in (2024, 2025):
        numbered[year] = copy.deepcopy(record(year))
        numbered[year]["options"]["parcel_id"]["field"] = None
        # the order of the rows is another each year
        entries = numbered[year]["parcels"][:: 1 if year == 2024 else -1]
        for number, entry in enumerate(entries, start=1):
            entry["parcel_id"] = str(number)
        numbered[year]["parcels"] = entries
    ledger = tmp_path / "ledger.gpkg"
    update(ledger, numbered[2024], as_of=DAYS[2024])
    updated = update(ledger, numbered[2025], as_of=DAYS[2025])
    assert [(one.parcel_id, one.kind) for one in updated.story.history if one.day == DAYS[2025]] == [
        ("1#2", "added"),
        ("2", "geometry"),
        ("3", "geometry"),
        ("3", "verdict"),
    ]
    assert any("row numbers" in text for text in said(updated))


def test_another_geopackage_is_never_written_over(tmp_path, township):
    (tmp_path / "data.gpkg").write_bytes(township.read_bytes())
    with pytest.raises(InputError, match="no ledger"):
        update_and_write(LedgerRequest(record=record(2024)), LedgerOutputs(tmp_path / "data.gpkg"))
    assert (tmp_path / "data.gpkg").read_bytes() == township.read_bytes()


def test_a_ledger_that_knows_more_is_not_written_over(story, tmp_path):
    ledger = tmp_path / "ledger.gpkg"
    update(ledger, 2024)
    update(ledger, 2025)
    whole = ledger.read_bytes()
    with pytest.raises(InputError, match="1 records and 0 things"):
        update_and_write(LedgerRequest(record=record(2025)), LedgerOutputs(ledger))
    assert ledger.read_bytes() == whole
    update_and_write(LedgerRequest(ledger=story[0]), LedgerOutputs(ledger))
    assert read_ledger(ledger) == read_ledger(story[0])


def test_a_fact_of_an_earlier_day_does_not_hold_and_is_said(story, tmp_path):
    form = told(tmp_path, "parcel_id,use\n{A},商业\n")
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2024, 12, 1)))
    assert next(one.fact("use") for one in read.story.states if one.parcel_id == A) == "工业"
    assert any("on a later day" in text and A in text for text in said(read))


def test_parcels_without_a_shape_make_a_ledger(story, tmp_path):
    bare = copy.deepcopy(record(2024))
    for entry in bare["parcels"]:
        entry["geometry"] = None
    ledger = tmp_path / "ledger.gpkg"
    update(ledger, bare, as_of=DAYS[2024])
    assert read_ledger(ledger).crs is None
    updated = update(ledger, 2025)
    assert updated.ledger.crs == "EPSG:4527"
    assert read_ledger(ledger) == updated.ledger
    assert [one.kind for one in updated.story.history if one.parcel_id == A] == ["added", "geometry"]


def test_the_duties_of_a_parcel_that_was_divided_stay(story, tmp_path):
    form = told(tmp_path, "parcel_id,contract_date,start_due\n{B},2025-10-01,2026-06-01\n")
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2026, 12, 1)))
    assert next(one.status for one in read.story.states if one.parcel_id == B) == "withdrawn"
    standings = {one.duty: one.standing for one in read.obligations if one.state.parcel_id == B}
    assert standings == {"handover": "not_stated", "start": "overdue", "completion": "not_stated"}
    form = told(tmp_path, "parcel_id,contract_date,withdrawal_date\n{E},2025-10-01,2026-12-01\n")
    read = updateledger(LedgerRequest(ledger=story[0], procedure=form, as_of=date(2026, 12, 1)))
    assert E not in {one.state.parcel_id for one in read.obligations}
    assert next(str(one.since) for one in read.story.states if one.parcel_id == E) == "2026-12-01"


def test_an_id_that_is_given_away_keeps_what_was_told_of_its_first_parcel(story, tmp_path):
    form = told(tmp_path, "parcel_id,application_date\n{D},2024-11-01\n")
    ledger = tmp_path / "ledger.gpkg"
    update(ledger, 2024)
    update(ledger, procedure=form, as_of=date(2024, 12, 1))
    update(ledger, 2025)
    again = copy.deepcopy(record(2025))
    again["run"]["screening_id"] = "LE-0000-0000-0003"
    again["options"]["as_of"] = "2026-01-31"
    for entry in again["parcels"]:
        entry["parcel_id"] = D if entry["parcel_id"] == E else entry["parcel_id"]
    updated = update(ledger, again, as_of=date(2026, 2, 1))
    told_of = {one.parcel_id: [event.step for event in one.events] for one in updated.story.states}
    assert (told_of[D2], told_of[D]) == (["application"], [])


def test_one_program_at_a_time(story):
    before = story[0].read_bytes()
    with held(story[0].resolve()), pytest.raises(InputError, match="being updated"):
        update_and_write(LedgerRequest(ledger=story[0]), LedgerOutputs(story[0]))
    assert story[0].read_bytes() == before
    assert sorted(path.name for path in story[0].parent.glob(".*")) == []
