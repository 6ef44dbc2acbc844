# SPDX-License-Identifier: GPL-2.0-or-later
"""Who adjoins, as the layers of a screening say it; and what the survey sheet repeats of the screening."""

from __future__ import annotations

import json

import numpy as np
import pyogrio
import pytest
import shapely
from support import MemorySource, all_layers, box, candidates, parcel, screen, survey
from surrounded import sides

from land_entry_plugin.cadastre.map_window import shown_bounds
from land_entry_plugin.engine.crs import Plane
from land_entry_plugin.files.vector import open_package
from land_entry_plugin.jobs.boundary_marks import MarkTables

PARCEL = box(0, 0, 100, 60)
OWN = "371126004012JB00001"
LAND = survey(
    (box(0, 0, 100, 60), "0601"),
    (box(-500, 60, 1000, 440), "0102"),
    (box(-500, -8, 1000, 8), "1006"),
    (box(-500, -500, 1000, 492), "0102"),
    (box(-500, 0, 500, 60), "0601"),
    (box(100, 0, 400, 60), "0601"),
)


def rights(*parcels):
    """Return a layer of registered parcels of (geometry, code), with the names of their holders."""
    return MemorySource(
        "ZDJBXX",
        [one[0] for one in parcels],
        {
            "ZDDM": [one[1] for one in parcels],
            "QLLX": ["7"] * len(parcels),
            "QLR": ["王某某"] * len(parcels),
            "ZJH": ["000000000000000000"] * len(parcels),
        },
    )


def owners(*parcels):
    return MemorySource(
        "JTTDSYQ",
        [one[0] for one in parcels],
        {
            "ZDDM": [f"371126004012JA{i:05d}" for i in range(1, len(parcels) + 1)],
            "QLLX": ["1"] * len(parcels),
            "QLR": [one[1] for one in parcels],
        },
    )


def screened(**layers):
    return screen(candidates(PARCEL, box(-50, 0, 50, 60), ids=[OWN, "371126004012JB00002"]), all_layers(LAND, **layers))


def test_neighbours_from_all_layers():
    record = screened(
        use_rights=rights((PARCEL.buffer(0.3), OWN), (box(100.4, 0, 50, 60), "371126004012JC00012")),
        ownership=owners((box(-500, -500, 1000, 1000), "张庄村农民集体")),
    )
    found = parcel(record, OWN)["cadastre"]
    assert sides(found) == {
        "north": [("张庄村农民集体（水浇地）", "J1", "J2", 100)],
        "east": [("宗地 371126004012JC00012", "J2", "J3", 60)],
        "south": [("农村道路", "J3", "J4", 100)],
        "west": [("宗地 371126004012JB00002", "J4", "J1", 60)],
    }
    # the map shows parcels, roads and fields; who owns the land is no shape of its own on it
    assert {one["kind"] for one in found["map"]["neighbours"]} == {"parcel", "patch"}


def test_who_holds_a_use_right_stays_unread():
    record = screened(use_rights=rights((box(100, 0, 50, 60), "371126004012JC00012")))
    text = json.dumps(record, ensure_ascii=False)
    assert "王某某" not in text
    assert "000000000000000000" not in text
    assert not {"QLR", "ZJH"} & set(record["inputs"]["use_rights"]["fields"])


def test_the_sheet_repeats_what_the_screening_found():
    record = screened(ownership=owners((box(-500, -500, 1000, 1000), "张庄村农民集体")))
    cells = parcel(record, OWN)["cadastre"]["cells"]
    assert cells["SYQR"] == {"state": "composed", "value": "张庄村农民集体"}
    assert cells["ZL"] == {"state": "composed", "value": "柳河镇"}
    assert cells["SJYTDM"] == {"state": "composed", "value": "0601"}
    assert cells["ZDDM"] == {"state": "given", "value": OWN}
    assert cells["BASIC_FARMLAND"]["value"]["area_m2"] == 0.0
    assert (
        parcel(record, OWN)["cadastre"]["areas"]["ellipsoid_m2"] == parcel(record, OWN)["measures"]["area_ellipsoid_m2"]
    )


def test_codes_that_a_table_keeps_as_numbers_have_no_point():
    source = candidates(PARCEL)
    source.columns["QLLX"] = np.array([7.0], dtype=object)
    source.description = source.description.__class__(**{**vars(source.description), "fields": ("ZDDM", "QLLX")})
    cadastre = parcel(screen(source, all_layers(LAND)))["cadastre"]
    assert cadastre["declared"]["QLLX"] == "7"
    assert cadastre["cells"]["QLLX"]["value"] == "集体建设用地使用权"


# tables of boundary points and lines


