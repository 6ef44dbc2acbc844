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

from land_entry_plugin.engine.shapes import GRID_M, NOWHERE, intersection, parts_of, union

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
    covered : shapely polygon or multipolygon
        All that is covered.
    """

    pairs: np.ndarray
    overlaps: np.ndarray
    gaps: np.ndarray
    covered: shapely.Geometry


def stacked(geometries: np.ndarray) -> Stack:
    """Return where the features of a layer lie on each other, and the holes that they leave between them.

    Parameters
    ----------
    geometries : ndarray of shapely polygons, shape (n,)
        Valid or None, metres.
    """
    nothing = Stack(np.empty((0, 2), dtype=int), np.empty(0, dtype=object), np.empty(0, dtype=object), NOWHERE)
    edges = loose_edges(geometries)
    if not len(edges):
        return nothing
    noded = shapely.union_all(shapely.linestrings(edges), grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    faces = faces[shapely.area(faces) > GRID_M]
    if not len(faces):
        return nothing
    tree = shapely.STRtree(geometries)
    depth = _depths(faces, tree)
    pairs = _pairs(faces[depth > 1], geometries, tree)
    common = intersection(geometries[pairs[:, 0]], geometries[pairs[:, 1]]) if len(pairs) else np.empty(0, dtype=object)
    real = shapely.area(common) > GRID_M
    gaps = parts_of(union(list(faces[depth == 0])))
    return Stack(pairs[real], common[real], gaps, union(list(faces[depth > 0])))


def loose_edges(geometries: np.ndarray) -> np.ndarray:
    """Return the edges (m, 2, 2) that no other edge runs against."""
    parts = shapely.get_parts(geometries)
    rings, part = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return np.empty((0, 2, 2))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    is_shell = np.diff(part, prepend=-1) > 0
    grid = np.round(points / GRID_M)
    # complex numbers sort by their real part, then the other: one exact number for each point of the grid
    known, number = np.unique(grid[:, 0] + 1j * grid[:, 1], return_inverse=True)
    starts = np.flatnonzero(ring[:-1] == ring[1:])
    one, other = number[starts], number[starts + 1]
    origin = points[np.flatnonzero(np.diff(ring, prepend=-1) > 0)][ring]
    local = points - origin
    twice = local[starts, 0] * local[starts + 1, 1] - local[starts + 1, 0] * local[starts, 1]
    turns_left = np.bincount(ring[starts], twice, minlength=len(rings)) > 0
    runs_forward = turns_left == is_shell
    kept = one != other
    sign = np.where((one < other) == runs_forward[ring[starts]], 1, -1)[kept]
    low, high = np.minimum(one, other)[kept].astype(np.int64), np.maximum(one, other)[kept].astype(np.int64)
    edge, at = np.unique(low * len(known) + high, return_inverse=True)
    left_over = edge[np.bincount(at, sign, minlength=len(edge)) != 0]
    ends = np.stack([known[left_over // len(known)], known[left_over % len(known)]], axis=1)
    return np.stack([ends.real, ends.imag], axis=2) * GRID_M


def _depths(faces: np.ndarray, tree: shapely.STRtree) -> np.ndarray:
    """Return how many features cover each face, by a point inside it that lies on no feature's border."""
    depth = np.zeros(len(faces), dtype=int)
    open_faces, pieces = np.arange(len(faces)), faces
    for cut in (None, *_CUTS):
        if cut is not None:
            pieces = _cut(pieces, cut)
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


def _cut(faces: np.ndarray, share: float) -> np.ndarray:
    """Return of each face what lies below a share of its height; the face where that is nothing."""
    west, south, east, north = shapely.bounds(faces).T
    cut = shapely.intersection(faces, shapely.box(west, south, east, south + share * (north - south)))
    return np.where(shapely.area(cut) > 0, cut, faces)


def _pairs(faces: np.ndarray, geometries: np.ndarray, tree: shapely.STRtree) -> np.ndarray:
    """Return the pairs of features that may lie on each other on faces that are covered more than once."""
    if not len(faces):
        return np.empty((0, 2), dtype=int)
    near = np.unique(tree.query(faces, predicate="intersects")[1])
    own = geometries[near]
    # without the predicate: features that share a border would all be looked at twice
    left, right = shapely.STRtree(own).query(own)
    once = left < right
    left, right = left[once], right[once]
    shapely.prepare(own)
    inner = shapely.relate_pattern(own[left], own[right], "T********") if len(left) else np.empty(0, dtype=bool)
    return np.sort(np.column_stack([near[left[inner]], near[right[inner]]]), axis=1)


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
