# SPDX-License-Identifier: GPL-2.0-or-later
"""Reaches everything in the dock of a real QGIS by keys, menus, links and drops; part of ``inside_qgis.py``."""

from __future__ import annotations

import re
from html import unescape

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsPointXY,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTreeWidget,
    QWhatsThis,
    QWidget,
)
from qgis.utils import iface

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
# 界址点成果: one square of 100 m in zone 39
TXT = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=39
精度=0.001
转换参数=0,0,0,0,0,0,0
[地块坐标]
4,1.0000,DK1,新增地块,面,,,,@
J1,1,4131100.000,39513100.000
J2,1,4131100.000,39513200.000
J3,1,4131000.000,39513200.000
J4,1,4131000.000,39513100.000
J1,1,4131100.000,39513100.000
"""


def drop(dock, *paths):
    """Drag files over the dock and drop them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    button = Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(QPoint(60, 200), Qt.DropAction.CopyAction, mime, button, NONE)
    QApplication.sendEvent(dock, entered)
    QApplication.sendEvent(dock, QDropEvent(QPointF(60, 200), Qt.DropAction.CopyAction, mime, button, NONE))
    return entered.isAccepted()


def menu_texts(menu):
    return [action.text().partition("\t")[0].replace("&", "") for action in menu.actions() if action.text()]


def keys(drive, seen, pump, wait):
    """Go through the results without a mouse."""
    dock, results, marks = drive.dock, drive.dock.results, drive.controller.session.marks
    found = seen["keys"] = {}
    dock.go_to(2)
    QApplication.setActiveWindow(drive.window)
    listed = results.list
    drive.controller.results.choose(seen["evidence"]["parcel"])
    pump(20)
    listed.setFocus()
    before = results.index
    QTest.keyClick(listed, Qt.Key.Key_Down)
    pump(20)
    found["down"] = results.index != before
    QTest.keyClick(listed, Qt.Key.Key_Up)
    pump(20)
    found["up"] = results.index == before
    iface.mapCanvas().setExtent(QgsProject.instance().mapLayersByName("DLTB")[0].extent())
    QTest.keyClick(listed, Qt.Key.Key_Return)
    pump(20)
    found["enter"] = [len(marks.shown) > 0, marks.sees(marks.shown[0].geometry, marks_crs(results))]
    QTest.keyClick(listed, Qt.Key.Key_C, CONTROL)
    found["copied_row"] = QApplication.clipboard().text()
    found["list_menu"] = menu_texts(results.menu())
    QTest.keyClick(listed, Qt.Key.Key_F2)
    pump(30)
    dialog = drive.controller.results._dialog
    found["review"] = dialog is not None
    dialog.reject()
    pump(20)
    # a window manager would give it back
    QApplication.setActiveWindow(drive.window)
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_A)
    pump(20)
    found["avoid"] = drive.controller.avoid.is_open
    drive.controller.avoid.panel.cancel.click()
    tree = results.tree
    tree.setFocus()
    item = tree.item_of("basic_farmland")
    tree.setCurrentItem(item)
    item.setExpanded(False)
    QTest.keyClick(tree, Qt.Key.Key_Right)
    opened = item.isExpanded()
    QTest.keyClick(tree, Qt.Key.Key_Left)
    found["fold"] = [opened, item.isExpanded()]
    marks.clear()
    QTest.keyClick(tree, Qt.Key.Key_Space)
    pump(10)
    found["space"] = [mark.title for mark in marks.shown]
    QTest.keyClick(tree, Qt.Key.Key_C, CONTROL)
    found["copied_finding"] = QApplication.clipboard().text()
    QTest.keyClick(tree, Qt.Key.Key_F1)
    pump(20)
    told = [one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QWhatsThat"]
    found["explained"] = any(one.isVisible() for one in told)
    QWhatsThis.hideText()
    QApplication.setActiveWindow(drive.window)
    found["tree_menu"] = menu_texts(tree.menu_of(item))
    found["explanation"] = re.sub(r"<[^>]+>", " ", item.toolTip(0))
    marks.clear()
    line = results.account.table.topLevelItem(0)
    results.account._clicked(line, 1)
    pump(10)
    found["account"] = [len(marks.shown), sum(mark.geometry.area() for mark in marks.shown), line.text(1)]
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_F, CONTROL)
    pump(20)
    found["search_has_focus"] = results.search.hasFocus()
    steps = []
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_3):
        QTest.keyClick(dock.widget(), key, ALT)
        pump(20)
        steps.append(dock.step)
    found["steps"] = steps
    dock.go_to(0)
    dock.data.open_button.setFocus()
    QTest.keyClick(dock.data.open_button, Qt.Key.Key_Return, CONTROL)
    # the button is seen to be pressed
    wait("primary button", lambda: dock.step == 1)
    found["control_enter"] = dock.step
    dock.go_to(2)
    marks.clear()
    pump(10)


