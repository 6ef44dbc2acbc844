# SPDX-License-Identifier: GPL-2.0-or-later
"""``checkdata`` as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import geopandas
import openpyxl
import pytest
import shapely


@pytest.fixture
def run(root, tmp_path):
    def run_(*arguments, language="en"):
        environment = os.environ | {
            "LANGUAGE": language,
            "PYTHONPATH": f"{root}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        }
        return subprocess.run(
            [sys.executable, "-m", "land_entry_plugin", "checkdata", *map(str, arguments)],
            capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
        )  # fmt: skip

    return run_


def test_the_sample_township_and_all_outputs(run, township, tmp_path):
    out = tmp_path / "out"
    done = run(
        "--parcels", f"{township}|layername=parcels", "--data", township, "--as-of", "2026-06-01",
        "--output", out / "c.gpkg", "--record", out / "c.json", "--table", out / "c.xlsx", "--fixed", out / "fixed",
        language="zh",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, second, *paths = done.stdout.splitlines()
    assert first.startswith("体检结论：可以筛查，有限制。")
    assert "没有可以安全修复的问题" in second
    assert paths == [str(out / name) for name in ("c.gpkg", "c.json", "c.xlsx")]
    record = json.loads((out / "c.json").read_text(encoding="utf-8"))
    grave = {(one["kind"], one["feature"][-7:]) for one in record["faults"] if one["severity"] != "note"}
    # as sample_data/README.md says of these parcels
    assert grave == {
        ("null", "JB00013"),
        ("bow_tie", "JB00012"),
        ("parcel_uncovered", "JB00008"),
        ("parcel_partly_outside", "JB00008"),
        ("parcels_overlap", "JB00016"),
    }
    assert openpyxl.load_workbook(out / "c.xlsx")["体检结论"]["B2"].value == "可以筛查，有限制"
    assert not (out / "fixed").exists()


def test_a_shapefile_in_gbk_and_nothing_else(run, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    columns = {"DLBM": ["0102", "0601"], "DLMC": ["水浇地", "工业用地"], "QSXZ": ["30", "30"], "SJNF": [2025, 2025]}
    shapes = [shapely.box(39_500_000 + x, 4_130_000, 39_500_050 + x, 4_130_050) for x in (0, 50)]
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4527")
    frame.to_file(folder / "DLTB.shp", engine="pyogrio", encoding="UTF-8")
    (folder / "DLTB.cpg").unlink()
    # written by hand: inside QGIS, GDAL does not recode
    table = (folder / "DLTB.dbf").read_bytes()
    for name in columns["DLMC"]:
        utf8 = name.encode()
        assert utf8 in table
        table = table.replace(utf8, name.encode("gbk").ljust(len(utf8)))
    (folder / "DLTB.dbf").write_bytes(table)
    done = run("--data", folder, "--record", tmp_path / "r.json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Fit to screen: no.")
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    (layer,) = record["layers"]
    assert (layer["encoding"], layer["role"], layer["class_system"]) == ("GB18030", "land_use", "survey")
    assert {one["values"]["field"] for one in record["faults"] if one["kind"] == "field_missing"} == {"BSM", "KCXS"}


def test_what_is_wrong_with_the_command_is_said_in_a_line(run, township, tmp_path):
    assert run("--data", township).returncode == 2
    missing = run("--data", tmp_path / "nowhere", "--record", tmp_path / "r.json")
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)
    over = run("--data", township, "--output", township)
    assert over.returncode == 1
    assert not (tmp_path / "r.json").exists()
