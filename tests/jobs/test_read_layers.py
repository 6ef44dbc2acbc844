# SPDX-License-Identifier: GPL-2.0-or-later
"""How a screening reads layers: what was decided is said, what cannot be read is refused, slow ones are imported."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np
import pyogrio
import pytest
import shapely
from support import (
    AS_OF,
    GivenAnswers,
    MemorySource,
    all_layers,
    box,
    candidates,
    finding,
    lines,
    parcel,
    polygon,
    screen,
    survey,
)

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.encoding import Encoding
from land_entry_plugin.files.kept import Wishes
from land_entry_plugin.files.source import UnreadableSource
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.layer_listing import listed
from land_entry_plugin.jobs.layers import recognised_role
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

YARD = box(0, 0, 100, 100)
GROUND = box(-500, -500, 1000, 1000)


def described(source, **changes):
    """Return a layer that says something else of itself."""
    source.description = replace(source.description, **changes)
    return source


def screened(red_line=None, **options):
    return screen(candidates(YARD), all_layers(survey((GROUND, "0601")), ecological_red_line=red_line), **options)


def refused(action, *arguments, **options):
    with pytest.raises(InputError) as caught:
        action(*arguments, **options)
    return caught.value


def test_what_was_decided_in_reading_a_layer_stands_in_the_record():
    """A Shapefile with a wrong .cpg, out of a geodatabase's dataset, with heights, its CRS stated by the user."""
    layer = described(
        lines("STBHHX", box(200, 200, 50, 50)),
        encoding=Encoding("GB18030", "content", stated="UTF-8", contradicts="cpg"),
        dataset="三线", left_out="Z", wishes=Wishes(crs="EPSG:4527"),
        remarks=({"zh": "有 3 行没有图形", "en": "3 rows have no shape"},),
    )  # fmt: skip
    record = screened(layer)
    entry = record["inputs"]["ecological_red_line"]
    assert entry["reading"] == {
        "encoding": {"name": "GB18030", "by": "content", "stated": "UTF-8"}, "feature_dataset": "三线", "left_out": "Z",
    }  # fmt: skip
    said = {note["id"]: note["texts"]["zh"] for note in entry["notes"]}
    assert set(said) == {"cpg_contradicted", "crs_by_user", "left_out"}
    assert "GB18030" in said["cpg_contradicted"]
    assert "4527" in said["crs_by_user"]
    (remark,) = [one for one in parcel(record)["not_checked"] if one["id"] == "layer_remark"]
    assert "有 3 行没有图形" in remark["texts"]["zh"]


def test_the_encoding_that_a_user_stated_is_his():
    record = screened(described(lines("STBHHX"), encoding=Encoding("GBK", "user")))
    assert [note["id"] for note in record["inputs"]["ecological_red_line"]["notes"]] == ["encoding_by_user"]


def test_a_field_that_a_user_named_and_that_is_gone_is_refused():
    layer = described(lines("STBHHX"), wishes=Wishes(fields={"HXMC": "红线名"}))
    error = refused(screened, layer)
    assert error.text_id == "kept_field_missing"
    assert "红线名" in error.user_message("zh")


def open_ring(shape):
    """Return the WKB of a polygon whose ring was never closed."""
    points = shapely.get_coordinates(shape)[:-1]
    return struct.pack("<BIII", 1, 3, 1, len(points)) + points.tobytes()


@pytest.mark.parametrize("kind", ["memory", "GeoPackage"])
def test_a_ring_that_is_not_closed_is_never_free_ground(kind, tmp_path):
    """Such a ring can lie in a GeoPackage: QGIS closes it, and without QGIS it is closed alike."""

    def layer(shape):
        if kind == "memory":
            source = lines("STBHHX", shape)
            source.all.wkb[0] = open_ring(shape)
            return source
        path = tmp_path / "lines.gpkg"
        pyogrio.raw.write(
            path, geometry=np.array([open_ring(shape)], dtype=object), field_data=[np.array(["1"], dtype=object)],
            fields=["BSM"], layer="STBHHX", driver="GPKG", geometry_type="Polygon", crs="EPSG:4527",
        )  # fmt: skip
        return open_layer(str(path))

    record, closed = screened(layer(box(50, 50, 10, 10))), screened(lines("STBHHX", box(50, 50, 10, 10)))
    (found,) = [one for one in parcel(record)["findings"] if one["rule_id"] == "ecological_red_line"]
    assert (found["outcome"], found["area_m2"]) == ("conflict", pytest.approx(100, abs=0.01))
    assert found["area_m2"] == finding(closed, "ecological_red_line")["area_m2"]
    assert finding(screened(layer(box(200, 200, 10, 10))), "ecological_red_line")["outcome"] == "pass"
    # one that crosses itself once it is closed leaves open what it encloses
    knot = polygon((10, 10), (60, 60), (60, 10), (10, 60))
    assert finding(screened(layer(knot)), "source_repair")["outcome"] == "review"


def test_bytes_that_are_no_shape_may_lie_anywhere():
    torn = lines("STBHHX", box(200, 200, 10, 10), box(300, 300, 10, 10))
    torn.all.wkb[0] = b"\x01\x03\x00\x00\x00\xff"
    assert refused(screened, torn).text_id == "unreadable_shapes"


