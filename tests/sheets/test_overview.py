# SPDX-License-Identifier: GPL-2.0-or-later
"""The township overview: every parcel in its index, nothing over anything else, honest about what is missing."""

from __future__ import annotations

import copy
import itertools
import re
import subprocess

import numpy as np
import pytest
from support import all_layers, box, candidates, out_of_force, screen, survey

IDS = ["371126004001JB00002", "371126004001JB00017", "371126004012JB00005"]


@pytest.fixture(scope="module")
def record():
    ground = survey((box(-2000, -2000, 4000, 4000), "0601"), (box(0, 0, 30, 30), "0102"))
    shapes = candidates(box(0, 0, 60, 50), box(500, 300, 60, 50), None, ids=IDS)
    return screen(shapes, all_layers(ground))


@pytest.fixture(scope="module")
def layers(township, qgis_application):
    from qgis.core import QgsVectorLayer

    names = {"land_use": "DLTB", "basic_farmland": "YJJBNTBHTB", "urban_boundary": "CZKFBJ", "admin_area": "XZQ"}
    return {role: QgsVectorLayer(f"{township}|layername={name}", role, "ogr") for role, name in names.items()}


def many(record, count):
    """Return a record with ``count`` parcels scattered over one kilometre."""
    random = np.random.default_rng(7)
    pattern = next(parcel for parcel in record["parcels"] if parcel["geometry"])
    parcels = [
        pattern
        | {
            "parcel_id": f"371126004{i % 3:03d}JB{i // 3:05d}",
            "verdict": ("prohibited", "undetermined", "review", "eligible")[i % 4],
            "geometry": pattern["geometry"] | {"wkt": box(x, y, 40, 30).wkt},
        }
        for i, (x, y) in enumerate(random.uniform(0, 1000, (count, 2)))
    ]
    return record | {"parcels": parcels}


def texts(layout):
    from qgis.core import QgsLayoutItemLabel

    return [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]


def laid_out(record, layers):
    from qgis.core import QgsProject

    from land_entry_plugin.sheets.overview import overview_layout

    project = QgsProject()
    layout = overview_layout(record, layers, project)
    return project, layout, texts(layout)


def test_every_parcel_is_in_the_index_also_without_a_shape(record, layers):
    _project, _layout, found = laid_out(record, layers)
    assert {"02", "17", "05*"} <= set(found)
    assert "核查结论（3 宗" in "".join(found)
    assert any("带 * 的宗地没有可用图形" in text for text in found)
    for verdict in ("不得入市", "资料不足", "待核", "可入市"):
        assert verdict in found


def test_it_says_what_a_reader_must_know(record, layers):
    # lines of one label may break anywhere
    together = "".join(laid_out(record, layers)[2]).replace("\n", "")
    for words in ("「资料不足」不是通过", "基准日 2026-11-21", "三调 2025 年度", "1 : ", "3° 带第 39 带", "北",
                  record["run"]["screening_id"], "未提供：生态保护红线"):  # fmt: skip
        assert words in together
    assert "已过有效期" not in together


def test_a_pack_out_of_force_has_its_banner(record, layers):
    expired = copy.deepcopy(record)
    expired["pack"] = out_of_force(expired["pack"], valid_from="2024-06-24", valid_until="2026-06-23")
    assert "已过有效期" in "".join(laid_out(expired, layers)[2]).replace("\n", "")


def test_the_printed_areas_add_up(record, layers):
    areas = re.findall(r"([\d.]+) 亩", "\n".join(laid_out(many(record, 40), layers)[2]))
    total, *parts = sorted((float(area) for area in areas), reverse=True)
    assert len(parts) == 4
    assert total == pytest.approx(sum(parts), abs=1e-9)


def test_the_legend_lists_only_classes_in_the_map(record, layers):
    found = laid_out(record, {})[2]
    assert "水浇地" not in found
    assert "未提供：三调地类图斑" in "".join(found)
    # the parcels of this record lie far from the township
    assert "水浇地" not in laid_out(record, layers)[2]
    near = copy.deepcopy(record)
    for parcel in near["parcels"][:2]:
        parcel["geometry"]["wkt"] = box(14_500, 800, 60, 50).wkt
    found = laid_out(near, layers)[2]
    assert "水浇地" in found
    assert "盐田" not in found
    assert any("柳河镇拟入市" in text for text in found)


def test_numbers_are_the_last_digits_unless_two_villages_share_them():
    from land_entry_plugin.sheets.overview_map import short_numbers

    assert short_numbers(IDS)[0] == ["02", "17", "05"]
    assert short_numbers(["371126004001JB00002", "371126004012JB00002"])[0] == ["01", "02"]
    assert short_numbers(["A", "B"])[0] == ["01", "02"]
    assert short_numbers(["371126004001JB00002W00000000"])[0] == ["02"]


