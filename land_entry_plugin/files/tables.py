# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers and tables written with pyogrio: GeoPackage, GeoJSON, FlatGeobuf, CSV."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from land_entry_plugin.engine.shapes import multi
from land_entry_plugin.files.csv_text import guarded
from land_entry_plugin.files.faults import layer_fault
from land_entry_plugin.files.filling import fill_table
from land_entry_plugin.files.outputs import LAYER_FORMATS, TABLE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

_CSV = "CSV"
_TEXTS = ("GeoJSON", _CSV)


@dataclass(frozen=True)
class Repeated:
    """Fields of a table in which many rows have the same values.

    Attributes
    ----------
    values : mapping of str to sequence
        By field; what rows share stands once.
    at : sequence of int
        Of every row of the table where its values stand.
    """

    values: Mapping[str, Sequence[Any]]
    at: Sequence[int]


@dataclass(frozen=True)
class Table:
    """A layer, or without geometry a table.

    Attributes
    ----------
    name : str
    columns : sequence of (str, type)
        Field names and the Python type of their values.
    rows : sequence of dict
    geometry : ndarray of shapely geometries, shape (n,), or None
    crs : str or None
    values : mapping of str to sequence, or None
        The values by field, where they are not given row by row.
    repeated : Repeated or None
        The values of all other fields then.
    """

    name: str
    columns: Sequence[tuple[str, type]]
    rows: Sequence[dict[str, Any]]
    geometry: np.ndarray | None = None
    crs: str | None = None
    values: Mapping[str, Sequence[Any]] | None = None
    repeated: Repeated | None = None

    def column(self, name: str) -> list[Any]:
        """Return the values of a field, None where a row has none."""
        if self.repeated is not None and name in self.repeated.values:
            repeated = self.repeated.values[name]
            return [repeated[at] for at in self.repeated.at]
        return [row.get(name) for row in self.rows] if self.values is None else list(self.values[name])


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """Write tables to one file; in a GeoPackage other layers stay as they are.

    Parameters
    ----------
    path : Path
        Written in place: the caller gives a temporary name (``outputs.all_or_none``).
    tables : sequence of Table
        More than one only for a GeoPackage.
    """
    driver = {**LAYER_FORMATS, **TABLE_FORMATS}[path.suffix.lower()]
    for table in tables:
        _write(path, table, driver)


def append_rows(path: Path, table: Table) -> None:
    """Add rows to a layer of the same columns in a GeoPackage."""
    _write(path, table, LAYER_FORMATS[path.suffix.lower()], append=True)


def append_layer(path: Path, other: Path, layer: str) -> None:
    """Add the rows of a layer of another file to the layer of the same name and columns in a GeoPackage."""
    meta, _, geometry, values = pyogrio.raw.read(other, layer=layer)
    pyogrio.raw.write(
        path,
        geometry=geometry,
        field_data=values,
        fields=list(meta["fields"]),
        layer=layer,
        driver=LAYER_FORMATS[path.suffix.lower()],
        geometry_type="MultiPolygon",
        crs=meta["crs"],
        encoding="UTF-8",
        append=True,
    )


def _write(path: Path, table: Table, driver: str, *, append: bool = False) -> None:
    # GDAL makes the table, but is slow to fill it
    is_filled = driver == "GPKG" and table.geometry is None and not append
    values, masks = [], []
    for name, kind in table.columns:
        column, mask = _column([] if is_filled else table.column(name), kind, guarded if driver == _CSV else str)
        values.append(column)
        masks.append(mask)
    geometry = None if table.geometry is None else shapely.to_wkb(multi(table.geometry))
    try:
        _write_rows(path, table, driver, geometry, values, masks, append=append)
        if is_filled:
            fill_table(path, table)
    except (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, sqlite3.Error) as error:
        raise layer_fault(error, table.name, path, _bytes(geometry)) from error
    if driver in _TEXTS and not _is_whole(path, len(geometry) if geometry is not None else len(values[0])):
        raise layer_fault("half-written", table.name, path, _bytes(geometry))


def _bytes(geometry: np.ndarray | None) -> int:
    return 0 if geometry is None else sum(len(wkb) for wkb in geometry if wkb is not None)


def _is_whole(path: Path, count: int) -> bool:
    """Return whether a text file holds all rows: GDAL does not look whether the disk took what it wrote."""
    try:
        info = pyogrio.read_info(path, force_feature_count=True)
    except (DataSourceError, DataLayerError):
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return bool(info["features"] == count) and file.read() == b"\n"


def _write_rows(
    path: Path,
    table: Table,
    driver: str,
    geometry: np.ndarray | None,
    values: list[np.ndarray],
    masks: list[np.ndarray],
    *,
    append: bool,
) -> None:
    pyogrio.raw.write(
        path,
        geometry=geometry,
        field_data=values,
        fields=[name for name, _ in table.columns],
        field_mask=masks,
        layer=table.name,
        driver=driver,
        geometry_type=None if geometry is None else "MultiPolygon",
        crs=table.crs if geometry is not None else None,
        encoding="UTF-8",
        append=append,
        **({"SPATIAL_INDEX": "YES"} if driver == "GPKG" and geometry is not None and not append else {}),
    )


def _column(values: list[Any], kind: type, text_of: Callable[[str], str] = str) -> tuple[np.ndarray, np.ndarray]:
    """Return a column as an array of its type, and which of its values are null."""
    mask = np.array([value is None for value in values], dtype=bool)
    if kind is str:
        return np.array([None if value is None else text_of(str(value)) for value in values], dtype=object), mask
    if kind is date:
        return np.array(["NaT" if value is None else value for value in values], dtype="datetime64[D]"), mask
    dtype = {float: np.float64, int: np.int64, bool: np.bool_}[kind]
    return np.array([kind() if value is None else value for value in values], dtype=dtype), mask


def type_of(values: Iterable[Any]) -> type:
    """Return the type that holds all values of a column."""
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {bool}:
        return bool
    if kinds and kinds <= {int}:
        return int
    if kinds and kinds <= {int, float}:
        return float
    return str
