# SPDX-License-Identifier: GPL-2.0-or-later
"""Markers and lines: given by tables or the parcel table, suggested by what adjoins, else open."""

from __future__ import annotations

import shapely
from support import EAST, NORTH, box
from surrounded import facts, objects, patch, registered

from land_entry_plugin.cadastre.marks import GivenMarks

SHAPE = box(0, 0, 100, 60)
ROAD = patch(box(-500, 60, 1000, 8), "1006", "农村道路")
DITCH = patch(box(100, -500, 5, 560), "1107", "沟渠")
FIELD = patch(box(-500, -500, 1000, 500), "0102", "水浇地")


def column(of_parcel, name):
    return [point[name] for ring in of_parcel["rings"] for point in ring["points"]]


def at(x, y):
    return shapely.Point(EAST + x, NORTH + y)


def test_nothing_given_is_open_with_a_suggestion():
    of_parcel = facts(SHAPE, ROAD, DITCH, FIELD, registered(box(-50, 0, 50, 60)))
    assert column(of_parcel, "marker") == column(of_parcel, "line_kind") == [None] * 4
    assert column(of_parcel, "line_position") == [None] * 4
    assert column(of_parcel, "line_suggested") == ["道路", "沟渠", "田埂", "围墙"]


def test_the_parcel_table_speaks_for_all():
    of_parcel = facts(SHAPE, ROAD, declared={"JBLX": "1", "JZXLB": "围墙", "JZXWZ": "3"})
    assert column(of_parcel, "marker") == ["钢钉"] * 4
    assert column(of_parcel, "line_kind") == ["围墙"] * 4
    assert column(of_parcel, "line_position") == ["外"] * 4
    assert column(of_parcel, "line_suggested") == [None] * 4
    assert not {"JBLX", "JZXLB", "JZXWZ"} & {row["cell"] for row in of_parcel["to_fill"]}


def test_a_code_of_another_table_is_no_answer():
    of_parcel = facts(SHAPE, ROAD, declared={"JBLX": "12", "JZXLB": "05", "JZXWZ": "9"})
    assert column(of_parcel, "marker") == column(of_parcel, "line_kind") == [None] * 4
    rows = {row["cell"]: (row["count"], row["given"]) for row in of_parcel["to_fill"]}
    assert (rows["JBLX"], rows["JZXLB"], rows["JZXWZ"]) == ((4, "12"), (4, "05"), (4, "9"))


def test_tables_of_points_and_lines_by_place():
    marks = GivenMarks(
        points=objects([at(100, 0.05), at(0, 60), at(50, 30), at(0.5, 0)]),
        markers=objects(["4", "水泥桩", "1", "1"]),
        lines=objects(
            [
                shapely.LineString([(EAST, NORTH + 60), (EAST + 100, NORTH + 60.1)]),
                # runs across the edge, not along it
                shapely.LineString([(EAST + 90, NORTH + 30), (EAST + 110, NORTH + 30)]),
            ]
        ),
        kinds=objects(["道路", "围墙"]),
        positions=objects(["1", "2"]),
    )
    of_parcel = facts(SHAPE, ROAD, marks=marks, declared={"JZXWZ": "外"})
    assert column(of_parcel, "marker") == ["水泥桩", None, "喷涂", None]
    assert column(of_parcel, "line_kind") == ["道路", None, None, None]
    # the table of lines before the parcel table
    assert column(of_parcel, "line_position") == ["内", "外", "外", "外"]


def test_an_empty_table_changes_nothing():
    assert facts(SHAPE, ROAD, marks=GivenMarks()) == facts(SHAPE, ROAD)
