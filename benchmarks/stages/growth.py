# SPDX-License-Identifier: GPL-2.0-or-later
"""How seconds grow with the patches of a layer, and with parcels."""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.contenders import CONTENDERS, LIMIT, OURS
from benchmarks.results import exponent
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

# These are always measured, and thrice where that is quick; the others once, where there is time.
_ALWAYS = (OURS, LIMIT)
_QUICK_S = 15.0
_SOME = (LIMIT, OURS, "sedonadb", "pyqgis", "geopandas", "intersection", "postgis")


def prepare(place: Place, names: list[str]) -> None:
    """Make what is measured."""
    for patches, parcels in {size for sizes in _sizes(place).values() for size in sizes}:
        for format_ in {CONTENDERS[name].format_ for name in _SOME if name in names}:
            place.files(format_, patches=patches, parcels=parcels)


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Time the contenders on thirds and tenths of the patches and of the parcels."""
    by, whole = _sizes(place), (place.recipe.patches, place.parcels)
    table = results.values["growth"] = {what: {} for what in by}
    took = {
        (name, *whole): median(times)
        for name, row in results.values.get("main", {}).items()
        if (times := [one for one in row["seconds"] if one is not None])
    }
    until = perf_counter() + seconds
    for name in (name for name in _SOME if name in names):
        # the slower ones only where there is time for all of their sizes
        longest = max((long for (other, *_), long in took.items() if other == name), default=0.0)
        if name not in _ALWAYS and until - perf_counter() < 4 * longest:
            print(f"  {name}: no time", file=sys.stderr, flush=True)
            continue
        for what, sizes in by.items():
            row = table[what][name] = {"sizes": [], "seconds": []}
            for size in sizes:
                if (name, *size) not in took:
                    try:
                        took[name, *size] = _seconds(place, name, *size)
                    except Exception as error:
                        complain(name, error)
                        continue
                row["sizes"].append(size[0] if what == "patches" else size[1])
                row["seconds"].append(took[name, *size])
            row["exponent"] = exponent(row["sizes"], row["seconds"])
            results.save()


def _sizes(place: Place) -> dict[str, list[tuple[int, int]]]:
    """Return patches and parcels of what is measured, by what grows."""
    patches, parcels = place.recipe.patches, place.parcels
    third, tenth = round(parcels / 10**0.5), parcels // 10
    return {
        "patches": [(patches // 10, tenth), (round(patches / 10**0.5), tenth), (patches, tenth)],
        "parcels": [(patches, tenth), (patches, third), (patches, parcels)],
    }


def _seconds(place: Place, name: str, patches: int, parcels: int) -> float:
    def once() -> float:
        return place.run(CONTENDERS[name], patches=patches, parcels=parcels)[0].seconds

    first = once()
    if name not in _ALWAYS or first > _QUICK_S:
        return first
    return median([first, once(), once()])
