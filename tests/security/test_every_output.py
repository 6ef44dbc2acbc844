# SPDX-License-Identifier: GPL-2.0-or-later
"""One pass through all commands and algorithms: no socket is opened, and nobody's data are in what they write."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from land_entry_plugin.cli.main import COMMANDS

HERE = Path(__file__).resolve().parent
# What the copy of the sample has in the fields of persons, besides the sample's own marks.
MARK, NUMBER, PHONE = "SAMPLE-ONLY", "998877199901019988", "19988776655"
PERSONS = {"CFZR": f"{MARK}-a", "ZZRR": f"{MARK}-b", "ZRRMC": f"{MARK}-c", "JZDZ": f"{MARK}-d", "ZRRZJHM": NUMBER,
           "LXDH": PHONE}  # fmt: skip
# With nothing on it; on farmland, basic farmland, the red line; that crosses itself; without a shape; in two zones.
PARCELS = ("'00001'", "'00003'", "'00004'", "'00005'", "'00012'", "'00013'", "'00014'")
SOUGHT = re.compile("|".join((MARK, NUMBER, PHONE)).encode())


def marked_copy(township: Path, path: Path) -> Path:
    """Return a copy of the sample in which the persons of basic farmland and of land use can be told everywhere."""
    shutil.copyfile(township, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0)
        for table in ("YJJBNTBHTB", "DLTB"):
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for field, value in PERSONS.items():
                if field not in there:
                    connection.execute(f"ALTER TABLE {table} ADD COLUMN {field} TEXT")
                connection.execute(f"UPDATE {table} SET {field} = ?", (value,))
        connection.execute(f"DELETE FROM parcels WHERE substr(ZDDM, -5) NOT IN ({', '.join(PARCELS)})")
    return path


@pytest.fixture(scope="module")
def done(root, township, tmp_path_factory):
    """Return how every command ended, what was seen of sockets, and where the outputs are."""
    folder = tmp_path_factory.mktemp("pass")
    data, out, seen = marked_copy(township, folder / "township.gpkg"), folder / "out", folder / "sockets"
    paths = [str(HERE / "without_network"), str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "SOCKETS_SEEN": str(seen), "LANGUAGE": "zh"}
    environment["QGIS_COMES_FIRST"] = "1"
    command = [sys.executable, str(HERE / "every_command.py"), str(data), str(out)]
    run = subprocess.run(
        [*command, str(root / "sample_data" / "answers.csv")],
        capture_output=True, text=True, env=environment, cwd=folder, check=False, timeout=300,
    )  # fmt: skip
    told = json.loads((out / "ended.json").read_text()) if (out / "ended.json").exists() else {}
    return SimpleNamespace(run=run, out=out, data=data, sockets=seen.read_text() if seen.exists() else "", **told)


def test_every_command_works_while_sockets_are_forbidden(done):
    # a library that asks for a socket ends the process
    assert done.run.returncode == 0, done.run.stderr[-2000:]
    assert done.sockets == ""
    assert {name: why for name, why in done.ended.items() if why} == {}
    assert set(COMMANDS) <= set(done.ended)
    assert sum(name.startswith("landentry:") for name in done.ended) >= 15


def test_the_guard_guards(root, tmp_path):
    seen = tmp_path / "seen"
    environment = os.environ | {"PYTHONPATH": str(HERE / "without_network"), "SOCKETS_SEEN": str(seen)}

    def tried(code):
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)

    assert tried("import socket; socket.create_connection(('127.0.0.1', 9), 1)").returncode == 1
    assert "AF_INET" in seen.read_text()
    if sys.platform.startswith("linux") and platform.machine() in ("x86_64", "aarch64"):
        assert tried("import _socket; _socket.socket(_socket.AF_UNIX, 1)").returncode == 0
        assert tried("import _socket; _socket.socket(_socket.AF_INET, 1)").returncode < 0


def contents(path: Path):
    """Yield all that a file holds, unpacked, and as text where it is drawn."""
    yield path.name.encode()
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    elif path.suffix == ".pdf":
        yield subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout


def test_the_search_finds_what_is_there(done, tmp_path):
    assert any(SOUGHT.search(one) for one in contents(done.data))
    packed = tmp_path / "a.xlsx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{PHONE}</t>" * 50)
    assert any(SOUGHT.search(one) for one in contents(packed))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there")
def test_no_output_names_a_person(done):
    files = [path for path in done.out.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert {".gpkg", ".csv", ".json", ".xlsx", ".docx", ".txt", ".dxf", ".pdf", ".png", ".qpt"} <= kinds
    assert [str(path.relative_to(done.out)) for path in files if any(map(SOUGHT.search, contents(path)))] == []
