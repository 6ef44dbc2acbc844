# SPDX-License-Identifier: GPL-2.0-or-later
"""``adjustmententry`` as it is typed."""

from __future__ import annotations

import json
from functools import partial

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

# Three homestead patches of the sample township, and the field that a new site is cut from.
HOMESTEADS = ["371126102000000124", "371126102000000125", "371126102000000127"]
FIELD = "371126102000000001"


@pytest.fixture
def run(command):
    return partial(command, "adjustmententry")


@pytest.fixture
def layers(township, tmp_path):
    """Return the options that name a reclaimed layer (a Shapefile), an entered one and the survey."""
    survey = geopandas.read_file(township, layer="DLTB")
    old = survey[survey["BSM"].isin(HOMESTEADS)][["geometry"]].reset_index(drop=True)
    old = old.assign(
        DKBH=["复1", "复2", "复3"], FKDLBM="0102", FKDLMC="水浇地", GDDB=7, GDPDJB="1", KCXS=0.0,
        YSWH="示自然资验〔2026〕3号", YSRQ="2026-05-20", LXDH="SAMPLE-ONLY",
    )  # fmt: skip
    old.to_file(tmp_path / "FKDK.shp", engine="pyogrio", encoding="UTF-8")
    (field,) = survey[survey["BSM"] == FIELD].geometry
    west, south, _, _ = field.bounds
    site = field.intersection(shapely.box(west, south, west + 60, south + 1000))
    new = geopandas.GeoDataFrame({"ZDDM": ["371126004001JB00099"]}, geometry=[site], crs=survey.crs)
    new.to_file(tmp_path / "RSZD.gpkg", layer="RSZD", engine="pyogrio")
    return (
        "--reclaimed", tmp_path / "FKDK.shp", "--entered", tmp_path / "RSZD.gpkg",
        "--land-use", f"{township}|layername=DLTB", "--as-of", "2026-06-01",
    )  # fmt: skip


def test_all_outputs(run, layers, tmp_path):
    out = tmp_path / "out"
    done = run(*layers, "--output", out / "b.gpkg", "--record", out / "b.json", "--table", out / "b.xlsx")
    assert done.returncode == 0, done.stderr
    # the sample township is not where the measures hold
    assert "holds in Shanghe county only" in done.stderr
    assert done.stdout.split() == [str(out / name) for name in ("b.gpkg", "b.json", "b.xlsx")]
    assert sorted(path.name for path in out.iterdir()) == ["b.gpkg", "b.json", "b.xlsx"]

    record = json.loads((out / "b.json").read_text())
    assert (record["schema"], record["verdict"]) == ("land-entry-adjustment/1", "review")
    assert {one["rule_id"]: one["outcome"] for one in record["findings"] if one["outcome"] != "pass"} == {
        "adjusted_scattered": "review"
    }
    assert "SAMPLE-ONLY" not in (out / "b.json").read_text()
    plots = geopandas.read_file(out / "b.gpkg", layer="adjusted_plots")
    assert plots["side"].tolist() == ["reclaimed"] * 3 + ["entered"]
    assert plots["parcel_id"].tolist() == ["复1", "复2", "复3", "371126004001JB00099"]
    assert plots["becomes"].tolist()[0] == "0102 水浇地"
    assert plots["construction_change_m2"].tolist()[-1] == pytest.approx(plots["area_ellipsoid_m2"].tolist()[-1])
    book = openpyxl.load_workbook(out / "b.xlsx")
    assert book["结论"]["B2"].value == "待核"


def test_equal_runs_give_equal_records_outside_run(run, layers, tmp_path):
    records = []
    for name in ("a.json", "b.json"):
        assert run(*layers, "--record", tmp_path / name).returncode == 0
        record = json.loads((tmp_path / name).read_text())
        record.pop("run")
        records.append(record)
    assert records[0] == records[1]


def test_an_output_leaves_other_layers_of_a_geopackage_alone(run, layers, tmp_path):
    other = geopandas.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs="EPSG:4527")
    other.to_file(tmp_path / "mine.gpkg", layer="mine", engine="pyogrio")
    assert run(*layers, "--output", tmp_path / "mine.gpkg").returncode == 0
    assert set(pyogrio.list_layers(tmp_path / "mine.gpkg")[:, 0]) == {"mine", "adjusted_plots"}


def test_the_limit_of_scattered_plots(run, layers, tmp_path):
    for limit, outcome in ((5000, "pass"), (1000, "conflict")):
        assert run(*layers, "--scattered-below-m2", limit, "--record", tmp_path / "b.json").returncode == 0
        found = {one["rule_id"]: one["outcome"] for one in json.loads((tmp_path / "b.json").read_text())["findings"]}
        assert found["adjusted_scattered"] == outcome


def one_line(done, *words):
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


def test_bad_input_gets_one_clear_line_and_writes_nothing(run, layers, township, tmp_path):
    out = tmp_path / "out"
    record = ("--record", out / "b.json")
    one_line(run(*layers, "--output", out / "b.shp"), "Shapefile", ".gpkg")
    one_line(run(*layers, "--output", tmp_path / "RSZD.gpkg"), "sources")
    one_line(run(*layers, "--record", "/proc/nope/b.json"), "not writable")
    one_line(run(*layers, *record, "--as-of", "1.6.2026"), "1.6.2026")
    one_line(run(*layers, *record, "--scattered-below-m2", "-5"), "SCATTERED_BELOW_M2")
    one_line(run(*layers, *record, "--reclaimed", tmp_path / "gone.gpkg"), "gone.gpkg", "not found")
    one_line(run(*layers, *record, "--land-use", f"{township}|layername=XZQ"), "XZQ", "DLBM")
    one_line(run(*layers, *record, "--entered", township), "several layers", "layername")
    assert not out.exists()


def test_wrong_usage(run, layers):
    assert run(*layers).returncode == 2
    assert run("--record", "b.json").returncode == 2
    assert run("--help").returncode == 0