def marks_crs(results):
    """Return the plane of the parcel that is looked at."""
    return QgsCoordinateReferenceSystem(results.parcel()["geometry"]["crs"])


def lists(drive, seen, pump, wait, place):
    """Filter by reason and village, copy the list, export the table."""
    from land_entry_plugin.gui import results_flow

    results = drive.dock.results
    found = seen["lists"] = {}
    for name, box in (("reasons", results.reasons), ("villages", results.villages)):
        box.setCurrentIndex(1)
        pump(10)
        rows = results.list.parcels.rows
        found[name] = [box.currentText(), sorted({getattr(row, name[:-1]) for row in rows}), len(rows)]
        box.setCurrentIndex(0)
    pump(10)
    results.copy_button.click()
    found["copied"] = QApplication.clipboard().text().splitlines()
    target = place / "导 出.xlsx"
    asked = results_flow.QFileDialog.getSaveFileName
    results_flow.QFileDialog.getSaveFileName = lambda *_: (str(target), "")
    try:
        results.export_button.click()
    finally:
        results_flow.QFileDialog.getSaveFileName = asked
    wait("the table", target.exists)
    found["exported"] = target.exists() and target.stat().st_size > 1000


def layout(drive, seen, pump, wait):
    """Open a sheet in the layout designer, and close it again."""
    page, manager, delivery = drive.dock.deliver, QgsProject.instance().layoutManager(), drive.controller.delivery
    page.sheets.setCurrentItem(page.sheets.topLevelItem(0))
    page.layout_button.click()
    rested = not page.layout_button.isEnabled()
    wait("layout designer", lambda: not delivery.is_drawing)
    pump(100)
    designers = iface.openLayoutDesigners()
    seen["layout"] = {"names": [one.name() for one in manager.layouts()], "designers": len(designers)}
    seen["layout"]["button"] = [rested, page.layout_button.isEnabled()]
    for designer in designers:
        designer.close()
    pump(50)
    for one in list(manager.layouts()):
        manager.removeLayout(one)
    tree = QgsProject.instance().layerTreeRoot()
    outside = [layer for layer in QgsProject.instance().mapLayers() if tree.findLayer(layer) is None]
    QgsProject.instance().removeMapLayers(outside)
    seen["templates"] = [page.templates.itemText(i) for i in range(page.templates.count())]


def links(drive, seen, pump, wait, place):
    """Choose a layer, set a CRS, state a layer complete, drop a list of coordinates."""
    from land_entry_plugin.gui import data_flow

    dock, data, project = drive.dock, drive.controller.data, QgsProject.instance()
    lines, found = dock.data.list.lines, {}
    seen["links"] = found
    dock.go_to(0)

    def looked(what):
        pump(200)
        wait(what, lambda: not data.is_busy)
        pump(20)

    plain = QgsVectorLayer("Polygon?field=BSM:string&field=YSDM:string&field=XMMC:string", "保护范围", "memory")
    plain.setCrs(QgsCoordinateReferenceSystem())
    project.addMapLayer(plain)
    looked("layer without CRS")
    line = lines["heritage"]
    line.link.click()
    pump(30)
    menu = QApplication.activePopupWidget()
    found["menu"] = menu_texts(menu) if isinstance(menu, QMenu) else None
    next(action for action in menu.actions() if action.text().replace("&", "") == "保护范围").trigger()
    menu.close()
    looked("layer chosen")
    found["without_crs"] = [line.row.kind, line.link.text(), line.row.detail]

    class Dialog:
        def __init__(self, _parent):
            pass

        def setCrs(self, _crs):
            pass

        def exec(self):
            return True

        def crs(self):
            return QgsCoordinateReferenceSystem("EPSG:4527")

    asked, data_flow.QgsProjectionSelectionDialog = data_flow.QgsProjectionSelectionDialog, Dialog
    try:
        line.link.click()
    finally:
        data_flow.QgsProjectionSelectionDialog = asked
    looked("CRS set")
    found["with_crs"] = [line.row.kind, plain.crs().authid()]
    survey = data.layer_of("land_use")
    survey.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({})))
    next(one for one in data.menu("land_use", line).actions() if "样式" in one.text()).trigger()
    found["styled"] = survey.renderer().type()
    # without the administrative area nothing says where a layer is complete, but the survey
    menu = data.menu("heritage", line)
    next(action for action in menu.actions() if action.isCheckable() and "完整" in action.text()).trigger()
    looked("stated complete")
    found["stated"] = [line.row.detail, drive.controller.session.state.complete]
    menu = data.menu("restrictions", lines["restrictions"])
    next(action for action in menu.actions() if action.isCheckable() and "没有" in action.text()).trigger()
    looked("stated none")
    found["stated_none"] = [lines["restrictions"].row.kind, lines["restrictions"].row.detail]
    text = place / "界址 点.txt"
    text.write_text(TXT, encoding="gb18030")
    before = drive.controller.session.state.parcels
    found["accepted"] = drop(dock, text)
    wait("coordinates", lambda: drive.controller.session.state.parcels != before)
    looked("coordinates read")
    parcels = data.parcel_layer()
    found["imported"] = [parcels.featureCount(), parcels.crs().authid(), lines["parcels"].row.layer]
    box = parcels.extent()
    found["square"] = [round(box.width(), 3), round(box.height(), 3), box.contains(QgsPointXY(39513150, 4131050))]


