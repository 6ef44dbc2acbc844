# SPDX-License-Identifier: GPL-2.0-or-later
"""Writers of made layers: GeoPackage, FileGDB, shapefiles, GeoParquet with bounding-box columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyogrio.raw
import shapely

from benchmarks.coverage.mesh import CRS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.coverage.survey import Layer

_DRIVERS = {"gpkg": "GPKG", "gdb": "OpenFileGDB", "shp": "ESRI Shapefile"}
FORMATS = (*_DRIVERS, "parquet")
# Rows a group: about what one parcel's surroundings need, so that a reader skips the rest.
_ROW_GROUP = 20_000


def place_of(folder: Path, stem: str, format_: str) -> Path:
    """Return where layers of a format stand: one file, or a folder of files."""
    return folder / (f"{stem}.{format_}" if format_ in ("gpkg", "gdb") else f"{stem}_{format_}")


def write_layers(place: Path, layers: Iterable[Layer], format_: str) -> None:
    """Write layers of one place."""
    if format_ in ("shp", "parquet"):
        place.mkdir(parents=True)
    for number, layer in enumerate(layers):
        if format_ == "parquet":
            _write_parquet(place / f"{layer.name}.parquet", layer)
            continue
        path = place / f"{layer.name}.shp" if format_ == "shp" else place
        # some of a layer may be in parts: a driver that tells the two apart is told the wider
        multi = bool((shapely.get_type_id(layer.shapes) == shapely.GeometryType.MULTIPOLYGON).any())
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(layer.shapes),
            field_data=list(layer.columns.values()),
            fields=list(layer.columns),
            layer=layer.name,
            driver=_DRIVERS[format_],
            geometry_type="MultiPolygon" if multi and format_ != "shp" else "Polygon",
            crs=CRS,
            encoding="UTF-8",
            append=number > 0 and format_ != "shp",
        )


def _write_parquet(path: Path, layer: Layer) -> None:
    """Write GeoParquet in the order of a Hilbert curve, with a column of bounding boxes."""
    import geopandas

    frame = geopandas.GeoDataFrame(dict(layer.columns), geometry=layer.shapes, crs=CRS)
    frame = frame.iloc[np.argsort(frame.hilbert_distance().to_numpy(), kind="stable")]
    frame.to_parquet(path, index=False, write_covering_bbox=True, row_group_size=_ROW_GROUP)
