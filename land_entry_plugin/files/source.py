# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer as the jobs see it, wherever it comes from: ids, WKB and columns."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from land_entry_plugin.engine.overlay import MANY_VERTICES
from land_entry_plugin.engine.shapes import from_wkb, is_polygonal, multi, span
from land_entry_plugin.files.flat_wkb import as_multipolygon
from land_entry_plugin.files.kept import NOTHING, Wishes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from land_entry_plugin.errors import InputError
    from land_entry_plugin.files.encoding import Encoding


@dataclass(frozen=True)
class LayerDescription:
    """What a layer says of itself.

    Attributes
    ----------
    name : str
        The layer's own name.
    crs : str or None
        Authority code or WKT.
    fields : tuple of str
    feature_count : int
    package : str or None
        The database or folder that it came in.
    path : str or None
        The file behind it.
    holds_polygons : bool
        Whether the layer is one of polygons (or says nothing of its kind).
    remarks : tuple of dict
        What its reader decided or left out, by language.
    extent : tuple of float or None
        West, south, east, north, in its CRS; None where it is empty.
    encoding : Encoding or None
        Of a Shapefile's table, and how it is known.
    dataset : str or None
        The feature dataset of a geodatabase that it lies in.
    left_out : str
        ``Z``, ``M`` or ``ZM``: what its points have besides, which is not read.
    may_be_curved : bool
        Whether it may hold arcs, which are read as chains.
    wishes : Wishes
        How the user wants it read.
    part : str or None
        Why the file does not give the same rows: ``selection``, ``filter`` or ``edits``.
    fault : InputError or None
        Why nothing of it can be read, its fields neither.
    """

    name: str
    crs: str | None
    fields: tuple[str, ...]
    feature_count: int
    package: str | None = None
    path: str | None = None
    holds_polygons: bool = True
    remarks: tuple[dict[str, str], ...] = ()
    extent: tuple[float, ...] | None = None
    encoding: Encoding | None = None
    dataset: str | None = None
    left_out: str = ""
    may_be_curved: bool = False
    wishes: Wishes = NOTHING
    part: str | None = None
    fault: InputError | None = None


@dataclass(frozen=True)
class Rows:
    """Rows of a layer.

    Attributes
    ----------
    ids : ndarray of int, shape (n,)
        Feature ids.
    wkb : ndarray of object, shape (n,)
        Bytes or None.
    columns : dict of str to ndarray of object, shape (n,)
        Field values by field name; None where null.
    """

    ids: np.ndarray
    wkb: np.ndarray
    columns: dict[str, np.ndarray]

    def taken(self, index: np.ndarray) -> Rows:
        """Return some of the rows."""
        return Rows(self.ids[index], self.wkb[index], {name: values[index] for name, values in self.columns.items()})


_NUMBERS = (bool, int, float, np.number, np.bool_)
# Of a shape of many vertices one of so many is looked at first.
_EVERY = 64
# The WKB of a polygon has no fewer bytes, unless it is empty.
_LEAST_WKB_BYTES = 77
_COUNTED_AT_ONCE = 200_000
# More separate windows than this cost more than one that holds them all.
_MOST_WINDOWS = 64


class Source(Protocol):
    """A layer that can be read."""

    def describe(self) -> LayerDescription:
        """Return what the layer says of itself."""

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        """Return rows in the order of their ids: all, or those that meet one of ``boxes`` (n, 4)."""


def batches(source: Source, fields: Sequence[str], size: int) -> Iterator[Rows]:
    """Yield all rows of a layer, some at a time where the layer can be read so."""
    in_batches = getattr(source, "batches", None)
    if in_batches is not None:
        yield from in_batches(fields, size)
        return
    rows = source.rows(fields)
    for start in range(0, len(rows.ids), size):
        yield rows.taken(np.arange(start, min(start + size, len(rows.ids))))


