# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers are written whole, added to row by row, and half of one is never taken for the whole."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyogrio
import pytest
import shapely

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import tables
from land_entry_plugin.files.tables import Table, append_layer, append_rows, type_of, write_tables

COLUMNS = [("parcel_id", str), ("area_m2", float), ("day", date)]


def parcels(first, count):
    numbers = range(first, first + count)
    rows = [{"parcel_id": f"P{i}", "area_m2": None if i % 2 else i / 4, "day": date(2026, 1, 1 + i)} for i in numbers]
    shapes = shapely.box(*np.array([[i, 0, i + 1, 1] for i in numbers], dtype=float).T)
    return Table("parcels", COLUMNS, rows, shapes, "EPSG:4527")


def test_rows_of_another_file_and_more_rows_stand_behind_those_that_were_there(tmp_path):
    path, other = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    write_tables(path, [parcels(0, 3)])
    write_tables(other, [parcels(3, 2)])
    append_layer(path, other, "parcels")
    append_rows(path, parcels(5, 1))
    meta, _, wkb, values = pyogrio.raw.read(path, layer="parcels")
    stored = dict(zip(meta["fields"], values, strict=True))
    assert stored["parcel_id"].tolist() == [f"P{i}" for i in range(6)]
    assert [None if np.isnan(one) else one for one in stored["area_m2"]] == [0, None, 0.5, None, 1, None]
    assert stored["day"].tolist() == [date(2026, 1, 1 + i) for i in range(6)]
    assert shapely.bounds(shapely.from_wkb(wkb))[:, 0].tolist() == list(range(6))
    assert meta["crs"] == "EPSG:4527"


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("suffix", [".geojson", ".csv"])
def test_half_a_text_is_a_fault_though_the_library_says_nothing(tmp_path, monkeypatch, suffix, kept):
    write = tables._write_rows

    def cut(path, *others, **options):
        write(path, *others, **options)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * kept)])

    monkeypatch.setattr(tables, "_write_rows", cut)
    path, table = tmp_path / f"a{suffix}", parcels(0, 20)
    if suffix == ".csv":
        table = Table("parcels", COLUMNS, table.rows)
    with pytest.raises(InputError) as caught:
        write_tables(path, [table])
    assert caught.value.text_id in ("unwritable_layer", "disk_full")
    assert str(path) in caught.value.user_message("zh")
    monkeypatch.undo()
    path.unlink()
    write_tables(path, [table])
    assert pyogrio.read_info(path)["features"] == 20


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, None], bool),
        ([1, 2, None], int),
        ([1, 2.5], float),
        ([True, 1], str),
        ([1, "1"], str),
        ([None], str),
        ([], str),
    ],
)
def test_a_column_has_the_type_that_loses_nothing(values, kind):
    assert type_of(values) is kind
