# SPDX-License-Identifier: GPL-2.0-or-later
"""What is asked for of layers that cannot be read: a sentence in the window, never the error of a program."""

from __future__ import annotations

import errno

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from windowed import Window, docked, looked, wait

from land_entry_plugin.gui import screening_flow

pytestmark = pytest.mark.usefixtures("qgis_application")


@pytest.fixture
def dock():
    window = Window()
    with docked(window) as controller:
        yield controller
    window.close()


def test_a_layer_that_the_system_refuses_is_a_sentence_when_it_is_screened(dock, monkeypatch):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=ZDDM:string", "宗地", "memory")
    QgsProject.instance().addMapLayer(layer)
    dock.session.state.parcels = layer.id()
    looked(dock)
    dock.session.iface.said.clear()

    def refused(*_):
        raise PermissionError(errno.EACCES, "Permission denied", "宗地.dbf")

    monkeypatch.setattr(screening_flow, "QgisSource", refused)
    dock.dock.screen.start_asked.emit()
    wait(lambda: not dock.run.is_running)
    assert not dock.dock.screen.primary.isHidden()
    (told,) = dock.session.iface.said
    assert "宗地.dbf" in told
    assert "Error" not in told
