# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixed copies: what is safe is mended and listed, what is not stays as it is; the layer of places; the workbook."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from dataclasses import replace

import geopandas
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from checked import COUNT, at, bsm, check, columns_of, faults, grid, township
from support import EAST, NORTH, MemorySource, box, candidates, polygon

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.contents import contents_of
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.checkdata import checkdata
from land_entry_plugin.jobs.doctor.outputs import (
    CheckOutputs,
    check_check_outputs,
    fixed_file,
    is_changed,
    write_check,
)
from land_entry_plugin.jobs.doctor.request import CheckRequest

SPIKED, BOW_TIED, DOUBLED, SWALLOWED = at(1, 1), at(3, 3), at(2, 4), at(4, 1)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def damaged():
    """Return the patches of the township with four faults, and their attributes, under names that are not the rule."""
    shapes = grid()
    columns = columns_of(shapes)
    ring = list(shapes[SPIKED].exterior.coords)
    middle = ((ring[0][0] + ring[1][0]) / 2, (ring[0][1] + ring[1][1]) / 2)
    tip = (middle[0] - 30, middle[1])
    shapes[SPIKED] = shapely.Polygon([ring[0], middle, tip, middle, *ring[1:]])
    a, b, c, d, _ = shapes[BOW_TIED].exterior.coords
    shapes[BOW_TIED] = shapely.Polygon([a, c, b, d])
    ring = list(shapes[DOUBLED].exterior.coords)
    shapes[DOUBLED] = shapely.Polygon([ring[0], ring[1], ring[1], ring[1], *ring[2:]])
    columns["DLBM"][SWALLOWED] = f" {columns['DLBM'][SWALLOWED]} "
    columns = {"qsxz" if name == "QSXZ" else name: values for name, values in columns.items()}
    columns["LXDH"] = ["SAMPLE-ONLY"] * len(shapes)
    return shapes, columns


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder with the damaged township in it."""
    folder = tmp_path_factory.mktemp("data")
    shapes, columns = damaged()
    geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4527").to_file(
        folder / "survey.gpkg", layer="DLTB", engine="pyogrio"
    )
    for name, shape, fields in (
        ("YJJBNTBHTB", box(0, 0, 40, 40), {"BSM": ["Y1"]}),
        ("STBHHX", box(200, 200, 40, 40), {"BSM": ["S1"]}),
        ("CZKFBJ", box(100, 100, 60, 60), {"BSM": ["C1"], "GHFQDM": ["410"], "GHFQMC": ["城镇集中建设区"]}),
    ):
        geopandas.GeoDataFrame(fields, geometry=[shape], crs="EPSG:4527").to_file(
            folder / "lines.gpkg", layer=name, engine="pyogrio"
        )
    geopandas.GeoDataFrame({"A": [1]}, geometry=[shapely.Point(EAST, NORTH)], crs="EPSG:4527").to_file(
        folder / "points.geojson", engine="pyogrio"
    )
    (folder / "old.mdb").write_bytes(b"no database")
    (folder / "torn.shp").write_bytes(b"no shapefile")
    ring = [(EAST + 60, NORTH + 60), (EAST + 60, NORTH + 90), (EAST + 100, NORTH + 90), (EAST + 100, NORTH + 60)]
    open_ring = struct.pack("<BIII", 1, 3, 1, 4) + b"".join(struct.pack("<dd", *point) for point in ring)
    twice = polygon((160, 60), (160, 90), (160, 90), (200, 90), (200, 60))
    knot = polygon((160, 160), (200, 190), (200, 160), (160, 190))
    pyogrio.raw.write(
        folder.with_name(f"{folder.name}_parcels.gpkg"),
        geometry=np.array([open_ring, shapely.to_wkb(twice), shapely.to_wkb(knot)], dtype=object),
        field_data=[np.array(["371126004001JB00001", " 371126004001JB00002", "371126004001JB00003"], dtype=object)],
        fields=["ZDDM"], layer="parcels", driver="GPKG", geometry_type="Polygon", crs="EPSG:4527",
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def written(place):
    """Return the check of that folder, the outputs, and the digests of all sources before and after."""
    parcels = place.with_name(f"{place.name}_parcels.gpkg")
    sources = [*sorted(place.iterdir()), parcels]
    before = {path: digest(path) for path in sources}
    contents = contents_of(str(place))
    request = CheckRequest(
        parcels=open_layer(str(parcels)), offered=contents.sources, not_read=contents.not_read,
        as_of=township().as_of, fixed=True,
    )  # fmt: skip
    out = place.with_name(f"{place.name}_out")
    outputs = CheckOutputs(out / "places.gpkg", out / "check.json", out / "check.xlsx", fixed_file(out / "fixed"))
    check_check_outputs(request, [outputs.output, outputs.record, outputs.table], outputs.fixed)
    done = checkdata(request)
    write_check(done, outputs)
    return done, outputs, before, {path: digest(path) for path in sources}


def test_sources_are_as_they_were(written):
    _, _, before, after = written
    assert after == before


def test_each_change_is_listed_with_its_areas(written):
    done, _, _, _ = written
    changes = {
        (change.layer, change.kind, change.feature, change.field): change
        for mended in done.mended
        for change in mended.changes
    }
    assert set(changes) == {
        ("DLTB", "mended", bsm(SPIKED), None),
        ("DLTB", "points", bsm(DOUBLED), None),
        ("DLTB", "trimmed", bsm(SWALLOWED), "DLBM"),
        ("DLTB", "renamed", None, None),
        ("parcels", "closed", "371126004001JB00001", None),
        ("parcels", "points", "371126004001JB00002", None),
        ("parcels", "trimmed", "371126004001JB00002", "ZDDM"),
    }
    spike = changes["DLTB", "mended", bsm(SPIKED), None]
    assert spike.area_after_m2 == pytest.approx(spike.area_before_m2, abs=0.01)
    assert changes["DLTB", "points", bsm(DOUBLED), None].before == "7"
    assert changes["parcels", "closed", "371126004001JB00001", None].area_after_m2 == pytest.approx(1200, abs=0.01)


def test_the_copy_holds_every_layer_and_only_what_was_listed_differs(written, place):
    done, outputs, _, _ = written
    assert is_changed(done)
    names = {str(name) for name in pyogrio.list_layers(outputs.fixed)[:, 0]}
    assert names == {"DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "parcels"}
    old = geopandas.read_file(place / "survey.gpkg", layer="DLTB").set_index("BSM")
    new = geopandas.read_file(outputs.fixed, layer="DLTB").set_index("BSM")
    assert "QSXZ" in new.columns
    assert "qsxz" not in new.columns
    # what may be a telephone number is neither read nor copied
    assert "LXDH" not in new.columns
    assert new.geometry[bsm(SPIKED)].is_valid
    assert not new.geometry[bsm(BOW_TIED)].is_valid
    for number in range(COUNT * COUNT):
        one, other = (frame.geometry[bsm(number)] for frame in (old, new))
        if number not in (SPIKED, DOUBLED):
            assert other.geoms[0].equals_exact(one, 0)
    assert new["DLBM"][bsm(SWALLOWED)] == old["DLBM"][bsm(SWALLOWED)].strip()
    assert list(new["TBMJ"]) == list(old["TBMJ"])


def test_a_check_of_the_copy_finds_only_what_a_person_has_to_mend(written):
    _, outputs, _, _ = written
    request = CheckRequest(
        parcels=open_layer(f"{outputs.fixed}|layername=parcels"), offered=contents_of(str(outputs.fixed)).sources,
        as_of=township().as_of,
    )  # fmt: skip
    record = check(request)
    assert sorted(faults(record)) == sorted([("bow_tie", "371126004001JB00003"), ("bow_tie", bsm(BOW_TIED))])


def test_files_that_were_not_read_are_listed_with_why(written):
    done, _, _, _ = written
    listed = {one.layer: one.kind for one in done.faults if one.kind in ("file_not_read", "not_polygons")}
    assert listed == {"old.mdb": "file_not_read", "torn.shp": "file_not_read", "points": "not_polygons"}


def test_the_layer_of_places_carries_its_style(written):
    done, outputs, _, _ = written
    places = geopandas.read_file(outputs.output, layer="data_checks")
    assert len(places) == len(done.faults)
    bow_tie = places[(places["kind"] == "bow_tie") & (places["layer"] == "DLTB")].iloc[0]
    assert bow_tie["severity_word"] == "警告"
    assert bow_tie.geometry.contains(shapely.Point(bow_tie["x"], bow_tie["y"]))
    assert places[places["kind"] == "role_missing"].geometry.isna().all()
    with sqlite3.connect(outputs.output) as connection:
        assert connection.execute("SELECT f_table_name, useAsDefault FROM layer_styles").fetchall() == [
            ("data_checks", 1)
        ]


def test_the_workbook_has_a_sheet_for_every_view(written):
    done, outputs, _, _ = written
    book = openpyxl.load_workbook(outputs.table)
    assert book.sheetnames == ["体检结论", "图层", "问题汇总", "问题", "宗地", "修复"]
    assert book["体检结论"]["B2"].value == "可以筛查，有限制"
    assert book["问题"].max_row == len(done.faults) + 1
    cells = [str(cell.value) for row in book["修复"].iter_rows(min_row=2) for cell in row]
    assert {"环已闭合", "删除重复点", "去掉前后空格", "字段改为标准名", "修复图形"} <= set(cells)
    assert not any("{" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_nothing_to_mend_writes_no_copy(tmp_path):
    done = checkdata(replace(township(), fixed=True))
    write_check(done, CheckOutputs(fixed=tmp_path / "fixed.gpkg"))
    assert not list(tmp_path.iterdir())


def test_a_copy_never_takes_the_place_of_anything(tmp_path, place):
    request = CheckRequest(offered=contents_of(str(place)).sources, fixed=True)
    with pytest.raises(InputError):
        check_check_outputs(request, [], place / "survey.gpkg")
    there = tmp_path / "fixed.gpkg"
    there.write_bytes(b"something of the user's")
    with pytest.raises(InputError):
        check_check_outputs(request, [], fixed_file(tmp_path))


def test_holes_outside_and_parcels_that_cross_themselves_are_left():
    outside = shapely.Polygon(box(60, 160, 40, 30).exterior, [box(1000, 1000, 9, 9).exterior])
    shapes = grid()
    columns = columns_of(shapes)
    shapes[SPIKED] = shapely.Polygon(shapes[SPIKED].exterior, [box(1000, 1000, 9, 9).exterior])
    spiked = polygon((60, 60), (60, 90), (80, 90), (80, 99), (80, 90), (100, 90), (100, 60))
    parcels = candidates(spiked, outside, ids=["371126004001JB00001", "371126004001JB00002"])
    request = township(shapes, parcels=parcels, **columns)
    done = checkdata(replace(request, fixed=True))
    assert not is_changed(done)
    assert {fault.fix for fault in done.faults if fault.kind in ("hole_outside_shell", "spike")} == {"by_hand"}


def test_a_factor_in_percent_keeps_its_name():
    columns = columns_of(grid())
    columns["TKXS"] = [0.0 for _ in columns.pop("KCXS")]
    request = CheckRequest(offered=(MemorySource("DLTB", grid(), columns),), fixed=True)
    (mended,) = checkdata(request).mended
    assert "TKXS" in dict(mended.table.columns)
