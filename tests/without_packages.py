# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a Python of its own: what works and what is said where packages are not there."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import pkgutil
import sys
import time
import traceback
from pathlib import Path

NEVER = ("fiona", "rtree", "geopandas", "pandas", "dask", "dask_geopandas")
PARCEL = "371126004012JB00001"
LONGEST_S = 60


class Absent:
    """Finds none of some packages, as if they had never been installed."""

    names: frozenset[str] = frozenset()

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


absent = Absent()


def ran(name, *arguments):
    """Run a command; return its exit code and what it said."""
    from land_entry_plugin.cli.main import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main([name, *map(str, arguments)])
        except (Exception, SystemExit):
            code, _ = None, said.write(traceback.format_exc())
    return code, said.getvalue()


def apart(work):
    """Return what a function returns in a process of its own, which nothing else knows of."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.close(reading)
        try:
            told = work()
        except BaseException:
            told = {"fault": traceback.format_exc()}
        with os.fdopen(writing, "w") as file:
            file.write(json.dumps(told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        told = json.loads(file.read())
    os.waitpid(child, 0)
    return told


def imports():
    """Import every module but those that write documents; return those that cannot be."""
    faults = {}
    import land_entry_plugin

    late = ("files.documents", "sheet_files.documents", "entry_plan.document", "ledger.documents", "cluster_task")
    for module in pkgutil.walk_packages(land_entry_plugin.__path__, "land_entry_plugin."):
        if module.name.endswith("__main__") or any(part in module.name for part in late):
            continue
        try:
            importlib.import_module(module.name)
        except Exception as error:
            faults[module.name] = repr(error)
    return faults


# Which commands of ``refused`` take which package.
ASKED = {
    "openpyxl": "XLSX", "docxtpl": "DOCX", "docx": "DOCX", "lxml": "DOCX", "PIL": "DOCX", "jinja2": "DOCX",
    "ezdxf": "DXF", "jsonschema": "schema", "pyarrow": "GeoParquet", "distributed": "cluster",
}  # fmt: skip


def refused(kind, data, record, out):
    """Return what commands say whose outputs or inputs take a package that is missing, and what they left behind."""
    parcels = ("--parcels", f"{data}|layername=parcels")
    given = (*parcels, "--data", data)
    sheets = ("surveysheets", "--record", record, "--parcel-id", PARCEL, "--folder", out, "--formats")
    for ending in ("xlsx", "dxf", "parquet"):
        (out.parent / f"in.{ending}").write_bytes(b"nothing")
    (out.parent / "own.yaml").write_text("id: own\n", encoding="utf-8")
    commands = {
        "XLSX": ("screenparcels", *given, "--output", out / "s.gpkg", "--record", out / "s.json", "--table",
                 out / "t.xlsx"),
        "XLSX of sheets": (*sheets, "TXT,XLSX"),
        "XLSX of points": ("exportcoordinates", *parcels, "--file", out / "p.xlsx"),
        "XLSX of a form": ("answersheet", *parcels, "--output", out / "a.gpkg", "--table", out / "a.xlsx"),
        "XLSX of answers": ("screenparcels", *given, "--answers", out.parent / "in.xlsx", "--output", out / "s.gpkg"),
        "XLSX to read": ("importcoordinates", "--file", out.parent / "in.xlsx", "--output", out / "p.gpkg"),
        "DOCX": (*sheets, "TXT,DOCX"),
        "DOCX of plans": ("entryplan", "--record", record, "--parcel-id", PARCEL, "--formats", "DOCX", "--folder", out),
        "DOCX of a ledger": ("updateledger", "--record", record, "--updated-ledger", out / "l.gpkg", "--folder", out),
        "DXF": (*sheets, "TXT,DXF"),
        "DXF to read": ("importcoordinates", "--file", out.parent / "in.dxf", "--output", out / "p.gpkg"),
        "schema of a record": (*sheets, "TXT"),
        "schema of a pack": ("rules", "check", out.parent / "own.yaml"),
        "GeoParquet": ("screenparcels", "--parcels", out.parent / "in.parquet", "--output", out / "s.gpkg"),
        "cluster": ("screenparcels", *given, "--scheduler", "tcp://127.0.0.1:9", "--output", out / "s.gpkg"),
    }  # fmt: skip
    told = {}
    for name, command in commands.items():
        if not name.startswith(kind):
            continue
        code, said = ran(*command)
        told[name] = {"code": code, "said": said, "left": sorted(path.name for path in out.rglob("*"))}
    return told


def works(record, out, formats):
    """Return how commands end that need none of the missing packages."""
    ended = {
        "sheets": ran("surveysheets", "--record", record, "--parcel-id", PARCEL, "--formats", formats, "--folder", out),
        "ledger": ran("updateledger", "--record", record, "--updated-ledger", out / "l.gpkg"),
    }
    return {name: said for name, (code, said) in ended.items() if code != 0}


def one_missing(name, data, record, out):
    """Return what is refused without one package, and what of the rest does not work."""
    out.mkdir(parents=True)
    absent.names = frozenset({name})
    told = {"refused": refused(ASKED[name], data, record, out)}
    if name == "docxtpl":
        told["fails"] = works(record, out, "XLSX,TXT,DXF")
    return told


class Iface:
    """As much of QGIS's interface as the plugin asks for."""

    def __init__(self):
        from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMessageBar
        from qgis.PyQt.QtWidgets import QMainWindow

        self.window, self.canvas, self.bar = QMainWindow(), QgsMapCanvas(), QgsMessageBar()
        self.cad = QgsAdvancedDigitizingDockWidget(self.canvas)

    def __getattr__(self, name):
        kept = {"mainWindow": self.window, "mapCanvas": self.canvas, "messageBar": self.bar, "cadDockWidget": self.cad}
        return lambda *_, **__: kept.get(name)


