# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows found by the index of a GeoPackage are those that GDAL gives, or none are."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely

from land_entry_plugin.files import vector
from land_entry_plugin.files.geopackage import rows_by_index, stated_geometry
from land_entry_plugin.files.source import content_hash, near
from land_entry_plugin.files.vector import open_layer

SIDE = 60
FIELDS = ("code", "name", "year", "share", "day")


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A grid of cells with nulls, a bow tie among them, kept in a GeoPackage."""
    path = tmp_path_factory.mktemp("index") / "field.gpkg"
    x, y = (values.ravel() for values in np.meshgrid(np.arange(SIDE) * 10.0, np.arange(SIDE) * 10.0))
    cells = shapely.box(x, y, x + 10, y + 10)
    cells[77] = shapely.Polygon([(170, 10), (180, 20), (180, 10), (170, 20)])
    numbers = np.arange(len(cells))
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(cells),
        fields=["code", "name", "year", "share", "day"],
        field_data=[
            np.array([f"{number:04d}" for number in numbers], dtype=object),
            np.array([None if number % 7 == 0 else f"村{number}" for number in numbers], dtype=object),
            numbers.astype(np.int32),
            numbers / 8,
            np.full(len(numbers), "2025-06-23", dtype="datetime64[D]"),
        ],
        field_mask=[None, None, numbers % 5 == 0, None, None],
        layer="cells",
        driver="GPKG",
        geometry_type="Polygon",
        crs="EPSG:4527",
        SPATIAL_INDEX="YES",
    )
    return path


BOXES = np.array([[12, 12, 18, 18], [171, 14, 172, 15], [300, 300, 341, 305], [900, 900, 910, 910]], dtype=float)


def test_the_index_gives_what_gdal_gives(field, monkeypatch):
    source = open_layer(str(field))
    asked = source.rows(FIELDS, BOXES)
    monkeypatch.setattr(vector, "FEW_FEATURES", 10)
    indexed = open_layer(str(field)).rows(FIELDS, BOXES)
    assert len(asked.ids) == 14
    assert indexed.ids.tolist() == asked.ids.tolist()
    assert [shapely.from_wkb(one) for one in indexed.wkb] == [shapely.from_wkb(one) for one in asked.wkb]
    assert content_hash(indexed) == content_hash(asked)
    for name in FIELDS:
        assert indexed.columns[name].tolist() == asked.columns[name].tolist()


def test_a_bow_tie_is_near_where_it_spans(field):
    # the box lies between the two wings
    rows = near(rows_by_index(field, "cells", ["code"], BOXES[1:2]), BOXES[1:2])
    assert rows.columns["code"].tolist() == ["0077"]


def _changed(field, folder, *statements):
    path = folder / "changed.gpkg"
    path.write_bytes(field.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        # the triggers of the index ask for functions that GDAL brings
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE rtree_cells_geom",
        # a row that the index does not hold, as one with a coordinate that is no number
        "DELETE FROM rtree_cells_geom WHERE id = 5",
        "DELETE FROM rtree_cells_geom WHERE id = (SELECT max(fid) FROM cells)",
        # SQLite keeps whatever it is given
        "UPDATE cells SET year = 'last' WHERE fid IN (62, 63)",
        "UPDATE cells SET geom = x'00' WHERE fid IN (62, 63)",
        "ALTER TABLE cells ADD COLUMN share_of BLOB",
    ],
)
def test_what_gdal_would_read_otherwise_is_left_to_it(field, tmp_path, statement):
    path = _changed(field, tmp_path, statement)
    fields = [*FIELDS, "share_of"] if "ADD COLUMN" in statement else FIELDS
    assert rows_by_index(path, "cells", fields, BOXES) is None
    assert rows_by_index(field, "cells", FIELDS, BOXES) is not None


def test_rows_of_numbers_with_gaps_are_found_by_the_index(field, tmp_path):
    gap = ("DELETE FROM cells WHERE fid = 5", "DELETE FROM rtree_cells_geom WHERE id = 5")
    rows = rows_by_index(_changed(field, tmp_path, *gap), "cells", FIELDS, BOXES)
    assert content_hash(rows) == content_hash(rows_by_index(field, "cells", FIELDS, BOXES))


def test_what_is_no_geopackage_is_left_to_gdal(tmp_path):
    path = tmp_path / "torn.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 500)
    assert rows_by_index(path, "cells", FIELDS, BOXES) is None
    assert rows_by_index(tmp_path / "missing.gpkg", "cells", FIELDS, BOXES) is None
    assert rows_by_index(tmp_path / "cells.shp", "cells", FIELDS, BOXES) is None


def test_reading_leaves_nothing_beside_a_file_with_a_log(field, tmp_path):
    path = _changed(field, tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE cells SET name = '村' WHERE fid = 62")
        connection.commit()
    before = path.read_bytes()
    rows = rows_by_index(path, "cells", FIELDS, BOXES)
    assert rows.columns["name"][0] == "村"
    assert [file.name for file in tmp_path.iterdir()] == ["changed.gpkg"]
    assert path.read_bytes() == before


def test_a_layer_with_measures_or_without_an_index_is_left_to_gdal(field, tmp_path):
    for statement in ("UPDATE gpkg_geometry_columns SET m = 1", "DROP TABLE rtree_cells_geom"):
        path = tmp_path / "own.gpkg"
        shutil.copy(field, path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)
        assert rows_by_index(path, "cells", FIELDS, BOXES) is None
    # a parcel far from all of it: no row, and the columns all the same
    far_off = rows_by_index(field, "cells", FIELDS, BOXES[-1:])
    assert (len(far_off.ids), set(far_off.columns)) == (0, set(FIELDS))


def test_the_kind_of_shapes_is_what_the_file_states(field, tmp_path):
    assert stated_geometry(field, "cells") == "POLYGON"
    assert stated_geometry(field, "rows") is None
    assert stated_geometry(tmp_path / "missing.gpkg", "cells") is None
