# SPDX-License-Identifier: GPL-2.0-or-later
"""A sound little township for the doctor, and faults planted in it."""

from __future__ import annotations

from datetime import date

import numpy as np
import shapely
from support import EAST, NORTH, MemorySource, box, candidates, lines, urban

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.crs import Plane
from land_entry_plugin.jobs.checkdata import checkdata
from land_entry_plugin.jobs.doctor.record import check_record
from land_entry_plugin.jobs.doctor.request import CheckRequest

AS_OF = date(2026, 6, 1)
SIDE, COUNT = 50.0, 6
CLASSES = ("0102", "0601", "0301", "1006", "0702")
NAMES = {"0102": "水浇地", "0601": "工业用地", "0301": "乔木林地", "1006": "农村道路", "0702": "农村宅基地"}


def at(column: int, row: int) -> int:
    """Return the number of a patch of the grid."""
    return column * COUNT + row


def grid() -> list[shapely.Polygon]:
    """Return square patches without gaps, some corners moved so that no two lines run alike."""
    rng = np.random.default_rng(7)
    steps = np.arange(COUNT + 1) * SIDE
    corners = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1)
    corners[1:-1, 1:-1] += rng.uniform(-8, 8, (COUNT - 1, COUNT - 1, 2))
    corners = np.round(corners + np.array([EAST, NORTH]), 3)
    return [
        shapely.Polygon([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]])
        for i in range(COUNT)
        for j in range(COUNT)
    ]


def columns_of(shapes) -> dict[str, list]:
    """Return the attributes of patches, all of them in order."""
    codes = [CLASSES[i % len(CLASSES)] for i in range(len(shapes))]
    sound = [shape if shape is not None else shapely.Polygon() for shape in shapes]
    areas = np.round(ellipsoid_area(np.array(sound, dtype=object), Plane("EPSG:4527")), 2)
    factors = [0.1 if code == "0102" else 0.0 for code in codes]
    deducted = [round(area * factor, 2) for area, factor in zip(areas, factors, strict=True)]
    return {
        "BSM": [f"3711260000{i:08d}" for i in range(len(shapes))],
        "DLBM": codes,
        "DLMC": [NAMES[code] for code in codes],
        "QSXZ": ["30"] * len(shapes),
        "ZLDWMC": ["柳河村"] * len(shapes),
        "TBMJ": [float(area) for area in areas],
        "KCXS": factors,
        "KCMJ": deducted,
        "TBDLMJ": [round(float(area) - own, 2) for area, own in zip(areas, deducted, strict=True)],
        "SJNF": [2025] * len(shapes),
    }


def bsm(number: int) -> str:
    """Return the number that a patch bears."""
    return f"3711260000{number:08d}"


def township(shapes=None, *, parcels=None, **changes):
    """Return a request: patches, empty lines, an administrative area, one parcel; ``changes`` replace columns."""
    shapes = grid() if shapes is None else shapes
    columns = columns_of(shapes) | changes
    reach = COUNT * SIDE
    return CheckRequest(
        parcels=parcels if parcels is not None else candidates(box(60, 60, 40, 30), ids=["371126004001JB00001"]),
        offered=(
            MemorySource("DLTB", shapes, columns),
            lines("YJJBNTBHTB", box(0, 0, 40, 40)),
            lines("STBHHX", box(200, 200, 40, 40)),
            urban((box(100, 100, 60, 60), "410", "城镇集中建设区")),
            MemorySource("XZQ", [box(0, 0, reach, reach)], {"XZQDM": ["371126004"], "XZQMC": ["柳河镇"]}),
        ),
        as_of=AS_OF,
    )


def check(request):
    """Return the record of a check."""
    return check_record(checkdata(request))


def faults(record, *, least="warning"):
    """Return (kind, feature) of all faults that are as grave as ``least``, notes of missing roles aside."""
    grave = {"error": ("error",), "warning": ("error", "warning"), "note": ("error", "warning", "note")}[least]
    return [
        (one["kind"], one["feature"])
        for one in record["faults"]
        if one["severity"] in grave and one["kind"] not in ("role_missing", "field_missing_note")
    ]


def only(record, kind):
    """Return the one fault of a kind."""
    (found,) = [one for one in record["faults"] if one["kind"] == kind]
    return found
