# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of vector files, and the layers that a folder, geodatabase or GeoPackage holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from land_entry_plugin.engine.crs import crs_code
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.encoding import shapefile_encoding
from land_entry_plugin.files.source import LayerDescription, Rows, near, together, windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTAINERS = (".gpkg", ".gdb")
_LAYER_FILES = (".shp", ".geojson", ".fgb", ".tab", ".gml")
_POLYGONS = ("Polygon", "MultiPolygon", "CurvePolygon", "MultiSurface", "Unknown")
LAYER_MARK = "|layername="
# Reading so many at once costs less than opening a geodatabase a second time.
_FEW_FEATURES = 5000


class FileSource:
    """One layer of a vector file."""

    def __init__(self, path: Path, layer: str, package: Path) -> None:
        self._path, self._layer, self._package = path, layer, package
        self._encoding = shapefile_encoding(path)
        self._info: dict | None = None

    def describe(self) -> LayerDescription:
        info = self._read_info()
        return LayerDescription(
            name=self._layer,
            crs=crs_code(info["crs"]),
            fields=tuple(info["fields"]),
            feature_count=int(info["features"]),
            package=str(self._package.resolve()),
            path=str(self._path.resolve()),
            holds_polygons=(info["geometry_type"] or "").removeprefix("2.5D ").split(" ")[0] in _POLYGONS,
        )

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        if boxes is None:
            return self._read(fields, None)
        if not len(boxes):
            return self._read(fields, None).taken(np.arange(0))
        info = self._read_info()
        apart = info["capabilities"]["fast_spatial_filter"] and info["features"] > _FEW_FEATURES
        read = [self._read(fields, tuple(window)) for window in windows(boxes, separate=apart)]
        return near(together(read), boxes)

    def batches(self, fields: Sequence[str], size: int) -> Iterator[Rows]:
        """Yield all rows, ``size`` at a time."""
        for start in range(0, self._read_info()["features"], size):
            yield self._read(fields, None, skip_features=start, max_features=size)

    def _read_info(self) -> dict:
        if self._info is None:
            try:
                self._info = pyogrio.read_info(
                    self._path, layer=self._layer, encoding=self._encoding, force_feature_count=True
                )
            except (DataSourceError, DataLayerError) as error:
                raise InputError(
                    "unreadable_layer", detail=str(error), layer=self._layer, path=str(self._path)
                ) from error
        return self._info

    def _read(self, fields: Sequence[str], window: tuple[float, ...] | None, **span: int) -> Rows:
        try:
            meta, ids, wkb, values = pyogrio.raw.read(
                self._path,
                layer=self._layer,
                encoding=self._encoding,
                columns=list(fields),
                bbox=window,
                return_fids=True,
                force_2d=True,
                **span,
            )
        except (DataSourceError, DataLayerError) as error:
            raise InputError("unreadable_layer", detail=str(error), layer=self._layer, path=str(self._path)) from error
        columns = {str(name): _with_none(array) for name, array in zip(meta["fields"], values, strict=True)}
        geometry = wkb if wkb is not None else np.full(len(ids), None, dtype=object)
        return Rows(np.asarray(ids), geometry, {name: columns[name] for name in fields})


def _with_none(values: np.ndarray) -> np.ndarray:
    """Return values as objects of Python, None where null."""
    if values.dtype.kind == "f":
        return np.array([None if np.isnan(value) else value for value in values.tolist()], dtype=object)
    if values.dtype.kind == "M":
        unit = "D" if values.dtype == np.dtype("datetime64[D]") else "s"
        texts = np.datetime_as_string(values, unit=unit)
        return np.array([None if text == "NaT" else str(text) for text in texts], dtype=object)
    result = np.empty(len(values), dtype=object)
    result[:] = values.tolist()
    return result


def open_layer(text: str) -> FileSource:
    """Return the layer that a user named: ``FILE`` or ``FILE|layername=NAME``.

    Raises
    ------
    InputError
        When there is no such file or layer, when it cannot be read, or when the file holds several layers and none
        is named.
    """
    file_name, _, layer = text.partition(LAYER_MARK)
    path = Path(file_name)
    layers = layers_of(path)
    if layer:
        if layer not in layers:
            raise InputError("no_such_layer", layer=layer, path=file_name, layers=layers)
    elif len(layers) == 1:
        layer = layers[0]
    else:
        raise InputError("which_layer", path=file_name, layers=layers)
    return FileSource(path, layer, package_of(path))


def open_again(path: str, layer: str, package: str | None) -> FileSource:
    """Return a layer that was read before, as coming from the package that it came from then.

    Raises
    ------
    InputError
        When it is gone.
    """
    source = open_layer(f"{path}{LAYER_MARK}{layer}")
    return FileSource(Path(path), layer, Path(package)) if package else source


def open_package(text: str) -> list[FileSource]:
    """Return all polygon layers of a folder (with the files and databases in it), geodatabase or GeoPackage.

    Raises
    ------
    InputError
        When there is nothing of that name, or nothing in it that can be read.
    """
    root = Path(text)
    if not root.exists():
        raise InputError("missing_file", path=text)
    is_folder = root.is_dir() and root.suffix.lower() != ".gdb"
    files = (
        sorted(entry for entry in root.iterdir() if entry.suffix.lower() in (*_CONTAINERS, *_LAYER_FILES))
        if is_folder
        else [root]
    )
    sources = [FileSource(path, layer, root) for path in files for layer in layers_of(path)]
    polygons = [source for source in sources if source.describe().holds_polygons]
    if not polygons:
        raise InputError("empty_package", path=text)
    return polygons


def package_of(path: Path) -> Path:
    """Return the database or folder that a file came in."""
    return path if path.suffix.lower() in _CONTAINERS else path.parent


def layers_of(path: Path) -> list[str]:
    """Return the names of the layers in a file."""
    if not path.exists():
        raise InputError("missing_file", path=str(path))
    try:
        return [str(name) for name in pyogrio.list_layers(path)[:, 0] if str(name) != "layer_styles"]
    except DataSourceError as error:
        raise InputError("unreadable_file", detail=str(error), path=str(path)) from error
