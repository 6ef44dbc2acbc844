# SPDX-License-Identifier: GPL-2.0-or-later
"""SedonaDB: a spatial join in SQL over the GeoPackage or GeoParquet; it has no area on the ellipsoid of a plane CRS."""

from __future__ import annotations

import sys
from pathlib import Path

import sedonadb

_PIECES = """
SELECT parcels."ZDDM" AS parcel_id, patches."DLBM" AS code,
       ST_Intersection(parcels.{parcel_shape}, patches.{patch_shape}) AS geometry
FROM parcels JOIN patches ON ST_Intersects(parcels.{parcel_shape}, patches.{patch_shape})
"""


def main() -> None:
    """Cut parcels with patches."""
    survey, parcels, folder = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    session = sedonadb.connect()
    for name, path, layer in (("patches", survey, "DLTB"), ("parcels", parcels, "parcels")):
        table = (
            session.read_parquet(str(path / f"{layer}.parquet"))
            if path.is_dir()
            else session.read_pyogrio(str(path), options={"layer": layer})
        )
        table.to_view(name)
    columns = {
        name: next(column for column in session.view(name).columns if column in ("geometry", "geom", "wkb_geometry"))
        for name in ("patches", "parcels")
    }
    sql = _PIECES.format(patch_shape=columns["patches"], parcel_shape=columns["parcels"])
    session.sql(sql).to_memtable().to_view("pieces")
    totals = session.sql("SELECT parcel_id, code, SUM(ST_Area(geometry)) AS m2 FROM pieces GROUP BY parcel_id, code")
    totals.to_csv(str(folder / "totals.csv"))
    # touching boundaries are lines and points: no pieces
    session.sql("SELECT * FROM pieces WHERE ST_Dimension(geometry) = 2").to_pyogrio(str(folder / "pieces.gpkg"))


if __name__ == "__main__":
    main()