def shapeless_count(source: Source) -> int:
    """Return how many features of a layer have no shape, or an empty one: they lie nobody knows where."""
    own = getattr(source, "shapeless", None)
    return count_shapeless(source) if own is None else int(own)


def count_shapeless(source: Source) -> int:
    """Return the same by looking through the whole layer."""
    count = 0
    for rows in batches(source, (), _COUNTED_AT_ONCE):
        count += sum(wkb is None for wkb in rows.wkb)
        small = np.array([wkb for wkb in rows.wkb if wkb is not None and len(wkb) < _LEAST_WKB_BYTES], dtype=object)
        shapes = from_wkb(small)
        count += int((shapely.is_missing(shapes) | shapely.is_empty(shapes)).sum())
    return count


def extent_of(wkb: np.ndarray) -> tuple[float, ...] | None:
    """Return west, south, east, north of shapes, None where there is none."""
    shapes = from_wkb(wkb)
    bounds = shapely.bounds(shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))])
    if not len(bounds):
        return None
    return tuple(float(value) for value in (*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0)))


class UnreadableSource:
    """A layer that came with others and cannot be read: its name may tell what is missing with it."""

    def __init__(self, name: str, path: str, package: str | None, fault: InputError) -> None:
        """Take what is known of it, and why it cannot be read."""
        self._description = LayerDescription(name, None, (), 0, package, path, fault=fault)
        self._fault = fault

    def describe(self) -> LayerDescription:
        return self._description

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        raise self._fault


class OnlyFields:
    """A layer of which only some fields are seen: what is not asked about is never read."""

    def __init__(self, source: Source, names: Collection[str]) -> None:
        """Take the layer, and the names that its fields may have, compared without case."""
        self._source = source
        self._names = {name.upper() for name in names}

    def describe(self) -> LayerDescription:
        description = self._source.describe()
        return replace(description, fields=tuple(name for name in description.fields if name.upper() in self._names))

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        return self._source.rows(fields, boxes)


def windows(boxes: np.ndarray, *, separate: bool) -> np.ndarray:
    """Return windows (m, 4) that hold the boxes (n, 4): a few ``separate`` ones, or one that holds them all."""
    groups = shapely.bounds(shapely.get_parts(shapely.union_all(shapely.box(*boxes.T))))
    if separate and len(groups) <= _MOST_WINDOWS:
        return groups
    return np.array([[*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]])


def together(parts: Sequence[Rows]) -> Rows:
    """Return rows that were read window by window, each once, in the order of their ids, with what all have."""
    ids = np.concatenate([rows.ids for rows in parts])
    wkb = np.concatenate([rows.wkb for rows in parts])
    common = [name for name in parts[0].columns if all(name in rows.columns for rows in parts)]
    columns = {name: np.concatenate([rows.columns[name] for rows in parts]) for name in common}
    return Rows(ids, wkb, columns).taken(np.unique(ids, return_index=True)[1])


def near(rows: Rows, boxes: np.ndarray) -> Rows:
    """Return the rows, in the order of their ids, that meet one of the boxes (n, 4): the same whoever read them."""
    rows, geometries = _closed(rows)
    near_by = shapely.box(*boxes.T)
    polygonal = is_polygonal(geometries)
    is_near = np.zeros(len(geometries), dtype=bool)
    # a shape of many vertices is looked through once for all boxes, not once for each
    heavy = shapely.get_num_coordinates(geometries) > MANY_VERTICES
    light = np.where(polygonal & ~heavy, geometries, None)
    is_near[shapely.STRtree(light).query(near_by, predicate="intersects")[1]] = True
    tree = shapely.STRtree(near_by)
    large = np.flatnonzero(polygonal & heavy)
    corners, shape = shapely.get_coordinates(geometries[large], return_index=True)
    some = shapely.points(corners[::_EVERY])
    # some corner is soon found in a box, mostly; only else is each box held against all of the border
    is_near[large[shape[::_EVERY][tree.query(some, predicate="intersects")[0]]]] = True
    large = large[~is_near[large]]
    is_near[large[tree.query(geometries[large], predicate="intersects")[0]]] = True
    # what a broken shape covers is in doubt: all that it spans counts, also where nothing of it seems to be
    far = np.flatnonzero(~is_near)
    unsound = far[~(polygonal[far] & shapely.is_valid(geometries[far]))]
    spans = np.array([span(geometry) for geometry in geometries[unsound]], dtype=object)
    is_near[unsound[shapely.STRtree(spans).query(near_by, predicate="intersects")[1]]] = True
    # what nobody can read may lie anywhere
    is_near[_unread(rows, geometries)] = True
    index = np.flatnonzero(is_near)
    return rows.taken(index[np.argsort(rows.ids[index], kind="stable")])


