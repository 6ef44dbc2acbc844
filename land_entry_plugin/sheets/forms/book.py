# SPDX-License-Identifier: GPL-2.0-or-later
"""The printed set of one parcel: forms one after the other, each on pages of its own, in one layout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsPrintLayout

from land_entry_plugin.errors import InputError
from land_entry_plugin.sheets import sentences
from land_entry_plugin.sheets.canvas import (
    BOTTOM_MM,
    LEFT_MM,
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    RIGHT_MM,
    RULE_LINE_MM,
    TOP_MM,
    WIDTH_MM,
    Align,
    Canvas,
)
from land_entry_plugin.sheets.edition import NOTICE, WATERMARK, Edition, edited
from land_entry_plugin.sheets.flow import Flow
from land_entry_plugin.sheets.fonts import Fonts, sheet_fonts
from land_entry_plugin.sheets.form import Line, draw_lines
from land_entry_plugin.sheets.forms.catalogue import FORMS
from land_entry_plugin.sheets.forms.context import Form, FormContext
from land_entry_plugin.sheets.survey_sheet import Summary
from land_entry_plugin.sheets.text_style import TextStyle, sheet_styles, wrap
from land_entry_plugin.sheets.verdict_band import banner_block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.core import QgsProject

# No text of the forms of GB/T 42547-2023 was at hand: the cells are those of the form set in use.
FORM_VERSION = "表式参照 GB/T 42547-2023"
# The one-page summary of a parcel is a sheet of the set.
SUMMARY = "SURVEY_SHEET"
SHEETS = (SUMMARY, *(form.id for form in FORMS))
_TITLE_GAP_MM = 3.0
_LONG_TITLE = 11
_ABOVE_RULE_MM = 3.0
_WATERMARK_PT, _WATERMARK_COLOR = 120.0, "#EDEDED"
WATERMARK_ID = "watermark"


@dataclass(frozen=True)
class _Page:
    """A size of paper: the width between the margins, and where the foot begins."""

    name: str
    width: float
    rule_y: float


_A4 = _Page("A4", WIDTH_MM, PAGE_HEIGHT_MM - BOTTOM_MM)
_PAGES = {"A4": _A4, "A3": _Page("A3", 297.0 - LEFT_MM - RIGHT_MM, 420.0 - BOTTOM_MM)}


def build_set(
    record: dict[str, Any],
    parcel: dict[str, Any],
    project: QgsProject,
    fonts: Fonts | None = None,
    sheets: Sequence[str] = SHEETS,
    edition: Edition = Edition.INTERNAL,
) -> QgsPrintLayout:
    """Return those of the named sheets that apply to a parcel as one layout, in the order of ``SHEETS``.

    The layers of its maps are added to ``project``, which has to outlive the layout. Raises InputError without a
    Chinese font, and where no sheet applies.
    """
    forms = [form for form in FORMS if form.id in sheets and form.applies(parcel)]
    if not forms and SUMMARY not in sheets:
        raise InputError("no_sheet_applies", parcel=parcel["parcel_id"] or str(parcel["row"]))
    canvas = Canvas(QgsPrintLayout(project))
    styles = sheet_styles(fonts or sheet_fonts())
    context = FormContext(record, edited(parcel, edition), canvas, project, styles, edition)
    canvas.layout.setName(f"地籍调查表 {context.parcel_code}")
    return _Book(context, forms, has_summary=SUMMARY in sheets).layout()


class _Book:
    """The set while it is being made."""

    def __init__(self, context: FormContext, forms: Sequence[Form], *, has_summary: bool) -> None:
        self.context, self.forms, self.has_summary = context, forms, has_summary
        self.banner = sentences.banner(context.record)
        self.is_public = context.edition is Edition.PUBLICATION
        self.notice = f"　{NOTICE}" if self.is_public else ""

    def layout(self) -> QgsPrintLayout:
        """Return the finished layout."""
        context, canvas = self.context, self.context.canvas
        # what draws the foot of each page; not kept, so that layout and project go in the order of who holds them
        feet: list[Callable[[int], None]] = []
        if self.has_summary:
            summary = Summary(context.record, context.parcel, context.project, context.styles, canvas, self.notice)
            summary.draw(0)
            feet += [summary.foot] * canvas.page_count
        for form in self.forms:
            page = canvas.add_page() if feet else 0
            first = _PAGES[form.paper(context.parcel)]
            canvas.set_paper(page, first.name)
            top = self._begin(form, first, page)
            flow = Flow(canvas, top, first.rule_y - _ABOVE_RULE_MM, self._continued(form), page)
            flow.draw(form.blocks(context))
            feet.append(partial(self._foot, form, first))
            feet += [partial(self._foot, form, _A4)] * (canvas.page_count - len(feet))
        for page, foot in enumerate(feet):
            foot(page)
            if self.is_public:
                self._watermark(page)
        return canvas.layout

    def _begin(self, form: Form, paper: _Page, page: int) -> float:
        """Draw title and banner of a form and return where its blocks begin."""
        style = self.context.styles.title
        if not form.has_title:
            return TOP_MM
        # long titles would not look spaced but torn
        title = " ".join(form.title) if len(form.title) < _LONG_TITLE and " " not in form.title else form.title
        return self._head(paper, page, title, style)

    def _continued(self, form: Form) -> Callable[[int], float]:
        style = TextStyle(self.context.styles.title.family, 12, bold=True)
        return lambda page: self._head(_A4, page, f"{form.title}（续）", style)

    def _head(self, paper: _Page, page: int, title: str, style: TextStyle) -> float:
        self.context.canvas.text(page, LEFT_MM + paper.width / 2, TOP_MM, [title], style, Align.CENTRE)
        y = TOP_MM + style.line_height_mm + _TITLE_GAP_MM
        if self.banner:
            banner = banner_block(self.banner, self.context.canvas, self.context.styles)
            banner.draw(page, y)
            y += banner.height + banner.gap
        return y

    def _watermark(self, page: int) -> None:
        """Draw the word of the edition behind everything else."""
        style = TextStyle(self.context.styles.title.family, _WATERMARK_PT, bold=True, color=_WATERMARK_COLOR)
        size = (style.width_mm(WATERMARK) * 1.05, style.line_height_mm)
        middle = (PAGE_WIDTH_MM / 2, PAGE_HEIGHT_MM / 2)
        label = self.context.canvas.rotated_text(page, middle, size, -45, WATERMARK, style)
        label.setId(WATERMARK_ID)
        self.context.canvas.layout.moveItemToBottom(label)

    def _foot(self, form: Form, paper: _Page, page: int) -> None:
        canvas, small = self.context.canvas, self.context.styles.small
        canvas.line(page, [(LEFT_MM, paper.rule_y), (LEFT_MM + paper.width, paper.rule_y)], RULE_LINE_MM)
        y = paper.rule_y + 0.8
        numbers = f"第 {page + 1} 页　共 {canvas.page_count} 页"
        canvas.text(page, LEFT_MM + paper.width, y, [numbers], small, Align.RIGHT)
        screening = self.context.record["run"]["screening_id"]
        text = f"{form.title}　{self.context.parcel_code}　核查编号 {screening}　{FORM_VERSION}{self.notice}"
        lines = wrap(text, small, paper.width - small.width_mm(numbers) - 4)
        draw_lines(canvas, page, LEFT_MM, y, [Line(line, small) for line in lines])
