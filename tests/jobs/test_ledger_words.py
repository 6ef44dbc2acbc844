# SPDX-License-Identifier: GPL-2.0-or-later
"""What a ledger says in few words of a parcel: why, who adjoins, what a reviewer decided; and what it refuses."""

from __future__ import annotations

import copy
import csv
from datetime import date

import pytest
from ledger_story import D2, DAYS, A, B, C, E, record
from support import GivenAnswers

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.jobs.ledger.outputs import LedgerOutputs, update_and_write
from land_entry_plugin.jobs.ledger.remarks import summary
from land_entry_plugin.jobs.ledger.tables import planning_conditions, what_next
from land_entry_plugin.jobs.updateledger import LedgerRequest, updateledger

YEAR = 2025


@pytest.fixture
def screened():
    """A record, to be changed, and its parcels by id."""
    own = copy.deepcopy(record(YEAR))
    return own, {entry["parcel_id"]: entry for entry in own["parcels"]}


def ledger_of(own, **options):
    return updateledger(LedgerRequest(record=own, as_of=DAYS[YEAR], **options))


def states(updated):
    return {one.parcel_id: one for one in updated.story.states}


def told(folder, *rows):
    path = folder / "told.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return open_answers(str(path))


def test_the_first_reason_is_a_finding_then_open_questions_then_a_cap_then_none(screened):
    own, parcels = screened
    for entry in parcels.values():
        entry["caps"] = []
        for finding in entry["findings"]:
            finding["outcome"] = "pass"
    (strip,) = [one for one in parcels[A]["findings"] if one["rule_id"] == "farmland"]
    strip |= {"outcome": "conflict", "area_m2": 1234.567}
    for finding in parcels[B]["findings"][:2]:
        finding |= {"outcome": "review", "text_id": "answer.unanswered"}
    parcels[C]["caps"] = [{"id": "out_of_force", "texts": {"zh": "规则包已失效", "en": "The pack has expired"}}]
    found = {id_: state.screened.reason for id_, state in states(ledger_of(own)).items()}
    assert found == {
        A: f"{strip['title']['zh']} 1234.57 m²", B: "答复 2 项", C: "规则包已失效", D2: "可报方案", E: "可报方案",
    }  # fmt: skip


def test_a_reviewers_word_stands_beside_the_reason(screened):
    own, parcels = screened
    parcels[A]["review"] = {"decision": "exception", "reason": "县政府专题会议纪要〔2025〕3号"}
    parcels[B]["review"] = {"decision": "reject", "reason": ""}
    found = states(ledger_of(own))
    assert what_next(found[A]).endswith("；复核：待核→例外（县政府专题会议纪要〔2025〕3号）")
    assert what_next(found[B]).endswith("；复核：待核→不接受")
    assert "复核" not in what_next(found[C])


def test_areas_that_could_not_be_judged_stay_open_and_sides_are_those_of_the_sheet(screened):
    own, parcels = screened
    (coverage,) = [one for one in parcels[A]["findings"] if one["rule_id"] == "basic_farmland"]
    coverage["outcome"] = "unknown"
    cells = parcels[A]["cadastre"]["cells"]
    names = [name for name in cells if name.startswith("ZDSZ")]
    cells[names[0]] = {"state": "given", "value": "东至光明路"}
    parcels[B]["cadastre"]["four_neighbours"] = None
    found = states(ledger_of(own))
    assert found[A].screened.basic_farmland_m2 is None
    assert found[C].screened.basic_farmland_m2 == 0
    assert "东至光明路" in found[A].screened.sides.split("；")
    assert found[B].screened.sides is None


def test_two_parcels_of_one_id_are_said(screened):
    own, parcels = screened
    parcels[E]["parcel_id"] = D2
    assert any(D2 in remark.text("zh") for remark in ledger_of(own).remarks if remark.text_id == "ledger.same_ids")


def test_steps_that_are_only_said_to_be_done_have_the_day_of_their_paper_or_none(screened):
    own, _ = screened
    answers = GivenAnswers(
        [A], "shanghe_2024", deal_date=None, contract_written="yes", contract_written_date="2025-08-15"
    )
    events = {one.step: (one.state, one.day) for one in states(ledger_of(own, answers=answers))[A].events}
    assert events == {"contract": ("done", date(2025, 8, 15)), "registration": ("done", None)}


def test_answers_to_a_ledger_alone_are_read_by_the_pack_of_its_newest_record(screened, tmp_path):
    ledger = tmp_path / "ledger.gpkg"
    update_and_write(LedgerRequest(record=screened[0], as_of=DAYS[YEAR]), LedgerOutputs(ledger))
    answers = GivenAnswers([A, "nobody"], "shanghe_2024", deal_date="2025-10-01")
    updated = updateledger(LedgerRequest(ledger=ledger, answers=answers, as_of=date(2025, 10, 2)))
    assert ("deal", date(2025, 10, 1)) in {(one.step, one.day) for one in states(updated)[A].events}
    assert any("nobody" in remark.text("zh") for remark in updated.remarks)
    assert summary(updated).text("zh") == summary(ledger_of(screened[0])).text("zh")
    assert "5" in summary(updated).text("zh")


def test_planning_conditions_name_each_that_nobody_said(screened, tmp_path):
    form = told(tmp_path, ["parcel_id", "floor_area_ratio"], [A, "≤1.5"])
    found = states(ledger_of(screened[0], procedure=form))
    assert planning_conditions(found[A]) == "容积率 ≤1.5；建筑密度 待补；绿地率 待补"
    assert planning_conditions(found[B]) == "待补"


@pytest.mark.parametrize(
    ("rows", "text_id", "words"),
    [
        ([["contract_date"], ["2025-08-01"]], "answers_without_parcels", "contract_date"),
        ([["parcel_id", "use"], [A, "工业"], [A, "商业"]], "answered_twice", A),
        (
            [["parcel_id", "contract_date", "contract_state"], [A, "2025-08-01", "办了一半"]],
            "bad_form_cell",
            "办了一半",
        ),
    ],
)
def test_a_form_that_says_nothing_or_two_things_stops_the_update(screened, tmp_path, rows, text_id, words):
    with pytest.raises(InputError) as refused:
        ledger_of(screened[0], procedure=told(tmp_path, *rows))
    assert refused.value.text_id == text_id
    assert words in refused.value.user_message("zh")


def test_a_ledger_of_nothing_a_plan_of_no_year_and_a_folder_that_is_a_file_are_refused(screened, tmp_path):
    with pytest.raises(InputError) as refused:
        updateledger(LedgerRequest())
    assert refused.value.text_id == "ledger_of_nothing"
    with pytest.raises(InputError, match="20255"):
        ledger_of(screened[0], plan_year=20255)
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        update_and_write(LedgerRequest(record=screened[0]), LedgerOutputs(tmp_path / "ledger.gpkg", tmp_path / "out"))
    assert refused.value.text_id == "unwritable"
    assert not (tmp_path / "ledger.gpkg").exists()
