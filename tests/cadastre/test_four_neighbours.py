# SPDX-License-Identifier: GPL-2.0-or-later
"""Who adjoins which side: by the boundary, not by where things lie on the whole."""

from __future__ import annotations

import pytest
import shapely
from support import box, polygon
from surrounded import candidate, facts, owned, patch, registered, runs, sides

from land_entry_plugin.engine.boundary_points import numbered_parcels

FIELDS = patch(box(-500, -500, 1000, 1000), "0102", "水浇地")
HERE = "张庄村（水浇地）"
JB18, JB19 = "宗地 371126004012JB00018", "宗地 371126004012JB00019"


def test_a_square_among_four():
    of_parcel = facts(
        box(0, 0, 100, 60),
        patch(box(0, 60, 100, 50), "0102", "水浇地"),
        patch(box(100, 0, 20, 60), "1107", "沟渠"),
        patch(box(0, -8, 100, 8), "1006", "农村道路"),
        registered(box(-50, 0, 50, 60)),
    )
    assert sides(of_parcel) == {
        "north": [(HERE, "J1", "J2", 100)],
        "east": [("沟渠", "J2", "J3", 60)],
        "south": [("农村道路", "J3", "J4", 100)],
        "west": [(JB18, "J4", "J1", 60)],
    }
    kinds = [one["kind"] for found in of_parcel["four_neighbours"].values() for one in found]
    assert kinds == ["field", "ditch", "road", "use_right"]


def test_a_triangle_has_no_northern_side():
    of_parcel = facts(polygon((0, 0), (20, 100), (40, 0)), FIELDS)
    found = sides(of_parcel)
    assert found["north"] == []
    assert [len(found[side]) for side in ("east", "south", "west")] == [1, 1, 1]
    assert of_parcel["cells"]["ZDSZB"]["state"] == "not_applicable"


def test_a_u_shape_has_its_court_on_three_sides():
    shape = polygon((0, 0), (100, 0), (100, 60), (70, 60), (70, 20), (30, 20), (30, 60), (0, 60))
    court = patch(box(30, 20, 40, 40), "1104", "坑塘水面")
    found = sides(facts(shape, FIELDS, court))
    assert found["north"] == [(HERE, "J1", "J2", 30), ("坑塘水面", "J3", "J4", 40), (HERE, "J5", "J6", 30)]
    assert found["east"] == [("坑塘水面", "J2", "J3", 40), (HERE, "J6", "J7", 60)]
    assert found["west"] == [("坑塘水面", "J4", "J5", 40), (HERE, "J8", "J1", 60)]
    assert found["south"] == [(HERE, "J7", "J8", 100)]


def test_a_hole_encloses_its_neighbour():
    of_parcel = facts(box(0, 0, 100, 100).difference(box(30, 30, 40, 40)), FIELDS, candidate(box(30, 30, 40, 40)))
    assert {who for found in sides(of_parcel).values() for who, *_ in found} == {HERE}
    assert {one["who"] for one in of_parcel["enclosed"]} == {JB19}
    assert sum(one["length_m"] for one in of_parcel["enclosed"]) == 160
    assert runs(of_parcel) == [("J1", "J1", HERE), ("J5", "J5", JB19)]


def test_an_island_in_a_hole():
    shape = box(0, 0, 100, 100).difference(box(30, 30, 40, 40)).union(box(45, 45, 10, 10))
    of_parcel = facts(shape, FIELDS, candidate(box(30, 30, 40, 40)))
    # the island's neighbour is what lies between it and the rest
    assert runs(of_parcel)[1:] == [("J5", "J5", JB19), ("J9", "J9", JB19)]
    assert [one for one in sides(of_parcel)["north"] if one[0] == JB19] == [(JB19, "J9", "J10", 10)]


