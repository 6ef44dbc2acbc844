# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the Word templates of the ledger's documents.

Run it as ``python scripts/make_ledger_templates.py [FOLDER]`` after a change here; offices change the documents
themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from template_parts import save

from land_entry_plugin.jobs.ledger.documents import LEDGER_WIDTHS_MM
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Made
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

SERIF, SANS = "宋体", "黑体"
WIDE_MM = 257
LEFT, RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
SIGNATURES = "填表：　　　　　　　　　　　审核：　　　　　　　　　　　日期：　　　　年　　月　　日"


def document() -> Made:
    """Return an empty landscape page with a foot and the fonts of forms."""
    made = Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(20)
    section.top_margin, section.bottom_margin = Mm(14), Mm(14)
    section.footer_distance = Mm(8)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SERIF)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    foot = section.footer.paragraphs[0]
    foot.style = style
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE_MM), WD_TAB_ALIGNMENT.RIGHT)
    text(foot, "{{ foot }}\t第 ", 7)
    field(foot, "PAGE")
    text(foot, " 页　共 ", 7)
    field(foot, "NUMPAGES")
    text(foot, " 页", 7)
    return made


def text(paragraph: Paragraph, words: str, size: float = 9, *, bold: bool = False, font: str = SERIF) -> None:
    """Add text in a Chinese font."""
    run = paragraph.add_run(words)
    run.font.size, run.font.bold = Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def field(paragraph: Paragraph, name: str) -> None:
    """Add a page number."""
    run = paragraph.add_run()
    run.font.size = Pt(7)
    for kind, content in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = content
        run._element.append(element)


def line(made: Made, words: str, size: float = 9, align: WD_ALIGN_PARAGRAPH = LEFT, *, bold: bool = False,
         font: str = SERIF, before: float = 0, after: float = 0) -> None:  # fmt: skip
    """Add a paragraph."""
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    text(paragraph, words, size, bold=bold, font=font)


def top(made: Made) -> None:
    """Add title, head and banners."""
    line(made, "{{ title }}", 16, CENTRE, bold=True, font=SANS, after=4)
    line(made, "{{ head }}", 9, after=2)
    line(made, "{%p for banner in banners %}")
    line(made, "{{ banner }}", 9, bold=True, font=SANS, after=2)
    line(made, "{%p endfor %}")


