# SPDX-License-Identifier: GPL-2.0-or-later
"""What is measured is compared first, rounds fit the time, and the page says what was missed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely

from benchmarks.checking import by_parcel, largest_difference, totals_of_table
from benchmarks.coverage.made import Recipe, made_parcels, made_survey
from benchmarks.goals import goal_rows
from benchmarks.page import write_page, write_section
from benchmarks.results import Results, exponent, ratios, rounds_that_fit, spread

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("count", [20, 3])
def test_the_limit_cuts_what_there_is_to_cut(tmp_path, monkeypatch, count):
    monkeypatch.setenv("LAND_ENTRY_SCRATCH", str(tmp_path))
    recipe = Recipe(2_500, seed=3, line_vertices=1_000)
    survey, parcels = made_survey(recipe), made_parcels(recipe, count)
    table = tmp_path / "totals.csv"
    command = [
        sys.executable,
        str(ROOT / "benchmarks/peers/limit.py"),
        str(survey),
        str(parcels),
        "--totals",
        str(table),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    _, _, shapes, (codes,) = pyogrio.raw.read(survey, layer="DLTB", columns=["DLBM"])
    _, _, own, (ids,) = pyogrio.raw.read(parcels, columns=["ZDDM"])
    shapes, own = shapely.from_wkb(shapes), shapely.from_wkb(own)
    expected = {
        (parcel_id, code): float(shapely.area(shapely.intersection(shape, shapes[codes == code])).sum())
        for parcel_id, shape in zip(ids, own, strict=True)
        for code in np.unique(codes)
    }
    found = totals_of_table(table)
    assert largest_difference(found, expected) < 1e-6
    assert sum(found.values()) == pytest.approx(shapely.area(own).sum(), abs=0.01)


def test_totals_differ_where_a_class_is_missing_or_less():
    one = {("A", "0102"): 10.0, ("A", "0301"): 5.0}
    assert largest_difference(one, one | {("B", "0102"): 0.001}) == 0
    assert largest_difference(one, {("A", "0102"): 10.0}) == 5.0
    assert largest_difference(by_parcel(one), {("A", ""): 14.98}) == pytest.approx(0.02)


def test_ratios_are_taken_within_rounds_that_both_have():
    assert ratios([10.0, 12.0, None], [2.0, 3.0, 4.0]) == [5.0, 4.0]
    assert spread([5.0, 4.0, 4.5]) == "4.5 (4.0–5.0)"
    assert exponent([1e5, 1e6], [2.0, 20.0]) == pytest.approx(1.0)


def test_slow_tools_take_part_in_fewer_rounds_and_ours_in_all():
    assert rounds_that_fit({"ours": 10, "limit": 5, "slow": 100}, 1000, 5) == {"ours": 5, "limit": 5, "slow": 5}
    fewer = rounds_that_fit({"ours": 10, "limit": 5, "slow": 100}, 400, 5)
    assert fewer == {"ours": 5, "limit": 5, "slow": 3}
    assert rounds_that_fit({"ours": 10, "slow": 100}, 1, 5) == {"ours": 5, "slow": 2}


def test_who_has_had_his_rounds_makes_room_for_the_others():
    seconds = {"ours": 10, "quick": 10, "slow": 100}
    assert rounds_that_fit(seconds, 60, 3, done={"ours": 2, "quick": 2, "slow": 2})["slow"] == 0
    fewer = rounds_that_fit(seconds, 60, 3, done={"ours": 2, "quick": 2, "slow": 1})
    assert fewer == {"ours": 3, "quick": 0, "slow": 1}
    assert rounds_that_fit(seconds, 400, 3, done={"ours": 2, "quick": 2, "slow": 2})["slow"] == 3


def test_goals_say_met_accepted_and_missed():
    values = {
        "main": {
            "ours": {"seconds": [10.0, 10.0], "uss_mb": 900.0},
            "limit": {"seconds": [4.0, 4.0]},
            "geopandas": {"seconds": [80.0, 80.0]},
            "intersection": {"seconds": [70.0, None]},
            "sedonadb": {"seconds": [5.0, 5.0]},
        }
    }
    rows = {line.split(" | ")[0].strip("| "): line for line in goal_rows(values)}
    assert rows["7 times faster than geopandas.overlay"].endswith("| met |")
    assert "accepted" in rows["10 times faster than native:intersection"]
    assert "accepted" in rows["at most 2 times the limit"]
    assert "**missed**: 4.00 times short" in rows["2 times faster than SedonaDB, from GeoPackage"]
    assert "**missed**" in rows["peak private memory at most 800 MB"]
    assert "not measured" in rows["20 times faster than native:calculatevectoroverlaps"]


def test_a_section_is_written_between_its_marks_and_others_stay(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("# Performance\n\n<!-- measured: run -->\nold\n<!-- end: run -->\n\nby hand\n", encoding="utf-8")
    chinese = tmp_path / "performance.zh.md"
    chinese.write_text("# 性能\n\n<!-- measured: run -->\n<!-- end: run -->\n", encoding="utf-8")
    write_section(page, "run", ["new"])
    assert chinese.read_text(encoding="utf-8") == "# 性能\n\n<!-- measured: run -->\nnew\n<!-- end: run -->\n"
    write_section(page, "live", ["while drawing"])
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert "<!-- measured: run -->\nnew\n<!-- end: run -->\n\nby hand" in text
    assert text.endswith("<!-- measured: live -->\nwhile drawing\n<!-- end: live -->\n")


def test_stages_that_are_measured_again_leave_the_others(tmp_path):
    values = {"patches": 1000, "parcels": 10, "machine": {"cores": 2}}
    path = tmp_path / "results.json"
    Results(path, values | {"growth": {"patches": {}}})
    assert Results.continued(path, values).values["growth"] == {"patches": {}}
    assert Results.continued(path, values | {"parcels": 20}).values == values | {"parcels": 20}
    assert Results.continued(path, values | {"machine": {"cores": 8}}).values == values | {"machine": {"cores": 8}}


def test_the_page_says_when_what_was_measured_and_who_took_part_in_fewer_rounds(tmp_path, monkeypatch):
    # the plot needs a library that only the benchmark brings
    monkeypatch.setattr("benchmarks.page.draw_table", lambda *_: False)
    page = tmp_path / "performance.md"
    one = {"date": "2026-01-02 10:00 UTC", "load": 0.1, "minutes": 30.0}
    machine = {"processor": "P", "cores": 2, "memory_gb": 8, "system": "S", "versions": {"QGIS": "3.40"}}
    row = {"gives": "", "areas": "plane", "uss_mb": 1.0, "difference_m2": 0.0}
    main = {
        "ours": row | {"label": "Ours", "seconds": [1.0, 1.0]},
        "postgis": row | {"label": "PostGIS", "seconds": [9.0, None]},
    }
    values = {"machine": machine, "patches": 1000, "parcels": 10, "main": main}
    values["runs"] = {"main_table": one}
    write_page(page, values)
    text = page.read_text(encoding="utf-8")
    assert "2026-01-02 10:00 UTC, 30 minutes, load 0.1" in text
    assert "for want of time: PostGIS in 1 of 2." in text
    assert "Ours wrote 0 MB. In fewer" in text
    assert "not quiet" not in text
    values |= {"megabytes": 1197, "record_bytes": 1_054_321}
    values["runs"]["growth"] = {"date": "2026-01-03 10:00 UTC", "load": 3.0, "minutes": 2.0}
    write_page(page, values)
    text = page.read_text(encoding="utf-8")
    assert "The tools: 2026-01-02" in text
    assert "Growth: 2026-01-03" in text
    assert "Ours wrote 1,197 MB, of which the record takes 105 kB a parcel. In fewer" in text
    assert "not quiet" in text


@pytest.mark.parametrize("name", ["performance.md", "performance.zh.md"])
def test_what_is_written_by_hand_states_no_measured_size(root, name):
    text = (root / "docs" / name).read_text(encoding="utf-8")
    by_hand = re.sub(r"<!-- measured: (\w+) -->.*?<!-- end: \1 -->", "", text, flags=re.DOTALL)
    assert re.findall(r"\d[\d,.]* ?(?:kB|MB|GB|seconds|秒)", by_hand) == []


def test_what_is_left_after_an_error_is_called_a_partial_file(tmp_path):
    broken = {"share": 0.008, "patches": 1000, "parcels": 10}
    broken["of"] = {
        "one": {"label": "One", "covered": 0.4, "failed": "ended with 1: TopologyException | at a place"},
        "two": {"label": "Two", "covered": 0.0, "failed": "ended with 1"},
        "three": {"label": "Three", "covered": 0.91, "said": "nothing"},
    }
    machine = {"processor": "P", "cores": 2, "memory_gb": 8, "system": "S", "versions": {}}
    page = tmp_path / "performance.md"
    write_page(page, {"machine": machine, "patches": 1000, "parcels": 10, "broken": broken})
    text = page.read_text(encoding="utf-8")
    assert "| One | 40.000%, a partial file | ended with 1: TopologyException / at a place |" in text
    assert "| Two | nothing is left | ended with 1 |" in text
    assert "| Three | 91.000% | nothing |" in text
