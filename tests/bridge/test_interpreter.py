# SPDX-License-Identifier: GPL-2.0-or-later
"""Which program a worker process is started with, in the installations of QGIS that there are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from land_entry_plugin.bridge import interpreter
from land_entry_plugin.bridge.interpreter import Surroundings, find_python, python_executable
from land_entry_plugin.errors import LandEntryError

# what sys.executable is there, where Python is installed, the files that are there, the one to start
INSTALLATIONS = {
    "osgeo4w": (
        "win32", "OSGeo4W/bin/qgis-ltr-bin.exe", "OSGeo4W/apps/Python312",
        ["OSGeo4W/bin/python3.exe", "OSGeo4W/apps/Python312/python.exe", "OSGeo4W/apps/Python312/pythonw.exe"],
        "OSGeo4W/apps/Python312/pythonw.exe",
    ),
    "installer with a space and Chinese": (
        "win32", "程序 文件/QGIS 4.0.3/bin/qgis-bin.exe", "程序 文件/QGIS 4.0.3/apps/Python312",
        ["程序 文件/QGIS 4.0.3/bin/python3.EXE", "程序 文件/QGIS 4.0.3/bin/python3.exe"],
        "程序 文件/QGIS 4.0.3/bin/python3.exe",
    ),
    "conda on windows": (
        "win32", "envs/gis/Library/bin/qgis.exe", "envs/gis", ["envs/gis/python.exe"], "envs/gis/python.exe",
    ),
    "macos 3.40": (
        "darwin", "QGIS.app/Contents/MacOS/QGIS", "QGIS.app/Contents/MacOS",
        ["QGIS.app/Contents/MacOS/bin/python3", "QGIS.app/Contents/MacOS/bin/python3.12"],
        "QGIS.app/Contents/MacOS/bin/python3.12",
    ),
    "macos 4": (
        "darwin", "QGIS-final-4_0_3.app/Contents/MacOS/QGIS-final-4_0_3", "QGIS-final-4_0_3.app/Contents/Frameworks",
        ["QGIS-final-4_0_3.app/Contents/MacOS/python3.12"], "QGIS-final-4_0_3.app/Contents/MacOS/python3.12",
    ),
    "macos with a framework": (
        "darwin", "QGIS.app/Contents/MacOS/QGIS", "elsewhere",
        ["QGIS.app/Contents/Frameworks/Python.framework/Versions/3.12/bin/python3.12"],
        "QGIS.app/Contents/Frameworks/Python.framework/Versions/3.12/bin/python3.12",
    ),
    "distribution": ("linux", "usr/bin/python3", "usr", ["usr/bin/python3"], "usr/bin/python3"),
    "flatpak": ("linux", "", "app", ["app/bin/python3.12"], "app/bin/python3.12"),
    # another program beside QGIS whose name only begins like Python's
    "nothing": ("win32", "QGIS/bin/qgis-bin.exe", "QGIS/apps/Python312", ["QGIS/bin/python-qgis.bat"], None),
}  # fmt: skip


@pytest.mark.parametrize("name", INSTALLATIONS)
def test_the_python_of_an_installation_is_found_and_never_qgis(tmp_path, name):
    platform, executable, prefix, there, wanted = INSTALLATIONS[name]
    for path in (*there, *([executable] if executable else [])):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    here = Surroundings(platform, tmp_path / executable if executable else None, (tmp_path / prefix,), "3.12")
    found = find_python(here)
    assert found == (None if wanted is None else tmp_path / wanted)


def test_here_it_runs_the_same_python():
    told = subprocess.run(
        [python_executable(), "-c", "import sys; print(sys.version_info[:2])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == str(sys.version_info[:2])


def test_where_there_is_none_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(interpreter.sys, "executable", str(tmp_path / "qgis-bin.exe"))
    for name in ("exec_prefix", "prefix", "base_exec_prefix", "base_prefix"):
        monkeypatch.setattr(interpreter.sys, name, str(tmp_path))
    with pytest.raises(LandEntryError) as raised:
        python_executable()
    assert raised.value.text_id == "no_interpreter"
    assert Path(tmp_path).name in raised.value.user_message("zh")
