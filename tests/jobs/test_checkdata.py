# SPDX-License-Identifier: GPL-2.0-or-later
"""The doctor: sound data are sound, each planted fault is found where it is, and nothing else is."""

from __future__ import annotations

import json
import struct
from dataclasses import replace

import jsonschema
import numpy as np
import pytest
import shapely
from checked import COUNT, SIDE, at, bsm, check, columns_of, faults, grid, only, township
from support import EAST, NORTH, MemorySource, box, candidates, polygon

from land_entry_plugin.engine.broken import Breakage
from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.jobs.checkdata import checkdata
from land_entry_plugin.jobs.doctor.request import CheckRequest
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.data_checks import SEVERITIES, check_kinds, severity
from land_entry_plugin.texts import has_text, render

INNER = at(2, 3)


def with_shape(number, shape):
    shapes = grid()
    shapes[number] = shape
    return shapes


def planted(number, shape):
    """Return a township in which one patch has another shape, attributes as they were."""
    columns = columns_of(grid())
    return township(with_shape(number, shape), **columns)


@pytest.fixture(scope="module")
def sound():
    return check(township())


def test_sound_data_have_no_fault(sound):
    assert faults(sound, least="note") == []
    assert sound["fit"]["value"] == "yes"
    assert sound["counts"]["error"] == sound["counts"]["warning"] == 0


def test_the_record_keeps_to_its_schema(sound):
    schema = json.loads(resource("schemas", "check.schema.json").read_text(encoding="utf-8"))
    broken = check(planted(INNER, None))
    for record in (sound, broken):
        jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(record)))


def test_layers_say_what_they_are(sound):
    rows = {row["layer"]: row for row in sound["layers"]}
    assert {name: row["used_as"] for name, row in rows.items()} == {
        "parcels": "parcels",
        "DLTB": "land_use",
        "YJJBNTBHTB": "basic_farmland",
        "STBHHX": "ecological_red_line",
        "CZKFBJ": "urban_boundary",
        "XZQ": "admin_area",
    }
    survey = rows["DLTB"]
    assert (survey["years"], survey["class_system"], survey["features"]) == ([2025], "survey", COUNT * COUNT)
    assert survey["covers_admin"] == pytest.approx(1)
    assert survey["covers_parcels"] == pytest.approx(1)


def test_equal_data_give_equal_records(sound):
    again = check(township())
    assert {key: value for key, value in again.items() if key != "run"} == {
        key: value for key, value in sound.items() if key != "run"
    }
    assert again["run"]["check_id"] == sound["run"]["check_id"]


def square(*extra, size=SIDE, x=0.0, y=0.0):
    ring = [(x, y), (x, y + size), (x + size, y + size), (x + size, y)]
    return [(EAST + a, NORTH + b) for a, b in [*ring[:2], *extra, *ring[2:]]]


def far_hole(x, y, size):
    return square(x=1000 + x, y=1000 + y, size=size)


