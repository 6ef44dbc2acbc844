# SPDX-License-Identifier: GPL-2.0-or-later
"""A ledger is whole whatever happens to who writes it."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from datetime import date

import pyogrio
import pytest
from ledger_story import DAYS, record

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.ledger import KEPT, read_ledger
from land_entry_plugin.files.locks import held
from land_entry_plugin.jobs.ledger.outputs import LedgerOutputs, update_and_write
from land_entry_plugin.jobs.updateledger import LedgerRequest


def update(ledger, year):
    request = LedgerRequest(record=record(year), ledger=ledger if ledger.exists() else None, as_of=date(2027, 1, 1))
    return update_and_write(request, LedgerOutputs(ledger))[0].ledger


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "ledger.gpkg"
    update(path, 2024)
    return path


def forked(work):
    """Run something in a process of its own and return its id."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_killed_update_leaves_the_old_or_the_new_one_and_no_lock(ledger):
    first, old = ledger.read_bytes(), read_ledger(ledger)
    begun = time.perf_counter()
    new = update(ledger, 2025)
    took = time.perf_counter() - begun
    seen = set()
    for part in range(4):
        ledger.write_bytes(first)
        child = forked(lambda: update(ledger, 2025))
        time.sleep(took * part / 4)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = read_ledger(ledger)
        assert found in (old, new)
        seen.add(found == new)
        assert update(ledger, 2025) == new
        assert not list(ledger.parent.glob(".*"))
    assert False in seen


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_the_lock_of_a_killed_program_is_none(tmp_path):
    path = tmp_path / "ledger.gpkg"

    def hold():
        with held(path):
            time.sleep(60)

    child = forked(hold)
    lock = tmp_path / ".ledger.gpkg.lock"
    while not (lock.exists() and lock.read_text()):
        time.sleep(0.01)
    with pytest.raises(InputError, match=str(child)), held(path):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert lock.exists()
    with held(path):
        pass
    assert not lock.exists()


def test_the_lock_goes_when_the_work_fails(tmp_path):
    path = tmp_path / "ledger.gpkg"
    with pytest.raises(ZeroDivisionError), held(path):
        raise ZeroDivisionError
    with held(path):
        pass


def test_what_others_keep_in_the_file_stays(ledger):
    with sqlite3.connect(ledger) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES ('ours')")
    update(ledger, 2025)
    with sqlite3.connect(ledger) as connection:
        assert connection.execute("SELECT text FROM notes").fetchall() == [("ours",)]


def test_the_ledger_so_far_is_only_read(ledger, tmp_path):
    before = ledger.read_bytes(), ledger.stat().st_mtime_ns
    request = LedgerRequest(record=record(2025), ledger=ledger, as_of=DAYS[2025])
    update_and_write(request, LedgerOutputs(tmp_path / "new.gpkg"))
    assert (ledger.read_bytes(), ledger.stat().st_mtime_ns) == before
    assert len(read_ledger(tmp_path / "new.gpkg").records) == 2


def test_layers_carry_their_styles(ledger):
    layers = {name for name, _ in pyogrio.list_layers(ledger)}
    assert layers >= {*KEPT, "parcels", "withdrawn", "history", "papers", "supply_plan", "supervision"}
    with sqlite3.connect(ledger) as connection:
        styled = dict(connection.execute("SELECT f_table_name, styleName FROM layer_styles").fetchall())
    assert styled == {
        "parcels": "parcels",
        "withdrawn": "parcels",
        "screened": "parcels",
        "supply_plan": "supply_plan",
    }


@pytest.mark.parametrize("spoil", ["empty", "text", "township", "folder"])
def test_what_is_no_ledger_is_said(tmp_path, township, spoil):
    path = tmp_path / "ledger.gpkg"
    if spoil == "folder":
        path.mkdir()
    else:
        path.write_bytes({"empty": b"", "text": b"no database", "township": township.read_bytes()}[spoil])
    with pytest.raises(InputError):
        read_ledger(path)
