# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:screenparcels`` in a QGIS that runs already: prints the seconds of each run."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from qgis.core import QgsApplication


def main() -> None:
    """Start QGIS and Processing, then screen so many times."""
    survey, parcels, folder, runs = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    application = QgsApplication([], False)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    from land_entry_plugin.processing.provider import LandEntryProvider

    provider = LandEntryProvider()
    application.processingRegistry().addProvider(provider)
    for number in range(runs):
        out = folder / str(number)
        out.mkdir()
        start = perf_counter()
        processing.run(
            "landentry:screenparcels",
            {
                "PARCELS": f"{parcels}|layername=parcels",
                "LAND_USE": f"{survey}|layername=DLTB",
                "OUTPUT": str(out / "parcels.gpkg"),
                "OVERLAPS": str(out / "pieces.gpkg"),
                "FINDINGS": str(out / "findings.gpkg"),
                "RECORD": str(out / "record.json"),
            },
        )
        print(f"seconds {perf_counter() - start:.3f}", flush=True)


if __name__ == "__main__":
    main()