BROKEN = {
    Breakage.BOW_TIE: shapely.Polygon([(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50)]),
    Breakage.SPIKE: polygon((0, 0), (0, 50), (25, 50), (25, 80), (25, 50), (50, 50), (50, 0)),
    Breakage.SELF_INTERSECTION: polygon((0, 0), (0, 50), (50, 50), (50, 28), (25, 25), (50, 22), (50, 0), (25, 25)),
    Breakage.DUPLICATE_RING: shapely.Polygon(square(), [square()]),
    Breakage.HOLE_OUTSIDE_SHELL: shapely.Polygon(square(), [far_hole(0, 0, 10)]),
    Breakage.HOLE_CROSSES_SHELL: shapely.Polygon(square(), [square(x=40, y=10, size=20)]),
    Breakage.NESTED_HOLES: shapely.Polygon(square(), [square(x=5, y=5, size=30), square(x=10, y=10, size=5)]),
    Breakage.DUPLICATE_PARTS: shapely.MultiPolygon([shapely.Polygon(square())] * 2),
    Breakage.NESTED_PARTS: shapely.MultiPolygon([shapely.Polygon(square()), shapely.Polygon(square(x=5, y=5, size=9))]),
    Breakage.OVERLAPPING_PARTS: shapely.MultiPolygon([shapely.Polygon(square()), shapely.Polygon(square(x=30, y=30))]),
    Breakage.ADJACENT_PARTS: shapely.MultiPolygon([shapely.Polygon(square()), shapely.Polygon(square(x=50))]),
    Breakage.DISCONNECTED: shapely.Polygon(
        square(), [[(EAST + a, NORTH + b) for a, b in ((0, 25), (25, 50), (50, 25), (25, 0))]]
    ),
    Breakage.ZERO_AREA: polygon((0, 0), (50, 0), (25, 0)),
    Breakage.NULL: None,
    Breakage.EMPTY: shapely.Polygon(),
    Breakage.NOT_A_POLYGON: shapely.LineString([(EAST, NORTH), (EAST + 5, NORTH)]),
    Breakage.NOT_A_NUMBER: shapely.Polygon([(EAST, NORTH), (EAST, np.nan), (EAST + 5, NORTH)]),
}
PLACES = {Breakage.BOW_TIE: (25, 25), Breakage.SPIKE: (25, 80), Breakage.DISCONNECTED: None}


@pytest.mark.parametrize("kind", BROKEN, ids=str)
def test_a_broken_parcel_is_named_by_its_kind_and_place(kind):
    parcels = candidates(BROKEN[kind], box(60, 160, 40, 30), ids=["371126004001JB00007", "371126004001JB00008"])
    record = check(replace(township(), parcels=parcels))
    assert (str(kind), "371126004001JB00007") in faults(record, least="error")
    assert "371126004001JB00008" not in {feature for _, feature in faults(record)}
    others = [one for one in faults(record) if one != (str(kind), "371126004001JB00007")]
    assert others == []
    found = only(record, str(kind))
    if PLACES.get(kind):
        assert shapely.from_wkt(found["place"]).equals(shapely.Point(EAST + PLACES[kind][0], NORTH + PLACES[kind][1]))


def test_every_kind_of_breakage_is_tried_but_those_only_bytes_can_have():
    assert set(Breakage) - set(BROKEN) == {Breakage.UNCLOSED, Breakage.UNREADABLE}


def test_rings_that_are_not_closed_and_bytes_that_are_no_shape():
    ids = [f"371126004001JB0000{i}" for i in (7, 8, 9)]
    source = candidates(box(60, 60, 40, 30), box(60, 160, 40, 30), box(160, 160, 40, 30), ids=ids)
    ring = [(EAST + 110, NORTH + 60), (EAST + 110, NORTH + 90), (EAST + 140, NORTH + 90), (EAST + 140, NORTH + 60)]
    source.all.wkb[0] = struct.pack("<BIII", 1, 3, 1, 4) + b"".join(struct.pack("<dd", *point) for point in ring)
    source.all.wkb[1] = b"\x01\x03\x00\x00\x00\xff"
    record = check(replace(township(), parcels=source))
    assert sorted(faults(record)) == [("unclosed", ids[0]), ("unreadable", ids[1])]


def test_ring_direction_and_touching_holes_are_no_fault():
    touching = shapely.Polygon(
        square(x=160, y=60), [[(EAST + 160, NORTH + 80), (EAST + 170, NORTH + 85), (EAST + 170, NORTH + 75)]]
    )
    one = box(60, 160, 40, 30)
    other = shapely.reverse(box(60, 60, 40, 30))
    assert one.exterior.is_ccw != other.exterior.is_ccw
    parcels = candidates(one, other, touching, ids=[f"371126004001JB0000{i}" for i in (1, 2, 3)])
    assert faults(check(replace(township(), parcels=parcels)), least="note") == []


