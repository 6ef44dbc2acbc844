# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map as CAD shows it: texts one can read, lines that are no parcels, marks that say what it is of."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import ezdxf
import numpy as np
import pytest
import shapely
from coordinate_texts import Read
from support import EAST, all_layers, box, candidates, parcel, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.drawing.dxf import mark_of, write_dxf
from land_entry_plugin.files.drawing.labels import LabelPlaces, text_box
from land_entry_plugin.files.drawing.parcel_map import parcel_map
from land_entry_plugin.files.drawing.style import WITH, WITHOUT, style_of

# At 1:500.
STEP = 0.5
HEIGHT = 1.8 * STEP


def places_of(shape, points=(), around=None, room=60):
    window = shapely.box(*shape.buffer(room).bounds)
    return LabelPlaces(shape, window, STEP, list(points), 1.0, around or shapely.MultiLineString())


def circle(count, radius):
    return [
        (radius * math.cos(2 * math.pi * i / count), radius * math.sin(2 * math.pi * i / count)) for i in range(count)
    ]


def numbered(count, radius, first=60):
    """Return the places of numbers around a round parcel, and the numbers of its first points."""
    points = circle(count, radius)
    places = places_of(shapely.Polygon(points), points)
    return places, [places.number(f"J{i + 1}", points, i, HEIGHT) for i in range(min(count, first))]


@pytest.mark.parametrize(("count", "radius"), [(12, 30), (60, 8)])
def test_numbers_of_crowded_points_cover_nothing_and_lie_outside(count, radius):
    places, labels = numbered(count, radius)
    boxes = [text_box(label) for label in labels if label is not None]
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert not any(one.intersects(places.shape) for one in boxes)
    # rings of the points stay free
    rings = shapely.union_all(shapely.buffer(shapely.points(circle(count, radius)), STEP / 2))
    assert not any(one.intersects(rings) for one in boxes)
    assert (None in labels) == (count > 12)


def test_a_number_far_off_is_led_back_to_its_point_through_nothing():
    places, labels = numbered(60, 8)
    points = circle(60, 8)
    assert places.leaders
    led = {start for start, _ in places.leaders}
    off = {at: text_box(label).distance(shapely.Point(at)) for label, at in zip(labels, points, strict=True) if label}
    assert led < off.keys()
    assert all(distance < 3 * STEP for at, distance in off.items() if at not in led)
    boxes = [text_box(label) for label in places.placed]
    for start, end in places.leaders:
        assert start in points
        line = shapely.LineString([start, end])
        # away from its point, and up to its own number
        free = line.difference(shapely.Point(start).buffer(STEP))
        assert not free.intersects(places.shape)
        assert sum(free.distance(one) < 1e-6 for one in boxes) == 1


def test_of_very_many_points_no_number_is_far_off():
    _, labels = numbered(130, 8, first=40)
    assert any(labels)
    assert None in labels
    # the fourth distance is five millimetres
    points = circle(130, 8)
    assert max(text_box(one).distance(shapely.Point(points[i])) for i, one in enumerate(labels) if one) <= 5 * STEP


def test_a_length_stands_along_its_edge_outside_or_not_at_all():
    shape = shapely.box(0, 0, 40, 4)
    places = places_of(shape)
    label = places.length("40.00", (0, 0), (40, 0), HEIGHT)
    assert (label.at[0], label.angle_deg) == (20, 0)
    assert label.at[1] < 0
    assert places.length("4.00", (40, 0), (40, 4), HEIGHT * 2) is None
    # where outside is taken, it stands inside
    room = places_of(shapely.box(0, 0, 40, 40))
    room.take(shapely.box(-10, -10, 50, -0.1))
    assert 0 < room.length("40.00", (0, 0), (40, 0), HEIGHT).at[1] < 5
    # nor does it stand across a notch that is narrower than the text is high
    notched = places_of(shapely.difference(shapely.box(0, 0, 40, 40), shapely.box(0, 20, 30, 20.8)))
    assert notched.length("30.00", (0, 20), (30, 20), HEIGHT).at[1] < 20


def test_a_name_follows_a_narrow_road_shrinks_or_is_left_out():
    parcel_shape = shapely.box(-50, -50, -40, -40)
    road = shapely.LineString([(0, 0), (30, 30)]).buffer(1.2 * HEIGHT, cap_style="flat")
    label = places_of(parcel_shape, around=road.boundary, room=200).name("农村道路", road, HEIGHT)
    assert (label.angle_deg, label.height) == (pytest.approx(45), HEIGHT)
    path = shapely.affinity.scale(road, 0.7, 0.7)
    smaller = places_of(parcel_shape, around=path.boundary, room=200).name("农村道路", path, HEIGHT)
    assert smaller.height < HEIGHT
    assert path.contains(text_box(smaller))
    lines = shapely.MultiLineString([[(x, -100), (x, 100)] for x in range(-100, 100)])
    assert places_of(parcel_shape, around=lines, room=200).name("农村道路", road, HEIGHT) is None


