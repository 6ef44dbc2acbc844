# SPDX-License-Identifier: GPL-2.0-or-later
"""The survey sheet: every figure is on it, nothing covers anything, nothing is claimed that was not written."""

from __future__ import annotations

import copy
import re
import shutil
import unicodedata

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
    pages_of,
    text_of,
)
from support import out_of_force

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.rounding import half_up
from land_entry_plugin.rules.findings import NOT_APPLICABLE, OPEN_QUESTIONS

pytestmark = pytest.mark.usefixtures("qgis_application")
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there")


@pytest.fixture(scope="module")
def layouts(record, qgis_application):
    """Return the layouts of all sample parcels, each with its project, by parcel id."""
    return {parcel["parcel_id"]: built(record, parcel) for parcel in record["parcels"]}


@pytest.fixture(scope="module")
def printed(layouts, tmp_path_factory):
    """Return the sheets of all sample parcels: parcel id to path."""
    from land_entry_plugin.sheets.export import export_pdf

    folder = tmp_path_factory.mktemp("sheets")
    return {parcel_id: export_pdf(layout, folder / f"{parcel_id}.pdf") for parcel_id, (layout, _) in layouts.items()}


def figures_of(parcel):
    """Yield what the sheet of a parcel has to show."""
    yield parcel["parcel_id"]
    for value in parcel["cadastre"]["declared"].values():
        if value not in (None, "7"):
            yield str(value)
    for finding in parcel["findings"]:
        # what was answered well, and what does not apply, is a number on the sheet
        if finding["outcome"] == "pass" and (not finding["is_spatial"] or finding["text_id"] in NOT_APPLICABLE):
            continue
        yield finding["title"]["zh"]
        if finding["outcome"] != "pass" and finding["text_id"] not in OPEN_QUESTIONS:
            yield finding["texts"]["zh"]
            if finding["area_m2"] is not None:
                yield str(half_up(finding["area_m2"]))
            for basis in finding["basis"]:
                yield basis["document"]
    if parcel["geometry"] is None:
        return
    yield str(half_up(parcel["measures"]["area_plane_m2"]))
    for row in parcel["account"]["rows"]:
        yield str(half_up(row["area_m2"]))
        yield f"{row['code']}{row['name']}"
    yield str(half_up(parcel["account"]["uncovered_m2"]))
    yield str(half_up(parcel["account"]["total_m2"]))
    yield str(half_up(parcel["cadastre"]["perimeter_m"]))
    for ring in parcel["cadastre"]["rings"]:
        for point in ring["points"]:
            yield point["name"]
            yield str(half_up(point["x_m"], 3))
            yield str(half_up(point["y_m"], 3))
            yield str(half_up(point["edge_m"]))
    yield f"1:{parcel['cadastre']['map']['scale']}"


@needs_pdftotext
def test_every_figure_can_be_found_in_the_text_of_the_sheet(record, printed):
    for parcel in record["parcels"]:
        text = text_of(printed[parcel["parcel_id"]])
        for figure in figures_of(parcel):
            assert re.sub(r"\s+", "", figure) in text, (parcel["parcel_id"], figure)
        assert record["run"]["screening_id"] in text
        # plain characters, not the radicals that look like them
        assert not [
            sign
            for sign in text
            if "CJK RADICAL" in unicodedata.name(sign, "") or "KANGXI" in unicodedata.name(sign, "")
        ]


@needs_pdftotext
def test_words_of_the_verdicts(record, printed):
    words = {"prohibited": "不得入市", "undetermined": "资料不足", "review": "待核", "eligible": "可入市"}
    for parcel in record["parcels"]:
        text = text_of(printed[parcel["parcel_id"]])
        assert words[parcel["verdict"]] in text
        if parcel["spatial_verdict"] == "eligible":
            assert "图形结论：空间核查无冲突" in text
        assert "合法" not in text
        assert "未核查：" in text


def test_the_sample_takes_one_page_a_parcel(printed):
    assert {name: pages_of(path) for name, path in printed.items()} == dict.fromkeys(printed, 1)


def test_the_sheets_hold_no_pixels(printed):
    for path in printed.values():
        assert b"/Subtype /Image" not in path.read_bytes()


# nothing covers anything


def built(record, parcel):
    from qgis.core import QgsProject

    from land_entry_plugin.sheets.forms.book import SUMMARY, build_set

    project = QgsProject()
    layout = build_set(record, parcel, project, [SUMMARY])
    assert project.layoutManager().addLayout(layout)
    return layout, project