def test_a_gap_is_found_with_its_place_and_neighbours():
    shapes, whole = grid(), grid()[INNER]
    columns = columns_of(shapes)
    kept = [i for i in range(len(shapes)) if i != INNER]
    request = township([shapes[i] for i in kept], **{name: [own[i] for i in kept] for name, own in columns.items()})
    record = check(request)
    assert [kind for kind, _ in faults(record)] == ["gap"]
    gap = only(record, "gap")
    assert shapely.from_wkt(gap["place"]).symmetric_difference(whole).area < 0.01
    assert gap["area_m2"] == pytest.approx(columns["TBMJ"][INNER], abs=0.01)
    sides = {bsm(at(2, 2)), bsm(at(2, 4)), bsm(at(1, 3)), bsm(at(3, 3))}
    assert sides <= set(gap["others"])


def test_overlapping_patches_are_found_pair_by_pair():
    shapes = grid()
    west, south, east, _ = shapes[at(2, 4)].bounds
    wider = shapes[INNER].union(shapes[at(2, 4)].intersection(shapely.box(west, south, east, south + 25)))
    record = check(planted(INNER, wider))
    found = {
        (one["kind"], one["feature"], tuple(one["others"])) for one in record["faults"] if one["severity"] == "error"
    }
    assert found == {("overlap", bsm(INNER), (bsm(at(2, 4)),))}
    common = shapely.intersection(wider, shapes[at(2, 4)])
    assert shapely.from_wkt(only(record, "overlap")["place"]).symmetric_difference(common).area < 0.01
    # the stored area was that of the patch before it grew
    assert {kind for kind, _ in faults(record)} == {"overlap", "area_differs"}


def test_a_second_coverage_on_top_is_found_though_its_edges_all_match():
    shapes = grid()
    whole = shapely.box(EAST, NORTH, EAST + COUNT * SIDE, NORTH + COUNT * SIDE)
    record = check(township([*shapes, whole]))
    pairs = {(one["feature"], one["others"][0]) for one in record["faults"] if one["kind"] == "overlap"}
    assert pairs == {(bsm(i), bsm(len(shapes))) for i in range(len(shapes))}


def test_patches_one_centimetre_apart_are_slivers_and_one_millimetre_is_rounding():
    shapes = grid()
    for shift, expected in ((0.2, ["gap_sliver", "overlap_sliver"]), (0.001, [])):
        moved = shapely.transform(shapes[INNER], lambda points, by=shift: points + np.array([by, 0]))
        assert sorted({kind for kind, _ in faults(check(planted(INNER, moved)))}) == expected


def test_the_same_patch_twice_is_one_fault_not_an_overlap_too():
    shapes = [*grid(), shapely.reverse(grid()[INNER])]
    record = check(township(shapes))
    assert faults(record) == [("duplicate_shape", bsm(INNER))]
    assert only(record, "duplicate_shape")["others"] == [bsm(len(shapes) - 1)]


def test_what_a_bow_tie_leaves_open_is_its_own_fault():
    (a, b, c, d, _) = grid()[INNER].exterior.coords
    record = check(planted(INNER, shapely.Polygon([a, c, b, d])))
    assert faults(record) == [("bow_tie", bsm(INNER))]


def test_a_layer_that_leaves_a_part_of_the_area_open():
    shapes = [shape for shape in grid() if shape.bounds[0] < EAST + (COUNT - 1) * SIDE - 10]
    record = check(township(shapes))
    assert [kind for kind, _ in faults(record)] == ["not_covering"]
    assert shapely.from_wkt(only(record, "not_covering")["place"]).area == pytest.approx(COUNT * SIDE * SIDE, rel=0.1)


