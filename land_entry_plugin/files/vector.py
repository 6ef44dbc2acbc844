# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of vector files, and the layers that a folder, geodatabase, GeoPackage or zipped file holds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from land_entry_plugin.engine.crs import crs_code
from land_entry_plugin.errors import InputError
from land_entry_plugin.files import geopackage, shapefile
from land_entry_plugin.files.encoding import name_of, table_encoding, text_of
from land_entry_plugin.files.geometry_types import arcs_followed, described_geometry
from land_entry_plugin.files.geopackage import FEW_FEATURES, rows_by_index
from land_entry_plugin.files.geoparquet import SUFFIX as GEOPARQUET
from land_entry_plugin.files.geoparquet import GeoParquetSource
from land_entry_plugin.files.imported import LEAST_FEATURES, ImportedLayer, imported
from land_entry_plugin.files.kept import LAYER_MARK, Wishes, kept, source_key
from land_entry_plugin.files.memory import check_room
from land_entry_plugin.files.packages import (
    feature_dataset,
    files_in,
    foreign_files,
    layers_of,
    opened_path,
    package_of,
)
from land_entry_plugin.files.postgis import PostgisSource, is_database, layers_of_database
from land_entry_plugin.files.source import (
    LayerDescription,
    Rows,
    UnreadableSource,
    count_shapeless,
    extent_of,
    near,
    together,
    windows,
)
from land_entry_plugin.files.stamps import stamp_of
from land_entry_plugin.files.values import with_none
from land_entry_plugin.files.vct.layers import SUFFIX as VCT
from land_entry_plugin.files.vct.source import VctSource
from land_entry_plugin.roles.cadastral_codes import mark_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from land_entry_plugin.files.source import Source

__all__ = ["LAYER_MARK", "FileSource", "layers_of", "open_layer", "open_package", "package_of"]

# Passes bytes through as they are; texts are decoded here, where the encoding is known.
_BYTES = "ISO-8859-1"
_OPTIONS = ("encoding", "crs", "transformation")
# What stands behind other bars belongs to the name of a file or of a layer.
_MARK = re.compile(rf"\|(?=(?:layername|{'|'.join(_OPTIONS)})=)", re.IGNORECASE)


