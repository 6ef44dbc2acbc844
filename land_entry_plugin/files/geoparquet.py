# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer in a GeoParquet file: of its groups of rows only those are read whose bounding boxes meet what is wanted."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.crs import crs_code
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.geometry_types import described_geometry
from land_entry_plugin.files.kept import Wishes, kept, source_key
from land_entry_plugin.files.source import LayerDescription, Rows, near
from land_entry_plugin.packages import PARQUET, Later

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow.parquet

_arrow, _parquet = Later("pyarrow", PARQUET), Later("pyarrow.parquet", PARQUET)
SUFFIX = ".parquet"
_METADATA = b"geo"
_SIDES = ("xmin", "ymin", "xmax", "ymax")
# Of a file that states no CRS, as its format says: longitude and latitude on WGS 84.
_UNSTATED_CRS = "OGC:CRS84"


class GeoParquetSource:
    """One GeoParquet file: a layer of the file's name."""

    def __init__(self, path: Path, package: Path, wishes: Wishes | None = None) -> None:
        """Take a file; what the user wishes of it is looked up where it is not given.

        Raises
        ------
        InputError
            When what reads it is not installed.
        """
        self._path, self._package = path, package
        self._wishes = kept(self.key) if wishes is None else wishes

    @property
    def key(self) -> str:
        """Under which name what the user wishes of the layer is kept."""
        return source_key(self._path, self._path.stem)

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs to open the same file."""
        return {name: value for name, value in vars(self).items() if name != "_file"}

    def describe(self) -> LayerDescription:
        return self._description

    @cached_property
    def _description(self) -> LayerDescription:
        column = self._column
        kinds = {str(kind) for kind in column.get("geometry_types", ())}
        # several kinds of one family are the one that holds them
        kind = "MultiPolygon" if kinds and all("Polygon" in one for one in kinds) else next(iter(kinds), "Unknown")
        raised = "Z" if any(one.endswith(" Z") for one in kinds) and not kind.endswith("Z") else ""
        hidden = {self._geometry, self._covering}
        box = column.get("bbox")
        return LayerDescription(
            name=self._path.stem,
            crs=crs_code(self._wishes.crs or self._stated_crs),
            fields=tuple(name for name in self._file.schema_arrow.names if name not in hidden),
            feature_count=self._file.metadata.num_rows,
            package=str(self._package.resolve()),
            path=str(self._path.resolve()),
            extent=None if box is None else tuple(float(value) for value in (*box[:2], *box[len(box) // 2 :][:2])),
            wishes=self._wishes,
            **described_geometry(kind.replace(" ", "") + raised, self._path),
        )

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        if boxes is None:
            return self._read(range(self._file.num_row_groups), fields)
        if not len(boxes):
            return self._nothing(fields)
        tree = shapely.STRtree(shapely.box(*boxes.T))
        groups = [group for group in range(self._file.num_row_groups) if self._may_meet(group, tree)]
        return near(self._read(groups, fields, tree), boxes)

    def batches(self, fields: Sequence[str], size: int) -> Iterator[Rows]:
        """Yield all rows, ``size`` at a time or fewer."""
        for group in range(self._file.num_row_groups):
            rows = self._read([group], fields)
            for start in range(0, len(rows.ids), size):
                yield rows.taken(np.arange(start, min(start + size, len(rows.ids))))

    def first_row(self, fields: Sequence[str]) -> Rows:
        """Return the first row, without its shape: enough to see what a code looks like."""
        if not self._file.metadata.num_rows:
            return self._nothing(fields)
        table = next(self._file.iter_batches(1, columns=list(fields)))
        columns = {name: _objects(table.column(name).to_pylist()) for name in fields}
        return Rows(np.zeros(1, dtype=np.int64), np.full(1, None, dtype=object), columns)

    @cached_property
    def _file(self) -> pyarrow.parquet.ParquetFile:
        try:
            return _parquet.ParquetFile(self._path)
        except (OSError, _arrow.ArrowException) as error:
            raise InputError("unreadable_file", detail=str(error), path=str(self._path)) from error

    @cached_property
    def _geo(self) -> dict[str, Any]:
        """What the file says of its shapes."""
        try:
            stated = json.loads((self._file.schema_arrow.metadata or {})[_METADATA])
            column = stated["columns"][stated["primary_column"]]
        except (KeyError, TypeError, ValueError) as error:
            raise self._unreadable("no metadata of GeoParquet") from error
        if column.get("encoding") != "WKB":
            raise self._unreadable(f"encoding {column.get('encoding')}")
        if column.get("edges", "planar") != "planar":
            raise self._unreadable(f"edges {column['edges']}")
        return dict(stated)

    @property
    def _geometry(self) -> str:
        return str(self._geo["primary_column"])

    @property
    def _column(self) -> dict[str, Any]:
        return dict(self._geo["columns"][self._geometry])

    @cached_property
    def _covering(self) -> str | None:
        """The column of bounding boxes, None where there is none of the usual make."""
        places = self._column.get("covering", {}).get("bbox", {})
        if [places.get(side, [None])[-1] for side in _SIDES] != list(_SIDES):
            return None
        return str(places["xmin"][0])

    @property
    def _stated_crs(self) -> str | None:
        column = self._column
        if "crs" not in column:
            return _UNSTATED_CRS
        return None if column["crs"] is None else json.dumps(column["crs"])

    def _may_meet(self, group: int, tree: shapely.STRtree) -> bool:
        """Return whether a group of rows may hold one that meets a box; what it does not say, it may."""
        if self._covering is None:
            return True
        described = self._file.metadata.row_group(group)
        limits: dict[str, float] = {}
        for i in range(described.num_columns):
            column = described.column(i)
            name, _, side = column.path_in_schema.rpartition(".")
            if name == self._covering and column.statistics is not None and column.statistics.has_min_max:
                limits[side] = column.statistics.min if side in ("xmin", "ymin") else column.statistics.max
            if name == self._covering and column.statistics is not None and column.statistics.null_count:
                # a row without a box is near everywhere
                return True
        if set(limits) != set(_SIDES):
            return True
        return bool(len(tree.query(shapely.box(*(limits[side] for side in _SIDES)))))

    def _read(self, groups: Sequence[int], fields: Sequence[str], tree: shapely.STRtree | None = None) -> Rows:
        """Return the rows of some groups, or those of them whose box meets one of a tree's."""
        begins = np.cumsum([0, *(self._file.metadata.row_group(i).num_rows for i in range(self._file.num_row_groups))])
        parts = []
        # a loop over groups of rows: each is some thousands of them
        for group in groups:
            kept = None if tree is None else self._meeting(group, tree)
            if kept is not None and not len(kept):
                continue
            table = self._file.read_row_group(group, columns=[self._geometry, *fields])
            ids = np.arange(begins[group], begins[group + 1])
            if kept is not None:
                table, ids = table.take(kept), ids[kept]
            columns = {name: _objects(table.column(name).to_pylist()) for name in fields}
            parts.append(Rows(ids, _plane_shapes(_objects(table.column(self._geometry).to_pylist())), columns))
        if not parts:
            return self._nothing(fields)
        return Rows(
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.wkb for part in parts]),
            {name: np.concatenate([part.columns[name] for part in parts]) for name in fields},
        )

    def _meeting(self, group: int, tree: shapely.STRtree) -> np.ndarray | None:
        """Return which rows of a group have a box that meets one of a tree's, None where they have no boxes."""
        if self._covering is None:
            return None
        column = self._file.read_row_group(group, columns=[self._covering]).column(self._covering).combine_chunks()
        sides = np.column_stack([column.field(side).to_numpy(zero_copy_only=False).astype(float) for side in _SIDES])
        met = np.unique(tree.query(shapely.box(*np.nan_to_num(sides).T))[0])
        return np.union1d(met, np.flatnonzero(np.isnan(sides).any(axis=1)))

    def _nothing(self, fields: Sequence[str]) -> Rows:
        nothing = np.empty(0, dtype=object)
        return Rows(np.empty(0, dtype=np.int64), nothing, {name: nothing for name in fields})

    def _unreadable(self, detail: str) -> InputError:
        return InputError("unreadable_layer", detail=detail, layer=self._path.stem, path=str(self._path))


def _plane_shapes(wkb: np.ndarray) -> np.ndarray:
    """Return shapes without heights and measures."""
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    raised = shapely.has_z(shapes)
    if raised.any():
        wkb = wkb.copy()
        wkb[raised] = shapely.to_wkb(shapely.force_2d(shapes[raised]))
    return wkb


def _objects(values: Sequence[Any]) -> np.ndarray:
    """Return values as objects of Python: days as texts, decimals as floats, None where null."""
    result = np.empty(len(values), dtype=object)
    result[:] = [_plain(value) for value in values]
    return result


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bytes | bool | int):
        return value
    if isinstance(value, float):
        return None if np.isnan(value) else value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return float(value) if hasattr(value, "as_tuple") else str(value)
