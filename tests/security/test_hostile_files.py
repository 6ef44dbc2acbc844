# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that somebody made to do harm are refused in a sentence, at once, and run nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
import zipfile
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from support import box

from land_entry_plugin.cli.main import main
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.coordinates.kml import read_kml
from land_entry_plugin.files.coordinates.points_table import read_xlsx
from land_entry_plugin.files.drawing.style import style_of
from land_entry_plugin.files.records import read_record
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.rules.pack_files import open_pack_file

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
YAMLS = {
    "bomb": BOMB,
    "ring": "a: &a [*a]\n",
    "deep": "a: " + "[" * 300_000,
    "deep_blocks": "".join(f"{' ' * i}a:\n" for i in range(1500)),
    "object": "a: !!python/object/apply:os.system ['touch ran']\n",
    "name": "!!python/name:os.system\n",
    "own_tag": "a: !run x\n",
    "binary": "a: !!binary x\n",
    "no_day": "a: 2024-99-99\n",
    "long_number": f"a: {'9' * 9000}\n",
    "key": "? [a]\n: b\n",
}
READERS = {
    "pack": open_pack_file,
    "dialect": lambda path: dialect_of(str(path)),
    "cad_style": lambda path: style_of(str(path)),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", YAMLS)
def test_yaml_is_data_alone(tmp_path, monkeypatch, reader, name):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "own.yaml"
    path.write_text(YAMLS[name], encoding="utf-8")
    with pytest.raises(InputError) as error:
        READERS[reader](path)
    assert len(error.value.user_message("en")) < 600
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * 1_000_000,
        "[" * 1_000_000,
        '{"parcels": [' + "[" * 1_000_000,
        '{"parcels": NaN}',
        '{"parcels": [1e999]}',
        '{"parcels": [-Infinity]}',
        '{"parcels": [' + "9" * 400 + ".0]}",
        '{"parcels": [' + "9" * 9000 + "]}",
        "null",
        '"record"',
        "[]",
        '{"schema": [], "run": 3, "inputs": null, "options": [], "pack": 0, "parcels": {}}',
    ],
    ids=lambda text: f"{text[:16]} {len(text)}",
)
def test_a_record_that_is_none_is_refused(tmp_path, text):
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_record(path)


@pytest.fixture
def asked():
    """Return an address of this computer, and what was asked there."""
    found: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            found.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", found
    server.shutdown()
    server.server_close()


def geojson(crs):
    feature = {"type": "Feature", "properties": {"DLBM": "0101"}, "geometry": shapely.geometry.mapping(box(0, 0, 9, 9))}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]})


def test_what_a_file_names_elsewhere_is_not_asked_for(tmp_path, asked):
    address, found = asked
    crs = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    virtual = (
        f'<OGRVRTDataSource><OGRVRTLayer name="DLTB"><SrcDataSource>/vsicurl/{address}/x.geojson</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    hidden = geojson(crs).replace('"link"', '"lin\\u006b"')
    commented = geojson(crs).replace('"type": "link"', "'type'/**/:/**/'link'/**/")
    texts = [("link.geojson", geojson(crs)), ("hidden.geojson", hidden), ("commented.geojson", commented)]
    texts += [("url.geojson", geojson({"type": "URL", "properties": {"url": f"{address}/crs"}}))]
    texts += [(f"virtual.{ending}", f"\n {virtual}") for ending in ("gml", "geojson", "gpkg", "shp", "tab", "fgb")]
    for name, text in texts:
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError):
            open_layer(str(tmp_path / name)).describe()
    (tmp_path / "v.kml").write_text(virtual)
    with pytest.raises(InputError):
        read_kml(tmp_path / "v.kml")
    assert found == []
    # a CRS by its name is what every program writes
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4527"}}
    (tmp_path / "good.geojson").write_text(geojson(named))
    assert open_layer(str(tmp_path / "good.geojson")).describe().crs == "EPSG:4527"


def test_a_virtual_layer_opens_no_other_file(tmp_path, township):
    path = tmp_path / "DLTB.gml"
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="DLTB"><SrcDataSource>{township}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>"
    )
    with pytest.raises(InputError, match="another file"):
        open_layer(str(path))


def small_layer(path, name="DLTB", **options):
    geometry = shapely.to_wkb([box(0, 0, 9, 9), box(9, 0, 9, 9)])
    values = [["0101", "0601"], ["30", "30"]]
    pyogrio.raw.write(
        path, geometry=geometry, field_data=[np.array(one, dtype=object) for one in values],
        fields=["DLBM", "QSXZ"], layer=name, geometry_type="Polygon", crs="EPSG:4527", driver="GPKG", **options,
    )  # fmt: skip
    return path


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_out_of_the_folder_is_said_and_not_read(tmp_path):
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    small_layer(elsewhere / "secret.gpkg")
    small_layer(folder / "own.gpkg", "YJJBNTBHTB")
    (folder / "DLTB.gpkg").symlink_to(elsewhere / "secret.gpkg")
    (folder / "inside.gpkg").symlink_to(folder / "own.gpkg")
    found = {source.describe().name: source.describe().fault for source in open_package(str(folder))}
    assert found["YJJBNTBHTB"] is None
    assert found["DLTB"].text_id == "leaves_folder"
    # the folder itself may be a link, and a layer that is named is meant
    (tmp_path / "link").symlink_to(folder)
    assert {source.describe().name for source in open_package(str(tmp_path / "link"))} == set(found)
    assert open_layer(str(folder / "DLTB.gpkg")).describe().feature_count == 2


