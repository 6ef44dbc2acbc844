# SPDX-License-Identifier: GPL-2.0-or-later
"""What offices keep on single places of the full township: approvals, temporary use, cases, protection, seizures."""

from __future__ import annotations

from drawing import Place, Points
from layers import PLANE_CRS, Layer, as_multi, hundredth, to_plane
from shapely import Polygon

Rows = tuple[tuple[Points, tuple[object, ...]], ...]


def box(x0: float, y0: float, x1: float, y1: float) -> Points:
    """Return the corners of a rectangle."""
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


# Layer: its fields, and for each feature the outline and the values of the fields after BSM and before MJ.
RECORDS: dict[str, tuple[dict[str, str], Rows]] = {
    "PZWJSTD": (
        {"XMMC": "str:100", "XMDM": "str:30", "PZWH": "str:60", "PZSJ": "str:8"},
        (
            (box(4790, 2806.4, 4926, 2870),
             ("东坡板材厂扩建项目", "371126201200037", "示政土〔2012〕37号", "20120618")),
            (box(3200, 2884, 3356, 2978),
             ("石桥印刷厂迁建项目", "371126201400102", "示政土〔2014〕102号", "20140925")),
        ),
    ),
    "LSYD": (
        {"XMMC": "str:100", "YDDW": "str:100", "PZWH": "str:60", "PZSJ": "str:8", "DQSJ": "str:8"},
        (
            (box(4544, 2586, 4573, 2640),
             ("县道大修拌和站", "示例路桥公司", "示自然资临〔2025〕11号", "20250410", "20270409")),
            (box(2320, 2180, 2420, 2230),
             ("石河清淤堆土场", "示例水利站", "示自然资临〔2024〕6号", "20240301", "20260228")),
        ),
    ),
    "WFDK": (
        {"AJBH": "str:30", "WFLX": "str:50", "FXSJ": "str:8", "AJZT": "str:20", "JASJ": "str:8"},
        (
            (box(1190, 2598, 1232, 2656), ("示自然资立〔2026〕18号", "未经批准占用土地", "20260312", "立案查处", None)),
            (box(3180, 3058, 3260, 3140),
             ("示自然资立〔2021〕9号", "未经批准占用土地", "20210507", "已结案", "20211130")),
        ),
    ),
    "LSWHBHX": (
        {"YSDM": "str:10", "LSWHMC": "str:100", "LXMC": "str:50", "BHJB": "str:20"},
        (
            (((548, 2748), (600, 2744), (618, 2790), (604, 2846), (556, 2850)),
             ("2090020227", "机瓦厂旧窑址", "文物保护单位建设控制地带", "县级")),
            (((2560, 2830), (2600, 2828), (2602, 2866), (2562, 2868)),
             ("2090020227", "石桥古桥", "文物保护单位保护范围", "市级")),
        ),
    ),
    "CFDJ": (
        {"ZDDM": "str:19", "BDCDYH": "str:28", "CFWH": "str:100", "CFJG": "str:100", "CFLX": "str:20",
         "CFQSSJ": "str:8", "CFJSSJ": "str:8"},
        (
            (box(1463, 2751, 1543, 2822),
             ("371126005003JB00017", "371126005003JB00017W00000000", "（2025）示0126执保41号", "示例县人民法院", "查封",
              "20250618", "20280617")),
        ),
    ),
    "CPKF": (
        {"PQMC": "str:100", "PFWH": "str:60", "PFSJ": "str:8", "GNFQ": "str:50"},
        (
            (((3385, 3034), (3690, 3034), (3694, 3312), (3385, 3316)),
             ("石桥片区土地征收成片开发方案", "示政字〔2025〕88号", "20250930", "工业功能区")),
        ),
    ),
}  # fmt: skip
SERIES = {name: f"7{number:03d}" for number, name in enumerate(RECORDS, start=1)}


def record_layers(place: Place) -> list[Layer]:
    """Return the layers of what offices keep, in the order of the table above."""
    result = []
    for name, (fields, features) in RECORDS.items():
        rows = []
        for number, (outline, values) in enumerate(features, start=1):
            area = to_plane(place, Polygon(outline))
            rows.append((as_multi(area), {
                "BSM": f"{place.county_code}{SERIES[name]}{number:08d}", **dict(zip(fields, values, strict=True)),
                "MJ": hundredth(area.area), "BZ": None,
            }))  # fmt: skip
        all_fields = {"BSM": "str:18", **fields, "MJ": "float:15.2", "BZ": "str:255"}
        result.append(Layer(name, PLANE_CRS, "MultiPolygon", all_fields, rows))
    return result
