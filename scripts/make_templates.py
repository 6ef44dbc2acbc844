# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the Word templates of the survey set in ``resources/templates``.

Run it as ``python scripts/make_templates.py [FOLDER]`` after a change here; offices change the documents themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from template_parts import CENTRE, HEAD, NUMBER, RIGHT, SMALL, TITLE, Cell, Sheet, joined, label, save, staggered, value

from land_entry_plugin.cadastre.boundary_rows import RUNS_NOTE
from land_entry_plugin.cadastre.document_context import SHEETS
from land_entry_plugin.cadastre.finding_lines import TITLES
from land_entry_plugin.paths import resource

FINDINGS_MM = (8, 24, 18, 19, 17, 79)
SIDES = (("北", "ZDSZB"), ("东", "ZDSZD"), ("南", "ZDSZN"), ("西", "ZDSZX"))


def cell_of(name: str, **more: object) -> Cell:
    """Return a cell that shows a cell of the forms."""
    return value(f"{{{{ cell.{name} }}}}", **more)


def cover(sheet: Sheet) -> None:
    """封面."""
    sheet.paragraph("", space_before_mm=42)
    sheet.paragraph("地　籍　调　查　表", TITLE, size_pt=30, align=CENTRE, space_after_mm=58)
    entries = (
        ("宗地代码：", "{{ parcel_code }}"),
        ("坐　　落：", "{{ cell.ZL }}"),
        ("所有权人：", "{{ cell.SYQR }}"),
        ("调查单位：", "待补"),
        ("调查时间：", "{{ survey_date }}"),
    )
    rows = [[label(name, size_pt=13, align=RIGHT), value(text, size_pt=13)] for name, text in entries]
    sheet.table((45, 100), rows, height_mm=15, has_rules=False)


def basic_info(sheet: Sheet) -> None:
    """宗地基本信息表."""
    kinds = (("权利人类型", "QLRLX"), ("证件种类", "ZJZL"), ("证件号", "ZJH"), ("通讯地址", "TXDZ"))
    rows = [
        [label("权\n利\n人", merge="restart"), label("所 有 权"), cell_of("SYQR", span=4)],
        *(
            [
                joined(),
                label("使 用 权", merge="restart") if i == 0 else joined(),
                cell_of("TDSYZ", span=2, merge="restart") if i == 0 else joined(2),
                label(title),
                cell_of(name),
            ]
            for i, (title, name) in enumerate(kinds)
        ),
        pair("权利类型", "QLLX", "权利性质", "QLXZ"),
        [label("土地权属来源\n证明材料", span=2), value("{{ source }}", span=4)],
        wide("坐　　落", "ZL"),
        *person("法定代表人\n或负责人", "FDDBR"),
        *person("代　理　人", "DLR"),
        pair("权利设定方式", "QLSDFS", "国民经济行业\n分类代码", "GMJJHYDM"),
        pair("预编宗地代码", "YBZDDM", "宗 地 代 码", "ZDDM"),
        wide("不动产单元号", "BDCDYH"),
        pair("所在图幅比例尺", "BLC", "图　幅　号", "TFH"),
        *(
            [
                label("宗 地 四 至", span=2, merge="restart") if i == 0 else joined(2),
                label(side),
                cell_of(name, span=3),
            ]
            for i, (side, name) in enumerate(SIDES)
        ),
        pair("等　　级", "DJ", "价　格（元）", "JG"),
        pair("批 准 用 途", "PZYT", "地 类 编 码", "PZYTDM"),
        pair("实 际 用 途", "SJYT", "地 类 编 码", "SJYTDM"),
        pair("批准面积（m²）", "PZMJ", "建筑占地\n总面积（m²）", "JZZDMJ"),
        pair("宗地面积（m²）", "ZDMJ", "建筑总面积（m²）", "JZMJ"),
        wide("土地使用期限", "TDSYQX"),
        wide("共有/共用情况", "GYQK"),
        [label("说　　明", span=2), value("{%p for note in notes %}\n{{ note }}\n{%p endfor %}", span=4)],
    ]
    sheet.table((12, 21, 10, 42, 28, 52), rows, height_mm=6.2)
    sheet.signatures("填表", "校核")


