# SPDX-License-Identifier: GPL-2.0-or-later
"""The pictures of the README from what the demo wrote and the tests saw: small, as sharp as the screen shows them."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage

from land_entry_plugin.files.records import read_record
from land_entry_plugin.sheets.batch import SetOptions, export_survey_sheets

ROOT = Path(__file__).resolve().parent.parent
DEMO, SEEN, PICTURES = ROOT / "out" / "demo", ROOT / "out" / "gui", ROOT / "docs" / "pictures"
PARCEL = "371126004012JB00004"
SHEETS = {"sheet": "SURVEY_SHEET", "parcel_map": "PARCEL_MAP", "opinion": "OPINION"}
# What the tests of the window saw, by the name that it has here.
WINDOWS = {
    "window_results": "window_results_zh",
    "window_draw": "live_1_draw_zh",
    "window_avoid": "live_3_avoid_zh",
}
RESOLUTION_DPI = 90
OVERVIEW_WIDTH = 1400
PALETTE = 256


def save(image: QImage, name: str) -> None:
    """Write a picture in 256 of its colours, a third of the size; each other one becomes the nearest."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits().asstring(width * height * 4), dtype=np.uint32) & 0xFFFFFF
    colours, place, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.int32)
    # near colours are one: else the many of a thin line at its edges would all lose against those of one flat field
    _, groups = np.unique(parts >> 4, axis=0, return_inverse=True)
    weight = np.bincount(groups, counts)
    of_group = [
        max(np.flatnonzero(groups == group), key=lambda i: counts[i]) for group in np.argsort(-weight)[:PALETTE]
    ]
    kept = np.array(of_group)
    nearest = [int(np.argmin(((parts[kept] - colour) ** 2).sum(axis=1))) for colour in parts]
    # rows of an indexed picture begin at multiples of four bytes
    rows = np.zeros((height, (width + 3) // 4 * 4), dtype=np.uint8)
    rows[:, :width] = np.array(nearest, dtype=np.uint8)[place].reshape(height, width)
    content = rows.tobytes()
    small = QImage(content, width, height, rows.shape[1], QImage.Format.Format_Indexed8)
    small.setColorTable([0xFF000000 | int(colours[i]) for i in kept])
    small.save(str(PICTURES / f"{name}.png"))


def main() -> None:
    """Make the pictures again."""
    record = read_record(DEMO / "screening.json")
    with tempfile.TemporaryDirectory() as folder:
        for name, sheet in SHEETS.items():
            (path,) = export_survey_sheets(record, [PARCEL], folder, options=SetOptions(sheets=(sheet,))).written
            page = Path(folder) / name
            command = ["pdftoppm", "-r", str(RESOLUTION_DPI), "-png", "-singlefile", str(path), str(page)]
            subprocess.run(command, check=True)
            save(QImage(str(page.with_suffix(".png"))), name)
    overview = QImage(str(DEMO / "overview.png"))
    save(overview.scaledToWidth(OVERVIEW_WIDTH, Qt.TransformationMode.SmoothTransformation), "overview")
    for name, seen in WINDOWS.items():
        save(QImage(str(SEEN / f"{seen}.png")), name)


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main()
    application.exitQgis()
