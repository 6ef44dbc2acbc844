# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes ``resources/templates/ENTRY_PLAN.docx``, the template of the entry plan (入市方案), as Word writes it.

Run it as ``python scripts/make_entry_plan_template.py [FOLDER]`` after a change; what may stand in the template says
``resources/templates/ENTRY_PLAN.yaml``.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from template_parts import save

TEMPLATES = Path(__file__).resolve().parents[1] / "resources" / "templates"
NAME = "ENTRY_PLAN.docx"
SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
TEXT_PT, SMALL_PT, HEADING_PT, TITLE_PT = 10.5, 8, 13, 20
MARGIN_MM, WIDTH_MM = 24, 162
RED, GREY = RGBColor(0xB4, 0x23, 0x18), RGBColor(0x5C, 0x65, 0x70)
HEAD_FILL, LABEL_FILL, CONFLICT_FILL, OPEN_FILL = "EEF1F4", "F7F8FA", "FBE9E7", "FFF8E1"
LINES_MM = (42, 72, 48)
_FIRST_OF_LISTS = 3


def make_template(folder: Path) -> Path:
    """Write the template to a folder."""
    document = Document()
    _page(document)
    _first_page(document)
    _paragraph(document, "{%p for section in sections %}")
    _paragraph(document, "{{ section.title }}", style="Heading 2")
    _lines(document, "line", "section.lines")
    _paragraph(document, '{%p if section.id == "proceeds" %}')
    _sharing(document)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p endfor %}")
    _signatures(document)
    _annexes(document)
    folder.mkdir(parents=True, exist_ok=True)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "Land Entry"
    properties.title, properties.comments = "入市方案", ""
    properties.created = properties.modified = datetime(2026, 1, 1)
    save(document, folder / NAME)
    return folder / NAME


def _page(document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    for name, size, font in (
        ("Normal", TEXT_PT, SONG),
        ("Heading 1", HEADING_PT + 1, HEI),
        ("Heading 2", HEADING_PT, HEI),
    ):
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _fonts(style.element.get_or_add_rPr(), font)
        style.paragraph_format.space_before = Pt(0 if name == "Normal" else 12)
        style.paragraph_format.space_after = Pt(0 if name == "Normal" else 4)
    header = section.header.paragraphs[0]
    header.text = ""
    _run(header, "农村集体经营性建设用地入市方案　{{ parcel_id }}", SMALL_PT, colour=GREY)
    banner = section.header.add_paragraph()
    _run(banner, "{% if banner %}{{ banner }}{% endif %}", SMALL_PT + 1, HEI, RED)
    # the figures of fields take the size of the style
    document.styles["Footer"].font.size = Pt(SMALL_PT)
    document.styles["Footer"].font.color.rgb = GREY
    footer = section.footer.paragraphs[0]
    _run(footer, "核查编号 {{ screening_id }}　规则包 {{ pack_id }}　方案日期 {{ as_of }}　第 ", SMALL_PT, colour=GREY)
    _field(footer, "PAGE")
    _run(footer, " 页　共 ", SMALL_PT, colour=GREY)
    _field(footer, "NUMPAGES")
    _run(footer, " 页", SMALL_PT, colour=GREY)


def _first_page(document) -> None:
    _paragraph(document, "农村集体经营性建设用地入市方案", TITLE_PT, HEI, align=WD_ALIGN_PARAGRAPH.CENTER, after=4)
    _paragraph(document, "宗地 {{ parcel_id }}", TEXT_PT + 1.5, align=WD_ALIGN_PARAGRAPH.CENTER, after=10)
    table = _table(document, (38, 124))
    for label, text in (
        ("坐落", "{{ line.location }}"),
        ("入市主体", "{{ line.entering_body }}"),
        ("面积和用途", "{{ line.area }}；{{ line.use }}"),
        (
            "方式和期限",
            "{{ line.entry_way }}，{{ line.trade_form }}；使用年限 {{ line.term_years }}，"
            "租赁年限 {{ line.lease_years }}",
        ),
        ("起始价", "{{ line.start_price }}"),
        ("调节金", "{{ line.levy }}"),
        ("归集体的净收益", "{{ line.retained }}"),
        ("核查结论", "{{ verdict }}（筛查基准日 {{ screened_as_of }}）"),
    ):
        _row(table, (label, text), label=True)
    for condition, title, rows, fill in (
        ("contradictions", "与规定或与自身矛盾，须先处理", "contradictions", CONFLICT_FILL),
        ("open_points", "待补和待核事项", "open_points", OPEN_FILL),
    ):
        _paragraph(document, f"{{%p if {condition} %}}")
        _paragraph(document, title, HEADING_PT - 1, HEI, before=10, after=3, keep=True)
        table = _table(document, (10, 106, 46))
        _row(table, ("序", "事项", "出处和依据"), head=True, fill=fill)
        _carrier(table, f"{{%tr for one in {rows} %}}")
        _row(
            table,
            ("{{ one.number }}", "{{ one.text }}", "{{ one.source }}{% if one.basis %}；{{ one.basis }}{% endif %}"),
            small=(2,),
        )
        _carrier(table, "{%tr endfor %}")
        _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p for notice in notices %}")
    _paragraph(document, "注意：{{ notice }}", TEXT_PT - 1, colour=RED, before=4)
    _paragraph(document, "{%p endfor %}")


def _lines(document, name: str, rows: str) -> None:
    table = _table(document, LINES_MM)
    _row(table, ("项目", "内容", "来源和依据"), head=True)
    _carrier(table, f"{{%tr for {name} in {rows} %}}")
    _row(
        table, (f"{{{{ {name}.title }}}}", f"{{{{ {name}.text }}}}", f"{{{{ {name}.source }}}}"), label=True, small=(2,)
    )
    _carrier(table, "{%tr endfor %}")


