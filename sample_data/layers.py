# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of the sample GeoPackage: official fields and the rows that fill them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise

import numpy as np
import pyproj
import shapely
from drawing import Parcel, Place, RedLine
from landscape import Patch, local_random
from shapely import LineString, MultiPolygon, Polygon

PLANE_CRS, DEGREE_CRS = "EPSG:4527", "EPSG:4490"
CLASS_NAMES = {
    "0102": "水浇地", "0103": "旱地", "0201": "果园", "0301": "乔木林地", "0305": "灌木林地", "0307": "其他林地",
    "0404": "其他草地", "05H1": "商业服务业设施用地", "0508": "物流仓储用地", "0601": "工业用地", "0602": "采矿用地",
    "0702": "农村宅基地", "0809": "公用设施用地", "0810A": "广场用地", "08H1": "机关团体新闻出版用地",
    "08H2": "科教文卫用地", "09": "特殊用地", "1003": "公路用地", "1004": "城镇村道路用地", "1006": "农村道路",
    "1101": "河流水面", "1104": "坑塘水面", "1104A": "养殖坑塘", "1106": "内陆滩涂", "1107": "沟渠", "1107A": "干渠",
    "1201": "空闲地", "1202": "设施农用地", "1206": "裸土地",
}  # fmt: skip
PLANTING_NAMES = {
    "LS": "种植粮食作物",
    "FLS": "种植非粮食作物",
    "LYFL": "粮与非粮轮作",
    "WG": "未耕种",
    "JKHF": "即可恢复",
    "GCHF": "工程恢复",
}
FARMLAND = ("0102", "0103")
STATE_OWNED = ("1003", "1101", "1106", "1107A")
BUILT_PREFIXES = ("05", "06", "07", "08", "1004", "1005", "1201")
PERSON_MARK, PERSON_ID, PERSON_PHONE = "SAMPLE-ONLY", "000000000000000000", "00000000000"

DLTB_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "TBYBH": "str:18", "TBBH": "str:8", "DLBM": "str:5", "DLMC": "str:60",
    "QSXZ": "str:2", "QSDWDM": "str:19", "QSDWMC": "str:255", "ZLDWDM": "str:19", "ZLDWMC": "str:255",
    "TBMJ": "float:15.2", "KCDLBM": "str:5", "KCXS": "float:6.4", "KCMJ": "float:15.2", "TBDLMJ": "float:15.2",
    "GDLX": "str:2", "GDPDJB": "str:2", "XZDWKD": "float:5.1", "TBXHDM": "str:6", "TBXHMC": "str:20",
    "ZZSXDM": "str:6", "ZZSXMC": "str:20", "GDDB": "int32", "FRDBS": "str:1", "CZCSXM": "str:4", "SJNF": "int32",
    "MSSM": "str:2", "HDMC": "str:100", "BZ": "str:255",
}  # fmt: skip
YJJBNTBHTB_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "XZQDM": "str:12", "XZQMC": "str:100", "YJJBNTTBBH": "str:20", "TBBH": "str:8",
    "DLBM": "str:5", "DLMC": "str:60", "QSXZ": "str:2", "QSDWDM": "str:19", "QSDWMC": "str:255", "ZLDWDM": "str:19",
    "ZLDWMC": "str:255", "YJJBNTTBMJ": "float:15.2", "KCDLBM": "str:5", "KCXS": "float:6.4", "KCMJ": "float:15.2",
    "YJJBNTMJ": "float:15.2", "GDLX": "str:2", "GDPDJB": "str:2", "GGBZL": "str:2", "TBXHDM": "str:6",
    "TBXHMC": "str:20", "ZZSXDM": "str:6", "ZZSXMC": "str:20", "GDDB": "int32", "GDDJ": "int32", "ZLFLDM": "str:12",
    "FRDBS": "str:1", "SJNF": "int32", "CFZR": "str:100", "ZMC": "str:100", "ZZRR": "str:100", "ZRRZJHM": "str:18",
    "ZRRMC": "str:100", "LXDH": "str:20", "JZDZ": "str:255", "BHKSSJ": "str:8", "BHJSSJ": "str:8", "SJBH": "str:20",
    "SJMC": "str:100", "ZRSYX": "str:10", "WDGD": "str:10", "SFWYYJJBNT": "str:1", "BZ": "str:255",
    "FWDGDHRLY": "str:100",
}  # fmt: skip
STBHHX_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "SHENG": "str:30", "SHI": "str:30", "XIAN": "str:30", "HXMC": "str:100",
    "HXLX": "str:50", "LXBM": "str:2", "MJ": "float:15.2", "ZRBHDMC": "str:100", "ZRBHDJB": "str:20",
    "ZRBHDLX": "str:50", "ZRBHDFQ": "str:50", "XTYZBLX": "str:100", "GKCS": "str:255", "SZXJXZQDM": "str:12",
    "SZXJXZQMC": "str:100", "BZ": "str:255", "HXBM": "str:20", "XZQDM": "str:12", "XZQMC": "str:100",
}  # fmt: skip
CZKFBJ_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "XZQDM": "str:12", "XZQMC": "str:100", "GHFQDM": "str:3", "GHFQMC": "str:50",
    "MJ": "float:15.3", "BZ": "str:255",
}  # fmt: skip
XZQ_FIELDS = {
    "BSM": "str:18", "YSDM": "str:10", "XZQDM": "str:12", "XZQMC": "str:100", "DCMJ": "float:15.2",
    "JSMJ": "float:15.2", "MSSM": "str:2", "HDMC": "str:100", "BZ": "str:255",
}  # fmt: skip
PARCEL_FIELDS = {
    "ZDDM": "str:19", "BDCDYH": "str:28", "ZL": "str:200", "SYQR": "str:100", "QLLX": "str:2", "QLXZ": "str:30",
    "GHYT": "str:50", "LZQK": "str:255", "BZ": "str:255",
}  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """A layer as it is written: name, CRS, geometry type, fields with widths, rows of (geometry, values)."""

    name: str
    crs: str
    geometry_type: str
    fields: dict[str, str]
    rows: list[tuple[shapely.Geometry | None, dict[str, object]]]


