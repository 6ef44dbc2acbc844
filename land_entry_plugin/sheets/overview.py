# SPDX-License-Identifier: GPL-2.0-or-later
"""The overview (总览图): the parcels of a record on a map, a page a township, with an index by verdict."""

from __future__ import annotations

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
from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.outputs import all_or_none
from land_entry_plugin.jobs.progress import Progress, Silent
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.sheets.canvas import Align, Canvas
from land_entry_plugin.sheets.export import export_pdf
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.overview_column import (
    FOOT_TOP_MM,
    LEFT_MM,
    RIGHT_MM,
    MapPage,
    OverviewStyles,
    draw_column,
    draw_numbers_by_verdict,
    overview_styles,
)
from land_entry_plugin.sheets.overview_district import district_layers, draw_townships
from land_entry_plugin.sheets.overview_map import (
    NO_SHAPE_MARK,
    entries_of,
    parcel_layers,
    plane_of,
    short_numbers,
    styled_copies,
)
from land_entry_plugin.sheets.overview_places import MAP, Window, window_around
from land_entry_plugin.sheets.overview_townships import Section, bounds_of, sections_of, townships_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsRectangle, QgsVectorLayer

    from land_entry_plugin.sheets.overview_column import DrawIndex
    from land_entry_plugin.sheets.overview_map import Entry, ParcelLayers

PHASE = "sheets"
_BAR_STEPS_M = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000)
_BAR_STEP_MM = 14.0
_ARROW = (12.0, 22.0)


def overview_layout(
    record: dict[str, Any],
    layers: Mapping[str, QgsVectorLayer],
    project: QgsProject,
    progress: Progress | None = None,
) -> QgsPrintLayout:
    """Return the overview of a record as a layout of ``project``, which gets copies of the layers it shows.

    One page where the parcels lie in one township; else an atlas: all townships on the first page, then a page each.
    ``layers`` are those of the screening by role; the parcels come from the record. Raises InputError where no
    Chinese font is there, Cancelled when ``progress`` says so.
    """
    return _Overview(record, layers, project).drawn(progress or Silent())