def test_a_parcel_in_the_middle_of_another_has_it_on_all_sides():
    ring = candidate(box(-50, -50, 200, 160).difference(box(0, 0, 100, 60)))
    for shape in (ring, candidate(box(-50, -50, 200, 160))):
        found = sides(facts(box(0, 0, 100, 60), FIELDS, shape))
        assert [[who for who, *_ in found[side]] for side in found] == [[JB19]] * 4


def test_a_corner_parcel_has_one_run_along_the_road_around_it():
    road = patch(shapely.union_all([box(100, -8, 8, 200), box(-100, -8, 208, 8)]), "1003", "公路用地")
    of_parcel = facts(box(0, 0, 100, 60), FIELDS, road)
    assert runs(of_parcel) == [("J4", "J2", HERE), ("J2", "J4", "公路用地")]
    found = sides(of_parcel)
    assert found["east"] == [("公路用地", "J2", "J3", 60)]
    assert found["south"] == [("公路用地", "J3", "J4", 100)]


def test_three_parts_with_a_lane_between_two_of_them():
    lane = patch(box(100, -50, 1.5, 200), "1006", "农村道路")
    shape = shapely.union_all([box(0, 0, 100, 60), box(101.5, 0, 50, 60), box(300, 0, 10, 10)])
    found = sides(facts(shape, FIELDS, lane))
    # beyond the lane is the parcel itself: no neighbour
    assert found["east"][0] == ("农村道路", "J2", "J3", 60)
    assert found["west"][1] == ("农村道路", "J8", "J5", 60)
    assert {who for of_side in found.values() for who, *_ in of_side} == {HERE, "农村道路"}


def test_sixty_corners():
    points = [
        (50 + 45 * (1 + 0.05 * (i % 2)) * x, 50 + 45 * (1 + 0.05 * (i % 2)) * y) for i, (x, y) in enumerate(_circle(60))
    ]
    of_parcel = facts(polygon(*points), FIELDS)
    assert of_parcel["point_count"] == 60
    assert runs(of_parcel) == [("J1", "J1", HERE)]
    assert sum(len(found) for found in of_parcel["four_neighbours"].values()) >= 4


def _circle(count):
    from math import cos, pi, sin

    return [(cos(2 * pi * i / count), sin(2 * pi * i / count)) for i in range(count)]


def test_nine_metres_by_two_kilometres_past_many_fields():
    fields = [patch(box(100 * i, 9, 100, 50), "0102", "水浇地", f"第{i % 4 + 1}组") for i in range(20)]
    of_parcel = facts(box(0, 0, 2000, 9), *fields, patch(box(0, -6, 2000, 6), "1107", "沟渠"))
    north = of_parcel["four_neighbours"]["north"]
    assert [one["length_m"] for one in north] == [100.0] * 20
    assert [one["after_from_m"] for one in north] == [100.0 * i for i in range(20)]
    assert all((one["from"], one["to"]) == ("J1", "J2") for one in north)
    assert len(of_parcel["stubs"]) == 19 + 4
    assert of_parcel["four_neighbours"]["east"][0]["who"] is None
    assert of_parcel["sheet_map"]["paper"] == "A3"


# who names a stretch


@pytest.mark.parametrize("gap", [0.0, 0.1, 0.5, 1.9])
def test_a_gap_does_not_lose_a_neighbour(gap):
    of_parcel = facts(box(0, 0, 100, 60), FIELDS, registered(box(100 + gap, 0, 50, 60)))
    assert sides(of_parcel)["east"] == [(JB18, "J2", "J3", 60)]


def test_beyond_the_gap_it_is_lost_and_a_wider_one_may_be_set():
    shape, other = box(0, 0, 100, 60), registered(box(102.1, 0, 50, 60))
    assert sides(facts(shape, FIELDS, other))["east"] == [(HERE, "J2", "J3", 60)]
    wide = facts(shape, FIELDS, other, neighbour_gap_m=3.0)
    assert sides(wide)["east"] == [(JB18, "J2", "J3", 60)]
    assert wide["neighbour_gap_m"] == 3.0


