# SPDX-License-Identifier: GPL-2.0-or-later
"""The whole printed set of parcels that are hard to print: checked on the layout, and read again from the PDF."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hard_parcels import IDS, SHAPES, hard_parcel, hard_record
from on_paper import (
    assert_fits_its_own_box,
    assert_in_the_font,
    assert_nothing_covers,
    assert_text_stays_in_its_cell,
    assert_within_the_margins,
    label_boxes,
    pages_of,
    text_of,
)

from land_entry_plugin.rounding import half_up

pytestmark = [
    pytest.mark.usefixtures("qgis_application"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there"),
]
SERIES = (200, 500, 1000, 2000, 5000, 10_000)
# The whole set of two; of the others the sheets whose looks depend on the shape.
WHOLE = ("sixty corners", "long name")
BY_SHAPE = (
    "SURVEY_SHEET", "BASIC_INFO", "BOUNDARY_MARKS", "BOUNDARY_SIGNATURES", "BOUNDARY_DESCRIPTION", "PARCEL_MAP",
    "CONTRACT_MAP",
)  # fmt: skip


@pytest.fixture(scope="module")
def printed(qgis_application, tmp_path_factory):
    """Return a function that prints the set of a shape, once for all tests."""
    from qgis.core import QgsProject

    from land_entry_plugin.sheets.export import export_pdf
    from land_entry_plugin.sheets.forms.book import SHEETS, build_set

    folder = tmp_path_factory.mktemp("sets")
    done = {}

    def of(name):
        if name not in done:
            project = QgsProject()
            sheets = SHEETS if name in WHOLE else BY_SHAPE
            layout = build_set(hard_record(), hard_parcel(name), project, sheets=sheets)
            project.layoutManager().addLayout(layout)
            path = export_pdf(layout, folder / f"{len(done)}.pdf")
            done[name] = SimpleNamespace(
                project=project, layout=layout, path=path, text=text_of(path), parcel=hard_parcel(name)
            )
        return done[name]

    return of


def numbers(text):
    return [Decimal(figure) for figure in re.findall(r"([\d.]+) m", text)]


@pytest.mark.parametrize("name", SHAPES)
def test_everything_has_its_place(printed, name):
    layout = printed(name).layout
    assert_nothing_covers(layout)
    assert_within_the_margins(layout)
    assert_fits_its_own_box(layout)
    assert_text_stays_in_its_cell(layout)
    assert_in_the_font(layout)
    assert all(text.strip() for text, _ in label_boxes(layout))


@pytest.mark.parametrize("name", SHAPES)
def test_every_figure_of_the_record_is_found(printed, name):
    own = printed(name)
    cadastre, measures, account = own.parcel["cadastre"], own.parcel["measures"], own.parcel["account"]
    for ring in cadastre["rings"]:
        for point in ring["points"]:
            figures = (half_up(point["x_m"], 3), half_up(point["y_m"], 3), half_up(point["edge_m"]))
            for text in (point["name"], *map(str, figures)):
                assert text in own.text, text
    for value in (
        measures["area_plane_m2"],
        measures["area_ellipsoid_m2"],
        cadastre["perimeter_m"],
        account["total_m2"],
        account["uncovered_m2"],
        *(row["area_m2"] for row in account["rows"]),
        *(run["length_m"] for run in cadastre["runs"]),
    ):
        assert str(half_up(value)) in own.text, value
    for page in range(pages_of(own.path)):
        assert f"第{page + 1}页共{pages_of(own.path)}页" in own.text
    if name == "long name":
        assert own.text.count(own.parcel["cadastre"]["declared"]["SYQR"]) >= 6


@pytest.mark.parametrize("name", SHAPES)
def test_printed_parts_add_up_to_printed_totals(name):
    parcel = hard_parcel(name)
    cadastre = parcel["cadastre"]
    perimeter = half_up(cadastre["perimeter_m"])
    edges = [half_up(point["edge_m"]) for ring in cadastre["rings"] for point in ring["points"]]
    assert sum(edges) == perimeter
    assert sum(half_up(run["length_m"]) for run in cadastre["runs"]) == perimeter
    four = [cadastre["cells"][cell]["value"] for cell in ("ZDSZB", "ZDSZD", "ZDSZN", "ZDSZX")]
    inner = [half_up(one["length_m"]) for one in cadastre["enclosed"]]
    assert sum(figure for text in four if text for figure in numbers(text)) + sum(inner) == perimeter
    account = parcel["account"]
    parts = [half_up(row["area_m2"]) for row in account["rows"]] + [half_up(account["uncovered_m2"])]
    assert sum(parts) == half_up(account["total_m2"])


@pytest.mark.parametrize("name", SHAPES)
def test_a_parcel_map_has_all_that_belongs_to_it(printed, name):
    from qgis.core import QgsLayoutItemLabel, QgsLayoutItemMap, QgsLayoutItemScaleBar

    own = printed(name)
    items = own.layout.items()
    maps = [item for item in items if isinstance(item, QgsLayoutItemMap)]
    assert len(maps) == (4 if name in WHOLE else 3)
    assert sum(isinstance(item, QgsLayoutItemScaleBar) for item in items) == len(maps)
    texts = [item.text() for item in items if isinstance(item, QgsLayoutItemLabel)]
    assert texts.count("北") >= len(maps)
    # the fraction: short code over class, and the area beside
    assert texts.count(own.parcel["parcel_id"][12:]) == len(maps)
    sheet = own.parcel["cadastre"]["sheet_map"]
    assert sheet["scale"] in SERIES
    assert texts.count(f"1:{sheet['scale']}") >= len(maps) - 1
    assert sheet["paper"] == ("A3" if name in ("sixty corners", "strip of 9 m by 2 km") else "A4")
    printed_words = [line for text in texts for line in text.split("\n")]
    for word in ("绘图员", "审核员", "日期", "编制单位（盖章）：", *(("丈量员", "检查员") if name in WHOLE else ())):
        assert word in printed_words
    for item in maps:
        looks = {layer.name(): layer.renderer().symbol() for layer in item.layers()}
        edge, point = looks["本宗地"].symbolLayer(0), looks["界址点"].symbolLayer(0)
        assert (edge.strokeWidth(), point.size()) == (0.3, 0.8)
    # every edge bears its length on the sheet of its map: beside it, or in the list under the map
    for ring in own.parcel["cadastre"]["rings"]:
        for edge in ring["points"]:
            assert sum(str(half_up(edge["edge_m"])) in text for text in texts) >= len(maps) - 1


def test_no_cell_of_a_form_is_empty(qgis_application):
    from qgis.core import QgsPrintLayout, QgsProject

    from land_entry_plugin.sheets.canvas import Canvas
    from land_entry_plugin.sheets.flow import Table
    from land_entry_plugin.sheets.fonts import sheet_fonts
    from land_entry_plugin.sheets.forms.catalogue import FORMS
    from land_entry_plugin.sheets.forms.context import FormContext
    from land_entry_plugin.sheets.forms.staggered import Staggered
    from land_entry_plugin.sheets.text_style import sheet_styles

    def filled(cell):
        if cell.rows:
            return all(filled(inner) for row in cell.rows for inner in row.cells)
        return bool(cell.symbol) or any(line.text.strip() for line in cell.lines)

    project = QgsProject()
    styles = sheet_styles(sheet_fonts())
    for name in ("triangle", "long name", "three parts"):
        context = FormContext(hard_record(), hard_parcel(name), Canvas(QgsPrintLayout(project)), project, styles)
        for form in FORMS:
            for block in form.blocks(context) if form.applies(context.parcel) else ():
                if isinstance(block, Table):
                    assert all(filled(cell) for row in (*block.head, *block.rows) for cell in row.cells), form.id
                elif isinstance(block, Staggered):
                    # a choice is ticked once or open as a whole; nothing else is blank
                    for chain in block.chains:
                        for slots in (*chain.points, *chain.edges):
                            assert sum(slot.text in ("√", "待补") or "待补" in slot.text for slot in slots) <= 2
                            assert slots[0].text.strip()
                            assert slots[-1].text.strip() or slots[-1].span == 1


@pytest.mark.parametrize(
    ("text", "width", "is_good"),
    [("宗地面积", 20.0, True), ("宗地面积", 9.0, False), ("39500222.457", 17.0, False)],
)
def test_the_check_of_cells_sees_a_text_that_leaves_its_cell(qgis_application, text, width, is_good):
    from qgis.core import QgsPrintLayout, QgsProject

    from land_entry_plugin.sheets.canvas import Canvas
    from land_entry_plugin.sheets.fonts import sheet_fonts
    from land_entry_plugin.sheets.form import Cell, Line, Row, draw_table
    from land_entry_plugin.sheets.text_style import TextStyle

    project = QgsProject()
    canvas = Canvas(QgsPrintLayout(project))
    line = Line(text, TextStyle(sheet_fonts().hei, 8.5))
    row = Row((Cell(width, (line,)), Cell(20.0, (Line("/", line.style),))))
    draw_table(canvas, 0, 30.0, 30.0, [row, row])
    if is_good:
        assert_text_stays_in_its_cell(canvas.layout)
    else:
        with pytest.raises(AssertionError, match=text[:4]):
            assert_text_stays_in_its_cell(canvas.layout)


def test_ids_differ():
    assert len(set(IDS.values())) == len(SHAPES)
