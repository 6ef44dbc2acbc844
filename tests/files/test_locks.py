# SPDX-License-Identifier: GPL-2.0-or-later
"""One writer a file, where the system locks files and where it does not."""

from __future__ import annotations

import errno
import getpass
import os
import threading
import time
from types import SimpleNamespace

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import locks
from land_entry_plugin.files.locks import held


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "ledger.gpkg"


def refusing(number):
    def refuse(handle):
        raise OSError(number, os.strerror(number))

    return refuse


def test_who_holds_it_is_written_beside_it_and_gone_afterwards(path):
    with held(path):
        (lock,) = path.parent.iterdir()
        assert lock.name == ".ledger.gpkg.lock"
        assert f", {os.getpid()}, " in lock.read_text(encoding="utf-8")
        for is_ledger, text_id in ((True, "ledger_in_use"), (False, "output_in_use")):
            with pytest.raises(InputError, match=str(os.getpid())) as caught, held(path, is_ledger=is_ledger):
                pass
            assert caught.value.text_id == text_id
        # another kind of lock on the same file is another lock
        with held(path, ending=".write"):
            pass
    assert not list(path.parent.iterdir())


def test_it_is_waited_for_as_long_as_was_said(path):
    ended = threading.Event()

    def hold():
        with held(path):
            ended.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    while not list(path.parent.glob(".*.lock")):
        time.sleep(0.005)
    begun = time.monotonic()
    with pytest.raises(InputError), held(path, wait_s=0.15):
        pass
    assert time.monotonic() - begun >= 0.15
    threading.Timer(0.1, ended.set).start()
    with held(path, wait_s=10):
        assert holder is not None
    holder.join()
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP])
def test_a_share_without_locks_takes_an_output_but_no_ledger(path, monkeypatch, number):
    monkeypatch.setattr(locks, "_locks", refusing(number))
    with held(path, is_ledger=False):
        path.write_text("written")
    with pytest.raises(InputError) as caught, held(path):
        path.write_text("never")
    assert caught.value.text_id == "unwritable"
    assert path.read_text() == "written"
    assert [one.name for one in path.parent.iterdir()] == ["ledger.gpkg"]


@pytest.mark.parametrize(("number", "text_id"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "unwritable")])
def test_another_refusal_stops_whatever_was_to_be_written(path, monkeypatch, number, text_id):
    monkeypatch.setattr(locks, "_locks", refusing(number))
    with pytest.raises(InputError) as caught, held(path, is_ledger=False):
        pass
    assert caught.value.text_id == text_id
    assert not list(path.parent.iterdir())


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "new").write_text("a file")
    with pytest.raises(InputError) as caught, held(tmp_path / "new" / "ledger.gpkg"):
        pass
    assert caught.value.text_id == "unwritable"


def test_a_full_disk_keeps_no_name_and_the_lock_holds_all_the_same(path, monkeypatch):
    def full(handle, text):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(locks.os, "write", full)
    with held(path), pytest.raises(InputError, match=r"\?"), held(path):
        pass


def test_an_owner_that_cannot_be_read_is_unknown(path, monkeypatch):
    def unreadable(self, **options):
        raise PermissionError

    with held(path):
        monkeypatch.setattr(type(path), "read_text", unreadable)
        with pytest.raises(InputError) as caught, held(path):
            pass
    assert caught.value.values["owner"] == "?"


@pytest.mark.parametrize("fault", [KeyError, OSError])
def test_a_user_whom_the_machine_does_not_know_has_a_lock_too(path, monkeypatch, fault):
    def nobody():
        raise fault

    monkeypatch.setattr(getpass, "getuser", nobody)
    with held(path):
        (lock,) = path.parent.iterdir()
        assert lock.read_text(encoding="utf-8").startswith("?@")


@pytest.mark.parametrize("replaced", [False, True])
def test_a_lock_that_its_last_owner_removed_meanwhile_is_taken_anew(path, monkeypatch, replaced):
    """Between opening the file and locking it somebody may have removed it, and a third made another."""
    once, taken = locks._locks, []

    def late(handle):
        if not taken:
            lock = path.with_name(f".{path.name}.lock")
            lock.unlink()
            if replaced:
                lock.write_text("")
        taken.append(handle)
        return once(handle)

    monkeypatch.setattr(locks, "_locks", late)
    with held(path):
        assert len(taken) == 2
        with pytest.raises(InputError), held(path):
            pass
    assert not list(path.parent.iterdir())


def test_where_an_open_file_cannot_be_removed_it_is_closed_first_and_left_to_the_next_one(path, monkeypatch):
    done = []
    close, unlink = os.close, type(path).unlink

    def unlinked(self, **options):
        done.append("removed")
        unlink(self, **options)
        raise PermissionError("the next one has it open")

    with held(path):
        monkeypatch.setattr(locks, "sys", SimpleNamespace(platform="win32"))
        monkeypatch.setattr(locks.os, "close", lambda handle: done.append("closed") or close(handle))
        monkeypatch.setattr(type(path), "unlink", unlinked)
    assert done == ["closed", "removed"]
