# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts that Word templates are made of: pages with head and foot, tables with ruled cells, loops over rows."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docx.document import Document as Made

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
LABEL, VALUE, NUMBER, HEAD, TITLE, SMALL = "label", "value", "number", "head", "title", "small"
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# Font and size of each kind of text.
_STYLES = {
    LABEL: (SONG, 9, False),
    VALUE: (SONG, 9, False),
    NUMBER: (SONG, 9, False),
    HEAD: (HEI, 9, False),
    TITLE: (HEI, 16, False),
    SMALL: (SONG, 7.5, False),
}
WIDTH_MM = 165
# A fixed time, so that equal templates are equal files.
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
# Eighths of a point: 0.4 mm around, 0.15 mm inside.
_FRAME, _RULE = 9, 4


# The order in which Word wants properties, as far as they are used here.
_ORDERS = {
    "w:tblPr": ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
    "w:pPr": ("pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "spacing", "jc", "rPr"),
    "w:trPr": ("cantSplit", "trHeight", "tblHeader"),
}


@dataclass(frozen=True)
class Cell:
    """A cell: lines begin new paragraphs, so that loops can stand in it."""

    text: str = ""
    kind: str = VALUE
    align: Any = LEFT
    span: int = 1
    merge: str = ""
    size_pt: float | None = None
    is_top: bool = False
    height_mm: float | None = None


def save(made: Sheet | Made, path: Path) -> None:
    """Write a template with fixed times, so that it changes only where its contents do."""
    raw = io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, package.read(name))


def label(text: str, kind: str = LABEL, *, align: Any = CENTRE, **more: Any) -> Cell:
    """Return a cell that names another one."""
    return Cell(text, kind, align, **more)


def value(text: str, kind: str = VALUE, *, align: Any = LEFT, **more: Any) -> Cell:
    """Return a cell with a value."""
    return Cell(text, kind, align, **more)


def joined(span: int = 1) -> Cell:
    """Return a cell that goes on with the one above."""
    return Cell(span=span, merge="continue")


def staggered(points: list[str], edges: list[str]) -> list[list[Cell] | str]:
    """Return the rows of a table in which the cells of edges stand between those of points.

    Two half rows a point: its own cells span both, those of an edge the second and the first of the next point.
    """
    blank = [value("", merge="restart") for _ in edges]
    own = [value(text, NUMBER, align=CENTRE, merge="restart") for text in points]
    rest, of_before = [joined() for _ in points], [joined() for _ in edges]
    own_edges = [value(text, NUMBER, align=CENTRE, merge="restart") for text in edges]
    return [
        "for point in points",
        "if point.ring_title",
        [label("{{ point.ring_title }}", span=len(points) + len(edges))],
        "endif",
        "if point.is_first",
        [*own, *blank],
        "else",
        [*own, *of_before],
        "endif",
        "if point.is_last",
        [*rest, *blank],
        "else",
        [*rest, *own_edges],
        "endif",
        "endfor",
    ]


