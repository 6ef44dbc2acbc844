# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether two tools found the same: areas of classes by parcel."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyogrio.raw
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.contenders import Contender

# Below this a class may be named by one tool and not by another: lines and points are no pieces.
_NOTHING_M2 = 0.01
SAME_M2 = 0.01

Totals = dict[tuple[str, str], float]


def totals_of_pieces(
    path: Path, id_field: str, code_field: str | None, area_field: str | None, role: str | None = None
) -> Totals:
    """Return m2 by parcel and class of a file of pieces; without an area field the shapes' plane area.

    ``role`` takes those pieces only of a screening that are of one layer.
    """
    layers = [name for name, _ in pyogrio.list_layers(path) if name != "layer_styles"]
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layers[0], read_geometry=area_field is None)
    by_name = dict(zip(meta["fields"], columns, strict=True))
    areas = by_name[area_field] if area_field else shapely.area(shapely.from_wkb(shapes))
    chosen = by_name["role"] == role if role else np.ones(len(areas), dtype=bool)
    codes = by_name[code_field] if code_field else np.full(len(areas), "")
    totals: Totals = defaultdict(float)
    for parcel_id, code, area in zip(by_name[id_field][chosen], codes[chosen], areas[chosen], strict=True):
        totals[parcel_id, code] += float(np.nan_to_num(area))
    return totals


def totals_of_table(path: Path) -> Totals:
    """Return m2 by parcel and class of a table of three columns."""
    with path.open(newline="", encoding="utf-8") as file:
        return {(row["parcel_id"], row["code"]): float(row["m2"]) for row in csv.DictReader(file)}


def totals_of(contender: Contender, folder: Path) -> Totals:
    """Return what a contender found, from what it wrote."""
    if contender.pieces is None:
        return totals_of_table(folder / "totals.csv")
    role = "land_use" if contender.area_field == "area_m2" else None
    return totals_of_pieces(
        folder / contender.pieces, contender.id_field, contender.code_field, contender.area_field, role
    )


def by_parcel(totals: Totals) -> Totals:
    """Return totals without classes."""
    summed: Totals = defaultdict(float)
    for (parcel_id, _), area in totals.items():
        summed[parcel_id, ""] += area
    return summed


def largest_difference(one: Totals, other: Totals) -> float:
    """Return by how many m2 the totals of some class and parcel differ at most."""
    keys = {key for totals in (one, other) for key, area in totals.items() if area > _NOTHING_M2}
    return max((abs(one.get(key, 0.0) - other.get(key, 0.0)) for key in keys), default=0.0)
