# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things stand on the overview: its scale, its symbols moved apart, its numbers on the freest side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QRectF

# The map's frame on the page, and what stays free of parcels along it, so that no symbol or number is cut; millimetres.
MAP = QRectF(12, 24, 200, 158)
_MAP_MARGIN_MM = 9.0
SYMBOL_MM, DISC_MM = 3.2, 4.4
DISC_GAP_MM = 0.3
_SCALES = (500, 1000, 2000, 2500, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000,
           75_000, 100_000, 150_000, 200_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000)  # fmt: skip
# How far a number looks for what it must not cover.
_REACH_MM = 22.0
_CROWD_MM = 12.0
# More room than this is no better.
_ENOUGH_MM = 3.0
# What a side is worth less for: lines under the number, and needing a leading line.
_OVER_LINES, _LED = 4.0, 10.0
# Between disc and number: beside it, then at the end of a leading line.
_GAPS_MM = (0.4, 3.5, 7.0)
# Of moving symbols apart.
_ROUNDS = 200


@dataclass(frozen=True)
class Box:
    """Where a number stands, in paper millimetres: its middle, and whether a line leads to it."""

    x: float
    y: float
    led: bool


@dataclass(frozen=True)
class Window:
    """The part of the plane that the map shows; paper millimetres count from its lower left corner."""

    scale: int
    x: float
    y: float

    def paper(self, points: np.ndarray) -> np.ndarray:
        """Return points (n, 2) of the plane on paper."""
        return (points.reshape(-1, 2) - np.array((self.x, self.y))) * 1000 / self.scale

    def plane(self, points: np.ndarray) -> np.ndarray:
        """Return points (n, 2) of the paper in the plane."""
        return points.reshape(-1, 2) * self.scale / 1000 + np.array((self.x, self.y))

    @property
    def extent(self) -> QgsRectangle:
        """Return the bounds in the plane."""
        return QgsRectangle(self.x, self.y, *self.plane(np.array([MAP.width(), MAP.height()]))[0])


def window_around(bounds: QgsRectangle) -> Window:
    """Return the largest scale of the series at which the bounds and a margin fit, with the bounds in the middle."""
    room = np.array([MAP.width(), MAP.height()]) - 2 * _MAP_MARGIN_MM
    needed = 1000 * max(bounds.width() / room[0], bounds.height() / room[1])
    scale = next((scale for scale in _SCALES if scale >= needed), _SCALES[-1])
    half = np.array([MAP.width(), MAP.height()]) * scale / 2000
    return Window(scale, bounds.center().x() - half[0], bounds.center().y() - half[1])


def spread(points: np.ndarray, distance: float) -> np.ndarray:
    """Return points (n, 2) moved apart until no two are nearer than ``distance``, as far as some rounds bring them."""
    moved = points.astype(float).copy()
    for _ in range(_ROUNDS if len(moved) > 1 else 0):
        places = shapely.points(moved)
        first, second = shapely.STRtree(places).query(places, predicate="dwithin", distance=distance - 1e-6)
        first, second = first[first < second], second[first < second]
        if not len(first):
            break
        apart = moved[second] - moved[first]
        length = np.hypot(*apart.T)
        # two in one place go apart in a direction of their own
        angle = first + 2.4 * second
        apart[length == 0] = np.column_stack([np.cos(angle), np.sin(angle)])[length == 0]
        push = apart / np.where(length == 0, 1, length)[:, None] * ((distance - length) / 2)[:, None] * 1.02
        np.add.at(moved, first, -push)
        np.add.at(moved, second, push)
    return moved


def place_numbers(
    discs: np.ndarray, sizes: np.ndarray, frame: tuple[float, float, float, float], lines: np.ndarray | None = None
) -> list[Box | None]:
    """Return where each number stands so that it covers no disc and no other number, and ``lines`` only at need.

    On the freest of eight sides of its disc, else a little away with a leading line, else None. Those with the fewest
    neighbours last, since they find room anyway. ``discs`` (n, 2), ``sizes`` (n, 2) and ``lines`` (shapely, any number)
    in paper millimetres.
    """
    result: list[Box | None] = [None] * len(discs)
    tree = shapely.STRtree(lines if lines is not None else [])
    distances = np.hypot(*(discs[:, None, :] - discs[None, :, :]).transpose(2, 0, 1))
    crowd = np.sum(distances < _CROWD_MM, axis=1)
    placed = np.empty((0, 4))
    # a loop: every number that is placed takes room from the next
    for i in sorted(range(len(discs)), key=lambda i: (-crowd[i], i)):
        half = sizes[i] / 2
        middles, led = _sides(discs[i], half)
        others = discs[np.flatnonzero((distances[i] < _REACH_MM) & (np.arange(len(discs)) != i))]
        clearance = np.minimum(
            _free(middles, half, others, np.zeros(2)).min(axis=1, initial=np.inf) - DISC_MM / 2,
            _free(middles, half, placed[:, :2], placed[:, 2:]).min(axis=1, initial=np.inf),
        )
        inside = np.all((middles - half >= frame[:2]) & (middles + half <= frame[2:]), axis=1)
        # the right side unless another is freer; a leading line only where nothing else is
        value = np.minimum(clearance, _ENOUGH_MM) - 0.05 * np.arange(len(middles)) - _LED * led
        value[np.unique(tree.query(shapely.box(*(middles - half).T, *(middles + half).T), "intersects")[0])] -= (
            _OVER_LINES
        )
        value[~inside | (clearance <= 0)] = -np.inf
        best = int(np.argmax(value))
        if np.isfinite(value[best]):
            x, y = map(float, middles[best])
            result[i] = Box(x, y, bool(led[best]))
            placed = np.vstack([placed, [*middles[best], *half]])
    return result


def _free(middles: np.ndarray, half: np.ndarray, others: np.ndarray, other_half: np.ndarray) -> np.ndarray:
    """Return the distances (n, m) between boxes around ``middles`` and boxes around ``others``, 0 where they meet."""
    gaps = np.abs(middles[:, None, :] - others[None, :, :]) - half - other_half
    return np.hypot(*np.maximum(gaps, 0).transpose(2, 0, 1))


def _sides(disc: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles (24, 2) of a number around its disc, nearest first, and whether a line has to lead there."""
    upright = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
    slanted = np.array([(1, 1), (1, -1), (-1, 1), (-1, -1)])
    rings = []
    for gap in _GAPS_MM:
        reach = DISC_MM / 2 + gap
        rings += [upright * (reach + half), slanted * (0.72 * reach + half)]
    return disc + np.vstack(rings), np.repeat(np.array(_GAPS_MM) > _GAPS_MM[0], 8)