ATTRIBUTES = {
    "code_blank": {"DLBM": ""},
    "code_unknown": {"DLBM": "9999"},
    "name_differs": {"DLMC": "水田旱地"},
    "ownership_blank": {"QSXZ": None},
    "ownership_unknown": {"QSXZ": "70"},
    "not_a_figure": {"KCMJ": "无"},
    "factor_out_of_range": {"KCXS": 0.7},
    "area_differs": {"TBMJ": 4000.0, "KCXS": 0.0, "KCMJ": 0.0, "TBDLMJ": 4000.0},
    "deducted_differs": {"KCXS": 0.1},
    "net_differs": {"TBDLMJ": 1.0},
    "survey_years_mixed": {"SJNF": 2024},
    "encoding_doubt": {"ZLDWMC": "\ufffd\ufffd村"},
}


@pytest.mark.parametrize("kind", ATTRIBUTES)
def test_a_wrong_attribute_is_found_at_its_feature_and_nothing_else_is(kind):
    number = at(2, 4)  # a construction patch, without deduction
    columns = columns_of(grid())
    assert columns["KCXS"][number] == 0
    for name, value in ATTRIBUTES[kind].items():
        columns[name] = [*columns[name][:number], value, *columns[name][number + 1 :]]
    if kind == "name_differs":
        columns["DLMC"][number] = "水田"
    record = check(township(**columns))
    found = faults(record)
    assert [one for one, _ in found] == [kind]
    if kind not in ("survey_years_mixed", "encoding_doubt"):
        assert found == [(kind, bsm(number))]
        assert shapely.from_wkt(only(record, kind)["place"]).equals_exact(grid()[number], 1e-3)


def test_numbers_used_twice_and_blank_ones():
    columns = columns_of(grid())
    columns["BSM"][3], columns["BSM"][9] = bsm(20), "  "
    record = check(township(**columns))
    assert faults(record, least="note") == [("id_twice", bsm(20)), ("id_blank", "#10")]
    assert only(record, "id_twice")["others"] == ["#4", "#21"]


def test_areas_in_another_unit_are_one_fault():
    columns = columns_of(grid())
    for name in ("TBMJ", "KCMJ", "TBDLMJ"):
        columns[name] = [round(value * 3 / 2000, 4) for value in columns[name]]
    record = check(township(**columns))
    assert [kind for kind, _ in faults(record)] == ["area_unit"]
    assert only(record, "area_unit")["values"]["unit"] == "mu"


def test_missing_roles_and_what_they_cost():
    request = township()
    record = check(replace(request, offered=request.offered[:1] + request.offered[2:4]))
    assert record["fit"]["value"] == "no"
    assert only(record, "role_missing_required")["role"] == "basic_farmland"
    assert {"admin_area", "basic_farmland", "ownership"} <= set(record["missing_roles"])
    assert "永久基本农田" in record["fit"]["texts"]["zh"]


def test_two_layers_for_one_role_old_surveys_and_layers_of_no_role():
    request = township(SJNF=[2022] * COUNT * COUNT)
    twice = MemorySource("STBHKZX", [box(0, 0, 5, 5)], {"BSM": ["1"]})
    odd = MemorySource("林地", [box(0, 0, 5, 5)], {"A": ["1"]})
    plan = MemorySource("GHDLTB", [box(0, 0, 5, 5)], {"BSM": ["1"]})
    record = check(replace(request, offered=(*request.offered, twice, odd, plan)))
    assert only(record, "role_ambiguous_required")["role"] == "ecological_red_line"
    assert only(record, "survey_old")["values"]["needed"] == 2024
    assert only(record, "not_recognised")["layer"] == "林地"
    assert only(record, "lacks_fields")["layer"] == "GHDLTB"


def test_a_layer_without_crs_or_elsewhere():
    request = township()
    nowhere = MemorySource("DLTB", grid(), columns_of(grid()), crs=None)
    record = check(replace(request, offered=(nowhere, *request.offered[1:])))
    assert (only(record, "layer_unusable")["layer"], record["fit"]["value"]) == ("DLTB", "no")
    swapped = [shapely.transform(shape, lambda points: points[:, ::-1]) for shape in grid()]
    record = check(replace(request, offered=(MemorySource("DLTB", swapped, columns_of(grid())), *request.offered[1:])))
    assert "对调" in only(record, "elsewhere")["texts"]["text"]["zh"]
    assert record["fit"]["value"] == "no"


