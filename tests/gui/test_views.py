# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock shows of layers, runs, records and reviews, without a window."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
import yaml
from support import Heard, of_township

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.records import read_record, write_record
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.gui import data_view, result_view, review, words
from land_entry_plugin.gui.delivery import failed_parcels
from land_entry_plugin.gui.run_watch import RunWatch
from land_entry_plugin.gui.state import DockState
from land_entry_plugin.jobs.layer_facts import ADMINISTRATIVE, ASSUMED, NOT_STATED, STATED, RoleFacts, layer_facts
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.paths import resource
from land_entry_plugin.texts import _sentences, english_name


@pytest.fixture(scope="module")
def request_of_township(township):
    return of_township(township)


@pytest.fixture(scope="module")
def screening(request_of_township):
    return screenparcels(request_of_township)


@pytest.fixture(scope="module")
def record(screening):
    return json.loads(json.dumps(screening_record(screening)))


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    speak(monkeypatch, "zh")


def speak(monkeypatch, language):
    for module in (words, data_view, result_view):
        monkeypatch.setattr(module, "language", lambda: language)


def test_every_sentence_of_the_window_is_there_and_is_used(root):
    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "land_entry_plugin" / "gui").rglob("*.py"))
    there = {key.removeprefix("window.") for key in _sentences() if key.startswith("window.")}
    asked = set(re.findall(r"\bsay\(\s*[\"'](\w+)[\"']", code))
    assert asked <= there
    # named by a prefix, or passed on as an id
    prefixes = tuple(re.findall(r"[\"'](\w+_)\{", code))
    unused = {key for key in there - asked if not key.startswith(prefixes) and f'"{key}"' not in code}
    assert not unused


def test_a_parcel_that_was_cancelled_away_is_no_verdict(request_of_township, screening):
    heard = Heard(5)
    part = screenparcels(request_of_township, heard, heard)
    whole = {result.parcel_id: result.verdict for result in screening.results}
    assert 0 < len(part.results) < len(whole)
    assert {result.parcel_id: result.verdict for result in part.results}.items() <= whole.items()
    assert {result.parcel_id for result in part.results} | set(part.not_screened) == set(whole)
    rows = result_view.parcel_rows(screening_record(part))
    assert [row.verdict for row in rows[-len(part.not_screened) :]] == ["not_screened"] * len(part.not_screened)
    assert all(row.index is None for row in rows if row.verdict == "not_screened")


def test_a_whole_run_names_nothing_that_was_left_out(record):
    assert "not_screened" not in record["run"]


def test_the_list_is_ordered_and_filtered(record):
    rows = result_view.parcel_rows(record)
    order = [result_view.ORDER.index(row.verdict) for row in rows]
    assert order == sorted(order)
    assert len(rows) == len(record["parcels"])
    only = result_view.Filter(frozenset({"prohibited"}))
    assert {row.verdict for row in rows if only.takes(row)} == {"prohibited"}
    village = next(row.village for row in rows if row.village)
    assert all(row.village == village for row in rows if result_view.Filter(village=village).takes(row))
    assert [row.short_id for row in rows if result_view.Filter(text="jb00004").takes(row)] == ["JB00004"]


@pytest.mark.parametrize(
    ("place", "holder", "village"),
    [
        ("柳河镇张庄村北、旧砖窑", "", "张庄村"),
        ("", "柳河镇后李村股份经济合作社", "后李村"),
        ("王家桥村", "", "王家桥村"),
        ("城东开发区 3 号", "", ""),
    ],
)
def test_the_village_is_read_from_the_place(record, place, holder, village):
    parcel = record["parcels"][0]
    changed = parcel | {"cadastre": parcel["cadastre"] | {"declared": {"ZL": place, "SYQR": holder}}}
    assert result_view.parcel_rows(record | {"parcels": [changed]})[0].village == village


def test_the_band_says_why(record, monkeypatch):
    for parcel in record["parcels"]:
        sentence = result_view.reason_sentence(parcel)
        assert sentence.endswith("。")
        for finding in parcel["findings"]:
            if parcel["verdict"] == "prohibited" and finding["outcome"] == "conflict" and finding["area_m2"]:
                assert words.square_metres(finding["area_m2"]) in sentence
        if parcel["verdict"] == "review" and parcel["spatial_verdict"] == "eligible":
            assert "空间核查无冲突" in sentence
            assert "可入市" not in sentence.split("；")[0]
    speak(monkeypatch, "en")
    assert all(re.search(r"[A-Za-z]", result_view.reason_sentence(parcel)) for parcel in record["parcels"])


def test_areas_that_may_lie_on_each_other_are_not_offered_as_a_sum(record):
    two = next(
        parcel
        for parcel in record["parcels"]
        if parcel["verdict"] == "prohibited"
        and sum(one["outcome"] == "conflict" and bool(one["area_m2"]) for one in parcel["findings"]) > 1
    )
    assert words.say("not_additive") in result_view.reason_sentence(two)


