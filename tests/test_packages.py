# SPDX-License-Identifier: GPL-2.0-or-later
"""Packages that only some files need: what is said without each of them, and what works all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import without_packages
from without_packages import ASKED, NEVER

from land_entry_plugin import packages
from land_entry_plugin.errors import InputError
from land_entry_plugin.packages import Later, install_line, load, need

# What packages are called where they are installed from.
NAMES = {"docx": "python-docx", "PIL": "pillow"}


@pytest.fixture(scope="module")
def told(root, tmp_path_factory):
    """Return what a Python of its own saw."""
    place = tmp_path_factory.mktemp("without")
    environment = os.environ | {"LANGUAGE": "en", "LAND_ENTRY_HOME": str(place / "home")}
    run = subprocess.run(
        [sys.executable, without_packages.__file__, str(root), str(place)],
        capture_output=True, text=True, env=environment, check=False, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads((place / "told.json").read_text(encoding="utf-8")) | {"place": place}


def test_without_any_of_them_parcels_are_screened_into_layers_and_a_record(told):
    assert told["all"]["code"] == 0, told["all"]["said"]
    record = json.loads((told["place"] / "record.json").read_text(encoding="utf-8"))
    assert len(record["parcels"]) > 10
    assert (told["place"] / "s.gpkg").stat().st_size > 50_000


@pytest.mark.parametrize("package", ASKED)
def test_what_takes_a_missing_package_says_so_in_one_line_and_leaves_nothing(told, package):
    refused = told[package]["refused"]
    assert refused
    for name, one in refused.items():
        assert one["code"] == 1, (name, one["said"])
        assert len(one["said"].splitlines()) == 1, (name, one["said"])
        assert one["said"].startswith(f"{NAMES.get(package, package)} missing, needed for "), (name, one["said"])
        assert one["left"] == [], name


def test_other_formats_are_written_without_the_packages_of_documents(told):
    assert told["docxtpl"]["fails"] == {}


def test_some_packages_are_never_needed(told):
    assert told["others"] == {}, NEVER


def test_the_plugin_loads_whole_and_every_module_can_be_imported(told):
    assert told["qgis"]["imports"] == {}
    assert told["qgis"]["faults"] == []
    assert len(told["qgis"]["algorithms"]) >= 15


def test_the_dock_screens_and_says_which_formats_lack_what(told):
    dock = told["qgis"]
    assert dock["parcels"] > 10
    assert dock["folder"] == ["screening.gpkg", "screening.json"]
    enabled = {name: is_enabled for name, (is_enabled, _) in dock["formats"].items()}
    assert enabled == {"PDF": True, "TXT": True, "DOCX": False, "XLSX": False, "DXF": False}
    assert dock["formats"]["XLSX"][1].startswith("openpyxl missing")
    assert dock["checks"][-1] == "Packages missing for DOCX, XLSX, DXF"
    assert any("ezdxf missing" in said and "docxtpl" in said for said in dock["said"]), dock["said"]
    # of the table that was not written
    assert any(said.startswith("openpyxl missing") for said in dock["said"]), dock["said"]


def test_an_algorithm_is_refused_before_it_writes(told):
    asked = told["qgis"]["algorithm"]
    assert not asked["worked"]
    assert asked["said"].startswith("openpyxl missing")
    assert not asked["left"]


LINES = {
    "windows": {
        ("openpyxl",): "setup -q -k -P python3-openpyxl",
        ("docxtpl",): "python -m pip install docxtpl",
        ("docxtpl", "lxml", "PIL"): "setup -q -k -P python3-lxml -P python3-pillow && python -m pip install docxtpl",
        ("ezdxf",): "python -m pip install ezdxf",
        ("pyogrio", "yaml"): "setup -q -k -P python3-pyogrio -P python3-pyyaml",
        ("pyarrow",): "",
    },
    "conda": {("docx", "pyarrow", "yaml"): "conda install -c conda-forge python-docx pyarrow pyyaml"},
    "flatpak": {
        ("openpyxl",): "flatpak run --devel --command=pip3 org.qgis.qgis install --user openpyxl",
        ("openpyxl", "PIL"): "",
        ("pyogrio",): "",
    },
    "macos": {("openpyxl",): "", ("pyogrio",): ""},
}


@pytest.mark.parametrize("here", LINES)
def test_every_platform_has_its_way_to_packages(monkeypatch, here):
    monkeypatch.setattr(packages, "platform", lambda: here)
    assert {modules: install_line(modules) for modules in LINES[here]} == LINES[here]


RELEASES = [
    ("ID=ubuntu\nID_LIKE=debian\n", ("pyogrio", "yaml"), "sudo apt install python3-pyogrio python3-yaml"),
    ("ID=debian\n", ("docxtpl", "docx", "PIL"), "sudo apt install python3-docxtpl python3-docx python3-pil"),
    ("ID=debian\n", ("pyarrow",), ""),
    ("ID=fedora\n", ("pyogrio", "yaml"), "sudo dnf install python3-pyogrio python3-pyyaml"),
    ("ID=fedora\n", ("docxtpl",), ""),
    ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', ("yaml",), "sudo zypper install python3-PyYAML"),
    ("ID=arch\n", ("pyogrio", "yaml"), "sudo pacman -S python-pyogrio python-yaml"),
    ("ID=nixos\n", ("pyogrio",), ""),
]


@pytest.mark.parametrize(("release", "modules", "line"), RELEASES)
def test_distributions_are_told_apart(monkeypatch, tmp_path, release, modules, line):
    (tmp_path / "os-release").write_text(release)
    family = packages.distribution(tmp_path / "os-release")
    monkeypatch.setattr(packages, "platform", lambda: "linux")
    monkeypatch.setattr(packages, "distribution", lambda: family)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert install_line(modules) == line


def test_pip_is_named_for_nothing_that_brings_native_libraries_along(monkeypatch, tmp_path):
    bundle = tmp_path / "QGIS.app" / "Contents"
    python = bundle / "MacOS" / "bin" / "python3"
    python.parent.mkdir(parents=True)
    python.touch()
    for here, prefix in (
        ("macos", bundle / "MacOS"),
        ("linux", tmp_path),
        ("windows", tmp_path),
        ("flatpak", tmp_path),
    ):
        monkeypatch.setattr(packages, "platform", lambda here=here: here)
        monkeypatch.setattr(sys, "prefix", str(prefix))
        assert "pip" in install_line(("docxtpl",)), here
        for module in ("shapely", "pyproj", "pyogrio", "numpy", "lxml", "PIL", "pyarrow"):
            assert "pip" not in install_line((module,)), (here, module)
    monkeypatch.setattr(packages, "platform", lambda: "macos")
    monkeypatch.setattr(sys, "prefix", str(bundle / "MacOS"))
    assert install_line(("openpyxl",)) == f'"{python}" -m pip install openpyxl'


def test_a_package_that_is_there_and_cannot_be_loaded_is_a_sentence_too(monkeypatch, tmp_path):
    (tmp_path / "openpyxl.py").write_text("raise ImportError('DLL load failed while importing _io')\n")
    (tmp_path / "own.py").write_text("import openpyxl\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    need(packages.XLSX)
    for work in (lambda: Later("openpyxl", packages.XLSX).Workbook, lambda: load("own", packages.XLSX)):
        with pytest.raises(InputError) as raised:
            work()
        assert raised.value.text_id == "package_missing"
        assert "DLL" not in raised.value.user_message("zh") + raised.value.user_message("en")
        assert "DLL" in raised.value.detail
