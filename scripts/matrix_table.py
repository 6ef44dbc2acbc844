# SPDX-License-Identifier: GPL-2.0-or-later
"""What `scripts/matrix` ran with, and what came of it, one column a release.

matrix_table.py versions                      prints what this machine has, as JSON
matrix_table.py table FOLDER RELEASE ...      prints the table of what lies in FOLDER as RELEASE.json and RELEASE.xml
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from xml.etree import ElementTree

PACKAGES = ("numpy", "shapely", "pyproj", "pyogrio", "geopandas", "fiona", "openpyxl", "docxtpl", "ezdxf")


def versions() -> dict[str, str]:
    """Return what QGIS and the packages say of themselves."""
    import shapely
    from osgeo import gdal, osr
    from qgis.core import Qgis
    from qgis.PyQt.QtCore import QT_VERSION_STR

    found = {
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
        "QGIS": Qgis.version(),
        "Qt": QT_VERSION_STR,
        "Python": platform.python_version(),
        "GEOS": ".".join(map(str, shapely.geos_version)),
        "PROJ": f"{osr.GetPROJVersionMajor()}.{osr.GetPROJVersionMinor()}.{osr.GetPROJVersionMicro()}",
        "GDAL": gdal.__version__,
    }
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
        if found[name].startswith("0+"):
            # built without its history, a package does not know its own version; the distribution does
            query = ["dpkg-query", "-W", "-f", "${Version}", f"python3-{name}"]
            found[name] = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    return found


def counts(path: Path) -> dict[str, str]:
    """Return how many tests passed, failed and were skipped, and their seconds."""
    if not path.exists():
        return {"tests": "did not end"}
    suites = list(ElementTree.parse(path).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it a moment ago
    figures = ("tests", "failures", "errors", "skipped")
    total = {figure: sum(int(suite.get(figure, 0)) for suite in suites) for figure in figures}
    failed = total["failures"] + total["errors"]
    return {
        "passed": str(total["tests"] - failed - total["skipped"]),
        "failed": str(failed),
        "skipped": str(total["skipped"]),
        "seconds": f"{sum(float(suite.get('time', 0)) for suite in suites):.0f}",
    }


def table(folder: Path, releases: list[str]) -> str:
    """Return one line a version or figure, one column a release."""
    columns = {}
    for release in releases:
        text = (folder / f"{release}.json").read_text() if (folder / f"{release}.json").exists() else ""
        columns[release] = json.loads(text or "{}") | counts(folder / f"{release}.xml")
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    rows = [["", *releases], *([name, *(columns[release].get(name, "") for release in releases)] for name in names)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


if __name__ == "__main__":
    if sys.argv[1] == "versions":
        print(json.dumps(versions()))
    else:
        print(table(Path(sys.argv[2]), sys.argv[3:]))
