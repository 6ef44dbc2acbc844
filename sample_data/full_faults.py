# SPDX-License-Identifier: GPL-2.0-or-later
"""The faults that DLTB of the full township has on purpose, each on patches of one yard."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from drawing import Place
from landscape import Patch
from layers import Layer, deduction, ellipsoid_area, hundredth, to_plane
from shapely import Point, Polygon

NO_CLASS, UNKNOWN_CLASS, PERCENT_FACTOR = "待定图斑甲", "待定图斑乙", "面粉厂南地"
BOW_TIE = ("机瓦厂", "机瓦厂折角")
OVERLAPPING, OVERLAP = "石料加工厂", (1455.0, 2765.0, 1464.0, 2815.0)


def figure_of_eight(body: Polygon, corner: Polygon) -> Polygon:
    """Return one ring round two polygons that share a single point, where it crosses itself."""
    shared = shapely.intersection(body, corner)
    if not isinstance(shared, Point):
        raise ValueError("the corner of the bow-tie patch must touch its body in one point")
    first = ring_from(shapely.orient_polygons(body), shared)
    second = ring_from(shapely.orient_polygons(corner, exterior_cw=True), shared)
    return Polygon(np.vstack([first, second[1:]]))


def ring_from(area: Polygon, start: Point) -> np.ndarray:
    """Return the ring of a polygon, begun at one of its points."""
    points = shapely.get_coordinates(area.exterior)[:-1]
    position = int(np.hypot(*(points - (start.x, start.y)).T).argmin())
    turned = np.roll(points, -position, axis=0)
    return np.vstack([turned, turned[:1]])


def with_faults(place: Place, layer: Layer, patches: list[Patch]) -> Layer:
    """Return DLTB with a null class, an unknown one, a factor in percent, a bow-tie and an overlap."""
    by_origin = {patch.origin: patch for patch in patches}
    by_origin[NO_CLASS].values.update({"DLBM": None, "DLMC": None})
    by_origin[UNKNOWN_CLASS].values.update({"DLBM": "9999", "DLMC": "待定"})

    percent = by_origin[PERCENT_FACTOR].values
    taken, net = deduction(percent["TBMJ"], 0.125)
    percent.update({"KCDLBM": "1203", "KCXS": 12.5, "KCMJ": taken, "TBDLMJ": net, "GDPDJB": "2", "GDLX": "PD"})

    body, corner = (by_origin[name] for name in BOW_TIE)
    bow_tie = to_plane_as_drawn(place, figure_of_eight(body.area, corner.area))
    body.values["TBMJ"] = body.values["TBDLMJ"] = hundredth(body.values["TBMJ"] + corner.values["TBMJ"])

    widened = by_origin[OVERLAPPING]
    overlapping = to_plane(place, shapely.union(widened.area, shapely.box(*OVERLAP), grid_size=0.001))
    widened.values["TBMJ"] = widened.values["TBDLMJ"] = ellipsoid_area(overlapping)

    changed = {id(body.values): bow_tie, id(widened.values): overlapping}
    rows = [(changed.get(id(values), area), values) for area, values in layer.rows if id(values) != id(corner.values)]
    return replace(layer, rows=rows)


def to_plane_as_drawn(place: Place, area: Polygon) -> Polygon:
    """Return a polygon moved to the plane with its ring as it is."""
    points = np.round(shapely.get_coordinates(area) + np.asarray(place.origin), 3)
    if any(np.array_equal(one, other) for one, other in pairwise(points)):
        raise ValueError("a point of the bow-tie patch is repeated")
    return Polygon(points)
