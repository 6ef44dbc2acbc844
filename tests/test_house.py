# SPDX-License-Identifier: GPL-2.0-or-later
"""The rooms and the arrows between them (docs/architecture.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from land_entry_plugin.texts import LANGUAGES, _sentences

PACKAGE = Path(__file__).resolve().parents[1] / "land_entry_plugin"
# What every room may use: errors, texts, numbers, paths.
FOUNDATION = {"errors", "packages", "paths", "rounding", "schemas", "texts", "user_yaml"}
STREET = [
    "engine",
    "roles",
    "rules",
    "cadastre",
    "files",
    "jobs",
    "scale",
    "bridge",
    "cli",
    "sheets",
    "processing",
    "gui",
    "plugin",
]
WITHOUT_QGIS = {"engine", "roles", "rules", "cadastre", "files", "jobs", "scale", "cli"}
THIRD_PARTIES = {
    "engine": {"numpy", "shapely", "pyproj", "geopandas", "rtree"},
    "roles": {"yaml"},
    "rules": {"yaml", "jsonschema", "shapely", "numpy"},
    "cadastre": {"shapely", "numpy"},
    "files": {
        "numpy",
        "shapely",
        "fiona",
        "pyogrio",
        "pyarrow",
        "openpyxl",
        "docxtpl",
        "docx",
        "jinja2",
        "markupsafe",
        "lxml",
        "PIL",
        "ezdxf",
        "jsonschema",
        "yaml",
    },
    "jobs": {"numpy", "shapely", "pyproj"},
    "scale": {"distributed", "numpy", "shapely"},
    "cli": set(),
    "foundation": {"yaml", "jsonschema"},
}


def modules(room=None):
    """Return all modules, or those of a room."""
    return sorted(
        path
        for path in PACKAGE.rglob("*.py")
        if (path.name not in ("__init__.py", "__main__.py") or path.parent != PACKAGE) and room in (None, room_of(path))
    )


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    top = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "foundation" if top in FOUNDATION else top


def imported(path: Path):
    """Yield (module, whether only for typing) of every import of a file."""
    tree = parsed(path)
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module]
        for name in names:
            yield name, id(node) in typing_only


def allowed_rooms(room: str) -> set[str]:
    if room == "foundation":
        return FOUNDATION
    left = set(STREET[: STREET.index(room) + 1]) | FOUNDATION
    if room == "cli":
        left -= {"bridge"}
    if room == "sheets":
        left -= {"cli"}
    return left


@pytest.mark.parametrize("room", [*STREET, "foundation"])
def test_arrows_run_only_to_the_left(room):
    assert modules(room)
    for path in modules(room):
        for name, _ in imported(path):
            top, *rest = name.split(".")
            if top == "land_entry_plugin":
                assert rest, f"{path} imports the package itself"
                assert rest[0] in allowed_rooms(room), f"{path}: {room} may not use {rest[0]}"
            elif room in WITHOUT_QGIS | {"foundation"}:
                assert top not in ("qgis", "PyQt5", "PyQt6", "osgeo"), f"{path}: {room} may not use {top}"
                known = top in sys.stdlib_module_names or top in THIRD_PARTIES[room]
                assert known, f"{path}: {room} may not use {top}"


def test_what_is_loaded_later_is_what_a_room_may_use():
    found = 0
    for path in modules():
        for name in re.findall(r"\bLater\(\"(\w+)", path.read_text(encoding="utf-8")):
            found += 1
            assert name in THIRD_PARTIES[room_of(path)], (path, name)
    assert found > 10


@pytest.mark.parametrize("room", [*STREET, "foundation"])
def test_shipped_code_keeps_the_house_rules(room):
    for path in modules(room):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# SPDX-License-Identifier: GPL-2.0-or-later\n"), path
        assert len(text.splitlines()) <= 400, path
        for node in ast.walk(parsed(path)):
            assert not isinstance(node, ast.Assert), path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec"), path
        forbidden = re.compile(r"^\s*(import|from) (pickle|subprocess|socket|requests|urllib\.request|pip)\b", re.M)
        assert not forbidden.search(text), path


def test_every_module_is_in_a_room():
    assert {room_of(path) for path in modules()} == {*STREET, "foundation"}


def test_rooms_without_qgis_run_where_there_is_none():
    code = (
        "import sys; sys.modules['qgis'] = None; sys.modules['PyQt5'] = None\n"
        "import land_entry_plugin.cli.main as main; main.parser()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent, check=False)
    assert run.returncode == 0, run.stderr


def test_every_text_is_there_in_both_languages_with_the_same_values():
    for text_id, translations in _sentences().items():
        assert set(translations) == set(LANGUAGES), text_id
        named = [set(re.findall(r"\{(\w+)", translations[language])) for language in LANGUAGES]
        assert named[0] == named[1], text_id


def test_every_error_has_its_sentence():
    raised = set()
    for path in modules():
        raised |= set(
            re.findall(r"(?:InputError|LandEntryError|fault)\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
        )
    there = {key.removeprefix("error.") for key in _sentences() if key.startswith("error.")}
    assert raised <= there
    assert there - raised <= {
        "libraries",
        "libraries_missing",
        "remedy_linux",
        "remedy_windows",
        "remedy_macos",
        "remedy_conda",
        "remedy_flatpak",
        "remedy_line",
        "remedy_osgeo4w",
        "remedy_none",
        "cancelled",
    }


def test_metadata_has_what_the_plugin_site_asks_for():
    text = (PACKAGE.parent / "metadata.txt").read_text(encoding="utf-8")
    for key in ("name", "description", "about", "version", "author", "email", "repository", "tracker", "homepage"):
        assert re.search(rf"^{key}=\S", text, re.M), key
    for line in ("qgisMinimumVersion=3.40", "qgisMaximumVersion=4.99", "hasProcessingProvider=yes"):
        assert line in text


def test_every_class_has_a_name_and_a_category():
    tables = yaml.safe_load((PACKAGE.parent / "resources" / "land_classes.yaml").read_text())
    for system, least in (("survey", 56), ("guide", 80)):
        assert len(tables[system]) >= least
        assert all(isinstance(code, str) and len(entry) == 2 for code, entry in tables[system].items())
