# SPDX-License-Identifier: GPL-2.0-or-later
"""The least that a screening costs: fetch the rows near parcels by the R-tree, parse, cut the unavoidable pairs.

Two processes, nothing written, no areas on the ellipsoid, nothing judged. ``--totals FILE`` writes what was cut, for
checking only.
"""

from __future__ import annotations

import csv
import multiprocessing
import sqlite3
import sys
from collections import defaultdict

import numpy as np
import shapely

_PROCESSES = 2
# Bytes of the envelope in a GeoPackage's header, by the flag's bits.
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def main() -> None:
    """Cut the parcels of a file with the patches of another."""
    survey, parcels = sys.argv[1:3]
    with sqlite3.connect(f"file:{parcels}?mode=ro", uri=True) as file:
        rows = file.execute("SELECT ZDDM, geom FROM parcels").fetchall()
    shapes = parsed([row[1] for row in rows])
    order = np.argsort(_along_curve(shapes), kind="stable")
    with multiprocessing.get_context("fork").Pool(_PROCESSES) as pool:
        work = [(survey, shapes[part]) for part in np.array_split(order, _PROCESSES)]
        results = pool.starmap(cut, work)
    print(f"{sum(len(areas) for _, _, areas in results)} pieces, {sum(areas.sum() for *_, areas in results):.2f} m2")
    if "--totals" in sys.argv:
        _write_totals(sys.argv[-1], [row[0] for row in rows], np.array_split(order, _PROCESSES), results)


def cut(survey: str, shapes: np.ndarray) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Return the parcel, the class and the plane area of every piece."""
    file = sqlite3.connect(f"file:{survey}?mode=ro", uri=True)
    file.execute("PRAGMA temp_store = memory")
    file.execute("CREATE TEMP TABLE near (parcel, west, south, east, north)")
    boxes = shapely.bounds(shapes).tolist()
    file.executemany("INSERT INTO near VALUES (?, ?, ?, ?, ?)", [(i, *box) for i, box in enumerate(boxes)])
    pairs = file.execute(
        "SELECT near.parcel, tree.id FROM near CROSS JOIN rtree_DLTB_geom AS tree "
        "ON tree.maxx >= near.west AND tree.minx <= near.east AND tree.maxy >= near.south AND tree.miny <= near.north"
    ).fetchall()
    parcel, patch = np.array(pairs).T
    ids, patch = np.unique(patch, return_inverse=True)
    file.execute("CREATE TEMP TABLE needed (id INTEGER PRIMARY KEY)")
    file.executemany("INSERT INTO needed VALUES (?)", [(id_,) for id_ in ids.tolist()])
    rows = file.execute("SELECT geom, DLBM FROM needed CROSS JOIN DLTB ON DLTB.fid = needed.id").fetchall()
    patches, codes = parsed([row[0] for row in rows]), [row[1] for row in rows]
    shapely.prepare(shapes)
    meets = shapely.intersects(shapes[parcel], patches[patch])
    parcel, patch = parcel[meets], patch[meets]
    areas = shapely.area(shapely.intersection(shapes[parcel], patches[patch]))
    return parcel, [codes[one] for one in patch], areas


def parsed(blobs: list[bytes]) -> np.ndarray:
    """Return the shapes of a GeoPackage's geometry column."""
    return shapely.from_wkb([blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :] for blob in blobs])


def _along_curve(shapes: np.ndarray) -> np.ndarray:
    """Return an order that keeps near what is near: squares of a kilometre, row by row."""
    middle = shapely.bounds(shapes)[:, :2] // 1000
    return middle[:, 1] * 1e6 + middle[:, 0]


def _write_totals(path: str, ids: list[str], parts: list[np.ndarray], results: list) -> None:
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for part, (parcel, codes, areas) in zip(parts, results, strict=True):
        for own, code, area in zip(part[parcel], codes, areas, strict=True):
            totals[ids[own], code] += area
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("parcel_id", "code", "m2"), *((*key, area) for key, area in totals.items())])


if __name__ == "__main__":
    main()
