# SPDX-License-Identifier: GPL-2.0-or-later
"""What each tool makes of a survey in which eight patches of a thousand cross themselves."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyogrio.raw
import shapely

from benchmarks.checking import totals_of
from benchmarks.contenders import CONTENDERS, LIMIT, OURS
from benchmarks.running import RunError
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.results import Results
    from benchmarks.stages.place import Place

_PATCHES, _PARCELS, _SHARE = 20_000, 200, 0.008
_SIZE = {"patches": _PATCHES, "parcels": _PARCELS, "bow_ties": _SHARE}
_TOO_LONG_S = 120.0
# A tool that says one of these of its own accord has not lost area without a word.
_WORDS = re.compile(r"invalid|not valid|self-intersect|topology", re.I)


def prepare(place: Place, names: list[str]) -> None:
    """Make what is measured."""
    for format_ in {CONTENDERS[name].format_ for name in names}:
        place.files(format_, **_SIZE)


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Run everybody once, see what share of the parcels' area the pieces cover, and what is said of the rest."""
    _, parcels = place.files(**_SIZE)
    whole = shapely.area(shapely.from_wkb(pyogrio.raw.read(parcels, layer="parcels")[2])).sum()
    table = results.values["broken"] = {"share": _SHARE, "patches": _PATCHES, "parcels": _PARCELS, "of": {}}
    # the limit knows no broken shapes
    for name in (name for name in names if name != LIMIT):
        # elsewhere warnings are nothing but lines; here they are what is asked for
        contender = replace(CONTENDERS[name], variables=CONTENDERS[name].variables | {"PYTHONWARNINGS": "default"})
        row = table["of"][name] = {"label": contender.label}
        try:
            ran, folder = place.run(contender, checked=True, too_long_s=_TOO_LONG_S, **_SIZE)
            row["covered"] = sum(totals_of(contender, folder).values()) / whole
            row["said"] = _repaired(folder) if name == OURS else _words(ran.printed)
        except RunError as error:
            row["failed"] = complain(name, error)
            row["covered"] = _left_covers(place, name, whole)
        except Exception as error:
            row["missing"] = complain(name, error)
        results.save()


def _repaired(folder: Path) -> str:
    """Return how many patches the record lists as repaired."""
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    count = sum(len(read.get("repaired", ())) for read in record["inputs"].values())
    return f"lists {count} repaired patches"


def _words(printed: str) -> str:
    found = [line.strip() for line in printed.splitlines() if _WORDS.search(line)]
    return f"“{found[0][:100]}”" if found else "nothing"


def _left_covers(place: Place, name: str, whole: float) -> float:
    """Return what the pieces cover that a run left which ended with an error; 0 where nothing can be read."""
    try:
        return sum(totals_of(CONTENDERS[name], place.folder_of(name)).values()) / whole
    except Exception:
        return 0.0
