# SPDX-License-Identifier: GPL-2.0-or-later
"""The three control lines and the counties: polygons of very many vertices, some along the edges of patches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from benchmarks.coverage.places import COUNTY_CODES
from benchmarks.coverage.rings import block_outlines, blocks, polygons, ring_points
from benchmarks.coverage.survey import Layer

if TYPE_CHECKING:
    from benchmarks.coverage.mesh import Mesh
    from benchmarks.coverage.places import Places

_HOLES_OF_RED_LINE = 37


def control_lines(mesh: Mesh, places: Places, vertices: int, random: np.random.Generator) -> list[Layer]:
    """Return basic farmland, the ecological red line, the urban boundary and the counties.

    ``vertices`` is what the largest polygon of the red line has; basic farmland has what the patches along it have.
    """
    return [
        _basic_farmland(mesh, places, random),
        _red_line(mesh, vertices, random),
        _urban_boundary(mesh, vertices, random),
        _counties(mesh, places),
    ]


def _basic_farmland(mesh: Mesh, places: Places, random: np.random.Generator) -> Layer:
    """Return belts of farmland, each one polygon: villages and single patches are holes in it."""
    rows, columns = mesh.shape
    belt = max(10, rows // 5)
    south = np.arange(2, rows - belt, belt + 3)
    north, west, east = south + belt, np.full_like(south, 3), np.full_like(south, columns - 3)
    shells = ring_points(mesh, block_outlines(mesh, south, north, west, east), len(south))
    shapes = []
    # a loop over few belts: each has holes of its own
    for number, (first, last) in enumerate(zip(south, north, strict=True)):
        row, column = (v.ravel() for v in np.meshgrid(np.arange(first + 1, last - 1, 2), np.arange(4, columns - 4, 2)))
        share = np.where(places.in_village(row, column), 0.95, 0.2)
        chosen = random.random(len(row)) < share
        row, column = row[chosen], column[chosen]
        points, ends = ring_points(mesh, block_outlines(mesh, row, row + 1, column, column + 1), len(row))
        shell = shells[0][shells[1][number] : shells[1][number + 1]]
        shapes.append(shapely.polygons(shapely.linearrings(shell), shapely.get_exterior_ring(polygons(points, ends))))
    count = len(shapes)
    columns_of = {
        "BSM": _numbered("3711262050", count),
        "YSDM": _same("2005010300", count),
        "DLBM": _same("0102", count),
        "DLMC": _same("水浇地", count),
        "SJNF": np.full(count, 2022, dtype=np.int32),
        "SFWYYJJBNT": _same("1", count),
    }
    return Layer("YJJBNTBHTB", np.array(shapes, dtype=object), columns_of)


def _red_line(mesh: Mesh, vertices: int, random: np.random.Generator) -> Layer:
    """Return three ragged outlines with holes, of ``vertices``, a third and a tenth of them."""
    centres, reach = _spread(mesh, ((0.3, 0.68, 0.2), (0.72, 0.3, 0.16), (0.78, 0.8, 0.1)))
    shapes = []
    for centre, radius, count in zip(centres, reach, (vertices, vertices // 3, vertices // 10), strict=True):
        holes = [
            _ragged(centre + radius * 0.45 * np.array([np.cos(turn), np.sin(turn)]), radius * 0.025, 60, random)
            for turn in np.linspace(0, 2 * np.pi, _HOLES_OF_RED_LINE, endpoint=False)
        ]
        shapes.append(shapely.Polygon(_ragged(centre, radius, count, random), holes))
    count = len(shapes)
    columns = {
        "BSM": _numbered("3711264002", count),
        "YSDM": _same("4002050000", count),
        "HXMC": _same("示例水源涵养生态保护红线", count),
        "HXLX": _same("水源涵养", count),
        "LXBM": _same("11", count),
        "HXBM": _numbered("HX371126", count),
    }
    return Layer("STBHHX", np.array(shapes, dtype=object), columns)


def _urban_boundary(mesh: Mesh, vertices: int, random: np.random.Generator) -> Layer:
    """Return towns: a concentrated core, a flexible ring around it, a special zone beside."""
    centres, reach = _spread(mesh, ((0.3, 0.25, 0.12), (0.6, 0.62, 0.1), (0.15, 0.5, 0.05), (0.85, 0.2, 0.05)))
    shapes, zones = [], []
    for centre, radius in zip(centres, reach, strict=True):
        core = _ragged(centre, radius, vertices // 4, random)
        rim = (core - centre) * 1.15 + centre
        shapes += [shapely.Polygon(core), shapely.Polygon(rim, [core])]
        zones += ["410", "420"]
        shapes.append(
            shapely.Polygon(_ragged(centre + np.array([radius * 2.2, 0.0]), radius / 4, vertices // 40, random))
        )
        zones.append("430")
    names = {"410": "城镇集中建设区", "420": "城镇弹性发展区", "430": "特别用途区"}
    count = len(shapes)
    columns = {
        "BSM": _numbered("3711262213", count),
        "YSDM": _same("2090020213", count),
        "XZQDM": _same("371126", count),
        "GHFQDM": np.array(zones, dtype=object),
        "GHFQMC": np.array([names[zone] for zone in zones], dtype=object),
    }
    return Layer("CZKFBJ", np.array(shapes, dtype=object), columns)


def _counties(mesh: Mesh, places: Places) -> Layer:
    shapes = blocks(mesh, *(np.array(values) for values in zip(*places.counties(), strict=True)))
    columns = {
        "BSM": _numbered("3711261010", len(shapes)),
        "YSDM": _same("1000600100", len(shapes)),
        "XZQDM": np.array(COUNTY_CODES, dtype=object),
        "XZQMC": np.array([f"第{number}县" for number in range(1, len(shapes) + 1)], dtype=object),
    }
    return Layer("XZQ", shapes, columns)


def _spread(mesh: Mesh, places: tuple[tuple[float, float, float], ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return centres and radii in metres of what is given as shares of the mesh."""
    west, south, east, north = np.append(mesh.points.min(axis=0), mesh.points.max(axis=0))
    shares = np.array(places)
    size = np.array([east - west, north - south])
    return np.array([west, south]) + shares[:, :2] * size, shares[:, 2] * size.min()


def _ragged(centre: np.ndarray, radius: float, vertices: int, random: np.random.Generator) -> np.ndarray:
    """Return a ring around a centre that is ragged at every scale; seen from the centre it never turns back."""
    angle = np.arange(vertices) * (2 * np.pi / vertices)
    swing = np.zeros(vertices)
    for wave in 2 ** np.arange(1, int(np.log2(vertices / 3)) + 1):
        swing += 0.25 * wave**-0.8 * np.sin(wave * angle + random.uniform(0, 2 * np.pi))
    ring = radius * (1 + np.clip(swing, -0.35, 0.35))
    points = np.round(centre + ring[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), 4)
    return np.concatenate([points, points[:1]])


def _numbered(head: str, count: int) -> np.ndarray:
    return np.array([f"{head}{number:08d}" for number in range(1, count + 1)], dtype=object)


def _same(value: str, count: int) -> np.ndarray:
    return np.full(count, value, dtype=object)
