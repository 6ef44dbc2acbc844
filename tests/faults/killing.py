# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands that are killed at random: each in a process of its own, over outputs of an earlier run."""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

import ezdxf

from land_entry_plugin.cli.main import main
from land_entry_plugin.scale import screenparcels as shared_out

# What a program does to files; a kill at the n-th of these meets moments that the clock hardly ever meets.
EVENTS = ("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate", "sqlite3.connect", "shutil.copyfile")
INDEX = "index.csv"
_CLOCKS = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?")
_NEW_EACH_TIME = (
    b"$TDCREATE", b"$TDUCREATE", b"$TDUPDATE", b"$TDUUPDATE", b"$FINGERPRINTGUID", b"$VERSIONGUID",
)  # fmt: skip
_ONLY_TIMES = ("docProps/core.xml", "docProps/app.xml")


@dataclass(frozen=True)
class Command:
    """A writing command: how it is typed for the old and for the new input, and where it writes.

    ``{out}`` stands for the folder of the outputs; ``keeps_old`` is one that adds new files to those that are there.
    """

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    keeps_old: bool = False
    workers: int = 1


@dataclass
class Tally:
    """What was found after the kills of one command."""

    kills: int = 0
    finished: int = 0
    files: Counter = field(default_factory=Counter)
    mixed: int = 0
    left: int = 0

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.files.items()))
        return (
            f"{self.kills} kills, {self.finished} ended before; files: {states}; "
            f"sets of old and new: {self.mixed}; temporary files that the next run removed: {self.left}"
        )


def started(arguments, out, home, looks=None, kill_at=None, workers=1):
    """Run a command in a group of processes of its own, killed at its n-th look at a file; return its id.

    ``looks`` is a shared number that says how many there were.
    """
    home.mkdir(exist_ok=True)
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        if "layers" in arguments:
            # what the user keeps is an output of its own command
            home = out
        os.environ |= {
            "LAND_ENTRY_HOME": str(home),
            "LAND_ENTRY_WORKERS": str(workers),
            "LANGUAGE": "en",
        }
        os.environ["TMPDIR"] = tempfile.tempdir = str(home)
        shared_out._LEAST_PARCELS = 0
        if looks is not None:
            _count(looks, kill_at)
        code = main([argument.format(out=out) for argument in arguments])
        os._exit(code)
    except BaseException:
        os._exit(99)


def _count(looks, kill_at):
    own = os.getpid()

    def look(event, arguments):
        if event not in EVENTS or os.getpid() != own:
            return
        if event == "open" and not (isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")):
            return
        looks.value += 1
        if looks.value == kill_at:
            os.killpg(own, signal.SIGKILL)

    sys.addaudithook(look)


def ended(child):
    """Wait for a process; return its exit code, None where it was killed."""
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None


def ran(command, arguments, out, home):
    """Run a command to its end; return how long it took, and how often it looked at files."""
    begun, looks = time.perf_counter(), multiprocessing.RawValue("l")
    assert ended(started(arguments, out, home, looks, workers=command.workers)) == 0, (command.name, arguments)
    return time.perf_counter() - begun, looks.value


def killed_again_and_again(command, place, kills, seed):
    """Kill a command many times over the outputs of its old input, and hold what is there against old and new."""
    pick, tally = random.Random(f"{command.name} {seed}"), Tally()
    home, old, new, out = (place / name for name in ("home", "old", "new", "out"))
    place.mkdir(exist_ok=True)
    ran(command, command.old, old, home)
    shutil.copytree(old, new)
    took, looks = ran(command, command.new, new, home)
    before, after = contents(old), contents(new)
    assert before != after, command.name
    for number in range(kills):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(old, out)
        by_clock = number % 2 == 0
        kill_at = None if by_clock else pick.randint(1, looks)
        child = started(command.new, out, home, multiprocessing.RawValue("l"), kill_at, command.workers)
        if by_clock:
            time.sleep(took * pick.uniform(0.1, 1.0))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)
        code = ended(child)
        assert code in (None, 0), (command.name, code)
        tally.kills, tally.finished = tally.kills + (code is None), tally.finished + (code == 0)
        _look(command, out, before, after, tally)
        hidden = [path for path in out.rglob(".*") if path.is_file()]
        ran(command, command.new, out, home)
        there = contents(out)
        # the index says which files were there already
        assert there | {INDEX: None} == after | {INDEX: None}, command.name
        left = [path.name for path in out.rglob(".*")]
        assert not left, (command.name, left)
        tally.left += len(hidden)
    return tally


def _look(command, out, before, after, tally):
    """Note for every file whether it is whole, and of which run."""
    found, states = contents(out), set()
    for name, content in found.items():
        if name == INDEX:
            # it grows with every file
            continue
        is_old, is_new = before.get(name) == content, after.get(name) == content
        assert is_old or is_new, (command.name, name, "is half a file")
        if is_old != is_new:
            states.add(is_old)
        tally.files["old" if is_old else "new"] += 1
    missing = before.keys() - found.keys()
    assert not missing, (command.name, missing)
    tally.mixed += len(states) > 1 and not command.keeps_old


def contents(folder):
    """Return what every file in a folder says, by its name; temporary ones apart."""
    return {
        str(path.relative_to(folder)): content(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def content(path):
    """Return a digest of what a file says, without the moment when it was written; a torn one raises."""
    if path.suffix == ".gpkg":
        said = _tables(path)
    elif path.suffix == ".json":
        record = json.loads(path.read_text(encoding="utf-8"))
        record.pop("run", None)
        record.pop("files", None)
        said = json.dumps(record, sort_keys=True).encode()
    elif path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None, path
            said = b"".join(
                name.encode() + package.read(name) for name in sorted(package.namelist()) if name not in _ONLY_TIMES
            )
    else:
        if path.suffix == ".dxf":
            assert not ezdxf.readfile(path).audit().has_errors, path
            said = b"\n".join(line for line in _without_ids(path.read_bytes()))
        else:
            said = path.read_bytes()
    return hashlib.sha256(_CLOCKS.sub(b"", said)).hexdigest()


def _without_ids(drawing):
    """Yield the lines of a drawing without dates and the ids that every drawing gets anew."""
    lines = iter(drawing.splitlines())
    for line in lines:
        if line.strip() in (
            b"$TDCREATE",
            b"$TDUCREATE",
            b"$TDUPDATE",
            b"$TDUUPDATE",
            b"$FINGERPRINTGUID",
            b"$VERSIONGUID",
        ):
            next(lines), next(lines)
        else:
            yield line


def _tables(path):
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), path
        names = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]
        # styles are numbered anew each time
        first = {"layer_styles": 1}
        rows = [[row[first.get(name, 0) :] for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names]
        return repr(list(zip(names, rows, strict=True))).encode()
