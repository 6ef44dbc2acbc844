# SPDX-License-Identifier: GPL-2.0-or-later
"""Default styles: colours that are told apart, a symbol for every value, and QGIS opens a layer with them."""

from __future__ import annotations

import itertools
import math
import re
import sqlite3
import sys

import numpy as np
import pytest
import shapely
import yaml
from support import box

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.styles import colours, style_path, write_default_style
from land_entry_plugin.files.tables import Table, write_tables
from land_entry_plugin.paths import resource
from land_entry_plugin.rules.verdicts import VERDICTS_WORST_FIRST
from land_entry_plugin.texts import word

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
MACHADO = {
    "normal": np.eye(3),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour):
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    x, y, z = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one, two):
    (l1, a1, b1), (l2, a2, b2) = one, two
    c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(c**7 / (c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    dh = 0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh_ = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if not c1 * c2 else (h1 + dh / 2) % 360
    t = (
        1 - 0.17 * math.cos(math.radians(hm - 30)) + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6)) - 0.20 * math.cos(math.radians(4 * hm - 63))
    )  # fmt: skip
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh_ / sh) ** 2 + rt * dc / sc * dh_ / sh)


def nearest(names, sight):
    seen = [lab(MACHADO[sight] @ linear(name)) for name in names]
    return min(ciede2000(one, two) for one, two in itertools.combinations(seen, 2))


def contrast(colour, other="#FFFFFF"):
    light = sorted(TO_XYZ[1] @ linear(name) + 0.05 for name in (colour, other))
    return light[1] / light[0]


