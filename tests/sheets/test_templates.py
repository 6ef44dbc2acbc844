# SPDX-License-Identifier: GPL-2.0-or-later
"""Templates: the plugin's own, changed, and broken; and a form that is opened in the designer."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from on_paper import HARD_SHAPES, invented, pages_of, text_of

from land_entry_plugin.errors import InputError

pytestmark = [
    pytest.mark.usefixtures("qgis_application"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there"),
]
SHEETS = ["SURVEY_SHEET", "COVER", "BASIC_INFO", "BOUNDARY_POINTS", "PARCEL_MAP"]


@pytest.fixture(scope="module")
def written(qgis_application, tmp_path_factory):
    """Return the folder of the plugin's own templates."""
    from land_entry_plugin.sheets.template_export import write_templates

    folder = tmp_path_factory.mktemp("templates")
    paths = write_templates(folder, SHEETS)
    assert sorted(path.stem for path in paths) == sorted(SHEETS)
    return folder


@pytest.fixture
def own(written, tmp_path):
    """Return a copy of one template for a test to change, and its text."""
    folder = tmp_path / "own"
    folder.mkdir()
    path = folder / "BOUNDARY_POINTS.qpt"
    shutil.copyfile(written / path.name, path)
    return path


def sample(record):
    return next(parcel for parcel in record["parcels"] if parcel["parcel_id"].endswith("4012JB00003"))


def printed(record, parcel, path, sheets, folder=None):
    from qgis.core import QgsProject

    from land_entry_plugin.sheets.export import export_pdf
    from land_entry_plugin.sheets.forms.book import SHEETS as ALL
    from land_entry_plugin.sheets.forms.book import build_set
    from land_entry_plugin.sheets.templates import read_templates

    project = QgsProject()
    templates = read_templates(folder, ALL) if folder else {}
    layout = build_set(record, parcel, project, sheets=sheets, templates=templates)
    project.layoutManager().addLayout(layout)
    return export_pdf(layout, path)


def words(path):
    """Return the words of every page with their places in points."""
    run = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    found = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>')
    return [
        sorted((word, round(float(x)), round(float(y))) for x, y, word in found.findall(page))
        for page in run.stdout.split("<page ")[1:]
    ]


