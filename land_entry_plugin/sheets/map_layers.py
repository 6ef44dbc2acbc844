# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of the parcel map, in memory, made from the record."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)

# Colours of the printed sheet (ux.md section 4).
_BOUNDARY = {"style": "no", "outline_color": "#D00000", "outline_width": "0.3", "joinstyle": "miter"}
_PARCEL = {"style": "no", "outline_color": "#B3261E", "outline_width": "0.15", "joinstyle": "miter"}
_POINT = {
    "name": "circle", "color": "#FFFFFF", "outline_color": "#D00000", "outline_width": "0.2", "size": "0.8",
}  # fmt: skip
_PATCH = {"style": "no", "outline_color": "#8A8A8A", "outline_width": "0.1", "joinstyle": "bevel"}
_WATER = {"color": "#EAF4FB", "outline_color": "#1F6FB2", "outline_width": "0.15", "joinstyle": "bevel"}
_ROAD = {
    "color": "#FBF3E4", "outline_color": "#6B5B3E", "outline_width": "0.12", "outline_style": "dash",
    "joinstyle": "bevel",
}  # fmt: skip
# By the first two digits of a survey class: roads and other traffic land, waters.
_ROAD_CODES, _WATER_CODES = ("10",), ("11",)


def map_layers(parcel: dict[str, Any]) -> list[QgsVectorLayer]:
    """Return the layers of a parcel's map, the uppermost first."""
    crs = QgsCoordinateReferenceSystem(parcel["geometry"]["crs"])
    cadastre = parcel["cadastre"]
    points = [
        QgsGeometry.fromPointXY(QgsPointXY(point["y_m"], point["x_m"]))
        for ring in cadastre["rings"]
        for point in ring["points"]
    ]
    kinds: dict[str, list[QgsGeometry]] = {"parcel": [], "water": [], "road": [], "patch": []}
    for one in cadastre["map"]["neighbours"]:
        kinds[_kind(one)].append(QgsGeometry.fromWkt(one["wkt"]))
    boundary = [QgsGeometry.fromWkt(parcel["geometry"]["wkt"])]
    return [
        _layer("Point", "界址点", points, QgsMarkerSymbol.createSimple(_POINT), crs),
        _layer("MultiPolygon", "本宗地", boundary, QgsFillSymbol.createSimple(_BOUNDARY), crs),
        _layer("MultiPolygon", "其他宗地", kinds["parcel"], QgsFillSymbol.createSimple(_PARCEL), crs),
        _layer("MultiPolygon", "水域", kinds["water"], QgsFillSymbol.createSimple(_WATER), crs),
        _layer("MultiPolygon", "道路", kinds["road"], QgsFillSymbol.createSimple(_ROAD), crs),
        _layer("MultiPolygon", "图斑", kinds["patch"], QgsFillSymbol.createSimple(_PATCH), crs),
    ]


def _kind(neighbour: dict[str, Any]) -> str:
    code = neighbour["code"] or ""
    if neighbour["kind"] == "parcel":
        return "parcel"
    if code.startswith(_WATER_CODES):
        return "water"
    return "road" if code.startswith(_ROAD_CODES) else "patch"


def _layer(
    kind: str, name: str, shapes: list[QgsGeometry], symbol: QgsSymbol, crs: QgsCoordinateReferenceSystem
) -> QgsVectorLayer:
    layer = QgsVectorLayer(kind, name, "memory")
    layer.setCrs(crs)
    features = []
    for shape in shapes:
        feature = QgsFeature()
        if kind != "Point":
            shape.convertToMultiType()
        feature.setGeometry(shape)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer
