# SPDX-License-Identifier: GPL-2.0-or-later
"""The printed set of one parcel: forms one after the other, each on pages of its own, in one layout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsPrintLayout

from land_entry_plugin.cadastre import sentences
from land_entry_plugin.cadastre.edition import NOTICE, WATERMARK, Edition, edited
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.errors import InputError
from land_entry_plugin.sheets.canvas import Canvas
from land_entry_plugin.sheets.flow import Flow
from land_entry_plugin.sheets.fonts import Fonts, sheet_fonts
from land_entry_plugin.sheets.forms.catalogue import FORMS
from land_entry_plugin.sheets.forms.context import Form, FormContext
from land_entry_plugin.sheets.page_frame import (
    PAPERS,
    Frame,
    FrameTexts,
    HouseFrame,
    foot_lines,
)
from land_entry_plugin.sheets.survey_sheet import Summary, summary_frame
from land_entry_plugin.sheets.template_frame import TemplateFrame
from land_entry_plugin.sheets.text_style import TextStyle, sheet_styles
from land_entry_plugin.sheets.verdict_band import banner_block

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qgis.core import QgsProject

    from land_entry_plugin.sheets.templates import Template

# The one-page summary of a parcel is a sheet of the set.
SUMMARY = "SURVEY_SHEET"
SHEETS = (SUMMARY, *(form.id for form in FORMS))
_WATERMARK_PT, _WATERMARK_COLOR = 120.0, "#EDEDED"
# Pages lie at 0, what is on them at 1 and above.
_OVER_THE_PAGE = 0.5
WATERMARK_ID = "watermark"


def build_set(
    record: dict[str, Any],
    parcel: dict[str, Any],
    project: QgsProject,
    sheets: Sequence[str] = SHEETS,
    edition: Edition = Edition.INTERNAL,
    *,
    templates: Mapping[str, Template] | None = None,
) -> QgsPrintLayout:
    """Return those of the named sheets that apply to a parcel as one layout, in the order of ``SHEETS``.

    The layers of its maps are added to ``project``, which has to outlive the layout. Raises InputError without a
    Chinese font, and where no sheet applies.
    """
    canvas = Canvas(QgsPrintLayout(project))
    draw_set(canvas, record, parcel, project, sheet_fonts(), sheets, edition, templates=templates)
    return canvas.layout


def draw_set(
    canvas: Canvas,
    record: dict[str, Any],
    parcel: dict[str, Any],
    project: QgsProject,
    fonts: Fonts,
    sheets: Sequence[str],
    edition: Edition,
    *,
    form_version: str = FORM_VERSION,
    templates: Mapping[str, Template] | None = None,
    sheet_done: Callable[[float], None] = lambda _share: None,
) -> None:
    """Draw a set, as ``build_set`` does, on a canvas, which then knows how much is open on each sheet.

    Parameters
    ----------
    form_version : str, optional
        Printed in the foot of every form.
    templates : mapping of sheet to Template, optional
        The user's frames.
    sheet_done : callable, optional
        Gets the share of the sheets that are made, after each.
    """
    forms = [form for form in FORMS if form.id in sheets and form.applies(parcel)]
    if not forms and SUMMARY not in sheets:
        raise InputError("no_sheet_applies", parcel=parcel["parcel_id"] or str(parcel["row"]))
    styles = sheet_styles(fonts)
    context = FormContext(record, edited(record, parcel, edition), canvas, project, styles, edition)
    canvas.layout.setName(f"地籍调查表 {context.parcel_code}")
    _Book(context, forms, form_version, templates or {}, sheet_done).draw(has_summary=SUMMARY in sheets)


class _Book:
    """The set while it is being made."""

    def __init__(
        self,
        context: FormContext,
        forms: Sequence[Form],
        form_version: str,
        templates: Mapping[str, Template],
        sheet_done: Callable[[float], None],
    ) -> None:
        self.context, self.forms, self.form_version = context, forms, form_version
        self.templates, self.sheet_done = templates, sheet_done
        self.banner = sentences.banner(context.record)
        self.notice = NOTICE if context.edition is Edition.PUBLICATION else ""

    def draw(self, *, has_summary: bool) -> None:
        """Draw the whole set."""
        canvas = self.context.canvas
        # what draws the foot of each page; not kept, so that layout and project go in the order of who holds them
        feet: list[Callable[[int], None]] = []
        if has_summary:
            feet += [self._summary()] * canvas.page_count
        for form in self.forms:
            self.sheet_done(len(feet) / (len(feet) + len(self.forms)))
            page = canvas.add_page() if feet else 0
            frame = self._form(form, page)
            feet += [frame.finish] * (canvas.page_count - len(feet))
        for page, foot in enumerate(feet):
            foot(page)
            if self.notice:
                self._watermark(page)

    def _summary(self) -> Callable[[int], None]:
        context = self.context
        foot = foot_lines(context.record, sentences.SHEET_NAME, context.parcel_code, sentences.DISCLAIMER, self.notice)
        texts = FrameTexts(sentences.SHEET_NAME, foot)
        frame = self._template_frame(SUMMARY, texts) or summary_frame(context.canvas, context.styles, texts)
        summary = Summary(context.record, context.parcel, context.project, frame)
        with context.canvas.drawing(SUMMARY):
            summary.draw(0)
        return summary.foot

    def _form(self, form: Form, page: int) -> Frame:
        """Draw a form from a page on and return its frame, whose feet are not drawn yet."""
        context, paper = self.context, form.paper(self.context.parcel)
        foot = foot_lines(context.record, form.title, context.parcel_code, self.form_version, self.notice)
        texts = FrameTexts(form.title, foot, form.has_title)
        frame = self._template_frame(form.id if paper == "A4" else f"{form.id}_{paper}", texts) or HouseFrame(
            context.canvas, context.styles, texts, PAPERS[paper]
        )
        with context.canvas.drawing(form.id):
            body = frame.begin(page)
        with context.canvas.drawing(form.id, body.shift_x):
            top = self._banner(page, body.top) if form.has_title else body.top
            context = replace(context, styles=frame.styles, room=body.bottom - top)

            def begin_page(page: int) -> tuple[float, float]:
                further = frame.begin(page, continued=True)
                return self._banner(page, further.top), further.bottom

            if frame.has_body:
                Flow(context.canvas, top, body.bottom, begin_page, page).draw(form.blocks(context))
        return frame

    def _template_frame(self, sheet: str, texts: FrameTexts) -> TemplateFrame | None:
        template = self.templates.get(sheet)
        return None if template is None else TemplateFrame(template, self.context, texts)

    def _banner(self, page: int, y: float) -> float:
        """Draw the banner of a rule pack that is not in force and return where blocks begin under it."""
        if not self.banner:
            return y
        banner = banner_block(self.banner, self.context.canvas, self.context.styles)
        banner.draw(page, y)
        return y + banner.height + banner.gap

    def _watermark(self, page: int) -> None:
        """Draw the word of the edition behind everything else."""
        canvas = self.context.canvas
        style = TextStyle(self.context.styles.title.family, _WATERMARK_PT, bold=True, color=_WATERMARK_COLOR)
        size = (style.width_mm(WATERMARK) * 1.05, style.line_height_mm)
        with canvas.drawing(WATERMARK_ID):
            label = canvas.rotated_text(page, canvas.middle_of(page), size, -45, WATERMARK, style)
        # to ask the layout for it would number all items anew, page by page
        label.setZValue(_OVER_THE_PAGE)
