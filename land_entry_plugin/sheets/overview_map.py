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
from land_entry_plugin.sheets.overview_townships import point_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from land_entry_plugin.sheets.overview_places import Box, Window
    from land_entry_plugin.sheets.text_style import TextStyle

LINES = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY, ADMIN_AREA)
SHOWN_ROLES = (LAND_USE, *LINES)
# So that the verdicts lead.
LAND_USE_OPACITY, _BASIC_FARMLAND_OPACITY = 0.55, 0.6
NO_SHAPE_MARK = "*"
# More numbers than this find no room on a page, and looking for it takes long.
_MOST_NUMBERS = 1500
_SHORT = re.compile(r"^\d{12}[A-Z]{2}(\d{5})(?:[A-Z]\d{8})?$")


@dataclass(frozen=True)
class Entry:
    """What an overview says of one parcel; ``shape`` is None where it has none."""

    parcel_id: str
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
        entries.append(Entry(parcel["parcel_id"], number, parcel["verdict"], measures.get("area_plane_m2"), shape))
    return entries


def plane_of(record: dict[str, Any], layers: Mapping[str, QgsVectorLayer]) -> QgsCoordinateReferenceSystem:
    """Return the plane of most parcels, else that of a layer."""
    planes = [parcel["geometry"]["crs"] for parcel in record["parcels"] if parcel["geometry"]]
    if planes:
        return QgsCoordinateReferenceSystem(max(sorted(set(planes)), key=planes.count))
    known = [layer.crs() for layer in layers.values() if not layer.crs().isGeographic()]
    return known[0] if known else QgsCoordinateReferenceSystem("EPSG:4527")


def points_of(entries: Sequence[Entry]) -> np.ndarray:
    """Return a point on each shape, shape (n, 2)."""
    return shapely.get_coordinates([point_of(entry.shape) for entry in entries]).reshape(-1, 2)


def memory_layer(
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


def by_verdict(symbol_of: Callable[[str], Any]) -> QgsCategorizedSymbolRenderer:
    """Return symbols by the verdict in the text field."""
    return QgsCategorizedSymbolRenderer(
        "text", [QgsRendererCategory(str(verdict), symbol_of(verdict), "") for verdict in VERDICTS_WORST_FIRST]
    )


def verdict_icon(verdict: str) -> str:
    """Return the path of a verdict's symbol."""
    return str(resource("icons", f"verdict_{verdict}.svg"))


def marker(verdict: str, disc_mm: float = DISC_MM) -> QgsMarkerSymbol:
    """Return a verdict's symbol on a white disc."""
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "#FFFFFF", "outline_style": "no", "size": str(disc_mm)}
    )
    symbol.appendSymbolLayer(QgsSvgMarkerSymbolLayer(verdict_icon(verdict), disc_mm * SYMBOL_MM / DISC_MM))
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


@dataclass(frozen=True)
class ParcelLayers:
    """The layers of the parcels on one map.

    Attributes
    ----------
    layers : list of QgsVectorLayer
        The highest first.
    discs : ndarray, shape (n, 2)
        Where the symbols stand, in paper millimetres.
    without_number : int
        How many found no room for their number.
    """

    layers: list[QgsVectorLayer]
    discs: np.ndarray
    without_number: int


def parcel_layers(
    entries: Sequence[Entry], window: Window, crs: QgsCoordinateReferenceSystem, style: TextStyle
) -> ParcelLayers:
    """Return the parcels as edges, symbols moved apart, and numbers."""
    shown = [entry for entry in entries if entry.shape is not None]
    places = window.paper(points_of(shown))
    discs = spread(places, DISC_MM + DISC_GAP_MM)
    sizes = np.array([(style.width_mm(entry.number) + 0.6, style.em_mm * 1.05) for entry in shown]).reshape(-1, 2)
    edges = np.array([_edges_on_paper(entry.shape, window) for entry in shown])
    boxes: Sequence[Box | None] = [None] * len(shown)
    if len(shown) <= _MOST_NUMBERS:
        boxes = place_numbers(discs, sizes, (1, 1, MAP.width() - 1, MAP.height() - 1), edges)
    numbers, lines, markers = [], [], []
    for entry, place, disc, box in zip(shown, places, discs, boxes, strict=True):
        markers.append((point_at(window, disc), entry.verdict))
        if np.hypot(*(disc - place)) > DISC_MM / 4:
            lines.append((_line(window, place, disc), ""))
        if box is not None:
            numbers.append((point_at(window, (box.x, box.y)), entry.number))
            if box.led:
                lines.append((_line(window, disc, (box.x, box.y)), ""))
    marker_layer = memory_layer("Point", crs, markers)
    marker_layer.setRenderer(by_verdict(marker))
    line_layer = memory_layer("LineString", crs, lines)
    line_layer.setRenderer(QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"color": "#000000", "width": "0.2"})))
    layers = [texts_in_place(crs, numbers, style), marker_layer, line_layer, edge_layer(shown, crs)]
    return ParcelLayers(layers, discs, len(boxes) - len(numbers))


def edge_layer(entries: Sequence[Entry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Return the edges of parcels in the colours of their verdicts."""
    layer = memory_layer("MultiPolygon", crs, [(entry.shape, entry.verdict) for entry in entries])
    layer.setRenderer(by_verdict(_edge))
    return layer


def texts_in_place(
    crs: QgsCoordinateReferenceSystem, texts: Sequence[tuple[QgsGeometry, str]], style: TextStyle
) -> QgsVectorLayer:
    """Return texts around points."""
    layer = memory_layer("Point", crs, texts)
    nothing = QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"})
    layer.setRenderer(QgsSingleSymbolRenderer(nothing))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(label_in_place(style)))
    layer.setLabelsEnabled(True)
    return layer


def point_at(window: Window, at: Sequence[float] | np.ndarray) -> QgsGeometry:
    """Return a point on paper as one of the plane."""
    return QgsGeometry.fromPointXY(QgsPointXY(*window.plane(np.array(at, dtype=float))[0]))


def _line(window: Window, start: Sequence[float] | np.ndarray, end: Sequence[float] | np.ndarray) -> QgsGeometry:
    return QgsGeometry.fromPolylineXY([point_at(window, start).asPoint(), point_at(window, end).asPoint()])


def _edges_on_paper(shape: QgsGeometry, window: Window) -> shapely.Geometry:
    return shapely.transform(shapely.boundary(shapely.from_wkb(bytes(shape.asWkb()))), window.paper)


def label_in_place(style: TextStyle) -> QgsPalLayerSettings:
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
