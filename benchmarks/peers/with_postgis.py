# SPDX-License-Identifier: GPL-2.0-or-later
"""PostGIS with loading: both layers in by COPY, index, cut and measure in SQL, pieces and totals out.

The server stands already (``PGHOST`` is its socket): starting it is not counted.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CUT = """
SET max_parallel_workers_per_gather = 2;
ANALYZE bench.patches; ANALYZE bench.parcels;
CREATE TABLE bench.pieces AS
SELECT parcel_id, code, ST_Multi(geom)::geometry(MultiPolygon, {srid}) AS geom,
       ST_Area(ST_Transform(geom, 4490)::geography) AS m2
FROM (
  SELECT parcels."ZDDM" AS parcel_id, patches."DLBM" AS code,
         ST_CollectionExtract(ST_Intersection(parcels.geom, patches.geom), 3) AS geom
  FROM bench.parcels JOIN bench.patches ON ST_Intersects(parcels.geom, patches.geom)
) AS cut WHERE NOT ST_IsEmpty(geom);
"""
_TOTALS = "\\copy (SELECT parcel_id, code, sum(m2) AS m2 FROM bench.pieces GROUP BY 1, 2) TO '{path}' CSV HEADER"
_LOADING = [
    "--config",
    "PG_USE_COPY",
    "YES",
    "-lco",
    "LAUNDER=NO",
    "-lco",
    "GEOMETRY_NAME=geom",
    "-nlt",
    "MULTIPOLYGON",
]


def main() -> None:
    """Load, cut, write."""
    survey, parcels, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    _sql("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench;")
    for path, layer, table, field in ((survey, "DLTB", "patches", "DLBM"), (parcels, "parcels", "parcels", "ZDDM")):
        into = ["-f", "PostgreSQL", "PG:active_schema=bench", path, layer, "-nln", table, "-select", field]
        _run("ogr2ogr", "-q", *into, *_LOADING)
    srid = _sql("SELECT ST_SRID(geom) FROM bench.parcels LIMIT 1;").strip()
    _sql(_CUT.format(srid=srid))
    _sql(_TOTALS.format(path=folder / "totals.csv"))
    _run("ogr2ogr", "-q", "-f", "GPKG", folder / "pieces.gpkg", "PG:active_schema=bench", "pieces")


def _sql(text: str) -> str:
    return _run("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", text)


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(next(iter(done.stderr.strip().splitlines()), f"{command[0]} ended with {done.returncode}"))
    return done.stdout


if __name__ == "__main__":
    main()
