# SPDX-License-Identifier: GPL-2.0-or-later
"""One QGIS window for all tests of the dock: it is driven once, and the tests look at what was seen."""

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


@pytest.fixture(scope="session")
def seen(root, township, tmp_path_factory):
    """Drive QGIS and return what was seen."""
    if shutil.which("xvfb-run") is None or shutil.which("qgis") is None:
        pytest.fail("the dock is tested in a real window: scripts/set-up test installs xvfb and QGIS")
    profile = tmp_path_factory.mktemp("profile")
    settings = profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    place = root / "out" / "gui"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    here = Path(__file__).parent
    environment = dict(os.environ) | {
        "LAND_ENTRY_PROFILE": str(profile),
        "LAND_ENTRY_SEEN": str(place),
        "LAND_ENTRY_TESTS": str(here),
        "LAND_ENTRY_TOWNSHIP": str(township),
        # not the offscreen platform of the other tests: a window on a screen without a monitor
        "QT_QPA_PLATFORM": "xcb",
    }
    command = [
        "xvfb-run", "-a", "-s", "-screen 0 1600x1200x24", str(root / "scripts" / "with-qgis"),
        "qgis", "--nologo", "--noversioncheck", "--profiles-path", str(profile), "--code", str(here / "inside_qgis.py"),
    ]  # fmt: skip
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=420, check=False)
    report = place / "seen.json"
    assert report.exists(), run.stderr[-3000:]
    result = json.loads(report.read_text(encoding="utf-8"))
    assert "error" not in result, result["error"]
    return result | {"rc": run.returncode, "stderr": run.stderr}