def _closed(rows: Rows) -> tuple[Rows, np.ndarray]:
    """Return rows and their shapes, rings closed that were stored open: QGIS closes them too, and says nothing."""
    geometries = from_wkb(rows.wkb)
    open_ = _unread(rows, geometries)
    if not len(open_):
        return rows, geometries
    wkb = rows.wkb.copy()
    geometries[open_] = shapely.force_2d(shapely.from_wkb(wkb[open_], on_invalid="fix"))
    wkb[open_] = np.where(shapely.is_missing(geometries[open_]), wkb[open_], shapely.to_wkb(geometries[open_]))
    return replace(rows, wkb=wkb), geometries


def _unread(rows: Rows, geometries: np.ndarray) -> np.ndarray:
    """Return which rows hold bytes that could not be read as a shape."""
    missing = np.flatnonzero(shapely.is_missing(geometries))
    return missing[[rows.wkb[row] is not None for row in missing]]


def content_hash(rows: Rows) -> str:
    """Return a SHA-256 of rows that depends neither on their order nor on who read them (2D WKB and columns)."""
    return hash_of_digests(row_digests(rows))


def row_digests(rows: Rows) -> list[bytes]:
    """Return a SHA-256 of every row."""
    columns = sorted(rows.columns.items())
    line = "\x1f".join(name.replace("%", "%%") + "=%s" for name, _ in columns)
    texts = zip(*(canonicals(values) for _, values in columns), strict=True) if columns else [()] * len(rows.wkb)
    return [
        hashlib.sha256(b"%b\x1e%b" % (shape, (line % own).encode("utf-8"))).digest()
        for shape, own in zip(_canonical_shapes(rows.wkb), texts, strict=True)
    ]


def _canonical_shapes(wkb: np.ndarray) -> list[bytes]:
    """Return shapes as WKB of flat multipolygons, little endian, whatever they were read as; empty of none."""
    result = [as_multipolygon(shape) if shape else None for shape in wkb]
    others = [i for i, shape in enumerate(result) if shape is None]
    written = shapely.to_wkb(multi(from_wkb(wkb[others])), byte_order=1, flavor="iso")
    for i, shape in zip(others, written, strict=True):
        result[i] = shape or b""
    return result


def canonicals(values: np.ndarray) -> list[str]:
    """Return the canonical text of every value of a column."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds == {str}:
        return [value.strip() if value else "" for value in values]
    if kinds == {float}:
        # one that is no number is not even itself
        return ["" if value is None or value != value else repr(value) for value in values]  # noqa: PLR0124
    return [canonical(value) for value in values]


def hash_of_digests(digests: Iterable[bytes]) -> str:
    """Return the hash of rows that were read in batches."""
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def canonical(value: object) -> str:
    """Return a value as text that is the same whether it came as int, float, text or a null of some kind."""
    if blank(value):
        return ""
    if isinstance(value, _NUMBERS):
        return repr(float(value))
    return str(value).strip()


def blank(value: object) -> bool:
    """Return whether a field value says nothing: null, not a number, or blanks."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, float) and math.isnan(value))
