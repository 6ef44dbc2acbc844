# SPDX-License-Identifier: GPL-2.0-or-later
"""``importcoordinates`` and ``exportcoordinates`` as they are typed."""

from __future__ import annotations

import geopandas
import pyogrio
import pytest
from coordinate_texts import PARCEL, ring, text, write
from shapely import box


@pytest.fixture
def run(command):
    return command


def test_there_and_back(run, tmp_path):
    file = write(tmp_path, text(PARCEL, *ring(closed=False)), encoding="gbk")
    done = run("importcoordinates", "--file", file, "--output", tmp_path / "p.gpkg")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'p.gpkg'}\n")
    assert "not closed" in done.stderr
    assert "GBK" in done.stderr
    parcels = geopandas.read_file(tmp_path / "p.gpkg")
    assert (parcels.crs.to_epsg(), parcels.area.tolist(), parcels["DKBH"].tolist()) == (4527, [4800.0], ["1"])
    done = run("exportcoordinates", "--parcels", tmp_path / "p.gpkg", "--file", tmp_path / "out.txt", language="zh")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'out.txt'}\n")
    assert "读回核对一致" in done.stderr
    lines = (tmp_path / "out.txt").read_bytes().decode("gbk").split("\r\n")
    assert lines[12] == "5,0.4800,1,一号地块,面,,工业用地,0601,@"


def test_the_sample_township(run, township, tmp_path):
    done = run(
        "exportcoordinates", "--parcels", f"{township}|layername=parcels", "--parcel-id", "ZDDM",
        "--dialect", "fields14", "--file", tmp_path / "out.txt",
    )  # fmt: skip
    # its bow-tie and its parcel without a shape are no boundary
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    sound = geopandas.read_file(township, layer="parcels")
    sound = sound[sound.geometry.notna() & sound.geometry.is_valid]
    sound.to_file(tmp_path / "sound.gpkg", engine="pyogrio")
    done = run("exportcoordinates", "--parcels", tmp_path / "sound.gpkg", "--file", tmp_path / "out.txt")
    assert done.returncode == 0, done.stderr
    assert run("importcoordinates", "--file", tmp_path / "out.txt", "--output", tmp_path / "p.gpkg").returncode == 0
    back = geopandas.read_file(tmp_path / "p.gpkg")
    assert back["DKBH"].tolist() == sound["ZDDM"].tolist()
    assert (back.area - sound.to_crs(back.crs).area.to_numpy()).abs().max() < 0.05


def refused(done, *words):
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    for word in words:
        assert word in done.stderr


def test_a_character_that_gbk_lacks_is_named_with_its_parcel(run, tmp_path):
    parcels = geopandas.GeoDataFrame(
        {"ZDDM": ["A1", "A2"], "DKMC": ["东区", "𠮷村"]},
        geometry=[box(39500000 + i, 4130000, 39500000 + i + 80, 4130060) for i in (0, 100)],
        crs="EPSG:4527",
    )
    parcels.to_file(tmp_path / "p.gpkg", engine="pyogrio")
    for language, word in (("zh", "GBK 没有"), ("en", "GBK lacks")):
        options = ("exportcoordinates", "--parcels", tmp_path / "p.gpkg", "--file", tmp_path / "out.txt")
        refused(run(*options, language=language), "A2", "DKMC", "𠮷", word)
    assert not (tmp_path / "out.txt").exists()


def test_refusals(run, tmp_path):
    out = tmp_path / "out" / "p.gpkg"
    lines = ring()
    lines[1] = "J2,1,4130000.000,39513x20"
    file = write(tmp_path, text(PARCEL, *lines))
    refused(run("importcoordinates", "--file", file, "--output", out), "界址点.txt line 12", "column 4", "39513x20")
    done = run("importcoordinates", "--file", file, "--output", out, language="zh")
    refused(done, "界址点.txt 第 12 行：第 4 列不是数字（「39513x20」）")
    refused(run("importcoordinates", "--file", file, "--output", tmp_path / "p.shp"), "Shapefile")
    refused(run("importcoordinates", "--file", tmp_path / "no.txt", "--output", out), "not found")
    file = write(tmp_path, text(PARCEL, *ring(), 带号="38"))
    refused(run("importcoordinates", "--file", file, "--output", out), "zone 38", "zone 39")
    file = write(tmp_path, text(PARCEL, *ring()))
    refused(run("importcoordinates", "--file", file, "--crs", "EPSG:4526", "--output", out), "zone 39")
    refused(run("importcoordinates", "--file", file, "--dialect", "nation", "--output", out), "nation", "national")
    assert not out.parent.exists()
    assert run("importcoordinates", "--file", file).returncode == 2
    assert run("importcoordinates", "--file", file, "--output", tmp_path / "p.gpkg").returncode == 0
    done = run("exportcoordinates", "--parcels", tmp_path / "p.gpkg", "--file", tmp_path / "p.gpkg")
    refused(done, "p.gpkg")
    assert pyogrio.read_info(tmp_path / "p.gpkg")["features"] == 1
    assert run("exportcoordinates", "--parcels", tmp_path / "p.gpkg").returncode == 2


def test_what_was_imported_can_be_screened(run, township, tmp_path):
    parcels = geopandas.read_file(township, layer="parcels")
    parcels[parcels.geometry.notna() & parcels.geometry.is_valid].to_file(tmp_path / "sound.gpkg", engine="pyogrio")
    run("exportcoordinates", "--parcels", tmp_path / "sound.gpkg", "--file", tmp_path / "out.txt")
    run("importcoordinates", "--file", tmp_path / "out.txt", "--output", tmp_path / "p.gpkg")
    done = run(
        "screenparcels", "--parcels", tmp_path / "p.gpkg", "--data", township, "--as-of", "2026-11-21",
        "--output", tmp_path / "s.gpkg",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    screened = geopandas.read_file(tmp_path / "s.gpkg", layer="parcels").set_index("parcel_id")
    assert screened.loc["371126004012JB00003", "farmland_m2"] == pytest.approx(486.44, abs=0.01)
