# SPDX-License-Identifier: GPL-2.0-or-later
"""Features without a shape are counted whatever file they are in, and do not move the layer to the origin."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely

from land_entry_plugin.files import vector
from land_entry_plugin.files.source import shapeless_count
from land_entry_plugin.files.vector import open_layer

DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".gdb": "OpenFileGDB", ".geojson": "GeoJSON"}
BOXES = [shapely.box(39_500_000 + 20 * i, 4_130_000, 39_500_010 + 20 * i, 4_130_010) for i in range(6)]


def written(path, shapes, **options):
    wkb = np.empty(len(shapes), dtype=object)
    wkb[:] = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    pyogrio.raw.write(
        path, geometry=wkb, field_data=[np.arange(len(shapes))], fields=["N"], geometry_type="Polygon",
        crs="EPSG:4527", driver=DRIVERS[path.suffix], **options,
    )  # fmt: skip
    return path


@pytest.mark.parametrize("ending", DRIVERS)
def test_what_has_no_shape_is_counted(tmp_path, ending):
    some = written(tmp_path / f"some{ending}", [*BOXES[:3], None, *BOXES[3:], None])
    source = open_layer(str(some))
    assert (shapeless_count(source), source.describe().feature_count) == (2, 8)
    none = written(tmp_path / f"none{ending}", [None, None])
    assert shapeless_count(open_layer(str(none))) == 2


@pytest.mark.parametrize("ending", [".gpkg", ".shp"])
def test_a_layer_whose_index_says_that_all_have_one_is_not_read(tmp_path, monkeypatch, ending):
    source = open_layer(str(written(tmp_path / f"all{ending}", BOXES)))
    monkeypatch.setattr(vector.FileSource, "_read", None)
    assert source.describe().feature_count == 6
    assert shapeless_count(source) == 0


def test_a_shapefile_of_points_is_not_looked_through(tmp_path, monkeypatch):
    path = tmp_path / "JZD.shp"
    points = shapely.to_wkb(shapely.points([[39_500_000, 4_130_000], [39_500_010, 4_130_010]]))
    pyogrio.raw.write(
        path, geometry=points, field_data=[np.arange(2)], fields=["N"], geometry_type="Point", crs="EPSG:4527"
    )
    source = open_layer(str(path))
    monkeypatch.setattr(vector.FileSource, "_read", None)
    assert source.describe().extent == (39_500_000.0, 4_130_000.0, 39_500_010.0, 4_130_010.0)


def test_a_geopackage_without_an_index_is_looked_through(tmp_path):
    path = written(tmp_path / "all.gpkg", [*BOXES, None], layer_options={"SPATIAL_INDEX": "NO"})
    assert shapeless_count(open_layer(str(path))) == 1


def test_a_shapefile_header_that_counts_the_origin_does_not_move_the_layer(tmp_path):
    path = written(tmp_path / "STBHHX.shp", [None, *BOXES])
    # GDAL writes it so, and reads it so
    assert pyogrio.read_info(path, force_total_bounds=True)["total_bounds"][0] == 0
    assert open_layer(str(path)).describe().extent == (39_500_000.0, 4_130_000.0, 39_500_110.0, 4_130_010.0)
