# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints in a real QGIS what cannot be printed, and from Processing's batch dialog; part of ``inside_qgis.py``."""

from __future__ import annotations

import json

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QLabel, QTabWidget, QTextEdit
from qgis.utils import iface


def failing(drive, seen, pump, wait, place):
    """Export parcels of which one is broken in the record, and go from its line to the parcel."""
    page, flow, delivery = drive.dock.deliver, drive.controller.results, drive.controller.delivery
    chosen = [parcel["parcel_id"] for parcel in delivery.chosen_parcels()]
    with drive.watchdog.paused():
        whole = flow.path.read_bytes()
        record = json.loads(whole)
        broken = next(one for one in record["parcels"] if one["parcel_id"] in chosen and "map" in one["cadastre"])
        del broken["cadastre"]["map"]
        flow.path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    folder = page.folder.text()
    page.folder.setText(str(place / "one fails"))
    page.folder.editingFinished.emit()
    page.primary.click()
    wait("export of a broken parcel", lambda: not delivery.is_running)
    pump(50)
    drive.picture("dock_4_failed_zh")
    lines = page.outcome.lines
    seen["failing"] = {
        "broken": broken["parcel_id"],
        "chosen": chosen,
        "written": sorted(path.stem for path in (place / "one fails").glob("*.pdf")),
        "lines": [[note.kind, note.text, note.link] for note in lines],
        "tip": "\n".join(label.toolTip() for label in lines[-1].findChildren(QLabel)),
        "last": delivery.last,
        "record": str(flow.path),
        "message": seen["messages"][-1][1],
    }
    before = drive.dock.results.parcel()["parcel_id"]
    lines[-1].button.click()
    pump(50)
    seen["failing"]["led_to"] = [drive.dock.step, drive.dock.results.parcel()["parcel_id"]]
    flow.path.write_bytes(whole)
    flow.choose(before)
    drive.dock.go_to(3)
    page.show_outcome([])
    page.folder.setText(folder)
    page.folder.editingFinished.emit()
    pump(30)


def batch(drive, seen, pump, wait, place):
    """Print two parcels from the batch dialog, each into a folder of its own."""
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    flow = drive.controller.results
    ids = [parcel["parcel_id"] for parcel in drive.controller.delivery.chosen_parcels()][:2]
    folders = [place / f"batch {number}" for number in range(len(ids))]
    # the dialog is QGIS's own
    with drive.watchdog.paused():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("landentry:surveysheets")
        dialog = BatchAlgorithmDialog(algorithm, iface.mainWindow())
        dialog.show()
        panel = dialog.mainWidget()
        panel.addRow(len(ids) - panel.batchRowCount())
        context = dialog.processingContext()
        for row, (parcel_id, folder) in enumerate(zip(ids, folders, strict=True)):
            for name, value in (("RECORD", str(flow.path)), ("PARCEL_ID", parcel_id)):
                panel.wrappers[row][panel.parameter_to_column[name]].setParameterValue(value, context)
            panel.tblParameters.cellWidget(row + 1, panel.parameter_to_column["FOLDER"]).setValue(str(folder))
        pump(50)
        title = dialog.windowTitle()
        dialog.grab().save(str(place / "dialog_batch_zh.png"))
        dialog.runButton().click()
        wait("batch", lambda: all((folder / "index.csv").is_file() for folder in folders) and not is_running(dialog))
        pump(100)
        dialog.findChild(QTabWidget).setCurrentIndex(1)
        dialog.grab().save(str(place / "dialog_batch_log_zh.png"))
        seen["batch"] = {
            "title": title,
            "ids": ids,
            "written": [sorted(path.stem for path in folder.glob("*.pdf")) for folder in folders],
            "log": "\n".join(one.toPlainText() for one in dialog.findChildren(QTextEdit)),
        }
        dialog.close()
        pump(50)


def is_running(dialog):
    return dialog.cancelButton().isEnabled()