def test_an_overlap_does_not_lose_a_neighbour():
    of_parcel = facts(box(0, 0, 100, 60), FIELDS, registered(box(99.2, 0, 50, 60)))
    assert sides(of_parcel)["east"] == [(JB18, "J2", "J3", 60)]


def test_a_parcel_before_an_owner_before_a_field():
    shape = box(0, 0, 100, 60)
    owner = owned(box(-500, -500, 1000, 1000))
    assert sides(facts(shape, FIELDS))["north"] == [(HERE, "J1", "J2", 100)]
    assert sides(facts(shape, FIELDS, owner))["north"] == [("张庄村农民集体（水浇地）", "J1", "J2", 100)]
    both = facts(shape, FIELDS, owner, registered(box(0, 60, 40, 20)))
    assert sides(both)["north"] == [(JB18, "J1", "J2", 40), ("张庄村农民集体（水浇地）", "J1", "J2", 60)]


@pytest.mark.parametrize(("code", "name"), [("1006", "农村道路"), ("1107", "沟渠"), ("1101", "河流水面")])
def test_roads_and_water_before_an_owner(code, name):
    course = patch(box(-500, 60, 1000, 6), code, name)
    found = sides(facts(box(0, 0, 100, 60), FIELDS, course, owned(box(-500, -500, 1000, 1000))))
    assert found["north"] == [(name, "J1", "J2", 100)]


def test_a_narrow_ditch_between_two_parcels_is_the_neighbour():
    ditch = patch(box(-500, 60, 1000, 1.2), "1107", "沟渠")
    found = sides(facts(box(0, 0, 100, 60), FIELDS, ditch, registered(box(0, 61.2, 100, 40))))
    assert found["north"] == [("沟渠", "J1", "J2", 100)]


def test_a_road_drawn_over_the_other_parcel_does_not_stand_between():
    road = patch(box(-500, 59, 1000, 5), "1006", "农村道路")
    found = sides(facts(box(0, 0, 100, 60), FIELDS, road, registered(box(0, 60.5, 100, 40))))
    assert found["north"] == [(JB18, "J1", "J2", 100)]


def test_what_only_juts_out_of_the_parcel_is_no_neighbour():
    # the parcel's own patch is drawn 80 cm too far, and so is its own registered parcel
    own = patch(box(-0.8, -0.8, 101.6, 61.6), "0601", "工业用地")
    right = registered(box(-0.8, -0.8, 101.6, 61.6), "371126004012JB00001")
    rest = patch(box(-500, -500, 1000, 1000).difference(own[0]), "0102", "水浇地")
    found = sides(facts(box(0, 0, 100, 60), own, right, rest))
    assert {who for of_side in found.values() for who, *_ in of_side} == {HERE}


def test_a_patch_that_goes_on_beyond_the_parcel_is_its_neighbour():
    own = patch(box(-50, -50, 200, 160), "0601", "工业用地")
    found = sides(facts(box(0, 0, 100, 60), own))
    assert {who for of_side in found.values() for who, *_ in of_side} == {"张庄村（工业用地）"}


def test_the_other_village_begins_a_little_off_the_boundary():
    mine, theirs = owned(box(-500, -500, 1000, 560.4)), owned(box(-500, 60.4, 1000, 400), "李庄村农民集体")
    found = sides(facts(box(0, 0, 100, 60), FIELDS, mine, theirs))
    assert found["north"] == [("李庄村农民集体（水浇地）", "J1", "J2", 100)]
    assert found["south"] == [("张庄村农民集体（水浇地）", "J3", "J4", 100)]


def test_an_owner_is_named_with_all_that_lies_behind_the_boundary():
    lands = [("0102", "水浇地"), ("0103", "旱地"), ("0201", "果园"), ("1202", "设施农用地")]
    strips = [patch(box(25 * i, 60, 25 - i, 50), *land) for i, land in enumerate(lands)]
    found = sides(facts(box(0, 0, 100, 60), *strips, owned(box(-500, -500, 1000, 1000))))
    assert found["north"] == [("张庄村农民集体（水浇地、旱地、果园等）", "J1", "J2", 100)]
    assert found["south"] == [("张庄村农民集体", "J3", "J4", 100)]