def test_symbols_and_numbers_never_overlap(qgis_application):
    from land_entry_plugin.sheets.overview_places import DISC_MM, place_numbers, spread

    random = np.random.default_rng(3)
    points = np.vstack([random.uniform(10, 150, (70, 2)), [[80, 80]] * 3])
    discs = spread(points, DISC_MM + 0.3)
    for one, two in itertools.combinations(discs, 2):
        assert np.hypot(*(one - two)) > DISC_MM
    sizes = np.full((len(discs), 2), (4.4, 3.0))
    boxes = place_numbers(discs, sizes, (0, 0, 200, 158))
    assert sum(one is not None for one in boxes) == len(boxes)
    for one, two in itertools.combinations(boxes, 2):
        assert abs(one.x - two.x) >= 4.4 or abs(one.y - two.y) >= 3.0
    for one, disc in itertools.product(boxes, discs):
        gap = np.maximum(np.abs((one.x, one.y) - disc) - sizes[0] / 2, 0)
        assert np.hypot(*gap) > DISC_MM / 2
    for one in boxes:
        assert 2.2 <= one.x <= 197.8


def test_a_number_without_room_is_left_out_rather_than_put_over_another(qgis_application):
    from land_entry_plugin.sheets.overview_places import place_numbers, spread

    discs = spread(np.full((12, 2), 8.0) + np.arange(24).reshape(12, 2) / 100, 4.7)
    boxes = place_numbers(discs, np.full((12, 2), (4.4, 3.0)), (0, 0, 22, 22))
    assert any(one is None for one in boxes)


def test_the_scale_is_of_the_series_and_holds_all(qgis_application):
    from qgis.core import QgsRectangle

    from land_entry_plugin.sheets.overview_places import window_around

    bounds = QgsRectangle(39_500_000, 4_100_000, 39_502_682, 4_102_090)
    window = window_around(bounds)
    assert window.scale == 15_000
    assert window.extent.contains(bounds)
    assert np.allclose(window.plane(window.paper(np.array([[39_500_100.0, 4_100_200.0]]))), [[39_500_100, 4_100_200]])


def test_png_with_symbols_in_their_colours(record, layers, tmp_path):
    from qgis.PyQt.QtGui import QColor, QImage

    from land_entry_plugin.files.styles import colours
    from land_entry_plugin.sheets.overview import export_overview

    paths = export_overview(many(record, 12), layers, [tmp_path / "总览.png"], dpi=96)
    assert paths == [tmp_path / "总览.png"]
    assert sorted(tmp_path.iterdir()) == paths
    image = QImage(str(paths[0]))
    assert image.width() == pytest.approx(297 / 25.4 * 96, abs=2)
    on_map = {image.pixelColor(x, y).name() for x in range(60, 790, 2) for y in range(100, 680, 2)}
    for entry in colours()["verdicts"].values():
        want = QColor(entry["symbol"])
        near = [abs(QColor(name).red() - want.red()) + abs(QColor(name).green() - want.green())
                + abs(QColor(name).blue() - want.blue()) for name in on_map]  # fmt: skip
        assert min(near) < 12


def test_a_long_index_goes_on_and_is_whole(record, tmp_path, qgis_application):
    from land_entry_plugin.sheets.overview import export_overview

    crowd = many(record, 160)
    _project, layout, found = laid_out(crowd, {})
    assert layout.pageCollection().pageCount() == 2
    assert {f"{i:03d}" for i in range(1, 161)} <= set(found)
    paths = export_overview(crowd, {}, [tmp_path / "o.png"], dpi=40)
    assert [path.name for path in paths] == ["o.png", "o_2.png"]


def test_without_a_chinese_font_nothing_is_written(record, tmp_path, qgis_application, monkeypatch):
    from land_entry_plugin.errors import InputError
    from land_entry_plugin.sheets import overview

    def none():
        raise InputError("no_chinese_font")

    monkeypatch.setattr(overview, "sheet_fonts", none)
    with pytest.raises(InputError):
        overview.export_overview(record, {}, [tmp_path / "o.png"])
    assert not list(tmp_path.iterdir())


QUARTERS = {"柳河镇": (0, 0), "王家桥镇": (500, 0), "张庄乡": (0, 500), "东坡街道": (500, 500)}


