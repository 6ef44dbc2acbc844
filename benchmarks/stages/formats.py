# SPDX-License-Identifier: GPL-2.0-or-later
"""Ours from other formats than GeoPackage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.contenders import CONTENDERS, OURS
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

FORMATS = {"gpkg": "GeoPackage", "gdb": "FileGDB", "shp": "shapefile", "parquet": "GeoParquet"}
_PATCHES, _PARCELS = 100_000, 1_000


def prepare(place: Place, names: list[str]) -> None:
    """Make what is measured."""
    for format_ in FORMATS:
        place.files(format_, **_size(place))


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Screen the same small survey from each format, twice: the second time what was imported is there."""
    size = _size(place)
    table = results.values["formats"] = {**size, "of": {}}
    for format_, label in FORMATS.items():
        row = table["of"][label] = {"seconds": []}
        own = replace(CONTENDERS[OURS], format_=format_)
        try:
            for _ in range(2):
                row["seconds"].append(place.run(own, **size)[0].seconds)
        except Exception as error:
            row["missing"] = complain(label, error)
        results.save()


def _size(place: Place) -> dict[str, int]:
    return {"patches": min(place.recipe.patches, _PATCHES), "parcels": min(place.parcels, _PARCELS)}
