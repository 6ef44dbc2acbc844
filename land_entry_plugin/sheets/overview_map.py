# SPDX-License-Identifier: GPL-2.0-or-later
"""What the overview's map shows: the parcels of a record, and the layers of the screening under them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from land_entry_plugin.files.styles import colours, style_path
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import (
    ADMIN_AREA,
    BASIC_FARMLAND,
    ECOLOGICAL_RED_LINE,
    LAND_USE,
    URBAN_BOUNDARY,
)
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.sheets.overview_places import DISC_GAP_MM, DISC_MM, MAP, SYMBOL_MM, place_numbers, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from land_entry_plugin.sheets.overview_places import Window
    from land_entry_plugin.sheets.text_style import TextStyle

LINES = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY, ADMIN_AREA)
# So that the verdicts lead.
LAND_USE_OPACITY, _BASIC_FARMLAND_OPACITY = 0.55, 0.6
NO_SHAPE_MARK = "*"
_SHORT = re.compile(r"^\d{12}[A-Z]{2}(\d{5})(?:[A-Z]\d{8})?$")


@dataclass(frozen=True)
class Entry:
    """What an overview says of one parcel; ``shape`` is None where it has none."""

    number: str
    verdict: str
    area_m2: float | None
    shape: QgsGeometry | None

    @property
    def index_text(self) -> str:
        """Return the number as the index prints it."""
        return self.number if self.shape is not None else self.number + NO_SHAPE_MARK


def short_numbers(parcel_ids: Sequence[str]) -> tuple[list[str], str]:
    """Return a short number for each parcel, and what the numbers are, in words.

    The last digits of the codes (JB00017: 17) where no two parcels share them, else the row in the ledger.
    """
    found = [_SHORT.match(parcel_id) for parcel_id in parcel_ids]
    numbers = [int(match.group(1)) for match in found if match]
    if len(set(numbers)) == len(parcel_ids):
        return _padded(numbers), "编号为宗地代码末五位（去零）。"
    return _padded(range(1, len(parcel_ids) + 1)), "编号为台账序号（按宗地代码排列）。"


def _padded(numbers: Sequence[int]) -> list[str]:
    digits = max(2, len(str(max(numbers, default=0))))
    return [str(number).zfill(digits) for number in numbers]


def entries_of(record: dict[str, Any], crs: QgsCoordinateReferenceSystem, numbers: Sequence[str]) -> list[Entry]:
    """Return the parcels of a record with their shapes in one CRS."""
    planes = {parcel["geometry"]["crs"] for parcel in record["parcels"] if parcel["geometry"]}
    to_crs = {plane: QgsCoordinateTransform(QgsCoordinateReferenceSystem(plane), crs, QgsProject()) for plane in planes}
    entries = []
    for parcel, number in zip(record["parcels"], numbers, strict=True):
        stored, shape = parcel["geometry"], None
        if stored is not None:
            shape = QgsGeometry.fromWkt(stored["wkt"])
            shape.transform(to_crs[stored["crs"]])
        measures = parcel["measures"] or {}
        entries.append(Entry(number, parcel["verdict"], measures.get("area_plane_m2"), shape))
    return entries


def plane_of(record: dict[str, Any], layers: Mapping[str, QgsVectorLayer]) -> QgsCoordinateReferenceSystem:
    """Return the plane of most parcels, else that of a layer."""
    planes = [parcel["geometry"]["crs"] for parcel in record["parcels"] if parcel["geometry"]]
    if planes:
        return QgsCoordinateReferenceSystem(max(sorted(set(planes)), key=planes.count))
    known = [layer.crs() for layer in layers.values() if not layer.crs().isGeographic()]
    return known[0] if known else QgsCoordinateReferenceSystem("EPSG:4527")


def _points(entries: Sequence[Entry]) -> np.ndarray:
    """Return a point on each shape, shape (n, 2)."""
    points = []
    for entry in entries:
        on_surface = entry.shape.pointOnSurface()
        point = (on_surface if not on_surface.isNull() else entry.shape.centroid()).asPoint()
        points.append((point.x(), point.y()))
    return np.array(points, dtype=float).reshape(-1, 2)


def townships(
    entries: Sequence[Entry], layer: QgsVectorLayer | None, crs: QgsCoordinateReferenceSystem
) -> tuple[QgsRectangle, list[str]]:
    """Return the bounds of parcels and the administrative areas that they lie in, and the names of these."""
    bounds, names = QgsRectangle(), []
    for entry in entries:
        if entry.shape is not None:
            bounds.combineExtentWith(entry.shape.boundingBox())
    if layer is not None:
        shapes = [entry.shape for entry in entries if entry.shape is not None]
        to_plane = QgsCoordinateTransform(layer.crs(), crs, QgsProject())
        name_field = layer.fields().lookupField("XZQMC")
        for feature in layer.getFeatures():
            area = feature.geometry()
            area.transform(to_plane)
            if not shapes or any(area.intersects(shape) for shape in shapes):
                bounds.combineExtentWith(area.boundingBox())
                names += [str(feature[name_field])] if name_field >= 0 and feature[name_field] else []
    return bounds, sorted(set(names))


def _memory_layer(
    kind: str, crs: QgsCoordinateReferenceSystem, rows: Sequence[tuple[QgsGeometry, str]]
) -> QgsVectorLayer:
    """Return a layer of geometries with one text each."""
    layer = QgsVectorLayer(f"{kind}?field=text:string(80)", "overview", "memory")
    layer.setCrs(crs)
    features = []
    for geometry, text in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([text])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def _by_verdict(symbol_of: Callable[[str], Any]) -> QgsCategorizedSymbolRenderer:
    return QgsCategorizedSymbolRenderer(
        "text", [QgsRendererCategory(str(verdict), symbol_of(verdict), "") for verdict in VERDICTS_WORST_FIRST]
    )


def verdict_icon(verdict: str) -> str:
    """Return the path of a verdict's symbol."""
    return str(resource("icons", f"verdict_{verdict}.svg"))


