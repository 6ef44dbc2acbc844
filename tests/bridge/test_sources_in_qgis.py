# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of any provider read as files do: the same rows, whoever delivers them."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from shapefiles import write_shapefile

from land_entry_plugin.engine.crs import accepted_crs
from land_entry_plugin.engine.datum_shift import shift_of
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import Wishes, forget, keep
from land_entry_plugin.files.source import content_hash
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.placed import crs_of

EAST, NORTH = 39_500_000.0, 4_130_000.0
SHAPES = [shapely.box(EAST + i * 20, NORTH, EAST + i * 20 + 10, NORTH + 10) for i in range(3)]
NAMES = ["水田", "城镇村道路用地", "物流仓储用地"]
CURVED = (
    f"CURVEPOLYGON Z(CIRCULARSTRING Z({EAST} {NORTH} 1, {EAST + 1000} {NORTH} 1, {EAST} {NORTH} 1))",
    f"MULTISURFACE(CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING({EAST} {NORTH},{EAST + 50} {NORTH + 50},{EAST + 100} "
    f"{NORTH}),({EAST + 100} {NORTH},{EAST} {NORTH}))))",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sources")


def qgis_source(uri, provider="ogr", name="layer"):
    from qgis.core import QgsVectorLayer

    from land_entry_plugin.bridge.qgis_source import QgisSource

    layer = QgsVectorLayer(uri, name, provider)
    assert layer.isValid(), uri
    return QgisSource(layer)


def hashed(source, fields):
    return content_hash(source.rows(fields))


@pytest.mark.parametrize(("encoding", "cpg"), [("gbk", "UTF-8"), ("gbk", None), ("utf-8", "GBK"), ("gb18030", "GBK")])
def test_a_shapefile_is_read_in_its_own_encoding(qgis_application, folder, encoding, cpg):
    names = [*NAMES[:2], "𠮷村"] if encoding == "gb18030" else NAMES
    path = folder / f"{encoding}_{cpg}.shp"
    columns = {"DLBM": ["0101"] * 3, "DLMC": names, "坐落单位": NAMES}
    write_shapefile(path, SHAPES, columns, encoding, cpg=cpg, language=0x4D)
    inside, outside = qgis_source(str(path)), open_layer(str(path))
    assert list(inside.rows(["DLMC"]).columns["DLMC"]) == names
    assert inside.describe().fields == outside.describe().fields
    assert inside.describe().encoding == outside.describe().encoding
    fields = inside.describe().fields
    assert hashed(inside, fields) == hashed(outside, fields)


def test_edits_in_the_wrong_encoding_are_refused(qgis_application, folder):
    from qgis.core import QgsVectorLayer

    from land_entry_plugin.bridge.qgis_source import QgisSource

    path = write_shapefile(folder / "edited.shp", SHAPES, {"DLMC": NAMES}, "gbk", cpg="UTF-8")
    layer = QgsVectorLayer(str(path), "edited", "ogr")
    layer.startEditing()
    layer.changeAttributeValue(0, 0, "x")
    with pytest.raises(InputError) as caught:
        QgisSource(layer)
    assert caught.value.text_id == "edited_in_other_encoding"
    layer.rollBack()


def test_memory_virtual_and_text_layers_give_the_same_rows(qgis_application, folder):
    from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

    from land_entry_plugin.bridge.qgis_source import QgisSource

    path = write_shapefile(folder / "same.shp", SHAPES, {"BSM": ["1", "2", "3"], "DLMC": NAMES}, "gbk", cpg="GBK")
    wanted = hashed(open_layer(str(path)), ["BSM", "DLMC"])
    shapes = shapely.from_wkb(open_layer(str(path)).rows([]).wkb)
    memory = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=BSM:string&field=DLMC:string", "memory_dltb", "memory")
    for i, shape in enumerate(shapes):
        feature = QgsFeature(memory.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shape.wkt))
        feature.setAttributes([str(i + 1), NAMES[i]])
        memory.dataProvider().addFeatures([feature])
    memory.updateExtents()
    QgsProject.instance().addMapLayer(memory)
    query = "select BSM, DLMC, geometry from memory_dltb"
    virtual = QgsVectorLayer(f"?query={query}&geometry=geometry:6:4527", "virtual_dltb", "virtual")
    assert virtual.isValid()
    text = folder / "same.csv"
    rows = "".join(f"{i + 1}\t{NAMES[i]}\t{shape.wkt}\n" for i, shape in enumerate(shapes))
    text.write_text(f"BSM\tDLMC\tWKT\n{rows}", encoding="utf-8")
    uri = f"file://{text}?type=csv&delimiter=%5Ct&wktField=WKT&crs=EPSG:4527&detectTypes=no"
    sources = [QgisSource(memory), QgisSource(virtual), qgis_source(uri, "delimitedtext")]
    for source in sources:
        assert hashed(source, ["BSM", "DLMC"]) == wanted, source.describe().name
        assert source.describe().crs == "EPSG:4527"
        box = np.array([shapely.bounds(SHAPES[1])])
        assert list(source.rows(["BSM"], box).columns["BSM"]) == ["2"]
    assert sources[0].describe().extent == tuple(shapely.total_bounds(np.array(SHAPES, dtype=object)))
    QgsProject.instance().removeMapLayer(memory)


