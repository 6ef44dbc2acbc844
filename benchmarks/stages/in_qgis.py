# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithm in a QGIS that runs already, beside the command line."""

from __future__ import annotations

import re
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.contenders import CONTENDERS, OURS, ROOT

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place


def prepare(place: Place, names: list[str]) -> None:
    """Make what is measured."""
    place.files(**_size(place))


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Screen in QGIS and on the command line, which take turns in being first; in the first round twice in QGIS."""
    start = perf_counter()
    row = results.values["in_qgis"] = {**_size(place), "first": [], "again": [], "command_line": []}
    longest = 0.0
    for number in range(rounds):
        begin = perf_counter()
        if number and begin - start + longest > seconds:
            break
        if number % 2:
            own = place.run(CONTENDERS[OURS], **_size(place))[0].seconds
        found = _in_qgis(place, runs=1 if number else 2)
        if not number % 2:
            own = place.run(CONTENDERS[OURS], **_size(place))[0].seconds
        row["first"].append(found[0])
        row["again"] += found[1:]
        row["command_line"].append(own)
        longest = max(longest, perf_counter() - begin - sum(found[1:]))
        results.save()


def _in_qgis(place: Place, runs: int) -> list[float]:
    """Return the seconds of so many screenings one after the other in one QGIS."""
    survey, parcels = place.files(**_size(place))
    script = str(ROOT / "benchmarks/peers/in_qgis.py")
    with place.folder("in_qgis") as folder:
        command = [str(ROOT / "scripts/with-qgis"), "python", script, str(survey), str(parcels), str(folder), str(runs)]
        ran = place.run_command(command)
    return [float(found) for found in re.findall(r"^seconds ([\d.]+)", ran.printed, re.M)]


def _size(place: Place) -> dict[str, int]:
    """Return a third of the table's parcels: with all of them there would be time for one round only."""
    return {"patches": place.recipe.patches, "parcels": round(place.parcels / 10**0.5)}
