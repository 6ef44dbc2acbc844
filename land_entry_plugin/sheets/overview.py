# SPDX-License-Identifier: GPL-2.0-or-later
"""The township overview (乡镇总览图): all parcels of a record on one map, with an index by verdict."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGeometry,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.styles import colours, style_path
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import (
    ADMIN_AREA,
    BASIC_FARMLAND,
    ECOLOGICAL_RED_LINE,
    LAND_USE,
    URBAN_BOUNDARY,
)
from land_entry_plugin.roles.land_classes import class_code, class_name, urban_zone
from land_entry_plugin.rounding import mu
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.sheets.canvas import Align, Canvas
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.sentences import banner
from land_entry_plugin.sheets.symbols import black_hatch
from land_entry_plugin.sheets.text_style import TextStyle, wrap
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# The page, in millimetres.
_MAP = QRectF(12, 24, 200, 158)
_COLUMN_LEFT, _COLUMN_RIGHT, _COLUMN_TOP, _COLUMN_BOTTOM = 218.0, 285.0, 11.0, 194.0
_LEFT, _RIGHT, _FOOT_TOP = 12.0, 285.0, 197.0
# Free of parcels along the frame, so that no symbol or number is cut.
_MAP_MARGIN_MM = 9.0
_SCALES = (500, 1000, 2000, 2500, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000,
           75_000, 100_000, 150_000, 200_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000)  # fmt: skip
_BAR_STEPS_M = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000)
SYMBOL_MM, DISC_MM = 3.2, 4.4
_DISC_GAP_MM = 0.3
_LAND_USE_OPACITY = 0.55
_LINES = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY, ADMIN_AREA)
_ZONES = ("core", "flexible", "special", "unknown")
# What the legends below the index need at least.
_LEGENDS_MM = 76.0
_ROW_MM, _SWATCH = 4.3, (7.0, 3.2)
_SHORT = re.compile(r"^\d{12}[A-Z]{2}(\d{5})(?:[A-Z]\d{8})?$")
_NO_SHAPE_MARK = "*"


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
        return self.number if self.shape is not None else self.number + _NO_SHAPE_MARK


@dataclass(frozen=True)
class Box:
    """Where a number stands, in paper millimetres: its middle, and whether a line leads to it."""

    x: float
    y: float
    led: bool


@dataclass(frozen=True)
class Window:
    """The part of the plane that the map shows; paper millimetres count from its lower left corner."""

    scale: int
    x: float
    y: float

    def paper(self, points: np.ndarray) -> np.ndarray:
        """Return points (n, 2) of the plane on paper."""
        return (points.reshape(-1, 2) - (self.x, self.y)) * 1000 / self.scale

    def plane(self, points: np.ndarray) -> np.ndarray:
        """Return points (n, 2) of the paper in the plane."""
        return points.reshape(-1, 2) * self.scale / 1000 + (self.x, self.y)

    @property
    def extent(self) -> QgsRectangle:
        """Return the bounds in the plane."""
        return QgsRectangle(self.x, self.y, *self.plane(np.array([_MAP.width(), _MAP.height()]))[0])


@dataclass(frozen=True)
class _Styles:
    title: TextStyle
    heading: TextStyle
    word: TextStyle
    value: TextStyle
    small: TextStyle
    number: TextStyle
    on_map: TextStyle


# numbers and places


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


def spread(points: np.ndarray, distance: float, rounds: int = 200) -> np.ndarray:
    """Return points (n, 2) moved apart until no two are nearer than ``distance``, as far as ``rounds`` bring them."""
    moved = points.astype(float).copy()
    for _ in range(rounds if len(moved) > 1 else 0):
        places = shapely.points(moved)
        first, second = shapely.STRtree(places).query(places, predicate="dwithin", distance=distance - 1e-6)
        first, second = first[first < second], second[first < second]
        if not len(first):
            break
        apart = moved[second] - moved[first]
        length = np.hypot(*apart.T)
        # two in one place go apart in a direction of their own
        angle = first + 2.4 * second
        apart[length == 0] = np.column_stack([np.cos(angle), np.sin(angle)])[length == 0]
        push = apart / np.where(length == 0, 1, length)[:, None] * ((distance - length) / 2)[:, None] * 1.02
        np.add.at(moved, first, -push)
        np.add.at(moved, second, push)
    return moved


def place_numbers(
    discs: np.ndarray, sizes: np.ndarray, frame: tuple[float, float, float, float], taken: Sequence[shapely.Geometry] = ()
) -> list[Box | None]:
    """Return where each number stands so that it covers no disc, no other number and nothing ``taken``.

    On the freest of eight sides of its disc, else a little away with a leading line, else None. Those with the fewest
    neighbours last, since they find room anyway. ``discs`` (n, 2) and ``sizes`` (n, 2) in paper millimetres.
    """
    result: list[Box | None] = [None] * len(discs)
    if not len(discs):
        return result
    circles = shapely.buffer(shapely.points(discs), DISC_MM / 2)
    tree = shapely.STRtree(circles)
    near = np.array([len(tree.query(circle, predicate="dwithin", distance=12)) for circle in circles])
    occupied: list[shapely.Geometry] = list(taken)
    room = shapely.box(*frame)
    # a loop: every number that is placed takes room from the next
    for i in sorted(range(len(discs)), key=lambda i: (-near[i], i)):
        around = shapely.buffer(circles[i], 22)
        others = [circles[j] for j in tree.query(around) if j != i]
        others += [box for box in occupied if box.intersects(around)]
        barrier = shapely.union_all(others)
        best: tuple[float, Box, shapely.Geometry] | None = None
        for rank, (box, outline) in enumerate(_sides(discs[i], sizes[i])):
            if not room.contains(outline) or (others and barrier.intersects(outline)):
                continue
            clearance = min(outline.distance(barrier), 3.0) if others else 3.0
            # the right side unless another is freer by half a millimetre; a leading line only where nothing else is
            value = clearance - 0.05 * rank - (10.0 if box.led else 0.0)
            if best is None or value > best[0]:
                best = value, box, outline
        if best is not None:
            result[i] = best[1]
            occupied.append(best[2])
    return result


def _sides(disc: np.ndarray, size: np.ndarray) -> list[tuple[Box, shapely.Geometry]]:
    half_width, half_height = size / 2
    sides = []
    for led, gap in ((False, 0.4), (True, 3.5), (True, 7.0)):
        reach = DISC_MM / 2 + gap
        slant = reach * 0.72
        for x, y in (
            (reach + half_width, 0), (-reach - half_width, 0), (0, reach + half_height), (0, -reach - half_height),
            (slant + half_width, slant + half_height), (slant + half_width, -slant - half_height),
            (-slant - half_width, slant + half_height), (-slant - half_width, -slant - half_height),
        ):  # fmt: skip
            middle = disc + (x, y)
            outline = shapely.box(
                middle[0] - half_width, middle[1] - half_height, middle[0] + half_width, middle[1] + half_height
            )
            sides.append((Box(float(middle[0]), float(middle[1]), led), outline))
    return sides


def window_around(bounds: QgsRectangle) -> Window:
    """Return the largest scale of the series at which the bounds and a margin fit, with the bounds in the middle."""
    room = np.array([_MAP.width(), _MAP.height()]) - 2 * _MAP_MARGIN_MM
    needed = 1000 * max(bounds.width() / room[0], bounds.height() / room[1])
    scale = next((scale for scale in _SCALES if scale >= needed), _SCALES[-1])
    half = np.array([_MAP.width(), _MAP.height()]) * scale / 2000
    return Window(scale, bounds.center().x() - half[0], bounds.center().y() - half[1])


# the record


def entries_of(record: dict[str, Any], crs: QgsCoordinateReferenceSystem, numbers: Sequence[str]) -> list[Entry]:
    """Return the parcels of a record with their shapes in one CRS."""
    entries = []
    for parcel, number in zip(record["parcels"], numbers, strict=True):
        stored, shape = parcel["geometry"], None
        if stored is not None:
            shape = QgsGeometry.fromWkt(stored["wkt"])
            shape.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(stored["crs"]), crs, QgsProject()))
        measures = parcel["measures"] or {}
        entries.append(Entry(number, parcel["verdict"], measures.get("area_plane_m2"), shape))
    return entries


def _plane_of(record: dict[str, Any], layers: Mapping[str, QgsVectorLayer]) -> QgsCoordinateReferenceSystem:
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


# the map


def _townships(
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


def _memory_layer(kind: str, crs: QgsCoordinateReferenceSystem, rows: Sequence[tuple[QgsGeometry, str]]) -> QgsVectorLayer:
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
    colour = colours()["verdicts"][verdict]["symbol"]
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#FFFFFF", "outline_width": "0.8"})
    edge = QgsFillSymbol.createSimple({"style": "no", "outline_color": colour, "outline_width": "0.4"})
    symbol.appendSymbolLayer(edge.symbolLayer(0).clone())
    return symbol


def _parcel_layers(
    entries: Sequence[Entry], window: Window, crs: QgsCoordinateReferenceSystem, style: TextStyle
) -> tuple[list[QgsVectorLayer], np.ndarray, int]:
    """Return the layers of the parcels, the highest first, the discs on paper, and how many found no room for a number."""
    shown = [entry for entry in entries if entry.shape is not None]
    places = window.paper(_points(shown))
    discs = spread(places, DISC_MM + _DISC_GAP_MM)
    sizes = np.array([(style.width_mm(entry.number) + 0.6, style.em_mm * 1.05) for entry in shown]).reshape(-1, 2)
    boxes = place_numbers(discs, sizes, (1, 1, _MAP.width() - 1, _MAP.height() - 1))

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
    number_layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"})))
    number_layer.setLabeling(QgsVectorLayerSimpleLabeling(_number_label(style)))
    number_layer.setLabelsEnabled(True)
    marker_layer = _memory_layer("Point", crs, markers)
    marker_layer.setRenderer(_by_verdict(_marker))
    line_layer = _memory_layer("LineString", crs, lines)
    line_layer.setRenderer(QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"color": "#000000", "width": "0.2"})))
    shape_layer = _memory_layer("MultiPolygon", crs, [(entry.shape, entry.verdict) for entry in shown])
    shape_layer.setRenderer(_by_verdict(_edge))
    return [number_layer, marker_layer, line_layer, shape_layer], discs, len(boxes) - len(numbers)


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


def _styled(layers: Mapping[str, QgsVectorLayer]) -> dict[str, QgsVectorLayer]:
    """Return copies of the layers in our styles; the land survey faded, so that the verdicts lead."""
    styled = {}
    for role in (*reversed(_LINES), LAND_USE):
        if role in layers:
            layer = layers[role].clone()
            layer.loadNamedStyle(str(style_path(role)))
            layer.setLabelsEnabled(False)
            layer.setOpacity(_LAND_USE_OPACITY if role == LAND_USE else 1.0)
            styled[role] = layer
    return styled


# the page


def overview_layout(record: dict[str, Any], layers: Mapping[str, QgsVectorLayer], project: QgsProject) -> QgsPrintLayout:
    """Return the overview of a record as a layout of ``project``, which gets copies of the layers it shows.

    ``layers`` are those of the screening by role; the parcels come from the record. Raises InputError where no
    Chinese font is there.
    """
    fonts = sheet_fonts()
    styles = _Styles(
        title=TextStyle(fonts.hei, 16, bold=True),
        heading=TextStyle(fonts.hei, 10, bold=True),
        word=TextStyle(fonts.hei, 10, bold=True),
        value=TextStyle(fonts.song, 8.5),
        small=TextStyle(fonts.song, 7),
        number=TextStyle(fonts.hei, 8),
        on_map=TextStyle(fonts.hei, 8, bold=True, halo=True),
    )
    crs = _plane_of(record, layers)
    numbers, meaning = short_numbers([parcel["parcel_id"] for parcel in record["parcels"]])
    entries = entries_of(record, crs, numbers)
    bounds, names = _townships(entries, layers.get(ADMIN_AREA), crs)
    if bounds.isNull() and LAND_USE in layers:
        land_use = layers[LAND_USE]
        bounds = QgsCoordinateTransform(land_use.crs(), crs, QgsProject()).transformBoundingBox(land_use.extent())
    window = window_around(bounds)
    parcel_layers, discs, without_number = _parcel_layers(entries, window, crs, styles.on_map)
    styled = _styled(layers)
    shown = [*parcel_layers, *styled.values()]
    for layer in shown:
        project.addMapLayer(layer, False)  # no entry in the layer tree

    layout = QgsPrintLayout(project)
    canvas = Canvas(layout)
    _turn(canvas, 0)
    _head(canvas, styles, record, names)
    _draw_map(canvas, shown, window, crs)
    _north_arrow(canvas, styles, discs)
    _scale(canvas, styles, window, record)
    notes = [meaning, "结论以入市核查意见表为准。「资料不足」不是通过。"]
    if any(entry.shape is None for entry in entries):
        notes.append(f"带 {_NO_SHAPE_MARK} 的宗地没有可用图形，图上未示，面积未计入。")
    if without_number:
        notes.append(f"{without_number} 宗符号过密，图上未注编号，编号见上列索引。")
    _column(canvas, styles, record, entries, styled, window, crs, notes)
    _foot(canvas, styles, record)
    return layout


def _turn(canvas: Canvas, page: int) -> None:
    pages = canvas.layout.pageCollection()
    pages.page(page).setPageSize("A4", QgsLayoutItemPage.Orientation.Landscape)
    pages.reflow()


def _head(canvas: Canvas, styles: _Styles, record: dict[str, Any], names: Sequence[str]) -> None:
    place = names[0] if len(names) == 1 else ""
    years = sorted({(parcel["measures"] or {}).get("survey_year") for parcel in record["parcels"]} - {None})
    survey = "三调 " + ("、".join(str(year) for year in years) + " 年度" if years else "年度未注明")
    pack = record["pack"]
    canvas.text(0, _LEFT, 9.5, [f"{place}拟入市宗地核查总览图"], styles.title)
    line = f"基准日 {record['options']['as_of']}　{survey}　规则包 {pack['title']['zh']} {pack['version']}"
    canvas.text(0, _LEFT, 18, [line], styles.value)


def _draw_map(
    canvas: Canvas, layers: Sequence[QgsVectorLayer], window: Window, crs: QgsCoordinateReferenceSystem
) -> None:
    item = QgsLayoutItemMap(canvas.layout)
    item.setCrs(crs)
    item.setKeepLayerSet(True)
    item.setLayers(list(layers))
    canvas.place(item, 0, _MAP.x(), _MAP.y(), _MAP.width(), _MAP.height())
    item.zoomToExtent(window.extent)
    canvas.rectangle(0, _MAP)


def _north_arrow(canvas: Canvas, styles: _Styles, discs: np.ndarray) -> None:
    """Draw the arrow in the corner of the map with the fewest symbols near."""
    width, height = 12.0, 22.0
    corners = [
        (x, y)
        for y in (_MAP.top() + 2, _MAP.bottom() - height - 2)
        for x in (_MAP.left() + 2, _MAP.right() - width - 2)
    ]
    on_page = discs * (1, -1) + (_MAP.left(), _MAP.bottom())

    def crowd(corner: tuple[float, float]) -> int:
        centre = np.array(corner) + (width / 2, height / 2)
        return int(np.sum(np.all(np.abs(on_page - centre) < (width / 2 + 8, height / 2 + 5), axis=1)))

    x, y = min(corners, key=crowd)
    middle = x + width / 2
    canvas.text(0, middle, y + 0.5, ["北"], styles.heading, Align.CENTRE)
    tip, foot, notch = y + 6, y + 20, y + 17
    canvas.polygon(0, [(middle, tip), (middle - 2.6, foot), (middle, notch)], "#000000", 0.15)
    canvas.polygon(0, [(middle, tip), (middle + 2.6, foot), (middle, notch)], "#FFFFFF", 0.15)


def _scale(canvas: Canvas, styles: _Styles, window: Window, record: dict[str, Any]) -> None:
    """Draw scale, bar and coordinate system under the map."""
    y = _MAP.bottom() + 3
    canvas.text(0, _LEFT, y, [f"1 : {window.scale}"], styles.heading)
    step = max((step for step in _BAR_STEPS_M if step * 1000 / window.scale <= 13), default=_BAR_STEPS_M[0])
    width, left = step * 1000 / window.scale, 48.0
    unit, divisor = ("km", 1000) if step >= 500 else ("m", 1)
    for i in range(4):
        corners = [(left + i * width, y + 3.4), (left + (i + 1) * width, y + 3.4)]
        corners += [(x, y + 4.6) for x, _ in reversed(corners)]
        canvas.polygon(0, corners, "#FFFFFF" if i % 2 else "#000000", 0.15)
    for i in range(5):
        text = f"{i * step / divisor:g}" + (f" {unit}" if i == 4 else "")
        # the unit hangs over, the figure stands on its line
        overhang = styles.small.width_mm(f" {unit}") / 2 if i == 4 else 0
        canvas.text(0, left + i * width + overhang, y, [text], styles.small, Align.CENTRE)
    zones = [parcel["cadastre"]["zone"] for parcel in record["parcels"] if parcel["geometry"]]
    if zones:
        zone = zones[0]
        number = f"3° 带第 {zone['zone']} 带" if zone.get("zone") else "3° 带"
        text = f"2000 国家大地坐标系　{number}　中央子午线 {zone['central_meridian_deg']:g}°"
        canvas.text(0, _MAP.right(), y, [text], styles.value, Align.RIGHT)


# the right column


def _column(
    canvas: Canvas, styles: _Styles, record: dict[str, Any], entries: Sequence[Entry],
    styled: Mapping[str, QgsVectorLayer], window: Window, crs: QgsCoordinateReferenceSystem, notes: Sequence[str],
) -> None:  # fmt: skip
    y = _COLUMN_TOP
    if text := banner(record):
        y = _banner(canvas, styles, text, y)
    note_lines = [line for note in notes for line in wrap(note, styles.small, _COLUMN_RIGHT - _COLUMN_LEFT)]
    notes_top = _COLUMN_BOTTOM - len(note_lines) * styles.small.line_height_mm
    y = _index(canvas, styles, entries, y, notes_top - _LEGENDS_MM - y)
    y = _heading(canvas, styles, "控制线与界线", y + 2.5)
    swatches = _line_swatches(styled)
    for i, (name, symbol) in enumerate(swatches):
        _legend_entry(canvas, styles, i, y, name, [symbol])
    y += -(-len(swatches) // 2) * _ROW_MM
    if missing := [word(f"role_{role}", "zh") for role in _LINES if role not in styled]:
        canvas.text(0, _COLUMN_LEFT, y, [f"未提供：{'、'.join(missing)}"], styles.small)
        y += _ROW_MM
    if LAND_USE in styled:
        y = _heading(canvas, styles, "地类（三调，淡化显示）", y + 2)
        rows = int((notes_top - y - 1) // _ROW_MM)
        for i, (name, symbols) in enumerate(_class_swatches(styled[LAND_USE], window.extent, crs, rows)):
            _legend_entry(canvas, styles, i, y, name, symbols)
    canvas.text(0, _COLUMN_LEFT, notes_top, note_lines, styles.small)


def _banner(canvas: Canvas, styles: _Styles, text: str, y: float) -> float:
    head, pad = 5.0, 1.6
    bold = TextStyle(styles.word.family, 8, bold=True)
    lines = wrap(text, bold, _COLUMN_RIGHT - _COLUMN_LEFT - head - 2 * pad)
    height = len(lines) * bold.line_height_mm + 2 * pad
    canvas.rectangle(0, QRectF(_COLUMN_LEFT, y, _COLUMN_RIGHT - _COLUMN_LEFT, height))
    canvas.rectangle(0, QRectF(_COLUMN_LEFT, y, head, height), symbol=black_hatch())
    canvas.text(0, _COLUMN_LEFT + head + pad, y + pad, lines, bold)
    return y + height + 3


def _heading(canvas: Canvas, styles: _Styles, text: str, y: float) -> float:
    canvas.text(0, _COLUMN_LEFT, y, [text], styles.heading)
    return y + 6.2


def _index(canvas: Canvas, styles: _Styles, entries: Sequence[Entry], y: float, room: float) -> float:
    """Draw the index by verdict; where the numbers find no room they follow on further pages."""
    left, indent = _COLUMN_LEFT, 8.5
    by_verdict = {v: [entry for entry in entries if entry.verdict == v] for v in VERDICTS_WORST_FIRST}
    areas = {v: mu(sum(entry.area_m2 or 0.0 for entry in found)) for v, found in by_verdict.items()}
    rows = {
        v: _number_rows([entry.index_text for entry in found], styles.number, _COLUMN_RIGHT - left - indent)
        for v, found in by_verdict.items()
    }
    # the sum of the printed figures, so that a reader who adds them up gets the same
    total = f"核查结论（{len(entries)} 宗　{sum(areas.values())} 亩）"
    fits = 6.2 + sum(7.6 + len(one) * _ROW_MM for one in rows.values()) <= room
    y = _heading(canvas, styles, total, y)
    for verdict, found in by_verdict.items():
        canvas.line(0, [(left, y), (_COLUMN_RIGHT, y)], 0.15)
        canvas.picture(0, verdict_icon(verdict), left + 0.5, y + 1.4, 4.2)
        canvas.text(0, left + indent, y + 1.2, [word(verdict, "zh")], styles.word)
        canvas.text(0, _COLUMN_RIGHT, y + 1.5, [f"{len(found)} 宗　{areas[verdict]} 亩"], styles.value, Align.RIGHT)
        y += 6.8
        if fits:
            _draw_numbers(canvas, styles.number, 0, left + indent, y, rows[verdict])
            y += len(rows[verdict]) * _ROW_MM
        elif found:
            canvas.text(0, left + indent, y, ["编号见续页"], styles.small)
            y += _ROW_MM
        y += 0.8
    canvas.line(0, [(left, y), (_COLUMN_RIGHT, y)], 0.15)
    if not fits:
        _continued(canvas, styles, by_verdict)
    return y


def _number_rows(numbers: Sequence[str], style: TextStyle, width: float) -> list[list[tuple[float, str]]]:
    """Return numbers in rows, each with its distance from the left."""
    pitch = max((style.width_mm(number) for number in numbers), default=0.0) + 2.6
    count = max(1, int((width + 2.6) // pitch))
    return [
        [(i * pitch, number) for i, number in enumerate(numbers[start : start + count])]
        for start in range(0, len(numbers), count)
    ]


def _draw_numbers(
    canvas: Canvas, style: TextStyle, page: int, x: float, y: float, rows: Sequence[Sequence[tuple[float, str]]]
) -> None:
    for i, row in enumerate(rows):
        for offset, number in row:
            canvas.text(page, x + offset, y + i * _ROW_MM, [number], style)


def _continued(canvas: Canvas, styles: _Styles, by_verdict: Mapping[Any, Sequence[Entry]]) -> None:
    """Draw the whole index on pages of its own."""
    page, y = 0, _FOOT_TOP
    for verdict, found in by_verdict.items():
        rows = _number_rows([entry.index_text for entry in found], styles.number, _RIGHT - _LEFT - 8.5)
        while rows:
            count = int((_FOOT_TOP - 4 - y - 7) // _ROW_MM)
            if count < 1:
                page, y = canvas.add_page(), 22.0
                _turn(canvas, page)
                canvas.text(page, _LEFT, 9.5, ["核查结论索引（续）"], styles.title)
                continue
            canvas.picture(page, verdict_icon(verdict), _LEFT + 0.5, y + 0.2, 4.2)
            canvas.text(page, _LEFT + 8.5, y, [f"{word(verdict, 'zh')}　{len(found)} 宗"], styles.word)
            _draw_numbers(canvas, styles.number, page, _LEFT + 8.5, y + 6.5, rows[:count])
            y += 6.5 + min(count, len(rows)) * _ROW_MM + 3
            rows = rows[count:]


def _line_swatches(styled: Mapping[str, QgsVectorLayer]) -> list[tuple[str, QgsFillSymbol]]:
    swatches = []
    for role in _LINES:
        if role not in styled:
            continue
        renderer = styled[role].renderer()
        if isinstance(renderer, QgsSingleSymbolRenderer):
            swatches.append((word(f"role_{role}", "zh"), renderer.symbol().clone()))
            continue
        present = _zones_of(styled[role])
        for category, zone in zip(renderer.categories(), _ZONES, strict=True):
            if zone in present:
                swatches.append((category.label(), category.symbol().clone()))
    return swatches


def _zones_of(layer: QgsVectorLayer) -> set[str]:
    code, name = layer.fields().lookupField("GHFQDM"), layer.fields().lookupField("GHFQMC")
    return {
        urban_zone(feature[code] or "" if code >= 0 else "", feature[name] or "" if name >= 0 else "")
        for feature in layer.getFeatures()
    }


def _class_swatches(
    layer: QgsVectorLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, rows: int
) -> list[tuple[str, list[QgsFillSymbol]]]:
    """Return the classes in the map; groups with all their colours where the classes are more than two columns hold."""
    field = layer.fields().lookupField("DLBM")
    to_layer = QgsCoordinateTransform(crs, layer.crs(), QgsProject())
    request = QgsFeatureRequest().setFilterRect(to_layer.transformBoundingBox(extent))
    request.setSubsetOfAttributes([field] if field >= 0 else [])
    present = {class_code(feature[field] or "") if field >= 0 else "" for feature in layer.getFeatures(request)}
    groups = colours()["land_classes"].values()
    known = {code: colour for group in groups for code, colour in group["classes"].items() if code in present}
    entries = [(class_name(code) or code, [_faded(colour)]) for code, colour in known.items()]
    if len(entries) + 1 > 2 * rows:
        entries = [
            (group["name"], [_faded(known[code]) for code in group["classes"] if code in known])
            for group in groups
            if known.keys() & group["classes"].keys()
        ]
    if present - known.keys():
        entries.append((word("three_unknown", "zh"), [_faded(colours()["unknown_class"])]))
    return entries


def _faded(name: str) -> QgsFillSymbol:
    """Return the fill of a class as it looks on the map: over white paper."""
    colour = QColor(name)
    mixed = [255 + (part - 255) * _LAND_USE_OPACITY for part in (colour.red(), colour.green(), colour.blue())]
    text = ",".join(str(round(part)) for part in mixed)
    return QgsFillSymbol.createSimple({"color": text, "outline_color": "#9A9A9A", "outline_width": "0.1"})


def _legend_entry(
    canvas: Canvas, styles: _Styles, place: int, y: float, name: str, symbols: Sequence[QgsFillSymbol]
) -> None:
    """Draw swatch and name in the left or right of two columns; several symbols share the swatch."""
    width, height = _SWATCH
    x = _COLUMN_LEFT + (place % 2) * (_COLUMN_RIGHT - _COLUMN_LEFT + 1) / 2
    top = y + place // 2 * _ROW_MM
    part = width / len(symbols)
    for i, symbol in enumerate(symbols):
        canvas.rectangle(0, QRectF(x + i * part, top, part, height), symbol=symbol)
    canvas.text(0, x + width + 1.5, top + (height - styles.small.line_height_mm) / 2, [name], styles.small)


def _foot(canvas: Canvas, styles: _Styles, record: dict[str, Any]) -> None:
    """Draw the foot of every page."""
    pack = record["pack"]
    force = "" if pack["in_force"] else "（未施行或已过有效期）"
    text = f"乡镇总览图　核查编号 {record['run']['screening_id']}　规则包 {pack['id']} {pack['version']}{force}"
    for page in range(canvas.page_count):
        canvas.line(page, [(_LEFT, _FOOT_TOP), (_RIGHT, _FOOT_TOP)], 0.15)
        canvas.text(page, _LEFT, _FOOT_TOP + 1.5, [text], styles.small)
        number = f"第 {page + 1} 页　共 {canvas.page_count} 页"
        canvas.text(page, _RIGHT, _FOOT_TOP + 1.5, [number], styles.small, Align.RIGHT)


def export_overview(
    record: dict[str, Any], layers: Mapping[str, QgsVectorLayer], path: Path, dpi: int = 200
) -> list[Path]:
    """Write the overview as PNG and return the files: ``path``, and ``path_2`` ... where the index needs more pages.

    ``layers`` are those of the screening by role id; a role that is not there is named as not given. Raises InputError
    where no Chinese font is there or the folder cannot be written.
    """
    project = QgsProject()
    layout = overview_layout(record, layers, project)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = dpi
    pages = layout.pageCollection().pageCount()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".overview-") as folder:
            part = Path(folder) / path.name
            done = QgsLayoutExporter(layout).exportToImage(str(part), settings)
            names = [path.name] + [f"{path.stem}_{page}{path.suffix}" for page in range(2, pages + 1)]
            if done != QgsLayoutExporter.ExportResult.Success or not all((part.parent / name).exists() for name in names):
                raise InputError("export_failed", detail=str(done), path=str(path))
            return [(part.parent / name).replace(path.parent / name) for name in names]
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(path)) from error
