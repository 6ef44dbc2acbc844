# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip is the plugin: unpacked in a fresh profile it does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def unpacked(root, tmp_path_factory):
    made = subprocess.run(
        ["make", "--no-print-directory", "package"], cwd=root, capture_output=True, text=True, check=True
    )
    archive = made.stdout.split()[-1]
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder / "land_entry_plugin"


def test_what_is_in_it(unpacked, root):
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    for name in (
        "__init__.py",
        "metadata.txt",
        "LICENSE",
        "resources/rule_packs/national.yaml",
        "resources/icons/land_entry.svg",
    ):
        assert name in there
    source = {
        path.relative_to(root / "land_entry_plugin").as_posix() for path in (root / "land_entry_plugin").rglob("*.py")
    }
    assert source <= there
    assert not [name for name in there if "__pycache__" in name or name.startswith("tests")]
    assert [name for name in there if name.startswith("sample_data")] == ["sample_data/township.gpkg"]


def test_the_main_job_from_the_zip_in_a_fresh_profile(unpacked, root, township, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        "LAND_ENTRY_PLUGIN": str(unpacked),
        "LAND_ENTRY_PROFILE": str(tmp_path / "profile"),
    }

    def run(algorithm, *parameters):
        command = [root / "scripts/with-qgis", "qgis_process", "run", f"landentry:{algorithm}", "--", *parameters]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run(
        "screenparcels", f"PARCELS={township}|layername=parcels", f"DATA={township}",
        f"OUTPUT={tmp_path}/s.gpkg", f"RECORD={tmp_path}/s.json",
    )  # fmt: skip
    run("surveysheets", f"RECORD={tmp_path}/s.json", "PARCEL_ID=371126004012JB00003", f"FOLDER={tmp_path}/sheets")
    assert len(json.loads((tmp_path / "s.json").read_text())["parcels"]) == 18
    assert [path.name for path in (tmp_path / "sheets").glob("*.pdf")] == ["371126004012JB00003.pdf"]


def test_what_an_earlier_version_left_behind_is_forgotten():
    """QGIS keeps modules that were imported in threads: a plugin that is loaded again would mix both versions."""
    code = (
        "import sys, types; sys.modules['land_entry_plugin.rules.old'] = types.ModuleType('old'); "
        "import land_entry_plugin; assert 'land_entry_plugin.rules.old' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
