# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip is the plugin: it keeps the plugin site's rules, and unpacked in a fresh profile it does the main job."""

from __future__ import annotations

import configparser
import importlib.util
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

TOP = "land_entry_plugin"
# what the site refuses above, in bytes
LARGEST = 20_000_000
# required by the site, and those without which nobody finds help
KEYS = (
    "name", "qgisMinimumVersion", "description", "about", "version", "author", "email", "repository", "tracker",
    "homepage", "tags", "icon", "changelog", "hasProcessingProvider", "experimental", "deprecated", "supportsQt6",
)  # fmt: skip
BINARIES = {".so", ".pyd", ".dll", ".exe", ".pyc", ".pyo", ".dylib", ".a", ".o", ".bat", ".msi", ".whl", ".egg", ".jar"}
# how files begin that a machine runs: ELF, Windows, macOS (both ways round, and fat)
MACHINE_CODE = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe")


@pytest.fixture(scope="module")
def archive(root):
    made = subprocess.run(
        ["make", "--no-print-directory", "package"], cwd=root, capture_output=True, text=True, check=True
    )
    return Path(made.stdout.split()[-1])


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder / TOP


@pytest.fixture(scope="module")
def assemble(root):
    specification = importlib.util.spec_from_file_location("assemble", root / "scripts" / "assemble.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def metadata_of(folder):
    # as QGIS and the site read it: percent signs have a meaning to them
    read = configparser.ConfigParser()
    read.read(folder / "metadata.txt", encoding="utf-8")
    return read["general"]


def test_names_and_size_are_those_that_the_plugin_site_takes(archive):
    assert archive.stat().st_size < LARGEST
    with zipfile.ZipFile(archive) as zipped:
        entries = zipped.infolist()
        assert zipped.testzip() is None
    names = [entry.filename for entry in entries]
    assert len(names) == len({name.casefold() for name in names}), "two files are one on Windows"
    assert {PurePosixPath(name).parts[0] for name in names} == {TOP}
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", TOP)
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", entry.filename), entry.filename
        assert ".." not in parts
        assert not entry.filename.startswith("/")
        assert not [part for part in parts if part.startswith(".") or part in {"__pycache__", "__MACOSX"}], parts
        assert not stat.S_ISLNK(entry.external_attr >> 16), entry.filename
        assert not entry.external_attr >> 16 & 0o111, f"{entry.filename} may be run"
        assert entry.date_time == (2026, 1, 1, 0, 0, 0)


def test_no_machine_code_is_in_it(archive):
    with zipfile.ZipFile(archive) as zipped:
        for entry in zipped.infolist():
            assert PurePosixPath(entry.filename).suffix.lower() not in BINARIES, entry.filename
            assert not zipped.read(entry)[:4].startswith(MACHINE_CODE), entry.filename


def test_equal_sources_give_an_equal_zip(archive, assemble):
    first = archive.read_bytes()
    assert assemble.pack().read_bytes() == first


def test_metadata_says_what_the_site_asks_for(unpacked, archive, root):
    metadata = metadata_of(unpacked)
    for key in KEYS:
        assert metadata.get(key), key
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    assert archive.name == f"{TOP}-{metadata['version']}.zip"
    assert (unpacked / metadata["icon"]).is_file()
    assert "@" in metadata["email"]
    assert all(metadata[key].startswith("https://") for key in ("repository", "tracker", "homepage"))
    assert "GNU GENERAL PUBLIC LICENSE" in (unpacked / "LICENSE").read_text()
    # all else is as it stands in the checkout
    given = metadata_of(root)
    assert {key: value for key, value in metadata.items() if key != "changelog"} == {
        key: value for key, value in given.items() if key != "changelog"
    }


def test_what_nobody_has_filled_in_is_told_in_one_line(archive, assemble, root):
    text = (root / "metadata.txt").read_text(encoding="utf-8")
    made = subprocess.run(
        [sys.executable, root / "scripts" / "assemble.py", "--zip"], capture_output=True, text=True, check=True
    )
    open_keys = assemble.not_filled_in(text)
    assert made.stdout.splitlines() == [str(archive)]
    assert len(made.stderr.splitlines()) == bool(open_keys)
    assert all(key in made.stderr for key in open_keys)
    given = "[general]\nname=Land Entry\nhomepage=https://example.org/x\nemail=somebody@example.org\ntracker=https://x.cn/i\n"
    assert assemble.not_filled_in(given) == ["homepage", "email"]


def test_what_is_new_comes_from_the_changelog(unpacked, root):
    metadata = metadata_of(unpacked)
    shown = metadata["changelog"].strip().splitlines()
    assert shown[0].split()[0] == metadata["version"]
    written = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.split(r"^## ", written, flags=re.MULTILINE)[1]
    assert len([line for line in shown if line.startswith("- ")]) >= newest.count("\n- ") > 0


def test_a_changelog_that_does_not_fit_stops_the_packing(assemble):
    text = "# Changelog\n\n## 1.2.0\n\n- One thing,\n  said in two lines.\n\n### Part\n\n- Another `thing`.\n"
    older = "".join(f"\n## 1.{minor}.0\n\n- Older.\n" for minor in (1, 0)) + "\n## 0.9.0\n\n- Oldest.\n"
    packed = assemble.changelog(text + older, "1.2.0").splitlines()
    assert packed[:4] == ["  1.2.0", "  - One thing, said in two lines.", "  Part", "  - Another thing."]
    assert packed[4:] == ["  1.1.0", "  - Older.", "  1.0.0", "  - Older."]
    for wrong, newest in ((text, "1.3.0"), (text, "1.2.01"), ("# Changelog\n", "1.2.0"), ("## 1.2.0\n", "1.2.0")):
        with pytest.raises(ValueError, match="does not begin"):
            assemble.changelog(wrong, newest)
    with pytest.raises(ValueError, match="percent"):
        assemble.changelog(text + "- 3 % faster\n", "1.2.0")


def test_what_is_in_it(unpacked, root):
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    for name in (
        "__init__.py",
        "metadata.txt",
        "LICENSE",
        "resources/rule_packs/national.yaml",
        "resources/icons/land_entry.svg",
        *(f"resources/templates/{path.name}" for path in (root / "resources/templates").iterdir()),
    ):
        assert name in there
    assert {"resources/templates/SURVEY_SET.docx", "resources/templates/ENTRY_PLAN.docx"} <= there
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