@pytest.mark.parametrize("suffix", ["gpkg", "gdb"])
def test_curves_are_followed_alike_and_closely(qgis_application, folder, suffix):
    from osgeo import ogr, osr

    path = folder / f"curved.{suffix}"
    data = ogr.GetDriverByName("GPKG" if suffix == "gpkg" else "OpenFileGDB").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4527)
    options = ["FEATURE_DATASET=SQSX"] if suffix == "gdb" else []
    layer = data.CreateLayer("STBHHX", crs, ogr.wkbUnknown if suffix == "gpkg" else ogr.wkbMultiPolygon, options)
    layer.CreateField(ogr.FieldDefn("BSM", ogr.OFTString))
    for i, text in enumerate(CURVED):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["BSM"] = str(i)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text))
        layer.CreateFeature(feature)
    feature = layer = data = None
    outside, inside = open_layer(f"{path}|layername=STBHHX"), qgis_source(f"{path}|layername=STBHHX")
    shapes = shapely.from_wkb(outside.rows(["BSM"]).wkb)
    # off by less than a ten-millionth of the radius, all around
    assert shapes[0].area == pytest.approx(np.pi * 500**2, rel=2e-6 if suffix == "gpkg" else 1e-2)
    assert not shapely.has_z(shapes).any()
    assert hashed(inside, ["BSM"]) == hashed(outside, ["BSM"])
    for source in (inside, outside):
        description = source.describe()
        assert description.may_be_curved
        assert description.dataset == ("SQSX" if suffix == "gdb" else None)


@pytest.mark.parametrize("kind", ["wkbUnknown", "wkbMultiSurface"])
def test_a_geopackage_says_itself_that_shapes_may_be_curved_where_a_library_has_switched_curves_off(
    qgis_application, folder, kind
):
    from osgeo import ogr, osr

    path = folder / f"{kind}.gpkg"
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4527)
    for name, geometry_type in (("STBHHX", getattr(ogr, kind)), ("DLTB", ogr.wkbMultiPolygon)):
        layer = data.CreateLayer(name, crs, geometry_type)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shapely.MultiPolygon(SHAPES[:1]).wkt))
        layer.CreateFeature(feature)
    feature = layer = data = None
    before = ogr.GetNonLinearGeometriesEnabledFlag()
    ogr.SetNonLinearGeometriesEnabledFlag(False)
    try:
        for name, may_be_curved in (("STBHHX", True), ("DLTB", False)):
            for opened in (open_layer, qgis_source):
                description = opened(f"{path}|layername={name}").describe()
                assert description.holds_polygons
                assert description.may_be_curved is may_be_curved, (name, opened)
    finally:
        ogr.SetNonLinearGeometriesEnabledFlag(before)


def test_a_crs_that_the_user_made_keeps_its_parameters(qgis_application, folder):
    from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

    from land_entry_plugin.bridge.qgis_source import QgisSource

    path = write_shapefile(folder / "old.shp", SHAPES, {"DLBM": ["0101"] * 3}, "gbk", crs="EPSG:2363")
    layer = QgsVectorLayer(str(path), "old", "ogr")
    with pytest.raises(InputError) as caught:
        accepted_crs(QgisSource(layer).describe().crs, "old")
    assert caught.value.text_id == "old_datum"
    shift = "-10,-20,-30,0.1,0.2,0.3,1.5"
    definition = f"+proj=tmerc +lat_0=0 +lon_0=117.05 +k=1 +x_0=500000 +y_0=0 +ellps=IAU76 +towgs84={shift}"
    own = QgsCoordinateReferenceSystem.fromProj(f"{definition} +units=m +no_defs +type=crs")
    layer.setCrs(own)
    crs = accepted_crs(QgisSource(layer).describe().crs, "old")
    assert shift_of(crs).text == "-10,-20,-30,0.1,0.2,0.3,1.5,position_vector"
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:2363"))
    source = QgisSource(layer)
    assert source.describe().path
    keep(open_layer(str(path)).key, Wishes(transformation="-10,-20,-30,0.1,0.2,0.3,1.5,position_vector"))
    description = QgisSource(layer).describe()
    assert shift_of(accepted_crs(description.crs, "old", description.wishes.transformation)) is not None
    forget(open_layer(str(path)).key)


