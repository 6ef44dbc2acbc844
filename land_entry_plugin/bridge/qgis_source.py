# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS layers as sources: read through snapshots that a worker thread may use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    NULL,
    Qgis,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime

from land_entry_plugin.files.source import LayerDescription, Rows, near, together, windows
from land_entry_plugin.files.vector import layers_of, package_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeatureIterator, QgsField


class QgisSource:
    """A layer open in QGIS, as it stands now: edits and filters included."""

    def __init__(self, layer: QgsVectorLayer, selection: QgsProcessingFeatureSource | None = None) -> None:
        """Take a snapshot of a layer, in the thread that the layer lives in."""
        self._features = selection or QgsVectorLayerFeatureSource(layer)
        self._layer_fields = layer.fields()
        self._fields = {field.name(): i for i, field in enumerate(layer.fields()) if i not in _row_number_fields(layer)}
        uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        path = Path(uri["path"]) if uri.get("path") and Path(uri["path"]).exists() else None
        crs = layer.crs()
        self._description = LayerDescription(
            name=_layer_name(uri, path, layer),
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else None,
            fields=tuple(self._fields),
            feature_count=int((selection or layer).featureCount()),
            package=str(package_of(path).resolve()) if path else None,
            path=str(path.resolve()) if path else None,
            holds_polygons=layer.geometryType() in (Qgis.GeometryType.Polygon, Qgis.GeometryType.Unknown),
            part=_part(layer, selection),
        )

    def field(self, name: str) -> QgsField:
        """Return a field as QGIS defines it."""
        return self._layer_fields.at(self._fields[name])

    def describe(self) -> LayerDescription:
        return self._description

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        if boxes is None:
            return together([self._read(fields, None)])
        if not len(boxes):
            return _rows([], fields)
        read = [self._read(fields, QgsRectangle(*map(float, window))) for window in windows(boxes, separate=True)]
        return near(together(read), boxes)

    def _read(self, fields: Sequence[str], window: QgsRectangle | None) -> Rows:
        request = QgsFeatureRequest().setSubsetOfAttributes([self._fields[name] for name in fields])
        if window is not None:
            request.setFilterRect(window)
        features = []
        for feature in self._iterate(request):
            geometry = feature.geometry()
            wkb = None if geometry.isNull() else bytes(_straight(geometry).asWkb())
            features.append((feature.id(), wkb, [_plain(feature.attribute(self._fields[name])) for name in fields]))
        return _rows(features, fields)

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
    """Return a geometry without curves."""
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry.convertToStraightSegment()
    return geometry


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
