# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock's pages under Qt 6, without a QGIS: ``inside_qt6.py RECORD LANGUAGE PLACE``.

It writes into PLACE what was seen, and pictures.

``qgis.PyQt`` is PyQt6 here, as it is in a QGIS built for Qt 6. The rest of QGIS is empty classes: what needs more of it
is not driven.
"""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from pathlib import Path
from types import ModuleType

from PyQt6 import QtGui, QtWidgets, sip
from PyQt6.QtCore import PYQT_VERSION_STR, QMimeData, QPoint, QPointF, Qt, QUrl, qVersion
from PyQt6.QtTest import QTest

SEEN = {"qt": qVersion(), "pyqt": PYQT_VERSION_STR, "errors": [], "imported": 0, "clicked": 0}
NO_KEYS, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
KEYS = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_F1,
    Qt.Key.Key_Tab,
    Qt.Key.Key_F5,
)


class _Kind(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Kind(name, (Empty,), {})


class Empty(metaclass=_Kind):
    """Whatever of QGIS is named without being used here."""

    def __init__(self, *_arguments, **_named):
        pass


class _OfQgis(ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Kind(name, (Empty,), {})


def stand_in(language):
    """Put in place of QGIS what its pages need."""
    for name in ("qgis", "qgis.core", "qgis.gui", "qgis.utils", "qgis.PyQt"):
        sys.modules[name] = _OfQgis(name)
    for name in ("QtCore", "QtGui", "QtNetwork", "QtPrintSupport", "QtSvg", "QtXml"):
        sys.modules[f"qgis.PyQt.{name}"] = importlib.import_module(f"PyQt6.{name}")
    # QGIS keeps these two where they were in Qt 5
    QtWidgets.QAction, QtWidgets.QShortcut = QtGui.QAction, QtGui.QShortcut
    sys.modules["qgis.PyQt.QtWidgets"] = QtWidgets
    sys.modules["qgis.PyQt"].sip = sip
    sys.modules["qgis.gui"].QgsDockWidget = QtWidgets.QDockWidget
    sys.modules["qgis.core"].QgsApplication = type(
        "QgsApplication", (Empty,), {"locale": staticmethod(lambda: language)}
    )


def imported(root):
    """Import every module that speaks to Qt, so that each name is asked for."""
    for room in ("bridge", "sheets", "processing", "gui"):
        for path in sorted((root / "land_entry_plugin" / room).rglob("*.py")):
            name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
            importlib.import_module(name)
            SEEN["imported"] += 1


def made_dock(window):
    """Return the dock with its pages."""
    from land_entry_plugin.gui.delivery import Offer
    from land_entry_plugin.gui.dock import LandEntryDock, made_pages

    sheets = (("summary", "地籍调查表"), ("boundary_map", "宗地图"))
    making = made_pages(Offer(sheets, ("PDF", "DOCX"), ("internal", "publication"), ("summary",), ("PDF",)))
    while True:
        try:
            next(making)
        except StopIteration as made:
            return LandEntryDock(made.value, window)


def shown(dock, record):
    """Show a record on all pages, every parcel once."""
    from land_entry_plugin.gui.data_view import role_rows
    from land_entry_plugin.gui.result_view import parcel_rows, verdict_counts
    from land_entry_plugin.gui.widgets.chips import Chip
    from land_entry_plugin.jobs.layer_facts import RoleFacts

    dock.data.show_rows(
        role_rows({"land_use": RoleFacts("land_use", layers=("DLTB",), feature_count=1234)}, ()), 12, is_busy=False
    )
    dock.screen.show_running(is_running=True)
    dock.screen.show_running(is_running=False)
    dock.results.show_record(record)
    for index in range(len(record["parcels"])):
        dock.results.show_parcel(index)
        turned()
    counts = verdict_counts(parcel_rows(record))
    dock.deliver.show_counts(counts, counts.total())
    SEEN["chips"] = {chip.verdict: chip.count for chip in dock.results.findChildren(Chip)}


def used(dock):
    """Press every button and key on every page, and click into every list."""
    for step in range(4):
        dock.go_to(step)
        turned()
        for one in [each for each in dock.findChildren(QtWidgets.QWidget) if each.isVisible()]:
            if isinstance(one, QtWidgets.QPushButton | QtWidgets.QToolButton) and one.menu():
                # it would wait for a choice
                continue
            if isinstance(one, QtWidgets.QAbstractButton):
                QTest.mouseMove(one)
                QTest.mouseClick(one, LEFT)
                SEEN["clicked"] += 1
            for key in KEYS:
                QTest.keyClick(one, key)
            for key in (Qt.Key.Key_C, Qt.Key.Key_F):
                QTest.keyClick(one, key, Qt.KeyboardModifier.ControlModifier)
            if isinstance(one, QtWidgets.QAbstractItemView):
                for x in range(8, one.viewport().width(), 60):
                    for y in range(8, one.viewport().height(), 20):
                        QTest.mouseClick(one.viewport(), LEFT, NO_KEYS, QPoint(x, y))
            dock.go_to(step)
            turned()


def keys_of_the_dock(dock):
    """Note where F5 and Ctrl+F lead, and what a dropped file says."""
    dock.go_to(0)
    body = dock.widget()
    QTest.keyClick(body, Qt.Key.Key_F5)
    SEEN["after F5"] = dock.step
    QTest.keyClick(body, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    SEEN["after Ctrl+F"] = dock.step
    mime, dropped = QMimeData(), []
    mime.setUrls([QUrl.fromLocalFile(__file__)])
    dock.dropped.connect(dropped.append)
    copied = Qt.DropAction.CopyAction
    entering = QtGui.QDragEnterEvent(QPoint(5, 5), copied, mime, LEFT, NO_KEYS)
    dock.dragEnterEvent(entering)
    dock.dropEvent(QtGui.QDropEvent(QPointF(5, 5), copied, mime, LEFT, NO_KEYS))
    SEEN["dropped"] = [entering.isAccepted(), *dropped]


def turned():
    """Let what has happened be seen to."""
    for _ in range(3):
        QtWidgets.QApplication.processEvents()


def _noted(*error):
    SEEN["errors"].append("".join(traceback.format_exception(*error)))
    print(SEEN["errors"][-1], file=sys.stderr)


def main(record_path, language, place):
    """Drive the pages."""
    stand_in(language)
    sys.excepthook = _noted
    application = QtWidgets.QApplication([])
    imported(Path(__file__).resolve().parents[2])
    from land_entry_plugin.files.records import read_record
    from land_entry_plugin.gui.review import ReviewDialog

    record = read_record(Path(record_path))
    window = QtWidgets.QMainWindow()
    window.resize(420, 900)
    dock = made_dock(window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.show()
    shown(dock, record)
    for step, name in enumerate(("data", "screen", "results", "deliver")):
        dock.go_to(step)
        turned()
        dock.grab().save(str(Path(place) / f"{name}.png"))
    keys_of_the_dock(dock)
    used(dock)
    dark = QtGui.QPalette()
    for role in (QtGui.QPalette.ColorRole.Window, QtGui.QPalette.ColorRole.Base):
        dark.setColor(role, QtGui.QColor(40, 40, 40))
    for role in (QtGui.QPalette.ColorRole.Text, QtGui.QPalette.ColorRole.WindowText):
        dark.setColor(role, QtGui.QColor("white"))
    application.setPalette(dark)
    dock.go_to(2)
    turned()
    dock.grab().save(str(Path(place) / "dark.png"))
    dialog = ReviewDialog(record["parcels"][0], "", window)
    dialog.show()
    turned()
    dialog.grab().save(str(Path(place) / "review.png"))
    (Path(place) / "seen.json").write_text(json.dumps(SEEN, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