def pair(first: str, first_name: str, second: str, second_name: str) -> list[Cell]:
    """Return a row of two labels, each with the cell that it names."""
    return [label(first, span=2), cell_of(first_name, span=2), label(second), cell_of(second_name)]


def wide(title: str, name: str) -> list[Cell]:
    """Return a row with one cell over the whole width."""
    return [label(title, span=2), cell_of(name, span=4)]


def person(title: str, name: str) -> list[list[Cell]]:
    """Return the rows of who speaks for the holder."""
    return [
        [
            label(title, span=2, merge="restart"),
            cell_of(name, span=2, merge="restart"),
            label("证件种类及号码"),
            cell_of(f"{name}_ZJH"),
        ],
        [joined(2), joined(2), label("联系电话"), cell_of(f"{name}_DH")],
    ]


def boundary_marks(sheet: Sheet) -> None:
    """界址标示表."""
    titles = ("界址点号", "界标种类", "界址间距\n（m）", "界址线类别", "界址线\n位　置", "说　　明")
    rows = staggered(
        ["{{ point.name }}", "{{ point.marker }}"],
        ["{{ point.edge }}", "{{ point.line_kind }}", "{{ point.line_position }}", "{{ point.edge_note }}"],
    )
    sheet.table((18, 24, 21, 34, 16, 52), [[label(one, HEAD) for one in titles], *rows], height_mm=3.7, head=1)
    sheet.paragraph("{{ marks_total }}", space_before_mm=1.5)
    sheet.when("marks_note", "{{ marks_note }}")
    sheet.signatures("调查员")


def boundary_signatures(sheet: Sheet) -> None:
    """界址签章表."""
    head = [
        [
            label("界　址　线", HEAD, span=3),
            label("邻　宗　地", HEAD, span=2),
            label("本宗地", HEAD),
            label("日　期", HEAD, merge="restart"),
        ],
        [
            *(label(one, HEAD) for one in ("起点号", "中间点号", "终点号", "权利人（宗地代码）")),
            label("指界人姓名\n（签章）", HEAD),
            label("指界人姓名\n（签章）", HEAD),
            joined(),
        ],
    ]
    row = [
        value("{{ run.from }}", NUMBER, align=CENTRE),
        value("{{ run.through }}", NUMBER, align=CENTRE),
        value("{{ run.to }}", NUMBER, align=CENTRE),
        value("{{ run.neighbours }}"),
        value("（签章）", SMALL, align=CENTRE),
        value("（签章）", SMALL, align=CENTRE),
        value("年　月　日", SMALL, align=CENTRE),
    ]
    rows = [*head, "for run in runs", row, "endfor"]
    sheet.table((13, 26, 13, 45, 24, 24, 20), rows, height_mm=7, head=2, body_height_mm=13)
    sheet.paragraph(RUNS_NOTE, space_before_mm=1.5)
    sheet.signatures("调查员")


def boundary_description(sheet: Sheet) -> None:
    """界址说明表."""
    rows = [
        [label("界址点位\n说　　明"), cell_of("JZDWSM", is_top=True)],
        [label("主要权属\n界线走向\n说　　明"), cell_of("JZXZXSM", is_top=True)],
    ]
    sheet.table((24, 141), rows, height_mm=85, may_split=True)
    sheet.signatures("调查员")


def review(sheet: Sheet) -> None:
    """调查审核表."""
    rows = [
        "for part in review",
        [label("{{ part.title }}", merge="restart"), value("{{ part.notes }}", is_top=True, height_mm=58)],
        [joined(), value("{{ part.signed }}", height_mm=11)],
        "endfor",
    ]
    sheet.table((24, 141), rows, height_mm=11, may_split=True)
    sheet.paragraph("{{ review_note }}", space_before_mm=1.5)


