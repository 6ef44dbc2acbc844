# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers for the doctor: nothing ends the run, what cannot be read or placed is a fault of its row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.broken import Breakage, breakage
from land_entry_plugin.engine.crs import planes_of_parcels, project
from land_entry_plugin.engine.placement import on_land
from land_entry_plugin.engine.repair import repair
from land_entry_plugin.engine.shapes import NOWHERE, from_wkb, is_polygonal
from land_entry_plugin.files.source import Rows, blank
from land_entry_plugin.jobs.progress import followed

if TYPE_CHECKING:
    import pyproj

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import LayerDescription, Source
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.roles.catalogue import Role

# So many shapes are looked at between two looks at whether the user cancelled.
BATCH = 20_000
# What is computed from borders lies off them by less than this.
_BORDERING_M = 0.001
_UNIT_M, _UNIT_DEG = 1e-5, 1e-10


@dataclass(frozen=True)
class KnownLayer:
    """A layer with a role that can be read.

    Attributes
    ----------
    source : Source
    description : LayerDescription
    role : Role
    crs : pyproj.CRS
    fields : dict
        Standard field name: the layer's own, of the role and of the doctor's field set.
    id_field : str or None
        The layer's own field that numbers its features.
    """

    source: Source
    description: LayerDescription
    role: Role
    crs: pyproj.CRS
    fields: dict[str, str]
    id_field: str | None

    @property
    def name(self) -> str:
        return self.description.name


@dataclass(frozen=True)
class ReadLayer:
    """The rows of a layer, looked at.

    Attributes
    ----------
    layer : KnownLayer
    rows : Rows
    stored : ndarray of shapely geometries, shape (n,)
        In the layer's own CRS; a ring that was not closed is closed.
    broken : dict of int to Breakage
        Rows whose shape is at fault.
    places : dict of int to shapely geometry or None
        Where, in the layer's own CRS.
    misplaced : ndarray of bool, shape (n,)
        Rows that cannot be where the CRS puts them.
    shapes : ndarray of shapely polygons, shape (n,)
        Valid, in the plane; None where there is none, or no plane.
    doubt : ndarray of shapely polygons, shape (n,)
        Where it depends on the reading of a broken shape what is covered.
    areas : ndarray of float, shape (n,)
        On the ellipsoid, of ``shapes``.
    plane : Plane or None
    """

    layer: KnownLayer
    rows: Rows
    stored: np.ndarray
    broken: dict[int, Breakage]
    places: dict[int, shapely.Geometry | None]
    misplaced: np.ndarray
    shapes: np.ndarray
    doubt: np.ndarray
    areas: np.ndarray
    plane: Plane | None

    def feature(self, row: int) -> str:
        """Return what a row is called: its own number, else its row id."""
        field = self.layer.id_field
        value = None if field is None else self.rows.columns[field][row]
        if blank(value):
            return f"#{self.rows.ids[row]}"
        return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()

    def column(self, standard: str) -> np.ndarray | None:
        """Return a column by its standard name, None where the layer has none."""
        own = self.layer.fields.get(standard)
        return None if own is None else self.rows.columns[own]

    def place_of(self, row: int) -> shapely.Geometry | None:
        """Return where a row's shape is, in the plane."""
        return self.shapes[row]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes)

    def shapes_near(self, place: shapely.Geometry) -> list[int]:
        """Return the rows whose shape meets a place, or borders on it but for rounding."""
        return np.sort(self._tree.query(place, predicate="dwithin", distance=_BORDERING_M)).tolist()

    def in_plane(self, geometry: shapely.Geometry | None) -> shapely.Geometry | None:
        """Return a place of the layer's own CRS in the plane."""
        if geometry is None or self.plane is None:
            return None
        return project(np.array([geometry], dtype=object), self.layer.crs, self.plane.crs)[0]

    @property
    def sound(self) -> np.ndarray:
        """Which rows have a shape that is right as stored and where it should be."""
        is_sound = ~self.misplaced & (self.areas > 0)
        is_sound[list(self.broken)] = False
        return is_sound


def read_rows(layer: KnownLayer) -> Rows:
    """Return all rows of a layer, with the fields that the doctor knows and no others."""
    own = {*layer.fields.values(), *([layer.id_field] if layer.id_field else [])}
    return layer.source.rows(sorted(own))


