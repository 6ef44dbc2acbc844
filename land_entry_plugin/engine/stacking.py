# SPDX-License-Identifier: GPL-2.0-or-later
"""How often a layer covers each place: overlaps where twice, gaps where never, without pairing all neighbours.

An edge that two neighbours share runs once in each direction and changes nothing. What is left over, the loose
edges, is the border of every place that is covered another number of times than the place beside it. In a sound
survey these are few, so the work lies in sorting edges, not in cutting polygons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from land_entry_plugin.engine.shapes import GRID_M, NOWHERE, intersection, parts_of, polygons_only

_BATCH = 20_000
# More than this are no longer sorted out in a minute: in such a layer hardly any border is shared.
MOST_LOOSE_EDGES = 150_000
# Where to cut a face in two when its inner point lies on a border; no corner of a map lies there by chance.
_CUTS = (0.3819660113, 0.6180339887, 0.2360679775, 0.7639320225)


@dataclass(frozen=True)
class Stack:
    """What a layer covers.

    Attributes
    ----------
    pairs : ndarray of int, shape (k, 2)
        Features that lie on each other, each pair once, the lower first.
    overlaps : ndarray of shapely polygons, shape (k,)
        Where.
    gaps : ndarray of shapely polygons, shape (g,)
        Places that are covered nowhere though all around is.
    covered : shapely polygon or multipolygon, or None
        All that is covered; None where gaps were not looked for, since hardly any border is shared.
    loose_edges : int
        How many edges no other edge runs against.
    """

    pairs: np.ndarray
    overlaps: np.ndarray
    gaps: np.ndarray
    covered: shapely.Geometry | None
    loose_edges: int


def stacked(geometries: np.ndarray, most_loose: int = MOST_LOOSE_EDGES) -> Stack:
    """Return where the features of a layer lie on each other, and the holes that they leave between them.

    Parameters
    ----------
    geometries : ndarray of shapely polygons, shape (n,)
        Valid or None, metres.
    most_loose : int
        With more loose edges than this only overlaps are looked for.
    """
    edges = loose_edges(geometries)
    if len(edges) > most_loose:
        pairs, overlaps = overlapping(geometries)
        return Stack(pairs, overlaps, np.empty(0, dtype=object), None, len(edges))
    nothing = Stack(np.empty((0, 2), dtype=int), np.empty(0, dtype=object), np.empty(0, dtype=object), NOWHERE, 0)
    if not len(edges):
        return nothing
    chains = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(edges))))
    noded = shapely.union_all(chains, grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    faces = faces[shapely.area(faces) > GRID_M]
    if not len(faces):
        return nothing
    tree = shapely.STRtree(geometries)
    depth = _depths(faces, tree)
    near = np.unique(tree.query(faces[depth > 1], predicate="intersects")[1])
    pairs, overlaps = overlapping(geometries[near])
    gaps = parts_of(shapely.coverage_union_all(faces[depth == 0]))
    covered = polygons_only([shapely.coverage_union_all(faces[depth > 0])])[0]
    return Stack(near[pairs], overlaps, gaps, covered, len(edges))


def overlapping(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of features (k, 2) that lie on each other, the lower first, in order, and where (k,)."""
    left, right = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    once = left < right
    pairs = np.column_stack([left[once], right[once]])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    if not len(pairs):
        return pairs, np.empty(0, dtype=object)
    common = intersection(geometries[pairs[:, 0]], geometries[pairs[:, 1]])
    real = shapely.area(common) > GRID_M
    return pairs[real], common[real]


def loose_edges(geometries: np.ndarray) -> np.ndarray:
    """Return the edges (m, 2, 2) that no other edge runs against.

    Edges are compared by 64-bit numbers made of their ends, so that those of a county fit into memory; two edges that
    have one number by chance would still each be cancelled by their own neighbour.
    """
    batches = [geometries[first : first + _BATCH] for first in range(0, len(geometries), _BATCH)]
    numbers, signs = [], []
    for batch in batches:
        ends, forward = _edges(batch)
        numbers.append(_number(ends[:, 0]) + _number(ends[:, 1]))
        signs.append(np.where(forward == _is_ordered(ends), 1, -1).astype(np.int8))
    if not sum(map(len, numbers)):
        return np.empty((0, 2, 2))
    begins = np.cumsum([0, *map(len, numbers)])
    number, sign = np.concatenate(numbers), np.concatenate(signs)
    del numbers, signs
    order = np.argsort(number, kind="stable")
    first = np.flatnonzero(np.diff(number[order], prepend=number[order[0]] - np.uint64(1)) != 0)
    sums = np.add.reduceat(sign[order].astype(np.int32), first)
    left_over = np.sort(order[first[sums != 0]])
    found = []
    for batch, begin, end in zip(batches, begins[:-1], begins[1:], strict=True):
        own = left_over[(left_over >= begin) & (left_over < end)] - begin
        if len(own):
            found.append(_edges(batch)[0][own])
    return np.concatenate(found) * GRID_M if found else np.empty((0, 2, 2))