def test_ciede2000_agrees_with_its_published_examples():
    # Sharma, Wu and Dalal 2005, pairs 1, 7 and 25
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert ciede2000((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)


@pytest.mark.parametrize("sight", MACHADO)
def test_verdict_colours_are_told_apart(sight):
    assert nearest([entry["symbol"] for entry in colours()["verdicts"].values()], sight) >= 13


def test_equal_contrast_would_fail_the_colour_test():
    # what the designers had first: red and amber of one lightness
    assert nearest(["#B3261E", "#8A5A00"], "deutan") < 13


def test_symbols_and_words_are_legible_on_white():
    for entry in colours()["verdicts"].values():
        assert contrast(entry["symbol"]) >= 3
        assert contrast(entry["text"]) >= 4.5


def test_verdict_icons_have_the_colours_of_the_table():
    for verdict, entry in colours()["verdicts"].items():
        assert entry["symbol"] in resource("icons", f"verdict_{verdict}.svg").read_text(encoding="utf-8")


def test_every_class_has_one_colour():
    listed = [code for group in colours()["land_classes"].values() for code in group["classes"]]
    known = yaml.safe_load(resource("land_classes.yaml").read_text(encoding="utf-8"))["survey"]
    assert sorted(listed) == sorted(known)


@pytest.fixture
def screening(tmp_path):
    path = tmp_path / "screening.gpkg"
    shapes = np.array([box(0, 0, 60, 50), box(100, 0, 60, 50)])
    rows = [{"parcel_id": f"371126004001JB0000{i}", "verdict": "review"} for i in (1, 2)]
    write_tables(path, [Table("parcels", [("parcel_id", str), ("verdict", str)], rows, shapes, "EPSG:4527")])
    return path


def test_layer_styles_is_what_qgis_creates(screening, qgis_application):
    from qgis.core import QgsVectorLayer

    other = screening.with_name("by_qgis.gpkg")
    other.write_bytes(screening.read_bytes())
    QgsVectorLayer(f"{other}|layername=parcels", "", "ogr").saveStyleToDatabase("parcels", "", True, "")
    write_default_style(screening, "parcels", "geom", "parcels")

    def described(path):
        with sqlite3.connect(path) as connection:
            columns = connection.execute("SELECT name, type, pk FROM pragma_table_info('layer_styles')").fetchall()
            contents = (
                "SELECT table_name, data_type, identifier, srs_id FROM gpkg_contents WHERE data_type = 'attributes'"
            )
            row = connection.execute(
                "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, useAsDefault,"
                " owner FROM layer_styles"
            ).fetchall()
            contents_rows = [(*one[:3], one[3] or 0) for one in connection.execute(contents)]
            return columns, contents_rows, row

    assert described(screening) == described(other)


def test_qgis_opens_the_layer_styled(screening, qgis_application):
    from qgis.core import QgsVectorLayer

    write_default_style(screening, "parcels", "geom", "parcels", "Land Entry")
    layer = QgsVectorLayer(f"{screening}|layername=parcels", "", "ogr")
    categories = layer.renderer().categories()
    assert [one.value() for one in categories[:4]] == [str(verdict) for verdict in VERDICTS_WORST_FIRST]
    assert [one.label() for one in categories[:4]] == [word(verdict, "zh") for verdict in VERDICTS_WORST_FIRST]
    assert categories[4].label() == "未筛查"
    assert layer.renderer().usingSymbolLevels()
    assert layer.labelsEnabled()


def test_a_default_style_replaces_the_earlier_one_of_its_layer_only(screening, qgis_application):
    from qgis.core import QgsVectorLayer

    overlap = np.array([box(0, 0, 5, 5)])
    rows = [{"category": "farmland", "sliver": False}]
    write_tables(screening, [Table("overlaps", [("category", str), ("sliver", bool)], rows, overlap, "EPSG:4527")])
    for table, style in (("parcels", "land_use"), ("overlaps", "overlaps"), ("parcels", "parcels")):
        write_default_style(screening, table, "geom", style)
    with sqlite3.connect(screening) as connection:
        stored = connection.execute("SELECT f_table_name, styleName FROM layer_styles ORDER BY 1").fetchall()
    assert stored == [("overlaps", "overlaps"), ("parcels", "parcels")]
    assert QgsVectorLayer(f"{screening}|layername=overlaps", "", "ogr").renderer().type() == "RuleRenderer"


def test_a_file_that_is_no_geopackage_is_an_input_error(tmp_path):
    missing, text = tmp_path / "missing.gpkg", tmp_path / "text.gpkg"
    text.write_text("no database, but long enough to be looked at as one" * 20)
    for path in (missing, text):
        with pytest.raises(InputError):
            write_default_style(path, "parcels", "geom", "parcels")
    assert not missing.exists()


def look(symbol):
    return [layer.properties() for layer in symbol.symbolLayers()]


def styled(style, fields, rows):
    """Return the legend labels of what a style draws for each row."""
    from qgis.core import QgsExpressionContext, QgsFeature, QgsGeometry, QgsRenderContext, QgsVectorLayer

    columns = "&".join(f"field={name}" for name in fields)
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4527&{columns}", style, "memory")
    message, loaded = layer.loadNamedStyle(str(style_path(style)))
    assert loaded, message
    renderer, context, found = layer.renderer(), QgsRenderContext(), []
    scope = QgsExpressionContext()
    scope.setFields(layer.fields())
    context.setExpressionContext(scope)
    renderer.startRender(context, layer.fields())
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shapely.to_wkt(box(0, 0, 9, 9))))
        feature.setAttributes(list(row))
        context.expressionContext().setFeature(feature)
        if renderer.type() == "categorizedSymbol":
            drawn = renderer.originalSymbolForFeature(feature, context)
            found.append([one.label() for one in renderer.categories() if drawn and look(one.symbol()) == look(drawn)])
        else:
            hit = renderer.legendKeysForFeature(feature, context)
            found.append([item.label() for item in renderer.legendSymbolItems() if item.ruleKey() in hit])
    renderer.stopRender(context)
    return found


def test_every_class_of_the_table_has_its_category(qgis_application):
    known = yaml.safe_load(resource("land_classes.yaml").read_text(encoding="utf-8"))["survey"]
    found = styled("land_use", ["DLBM", "DLMC"], [(code, None) for code in known])
    assert found == [[f"{code} {entry[0]}"] for code, entry in known.items()]


def test_suffixes_take_the_parents_colour_and_unknown_codes_their_own(qgis_application):
    rows = [("0201K", ""), ("1104A", ""), (" 08h2a ", ""), ("9999", ""), (None, ""), ("", ""), ("01", "")]
    assert styled("land_use", ["DLBM", "DLMC"], rows) == [
        ["0201 果园"], ["1104 坑塘水面"], ["08H2 科教文卫用地"],
        ["未识别地类"], ["未识别地类"], ["未识别地类"], ["未识别地类"],
    ]  # fmt: skip