def test_no_text_covers_another_on_the_sample(layouts):
    for layout, _project in layouts.values():
        assert_nothing_covers(layout)
        assert_fits_its_own_box(layout)


def hard_findings(record):
    """Return twelve findings to look at, with texts of several lines."""
    sources = [one for parcel in record["parcels"] for one in parcel["findings"] if one["outcome"] != "pass"]
    findings = []
    for i in range(12):
        finding = copy.deepcopy(sources[i % len(sources)])
        finding["rule_id"] = f"rule_{i}"
        finding["outcome"] = ("conflict", "unknown", "review")[i % 3]
        finding["texts"]["zh"] = f"第{i + 1}条：" + finding["texts"]["zh"] * (1 + i % 3)
        finding["obligations"] = [{"id": "x", "texts": {"zh": "按边界拆分宗地，或由规划部门确定规划条件", "en": ""}}]
        findings.append(finding)
    return findings


@pytest.mark.parametrize("name", HARD_SHAPES)
@needs_pdftotext
def test_hard_shapes(record, name, tmp_path):
    from land_entry_plugin.sheets.export import export_pdf

    parcel = invented(record, HARD_SHAPES[name])
    layout, _project = built(record, parcel)
    assert_nothing_covers(layout)
    assert_fits_its_own_box(layout)
    text = text_of(export_pdf(layout, tmp_path / "sheet.pdf"))
    # whether or not the map had room for them, all points and lengths are on the sheet
    for figure in figures_of(parcel):
        assert re.sub(r"\s+", "", figure) in text, figure


@needs_pdftotext
def test_long_texts_go_on_at_the_next_page_and_every_page_has_the_banner(record, tmp_path):
    from land_entry_plugin.sheets.export import export_pdf

    old = copy.deepcopy(record)
    old["pack"] = out_of_force(old["pack"], valid_from="2024-06-24", valid_until="2026-06-23")
    shape = shapely.box(EAST, NORTH, EAST + 90, NORTH + 60)
    parcel = invented(
        old, shape, declared={"SYQR": LONG_NAME, "LZQK": "2016 年起出租给示例农机配件厂，至 2026 年；" * 4}
    )
    parcel["findings"] = hard_findings(old) + [one for one in parcel["findings"] if one["outcome"] == "pass"]
    layout, _project = built(old, parcel)
    assert_nothing_covers(layout)
    assert_fits_its_own_box(layout)
    path = export_pdf(layout, tmp_path / "sheet.pdf")
    text = text_of(path)
    count = pages_of(path)
    assert count > 1
    assert text.count("规则包「国家通用规则」已过有效期（2024-06-24至2026-06-23）") == count
    for page in range(count):
        assert f"第{page + 1}页共{count}页" in text
    for i in range(12):
        assert f"第{i + 1}条：" in text
    assert LONG_NAME in text


def test_banners(record):
    from land_entry_plugin.cadastre.sentences import banner

    def shown(**changes):
        return banner(record | {"pack": out_of_force(record["pack"], **changes)})

    not_yet = "规则包「国家通用规则」自 2027-01-01 起施行，基准日 2026-11-21 尚未生效。仅供参考。"
    assert shown(valid_from="2027-01-01") == not_yet
    assert shown(status="draft") == "规则包「国家通用规则」为征求意见稿，尚未施行。仅供参考。"
    assert banner(record) is None


@needs_pdftotext
def test_a_parcel_without_shape_says_so(record, printed):
    without = [parcel for parcel in record["parcels"] if parcel["geometry"] is None]
    assert without
    for parcel in without:
        text = text_of(printed[parcel["parcel_id"]])
        assert "没有可用的图形，未绘宗地图" in text
        assert "资料不足" in text
        assert "待补" in text


# fonts, files, batches


def test_without_a_chinese_font_there_is_no_sheet():
    from land_entry_plugin.sheets.fonts import has_glyphs, sheet_fonts

    assert not has_glyphs("No Such Family")
    assert not has_glyphs("DejaVu Sans")
    with pytest.raises(InputError) as error:
        sheet_fonts(["No Such Family"], ["DejaVu Sans"])
    assert error.value.text_id == "no_chinese_font"


