# SPDX-License-Identifier: GPL-2.0-or-later
"""A slow layer read once into an indexed GeoPackage of the user's cache: the same rows, found by their place."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.cache import cache_folder, fingerprint, found, made
from land_entry_plugin.files.source import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Report = Callable[[float], None]

# Below this a file is read from end to end faster than it is looked up.
LEAST_FEATURES = 20_000
_LAYER, _ID = "rows", "source_id"
_TEXT, _WHOLE, _NUMBER = "t", "i", "n"
# Share of the work after which the source is read, and the copy written.
_READ, _WRITTEN = 0.3, 0.8


class ImportedLayer:
    """A copy of some fields of a layer, with a spatial index."""

    def __init__(self, path: Path, fields: Sequence[str]) -> None:
        """Take the copy, and the fields in the order in which they were copied."""
        self._path = path
        self._columns = dict(zip(fields, pyogrio.read_info(path, layer=_LAYER)["fields"].tolist()[1:], strict=True))

    def holds(self, fields: Sequence[str]) -> bool:
        """Return whether the copy has these fields."""
        return set(fields) <= self._columns.keys()

    def rows(self, fields: Sequence[str], window: tuple[float, ...] | None) -> Rows:
        """Return the rows that meet a window, as the source gives them, in the order of their ids."""
        stored = [self._columns[name] for name in fields]
        meta, _, wkb, values = pyogrio.raw.read(self._path, layer=_LAYER, columns=[_ID, *stored], bbox=window)
        by_name = dict(zip([str(name) for name in meta["fields"]], values, strict=True))
        columns = {name: _restored(by_name[own], own[0]) for name, own in zip(fields, stored, strict=True)}
        rows = Rows(by_name[_ID].astype(np.int64), wkb, columns)
        return rows.taken(np.argsort(rows.ids, kind="stable"))


def imported(
    path: Path, layer: str, fields: Sequence[str], read: Callable[[Sequence[str]], Rows], report: Report
) -> ImportedLayer | None:
    """Return the copy of a layer as it stands now, made where there is none; None where a copy would not be the same.

    Parameters
    ----------
    path : Path
    layer : str
    fields : sequence of str
        Those that will be read; no others are copied.
    read : function
        Gives all rows with these fields.
    report : function
        Takes how much of the import is done; whatever it raises ends the import, and nothing is left.
    """
    names = sorted(fields)
    before = fingerprint(path, layer, *names)
    name = f"layer-{before[:40]}.gpkg"
    copy = found(name)
    if copy is not None:
        try:
            return ImportedLayer(copy, names)
        except (DataSourceError, DataLayerError, ValueError):
            # damaged from outside: made again
            copy.unlink(missing_ok=True)
    rows = read(names)
    report(_READ)
    stored = {field: _stored(rows.columns[field]) for field in names}
    if any(value is None for value in stored.values()):
        return None
    try:
        with made(name) as part:
            _write(part, rows, stored)
            report(_WRITTEN)
            is_same = _equal(ImportedLayer(part, names).rows(names, None), rows)
            # a source that changed meanwhile would be kept under the wrong name
            if not is_same or fingerprint(path, layer, *names) != before:
                part.unlink()
    except (InputError, DataSourceError, DataLayerError, FieldError):
        # no room, no rights: the source itself can still be read
        return None
    report(1.0)
    target = cache_folder() / name
    return ImportedLayer(target, names) if target.exists() else None


def _write(path: Path, rows: Rows, stored: dict[str, tuple[str, np.ndarray, np.ndarray]]) -> None:
    columns = [(f"{kind}{i}", values, mask) for i, (kind, values, mask) in enumerate(stored.values())]
    with warnings.catch_warnings():
        # the copy needs no CRS: it is only ever asked in the source's coordinates
        warnings.simplefilter("ignore", UserWarning)
        pyogrio.raw.write(
            path,
            layer=_LAYER,
            driver="GPKG",
            geometry=rows.wkb,
            geometry_type="Unknown",
            fields=[_ID, *(name for name, _, _ in columns)],
            field_data=[rows.ids.astype(np.int64), *(values for _, values, _ in columns)],
            field_mask=[None, *(mask for _, _, mask in columns)],
        )


def _stored(values: np.ndarray) -> tuple[str, np.ndarray, np.ndarray] | None:
    """Return the kind of a column, its values as they are written and which are null; None for any other kind."""
    null = np.array([value is None for value in values], dtype=bool)
    kinds = {type(value) for value in values[~null]}
    if kinds <= {str}:
        return _TEXT, values, null
    if kinds == {int}:
        return _WHOLE, np.array([0 if value is None else value for value in values], dtype=np.int64), null
    if kinds == {float}:
        return _NUMBER, np.array([0.0 if value is None else value for value in values], dtype=np.float64), null
    return None


def _restored(values: np.ndarray, kind: str) -> np.ndarray:
    """Return a column as the source gives it."""
    result = np.empty(len(values), dtype=object)
    plain: list[Any] = values.tolist()
    if kind == _TEXT:
        result[:] = plain
    else:
        to_own = int if kind == _WHOLE else float
        result[:] = [None if value is None or value != value else to_own(value) for value in plain]  # noqa: PLR0124 NaN
    return result


def _equal(one: Rows, other: Rows) -> bool:
    other = other.taken(np.argsort(other.ids, kind="stable"))
    return (
        np.array_equal(one.ids, other.ids)
        and one.wkb.tolist() == other.wkb.tolist()
        and all(one.columns[name].tolist() == values.tolist() for name, values in other.columns.items())
    )
