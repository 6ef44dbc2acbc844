# SPDX-License-Identifier: GPL-2.0-or-later
"""A Shapefile of which a part is lost, or whose files are of two exports, is refused: no feature is left out unseen."""

from __future__ import annotations

import pytest
import shapely
from shapefiles import write_shapefile

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import open_layer, open_package

SHAPES = [shapely.box(39_500_000 + 20 * i, 4_130_000, 39_500_010 + 20 * i, 4_130_010) for i in range(3)]


@pytest.fixture
def path(tmp_path):
    return write_shapefile(tmp_path / "STBHHX.shp", SHAPES, {"BSM": ["一", "二", "三"]})


def counting(table, count):
    """Let a table count so many records, and hold them."""
    content = table.read_bytes()
    first, size = (int.from_bytes(content[i : i + 2], "little") for i in (8, 10))
    rows = (content[first : first + size] * count) + b"\x1a"
    table.write_bytes(content[:4] + count.to_bytes(4, "little") + content[8:first] + rows)


def refused(path):
    with pytest.raises(InputError) as caught:
        open_layer(str(path))
    return caught.value


def test_a_whole_one_is_read(path):
    assert len(open_layer(str(path)).rows(["BSM"]).ids) == 3


@pytest.mark.parametrize("count", [0, 2, 4])
def test_a_table_of_other_records_than_shapes(path, count):
    counting(path.with_suffix(".dbf"), count)
    error = refused(path)
    assert (error.text_id, error.values["shapes"], error.values["records"]) == ("unequal_shapefile", 3, count)
    assert str(path) in error.user_message("zh")


def test_a_head_that_counts_fewer_than_the_table_holds(path):
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    table.write_bytes(content[:4] + (2).to_bytes(4, "little") + content[8:])
    assert refused(path).text_id == "unequal_shapefile"


@pytest.mark.parametrize(("ending", "lost"), [(".shp", 30), (".dbf", 30), (".DBF", 30)])
def test_a_cut_file(path, ending, lost):
    cut = path.with_suffix(ending)
    if ending.isupper():
        path.with_suffix(".dbf").rename(cut)
    cut.write_bytes(cut.read_bytes()[:-lost])
    error = refused(path)
    assert (error.text_id, error.values["path"]) == ("cut_file", str(cut))


@pytest.mark.parametrize("size", [10, 40])
def test_a_table_of_which_little_is_left(path, size):
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:size])
    assert refused(path).text_id == "cut_file"


def test_among_others_it_is_unreadable(path, tmp_path):
    write_shapefile(tmp_path / "DLTB.shp", SHAPES, {"DLBM": ["0101"] * 3})
    counting(path.with_suffix(".dbf"), 2)
    faults = {source.describe().name: source.describe().fault for source in open_package(str(tmp_path))}
    assert faults["DLTB"] is None
    assert faults["STBHHX"].text_id == "unequal_shapefile"
