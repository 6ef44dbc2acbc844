# SPDX-License-Identifier: GPL-2.0-or-later
"""Arcs as chains of straight edges."""

from __future__ import annotations

import math

import numpy as np

# Half a millimetre is below what boundary points are written with.
ARC_TOLERANCE_M = 0.0005
# Enough for a circle of a thousand kilometres.
_MOST_EDGES = 100_000


def straightened(points: np.ndarray, bulges: np.ndarray, tolerance_m: float = ARC_TOLERANCE_M) -> np.ndarray:
    """Return a closed chain with its arcs as straight edges that leave the arc by at most ``tolerance_m``.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Not closed.
    bulges : ndarray, shape (n,)
        Of the edge that starts at each point: the tangent of a quarter of its angle, positive to the left; 0 where
        straight.
    tolerance_m : float
        The largest distance between arc and edge.
    """
    chain = []
    for i, (start, bulge) in enumerate(zip(points, bulges, strict=True)):
        chain.append(start[None, :])
        if bulge:
            chain.append(_on_arc(start, points[(i + 1) % len(points)], float(bulge), tolerance_m))
    return np.concatenate(chain)


def _on_arc(start: np.ndarray, end: np.ndarray, bulge: float, tolerance_m: float) -> np.ndarray:
    """Return the points between the ends of one arc, ends left out."""
    chord = end - start
    length = math.hypot(*chord)
    if not length:
        return np.empty((0, 2))
    angle = 4 * math.atan(bulge)
    radius = length * (1 + bulge * bulge) / (4 * abs(bulge))
    # a step s leaves the arc by radius * (1 - cos(s / 2))
    step = 2 * math.acos(max(-1.0, 1 - tolerance_m / radius)) if tolerance_m < 2 * radius else math.pi
    count = max(2, math.ceil(abs(angle) / max(step, abs(angle) / _MOST_EDGES)))
    normal = np.array([-chord[1], chord[0]]) / length
    centre = (start + end) / 2 + normal * (length * (1 - bulge * bulge) / (4 * bulge))
    turns = angle * np.arange(1, count) / count
    spoke = start - centre
    cosine, sine = np.cos(turns), np.sin(turns)
    return centre + np.column_stack([spoke[0] * cosine - spoke[1] * sine, spoke[0] * sine + spoke[1] * cosine])
