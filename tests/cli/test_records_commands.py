# SPDX-License-Identifier: GPL-2.0-or-later
"""``verifyscreening``, ``comparescreenings`` and ``findcandidates`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest

from land_entry_plugin.cli.main import main

TOWNSHIP = str(Path(__file__).parents[2] / "sample_data" / "township.gpkg")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("records") / "record.json"
    arguments = ["screenparcels", "--parcels", f"{TOWNSHIP}|layername=parcels", "--data", TOWNSHIP]
    assert main([*arguments, "--as-of", "2026-11-21", "--record", str(path)]) == 0
    return path


def test_a_record_is_verified(record, tmp_path, capsys):
    result = tmp_path / "result.json"
    assert main(["verifyscreening", "--record", str(record), "--result", str(result)]) == 0
    assert json.loads(result.read_text(encoding="utf-8"))["holds"] is True
    assert json.loads(record.read_text(encoding="utf-8"))["run"]["screening_id"] in capsys.readouterr().out


def test_a_record_is_not_written_over(record, capsys):
    assert main(["verifyscreening", "--record", str(record), "--result", str(record)]) == 1
    assert json.loads(record.read_text(encoding="utf-8"))["schema"] == "land-entry-screening/1"
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_two_records_are_compared(record, tmp_path, capsys):
    outputs = ["--output", str(tmp_path / "c.gpkg"), "--table", str(tmp_path / "c.xlsx")]
    assert main(["comparescreenings", "--before", str(record), "--after", str(record), *outputs]) == 0
    assert pyogrio.read_info(tmp_path / "c.gpkg")["features"] == len(json.loads(record.read_text())["parcels"])
    assert "PARCEL_ID=" not in capsys.readouterr().out


def test_what_is_no_record_is_refused(tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["verifyscreening", "--record", str(path), "--result", str(tmp_path / "r.json")]) == 1
    assert not (tmp_path / "r.json").exists()
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_candidates_are_found(tmp_path, capsys):
    outputs = ["--output", str(tmp_path / "r.gpkg"), "--record", str(tmp_path / "r.json")]
    assert main(["findcandidates", "--data", TOWNSHIP, "--as-of", "2026-11-21", *outputs]) == 0
    sites = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["sites"]
    assert sites
    assert pyogrio.read_info(tmp_path / "r.gpkg")["features"] == sum(site["status"] != "barred" for site in sites)
    assert main(["findcandidates", "--data", TOWNSHIP, "--min-width-m", "0", *outputs]) == 1
    assert "MIN_WIDTH_M" in capsys.readouterr().err
