# SPDX-License-Identifier: GPL-2.0-or-later
"""Ours from other formats than GeoPackage."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.contenders import CONTENDERS, OURS
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

FORMATS = {"gpkg": "GeoPackage", "gdb": "FileGDB", "shp": "shapefile", "parquet": "GeoParquet"}
_PATCHES, _PARCELS = 100_000, 1_000


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Screen the same small survey from each format, twice: the second time what was imported is there."""
    small = min(place.recipe.patches, _PATCHES), min(place.parcels, _PARCELS)
    table = results.values["formats"] = {"patches": small[0], "parcels": small[1], "of": {}}
    until = perf_counter() + seconds
    for format_, label in FORMATS.items():
        if perf_counter() > until:
            break
        row = table["of"][label] = {"seconds": []}
        own = replace(CONTENDERS[OURS], format_=format_)
        try:
            for _ in range(2):
                row["seconds"].append(place.run(own, patches=small[0], parcels=small[1])[0].seconds)
        except Exception as error:
            row["missing"] = complain(label, error)
        results.save()
