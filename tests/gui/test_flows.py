# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock does when what it works on goes: projects, layers, files, and two things at once."""

from __future__ import annotations

import gc
import shutil
import weakref
from types import SimpleNamespace

import openpyxl
import pytest
from coordinate_texts import PARCEL, ring, text, write
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QFileDialog
from shapefiles import write_shapefile
from support import box, of_township
from windowed import docked, looked, opened, pump, wait

from land_entry_plugin.files import kept
from land_entry_plugin.files.records import read_record
from land_entry_plugin.files.tables import Table, write_tables
from land_entry_plugin.gui import algorithm_run, delivery, layers, tasks, words
from land_entry_plugin.gui.review import Review
from land_entry_plugin.gui.run_watch import RunWatch
from land_entry_plugin.gui.screening_flow import PACKAGE, RECORD, Screened, screen
from land_entry_plugin.gui.widgets.basics import Note
from land_entry_plugin.gui.words import say
from land_entry_plugin.roles.catalogue import PARCELS

pytestmark = pytest.mark.usefixtures("qgis_application")

ALL = ("parcels", "DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ")


@pytest.fixture(scope="module")
def screened(township, tmp_path_factory):
    """The folder of a run on the sample township."""
    folder = tmp_path_factory.mktemp("run")
    request = of_township(township)
    screen(request, RunWatch(lambda: False, 1), folder)
    return folder


@pytest.fixture
def place(township, screened, tmp_path):
    """A folder with a township and a run on it that may be changed."""
    shutil.copyfile(township, tmp_path / "township.gpkg")
    shutil.copytree(screened, tmp_path / "run")
    return tmp_path


@pytest.fixture
def dock(window):
    with docked(window) as controller:
        yield controller


@pytest.fixture
def with_results(dock, place):
    """The dock with the township open and screened."""
    (parcels, *_) = opened(dock, place / "township.gpkg", *ALL)
    dock.session.state.record, dock.session.state.screened = str(place / "run" / RECORD), parcels.id()
    dock.results.restore()
    wait(lambda: dock.results.record is not None)
    dock.dock.go_to(2)
    return dock


def move(layer, metres=1.0):
    """Move the first parcel of a layer, and leave that in the edit buffer."""
    layer.startEditing()
    feature = next(layer.getFeatures())
    shape = feature.geometry()
    shape.translate(metres, 0)
    layer.changeGeometry(feature.id(), shape)


def banner(controller):
    return controller.dock.results.stale.label.text()


def test_a_project_that_nobody_touched_does_not_ask_to_be_saved(dock):
    assert not QgsProject.instance().isDirty()
    QgsProject.instance().clear()
    pump()
    looked(dock)
    assert not QgsProject.instance().isDirty()
    dock.dock.go_to(1)
    assert QgsProject.instance().isDirty(), "what the user does is kept"


