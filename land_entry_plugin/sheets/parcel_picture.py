# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map as a picture at print resolution, drawn by QGIS as the printed sheets have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsGeometry, QgsLayoutExporter, QgsLayoutSize, QgsPrintLayout, QgsProject

from land_entry_plugin.cadastre.map_window import document_window
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents.picture import Picture
from land_entry_plugin.sheets.canvas import Canvas
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.forms.map_sheet import stub_lines, tick_lines
from land_entry_plugin.sheets.map_frame import MapFrame
from land_entry_plugin.sheets.parcel_map import own_map_labels, parcel_map
from land_entry_plugin.sheets.text_style import sheet_styles

if TYPE_CHECKING:
    from pathlib import Path

DPI = 300
# Half of the frame's line stands outside of it.
_MARGIN_MM = 0.3


def draw_parcel(parcel: dict[str, Any], target: Path) -> Picture | None:
    """Draw the map of a parcel into a PNG file; None for one without a shape.

    Raises InputError without a Chinese font, and where the file cannot be written.
    """
    if "rings" not in parcel["cadastre"]:
        return None
    box = QgsGeometry.fromWkt(parcel["geometry"]["wkt"]).boundingBox()
    window = document_window(np.array([box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]))
    frame = MapFrame(window.bounds, window.scale)
    styles = sheet_styles(sheet_fonts())
    extra = [*stub_lines(parcel, frame), *tick_lines(frame)]
    drawn = parcel_map(parcel, frame, styles, own_map_labels(parcel, frame, styles, extra), extra)
    project = QgsProject()
    canvas = Canvas(QgsPrintLayout(project))
    # the project takes the layout along when it goes
    project.layoutManager().addLayout(canvas.layout)
    width = drawn.width + 2 * _MARGIN_MM
    canvas.set_size(0, QgsLayoutSize(width, drawn.height + 2 * _MARGIN_MM))
    drawn.draw(canvas, 0, _MARGIN_MM, _MARGIN_MM, project)
    image = QgsLayoutExporter(canvas.layout).renderPageToImage(0, dpi=DPI)
    if image.isNull() or not image.save(str(target), "PNG"):
        raise InputError("unwritable", path=str(target))
    return Picture(target, width)
