# SPDX-License-Identifier: GPL-2.0-or-later
"""Read and prepare: rows near the parcels, repaired on a copy, projected to the parcels' plane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.crs import boxes_in, project
from land_entry_plugin.engine.repair import Repaired, repair
from land_entry_plugin.engine.shapes import from_wkb, polygons_only, span
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.memory import check_room
from land_entry_plugin.files.source import Rows, blank, canonicals
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY, OWNERSHIP, PLANNED_USE
from land_entry_plugin.roles.land_classes import GUIDE, UNKNOWN, class_system
from land_entry_plugin.roles.rights import owner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.parcels import Parcels

# Neighbours are wanted too, and layers in degrees have edges that bend.
READING_MARGIN_M = 2.0
# Some 30 m: followed in pieces of this length, an edge straight in degrees is off by less than a tenth of a millimetre.
_DENSE_EDGE_DEG = 0.0003


@dataclass(frozen=True)
class PreparedLayer:
    """The features of a role near the parcels of one plane.

    Attributes
    ----------
    layer : RoleLayer
    rows : Rows
        As read.
    geometry : ndarray of shapely polygons, shape (n,)
        Valid, in the plane; None where nothing polygonal was left.
    was_broken : ndarray of bool, shape (n,)
    doubt : ndarray of shapely polygons, shape (n,)
        Where it depends on the reading of a broken shape what is covered; None where it does not.
    other_reading : ndarray of shapely polygons, shape (n,), or None
        For a layer in degrees: the features with edges straight in degrees rather than in the plane.
    columns : dict
        Standard field name to values.
    source_ids : list of str
    class_system : str or None
        Of a land survey or plan; None where it is open, and of layers without classes.
    """

    layer: RoleLayer
    rows: Rows
    geometry: np.ndarray
    was_broken: np.ndarray
    doubt: np.ndarray
    other_reading: np.ndarray | None
    columns: dict[str, np.ndarray]
    source_ids: list[str]
    class_system: str | None = None

    @property
    def has_no_area(self) -> np.ndarray:
        """Which features have nothing polygonal."""
        return np.array([shape is None for shape in self.geometry], dtype=bool)

    def part(self, index: np.ndarray) -> PreparedLayer:
        """Return some of the features, as if only these had been read."""
        rows = self.rows.taken(index)
        columns = {name: values[index] for name, values in self.columns.items()}
        whole = whole_of(self.layer, rows, columns)
        return replace(
            self,
            rows=rows,
            geometry=self.geometry[index],
            was_broken=self.was_broken[index],
            doubt=self.doubt[index],
            other_reading=None if self.other_reading is None else self.other_reading[index],
            columns=columns,
            source_ids=_source_ids(rows, columns.get(self.layer.role.source_id or ""), has_own_ids=whole.has_own_ids),
            class_system=whole.class_system,
        )

    def ids_where(self, chosen: np.ndarray) -> list[str]:
        """Return the numbers of some features."""
        return [self.source_ids[row] for row in np.flatnonzero(chosen)]

    def attributes(self, row: int) -> dict[str, Any]:
        """Return the standard fields of one feature, None where blank."""
        stated = ((name, values[row]) for name, values in self.columns.items())
        return {name: None if blank(value) else value for name, value in stated}

    def text(self, field: str | None, row: int) -> str | None:
        """Return one field of one feature as text, None where there is none."""
        if field is None or field not in self.columns:
            return None
        return _text(self.columns[field][row])

    def texts(self, field: str) -> list[str | None]:
        """Return one field of all features as text, None where there is none."""
        if field not in self.columns:
            return [None] * len(self.geometry)
        return [_text(value) for value in self.columns[field]]


@dataclass(frozen=True)
class Whole:
    """What all rows of a layer near the parcels of a plane decide together, however they are read.

    Attributes
    ----------
    class_system : str or None
    has_own_ids : bool
        Whether all features have a number of their own, each another.
    """

    class_system: str | None
    has_own_ids: bool


def prepare(layer: RoleLayer, boxes: np.ndarray, plane: Plane) -> PreparedLayer:
    """Return the features of a layer that meet boxes (n, 4) of a plane, ready for the overlay."""
    return prepared(layer, read_rows(layer, boxes, plane), plane)


def read_rows(layer: RoleLayer, boxes: np.ndarray, plane: Plane) -> Rows:
    """Return the rows of a layer that meet boxes (n, 4) of a plane."""
    own_boxes = boxes_in(boxes, plane.crs, layer.crs, READING_MARGIN_M)
    return _owners(layer, own_boxes) if layer.role.id == OWNERSHIP else _rows(layer, layer.fields, own_boxes)


# By layer, feature and plane: the shape, whether it was broken, where it is in doubt, and its other reading.
Mended = dict[tuple[str, int, str], tuple[Any, bool, Any, Any]]
# A shape of more bytes takes a while to be looked through; several shares may need it.
_MANY_BYTES = 300_000


def prepared(
    layer: RoleLayer, rows: Rows, plane: Plane, whole: Whole | None = None, mended_before: Mended | None = None
) -> PreparedLayer:
    """Return rows ready for the overlay in a plane.

    ``whole`` is given where they are a part of what is looked at, and ``mended_before`` keeps large shapes from part to
    part.
    """
    sizes = [0 if wkb is None else len(wkb) for wkb in rows.wkb]
    check_room(layer.description.name, len(rows.ids), sum(sizes))
    before = {} if mended_before is None else mended_before
    keys = {row: (layer.key, int(rows.ids[row]), plane.code) for row, size in enumerate(sizes) if size > _MANY_BYTES}
    known = {row: before[key] for row, key in keys.items() if key in before}
    is_new = np.ones(len(sizes), dtype=bool)
    is_new[list(known)] = False
    mended, other = _mended(layer, rows.wkb[is_new], plane)
    if known:
        mended, other = _put_together(mended, other, is_new, known)
    for row, key in keys.items():
        before[key] = (
            mended.geometry[row],
            bool(mended.was_broken[row]),
            mended.doubt[row],
            None if other is None else other[row],
        )
    columns = standard_columns(layer, rows)
    if whole is None:
        whole = whole_of(layer, rows, columns)
    return PreparedLayer(
        layer=layer,
        rows=rows,
        geometry=mended.geometry,
        was_broken=mended.was_broken,
        doubt=mended.doubt,
        other_reading=other,
        columns=columns,
        source_ids=_source_ids(rows, columns.get(layer.role.source_id or ""), has_own_ids=whole.has_own_ids),
        class_system=whole.class_system,
    )


def _mended(layer: RoleLayer, wkb: np.ndarray, plane: Plane) -> tuple[Repaired, np.ndarray | None]:
    """Return shapes valid and in the plane, and for a layer in degrees their other reading."""
    stored = from_wkb(wkb)
    unread = sum(shape is None and raw is not None for shape, raw in zip(stored, wkb, strict=True))
    if unread:
        raise InputError("unreadable_shapes", layer=layer.description.name, count=unread)
    # projected first: a repair is measured in square metres
    sound = finite(stored)
    mended = repair(project(sound, layer.crs, plane.crs))
    # what has no area, or a coordinate that is no number, may have been meant to cover all that it spans
    lost = np.array([shape is None and raw is not None for shape, raw in zip(mended.geometry, stored, strict=True)])
    for row in np.flatnonzero(lost):
        spanned = project(np.array([span(stored[row])], dtype=object), layer.crs, plane.crs)
        mended.doubt[row] = polygons_only(spanned)[0]
    if not layer.crs.is_geographic:
        return mended, None
    dense = shapely.segmentize(sound, _DENSE_EDGE_DEG)
    return mended, repair(project(dense, layer.crs, plane.crs)).geometry


def _put_together(
    mended: Repaired, other: np.ndarray | None, is_new: np.ndarray, known: dict[int, tuple[Any, bool, Any, Any]]
) -> tuple[Repaired, np.ndarray | None]:
    """Return the shapes of all rows: those that are new, and those that were known before."""
    geometry, doubt, reading = (np.full(len(is_new), None, dtype=object) for _ in range(3))
    was_broken = np.zeros(len(is_new), dtype=bool)
    geometry[is_new], was_broken[is_new], doubt[is_new] = mended.geometry, mended.was_broken, mended.doubt
    if other is not None:
        reading[is_new] = other
    for row, values in known.items():
        geometry[row], was_broken[row], doubt[row], reading[row] = values
    return Repaired(geometry, was_broken, doubt), None if other is None else reading


def whole_of(layer: RoleLayer, rows: Rows, columns: dict[str, np.ndarray]) -> Whole:
    """Return what rows decide together, with their columns by standard field name."""
    system = system_of(layer, class_pairs(columns, len(rows.ids)), newest_year(columns))
    return Whole(system, _each_another(own_ids(layer, rows)))


def standard_columns(layer: RoleLayer, rows: Rows) -> dict[str, np.ndarray]:
    """Return the columns of a layer by standard field name."""
    return {standard: rows.columns[own] for standard, own in layer.fields.items() if own in rows.columns}


def class_pairs(columns: dict[str, np.ndarray], count: int) -> list[tuple[Any, Any]]:
    """Return class code and name of every patch; none of a layer without classes."""
    if "DLBM" not in columns:
        return []
    names = columns.get("DLMC", np.full(count, None, dtype=object))
    return list(zip(columns["DLBM"].tolist(), names.tolist(), strict=True))


def newest_year(columns: dict[str, np.ndarray]) -> int | None:
    """Return the newest data year that rows state, None where none does."""
    values = dict.fromkeys(columns["SJNF"].tolist()) if "SJNF" in columns else ()
    return max((year for value in values if (year := data_year(value)) is not None), default=None)


def system_of(layer: RoleLayer, pairs: Iterable[tuple[Any, Any]], newest_year: int | None) -> str | None:
    """Return the class system of a land survey or plan, None where it is open, and of layers without classes."""
    if layer.role.id == PLANNED_USE:
        return GUIDE
    if layer.role.id not in (LAND_USE, LAND_USE_HISTORY):
        return None
    return class_system(pairs, layer.year if newest_year is None else newest_year)


def _rows(layer: RoleLayer, standard_names: Iterable[str], boxes: np.ndarray) -> Rows:
    return layer.source.rows(sorted({layer.fields[name] for name in standard_names}), boxes)


def _owners(layer: RoleLayer, boxes: np.ndarray) -> Rows:
    """Return rows of an ownership layer, with names only where all are owners' parcels.

    Land belongs to collectives and the state. Where other rights are among them, the names may be those of persons,
    which are never read.
    """
    rows = _rows(layer, layer.fields.keys() - {layer.role.name}, boxes)
    codes, unit_codes, kinds = (rows.columns.get(layer.fields.get(name, "")) for name in ("ZDDM", "BDCDYH", "QLLX"))
    for i in range(len(rows.ids)):
        code, unit_code, kind = (None if values is None else values[i] for values in (codes, unit_codes, kinds))
        if owner(unit_code if blank(code) else code, kind) == UNKNOWN:
            return rows
    return _rows(layer, layer.fields, boxes)


def newest_data_year(layer: RoleLayer, parcels: Parcels) -> int | None:
    """Return the newest data year (SJNF) of a land survey where the parcels are, None where none is stated."""
    field = layer.fields.get("SJNF")
    bounds = shapely.bounds(parcels.geometry)[[plane is not None for plane in parcels.planes]]
    if field is None or not len(bounds):
        return None
    rows = layer.source.rows([field], boxes_in(bounds, parcels.crs, layer.crs, 0.0))
    return max((year for value in rows.columns[field] if (year := data_year(value)) is not None), default=None)


def data_year(value: object) -> int | None:
    """Return a data year (SJNF), None where none is stated."""
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return None


def finite(geometries: np.ndarray) -> np.ndarray:
    """Return geometries without those that have a coordinate which is no number."""
    result = np.array(geometries, dtype=object)
    points, index = shapely.get_coordinates(result, return_index=True)
    result[np.unique(index[~np.isfinite(points).all(axis=1)])] = None
    return result


def own_ids(layer: RoleLayer, rows: Rows) -> list[str] | None:
    """Return the features' own numbers, blank where one has none; None where the layer has no field for them."""
    numbers = standard_columns(layer, rows).get(layer.role.source_id or "")
    return None if numbers is None else canonicals(numbers)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return None if blank(value) else str(value).strip()


def _each_another(numbers: list[str] | None) -> bool:
    return bool(numbers) and all(numbers) and len(set(numbers)) == len(numbers)


def _source_ids(rows: Rows, numbers: np.ndarray | None, *, has_own_ids: bool) -> list[str]:
    """Return the features' own numbers where all have one, each another; else their row ids."""
    if has_own_ids:
        return [str(value).strip() for value in numbers]
    return [str(row_id) for row_id in rows.ids]
