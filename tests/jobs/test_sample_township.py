# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample township shows what its README says it shows."""

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


@pytest.fixture(scope="module")
def record(township):
    request = ScreeningRequest(
        parcels=open_layer(f"{township}|layername=parcels"), offered=tuple(open_package(str(township))), as_of=AS_OF
    )
    return screening_record(screenparcels(request))


def test_every_parcel_shows_what_the_readme_says(record, root):
    rows = [ROW.match(line) for line in (root / "sample_data" / "README.md").read_text().splitlines()]
    told = {
        row["id"]: (
            row["verdict"],
            row["spatial"],
            sorted(text.strip() for text in row["findings"].split(";") if text.strip() != "-"),
        )
        for row in rows
        if row
    }
    shown = {
        parcel["parcel_id"]: (
            parcel["verdict"],
            parcel["spatial_verdict"],
            sorted(f"{f['rule_id']} {f['outcome']}" for f in parcel["findings"] if f["outcome"] != "pass"),
        )
        for parcel in record["parcels"]
    }
    assert shown == told


def test_accounts_close_as_printed(record):
    for parcel in record["parcels"]:
        if parcel["account"]:
            account = parcel["account"]
            parts = sum(round(100 * row["area_m2"]) for row in account["rows"]) + round(100 * account["uncovered_m2"])
            assert parts == round(100 * account["total_m2"])


def test_personal_fields_are_never_read(record):
    assert "SAMPLE-ONLY" not in str(record)
    assert not {"ZRRZJHM", "LXDH", "JZDZ", "CFZR"} & set(record["inputs"]["basic_farmland"]["fields"])


def test_roles_are_recognised_and_only_rows_near_the_parcels_are_read(record):
    assert {role: entry["layer"] for role, entry in record["inputs"].items()} == {
        "parcels": "parcels",
        "land_use": "DLTB",
        "basic_farmland": "YJJBNTBHTB",
        "ecological_red_line": "STBHHX",
        "urban_boundary": "CZKFBJ",
        "admin_area": "XZQ",
    }
    assert 0 < record["inputs"]["land_use"]["features_read"] < record["inputs"]["land_use"]["features"]
