# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoParquet gives the rows that a GeoPackage gives, and reads no groups of rows that lie elsewhere."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
import shapely
from support import CRS, box

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import Wishes, keep
from land_entry_plugin.files.source import content_hash
from land_entry_plugin.files.vector import open_layer, open_package

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

SIDES = ("xmin", "ymin", "xmax", "ymax")


def written(path, shapes, codes, *, covering=True, geo=None, group=10):
    """Write shapes side by side, with a code each."""
    wkb = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    columns = {"DLBM": arrow.array(codes), "KCXS": arrow.array([0.1] * len(codes)), "geometry": arrow.array(wkb)}
    stated = {"encoding": "WKB", "geometry_types": ["Polygon"], "crs": json.loads(crs_json())}
    if covering:
        bounds = shapely.bounds(np.array(shapes, dtype=object))
        values = [None if np.isnan(row).any() else dict(zip(SIDES, map(float, row), strict=True)) for row in bounds]
        columns["bbox"] = arrow.array(values, arrow.struct([(side, arrow.float64()) for side in SIDES]))
        stated["covering"] = {"bbox": {side: ["bbox", side] for side in SIDES}}
    table = arrow.table(columns)
    meta = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": stated | (geo or {})}}
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(meta)}), path, row_group_size=group)
    return open_layer(str(path))


def crs_json():
    import pyproj

    return pyproj.CRS.from_user_input(CRS).to_json()


@pytest.fixture
def squares():
    return [box(20 * i, 0, 10, 10) for i in range(40)]


def boxes_of(*shapes):
    return shapely.bounds(np.array(shapes, dtype=object))


def test_a_layer_says_its_crs_fields_and_kind(tmp_path, squares):
    description = written(tmp_path / "DLTB.parquet", squares, ["0102"] * 40).describe()
    assert description.name == "DLTB"
    assert description.crs == CRS
    assert description.fields == ("DLBM", "KCXS")
    assert description.feature_count == 40
    assert description.holds_polygons


@pytest.mark.parametrize("covering", [True, False])
def test_rows_near_boxes_are_those_that_meet_one(tmp_path, squares, covering):
    source = written(tmp_path / "DLTB.parquet", squares, [f"{i:04d}" for i in range(40)], covering=covering)
    rows = source.rows(["DLBM"], boxes_of(box(105, 2, 1, 1), box(700, 0, 5, 5)))
    assert list(rows.columns["DLBM"]) == ["0005", "0035"]
    assert list(rows.ids) == [5, 35]
    assert not len(source.rows(["DLBM"], boxes_of(box(0, 500, 5, 5))).ids)
    assert len(source.rows(["DLBM"]).ids) == 40


def test_groups_of_rows_that_lie_elsewhere_are_not_read(tmp_path, squares, monkeypatch):
    source = written(tmp_path / "DLTB.parquet", squares, ["0102"] * 40)
    file, read = source._file, []

    class Counted:
        def __getattr__(self, name):
            return getattr(file, name)

        def read_row_group(self, group, columns):
            read.append(group)
            return file.read_row_group(group, columns=columns)

    monkeypatch.setitem(source.__dict__, "_file", Counted())
    source.rows(["DLBM"], boxes_of(box(105, 2, 1, 1)))
    assert set(read) == {0}


def test_a_row_without_a_shape_hides_no_other(tmp_path, squares):
    source = written(tmp_path / "DLTB.parquet", [None, *squares], ["null", *["0102"] * 40])
    rows = source.rows(["DLBM"], boxes_of(squares[2]))
    assert "0102" in list(rows.columns["DLBM"])


def test_the_rows_have_the_hash_of_the_same_rows_of_a_geopackage(tmp_path, township):
    rows = open_layer(f"{township}|layername=DLTB").rows(["DLBM", "KCXS"])
    kept = open_layer(f"{township}|layername=DLTB").describe()
    path = tmp_path / "DLTB.parquet"
    source = written(path, list(shapely.from_wkb(rows.wkb)), list(rows.columns["DLBM"]))
    table = parquet.read_table(path)
    factor = arrow.array([float(value or 0) for value in rows.columns["KCXS"]])
    parquet.write_table(table.set_column(1, "KCXS", factor), path)
    source = open_layer(str(path))
    assert source.describe().crs == kept.crs
    assert content_hash(source.rows(["DLBM", "KCXS"])) == content_hash(rows)


def test_heights_are_left_out(tmp_path):
    raised = shapely.force_3d(box(0, 0, 10, 10), 5.0)
    source = written(tmp_path / "DLTB.parquet", [raised], ["0102"], geo={"geometry_types": ["Polygon Z"]})
    assert not shapely.has_z(shapely.from_wkb(source.rows([]).wkb)).any()


@pytest.mark.parametrize("geo", [{"encoding": "polygon"}, {"edges": "spherical"}])
def test_what_cannot_be_read_rightly_is_refused(tmp_path, squares, geo):
    source = written(tmp_path / "DLTB.parquet", squares, ["0102"] * 40, geo=geo)
    with pytest.raises(InputError, match="cannot be read"):
        source.describe()