def points_table(**options):
    corners = [shapely.Point(x, y) for x, y in PARCEL.exterior.coords[:-1]]
    columns = {"ZDZHDM": [OWN] * 4, "JBLX": ["2", "2", "1", "9"], "DCYXM": ["张某某"] * 4}
    return MemorySource("JZD", corners, columns, **options)


def test_tables_among_the_layers_are_read_and_recorded():
    source = points_table()
    source.description = source.description.__class__(**{**vars(source.description), "holds_polygons": False})
    record = screen(candidates(PARCEL), all_layers(LAND), offered=(source,))
    markers = [point["marker"] for ring in parcel(record)["cadastre"]["rings"] for point in ring["points"]]
    assert sorted(markers, key=str) == sorted(["水泥桩", "水泥桩", "钢钉", None], key=str)
    assert record["inputs"]["boundary_points"]["features_read"] == 4
    assert record["inputs"]["boundary_points"]["fields"] == ["JBLX"]
    assert not [note for note in parcel(record)["not_checked"] if note["id"] == "layers_without_role"]


def test_tables_that_came_in_a_package_are_found_and_read(tmp_path):
    corners = np.array(PARCEL.exterior.coords[:-1])
    points = shapely.to_wkb(shapely.points(corners))
    edges = shapely.to_wkb(shapely.linestrings(np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)))
    package = tmp_path / "county.gpkg"
    for layer, kind, shapes, fields in (
        ("DLTB", "Polygon", shapely.to_wkb(np.array([PARCEL.buffer(200)])), {"BSM": ["1"], "DLBM": ["0601"]}),
        ("JZD", "Point", points, {"JBLX": ["2"] * 4}),
        ("JZX", "LineString", edges, {"JZXLB": ["围墙"] * 4, "JZXWZ": ["1"] * 4}),
        ("GPS", "Point", points, {"NAME": ["a"] * 4}),
    ):
        columns = [np.array(values, dtype=object) for values in fields.values()]
        pyogrio.raw.write(
            package, shapes, columns, list(fields), layer=layer, driver="GPKG", geometry_type=kind, crs="EPSG:4527",
            append=package.exists(),
        )  # fmt: skip
    offered = open_package(str(package))
    assert [source.describe().name for source in offered] == ["DLTB", "JZD", "JZX"]
    record = screen(candidates(PARCEL), {}, offered=tuple(offered))
    places = [point for ring in parcel(record)["cadastre"]["rings"] for point in ring["points"]]
    assert [(one["marker"], one["line_kind"], one["line_position"]) for one in places] == [("水泥桩", "围墙", "内")] * 4
    assert record["inputs"]["boundary_lines"]["features_read"] == 4


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("with_zone", [False, True])
def test_a_table_without_shapes_is_read_by_its_coordinates(swapped, with_zone):
    east, north = np.array(PARCEL.exterior.coords[:-1]).T
    east = east if with_zone else east - 39_000_000
    columns = {"JBLX": ["1"] * 4, "XZBZ": list(north), "YZBZ": [str(one) for one in east]}
    if swapped and with_zone:
        columns["XZBZ"], columns["YZBZ"] = columns["YZBZ"], columns["XZBZ"]
    source = MemorySource("JZD", [None] * 4, columns, crs=None)
    source.description = source.description.__class__(**{**vars(source.description), "holds_polygons": False})
    marks = MarkTables.among([source]).near(np.array([shown_bounds(PARCEL.bounds)]), Plane("EPSG:4527"))
    assert shapely.union_all(marks.points).equals(shapely.MultiPoint(PARCEL.exterior.coords[:-1]))


def test_two_tables_of_a_kind_or_one_on_another_datum_are_not_chosen():
    def table(**options):
        source = points_table(**options)
        source.description = source.description.__class__(**{**vars(source.description), "holds_polygons": False})
        return source

    assert MarkTables.among([table()]).names == {"JZD"}
    assert MarkTables.among([table(), table()]).names == set()
    assert MarkTables.among([table(crs="EPSG:2363")]).names == set()
    assert MarkTables.among([MemorySource("JZD", [], {"BSM": []})]).names == set()


def test_a_point_that_parcels_share_keeps_one_number_when_asked():
    beside = box(100, 0, 40, 60)

    def names(**options):
        record = screen(candidates(PARCEL, beside), all_layers(LAND), **options)
        found = [parcel(record, name)["cadastre"]["rings"][0]["points"] for name in ("P1", "P2")]
        return [{(point["x_m"], point["y_m"]): point["name"] for point in points} for points in found]

    one, other = names(shared_numbers=True)
    shared = set(one) & set(other)
    assert len(shared) == 2
    assert all(one[at] == other[at] for at in shared)
    assert sorted({*one.values(), *other.values()}) == [f"J{i}" for i in range(1, 7)]
    assert all(sorted(own.values()) == ["J1", "J2", "J3", "J4"] for own in names())
