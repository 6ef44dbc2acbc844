# SPDX-License-Identifier: GPL-2.0-or-later
"""Run in a Python of its own: every sub-command and every algorithm once, each on what those before it wrote."""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from pathlib import Path

import sitecustomize
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from land_entry_plugin.cli.main import main

DAY = "2026-11-21"


def commands(data: Path, out: Path, answers: Path):
    """Return the sub-commands, each with what it is given."""
    parcels = ("--parcels", f"{data}|layername=parcels")
    given = (*parcels, "--data", data)
    few = "371126004012JB00001,371126004012JB00003"
    record = out / "record.json"
    return [
        ("layers", "show", data),
        ("rules", "list"),
        ("checkdata", *given, "--as-of", DAY, "--output", out / "places.gpkg", "--record", out / "check.json",
         "--table", out / "check.xlsx", "--fixed", out / "fixed.gpkg"),
        ("answersheet", *parcels, "--table", out / "blank.xlsx"),
        ("screenparcels", *given, "--answers", answers, "--as-of", DAY, "--output", out / "s.gpkg", "--overlaps",
         out / "v.gpkg", "--findings", out / "f.csv", "--record", record, "--table", out / "s.xlsx"),
        ("surveysheets", "--record", record, "--parcel-id", few[:19], "--formats", "DOCX,XLSX,TXT,DXF", "--folder",
         out / "sheets"),
        ("avoidconflicts", *given, "--as-of", DAY, "--output", out / "kept.gpkg", "--removed", out / "removed.gpkg"),
        ("findcandidates", "--data", data, "--as-of", DAY, "--output", out / "reserve.gpkg", "--record",
         out / "reserve.json", "--table", out / "reserve.xlsx"),
        ("adjustmententry", "--reclaimed", f"{data}|layername=parcels", "--entered", f"{data}|layername=parcels",
         "--land-use", f"{data}|layername=DLTB", "--as-of", DAY, "--record", out / "balance.json",
         "--table", out / "balance.xlsx", "--output", out / "balance.gpkg"),
        ("comparescreenings", "--before", record, "--after", record, "--output", out / "c.gpkg",
         "--table", out / "c.xlsx"),
        ("verifyscreening", "--record", record, "--result", out / "verified.json"),
        ("updateledger", "--record", record, "--as-of", DAY, "--updated-ledger", out / "ledger.gpkg", "--folder",
         out / "ledger"),
        ("entryplan", "--record", record, "--answers", answers, "--parcel-id", few[:19], "--as-of", DAY,
         "--folder", out / "plans"),
        ("exportcoordinates", "--parcels", out / "reserve.gpkg", "--file", out / "points.txt"),
        ("importcoordinates", "--file", out / "points.txt", "--output", out / "points.gpkg"),
    ]  # fmt: skip


def algorithms(data: Path, out: Path, cli: Path):
    """Return the algorithms, each with what it is given."""
    parcels, record = f"{data}|layername=parcels", str(cli / "record.json")
    given = {"PARCELS": parcels, "DATA": str(data), "AS_OF": DAY}
    few = "371126004012JB00003"
    return {
        "checkdata": {**given, "OUTPUT": out / "places.gpkg", "TABLE": out / "check.xlsx"},
        "screenparcels": {**given, "OUTPUT": out / "s.gpkg", "RECORD": out / "s.json", "TABLE": out / "s.xlsx"},
        "answersheet": {"PARCELS": parcels, "OUTPUT": out / "a.gpkg", "TABLE": out / "a.xlsx"},
        "surveysheets": {"RECORD": record, "PARCEL_ID": few, "FORMATS": "PDF", "FOLDER": out / "sheets"},
        "sheettemplates": {"SHEETS": "COVER", "FOLDER": out / "templates"},
        "entryplan": {"RECORD": record, "PARCEL_ID": "371126004012JB00001", "FOLDER": out / "plans"},
        "overview": {"RECORD": record, "DATA": str(data), "FORMATS": "PNG", "FOLDER": out / "overview"},
        "avoidconflicts": {**given, "OUTPUT": out / "kept.gpkg", "REMOVED": out / "removed.gpkg"},
        "findcandidates": {"DATA": str(data), "AS_OF": DAY, "OUTPUT": out / "reserve.gpkg"},
        "adjustmententry": {
            "RECLAIMED": parcels, "ENTERED": parcels, "LAND_USE": f"{data}|layername=DLTB", "AS_OF": DAY,
            "OUTPUT": out / "balance.gpkg",
        },
        "comparescreenings": {"BEFORE": record, "AFTER": record, "OUTPUT": out / "c.gpkg", "TABLE": out / "c.xlsx"},
        "verifyscreening": {"RECORD": record, "RESULT": out / "verified.json"},
        "updateledger": {"RECORD": record, "AS_OF": DAY, "UPDATED_LEDGER": out / "l.gpkg", "FOLDER": out / "ledger"},
        "exportcoordinates": {"PARCELS": str(cli / "reserve.gpkg"), "FILE": out / "points.txt"},
        "importcoordinates": {"FILE": out / "points.txt", "OUTPUT": out / "points.gpkg"},
    }  # fmt: skip


def run_algorithms(data: Path, out: Path, cli: Path, ended: dict[str, str]) -> None:
    from land_entry_plugin.processing.provider import LandEntryProvider

    provider = LandEntryProvider()
    # the application owns it from here
    QgsApplication.processingRegistry().addProvider(provider)
    there = {algorithm.name() for algorithm in provider.algorithms()}
    todo = algorithms(data, out, cli)
    ended.update({f"landentry:{name}": "was not run" for name in there - set(todo)})
    for name, parameters in todo.items():
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        plain = {key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()}
        try:
            _, worked = provider.algorithm(name).create().run(plain, context, feedback)
            ended[f"landentry:{name}"] = "" if worked else feedback.textLog()
        except Exception:
            ended[f"landentry:{name}"] = traceback.format_exc()


def run_all(data: Path, out: Path, answers: Path) -> None:
    ended: dict[str, str] = {}
    cli, qgis = out / "cli", out / "qgis"
    for folder in (cli, qgis):
        folder.mkdir()
    with (cli / "printed.txt").open("w") as printed:
        sys.stdout = sys.stderr = printed
        for name, *given in commands(data, cli, answers):
            try:
                code = main([name, *map(str, given)])
            except (Exception, SystemExit):
                code = traceback.format_exc()
            printed.flush()
            ended[name] = "" if code == 0 else f"{code}: {(cli / 'printed.txt').read_text()[-500:]}"
        run_algorithms(data, qgis, cli, ended)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    (out / "ended.json").write_text(json.dumps({"ended": ended}), encoding="utf-8")
    # QGIS ends roughly when Python goes first
    os._exit(0)


if __name__ == "__main__":
    shutil.rmtree(sys.argv[2], ignore_errors=True)
    Path(sys.argv[2]).mkdir(parents=True)
    application = QgsApplication([], False)
    application.initQgis()
    sitecustomize.forbid_to_libraries()
    run_all(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