def test_the_workbook_is_made_for_who_asks_for_it(with_results, place, monkeypatch):
    said, target = with_results.session.iface.said, place / "表 1.xlsx"
    assert not list((place / "run").glob("*.xlsx"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with_results.results.export_table()
    wait(lambda: any(str(target) in text for text in said))
    rows = list(openpyxl.load_workbook(target, read_only=True).worksheets[0].values)
    record = with_results.results.record
    assert [row[0] for row in rows[1 : len(record["parcels"]) + 1]] == [one["parcel_id"] for one in record["parcels"]]
    away = place / "township.gpkg" / "t.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(away), ""))
    with_results.results.export_table()
    wait(lambda: any(str(away.parent) in text for text in said[1:]))
    assert not away.exists()


def test_a_record_that_is_away_is_not_forgotten(dock, tmp_path):
    away = str(tmp_path / "drive" / RECORD)
    dock.session.state.record = away
    dock.session.keep()
    QgsProject.instance().setDirty(False)
    dock.results.restore()
    looked(dock)
    assert dock.results.record is None
    assert any(away in text for text in dock.session.iface.said)
    assert dock.session.state.record == away
    assert not QgsProject.instance().isDirty()


def test_a_closed_project_takes_along_what_was_said_of_it(with_results):
    dock, page = with_results, with_results.dock.deliver
    dock.delivery.last = "3"
    page.show_outcome([Note("eligible", "3")])
    page.open_button.show()
    move(dock.data.parcel_layer())
    assert banner(dock) == say("screening_again")
    assert dock.delivery.is_stale
    QgsProject.instance().clear()
    pump()
    assert banner(dock) == ""
    assert not dock.delivery.is_stale
    looked(dock)
    assert [button.is_done for button in dock.dock.bar.buttons] == [False] * 4
    assert dock.dock.bar.buttons[3].state == "—"
    assert page.outcome.lines == []
    assert page.open_button.isHidden()


def test_parcels_that_are_removed_while_they_are_edited_leave_a_sentence(with_results):
    layer = with_results.data.parcel_layer()
    move(layer)
    QgsProject.instance().removeMapLayer(layer.id())
    del layer
    # longer than edits are waited for
    pump(0.6)
    looked(with_results)
    assert banner(with_results) == say("stale")
    assert with_results.delivery.is_stale


def test_a_preview_of_a_cut_ends_with_its_layer(with_results):
    dock, layer = with_results, with_results.data.parcel_layer()
    dock.results.choose(dock.dock.results.rows[0].parcel_id)
    dock.dock.results.avoid_button.click()
    wait(lambda: dock.avoid.found is not None)
    # the preview itself reads again where options change
    dock.avoid.panel.numbers["setback"].setValue(3)
    QgsProject.instance().removeMapLayer(layer.id())
    del layer
    assert not dock.avoid.is_open
    pump(0.4)


def test_no_run_is_shown_where_there_are_no_parcels(dock):
    dock.dock.screen.start_asked.emit()
    assert not dock.run.is_running
    assert dock.dock.screen.cancel.isHidden()
    assert not dock.dock.screen.primary.isHidden()


def test_edits_of_another_layer_than_was_screened_change_no_result(with_results, place):
    dock, screened = with_results, with_results.data.parcel_layer().id()
    shutil.copyfile(place / "township.gpkg", place / "other.gpkg")
    (other,) = opened(dock, place / "other.gpkg", "parcels")
    dock.session.state.parcels = other.id()
    dock.data.look()
    looked(dock)
    move(other)
    pump(0.6)
    looked(dock)
    assert dock.results.edited_count == 0
    assert banner(dock) == ""
    assert not dock.delivery.is_stale
    # it may be the same parcels, added anew
    QgsProject.instance().removeMapLayer(screened)
    looked(dock)
    move(other)
    assert banner(dock) == say("screening_again")
    assert dock.delivery.is_stale
    looked(dock)


def test_a_layer_that_cannot_be_read_as_it_is_edited_is_a_sentence(dock, tmp_path):
    path = write_shapefile(tmp_path / "宗地.shp", [box(0, 0, 50, 50)], {"ZDDM": ["甲"]}, "gbk", cpg="UTF-8")
    layer = QgsVectorLayer(str(path), "宗地", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dock.session.state.parcels = layer.id()
    looked(dock)
    move(layer)
    dock.dock.screen.start_asked.emit()
    wait(lambda: not dock.run.is_running)
    assert not dock.dock.screen.primary.isHidden()
    (told,) = [text for text in dock.session.iface.said if "GB18030" in text]
    assert "Traceback" not in told
    layer.rollBack()


def test_a_layer_that_cannot_be_looked_at_is_a_sentence_once_and_hides_no_other(dock, place):
    path = write_shapefile(place / "地块.shp", [box(0, 0, 50, 50)], {"ZDDM": ["甲"]}, "gbk", cpg="UTF-8")
    layer = QgsVectorLayer(str(path), "地块", "ogr")
    QgsProject.instance().addMapLayer(layer)
    opened(dock, place / "township.gpkg", "DLTB")
    dock.session.state.parcels = layer.id()
    move(layer)
    for _ in range(2):
        dock.data.look()
        looked(dock)
    told = [text for text in dock.session.iface.said if "GB18030" in text]
    assert len(told) == 1
    facts = dock.data.facts
    assert facts[PARCELS].fault.text_id == "edited_in_other_encoding"
    assert facts["land_use"].feature_count > 0
    assert facts["land_use"].fault is None
    layer.rollBack()
    dock.data.look()
    looked(dock)
    assert dock.data.facts[PARCELS].fault is None


def test_kept_settings_that_are_damaged_are_a_sentence(dock, place, monkeypatch):
    monkeypatch.setattr(kept, "user_folder", lambda: place)
    (place / "sources.json").write_text("{{", encoding="utf-8")
    opened(dock, place / "township.gpkg", "DLTB", "XZQ")
    assert len([text for text in dock.session.iface.said if "sources.json" in text]) == 1
    assert {dock.data.facts[role].fault.text_id for role in ("land_use", "admin_area")} == {"damaged_wishes"}


@pytest.mark.parametrize(
    ("spoken", "names"),
    [("en", ["Land Entry", "Overlaps", "Screened parcels"]), ("zh", ["入市筛查", "套合图斑", "宗地核查结果"])],
)
def test_layers_and_their_group_are_named_as_the_window_speaks_and_found_by_no_name(
    screened, tmp_path, monkeypatch, spoken, names
):
    monkeypatch.setattr(words, "language", lambda: spoken)
    project = QgsProject()
    for step in layers.result_openers(project, screened / PACKAGE):
        step()
    (group,) = project.layerTreeRoot().children()
    assert [group.name(), *(node.name() for node in group.findLayers())] == names
    group.setName("甲")
    for node in group.findLayers():
        node.layer().setName("乙")
    assert project.write(str(tmp_path / "renamed.qgz"))
    monkeypatch.setattr(words, "language", lambda: "zh" if spoken == "en" else "en")
    again = QgsProject()
    assert again.read(str(tmp_path / "renamed.qgz"))
    assert layers.group(again).name() == "甲"
    assert layers.result_layer(again, "parcels").isValid()
    layers.remove_results(again)
    assert again.mapLayers() == {}
    assert [one.name() for one in again.layerTreeRoot().children()] == ["甲"]


def test_the_group_of_an_older_project_is_taken_as_it_is(monkeypatch):
    monkeypatch.setattr(words, "language", lambda: "en")
    project = QgsProject()
    project.layerTreeRoot().insertGroup(0, "入市筛查")
    assert layers.group(project).name() == "入市筛查"
    assert len(project.layerTreeRoot().children()) == 1


def test_a_table_in_a_folder_of_any_name_is_offered_for_answers(dock, tmp_path):
    path = tmp_path / "q? 'x'" / "答复 (2).gpkg"
    path.parent.mkdir()
    write_tables(path, [Table("answers", [("ZDDM", str)], [{"ZDDM": "甲"}])])
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{path}|layername=answers", "答复", "ogr"))
    assert dock.form._tables() == [("答复", str(path))]
    looked(dock)


def test_what_another_screening_gave_is_not_delivered_yet(with_results, place):
    dock, page = with_results, with_results.dock.deliver
    dock.delivery.last = "3"
    page.show_outcome([Note("eligible", "3")])
    page.open_button.show()
    dock._show_states()
    assert [button.is_done for button in dock.dock.bar.buttons[2:]] == [True, True]
    before = dock.results.path
    shutil.copytree(place / "run", place / "next")
    dock._run_ended(Screened(read_record(place / "next" / RECORD), place / "next"))
    wait(lambda: not dock.results.is_busy)
    assert [button.is_done for button in dock.dock.bar.buttons[2:]] == [False, False]
    assert dock.dock.bar.buttons[3].state == "—"
    assert page.outcome.lines == []
    assert page.open_button.isHidden()

    # an export that began before, and one of what is shown now
    heard = SimpleNamespace(isCanceled=lambda: False)
    for record, is_done in ((before, False), (dock.results.path, True)):
        dock.delivery._export = SimpleNamespace(count=1, record=record, heard=heard, failed=list)
        dock.delivery._ended(True, [], "done")
        assert dock.dock.bar.buttons[3].is_done is is_done
    looked(dock)


def test_another_screening_is_delivered_into_a_folder_of_its_own(with_results, place):
    dock, page = with_results, with_results.dock.deliver
    dock.dock.go_to(3)
    assert page.chosen()["folder"] == str(place / "run" / "sheets")
    page.folder.setText(str(place / "chosen"))
    page.folder.editingFinished.emit()
    dock.dock.go_to(2)
    dock.dock.go_to(3)
    assert page.chosen()["folder"] == str(place / "chosen"), "what the user chose for this record stays"
    shutil.copytree(place / "run", place / "next")
    dock._run_ended(Screened(read_record(place / "next" / RECORD), place / "next"))
    wait(lambda: not dock.results.is_busy)
    dock.dock.go_to(3)
    assert page.chosen()["folder"] == str(place / "next" / "sheets")
    looked(dock)


def test_two_words_of_a_reviewer_at_once_are_both_kept(with_results):
    flow = with_results.results
    words = [Review("accept", "", name, "2026-11-21T10:00:00+08:00") for name in ("甲", "乙", "丙")]
    for index, word in enumerate(words):
        flow.keep_review(index, word)
    wait(lambda: not with_results.session.tasks.count)
    for record in (read_record(flow.path), flow.record, flow.stored):
        assert [parcel["review"]["name"] for parcel in record["parcels"][:3]] == ["甲", "乙", "丙"]


def test_what_a_reviewer_said_is_kept_though_the_project_is_closed_and_something_is_computed(with_results):
    flow = with_results.results
    path = flow.path
    with tasks._COMPUTING:
        flow.keep_review(0, Review("accept", "", "甲", "2026-11-21T10:00:00+08:00"))
        QgsProject.instance().clear()
        wait(lambda: (read_record(path)["parcels"][0].get("review") or {}).get("name") == "甲")
    looked(with_results)


def test_who_searches_the_list_is_not_sent_to_the_map(with_results):
    results, canvas = with_results.dock.results, with_results.session.iface.mapCanvas()
    with_results.results.choose(results.rows[0].parcel_id)
    canvas.setExtent(with_results.data.parcel_layer().extent())
    shown = canvas.extent()
    results.search.setText(results.rows[0].short_id[-4:])
    assert results.index == results.rows[0].index
    assert results.list.current().parcel_id == results.rows[0].parcel_id
    assert canvas.extent() == shown


def test_a_layer_that_lies_nowhere_on_the_map_is_a_sentence(dock):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=ZDDM:string", "astray", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(box(0, 0, 100, 100).wkt))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    canvas = dock.session.iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4527"))
    dock.session.marks.zoom_to_box(layer.extent(), layer.crs())
    assert dock.session.iface.said == [say("not_on_the_map", crs="EPSG:4490")]


def test_an_export_that_nobody_wants_any_more_lasts_as_long_as_its_task(dock, screened, tmp_path):
    chosen = {
        "sheets": ["SURVEY_SHEET"], "formats": ["XLSX"], "edition": "INTERNAL", "folder": str(tmp_path / "out"),
        "templates": "",
    }  # fmt: skip
    told, ids = [], ["371126004012JB00004"]
    export = delivery.Export(screened / RECORD, ids, chosen, QgsProject.instance(), lambda *about: told.append(about))
    heard = weakref.ref(export.heard)
    export.start()
    export.forget()
    del export
    gc.collect()
    assert heard() is not None, "its task, in another thread, still speaks to it"
    wait(lambda: not algorithm_run._running)
    assert told == []


def test_coordinates_that_are_read_for_a_project_do_not_come_into_the_next(dock, tmp_path):
    file = write(tmp_path, text(PARCEL, *ring()))
    dock.data.open_place(str(file))
    wait(lambda: not algorithm_run._running)
    looked(dock)
    assert [layer.name() for layer in QgsProject.instance().mapLayers().values()] == [file.stem]
    dock.data.open_place(str(file))
    QgsProject.instance().clear()
    wait(lambda: not algorithm_run._running)
    looked(dock)
    assert QgsProject.instance().mapLayers() == {}


def test_a_rule_pack_that_is_gone_is_not_replaced_without_a_word(dock):
    dock.session.state.rule_pack = "gone_2024"
    dock.form.show()
    notes = dock.dock.screen.notes.lines
    assert any("gone_2024" in line.text for line in notes)
