# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithms as a script runs them: qgis_process, a profile, files."""

from __future__ import annotations

import json
import os
import subprocess

import geopandas
import pytest


@pytest.fixture(scope="module")
def qgis_process(root):
    def run(*arguments, **environment):
        command = [str(root / "scripts" / "with-qgis"), "qgis_process", *map(str, arguments)]
        variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | environment
        return subprocess.run(command, capture_output=True, text=True, check=False, env=variables)

    return run


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def screened(qgis_process, township, out, root):
    return qgis_process(
        "run", "landentry:screenparcels", "--", f"PARCELS={township}|layername=parcels", f"DATA={township}",
        f"ANSWERS={root}/sample_data/answers.csv",
        f"OUTPUT=ogr:dbname='{out}/s.gpkg' table=\"parcels\" (geom)",
        f"OVERLAPS=ogr:dbname='{out}/s.gpkg' table=\"overlaps\" (geom)",
        f"FINDINGS=ogr:dbname='{out}/s.gpkg' table=\"findings\"",
        f"RECORD={out}/s.json", f"TABLE={out}/s.xlsx", "AS_OF=2026-11-21",
    )  # fmt: skip


def test_the_main_job(screened, out):
    assert screened.returncode == 0, screened.stderr
    assert "Traceback" not in screened.stderr
    parcels = geopandas.read_file(out / "s.gpkg", layer="parcels")
    assert parcels["verdict"].value_counts().to_dict() == {
        "prohibited": 5,
        "review": 6,
        "eligible": 4,
        "undetermined": 3,
    }
    assert len(geopandas.read_file(out / "s.gpkg", layer="findings")) > 15 * 10
    assert (out / "s.xlsx").stat().st_size > 5000


def test_the_same_record_as_the_command_line(screened, township, out, root):
    from land_entry_plugin.cli.main import main

    path = out / "cli.json"
    arguments = ["--parcels", f"{township}|layername=parcels", "--data", str(township), "--as-of", "2026-11-21"]
    arguments += ["--answers", str(root / "sample_data" / "answers.csv")]
    assert main(["screenparcels", *arguments, "--record", str(path)]) == 0
    ours, theirs = (json.loads(file.read_text()) for file in (path, out / "s.json"))
    assert theirs.pop("run")["versions"]["qgis"].startswith("3.")
    ours.pop("run")
    assert json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)


def test_sheets_from_the_record(screened, qgis_process, out):
    wanted = "371126004012JB00001,371126004012JB00003"
    done = qgis_process(
        "run", "landentry:surveysheets", "--", f"RECORD={out}/s.json", f"PARCEL_ID={wanted}", f"FOLDER={out}/sheets"
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.stem for path in (out / "sheets").glob("*.pdf")) == wanted.split(",")


def test_bad_input_gets_a_sentence_and_nothing_is_written(qgis_process, township, out):
    target = out / "refused"
    done = qgis_process(
        "run", "landentry:screenparcels", "--", f"PARCELS={township}|layername=parcels", f"DATA={township}",
        f"OUTPUT={target}/s.shp",
    )  # fmt: skip
    text = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Traceback" not in text, text
    assert "Shapefile" in text
    assert not target.exists()


# one run is the main job's above: QGIS would end badly once in a while
@pytest.mark.long
def test_runs_in_a_row_end_well(qgis_process, township, out):
    for i in range(10):
        done = qgis_process(
            "run", "landentry:screenparcels", "--", f"PARCELS={township}|layername=parcels", f"DATA={township}",
            f"OUTPUT={out}/run{i}.gpkg",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
