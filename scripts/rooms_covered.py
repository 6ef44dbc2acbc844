#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Say how many lines and branches of each room without QGIS the tests reach, and which files lack most.

    make coverage                         all tests but those of windows, sheets and benchmarks
    make coverage TESTS="tests/files"     some of them
    make coverage TESTS=--report          what was measured last, once more

Returns 1 where a room lies under 95 % after all tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "coverage"
ROOMS = ("engine", "roles", "rules", "cadastre", "files", "jobs")
# Tests of the rooms and of those that use them.
TESTS = [*ROOMS, "cli", "scale", "properties", "security", "faults", "processing", "sample_data"]
WANTED, SHOWN = 0.95, 15


def measured(tests: list[str]) -> int:
    """Run tests, commands that they start included; return how pytest ended."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("data*"):
        old.unlink()
    given = tests or [f"tests/{name}" for name in TESTS]
    options = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    ended = subprocess.run([sys.executable, "-m", "coverage", "run", "-m", "pytest", *options, *given], check=False)
    subprocess.run([sys.executable, "-m", "coverage", "combine", "-q"], check=True)
    return ended.returncode


def lacking(summary: dict[str, int]) -> int:
    """Return how many lines and branches of a file are reached by nothing."""
    return summary["missing_lines"] + summary["missing_branches"]


def told() -> bool:
    """Print the share of each room and the files that lack most; return whether each room has enough."""
    path = FOLDER / "coverage.json"
    subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(path)], check=True)
    files = json.loads(path.read_text(encoding="utf-8"))["files"]
    rooms: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    own = {}
    for name, file in files.items():
        room = Path(name).parts[1]
        if room in ROOMS:
            own[name] = file
            for key, value in file["summary"].items():
                if isinstance(value, int):
                    rooms[room][key] += value
    enough = True
    for room in ROOMS:
        total = rooms[room]
        lines = total["covered_lines"] / max(total["num_statements"], 1)
        branches = total["covered_branches"] / max(total["num_branches"], 1)
        enough = enough and min(lines, branches) > WANTED
        of_lines, of_branches = (f"of {total[name]:5}" for name in ("num_statements", "num_branches"))
        print(f"{room:10} {lines:7.2%} {of_lines} lines {branches:8.2%} {of_branches} branches")
    print()
    for name, file in sorted(own.items(), key=lambda one: -lacking(one[1]["summary"]))[:SHOWN]:
        ways = [f"{a}->{b}" for a, b in file["missing_branches"]]
        print(f"{lacking(file['summary']):4} {name}: {', '.join(map(str, file['missing_lines']))} {' '.join(ways)}")
    return enough


def main() -> int:
    """Measure what is asked for and say what came of it."""
    given = sys.argv[1:]
    if given == ["--report"]:
        return 0 if told() else 1
    failed = measured(given)
    enough = told()
    return failed or (0 if enough or given else 1)


if __name__ == "__main__":
    sys.exit(main())
