# SPDX-License-Identifier: GPL-2.0-or-later
"""The written project opens styled, wherever its folder is put."""

from __future__ import annotations

import shutil
import zipfile

import numpy as np
import pytest
from support import box

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import Table, write_tables

ROLES = {"land_use": "DLTB", "basic_farmland": "YJJBNTBHTB", "urban_boundary": "CZKFBJ", "admin_area": "XZQ"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, township):
    folder = tmp_path_factory.mktemp("project") / "成果 1"
    folder.mkdir()
    shutil.copyfile(township, folder / "township.gpkg")
    shapes = np.array([box(14000, 0, 60, 50), None])
    rows = [{"parcel_id": f"P{i}", "verdict": "review"} for i in (1, 2)]
    piece = {"parcel_id": "P1", "category": "farmland", "sliver": False}
    tables = [
        Table("parcels", [("parcel_id", str), ("verdict", str)], rows, shapes, "EPSG:4527"),
        Table("overlaps", [("parcel_id", str), ("category", str), ("sliver", bool)], [piece], shapes[:1], "EPSG:4527"),
        Table("findings", [("parcel_id", str), ("rule_id", str)], [{"parcel_id": "P1", "rule_id": "x"}]),
    ]
    write_tables(folder / "screening.gpkg", tables)
    for table in ("parcels", "overlaps"):
        write_default_style(folder / "screening.gpkg", table, "geom", table)
    return folder


@pytest.fixture(scope="module")
def written(folder, qgis_application):
    from land_entry_plugin.bridge.project import write_project

    sources = {role: f"{folder / 'township.gpkg'}|layername={layer}" for role, layer in ROLES.items()}
    write_project(folder / "screening.qgz", folder / "screening.gpkg", sources)
    return folder / "screening.qgz"


def opened(path):
    from qgis.core import QgsProject

    project = QgsProject()
    assert project.read(str(path))
    return project


def test_layers_stand_in_order_in_one_group(written):
    project = opened(written)
    (group,) = project.layerTreeRoot().children()
    assert group.name() == "入市筛查"
    assert [node.name() for node in group.findLayers()] == [
        "套合图斑", "宗地核查结果", "行政区", "城镇开发边界", "永久基本农田", "三调地类图斑", "核查结果表",
    ]  # fmt: skip
    assert all(layer.isValid() for layer in project.mapLayers().values())


def test_layers_are_styled(written):
    project = opened(written)
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    assert layers["宗地核查结果"].renderer().categories()[0].label() == "不得入市"
    assert len(layers["三调地类图斑"].renderer().categories()) > 50
    assert layers["套合图斑"].renderer().type() == "RuleRenderer"


def test_it_opens_on_the_parcels_in_their_crs(written):
    project = opened(written)
    assert project.crs().authid() == "EPSG:4527"
    extent = project.viewSettings().defaultViewExtent()
    assert extent.width() == pytest.approx(60 * 1.15)
    with zipfile.ZipFile(written) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".qgs")]
        text = archive.read(name).decode("utf-8")
    assert name == "screening.qgs"
    assert '<mapcanvas name="theMapCanvas">' in text


def test_the_folder_may_be_moved(written, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(written.parent, moved)
    project = opened(moved / written.name)
    layers = project.mapLayers().values()
    assert layers
    assert all(layer.isValid() and str(moved) in layer.source() for layer in layers)


def test_parcels_without_any_shape_show_the_first_layer(folder, qgis_application):
    from land_entry_plugin.bridge.project import write_project

    lone = folder / "lone.gpkg"
    columns = [("parcel_id", str), ("verdict", str)]
    write_tables(
        lone, [Table("parcels", columns, [{"parcel_id": "P", "verdict": None}], np.array([None]), "EPSG:4527")]
    )
    write_project(folder / "lone.qgz", lone, {"land_use": f"{folder / 'township.gpkg'}|layername=DLTB"})
    assert opened(folder / "lone.qgz").viewSettings().defaultViewExtent().width() > 1000


def test_a_layer_that_does_not_open_leaves_nothing_behind(folder, qgis_application):
    from land_entry_plugin.bridge.project import write_project

    before = sorted(folder.iterdir())
    with pytest.raises(InputError, match="nowhere"):
        write_project(folder / "x.qgz", folder / "screening.gpkg", {"land_use": "/nowhere.gpkg|layername=DLTB"})
    with pytest.raises(InputError, match="parcels"):
        write_project(folder / "x.qgz", folder / "township.gpkg.none", {})
    assert [path for path in sorted(folder.iterdir()) if not path.name.endswith(("-wal", "-shm"))] == before