def test_a_batch_without_a_font_writes_nothing(record, tmp_path, monkeypatch):
    from land_entry_plugin.sheets import batch, fonts

    monkeypatch.setattr(batch, "sheet_fonts", lambda: fonts.sheet_fonts([], []))
    with pytest.raises(InputError):
        batch.export_survey_sheets(record, None, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_names_of_files(tmp_path):
    from land_entry_plugin.jobs.sheet_files.names import FolderNames

    names = FolderNames(tmp_path / "none yet", ".pdf", lambda _: None)
    asked = ["A", "a", "A", "../../etc/x", "a:b?", "", "CON", "A_2"]
    assert [names.claim(one).name for one in asked] == [
        "A.pdf", "a_2.pdf", "A_3.pdf", "_.._etc_x.pdf", "a_b_.pdf", "parcel.pdf", "_CON.pdf", "A_2_2.pdf",
    ]  # fmt: skip


def test_rows_of_one_id_and_broken_parcels_of_a_batch(record, tmp_path):
    from land_entry_plugin.sheets.batch import export_survey_sheets

    small = copy.deepcopy(record)
    first, second, broken = (copy.deepcopy(small["parcels"][0]) for _ in range(3))
    second["row"] += 1000
    broken["parcel_id"] = "broken"
    del broken["cadastre"]["map"]
    small["parcels"] = [first, broken, second]
    batch = export_survey_sheets(small, [first["parcel_id"], "broken"], tmp_path)
    names = [f"{first['parcel_id']}.pdf", f"{first['parcel_id']}_2.pdf"]
    assert [path.name for path in batch.written] == names
    assert [one.parcel_id for one in batch.failed] == ["broken"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names, "index.csv"]
    with pytest.raises(InputError):
        export_survey_sheets(small, ["nobody"], tmp_path)


def test_cancel_between_parcels(record, tmp_path):
    from land_entry_plugin.sheets.batch import export_survey_sheets

    class Impatient:
        count = 0

        def report(self, phase, fraction):
            pass

        def cancelled(self):
            self.count += 1
            return self.count > 1

    with pytest.raises(Cancelled):
        export_survey_sheets(record, None, tmp_path, Impatient())
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_an_export_that_fails_leaves_nothing(record, tmp_path):
    from land_entry_plugin.sheets.export import export_pdf

    layout, _project = built(record, record["parcels"][0])
    (tmp_path / "no folder").write_text("")
    with pytest.raises(InputError) as error:
        export_pdf(layout, tmp_path / "no folder" / "sheet.pdf")
    assert error.value.text_id == "unwritable"
    (tmp_path / "sheet.pdf").mkdir()
    with pytest.raises(InputError):
        export_pdf(layout, tmp_path / "sheet.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["no folder", "sheet.pdf"]


def test_a_half_written_pdf_is_found_out(printed):
    from land_entry_plugin.sheets.pdf_check import PdfError, checked_pdf

    content = next(iter(printed.values())).read_bytes()
    checked_pdf(content, 1)
    for broken, pages in ((content[:-200], 1), (content, 2), (b"", 1)):
        with pytest.raises(PdfError):
            checked_pdf(broken, pages)


def test_sums_close_as_printed():
    from decimal import Decimal

    from land_entry_plugin.rounding import closing

    parts = [Decimal("33.333")] * 3
    assert closing(parts, Decimal(100), 2) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert sum(closing(parts, Decimal(100), 2)) == Decimal("100.00")


def test_lines_lose_no_sign_and_keep_units_with_figures():
    from land_entry_plugin.sheets.fonts import sheet_fonts
    from land_entry_plugin.sheets.text_style import TextStyle, wrap

    style = TextStyle(sheet_fonts().song, 8.5)
    text = "占 873.82 m²（10.08 %），图斑 371126205000000053、《土地管理法》第35条，A" + "x" * 80
    for width in (12.0, 31.0, 47.0, 80.0):
        lines = wrap(text, style, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(style.width_mm(line) <= width for line in lines)
        assert not any(line[0] in "，、。）》%" for line in lines[1:])


@needs_pdftotext
def test_what_could_not_be_measured_is_not_printed_as_nothing(record, tmp_path):
    from land_entry_plugin.sheets.export import export_pdf

    # the three lines reach only half of this parcel
    partly = next(parcel for parcel in record["parcels"] if parcel["parcel_id"].endswith("JB00008"))
    layout, _project = built(record, partly)
    assert "永久基本农田0.00m²（资料不全）、生态保护红线0.00m²（资料不全）" in text_of(
        export_pdf(layout, tmp_path / "a.pdf")
    )

    without_survey = copy.deepcopy(partly)
    without_survey["account"] = None
    without_survey["measures"] |= {"farmland_m2": None, "farmland_net_m2": None}
    layout, _project = built(record, without_survey)
    assert_nothing_covers(layout)
    text = text_of(export_pdf(layout, tmp_path / "b.pdf"))
    assert "其中耕地—（净—）" in text
    assert "没有可用的三调图层，地类面积账未计算。" in text
