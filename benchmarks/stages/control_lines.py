# SPDX-License-Identifier: GPL-2.0-or-later
"""One control line at a time, whose polygons have up to a million vertices, against geopandas."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyogrio.raw

from benchmarks.checking import SAME_M2, by_parcel, largest_difference, totals_of_pieces, totals_of_table
from benchmarks.contenders import CONTENDERS, OURS, layer, ours_command
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

LAYERS = {
    "basic_farmland": ("YJJBNTBHTB", "DLBM"),
    "ecological_red_line": ("STBHHX", "LXBM"),
    "urban_boundary": ("CZKFBJ", "GHFQDM"),
}
_PATCHES, _PARCELS = 100_000, 1_000
_ROUNDS = 3


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Cut parcels with each control line."""
    small = min(place.recipe.patches, _PATCHES), min(place.parcels, _PARCELS)
    survey, parcels = place.files(patches=small[0], parcels=small[1])
    table = results.values["control_lines"] = {"patches": small[0], "parcels": small[1], "layers": {}}
    left = seconds
    for role, (name, code) in LAYERS.items():
        row = table["layers"][role] = {"layer": name, "ours": [], "geopandas": []}
        with place.folder("lines_ours") as own, place.folder("lines_geopandas") as other:
            ours = ours_command(parcels, own, {role: layer(survey, name)})
            theirs = CONTENDERS["geopandas"].command(survey, parcels, other)
            theirs += [name, code]
            try:
                for number in range(min(rounds, _ROUNDS)):
                    for file in (*own.iterdir(), *other.iterdir()):
                        file.unlink()
                    ran = place.run_command(ours, CONTENDERS[OURS], checked=number == 0)
                    beside = place.run_command(theirs, checked=number == 0)
                    left -= ran.seconds + beside.seconds
                    if number == 0:
                        row["uss_mb"] = ran.uss_mb
                        row |= _compared(own, other, role)
                    row["ours"].append(ran.seconds)
                    row["geopandas"].append(beside.seconds)
                    results.save()
                    if left < (ran.seconds + beside.seconds) * 2:
                        break
            except Exception as error:
                row["missing"] = complain(role, error)


def _compared(own, other, role: str) -> dict[str, float]:
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