def inside_qgis(place):
    """Return what the dock and the algorithms do without any of the packages."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject
    from qgis.PyQt.QtWidgets import QApplication, QPushButton

    faults = []
    # without this a fault in a slot ends the process
    sys.excepthook = lambda *fault: faults.append("".join(traceback.format_exception(*fault)))
    application = QgsApplication([], True)
    application.initQgis()
    from land_entry_plugin.plugin import LandEntryPlugin

    def wait(what, condition):
        end = time.monotonic() + LONGEST_S
        while not condition():
            QApplication.processEvents()
            time.sleep(0.005)
            if time.monotonic() > end:
                raise TimeoutError(what)

    iface = Iface()
    plugin = LandEntryPlugin(iface)
    plugin.initGui()
    told = {"algorithms": sorted(one.name() for one in plugin.provider.algorithms())}
    plugin.entry.action.setChecked(True)
    wait("what makes the dock", lambda: plugin.entry.controller is not None)
    controller = plugin.entry.controller
    dock = controller.dock
    wait("the dock", lambda: not controller.data.is_busy and bool(controller.form._packs))
    dock.data.sample_button.click()
    data = controller.data
    wait("the sample", lambda: "land_use" in data.facts and data.facts["land_use"].covered and not data.is_busy)
    dock.screen.primary.click()
    wait("the screening", lambda: not controller.run.is_running and controller.results.stored is not None)
    told["folder"] = sorted(path.name for path in controller.results.path.parent.iterdir())
    told["parcels"] = len(controller.results.stored["parcels"])
    dock.bar.buttons[3].click()
    wait("the checks", lambda: dock.deliver.checks.lines)
    told["formats"] = {name: [box.isEnabled(), box.toolTip()] for name, box in dock.deliver.formats.items()}
    told["checks"] = [line.text for line in dock.deliver.checks.lines]
    dock.resize(360, 640)
    QApplication.processEvents()
    dock.deliver.grab().save(str(place / "deliver.png"))
    dock.deliver.checks.lines[-1].findChildren(QPushButton)[0].click()
    controller.results.export_table()
    told["said"] = [item.text() for item in iface.bar.items()]

    parcels = QgsProject.instance().mapLayersByName("parcels")[0]
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    parameters = {"PARCELS": parcels, "OUTPUT": str(place / "o.gpkg"), "TABLE": str(place / "o.xlsx")}
    ended = plugin.provider.algorithm("screenparcels").create().run(parameters, context, feedback)
    told["algorithm"] = {"worked": ended[1], "said": feedback.textLog(), "left": (place / "o.gpkg").exists()}
    plugin.unload()
    return told | {"faults": faults, "imports": imports()}


def main(root, place):
    data, record = root / "sample_data" / "township.gpkg", place / "record.json"
    given = ("--parcels", f"{data}|layername=parcels", "--data", data, "--as-of", "2026-11-21")
    sys.meta_path.insert(0, absent)
    absent.names = frozenset((*ASKED, *NEVER))
    # everything that commands share is loaded once, here, while nothing is there
    code, said = ran("screenparcels", *given, "--output", place / "s.gpkg", "--record", record)
    told = {"all": {"code": code, "said": said}}
    for name in ASKED:
        told[name] = apart(lambda name=name: one_missing(name, data, record, place / name / "out"))

    def without_others():
        absent.names = frozenset(NEVER)
        (place / "others").mkdir()
        return works(record, place / "others", "DOCX,XLSX,TXT,DXF")

    told["others"] = apart(without_others)
    (place / "qgis").mkdir()
    told["qgis"] = apart(lambda: inside_qgis(place / "qgis"))
    (place / "told.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