class FileSource:
    """One layer of a vector file."""

    def __init__(
        self, path: Path, layer: str, package: Path, wishes: Wishes | None = None, archive: Path | None = None
    ) -> None:
        """Take a layer; what the user wishes of it is looked up where it is not given."""
        self._path, self._layer, self._package, self._archive = path, layer, package, archive
        self._wishes = kept(source_key(archive or path, layer)) if wishes is None else wishes
        shapefile.check_whole(path)
        self._encoding = table_encoding(path, self._wishes.encoding)
        self._imported: ImportedLayer | None = None

    @property
    def key(self) -> str:
        """Under which name what the user wishes of the layer is kept."""
        return source_key(self._archive or self._path, self._layer)

    def describe(self) -> LayerDescription:
        return self._description

    @cached_property
    def _description(self) -> LayerDescription:
        info = self._info
        bounds = info["total_bounds"]
        if self._is_shapefile and not shapefile.has_all_shapes(self._path):
            # its header may count what has no shape as lying at 0, 0
            bounds = extent_of(self._read((), None).wkb)
        return LayerDescription(
            name=self._layer,
            crs=crs_code(self._wishes.crs or info["crs"]),
            fields=tuple(self._own_fields),
            feature_count=int(info["features"]),
            package=str(self._package.resolve()),
            path=str((self._archive or self._path).resolve()),
            extent=None if bounds is None else tuple(float(value) for value in bounds),
            encoding=self._encoding,
            dataset=feature_dataset(self._path, self._layer),
            wishes=self._wishes,
            **described_geometry(str(info["geometry_type"] or ""), self._path, self._layer),
        )

    @cached_property
    def shapeless(self) -> int:
        """How many features have no shape; mostly known without reading any."""
        is_whole = (self._is_shapefile and shapefile.has_all_shapes(self._path)) or (
            self._path.suffix.lower() == geopackage.SUFFIX and geopackage.has_all_shapes(self._path, self._layer)
        )
        return 0 if is_whole else count_shapeless(self)

    @property
    def _is_shapefile(self) -> bool:
        return self._path.suffix.lower() == shapefile.SUFFIX

    @cached_property
    def _own_fields(self) -> dict[str, str]:
        """The fields by their names, and what the reader calls them."""
        names = [str(name) for name in self._info["fields"]]
        if self._encoding is None:
            return {name: name for name in names}
        result: dict[str, str] = {}
        for raw in names:
            name = name_of(raw.encode("latin-1"), self._encoding.name)
            # two names can fold into one where they were cut
            number = sum(own == name or own.startswith(f"{name}_") for own in result)
            result[f"{name}_{number}" if name in result else name] = raw
        return result

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        if boxes is None:
            return self._read(fields, None)
        if not len(boxes):
            return self.first_row(fields).taken(np.arange(0))
        info = self._info
        if self._imported is not None and self._imported.holds(fields):
            parts = [self._imported.rows(fields, tuple(window)) for window in windows(boxes, separate=True)]
            return near(together(parts), boxes)
        is_large = info["features"] > FEW_FEATURES
        if is_large and not self.describe().may_be_curved:
            indexed = rows_by_index(self._path, self._layer, fields, boxes)
            if indexed is not None:
                self.check_unchanged()
                return near(indexed, boxes)
        apart = info["capabilities"]["fast_spatial_filter"] and is_large
        read = [self._read(fields, tuple(window)) for window in windows(boxes, separate=apart)]
        return near(together(read), boxes)

    def batches(self, fields: Sequence[str], size: int) -> Iterator[Rows]:
        """Yield all rows, ``size`` at a time."""
        for start in range(0, self._info["features"], size):
            yield self._read(fields, None, skip_features=start, max_features=size)

    @property
    def is_slow(self) -> bool:
        """Whether every look at a part of the layer reads all of it, and that takes time."""
        return not self._info["capabilities"]["fast_spatial_filter"] and self._info["features"] >= LEAST_FEATURES

    def speed_up(self, fields: Sequence[str], report: Callable[[float], None]) -> None:
        """Import some fields of the layer into the user's cache, if that was not done; later looks go there."""
        self._imported = imported(self._path, self._layer, fields, lambda names: self._read(names, None), report)

    @cached_property
    def _stamp(self) -> tuple[object, ...] | None:
        return stamp_of(self._path, self._layer)

    def check_unchanged(self) -> None:
        """Raise InputError where the file is another than the one that was described: rows may be missing unseen."""
        if self._stamp is None or stamp_of(self._path, self._layer) != self._stamp:
            raise InputError("changed_while_read", path=str(self._archive or self._path))

    @cached_property
    def _info(self) -> dict[str, Any]:
        # before it is opened: from then on it has to stay as it is
        _ = self._stamp
        try:
            return pyogrio.read_info(
                self._path,
                layer=self._layer,
                encoding=self._encoding and _BYTES,
                force_feature_count=True,
                force_total_bounds=True,
            )
        except (DataSourceError, DataLayerError) as error:
            raise self._unreadable(error) from error

    def _read(self, fields: Sequence[str], window: tuple[float, ...] | None, **span: int) -> Rows:
        own = self._own_fields
        if window is None:
            check_room(self._layer, span.get("max_features", int(self._info["features"])))
        try:
            with arcs_followed():
                meta, ids, wkb, values = pyogrio.raw.read(
                    self._path,
                    layer=self._layer,
                    encoding=self._encoding and _BYTES,
                    columns=[own[name] for name in fields],
                    bbox=window,
                    return_fids=True,
                    force_2d=True,
                    **span,
                )
        except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
            self.check_unchanged()
            raise self._unreadable(error) from error
        self.check_unchanged()
        columns = {str(name): with_none(array) for name, array in zip(meta["fields"], values, strict=True)}
        geometry = wkb if wkb is not None else np.full(len(ids), None, dtype=object)
        return Rows(np.asarray(ids), geometry, {name: self._texts(columns[own[name]], name, ids) for name in fields})

    def first_row(self, fields: Sequence[str]) -> Rows:
        """Return the first row, without its shape: enough to see what a code looks like."""
        return self._read(fields, None, max_features=1)

    def _texts(self, values: np.ndarray, field: str, ids: np.ndarray) -> np.ndarray:
        """Return values with the texts of a table decoded."""
        if self._encoding is None:
            return values
        result = values.copy()
        for i, value in enumerate(values):
            if isinstance(value, str) and not value.isascii():
                try:
                    result[i] = text_of(value.encode("latin-1"), self._encoding.name)
                except UnicodeDecodeError as error:
                    raise InputError(
                        "undecodable_table",
                        detail=str(error),
                        path=str(self._path),
                        record=int(ids[i]) + 1,
                        field=field,
                        stated=self._encoding.name,
                    ) from error
        return result

    def _unreadable(self, error: Exception) -> InputError:
        path = str(self._archive or self._path)
        return InputError("unreadable_layer", detail=str(error), layer=self._layer, path=path)


LayerSource = FileSource | VctSource | GeoParquetSource | PostgisSource