class Sheet:
    """A template while it is made."""

    def __init__(self, name: str) -> None:
        self.document = Document()
        self.name = name
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(25), Mm(20)
        section.top_margin, section.bottom_margin = Mm(17), Mm(17)
        section.header_distance, section.footer_distance = Mm(8), Mm(7)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(9)
        _fonts(normal.element.get_or_add_rPr(), SONG)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = "Land Entry"
        properties.title, properties.comments = name, ""
        properties.created = properties.modified = datetime(2026, 1, 1)
        self._head(section)
        self._foot(section)

    def save(self, target: BinaryIO) -> None:
        """Write the template; Word asks for a certain order of properties."""
        section = self.document.sections[0]
        for root in (self.document.element, section.header._element, section.footer._element):
            for tag, order in _ORDERS.items():
                for properties in root.iter(qn(tag)):
                    properties[:] = sorted(properties, key=lambda one, order=order: order.index(_tag(one)))
        self.document.save(target)

    def title(self, text: str, *, on_new_page: bool = False) -> None:
        """Put the title of a sheet."""
        spaced = " ".join(text) if len(text) < 11 else text
        paragraph = self.paragraph(spaced, TITLE, align=CENTRE, space_after_mm=3)
        paragraph.paragraph_format.page_break_before = on_new_page

    def heading(self, text: str) -> None:
        """Put a heading, which stays with what follows."""
        paragraph = self.paragraph(text, HEAD, space_before_mm=2, space_after_mm=1)
        paragraph.paragraph_format.keep_with_next = True

    def gap(self) -> None:
        """Keep two tables apart."""
        self.paragraph("", size_pt=3)

    def when_begin(self, condition: str) -> None:
        """Begin what is there only under a condition."""
        self.paragraph(f"{{%p if {condition} %}}")

    def when_end(self) -> None:
        """End it."""
        self.paragraph("{%p endif %}")

    def when(self, condition: str, text: str) -> None:
        """Put a paragraph that is there only under a condition."""
        self.paragraph(f"{{%p if {condition} %}}\n{text}\n{{%p endif %}}")

    @contextmanager
    def only_if(self, condition: str, title: str, *, has_title: bool) -> Iterator[None]:
        """Put a sheet that is there only under a condition, on pages of its own."""
        self.paragraph(f"{{%p if {condition} %}}")
        if has_title:
            self.title(title, on_new_page=True)
        yield
        self.paragraph("{%p endif %}")

    def paragraph(
        self,
        text: str,
        kind: str = VALUE,
        *,
        align: Any = LEFT,
        size_pt: float | None = None,
        space_before_mm: float = 0,
        space_after_mm: float = 0,
    ) -> Any:
        """Put paragraphs, a line each, and return the last."""
        paragraph = None
        for line in text.split("\n"):
            paragraph = self.document.add_paragraph()
            _write(paragraph, line, kind, align, size_pt)
            paragraph.paragraph_format.space_before = Mm(space_before_mm)
            paragraph.paragraph_format.space_after = Mm(space_after_mm)
        return paragraph

    def signatures(self, *roles: str) -> None:
        """Put the line that is signed by hand."""
        texts = [*(f"{role}：" for role in roles), "日期：　　　　年　　月　　日"]
        width = WIDTH_MM / len(texts)
        # two tables with nothing between them are one
        self.gap()
        self._keep_together()
        self.table([width] * len(texts), [[value(text) for text in texts]], height_mm=9, has_rules=False)
        self.paragraph("", size_pt=2)

    def _keep_together(self) -> None:
        """Keep the paragraphs since the last table on the page of what follows."""
        for element in reversed(self.document.element.body):
            if element.tag == qn("w:tbl"):
                return
            if element.tag == qn("w:p"):
                Paragraph(element, None).paragraph_format.keep_with_next = True

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[Cell] | str],
        *,
        height_mm: float,
        body_height_mm: float | None = None,
        head: int = 0,
        has_rules: bool = True,
        may_split: bool = False,
    ) -> None:
        """Put a table; a text instead of a row is a statement (``for row in rows``), ``head`` rows repeat."""
        table = self.document.add_table(0, len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _rules(table, has_rules=has_rules)
        for width, column in zip(widths, table.columns, strict=True):
            column.width = Mm(width)
        for i, row in enumerate(rows):
            cells = [Cell(f"{{%tr {row} %}}", SMALL, span=len(widths))] if isinstance(row, str) else row
            least = body_height_mm if body_height_mm and i >= head else height_mm
            least = next((cell.height_mm for cell in cells if cell.height_mm), least)
            if i < head:
                least = max(least, 7)
            self._row(table, widths, cells, least, is_head=i < head, may_split=may_split)

    def _row(
        self,
        table: Any,
        widths: Sequence[float],
        cells: Sequence[Cell],
        height_mm: float,
        *,
        is_head: bool,
        may_split: bool,
    ) -> None:
        row = table.add_row()
        row.height, row.height_rule = Mm(height_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
        properties = row._tr.get_or_add_trPr()
        if not may_split:
            properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for unused in list(row._tr.iterchildren(qn("w:tc"))):
            row._tr.remove(unused)
        column = 0
        for cell in cells:
            element = OxmlElement("w:tc")
            row._tr.append(element)
            _cell(element, cell, sum(widths[column : column + cell.span]))
            column += cell.span
        if column != len(widths):
            raise ValueError(f"{column} columns of {len(widths)}: {[cell.text for cell in cells]}")

    def _head(self, section: Any) -> None:
        header = section.header
        _write(header.paragraphs[0], "{% if notice %}{{ notice }}{% endif %}", HEAD, RIGHT, 8)
        for text in ("{%p if banner %}", "{{ banner }}", "{%p endif %}"):
            paragraph = header.add_paragraph()
            _write(paragraph, text, HEAD, LEFT, 9)
            _edges(paragraph, ("top", "left", "bottom", "right"), _FRAME)
            paragraph.paragraph_format.space_after = Mm(2)

    def _foot(self, section: Any) -> None:
        footer = section.footer
        first = footer.paragraphs[0]
        first.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_ALIGN_PARAGRAPH.RIGHT)
        _edges(first, ("top",), _RULE)
        _write(first, f"{self.name}　{{{{ parcel_code }}}}　核查编号 {{{{ screening_id }}}}\t第 ", SMALL, LEFT, 7)
        _field(first, "PAGE")
        _write(first, " 页　共 ", SMALL, LEFT, 7)
        _field(first, "NUMPAGES")
        _write(first, " 页", SMALL, LEFT, 7)
        _write(footer.add_paragraph(), "{{ form_version }}　{{ disclaimer }}", SMALL, LEFT, 7)


def _cell(element: Any, cell: Cell, width_mm: float) -> None:
    properties = OxmlElement("w:tcPr")
    element.append(properties)
    _set(properties, "w:tcW", w=str(int(Mm(width_mm).twips)), type="dxa")
    if cell.span > 1:
        _set(properties, "w:gridSpan", val=str(cell.span))
    if cell.merge:
        _set(properties, "w:vMerge", val=cell.merge)
    _set(properties, "w:vAlign", val="top" if cell.is_top else "center")
    for line in cell.text.split("\n"):
        paragraph = OxmlElement("w:p")
        element.append(paragraph)
        _write(Paragraph(paragraph, None), line, cell.kind, cell.align, cell.size_pt)


def _set(parent: Any, tag: str, **values: str) -> None:
    child = OxmlElement(tag)
    for name, text in values.items():
        child.set(qn(f"w:{name}"), text)
    parent.append(child)


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _write(paragraph: Any, text: str, kind: str, align: Any, size_pt: float | None) -> None:
    """Write a text in the font of its kind; Chinese signs and others have fonts of their own."""
    family, size, is_bold = _STYLES[kind]
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size_pt or size)
    run.font.bold = is_bold
    _fonts(run._r.get_or_add_rPr(), family)


