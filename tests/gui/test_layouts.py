# SPDX-License-Identifier: GPL-2.0-or-later
"""A sheet for the layout designer: drawn in a worker thread, laid out step by step in the main thread."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from qgis.core import QgsLayoutItem, QgsLayoutItemLabel, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsProject
from qgis.PyQt.QtWidgets import QApplication
from support import of_township

from land_entry_plugin.gui.tasks import Tasks
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.sheets.designer import draw_sheet, laid_out
from land_entry_plugin.sheets.forms.book import SUMMARY, build_set

pytestmark = pytest.mark.usefixtures("qgis_application")


@pytest.fixture(scope="module")
def record(township):
    request = of_township(township)
    return screening_record(screenparcels(request))


@pytest.fixture
def drawn(record):
    """A sheet that a thread of the task manager drew."""
    tasks, found = Tasks(), []

    def draw(_task):
        return draw_sheet(record, parcel_id(record), SUMMARY), threading.get_ident()

    tasks.start("sheet", draw, found.append, found.append)
    end = time.monotonic() + 60
    while not found and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
    sheet, thread = found[0]
    assert thread != threading.get_ident()
    return sheet


def parcel_id(record):
    return next(one["parcel_id"] for one in record["parcels"] if "map" in one["cadastre"])


def all_steps(steps):
    """Return how many steps there are, and the layout."""
    count = 1
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return count, end.value
        count += 1


def size_of(item):
    return round(item.rect().width(), 1), round(item.rect().height(), 1)


def items_of(layout):
    """Return the items of a layout from the lowest to the highest: kind, part, text, page, place and size.

    QGIS makes the box of a scale bar anew when it is read: what is drawn begins at its corner all the same.
    """
    own = [item for item in layout.items() if isinstance(item, QgsLayoutItem)]
    return [
        (
            type(item).__name__,
            item.id(),
            item.text() if isinstance(item, QgsLayoutItemLabel) else "",
            item.page(),
            round(item.scenePos().x(), 1),
            round(item.scenePos().y(), 1),
            *(() if isinstance(item, QgsLayoutItemScaleBar) else size_of(item)),
        )
        for item in sorted(own, key=lambda one: one.zValue())
    ]


@pytest.mark.parametrize("is_whole", [False, True])
def test_the_steps_come_to_the_sheet_that_is_printed(record, drawn, is_whole):
    project, printed_in = QgsProject(), QgsProject()
    steps, layout = all_steps(laid_out(replace(drawn, is_whole=is_whole), project))
    assert steps == 2 if is_whole else steps > 5
    parcel = next(one for one in record["parcels"] if one["parcel_id"] == parcel_id(record))
    printed = build_set(record, parcel, printed_in, [SUMMARY])
    assert items_of(layout) == items_of(printed)
    assert layout.pageCollection().pageCount() == printed.pageCollection().pageCount()
    maps = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap)]
    assert [len(one.layers()) for one in maps] == [
        len(one.layers()) for one in printed.items() if isinstance(one, QgsLayoutItemMap)
    ]
    assert {layer.id() for one in maps for layer in one.layers()} <= set(project.mapLayers())
    bars = [item for item in layout.items() if isinstance(item, QgsLayoutItemScaleBar)]
    assert all(bar.linkedMap() in maps for bar in bars)
    assert [(bar.unitsPerSegment(), bar.numberOfSegments()) for bar in bars] == [
        (bar.unitsPerSegment(), bar.numberOfSegments())
        for bar in printed.items()
        if isinstance(bar, QgsLayoutItemScaleBar)
    ]
    assert project.layoutManager().layouts() == [layout]
    del printed


def test_steps_that_are_left_off_leave_the_project_as_it_was(drawn):
    project = QgsProject()
    steps = laid_out(drawn, project)
    next(steps)
    assert project.mapLayers()
    steps.close()
    assert not project.mapLayers()
    assert not project.layoutManager().layouts()