@pytest.fixture(scope="module")
def quarters(qgis_application):
    """Return four townships of 500 m a side, one of them in two parts, and a fifth without a parcel."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=XZQDM:string&field=XZQMC:string", "XZQ", "memory")
    parts = [(name, f"37112600{i}", box(x, y, 500, 500)) for i, (name, (x, y)) in enumerate(QUARTERS.items())]
    parts += [("柳河镇", "371126000", box(-300, -300, 100, 100)), ("空镇", "371126009", box(5000, 0, 500, 500))]
    for name, code, shape in parts:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, name])
        feature.setGeometry(QgsGeometry.fromWkt(shape.wkt))
        layer.dataProvider().addFeature(feature)
    return {"admin_area": layer}


def page_texts(layout):
    """Return the texts of each page."""
    from qgis.core import QgsLayoutItemLabel

    pages = [[] for _ in range(layout.pageCollection().pageCount())]
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            pages[item.page()].append(item.text())
    return pages


def test_parcels_of_several_townships_make_an_atlas(record, quarters):
    crowd = many(record, 60)
    broken = copy.deepcopy(crowd["parcels"][0])
    broken.update(parcel_id="371126009009JB99999", geometry=None)
    crowd["parcels"].append(broken)
    _project, layout, _texts = laid_out(crowd, quarters)
    first, *townships = page_texts(layout)
    assert "拟入市宗地核查总览图（4 个乡镇）" in first
    titles = [next(text for text in page if "拟入市宗地核查总览图" in text) for page in townships]
    assert titles == [f"{name}拟入市宗地核查总览图" for name in (*QUARTERS, "其他宗地")]
    # every parcel has its number on exactly one page, and the first page leads there
    bars = {"10", "20", "25", "30", "40", "50", "60", "75"}
    for number in {*(f"{i:02d}" for i in range(1, 61)), "61*"} - bars:
        assert sum(number in page for page in townships) == 1
    for number, name in enumerate(QUARTERS, start=2):
        assert name in first
        assert f"第 {number} 页\u3000共 6 页" in "".join(townships[number - 2])
    assert "空镇" not in first
    totals = [text for page in townships for text in page if text.startswith("核查结论（")]
    assert sum(int(re.search(r"（(\d+) 宗", text)[1]) for text in totals) == 61


def test_without_administrative_areas_the_codes_tell_the_districts(record, qgis_application):
    two = many(record, 6)
    for parcel in two["parcels"][:3]:
        parcel["parcel_id"] = parcel["parcel_id"].replace("371126004", "371126007")
    _project, layout, _texts = laid_out(two, {})
    pages = page_texts(layout)
    assert len(pages) == 3
    assert "地籍区 371126004拟入市宗地核查总览图" in pages[1]
    assert "地籍区 371126007拟入市宗地核查总览图" in pages[2]


def test_many_townships_have_their_figures_on_a_page_apart(record, qgis_application):
    crowd = many(record, 20)
    for i, parcel in enumerate(crowd["parcels"]):
        parcel["parcel_id"] = f"37112{i:04d}001JB00001"
    _project, layout, _texts = laid_out(crowd, {})
    pages = page_texts(layout)
    assert len(pages) == 22
    assert any("共 20 个" in text for text in pages[0])
    assert [f"地籍区 37112{i:04d}" for i in range(20)] == sorted(
        text for text in pages[-1] if text.startswith("地籍区")
    )


def test_a_pdf_holds_all_pages_and_its_parcels_stay_drawn(record, quarters, tmp_path):
    from land_entry_plugin.sheets.overview import export_overview

    [path] = export_overview(many(record, 20), quarters, [tmp_path / "总览.pdf"])
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    words = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split()
    assert {f"{i:02d}" for i in range(1, 21)} <= set(words)
    assert {f"{name}拟入市宗地核查总览图" for name in QUARTERS} <= set(words)


def test_a_crowded_district_has_small_symbols_in_their_place(record, quarters, qgis_application):
    from land_entry_plugin.sheets.overview_district import district_layers
    from land_entry_plugin.sheets.overview_map import entries_of, points_of
    from land_entry_plugin.sheets.overview_places import window_around
    from land_entry_plugin.sheets.overview_townships import bounds_of, sections_of, townships_of

    layer = quarters["admin_area"]
    crowd = many(record, 900)
    entries = entries_of(crowd, layer.crs(), [str(i) for i in range(900)])
    townships = townships_of(layer, layer.crs())
    sections = sections_of(entries, townships)
    window = window_around(bounds_of(entries, []))
    from land_entry_plugin.sheets.fonts import sheet_fonts
    from land_entry_plugin.sheets.overview_column import overview_styles

    drawn = district_layers(sections, window, layer.crs(), overview_styles(sheet_fonts()).on_map)
    assert sorted(map(tuple, drawn.discs)) == sorted(map(tuple, window.paper(points_of(entries))))
