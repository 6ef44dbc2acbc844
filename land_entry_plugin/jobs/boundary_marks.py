# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of boundary points (JZD) and boundary lines (JZX) that came with the layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.marks import GivenMarks
from land_entry_plugin.engine.crs import accepted_crs, boxes_in, project
from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import together
from land_entry_plugin.roles.cadastral_codes import mark_layer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import LayerDescription, Rows, Source

BOUNDARY_POINTS, BOUNDARY_LINES = "boundary_points", "boundary_lines"
_MARGIN_M = 1.0
# A coordinate above this has a zone number before it: it is an easting, whatever its column is called.
_WITH_ZONE_M = 1e7
_ZONE_M = 1e6


@dataclass(frozen=True)
class _Table:
    """One table and what was read of it, plane by plane."""

    source: Source
    description: LayerDescription
    fields: dict[str, str]
    read: list[Rows] = field(default_factory=list)

    def rows(self, boxes: np.ndarray, plane: Plane) -> tuple[Rows, np.ndarray]:
        """Return the rows near boxes (n, 4) of a plane and their shapes in it; None where a row has none."""
        names = sorted(self.fields.values())
        if self.description.crs is None:
            rows = self.source.rows(names)
            shapes = self._written_places(rows, plane)
        else:
            crs = accepted_crs(self.description.crs, self.description.name)
            rows = self.source.rows(names, boxes_in(boxes, plane.crs, crs, _MARGIN_M))
            shapes = project(from_wkb(rows.wkb), crs, plane.crs)
        self.read.append(rows)
        return rows, shapes

    def _written_places(self, rows: Rows, plane: Plane) -> np.ndarray:
        """Return the points of a table without shapes, by its columns of coordinates (X north, Y east)."""
        result = np.full(len(rows.ids), None, dtype=object)
        north, east = (_numbers(rows.columns[self.fields[name]]) for name in ("XZBZ", "YZBZ"))
        swapped = north > _WITH_ZONE_M
        north, east = np.where(swapped, east, north), np.where(swapped, north, east)
        east = east % _ZONE_M + (plane.zone * _ZONE_M if plane.has_zone_prefix else 0.0)
        known = np.isfinite(north) & np.isfinite(east)
        result[known] = shapely.points(east[known], north[known])
        return result

    def column(self, standard: str, rows: Rows) -> np.ndarray:
        own = self.fields.get(standard)
        return rows.columns[own] if own else np.full(len(rows.ids), None, dtype=object)


@dataclass(frozen=True)
class MarkTables:
    """The tables of boundary marks among some layers.

    Attributes
    ----------
    tables : dict of str to _Table
        ``boundary_points`` and ``boundary_lines``, as far as there is one of each.
    """

    tables: dict[str, _Table]

    @classmethod
    def among(cls, offered: Iterable[Source]) -> MarkTables:
        """Return the tables among layers; of several of a kind none, and none whose coordinates cannot be used."""
        found: dict[str, list[_Table]] = {}
        for source in offered:
            description = source.describe()
            kind = mark_layer(description.name, description.fields)
            if kind is not None and _is_usable(description, kind[0], kind[1]):
                found.setdefault(kind[0], []).append(_Table(source, description, kind[1]))
        return cls({kind: tables[0] for kind, tables in found.items() if len(tables) == 1})

    @property
    def names(self) -> set[str]:
        """Names of the layers that are read."""
        return {table.description.name for table in self.tables.values()}

    def near(self, boxes: np.ndarray, plane: Plane) -> GivenMarks | None:
        """Return the marks near boxes (n, 4) of a plane; None where there is no table."""
        if not self.tables:
            return None
        values: dict[str, Any] = {}
        points, lines = self.tables.get(BOUNDARY_POINTS), self.tables.get(BOUNDARY_LINES)
        if points is not None:
            rows, shapes = points.rows(boxes, plane)
            there = ~shapely.is_missing(shapes)
            values["points"] = shapely.centroid(shapes[there])
            values["markers"] = points.column("JBLX", rows)[there]
        if lines is not None:
            rows, shapes = lines.rows(boxes, plane)
            there = ~shapely.is_missing(shapes)
            values["lines"] = shapes[there]
            values["kinds"], values["positions"] = (lines.column(name, rows)[there] for name in ("JZXLB", "JZXWZ"))
        return GivenMarks(**values)

    def layers(self) -> dict[str, tuple[LayerDescription, Rows]]:
        """Return description and all rows that were read, by kind of table."""
        return {kind: (table.description, together(table.read)) for kind, table in self.tables.items() if table.read}


def _is_usable(description: LayerDescription, kind: str, fields: dict[str, str]) -> bool:
    """Return whether the places of a table can be compared with those of parcels."""
    if description.crs is None:
        return kind == BOUNDARY_POINTS and {"XZBZ", "YZBZ"} <= set(fields)
    try:
        accepted_crs(description.crs, description.name)
    except InputError:
        return False
    return not description.holds_polygons


def _numbers(values: np.ndarray) -> np.ndarray:
    """Return values as numbers, NaN where one is none."""
    result = np.full(len(values), np.nan)
    for i, value in enumerate(values):
        try:
            result[i] = float(value)
        except (TypeError, ValueError):
            continue
    return result
