# SPDX-License-Identifier: GPL-2.0-or-later
"""Workbooks: what is printed can be read, and no text reads as another one."""

from __future__ import annotations

import openpyxl

from land_entry_plugin.files.workbook import Sheet, write_workbook

A3_LANDSCAPE = ("landscape", 8)


def printed(sheet, tmp_path):
    write_workbook([sheet], tmp_path / "book.xlsx")
    return openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0]


def widths(worksheet):
    return [column.width for column in worksheet.column_dimensions.values()]


def test_a_wide_sheet_is_broken_into_columns_that_can_be_read_on_paper(tmp_path):
    heads = ["宗地", *(f"说明 {i}" for i in range(12)), "面积（平面）m²"]
    rows = [[f"371126004001JB0000{i}", *["规划用途、所有权登记、" * 5] * 12, 123456.78] for i in range(4)]
    worksheet = printed(Sheet("宽", heads, rows), tmp_path)
    assert (worksheet.page_setup.orientation, worksheet.page_setup.paperSize) == A3_LANDSCAPE
    # at 260 digits across the paper a letter of 11 points prints at about 8
    assert sum(widths(worksheet)) <= 260
    # codes and figures stay in a line
    assert widths(worksheet)[0] >= len("371126004001JB00001")
    assert widths(worksheet)[-1] >= len("123456.78")


def test_a_long_text_gets_room_where_its_row_would_be_cut(tmp_path):
    worksheet = printed(Sheet("长", list("abcdef"), [["长" * 900, *["短"] * 5]]), tmp_path)
    lines = 1800 / (widths(worksheet)[0] - 1)
    assert lines * 16.5 <= worksheet.row_dimensions[2].height <= 409


def test_no_mark_turns_the_direction_of_a_name(tmp_path):
    worksheet = printed(Sheet("名", ["宗地"], [["a\u202egnp.exe\u2066b\u2069"]]), tmp_path)
    assert worksheet["A2"].value == "agnp.exeb"
