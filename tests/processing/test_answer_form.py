# SPDX-License-Identifier: GPL-2.0-or-later
"""The answer sheet in QGIS: its form asks what the pack asks, and what is chosen there is read back."""

from __future__ import annotations

import openpyxl
import pytest
from answering import ASKED, GIVEN, fill_book, write_pack
from qgis.core import Qgis, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsGui
from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import QComboBox, QGroupBox, QLabel

from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.jobs.answers import read_answers
from land_entry_plugin.processing.answersheet import AnswerSheet
from land_entry_plugin.rules.layering import load_pack

pytestmark = pytest.mark.usefixtures("qgis_application")

PARCEL = "371126004012JB00001"


@pytest.fixture
def pack_path(tmp_path):
    return write_pack(tmp_path)


@pytest.fixture
def make(township, tmp_path, pack_path):
    def make_(**parameters):
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        context.setProject(QgsProject.instance())
        usual = {"PARCELS": f"{township}|layername=parcels", "RULE_PACK": str(pack_path)}
        results, worked = AnswerSheet().create().run(usual | parameters, context, feedback)
        return results if worked else feedback.textLog()

    yield make_
    QgsProject.instance().clear()


@pytest.fixture
def layer(make, tmp_path):
    """The sheet as QGIS opens it, with the style in the file and no other."""
    opened = QgsVectorLayer(make(OUTPUT=str(tmp_path / "sheet.gpkg"))["OUTPUT"], "answers", "ogr")
    assert opened.isValid()
    QgsProject.instance().addMapLayer(opened)
    return opened


def setup(layer, name):
    return layer.editorWidgetSetup(layer.fields().lookupField(name))


def test_every_field_has_its_widget_and_its_question(layer):
    index = layer.fields().lookupField
    config = layer.editFormConfig()
    assert config.layout() == Qgis.AttributeFormLayout.DragAndDrop
    assert [config.readOnly(index(name)) for name in ("parcel_id", "zl", "registered")] == [True, True, False]
    kinds = {name: setup(layer, name).type() for name in ("registered", "use", "price", "meeting_date", "term_years")}
    assert list(kinds.values()) == ["ValueMap", "ValueMap", "TextEdit", "DateTime", "TextEdit"]
    choices = [item for one in setup(layer, "use").config()["map"] for item in one.items()]
    assert [choice for choice, _ in choices] == ["（未答复）", "工业", "商业", "无"]
    assert dict(choices)["工业"] == "industrial"
    assert [next(iter(one)) for one in setup(layer, "registered").config()["map"]] == ["（未答复）", "是", "否"]
    assert layer.attributeAlias(index("registered")) == "所有权已登记？"
    assert layer.attributeAlias(index("price")) == "起始价（元）"
    assert layer.attributeAlias(index("registered_paper")) == "文号：所有权已登记？"
    said = layer.constraintDescription(index("registered"))
    for text in ("不动产登记机构", "集体土地所有权证", "《土地管理法》第63条"):
        assert text in said
    strengths = layer.fieldConstraintsAndStrength(index("registered"))
    assert set(map(int, strengths.values())) <= {0, 2}
    assert layer.displayExpression() == '"parcel_id"'


@pytest.fixture
def form(layer):
    QgsGui.editorWidgetRegistry().initEditors()
    assert layer.startEditing()
    feature = next(one for one in layer.getFeatures() if one["parcel_id"] == PARCEL)
    return QgsAttributeForm(layer, feature, QgsAttributeEditorContext())


def test_the_form_asks_office_by_office(form):
    boxes = form.findChildren(QGroupBox)
    assert all(box.property("collapsed") for box in boxes)
    assert [box.title() for box in boxes] == [
        "不动产登记机构（1 项）", "文物部门（1 项）", "乡镇政府（2 项）", "自然资源部门（1 项）", "经办人（7 项）"
    ]  # fmt: skip
    shown = " ".join(label.text() for label in form.findChildren(QLabel))
    for text in ("所有权已登记？", "材料：集体土地所有权证。", "《土地管理法》第63条", "已提供文物保护图层的不必答。"):
        assert text in shown


def test_what_is_filled_in_is_read_back(form, layer, pack_path, make, tmp_path, township):
    for name, (_, stored) in GIVEN.items():
        value = QDate.fromString(stored, "yyyy-MM-dd") if name.endswith("_date") else stored
        form.changeAttribute(name, value)
    assert form.save()
    assert layer.commitChanges(), layer.commitErrors()
    book = make(OUTPUT=str(tmp_path / "other.gpkg"), TABLE=str(tmp_path / "s.xlsx"))["TABLE"]
    fill_book(book, {name: written for name, (written, _) in GIVEN.items()})
    pack = load_pack(str(pack_path))
    read = [read_answers(open_answers(path), pack, [PARCEL]).of_parcel for path in (layer.source(), book)]
    values = [{name: answer.value for name, answer in one[PARCEL].items()} for one in read]
    assert values[0] == values[1]
    assert set(values[0]) == set(ASKED)
    assert read[0][PARCEL]["registered"].date == read[1][PARCEL]["registered"].date
    assert read[0][PARCEL]["registered"].paper == read[1][PARCEL]["registered"].paper


def test_choosing_in_the_list_and_taking_it_back(form, layer):
    box = next(one for one in form.findChildren(QComboBox) if "工业" in [one.itemText(i) for i in range(one.count())])
    assert box.currentText() == "（未答复）"
    use = layer.fields().lookupField("use")
    for text, stored in (("商业", "retail"), ("（未答复）", None)):
        box.setCurrentText(text)
        assert form.save()
        value = layer.getFeature(form.feature().id())[use]
        assert (value or None) == stored
    layer.rollBack()


def test_outputs(make, tmp_path):
    results = make(OUTPUT=f"ogr:dbname='{tmp_path}/s.gpkg' table=\"mine\" (geom)", TABLE=str(tmp_path / "s.xlsx"))
    assert results["OUTPUT"].endswith("s.gpkg|layername=mine")
    mine = QgsVectorLayer(results["OUTPUT"], "mine", "ogr")
    assert mine.featureCount() == 18
    assert setup(mine, "use").type() == "ValueMap"
    assert openpyxl.load_workbook(results["TABLE"])["answers"].max_row == 19
    temporary = make(OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    assert QgsVectorLayer(temporary, "t", "ogr").featureCount() == 18


def test_refusals(make, tmp_path, township):
    assert "Shapefile" in make(OUTPUT=str(tmp_path / "s.shp"))
    assert ".gpkg" in make(OUTPUT="memory:sheet")
    assert "sources" in make(OUTPUT=str(township))
    assert "nope" in make(OUTPUT=str(tmp_path / "s.gpkg"), RULE_PACK="nope")
    first = make(OUTPUT=str(tmp_path / "s.gpkg"), TABLE=str(tmp_path / "s.xlsx"))
    fill_book(first["TABLE"], {"registered": "是"})
    assert "holds answers" in make(OUTPUT=str(tmp_path / "t.gpkg"), TABLE=first["TABLE"])
    carried = make(OUTPUT=str(tmp_path / "t.gpkg"), ANSWERS=first["TABLE"])
    values = {
        one["parcel_id"]: one["registered"] for one in QgsVectorLayer(carried["OUTPUT"], "t", "ogr").getFeatures()
    }
    assert values[PARCEL] == "yes"
