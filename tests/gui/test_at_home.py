# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin adds to QGIS's own windows: expressions, locator, options, menus of layers, styles on request."""

from __future__ import annotations

import pytest
import shapely
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsLocatorContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QWidget
from support import box

from land_entry_plugin.bridge import expression_functions, layer_styles, profile
from land_entry_plugin.bridge.preferences import Preferences, keep, preferences
from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.crs import Plane
from land_entry_plugin.gui.layer_menu import LayerMenu, actions_for
from land_entry_plugin.gui.options_page import OptionsFactory
from land_entry_plugin.gui.parcel_locator import ParcelLocator

pytestmark = pytest.mark.usefixtures("qgis_application")


class Canvas:
    def __init__(self):
        self.shown = []

    def zoomToFeatureIds(self, layer, ids):
        self.shown.append(("zoom", layer.id(), ids))

    def flashFeatureIds(self, layer, ids):
        self.shown.append(("flash", layer.id(), ids))


class Interface:
    """As much of QGIS's interface as is asked for."""

    def __init__(self):
        self.canvas, self.window = Canvas(), QWidget()
        self.of_type, self.of_layer, self.active = [], [], None

    def mapCanvas(self):
        return self.canvas

    def mainWindow(self):
        return self.window

    def activeLayer(self):
        return self.active

    def addCustomActionForLayerType(self, action, menu, kind, all_layers):
        self.of_type.append(action)

    def removeCustomActionForLayerType(self, action):
        self.of_type.remove(action)

    def addCustomActionForLayer(self, action, layer):
        self.of_layer.append((action.text(), layer.name()))


@pytest.fixture
def project():
    QgsProject.instance().clear()
    yield QgsProject.instance()
    QgsProject.instance().clear()


def layer_of(fields, *rows, name="layer", crs="EPSG:4527"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}{''.join(f'&field={one}:string' for one in fields)}", name, "memory")
    for shape, *values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shapely.to_wkt(shape, rounding_precision=6)))
        feature.setAttributes(values)
        layer.dataProvider().addFeatures([feature])
    return layer


@pytest.fixture
def functions():
    expression_functions.register()
    yield
    expression_functions.unregister()


def evaluated(text, layer=None):
    context = QgsExpressionContext()
    if layer is not None:
        context.appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(next(layer.getFeatures()))
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    return expression.evaluate(context), expression.evalErrorString()


@pytest.mark.usefixtures("functions")
def test_ellipsoidal_area_is_that_of_the_engine():
    shape = box(0, 0, 100, 60)
    area, error = evaluated("landentry_ellipsoidal_area($geometry)", layer_of(["ZDDM"], (shape, "P1")))
    assert not error
    assert area == pytest.approx(ellipsoid_area(shape, Plane("EPSG:4527"))[0], abs=1e-6)
    other, _ = evaluated(f"landentry_ellipsoidal_area(geom_from_wkt('{shape.wkt}'), 'EPSG:4527')")
    assert other == pytest.approx(area, abs=1e-6)
    _, error = evaluated(f"landentry_ellipsoidal_area(geom_from_wkt('{shape.wkt}'))")
    assert "CGCS2000" in error
    _, error = evaluated(f"landentry_ellipsoidal_area(geom_from_wkt('{shape.wkt}'), 'EPSG:2335')")
    assert error
    assert evaluated("landentry_ellipsoidal_area(NULL)")[0] is None
    bow_tie = "POLYGON((39500000 4130000, 39500010 4130010, 39500010 4130000, 39500000 4130010, 39500000 4130000))"
    assert evaluated(f"landentry_ellipsoidal_area(geom_from_wkt('{bow_tie}'), 'EPSG:4527')") == (None, "")


@pytest.mark.usefixtures("functions")
def test_mu_and_verdict():
    assert evaluated("landentry_mu(1000)")[0] == 1.5
    assert evaluated("landentry_mu(10178.27)")[0] == 15.27
    assert evaluated("landentry_mu(1, 4)")[0] == 0.0015
    assert evaluated("landentry_verdict('prohibited')")[0] == "Prohibited"
    assert evaluated("landentry_verdict('eligible', true)")[0] == "No spatial conflict"
    assert evaluated("landentry_verdict('eligible')")[0] == "Eligible"
    value, error = evaluated("landentry_verdict('fine')")
    assert value is None
    assert "landentry_verdict" in error


HOSTILE = (
    "'abc'", "''", "'inf'", "'nan'", "1e308*10", "1e300", "array(1)", "map('a', 1)", "now()",
    "make_point(1, 2)",
)  # fmt: skip


@pytest.mark.usefixtures("functions")
@pytest.mark.parametrize("name", ["landentry_ellipsoidal_area", "landentry_mu", "landentry_verdict"])
def test_what_is_no_argument_is_null_or_an_error_that_says_what_is(name):
    ring = "POLYGON((39500000 4130000, 39500010 4130000, 39500010 4130010, 39500000 4130000))"
    sound = {"landentry_ellipsoidal_area": f"geom_from_wkt('{ring}')", "landentry_mu": "1", "landentry_verdict": "1"}
    texts = [f"{name}({one}{more})" for one in HOSTILE for more in ("", ", NULL", ", 'x'", ", 1e308*10")]
    texts += [f"{name}({sound[name]}, {more})" for more in (*HOSTILE, "-1", "16", "NULL")]
    for text in texts:
        value, error = evaluated(text)
        assert value is None, text
        assert "Traceback" not in error, text
        # nothing, as for QGIS's own, where an argument is nothing; a point has no area, and nobody says in which CRS
        is_nothing = "NULL" in text and error == ""
        told = any(part in error for part in (f"<h3>{name}(", "CRS", "CGCS2000"))
        assert is_nothing or told or "make_point" in text, (text, error)
    assert evaluated(f"{name}(NULL)") == (None, "")
    assert evaluated(f"{name}(NULL, NULL)") == (None, "")


