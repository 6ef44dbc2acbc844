# SPDX-License-Identifier: GPL-2.0-or-later
"""How seconds grow with the patches of a layer, and with parcels."""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.contenders import CONTENDERS, LIMIT, OURS
from benchmarks.results import exponent
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

# Who is quick is measured thrice; the others once.
_THRICE = (OURS, LIMIT)
_SOME = (LIMIT, OURS, "sedonadb", "pyqgis", "geopandas", "intersection", "postgis")


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Time the contenders on thirds and tenths of the patches and of the parcels."""
    patches, parcels = place.recipe.patches, place.parcels
    by = {
        "patches": [
            (patches // 10, parcels // 10),
            (round(patches / 10**0.5), parcels // 10),
            (patches, parcels // 10),
        ],
        "parcels": [(patches, parcels // 10), (patches, round(parcels / 10**0.5)), (patches, parcels)],
    }
    table = results.values["growth"] = {what: {} for what in by}
    took: dict[tuple[str, int, int], float] = {}
    left = seconds
    for name in (name for name in _SOME if name in names):
        # the slower ones only where there is time for all of their sizes
        if took and left < 4 * max(took.values()):
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
                    left -= took[name, *size] * (3 if name in _THRICE else 1)
                row["sizes"].append(size[0] if what == "patches" else size[1])
                row["seconds"].append(took[name, *size])
            row["exponent"] = exponent(row["sizes"], row["seconds"])
            results.save()


def _seconds(place: Place, name: str, patches: int, parcels: int) -> float:
    times = 3 if name in _THRICE else 1
    return median(place.run(CONTENDERS[name], patches=patches, parcels=parcels)[0].seconds for _ in range(times))
