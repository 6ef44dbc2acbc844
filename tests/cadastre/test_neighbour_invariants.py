# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds of the neighbours of any parcel in any surroundings."""

from __future__ import annotations

from collections import Counter
from math import cos, pi, sin

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from support import box, polygon
from surrounded import candidate, facts, owned, patch, registered

from land_entry_plugin.rounding import half_up


@st.composite
def parcels(draw):
    """Return a polygon with a hole in half of the cases, of one or two parts."""
    radii = draw(st.lists(st.floats(20, 60), min_size=3, max_size=12))
    turn = draw(st.floats(0, 2 * pi))
    shape = polygon(
        *[
            (round(r * cos(2 * pi * i / len(radii) + turn), 3), round(r * sin(2 * pi * i / len(radii) + turn), 3))
            for i, r in enumerate(radii)
        ]
    )
    if draw(st.booleans()):
        shape = shape.difference(box(-4, -4, draw(st.floats(0.5, 8)), draw(st.floats(0.5, 8))))
    if draw(st.booleans()):
        shape = shape.union(box(62 + draw(st.floats(0, 3)), 0, 20, 10))
    return shapely.set_precision(shape, 0.001)


@st.composite
def neighbours(draw):
    x, y = draw(st.integers(-80, 80)), draw(st.integers(-80, 80))
    shape = box(x, y, draw(st.integers(1, 90)), draw(st.integers(1, 90)))
    kind = draw(st.sampled_from([candidate, registered, owned, "field", "road"]))
    if kind == "field":
        return patch(shape, "0102", "水浇地")
    return patch(shape, "1006", "农村道路") if kind == "road" else kind(shape)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(shape=parcels(), items=st.lists(neighbours(), max_size=8))
def test_nothing_of_the_boundary_is_lost_or_told_twice(shape, items):
    if shape.is_empty or not shape.is_valid or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return
    of_parcel = facts(shape, *items)
    edges = [point["edge_m"] for ring in of_parcel["rings"] for point in ring["points"]]
    assert sum(edges) == pytest.approx(shape.length, abs=1e-3 * len(edges))
    printed = sum(half_up(edge) for edge in edges)
    assert half_up(of_parcel["perimeter_m"]) == printed

    # every edge is in exactly one run, and the runs chain around their ring
    starts = Counter()
    for run in of_parcel["runs"]:
        starts.update([run["from"], *run["through"]])
        assert sum(one["length_m"] for one in run["neighbours"]) == pytest.approx(run["length_m"], abs=0.02 * 12)
    assert starts == Counter(point["name"] for ring in of_parcel["rings"] for point in ring["points"])
    assert sum(half_up(run["length_m"]) for run in of_parcel["runs"]) == printed
    for number, ring in enumerate(of_parcel["rings"], start=1):
        own = [run for run in of_parcel["runs"] if run["ring"] == number]
        assert [run["to"] for run in own] == [run["from"] for run in [*own[1:], own[0]]]
        assert {run["from"] for run in own} <= {point["name"] for point in ring["points"]}

    # sides and holes share the whole boundary among them
    told = [*of_parcel["four_neighbours"].values(), of_parcel["enclosed"]]
    assert sum(half_up(one["length_m"]) for found in told for one in found) == printed
    for found in of_parcel["four_neighbours"].values():
        assert not found or sum(one["share"] for one in found) == pytest.approx(1, abs=1e-5)
    for number in {one["ring"] for one in of_parcel["enclosed"]}:
        own = [one["share"] for one in of_parcel["enclosed"] if one["ring"] == number]
        assert sum(own) == pytest.approx(1, abs=1e-5)
    assert all(one["length_m"] >= 0 for found in told for one in found)

    # the description names every point and every run
    points, lines = of_parcel["cells"]["JZDWSM"]["value"]["zh"], of_parcel["cells"]["JZXZXSM"]["value"]["zh"]
    assert points.count("。") == of_parcel["point_count"]
    assert lines.count("。") == len(of_parcel["runs"])
    assert "{" not in points + lines


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(shape=parcels(), items=st.lists(neighbours(), max_size=5), shift=st.integers(0, 20))
def test_the_order_of_the_file_does_not_matter(shape, items, shift):
    if shape.geom_type != "Polygon" or not shape.is_valid or shape.is_empty:
        return
    ring = list(shape.exterior.coords)[:-1]
    shift %= len(ring)
    turned = shapely.Polygon([*ring[shift:], *ring[:shift]][::-1], [hole.coords for hole in shape.interiors])
    assert facts(turned, *items)["four_neighbours"] == facts(shape, *items)["four_neighbours"]
