# SPDX-License-Identifier: GPL-2.0-or-later
"""Points of rings: stored twice in a row, too near each other, turning back sharply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely


@dataclass(frozen=True)
class Corners:
    """Points of some rings.

    Attributes
    ----------
    owner : ndarray of int, shape (k,)
        The geometry that each belongs to.
    points : ndarray, shape (k, 2)
    size : ndarray, shape (k,)
        Distance to the next point (m), or angle (degrees).
    """

    owner: np.ndarray
    points: np.ndarray
    size: np.ndarray


def _edges(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return all points, the ring and the geometry that each is in, and the positions where an edge begins."""
    parts, of_part = shapely.get_parts(geometries, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(ring[:-1] == ring[1:])
    return points, ring, of_part[of_ring][ring] if len(ring) else ring, starts


def close_points(geometries: np.ndarray, below_m: float) -> Corners:
    """Return the points nearer to the next of their ring than ``below_m``; with 0 those stored twice in a row."""
    points, _, owner, starts = _edges(geometries)
    length = np.hypot(*(points[starts + 1] - points[starts]).T)
    found = (length > 0) & (length < below_m) if below_m > 0 else length == 0
    return Corners(owner[starts[found]], points[starts[found]], length[found])


def sharp_points(geometries: np.ndarray, below_degrees: float, least_arm_m: float) -> Corners:
    """Return the points at which a ring turns back more sharply than an angle, both arms longer than a length."""
    parts, of_part = shapely.get_parts(geometries, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    rings = shapely.remove_repeated_points(rings, 0.0)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return Corners(np.empty(0, dtype=int), points, np.empty(0))
    owner = of_part[of_ring][ring]
    first = np.flatnonzero(np.diff(ring, prepend=-1) > 0)
    last = np.append(first[1:], len(points)) - 1
    # a ring's last point is its first: every point but that has one before and one after
    before = np.arange(len(points)) - 1
    before[first] = last - 1
    corner = np.ones(len(points), dtype=bool)
    corner[last] = False
    at = np.flatnonzero(corner)
    one, other = points[before[at]] - points[at], points[at + 1] - points[at]
    arms = np.minimum(np.hypot(*one.T), np.hypot(*other.T))
    cross = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    angle = np.degrees(np.arctan2(cross, (one * other).sum(axis=1)))
    found = (angle < below_degrees) & (arms > least_arm_m)
    return Corners(owner[at[found]], points[at[found]], angle[found])


def points_count(geometries: np.ndarray) -> np.ndarray:
    """Return how many points each geometry has, without those that close a ring."""
    parts, of_part = shapely.get_parts(geometries, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    return np.bincount(
        of_part[of_ring] if len(of_ring) else of_ring,
        np.maximum(shapely.get_num_coordinates(rings) - 1, 0),
        minlength=len(geometries),
    ).astype(int)


def shortest_edge(geometry: shapely.Geometry) -> float | None:
    """Return the length of the shortest edge, None of nothing."""
    points, _, _, starts = _edges(np.array([geometry], dtype=object))
    length = np.hypot(*(points[starts + 1] - points[starts]).T)
    return float(length[length > 0].min()) if (length > 0).any() else None