def test_a_line_without_area_leaves_open_what_it_may_have_enclosed():
    # drawn there and back
    flat = polygon((10, 10), (60, 10), (60, 60), (60, 10))
    record = screened(lines("STBHHX", flat))
    assert finding(record, "source_repair")["outcome"] == "review"
    assert parcel(record)["spatial_verdict"] == "review"
    away = shapely.affinity.translate(flat, 200, 0)
    assert finding(screened(lines("STBHHX", away)), "source_repair")["outcome"] == "pass"


def test_parcels_that_are_points_and_a_layer_of_none_are_refused():
    points = described(candidates(YARD), holds_polygons=False)
    layers = all_layers(survey((GROUND, "0601")))
    assert refused(screen, points, layers).text_id == "not_polygons"
    assert refused(screen, candidates(), layers).text_id == "no_parcels"
    assert refused(screened, described(lines("STBHHX"), holds_polygons=False)).text_id == "not_polygons"


def test_a_layer_without_crs_that_mixes_zones_is_to_be_taken_apart():
    mixed = MemorySource("STBHHX", [box(0, 0, 10, 10), shapely.affinity.translate(YARD, 1_000_000, 0)], {}, crs=None)
    error = refused(screened, mixed)
    assert error.text_id == "no_crs_mixed"
    assert "STBHHX" in error.user_message("zh")


def test_layers_elsewhere_are_said_so_where_no_parcel_has_a_shape_too():
    far = survey((shapely.affinity.translate(GROUND, 0, 400_000), "0601"))
    record = screen(candidates(None), all_layers(far))
    assert parcel(record)["verdict"] == "undetermined"
    assert [note["id"] for note in record["inputs"]["land_use"]["notes"]] != []


def test_a_layer_is_told_by_the_code_of_its_features_where_its_name_says_nothing(tmp_path):
    """要素代码 2090020227 is that of protection lines of historic places."""

    def layer(number, source):
        geometry = shapely.to_wkb(np.array([YARD, YARD])[:number])
        codes = np.array(["2090020227"] * number, dtype=object)
        pyogrio.raw.write(
            tmp_path / f"{source}.gpkg", geometry=geometry, field_data=[codes], fields=["YSDM"], layer=source,
            driver="GPKG", geometry_type="Polygon", crs="EPSG:4527",
        )  # fmt: skip
        return open_layer(str(tmp_path / f"{source}.gpkg"))

    assert recognised_role(layer(2, "图层1")).role == "heritage"
    assert recognised_role(layer(0, "图层2")) is None
    # a source that cannot give one row without all is not read for that
    assert recognised_role(MemorySource("图层3", [YARD], {"YSDM": ["2090020227"]})) is None


def test_a_layer_that_cannot_be_read_is_listed_with_why():
    (one,) = listed([UnreadableSource("DLTB", "/data/a.shp", "/data", InputError("unreadable_file", path="a.shp"))])
    assert one.recognised.role == "land_use"
    assert "a.shp" in one.fault["zh"]


class Slow(MemorySource):
    """A layer of a format without a spatial index."""

    is_slow = True

    def speed_up(self, fields, report):
        self.imported = fields
        report(0.5)


class Told:
    """A user's window, who cancels after so many reports."""

    def __init__(self, most=1000):
        self.seen, self.most = [], most

    def report(self, phase, fraction):
        self.seen.append((phase, fraction))

    def cancelled(self):
        return sum(phase == "import" for phase, _ in self.seen) >= self.most


def slow_layers():
    rights = {"ZDDM": ["371126004001JA00001"], "QLR": ["某村"]}
    return all_layers(
        survey((GROUND, "0601")),
        ecological_red_line=Slow("STBHHX", [box(200, 200, 50, 50)], {"BSM": ["1"], "LXDH": ["SAMPLE-ONLY"]}),
        heritage=Slow("LSWHBHX", [box(300, 300, 50, 50)], {"BSM": ["1"]}),
        ownership=Slow("JA", [GROUND], rights),
    )


def test_slow_layers_are_imported_without_personal_fields_and_those_of_owners_never():
    layers, told = slow_layers(), Told()
    request = ScreeningRequest(parcels=candidates(YARD), named=layers, as_of=AS_OF)
    screenparcels(request, told)
    assert layers["ecological_red_line"].imported == ["BSM"]
    assert not hasattr(layers["ownership"], "imported")
    assert [fraction for phase, fraction in told.seen if phase == "import"] == [0.0, 0.25, 0.5, 0.75]
    with pytest.raises(Cancelled):
        screenparcels(replace(request, named=slow_layers()), Told(most=2))


def test_a_local_pack_that_cannot_be_read_is_said_and_stops_nothing(tmp_path):
    (tmp_path / "某县.yaml").write_text("id: [", encoding="utf-8")
    record = screened(pack_folders=(tmp_path,), answers=GivenAnswers(["P1"]))
    (note,) = [one for one in parcel(record)["not_checked"] if one["id"] == "pack_unreadable"]
    assert "某县.yaml" in note["texts"]["zh"]