def changed(path, old, new, count=1):
    """Change a template; what is looked for must be in it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def item_of(path, name):
    """Return the XML of the item that bears an id."""
    text = path.read_text(encoding="utf-8")
    items = re.findall(r" <LayoutItem [^>]*>.*?\n </LayoutItem>\n", text, re.DOTALL)
    return next(item for item in items if f' id="{name}"' in item.split(">", 1)[0])


def moved(path, name, to_mm=None, size_mm=None):
    """Give an item another place or size."""
    item = item_of(path, name)
    own = item
    if to_mm:
        place = f"{to_mm[0]},{to_mm[1]},mm"
        for attribute in ("position", "positionOnPage"):
            own = re.sub(rf' {attribute}="[^"]*"', f' {attribute}="{place}"', own, count=1)
    if size_mm:
        own = re.sub(r' size="[^"]*"', f' size="{size_mm[0]},{size_mm[1]},mm"', own, count=1)
    changed(path, item, own)


def in_another_font(path, name):
    item = item_of(path, name)
    changed(path, item, re.sub(r'fontFamily="[^"]*"', 'fontFamily="No Such"', item))


def test_the_plugins_own_templates_change_nothing(record, written, tmp_path):
    parcel = sample(record)
    without = printed(record, parcel, tmp_path / "a.pdf", SHEETS)
    with_own = printed(record, parcel, tmp_path / "b.pdf", SHEETS, written)
    assert words(with_own) == words(without)


def test_a_changed_template_changes_every_page_of_its_form(record, own, tmp_path):
    parcel = invented(record, HARD_SHAPES["sixty points"])
    before = words(printed(record, parcel, tmp_path / "a.pdf", ["BOUNDARY_POINTS"]))
    changed(own, "界 址 点 成 果 表", "示例县界址点成果")
    body = item_of(own, "body")
    left, top = map(float, re.search(r' positionOnPage="([\d.]+),([\d.]+),mm"', body).groups())
    moved(own, "body", (left + 10, top + 20), (165, 150))
    path = printed(record, parcel, tmp_path / "b.pdf", ["BOUNDARY_POINTS"], own.parent)
    text = text_of(path)
    # the first page, and those that go on like it
    assert pages_of(path) > len(before)
    assert text.count("示例县界址点成果（续）") == pages_of(path) - 1
    assert "界址点成果表（续）" not in text
    for number in range(pages_of(path)):
        assert f"第{number + 1}页共{pages_of(path)}页" in text
    (_, x, y) = next(word for word in before[0] if word[0] == "J1")
    (_, new_x, new_y) = next(word for word in words(path)[0] if word[0] == "J1")
    assert new_x - x == pytest.approx(10 * 72 / 25.4, abs=1.1)
    assert new_y - y == pytest.approx(20 * 72 / 25.4, abs=1.1)


def test_cells_styles_and_items_of_the_users_own(record, own, tmp_path):
    parcel = sample(record)
    number = item_of(own, "page_number")
    cell = number.replace(' id="page_number"', ' id="cell_SYQR"').replace("第 1 页　共 1 页", "?")
    put = number.replace(' id="page_number"', ' id="cell_nothing"').replace("第 1 页　共 1 页", "示例县测绘院")
    assert cell != number != put
    changed(own, number, number + fresh(cell) + fresh(put))
    moved(own, "cell_SYQR", (120, 5))
    moved(own, "cell_nothing", (30, 5))
    sample_of_style = item_of(own, "style_number")
    changed(own, sample_of_style, sample_of_style.replace('fontSize="8.5"', 'fontSize="11"', 1))
    first = printed(record, parcel, tmp_path / "a.pdf", ["BOUNDARY_POINTS"])
    path = printed(record, parcel, tmp_path / "b.pdf", ["BOUNDARY_POINTS"], own.parent)
    text = text_of(path)
    assert (
        text.count(parcel["cadastre"]["declared"]["SYQR"])
        == text_of(first).count(parcel["cadastre"]["declared"]["SYQR"]) + 1
    )
    assert "示例县测绘院" in text
    assert height_of(path, "J1") / height_of(first, "J1") == pytest.approx(11 / 8.5, rel=0.05)


def fresh(item):
    """Return an item under uuids of its own."""
    return re.sub(r"\{[0-9a-f]{4}", "{dddd", item)


def height_of(path, word):
    run = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    top, bottom = re.search(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}</word>', run.stdout).groups()
    return float(bottom) - float(top)


def test_a_map_of_a_template_shows_the_parcel(record, written, tmp_path):
    from qgis.core import (
        QgsLayoutItemMap,
        QgsLayoutPoint,
        QgsLayoutSize,
        QgsPrintLayout,
        QgsProject,
        QgsReadWriteContext,
    )
    from qgis.PyQt.QtXml import QDomDocument

    from land_entry_plugin.sheets.forms.book import build_set
    from land_entry_plugin.sheets.templates import read_template

    project = QgsProject()
    layout = QgsPrintLayout(project)
    document = QDomDocument()
    document.setContent((written / "COVER.qpt").read_text(encoding="utf-8"))
    layout.loadFromTemplate(document, QgsReadWriteContext())
    project.layoutManager().addLayout(layout)
    item = QgsLayoutItemMap(layout)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(40, 200))
    item.attemptResize(QgsLayoutSize(60, 50))
    assert layout.saveAsTemplate(str(tmp_path / "COVER.qpt"), QgsReadWriteContext())
    template = read_template(tmp_path / "COVER.qpt", "COVER")

    own_project = QgsProject()
    parcel = sample(record)
    made = build_set(record, parcel, own_project, sheets=["COVER"], templates={"COVER": template})
    own_project.layoutManager().addLayout(made)
    (shown,) = [one for one in made.items() if isinstance(one, QgsLayoutItemMap)]
    assert (shown.rect().width(), shown.rect().height()) == (60, 50)
    assert shown.crs().authid() == parcel["geometry"]["crs"]
    parcels = next(layer for layer in shown.layers() if layer.name() == "本宗地")
    assert shown.extent().contains(parcels.extent())
    assert round(shown.scale(), 6) in (500, 1000, 2000)


@pytest.mark.parametrize(
    ("break_it", "text_id"),
    [
        (lambda path: path.write_text("<Layout><Page"), "template_unreadable"),
        (lambda path: path.write_text("<qgis/>"), "template_unreadable"),
        (lambda path: changed(path, ' id="body"', ' id="box"'), "template_item"),
        (lambda path: changed(path, ' id="foot"', ' id="feet"'), "template_item"),
        (lambda path: moved(path, "body", size_mm=(120, 200)), "template_body"),
        (lambda path: moved(path, "body", to_mm=(60, 30)), "template_body"),
        (lambda path: path.rename(path.with_name("界址点.qpt")), "template_name"),
        (
            lambda path: in_another_font(path, "foot"),
            "template_font",
        ),
    ],
    ids=["broken", "not a layout", "no body", "no foot", "narrow", "off the page", "name", "font"],
)
def test_faults_of_templates_are_sentences_with_the_file(own, break_it, text_id):
    from land_entry_plugin.sheets.forms.book import SHEETS as ALL
    from land_entry_plugin.sheets.templates import read_templates

    break_it(own)
    with pytest.raises(InputError) as error:
        read_templates(own.parent, ALL)
    assert error.value.text_id == text_id
    assert ".qpt" in error.value.user_message("zh")


def test_templates_are_never_written_over(written):
    from land_entry_plugin.sheets.template_export import write_templates

    before = (written / "COVER.qpt").read_bytes()
    with pytest.raises(InputError) as error:
        write_templates(written, ["COVER", "OPINION"])
    assert error.value.text_id == "template_exists"
    assert (written / "COVER.qpt").read_bytes() == before
    assert not (written / "OPINION.qpt").exists()


def test_a_form_is_opened_in_the_designer(record):
    from qgis.core import QgsLayoutItemLabel, QgsProject

    from land_entry_plugin.sheets.designer import open_layout

    project = QgsProject()
    parcel = sample(record)
    first = open_layout(record, parcel["parcel_id"], "PARCEL_MAP", project)
    assert first.name() == f"宗地图 {parcel['parcel_id']}"
    second = open_layout(record, parcel["parcel_id"], "PARCEL_MAP", project)
    assert second.name() == f"宗地图 {parcel['parcel_id']} (2)"
    assert [one.name() for one in project.layoutManager().layouts()] == [first.name(), second.name()]
    ids = {item.id() for item in first.items() if isinstance(item, QgsLayoutItemLabel)}
    assert {"title", "foot", "page_number", "PARCEL_MAP"} <= ids
    layers = len(project.mapLayers())
    without = next(one for one in record["parcels"] if one["geometry"] is None)
    for parcel_id, form in (("nobody", "COVER"), (parcel["parcel_id"], "NONE"), (without["parcel_id"], "PARCEL_MAP")):
        with pytest.raises(InputError):
            open_layout(record, parcel_id, form, project)
    assert len(project.mapLayers()) == layers
    assert len(project.layoutManager().layouts()) == 2