STRANGE = "DL\"TB'; DROP TABLE gpkg_contents; --"


def test_sql_in_names_is_a_name(tmp_path):
    path = small_layer(tmp_path / "a.gpkg", STRANGE)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            f'ALTER TABLE "{STRANGE.replace(chr(34), chr(34) * 2)}" ADD COLUMN "x""; DROP TABLE y;" TEXT'
        )
    before = path.read_bytes()
    (source,) = open_package(str(path))
    rows = source.rows(source.describe().fields)
    assert (source.describe().name, len(rows.ids)) == (STRANGE, 2)
    assert {"DLBM", "QSXZ", 'x"; DROP TABLE y;'} == set(source.describe().fields)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.gpkg"]


def test_triggers_do_not_run_and_views_are_layers_of_what_they_show(tmp_path, monkeypatch):
    path = small_layer(tmp_path / "a.gpkg")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE ran (x)")
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(f"CREATE TRIGGER t{event} AFTER {event} ON DLTB BEGIN INSERT INTO ran VALUES (1); END")
        connection.execute("CREATE VIEW STBHHX AS SELECT fid AS OGC_FID, geom, DLBM FROM DLTB WHERE fid = 1")
        connection.execute(
            "INSERT INTO gpkg_contents SELECT 'STBHHX', data_type, 'STBHHX', '', last_change, min_x, min_y, max_x, "
            "max_y, srs_id FROM gpkg_contents WHERE table_name = 'DLTB'"
        )
        connection.execute(
            "INSERT INTO gpkg_geometry_columns SELECT 'STBHHX', column_name, geometry_type_name, srs_id, z, m FROM "
            "gpkg_geometry_columns WHERE table_name = 'DLTB'"
        )
    before = path.read_bytes()
    found = {source.describe().name: source for source in open_package(str(path))}
    assert len(found["DLTB"].rows(["DLBM"]).ids) == 2
    assert list(found["STBHHX"].rows(["DLBM"]).columns["DLBM"]) == ["0101"]
    assert path.read_bytes() == before
    monkeypatch.chdir(tmp_path)
    given = ["--parcels", f"{path}|layername=DLTB", "--data", str(path), "--output", str(tmp_path / "out.gpkg")]
    assert main(["screenparcels", *given]) == 0
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM ran").fetchone() == (0,)


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "'
    + "&a;" * 100 + '"><!ENTITY c "' + "&b;" * 100 + '"><!ENTITY d "' + "&c;" * 100
    + '"><!ENTITY e "' + "&d;" * 100 + '">]>'
)  # fmt: skip


def test_entities_of_xml_do_not_grow(tmp_path):
    kml = tmp_path / "a.kml"
    kml.write_text(
        f'{ENTITIES}<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&e;</name></Placemark></kml>'
    )
    with pytest.raises(InputError):
        read_kml(kml)
    book = tmp_path / "a.xlsx"
    plain = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(book, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
                content = ENTITIES + content.replace("<sheetData/>", f"<sheetData>{row}</sheetData>")
                content = content.replace("<sheetData />", f"<sheetData>{row}</sheetData>")
            target.writestr(name, content)
    with pytest.raises(InputError):
        read_xlsx(book)


def bomb(path, name, megabytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as file:
        for _ in range(megabytes):
            file.write(bytes(1_000_000))
    return path


def test_archives_that_swell_are_refused_before_they_do(tmp_path, monkeypatch):
    monkeypatch.setattr("land_entry_plugin.files.cache._MOST_UNPACKED_BYTES", 50_000_000)
    monkeypatch.setattr("land_entry_plugin.files.coordinates.kml._LARGEST_BYTES", 50_000_000)
    monkeypatch.setattr("land_entry_plugin.files.coordinates.points_table.LARGEST_UNPACKED_BYTES", 50_000_000)
    monkeypatch.setattr("land_entry_plugin.files.answers.LARGEST_UNPACKED_BYTES", 50_000_000)
    swelling = bomb(tmp_path / "a.zip", "DLTB.gpkg", 60)
    for read, ending in (
        (lambda path: open_package(str(path)), ".zip"),
        (read_kml, ".kmz"),
        (read_xlsx, ".xlsx"),
        (lambda path: open_answers(str(path)).heads(), ".xlsx"),
    ):
        path = tmp_path / f"b{ending}"
        shutil.copyfile(swelling, path)
        with pytest.raises(InputError):
            read(path)


@pytest.mark.parametrize(
    "name", ["../out.gpkg", "a/../../out.gpkg", "/out.gpkg", "..\\out.gpkg", "C:\\..\\..\\out.gpkg"]
)
def test_archives_stay_in_their_folder(tmp_path, monkeypatch, name):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path / "home"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(InputError):
        open_package(str(tmp_path / "a.zip"))
    assert not list(tmp_path.rglob("out.gpkg"))