def _sharing(document) -> None:
    _paragraph(document, "收益分配表", before=8, after=3, keep=True)
    table = _table(document, (48, 18, 58, 38))
    _row(table, ("分配给", "比例", "金额", "来源和依据"), head=True)
    _carrier(table, "{%tr for part in parts %}")
    _row(
        table,
        ("{{ part.title }}", "{{ part.share }}", "{{ part.amount }}", "{{ part.source }}"),
        label=True,
        small=(3,),
    )
    _carrier(table, "{%tr endfor %}")
    _row(
        table,
        ("合计（缴纳调节金后归集体的净收益）", "{{ parts_share }}", "{{ line.retained }}", "= 净收益 − 调节金"),
        label=True,
        small=(3,),
    )


def _signatures(document) -> None:
    text = (
        "说明：本方案各数取自筛查记录（核查编号 {{ screening_id }}）、核查答复（{{ answers }}）和规则包（{{ pack }}），"
        "每项注明来源；「待补」为尚无人答复或无规定，不按 0 计；「/」为不适用。金额四舍五入到分，元与万元为同一数。"
        "依据文件：{{ documents }}。"
    )
    _paragraph(document, text, SMALL_PT + 0.5, colour=GREY, before=8, after=8)
    table = _table(document, (54, 54, 54))
    _row(table, ("入市主体（盖章）", "镇人民政府（街道办事处）审核", "自然资源主管部门审核"), head=True)
    _row(table, ("\n\n\n　　年　月　日",) * 3)


def _annexes(document) -> None:
    document.add_section(WD_SECTION.NEW_PAGE)
    _paragraph(document, "合同附件", style="Heading 1")
    _paragraph(document, "附件 1　平面界址图", style="Heading 2")
    _paragraph(document, "{%p if map %}")
    _paragraph(document, "{{ map }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(document, "{%p else %}")
    _paragraph(document, "待补（宗地没有可用的图形）")
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "附件 2　竖向界限", style="Heading 2")
    _paragraph(document, "{{ heights }}")
    for number, title, rows in (
        (3, "规划条件", "planning"),
        (4, "产业准入要求", "access"),
        (5, "生态环境保护要求", "ecology"),
        (6, "监管协议要点", "supervision"),
    ):
        heading = _paragraph(document, f"附件 {number}　{title}", style="Heading 2")
        heading.paragraph_format.page_break_before = number == _FIRST_OF_LISTS
        _lines(document, "line_of_annex", rows)
    heading = _paragraph(document, "附件 7　界址点成果", style="Heading 2")
    heading.paragraph_format.page_break_before = True
    _paragraph(document, "{{ projection }}", SMALL_PT + 0.5, colour=GREY, after=3)
    _paragraph(document, "{%p for ring in rings %}")
    _paragraph(document, "{{ ring.title }}", before=4, after=2, keep=True)
    table = _table(document, (30, 48, 48, 36))
    _row(table, ("点号", "X（北）m", "Y（东）m", "到下一点 m"), head=True)
    _carrier(table, "{%tr for point in ring.points %}")
    _row(table, ("{{ point.number }}", "{{ point.x }}", "{{ point.y }}", "{{ point.length }}"))
    _carrier(table, "{%tr endfor %}")
    _paragraph(document, "{%p endfor %}")


def _paragraph(
    document, text, size=TEXT_PT, font=SONG, *, colour=None, align=None, before=0, after=0, style=None, keep=False
):
    paragraph = document.add_paragraph(style=style)
    if style:
        paragraph.add_run(text)
        return paragraph
    _run(paragraph, text, size, font, colour)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.keep_with_next = keep
    paragraph.alignment = align
    return paragraph


def _run(paragraph, text, size, font=SONG, colour=None):
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _fonts(run._r.get_or_add_rPr(), font)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _fonts(properties, font) -> None:
    """Name a font for Chinese and for latin characters."""
    found = properties.find(qn("w:rFonts"))
    if found is None:
        found = OxmlElement("w:rFonts")
        properties.insert(0, found)
    for key in list(found.attrib):
        del found.attrib[key]
    for key, family in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        found.set(qn(f"w:{key}"), family)


def _field(paragraph, name) -> None:
    """Put a figure that Word fills in."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        run = _run(paragraph, "", SMALL_PT, colour=GREY)
        for old in run._r.findall(qn("w:t")):
            run._r.remove(old)
        element = OxmlElement({"": "w:instrText", "text": "w:t"}.get(kind, "w:fldChar"))
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _table(document, widths_mm):
    table = document.add_table(0, len(widths_mm), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def _row(table, texts, *, head=False, label=False, small=(), fill=HEAD_FILL) -> None:
    row = table.add_row()
    _flag(row, "w:cantSplit")
    if head:
        _flag(row, "w:tblHeader")
    for i, (cell, text, column) in enumerate(zip(row.cells, texts, table.columns, strict=True)):
        cell.width = column.width
        is_small = i in small
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        font = HEI if head else SONG
        _run(paragraph, text, SMALL_PT if is_small else TEXT_PT - 0.5, font, GREY if is_small else None)
        if head or (label and i == 0):
            _shade(cell, fill if head else LABEL_FILL)


def _carrier(table, text) -> None:
    """Add a row that only begins or ends a loop; filling in takes it away."""
    table.add_row().cells[0].text = text


def _flag(row, name) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell, fill) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


if __name__ == "__main__":
    print(make_template(Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES))
