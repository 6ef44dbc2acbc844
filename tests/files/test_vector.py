# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers as a user names them, and packages as an office hands them over: what is wrong is said with its name."""

from __future__ import annotations

import os
import zipfile

import numpy as np
import pytest
import shapely
from shapefiles import write_shapefile

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import dbf
from land_entry_plugin.files.contents import contents_of
from land_entry_plugin.files.source import batches
from land_entry_plugin.files.tables import Table, write_tables
from land_entry_plugin.files.vector import layers_of, open_again, open_layer, open_package

CODES = [f"{i:04d}" for i in range(25)]
SHAPES = shapely.box(*np.array([[20 * i, 0, 20 * i + 10, 10] for i in range(25)], dtype=float).T)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path / "home"))


@pytest.fixture
def survey(tmp_path):
    """Return a GeoPackage of two layers in a folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    rows = [{"DLBM": code} for code in CODES]
    names = ("DLTB", "STBHHX")
    write_tables(folder / "survey.gpkg", [Table(name, [("DLBM", str)], rows, SHAPES, "EPSG:4527") for name in names])
    return folder / "survey.gpkg"


def refusal(work, *, sentence):
    with pytest.raises(InputError) as caught:
        work()
    assert all(sentence in caught.value.user_message(language) for language in ("zh", "en"))
    return caught.value.text_id


@pytest.mark.parametrize(
    ("named", "error", "sentence"),
    [
        ("{path}", "which_layer", "STBHHX"),
        ("{path}|layername=DLTC", "no_such_layer", "DLTB"),
        ("{path}|layername=DLTB|endcoding=GBK", "no_such_layer_option", "endcoding"),
        ("{path}|layername=DLTB|", "no_such_layer_option", "encoding"),
        ("{path}.old|layername=DLTB", "missing_file", "survey.gpkg.old"),
    ],
)
def test_what_a_user_named_and_is_not_there(survey, named, error, sentence):
    assert refusal(lambda: open_layer(named.format(path=survey)), sentence=sentence) == error


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["三调 'old' (2)", 'a "b" ?#%20', "a|b", "a|b=c'", "x|layer"])
def test_a_file_and_its_layers_may_be_called_anything(tmp_path, name):
    path = tmp_path / name / f"{name}.gpkg"
    path.parent.mkdir()
    write_tables(
        path, [Table(own, [("DLBM", str)], [{"DLBM": "0101"}], SHAPES[:1], "EPSG:4527") for own in (name, "x")]
    )
    text = f"{path}|layername={name}"
    assert open_layer(text).describe().name == name
    assert open_layer(f"{text}|crs=EPSG:4528").describe().crs == "EPSG:4528"
    for source in (open_layer(text), open_again(str(path), name, str(path.parent))):
        assert source.rows(["DLBM"], np.array([[0, 0, 1, 1]])).columns["DLBM"].tolist() == ["0101"]
    assert {one.describe().name for one in open_package(str(path.parent))} == {name, "x"}


def test_a_layer_that_is_gone_is_said(survey, tmp_path):
    assert refusal(lambda: layers_of(tmp_path / "gone.gpkg"), sentence="gone.gpkg") == "missing_file"
    with pytest.raises(InputError) as caught:
        open_again(str(survey), "DLTC", str(survey.parent))
    assert caught.value.text_id == "no_such_layer"


def test_a_layer_is_opened_again_in_the_package_that_it_came_in(survey, tmp_path):
    assert open_layer(f"{survey}|layername=DLTB").describe().package == str(survey)
    assert open_again(str(survey), "DLTB", str(survey.parent)).describe().package == str(survey.parent)
    archive = tmp_path / "data.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(survey, "三调/survey.gpkg")
    (source, _) = open_package(str(archive))
    again = open_again(str(archive), "DLTB", str(archive)).describe()
    assert (again.path, again.package) == (source.describe().path, source.describe().package) == (str(archive),) * 2


def test_a_place_without_layers_is_no_package(tmp_path):
    (tmp_path / "readme.txt").write_text("x")
    (tmp_path / "old.gdb").write_text("a file, and no geodatabase")
    assert refusal(lambda: open_package(str(tmp_path)), sentence=str(tmp_path)) == "empty_package"


def test_what_cannot_be_read_is_named_beside_what_can(survey):
    folder = survey.parent
    (folder / "XZQ.gpkg").write_bytes(b"SQLite format 3\0 and nothing more")
    (folder / "YJJBNTBHTB.parquet").write_bytes(b"PAR1 and nothing more")
    found = {source.describe().name: source for source in open_package(str(folder))}
    assert set(found) == {"DLTB", "STBHHX", "XZQ", "YJJBNTBHTB"}
    for name in ("XZQ", "YJJBNTBHTB"):
        assert found[name].describe().fault is not None
        with pytest.raises(InputError, match=name):
            found[name].rows([])
    # where nothing else is there, that is what is said
    survey.unlink()
    (folder / "YJJBNTBHTB.parquet").unlink()
    assert refusal(lambda: open_package(str(folder)), sentence="XZQ.gpkg") == "unreadable_file"


def test_all_that_lies_in_a_folder_is_told_but_what_is_hidden(survey):
    folder = survey.parent
    for name in ("figure.dwg", "notes.txt", ".survey.new.gpkg", "XZQ.geojson"):
        (folder / name).write_text("{")
    for inner, name in (("more", "DLTB.shp"), ("papers", "notes.txt")):
        (folder / inner).mkdir()
        (folder / inner / name).write_text("x")
    contents = contents_of(str(folder))
    assert [source.describe().name for source in contents.sources] == ["DLTB", "STBHHX"]
    assert {one.path.name: one.why for one in contents.not_read} == {
        "XZQ.geojson": "broken",
        "figure.dwg": "format",
        "more": "folder",
    }


def test_a_layer_in_batches_is_the_layer(survey):
    source = open_layer(f"{survey}|layername=DLTB")
    parts = list(batches(source, ["DLBM"], 10))
    assert [len(part.ids) for part in parts] == [10, 10, 5]
    assert np.concatenate([part.columns["DLBM"] for part in parts]).tolist() == CODES
    assert np.concatenate([part.ids for part in parts]).tolist() == source.rows([]).ids.tolist()


def test_a_layer_cut_short_after_it_was_described_is_unreadable_or_changed(survey):
    source = open_layer(f"{survey}|layername=DLTB")
    assert source.describe().feature_count == 25
    survey.write_bytes(survey.read_bytes()[:5000])
    with pytest.raises(InputError) as caught:
        source.rows(["DLBM"])
    assert caught.value.text_id in ("changed_while_read", "unreadable_layer")
    survey.unlink()
    assert refusal(source.check_unchanged, sentence="survey.gpkg") == "changed_while_read"


def test_a_text_that_is_none_far_down_in_a_table_is_named_with_its_record(tmp_path, monkeypatch):
    # so large a table is looked at in pieces, and this one lies between them
    monkeypatch.setattr(dbf, "_FIRST_BYTES", 200)
    monkeypatch.setattr(dbf, "_PIECE_BYTES", 100)
    monkeypatch.setattr(dbf, "_PIECES", 3)
    names = ["水田".encode("gbk")] * 100
    names[40] = b"\xff\xff\xff"
    shapes = [shapely.box(20 * i, 0, 20 * i + 10, 10) for i in range(100)]
    path = write_shapefile(tmp_path / "DLTB.shp", shapes, {"DLMC": names}, cpg="GBK")
    source = open_layer(str(path))
    assert source.rows(["DLMC"], np.array([[0.0, 0, 5, 5]])).columns["DLMC"].tolist() == ["水田"]
    with pytest.raises(InputError) as caught:
        source.rows(["DLMC"])
    assert caught.value.text_id == "undecodable_table"
    assert (caught.value.values["record"], caught.value.values["field"]) == (41, "DLMC")
