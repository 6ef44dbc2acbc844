# SPDX-License-Identifier: GPL-2.0-or-later
"""Land divided by layers, joined where it is one piece, and freed of what is too narrow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from land_entry_plugin.engine.overlay import overlay, without_double
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, GRID_M, difference, parts_of, polygons_only, union

# Corners sharper than this keep their tip when land is opened: a mitre of 2 is a corner of 60 degrees.
_MITRE_LIMIT = 2.0
# Rounding of the opening: what is off by less is the same outline.
_SAME_OUTLINE_M = 1e-3


@dataclass(frozen=True)
class Divided:
    """Pieces of land, each on one feature of a layer or on none.

    Attributes
    ----------
    piece : ndarray of int, shape (n,)
        Which of the pieces that were divided.
    feature : ndarray of int, shape (n,)
        The feature, -1 where none is.
    geometry : ndarray of shapely polygons, shape (n,)
    """

    piece: np.ndarray
    feature: np.ndarray
    geometry: np.ndarray


def divided(pieces: np.ndarray, features: np.ndarray) -> Divided:
    """Return pieces divided by the features of a layer; every place belongs to the first feature that covers it.

    Parameters
    ----------
    pieces, features : ndarray of shapely polygons, shapes (p,) and (f,)
        Valid, in one plane; features may be None. A piece that one feature covers stays as it is.
    """
    found = overlay(pieces, features)
    areas, whole = shapely.area(found.geometry), shapely.area(pieces)
    covering = areas >= whole[found.parcel] - ARITHMETIC_AREA_M2
    taken = np.full(len(pieces), -1)
    # the first feature that covers all of a piece, unless an earlier one has a part of it
    first = np.unique(found.parcel, return_index=True)[1]
    for i in first[covering[first]]:
        taken[found.parcel[i]] = found.feature[i]
    rest = taken[found.parcel] < 0
    touched = np.unique(found.parcel[rest])
    alone = np.setdiff1d(np.arange(len(pieces)), found.parcel)
    result = [(i, taken[i], pieces[i]) for i in np.flatnonzero(taken >= 0)] + [(i, -1, pieces[i]) for i in alone]
    starts = np.searchsorted(found.parcel, touched)
    ends = np.searchsorted(found.parcel, touched, side="right")
    # a loop: only pieces that a border of the layer crosses
    for i, start, end in zip(touched, starts, ends, strict=True):
        parts = found.geometry[start:end]
        covered = union(list(parts))
        if parts.size > 1 and areas[start:end].sum() > shapely.area(covered) + ARITHMETIC_AREA_M2:
            parts = without_double(parts)
        result += [
            (i, feature, part)
            for feature, part in zip(found.feature[start:end], parts, strict=True)
            if shapely.area(part) > ARITHMETIC_AREA_M2
        ]
        left = difference(pieces[i], covered)
        if shapely.area(left) > ARITHMETIC_AREA_M2:
            result.append((i, -1, left))
    result.sort(key=lambda one: (one[0], one[1]))
    geometry = np.full(len(result), None, dtype=object)
    geometry[:] = [one[2] for one in result]
    return Divided(
        np.array([one[0] for one in result], dtype=int), np.array([one[1] for one in result], dtype=int), geometry
    )


def joined(pieces: np.ndarray, gap_m: float) -> np.ndarray:
    """Return the connected polygons that pieces make together; gaps up to ``gap_m`` between them are the drawing's.

    Pieces that share a corner only are not connected.
    """
    whole = union(list(pieces))
    parts = parts_of(whole)
    if len(parts) > 1:
        left, right = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=gap_m)
        near = np.unique(left[left != right])
        if len(near):
            closed = shapely.buffer(
                shapely.buffer(shapely.multipolygons(parts[near]), gap_m, join_style="mitre"),
                -gap_m,
                join_style="mitre",
            )
            parts = parts_of(union([whole, *_bridges(closed, parts[near], gap_m)]))
    return _without_hair_holes(parts, gap_m)


def _bridges(closed: shapely.Geometry, parts: np.ndarray, gap_m: float) -> list[shapely.Geometry]:
    """Return what lies between parts and joins at least two of them along a line."""
    gaps = parts_of(difference(closed, union(list(parts))))
    tree = shapely.STRtree(parts)
    return [
        gap
        for gap in gaps
        if len(tree.query(shapely.buffer(gap, GRID_M), predicate="intersects")) > 1 and shapely.length(gap) > 4 * gap_m
    ]


def _without_hair_holes(parts: np.ndarray, width_m: float) -> np.ndarray:
    """Return polygons without holes thinner than ``width_m``, which are the drawing's."""
    if not shapely.get_num_interior_rings(parts).any():
        return parts
    result = parts.copy()
    for i in np.flatnonzero(shapely.get_num_interior_rings(parts)):
        holes = [shapely.Polygon(ring) for ring in parts[i].interiors]
        kept = [hole.exterior for hole in holes if 2 * hole.area >= width_m * hole.length]
        if len(kept) < len(holes):
            result[i] = shapely.Polygon(parts[i].exterior, kept)
    return result


def wide_parts(shape: shapely.Geometry, width_m: float) -> list[shapely.Polygon]:
    """Return the connected parts of land that are at least ``width_m`` wide; narrow arms are cut off.

    An arm that reaches no farther than the width from what is wide enough is a corner, and stays. Where nothing is cut
    off, the outline is the same to the last vertex.
    """
    half = width_m / 2
    core = shapely.buffer(shape, -half, join_style="mitre")
    if shapely.is_empty(core):
        return []
    opened = shapely.buffer(core, half + _SAME_OUTLINE_M, join_style="mitre", mitre_limit=_MITRE_LIMIT)
    rest = parts_of(difference(shape, opened))
    arms = [part for part in rest if _reach(shapely.segmentize(part, half), core) > half + width_m]
    if not arms:
        return [part for part in parts_of(shape) if shapely.intersects(part, core)]
    kept = difference(shape, union([shapely.buffer(arm, _SAME_OUTLINE_M * 2, join_style="mitre") for arm in arms]))
    return [part for part in parts_of(polygons_only([kept])[0]) if shapely.intersects(part, core)]


def _reach(part: shapely.Geometry, core: shapely.Geometry) -> float:
    """Return how far the farthest point of a part lies from the core."""
    return float(shapely.distance(core, shapely.points(shapely.get_coordinates(part))).max())
