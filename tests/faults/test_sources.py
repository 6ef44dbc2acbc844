# SPDX-License-Identifier: GPL-2.0-or-later
"""Sources that change, vanish or hang while they are read, and memory that ends."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys

import geopandas
import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import hanging, memory
from land_entry_plugin.files.packages import files_in
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.outputs import Outputs
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.scale.screenparcels import screened_to_files


class Meddling(Silent):
    """Does something to a source when the job reports for the first time."""

    def __init__(self, meddle):
        self._meddle = meddle

    def report(self, phase, fraction):
        meddle, self._meddle = self._meddle, None
        if meddle:
            meddle()


def edited(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE gpkg_contents SET last_change = '2030-01-01' WHERE table_name = 'DLTB'")


def replaced(path):
    shutil.copy(path, path.with_name("other"))
    path.with_name("other").replace(path)


def torn(path):
    os.truncate(path, path.stat().st_size // 2)


# replaced by its equal before workers open it, it is the same survey: that is asked of one process alone
@pytest.mark.parametrize(
    ("meddle", "workers"),
    [*((one, 1) for one in (edited, replaced, torn, os.remove)), *((one, 2) for one in (edited, torn, os.remove))],
)
def test_a_source_changed_in_mid_run(township, tmp_path, meddle, workers):
    data, record = tmp_path / "data.gpkg", tmp_path / "record.json"
    shutil.copy(township, data)
    record.write_text("old")
    request = ScreeningRequest(
        parcels=open_layer(f"{township}|layername=parcels"), offered=tuple(open_package(str(data)))
    )
    with pytest.raises(InputError) as caught:
        screened_to_files(request, Outputs(record=record), Meddling(lambda: meddle(data)), workers=workers)
    assert caught.value.text_id in ("changed_while_read", "unreadable_layer", "unreadable_file")
    if meddle is not torn:
        assert caught.value.text_id == "changed_while_read"
    assert str(data) in caught.value.user_message("en")
    assert record.read_text() == "old"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_shapefile_written_over_between_two_looks(tmp_path, township):
    patches = geopandas.read_file(township, layer="DLTB").iloc[:5]
    patches.to_file(tmp_path / "DLTB.shp", encoding="UTF-8")
    source = open_layer(str(tmp_path / "DLTB.shp"))
    assert len(source.rows(["BSM"]).ids) == 5
    patches.iloc[:4].to_file(tmp_path / "DLTB.shp", encoding="UTF-8")
    with pytest.raises(InputError, match=r"DLTB\.shp.* was changed"):
        source.rows(["BSM"])


def test_another_layer_of_the_same_file_may_be_saved(tmp_path, township):
    data = tmp_path / "data.gpkg"
    shutil.copy(township, data)
    source = open_layer(f"{data}|layername=DLTB")
    count = len(source.rows(["BSM"]).ids)
    with sqlite3.connect(data) as connection:
        connection.execute("UPDATE gpkg_contents SET last_change = '2030-01-01' WHERE table_name = 'parcels'")
        connection.execute("PRAGMA user_version = 10301")
    assert len(source.rows(["BSM"]).ids) == count


def test_what_a_killed_run_left_is_no_layer(tmp_path, township):
    for name in (".DLTB.new.gpkg", "._DLTB.gpkg", "DLTB.gpkg"):
        shutil.copy(township, tmp_path / name)
    assert [path.name for path in files_in(tmp_path)] == ["DLTB.gpkg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_share_that_hangs(tmp_path, monkeypatch):
    # nobody writes into it: whoever opens it waits, as on a share that is gone
    os.mkfifo(tmp_path / "DLTB.geojson")
    monkeypatch.setattr(hanging, "_WAIT_S", 0.2)
    with pytest.raises(InputError, match="does not answer"):
        open_layer(str(tmp_path / "DLTB.geojson"))


def test_a_layer_that_does_not_fit_is_named(monkeypatch, township):
    monkeypatch.setattr(memory, "_SMALL", 0)
    monkeypatch.setattr(memory, "bytes_left", lambda: memory._KEPT_FREE + 1000)
    with pytest.raises(InputError, match='Layer "DLTB" needs') as caught:
        open_layer(f"{township}|layername=DLTB").rows(["BSM"])
    assert caught.value.text_id == "no_room_in_memory"


def test_what_the_user_lets_a_run_take_counts(monkeypatch, township):
    monkeypatch.setattr(memory, "_SMALL", 0)
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "10000000")
    open_layer(f"{township}|layername=DLTB").rows(["BSM"])
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "60")
    with pytest.raises(InputError, match='Layer "DLTB" needs'):
        open_layer(f"{township}|layername=DLTB").rows(["BSM"])
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "much")
    assert memory.stated_bytes() is None


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    group = tmp_path / "cgroup" / "user" / "run"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("max\n")
    (group / "memory.current").write_text("1\n")
    (group.parent / "memory.max").write_text("3000000\n")
    (group.parent / "memory.current").write_text("2000000\n")
    (group.parent / "memory.stat").write_text("anon 5\ninactive_file 500000\n")
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "self" / "cgroup").write_text("0::/user/run\n")
    monkeypatch.setattr(memory, "_GROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(memory, "_PROC", tmp_path / "proc")
    assert memory.bytes_left() == 1_500_000


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are kept on Linux")
def test_a_limit_of_memory_is_said(tmp_path, root, township):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))

    environment = os.environ | {"PYTHONPATH": str(root), "LANGUAGE": "en", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(township), str(tmp_path / "record.json")],
        capture_output=True, text=True, env=environment, preexec_fn=limit, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("There is not enough memory")
    assert not list(tmp_path.iterdir())


LIMIT_BYTES = 700_000_000
# The first reading asks for more than there is.
CODE = """
import sys
from land_entry_plugin.cli.main import main
from land_entry_plugin.files import vector
read = vector.FileSource._read
vector.FileSource._read = lambda *given, **more: (bytearray(2_000_000_000), read(*given, **more))[1]
sys.exit(main(["screenparcels", "--parcels", f"{sys.argv[1]}|layername=parcels", "--data", sys.argv[1],
               "--record", sys.argv[2]]))
"""