def to_plane(place: Place, geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the geometry moved from the local origin to EPSG:4527, on the millimetre, rings as OGC asks."""
    origin = np.asarray(place.origin)
    return shapely.orient_polygons(shapely.transform(geometry, lambda xy: np.round(xy + origin, 3)))


@cache
def degrees_from_plane() -> pyproj.Transformer:
    """Return the transformation from EPSG:4527 to CGCS2000 longitude and latitude."""
    return pyproj.Transformer.from_crs(PLANE_CRS, DEGREE_CRS, always_xy=True)


def with_short_edges(line: RedLine, plane: Polygon, edge_m: float = 20.0) -> Polygon:
    """Return the outline of a red line with edges no longer than `edge_m` metres, but for the one drawn as long."""
    if not line.has_long_edge:
        return shapely.segmentize(plane, edge_m)
    ring = list(plane.exterior.coords)
    long_edge = max(pairwise(ring), key=lambda edge: LineString(edge).length)
    dense: list[tuple[float, ...]] = []
    for edge in pairwise(ring):
        whole = LineString(edge)
        dense += (whole if edge == long_edge else shapely.segmentize(whole, edge_m)).coords[:-1]
    return Polygon(dense)


def to_degrees(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return a plane geometry in degrees."""
    return shapely.transform(geometry, lambda xy: np.round(np.column_stack(degrees_from_plane().transform(*xy.T)), 10))


def hundredth(value: float | Decimal) -> float:
    """Return a value rounded half up to 0.01."""
    return float(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


@cache
def ellipsoid_area(geometry: shapely.Geometry) -> float:
    """Return the area in m2 on the CGCS2000 ellipsoid, edges densified to 70 m, rounded to 0.01."""
    geod = pyproj.Geod(a=6378137.0, rf=298.257222101)
    dense = shapely.orient_polygons(shapely.segmentize(geometry, 70.0))
    area, _ = geod.geometry_area_perimeter(
        shapely.transform(dense, lambda xy: np.column_stack(degrees_from_plane().transform(*xy.T)))
    )
    return hundredth(abs(area))


def unit_code(village: str) -> str:
    """Return the 19-digit unit code of a village."""
    return village + "0000000"


def deduction(gross: float, factor: float | None) -> tuple[float, float]:
    """Return the deducted area and what remains: KCMJ = TBMJ x KCXS, TBDLMJ = TBMJ - KCMJ, each to 0.01."""
    taken = hundredth(Decimal(str(gross)) * Decimal(str(factor or 0)))
    return taken, hundredth(Decimal(str(gross)) - Decimal(str(taken)))


def describe_ground(place: Place, patches: list[Patch], seed: int) -> None:
    """Note on each patch what grows there, whether it slopes and is protected; fields under parcels are irrigated."""
    parcels = [(parcel.number, shapely.make_valid(parcel_area(parcel))) for parcel in place.parcels if parcel.parts]
    farmland_parcels = shapely.union_all([area for number, area in parcels if number in place.irrigated_parcels])
    protected = shapely.union_all([area for number, area in parcels if number in place.protected_parcels])
    others = shapely.union_all([area for number, area in parcels if number not in place.protected_parcels]).buffer(15)
    built = shapely.union_all([patch.area for patch in patches if patch.dlbm == "0702"]).buffer(110)
    kept_out = shapely.union_all(
        [
            others,
            built,
            *(Polygon(zone.outline) for zone in place.zones),
            *(Polygon(line.outline) for line in place.red_lines),
        ]
    )
    for patch in patches:
        touched = not patch.fixed and shapely.intersection(patch.area, farmland_parcels).area > 0
        if touched:
            patch.dlbm = "0102"
        rng = local_random(seed + 1, patch.area)
        patch.planting = planting_code(rng, patch.dlbm)
        patch.sloping = patch.dlbm in FARMLAND and (patch.origin == "滩地" or on_slope(place, patch))
        lot = rng.random()
        patch.protected = patch.origin in place.protected_sites or (
            patch.dlbm in FARMLAND
            and not patch.fixed
            and (
                shapely.intersection(patch.area, protected).area > 0
                or (lot > 0.05 and not patch.area.intersects(kept_out))
            )
        )


def on_slope(place: Place, patch: Patch) -> bool:
    """Say whether a field lies on the slope down from a dyke."""
    x, y = patch.area.centroid.coords[0]
    x0, y0, x1, y1 = place.slope
    return not patch.fixed and x0 < x < x1 and y0 < y < y1


def planting_code(rng: np.random.Generator, dlbm: str) -> str | None:
    """Return ZZSXDM: what grows on farmland, or how other land could become farmland again."""
    lot = rng.random()
    if dlbm in FARMLAND:
        return "LS" if lot < 0.84 else "FLS" if lot < 0.92 else "LYFL" if lot < 0.97 else "WG"
    if dlbm in ("0201", "0307", "0301", "1104A") and lot < 0.5:
        return "JKHF" if dlbm == "0201" else "GCHF"
    return None


def parcel_area(parcel: Parcel) -> MultiPolygon:
    """Return the shape of a parcel in metres from the origin, as drawn."""
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in parcel.parts or ()])


