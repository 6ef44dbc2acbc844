# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS layers as sources: read through snapshots that a worker thread may use."""

from __future__ import annotations

import codecs
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from osgeo import ogr
from qgis.core import (
    NULL,
    Qgis,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QThread, QTime

from land_entry_plugin.engine.crs import crs_code, is_undefined
from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.encoding import table_encoding
from land_entry_plugin.files.geometry_types import ARC_STEP_DEG, arcs_followed, described_geometry
from land_entry_plugin.files.geopackage import FEW_FEATURES, rows_by_index
from land_entry_plugin.files.kept import NOTHING, kept, source_key
from land_entry_plugin.files.packages import ZIP, feature_dataset, files_in, layers_of, opened_path, package_of
from land_entry_plugin.files.shapefile import SUFFIX as SHAPEFILE
from land_entry_plugin.files.shapefile import check_whole, has_all_shapes
from land_entry_plugin.files.source import (
    LayerDescription,
    Rows,
    count_shapeless,
    extent_of,
    near,
    together,
    windows,
)
from land_entry_plugin.files.vector import FileSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsFeatureIterator, QgsField

_ZIPPED = "/vsizip/"
# So many features are read before it is asked whether anybody still wants them.
_LOOK_EVERY = 100


class QgisSource:
    """A layer open in QGIS, as it stands now: edits and filters included."""

    def __init__(self, layer: QgsVectorLayer, selection: QgsProcessingFeatureSource | None = None) -> None:
        """Take a snapshot of a layer, in the thread that the layer lives in."""
        uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        path = _path_of(uri)
        self._gone = _gone(layer, uri, path)
        table = _inside(uri, path)
        name = _layer_name(uri, table, layer)
        wishes = kept(source_key(path, name)) if path else NOTHING
        if table:
            check_whole(table)
        encoding = table_encoding(table, wishes.encoding) if table else None
        self._only: list[int] | None = None
        self._is_file = layer.providerType() == "ogr" and path is not None and path == table
        part = _part(layer, selection)
        if encoding is not None and not _is_read_as(layer, encoding.name):
            self._only = None if selection is None else _ids_of(selection)
            layer, selection = _reread(layer, encoding.name), None
        self._features = selection or QgsVectorLayerFeatureSource(layer)
        self._layer_fields = layer.fields()
        numbering = _row_number_fields(layer)
        self._fields = {field.name(): i for i, field in enumerate(layer.fields()) if i not in numbering}
        count = int((selection or layer).featureCount()) if self._only is None else len(self._only)
        self._description = LayerDescription(
            name=name,
            crs=crs_code(wishes.crs) if wishes.crs else _crs_text(layer.crs()),
            fields=tuple(self._fields),
            feature_count=count,
            package=str((package_of(path) if path == table else path).resolve()) if path else None,
            path=str(path.resolve()) if path else None,
            extent=_extent(layer),
            encoding=encoding,
            dataset=feature_dataset(path, name) if path else None,
            wishes=wishes,
            part=part,
            **described_geometry(QgsWkbTypes.displayString(layer.wkbType()), path, name),
        )
        if table and table.suffix.lower() == SHAPEFILE and not has_all_shapes(table):
            # its header may count what has no shape as lying at 0, 0
            self._description = replace(self._description, extent=extent_of(self._read((), None).wkb))

    def field(self, name: str) -> QgsField:
        """Return a field as QGIS defines it."""
        return self._layer_fields.at(self._fields[name])

    def describe(self) -> LayerDescription:
        return self._description

    @cached_property
    def shapeless(self) -> int:
        """How many features have no shape."""
        source = self.elsewhere()
        return count_shapeless(self) if source is None else source.shapeless

    def elsewhere(self) -> FileSource | None:
        """Return the layer as another process reads it, from its file; None where only this one sees the same rows."""
        own = self._description
        if not self._is_file or own.part or own.path is None or own.package is None:
            return None
        if any(self._layer_fields.fieldOrigin(i) != Qgis.FieldOrigin.Provider for i in self._fields.values()):
            return None
        source = FileSource(Path(own.path), own.name, Path(own.package), own.wishes)
        try:
            found = source.describe()
        except InputError:
            return None
        is_same = (found.fields, found.feature_count) == (own.fields, own.feature_count)
        return source if is_same else None

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        if boxes is None:
            return together([self._read(fields, None)])
        if not len(boxes):
            return _rows([], fields)
        indexed = self._by_index(fields, boxes)
        if indexed is not None:
            return near(indexed, boxes)
        read = [self._read(fields, QgsRectangle(*map(float, window))) for window in windows(boxes, separate=True)]
        return near(together(read), boxes)

    def _by_index(self, fields: Sequence[str], boxes: np.ndarray) -> Rows | None:
        """Return the rows near boxes by the index of the file, None where the layer shows other rows than the file."""
        own = self._description
        if not self._is_file or own.part or own.may_be_curved or own.feature_count <= FEW_FEATURES:
            return None
        if any(self._layer_fields.fieldOrigin(self._fields[name]) != Qgis.FieldOrigin.Provider for name in fields):
            return None
        return rows_by_index(Path(own.path), own.name, fields, boxes)

    def _read(self, fields: Sequence[str], window: QgsRectangle | None) -> Rows:
        request = QgsFeatureRequest().setSubsetOfAttributes([self._fields[name] for name in fields])
        if self._only is not None:
            request.setFilterFids(self._only)
        if window is not None:
            request.setFilterRect(window)
        return self._rows(request, fields)

    def first_row(self, fields: Sequence[str]) -> Rows:
        """Return the first row, without its shape: enough to see what a code looks like."""
        request = QgsFeatureRequest().setSubsetOfAttributes([self._fields[name] for name in fields]).setLimit(1)
        return self._rows(request.setFlags(Qgis.FeatureRequestFlag.NoGeometry), fields)

    def _rows(self, request: QgsFeatureRequest, fields: Sequence[str]) -> Rows:
        features: list[tuple[int, bytes | None, list[Any]]] = []
        thread = QThread.currentThread()
        # QGIS, too, has GDAL straighten some arcs while it reads; one that is left in the midst is closed here and not
        # whenever Python finds it, since the layer may be gone by then
        with arcs_followed(), closing(self._opened(request)) as read:
            for feature in read:
                if len(features) % _LOOK_EVERY == 0 and thread.isInterruptionRequested():
                    raise Cancelled
                geometry = feature.geometry()
                wkb = None if geometry.isNull() else bytes(_straight(geometry).asWkb())
                values = [_plain(feature.attribute(self._fields[name])) for name in fields]
                if self._description.encoding is not None:
                    values = [_without_cut(value) for value in values]
                features.append((feature.id(), wkb, values))
        return _rows(features, fields)

    def _opened(self, request: QgsFeatureRequest) -> QgsFeatureIterator:
        """Return an iterator that reads: one over a file that is gone ends at once, as if nothing were there."""
        path = self._gone or self._description.path
        if self._gone or (path and not Path(path).exists()):
            raise InputError("missing_file", path=path)
        features = self._iterate(request)
        if not features.isValid():
            features.close()
            raise InputError("unreadable_layer", layer=self._description.name, path=path or "")
        return features

    def _iterate(self, request: QgsFeatureRequest) -> QgsFeatureIterator:
        if isinstance(self._features, QgsProcessingFeatureSource):
            # a broken parcel is a finding: QGIS's own setting for invalid geometries must not stop the run
            request.setInvalidGeometryCheck(Qgis.InvalidGeometryCheck.NoCheck)
            return self._features.getFeatures(request, Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks)
        return self._features.getFeatures(request)


def _layer_name(uri: dict[str, Any], path: Path | None, layer: QgsVectorLayer) -> str:
    """Return the layer's own name, as a file reader has it; that in the layer tree where no file is behind it."""
    if uri.get("layerName"):
        return str(uri["layerName"])
    return layers_of(path)[0] if path else layer.name()


def _part(layer: QgsVectorLayer, selection: QgsProcessingFeatureSource | None) -> str | None:
    """Return why the file behind a layer does not give the same rows, None where it does."""
    if layer.isModified():
        return "edits"
    if layer.subsetString():
        return "filter"
    return "selection" if selection is not None and selection.featureCount() != layer.featureCount() else None


def _row_number_fields(layer: QgsVectorLayer) -> list[int]:
    """Return the fields that only number rows (``fid``): no facts of the survey, and no file reader returns them."""
    return layer.dataProvider().pkAttributeIndexes() if layer.providerType() == "ogr" else []


def _straight(geometry: Any) -> Any:
    """Return a geometry without curves; arcs are followed by GDAL, so that a file reader finds the same points."""
    if not QgsWkbTypes.isCurvedType(geometry.wkbType()):
        return geometry
    flat = geometry.constGet().clone()
    flat.dropZValue()
    flat.dropMValue()
    curved = ogr.CreateGeometryFromWkb(bytes(flat.asWkb()))
    if curved is None:
        geometry.convertToStraightSegment()
        return geometry
    straight = QgsGeometry()
    straight.fromWkb(bytes(curved.GetLinearGeometry(ARC_STEP_DEG).ExportToIsoWkb(ogr.wkbNDR)))
    return straight


def _extent(layer: QgsVectorLayer) -> tuple[float, ...] | None:
    extent = layer.extent()
    if extent.isNull() or not layer.featureCount():
        return None
    return extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()


def _path_of(uri: dict[str, Any]) -> Path | None:
    """Return the file behind a layer: the archive where it lies in one."""
    inner = _stated_path(uri)
    if str(uri.get("path") or "").startswith(_ZIPPED):
        return next((own for own in (inner, *inner.parents) if own.is_file()), None)
    return inner if uri.get("path") and inner.exists() else None


def _stated_path(uri: dict[str, Any]) -> Path:
    """Return the path of a layer as it is written, without what says that it lies in an archive."""
    text = str(uri.get("path") or "")
    rest = text.removeprefix(_ZIPPED).strip("{}")
    is_whole = not text.startswith(_ZIPPED) or rest.startswith("/") or ":" in rest[:2]
    return Path(rest if is_whole else f"/{rest}")


def _inside(uri: dict[str, Any], path: Path | None) -> Path | None:
    """Return the file that holds the layer: of an archive that which was unpacked of it."""
    if path is None or path.suffix.lower() != ZIP:
        return path
    unpacked, inner = opened_path(path), _stated_path(uri)
    held = unpacked / inner.relative_to(path) if path in inner.parents else unpacked
    return held if held.is_file() or held.suffix.lower() == ".gdb" else next(iter(files_in(unpacked)), path)


def _crs_text(crs: QgsCoordinateReferenceSystem) -> str | None:
    """Return the code of a CRS; its definition where the user made it, since no other program knows his codes."""
    if not crs.isValid() or is_undefined(crs.description()):
        return None
    code = crs.authid()
    if code and not code.upper().startswith(("USER:", "CUSTOM:")):
        return code
    return crs.toWkt(Qgis.CrsWktVariant.PreferredGdal) or crs.toProj()


def _is_read_as(layer: QgsVectorLayer, encoding: str) -> bool:
    """Return whether QGIS reads the texts of a layer in an encoding."""
    try:
        own = codecs.lookup(layer.dataProvider().encoding() or "utf-8").name
    except LookupError:
        return False
    return own == codecs.lookup(encoding).name


def _reread(layer: QgsVectorLayer, encoding: str) -> QgsVectorLayer:
    """Return a layer as it reads in another encoding than QGIS took; the user's own layer stays as it is.

    Raises
    ------
    InputError
        When it has unsaved edits, which exist only in the user's layer.
    """
    if layer.isEditable() and layer.isModified():
        raise InputError("edited_in_other_encoding", layer=layer.name(), encoding=encoding)
    again = layer.clone()
    again.setProviderEncoding(encoding)
    again.updateFields()
    return again


def _ids_of(selection: QgsProcessingFeatureSource) -> list[int]:
    request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry).setNoAttributes()
    return [feature.id() for feature in selection.getFeatures(request)]