def shared_area(sheet: Sheet) -> None:
    """共有/共用宗地面积分摊表."""
    titles = ("定着物代码", "所有权/使用权\n面积（m²）", "独有/独用\n面积（m²）", "分摊面积（m²）")
    facts = [
        [label("土地坐落"), cell_of("ZL", span=3)],
        [label("共有/共用情况"), cell_of("GYQK", span=3)],
        [label("宗地代码"), value("{{ parcel_code }}"), label("宗地面积（m²）"), value("{{ shared_total }}")],
        [label("定着物单元数"), value("待补", span=3)],
        [label(one) for one in titles],
        [value("待补", align=CENTRE) for _ in titles],
        [
            label("合　计"),
            value("{{ shared_total }}", align=CENTRE),
            value("待补", align=CENTRE),
            value("待补", align=CENTRE),
        ],
    ]
    sheet.table((40, 45, 40, 40), facts, height_mm=9)
    note = "宗地资料没有定着物和分摊数据，由调查单位按协议或登记资料补填；合计应等于宗地面积。"
    sheet.paragraph(note, space_before_mm=1.5)
    sheet.signatures("制表", "校审")


def boundary_points(sheet: Sheet) -> None:
    """界址点成果表."""
    facts = [
        [label("宗地代码"), value("{{ parcel_code }}"), label("权利人"), cell_of("SYQR")],
        [label("宗地面积（m²）"), value("{{ cell.ZDMJ }}（平面）"), label("建筑占地（m²）"), cell_of("JZZDMJ")],
        [label("坐标系"), value("{{ system }}"), label("单位"), value("m")],
    ]
    sheet.table((28, 54.5, 28, 54.5), facts, height_mm=8)
    sheet.gap()
    titles = ("序号", "点号", "X（m）北", "Y（m）东", "边长（m）")
    points = [f"{{{{ point.{name} }}}}" for name in ("number", "name", "x", "y")]
    rows = [[label(one, HEAD) for one in titles], *staggered(points, ["{{ point.edge }}"])]
    sheet.table((18, 27, 44, 44, 32), rows, height_mm=3.7, head=1)
    sheet.paragraph("{{ points_sums }}", space_before_mm=1.5)
    sheet.paragraph("{{ points_note }}")
    sheet.signatures("制表", "校审")


def parcel_map(sheet: Sheet) -> None:
    """宗地图."""
    the_map(sheet, "绘图员", "审核员")


def sketch(sheet: Sheet) -> None:
    """宗地草图."""
    the_map(sheet, "丈量员", "检查员")


def the_map(sheet: Sheet, *roles: str) -> None:
    """Put the map with its head and the row that is signed."""
    facts = [
        [value("宗地代码：{{ parcel_code }}"), value("所在图幅号：{{ cell.TFH }}")],
        [value("土地权利人：{{ cell.SYQR }}"), value("比例尺 {{ map_scale }}　单位 m")],
    ]
    sheet.table((95, 70), facts, height_mm=5, has_rules=False)
    sheet.paragraph("{% if map %}{{ map }}{% endif %}", align=CENTRE)
    sheet.paragraph("{{ map_note }}", SMALL)
    sheet.signatures(*roles)


def land_classes(sheet: Sheet) -> None:
    """地类面积表."""
    titles = ("三大类", "地类编码", "地类名称", "面积（m²）", "亩", "占比（%）")
    names = ("category", "code", "name", "area", "mu", "share")

    def row(kind: str) -> list[Cell]:
        return [
            value(f"{{{{ row.{name} }}}}", kind if i < 3 and kind == HEAD else (HEAD if kind == HEAD else NUMBER),
                  align=CENTRE if i < 3 else RIGHT)
            for i, name in enumerate(names)
        ]  # fmt: skip

    rows = [
        [label(one, HEAD) for one in titles],
        "for row in classes",
        "if row.is_total",
        row(HEAD),
        "else",
        row(NUMBER),
        "endif",
        "endfor",
    ]
    sheet.table((32, 20, 43, 26, 18, 26), rows, height_mm=7.4, head=1)
    sheet.paragraph("{{ survey_sentence }}{{ account_note }}", space_before_mm=1.5)
    sheet.paragraph("{{ bureau_sentence }}")
    sheet.signatures("制表", "校审")


def planning(sheet: Sheet) -> None:
    """规划与流转情况表."""
    rows = ["for line in planning", [label("{{ line.name }}"), value("{{ line.text }}")], "endfor"]
    sheet.table((34, 131), rows, height_mm=11.5)
    sheet.paragraph("{{ planning_note }}", space_before_mm=1.5)
    sheet.signatures("填表", "校核")


