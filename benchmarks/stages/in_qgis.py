# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithm in a QGIS that runs already, beside the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.contenders import CONTENDERS, OURS, ROOT

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

_ROUNDS = 3


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Screen in QGIS and on the command line by turns."""
    survey, parcels = place.files()
    row = results.values["in_qgis"] = {"first": [], "again": [], "command_line": []}
    script = str(ROOT / "benchmarks/peers/in_qgis.py")
    left = seconds
    for _ in range(min(rounds, _ROUNDS)):
        with place.folder("in_qgis") as folder:
            command = [str(ROOT / "scripts/with-qgis"), "python", script, str(survey), str(parcels), str(folder)]
            ran = place.run_command(command)
        first, again = (float(found) for found in re.findall(r"^seconds ([\d.]+)", ran.printed, re.M))
        row["first"].append(first)
        row["again"].append(again)
        own, _ = place.run(CONTENDERS[OURS])
        row["command_line"].append(own.seconds)
        results.save()
        left -= ran.seconds + own.seconds
        if left < ran.seconds + own.seconds:
            break
