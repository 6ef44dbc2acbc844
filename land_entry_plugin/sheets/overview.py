# SPDX-License-Identifier: GPL-2.0-or-later
"""The township overview (乡镇总览图): all parcels of a record on one map, with an index by verdict."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsPrintLayout,
    QgsProject,
)
from qgis.PyQt.QtCore import QSize

from land_entry_plugin.cadastre.sentences import SHEET_NAME
from land_entry_plugin.errors import InputError
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.sheets.canvas import Align, Canvas
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.overview_column import (
    FOOT_TOP_MM,
    LEFT_MM,
    RIGHT_MM,
    OverviewStyles,
    draw_column,
    overview_styles,
    turn,
)
from land_entry_plugin.sheets.overview_map import (
    NO_SHAPE_MARK,
    entries_of,
    parcel_layers,
    plane_of,
    short_numbers,
    styled_copies,
    townships,
)
from land_entry_plugin.sheets.overview_places import MAP, Window, window_around

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsVectorLayer

_BAR_STEPS_M = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000)
_BAR_STEP_MM = 14.0
_ARROW = (12.0, 22.0)


def overview_layout(
    record: dict[str, Any], layers: Mapping[str, QgsVectorLayer], project: QgsProject
) -> QgsPrintLayout:
    """Return the overview of a record as a layout of ``project``, which gets copies of the layers it shows.

    ``layers`` are those of the screening by role; the parcels come from the record. Raises InputError where no
    Chinese font is there.
    """
    styles = overview_styles(sheet_fonts())
    crs = plane_of(record, layers)
    numbers, meaning = short_numbers([parcel["parcel_id"] for parcel in record["parcels"]])
    entries = entries_of(record, crs, numbers)
    bounds, names = townships(entries, layers.get(ADMIN_AREA), crs)
    if bounds.isNull() and LAND_USE in layers:
        land_use = layers[LAND_USE]
        bounds = QgsCoordinateTransform(land_use.crs(), crs, QgsProject()).transformBoundingBox(land_use.extent())
    window = window_around(bounds)
    of_parcels, discs, without_number = parcel_layers(entries, window, crs, styles.on_map)
    styled = styled_copies(layers)
    shown = [*of_parcels, *styled.values()]
    for layer in shown:
        project.addMapLayer(layer, False)  # no entry in the layer tree

    layout = QgsPrintLayout(project)
    canvas = Canvas(layout)
    turn(canvas, 0)
    _head(canvas, styles, record, names)
    if bounds.isNull():
        middle = MAP.center()
        canvas.text(0, middle.x(), middle.y(), ["记录中没有可绘的宗地图形。"], styles.heading, Align.CENTRE)
    else:
        _draw_map(canvas, shown, window, crs)
        _north_arrow(canvas, styles, discs)
        _scale(canvas, styles, window, record)
    canvas.rectangle(0, MAP)
    notes = ["「资料不足」不是通过。", f"结论以《{SHEET_NAME}》为准。", meaning]
    if any(entry.shape is None for entry in entries):
        notes.append(f"带 {NO_SHAPE_MARK} 的宗地没有可用图形，图上未示，面积未计入。")
    if without_number:
        notes.append(f"{without_number} 宗符号过密，图上未注编号，编号见上列索引。")
    draw_column(canvas, styles, record, entries, styled, window, crs, notes)
    _foot(canvas, styles, record)
    return layout


def _head(canvas: Canvas, styles: OverviewStyles, record: dict[str, Any], names: Sequence[str]) -> None:
    place = names[0] if len(names) == 1 else ""
    years = sorted({(parcel["measures"] or {}).get("survey_year") for parcel in record["parcels"]} - {None})
    survey = "三调 " + ("、".join(str(year) for year in years) + " 年度" if years else "年度未注明")
    pack = record["pack"]
    canvas.text(0, LEFT_MM, 9.5, [f"{place}拟入市宗地核查总览图"], styles.title)
    line = f"基准日 {record['options']['as_of']}　{survey}　规则包 {pack['title']['zh']} {pack['version']}"
    canvas.text(0, LEFT_MM, 18, [line], styles.value)


def _draw_map(
    canvas: Canvas, layers: Sequence[QgsVectorLayer], window: Window, crs: QgsCoordinateReferenceSystem
) -> None:
    item = QgsLayoutItemMap(canvas.layout)
    item.setCrs(crs)
    item.setKeepLayerSet(True)
    item.setLayers(list(layers))
    canvas.place(item, 0, MAP.x(), MAP.y(), MAP.width(), MAP.height())
    item.zoomToExtent(window.extent)


def _north_arrow(canvas: Canvas, styles: OverviewStyles, discs: np.ndarray) -> None:
    """Draw the arrow in the corner of the map with the fewest symbols near."""
    width, height = _ARROW
    corners = [
        (x, y) for y in (MAP.top() + 2, MAP.bottom() - height - 2) for x in (MAP.left() + 2, MAP.right() - width - 2)
    ]
    on_page = discs * np.array((1, -1)) + np.array((MAP.left(), MAP.bottom()))

    def crowd(corner: tuple[float, float]) -> int:
        centre = np.array(corner) + np.array(_ARROW) / 2
        return int(np.sum(np.all(np.abs(on_page - centre) < (width / 2 + 8, height / 2 + 5), axis=1)))

    x, y = min(corners, key=crowd)
    middle = x + width / 2
    canvas.text(0, middle, y + 0.5, ["北"], styles.heading, Align.CENTRE)
    tip, foot, notch = y + 6, y + 20, y + 17
    canvas.polygon(0, [(middle, tip), (middle - 2.6, foot), (middle, notch)], "#000000", 0.15)
    canvas.polygon(0, [(middle, tip), (middle + 2.6, foot), (middle, notch)], "#FFFFFF", 0.15)


def _scale(canvas: Canvas, styles: OverviewStyles, window: Window, record: dict[str, Any]) -> None:
    """Draw scale, bar and coordinate system under the map."""
    y = MAP.bottom() + 3
    canvas.text(0, LEFT_MM, y, [f"1 : {window.scale}"], styles.heading)
    step = max((step for step in _BAR_STEPS_M if step * 1000 / window.scale <= _BAR_STEP_MM), default=_BAR_STEPS_M[0])
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
        canvas.text(0, MAP.right(), y, [text], styles.value, Align.RIGHT)


def _foot(canvas: Canvas, styles: OverviewStyles, record: dict[str, Any]) -> None:
    """Draw the foot of every page."""
    pack = record["pack"]
    force = "" if pack["in_force"] else "（未施行或已过有效期）"
    text = f"乡镇总览图　核查编号 {record['run']['screening_id']}　规则包 {pack['id']} {pack['version']}{force}"
    for page in range(canvas.page_count):
        canvas.line(page, [(LEFT_MM, FOOT_TOP_MM), (RIGHT_MM, FOOT_TOP_MM)], 0.15)
        canvas.text(page, LEFT_MM, FOOT_TOP_MM + 1.5, [text], styles.small)
        number = f"第 {page + 1} 页　共 {canvas.page_count} 页"
        canvas.text(page, RIGHT_MM, FOOT_TOP_MM + 1.5, [number], styles.small, Align.RIGHT)


def export_overview(
    record: dict[str, Any], layers: Mapping[str, QgsVectorLayer], path: Path, dpi: int = 200
) -> list[Path]:
    """Write the overview as PNG and return the files: ``path``, and ``path_2`` ... where the index needs more pages.

    ``layers`` are those of the screening by role id; a role that is not there is named as not given. Raises InputError
    where no Chinese font is there or the folder cannot be written.
    """
    project = QgsProject()
    layout = overview_layout(record, layers, project)
    exporter = QgsLayoutExporter(layout)
    pages = range(2, layout.pageCollection().pageCount() + 1)
    names = [path.name, *(f"{path.stem}_{page}{path.suffix}" for page in pages)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".overview-") as folder:
            parts = [Path(folder) / name for name in names]
            for page, part in enumerate(parts):
                image = exporter.renderPageToImage(page, QSize(), dpi)
                if image.isNull() or not image.save(str(part), "PNG"):
                    raise InputError("export_failed", detail=f"page {page + 1} at {dpi} dpi", path=str(path))
            return [part.replace(path.parent / part.name) for part in parts]
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(path)) from error