def test_the_pieces_of_a_finding_are_its_patches_and_make_its_area(record):
    looked_at = 0
    for parcel in record["parcels"]:
        for finding in parcel["findings"]:
            if (
                finding["kind"] not in ("class_overlap", "zone")
                or not finding["area_m2"]
                or finding["values"].get("papers")
            ):
                continue
            pieces = result_view.pieces_of(parcel, finding)
            assert [piece["source_id"] for piece in pieces][:1] == finding["values"]["patches"][:1]
            assert {piece["source_id"] for piece in pieces} == set(finding["values"]["patches"])
            assert sum(piece["area_m2"] for piece in pieces) == pytest.approx(finding["area_m2"], abs=0.01)
            looked_at += 1
    assert looked_at > 4


def test_the_account_closes_as_printed(record):
    for parcel in record["parcels"]:
        lines = result_view.account_lines(parcel)
        if parcel["account"] is None:
            assert not lines
            continue
        assert result_view.account_gap(parcel) == 0
        off = parcel | {"account": parcel["account"] | {"total_m2": parcel["account"]["total_m2"] + 0.37}}
        assert result_view.account_gap(off) == -0.37


def test_what_speaks_against_a_parcel_is_hatched_in_its_account(record):
    parcel = next(
        parcel
        for parcel in record["parcels"]
        if any(one["rule_id"] == "farmland" and one["outcome"] == "conflict" for one in parcel["findings"])
    )
    assert {line.code[:2] for line in result_view.account_lines(parcel) if line.conflicts} >= {"01"}


def test_a_review_is_kept_in_the_record_beside_the_verdict(record, tmp_path):
    spoken = review.Review("exception", "已批先用", "王工", "2026-11-21T18:40:00+08:00")
    changed = review.with_review(record, 3, spoken)
    assert "review" not in record["parcels"][3]
    write_record(changed, tmp_path / "record.json")
    back = read_record(tmp_path / "record.json")["parcels"][3]
    assert back["review"] == {
        "decision": "exception", "reason": "已批先用", "name": "王工", "time": "2026-11-21T18:40:00+08:00",
    }  # fmt: skip
    assert back["verdict"] == record["parcels"][3]["verdict"]
    assert words.word(back["verdict"]) in review.reviewed_sentence(back)
    assert "例外" in review.reviewed_sentence(back)
    assert review.with_review(changed, 3, None) == record
    assert review.reviewed_count(changed) == 1


def test_a_record_with_another_word_than_ours_is_refused(record, tmp_path):
    changed = review.with_review(record, 0, review.Review("maybe", "", "王工", ""))
    write_record(changed, tmp_path / "record.json")
    with pytest.raises(InputError):
        read_record(tmp_path / "record.json")


@pytest.mark.parametrize(
    ("decision", "reason", "name", "fault"),
    [
        ("accept", "", "王工", None),
        ("reject", "", "王工", "review_needs_reason"),
        ("exception", " ", "王工", "review_needs_reason"),
        ("reject", "四至不符", "王工", None),
        ("accept", "", " ", "review_needs_name"),
        ("", "", "王工", "review_needs_decision"),
    ],
)
def test_what_a_review_needs(decision, reason, name, fault):
    assert review.Review(decision, reason, name, "").fault == fault


def test_the_state_survives_and_nonsense_does_not():
    state = DockState(2, "layer_1", {"land_use": "layer_2"}, ["heritage"], as_of="2026-11-21", sliver_area_m2=5.0)
    assert DockState.read(state.written()) == state
    for text in ("", "{", "[1]", '{"step": "two", "roles": [], "sliver_area_m2": true, "later": 1}'):
        assert DockState.read(text) == DockState()


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_time_left_is_guessed_late_and_never_jumps_up():
    clock = Clock()
    watch = RunWatch(lambda: False, 10, clock)
    assert not watch.is_worth_showing
    clock.now += 1
    watch.report("read", 0.5)
    assert watch.is_worth_showing
    assert watch.seconds_left() is None
    clock.now += 1.5
    assert watch.seconds_left() == pytest.approx(2.5)
    guesses = [watch.seconds_left()]
    for _ in range(20):
        clock.now += 1
        guesses.append(watch.seconds_left())
    assert all(later <= earlier * 1.2 + 1e-9 for earlier, later in pairwise(guesses))
    assert RunWatch(lambda: True, 1).cancelled()


def test_a_parcel_fails_once_for_however_many_files():
    errors = ["甲 1 PDF: no font", "甲 1 DOCX: no font", "screening.xlsx : no room", "甲 11 PDF: no font"]
    assert failed_parcels(errors, ["甲", "甲 1", "甲 11"], ["PDF", "DOCX"]) == ["甲 1", "甲 11"]


