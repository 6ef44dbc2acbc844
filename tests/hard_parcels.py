# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels that are hard to print, each in a landscape of its own, and the screening of all of them."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import shapely
from on_paper import LONG_NAME
from shapely.affinity import rotate, translate
from support import EAST, NORTH, MemorySource, all_layers, box, screen, survey

# Landscapes lie so far apart that none shows in the windows of another.
_APART_M = 6000.0
_ROAD_M, _DITCH_M, _GROUND_M = 6.0, 4.0, 420.0
_FILLED = {
    "FDDBR": "张某某", "DLR": "/", "QLLX": "7", "QLXZ": "集体出让", "PZMJ": "4000", "GYQK": "按份共有",
    "LZQK": "出租给示例公司", "DCY": "甲某某", "DCRQ": "2026-10-01", "DCJS": "界址清楚，无争议。",
    "CLY": "乙某某", "CLRQ": "2026-10-02", "CLJS": "解析法测量，精度符合要求。", "SHR": "丙某某", "SHRQ": "2026-10-08",
    "SHYJ": "合格。", "JBLX": "2", "JZXLB": "围墙", "JZXWZ": "2", "TFH": "I50G012034", "GHYT": "工业用地",
    "PZYT": "0601 工业用地", "ZL": "柳河村村北",
}  # fmt: skip


def _polygon(*points: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon(points)


def many_corners(count: int, seed: int = 5, radius: float = 85.0) -> shapely.Polygon:
    """Return a polygon that nobody drew with a compass: corners at uneven angles and distances."""
    random = np.random.default_rng(seed)
    angles = np.sort((np.arange(count) + random.uniform(-0.38, 0.38, count)) * 2 * math.pi / count)
    distances = radius * (0.8 + 0.18 * np.sin(3 * angles + 1) + random.uniform(-0.06, 0.06, count))
    return shapely.Polygon(np.column_stack([1.3 * distances * np.cos(angles), distances * np.sin(angles)]))


def _yard_in_a_yard() -> shapely.Geometry:
    ring = rotate(shapely.box(0, 0, 95, 72).difference(shapely.box(22, 18, 73, 55)), 7, (0, 0))
    return ring.union(rotate(_polygon((36, 27), (60, 28), (58, 46), (37, 44)), 7, (0, 0)))


SHAPES: dict[str, shapely.Geometry] = {
    "triangle": _polygon((0, 0), (10.4, 35.2), (41.3, 8.9)),
    "sixty corners": many_corners(60),
    "hole with an island": _yard_in_a_yard(),
    "strip of 9 m by 2 km": _polygon(
        (0, 0), (700, 160), (1300, 190), (2000, 420), (1997, 428.5), (1299, 199), (699, 169), (-2, 8.8)
    ),
    "three parts": shapely.MultiPolygon(
        [
            rotate(shapely.box(0, 0, 41, 29), 6, (0, 0)),
            shapely.box(62, 3, 93, 31),
            _polygon((4, 52), (26, 49), (31, 83), (-3, 78)),
        ]
    ),
    "L": rotate(_polygon((0, 0), (70, 0), (70, 24), (31, 24), (31, 63), (0, 63)), -11, (0, 0)),
    "three neighbours a side": rotate(shapely.box(0, 0, 66, 54), 4, (0, 0)),
    "needle": _polygon((0, 0), (80, 0.4), (160, 0), (80, -6)),
    "six square metres": _polygon((0, 0), (3.1, 0.2), (3.0, 2.1), (-0.1, 2.0)),
    "long name": rotate(shapely.box(0, 0, 84, 57), 3, (0, 0)),
}
IDS = {name: f"371126004{i:03d}JB{i * 11:05d}" for i, name in enumerate(SHAPES, 1)}


def _beside(name: str, shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Return registered parcels beside a parcel, none over another."""
    _, south, east, north = shape.bounds
    if name != "three neighbours a side":
        return [shapely.box(east - 6, south, east + 45, (south + north) / 2).difference(shape)]
    along, up = 66 / 3, 54 / 3
    upright = [
        box
        for i in range(3)
        for box in (
            shapely.box(i * along, 54, (i + 1) * along, 74 + 4 * i),
            shapely.box(i * along, -18 - 3 * i, (i + 1) * along, 0),
            shapely.box(66, i * up, 88 + 5 * i, (i + 1) * up),
            shapely.box(-24 + 3 * i, i * up, 0, (i + 1) * up),
        )
    ]
    return [rotate(box, 4, (0, 0)) for box in upright]


def _ground(shape: shapely.Geometry) -> list[tuple[shapely.Geometry, str]]:
    """Return patches around a parcel: a road in the south, a ditch in the west, fields; none over another."""
    west, south, east, north = shape.bounds
    half = (south + north) / 2
    pieces = (
        (shapely.box(west - _GROUND_M, south - _ROAD_M, east + _GROUND_M, south), "1006"),
        (shapely.box(west - _DITCH_M, south, west, north + _GROUND_M), "1107"),
        (shapely.box(west - _GROUND_M, half, east + _GROUND_M, north + _GROUND_M), "0102"),
        (shapely.box(west - _GROUND_M, south - _GROUND_M, east + _GROUND_M, half), "0103"),
    )
    patches, taken = [(shape, "0601")], shape
    for land, code in pieces:
        patches.append((land.difference(taken), code))
        taken = taken.union(land)
    return patches


@cache
def hard_record() -> dict:
    """Return the record of a screening of all hard parcels."""
    shapes, patches, beside, owned = [], [], [], []
    for i, (name, shape) in enumerate(SHAPES.items()):
        # coordinates as surveyors deliver them, to the millimetre
        dx, dy = EAST + 300.0 + 0.37 * i, NORTH + i * _APART_M + 0.83 * i
        placed = shapely.set_precision(translate(shape, dx, dy), 0.001)
        shapes.append(placed)
        patches += _ground(placed)
        beside += [translate(one, dx, dy) for one in _beside(name, shape)]
        owned.append(box(-900, i * _APART_M - 900, 4200, 3600))
    owners = [LONG_NAME if name == "long name" else f"第{i}村农民集体" for i, name in enumerate(IDS, 1)]
    is_filled = [name == "long name" for name in IDS]
    columns: dict[str, list] = {"ZDDM": list(IDS.values()), "SYQR": owners}
    filled = {"TDSYZ": LONG_NAME, **_FILLED}
    columns |= {field: [value if filled_in else None for filled_in in is_filled] for field, value in filled.items()}
    rights = [f"371126004099JB{i:05d}" for i in range(1, len(beside) + 1)]
    land = [f"371126004{i:03d}JA00001" for i in range(1, len(owned) + 1)]
    around = shapely.unary_union([ground.buffer(3000) for ground in owned])
    layers = all_layers(
        survey(*patches),
        use_rights=MemorySource("JB", beside, {"ZDDM": rights, "QLLX": ["7"] * len(beside)}),
        ownership=MemorySource("JA", owned, {"ZDDM": land, "QLLX": ["1"] * len(owned), "QLR": owners}),
        admin_area=MemorySource("XZQ", [around], {"XZQDM": ["371126004"], "XZQMC": ["柳河镇"]}),
    )
    return screen(MemorySource("parcels", shapes, columns), layers)


def hard_parcel(name: str) -> dict:
    """Return a hard parcel of the record by the name of its shape."""
    (found,) = [one for one in hard_record()["parcels"] if one["parcel_id"] == IDS[name]]
    return found
