# SPDX-License-Identifier: GPL-2.0-or-later
"""What is left of the memory: the least of what the machine, a container, a limit and the user leave."""

from __future__ import annotations

import ctypes
import resource
import sys
from types import SimpleNamespace

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import memory

PAGE = resource.getpagesize()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with 900 MB free and 100 MB of swap, of which this process takes 80 pages and addresses 200."""
    monkeypatch.setattr(memory, "_PROC", tmp_path / "proc")
    monkeypatch.setattr(memory, "_GROUPS", tmp_path / "groups")
    monkeypatch.delenv("LAND_ENTRY_MEMORY_MB", raising=False)
    monkeypatch.setattr(resource, "getrlimit", lambda which: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "meminfo").write_text("MemTotal: 2000000 kB\nMemAvailable: 900000 kB\nSwapFree: 100000 kB\n")
    (tmp_path / "proc" / "self" / "statm").write_text("200 80 10 1 0 30 0\n")
    return tmp_path


def group(machine, path, **files):
    (machine / "proc" / "self" / "cgroup").write_text(f"0::/{path}\n")
    folder = machine / "groups" / path
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"memory.{name}").write_text(text)


def test_the_machine_has_what_is_free_and_its_swap(machine):
    assert memory.bytes_left() == 1_000_000 * 1024


def test_nothing_is_said_where_nothing_is_known(machine):
    (machine / "proc" / "meminfo").write_text("MemAvailable: ? kB\n")
    assert memory.bytes_left() is None
    (machine / "proc" / "meminfo").unlink()
    assert memory.bytes_left() is None
    memory.check_room("DLTB", 10_000_000)


def test_a_container_leaves_its_limit_less_what_is_used_but_for_kept_files(machine):
    group(machine, "box", max="600000000\n", current="200000000\n", stat="anon 1\ninactive_file 50000000\n")
    assert memory.bytes_left() == 450_000_000
    # the group above it has less
    group(machine, "box/inner", max="max\n", current="1\n", stat="")
    assert memory.bytes_left() == 450_000_000
    group(machine, "box/inner", max="300000000\n", current="100000000\n", stat="")
    assert memory.bytes_left() == 200_000_000


def test_a_container_of_the_older_kind(machine):
    folder = machine / "groups" / "memory"
    folder.mkdir(parents=True)
    (machine / "proc" / "self" / "cgroup").write_text("5:memory:/\n0::/\n")
    for name, text in (("limit_in_bytes", "500000000"), ("usage_in_bytes", "400000000"), ("stat", "x 1")):
        (folder / f"memory.{name}").write_text(text)
    assert memory.bytes_left() == 100_000_000


def test_a_group_that_leads_out_of_its_folder_is_not_followed(machine):
    group(machine, "..", max="5000", current="1000", stat="")
    group(machine, "../beside", max="3000", current="1000", stat="")
    assert memory.bytes_left() == 1_000_000 * 1024
    group(machine, "", max="900000", current="1000", stat="")
    (machine / "proc" / "self" / "cgroup").write_text("0::/../beside\n")
    assert memory.bytes_left() == 899_000


def test_a_limit_of_addresses_leaves_what_is_not_addressed(machine, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda which: (1000 * PAGE, 1000 * PAGE))
    assert memory.bytes_left() == 800 * PAGE
    (machine / "proc" / "self" / "statm").unlink()
    assert memory.bytes_left() == 1_000_000 * 1024


def test_the_user_leaves_what_he_states_less_what_is_taken(machine, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "300")
    assert memory.stated_bytes() == 300_000_000
    assert memory.bytes_left() == 300_000_000 - 80 * PAGE
    # where only the peak is known, that
    (machine / "proc" / "self" / "statm").write_text("")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert memory.bytes_left() == 300_000_000 - peak


@pytest.mark.parametrize("stated", ["", "0", "-5", "much", "1.5"])
def test_what_is_no_number_of_megabytes_is_no_limit(machine, monkeypatch, stated):
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", stated)
    assert memory.stated_bytes() is None


def test_a_part_of_it_is_taken_by_each_of_several_processes(machine, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "300")
    memory.take_part(None)
    assert memory.stated_bytes() == 300_000_000
    memory.take_part(75_500_000)
    assert memory.stated_bytes() == 75_000_000
    memory.take_part(10)
    assert memory.stated_bytes() == 1_000_000


def test_a_layer_that_does_not_fit_is_named_with_what_it_needs(machine, monkeypatch):
    monkeypatch.setattr(memory, "bytes_left", lambda: 150_000_000)
    # 250 000 rows of 400 bytes are 100 MB: all but the 50 MB that stay free
    memory.check_room("DLTB", 250_000)
    with pytest.raises(InputError) as caught:
        memory.check_room("DLTB", 250_001)
    assert caught.value.text_id == "no_room_in_memory"
    assert caught.value.values == {"layer": "DLTB", "needed_mb": 101, "left_mb": 150}
    # a shape is there three times
    with pytest.raises(InputError):
        memory.check_room("DLTB", 1, 40_000_000)
    memory.check_room("DLTB", 1, 33_000_000)
    monkeypatch.setattr(memory, "bytes_left", lambda: 0)
    memory.check_room("DLTB", 49_999)
    with pytest.raises(InputError):
        memory.check_room("DLTB", 50_000)


class Windows:
    """What Windows says of memory, or that it says nothing."""

    def __init__(self, says):
        self.says = says

    def GlobalMemoryStatusEx(self, asked):
        status = asked._obj
        assert status.length == ctypes.sizeof(status)
        status.free_page, status.free_virtual = 700_000_000, 900_000_000
        return self.says

    def K32GetProcessMemoryInfo(self, process, asked, length):
        counters = asked._obj
        assert (process.value, length) == (ctypes.c_void_p(-1).value, ctypes.sizeof(counters))
        counters.working_set, counters.peak_working_set = 100_000_000, 400_000_000
        return self.says


def test_windows_leaves_the_least_of_its_pages_the_addresses_and_what_the_user_states(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LAND_ENTRY_MEMORY_MB", raising=False)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Windows(1)), raising=False)
    assert memory.bytes_left() == 700_000_000
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "300")
    assert memory.bytes_left() == 200_000_000
    # one that does not say it limits nothing
    for silent in (SimpleNamespace(kernel32=Windows(0)), SimpleNamespace()):
        monkeypatch.setattr(ctypes, "windll", silent)
        assert memory.bytes_left() is None