def test_a_table_without_shapes_and_a_broken_file_are_refused(tmp_path):
    parquet.write_table(arrow.table({"a": [1]}), tmp_path / "plain.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    for name in ("plain", "broken"):
        with pytest.raises(InputError):
            open_layer(str(tmp_path / f"{name}.parquet")).describe()


def test_a_folder_offers_its_files(tmp_path, squares):
    written(tmp_path / "DLTB.parquet", squares, ["0102"] * 40)
    written(tmp_path / "STBHHX.parquet", squares[:3], ["11"] * 3)
    assert [source.describe().name for source in open_package(str(tmp_path))] == ["DLTB", "STBHHX"]


def test_rows_come_in_batches_no_larger_than_asked(tmp_path, squares):
    source = written(tmp_path / "DLTB.parquet", squares, [f"{i:04d}" for i in range(40)])
    batches = list(source.batches(["DLBM"], 7))
    assert [len(batch.ids) for batch in batches] == [7, 3] * 4
    assert [code for batch in batches for code in batch.columns["DLBM"]] == [f"{i:04d}" for i in range(40)]
    assert [id_ for batch in batches for id_ in batch.ids] == list(range(40))


def test_the_first_row_has_no_shape_and_an_empty_file_has_none(tmp_path, squares):
    first = written(tmp_path / "DLTB.parquet", squares, ["0601"] + ["0102"] * 39).first_row(["DLBM", "KCXS"])
    assert (first.wkb.tolist(), first.columns["DLBM"].tolist(), first.columns["KCXS"].tolist()) == (
        [None],
        ["0601"],
        [0.1],
    )
    empty = written(tmp_path / "empty.parquet", [], [], covering=False)
    assert len(empty.first_row(["DLBM"]).ids) == 0
    assert empty.first_row(["DLBM"]).columns["DLBM"].tolist() == []
    assert len(empty.rows(["DLBM"]).ids) == 0


def test_nothing_is_near_no_place_and_all_may_be_near_where_the_file_says_nothing(tmp_path, squares):
    silent = written(tmp_path / "DLTB.parquet", squares, ["0102"] * 40, covering=False)
    assert len(silent.rows(["DLBM"], np.empty((0, 4))).ids) == 0
    assert silent.rows(["DLBM"], boxes_of(squares[33])).ids.tolist() == [33]


def test_values_are_those_of_python(tmp_path):
    from datetime import date, timedelta
    from decimal import Decimal

    written(tmp_path / "DLTB.parquet", [box(0, 0, 10, 10)] * 2, ["0102", None])
    table = parquet.read_table(tmp_path / "DLTB.parquet")
    more = {
        "RQ": [date(2025, 6, 23), None], "MJ": [Decimal("12.50"), None], "KD": [float("nan"), 1.5],
        "SC": [timedelta(days=1), None], "SF": [True, False], "SJNF": [2025, None],
    }  # fmt: skip
    for name, values in more.items():
        table = table.append_column(name, arrow.array(values))
    parquet.write_table(table, tmp_path / "DLTB.parquet")
    columns = open_layer(str(tmp_path / "DLTB.parquet")).rows(["DLBM", *more]).columns
    assert {name: values.tolist() for name, values in columns.items()} == {
        "DLBM": ["0102", None], "RQ": ["2025-06-23", None], "MJ": [12.5, None], "KD": [None, 1.5],
        "SC": ["1 day, 0:00:00", None], "SF": [True, False], "SJNF": [2025, None],
    }  # fmt: skip


def test_what_the_user_states_of_a_layer_holds_in_its_folder_too(tmp_path, squares, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path / "home"))
    (tmp_path / "data").mkdir()
    source = written(tmp_path / "data" / "DLTB.parquet", squares, ["0102"] * 40, geo={"crs": None})
    assert source.describe().crs is None
    keep(source.key, Wishes(role="land_use", crs="EPSG:4527"))
    (found,) = open_package(str(tmp_path / "data"))
    for one in (found, open_layer(str(tmp_path / "data" / "DLTB.parquet"))):
        assert (one.describe().crs, one.describe().wishes.role) == ("EPSG:4527", "land_use")


def test_a_layer_that_states_no_crs_is_in_longitude_and_latitude_as_the_format_has_it(tmp_path, squares):
    path = tmp_path / "DLTB.parquet"
    written(path, squares, ["0102"] * 40)
    table = parquet.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    del geo["columns"]["geometry"]["crs"]
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    assert open_layer(str(path)).describe().crs == "OGC:CRS84"


def test_another_process_opens_the_same_file(tmp_path, squares):
    source = written(tmp_path / "DLTB.parquet", squares, [f"{i:04d}" for i in range(40)])
    near = boxes_of(box(105, 2, 1, 1))
    assert source.rows(["DLBM"], near).columns["DLBM"].tolist() == ["0005"]
    again = pickle.loads(pickle.dumps(source))
    assert again.rows(["DLBM"], near).columns["DLBM"].tolist() == ["0005"]
