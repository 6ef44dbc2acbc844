# SPDX-License-Identifier: GPL-2.0-or-later
"""The least that a screening costs: fetch the rows near parcels by the R-tree, parse, cut the unavoidable pairs.

Two processes, nothing written, no areas on the ellipsoid, nothing judged. ``--totals FILE`` writes what was cut, for
checking only.
"""

from __future__ import annotations

import gc
import multiprocessing
import sqlite3
import sys
from collections import defaultdict

import numpy as np
import shapely

_PROCESSES = 2
# Shares that processes take as they come free: halves of as many parcels are not halves of the work.
_SHARES = 16
# Pages of the file that are read where they lie.
_MAPPED_BYTES = 1 << 40
# Bytes of the envelope in a GeoPackage's header, by the flag's bits.
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_READ: dict[str, list] = {}


def main() -> None:
    """Cut the parcels of a file with the patches of another."""
    # nothing here refers to itself: looking for what does is waste
    gc.disable()
    survey, parcels = sys.argv[1:3]
    with sqlite3.connect(f"file:{parcels}?mode=ro", uri=True) as file:
        rows = file.execute("SELECT ZDDM, geom FROM parcels").fetchall()
    shapes = parsed([row[1] for row in rows])
    parts = np.array_split(np.argsort(_along_curve(shapes), kind="stable"), min(_SHARES, len(shapes)))
    wants_totals = "--totals" in sys.argv
    # processes that are forked have what was read here: it needs not be sent
    _READ["shares"] = [(survey, shapes[part], wants_totals) for part in parts]
    with multiprocessing.get_context("fork").Pool(_PROCESSES) as pool:
        results = list(pool.imap(_share, range(len(parts))))
    if wants_totals:
        _write_totals(sys.argv[-1], [row[0] for row in rows], parts, results)
    else:
        print(f"{sum(count for count, _ in results)} pieces, {sum(area for _, area in results):.2f} m2")


def _share(number: int) -> tuple:
    survey, shapes, wants_totals = _READ["shares"][number]
    parcel, codes, areas = cut(survey, shapes)
    return (parcel, codes, areas) if wants_totals else (len(areas), areas.sum())


def cut(survey: str, shapes: np.ndarray) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Return the parcel, the class and the plane area of every piece."""
    file = sqlite3.connect(f"file:{survey}?mode=ro", uri=True)
    file.execute("PRAGMA temp_store = memory")
    file.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    file.execute("CREATE TEMP TABLE near (parcel, west, south, east, north)")
    boxes = shapely.bounds(shapes)
    file.executemany("INSERT INTO near VALUES (?, ?, ?, ?, ?)", [(i, *box) for i, box in enumerate(boxes.tolist())])
    pairs = file.execute(
        "SELECT near.parcel, tree.id FROM near CROSS JOIN rtree_DLTB_geom AS tree "
        "ON tree.maxx >= near.west AND tree.minx <= near.east AND tree.maxy >= near.south AND tree.miny <= near.north"
    ).fetchall()
    parcel, patch = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    ids, patch = np.unique(patch, return_inverse=True)
    file.execute("CREATE TEMP TABLE needed (id INTEGER PRIMARY KEY)")
    file.executemany("INSERT INTO needed VALUES (?)", [(id_,) for id_ in ids.tolist()])
    rows = file.execute("SELECT geom, DLBM FROM needed CROSS JOIN DLTB ON DLTB.fid = needed.id").fetchall()
    patches, codes = parsed([row[0] for row in rows]), [row[1] for row in rows]
    own, other = boxes[parcel], shapely.bounds(patches)[patch]
    # the tree's boxes are rounded outwards, and boxes that only touch have nothing to cut
    shared = np.minimum(own[:, 2:], other[:, 2:]) > np.maximum(own[:, :2], other[:, :2])
    inside = (other[:, :2] >= own[:, :2]) & (other[:, 2:] <= own[:, 2:])
    near = np.flatnonzero(shared.all(axis=1))
    shapely.prepare(shapes)
    near = near[shapely.intersects(shapes[parcel[near]], patches[patch[near]])]
    # a patch within a parcel needs no cut; only one whose box is within can be
    whole = inside.all(axis=1)[near]
    whole[whole] = shapely.covers(shapes[parcel[near[whole]]], patches[patch[near[whole]]])
    parcel, patch = parcel[near], patch[near]
    areas = np.empty(len(near))
    areas[whole] = shapely.area(patches[patch[whole]])
    areas[~whole] = shapely.area(shapely.intersection(shapes[parcel[~whole]], patches[patch[~whole]]))
    return parcel, [codes[one] for one in patch], areas


def parsed(blobs: list[bytes]) -> np.ndarray:
    """Return the shapes of a GeoPackage's geometry column."""
    return shapely.from_wkb([blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :] for blob in blobs])


def _along_curve(shapes: np.ndarray) -> np.ndarray:
    """Return an order that keeps near what is near: squares of a kilometre, row by row."""
    middle = shapely.bounds(shapes)[:, :2] // 1000
    return middle[:, 1] * 1e6 + middle[:, 0]


def _write_totals(path: str, ids: list[str], parts: list[np.ndarray], results: list) -> None:
    import csv

    totals: dict[tuple[str, str], float] = defaultdict(float)
    for part, (parcel, codes, areas) in zip(parts, results, strict=True):
        for own, code, area in zip(part[parcel], codes, areas, strict=True):
            totals[ids[own], code] += area
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("parcel_id", "code", "m2"), *((*key, area) for key, area in totals.items())])


if __name__ == "__main__":
    main()