def slope_grade(patch: Patch) -> str | None:
    """Return GDPDJB of farmland: 1 up to 2 degrees, 2 up to 6."""
    if patch.dlbm not in FARMLAND:
        return None
    return "2" if patch.sloping else "1"


def built_up_code(place: Place, patch: Patch) -> str | None:
    """Return CZCSXM: 202 in a town, 203 in a village, 203A for a works of its own, 204 mining, 205 special land."""
    if patch.dlbm in ("0602", "09"):
        return "204" if patch.dlbm == "0602" else "205"
    if not patch.dlbm.startswith(BUILT_PREFIXES):
        return None
    if patch.origin.startswith(place.town):
        return "202"
    return "203A" if patch.dlbm == "0601" else "203"


def land_use_layer(place: Place, patches: list[Patch]) -> Layer:
    """Return DLTB: every patch with all fields of the official layout, in the order of the map."""
    widths = place.course_widths
    rows, numbers = [], dict.fromkeys(place.villages, 0)

    def map_order(patch: Patch) -> tuple[str, int, float]:
        """Order by village, then from north to south in bands, then from west to east."""
        return patch.village, -round(patch.area.centroid.y / 90), patch.area.centroid.x

    for sequence, patch in enumerate(sorted(patches, key=map_order), start=1):
        numbers[patch.village] += 1
        area = to_plane(place, patch.area)
        gross = ellipsoid_area(area)
        farmland = patch.dlbm in FARMLAND
        factor = (0.0352 if patch.dlbm == "0102" else 0.0418) if patch.sloping else None
        taken, net = deduction(gross, factor)
        state = patch.dlbm in STATE_OWNED
        refined = farmland and patch.origin == "滩地"
        village = place.villages[patch.village]
        values = {
            "BSM": f"{place.county_code}1020{sequence:08d}", "YSDM": "2001010100", "TBYBH": None,
            "TBBH": f"{numbers[patch.village]:04d}", "DLBM": patch.dlbm, "DLMC": CLASS_NAMES[patch.dlbm],
            "QSXZ": "20" if state else "30",
            "QSDWDM": f"{place.county_code}0000000000000" if state else unit_code(patch.village),
            "QSDWMC": place.county_name if state else f"{place.name}{village}",
            "ZLDWDM": unit_code(patch.village), "ZLDWMC": f"{place.name}{village}",
            "TBMJ": gross, "KCDLBM": "1203" if patch.sloping else None, "KCXS": factor or 0.0, "KCMJ": taken,
            "TBDLMJ": net, "GDLX": "PD" if patch.sloping else None, "GDPDJB": slope_grade(patch),
            "XZDWKD": widths.get(patch.origin), "TBXHDM": "HDGD" if refined else None,
            "TBXHMC": "河道耕地" if refined else None, "ZZSXDM": "LS" if refined else patch.planting,
            "ZZSXMC": PLANTING_NAMES["LS"] if refined else PLANTING_NAMES.get(patch.planting or ""),
            "GDDB": 8 if farmland else None, "FRDBS": " ", "CZCSXM": built_up_code(place, patch),
            "SJNF": place.survey_year, "MSSM": "00", "HDMC": " ", "BZ": None,
        }  # fmt: skip
        patch.values = values
        rows.append((area, values))
    return Layer("DLTB", PLANE_CRS, "Polygon", DLTB_FIELDS, rows)


