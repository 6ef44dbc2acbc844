# SPDX-License-Identifier: GPL-2.0-or-later
"""The windows in which the dock is tested: a QGIS that is driven once and looked at by all tests, and stand-ins."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETTINGS = """[locale]
overrideFlag=true
userLocale=zh_CN
globalLocale=zh_CN

[PythonPlugins]
land_entry_plugin=true
processing=true

[qgis]
checkVersion=false
showTips338=false
newProjectDefault=false
askToSaveProjectChanges=false

[app]
welcomePage\\show=false
"""


def driven(root, profile, place, script, seconds, **named):
    """Run a script in a QGIS window of its own and return what was seen."""
    if shutil.which("xvfb-run") is None or shutil.which("qgis") is None:
        pytest.fail("the dock is tested in a real window: scripts/set-up test installs xvfb and QGIS")
    settings = profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    here = Path(__file__).parent
    environment = dict(os.environ) | {
        "LAND_ENTRY_PROFILE": str(profile),
        "LAND_ENTRY_SEEN": str(place),
        "LAND_ENTRY_TESTS": str(here),
        "PYTHONFAULTHANDLER": "1",
        # not the offscreen platform of the other tests: a window on a screen without a monitor
        "QT_QPA_PLATFORM": "xcb",
        **{f"LAND_ENTRY_{name.upper()}": str(path) for name, path in named.items()},
    }
    command = [
        "xvfb-run", "-a", "-s", "-screen 0 1600x1200x24", str(root / "scripts" / "with-qgis"),
        "qgis", "--nologo", "--noversioncheck", "--profiles-path", str(profile), "--code", str(here / script),
    ]  # fmt: skip
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds, check=False)
    report = place / "seen.json"
    assert report.exists(), run.stderr[-3000:]
    result = json.loads(report.read_text(encoding="utf-8"))
    assert "error" not in result, result["error"]
    return result | {"rc": run.returncode, "stderr": run.stderr}


@pytest.fixture(scope="module")
def window(qgis_application):
    """Stand in for QGIS's window: the dock is driven in the process of the tests."""
    from windowed import Window

    made = Window()
    yield made
    made.close()


@pytest.fixture(scope="session")
def seen(root, township, tmp_path_factory):
    """Drive QGIS and return what was seen."""
    profile = tmp_path_factory.mktemp("profile")
    return driven(root, profile, root / "out" / "gui", "inside_qgis.py", 1800, township=township)


@pytest.fixture(scope="session")
def seen_large(root, tmp_path_factory):
    """Drive QGIS on a land survey of a million patches and return what was seen."""
    from benchmarks.coverage.made import Recipe, made_parcels, made_survey

    recipe, own = Recipe(1_000_000), tmp_path_factory.mktemp("large") / "parcels.gpkg"
    shutil.copyfile(made_parcels(recipe, 60), own)
    profile = tmp_path_factory.mktemp("profile_large")
    place = root / "out" / "gui_large"
    return driven(root, profile, place, "inside_large.py", 3000, survey=made_survey(recipe), parcels=own)