def _fonts(properties: Any, family: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", family)):
        fonts.set(qn(f"w:{name}"), font)
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        _write(paragraph, "", SMALL, paragraph.alignment, 7)
        run = paragraph.runs[-1]._r
        for old in run.findall(qn("w:t")):
            run.remove(old)
        if kind in ("begin", "separate", "end"):
            _set(run, "w:fldChar", fldCharType=kind)
        else:
            element = OxmlElement("w:t" if kind == "text" else "w:instrText")
            element.text = text
            run.append(element)


def _rules(table: Any, *, has_rules: bool) -> None:
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = _RULE if edge.startswith("inside") else _FRAME
        _set(borders, f"w:{edge}", val="single" if has_rules else "nil", sz=str(size), space="0", color="000000")
    properties.append(borders)
    layout = properties.find(qn("w:tblLayout"))
    if layout is None:
        layout = OxmlElement("w:tblLayout")
        properties.append(layout)
    layout.set(qn("w:type"), "fixed")
    margins = OxmlElement("w:tblCellMar")
    for edge, width in (("top", 0.4), ("left", 1.0), ("bottom", 0.4), ("right", 1.0)):
        _set(margins, f"w:{edge}", w=str(int(Mm(width).twips)), type="dxa")
    properties.append(margins)


def _edges(paragraph: Any, edges: Sequence[str], size: int) -> None:
    borders = OxmlElement("w:pBdr")
    for edge in edges:
        _set(borders, f"w:{edge}", val="single", sz=str(size), space="2", color="000000")
    paragraph._p.get_or_add_pPr().append(borders)
