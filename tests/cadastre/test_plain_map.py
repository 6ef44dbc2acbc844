# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of a crowded or a tiny parcel: what finds no room is named, and nothing covers anything."""

from __future__ import annotations

import itertools
import math

import pytest
import shapely
from support import EAST, NORTH, all_layers, box, candidates, parcel, screen, survey

from land_entry_plugin.cadastre.plain_map import MM_PER_POINT, plain_map
from land_entry_plugin.rounding import half_up

STRIP = shapely.LineString([(EAST - 300, NORTH - 300), (EAST + 300, NORTH + 300)])
ROUND = [(EAST + 6 * math.cos(i * math.tau / 70), NORTH + 6 * math.sin(i * math.tau / 70)) for i in range(70)]


def width(text, size):
    return sum(0.5 if sign.isascii() else 1.0 for sign in text) * size * MM_PER_POINT


@pytest.fixture(scope="module")
def record():
    road = STRIP.buffer(6, cap_style="flat")
    land = survey((shapely.difference(box(-300, -300, 600, 600), road), "0101"), (road, "1006"))
    shapes = [shapely.Polygon(ROUND), box(40, -40, 1, 1), shapely.Polygon(STRIP.buffer(2, cap_style="flat").exterior)]
    return screen(candidates(*shapes, ids=["round", "tiny", "strip"]), all_layers(land))


@pytest.mark.parametrize("name", ["round", "tiny", "strip"])
def test_every_number_and_length_stands_free_or_is_named_as_left_out(record, name):
    own = parcel(record, name)
    drawn = plain_map(own, width)
    points = own["cadastre"]["rings"][0]["points"]
    shown = [one.text for one in drawn.texts]
    for point, following in zip(points, [*points[1:], points[0]], strict=True):
        edge = str(half_up(point["edge_m"]))
        assert (point["name"] in drawn.left_out) != (point["name"] in shown)
        assert edge in shown or f"{point['name']}–{following['name']} {edge}" in drawn.left_out
    free = [one for one in drawn.texts if one.kind != "fraction"]
    assert not any(one.box.covers(other.box) for one, other in itertools.combinations(free, 2))
    assert all(one.box.inside(drawn.width, drawn.height, 0) for one in drawn.texts)


def test_of_a_crowd_of_points_some_are_led_back_to_and_some_left_out(record):
    drawn = plain_map(parcel(record, "round"), width)
    names = {f"J{i}" for i in range(1, 71)}
    assert names & set(drawn.left_out)
    assert names & {one.text for one in drawn.texts}
    # leaders begin beside their point, and none runs through the parcel
    inner = drawn.shape.buffer(-0.1)
    numbers = [one.box for one in drawn.texts if one.kind == "number"]
    leaders = [line for line in drawn.lines if any(math.dist(line[0], at) < 1 for at in drawn.points)]
    ends = [shapely.Point(end) for _, end in leaders]
    led = [end for end in ends if any(shapely.Polygon(box.corners).distance(end) < 1e-6 for box in numbers)]
    assert led
    assert not any(shapely.LineString(line).intersects(inner) for line in leaders)


def test_the_fraction_of_a_strip_is_left_out_with_its_figures(record):
    own = parcel(record, "strip")
    drawn = plain_map(own, width)
    figure = str(half_up(own["cadastre"]["areas"]["plane_m2"]))
    assert not [one for one in drawn.texts if one.kind == "fraction"]
    (left,) = [text for text in drawn.left_out if "m²" in text]
    assert figure in left
