# SPDX-License-Identifier: GPL-2.0-or-later
"""One control line at a time, whose polygons have up to a million vertices, against geopandas."""

from __future__ import annotations

from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING

import pyogrio.raw

from benchmarks.checking import SAME_M2, by_parcel, largest_difference, totals_of_pieces, totals_of_table
from benchmarks.contenders import CONTENDERS, OURS, layer, ours_command
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.results import Results
    from benchmarks.stages.place import Place

LAYERS = {
    "basic_farmland": ("YJJBNTBHTB", "DLBM"),
    "ecological_red_line": ("STBHHX", "LXBM"),
    "urban_boundary": ("CZKFBJ", "GHFQDM"),
}
_PATCHES, _PARCELS = 100_000, 1_000


def prepare(place: Place, names: list[str]) -> None:
    """Make what is measured."""
    place.files(**_size(place))


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Cut parcels with each control line: first compared, then timed in rounds of all that there is time for."""
    start = perf_counter()
    table = results.values["control_lines"] = {**_size(place), "layers": {}}
    took: dict[str, float] = {}
    for role, (name, _) in LAYERS.items():
        row = table["layers"][role] = {"layer": name, "ours": [], "geopandas": []}
        try:
            with place.folder("lines_ours") as own, place.folder("lines_geopandas") as other:
                ours, theirs = _commands(place, role, own, other)
                ran = place.run_command(ours, CONTENDERS[OURS], checked=True)
                took[role] = ran.seconds + place.run_command(theirs).seconds
                row |= {"uss_mb": ran.uss_mb, **_compared(own, other, role)}
        except Exception as error:
            row["missing"] = complain(role, error)
        results.save()
    for number in range(rounds):
        for role in (role for role in took if "missing" not in table["layers"][role]):
            if number and perf_counter() - start + took[role] > seconds:
                continue
            row = table["layers"][role]
            try:
                pair = _timed(place, role, ours_first=number % 2 == 0)
            except Exception as error:
                row["missing"] = complain(role, error)
                continue
            for who, own in zip(("ours", "geopandas"), pair, strict=True):
                row[who].append(own)
            took[role] = sum(pair)
            results.save()


def _timed(place: Place, role: str, *, ours_first: bool) -> tuple[float, float]:
    """Return the seconds of ours and of geopandas, which take turns in being first."""
    with place.folder("lines_ours") as own, place.folder("lines_geopandas") as other:
        ours, theirs = _commands(place, role, own, other)
        if ours_first:
            first = place.run_command(ours, CONTENDERS[OURS]).seconds
            return first, place.run_command(theirs).seconds
        first = place.run_command(theirs).seconds
        return place.run_command(ours, CONTENDERS[OURS]).seconds, first


def _commands(place: Place, role: str, own: Path, other: Path) -> tuple[list[str], list[str]]:
    survey, parcels = place.files(**_size(place))
    name, code = LAYERS[role]
    theirs = [*CONTENDERS["geopandas"].command(survey, parcels, other), name, code]
    return ours_command(parcels, own, {role: layer(survey, name)}), theirs


def _size(place: Place) -> dict[str, int]:
    return {"patches": min(place.recipe.patches, _PATCHES), "parcels": min(place.parcels, _PARCELS)}


def _compared(own: Path, other: Path, role: str) -> dict[str, float]:
    found = totals_of_pieces(own / "pieces.gpkg", "parcel_id", None, "area_m2", role)
    expected = by_parcel(totals_of_table(other / "totals.csv"))
    _, _, _, columns = pyogrio.raw.read(
        own / "pieces.gpkg", layer="overlaps", columns=["parcel_id", "role", "source_id"], read_geometry=False
    )
    pieces = Counter(zip(*(column.tolist() for column in columns), strict=True))
    compared = {"parcels_cut": len(expected), "in_parts": sum(count > 1 for count in pieces.values())}
    compared["difference_m2"] = largest_difference(found, expected)
    if compared["difference_m2"] > SAME_M2:
        compared["missing"] = f"not the same: an area differs by {compared['difference_m2']:.2f} m2"
    return compared