def unnamed(root):
    """Return what a person who does not see the dock is not told: things without text or accessible name."""
    found = []
    for one in root.findChildren(QWidget):
        told = one.accessibleName() or one.toolTip()
        is_of_line = one.metaObject().className() == "QLineEditIconButton"
        if (
            isinstance(one, QAbstractButton)
            and not one.text().strip()
            and not told
            and not is_of_line
            and not _is_of_qt(one)
        ):
            found.append(f"button {one.metaObject().className()} {one.objectName()}")
        is_field = isinstance(one, QAbstractItemView | QComboBox | QAbstractSpinBox | QLineEdit)
        if is_field and not told and not _belongs_to_another(one):
            found.append(f"field {type(one).__name__} {one.objectName()}")
        if type(one).__name__ == "Symbol" and one.kind and not told:
            found.append("symbol")
        if isinstance(one, QLabel) and one.pixmap() is not None and not one.pixmap().isNull() and not told:
            found.append("picture")
    return found


def _belongs_to_another(one):
    """Return whether a field is a part of another one, such as the line of a spin box or the list of a combo box."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView):
            return True
        if above.metaObject().className() in ("QComboBoxPrivateContainer", "QCalendarWidget"):
            return True
        above = above.parentWidget()
    return False


def tab_order(dock, pump):
    """Return what the Tab key reaches in a page, with its line and place from the left, and what shows no focus."""
    page, stops, blind = dock.stack.currentWidget(), [], []
    # the last step button; the next is the first thing of the page
    dock.bar.buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
    stayed = 0
    for _ in range(60):
        last = QApplication.focusWidget()
        QTest.keyClick(last, Qt.Key.Key_Tab)
        pump(1)
        one = QApplication.focusWidget()
        if one is last and stayed < 3:
            # a date is gone through part by part
            stayed += 1
            continue
        stayed = 0
        if one is None or one is last or not page.isAncestorOf(one):
            break
        at = one.mapTo(page, one.rect().center())
        at_foot = type(one.parentWidget()).__name__ == "Footer"
        stops.append((at_foot, at.y() + _scrolled(one), one.mapTo(page, QPoint(0, 0)).x(), _called(one)))
        with_focus = one.grab().toImage()
        one.clearFocus()
        pump(1)
        if one.grab().toImage() == with_focus:
            blind.append(_called(one))
        one.setFocus(Qt.FocusReason.TabFocusReason)
    return stops, blind


def _scrolled(one):
    above = one.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return 0 if above is None else above.verticalScrollBar().value()


def _called(one):
    return one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "") or type(one).__name__


def all_texts(root):
    """Return all words that a window shows or tells."""
    found = set()
    for one in root.findChildren(QWidget):
        if _is_of_qt(one):
            continue
        for name in ("text", "title", "placeholderText", "windowTitle", "toolTip", "accessibleName"):
            told = getattr(one, name, None)
            if callable(told) and not (name == "text" and isinstance(one, QLineEdit | QAbstractSpinBox)):
                found.add(str(told()))
        if isinstance(one, QComboBox):
            found |= {one.itemText(i) for i in range(one.count())}
        if isinstance(one, QTreeWidget):
            found |= _items(one.invisibleRootItem())
            found |= {one.headerItem().text(i) for i in range(one.columnCount())}
    texts = {unescape(re.sub(r"<[^>]+>", " ", text)).replace("&", "").strip() for text in found}
    return sorted(texts - {""})


def _is_of_qt(one):
    """Return whether Qt speaks: on the buttons of docks and at the ends of bars of tabs."""
    return one.objectName().startswith(("qt_", "Scroll")) or one.metaObject().className() == "QDockWidgetTitleButton"


def _items(item):
    found = {item.text(i) for i in range(item.columnCount())} | {item.toolTip(i) for i in range(item.columnCount())}
    for i in range(item.childCount()):
        found |= _items(item.child(i))
    return found
