# SPDX-License-Identifier: GPL-2.0-or-later
"""Candidate parcels on a mesh: along its edges, a step aside, inside patches, across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from benchmarks.coverage.mesh import PLAIN
from benchmarks.coverage.rings import blocks
from benchmarks.coverage.survey import Layer

if TYPE_CHECKING:
    from benchmarks.coverage.mesh import Mesh
    from benchmarks.coverage.places import Places

# One place for a parcel in so many cells each way, so that few parcels overlap.
_APART = 3
EXACT, ASIDE, INSIDE, ACROSS, ANGLED = range(5)
_SHARES = (0.3, 0.2, 0.2, 0.22, 0.08)
_USES = ("工业用地 1001", "商业用地 0901", "物流仓储用地 1101")
_LETTER_L = np.array([(-1, -1), (1, -1), (1, 0.1), (0.15, 0.25), (0.1, 1), (-1, 1)])


def parcel_layer(mesh: Mesh, places: Places, count: int, random: np.random.Generator) -> Layer:
    """Return the layer ``parcels``.

    Raises
    ------
    ValueError
        When the mesh has no room for so many.
    """
    row, column = _chosen_cells(mesh, places, count, random)
    fate = random.choice(len(_SHARES), count, p=_SHARES)
    tall, wide = random.integers(1, 3, count), random.integers(1, 3, count)
    on_edges = blocks(mesh, row, row + tall, column, column + wide)
    middle = shapely.get_coordinates(shapely.point_on_surface(blocks(mesh, row, row + 1, column, column + 1)))
    shapes = np.where(fate == EXACT, on_edges, None)
    step = random.uniform(-0.8, 0.8, (count, 2))
    for kind, moved in ((ASIDE, _moved(on_edges, step)), (INSIDE, _shrunk(on_edges, middle))):
        shapes = np.where(fate == kind, moved, shapes)
    shapes = np.where(fate == ACROSS, _turned(_regular(count, random), middle, random), shapes)
    shapes = np.where(fate == ANGLED, _turned(np.broadcast_to(_LETTER_L * 32, (count, 6, 2)), middle, random), shapes)
    village = places.village_codes(row, column)
    number = np.arange(1, count + 1)
    ids = np.array([f"{own}JB{one % 100_000:05d}" for own, one in zip(village, number, strict=True)], dtype=object)
    columns = {
        "ZDDM": ids,
        "BDCDYH": np.array([own + "W00000000" for own in ids], dtype=object),
        "ZL": np.array([f"第{int(own[6:9])}镇第{int(own[9:12])}村" for own in village], dtype=object),
        "SYQR": np.array([f"第{int(own[9:12])}村股份经济合作社" for own in village], dtype=object),
        "GHYT": random.choice(np.array(_USES, dtype=object), count),
    }
    return Layer("parcels", shapes, columns)


def _chosen_cells(mesh: Mesh, places: Places, count: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return cells for parcels, no two near each other, most of them in villages."""
    rows, columns = mesh.shape
    row, column = (
        values.ravel()
        for values in np.meshgrid(np.arange(2, rows - 3, _APART), np.arange(2, columns - 3, _APART), indexing="ij")
    )
    plain = (mesh.rows.kind[row] == PLAIN) & (mesh.columns.kind[column] == PLAIN)
    row, column = row[plain], column[plain]
    if count > len(row):
        raise ValueError(f"{rows * columns} cells have room for {len(row)} parcels, not for {count}")
    weight = np.where(places.from_houses(row, column) < 6, 12.0, 1.0)
    chosen = np.sort(random.choice(len(row), count, replace=False, p=weight / weight.sum()))
    return row[chosen], column[chosen]


def _moved(shapes: np.ndarray, step: np.ndarray) -> np.ndarray:
    points, index = shapely.get_coordinates(shapes, return_index=True)
    return shapely.set_coordinates(shapes.copy(), np.round(points + step[index], 4))


def _shrunk(shapes: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return small squares with cut corners around a point inside."""
    arms = np.array([(-1, -0.8), (-0.8, -1), (0.8, -1), (1, -0.8), (1, 0.8), (0.8, 1), (-0.8, 1), (-1, 0.8)])
    size = np.clip(np.sqrt(shapely.area(shapes)) * 0.15, 3.0, 12.0)
    return shapely.polygons(np.round(middle[:, None] + size[:, None, None] * arms, 4))


def _regular(count: int, random: np.random.Generator) -> np.ndarray:
    """Return rectangles with a bent side, around the origin."""
    half = random.uniform(22, 75, (count, 2))
    corners = np.array([(-1, -1), (0.1, -1.04), (1, -1), (1, 1), (-0.2, 1.05), (-1, 1)])
    return corners[None] * half[:, None]


def _turned(shapes: np.ndarray, middle: np.ndarray, random: np.random.Generator) -> np.ndarray:
    angle = random.uniform(0, np.pi, len(shapes))
    turn = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], axis=-1).reshape(-1, 2, 2)
    return shapely.polygons(np.round(np.einsum("nij,nkj->nki", turn, shapes) + middle[:, None], 4))
