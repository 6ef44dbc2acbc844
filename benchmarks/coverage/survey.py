# SPDX-License-Identifier: GPL-2.0-or-later
"""The land-survey layer DLTB of patches, with the fields that a delivered one has; broken shapes on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from benchmarks.coverage.mesh import DITCH, RIVER, ROAD
from benchmarks.coverage.patches import POND

if TYPE_CHECKING:
    from benchmarks.coverage.patches import Patches
    from benchmarks.coverage.places import Places

CLASS_NAMES = {
    "0101": "水田", "0102": "水浇地", "0103": "旱地", "0201": "果园", "0301": "乔木林地", "0305": "灌木林地",
    "0307": "其他林地", "0404": "其他草地", "05H1": "商业服务业设施用地", "0508": "物流仓储用地", "0601": "工业用地",
    "0702": "农村宅基地", "0809": "公用设施用地", "08H2": "科教文卫用地", "1003": "公路用地", "1006": "农村道路",
    "1101": "河流水面", "1104": "坑塘水面", "1104A": "养殖坑塘", "1107": "沟渠", "1201": "空闲地", "1202": "设施农用地",
    "1206": "裸土地",
}  # fmt: skip
_OF_KIND = {ROAD: ("1006", "1003"), DITCH: ("1107",), RIVER: ("1101",), POND: ("1104", "1104A")}
_IN_VILLAGE = ("0702", "0601", "05H1", "0508", "0809", "08H2", "1201", "0301", "0102", "1202")
_VILLAGE_SHARES = (0.42, 0.18, 0.07, 0.06, 0.03, 0.04, 0.06, 0.05, 0.06, 0.03)
_OUTSIDE = ("0102", "0103", "0101", "0201", "0301", "0305", "0307", "0404", "1202", "1206", "0601")
_OUTSIDE_SHARES = (0.50, 0.13, 0.03, 0.07, 0.10, 0.03, 0.05, 0.04, 0.02, 0.01, 0.02)
_STATE_OWNED = ("1003", "1101")
_BUILT = ("05", "06", "07", "08", "1201")
SURVEY_YEAR = 2025


@dataclass(frozen=True)
class Layer:
    """A layer to be written: its name, its shapes, its columns."""

    name: str
    shapes: np.ndarray
    columns: dict[str, np.ndarray]


def survey_layer(patches: Patches, places: Places, random: np.random.Generator, bow_ties: float = 0.0) -> Layer:
    """Return the layer DLTB; a share ``bow_ties`` of its patches cross themselves."""
    code = _codes(patches, places, random)
    count = len(code)
    village = places.village_codes(patches.row, patches.column)
    unit = village + "0000000"
    slope = random.choice(np.array(["1", "2", "3"], dtype=object), count, p=[0.75, 0.2, 0.05])
    is_farmland = _starts(code, ("01",))
    ridged = is_farmland & (slope != "1")
    factor = np.where(ridged, np.round(random.uniform(0.02, 0.12, count), 4), 0.0)
    area = np.round(shapely.area(patches.shapes), 2)
    deducted = np.round(area * factor, 2)
    number = np.arange(1, count + 1)
    columns = {
        "BSM": _coded(village, 6, "2001", number, 8),
        "YSDM": _same("2001010100", count),
        "TBBH": _coded(None, 0, "", number % 10_000_000, 7),
        "DLBM": code,
        "DLMC": _translated(code, CLASS_NAMES),
        "QSXZ": np.where(_starts(code, _STATE_OWNED), "20", "30").astype(object),
        "QSDWDM": unit,
        "QSDWMC": _village_names(village),
        "ZLDWDM": unit,
        "ZLDWMC": _village_names(village),
        "TBMJ": area,
        "KCDLBM": np.where(ridged, "1203", None).astype(object),
        "KCXS": factor,
        "KCMJ": deducted,
        "TBDLMJ": np.round(area - deducted, 2),
        "GDPDJB": np.where(is_farmland, slope, None).astype(object),
        "CZCSXM": np.where(_starts(code, _BUILT), "203", None).astype(object),
        "SJNF": np.full(count, SURVEY_YEAR, dtype=np.int32),
        "MSSM": _same("00", count),
    }
    return Layer("DLTB", with_bow_ties(patches.shapes, bow_ties, random) if bow_ties else patches.shapes, columns)


def _codes(patches: Patches, places: Places, random: np.random.Generator) -> np.ndarray:
    count = len(patches.kind)
    inside = places.in_village(patches.row, patches.column)
    village = random.choice(np.array(_IN_VILLAGE, dtype=object), count, p=_VILLAGE_SHARES)
    outside = random.choice(np.array(_OUTSIDE, dtype=object), count, p=_OUTSIDE_SHARES)
    code = np.where(inside, village, outside)
    for kind, own in _OF_KIND.items():
        is_kind = patches.kind == kind
        code[is_kind] = random.choice(np.array(own, dtype=object), is_kind.sum())
    return code


def with_bow_ties(shapes: np.ndarray, share: float, random: np.random.Generator) -> np.ndarray:
    """Return the shapes, of which a share has two neighbouring vertices swapped so that the ring crosses itself."""
    shapes = shapes.copy()
    whole = np.flatnonzero((shapely.get_num_interior_rings(shapes) == 0) & (shapely.get_num_coordinates(shapes) >= 7))
    wanted = round(share * len(shapes))
    # a loop over few shapes: each looks for its own two vertices
    for row in random.permutation(whole):
        if not wanted:
            break
        ring = shapely.get_coordinates(shapes[row])
        for first in range(1, min(len(ring) - 3, 8)):
            swapped = ring.copy()
            swapped[[first, first + 1]] = swapped[[first + 1, first]]
            crossed = shapely.polygons(swapped)
            if not shapely.is_valid(crossed):
                shapes[row], wanted = crossed, wanted - 1
                break
    return shapes


def _starts(codes: np.ndarray, prefixes: tuple[str, ...]) -> np.ndarray:
    unique, inverse = np.unique(codes, return_inverse=True)
    return np.array([code.startswith(prefixes) for code in unique])[inverse]


def _translated(codes: np.ndarray, names: dict[str, str]) -> np.ndarray:
    unique, inverse = np.unique(codes, return_inverse=True)
    return np.array([names[code] for code in unique], dtype=object)[inverse]


def _village_names(codes: np.ndarray) -> np.ndarray:
    unique, inverse = np.unique(codes, return_inverse=True)
    return np.array([f"第{int(code[6:9])}镇第{int(code[9:12])}村" for code in unique], dtype=object)[inverse]


def _coded(head: np.ndarray | None, digits: int, middle: str, number: np.ndarray, width: int) -> np.ndarray:
    tails = np.char.zfill(number.astype(f"U{width}"), width)
    if head is None:
        return tails.astype(object)
    heads = np.char.add(head.astype(f"U{digits}"), middle)
    return np.char.add(heads, tails).astype(object)


def _same(value: str, count: int) -> np.ndarray:
    return np.full(count, value, dtype=object)