def _without_cut(value: Any) -> Any:
    """Return a text without what is left of a character that was cut at its end."""
    return value.rstrip("\ufffd") if isinstance(value, str) else value


def _rows(features: list[tuple[int, bytes | None, list[Any]]], fields: Sequence[str]) -> Rows:
    count = len(features)
    wkb = np.empty(count, dtype=object)
    wkb[:] = [feature[1] for feature in features]
    columns = {}
    for i, name in enumerate(fields):
        columns[name] = np.empty(count, dtype=object)
        columns[name][:] = [feature[2][i] for feature in features]
    return Rows(np.array([feature[0] for feature in features], dtype=np.int64), wkb, columns)


def _plain(value: Any) -> Any:
    """Return a QGIS attribute value as Python has it."""
    if value is None or value == NULL:
        return None
    if isinstance(value, QDate | QDateTime | QTime):
        return value.toString(Qt.DateFormat.ISODate)
    if isinstance(value, QByteArray):
        return bytes(value) or None
    return value


def _gone(layer: QgsVectorLayer, uri: dict[str, Any], path: Path | None) -> str | None:
    """Return the path of a layer's file if that is not there any more."""
    is_file = layer.providerType() == "ogr" and not str(uri.get("path") or "/vsi").startswith("/vsi")
    return str(uri["path"]) if is_file and path is None else None