def test_a_candidate_and_its_registered_parcel_are_one_neighbour():
    one, other = candidate(box(0, 60, 50, 40), "JB18"), registered(box(50, 60, 50, 40), "JB18")
    of_parcel = facts(box(0, 0, 100, 60), FIELDS, one, other)
    assert sides(of_parcel)["north"] == [("宗地 JB18", "J1", "J2", 100)]


def test_parcels_that_share_numbers_name_their_points_alike():
    shapes = [box(0, 0, 100, 60), box(100, 0, 50, 60)]
    west, east = [
        facts(shape, FIELDS, candidate(other), rings=rings)
        for shape, other, rings in zip(shapes, shapes[::-1], numbered_parcels(shapes, shared_numbers=True), strict=True)
    ]
    assert sides(west)["east"] == [(JB19, "J2", "J3", 60)]
    assert sides(east)["west"] == [(JB19, "J3", "J2", 60)]
    assert "J2至J3：与宗地 371126004012JB00019相邻，向南" in west["cells"]["JZXZXSM"]["value"]["zh"]


def test_nobody_is_invented():
    of_parcel = facts(box(0, 0, 100, 60))
    assert {who for found in sides(of_parcel).values() for who, *_ in found} == {None}
    assert [of_parcel["cells"][name]["state"] for name in ("ZDSZB", "ZDSZD", "ZDSZN", "ZDSZX")] == ["unknown"] * 4
    assert of_parcel["stubs"] == []


def test_the_end_of_a_neighbour_drawn_a_little_off_is_moved_to_the_point():
    west, east = patch(box(-100, 60, 100.4, 40), "1003", "公路用地"), patch(box(0.4, 60, 200, 40), "0102", "水浇地")
    found = sides(facts(box(0, 0, 100, 60), west, east))
    assert found["north"] == [(HERE, "J1", "J2", 100)]


def test_a_jog_faces_where_the_line_faces():
    shape = polygon((0, 0), (100, 0), (100, 60), (50, 60), (50, 61), (0, 61))
    found = sides(facts(shape, FIELDS))
    assert found["north"] == [(HERE, "J1", "J4", 101)]
    assert found["east"] == [(HERE, "J4", "J5", 60)]
    # a step of three metres is a side of its own
    higher = polygon((0, 0), (100, 0), (100, 60), (50, 60), (50, 63), (0, 63))
    assert sides(facts(higher, FIELDS))["east"] == [(HERE, "J2", "J3", 3), (HERE, "J4", "J5", 60)]


def test_the_classes_of_the_guide_are_read_by_the_guide():
    """In the guide 1001 is industry and 0601 a rural road: the same digits as a railway and industry of the survey."""
    from dataclasses import replace

    from surrounded import around, facts_among

    items = (patch(box(0, 60, 100, 6), "0601", "农村道路"), owned(box(-500, -500, 1000, 1000)))
    by_survey, by_guide = around(*items), replace(around(*items), class_system="guide")
    north = [sides(facts_among(box(0, 0, 100, 60), one))["north"][0][0] for one in (by_survey, by_guide)]
    assert north == ["张庄村农民集体（农村道路）", "张庄村（农村道路）"]


def test_two_patches_of_one_road_along_an_edge_are_one_neighbour():
    halves = [patch(box(50 * i, 60, 50, 8), "1006", "农村道路") for i in range(2)]
    of_parcel = facts(polygon((0, 0), (100, 0), (100, 50), (90, 60), (0, 60)), FIELDS, *halves)
    assert runs(of_parcel)[0] == ("J1", "J2", "农村道路")
    assert [one["at"] for one in of_parcel["stubs"]] == ["J1", "J2"]
