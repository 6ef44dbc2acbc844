# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger on the command line."""

from __future__ import annotations

import pytest
from ledger_story import record

from land_entry_plugin.files.ledger import read_ledger
from land_entry_plugin.files.records import write_record


@pytest.fixture
def records(tmp_path):
    paths = {year: tmp_path / f"{year}.json" for year in (2024, 2025)}
    for year, path in paths.items():
        write_record(record(year), path)
    return paths


def test_two_years_in_place_and_the_form_back(command, records, tmp_path):
    ledger, folder = tmp_path / "台账.gpkg", tmp_path / "out"
    for year, path in records.items():
        given = ("--ledger", ledger) if ledger.exists() else ()
        done = command(
            "updateledger", "--record", path, *given, "--updated-ledger", ledger, "--folder", folder,
            "--as-of", f"{year}-12-01", "--place", "示例县", language="zh",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert "编号改变" in done.stderr
    assert done.stdout.splitlines()[0] == "台账共 5 宗，已退出 0 宗，记录 2 份。"
    assert [line for line in done.stdout.splitlines()[1:] if not (tmp_path / line).exists()] == []
    before, form = read_ledger(ledger), folder / "办理情况登记表.xlsx"
    filled = form.read_bytes()
    done = command(
        "updateledger", "--ledger", ledger, "--procedure", form, "--updated-ledger", ledger, "--folder", folder
    )
    assert done.returncode == 0, done.stderr
    assert read_ledger(ledger) == before
    assert form.read_bytes() == filled
    assert (folder / "办理情况登记表_2.xlsx").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ((), 2, "--updated-ledger"),
        (("--updated-ledger", "l.gpkg"), 1, "RECORD"),
        (("--record", "{2024}", "--updated-ledger", "l.shp"), 1, "Shapefile"),
        (("--record", "{2024}", "--updated-ledger", "l.gpkg", "--as-of", "soon"), 1, "soon"),
        (("--record", "{2024}", "--updated-ledger", "l.gpkg", "--plan-year", "26"), 1, "26"),
        (("--record", "{2024}", "--ledger", "none.gpkg", "--updated-ledger", "l.gpkg"), 1, "none.gpkg"),
        (("--record", "{2024}", "--procedure", "{2024}", "--updated-ledger", "l.gpkg"), 1, "2024.json"),
        (("--record", "none.json", "--updated-ledger", "l.gpkg"), 1, "none.json"),
        (("--record", "{2024}", "--templates", "none", "--folder", "out"), 1, "none"),
    ],
)
def test_a_fault_is_one_line_and_nothing_is_written(command, records, tmp_path, arguments, code, word):
    given = [text.format(**{"2024": ""}) if "{" not in text else str(records[2024]) for text in arguments]
    done = command("updateledger", *given)
    assert (done.returncode, word in done.stderr) == (code, True), done.stderr
    assert code == 2 or len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2024.json", "2025.json"]