def protected_groups(patches: list[Patch]) -> list[list[Patch]]:
    """Return protected patches of a block that touch and are alike, up to seven together."""
    groups: list[list[Patch]] = []
    waiting = sorted((patch for patch in patches if patch.protected), key=lambda patch: patch.values["BSM"])
    while waiting:
        group = [waiting.pop(0)]
        for candidate in list(waiting):
            if (
                len(group) < 7
                and candidate.block == group[0].block
                and all(candidate.values[name] == group[0].values[name] for name in ("ZLDWDM", "DLBM", "GDPDJB"))
                and any(shapely.intersection(candidate.area, member.area).length > 1 for member in group)
            ):
                group.append(candidate)
                waiting.remove(candidate)
        groups.append(group)
    return groups


def basic_farmland_layer(place: Place, patches: list[Patch]) -> Layer:
    """Return YJJBNTBHTB: unions of protected fields, with invented persons that no output may show."""
    rows = []
    for number, group in enumerate(protected_groups(patches), start=1):
        first = group[0].values
        area = to_plane(place, shapely.coverage_union_all([patch.area for patch in group]))
        gross = ellipsoid_area(area)
        taken, net = deduction(gross, first["KCXS"])
        copied = {name: first[name] for name in YJJBNTBHTB_FIELDS if name in first}
        rows.append((area, copied | {
            "BSM": f"{place.county_code}2050{number:08d}", "YSDM": "2005010300", "XZQDM": first["ZLDWDM"][:12],
            "XZQMC": place.villages[group[0].village], "YJJBNTTBBH": f"{place.county_code}{number:08d}",
            "YJJBNTTBMJ": gross, "KCMJ": taken, "YJJBNTMJ": net, "GGBZL": "1", "GDDJ": 2, "ZLFLDM": None,
            "SJNF": 2022, "CFZR": f"{PERSON_MARK}-CFZR", "ZMC": None, "ZZRR": f"{PERSON_MARK}-ZZRR",
            "ZRRZJHM": PERSON_ID, "ZRRMC": f"{PERSON_MARK}-ZRRMC", "LXDH": PERSON_PHONE,
            "JZDZ": f"{PERSON_MARK}-JZDZ-{number:04d}", "BHKSSJ": "20220930", "BHJSSJ": None, "SJBH": None,
            "SJMC": None, "ZRSYX": None, "WDGD": None, "SFWYYJJBNT": "1", "BZ": None, "FWDGDHRLY": None,
        }))  # fmt: skip
    return Layer("YJJBNTBHTB", PLANE_CRS, "MultiPolygon", YJJBNTBHTB_FIELDS, [(as_multi(a), v) for a, v in rows])