def findings_of(name: str) -> list[list[Cell] | str]:
    """Return the rows of a table of findings; one without a number is a sentence over the whole width."""
    row = [
        value("{{ finding.number }}", NUMBER, align=CENTRE),
        value("{{ finding.title }}"),
        value("{{ finding.outcome }}", HEAD, align=CENTRE),
        value("{{ finding.area }}", NUMBER, align=RIGHT),
        value("{{ finding.share }}", NUMBER, align=RIGHT),
        value("{{ finding.text }}"),
    ]
    return [
        [label(one, HEAD) for one in TITLES],
        f"for finding in {name}",
        "if finding.number",
        row,
        "else",
        [value("{{ finding.text }}", span=len(TITLES))],
        "endif",
        "endfor",
    ]


def opinion(sheet: Sheet) -> None:
    """入市核查意见表."""
    facts = [
        [label("宗地代码"), value("{{ parcel_code }}", NUMBER), label("所有权人"), cell_of("SYQR")],
        [label("坐　　落"), cell_of("ZL"), label("拟定用途"), cell_of("GHYT")],
    ]
    sheet.table((24, 58.5, 24, 58.5), facts, height_mm=7)
    sheet.gap()
    band = [
        [
            value("{{ verdict }}", TITLE, size_pt=22, align=CENTRE),
            value("{%p for reason in reasons %}\n{{ reason }}\n{%p endfor %}"),
        ],
        [
            value("图形结论：{{ spatial_verdict }}", align=CENTRE),
            value("{% for one in counts %}{{ one.name }} {{ one.count }}　　{% endfor %}"),
        ],
    ]
    sheet.table((57, 108), band, height_mm=7)
    sheet.heading("一、核查结果")
    sheet.table(FINDINGS_MM, findings_of("findings"), height_mm=6.2, head=1)
    sheet.paragraph("{%p for one in not_checked %}\n{{ one }}\n{%p endfor %}", SMALL)
    sheet.heading("二、地类面积账（椭球面积）")
    account = [
        [label(one, HEAD) for one in ("地类", "面积（m²）", "亩", "占比（%）", "三大类")],
        "for row in account",
        "if row.is_total",
        [
            value("{{ row.name }}", HEAD),
            *(value(f"{{{{ row.{name} }}}}", HEAD, align=RIGHT) for name in ("area", "mu", "share")),
            value("差 {{ account_difference }}", HEAD, align=CENTRE),
        ],
        "else",
        [
            value("{{ row.name }}"),
            *(value(f"{{{{ row.{name} }}}}", NUMBER, align=RIGHT) for name in ("area", "mu", "share")),
            value("{{ row.category }}", align=CENTRE),
        ],
        "endif",
        "endfor",
    ]
    sheet.table((60, 30, 22, 23, 30), account, height_mm=6.2, head=1)
    sheet.paragraph("{{ account_note }}", SMALL, space_before_mm=1)
    sheet.paragraph("{{ bureau_sentence }}")
    sheet.table((165,), [[value("{{ opinion }}", is_top=True)]], height_mm=42)
    sheet.paragraph("{{ basis }}", SMALL, space_before_mm=1.5)
    sheet.when_begin("passed")
    sheet.heading("附：通过的核查事项和依据")
    sheet.table(FINDINGS_MM, findings_of("passed"), height_mm=6.2, head=1)
    sheet.when_end()


MAKERS = {
    "COVER": cover,
    "BASIC_INFO": basic_info,
    "BOUNDARY_MARKS": boundary_marks,
    "BOUNDARY_SIGNATURES": boundary_signatures,
    "SKETCH": sketch,
    "BOUNDARY_DESCRIPTION": boundary_description,
    "REVIEW": review,
    "SHARED_AREA": shared_area,
    "BOUNDARY_POINTS": boundary_points,
    "PARCEL_MAP": parcel_map,
    "LAND_CLASSES": land_classes,
    "PLANNING": planning,
    "OPINION": opinion,
}


def make(folder: Path) -> None:
    """Write the templates."""
    survey = Sheet("地籍调查表")
    for name, maker in MAKERS.items():
        with survey.only_if(f"sheet.{name}", SHEETS[name], has_title=name != "COVER"):
            maker(survey)
    save(survey, folder / "SURVEY_SET.docx")
    alone = Sheet("入市核查意见表")
    alone.title("入市核查意见表")
    opinion(alone)
    save(alone, folder / "OPINION.docx")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("templates"))
