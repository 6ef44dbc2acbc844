# SPDX-License-Identifier: GPL-2.0-or-later
"""How the rings of parcels lie: where their edges lead and face, and which of their points are corners and tips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.cyclic import cyclic_runs
from land_entry_plugin.engine.directions import SIDES, WINDS, bearings_deg, left_of, side_numbers, wind_numbers
from land_entry_plugin.rounding import all_recorded, half_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from land_entry_plugin.engine.boundary_points import NumberedRing

# A jog no longer than this, between longer stretches that face one way, faces that way too.
JOG_M = 2.0
_THERE_AND_BACK = 2
# A point is a corner of its ring if it lies this far out from the middle both ways (1 is the edge of the extent).
_CORNER_SHARE = 0.4
_CORNERS = {"north_west": (-1, 1), "north_east": (1, 1), "south_east": (1, -1), "south_west": (-1, -1)}
_TIPS = {"north": (1, 1), "east": (0, 1), "south": (1, -1), "west": (0, -1)}


@dataclass(frozen=True)
class Lie:
    """How a ring of n points lies, as plain numbers and words.

    Attributes
    ----------
    points, edges : list of (float, float)
        Easting and northing of each point, and of the way from it to the next.
    lengths_m : list of float
        Of the edges.
    recorded_lengths_m : list of float
        The same as records keep them.
    printed_lengths_m : list of Decimal
        The same as sheets print them: made of what records keep, so that a sum of printed lengths is one.
    sides : list of str
        Where each edge faces, out of the parcel.
    winds : list of str
        Where each edge leads.
    corners : dict of int to (str, str)
        Points that are corners of the ring or its outermost tips: ``corner`` or ``tip`` with the wind.
    """

    points: list[tuple[float, float]]
    edges: list[tuple[float, float]]
    lengths_m: list[float]
    recorded_lengths_m: list[float]
    printed_lengths_m: list[Decimal]
    sides: list[str]
    winds: list[str]
    corners: dict[int, tuple[str, str]]


def lies_of(rings: Sequence[NumberedRing]) -> list[Lie]:
    """Return how rings lie, those of all parcels at once."""
    if not rings:
        return []
    counts = np.array([len(ring.points) for ring in rings])
    begins = np.cumsum(counts) - counts
    points = np.concatenate([ring.points for ring in rings])
    edges = edges_of(points, begins)
    lengths = np.hypot(*edges.T)
    sides = side_numbers(bearings_deg(left_of(edges))).tolist()
    winds = wind_numbers(bearings_deg(edges)).tolist()
    corners = _corners(points, begins)
    plain = [list(zip(*columns.T.tolist(), strict=True)) for columns in (points, edges)]
    all_lengths = lengths.tolist()
    kept = all_recorded(all_lengths)
    printed = [half_up(length) for length in kept]
    result = []
    for begin, end, own_corners in zip(begins.tolist(), (begins + counts).tolist(), corners, strict=True):
        own = slice(begin, end)
        result.append(
            Lie(
                points=plain[0][own],
                edges=plain[1][own],
                lengths_m=all_lengths[own],
                recorded_lengths_m=kept[own],
                printed_lengths_m=printed[own],
                sides=_facing(sides[own], all_lengths[own]),
                winds=[WINDS[i] for i in winds[own]],
                corners=own_corners,
            )
        )
    return result


def edges_of(points: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return vectors (n, 2) from each point of rings to the next; ``begins`` (r,) says where each ring begins."""
    following = np.arange(1, len(points) + 1)
    following[np.append(begins[1:], len(points)) - 1] = begins
    return points[following] - points


def _facing(sides: list[int], lengths_m: list[float]) -> list[str]:
    """Return which side of the parcel every edge of a ring faces; a jog faces where the edges around it do."""
    runs = cyclic_runs(sides)
    if len(runs) != _THERE_AND_BACK and len({sides[run[0]] for run in runs}) == len(runs):
        # every side is faced by one run: no jog lies between edges that face one way
        return [SIDES[side] for side in sides]
    result = list(sides)
    # as sums of arrays, which add up in another order than plain sums
    sums = [float(np.array([lengths_m[i] for i in run]).sum()) for run in runs]
    for i, run in enumerate(runs):
        before, after = i - 1, (i + 1) % len(runs)
        is_jog = round(sums[i], 3) <= JOG_M and sums[i] < min(sums[before], sums[after])
        if is_jog and sides[runs[before][0]] == sides[runs[after][0]]:
            for edge in run:
                result[edge] = sides[runs[before][0]]
    return [SIDES[side] for side in result]


def _corners(points: np.ndarray, begins: np.ndarray) -> list[dict[int, tuple[str, str]]]:
    """Return which points of each ring are its corners or its outermost tips."""
    ring = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(points)))
    low, high = np.minimum.reduceat(points, begins), np.maximum.reduceat(points, begins)
    half = np.maximum((high - low) / 2, 1e-9)
    out = (points - ((low + high) / 2)[ring]) / half[ring]
    found: list[tuple[str, str, list[int]]] = []
    for wind, corner in _CORNERS.items():
        distance = np.round(np.hypot(*((out - corner) * half[ring]).T), 4)
        first = _first(distance == np.minimum.reduceat(distance, begins)[ring], ring, begins)
        is_corner = (out[first] * corner >= _CORNER_SHARE).all(axis=1)
        found.append(("corner", wind, np.where(is_corner, first - begins, -1).tolist()))
    for wind, (axis, sign) in _TIPS.items():
        outermost = out[:, axis] * sign > 1 - 1e-9
        is_one = np.add.reduceat(outermost.astype(int), begins) == 1
        first = begins.copy()
        first[is_one] = np.flatnonzero(outermost & is_one[ring])
        found.append(("tip", wind, np.where(is_one, first - begins, -1).tolist()))
    result: list[dict[int, tuple[str, str]]] = [{} for _ in begins]
    for kind, wind, of_rings in found:
        for corners, point in zip(result, of_rings, strict=True):
            if point >= 0 and point not in corners:
                corners[point] = kind, wind
    return result


def _first(chosen: np.ndarray, ring: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return the first of the chosen points of each ring; every ring has one."""
    rows = np.flatnonzero(chosen)
    return rows[np.searchsorted(ring[rows], np.arange(len(begins)))]