@pytest.mark.parametrize(
    ("move", "sign"),
    [
        (lambda p: p[:, ::-1], "对调"),
        (lambda p: p - [39_000_000, 0], "缺带号"),
        (lambda p: p - [1e6, 0], "另一个投影带"),
    ],
)
def test_a_parcel_out_of_place_is_told_what_happened(move, sign):
    parcels = candidates(
        shapely.transform(box(60, 60, 40, 30), move), box(60, 160, 40, 30),
        ids=["371126004001JB00007", "371126004001JB00008"],
    )  # fmt: skip
    record = check(replace(township(), parcels=parcels))
    assert faults(record) == [("misplaced", "371126004001JB00007")]
    assert sign in only(record, "misplaced")["texts"]["text"]["zh"]


def test_parcels_ids_overlaps_outside_and_near_points():
    parcels = MemorySource(
        "parcels",
        [box(60, 60, 40, 30), box(90, 60, 40, 30), box(60, 160, 20, 20), box(290, 60, 40, 30), box(900, 60, 9, 9),
         polygon((120, 160), (120, 180), (120.02, 180), (160, 180), (160, 160))],
        {
            "ZDDM": ["371126004001JB00001", "371126004001JB00001", None, "371126004001JB00004", "371126004001JB00005",
                     "X6"],
            "ZDMJ": [1200.0, 1200.0, 500.0, 1200.0, None, 0.08],
            "MJDW": ["平方米", None, "1", None, None, "公顷"],
        },
    )  # fmt: skip
    record = check(replace(township(), parcels=parcels))
    assert sorted(faults(record, least="note")) == sorted(
        [
            ("parcel_id_twice", "371126004001JB00001"),
            ("parcels_overlap", "371126004001JB00001"),
            ("parcel_id_blank", "#3"),
            ("parcel_area_differs", "#3"),
            ("parcel_partly_outside", "371126004001JB00004"),
            ("parcel_uncovered", "371126004001JB00004"),
            ("parcel_outside", "371126004001JB00005"),
            ("near_points", "X6"),
            ("parcel_code_odd", "X6"),
        ]
    )
    assert only(record, "parcels_overlap")["area_m2"] == pytest.approx(300, abs=0.01)
    row = record["parcels"][5]
    assert (row["points"], row["shortest_edge_m"], row["declared_m2"]) == (5, pytest.approx(0.02, abs=1e-4), 800)


def test_faults_name_the_parcels_that_they_touch():
    number = at(1, 1)
    columns = columns_of(grid())
    columns["DLBM"][number] = "9999"
    record = check(township(**columns))
    assert only(record, "code_unknown")["parcels"] == ["371126004001JB00001"]


def test_more_faults_than_are_listed_are_counted(monkeypatch):
    from land_entry_plugin.jobs import checkdata as job

    limits = replace(job.check_limits(), listed=5)
    monkeypatch.setattr(job, "check_limits", lambda: limits)
    record = check(township(QSXZ=["99"] * COUNT * COUNT))
    (tally,) = [one for one in record["tallies"] if one["kind"] == "ownership_unknown"]
    assert (tally["count"], tally["listed"]) == (COUNT * COUNT, 5)
    assert sum(one["kind"] == "ownership_unknown" for one in record["faults"]) == 5


def test_nothing_given_and_a_field_that_is_not_there_are_input_errors():
    with pytest.raises(InputError):
        checkdata(CheckRequest())
    with pytest.raises(InputError):
        checkdata(replace(township(), parcel_id="NOFIELD"))


def test_a_cancelled_check_ends():
    class Impatient:
        def report(self, phase, fraction):
            pass

        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        checkdata(township(), Impatient())