def test_phases_and_verdicts_are_followed():
    clock = Clock()
    watch = RunWatch(lambda: False, 3, clock)
    watch.report("prepare", 0.0)
    clock.now += 1
    watch.report("read", 0.1)
    clock.now += 2
    watch.report("overlay", 0.4)
    watch.report("read", 0.3)
    assert watch.phase == "overlay"
    assert watch.fraction == 0.4
    assert watch.phase_seconds("prepare") == 1
    assert watch.phase_seconds("read") == 2
    assert watch.phase_seconds("overlay") is None
    for verdict in ("review", "review", "prohibited"):
        watch.judged("1", verdict)
    assert watch.verdicts == {"review": 2, "prohibited": 1}
    assert watch.done == 3
    watch.begins_again()
    assert (watch.done, watch.fraction, watch.phase, watch.last_parcel) == (0, 0.0, "prepare", "")
    assert watch.phase_seconds("prepare") is None


def test_the_import_of_a_slow_layer_is_none_of_the_phases_of_a_run():
    watch = RunWatch(lambda: False, 3)
    watch.report("prepare", 0.0)
    watch.report("import", 0.9)
    assert (watch.phase, watch.fraction) == ("prepare", 0.0)


@pytest.fixture(scope="module")
def facts(township):
    return layer_facts(open_layer(f"{township}|layername=parcels"), {}, open_package(str(township)))


def test_layers_are_looked_at_before_anything_is_screened(facts, screening):
    assert facts["parcels"].feature_count == len(screening.results)
    assert facts["land_use"].year == 2025
    assert 0.5 < facts["land_use"].covered < 1
    uncovered = sum(1 for result in screening.results if result.account and result.account.uncovered > 0)
    assert facts["land_use"].uncovered_parcels >= uncovered > 0
    assert facts["basic_farmland"].extent == ADMINISTRATIVE
    assert not facts["heritage"].layers


def test_where_a_line_layer_is_complete(township):
    package = open_package(str(township))
    parcels = open_layer(f"{township}|layername=parcels")
    without_area = [source for source in package if source.describe().name != "XZQ"]
    assert layer_facts(parcels, {}, without_area)["urban_boundary"].extent == ASSUMED
    lines_only = [source for source in without_area if source.describe().name != "DLTB"]
    assert layer_facts(parcels, {}, lines_only)["urban_boundary"].extent == NOT_STATED
    assert layer_facts(parcels, {}, lines_only, ["urban_boundary"])["urban_boundary"].extent == STATED


def test_a_layer_at_fault_does_not_hide_the_others(township):
    class Without:
        def __init__(self, source):
            self.source = source

        def describe(self):
            return replace(self.source.describe(), crs=None)

        def rows(self, fields, boxes=None):
            return self.source.rows(fields, boxes)

    package = [Without(one) if one.describe().name == "STBHHX" else one for one in open_package(str(township))]
    found = layer_facts(open_layer(f"{township}|layername=parcels"), {}, package)
    assert found["ecological_red_line"].fault.text_id == "no_crs_looks_like"
    assert found["land_use"].covered
    row = data_view.role_row(found["ecological_red_line"])
    assert (row.kind, row.fix) == ("prohibited", data_view.SET_CRS)
    rows = data_view.role_rows(found, ())
    assert "1" in data_view.headline(rows)[0]
    assert words.role_title("ecological_red_line") in data_view.headline(rows)[1]


def test_what_is_missing_says_what_follows_and_is_never_fine():
    for role in ("land_use", "basic_farmland", "heritage", "ownership", "admin_area"):
        row = data_view.role_row(RoleFacts(role))
        assert row.kind == "undetermined"
        assert row.fix == data_view.CHOOSE
        assert row.detail.startswith("未提供")
    stated = data_view.role_row(RoleFacts("heritage"), ["heritage"])
    assert (stated.kind, stated.is_given) == ("eligible", False)
    several = data_view.role_row(RoleFacts("heritage", ("A", "B"), is_ambiguous=True))
    assert several.kind == "review"


def test_the_headline_of_an_empty_project_asks_for_data():
    title, _ = data_view.headline(data_view.role_rows({}, ()))
    assert title == "先打开三调和三线数据"
    only_survey = {"land_use": RoleFacts("land_use", ("DLTB",))}
    assert data_view.headline(data_view.role_rows(only_survey, ()))[0] == words.say("parcels_first")


@pytest.mark.parametrize(
    ("crs", "zone"),
    [("EPSG:4527", "39 带"), ("EPSG:4548", "39 带"), ("EPSG:4490", "EPSG:4490"), ("EPSG:4513", "25 带")],
)
def test_zones_are_named_as_surveyors_do(crs, zone):
    assert data_view.zone(crs) == zone


def test_classes_and_statutes_have_english_names():
    tables = yaml.safe_load(resource("land_classes.yaml").read_text(encoding="utf-8"))
    names = {entry[0] for system in ("survey", "guide") for entry in tables[system].values()}
    for path in resource("rule_packs").glob("*.yaml"):
        documents = yaml.safe_load(path.read_text(encoding="utf-8")).get("documents") or {}
        names |= {document["title"] for document in documents.values()}
    assert not {name for name in names if re.search("[一-鿿]", english_name(name))}
    assert english_name("张家园子") == "张家园子"
