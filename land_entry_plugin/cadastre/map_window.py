# SPDX-License-Identifier: GPL-2.0-or-later
"""Scale and window of parcel maps: on the survey sheet, and on a sheet of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

# Scales of cadastral maps in use, and further ones for very large parcels.
CADASTRAL_SCALES = (200, 500, 1000, 2000, 5000)
SCALES = (*CADASTRAL_SCALES, 10_000, 25_000, 50_000)
FRAME_WIDTH_MM, FRAME_HEIGHT_MM = 104.0, 88.0
# Room around the parcel for boundary point numbers and neighbours, on the sheet of its own and on the summary.
_FREE_MM, _SUMMARY_FREE_MM = 13.0, 10.0
# Every edge of a parcel map bears its length. If of more than this share the length is wider than the edge, and
# larger paper allows a larger scale, the larger paper is needed.
_LENGTH_MM, _MOST_SHORT_EDGES = 5.8, 0.35
_NO_EDGES, _SHORT_EDGES = np.empty(0), np.zeros(1)
_COARSE_STEP = 10_000


@dataclass(frozen=True)
class Paper:
    """A size of paper and the frame of a parcel map on it."""

    name: str
    frame_width_mm: float
    frame_height_mm: float


# A parcel map (宗地图) is printed on A4, exceptionally on A3.
PAPERS = (Paper("A4", 165.0, 205.0), Paper("A3", 252.0, 328.0))


@dataclass(frozen=True)
class MapWindow:
    """The part of the plane that a parcel map shows.

    Attributes
    ----------
    scale : int
        Denominator.
    bounds : tuple of float
        Easting and northing of the lower left and upper right corner, metres.
    """

    scale: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class SheetWindow(MapWindow):
    """The window of a parcel map on a sheet of its own, and the paper."""

    paper: Paper


def map_window(bounds: np.ndarray) -> MapWindow:
    """Return the largest scale of the series at which a parcel of these bounds (4,) fits, and the window shown."""
    frame = (FRAME_WIDTH_MM, FRAME_HEIGHT_MM)
    scale = nominal_scale(bounds, *frame, free_mm=_SUMMARY_FREE_MM) or _coarse(bounds, *frame)
    return MapWindow(scale, _window(bounds, FRAME_WIDTH_MM, FRAME_HEIGHT_MM, scale))


def sheet_window(
    bounds: np.ndarray, papers: tuple[Paper, ...] = PAPERS, *, edge_lengths_m: np.ndarray = _NO_EDGES
) -> SheetWindow:
    """Return paper, scale and window of the parcel map of a parcel of these bounds (4,) and edges (n,).

    The first paper on which it fits at a cadastral scale and most edges have room for their length; else the one of the
    largest scale. A parcel that fits on none has the last at a smaller scale.
    """
    fitting = [
        (paper, scale)
        for paper in papers
        if (scale := nominal_scale(bounds, paper.frame_width_mm, paper.frame_height_mm, CADASTRAL_SCALES)) is not None
    ]
    if fitting:
        # min takes the first of equal scales: no larger paper for nothing
        roomy = [pair for pair in fitting if not _is_crowded(edge_lengths_m, pair[1])]
        paper, scale = roomy[0] if roomy else min(fitting, key=lambda pair: pair[1])
    else:
        frame = (papers[-1].frame_width_mm, papers[-1].frame_height_mm)
        paper, scale = papers[-1], nominal_scale(bounds, *frame) or _coarse(bounds, *frame)
    window = _window(bounds, paper.frame_width_mm, paper.frame_height_mm, scale)
    return SheetWindow(scale, window, paper)


def _is_crowded(edge_lengths_m: np.ndarray, scale: int) -> bool:
    """Return whether too many edges are shorter on paper than their length is when written."""
    short = np.count_nonzero(edge_lengths_m * 1000 / scale < _LENGTH_MM)
    return short > _MOST_SHORT_EDGES * len(edge_lengths_m)


def nominal_scale(
    bounds: np.ndarray,
    frame_width_mm: float,
    frame_height_mm: float,
    scales: tuple[int, ...] = SCALES,
    free_mm: float = _FREE_MM,
) -> int | None:
    """Return the largest scale of a series at which bounds (4,) fit a frame; None where they fit at none."""
    needed = _needed(bounds, frame_width_mm, frame_height_mm, free_mm)
    return next((scale for scale in scales if scale >= needed), None)


def shown_bounds(bounds: np.ndarray) -> tuple[float, float, float, float]:
    """Return the least box that holds all windows of a parcel of these bounds (4,): what has to be read around it."""
    west, south, east, north = bounds.tolist() if isinstance(bounds, np.ndarray) else bounds
    return _shown(west, south, east, north)


@lru_cache(maxsize=4096)
def _shown(*corners: float) -> tuple[float, float, float, float]:
    """Return what is shown of a parcel; asked for when its surroundings are read, found and clipped."""
    bounds = np.array(corners)
    sheets = [sheet_window(bounds, edge_lengths_m=edges) for edges in (_NO_EDGES, _SHORT_EDGES)]
    windows = np.array([window.bounds for window in (map_window(bounds), *sheets)])
    west, south = windows[:, :2].min(axis=0)
    east, north = windows[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _needed(bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float, free_mm: float = _FREE_MM) -> float:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return 1000 * max(width / (frame_width_mm - 2 * free_mm), height / (frame_height_mm - 2 * free_mm))


def _coarse(bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float) -> int:
    return int(np.ceil(_needed(bounds, frame_width_mm, frame_height_mm) / _COARSE_STEP)) * _COARSE_STEP


def _window(
    bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float, scale: int
) -> tuple[float, float, float, float]:
    centre = np.array([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2])
    half = np.array([frame_width_mm, frame_height_mm]) / 1000 * scale / 2
    low, high = np.round(centre - half, 2), np.round(centre + half, 2)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
