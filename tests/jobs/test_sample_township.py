# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample townships show what their tables say they show."""

from __future__ import annotations

import re

import pytest
from support import of_township

from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels

ROW = re.compile(
    r"^\| `(?P<id>\w{19})` \| (?P<case>[^|]+) \| (?P<verdict>\w+) \| (?P<spatial>\w+) \| (?P<findings>[^|]+) \|"
)
TOWNSHIPS = {
    "township.gpkg": ("README.md", 18, "answers.csv"),
    "full_township.gdb": ("full_township.md", 40, "full_answers.csv"),
}
OPTIONAL = {
    "land_use_history[2009]": "DLTB_2009",
    "land_use_history[2019]": "DLTB_2019",
    "planned_use": "GHYDTB",
    "ownership": "JTTDSYQ",
    "use_rights": "ZDJBXX",
    "approvals": "PZWJSTD",
    "temporary_use": "LSYD",
    "violations": "WFDK",
    "heritage": "LSWHBHX",
    "restrictions": "CFDJ",
    "expropriation": "CPKF",
}


def screening(place, answers):
    """Return the record of a sample township with all its layers and answers."""
    return screening_record(screenparcels(of_township(place, answers)))


@pytest.fixture(scope="module", params=TOWNSHIPS)
def screened(request, root):
    table, count, answers = TOWNSHIPS[request.param]
    place = root / "sample_data" / request.param
    return screening(place, answers), place.parent / table, count


@pytest.fixture(scope="module")
def full(root):
    return screening(root / "sample_data" / "full_township.gdb", "full_answers.csv")


def test_every_parcel_shows_what_the_table_says(screened):
    record, table, count = screened
    rows = [ROW.match(line) for line in table.read_text(encoding="utf-8").splitlines()]
    told = sorted(
        (
            row["id"],
            row["verdict"],
            row["spatial"],
            sorted(text.strip() for text in row["findings"].split(";") if text.strip() != "-"),
        )
        for row in rows
        if row
    )
    shown = sorted(
        (
            parcel["parcel_id"],
            parcel["verdict"],
            parcel["spatial_verdict"],
            sorted(f"{f['rule_id']} {f['outcome']}" for f in parcel["findings"] if f["outcome"] != "pass"),
        )
        for parcel in record["parcels"]
    )
    assert len(told) == count
    assert shown == told


def test_accounts_close_as_printed(screened):
    for parcel in screened[0]["parcels"]:
        if parcel["account"]:
            account = parcel["account"]
            parts = sum(round(100 * row["area_m2"]) for row in account["rows"]) + round(100 * account["uncovered_m2"])
            assert parts == round(100 * account["total_m2"])


def test_personal_fields_are_never_read(screened):
    record = screened[0]
    assert "SAMPLE-ONLY" not in str(record)
    assert not {"ZRRZJHM", "LXDH", "JZDZ", "CFZR"} & set(record["inputs"]["basic_farmland"]["fields"])
    assert not {"QLR", "ZL"} & set(record["inputs"].get("use_rights", {"fields": ()})["fields"])


def test_roles_are_recognised_and_only_rows_near_the_parcels_are_read(screened):
    record, _, count = screened
    layers = {role: entry["layer"] for role, entry in record["inputs"].items()}
    assert layers == ({} if count == TOWNSHIPS["township.gpkg"][1] else OPTIONAL) | {
        "parcels": "parcels",
        "land_use": "DLTB",
        "basic_farmland": "YJJBNTBHTB",
        "ecological_red_line": "STBHHX",
        "urban_boundary": "CZKFBJ",
        "admin_area": "XZQ",
    }
    assert 0 < record["inputs"]["land_use"]["features_read"] < record["inputs"]["land_use"]["features"]


def pieces(record, number, role):
    (parcel,) = [one for one in record["parcels"] if one["parcel_id"].endswith(f"JB{number:05d}")]
    return [
        (row["source_id"].partition(":")[0] if role == "land_use_history" else row["code"], row["category"])
        for row in parcel["overlaps"]
        if row["role"] == role
    ]


def test_the_optional_layers_show_what_the_parcels_are_there_for(full):
    record = full
    assert record["inputs"]["land_use_history[2009]"]["class_system"] == ["second_survey"]
    assert record["inputs"]["land_use_history[2019]"]["class_system"] == ["survey"]
    assert pieces(record, 19, "land_use_history") == [("2009", "farmland"), ("2019", "farmland")]
    assert pieces(record, 30, "land_use_history") == [("2009", "construction"), ("2019", "construction")]
    assert pieces(record, 19, "use_rights") == []
    assert pieces(record, 7, "use_rights") == [("7", "collective_construction")]
    assert pieces(record, 32, "use_rights") == [("7", "collective_construction"), ("5", "homestead")]
    assert ("3", "state") in pieces(record, 34, "use_rights")
    assert pieces(record, 21, "planned_use") == [("0703", "planned_use")]
    assert pieces(record, 2, "ownership") == [("1", "collective")]
    for number, role, code in (
        (11, "temporary_use", "示自然资临〔2025〕11号"),
        (13, "violations", "示自然资立〔2026〕18号"),
        (15, "heritage", None),
        (17, "restrictions", "（2025）示0126执保41号"),
        (25, "approvals", "示政土〔2012〕37号"),
        (36, "expropriation", "示政字〔2025〕88号"),
    ):
        assert pieces(record, number, role) == [(code, role)]


def test_every_rule_that_layers_decide_fires_in_the_full_township(full):
    """Each of them is seen at work somewhere, and passes somewhere."""
    fired, passed = set(), set()
    for parcel in full["parcels"]:
        for finding in parcel["findings"]:
            if finding["is_spatial"]:
                (passed if finding["outcome"] == "pass" else fired).add(finding["rule_id"])
    assert passed - fired == {"survey_year"}
    assert fired <= passed