def _edges(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return all edges (m, 2, 2) in numbers of the grid, and whether the inside lies to the left of each."""
    rings, part = shapely.get_rings(shapely.get_parts(geometries), return_index=True)
    if not len(rings):
        return np.empty((0, 2, 2), dtype=np.int64), np.empty(0, dtype=bool)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    is_shell = np.diff(part, prepend=-1) > 0
    starts = np.flatnonzero(ring[:-1] == ring[1:])
    # relative to the ring's first point: keeps the digits that a small ring far from the origin needs
    local = points - points[np.flatnonzero(np.diff(ring, prepend=-1) > 0)][ring]
    twice = local[starts, 0] * local[starts + 1, 1] - local[starts + 1, 0] * local[starts, 1]
    inside_left = (np.bincount(ring[starts], twice, minlength=len(rings)) > 0) == is_shell
    grid = np.round(points / GRID_M).astype(np.int64)
    ends = np.stack([grid[starts], grid[starts + 1]], axis=1)
    kept = (ends[:, 0] != ends[:, 1]).any(axis=1)
    return ends[kept], inside_left[ring[starts]][kept]


def _is_ordered(ends: np.ndarray) -> np.ndarray:
    """Return whether edges run from the point that comes first to the other."""
    (x1, y1), (x2, y2) = ends[:, 0].T, ends[:, 1].T
    return (x1 < x2) | ((x1 == x2) & (y1 < y2))


def _number(points: np.ndarray) -> np.ndarray:
    """Return a 64-bit number for points (n, 2) of the grid, as different for neighbours as for any others."""
    values = points.astype(np.uint64)
    mixed = values[:, 0] * np.uint64(0x9E3779B97F4A7C15) + values[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def _depths(faces: np.ndarray, tree: shapely.STRtree) -> np.ndarray:
    """Return how many features cover each face, by a point inside it that lies on no feature's border."""
    depth = np.zeros(len(faces), dtype=int)
    open_faces, pieces = np.arange(len(faces)), faces
    for number, cut in enumerate((None, *_CUTS)):
        if cut is not None:
            # across and upright by turns: a border may run either way through the middle
            pieces = _cut(pieces, cut, is_upright=number % 2 == 0)
        points = shapely.point_on_surface(pieces)
        covered, inside = (
            np.bincount(tree.query(points, predicate=predicate)[0], minlength=len(points))
            for predicate in ("intersects", "within")
        )
        depth[open_faces] = np.maximum(inside, np.minimum(covered, 1))
        unclear = covered != inside
        open_faces, pieces = open_faces[unclear], pieces[unclear]
        if not len(open_faces):
            break
    return depth


def _cut(faces: np.ndarray, share: float, *, is_upright: bool) -> np.ndarray:
    """Return of each face what lies below a share of its height or left of one of its width; all if that is none."""
    west, south, east, north = shapely.bounds(faces).T
    if is_upright:
        east = west + share * (east - west)
    else:
        north = south + share * (north - south)
    cut = shapely.intersection(faces, shapely.box(west, south, east, north))
    return np.where(shapely.area(cut) > 0, cut, faces)


def same_shapes(geometries: np.ndarray) -> list[tuple[int, ...]]:
    """Return the groups of features that have the same shape, ring direction and first point aside."""
    bounds, area = shapely.bounds(geometries), shapely.area(geometries)
    rows = np.flatnonzero(np.isfinite(bounds).all(axis=1))
    key = np.round(np.column_stack([bounds[rows], area[rows]]) / 1e-3)
    _, at, count = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    at = at.reshape(-1)
    alike = np.flatnonzero(count[at] > 1)
    groups: dict[int, list[list[int]]] = {}
    # a loop: only features that have extent and area in common
    for position in alike:
        row, classes = int(rows[position]), groups.setdefault(int(at[position]), [])
        own = next((one for one in classes if shapely.equals(geometries[one[0]], geometries[row])), None)
        if own is None:
            classes.append([row])
        else:
            own.append(row)
    return [tuple(one) for classes in groups.values() for one in classes if len(one) > 1]
