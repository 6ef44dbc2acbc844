# SPDX-License-Identifier: GPL-2.0-or-later
"""A loop in PyQGIS as it is commonly written: patches in the parcel's box, prepared engine, cut, measure, write."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType


def main() -> None:
    """Cut parcels with patches."""
    survey, parcels_path, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    application = QgsApplication([], False)
    application.initQgis()
    patches = QgsVectorLayer(f"{survey}|layername=DLTB", "patches", "ogr")
    parcels = QgsVectorLayer(f"{parcels_path}|layername=parcels", "parcels", "ogr")
    measure = QgsDistanceArea()
    measure.setSourceCrs(patches.crs(), QgsCoordinateTransformContext())
    measure.setEllipsoid("EPSG:7019")
    writer = _Writer(folder / "pieces.gpkg", patches.crs())
    totals: dict[tuple[str, str], float] = defaultdict(float)
    code_at = patches.fields().indexOf("DLBM")
    for parcel in parcels.getFeatures():
        shape, parcel_id = parcel.geometry(), parcel["ZDDM"]
        engine = QgsGeometry.createGeometryEngine(shape.constGet())
        engine.prepareGeometry()
        request = QgsFeatureRequest().setFilterRect(shape.boundingBox()).setSubsetOfAttributes([code_at])
        for patch in patches.getFeatures(request):
            if not engine.intersects(patch.geometry().constGet()):
                continue
            piece = shape.intersection(patch.geometry())
            if QgsWkbTypes.flatType(piece.wkbType()) == QgsWkbTypes.Type.GeometryCollection:
                piece.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.PolygonGeometry)
            if piece.isEmpty() or piece.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
                continue
            area = measure.measureArea(piece)
            totals[parcel_id, patch["DLBM"]] += area
            feature = QgsFeature(writer.fields())
            feature.setAttributes([parcel_id, patch["DLBM"], area])
            piece.convertToMultiType()
            feature.setGeometry(piece)
            writer.writer.addFeature(feature)
    writer.close()
    with (folder / "totals.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("parcel_id", "code", "m2"), *((*key, area) for key, area in totals.items())])


class _Writer:
    """A GeoPackage of pieces."""

    def __init__(self, path: Path, crs) -> None:
        self._fields = QgsFields()
        text, number = QMetaType.Type.QString, QMetaType.Type.Double
        for name, kind in (("parcel_id", text), ("code", text), ("m2", number)):
            self._fields.append(QgsField(name, kind))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", "pieces"
        self.writer = QgsVectorFileWriter.create(
            str(path), self._fields, QgsWkbTypes.Type.MultiPolygon, crs, QgsCoordinateTransformContext(), options
        )

    def fields(self) -> QgsFields:
        return self._fields

    def close(self) -> None:
        del self.writer


if __name__ == "__main__":
    main()