def test_rows_near_places_come_by_the_index_of_the_file_unless_the_layer_shows_others(
    qgis_application, folder, monkeypatch
):
    import pyogrio
    from qgis.core import QgsFeature, QgsVectorLayer

    from land_entry_plugin.bridge import qgis_source as module

    path = folder / "indexed.gpkg"
    values = np.array(NAMES, dtype=object)
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(SHAPES, dtype=object)),
        fields=["DLMC"],
        field_data=[values],
        layer="indexed",
        driver="GPKG",
        geometry_type="Polygon",
        crs="EPSG:4527",
    )
    boxes = np.array([[EAST + 2, NORTH + 2, EAST + 3, NORTH + 3], [EAST + 42, NORTH, EAST + 43, NORTH + 1]])
    by_qgis = qgis_source(str(path)).rows(["DLMC"], boxes)
    monkeypatch.setattr(module, "FEW_FEATURES", 0)
    asked = []
    read = module.rows_by_index
    monkeypatch.setattr(module, "rows_by_index", lambda *told: asked.append(told) or read(*told))
    by_index = qgis_source(str(path)).rows(["DLMC"], boxes)
    assert len(asked) == 1
    assert by_index.columns["DLMC"].tolist() == by_qgis.columns["DLMC"].tolist() == [NAMES[0], NAMES[2]]
    assert content_hash(by_index) == content_hash(by_qgis)
    filtered = QgsVectorLayer(str(path), "filtered", "ogr")
    filtered.setSubsetString("DLMC = 'none'")
    edited = QgsVectorLayer(str(path), "edited", "ogr")
    edited.startEditing()
    assert edited.deleteFeature(next(edited.getFeatures()).id())
    assert isinstance(next(edited.getFeatures()), QgsFeature)
    for layer, found in ((filtered, []), (edited, [NAMES[2]])):
        assert module.QgisSource(layer).rows(["DLMC"], boxes).columns["DLMC"].tolist() == found
    edited.rollBack()
    assert len(asked) == 1


def test_another_process_reads_a_layer_from_its_file_where_that_gives_the_same_rows(qgis_application, folder):
    from qgis.core import QgsVectorLayer

    from land_entry_plugin.bridge.qgis_source import QgisSource

    path = write_shapefile(folder / "elsewhere.shp", SHAPES, {"DLMC": NAMES}, "gbk", cpg="UTF-8")
    layer = QgsVectorLayer(str(path), "elsewhere", "ogr")
    source = QgisSource(layer)
    assert hashed(source.elsewhere(), ["DLMC"]) == hashed(source, ["DLMC"])
    assert QgisSource(QgsVectorLayer("Polygon?crs=EPSG:4527&field=DLMC:string", "m", "memory")).elsewhere() is None
    layer.setSubsetString("DLMC = 'none'")
    assert QgisSource(layer).elsewhere() is None


def test_what_a_geopackage_calls_undefined_is_no_crs(qgis_application, folder):
    path = folder / "without_crs.gpkg"
    square = shapely.box(36_530_000, 3_785_000, 36_530_100, 3_785_100)
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.raw.write(
            path, np.array([square.wkb], dtype=object), [], [], geometry_type="Polygon", driver="GPKG", crs=None
        )
    # newer releases of pyogrio write it as none
    assert "Undefined" in (pyogrio.read_info(path)["crs"] or "Undefined")
    for source in (qgis_source(str(path)), open_layer(str(path))):
        assert source.describe().crs is None
        # what its numbers look like is said, not that nothing were another datum
        with pytest.raises(InputError) as caught:
            crs_of(source.describe())
        assert caught.value.text_id == "no_crs_looks_like"


def test_a_shapefile_with_fewer_records_than_shapes_is_refused(qgis_application, folder):
    path = write_shapefile(folder / "fewer.shp", SHAPES, {"DLMC": NAMES})
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    table.write_bytes(content[:4] + (2).to_bytes(4, "little") + content[8:])
    with pytest.raises(InputError) as caught:
        qgis_source(str(path))
    assert caught.value.text_id == "unequal_shapefile"


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".geojson"])
def test_features_without_shape_are_counted_as_a_file_reader_does(qgis_application, folder, ending):
    # of a Shapefile that begins with nothing the header counts the origin
    wkb = np.array([None, *shapely.to_wkb(np.array(SHAPES, dtype=object))], dtype=object)
    path = folder / f"shapeless{ending}"
    pyogrio.raw.write(
        path, geometry=wkb, field_data=[np.arange(4)], fields=["N"], geometry_type="Polygon", crs="EPSG:4527"
    )
    inside, outside = qgis_source(str(path)), open_layer(str(path))
    assert inside.shapeless == outside.shapeless == 1
    assert inside.describe().extent == pytest.approx(tuple(shapely.total_bounds(np.array(SHAPES, dtype=object))))


def test_features_without_shape_of_a_layer_in_memory_are_counted(qgis_application):
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    from land_entry_plugin.bridge.qgis_source import QgisSource

    layer = QgsVectorLayer("Polygon?crs=EPSG:4527", "STBHHX", "memory")
    shape = QgsFeature()
    shape.setGeometry(QgsGeometry.fromWkt(SHAPES[0].wkt))
    layer.dataProvider().addFeatures([shape, QgsFeature(), QgsFeature()])
    assert QgisSource(layer).shapeless == 2
