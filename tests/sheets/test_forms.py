# SPDX-License-Identifier: GPL-2.0-or-later
"""The forms of the printed set: every cell says something, nothing covers anything, everything is on its page."""

from __future__ import annotations

import re
import shutil

import pytest
import shapely
from on_paper import (
    EAST,
    HARD_SHAPES,
    LONG_NAME,
    NORTH,
    assert_fits_its_own_box,
    assert_nothing_covers,
    invented,
    label_boxes,
    lines_of,
    pages_of,
    text_of,
)
from support import out_of_force

from land_entry_plugin.errors import InputError
from land_entry_plugin.rounding import half_up

pytestmark = [
    pytest.mark.usefixtures("qgis_application"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there"),
]
YARD = shapely.box(EAST, NORTH, EAST + 90, NORTH + 70)
FILLED = {
    "SYQR": LONG_NAME, "TDSYZ": LONG_NAME, "FDDBR": "张某某", "PZMJ": 4000, "JBLX": "2", "JZXLB": "围墙", "JZXWZ": "2",
    "GYQK": "按份共有",
}  # fmt: skip


def printed_set(record, parcel, folder, sheets=None, edition="INTERNAL"):
    """Return the text and the path of the set of a parcel, its layout checked."""
    from qgis.core import QgsProject

    from land_entry_plugin.cadastre.edition import Edition
    from land_entry_plugin.sheets.export import export_pdf
    from land_entry_plugin.sheets.forms.book import SHEETS, build_set

    project = QgsProject()
    layout = build_set(record, parcel, project, sheets=sheets or SHEETS[1:], edition=Edition(edition))
    project.layoutManager().addLayout(layout)
    assert_nothing_covers(layout)
    assert_fits_its_own_box(layout)
    assert all(text.strip() for text, _ in label_boxes(layout))
    assert_marked_behind(layout, layout.pageCollection().pageCount() if edition == "PUBLICATION" else 0)
    path = export_pdf(layout, folder / "set.pdf")
    return text_of(path), path


def assert_marked_behind(layout, count):
    """Assert that so many watermarks lie on pages and under all else."""
    from qgis.core import QgsLayoutItem, QgsLayoutItemPage

    items = [item for item in layout.items() if isinstance(item, QgsLayoutItem)]
    pages = {item.zValue() for item in items if isinstance(item, QgsLayoutItemPage)}
    marks = [item.zValue() for item in items if item.id() == "watermark"]
    others = [item.zValue() for item in items if not isinstance(item, QgsLayoutItemPage) and item.id() != "watermark"]
    assert len(marks) == count
    assert all(max(pages) < mark < min(others) for mark in marks)


def sample(record, ending="4012JB00003"):
    return next(parcel for parcel in record["parcels"] if parcel["parcel_id"].endswith(ending))


def test_a_long_name_and_filled_cells(record, tmp_path):
    parcel = invented(record, YARD, declared=FILLED)
    text, _ = printed_set(record, parcel, tmp_path)
    assert text.count(LONG_NAME) >= 3
    assert "√" in text
    # shared land has its own form
    assert "共有/共用宗地面积分摊表" in text


def test_the_sample_set(record, tmp_path):
    from land_entry_plugin.sheets.forms.catalogue import FORMS

    parcel = sample(record)
    text, _ = printed_set(record, parcel, tmp_path)
    for form in FORMS:
        assert (re.sub(r"\s", "", form.title) in text) == form.applies(parcel)
    assert "共有/共用宗地面积分摊表" not in text
    assert "项目拟使用0.4570公顷，现状为农用地0.0486公顷（其中耕地0.0486公顷）" in text
    assert "不涉及永久基本农田" in text
    assert "待补" in text
    assert "待补（拟：田埂）" in text
    # personal cells are never printed
    assert "不印出" in text


def test_open_cells_are_listed_by_name(record):
    from land_entry_plugin.cadastre.cell_names import NAMES, open_names

    for parcel in record["parcels"]:
        assert {one["cell"] for one in parcel["cadastre"]["to_fill"]} <= set(NAMES)
        assert len(open_names(parcel["cadastre"])) == len(parcel["cadastre"]["to_fill"])


def test_a_parcel_without_shape_has_the_forms_that_need_none(record, tmp_path):
    parcel = next(one for one in record["parcels"] if one["geometry"] is None)
    text, _ = printed_set(record, parcel, tmp_path)
    assert "宗地基本信息表" in text
    assert "界址点成果表" not in text
    assert "本宗地没有可用的图形" in text
    with pytest.raises(InputError) as error:
        printed_set(record, parcel, tmp_path, ["BOUNDARY_POINTS"])
    assert error.value.text_id == "no_sheet_applies"


def test_chosen_sheets_stand_in_the_order_of_the_set(record, tmp_path):
    text, path = printed_set(record, sample(record), tmp_path, ["BOUNDARY_POINTS", "BASIC_INFO"])
    assert pages_of(path) == 2
    assert text.index("宗地基本信息表") < text.index("界址点成果表")
    text, path = printed_set(record, sample(record), tmp_path, ["COVER", "SURVEY_SHEET"])
    assert pages_of(path) == 2
    assert text.index("宗地核查与地籍调查成果表") < text.index("地籍调查表")
    assert "第2页共2页" in text


def test_the_edition_for_publication_names_no_right_holder(record, tmp_path):
    from land_entry_plugin.sheets.forms.book import SHEETS

    named = {"LZQK": "出租给李某某", "ZDSZN": "王某某宅院", "TDQSLYZM": "集用（2009）第1234号", "SM": "与赵某某有约"}
    parcel = invented(record, YARD, declared=FILLED | named | {"DLR": "/"})
    text, path = printed_set(record, parcel, tmp_path, SHEETS, "PUBLICATION")
    for name in (LONG_NAME[:20] + "合作", "张某某", "李某某", "王某某", "赵某某", "第1234号"):
        own = text.replace(f"{LONG_NAME}（设施农用地）", "")
        assert name not in own, name
    assert text.count("公示版，权利人信息已隐去") == pages_of(path)
    assert "公示版不印出" in text
    assert parcel["cadastre"]["declared"]["FDDBR"] == "张某某"


def test_every_page_has_the_banner_of_a_pack_that_is_not_in_force(record, tmp_path):
    old = record | {"pack": out_of_force(record["pack"], valid_from="2024-06-24", valid_until="2026-06-23")}
    parcel = invented(old, HARD_SHAPES["sixty points"])
    text, path = printed_set(old, parcel, tmp_path, ["BOUNDARY_POINTS", "BOUNDARY_MARKS", "OPINION", "PARCEL_MAP"])
    assert text.count("已过有效期（2024-06-24至2026-06-23）") == pages_of(path)


def test_a_table_of_points_goes_on_with_the_last_point_of_the_page_before(record, tmp_path):
    parcel = invented(record, HARD_SHAPES["sixty points"])
    _, path = printed_set(record, parcel, tmp_path, ["BOUNDARY_POINTS"])
    assert pages_of(path) == 3
    numbers = re.findall(r"J\d+(?=\s+41\d{5}\.\d{3})", "\n".join(lines_of(path)))
    assert len(numbers) == 60 + 1 + 2


def test_a_parcel_two_kilometres_long_has_its_map_on_a3(record, tmp_path):
    parcel = invented(record, HARD_SHAPES["strip of 9 m by 2 km"])
    text, path = printed_set(record, parcel, tmp_path, ["PARCEL_MAP"])
    assert f"1:{parcel['cadastre']['sheet_map']['scale']}" in text
    # too narrow for the fraction, which stands beside
    assert text.count("18190.00") == 2
    assert re.search(rb"/MediaBox\s*\[\s*0\s+0\s+84[12]", path.read_bytes())


def test_account_by_category_adds_up(record):
    from land_entry_plugin.cadastre.class_account import account_by_category

    for parcel in record["parcels"]:
        if parcel["account"] is None:
            continue
        rows = [row.texts for row in account_by_category(parcel["account"])]
        classes = len(parcel["account"]["rows"]) + 1
        total = rows[-1]
        for column in (3, 4, 5):
            own = [half_up(float(row[column])) for row in rows[:classes]]
            assert str(sum(own)) == total[column], parcel["parcel_id"]
