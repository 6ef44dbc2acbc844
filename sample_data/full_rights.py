# SPDX-License-Identifier: GPL-2.0-or-later
"""Rights on the land of the full township: owners (JA) and users (JB, JC, GB)."""

from __future__ import annotations

import shapely
from drawing import Place
from full_place import TOWNSHIP_SITES
from landscape import Patch, local_random
from layers import PLANE_CRS, STATE_OWNED, Layer, as_multi, hundredth, parcel_area, to_plane
from shapely import Polygon
from shapes import GRID_M, parts

OWNERSHIP_FIELDS = {
    "BSM": "str:18", "ZDDM": "str:19", "BDCDYH": "str:28", "ZL": "str:200", "ZDMJ": "float:15.2", "QLR": "str:200",
    "QLLX": "str:2", "QLXZ": "str:30", "BDCQZH": "str:100", "BZ": "str:255",
}  # fmt: skip
ZDJBXX_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "ZDDM": "str:19", "BDCDYH": "str:28", "ZL": "str:200", "ZDMJ": "float:15.2",
    "MJDW": "str:2", "YT": "str:10", "QLLX": "str:2", "QLXZ": "str:30", "QLSDFS": "str:2", "BZ": "str:255",
}  # fmt: skip

# Candidates on which nobody has a registered right of use, and what the right of a duplicate number is filed under.
WITHOUT_RIGHT = frozenset({19, 30})
FREE_NUMBER = 40
# The registered homestead reaches over the surveyed one by 8 m, into candidate 32.
HOMESTEAD_SITE, HOMESTEAD_RIGHT = "东坡路边宅院", ((4626, 3496), (4678, 3496), (4678, 3558), (4626, 3558))
# State land in use: the last lies on a part of candidate 34.
STATE_SITES = {"加油站": "B1", "县道道班": "S1", "石桥变电所": "H1"}
STATE_RIGHT = ((3724, 2630), (3810, 2630), (3810, 2690), (3724, 2690))
BUILT = ("05", "06", "08")


def ownership(place: Place, patches: list[Patch]) -> Layer:
    """Return JTTDSYQ: the land of each collective, cut where state land runs through it."""
    owned: dict[str, list[shapely.Geometry]] = {}
    for patch in patches:
        if patch.dlbm not in STATE_OWNED:
            owner = f"{place.code}000" if patch.origin in TOWNSHIP_SITES else patch.village
            owned.setdefault(owner, []).append(patch.area)
    rows = []
    for owner, areas in sorted(owned.items()):
        found = sorted(parts(shapely.coverage_union_all(areas)), key=lambda part: -part.area)
        for number, part in enumerate(found, start=1):
            code, area = f"{owner}JA{number:05d}", to_plane(place, part)
            name = owner_name(place, owner, part)
            rows.append((as_multi(area), {
                "BSM": f"{place.county_code}6001{len(rows) + 1:08d}", "ZDDM": code, "BDCDYH": f"{code}W00000000",
                "ZL": f"{place.name}{place.villages.get(owner, '')}", "ZDMJ": hundredth(area.area), "QLR": name,
                "QLLX": "1", "QLXZ": "集体土地所有权", "BDCQZH": f"示集有（2013）第{len(rows) + 1:05d}号", "BZ": None,
            }))  # fmt: skip
    return Layer("JTTDSYQ", PLANE_CRS, "MultiPolygon", OWNERSHIP_FIELDS, rows)


def owner_name(place: Place, owner: str, part: Polygon) -> str:
    """Return the collective that owns a part: the township's, a village's, or a group's south of the river."""
    if owner not in place.villages:
        return f"{place.name}农民集体"
    village = f"{place.name}{place.villages[owner]}"
    return f"{village}河南村民小组农民集体" if part.centroid.y < 1000 else f"{village}农民集体"


def construction_rights(place: Place, patches: list[Patch]) -> list[tuple[str, shapely.Geometry, str, str]]:
    """Return the JB parcels: what of each candidate lies on works, the first of two on each other."""
    works = shapely.union_all([patch.area for patch in patches if patch.dlbm.startswith(BUILT)])
    taken: shapely.Geometry = Polygon()
    found, seen = [], set()
    for parcel in place.parcels:
        if parcel.number in WITHOUT_RIGHT:
            continue
        number = FREE_NUMBER if parcel.number in seen else parcel.number
        seen.add(parcel.number)
        whole = shapely.make_valid(parcel_area(parcel), method="structure")
        kept = shapely.difference(shapely.intersection(whole, works), taken, grid_size=GRID_M)
        right = max(parts(kept), key=lambda part: part.area)
        taken = shapely.union(taken, right)
        found.append((f"{parcel.village}JB{number:05d}", right, parcel.location, parcel.planned_use.split()[-1]))
    return found


def homestead_rights(patches: list[Patch], seed: int) -> list[tuple[str, Polygon]]:
    """Return the village and shape of the JC parcels: most surveyed homestead plots, a step inside their lanes."""
    found = []
    for patch in sorted((one for one in patches if one.dlbm == "0702"), key=lambda one: one.area.bounds):
        if patch.origin == HOMESTEAD_SITE:
            found.append((patch.village, Polygon(HOMESTEAD_RIGHT)))
        elif local_random(seed + 5, patch.area).random() < 0.85:
            inside = parts(shapely.buffer(patch.area, -1.0, join_style="mitre"))
            found.append((patch.village, shapely.set_precision(max(inside, key=lambda part: part.area), GRID_M)))
    return found


def use_rights(place: Place, patches: list[Patch], seed: int) -> Layer:
    """Return ZDJBXX: rights of use for construction (JB), homesteads (JC) and on state land (GB)."""
    rows: list[tuple[shapely.Geometry, dict[str, object]]] = []

    def add(code: str, area: shapely.Geometry, location: str, use: str, kind: str, origin: str) -> None:
        plane = to_plane(place, area)
        rows.append((as_multi(plane), {
            "BSM": f"{place.county_code}6002{len(rows) + 1:08d}", "YSDM": "6001010000", "ZDDM": code,
            "BDCDYH": f"{code}W00000000", "ZL": location, "ZDMJ": hundredth(plane.area), "MJDW": "1", "YT": use,
            "QLLX": kind, "QLXZ": origin, "QLSDFS": "1", "BZ": None,
        }))  # fmt: skip

    for code, area, location, use in construction_rights(place, patches):
        add(code, area, location, use, "7", "批准拨用")
    numbers = dict.fromkeys(place.villages, 0)
    for village, area in homestead_rights(patches, seed):
        numbers[village] += 1
        name = f"{place.name}{place.villages[village]}"
        add(f"{village}JC{numbers[village]:05d}", area, name, "070301", "5", "批准拨用")
    by_origin = {patch.origin: patch for patch in patches}
    state = [(by_origin[name].village, by_origin[name].area, name) for name in STATE_SITES]
    state.append((place.main_village, Polygon(STATE_RIGHT), "县道停车带"))
    for number, (village, area, name) in enumerate(state, start=1):
        add(f"{village}GB{number:05d}", area, f"{place.name}{name}", "1202", "3", "划拨")
    return Layer("ZDJBXX", PLANE_CRS, "MultiPolygon", ZDJBXX_FIELDS, rows)
