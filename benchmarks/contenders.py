# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is measured: the limit, ours, and what a user would pick instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
_PEERS = ROOT / "benchmarks" / "peers"
_OWN_PYTHON, _BENCH_PYTHON = ROOT / ".venv" / "bin" / "python", ROOT / ".venv-bench" / "bin" / "python"
PLANE, ELLIPSOID = "plane", "ellipsoid"
OURS, LIMIT = "ours", "limit"
# CGCS2000's ellipsoid differs from GRS80 in the eleventh digit only; QGIS knows this name in every release.
_ELLIPSOID = "EPSG:7019"


@dataclass(frozen=True)
class Contender:
    """Somebody who cuts parcels with a land survey.

    Attributes
    ----------
    name, label : str
    command : function
        Survey, parcels and folder in, the command out.
    gives : str
        What stands in the folder afterwards, in words.
    areas : str
        ``plane`` or ``ellipsoid``.
    pieces : str, optional
        File of pieces in the folder; None where only totals are written.
    id_field, code_field, area_field : str, optional
        Columns of the pieces; without an area the shapes are measured.
    format_ : str
        Which of the survey's files is read.
    needs_postgres : bool
    """

    name: str
    label: str
    command: Callable[[Path, Path, Path], list[str]]
    gives: str
    areas: str = ELLIPSOID
    pieces: str | None = "pieces.gpkg"
    id_field: str = "parcel_id"
    code_field: str | None = "code"
    area_field: str | None = "m2"
    format_: str = "gpkg"
    needs_postgres: bool = False
    variables: dict[str, str] = field(default_factory=dict)

    def checked_command(self, survey: Path, parcels: Path, folder: Path) -> list[str]:
        """Return the command of the run whose results are compared: who writes nothing else writes totals."""
        more = [] if self.pieces else ["--totals", str(folder / "totals.csv")]
        return [*self.command(survey, parcels, folder), *more]


def layer(path: Path, name: str) -> str:
    """Return how QGIS and the command line name a layer of a file or a folder of files."""
    if path.is_dir() and path.suffix != ".gdb":
        return str(next(path / f"{name}{end}" for end in (".shp", ".parquet") if (path / f"{name}{end}").exists()))
    return f"{path}|layername={name}"


def ours_command(parcels: Path, folder: Path, roles: dict[str, str]) -> list[str]:
    """Return our command line with layers by role, and all that a screening writes."""
    command = [str(_OWN_PYTHON), "-m", "land_entry_plugin", "screenparcels", "--parcels", layer(parcels, "parcels")]
    for role, path in roles.items():
        command += [f"--{role.replace('_', '-')}", path]
    for name, file in (("output", "parcels.gpkg"), ("overlaps", "pieces.gpkg"), ("findings", "findings.gpkg")):
        command += [f"--{name}", str(folder / file)]
    return [*command, "--record", str(folder / "record.json")]


def _peer(python: Path | str, script: str) -> Callable[[Path, Path, Path], list[str]]:
    return lambda survey, parcels, folder: [str(python), str(_PEERS / script), str(survey), str(parcels), str(folder)]


def _qgis_process(algorithm: str, file: str, *arguments: str) -> Callable[[Path, Path, Path], list[str]]:
    def command(survey: Path, parcels: Path, folder: Path) -> list[str]:
        filled = [a.format(survey=layer(survey, "DLTB"), parcels=layer(parcels, "parcels")) for a in arguments]
        # without Python and plugins it starts fastest
        start = ["qgis_process", "--no-python", "--skip-loading-plugins", "run", algorithm]
        return [*start, f"--ELLIPSOID={_ELLIPSOID}", *filled, f"--OUTPUT={folder / file}"]

    return command


CONTENDERS = {
    one.name: one
    for one in (
        Contender(
            LIMIT,
            "the limit (R-tree rows, parsing, cutting; two processes)",
            _peer(_OWN_PYTHON, "limit.py"),
            "nothing",
            PLANE,
            pieces=None,
        ),
        Contender(
            OURS,
            "**Land Entry**, command line",
            lambda survey, parcels, folder: ours_command(parcels, folder, {"land_use": layer(survey, "DLTB")}),
            "pieces, class table, findings, record",
            area_field="area_m2",
            variables={"PYTHONPATH": str(ROOT)},
        ),
        Contender(
            "sedonadb",
            "SedonaDB, from GeoPackage",
            _peer(_BENCH_PYTHON, "with_sedonadb.py"),
            "pieces, class table",
            PLANE,
            area_field=None,
        ),
        Contender(
            "sedonadb_parquet",
            "SedonaDB, from GeoParquet (made before)",
            _peer(_BENCH_PYTHON, "with_sedonadb.py"),
            "pieces, class table",
            PLANE,
            area_field=None,
            format_="parquet",
        ),
        Contender(
            "pyqgis",
            "a loop in PyQGIS",
            _peer("/usr/bin/python3", "with_pyqgis.py"),
            "pieces, class table",
        ),
        Contender(
            "geopandas",
            "geopandas.overlay",
            _peer(_BENCH_PYTHON, "with_geopandas.py"),
            "pieces, class table",
        ),
        Contender(
            "intersection",
            "native:intersection",
            _qgis_process(
                "native:intersection",
                "pieces.gpkg",
                "--INPUT={parcels}",
                "--OVERLAY={survey}",
                "--INPUT_FIELDS=ZDDM",
                "--OVERLAY_FIELDS=DLBM",
            ),
            "pieces",
            PLANE,
            id_field="ZDDM",
            code_field="DLBM",
            area_field=None,
        ),
        Contender(
            "postgis",
            "PostGIS, with loading",
            _peer(_BENCH_PYTHON, "with_postgis.py"),
            "pieces, class table",
            needs_postgres=True,
        ),
        Contender(
            "vectoroverlaps",
            "native:calculatevectoroverlaps",
            _qgis_process("native:calculatevectoroverlaps", "pieces.gpkg", "--INPUT={parcels}", "--LAYERS={survey}"),
            "one area a parcel, no classes",
            id_field="ZDDM",
            code_field=None,
            area_field="survey_area",
        ),
    )
}
QUICK = (LIMIT, OURS, "sedonadb", "geopandas", "intersection")
