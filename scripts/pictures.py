# SPDX-License-Identifier: GPL-2.0-or-later
"""The pictures of the README from what the demo wrote: small files, as sharp as the screen shows them."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage

from land_entry_plugin.files.records import read_record
from land_entry_plugin.sheets.batch import export_survey_sheets

ROOT = Path(__file__).resolve().parent.parent
DEMO, PICTURES = ROOT / "out" / "demo", ROOT / "docs" / "pictures"
PARCEL = "371126004012JB00004"
SHEETS = {"sheet": "SURVEY_SHEET", "parcel_map": "PARCEL_MAP", "opinion": "OPINION"}
RESOLUTION_DPI = 90
OVERVIEW_WIDTH = 1400


def save(image: QImage, name: str) -> None:
    """Write a picture with as few colours as a palette holds: a third of the size, and nobody sees it."""
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    image.convertToFormat(QImage.Format.Format_Indexed8, flags).save(str(PICTURES / f"{name}.png"))


def main() -> None:
    """Make the pictures again."""
    record = read_record(DEMO / "screening.json")
    with tempfile.TemporaryDirectory() as folder:
        for name, sheet in SHEETS.items():
            (path,) = export_survey_sheets(record, [PARCEL], folder, sheets=[sheet]).written
            page = Path(folder) / name
            command = ["pdftoppm", "-r", str(RESOLUTION_DPI), "-png", "-singlefile", str(path), str(page)]
            subprocess.run(command, check=True)
            save(QImage(str(page.with_suffix(".png"))), name)
    overview = QImage(str(DEMO / "overview.png"))
    save(overview.scaledToWidth(OVERVIEW_WIDTH, Qt.TransformationMode.SmoothTransformation), "overview")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main()
    application.exitQgis()
