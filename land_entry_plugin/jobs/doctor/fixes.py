# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixed copies: what is safe is mended, each change is listed, all else stays as it is and is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.broken import Breakage
from land_entry_plugin.engine.repair import repair
from land_entry_plugin.engine.shapes import is_polygonal
from land_entry_plugin.engine.vertices import close_points
from land_entry_plugin.files.tables import Table, type_of
from land_entry_plugin.roles.catalogue import PARCELS
from land_entry_plugin.roles.data_checks import field_set
from land_entry_plugin.rounding import recorded

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.roles.data_checks import CheckLimits

CLOSED, POINTS, MENDED, TRIMMED, RENAMED = "closed", "points", "mended", "trimmed", "renamed"
# 二调 kept its factor (TKXS) in percent in some places: under the newer name it would be read wrongly.
_NOT_RENAMED = ("TKXS",)


@dataclass(frozen=True)
class Change:
    """One change of a fixed copy.

    Attributes
    ----------
    layer, role : str
    kind : str
        ``closed``, ``points``, ``mended``, ``trimmed`` or ``renamed``.
    feature : str or None
        None where the whole layer is concerned.
    row_id : int or None
    before, after : str or None
        Values of a field, names of fields, counts of points.
    area_before_m2, area_after_m2 : float or None
        On the ellipsoid; None where a shape was not touched.
    """

    layer: str
    role: str
    kind: str
    feature: str | None = None
    row_id: int | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    area_before_m2: float | None = None
    area_after_m2: float | None = None

    def as_row(self) -> dict[str, Any]:
        """Return it as a row."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Mended:
    """The fixed copy of one layer, and what differs in it."""

    table: Table
    changes: tuple[Change, ...]
    left_out: tuple[str, ...]


def mend(read: ReadLayer, limits: CheckLimits) -> Mended:
    """Return a copy of a layer in which all is mended that is safe."""
    changes: list[Change] = []
    geometry = np.array(read.stored, dtype=object)
    _close(read, geometry, changes)
    _make_valid(read, geometry, limits, changes)
    _drop_repeated(read, geometry, changes)
    columns = _columns(read, changes)
    kept = set(read.layer.fields.values()) | ({read.layer.id_field} if read.layer.id_field else set())
    left_out = tuple(name for name in read.layer.description.fields if name not in kept)
    count = len(read.rows.ids)
    table = Table(
        read.layer.name,
        [(name, type_of(values)) for name, values in columns.items()],
        [{name: values[i] for name, values in columns.items()} for i in range(count)],
        np.where(_storable(geometry), geometry, None),
        read.layer.description.crs,
    )
    return Mended(table, tuple(changes), left_out)


def _storable(geometry: np.ndarray) -> np.ndarray:
    """Return which shapes a layer of polygons can keep."""
    return is_polygonal(geometry) & np.isfinite(shapely.bounds(geometry)).all(axis=1)


def _change(read: ReadLayer, row: int, kind: str, **values: Any) -> Change:
    return Change(read.layer.name, read.layer.role.id, kind, read.feature(row), int(read.rows.ids[row]), **values)


def _area(read: ReadLayer, geometry: shapely.Geometry) -> float | None:
    moved = read.in_plane(geometry)
    return None if moved is None else recorded(float(ellipsoid_area(np.array([moved]), read.plane)[0]))


def _close(read: ReadLayer, geometry: np.ndarray, changes: list[Change]) -> None:
    """Keep rings closed that reading closed, where that gives a sound shape."""
    for row, kind in read.broken.items():
        if kind is Breakage.UNCLOSED and shapely.is_valid(geometry[row]):
            area = None if read.misplaced[row] else _area(read, geometry[row])
            changes.append(_change(read, row, CLOSED, area_after_m2=area))


def _make_valid(read: ReadLayer, geometry: np.ndarray, limits: CheckLimits, changes: list[Change]) -> None:
    """Mend broken shapes whose area all readings agree on; a parcel is the surveyor's to mend."""
    if read.layer.role.id == PARCELS:
        return
    for row in sorted(read.broken):
        if read.broken[row] is Breakage.UNCLOSED or read.shapes[row] is None or read.doubt[row] is not None:
            continue
        before = shapely.area(read.in_plane(geometry[row]))
        if abs(shapely.area(read.shapes[row]) - before) > limits.repair_area_m2:
            continue
        # in the layer's own coordinates: a way to the plane and back would move every point
        mended = repair(geometry[row : row + 1]).geometry[0]
        after = None if mended is None else _area(read, mended)
        if after is None or abs(after - float(read.areas[row])) > limits.repair_area_m2:
            continue
        changes.append(
            _change(
                read,
                row,
                MENDED,
                before=str(read.broken[row]),
                area_before_m2=_area(read, geometry[row]),
                area_after_m2=after,
            )
        )
        geometry[row] = mended


def _drop_repeated(read: ReadLayer, geometry: np.ndarray, changes: list[Change]) -> None:
    """Drop points that are stored twice in a row."""
    rows = np.flatnonzero(read.sound)
    owners, count = np.unique(close_points(geometry[rows], 0.0).owner, return_counts=True)
    for owner, points in zip(owners.tolist(), count.tolist(), strict=True):
        row = int(rows[owner])
        before = int(shapely.get_num_coordinates(geometry[row]))
        area = _area(read, geometry[row])
        geometry[row] = shapely.remove_repeated_points(geometry[row], 0.0)
        changes.append(
            _change(
                read,
                row,
                POINTS,
                before=str(before),
                after=str(before - points),
                area_before_m2=area,
                area_after_m2=_area(read, geometry[row]),
            )
        )


def _columns(read: ReadLayer, changes: list[Change]) -> dict[str, np.ndarray]:
    """Return the columns of the copy under the standard's names, codes without blanks around them."""
    layer = read.layer
    standard_of = {own: standard for standard, own in layer.fields.items() if own.upper() not in _NOT_RENAMED}
    codes = set(field_set(layer.role.id).codes)
    result: dict[str, np.ndarray] = {}
    for own in dict.fromkeys([*layer.fields.values(), *([layer.id_field] if layer.id_field else [])]):
        name = standard_of.get(own, own)
        if name != own:
            changes.append(Change(layer.name, layer.role.id, RENAMED, before=own, after=name))
        values = np.array(read.rows.columns[own], dtype=object)
        if name in codes:
            for row, value in enumerate(values):
                if isinstance(value, str) and value != value.strip() and value.strip():
                    values[row] = value.strip()
                    changes.append(_change(read, row, TRIMMED, field=name, before=value, after=values[row]))
        result[name] = values
    return result