def table(made: Made, widths_mm: Sequence[float]) -> Table:
    """Return a table with thin rules and fixed widths."""
    result = made.add_table(0, len(widths_mm))
    result.style, result.alignment, result.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(result.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return result


def row(to: Table, widths_mm: Sequence[float], cells: Sequence[str], aligns: Sequence[WD_ALIGN_PARAGRAPH], *,
        is_head: bool = False, bold: bool = False, size: float = 8.5, height_mm: float = 6.9) -> None:  # fmt: skip
    """Add a row; a head is repeated on every page, and no row is broken over two."""
    added = to.add_row()
    # a head has two lines, which offices suites set a little over a row that is just high enough
    added.height, added.height_rule = Mm(max(height_mm, 9.5) if is_head else height_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
    _mark(added, "w:cantSplit")
    if is_head:
        _mark(added, "w:tblHeader")
    for cell, width, words, align in zip(added.cells, widths_mm, cells, aligns, strict=True):
        _fill(cell, width, words, align, size, bold=bold or is_head)


def _mark(of: _Row, name: str) -> None:
    of._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(cell: _Cell, width: float, words: str, align: WD_ALIGN_PARAGRAPH, size: float, *, bold: bool) -> None:
    cell.width, cell.vertical_alignment = Mm(width), 1
    margins = OxmlElement("w:tcMar")
    for side in ("start", "end"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    text(paragraph, words, size, bold=bold, font=SANS if bold else SERIF)


def loop(to: Table, name: str, rows: str, widths_mm: Sequence[float], cells: Sequence[str],
         aligns: Sequence[WD_ALIGN_PARAGRAPH], *, bold: bool = False, size: float = 8.5) -> None:  # fmt: skip
    """Add a row for each of a list."""
    blank = [""] * (len(cells) - 1)
    row(to, widths_mm, [f"{{%tr for {name} in {rows} %}}", *blank], aligns)
    row(to, widths_mm, [f"{{{{ {name}.{cell} }}}}" if cell else "" for cell in cells], aligns, bold=bold, size=size)
    row(to, widths_mm, ["{%tr endfor %}", *blank], aligns)


def ledger() -> Made:
    """Return the ledger: 16 rows a page with their sum, the total on the last."""
    made = document()
    widths = LEDGER_WIDTHS_MM
    heads = ["序", "宗地代码", "结论", "坐落（村）", "面积\nm²", "面积\n亩", "其中\n农用地 m²", "永久基本\n农田 m²",
             "四　至\n（北；东；南；西）", "界址\n点数", "规划", "流转", "首要原因／下一步"]  # fmt: skip
    aligns = [CENTRE, CENTRE, CENTRE, LEFT, RIGHT, RIGHT, RIGHT, RIGHT, LEFT, CENTRE, LEFT, LEFT, LEFT]
    cells = ["number", "code", "verdict", "village", "area", "mu", "agricultural", "basic_farmland", "sides", "points",
             "planned", "circulation", "next"]  # fmt: skip
    line(made, "{%p for page in pages %}")
    top(made)
    line(made, "{{ total }}", 9, RIGHT, after=2)
    counts = table(made, [WIDE_MM / 4] * 4)
    four = [f"{{{{ counts.{name}.word }}}}　　{{{{ counts.{name}.count }}}} 宗　{{{{ counts.{name}.mu }}}} 亩"
            for name in ("prohibited", "undetermined", "review", "eligible")]  # fmt: skip
    row(counts, [WIDE_MM / 4] * 4, four, [CENTRE] * 4, bold=True, size=10, height_mm=8)
    line(made, "", 4)
    body = table(made, widths)
    row(body, widths, heads, [CENTRE] * len(heads), is_head=True, size=8)
    loop(body, "row", "page.rows", widths, cells, aligns, size=8)
    sums = ["", "title", "", "", "area", "mu", "agricultural", "basic_farmland", "", "", "", "", ""]
    loop(body, "sum", "page.sums", widths, sums, aligns, bold=True, size=8)
    line(made, "{{ note }}", 8, before=3)
    line(made, SIGNATURES, 9, after=0)
    line(made, "{%p if page.more %}")
    made.paragraphs[-1].paragraph_format.page_break_before = False
    made.add_page_break()
    line(made, "{%p endif %}")
    line(made, "{%p endfor %}")
    return made


def supply_plan() -> Made:
    """Return the annual supply plan with its totals by use and quarter."""
    made = document()
    top(made)
    widths = [8, 40, 36, 20, 14, 18, 16, 16, 16, 14, 21, 18, 20]
    heads = ["序", "宗地代码", "坐落", "面积\nm²", "面积\n亩", "用途", "供应\n季度", "入市\n方式",
             "交易\n方式", "年期\n（年）", "起始价\n（万元）", "结论", "状态"]  # fmt: skip
    aligns = [CENTRE, CENTRE, LEFT, RIGHT, RIGHT, *[CENTRE] * 5, RIGHT, CENTRE, CENTRE]
    cells = ["number", "code", "place", "area", "mu", "use", "quarter", "entry_way", "trade_form", "term",
             "start_price", "verdict", "status"]  # fmt: skip
    body = table(made, widths)
    row(body, widths, heads, [CENTRE] * len(heads), is_head=True)
    loop(body, "row", "rows", widths, cells, aligns)
    total = ["", "合计　{{ sums.count }} 宗", "", "{{ sums.area }}", "{{ sums.mu }}", *[""] * 8]
    row(body, widths, total, aligns, bold=True)
    line(made, "按用途和季度汇总", 10, bold=True, font=SANS, after=2)
    made.paragraphs[-1].paragraph_format.space_before = Pt(8)
    keys = [f"{quarter}_{name}" for quarter in ("q1", "q2", "q3", "q4", "open") for name in ("count", "area")]
    keys += ["count", "area"]
    widths = [27, *[13, 25.3] * 6]
    titles = ("一季度", "二季度", "三季度", "四季度", "待补", "全年")
    totals = table(made, widths)
    row(totals, widths, ["用途", *(f"{title}\n{unit}" for title in titles for unit in ("宗数", "面积 m²"))],
        [CENTRE] * 13, is_head=True)  # fmt: skip
    loop(totals, "use", "uses", widths, ["use", *keys], [CENTRE, *[RIGHT] * 12])
    row(totals, widths, ["合计", *(f"{{{{ sums.{key} }}}}" for key in keys)], [CENTRE, *[RIGHT] * 12], bold=True)
    line(made, "{{ note }}", 8, before=3)
    line(made, SIGNATURES, 9)
    return made


def notice() -> Made:
    """Return the public notice."""
    made = document()
    top(made)
    widths = [40, 37, 22, 20, 14, 50, 22, 22, 30]
    heads = [
        "地块编号",
        "坐落",
        "面积\n（m²）",
        "用途",
        "年期\n（年）",
        "规划条件",
        "起始价\n（万元）",
        "保证金\n（万元）",
        "使用条件",
    ]
    aligns = [CENTRE, LEFT, RIGHT, CENTRE, CENTRE, LEFT, RIGHT, RIGHT, LEFT]
    cells = ["code", "place", "area", "use", "term", "conditions", "start_price", "deposit", "use_conditions"]
    body = table(made, widths)
    row(body, widths, heads, [CENTRE] * len(heads), is_head=True)
    loop(body, "row", "rows", widths, cells, aligns)
    row(body, widths, ["合计　{{ sums.count }} 宗", "", "{{ sums.area }}", *[""] * 6], aligns, bold=True)
    line(made, "{{ note }}", 8, before=3)
    line(made, "{%p if doubts %}")
    line(made, "公告前须核清结论：{{ doubts|join('、') }}。", 8, bold=True, font=SANS)
    line(made, "{%p endif %}")
    return made


def supervision() -> Made:
    """Return what contracts oblige to."""
    made = document()
    top(made)
    due = "已逾期 {{ sums.overdue }} 项，即将到期 {{ sums.soon }} 项，期限待补 {{ sums.not_stated }} 项。"
    line(made, "共 {{ sums.count }} 项：" + due, 9, after=2)
    widths = [10, 40, 62, 27, 18, 27, 27, 46]
    heads = ["序", "宗地代码", "坐落", "入市日期", "事项", "约定日期", "实际日期", "情况"]
    aligns = [CENTRE, CENTRE, LEFT, *[CENTRE] * 4, LEFT]
    body = table(made, widths)
    row(body, widths, heads, [CENTRE] * len(heads), is_head=True)
    loop(body, "row", "rows", widths, ["number", "code", "place", "since", "duty", "due", "done", "standing"], aligns)
    line(made, "{{ note }}", 8, before=3)
    line(made, SIGNATURES, 9)
    return made


TEMPLATES = {"LEDGER": ledger, "SUPPLY_PLAN": supply_plan, "NOTICE": notice, "SUPERVISION": supervision}


def main(folder: Path) -> None:
    """Write all of them."""
    for name, make in TEMPLATES.items():
        made = make()
        # the program that makes it names itself
        made.core_properties.author = made.core_properties.comments = ""
        save(made, folder / f"{name}.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("templates"))
