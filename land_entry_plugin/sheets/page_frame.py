# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands around the body of a page: title, foot and page number, as the plugin has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from land_entry_plugin.sheets.canvas import (
    BOTTOM_MM,
    LEFT_MM,
    PAGE_HEIGHT_MM,
    RIGHT_MM,
    RULE_LINE_MM,
    TOP_MM,
    WIDTH_MM,
    Align,
    Canvas,
)
from land_entry_plugin.sheets.form import Line, draw_lines
from land_entry_plugin.sheets.text_style import Styles, TextStyle, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE_GAP_MM = 3.0
ABOVE_RULE_MM = 3.0
_LONG_TITLE = 11
_CONTINUED_PT = 12
_FOOT_GAP_MM = 0.8
# Items of a page, by the ids that templates give them.
TITLE, BODY, FOOT, FOOT_LINE, PAGE_NUMBER = "title", "body", "foot", "foot_line", "page_number"


@dataclass(frozen=True)
class Paper:
    """A size of paper: the width between the margins, and where the foot begins."""

    name: str
    width: float
    rule_y: float


A4 = Paper("A4", WIDTH_MM, PAGE_HEIGHT_MM - BOTTOM_MM)
PAPERS = {"A4": A4, "A3": Paper("A3", 297.0 - LEFT_MM - RIGHT_MM, 420.0 - BOTTOM_MM)}


@dataclass(frozen=True)
class FrameTexts:
    """What a frame says.

    Attributes
    ----------
    title : str
        Without the blanks that space it.
    foot : tuple of str
        Lines of the foot.
    has_title : bool
        Whether the title stands at the head of the first page.
    """

    title: str
    foot: tuple[str, ...]
    has_title: bool = True

    @property
    def spaced(self) -> str:
        """Return the title as it is printed; long ones would not look spaced but torn."""
        return " ".join(self.title) if len(self.title) < _LONG_TITLE and " " not in self.title else self.title

    @property
    def continued(self) -> str:
        """Return the title of a further page."""
        return f"{self.title}（续）"


def foot_lines(record: dict[str, Any], title: str, parcel_code: str, *second: str) -> tuple[str, ...]:
    """Return the foot: form, parcel and the number by which the record is found; under it what else it has to say."""
    first = f"{title}　{parcel_code}　核查编号 {record['run']['screening_id']}"
    return (first, "　".join(text for text in second if text))


def page_number(page: int, count: int) -> str:
    """Return the number of a page, counted from 0."""
    return f"第 {page + 1} 页　共 {count} 页"


@dataclass(frozen=True)
class Body:
    """Where the blocks of a page stand: how far they are moved to the right, upper and lower edge."""

    shift_x: float
    top: float
    bottom: float


class Frame(Protocol):
    """Draws what stands around the body."""

    canvas: Canvas
    styles: Styles

    @property
    def has_body(self) -> bool:
        """Return whether the form's own blocks are drawn."""
        ...

    def begin(self, page: int, *, continued: bool = False) -> Body:
        """Prepare a page, which is there already, and return its body."""
        ...

    def finish(self, page: int) -> None:
        """Draw what has to know how many pages there are."""
        ...


class HouseFrame:
    """The frame of a form for which the user has no template."""

    has_body = True

    def __init__(
        self,
        canvas: Canvas,
        styles: Styles,
        texts: FrameTexts,
        paper: Paper = A4,
        *,
        title_gap: float = TITLE_GAP_MM,
        above_rule: float = ABOVE_RULE_MM,
    ) -> None:
        self.canvas, self.styles, self.texts, self.paper = canvas, styles, texts, paper
        self.title_gap, self.above_rule = title_gap, above_rule
        self._papers: dict[int, Paper] = {}

    def begin(self, page: int, *, continued: bool = False) -> Body:
        """Draw the title and return the body; further pages are A4."""
        paper = self._papers[page] = A4 if continued else self.paper
        self.canvas.set_paper(page, paper.name)
        bottom = paper.rule_y - self.above_rule
        if not continued and not self.texts.has_title:
            return Body(0.0, TOP_MM, bottom)
        style = self.styles.title
        if continued:
            style = TextStyle(style.family, _CONTINUED_PT, bold=True)
        text = self.texts.continued if continued else self.texts.spaced
        with self.canvas.drawing(TITLE):
            self.canvas.text(page, LEFT_MM + paper.width / 2, TOP_MM, [text], style, Align.CENTRE)
        return Body(0.0, TOP_MM + style.line_height_mm + self.title_gap, bottom)

    def finish(self, page: int) -> None:
        """Draw the foot."""
        canvas, small, paper = self.canvas, self.styles.small, self._papers[page]
        ends = [(LEFT_MM, paper.rule_y), (LEFT_MM + paper.width, paper.rule_y)]
        with canvas.drawing(FOOT_LINE):
            canvas.line(page, ends, RULE_LINE_MM)
        y = paper.rule_y + _FOOT_GAP_MM
        numbers = page_number(page, canvas.page_count)
        with canvas.drawing(PAGE_NUMBER):
            canvas.text(page, LEFT_MM + paper.width, y, [numbers], small, Align.RIGHT)
        lines = wrapped_foot(self.texts.foot, small, paper.width, small.width_mm(numbers) + 4)
        with canvas.drawing(FOOT):
            draw_lines(canvas, page, LEFT_MM, y, [Line(line, small) for line in lines])


def wrapped_foot(foot: Sequence[str], style: TextStyle, width: float, taken: float) -> list[str]:
    """Return the lines of a foot; beside the first, ``taken`` millimetres belong to the page number."""
    first, *others = foot
    lines = wrap(first, style, width - taken)
    return [*lines, *(line for text in others if text for line in wrap(text, style, width - 1))]
