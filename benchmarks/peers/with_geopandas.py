# SPDX-License-Identifier: GPL-2.0-or-later
"""geopandas.overlay: read the layer near the parcels, overlay, areas on the ellipsoid by GeographicLib, write."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas
import pyproj


def main() -> None:
    """Overlay parcels with a layer of a survey."""
    survey, parcels_path, folder = sys.argv[1:4]
    layer, code = (sys.argv[4], sys.argv[5]) if len(sys.argv) > 4 else ("DLTB", "DLBM")
    parcels = geopandas.read_file(parcels_path, columns=["ZDDM"], use_arrow=True)
    box = tuple(parcels.total_bounds)
    patches = geopandas.read_file(survey, layer=layer, columns=[code], bbox=box, use_arrow=True)
    pieces = geopandas.overlay(parcels, patches, how="intersection", keep_geom_type=True)
    pieces["m2"] = ellipsoid_areas(pieces.geometry)
    pieces = pieces.rename(columns={"ZDDM": "parcel_id", code: "code"})
    totals = pieces.groupby(["parcel_id", "code"], as_index=False)["m2"].sum()
    totals.to_csv(Path(folder) / "totals.csv", index=False)
    pieces.to_file(Path(folder) / "pieces.gpkg", layer="pieces", use_arrow=True)


def ellipsoid_areas(shapes: geopandas.GeoSeries) -> list[float]:
    """Return areas on CGCS2000; the vertices' geodesics are followed, one polygon after the other."""
    geod = pyproj.Geod(a=6378137.0, rf=298.257222101)
    return [abs(geod.geometry_area_perimeter(shape)[0]) for shape in shapes.to_crs("EPSG:4490")]


if __name__ == "__main__":
    main()