def as_multi(geometry: shapely.Geometry) -> MultiPolygon:
    """Return a polygon as a multipolygon of one part."""
    return geometry if geometry.geom_type == "MultiPolygon" else MultiPolygon([geometry])


def red_line_layer(place: Place) -> Layer:
    """Return STBHHX in degrees, its edges short enough that both readings of an edge agree."""
    rows = []
    for number, line in enumerate(place.red_lines, start=1):
        plane = to_plane(place, Polygon(line.outline))
        rows.append((as_multi(to_degrees(with_short_edges(line, plane))), {
            "BSM": f"{place.county_code}4002{number:08d}", "YSDM": "4002050000", "SHENG": "示例省", "SHI": "示例市",
            "XIAN": place.county_name, "HXMC": line.name, "HXLX": line.kind, "LXBM": line.kind_code,
            "MJ": ellipsoid_area(plane), "ZRBHDMC": " ", "ZRBHDJB": " ", "ZRBHDLX": " ", "ZRBHDFQ": " ",
            "XTYZBLX": "河流湿地生态系统", "GKCS": None, "SZXJXZQDM": place.county_code, "SZXJXZQMC": place.county_name,
            "BZ": " ", "HXBM": line.code, "XZQDM": place.county_code, "XZQMC": place.county_name,
        }))  # fmt: skip
    return Layer("STBHHX", DEGREE_CRS, "MultiPolygon", STBHHX_FIELDS, rows)


def urban_boundary_layer(place: Place) -> Layer:
    """Return CZKFBJ: the zones of the urban development boundary."""
    rows = []
    for number, zone in enumerate(place.zones, start=1):
        area = to_plane(place, Polygon(zone.outline))
        rows.append((as_multi(area), {
            "BSM": f"{place.county_code}2213{number:08d}", "YSDM": "2090020213", "XZQDM": place.county_code,
            "XZQMC": place.county_name, "GHFQDM": zone.code, "GHFQMC": zone.name, "MJ": round(area.area, 3), "BZ": None,
        }))  # fmt: skip
    return Layer("CZKFBJ", PLANE_CRS, "MultiPolygon", CZKFBJ_FIELDS, rows)


def admin_area_layer(place: Place, patches: list[Patch]) -> Layer:
    """Return XZQ: the township, the very outline of its patches."""
    area = to_plane(place, shapely.coverage_union_all([patch.area for patch in patches]))
    surveyed = ellipsoid_area(area)
    values = {
        "BSM": f"{place.county_code}101000000001",
        "YSDM": "1000600100",
        "XZQDM": place.code,
        "XZQMC": place.name,
        "DCMJ": surveyed,
        "JSMJ": surveyed,
        "MSSM": "00",
        "HDMC": None,
        "BZ": None,
    }
    return Layer("XZQ", PLANE_CRS, "MultiPolygon", XZQ_FIELDS, [(as_multi(area), values)])


def parcel_layer(place: Place) -> Layer:
    """Return the candidate parcels with what the owners declare."""
    rows = []
    for parcel in place.parcels:
        code = f"{parcel.village}JB{parcel.number:05d}"
        rows.append((to_plane(place, parcel_area(parcel)) if parcel.parts else None, {
            "ZDDM": code, "BDCDYH": f"{code}W00000000", "ZL": parcel.location,
            "SYQR": f"{place.name}{place.villages[parcel.village]}股份经济合作社", "QLLX": "7",
            "QLXZ": "批准拨用", "GHYT": parcel.planned_use, "LZQK": parcel.circulation, "BZ": None,
        }))  # fmt: skip
    return Layer("parcels", PLANE_CRS, "MultiPolygon", PARCEL_FIELDS, rows)


def all_layers(place: Place, patches: list[Patch], seed: int) -> list[Layer]:
    """Return the layers of the sample in the order in which they are written."""
    describe_ground(place, patches, seed)
    return [
        land_use_layer(place, patches),
        basic_farmland_layer(place, patches),
        red_line_layer(place),
        urban_boundary_layer(place),
        admin_area_layer(place, patches),
        parcel_layer(place),
    ]
