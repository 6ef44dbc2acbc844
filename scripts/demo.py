# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job on the sample township, through QGIS: screen, print, draw; then a short table on the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

from land_entry_plugin.files.records import read_record
from land_entry_plugin.texts import user_language, word

ROOT = Path(__file__).resolve().parent.parent
TOWNSHIP = ROOT / "sample_data" / "township.gpkg"
OUT = ROOT / "out" / "demo"
LAYERS = {
    "land_use": "DLTB",
    "basic_farmland": "YJJBNTBHTB",
    "ecological_red_line": "STBHHX",
    "urban_boundary": "CZKFBJ",
    "admin_area": "XZQ",
}
# The day for which the township was made: its land survey is that of 2025.
AS_OF = "2026-11-21"
_REASON_WIDTH = 64


def algorithm(name: str, **parameters: str | Path) -> None:
    """Run one Processing algorithm as a user would type it; its output is shown only when it fails."""
    command = [
        "qgis_process",
        "run",
        f"landentry:{name}",
        "--",
        *(f"{key}={value}" for key, value in parameters.items()),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stdout, run.stderr, sep="\n", file=sys.stderr)
        sys.exit(f"{' '.join(command)} ended with {run.returncode}")


def draw(screening: Path, record: Path) -> None:
    """Write the overview map and the QGIS project."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    # a function of its own: its layers have to be gone before QGIS is
    draw_layers(screening, record)
    application.exitQgis()


def draw_layers(screening: Path, record: Path) -> None:
    """Write the overview map and the QGIS project inside a running QGIS."""
    from qgis.core import QgsVectorLayer

    from land_entry_plugin.bridge.project import write_project
    from land_entry_plugin.sheets.overview import export_overview

    roles = {role: f"{TOWNSHIP}|layername={layer}" for role, layer in LAYERS.items()}
    layers = {role: QgsVectorLayer(uri, role, "ogr") for role, uri in roles.items()}
    export_overview(read_record(record), layers, [OUT / "overview.png"])
    write_project(OUT / "township.qgz", screening, roles)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def fitted(text: str, columns: int) -> str:
    """Return a text cut or filled to a number of columns."""
    while width(text) > columns:
        text = text.rstrip("…")[:-1] + "…"
    return text + " " * (columns - width(text))


def why(parcel: dict, language: str) -> str:
    """Return the findings that are no pass in a few words."""
    parts = []
    for finding in parcel["findings"]:
        if finding["outcome"] != "pass":
            area = f" {finding['area_m2']:.2f} m²" if finding["area_m2"] else ""
            parts.append(f"{finding['title'][language]}{area}")
    return ("；" if language == "zh" else "; ").join(parts) or {"zh": "各项通过", "en": "all rules pass"}[language]


def print_table(record: dict) -> None:
    """Print parcel, verdict and why, the worst first."""
    language = user_language()
    order = ["prohibited", "undetermined", "review", "eligible"]
    print()
    for parcel in sorted(record["parcels"], key=lambda parcel: (order.index(parcel["verdict"]), parcel["parcel_id"])):
        columns = (parcel["parcel_id"], word(parcel["verdict"], language), why(parcel, language))
        print(
            "  ".join(fitted(text, size) for text, size in zip(columns, (19, 13, _REASON_WIDTH), strict=True)).rstrip()
        )
    print()


def main() -> None:
    """Run the demo."""
    start = time.monotonic()
    screening, record = OUT / "screening.gpkg", OUT / "screening.json"
    OUT.mkdir(parents=True, exist_ok=True)
    screening.unlink(missing_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print("Screening the sample township ...", flush=True)
    algorithm(
        "screenparcels",
        PARCELS=f"{TOWNSHIP}|layername=parcels",
        DATA=TOWNSHIP,
        ANSWERS=ROOT / "sample_data" / "answers.csv",
        OUTPUT=f"ogr:dbname='{screening}' table=\"parcels\" (geom)",
        OVERLAPS=f"ogr:dbname='{screening}' table=\"overlaps\" (geom)",
        FINDINGS=f"ogr:dbname='{screening}' table=\"findings\"",
        AS_OF=AS_OF,
        RECORD=record,
        TABLE=OUT / "table.xlsx",
    )
    print("Printing the survey sheets ...", flush=True)
    algorithm("surveysheets", RECORD=record, FOLDER=OUT / "sheets")
    print("Drawing the overview and the project ...", flush=True)
    draw(screening, record)
    print_table(read_record(record))
    sheets = len(list((OUT / "sheets").glob("*.pdf")))
    for name, what in (
        ("screening.gpkg", "parcels, overlaps and findings as layers, styled"),
        ("screening.json", "the record: every figure, its patches and its articles"),
        ("table.xlsx", "the same as a workbook"),
        ("sheets", f"{sheets} survey sheets (PDF)"),
        ("overview.png", "the township at a glance"),
        ("township.qgz", "all of it as a QGIS project: scripts/with-qgis qgis out/demo/township.qgz"),
    ):
        print(f"  {(OUT / name).relative_to(ROOT)!s:<26} {what}")
    print(f"\nDone in {time.monotonic() - start:.0f} s.")


if __name__ == "__main__":
    main()
