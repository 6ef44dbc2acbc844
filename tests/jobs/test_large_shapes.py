# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapes of many vertices are looked at less often than others; what is said of them is the same."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pyproj
import pytest
import shapely

from land_entry_plugin.engine.crs import Plane
from land_entry_plugin.files.source import Rows, near
from land_entry_plugin.jobs import reading

PLANE = Plane("EPSG:4527")
EAST, NORTH = 39_500_000.0, 4_130_000.0


def rows_of(*shapes):
    return Rows(np.arange(len(shapes)), np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object), {})


@pytest.mark.parametrize(("code", "origin", "side"), [(4490, (117.0, 37.0), 1e-4), (4527, (EAST, NORTH), 10.0)])
def test_what_was_mended_for_one_share_is_the_same_for_the_next(code, origin, side, monkeypatch):
    monkeypatch.setattr(reading, "_MANY_BYTES", 0)
    role = SimpleNamespace(id="basic_farmland", source_id=None)
    description = SimpleNamespace(name="YJJBNTBHTB")
    layer = SimpleNamespace(role=role, key=role.id, description=description, crs=pyproj.CRS(code), fields={}, year=None)
    x, y = origin
    bow_tie = shapely.Polygon([(x, y), (x + side, y + side), (x + side, y), (x, y + side)])
    flat = shapely.Polygon([(x, y), (x + side, y), (x, y)])
    rows = rows_of(
        shapely.box(x, y, x + side, y + side), bow_tie, flat, shapely.box(x + side, y, x + 2 * side, y + side)
    )
    before = {}
    reading.prepared(layer, rows.taken(np.array([1, 2])), PLANE, None, before)
    assert len(before) == 2
    known, anew = reading.prepared(layer, rows, PLANE, None, before), reading.prepared(layer, rows, PLANE)
    assert len(before) == 4
    assert known.was_broken.tolist() == anew.was_broken.tolist() == [False, True, True, False]
    assert (known.other_reading is None) == (anew.other_reading is None) == (not layer.crs.is_geographic)
    for name in ("geometry", "doubt", "other_reading"):
        one, other = getattr(known, name), getattr(anew, name)
        assert shapely.to_wkb(one).tolist() == shapely.to_wkb(other).tolist() if one is not None else other is None


@pytest.mark.parametrize("angle_deg", [0.0, 7.3, 90.1])
def test_a_large_shape_is_near_a_box_that_holds_none_of_its_corners(angle_deg):
    circle = shapely.buffer(shapely.Point(EAST, NORTH), 10_000, quad_segs=1000)
    # corners are some 16 m apart
    at = np.deg2rad(angle_deg)
    on_border = np.array([EAST + 10_000 * np.cos(at), NORTH + 10_000 * np.sin(at)])
    outside = np.array([EAST + 10_100 * np.cos(at), NORTH + 10_100 * np.sin(at)])
    for middle, wanted in ((on_border, [0]), (np.array([EAST, NORTH]), [0]), (outside, [])):
        box = np.append(middle - 1, middle + 1)[np.newaxis]
        assert near(rows_of(circle), box).ids.tolist() == wanted
