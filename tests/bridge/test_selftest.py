# SPDX-License-Identifier: GPL-2.0-or-later
"""The self-test, in every program that loads the plugin."""

from __future__ import annotations

import os
import subprocess
import types
from pathlib import Path

import pytest

import land_entry_plugin.bridge.selftest as selftest
from land_entry_plugin.bridge.wording import selftest_sentence

# An algorithm and a start-up script that print what the self-test says inside qgis_process and inside the desktop.
SCRIPT = """
from land_entry_plugin.bridge.selftest import run_selftest
found = run_selftest()
open({path!r}, "w").write(repr((found.passed, found.faults, found.missing)))
"""


@pytest.mark.usefixtures("qgis_application")
def test_passes_here():
    found = selftest.run_selftest()
    assert found.passed, found
    assert set(found.versions) == {"qgis", "shapely", "pyproj", "geos", "proj", "gdal"}


@pytest.mark.usefixtures("qgis_application")
def test_another_geos_is_a_fault_with_a_remedy(monkeypatch):
    real = selftest.import_module
    other = types.SimpleNamespace(geos_version_string="3.99.0")
    check = lambda name: other if name == "shapely" else real(name)  # noqa: E731
    monkeypatch.setattr(selftest, "_wkb_round_trip", lambda versions: None)
    monkeypatch.setattr(selftest, "import_module", check)
    found = selftest.run_selftest()
    assert not found.passed
    sentence = selftest_sentence(found)
    assert "3.99.0" in sentence
    assert "\n" not in sentence


@pytest.mark.usefixtures("qgis_application")
def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(selftest, "NEEDED", (*selftest.NEEDED, "no_such_package"))
    found = selftest.run_selftest()
    assert found.missing == ("no_such_package",)
    assert "no_such_package" in selftest_sentence(found)


def environment():
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "QT_QPA_PLATFORM")}


def test_passes_inside_qgis_process(root, tmp_path):
    """qgis_process runs the start-up script of PYQGIS_STARTUP in its own Python, as it runs the plugins."""
    script, result = tmp_path / "startup.py", tmp_path / "result"
    # the plugin folder is on the path only once plugins load, so the script asks for it
    profile = Path(os.environ.get("LAND_ENTRY_PROFILE", root / ".profile"))
    plugins = profile / "profiles/default/python/plugins"
    script.write_text(f"import sys; sys.path.append({str(plugins)!r})\n" + SCRIPT.format(path=str(result)))
    done = subprocess.run(
        [root / "scripts/with-qgis", "qgis_process", "plugins"],
        env=environment() | {"PYQGIS_STARTUP": str(script)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert result.read_text() == "(True, (), ())"


def test_passes_inside_the_desktop(root, tmp_path):
    """A whole QGIS window under xvfb: the plugin is loaded, the self-test passes, the provider is there."""
    script, result = tmp_path / "code.py", tmp_path / "result"
    script.write_text(
        SCRIPT.format(path=str(result))
        + f"""
from qgis.core import QgsApplication
from qgis.utils import plugins
provider = QgsApplication.processingRegistry().providerById("landentry")
names = sorted(algorithm.name() for algorithm in provider.algorithms()) if provider else None
open({str(result)!r}, "a").write(repr(("land_entry_plugin" in plugins, names)))
from qgis.PyQt.QtCore import QTimer
QTimer.singleShot(0, QgsApplication.instance().quit)
"""
    )
    done = subprocess.run(
        ["xvfb-run", "-a", root / "scripts/with-qgis", "qgis", "--nologo", "--noversioncheck", "--code", script],
        env=environment() | {"QT_QPA_PLATFORM": "xcb"}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert result.exists(), done.stderr
    passed, loaded = result.read_text().split(")(")
    assert passed == "(True, (), ()"
    assert loaded.startswith("True, [")
    assert all(name in loaded for name in ("'screenparcels'", "'surveysheets'"))
    assert done.returncode == 0, done.stderr