def test_every_check_has_its_words_and_a_severity():
    shapes = {str(kind) for kind in Breakage}
    for kind in check_kinds():
        assert severity(kind, None) in SEVERITIES
        assert has_text(f"check.title.{kind}")
        for part in ("text", "remedy"):
            assert has_text(f"check.{part}.{kind}") or kind in shapes, (part, kind)
    for part in ("text", "remedy"):
        assert "{" not in render(f"check.{part}.shape", {"feature": "1", "kind_name": "x"}, "en")


def test_a_layer_whose_patches_share_no_borders_is_said_to_be_one(monkeypatch):
    from land_entry_plugin.engine import stacking
    from land_entry_plugin.jobs.doctor import stacks

    shapes = [shapely.buffer(shape, 0.3, join_style="mitre") for shape in grid()]
    shapes.pop(INNER)
    monkeypatch.setattr(stacks, "stacked", lambda given: stacking.stacked(given, most_loose=100))
    record = check(township(shapes))
    pairs = {(one["feature"], *one["others"]) for one in record["faults"] if one["kind"].startswith("overlap")}
    monkeypatch.undo()
    full = check(township(shapes))
    assert only(record, "borders_not_shared")["values"]["edges"] > 100
    assert pairs == {(one["feature"], *one["others"]) for one in full["faults"] if one["kind"].startswith("overlap")}
    assert len(pairs) > 2 * (COUNT - 1) ** 2
    assert "gap" not in {kind for kind, _ in faults(record)}
    assert "gap" in {kind for kind, _ in faults(full)}
    covered = [[row["covers_admin"] for row in one["layers"] if row["layer"] == "DLTB"] for one in (record, full)]
    assert covered[0] == [None]
    assert 0.9 < covered[1][0] < 1


def test_faults_in_degrees_are_found_and_measured_in_metres():
    import pyproj

    from land_entry_plugin.engine.crs import project

    shapes = grid()
    columns = columns_of(shapes)
    ring = list(shapes[at(4, 4)].exterior.coords)
    middle = tuple(np.mean(ring[:2], axis=0))
    shapes[at(4, 4)] = shapely.Polygon([ring[0], middle, (middle[0] + 20, middle[1]), middle, *ring[1:]])
    kept = [i for i in range(len(shapes)) if i != INNER]
    moved = project(np.array(shapes, dtype=object)[kept], pyproj.CRS("EPSG:4527"), pyproj.CRS("EPSG:4490"))
    own = {name: [values[i] for i in kept] for name, values in columns.items()}
    request = township()
    record = check(replace(request, offered=(MemorySource("DLTB", moved, own, crs="EPSG:4490"), *request.offered[1:])))
    assert sorted(kind for kind, _ in faults(record)) == ["gap", "spike"]
    assert only(record, "gap")["area_m2"] == pytest.approx(columns["TBMJ"][INNER], abs=0.05)
    assert shapely.from_wkt(only(record, "spike")["place"]).distance(shapely.Point(middle[0] + 20, middle[1])) < 1e-3


def test_the_faults_of_the_large_sample_are_found_and_no_others(root):
    from land_entry_plugin.files.contents import contents_of

    survey = [one for one in contents_of(str(root / "sample_data" / "full_township.gdb")).sources
              if one.describe().name == "DLTB"]  # fmt: skip
    record = check(CheckRequest(offered=tuple(survey), as_of=township().as_of))
    # as sample_data/full_township.md has them
    assert sorted(kind for kind, feature in faults(record) if feature) == [
        "bow_tie", "code_blank", "code_unknown", "factor_out_of_range", "overlap",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "language"), [("checking_data.md", "en"), ("checking_data.zh.md", "zh")])
def test_the_page_names_every_check(root, name, language):
    page = (root / "docs" / name).read_text(encoding="utf-8")
    titles = {kind: render(f"check.title.{kind}", {}, language) for kind in check_kinds()}
    assert [kind for kind, title in titles.items() if f"| `{kind}` | {title} | " not in page] == []
