# SPDX-License-Identifier: GPL-2.0-or-later
"""The written boundary description."""

from __future__ import annotations

import shapely
from support import box, polygon
from surrounded import facts, owned, patch, registered

ROAD = patch(box(-500, 60, 1000, 8), "1006", "农村道路")
DITCH = patch(box(100, -500, 5, 560), "1107", "沟渠")
OWNER = owned(box(-500, -500, 1000, 1000))
FIELD = patch(box(-500, -500, 1000, 1000), "0102", "水浇地")


def texts(*arguments, language="zh", **options):
    cells = facts(*arguments, **options)["cells"]
    return [
        [sentence + "。" for sentence in cells[name]["value"][language].split("。") if sentence]
        if language == "zh"
        else cells[name]["value"][language]
        for name in ("JZDWSM", "JZXZXSM")
    ]


def test_a_yard_between_road_ditch_parcel_and_field():
    points, lines = texts(
        polygon((0, 60), (86.2, 60), (100, 60), (100, 0), (0, 0)),
        ROAD,
        DITCH,
        FIELD,
        OWNER,
        registered(box(-50, 0, 50, 60)),
    )
    assert points == [
        "J1位于宗地西北角，为宗地 371126004012JB00018与农村道路的交界处。",
        "J2位于宗地北侧界线上，自J1向东 86.20 m 处。",
        "J3位于宗地东北角，为农村道路与沟渠的交界处。",
        "J4位于宗地东南角，为沟渠与张庄村农民集体的交界处。",
        "J5位于宗地西南角，为张庄村农民集体与宗地 371126004012JB00018的交界处。",
    ]
    assert lines == [
        "J1至J3：沿农村道路南侧向东，长 100.00 m。",
        "J3至J4：沿沟渠西侧向南，长 60.00 m。",
        "J4至J5：与张庄村农民集体（水浇地）相邻，向西，长 100.00 m。",
        "J5至J1：与宗地 371126004012JB00018相邻，向北，长 60.00 m。",
    ]


def test_in_english():
    points, lines = texts(box(0, 0, 100, 60), ROAD, FIELD, language="en")
    assert points.startswith("J1 is the north-west corner of the parcel, where 张庄村（水浇地） meets 农村道路. J2 is")
    assert lines.startswith("J1 to J2: along the south side of 农村道路, east, 100.00 m. J2 to J1: beside")


def test_legs_add_up_and_are_told_by_direction():
    shape = polygon((0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100))
    pond = patch(box(40, 40, 60, 60), "1104", "坑塘水面")
    _, lines = texts(shape, FIELD, pond)
    assert "J2至J4：沿坑塘水面边线，先向南 60.00 m 至J3，折向东 60.00 m 至J4，共长 120.00 m。" in lines


def test_an_edge_with_several_neighbours_says_in_which_order():
    _, lines = texts(box(0, 0, 100, 60), FIELD, registered(box(0, 60, 33.335, 20)))
    assert lines[0] == (
        "J1至J2：向东，长 100.00 m，自J1起依次与宗地 371126004012JB00018相邻 33.34 m，与张庄村（水浇地）相邻 66.66 m。"
    )


def test_one_neighbour_all_around():
    points, lines = texts(box(0, 0, 100, 100).difference(box(30, 30, 40, 40)), FIELD)
    assert points[4:] == ["J5位于内环西北角。", "J6位于内环西南角。", "J7位于内环东南角。", "J8位于内环东北角。"]
    assert lines[0] == "自J1起依次经各界址点回到J1：与张庄村（水浇地）相邻，共长 400.00 m。"


def test_parts_and_inner_rings_are_told_apart():
    holes = box(0, 0, 100, 100).difference(box(10, 10, 20, 20)).difference(box(60, 60, 20, 20))
    points, _ = texts(holes.union(box(200, 0, 10, 10)), FIELD)
    assert points[0].startswith("J1位于第1部分西北角")
    assert points[4].startswith("J5位于内环1西北角")
    assert points[8].startswith("J9位于内环2西北角")
    assert points[12].startswith("J13位于第2部分西北角")
    assert len({point.split("位于")[1] for point in points}) == len(points)


def test_many_legs_are_summed_up():
    north = [(10 * i, 60 + (i % 2) * 5) for i in range(11)]
    _, lines = texts(polygon((0, 0), (100, 0), *north[::-1]), patch(box(-500, 60, 1000, 8), "1006", "农村道路"), FIELD)
    assert lines[0] == "J1至J11：沿农村道路南侧，经J2至J10各点折向前行，总体向东，共长 111.80 m。"


def test_a_diamond_has_tips_and_no_corners():
    points, _ = texts(polygon((0, 50), (50, 0), (100, 50), (50, 100)), FIELD)
    assert points == ["J1位于宗地最北端。", "J2位于宗地最东端。", "J3位于宗地最南端。", "J4位于宗地最西端。"]


def test_what_is_not_known_is_left_open():
    points, lines = texts(box(0, 0, 100, 60))
    assert points[0] == "J1位于宗地西北角。"
    assert lines == ["自J1起依次经各界址点回到J1：毗邻情况待补，共长 320.00 m。"]


def test_markers_stand_where_they_were_given():
    points, _ = texts(box(0, 0, 100, 60), FIELD, declared={"JBLX": "2"})
    assert points[1] == "J2位于宗地东北角，界标为水泥桩。"


def test_words_of_the_parcel_table_come_first():
    of_parcel = facts(box(0, 0, 100, 60), FIELD, declared={"JZDWSM": "J1为砖墙角。", "JZXZXSM": None})
    assert of_parcel["cells"]["JZDWSM"] == {"state": "given", "value": "J1为砖墙角。"}
    assert of_parcel["cells"]["JZXZXSM"]["state"] == "composed"


def test_every_point_is_found_by_its_sentence():
    """No two points of a star are told alike."""
    from math import cos, pi, sin

    radii = [40 if i % 2 else 60 for i in range(24)]
    star = shapely.Polygon(
        [(39_500_000 + r * cos(2 * pi * i / 24), 4_130_000 + r * sin(2 * pi * i / 24)) for i, r in enumerate(radii)]
    )
    points, _ = texts(star, FIELD)
    assert len({point.split("位于")[1] for point in points}) == 24
