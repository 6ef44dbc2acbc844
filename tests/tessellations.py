# SPDX-License-Identifier: GPL-2.0-or-later
"""A land survey of quadrangles without gap or overlap, with sites planted in it, and what a search must say of each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from support import EAST, NORTH, MemorySource, lines, urban

from land_entry_plugin.roles.land_classes import class_name

CELL_M = 60.0
COLUMNS, ROWS = 42, 30
# Owners' parcels meet along these columns of corners; every tenth row of cells is a road.
OWNERS_AT = (0, 14, 28, 42)
ROAD_ROWS = 10
FARMLAND = {"survey": "0102", "guide": "0102"}
FOREST = {"survey": "0301", "guide": "0301"}
ROAD = {"survey": "1003", "guide": "1202"}
STOCK = {"survey": ("0601", "05H1", "0508", "1201"), "guide": ("1001", "0901", "1101", "2301")}
HOMESTEAD = {"survey": "0702", "guide": "0703"}
CASES = (
    "free", "free", "free", "joined", "two_classes", "red_line", "basic_farmland", "partly_red", "state", "state_right",
    "homestead_right", "homestead", "not_planned", "violation", "seized", "violated_and_seized", "two_owners", "small",
    "corner",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A site as it must be found: its land, what it is, and the rule that keeps it out."""

    case: str
    shape: shapely.Geometry
    status: str
    reason: str | None = None


@dataclass(frozen=True)
class Tessellation:
    """Layers by role, and the sites that a search must find in them."""

    layers: dict[str, MemorySource]
    planted: list[Planted]
    stock_m2: float


class _Field:
    """Cells of a grid whose corners are shaken; each has a class, an owner of land and a planned class."""

    def __init__(self, seed: int, system: str) -> None:
        self.random, self.system = random.Random(seed), system
        shake = np.random.default_rng(seed)
        x, y = np.meshgrid(np.arange(COLUMNS + 1) * CELL_M, np.arange(ROWS + 1) * CELL_M)
        inner = np.zeros_like(x, dtype=bool)
        inner[1:-1, 1:-1] = True
        self.x = np.round(EAST + x + np.where(inner, shake.uniform(-12, 12, x.shape), 0), 3)
        self.y = np.round(NORTH + y + np.where(inner, shake.uniform(-12, 12, y.shape), 0), 3)
        self.codes = {}
        for row in range(ROWS):
            for column in range(COLUMNS):
                background = ROAD if row % ROAD_ROWS == 0 else self.random.choice((FARMLAND, FARMLAND, FOREST))
                self.codes[column, row] = background[system]
        self.state: set[tuple[int, int]] = set()
        self.planned: dict[tuple[int, int], str] = {}
        self.overlays = {
            name: [] for name in ("red", "basic", "state_right", "homestead_right", "violations", "seized")
        }

    def cell(self, column: int, row: int) -> shapely.Polygon:
        corners = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
        return shapely.Polygon([(self.x[j, i], self.y[j, i]) for i, j in corners])

    def land(self, cells) -> shapely.Geometry:
        return shapely.union_all([self.cell(*cell) for cell in cells])


def tessellation(seed: int, system: str = "survey") -> Tessellation:
    """Return a tessellation with every case planted once or more, well apart, where the seed puts them."""
    field = _Field(seed, system)
    planted: list[Planted] = []
    places = [(column, row) for row in range(2, ROWS - 3, 4) for column in range(2, COLUMNS - 4, 6) if row % ROAD_ROWS]
    field.random.shuffle(places)
    used: set[tuple[int, int]] = set()
    for case in CASES:
        if case == "two_owners":
            column, row = next((OWNERS_AT[1] - 1, row) for row in (6, 14, 22) if (OWNERS_AT[1] - 1, row) not in used)
        else:
            column, row = next(place for place in places if _is_free(place, used))
        used |= {(i, j) for i in range(column - 1, column + 4) for j in range(row - 1, row + 3)}
        planted += _plant(field, case, column, row)
    layers = _layers(field)
    survey = layers["land_use"]
    areas = shapely.area(shapely.from_wkb(survey.all.wkb))
    return Tessellation(layers, planted, float(areas[np.isin(survey.columns["DLBM"], STOCK[system])].sum()))


def _is_free(place: tuple[int, int], used: set[tuple[int, int]]) -> bool:
    column, row = place
    cells = {(i, j) for i in range(column - 1, column + 4) for j in range(row - 1, row + 3)}
    across = any(column - 1 <= border <= column + 4 for border in OWNERS_AT[1:-1])
    on_road = any(j % ROAD_ROWS == 0 for j in range(row, row + 2))
    return not across and not on_road and not cells & used