def look(layer: KnownLayer, rows: Rows, plane: Plane | None, progress: Progress, start: float, end: float) -> ReadLayer:
    """Return a layer's rows, looked at one batch after the other."""
    count = len(rows.ids)
    stored = from_wkb(rows.wkb)
    misplaced = np.zeros(count, dtype=bool)
    shapes, doubt = np.full(count, None, dtype=object), np.full(count, None, dtype=object)
    areas = np.zeros(count)
    broken: dict[int, Breakage] = {}
    places: dict[int, shapely.Geometry | None] = {}
    batches = range(0, count, BATCH)
    for first in followed(batches, len(batches), progress, "check", start, end):
        part = np.arange(first, min(first + BATCH, count))
        usable = _usable(layer, rows, stored, part, broken, places)
        off = ~_on_land(stored[usable], layer.crs)
        misplaced[usable[off]] = True
        usable = usable[~off]
        if plane is None or not len(usable):
            continue
        mended = repair(project(stored[usable], layer.crs, plane.crs))
        shapes[usable], doubt[usable] = mended.geometry, mended.doubt
        areas[usable] = ellipsoid_area(np.where(shapely.is_missing(shapes[usable]), NOWHERE, shapes[usable]), plane)
    # the shapes stand in `stored`: their bytes would double what a county takes
    rows = replace(rows, wkb=np.full(count, None, dtype=object))
    return ReadLayer(layer, rows, stored, broken, places, misplaced, shapes, doubt, areas, plane)


def plane_of(layer: KnownLayer, rows: Rows) -> Plane | None:
    """Return the plane in which most features of a layer lie, None where none lies in any."""
    stored = from_wkb(rows.wkb[:BATCH])
    finite = np.flatnonzero(np.isfinite(shapely.bounds(stored)).all(axis=1))
    usable = finite[_on_land(stored[finite], layer.crs)]
    if not len(usable):
        return None
    planes = planes_of_parcels(stored[usable], layer.crs)
    count: dict[str, int] = {}
    for plane in planes:
        if plane is not None:
            count[plane.code] = count.get(plane.code, 0) + 1
    if not count:
        return None
    best = min(count, key=lambda code: (-count[code], code))
    return next(plane for plane in planes if plane is not None and plane.code == best)


def _usable(
    layer: KnownLayer,
    rows: Rows,
    stored: np.ndarray,
    part: np.ndarray,
    broken: dict[int, Breakage],
    places: dict[int, shapely.Geometry | None],
) -> np.ndarray:
    """Return the rows of a part with finite polygons; note what is wrong with the others and with broken ones."""

    def note(found: np.ndarray, kind: Breakage) -> None:
        for row in found.tolist():
            broken[row], places[row] = kind, None

    wkb_missing = np.array([rows.wkb[row] is None for row in part], dtype=bool)
    note(part[wkb_missing], Breakage.NULL)
    # a loop: only rows that could not be read
    for row in part[shapely.is_missing(stored[part]) & ~wkb_missing].tolist():
        closed = shapely.force_2d(shapely.from_wkb(rows.wkb[row], on_invalid="fix"))
        is_closed = closed is not None and bool(is_polygonal(np.array([closed]))[0])
        broken[row], places[row] = Breakage.UNCLOSED if is_closed else Breakage.UNREADABLE, None
        if is_closed:
            stored[row] = closed
            places[row] = shapely.Point(shapely.get_coordinates(closed)[0])
    there = part[~shapely.is_missing(stored[part])]
    empty = shapely.is_empty(stored[there])
    note(there[empty], Breakage.EMPTY)
    there = there[~empty]
    polygonal = is_polygonal(stored[there])
    note(there[~polygonal], Breakage.NOT_A_POLYGON)
    there = there[polygonal]
    points, index = shapely.get_coordinates(stored[there], return_index=True)
    not_numbers = np.unique(index[~np.isfinite(points).all(axis=1)])
    note(there[not_numbers], Breakage.NOT_A_NUMBER)
    there = np.delete(there, not_numbers)
    unit = _UNIT_DEG if layer.crs.is_geographic else _UNIT_M
    suspect = ~shapely.is_valid(stored[there]) | (shapely.area(stored[there]) <= unit * unit)
    # a loop: broken shapes are few
    for row in there[suspect].tolist():
        found = breakage(stored[row], unit_m=unit)
        if found is not None and row not in broken:
            broken[row], places[row] = found.kind, found.place
    return there


def _on_land(geometries: np.ndarray, crs: pyproj.CRS) -> np.ndarray:
    """Return which shapes can be in China by the middle of their extent."""
    bounds = shapely.bounds(geometries)
    return on_land((bounds[:, :2] + bounds[:, 2:]) / 2, crs) if len(geometries) else np.zeros(0, dtype=bool)