def test_a_block_stands_in_the_parcel_beside_it_or_nowhere():
    wide = places_of(shapely.box(0, 0, 50, 50))
    assert wide.block(20, 10) == pytest.approx((25, 25), abs=1)
    assert not wide.leaders
    narrow = places_of(shapely.box(0, 0, 5, 5))
    assert narrow.block(20, 10) is None
    x, y = narrow.block_beside(20, 10)
    ((start, end),) = narrow.leaders
    assert narrow.shape.contains(shapely.Point(start))
    own = shapely.box(x - 10, y - 5, x + 10, y + 5)
    assert own.distance(shapely.Point(end)) < 1e-9
    assert not own.intersects(narrow.shape)
    narrow.take(narrow.window)
    assert narrow.block_beside(20, 10) is None


@pytest.fixture(scope="module")
def record():
    pond, field = box(48, 30, 8, 8), box(40, -200, 300, 500)
    layers = survey(
        (box(-300, -200, 340, 500), "0601"), (shapely.difference(field, pond), "0101"), (pond, "1104"),
    )  # fmt: skip
    return screen(candidates(box(0, 0, 40, 60), box(-80, 0, 1, 1), ids=["P1", "P2"]), all_layers(layers))


def closed_lines(path):
    space = ezdxf.readfile(path).modelspace()
    return [line for line in space.query("LWPOLYLINE") if line.closed or tuple(line[0]) == tuple(line[-1])]


def test_only_the_parcel_is_a_closed_line(record, tmp_path):
    path = tmp_path / "P1.dxf"
    style = style_of(None)
    drawn = parcel_map(parcel(record), style)
    # the pond beside it is drawn whole, in two strokes
    assert len(drawn.lines["waters"]) == 2
    assert shapely.polygonize([shapely.linestrings(one) for one in drawn.lines["waters"]]).area == pytest.approx(64)
    write_dxf(parcel(record), path, style)
    (line,) = closed_lines(path)
    assert line.dxf.layer == "JZX"


def test_a_parcel_of_several_parts_and_an_island_comes_back_as_one(tmp_path):
    ring = shapely.difference(box(0, 0, 60, 60), box(15, 15, 30, 30))
    whole = shapely.MultiPolygon([ring, box(25, 25, 10, 10), box(100, 0, 20, 20)])
    record = screen(
        candidates(whole, ids=["371126004012JB00077"]), all_layers(survey((box(-300, -200, 640, 500), "0601")))
    )
    path = tmp_path / "parts.dxf"
    write_dxf(parcel(record, "371126004012JB00077"), path, style_of(None))
    assert len(closed_lines(path)) == 4
    found = Read(path, crs="EPSG:4527")
    (row,), (shape,) = found.rows, found.shapes
    assert row["DKBH"] == "371126004012JB00077"
    assert shape.normalize().equals_exact(whole.normalize(), 1e-6)


def test_a_parcel_too_small_for_its_fraction_has_it_beside(record):
    drawn = parcel_map(parcel(record, "P2"), style_of(None))
    texts = [label for label in drawn.labels if label.kind == "fraction"]
    assert [label.text for label in texts][1:] == ["0601", "1.00"]
    own = shapely.box(*shapely.bounds(shapely.linestrings(drawn.rings[0].points)) - np.tile(drawn.origin, 2))
    assert not any(text_box(label).intersects(own) for label in texts)


@pytest.mark.parametrize(("prefix", "recorded", "east"), [
    (WITH, True, EAST), (WITHOUT, True, EAST - 39e6), (WITH, False, EAST + 39e6), (WITHOUT, False, EAST),
])  # fmt: skip
def test_eastings_have_their_zone_number_where_it_is_wanted(record, prefix, recorded, east):
    own = parcel(record)
    own = own | {"cadastre": own["cadastre"] | {"zone": own["cadastre"]["zone"] | {"zone_in_easting": recorded}}}
    drawn = parcel_map(own, replace(style_of(None), zone_prefix=prefix))
    assert drawn.rings[0].points[:, 0].min() == east


def test_a_style_without_frame_and_family_and_with_one_layer_for_two_kinds(record, tmp_path):
    style = style_of(None)
    layers = style.layers | {"points": replace(style.layers["points"], name="jzx", colour=3)}
    write_dxf(parcel(record), tmp_path / "P1.dxf", replace(style, frame=False, font_family="", layers=layers))
    drawing = ezdxf.readfile(tmp_path / "P1.dxf")
    assert drawing.layers.get("JZX").color == 1
    assert not drawing.modelspace().query("*[layer=='TK']")
    assert not drawing.styles.get("LE_TEXT").has_xdata("ACAD")


def test_a_drawing_says_what_it_was_made_from_while_it_is_whole(record, tmp_path):
    path = tmp_path / "P1.dxf"
    write_dxf(parcel(record), path, style_of(None), mark="a1b2")
    assert mark_of(path) == "a1b2"
    path.write_bytes(path.read_bytes()[:-10])
    assert mark_of(path) is None
    write_dxf(parcel(record), path, style_of(None))
    assert mark_of(path) is None
    assert mark_of(tmp_path / "nowhere.dxf") is None


@pytest.mark.parametrize(("style", "error"), [("own.yaml", "missing_file"), ("casss", "no_such_cad_style")])
def test_a_style_that_is_not_there(tmp_path, style, error):
    with pytest.raises(InputError) as caught:
        style_of(str(tmp_path / style) if "." in style else style)
    assert caught.value.text_id == error
    assert style in caught.value.user_message("zh")