def _plant(field: _Field, case: str, column: int, row: int) -> list[Planted]:
    length = field.random.choice((1, 2, 3)) if case == "free" else 2
    cells = [(column + i, row) for i in range(length)]
    if case == "joined":
        cells = [(column, row), (column + 1, row), (column + 1, row + 1)]
    if case == "corner":
        cells = [(column, row), (column + 1, row + 1)]
    code = HOMESTEAD[field.system] if case == "homestead" else field.random.choice(STOCK[field.system])
    for i, cell in enumerate(cells):
        field.codes[cell] = STOCK[field.system][i % 2] if case in ("two_classes", "joined") else code
    land = field.land(cells)
    one, rest = field.cell(*cells[0]), field.land(cells[1:])
    if case in ("free", "joined", "two_classes"):
        return [Planted(case, land, "candidate")]
    if case in ("corner", "two_owners"):
        # a corner joins nothing, nor does the boundary between two owners
        return [Planted(case, one, "candidate"), Planted(case, rest, "candidate")]
    if case == "state":
        field.state |= set(cells)
    if case == "not_planned":
        field.planned |= dict.fromkeys(cells, "0803")
        return [Planted(case, land, "one_reason", "planned_use")]
    if case in ("red_line", "basic_farmland", "state_right", "homestead_right"):
        field.overlays[{"red_line": "red", "basic_farmland": "basic"}.get(case, case)].append(land)
    if case == "partly_red":
        field.overlays["red"].append(one)
        return [Planted(case, rest, "candidate")]
    if case == "violation":
        field.overlays["violations"].append(one)
        return [Planted(case, one, "one_reason", "violations"), Planted(case, rest, "candidate")]
    if case == "seized":
        field.overlays["seized"].append(land)
        return [Planted(case, land, "one_reason", "restrictions")]
    if case == "violated_and_seized":
        field.overlays["violations"].append(land)
        field.overlays["seized"].append(land)
        return [Planted(case, land, "barred")]
    if case == "small":
        for cell in cells[1:]:
            field.codes[cell] = FARMLAND[field.system]
        # a strip two metres wide along one cell's south side is too narrow, however long
        field.codes[cells[0]] = FARMLAND[field.system]
        field.strip = cells[0]
    return []


def _layers(field: _Field) -> dict[str, MemorySource]:
    shapes, codes, owners, planned = [], [], [], []
    for cell, code in sorted(field.codes.items()):
        parts = [(field.cell(*cell), code)]
        if cell == getattr(field, "strip", None):
            south = shapely.LineString(shapely.get_coordinates(parts[0][0])[:2])
            strip = shapely.set_precision(shapely.intersection(shapely.buffer(south, 2.0), parts[0][0]), 0.001)
            parts = [(strip, STOCK[field.system][0]), (shapely.difference(parts[0][0], strip), code)]
        for shape, own in parts:
            shapes.append(shape)
            codes.append(own)
            owners.append("20" if cell in field.state or own == ROAD[field.system] else "30")
            planned.append(field.planned.get(cell, "100101" if own in STOCK[field.system] else "0102"))
    count = len(shapes)
    survey = MemorySource(
        "DLTB", shapes,
        {
            "BSM": [f"{i:018d}" for i in range(count)],
            "DLBM": codes,
            "DLMC": [class_name(code, field.system) for code in codes],
            "QSXZ": owners,
            "ZLDWDM": [f"37112600500{1 + i % 2}0000000" for i in range(count)],
            "ZLDWMC": [("东村", "西村")[i % 2] for i in range(count)],
            "SJNF": [2025] * count,
        },
    )  # fmt: skip
    strips = [
        shapely.Polygon(
            [(field.x[j, left], field.y[j, left]) for j in range(ROWS + 1)]
            + [(field.x[j, right], field.y[j, right]) for j in range(ROWS, -1, -1)]
        )
        for left, right in pairwise(OWNERS_AT)
    ]
    owned = {"ZDDM": [f"371126005001JA{i:05d}" for i in range(1, 4)], "QLR": [f"第{i}村民小组" for i in range(1, 4)]}
    rights = [*field.overlays["state_right"], *field.overlays["homestead_right"]]
    kinds = ["GB"] * len(field.overlays["state_right"]) + ["JC"] * len(field.overlays["homestead_right"])
    violations, seized = field.overlays["violations"], field.overlays["seized"]
    edge = shapely.box(EAST, NORTH, EAST + COLUMNS * CELL_M, NORTH + ROWS * CELL_M)
    return {
        "land_use": survey,
        "basic_farmland": lines("YJJBNTBHTB", *field.overlays["basic"]),
        "ecological_red_line": lines("STBHHX", *field.overlays["red"]),
        "urban_boundary": urban(),
        "planned_use": MemorySource("GHYDTB", shapes, {"BSM": [f"G{i}" for i in range(count)], "GHDLBM": planned}),
        "ownership": MemorySource("JTTDSYQ", strips, owned),
        "use_rights": MemorySource(
            "ZDJBXX", rights, {"ZDDM": [f"371126005001{kind}{i:05d}" for i, kind in enumerate(kinds, 1)]}
        ),
        "violations": MemorySource(
            "WFDK", violations, {"BSM": [f"W{i}" for i in range(len(violations))], "AJZT": ["立案"] * len(violations)}
        ),
        "restrictions": MemorySource(
            "CFDJ", seized,
            {
                "BSM": [f"C{i}" for i in range(len(seized))],
                "CFWH": ["1"] * len(seized),
                "CFQSSJ": ["2025-01-01"] * len(seized),
                "CFJSSJ": ["2028-01-01"] * len(seized),
                "XZLX": ["查封"] * len(seized),
            },
        ),
        "admin_area": MemorySource("XZQ", [edge], {"XZQDM": ["371126005"], "XZQMC": ["示例镇"]}),
    }  # fmt: skip