def open_layer(text: str) -> LayerSource:
    """Return the layer that a user named: ``FILE`` or ``FILE|layername=NAME``, with ``|encoding=``, ``|crs=`` or
    ``|transformation=`` behind it where the file itself says nothing or something wrong.

    Raises
    ------
    InputError
        When there is no such file or layer, when it cannot be read, when the file holds several layers and none is
        named, or when an option is unknown.
    """
    file_name, layer, options = _parsed(text)
    if is_database(file_name):
        return _database_layer(file_name, layer, options)
    named = Path(file_name)
    if not named.exists():
        _check_bars(file_name)
    opened = opened_path(named)
    archive = named if opened != named else None
    files = files_in(opened) if archive else [opened]
    by_layer = {own: path for path in files for own in layers_of(path)}
    if layer:
        if layer not in by_layer:
            _check_bars(layer)
            raise InputError("no_such_layer", layer=layer, path=file_name, layers=list(by_layer))
    elif len(by_layer) == 1:
        (layer,) = by_layer
    else:
        raise InputError("which_layer", path=file_name, layers=list(by_layer))
    path = by_layer[layer]
    before = kept(source_key(archive or path, layer))
    wishes = replace(
        before,
        encoding=options.get("encoding", before.encoding),
        crs=options.get("crs", before.crs),
        transformation=options.get("transformation", before.transformation),
    )
    return file_layer(path, layer, archive or package_of(path), wishes, archive)


def _parsed(text: str) -> tuple[str, str | None, dict[str, str]]:
    """Return file, layer and options of what a user wrote."""
    file_name, *parts = _MARK.split(text)
    layer, options = None, {}
    for part in parts:
        name, _, value = part.partition("=")
        if name.lower() == "layername":
            layer = value
        else:
            options[name.lower()] = value
    return file_name, layer, options


def _check_bars(name: str) -> None:
    """Say of a name that is not there what stands behind its bar: an option that is none."""
    _, bar, option = name.partition("|")
    if bar:
        raise InputError("no_such_layer_option", option=option, options=["layername", *_OPTIONS])


def _database_layer(connection: str, layer: str | None, options: dict[str, str]) -> PostgisSource:
    if not layer:
        raise InputError("which_layer", path=connection, layers=layers_of_database(connection))
    return PostgisSource(
        connection, layer, Wishes(crs=options.get("crs"), transformation=options.get("transformation"))
    )


def open_again(path: str, layer: str, package: str | None) -> LayerSource:
    """Return a layer that was read before, as coming from the package that it came from then.

    Raises
    ------
    InputError
        When it is gone.
    """
    source = open_layer(f"{path}{LAYER_MARK}{layer}")
    is_archived = opened_path(Path(path)) != Path(path)
    return file_layer(Path(path), layer, Path(package)) if package and not is_archived else source


def open_package(text: str) -> list[Source]:
    """Return the layers to recognise in a folder (with the files and databases in it), geodatabase, GeoPackage or zip.

    These are all polygon layers, and behind them the tables of boundary points and lines.

    What cannot be read is among them where something else can: whether it is needed is not known here.

    Raises
    ------
    InputError
        When there is nothing of that name, or nothing in it that can be read.
    """
    root = Path(text)
    opened = opened_path(root)
    archive = root if opened != root else None
    sources = [source for path in files_in(opened) for source in _sources_in(path, root, archive)]
    polygons: list[Source] = [source for source in sources if source.describe().holds_polygons]
    faults = [fault for source in polygons if (fault := source.describe().fault) is not None]
    if faults and len(faults) == len(polygons):
        raise faults[0]
    marks = [source for source in sources if _is_of_marks(source.describe())]
    if not polygons:
        foreign = foreign_files(opened)
        if foreign:
            raise InputError("foreign_files", path=text, files=foreign)
        raise InputError("empty_package", path=text)
    return [*polygons, *marks]


def _is_of_marks(description: LayerDescription) -> bool:
    return not description.holds_polygons and mark_layer(description.name, description.fields) is not None


def _sources_in(path: Path, root: Path, archive: Path | None) -> list[Source]:
    """Return the layers of a file, readable or not; a link that leaves the folder leads to nothing that was named."""
    try:
        if archive is None and root.is_dir() and not path.resolve().is_relative_to(root.resolve()):
            raise InputError("leaves_folder", path=str(path), folder=str(root))
        names = layers_of(path)
    except InputError as error:
        return [UnreadableSource(path.stem, str((archive or path).resolve()), str(root.resolve()), error)]
    found: list[Source] = []
    for name in names:
        try:
            source = file_layer(path, name, root, archive=archive)
            source.describe()
            found.append(source)
        except InputError as error:
            found.append(UnreadableSource(name, str((archive or path).resolve()), str(root.resolve()), error))
    return found


def file_layer(
    path: Path, layer: str, package: Path, wishes: Wishes | None = None, archive: Path | None = None
) -> FileSource | VctSource | GeoParquetSource:
    """Return a layer of a file or database that came in a package, perhaps out of an archive."""
    if path.suffix.lower() == GEOPARQUET:
        return GeoParquetSource(path, package, wishes)
    return (VctSource if path.suffix.lower() == VCT else FileSource)(path, layer, package, wishes, archive)
