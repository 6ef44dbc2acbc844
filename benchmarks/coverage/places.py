# SPDX-License-Identifier: GPL-2.0-or-later
"""Villages of a mesh: where their houses stand, and the codes of villages, towns and counties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.coverage.mesh import VILLAGE_CELLS

if TYPE_CHECKING:
    from benchmarks.coverage.mesh import Mesh

COUNTY_CODES = ("371126", "371127", "371128", "371129")
_TOWN_VILLAGES = 6
_HOUSES_CELLS = 4.5


class Places:
    """What stands where: counties in quarters of the mesh, towns of 36 villages, a village every 24 x 24 cells."""

    def __init__(self, mesh: Mesh, random: np.random.Generator) -> None:
        self.shape = mesh.shape
        villages = tuple(count // VILLAGE_CELLS + 1 for count in mesh.shape)
        self._middle_row = random.uniform(5, VILLAGE_CELLS - 5, villages)
        self._middle_column = random.uniform(5, VILLAGE_CELLS - 5, villages)

    def from_houses(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return how many cells away the village's middle is."""
        village = row // VILLAGE_CELLS, column // VILLAGE_CELLS
        return np.hypot(
            row % VILLAGE_CELLS - self._middle_row[village], column % VILLAGE_CELLS - self._middle_column[village]
        )

    def in_village(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Tell which cells stand in a village."""
        return self.from_houses(row, column) < _HOUSES_CELLS

    def counties(self) -> list[tuple[int, int, int, int]]:
        """Return the blocks of cells (south, north, west, east) of the counties."""
        rows, columns = self.shape
        middle_row, middle_column = self._middles()
        return [
            (south, north, west, east)
            for south, north in ((0, middle_row), (middle_row, rows))
            for west, east in ((0, middle_column), (middle_column, columns))
        ]

    def county_of(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return the number of the county of cells."""
        middle_row, middle_column = self._middles()
        return 2 * (row >= middle_row) + (column >= middle_column)

    def village_codes(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Return the twelve digits of the villages of cells: county, town, village."""
        village_row, village_column = row // VILLAGE_CELLS, column // VILLAGE_CELLS
        towns_wide = self.shape[1] // VILLAGE_CELLS // _TOWN_VILLAGES + 1
        town = (village_row // _TOWN_VILLAGES) * towns_wide + village_column // _TOWN_VILLAGES + 1
        village = (village_row % _TOWN_VILLAGES) * _TOWN_VILLAGES + village_column % _TOWN_VILLAGES + 1
        number = town * 1000 + village
        unique, inverse = np.unique(self.county_of(row, column) * 1_000_000 + number, return_inverse=True)
        codes = np.array(
            [f"{COUNTY_CODES[value // 1_000_000]}{value % 1_000_000:06d}" for value in unique], dtype=object
        )
        return codes[inverse]

    def _middles(self) -> tuple[int, int]:
        rows, columns = (VILLAGE_CELLS * round(count / VILLAGE_CELLS / 2) for count in self.shape)
        return rows, columns
