# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing in the package is of Qt 5 alone, and what would be is found."""

from __future__ import annotations

import pytest

PLANTED = {
    "from PyQt5.QtCore import Qt": "imported by itself",
    "from qgis.PyQt.QtCore import QRegExp": "QRegExp is gone",
    "from qgis.PyQt.QtWebKit import QWebView": "QtWebKit is gone",
    "dialog.exec_()": "exec_() is gone",
    "from qgis.PyQt.QtCore import Qt\na = Qt.AlignLeft": "Qt.AlignLeft is a value of",
    "from qgis.core import Qgis\na = Qgis.Info": "Qgis.Info is a value of",
    "from qgis.core import QgsMapLayer\na = QgsMapLayer.VectorLayer": "is a value of",
    "from qgis.PyQt.QtCore import QVariant\na = QVariant.String": "QVariant.String is gone",
    "def dropEvent(self, event):\n    event.pos()": "pos() of a drop is gone",
}
FINE = """
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.core import Qgis, QgsVectorLayer
a = Qt.AlignmentFlag.AlignLeft, Qgis.MessageLevel.Info, QgsVectorLayer.crs, QEvent.Type.User
dialog.exec()
"""


@pytest.fixture
def checker(root, qgis_application, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "scripts"))
    return __import__("check_qt6")


@pytest.mark.parametrize("text", PLANTED)
def test_what_qt_6_does_not_have_is_found(checker, tmp_path, text):
    path = tmp_path / "planted.py"
    path.write_text(text)
    assert PLANTED[text] in "".join(checker.faults(path))


def test_what_it_has_is_not(checker, tmp_path):
    path = tmp_path / "fine.py"
    path.write_text(FINE)
    assert checker.faults(path) == []


def test_the_package_has_nothing_of_qt_5_alone(checker, root):
    assert [line for path in (root / "land_entry_plugin").rglob("*.py") for line in checker.faults(path)] == []
