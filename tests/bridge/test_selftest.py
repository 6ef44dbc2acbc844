# SPDX-License-Identifier: GPL-2.0-or-later
"""The self-test, in every program that loads the plugin."""

from __future__ import annotations

import json
import os
import subprocess
import types
from pathlib import Path

import pytest

import land_entry_plugin.bridge.selftest as selftest
from land_entry_plugin import texts
from land_entry_plugin.bridge import wording
from land_entry_plugin.bridge.wording import selftest_sentence
from land_entry_plugin.paths import resource

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
@pytest.mark.parametrize(("own", "passes"), [("9.99.0", True), ("9.99.1", False)])
def test_the_proj_that_is_loaded_counts_and_not_the_one_that_qgis_was_built_with(monkeypatch, own, passes):
    real = selftest.import_module
    pyproj = types.SimpleNamespace(proj_version_str=own)
    number = {"Major": 9, "Minor": 99, "Micro": 0}
    osr = types.SimpleNamespace(**{f"GetPROJVersion{name}": lambda part=part: part for name, part in number.items()})
    monkeypatch.setattr(selftest, "_known_point", lambda versions: None)
    others = {"pyproj": pyproj, "osgeo.osr": osr}
    monkeypatch.setattr(selftest, "import_module", lambda name: others.get(name) or real(name))
    found = selftest.run_selftest()
    assert found.passed == passes, found
    assert passes or own in selftest_sentence(found)


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


# What stands in the way of a package: it is there, and a library that it needs is not.
BROKEN = "raise ImportError('DLL load failed while importing _io')\n"
DESKTOP = """
import json, os
from qgis.core import QgsApplication, QgsExpression, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QLabel
from qgis.utils import iface, plugins

def look():
    seen = {{}}
    try:
        plugin = plugins["land_entry_plugin"]
        plugin.entry.action.setChecked(True)
        for _ in range(30):
            QApplication.processEvents()
        dock = plugin.entry.dock
        dock.setFloating(True)
        dock.resize(360, 420)
        for _ in range(30):
            QApplication.processEvents()
        dock.grab().save({picture!r})
        seen["texts"] = [label.text() for label in dock.findChildren(QLabel)]
        seen["visible"] = dock.isVisible()
        seen["provider"] = QgsApplication.processingRegistry().providerById("landentry") is not None
        fields = "".join(f"&field={{name}}:string" for name in ("DLBM", "DLMC", "QSXZ"))
        layer = QgsVectorLayer(f"Polygon?crs=EPSG:4527{{fields}}", "DLTB", "memory")
        seen["actions"] = sorted(plugin.at_home.menu.actions)
        from land_entry_plugin.bridge.layer_styles import apply_style
        seen["styled"] = apply_style(layer) and layer.renderer().type()
        from qgis.utils import unloadPlugin
        seen["unloaded"] = unloadPlugin("land_entry_plugin")
    except BaseException as error:
        import traceback
        seen["error"] = traceback.format_exc()
    open({result!r}, "w").write(json.dumps(seen))
    os._exit(0)

QTimer.singleShot(300, look)
"""


def hide(package, place):
    """Return a folder in which a package stands that cannot be loaded."""
    (place / package).mkdir(parents=True)
    (place / package / "__init__.py").write_text(BROKEN)
    return place


def test_without_a_package_the_desktop_says_how_to_get_it_and_the_rest_works(root, tmp_path):
    """A whole QGIS window under xvfb in which a package cannot be loaded."""
    shim, script, result = hide("pyogrio", tmp_path / "shim"), tmp_path / "code.py", tmp_path / "result"
    pictures = root / "out" / "gui"
    pictures.mkdir(parents=True, exist_ok=True)
    script.write_text(DESKTOP.format(picture=str(pictures / "without_a_package.png"), result=str(result)))
    profile = tmp_path / "profile"
    done = subprocess.run(
        [
            "xvfb-run", "-a", root / "scripts/with-qgis", "qgis", "--nologo", "--noversioncheck",
            "--profiles-path", profile, "--code", script,
        ],
        env=environment() | {
            "QT_QPA_PLATFORM": "xcb", "LAND_ENTRY_PROFILE": str(profile), "LAND_ENTRY_FIRST_ON_PATH": str(shim),
        },
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert result.exists(), done.stderr
    seen = json.loads(result.read_text())
    assert "error" not in seen, seen["error"]
    text = " ".join(seen["texts"])
    assert seen["visible"]
    assert not seen["provider"]
    assert "pyogrio" in text
    assert "DLL" not in text, "what a developer wants to know goes to the log"
    assert "pip install" not in text
    assert "Traceback" not in done.stderr
    assert seen["actions"] == ["apply_style"]
    assert seen["styled"] == "categorizedSymbol"
    assert seen["unloaded"]


BARE = """
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
from land_entry_plugin.plugin import LandEntryPlugin
plugin = LandEntryPlugin(None)
plugin.initProcessing()
from land_entry_plugin.gui.missing import MissingDock
from qgis.PyQt.QtWidgets import QLabel
dock = MissingDock(plugin._selftest, None)
print([label.text() for label in dock.findChildren(QLabel)])
plugin.unload()
"""


def test_without_the_reader_of_its_own_texts_it_says_so_all_the_same(root, tmp_path):
    done = subprocess.run(
        [root / "scripts/with-qgis", "python", "-c", BARE],
        env=environment() | {"LAND_ENTRY_FIRST_ON_PATH": str(hide("yaml", tmp_path / "shim"))},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "yaml" in done.stdout, done.stderr
    assert "Screening is not possible yet" in done.stdout
    assert "Traceback" not in done.stderr


REMEDIES = {"windows": "OSGeo4W", "conda": "conda", "macos": "conda-forge", "flatpak": "Flatpak"}


@pytest.mark.parametrize("here", REMEDIES)
@pytest.mark.usefixtures("qgis_application")
def test_every_platform_has_its_remedy(monkeypatch, here):
    monkeypatch.setattr(wording, "platform", lambda: here)
    sentence = selftest_sentence(selftest.SelfTest(("pyogrio", "yaml"), (), {}))
    assert REMEDIES[here] in sentence
    assert "pip install" not in sentence


def test_what_is_said_without_yaml_is_what_the_catalogue_says():
    bare = json.loads(resource("texts", "bare.json").read_text(encoding="utf-8"))
    assert bare == {text_id: texts._sentences()[text_id] for text_id in bare}