def test_verdicts_and_what_has_none(qgis_application):
    found = styled("parcels", ["parcel_id", "verdict"], [("a", "prohibited"), ("a", None), ("a", "later word")])
    assert found == [["不得入市"], ["未筛查"], ["未筛查"]]


def test_sites_and_changes_are_told_by_their_verdict(qgis_application):
    rows = [(1, "candidate", "eligible"), (2, "one_reason", "prohibited"), (None, "candidate", None)]
    found = styled("candidates", ["rank:integer", "status", "spatial_verdict"], rows)
    assert found == [["空间核查无冲突"], ["不得入市"], ["未判定"]]
    fields = ["parcel_id", "verdict_before", "verdict_after", "verdict_changed:bool", "changed:bool"]
    rows = [("a", "review", "eligible", True, True), ("b", "review", None, True, True)]
    assert styled("comparison", fields, rows) == [["可入市"], ["已不在后一次筛查中"]]


def test_urban_zones_go_by_name_then_by_code(qgis_application):
    rows = [("420", "城镇集中建设区"), ("420", None), ("03", ""), ("410", ""), ("9", ""), (None, None)]
    assert styled("urban_boundary", ["GHFQDM", "GHFQMC"], rows) == [
        ["城镇集中建设区"], ["城镇弹性发展区"], ["特别用途区"], ["城镇集中建设区"], ["分区不明"], ["分区不明"],
    ]  # fmt: skip


def test_every_overlap_has_a_symbol_and_slivers_a_ring(qgis_application):
    rows = [(category, False) for category in colours()["overlaps"]] + [(None, False), ("farmland", True)]
    found = styled("overlaps", ["category:string", "sliver:bool"], rows)
    assert all(len(labels) == 1 for labels in found[:-1])
    assert found[-2] == ["其他"]
    assert found[-1] == ["耕地", "疑似图形误差"]


def test_what_a_place_was_earlier_is_not_drawn_as_what_it_is(qgis_application):
    rows = [(role, "farmland", True) for role in ("land_use", "land_use_history", None)]
    found = styled("overlaps", ["role:string", "category:string", "sliver:bool"], rows)
    assert found == [["耕地", "疑似图形误差"], [], ["耕地", "疑似图形误差"]]


def test_what_was_cut_off_is_told_by_its_reason(qgis_application):
    reasons = [("conflict",), ("setback",), ("narrow",), ("merged",), (None,)]
    assert styled("removed", ["reason"], reasons) == [["剪去：冲突"], ["剪去：退让"], *[["剪去：过窄、过小等"]] * 3]


def test_an_office_s_file_replaces_ours(tmp_path):
    (tmp_path / "land_use.qml").write_text("<qgis/>")
    assert style_path("land_use", (tmp_path / "none", tmp_path)) == tmp_path / "land_use.qml"
    assert style_path("parcels", (tmp_path,)) == resource("styles", "parcels.qml")


def test_styles_need_no_file_of_this_machine():
    for path in resource("styles").glob("*.qml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'"(/|[A-Z]:\\|\.\./)[^"]*\.svg"', text), path.name
        assert path.name not in ("parcels.qml", "candidates.qml", "comparison.qml") or text.count("base64:") == len(
            VERDICTS_WORST_FIRST
        )


def test_stored_styles_are_what_the_script_makes(root, tmp_path, qgis_application, monkeypatch):
    from qgis.core import Qgis

    monkeypatch.syspath_prepend(str(root / "scripts"))
    make_styles = __import__("make_styles")
    made = make_styles.make_styles(tmp_path)
    assert {path.name for path in made} == {path.name for path in resource("styles").glob("*.qml")}
    if f'version="{Qgis.QGIS_VERSION}"' not in style_path("parcels").read_text(encoding="utf-8"):
        pytest.skip("another version of QGIS writes styles in other words")
    for path in made:
        assert path.read_bytes() == style_path(path.stem).read_bytes(), f"{path.name}: run scripts/make_styles.py"


def test_module_needs_no_qgis():
    source = sys.modules["land_entry_plugin.files.styles"].__file__
    assert "qgis" not in {line.split()[1].split(".")[0] for line in open(source) if re.match(r"(import|from) ", line)}
