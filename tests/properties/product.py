# SPDX-License-Identifier: GPL-2.0-or-later
"""Townships screened by the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely
from oracle.model import BASIC_FARMLAND, LAND_USE, LINES, RED_LINE, URBAN, Shape, Township
from oracle.verdicts import bare_code
from support import EAST, NORTH, MemorySource, candidates, lines, screen, urban

if TYPE_CHECKING:
    from collections.abc import Mapping

EAST_MM, NORTH_MM = int(EAST) * 1000, int(NORTH) * 1000
# 三调 names, so that the class system is beyond doubt
NAMES = {
    "0101": "水田", "0102": "水浇地", "0103": "旱地", "0201": "果园", "0301": "乔木林地", "0404": "其他草地",
    "05H1": "商业服务业设施用地", "0601": "工业用地", "0702": "农村宅基地", "09": "特殊用地", "1003": "公路用地",
    "1006": "农村道路", "1101": "河流水面", "1103": "水库水面", "1107": "沟渠", "1201": "空闲地", "1202": "设施农用地",
    "1204": "盐碱地", "1206": "裸土地",
}  # fmt: skip
# Roles in the names of layers; features are numbered in their order.
PREFIXES = {LAND_USE: None, BASIC_FARMLAND: "YJJBNTBHTB", RED_LINE: "STBHHX", URBAN: "CZ"}


def to_shapely(shape: Shape) -> shapely.Geometry:
    """Return a shape in metres in the plane of the tests: every millimetre has one float."""

    def ring(points):
        return [((EAST_MM + x) / 1000, (NORTH_MM + y) / 1000) for x, y in points]

    parts = [shapely.Polygon(ring(part[0]), [ring(hole) for hole in part[1:]]) for part in shape]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def land_survey(township: Township) -> MemorySource:
    """Return the DLTB layer of a township."""
    patches = township.patches or ()
    columns = {
        "BSM": [source_id(LAND_USE, i) for i in range(len(patches))],
        "DLBM": [patch.code for patch in patches],
        "DLMC": [NAMES.get(bare_code(patch.code)) for patch in patches],
        "QSXZ": [patch.owner for patch in patches],
        "KCXS": [patch.kcxs for patch in patches],
        "SJNF": [township.year] * len(patches),
    }
    return MemorySource("DLTB", [to_shapely(patch.shape) for patch in patches], columns)


def layers(township: Township) -> dict[str, MemorySource]:
    """Return the layers that a township gives."""
    elsewhere = {} if township.one_package else {"package": "/other"}
    found: dict[str, MemorySource | None] = {
        LAND_USE: None if township.patches is None else land_survey(township),
        URBAN: None
        if township.urban_boundary is None
        else urban(*[(to_shapely(z.shape), z.code, z.name) for z in township.urban_boundary], **elsewhere),
        "admin_area": None
        if township.admin_area is None
        else MemorySource("XZQ", [to_shapely(township.admin_area)], {"XZQDM": ["371126004"], "XZQMC": ["柳河镇"]}),
    }
    for role in (BASIC_FARMLAND, RED_LINE):
        shapes = getattr(township, role)
        found[role] = None if shapes is None else lines(PREFIXES[role], *map(to_shapely, shapes), **elsewhere)
    return {role: layer for role, layer in found.items() if layer is not None}


def source_id(role: str, position: int) -> str:
    """Return the number of a feature as the layers have it."""
    return f"{position + 1:018d}" if role == LAND_USE else f"{PREFIXES[role]}{position}"


def screened(township: Township, **options: Any) -> dict[str, Any]:
    """Return the record of a township."""
    stated = {"complete": tuple(role for role in LINES if role in township.complete)} | options
    return screen(candidates(*map(to_shapely, township.parcels)), layers(township), **stated)


def of_parcel(record: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return one parcel of a record, by its position in the layer."""
    return next(one for one in record["parcels"] if one["row"] == number + 1)


def outcomes_of(parcel: Mapping[str, Any]) -> dict[str, str]:
    """Return the outcome of every rule."""
    return {one["rule_id"]: one["outcome"] for one in parcel["findings"]}