def _marker(verdict: str) -> QgsMarkerSymbol:
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "#FFFFFF", "outline_style": "no", "size": str(DISC_MM)}
    )
    symbol.appendSymbolLayer(QgsSvgMarkerSymbolLayer(verdict_icon(verdict), SYMBOL_MM))
    return symbol


def _edge(verdict: str) -> QgsFillSymbol:
    entry = colours()["verdicts"][verdict]
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#FFFFFF", "outline_width": "0.8"})
    style = "dash" if "dashes" in entry else "solid"
    edge = QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": entry["symbol"], "outline_width": "0.4", "outline_style": style}
    )
    symbol.appendSymbolLayer(edge.symbolLayer(0).clone())
    return symbol


def parcel_layers(
    entries: Sequence[Entry], window: Window, crs: QgsCoordinateReferenceSystem, style: TextStyle
) -> tuple[list[QgsVectorLayer], np.ndarray, int]:
    """Return the layers of the parcels, the highest first, the discs on paper, and how many have no number."""
    shown = [entry for entry in entries if entry.shape is not None]
    places = window.paper(_points(shown))
    discs = spread(places, DISC_MM + DISC_GAP_MM)
    sizes = np.array([(style.width_mm(entry.number) + 0.6, style.em_mm * 1.05) for entry in shown]).reshape(-1, 2)
    edges = np.array([_edges_on_paper(entry.shape, window) for entry in shown])
    boxes = place_numbers(discs, sizes, (1, 1, MAP.width() - 1, MAP.height() - 1), edges)

    def point(at: Sequence[float]) -> QgsPointXY:
        return QgsPointXY(*window.plane(np.array(at, dtype=float))[0])

    numbers, lines, markers = [], [], []
    for entry, place, disc, box in zip(shown, places, discs, boxes, strict=True):
        markers.append((QgsGeometry.fromPointXY(point(disc)), entry.verdict))
        if np.hypot(*(disc - place)) > DISC_MM / 4:
            lines.append((QgsGeometry.fromPolylineXY([point(place), point(disc)]), ""))
        if box is not None:
            numbers.append((QgsGeometry.fromPointXY(point((box.x, box.y))), entry.number))
            if box.led:
                lines.append((QgsGeometry.fromPolylineXY([point(disc), point((box.x, box.y))]), ""))
    number_layer = _memory_layer("Point", crs, numbers)
    nothing = QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"})
    number_layer.setRenderer(QgsSingleSymbolRenderer(nothing))
    number_layer.setLabeling(QgsVectorLayerSimpleLabeling(_number_label(style)))
    number_layer.setLabelsEnabled(True)
    marker_layer = _memory_layer("Point", crs, markers)
    marker_layer.setRenderer(_by_verdict(_marker))
    line_layer = _memory_layer("LineString", crs, lines)
    line_layer.setRenderer(QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"color": "#000000", "width": "0.2"})))
    shape_layer = _memory_layer("MultiPolygon", crs, [(entry.shape, entry.verdict) for entry in shown])
    shape_layer.setRenderer(_by_verdict(_edge))
    return [number_layer, marker_layer, line_layer, shape_layer], discs, len(boxes) - len(numbers)


def _edges_on_paper(shape: QgsGeometry, window: Window) -> shapely.Geometry:
    return shapely.transform(shapely.boundary(shapely.from_wkb(bytes(shape.asWkb()))), window.paper)


def _number_label(style: TextStyle) -> QgsPalLayerSettings:
    """Return labels that stand where they were put."""
    label = QgsPalLayerSettings()
    label.fieldName = "text"
    label.placement = Qgis.LabelPlacement.OverPoint
    label.pointSettings().setQuadrant(Qgis.LabelQuadrantPosition.Over)
    label.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapAtNoCost)
    label.placementSettings().setAllowDegradedPlacement(True)
    label.setFormat(style.text_format())
    return label


def styled_copies(layers: Mapping[str, QgsVectorLayer]) -> dict[str, QgsVectorLayer]:
    """Return copies of the layers in our styles; the land survey faded, so that the verdicts lead."""
    styled = {}
    for role in (*reversed(LINES), LAND_USE):
        if role in layers:
            layer = layers[role].clone()
            layer.loadNamedStyle(str(style_path(role)))
            layer.setLabelsEnabled(False)
            if role == LAND_USE:
                layer.setOpacity(LAND_USE_OPACITY)
            elif role == BASIC_FARMLAND:
                layer.renderer().symbol().setOpacity(_BASIC_FARMLAND_OPACITY)
            styled[role] = layer
    return styled
