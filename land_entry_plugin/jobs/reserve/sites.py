# SPDX-License-Identifier: GPL-2.0-or-later
"""Sites: pieces of one owner that make one piece of land, wide and large enough."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.overlay import overlay
from land_entry_plugin.engine.sites import joined, wide_parts
from land_entry_plugin.jobs.reserve.ground import NOT_PLANNED, Ground, areas_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.reserve.request import ReserveRequest
    from land_entry_plugin.jobs.reserve.stock import Survey

# A village, where the survey names none.
_NO_VILLAGE = "SITE"


@dataclass(frozen=True)
class Site:
    """A piece of stock that may be a candidate.

    Attributes
    ----------
    site_id : str
    geometry : shapely polygon
    parts : dict of int to float
        The pieces of ground that it is made of, with the area of each in m2.
    cut : str or None
        The role whose conflict was cut out of it, or that it was cut out for.
    """

    site_id: str
    geometry: shapely.Polygon
    parts: dict[int, float]

    def largest(self) -> int:
        """Return the piece of ground that makes most of it."""
        return max(self.parts, key=lambda piece: (self.parts[piece], -piece))


def shapes_of(ground: Ground, request: ReserveRequest, plane: Plane, touch_width_m: float) -> list[shapely.Polygon]:
    """Return the shapes of all sites: connected land of one owner that nothing bars, planned for it or not."""
    groups: dict[tuple[object, bool], list[int]] = defaultdict(list)
    for i, (owner, plan, bar) in enumerate(zip(ground.owner, ground.plan, ground.bar, strict=True)):
        if bar is None:
            groups[owner, plan == NOT_PLANNED].append(i)
    shapes: list[shapely.Polygon] = []
    # a loop: an owner at a time
    for key in sorted(groups, key=str):
        for shape in joined(ground.geometry[groups[key]], touch_width_m):
            shapes += fitting([shape], request, plane)
    return shapes


def fitting(shapes: Sequence[shapely.Geometry], request: ReserveRequest, plane: Plane) -> list[shapely.Polygon]:
    """Return the parts of shapes that are wide and large enough to be sites."""
    parts = [part for shape in shapes for part in wide_parts(shape, request.min_width_m)]
    if not parts:
        return []
    found = np.array(parts, dtype=object)
    return list(found[ellipsoid_area(found, plane) >= request.min_area_m2])


def sites_of(shapes: Sequence[shapely.Polygon], ground: Ground, survey: Survey) -> list[Site]:
    """Return sites with their ids, village by village from the north."""
    if not shapes:
        return []
    found = overlay(np.array(shapes, dtype=object), ground.geometry)
    free = np.array([bar is None for bar in ground.bar], dtype=bool)[found.feature]
    shape, piece = found.parcel[free], found.feature[free]
    areas = areas_within(ground, (shape, piece, shapely.area(found.geometry[free])))
    parts: list[dict[int, float]] = [defaultdict(float) for _ in shapes]
    for i, j, area in zip(shape.tolist(), piece.tolist(), areas.tolist(), strict=True):
        parts[i][j] += area
    bounds = shapely.bounds(np.array(shapes, dtype=object))
    order = sorted(range(len(shapes)), key=lambda i: (-round(bounds[i, 3], 3), round(bounds[i, 0], 3)))
    count: dict[str, int] = defaultdict(int)
    sites = []
    for i in order:
        if not parts[i]:
            continue
        own = Site("", shapes[i], dict(parts[i]))
        village = survey.stock.village(ground.patch[own.largest()])[0] or _NO_VILLAGE
        count[village] += 1
        sites.append(Site(f"{village}-{count[village]:04d}", shapes[i], dict(parts[i])))
    return sites
