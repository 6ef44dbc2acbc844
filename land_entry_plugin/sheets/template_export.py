# SPDX-License-Identifier: GPL-2.0-or-later
"""Templates to start from: the plugin's own frame of each form as a layout file (.qpt)."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsLayoutItemLabel, QgsPathResolver, QgsPrintLayout, QgsProject, QgsReadWriteContext
from qgis.PyQt.QtCore import QRectF

from land_entry_plugin.cadastre import sentences
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.sheets.canvas import LEFT_MM, PAGE_HEIGHT_MM, TOP_MM, Canvas
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.forms.book import SHEETS, SUMMARY
from land_entry_plugin.sheets.forms.catalogue import FORMS
from land_entry_plugin.sheets.page_frame import BODY, FOOT, PAGE_NUMBER, PAPERS, FrameTexts, HouseFrame
from land_entry_plugin.sheets.survey_sheet import summary_frame
from land_entry_plugin.sheets.templates import STYLE, SUFFIX
from land_entry_plugin.sheets.text_style import Styles, sheet_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

# Samples of the styles stand beside the page, where they are seen in the designer and never printed.
_SAMPLES_LEFT_MM, _SAMPLE_STEP_MM = -60.0, 14.0
_NUMBER_MM = 32.0
_SAMPLE = "宗地 JB00017 123.45"


def write_templates(folder: Path | str, sheets: Sequence[str] = SHEETS) -> list[Path]:
    """Return the templates written to a folder, one a sheet.

    Raises InputError where one of them is there already: it may hold somebody's work.
    """
    folder = Path(folder)
    styles = sheet_styles(sheet_fonts())
    paths = {sheet: folder / f"{sheet}{SUFFIX}" for sheet in SHEETS if sheet in sheets}
    there = [path.name for path in paths.values() if path.exists()]
    if there:
        raise InputError("template_exists", path=str(folder), files=there)
    for sheet, path in paths.items():
        project = QgsProject()
        layout = _layout(sheet, project, styles)
        project.layoutManager().addLayout(layout)
        with written_whole(path) as part:
            context = QgsReadWriteContext()
            context.setPathResolver(QgsPathResolver(str(path)))
            if not layout.saveAsTemplate(str(part), context):
                raise InputError("export_failed", detail="saveAsTemplate", path=str(path))
    return list(paths.values())


def _layout(sheet: str, project: QgsProject, styles: Styles) -> QgsPrintLayout:
    canvas = Canvas(QgsPrintLayout(project))
    form = next((form for form in FORMS if form.id == sheet), None)
    title = sentences.SHEET_NAME if form is None else form.title
    second = sentences.DISCLAIMER if form is None else FORM_VERSION
    foot = (f"{title}　宗地代码　核查编号 LE-0000-0000-0000", second)
    texts = FrameTexts(title, foot, form is None or form.has_title)
    frame = summary_frame(canvas, styles, texts) if sheet == SUMMARY else HouseFrame(canvas, styles, texts)
    body = frame.begin(0)
    frame.finish(0)
    _give_room(canvas)
    canvas.layout.setName(title)
    with canvas.drawing(BODY):
        place = QRectF(LEFT_MM + body.shift_x, body.top, PAPERS["A4"].width, body.bottom - body.top)
        canvas.rectangle(0, place, 0.1)
    for i, field in enumerate(one for one in fields(Styles) if one.name != "title"):
        with canvas.drawing(f"{STYLE}{field.name}"):
            style = getattr(styles, field.name)
            canvas.text(0, _SAMPLES_LEFT_MM, TOP_MM + i * _SAMPLE_STEP_MM, [_SAMPLE], style)
    return canvas.layout


def _give_room(canvas: Canvas) -> None:
    """Make the boxes of the foot as wide as there is room for longer texts than the sample's."""
    for item in canvas.layout.items():
        if isinstance(item, QgsLayoutItemLabel) and item.id() in (FOOT, PAGE_NUMBER):
            at = item.pagePos()
            if item.id() == PAGE_NUMBER:
                right = at.x() + item.rect().width()
                canvas.place(item, 0, right - _NUMBER_MM, at.y(), _NUMBER_MM, item.rect().height())
            else:
                canvas.place(item, 0, at.x(), at.y(), PAPERS["A4"].width - _NUMBER_MM, PAGE_HEIGHT_MM - at.y() - 1)