def test_functions_explain_themselves_and_go_again():
    expression_functions.register()
    for name in ("landentry_ellipsoidal_area", "landentry_mu", "landentry_verdict"):
        assert QgsExpression.isFunctionName(name)
        assert name in QgsExpression.helpText(name)
    expression_functions.unregister()
    assert not QgsExpression.isFunctionName("landentry_mu")


def found_by(locator, text):
    found = []
    locator.resultFetched.connect(found.append)
    locator.prepare(text, QgsLocatorContext())
    locator.fetchResults(text, QgsLocatorContext(), QgsFeedback())
    locator.resultFetched.disconnect(found.append)
    return found


def test_the_locator_finds_by_code_holder_and_place(project):
    rows = [
        (box(0, 0, 10, 10), "371126004012JB00017", "prohibited", "张庄村集体", "柳河镇张庄村北"),
        (box(20, 0, 10, 10), "371126004012JB00018", "eligible", None, "柳河镇李庄"),
    ]
    screened = layer_of(["parcel_id", "verdict", "SYQR", "ZL"], *rows)
    project.addMapLayers([screened, layer_of(["ZDDM"], (box(0, 0, 1, 1), "371126004012JB00017"), name="other")])
    interface = Interface()
    locator = ParcelLocator(interface, project).clone()
    assert [one.displayString for one in found_by(locator, "jb00017")] == ["371126004012JB00017"]
    assert [one.displayString for one in found_by(locator, "张庄村集体")] == ["371126004012JB00017"]
    both = found_by(locator, "柳河镇")
    assert [one.description for one in both] == ["Prohibited · 张庄村集体 · 柳河镇张庄村北", "Eligible · 柳河镇李庄"]
    assert not found_by(locator, "j")
    locator.triggerResult(both[1])
    assert interface.canvas.shown == [("zoom", screened.id(), [2]), ("flash", screened.id(), [2])]


def test_options_are_kept_and_used(tmp_path):
    before = preferences()
    try:
        keep(Preferences())
        page = OptionsFactory().createWidget(None)
        page.folders["style_folder"].setFilePath(str(tmp_path))
        page.limits["sliver_width_m"].setValue(0.5)
        page.apply()
        assert preferences() == Preferences(style_folder=str(tmp_path), sliver_width_m=0.5)
        assert profile.style_folders()[0] == tmp_path
        assert len(profile.pack_folders()) == 1
        again = OptionsFactory().createWidget(None)
        assert again.limits["sliver_width_m"].value() == 0.5
        keep(Preferences())
        assert not QgsSettings().contains("land_entry/style_folder")
    finally:
        keep(before)


def test_the_office_s_own_style_comes_before_ours(tmp_path):
    before = preferences()
    survey = layer_of(["BSM", "DLBM", "DLMC", "QSXZ"], name="DLTB")
    try:
        assert layer_styles.apply_style(survey)
        assert survey.renderer().type() == "categorizedSymbol"
        plain = QgsVectorLayer("Polygon?crs=EPSG:4527", "plain", "memory")
        plain.saveNamedStyle(str(tmp_path / "land_use.qml"))
        keep(Preferences(style_folder=str(tmp_path)))
        assert layer_styles.apply_style(survey)
        assert survey.renderer().type() == "singleSymbol"
    finally:
        keep(before)
    assert not layer_styles.apply_style(layer_of(["name"], name="trees"))


def test_layers_get_the_actions_that_make_sense(project):
    parcels = layer_of(["ZDDM"], (box(0, 0, 1, 1), "P1"), (box(5, 0, 1, 1), "P2"), name="parcels")
    survey = layer_of(["BSM", "DLBM", "DLMC", "QSXZ"], name="DLTB")
    screened = layer_of(["parcel_id", "verdict"], name="result")
    assert actions_for(parcels) == ("screen_parcels", "avoid_conflicts")
    assert actions_for(survey) == ("apply_style",)
    assert actions_for(screened) == ("screen_parcels", "avoid_conflicts", "apply_style")
    assert actions_for(QgsVectorLayer("Point?crs=EPSG:4527&field=JZDH:string", "JZD", "memory")) == ("apply_style",)
    assert not actions_for(layer_of(["name"], name="trees"))

    interface, opened = Interface(), []
    project.addMapLayer(survey)
    menu = LayerMenu(interface, project, lambda *asked: opened.append(asked))
    project.addMapLayer(parcels)
    assert len(interface.of_type) == 3
    assert {name for _, name in interface.of_layer} == {"DLTB", "parcels"}
    interface.active = parcels
    menu.actions["screen_parcels"].trigger()
    parcels.selectByIds([2])
    menu.actions["avoid_conflicts"].trigger()
    assert opened[0] == ("landentry:screenparcels", {"PARCELS": parcels.id()})
    name, asked = opened[1]
    assert name == "landentry:avoidconflicts"
    assert isinstance(asked["PARCELS"], QgsProcessingFeatureSourceDefinition)
    assert asked["PARCELS"].selectedFeaturesOnly
    menu.close()
    assert not interface.of_type
    project.addMapLayer(screened)
    assert {name for _, name in interface.of_layer} == {"DLTB", "parcels"}
