# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample townships show what their tables say they show."""

from __future__ import annotations

import re

import pytest
from support import AS_OF

from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

ROW = re.compile(
    r"^\| `(?P<id>\w{19})` \| (?P<case>[^|]+) \| (?P<verdict>\w+) \| (?P<spatial>\w+) \| (?P<findings>[^|]+) \|"
)
TOWNSHIPS = {"township.gpkg": ("README.md", 18), "full_township.gdb": ("full_township.md", 40)}


@pytest.fixture(scope="module", params=TOWNSHIPS)
def screened(request, root):
    place = root / "sample_data" / request.param
    asked = ScreeningRequest(
        parcels=open_layer(f"{place}|layername=parcels"), offered=tuple(open_package(str(place))), as_of=AS_OF
    )
    table, count = TOWNSHIPS[request.param]
    return screening_record(screenparcels(asked)), root / "sample_data" / table, count


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


def test_roles_are_recognised_and_only_rows_near_the_parcels_are_read(screened):
    record = screened[0]
    assert {role: entry["layer"] for role, entry in record["inputs"].items()} == {
        "parcels": "parcels",
        "land_use": "DLTB",
        "basic_farmland": "YJJBNTBHTB",
        "ecological_red_line": "STBHHX",
        "urban_boundary": "CZKFBJ",
        "admin_area": "XZQ",
    }
    assert 0 < record["inputs"]["land_use"]["features_read"] < record["inputs"]["land_use"]["features"]


def test_every_rule_that_geometry_decides_fires_in_the_full_township(root):
    """Each rule of the pack is seen at work somewhere, and passes somewhere."""
    place = root / "sample_data" / "full_township.gdb"
    asked = ScreeningRequest(
        parcels=open_layer(f"{place}|layername=parcels"), offered=tuple(open_package(str(place))), as_of=AS_OF
    )
    fired, passed = set(), set()
    for parcel in screening_record(screenparcels(asked))["parcels"]:
        for finding in parcel["findings"]:
            (passed if finding["outcome"] == "pass" else fired).add(finding["rule_id"])
    assert passed - fired == {"survey_year"}
    assert fired <= passed