class _Overview:
    """Draws the pages of one overview."""

    def __init__(self, record: dict[str, Any], layers: Mapping[str, QgsVectorLayer], project: QgsProject) -> None:
        self._record, self._layers, self._project = record, layers, project
        self._styles = overview_styles(sheet_fonts())
        self._crs = plane_of(record, layers)
        numbers, self._meaning = short_numbers([parcel["parcel_id"] for parcel in record["parcels"]])
        self._entries = entries_of(record, self._crs, numbers)
        self._townships = townships_of(layers.get(ADMIN_AREA), self._crs)
        self._sections = sections_of(self._entries, self._townships)
        self._styled = styled_copies(layers)
        self._show(self._styled.values())

    def _show(self, layers: Iterable[QgsVectorLayer]) -> None:
        for layer in layers:
            self._project.addMapLayer(layer, False)  # no entry in the layer tree

    def drawn(self, progress: Progress) -> QgsPrintLayout:
        """Return the layout."""
        layout = QgsPrintLayout(self._project)
        # the project takes the layout along when it goes, in the right order
        self._project.layoutManager().addLayout(layout)
        canvas = Canvas(layout)
        # before another page stands below it
        canvas.turn(0)
        if sum(bool(section.code) for section in self._sections) < 2:
            section = Section("", self._place(), tuple(self._entries))
            self._draw_township(canvas, section, self._bounds(self._entries))
            name = "乡镇总览图"
        else:
            rows = []
            for done, section in enumerate(self._sections):
                if progress.cancelled():
                    raise Cancelled
                progress.report(PHASE, done / (len(self._sections) + 1))
                page = canvas.continued()
                page.turn(0)
                # its number, counted from 1
                rows.append((section, canvas.page_count))
                self._draw_township(page, section, section.bounds)
            self._draw_district(canvas, rows)
            name = "总览图册"
        self._foot(canvas, name)
        return layout

    def _place(self) -> str:
        """Return the township that the parcels lie in, empty where no layer names one."""
        township = self._sections[0].township if self._sections else None
        return township.name if township else ""

    def _bounds(self, entries: Sequence[Entry]) -> QgsRectangle:
        """Return the bounds of parcels and their townships; of all that the layers show where no parcel has a shape."""
        within = [section.township for section in self._sections if section.township]
        if all(entry.shape is None for entry in entries):
            within = self._townships
        bounds = bounds_of(entries, within)
        if bounds.isNull() and LAND_USE in self._layers:
            land_use = self._layers[LAND_USE]
            to_plane = QgsCoordinateTransform(land_use.crs(), self._crs, QgsProject())
            bounds = to_plane.transformBoundingBox(land_use.extent())
        return bounds

    def _draw_township(self, canvas: Canvas, section: Section, bounds: QgsRectangle) -> None:
        window = window_around(bounds)
        parcels = parcel_layers(section.entries, window, self._crs, self._styles.on_map)
        notes = [self._meaning]
        if any(entry.shape is None for entry in section.entries):
            notes.append(f"带 {NO_SHAPE_MARK} 的宗地没有可用图形，图上未示，面积未计入。")
        if parcels.without_number:
            notes.append(f"{parcels.without_number} 宗符号过密，图上未注编号，编号见上列索引。")
        title = f"{section.name}拟入市宗地核查总览图"
        self._draw_page(canvas, title, bounds, parcels, section.entries, notes, draw_numbers_by_verdict)

    def _draw_district(self, canvas: Canvas, rows: Sequence[tuple[Section, int]]) -> None:
        bounds = self._bounds(self._entries)
        parcels = district_layers(self._sections, window_around(bounds), self._crs, self._styles.on_map)

        def draw_index(canvas: Canvas, styles: OverviewStyles, _entries: Any, y: float, room: float) -> float:
            return draw_townships(canvas, styles, rows, y, room)

        title = "拟入市宗地核查总览图"
        if townships := sum(section.township is not None for section in self._sections):
            title += f"（{townships} 个乡镇）"
        self._draw_page(canvas, title, bounds, parcels, self._entries, ["编号见各乡镇页。"], draw_index)

    def _draw_page(
        self, canvas: Canvas, title: str, bounds: QgsRectangle, parcels: ParcelLayers, entries: Sequence[Entry],
        notes: Sequence[str], draw_index: DrawIndex,
    ) -> None:  # fmt: skip
        self._show(parcels.layers)
        styles, window = self._styles, window_around(bounds)
        self._head(canvas, title)
        if bounds.isNull():
            middle = MAP.center()
            canvas.text(0, middle.x(), middle.y(), ["记录中没有可绘的宗地图形。"], styles.heading, Align.CENTRE)
        else:
            # two maps: what is under the parcels may become a picture in a PDF, the parcels stay drawn
            for layers in (list(self._styled.values()), parcels.layers):
                _draw_map(canvas, layers, window, self._crs)
            _north_arrow(canvas, styles, parcels.discs)
            _scale(canvas, styles, window, self._record)
        canvas.rectangle(0, MAP)
        notes = ["「资料不足」不是通过。", f"结论以《{SHEET_NAME}》为准。", *notes]
        shown = MapPage(self._record, entries, self._styled, window, self._crs, notes)
        draw_column(canvas, styles, shown, draw_index)

    def _head(self, canvas: Canvas, title: str) -> None:
        record = self._record
        years = sorted({(parcel["measures"] or {}).get("survey_year") for parcel in record["parcels"]} - {None})
        survey = "三调 " + ("、".join(str(year) for year in years) + " 年度" if years else "年度未注明")
        pack = record["pack"]
        canvas.text(0, LEFT_MM, 9.5, [title], self._styles.title)
        line = f"基准日 {record['options']['as_of']}　{survey}　规则包 {pack['title']['zh']} {pack['version']}"
        canvas.text(0, LEFT_MM, 18, [line], self._styles.value)

    def _foot(self, canvas: Canvas, name: str) -> None:
        """Draw the foot of every page."""
        record, styles, pack = self._record, self._styles, self._record["pack"]
        force = "" if pack["in_force"] else "（未施行或已过有效期）"
        text = f"{name}　核查编号 {record['run']['screening_id']}　规则包 {pack['id']} {pack['version']}{force}"
        for page in range(canvas.page_count):
            canvas.line(page, [(LEFT_MM, FOOT_TOP_MM), (RIGHT_MM, FOOT_TOP_MM)], 0.15)
            canvas.text(page, LEFT_MM, FOOT_TOP_MM + 1.5, [text], styles.small)
            number = f"第 {page + 1} 页　共 {canvas.page_count} 页"
            canvas.text(page, RIGHT_MM, FOOT_TOP_MM + 1.5, [number], styles.small, Align.RIGHT)


def _draw_map(
    canvas: Canvas, layers: Sequence[QgsVectorLayer], window: Window, crs: QgsCoordinateReferenceSystem
) -> None:
    item = QgsLayoutItemMap(canvas.layout)
    item.setCrs(crs)
    item.setKeepLayerSet(True)
    item.setLayers(list(layers))
    canvas.place(item, 0, MAP.x(), MAP.y(), MAP.width(), MAP.height())
    # the upper of two maps leaves the lower one to be seen
    item.setBackgroundEnabled(False)
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


def export_overview(
    record: dict[str, Any],
    layers: Mapping[str, QgsVectorLayer],
    paths: Sequence[Path],
    dpi: int = 200,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the overview to files and return them: a PDF holds all pages, a PNG is one of ``path``, ``path_2`` ...

    ``layers`` are those of the screening by role id; a role that is not there is named as not given. Raises InputError
    where no Chinese font is there or the folder cannot be written.
    """
    project = QgsProject()
    layout = overview_layout(record, layers, project, progress)
    written = []
    for path in paths:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            written += (
                [export_pdf(layout, path, vector=False)] if path.suffix == ".pdf" else _pictures(layout, path, dpi)
            )
        except OSError as error:
            raise InputError("unwritable", detail=str(error), path=str(path)) from error
    return written


def _pictures(layout: QgsPrintLayout, path: Path, dpi: int) -> list[Path]:
    exporter = QgsLayoutExporter(layout)
    pages = range(2, layout.pageCollection().pageCount() + 1)
    names = [path.name, *(f"{path.stem}_{page}{path.suffix}" for page in pages)]
    with all_or_none([path.with_name(name) for name in names]) as parts:
        for page, part in enumerate(parts.values()):
            image = exporter.renderPageToImage(page, QSize(), dpi)
            if image.isNull() or not image.save(str(part), "PNG"):
                raise InputError("export_failed", detail=f"page {page + 1} at {dpi} dpi", path=str(path))
    return list(parts)
